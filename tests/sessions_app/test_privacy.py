"""Whatever a facilitator and phones do, in whatever order, no output gives a few people away.

Hypothesis plays rooms: people and windows join, answer, change, pass and take back while a
facilitator moves back and forth, jumps, closes, reads, shows, hides, goes on without phones and
ends. Beside the database runs a plain model of what was meant, and every output that anyone can
see is compared with it and with all outputs before.
"""

import contextlib
import html
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from content.document import AnswerForm
from sessions_app import participation, results, retention, running, surfaces
from sessions_app.asking import FORMS
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.participation import Verdict
from sessions_app.reports.contents import Report, report_of
from sessions_app.reports.spreadsheet import report_sheet
from sessions_app.results import Outcome
from sessions_app.script import BEGIN
from sessions_app.small_groups import LEAST_ANSWERS, LEAST_APART, LEAST_SHARE
from tests.live.server import on_postgres
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session

pytestmark = pytest.mark.django_db
PEOPLE = 13
LATER = 4  # who may join while it runs
# An open question, one about oneself and one with several choices; in the next step one choice;
# the one about oneself is asked again at the end. Then every other form there is, in the next step.
OPEN, SCALE, SEVERAL, ONE, AGAIN = range(5)
FIRST = (AnswerForm.OPEN, AnswerForm.SCALE, AnswerForm.SEVERAL, AnswerForm.ONE)
MORE = [form for form, asking in FORMS.items() if asking.sent and form not in FIRST]

ANYBODY = st.integers(0, PEOPLE + LATER - 1)
QUESTION = st.integers(0, AGAIN + len(MORE))
SAID = re.compile(r"<tekst \d+>|ξ[a-z]{3}")  # what people write here, and nobody else
REPORT = st.sampled_from((0, 1, 1, 2))  # whose text may be printed: nobody's, all, all but one's


@dataclass
class Told:
    """What the model knows of one question."""

    now: dict[int, object] = field(default_factory=dict)  # person -> value
    report: dict[int, bool] = field(default_factory=dict)
    tried: dict[int, object] | None = None  # as it was when somebody first tried to read it
    seats: int = 0  # that counted at that moment
    leaving: set = field(default_factory=set)  # taken back, and still to be read
    gone: set = field(default_factory=set)  # taken back, and left
    passed: set[int] = field(default_factory=set)  # who passed, and left it at that
    seen: list[Outcome] = field(default_factory=list)  # every output, oldest first


class Room(RuleBasedStateMachine):
    """A running session, its people and the model beside it."""

    @initialize(crowd=st.integers(4, PEOPLE))
    def begin(self, crowd: int) -> None:
        session = self.session = make_empty_session()
        first = add_step(session)
        talk = add_step(session, "together")
        end = add_step(session, "evaluation", "einde")
        asked = [
            add_question(first, AnswerForm.OPEN),
            add_question(first, AnswerForm.SCALE, about_self=True, code="EV-5" + BEGIN),
            add_question(first, AnswerForm.SEVERAL),
            add_question(talk, AnswerForm.ONE),
            add_question(end, AnswerForm.SCALE, code="EV-5"),
            *(add_question(talk, form) for form in MORE),
        ]
        self.refs = [q.ref for q in asked]
        self.forms = [AnswerForm(q.form) for q in asked]
        self.told = [Told() for _ in asked]
        self.people = [Person() for _ in range(PEOPLE + LATER)]
        self.joined = self.sent = 0
        self.closed: set[str] = set()
        self.seats: Counter[str] = Counter()
        self.steps = [s.ref for s in session.steps.all()]
        running.start(session)
        for _ in range(crowd):
            self.join()
        self.count_seats(first.ref)

    # -- what the model remembers ---------------------------------------------------------------

    @property
    def here(self) -> str:
        return self.now().current.ref

    def now(self) -> DialogueSession:
        return DialogueSession.objects.select_related("current").get(pk=self.session.pk)

    def goes_on(self) -> bool:
        return hasattr(self, "session") and self.now().running

    def question(self, q: int) -> StepQuestion | None:
        return StepQuestion.objects.select_related("step").filter(ref=self.refs[q]).first()

    def count_seats(self, step_ref: str) -> None:
        self.seats[step_ref] = max(self.seats[step_ref], self.joined)

    def is_open(self, q: int) -> bool:
        question = self.question(q)
        step = question.step.ref
        return step == self.here and step not in self.closed and self.told[q].tried is None

    # -- phones -------------------------------------------------------------------------------

    def join(self) -> None:
        person = self.people[self.joined]
        with contextlib.suppress(Refused):  # the door is closed once it goes on without phones
            person.join(self.session)
            self.joined += 1

    @precondition(lambda self: self.goes_on() and self.joined < PEOPLE + LATER)
    @rule()
    def somebody_joins(self) -> None:
        self.join()

    @precondition(goes_on)
    @rule(q=QUESTION, first=ANYBODY, count=st.integers(1, 3), same=st.booleans(), report=REPORT)
    def some_answer(self, q: int, first: int, count: int, same: bool, report: int) -> None:
        self.answer(q, range(first, min(first + count, self.joined)), same, report)

    def answer(self, q: int, people: range, same: bool, report: int) -> None:
        """These people answer, in one batch; whether it is taken must be as the model says."""
        question = self.question(q)
        if question is None or not people:
            return
        values, entries = {}, []
        for p in people:
            self.sent += 1
            values[p], sent = self.value(q, 1 if same else (p + self.sent) % 3)
            printed = report == 1 or (report == 2 and p != people[-1])
            self.told[q].report[p] = self.told[q].report.get(p, False)
            more = {"verslag": "1"} if printed else {}
            entry = self.people[p].entry(question, self.sent, waarde=sent, **more)
            entries.append((p, printed, entry))
        verdicts = participation.store([entry for _, _, entry in entries])
        expected = Verdict.STORED if self.is_open(q) else Verdict.CLOSED
        assert set(verdicts) == {expected}
        if expected == Verdict.STORED:
            for p, printed, _ in entries:
                self.told[q].passed.discard(p)
                self.told[q].now[p] = values[p]
                self.told[q].report[p] = printed

    def value(self, q: int, choice: int) -> tuple[object, str | list[str]]:
        """What is kept and what is sent."""
        asking, question = FORMS[self.forms[q]], self.question(q)
        if asking.worded:
            places = (self.sent // 26**place % 26 for place in range(3))
            word = "ξ" + "".join(
                chr(ord("a") + place) for place in places
            )  # too short to be joined
            said = word if asking.gathers else f"<tekst {self.sent}>"
            return said, said
        keys = list(asking.labels(question.script))
        sent = keys[: choice + 1] if asking.many else [keys[choice]]
        return asking.read(question.script, sent), sent

    @property
    def written(self) -> list[int]:
        """The questions that people answer in words of their own."""
        return [q for q, form in enumerate(self.forms) if FORMS[form].worded]

    def send(self, p: int, q: int, **fields: str) -> bool:
        question = self.question(q)
        if question is None or p >= self.joined:
            return False
        self.sent += 1
        return self.people[p].send(question, self.sent, **fields) == Verdict.STORED

    @precondition(goes_on)
    @rule(q=QUESTION, count=st.integers(3, PEOPLE), same=st.booleans(), report=REPORT)
    def the_room_answers(self, q: int, count: int, same: bool, report: int) -> None:
        """What mostly happens: the group goes to a step, and many answer what it asks."""
        question = self.question(q)
        if question is None:
            return
        self.move(running.jump, question.step.ref)
        self.answer(q, range(min(count, self.joined)), same, report)

    @precondition(goes_on)
    @rule(q=QUESTION)
    def the_room_sees(self, q: int) -> None:
        """And then its facilitator closes it and shows it."""
        question = self.question(q)
        if question is not None:
            if self.is_open(q):
                self.closes()
            self.reads_or_shows(
                q, running.read
            )  # some are shown only to a room whose lead read them
            self.reads_or_shows(q, running.show)

    @precondition(goes_on)
    @rule(p=ANYBODY, q=QUESTION)
    def somebody_passes(self, p: int, q: int) -> None:
        if self.send(p, q, pas="1"):
            self.told[q].now.pop(p, None)
            self.told[q].passed.add(p)

    @precondition(goes_on)
    @rule(p=ANYBODY, q=st.one_of(st.just(OPEN), QUESTION))
    def somebody_takes_back(self, p: int, q: int) -> None:
        if self.send(p, q, intrekken="1"):
            self.told[q].passed.discard(p)
            said = self.told[q].now.pop(p, None)
            if said is not None and self.told[q].tried is not None:
                self.told[q].leaving.add(str(said))

    # -- the facilitator ----------------------------------------------------------------------

    def move(self, verb, *arguments: str) -> None:
        left = self.here
        with contextlib.suppress(Refused):
            verb(self.session, left, *arguments)
            for ref in {left, self.here}:
                self.count_seats(ref)
            for told in self.told:
                told.gone |= told.leaving
                told.leaving = set()

    @precondition(goes_on)
    @rule(verb=st.sampled_from((running.advance, running.back)))
    def goes_a_step(self, verb) -> None:
        self.move(verb)

    @precondition(goes_on)
    @rule(to=st.integers(0, 2))
    def jumps(self, to: int) -> None:
        self.move(running.jump, self.steps[to])

    @precondition(goes_on)
    @rule()
    def settles(self) -> None:
        running.settle(self.session)

    @precondition(goes_on)
    @rule()
    def closes(self) -> None:
        running.close(self.session, self.here)
        self.closed.add(self.here)
        self.count_seats(self.here)

    @precondition(goes_on)
    @rule(q=QUESTION, verb=st.sampled_from((running.read, running.show)))
    def reads_or_shows(self, q: int, verb) -> None:
        if self.question(q) is None:
            return
        was_open = self.is_open(q)
        with contextlib.suppress(Refused):
            verb(self.session, self.refs[q])
        assert not (was_open and self.question(q).frozen), "read while phones may answer"
        self.note_tries()

    @precondition(goes_on)
    @rule(q=QUESTION)
    def hides(self, q: int) -> None:
        if self.question(q) is not None:
            running.hide(self.session, self.refs[q])

    @precondition(goes_on)
    @rule(q=QUESTION)
    def edits(self, q: int) -> None:
        """A question that reached phones can't become another one under the same answers."""
        question = self.question(q)
        if question is None:
            return
        question.content = {**question.content, "text": "Een heel andere vraag"}
        if Step.objects.filter(pk=question.step_id, ran_from=None).exists():
            return
        with pytest.raises(ValueError, match="never changes"):
            question.save()

    @precondition(lambda self: self.goes_on() and len(self.told[OPEN].now) > 8)
    @rule()
    def goes_on_without_phones(self) -> None:
        running.go_phone_free(self.session)

    def note_tries(self) -> None:
        for q, told in enumerate(self.told):
            question = self.question(q)
            if told.tried is None and question is not None and question.frozen:
                told.tried = dict(told.now)
                told.seats = self.seats[question.step.ref]  # decided once: who comes later is late

    # -- what anyone sees -----------------------------------------------------------------------

    @invariant()
    def nobody_is_given_away(self) -> None:
        if not self.goes_on():
            return
        for q in range(len(self.refs)):
            if self.question(q) is not None:
                self.check(q, results.outcome(self.question(q)))
        self.check_twice()

    def check(self, q: int, seen: Outcome) -> None:
        told = self.told[q]
        if not seen.visible:
            assert (seen.rows, seen.texts, seen.band, seen.answered) == ((), (), (), 0)
            return
        assert told.tried is not None, "seen while answers could still change"
        count = len(told.tried)
        assert count >= LEAST_ANSWERS
        assert 100 * count >= LEAST_SHARE * max(told.seats, count)
        written = q in self.written
        if written:
            assert len(seen.texts) >= LEAST_ANSWERS
            assert not seen.rows or {r.label: r.count for r in seen.rows} == Counter(seen.texts)
            assert set(seen.texts) <= set(told.now.values()) | told.leaving
            assert not set(seen.texts) & told.gone
        else:
            self.check_counts(q, seen)
        for before in told.seen:
            left = set(before.texts) - set(seen.texts) - told.gone
            came = set(seen.texts) - set(before.texts)
            assert not 0 < len(left) < LEAST_ANSWERS
            assert not 0 < len(came) < LEAST_ANSWERS
            assert written or (before.rows, before.band) == (seen.rows, seen.band)
        told.seen.append(seen)

    def check_counts(self, q: int, seen: Outcome) -> None:
        given = list(self.told[q].tried.values())
        words = self.question(q).asking.labels(self.question(q).script)
        expected = Counter(
            words[str(key)]
            for value in given
            for key in (value if isinstance(value, list) else [value])
        )
        if seen.band:
            assert (seen.rows, seen.answered) == ((), 0)
            assert set(seen.band) == {w for w, n in expected.items() if 5 * n >= 4 * len(given)}
        else:
            assert {row.label: row.count for row in seen.rows if row.count} == dict(expected)
        if q == SCALE:
            assert bool(seen.band) is any(5 * n >= 4 * len(given) for n in expected.values())

    def check_twice(self) -> None:
        """What was asked at the start and again at the end never differs by a few answers."""
        first, again = self.told[SCALE], self.told[AGAIN]
        if first.seen and again.seen:
            between = abs(len(first.tried) - len(again.tried))
            assert between == 0 or between >= LEAST_APART

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        self.check_what_the_console_says()
        running.finish(self.session)
        for told in self.told:
            told.gone |= told.leaving
            told.leaving = set()
        for step in self.session.steps.all():
            if step.ran_from:
                self.seats[step.ref] = max(self.seats[step.ref], step.seats)
        self.note_tries()
        self.check_the_report()

    def check_what_the_console_says(self) -> None:
        page = surfaces.render(self.session.ref, surfaces.CONSOLE).html
        page += surfaces.render(self.session.ref, surfaces.PROJECTOR).html
        shown = set(SAID.findall(html.unescape(page)))
        for q in self.written:
            question = self.question(q)
            may = results.outcome(question).texts if question else ()
            assert shown & {*self.told[q].now.values()} <= {*may}

    def check_the_report(self) -> None:
        report = report_of(self.now())
        asked = [*(a for part in report.parts for a in part.asked), *report.evaluation]
        printed = {a.outcome.question.ref: a.outcome for a in asked}
        printed |= {a.before.question.ref: a.before for a in asked if a.before}
        for q, ref in enumerate(self.refs):
            if ref in printed:
                self.check(q, printed[ref])
        self.check_twice()
        texts: list[str] = []
        for q in self.written:
            told = self.told[q]
            agreed = {v for p, v in told.now.items() if told.report[p]}
            found = printed[self.refs[q]].texts if self.refs[q] in printed else ()
            assert set(found) in (set(), agreed)
            texts += found
        left = Answer.objects.filter(question__step__session=self.session)
        assert sorted(left.values_list("value", "pen")) == sorted((t, None) for t in texts)
        for q, told in enumerate(self.told):
            if self.question(q) is not None:
                assert self.question(q).passed == len(told.passed)
        self.check_every_shape(report, set(texts))

    def check_every_shape(self, report: Report, texts: set[str]) -> None:
        """Page, spreadsheet and first page hold what was let out: before and after texts went."""
        seen = [one.outcome for one in report.asked]
        seen += [one.before for one in report.asked if one.before]
        for shape in shapes(report):
            assert set(SAID.findall(shape)) == texts
        rows = [(one.question.asking.worded, row.count) for one in seen for row in one.rows]
        counts = sorted(count for _, count in rows)
        assert sorted(numbers_in(report)) == counts
        counted = [re.sub(r"‘[^’]*’", "", said) for said in report.stood_out]  # without answers
        assert not any(re.search(r"\d", said) for said in counted)
        retention.drop_texts(self.session)
        after = report_of(self.now())
        for shape in shapes(after):
            assert not SAID.search(shape)
        assert not Answer.objects.filter(question__step__session=self.session).exists()
        assert after.stood_out == report.stood_out
        assert sorted(numbers_in(after)) == sorted(count for worded, count in rows if not worded)


def shapes(report: Report) -> list[str]:
    """The report as a page and as a spreadsheet, in words."""
    page = render_to_string("sessions_app/report/report.html", {"report": report, "team": True})
    book = zipfile.ZipFile(io.BytesIO(report_sheet(report)))
    return [html.unescape(page), html.unescape(book.read("xl/sharedStrings.xml").decode())]


def numbers_in(report: Report) -> list[int]:
    """How many people chose each answer, as the spreadsheet says it."""
    book = zipfile.ZipFile(io.BytesIO(report_sheet(report)))
    sheet = book.read("xl/worksheets/sheet2.xml").decode()
    return [int(number) for number in re.findall(r'<c r="E\d+"(?: s="\d+")?><v>(\d+)</v>', sheet)]


def test_no_two_outputs_differ_by_one_to_four_answers_whatever_happens(db):
    run_state_machine_as_test(
        Room,
        settings=settings(
            max_examples=8 if on_postgres() else 24,
            stateful_step_count=14,
            suppress_health_check=list(HealthCheck),
        ),
    )


@given(
    answered=st.integers(0, PEOPLE),
    agreed=st.integers(0, PEOPLE),
    backs=st.lists(st.integers(0, PEOPLE - 1), max_size=6),
    read_first=st.booleans(),
)
@example(answered=11, agreed=9, backs=[0, 1, 2, 3, 9], read_first=False)  # too few of the seats
@settings(
    max_examples=12 if on_postgres() else 50,
    suppress_health_check=list(HealthCheck),
)
def test_the_report_never_singles_out_who_said_no(db, answered, agreed, backs, read_first):
    session = make_empty_session()
    question = add_question(add_step(session), AnswerForm.OPEN)
    running.start(session)
    people = [Person() for _ in range(PEOPLE)]
    for n, person in enumerate(people[:answered]):
        person.join(session)
        person.send(question, 1, waarde=f"tekst {n}", **({"verslag": "1"} if n < agreed else {}))
    read: set[str] = set()
    if read_first:
        running.close(session, session.current.ref)
        running.read(session, question.ref)
        question.refresh_from_db()
        read = set(results.outcome(question).texts)
    for p in set(backs):
        people[p].send(question, 2, intrekken="1")
    running.finish(session)
    question.refresh_from_db()
    printed = set(results.report_outcome(question).texts)
    yes = {f"tekst {n}" for n in range(min(agreed, answered)) if n not in backs}
    assert printed in (set(), yes)
    if printed:
        wrote = {f"tekst {n}" for n in range(answered) if n not in backs}
        left_out = len(wrote - printed)
        assert left_out == 0 or left_out >= LEAST_APART
        assert not read or printed <= read
