"""Every form of question, through everything that a session does with a question.

What a new form forgot fails here, by its name. Nothing in this file names a form.
"""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from content.document import FORM_NAMES, AnswerForm, Option, Purpose, Question, to_builtins
from content.models import Edition
from content.passages import OF_SESSION
from sessions_app import (
    asking,
    codes,
    demo,
    edits,
    participation,
    pens,
    plans,
    programmes,
    results,
    running,
    surfaces,
)
from sessions_app.asking import Asking
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.planning import Wish, plan
from sessions_app.reports import paper
from sessions_app.reports.contents import report_of
from sessions_app.reports.runsheet import runsheet
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR
from sessions_app.surfaces.participant import views
from tests.contract.desk import Desk
from tests.factories import WORDS, make_document
from tests.journeys import looks
from tests.sessions_app.room import (
    Person,
    add_question,
    add_step,
    alter,
    make_edition,
    make_empty_session,
    people_in,
)

pytestmark = pytest.mark.sqlite_only  # the verbs beneath are tried on both

ALL = list(asking.FORMS.values())


def each(forms: list[Asking]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("form", forms, ids=lambda form: str(form.form))


EACH = each(ALL)
EACH_ON_A_PHONE = each([form for form in ALL if form.on_phone])
EACH_SENT = each([form for form in ALL if form.sent])
TEMPLATES = settings.BASE_DIR / "templates" / "sessions_app"
ON_EACH_SURFACE = (CONSOLE, PROJECTOR, "report")
TEXT = "Wat zie je in ons werk?"
GROUPS: list[dict] = [
    {},
    {"phone_free": True},
    {"group_size": 4},
    {"group_size": 9},
    {"led_by": "manager"},
]


def question(form: Asking, **changes) -> Question:
    """A question of this form, with what any form may need."""
    known = {
        "code": "VRAAG-1",
        "purpose": Purpose.GROUP,
        "form": form.form,
        "text": TEXT,
        "help": "Denk aan de afgelopen week.",
        "options": (
            Option(key="taal", text="Woorden"),
            Option(key="afstand", text="Afstand"),
            Option(key="toon", text="Toon"),
            Option(key="niet", text="Weet ik niet", alone=True),
        ),
        "points": WORDS,
        "most": 2,
    }
    return Question(**(known | changes))


# -- what a form says ----------------------------------------------------------------------------


@EACH
def test_it_is_all_there(form: Asking):
    """Everything that a form says or names: what is missing is said in words."""
    key = str(form.form)
    glossary = (settings.BASE_DIR / "docs" / "glossary.md").read_text().splitlines()
    row = next((line for line in glossary if f"`{key}`" in line and "form" in line), "")
    printed = (settings.BASE_DIR / "sessions_app/reports/typst/report.typ").read_text()
    column = StepQuestion._meta.get_field("form").max_length or 0
    there = {
        "the module of its name": asking.of(key) is form,
        f"a key of at most {column} signs": len(key) <= column,
        "a sentence that says what it is (the module's docstring)": bool(
            __import__(type(form).__module__, fromlist=["FORM"]).__doc__
        ),
        "a name for editors in content/document.py": form.form in FORM_NAMES,
        f"a row with `{key}` in docs/glossary.md": bool(row),
    }
    if form.on_phone:
        names = {name.replace("-", "_") for name in OF_SESSION}
        there["a fixed text that says who will see the answer (audience)"] = form.audience in names
        there[f"templates/sessions_app/participant/fields/{key}.html"] = (
            settings.BASE_DIR / "templates" / form.fields
        ).is_file()
    if form.sent:
        there["what to do first (empty)"] = _is_said(form, "empty")
        there["what taking back does once it is closed (closed)"] = _is_said(form, "closed")
        for surface in ON_EACH_SURFACE:
            there[f"{surface}/drawn/{form.drawn}.html"] = (
                TEMPLATES / surface / "drawn" / f"{form.drawn}.html"
            ).is_file()
        there[f"the drawing '{form.drawn}' in report.typ"] = f"\n  {form.drawn}: (" in printed
    missing = [f"{key} lacks {what}" for what, good in there.items() if not good]
    assert not missing, "\n".join(missing)


def _is_said(form: Asking, name: str) -> bool:
    """Whether this is a whole Dutch sentence."""
    sentence = getattr(form, name, "")
    return len(sentence) > 10 and sentence[0].isupper() and sentence.endswith(".")


def test_every_module_of_the_room_is_a_form_or_shared():
    folder = settings.BASE_DIR / "sessions_app" / "asking"
    known = {"__init__", "base", "numbers", *(str(form) for form in AnswerForm)}
    assert {path.stem for path in folder.glob("*.py")} == known


@EACH_SENT
def test_what_it_reads_it_can_say_and_count(form: Asking):
    asked = question(form)
    dice = Random(4)
    answers = [form.invent(asked, dice) for _ in range(40)]
    for stored in answers:
        kept = json.loads(json.dumps(stored))
        values = form.values(kept)
        assert form.read(asked, list(values)) == kept == stored
        said = form.words(asked, values)
        assert said
        assert all(word.strip() for word in said)
    counts = form.tally(asked, answers)
    assert list(counts) == list(form.labels(asked)) if form.counted else counts == {}
    rows = form.rows(asked, counts)
    assert sum(row.count for row in rows) == sum(counts.values())
    if form.counted:
        assert sum(counts.values()) >= len(answers), f"{form.form} loses answers"
        assert form.tally(asked, answers[::-1]) == counts
        assert [row.count for row in form.rows(asked, {})] == [0] * len(rows)


@EACH_SENT
@given(values=st.lists(st.text(min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=6))
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(form: Asking, values: list[str]):
    asked = question(form)
    sentence = ""
    try:
        stored = form.read(asked, values)
    except Refused as refused:
        sentence = refused.sentence
    if sentence:
        assert sentence[0].isupper() or sentence[0] == "'"
        assert sentence.endswith(".")
    else:
        assert form.words(asked, form.values(stored))


@EACH
def test_the_editors_help_stands_unless_the_form_says_it_already(form: Asking):
    assert form.help(question(form)) == "Denk aan de afgelopen week."
    assert form.help(question(form, help=form.limit(question(form)))) == ""
    assert form.help(question(form, help="Kies hooguit met je hart.")) != ""


# -- planning ------------------------------------------------------------------------------------


def document_with(form: Asking):
    """A module that asks nothing of the session as a whole but in this form."""
    options = {"options": question(form).options, "points": WORDS, "most": 2, "form": form.form}
    document = make_document()
    counted = (Purpose.START, Purpose.POLL, Purpose.EVALUATION)
    return make_document(
        questions=tuple(
            Question(code=q.code, purpose=q.purpose, text=q.text, **options)
            if q.purpose in counted
            else q
            for q in document.questions
        )
    )


@EACH
@pytest.mark.parametrize("changes", GROUPS, ids=str)
def test_planning_asks_it_where_it_may_be_asked(form: Asking, changes: dict):
    known = {"minutes": 180, "themes": ("hoop", "werkdruk"), "group_size": 12}
    wish = Wish(**(known | changes))
    steps = plan(document_with(form), wish).steps
    of_session = {"EV-5-BEGIN", "PEIL-1", "PEIL-2", "EV-1", "EV-6", "EV-9"}
    asked = [q for step in steps for q in step.questions if q.code in of_session]
    for q in asked:
        assert asking.of(q.form).on_phone, f"{form.form} reaches phones"
        assert not wish.phone_free, f"{form.form} is asked on phones that are not there"
        assert wish.open_sent or not asking.of(q.form).worded, f"{form.form} sends words"
        assert wish.counted or not asking.of(q.form).counted, f"{form.form} counts four people"
    evaluation = next(step for step in steps if step.kind == "evaluation")
    if not evaluation.questions:
        aloud = {q.text for q in document_with(form).questions if q.code.startswith("EV-")}
        where = evaluation.content.talk if form.aloud else evaluation.content.points
        assert set(where) >= {"Ik begrijp beter.", "Wat nodig?"} & aloud
        assert not (evaluation.content.points if form.aloud else evaluation.content.talk)


@EACH
@pytest.mark.django_db
def test_a_session_takes_the_whole_question_along(form: Asking):
    document = document_with(form)
    Edition.objects.filter(pk=make_edition().pk).delete()
    edition = make_edition()
    edition.document = to_builtins(document)
    wish = Wish(minutes=180, themes=("hoop",), group_size=12, contact="Anja")
    session = programmes.make_session(edition, wish, "Team Noord", timezone.now())
    known = {q.code: q for q in document.questions}
    for row in StepQuestion.objects.filter(step__session=session, code__in=known):
        assert row.script == known[row.code]
        assert (row.form, row.text) == (form.form, known[row.code].text)
    step = session.steps.get(kind="evaluation")
    before = {q.code: q.content for q in step.questions.all()}
    programmes.remove_step(step)
    edits.undo(session)
    back = session.steps.get(kind="evaluation")
    assert {q.code: q.content for q in back.questions.all()} == before
    assert back.ref == step.ref


# -- in a session --------------------------------------------------------------------------------


@dataclass
class Played:
    """A session whose first step asks this form, with a phone that holds its own cookie."""

    form: Asking
    session: DialogueSession = field(default_factory=make_empty_session)
    dice: Random = field(default_factory=lambda: Random(11))

    def __post_init__(self) -> None:
        step = add_step(self.session)
        changes = {"options": question(self.form).options, "most": 2, "text": TEXT}
        self.question = add_question(step, self.form.form, **changes)
        add_step(self.session, "together")
        add_step(self.session, "checkout", "einde")
        codes.give_code(self.session)
        running.start(self.session)
        self.me, self.phone = Person(), Client()
        self.me.join(self.session)
        name = pens.cookie_name(self.session.ref)
        self.phone.cookies[name] = pens.seal(self.session.ref, self.me.secret)

    def invented(self) -> list[str]:
        asked = self.question.script
        return list(self.form.values(self.form.invent(asked, self.dice)))

    def others(self, count: int) -> None:
        for person in people_in(self.session, count):
            person.send(self.question, waarde=self.invented(), verslag="1")

    def page(self, rest: str = "") -> str:
        # What a room sees is remembered for a second; a test does more in that time.
        views.frame._kept.clear()
        return self.phone.get(self.address + rest).text

    @property
    def address(self) -> str:
        return f"/m/{codes.read_code(self.session.code).lower()}/"

    def seen(self, surface: str) -> str:
        return surfaces.render(self.session.ref, surface).html

    def go_on(self) -> None:
        self.session.refresh_from_db()
        assert self.session.current is not None
        running.advance(self.session, self.session.current.ref)


class Fields(HTMLParser):
    """What a browser without scripts would send of the answer's form."""

    def __init__(self, html: str, values: list[str]) -> None:
        super().__init__()
        self.values, self.sent, self.inside, self.buttons = values, [], False, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag == "form":
            self.inside = "question-form" in (known.get("class") or "")
        elif self.inside and known.get("name") == "waarde":
            chosen = known.get("type") in ("radio", "checkbox")
            assert chosen != ("data-typed" in known), "what is typed says so, for the scripts"
            if not chosen:
                self.sent += self.values
            elif known.get("value") in self.values:
                self.sent.append(known["value"] or "")
        elif self.inside and tag == "button":
            self.buttons += 1

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


@EACH_ON_A_PHONE
@pytest.mark.django_db
def test_the_phone_asks_it_and_says_who_will_see_it(form: Asking):
    played = Played(form)
    page = played.page()
    says = played.session.says
    for sentence in (TEXT, says[form.audience], form.limit(played.question.script)):
        assert sentence in page, f"{form.form}: not on the phone: {sentence}"
    assert f'data-form="{form.form}" data-state="empty"' in page
    assert ("data-answer" in page) == form.sent
    if form.sent:
        assert f'data-empty="{form.empty}"' in page.replace("&#x27;", "'")
    else:
        assert "data-note" in page
        assert 'name="waarde"' not in page, f"{form.form} would be sent"


@EACH_SENT
@pytest.mark.django_db
def test_it_is_answered_passed_changed_and_taken_back(form: Asking):
    played = Played(form)
    values = played.invented()
    said = ", ".join(form.words(played.question.script, values))
    without_scripts = Fields(played.page(), values)
    assert without_scripts.buttons == 2, "send and pass"
    assert sorted(without_scripts.sent) == sorted(values), f"{form.form}: its fields send else"

    played.me.send(played.question, waarde=values)
    page = played.page()
    assert 'data-state="given"' in page
    assert said in page, f"{form.form}: the phone does not say what was answered"
    change = played.page(f"?wijzig={played.question.ref}")
    assert 'data-state="editing"' in change
    assert Fields(change, values).sent
    own = played.page("antwoorden/")
    assert said in own, f"{form.form}: not among one's own answers"

    played.me.send(played.question, pas="1")
    assert 'data-state="passed"' in played.page()
    assert TEXT not in played.page("antwoorden/")
    played.me.send(played.question, waarde=values)
    played.phone.post(f"{played.address}antwoorden/", {"vraag": played.question.ref})
    assert 'data-state="withdrawn"' in played.page()


@EACH_SENT
@pytest.mark.django_db
def test_what_is_refused_comes_back_with_the_reason(form: Asking):
    played = Played(form)
    with pytest.raises(Refused, match=form.empty[:20]):
        participation.read_answer(played.question, MultiValueDict())
    request = RequestFactory().post("/")
    request.user = demo.facilitator()
    request.COOKIES.update({name: one.value for name, one in played.phone.cookies.items()})
    typed = played.invented()
    page = views.answer_refused(
        request,
        played.session.code,
        played.question.step.ref,
        {played.question.ref: "Dit ging mis."},
        MultiValueDict({"waarde": typed}),
        422,
    ).content.decode()
    assert "Dit ging mis." in page
    chosen = form.choices(played.question.script)
    kept = (
        page.count(" checked>") == len(typed) if chosen else all(_escaped(t) in page for t in typed)
    )
    assert kept, f"{form.form}: what was typed is gone"


@EACH_SENT
@pytest.mark.django_db
def test_the_room_sees_it_only_once_it_is_closed_and_then_all_see_the_same(form: Asking):
    played = Played(form)
    played.others(11)
    played.me.send(played.question, waarde=played.invented(), verslag="1")
    answers = list(played.question.answers.values_list("value", flat=True))
    asked = played.question.script
    for surface in (CONSOLE, PROJECTOR, PARTICIPANT):
        for stored in answers:
            for word in form.words(asked, form.values(stored)) if form.worded else ():
                assert word not in played.seen(surface), f"{form.form} leaks on the {surface}"
    played.go_on()
    running.read(played.session, played.question.ref)
    result = results.outcome(StepQuestion.objects.get(pk=played.question.pk))
    assert result.visible
    shown = [row.label for row in result.rows] or list(result.texts)
    assert shown, f"{form.form}: nothing to see"
    assert all(_escaped(word) in played.seen(CONSOLE) for word in shown)
    assert TEXT not in played.seen(PROJECTOR)
    running.show(played.session, played.question.ref)
    screen = played.seen(PROJECTOR)
    assert 'data-screen="results"' in screen
    assert all(_escaped(word) in screen for word in shown), f"{form.form}: not on the screen"
    hint = form.hint(asked)
    assert (f"· {hint}<" in screen) == bool(hint)

    played.session.refresh_from_db()
    running.back(played.session, played.session.current.ref)
    page = played.page()
    assert "data-closed" in page
    assert form.closed in page

    running.finish(played.session)
    report = report_of(DialogueSession.objects.get(pk=played.session.pk))
    outcomes = [one.outcome for part in report.parts for one in part.asked]
    assert [row for one in outcomes for row in one.rows] == list(result.rows)
    assert sorted(text for one in outcomes for text in one.texts) == sorted(result.texts)


def _escaped(text: str) -> str:
    return text.replace("'", "&#x27;")


@each([form for form in ALL if form.counted])
@pytest.mark.django_db
def test_where_nearly_all_say_the_same_about_themselves_there_are_no_counts(form: Asking):
    played = Played(form)
    alter(played.question, about_self=True)
    same = played.invented()
    for person in people_in(played.session, 12):
        person.send(played.question, waarde=same)
    played.go_on()
    running.show(played.session, played.question.ref)
    result = results.outcome(StepQuestion.objects.get(pk=played.question.pk))
    assert result.drawn == "band"
    for surface in (CONSOLE, PROJECTOR):
        assert "Bijna iedereen koos" in played.seen(surface)
        assert "van 12" not in played.seen(surface)


@EACH_SENT
@pytest.mark.django_db
def test_under_five_nobody_sees_anything(form: Asking):
    played = Played(form)
    played.others(4)
    played.go_on()
    told = [played.seen(surface) for surface in (CONSOLE, PROJECTOR, PARTICIPANT)]
    running.finish(played.session)
    report = report_of(DialogueSession.objects.get(pk=played.session.pk))
    (outcome,) = [one.outcome for part in report.parts for one in part.asked]
    assert outcome.hidden
    assert (outcome.rows, outcome.texts) == ((), ())
    told.append(str(paper._outcome(outcome)))
    for stored in played.question.answers.values_list("value", flat=True):
        for word in form.words(played.question.script, form.values(stored)):
            assert not [seen for seen in told if f">{word}<" in seen or f"'{word}'" in seen]


@EACH_ON_A_PHONE
@pytest.mark.django_db
def test_without_phones_it_is_asked_aloud_or_on_paper(form: Asking):
    played = Played(form)
    running.go_phone_free(played.session)
    step = Step.objects.get(pk=played.question.step_id)
    assert not step.questions.exists()
    assert (TEXT in step.script.talk) == form.aloud
    assert (TEXT in step.script.points) != form.aloud
    sheet = runsheet(plans.of_session(played.session), played.session.edition.content)["steps"][0]
    assert TEXT in (sheet["talk"] if form.aloud else sheet["points"])
    assert "data-answer" not in played.seen(PARTICIPANT)


@EACH
@pytest.mark.django_db
def test_it_stands_on_the_run_sheet(form: Asking):
    played = Played(form)
    sheet = runsheet(plans.of_session(played.session), played.session.edition.content)
    (printed,) = sheet["steps"][0]["phone"]
    assert printed["text"] == TEXT
    assert printed["private"] == (not form.sent)
    assert printed["options"] == form.printed(played.question.script)


@pytest.mark.django_db
def test_a_report_with_every_form_is_printed():
    session = make_empty_session()
    step = add_step(session)
    rows = [add_question(step, form.form, text=f"{TEXT} {form.form}") for form in ALL if form.sent]
    add_step(session, "checkout", "einde")
    running.start(session)
    dice = Random(3)
    for person in people_in(session, 12):
        for row in rows:
            values = row.asking.values(row.asking.invent(row.script, dice))
            person.send(row, waarde=list(values), verslag="1")
    running.finish(session)
    report = report_of(DialogueSession.objects.get(pk=session.pk))
    assert len([one for part in report.parts for one in part.asked]) == len(rows)
    assert paper.report_pdf(report).startswith(b"%PDF")


# -- in a browser --------------------------------------------------------------------------------


@pytest.mark.journey
@pytest.mark.django_db
def test_everyone_can_see_it_and_work_it(chromium: Browser):
    """One page for all: nothing falls off, in both lights, and a keyboard reaches everything."""
    session = make_empty_session()
    step = add_step(session, title="Alles tegelijk")
    forms = [form for form in ALL if form.on_phone]
    rows = [add_question(step, form.form, text=f"{TEXT} {form.form}", most=2) for form in forms]
    add_step(session, "together")
    codes.give_code(session)
    running.start(session)
    session.facilitators.create(user=demo.facilitator())
    people, dice = people_in(session, 12), Random(5)
    for person in people[1:]:
        for row in rows:
            if row.sent:
                values = row.asking.values(row.asking.invent(row.script, dice))
                person.send(row, waarde=list(values), verslag="1")
    page = chromium.new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    desk = Desk(page, session, demo.facilitator(), people[0].secret)
    found: dict[str, list[str]] = {}
    desk.open_phone()
    found["phone, 320 px"] = looks.sideways(page) + looks.cut_off(page) + looks.axe(page)
    found["phone, by keyboard"] = looks.out_of_reach(page)
    for row in rows:
        card = page.locator(f'[data-form="{row.form}"]')
        assert card.locator("input, textarea").count(), f"{row.form} has no field"
        if row.sent:
            card.locator("[data-send]").click()
            said = card.locator("[data-error]")
            expect(said, f"{row.form}: the script says otherwise").to_have_text(row.asking.empty)
    session.refresh_from_db()
    running.advance(session, step.ref)
    for row in rows:
        if row.sent:
            if row.asking.gathers:
                running.read(session, row.ref)
            running.show(session, row.ref)
            page.set_viewport_size({"width": 1280, "height": 720})
            desk.open("scherm/")
            found[f"{row.form} on the screen"] = looks.off_stage(page)
            page.keyboard.press("l")
            assert page.locator("body").get_attribute("data-stage") == "light"
            lit = looks.off_stage(page) + looks.axe(page, layout_only=True)
            found[f"{row.form} on the screen, light"] = lit
            page.keyboard.press("l")
    desk.open("leiden/")
    page.set_viewport_size({"width": 320, "height": 640})
    found["console, 320 px"] = looks.sideways(page) + looks.cut_off(page)
    desk.close()
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert desk.faults == []
