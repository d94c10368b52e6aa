"""Whatever a group does, in whatever order, no output gives a few people away.

Hypothesis invents rooms: people join, answer, change, pass and take back while a facilitator
reads, shows, moves on and ends. Beside the database runs a plain model of what was meant, and
every output that anyone can see is compared with it and with all outputs before.
"""

import contextlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.document import Form
from sessions_app import participation, results, running
from sessions_app.errors import Refused
from sessions_app.models import StepQuestion
from sessions_app.participation import Verdict
from sessions_app.reports.contents import report_of
from sessions_app.results import LEAST_ANSWERS, LEAST_FOR_UNANIMOUS, Outcome
from sessions_app.script import Kind
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session

pytestmark = pytest.mark.django_db
PEOPLE = 13
QUESTIONS = 4  # open, scale about oneself, several, and one in a later step
KEYS = ("nooit", "soms", "vaak")

PERSON = st.integers(0, PEOPLE - 1)
FOCUS = -1  # stands for the one question that most actions of an example are about
QUESTION = st.sampled_from((FOCUS, FOCUS, FOCUS, 0, 1, 2, 3))
EVERYBODY = st.tuples(
    st.just("all answer"), st.integers(3, PEOPLE), QUESTION, st.integers(0, 2), st.booleans()
)
LET_OUT = st.tuples(st.sampled_from(("read", "show")), QUESTION)
ACTIONS = st.one_of(
    st.tuples(st.just("answer"), PERSON, QUESTION, st.integers(0, 2), st.booleans()),
    EVERYBODY,
    st.tuples(st.just("pass"), PERSON, QUESTION),
    st.tuples(st.just("take back"), st.integers(0, 4), QUESTION),
    LET_OUT,
    LET_OUT,
    st.tuples(st.just("hide"), QUESTION),
    st.tuples(st.just("advance")),
    st.tuples(st.just("back")),
)


@dataclass
class Told:
    """What the model knows of one question."""

    now: dict[int, object] = field(default_factory=dict)  # person -> value
    report: dict[int, bool] = field(default_factory=dict)
    at_closing: dict[int, object] | None = None  # None: still open
    taken_back: set = field(default_factory=set)  # values that left after closing
    seen: list[Outcome] = field(default_factory=list)  # every output, oldest first


class Room:
    """A running session, its people and the model beside it."""

    def __init__(self) -> None:
        self.session = make_empty_session()
        first = add_step(self.session)
        talk = add_step(self.session, Kind.TOGETHER)
        asked = [
            add_question(first, Form.OPEN),
            add_question(first, Form.SCALE, about_self=True),
            add_question(first, Form.SEVERAL),
            add_question(talk, Form.ONE),
        ]
        add_step(self.session, Kind.CHECKOUT, "einde")
        self.refs = [q.ref for q in asked]
        self.forms = [Form(q.form) for q in asked]
        self.told: dict[int, Told] = defaultdict(Told)
        self.people = [Person() for _ in range(PEOPLE)]
        running.start(self.session)
        for person in self.people:
            person.join(self.session)
        self.sent = 0

    def question(self, q: int) -> StepQuestion:
        return StepQuestion.objects.select_related("step").get(ref=self.refs[q])

    def act(self, action: tuple) -> None:
        match action:
            case ("answer", p, q, choice, report):
                self.answer(q, {p: choice}, report)
            case ("all answer", count, q, choice, mixed):
                self.answer(q, {p: (choice + p * mixed) % 3 for p in range(count)}, True)
            case ("pass", p, q):
                if self.send(p, q, pas="1"):
                    self.told[q].now.pop(p, None)
            case ("take back", p, q):
                if self.send(p, q, intrekken="1"):
                    gone = self.told[q].now.pop(p, None)
                    if gone is not None and self.told[q].at_closing is not None:
                        self.told[q].taken_back.add(str(gone))
            case ("read" | "show" as verb, q):
                with contextlib.suppress(Refused):
                    getattr(running, verb)(self.session, self.refs[q])
                self.note_closing(q)
            case ("hide", q):
                running.hide(self.session, self.refs[q])
            case ("advance" | "back" as verb,):
                with contextlib.suppress(Refused):
                    getattr(running, verb)(self.session, self.session.current.ref)

    def answer(self, q: int, choices: dict[int, int], report: bool) -> None:
        """These people choose this, in one batch."""
        question = self.question(q)
        values, entries = {}, []
        for p, choice in choices.items():
            self.sent += 1
            values[p], sent = self.value(q, choice)
            more = {"verslag": "1"} if report else {}
            entries.append(self.people[p].entry(question, self.sent, waarde=sent, **more))
        verdicts = participation.store(entries)
        for p, verdict in zip(values, verdicts, strict=True):
            if verdict == Verdict.STORED:
                self.told[q].now[p] = values[p]
                self.told[q].report[p] = report

    def value(self, q: int, choice: int) -> tuple[object, str | list[str]]:
        """What is kept and what is sent."""
        match self.forms[q]:
            case Form.OPEN:
                return f"tekst {self.sent}", f"tekst {self.sent}"
            case Form.SCALE:
                return choice + 1, str(choice + 1)
            case Form.ONE:
                return KEYS[choice], KEYS[choice]
            case _:
                return list(KEYS[: choice + 1]), list(KEYS[: choice + 1])

    def send(self, p: int, q: int, **fields) -> bool:
        self.sent += 1
        return self.people[p].send(self.question(q), self.sent, **fields) == Verdict.STORED

    def note_closing(self, q: int) -> None:
        told = self.told[q]
        if told.at_closing is None and self.question(q).frozen:
            told.at_closing = dict(told.now)

    def look(self) -> None:
        """See all that a facilitator and a room can see now."""
        for q in range(QUESTIONS):
            self.check(q, results.outcome(self.question(q)))

    def check(self, q: int, seen: Outcome) -> None:
        told = self.told[q]
        if not seen.visible:
            assert (seen.rows, seen.texts) == ((), ())
            return
        assert told.at_closing is not None, "seen while answers could still change"
        assert seen.answered == len(told.at_closing) >= LEAST_ANSWERS
        if self.forms[q] == Form.OPEN:
            assert len(seen.texts) >= LEAST_ANSWERS
            assert set(seen.texts) <= set(told.now.values())
            assert not set(seen.texts) & told.taken_back
        else:
            self.check_counts(q, seen)
        for before in told.seen:
            left = set(before.texts) - set(seen.texts) - told.taken_back
            came = set(seen.texts) - set(before.texts)
            assert not 0 < len(left) < LEAST_ANSWERS
            assert not 0 < len(came) < LEAST_ANSWERS
            assert before.rows == seen.rows
        told.seen.append(seen)

    def check_counts(self, q: int, seen: Outcome) -> None:
        given = list(self.told[q].at_closing.values())
        words = results.labels(self.question(q))
        expected = Counter(
            words[str(key)]
            for value in given
            for key in (value if isinstance(value, list) else [value])
        )
        assert {row.label: row.count for row in seen.rows if row.count} == dict(expected)
        if self.forms[q] == Form.SCALE and len(given) < LEAST_FOR_UNANIMOUS:
            assert len(set(given)) > 1

    def finish(self) -> None:
        running.finish(self.session)
        for q in range(QUESTIONS):
            self.note_closing(q)
        report = report_of(self.session)
        printed = [asked.outcome for part in report.parts for asked in part.asked]
        assert len(printed) == QUESTIONS
        for q, seen in enumerate(printed):
            self.check(q, seen)
            if self.forms[q] == Form.OPEN:
                told = self.told[q]
                agreed = {v for p, v in told.now.items() if told.report[p]}
                assert set(seen.texts) in (set(), agreed)
                left_out = len(told.now) - len(agreed)
                may = len(agreed) >= LEAST_ANSWERS and not 0 < left_out < LEAST_ANSWERS
                assert bool(seen.texts) is may


@given(
    focus=st.integers(0, QUESTIONS - 1),
    crowd=st.lists(EVERYBODY, min_size=1, max_size=2),
    let_out=LET_OUT,
    actions=st.lists(ACTIONS, min_size=3, max_size=16),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_two_outputs_differ_by_one_to_four_answers_whatever_happens(
    db, focus, crowd, let_out, actions
):
    room = Room()
    for action in (*crowd, let_out, *actions):
        room.act(tuple(focus if part == FOCUS else part for part in action))
        room.look()
    room.finish()


@given(
    answered=st.integers(0, PEOPLE),
    agreed=st.integers(0, PEOPLE),
    backs=st.lists(PERSON, max_size=6),
    read_first=st.booleans(),
)
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_report_never_singles_out_who_said_no(db, answered, agreed, backs, read_first):
    room = Room()
    said_yes = min(agreed, answered)
    room.answer(0, dict.fromkeys(range(said_yes), 0), report=True)
    room.answer(0, dict.fromkeys(range(said_yes, answered), 0), report=False)
    if read_first:
        room.act(("read", 0))
        room.look()
    for p in backs:
        room.act(("take back", p, 0))
        room.look()
    room.finish()
