"""Every kind of step, through everything that a session does with a step.

What a new kind forgot fails here, by its name. Nothing in this file names a kind.
"""

import re
from collections.abc import Callable
from contextlib import nullcontext
from html import unescape
from random import Random

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from content.document import Document, Purpose, to_builtins
from content.models import Edition, Module
from content.passages import UNPLUGGED, USES, shipped_mirrors
from sessions_app import (
    asking,
    demo,
    edits,
    kinds,
    participation,
    pens,
    plans,
    programmes,
    running,
    surfaces,
)
from sessions_app.errors import Refused
from sessions_app.kinds import Brief, Doing, Kind
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.planning import Wish, brief_of, plan
from sessions_app.reports.contents import report_of
from sessions_app.reports.runsheet import runsheet
from sessions_app.reports.whole import whole
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR
from sessions_app.surfaces.projector.frame import SHOWN
from tests import factories
from tests.contract.desk import Desk
from tests.factories import SLUGS
from tests.journeys import fullest, looks

pytestmark = pytest.mark.sqlite_only  # the verbs beneath are tried on both

EACH = pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.key)
EACH_THAT_RUNS = pytest.mark.parametrize(
    "kind", [kind for kind in kinds.ALL if kind.runs], ids=lambda kind: kind.key
)
TEMPLATES = settings.BASE_DIR / "templates" / "sessions_app"
SECRET = "Dit schreef iemand alleen voor de gespreksleider"
GROUPS: list[dict] = [
    {},
    {"phone_free": True},
    {"group_size": 2},
    {"group_size": 4},
    {"group_size": 25, "guests": "both"},
    {"led_by": "manager"},
]


def make_document() -> Document:
    """The small module with the mirrors as they ship: every kind has what it needs."""
    return factories.make_document(mirrors=shipped_mirrors())


def make_edition() -> Edition:
    """Its one edition."""
    document = make_document()
    module, _ = Module.objects.get_or_create(slug=document.slug, defaults={"name": document.name})
    edition, _ = Edition.objects.get_or_create(
        module=module, number=1, defaults={"document": to_builtins(document)}
    )
    return edition


def wish(**changes) -> Wish:
    known = {"minutes": 240, "themes": SLUGS[:4], "group_size": 12, "contact": "Anja, toestel 12"}
    return Wish(**(known | changes))


def day(kind: Kind) -> dict:
    """What is asked beside that, for a kind that only a dialogue day has."""
    roles = factories.DAY
    return {"roles": roles, "group_size": roles.total, "guests": "both"} if kind.of_day else {}


def briefs(kind: Kind, document: Document, asked: Wish) -> list[Brief]:
    """What this kind is told in such a session: for every step that planning would make of it."""
    whole = brief_of(document, asked, asked.minutes, list(document.themes[:4]))
    chosen: dict[str, object] = {
        "theme": document.themes[0],
        "slide": document.chapters[0].slides[0],
        "question": document.asked(Purpose.POLL)[0],
    }
    given = whole.about(**{name: chosen[name] for name in kind.needs})
    return kind.offered(given) if kind.place else [given]


def session_with(kind: Kind, edition=None, **changes) -> tuple[DialogueSession, Step | None]:
    """A planned session of four hours with a step of this kind in it, by hand where need be.

    No step where planning leaves the kind out of such a session (no polls without phones).
    """
    asked = wish(**(day(kind) | changes))
    session = programmes.make_session(
        edition or make_edition(), asked, "Team Noord", timezone.now(), demo.facilitator()
    )
    if not kind.place:
        own = {} if kind.names_itself else {"title": "Een eigen stap", "lead": "Even iets anders."}
        programmes.add_step(session, session.steps.first(), kind=kind.key, **own)
    return session, session.steps.filter(kind=kind.key).first()


def bring(session: DialogueSession, step: Step) -> None:
    """Lead the room to this step."""
    running.start(session)
    if session.current != step:
        running.jump(session, session.current.ref, step.ref)


def people(session: DialogueSession, count: int = 12) -> list[str]:
    """The secrets of so many who joined."""
    running.open_door(session)
    secrets = [f"{number:048x}" for number in range(count)]
    for secret in secrets:
        participation.join(session, secret)
    return secrets


def answered(step: Step, secrets: list[str]) -> None:
    """All of these answer whatever the step asks."""
    participation.store(
        [
            participation.Entry(
                question_id=question.pk,
                step_id=step.pk,
                session_id=step.session_id,
                pen=pens.pen(secret, question.ref),
                number=1,
                state=Answer.State.GIVEN,
                value=_value(question),
                for_report=False,
            )
            for question in step.questions.all()
            if question.sent
            for secret in secrets
        ]
    )


def _value(question: StepQuestion) -> object:
    form = asking.of(question.form)
    return SECRET if form.worded else form.invent(question.script, Random(1))


def seen(session: DialogueSession, surface: str) -> str:
    """What a surface shows, but for the clock, which goes on while a test looks."""
    return re.sub(r"nog (?:\d+|geen) min\w*", "nog", surfaces.render(session.ref, surface).html)


def plain(html: str) -> str:
    """The words of a frame, without what the marker does to them."""
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"</?mark>", "", html)).split())


@EACH
def test_it_is_all_there(kind: Kind):
    """Everything that a kind refers to by name exists: what is missing is said in words."""
    sheet = (settings.BASE_DIR / "static" / "img" / "glyphs.svg").read_text()
    css = (settings.BASE_DIR / "static" / "css" / "components.css").read_text()
    glossary = (settings.BASE_DIR / "docs" / "glossary.md").read_text().splitlines()
    row = next((line for line in glossary if f"`{kind.key}`" in line and "kind" in line), "")
    there: dict[str, bool] = {
        f"a key of its own, of at most {kinds.KEY_LENGTH} signs": kinds.of(kind.key) is kind
        and re.fullmatch(rf"[a-z][a-z-]{{1,{kinds.KEY_LENGTH - 1}}}", kind.key) is not None,
        "a sentence that says what it is (a docstring)": bool(type(kind).__doc__),
        "a name in lower case": bool(kind.name) and kind.name == kind.name.lower(),
        f"glyph '{kind.glyph}' in glyphs.svg": f'id="{kind.glyph}"' in sheet,
        f"look '{kind.look}' in components.css": not kind.look or f".block--{kind.look}" in css,
        f"row '{kind.key}' with '{kind.name}' in docs/glossary.md": kind.name in row,
        f"screens/{kind.screen}.html": (
            TEMPLATES / "projector" / "screens" / f"{kind.screen}.html"
        ).is_file(),
        f"participant/_{kind.phone}.html": (
            TEMPLATES / "participant" / f"_{kind.phone}.html"
        ).is_file(),
        f"console/parts/{kind.console}.html": not kind.console
        or (TEMPLATES / "console" / "parts" / f"{kind.console}.html").is_file(),
        f"what it shows ({', '.join(kind.shows)})": set(kind.shows) <= set(SHOWN),
        f"what it needs ({', '.join(kind.needs)}) in a brief": set(kind.needs)
        <= set(Brief.__struct_fields__),
        "a way into a programme: a place, or by hand": bool(kind.place) or kind.by_hand,
        "by hand only what needs nothing, or offers it to choose from": not kind.by_hand
        or not kind.needs
        or type(kind).choices is not Kind.choices,
        "something that people do, or rest": bool(kind.doing) != (kind.rests or not kind.runs),
        "a fixed text that says how it goes without phones or network (unplugged)": not kind.runs
        or (kind.unplugged in USES and USES[kind.unplugged].where.startswith(UNPLUGGED)),
        "materials in whole sentences": all(text.endswith(".") for text in kind.materials),
    }
    missing = [f"{kind.key} lacks {what}" for what, good in there.items() if not good]
    assert not missing, "; ".join(missing)


@EACH
@pytest.mark.parametrize("changes", GROUPS, ids=str)
def test_it_makes_a_step_for_every_group(kind: Kind, changes: dict):
    document = make_document()
    for minutes in (60, 90, 240):
        asked = wish(minutes=minutes, **(day(kind) | changes))
        for brief in briefs(kind, document, asked):
            bounds = kind.bounds(brief)
            assert 1 <= bounds.least <= bounds.ideal <= bounds.most <= kinds.LONGEST_STEP
            for lasts in sorted(set(bounds)):
                made = kind.make(brief, lasts)
                assert made == kind.make(brief, lasts), "the same brief makes the same step"
                assert bool(made.title) == kind.names_itself
                assert len(made.title) <= programmes.TITLE_LENGTH
                forms = [asking.of(question.form) for question in made.questions]
                assert all(form.on_phone for form in forms)
                if asked.phone_free:
                    assert not forms, f"{kind.key} asks on phones that are not there"
                if not asked.open_sent:
                    assert not any(form.worded for form in forms), f"{kind.key} sends own words"
                if not asked.counted:
                    assert not any(form.counted for form in forms), f"{kind.key} counts a few"
                if forms:
                    assert Doing.PHONE in kind.doing, f"{kind.key} asks, and does not say so"


@EACH
def test_planning_puts_it_in_its_place(kind: Kind):
    made = plan(make_document(), wish(**day(kind)))
    assert (kind.key in {step.kind for step in made.steps}) == bool(kind.place)


@EACH
def test_it_has_nothing_to_ask_of_steps_that_are_not_there(kind: Kind):
    for sentence in (*kind.misplaced([]), *kind.too_little([], 120)):
        assert sentence.endswith(".")


@EACH
@pytest.mark.django_db
def test_it_can_be_changed_in_a_programme(kind: Kind):
    """Moved, shortened, lengthened, taken out and put back: it warns in sentences, and is whole."""
    session, step = session_with(kind)
    assert step is not None
    step.session = session

    def as_it_is() -> list:
        return list(session.steps.values_list("kind", "title", "minutes", "content"))

    before = as_it_is()
    at, lasts = step.position, step.minutes
    changes: list[Callable[[], object]] = [
        lambda: programmes.move_step(step, 1),
        lambda: programmes.move_step(step, 99),
        lambda: programmes.move_step(step, at),
        lambda: programmes.set_minutes(step, 1),
        lambda: programmes.set_minutes(step, step.most),
        lambda: programmes.set_minutes(step, lasts),
    ]
    for change in changes:
        change()
        for sentence in programmes.warnings(session):
            assert re.fullmatch(r"['A-ZÉ].+[.]", sentence), f"{kind.key}: {sentence!r}"
    assert as_it_is() == before
    programmes.remove_step(step)
    edits.undo(session)
    assert as_it_is() == before


@EACH_THAT_RUNS
@pytest.mark.django_db
def test_a_room_goes_through_it(kind: Kind):
    """On the screen, the phones and the console; and what people answer stays where it belongs."""
    session, step = session_with(kind)
    assert step is not None
    secrets = people(session)
    bring(session, step)
    screen, phone, console = (seen(session, s) for s in (PROJECTOR, PARTICIPANT, CONSOLE))
    headline = kind.headline(
        step.title, step.script, [question.text for question in step.questions.all()]
    )
    assert kind.bare(headline) in plain(screen), f"{kind.key}: not on the screen: {headline}"
    assert headline in plain(console)
    kicker = kind.kicker("Thema", 1)
    assert kicker
    assert (kind.name in kicker.lower()) == kind.names_itself
    assert step.script.notes or not kind.names_itself, f"{kind.key} leaves the facilitator alone"
    heading = "h1" if step.questions.exists() else "lede"
    assert re.search(rf"<{heading}\b|class=\"{heading}\"", phone), f"{kind.key}: an empty phone"

    answered(step, secrets)
    assert seen(session, PROJECTOR) == screen, f"{kind.key}: answers leak on the screen"
    assert seen(session, PARTICIPANT) == phone, f"{kind.key}: answers leak on the phones"
    assert SECRET not in seen(session, CONSOLE)
    running.close(session, step.ref)
    for question in step.questions.all():
        if question.sent:
            with pytest.raises(Refused) if kind.comes_again else nullcontext():
                running.read(session, question.ref)
            assert seen(session, PROJECTOR).count(SECRET) == 0


@EACH_THAT_RUNS
@pytest.mark.django_db
def test_agreements_are_written_down_where_they_are_shown(client: Client, kind: Kind):
    session, step = session_with(kind)
    assert step is not None
    bring(session, step)
    client.force_login(demo.facilitator())
    page = client.get(f"/sessies/{session.ref}/leiden/").content.decode()
    (form,) = re.findall(r'<section class="console-agree[^>]*>', page)
    assert ("hidden" not in form) == ("agreements" in kind.shows)
    assert f' data-kind="{kind.key}"' in page
    when = re.findall(r'data-when="([^"]*)"', form)[0]
    assert (kind.key in when.split()) == ("agreements" in kind.shows)


@EACH_THAT_RUNS
@pytest.mark.django_db
def test_it_goes_without_phones(kind: Kind):
    """What phones would ask is asked aloud or on paper, and nobody is told to take a phone."""
    _, with_phones = session_with(kind)
    session, step = session_with(kind, phone_free=True)
    assert with_phones is not None
    if step is None:
        assert kind.spare, f"{kind.key} falls away without phones, and is not spare"
        return
    bring(session, step)
    screen = plain(seen(session, PROJECTOR))
    assert "telefoon" not in screen.lower()
    if any(question.sent for question in with_phones.questions.all()):
        assert step.script.talk or step.script.points, f"{kind.key} asks nothing without phones"
    console = seen(session, CONSOLE)
    path = " ".join(session.document.said(kind.unplugged).split())
    assert path in unescape(plain(console)), f"{kind.key}: the card lacks the way without phones"
    assert 'id="antwoorden"' not in console, f"{kind.key} waits for answers without phones"
    assert "op je telefoon" not in plain(console.partition("data-menu")[0]).lower()


@EACH
@pytest.mark.django_db
def test_it_stands_on_paper_and_in_the_report(kind: Kind):
    session, step = session_with(kind)
    assert step is not None
    sheet = runsheet(plans.of_session(session), session.edition.content)
    (line,) = [line for line in sheet["steps"] if line["title"] == step.title][:1]
    assert line["minutes"] == step.minutes
    assert line["goes"] == kind.goes(step.script)
    assert set(kind.materials) <= set(sheet["materials"])
    assert bool(line["unplugged"]) == kind.runs
    alone = whole(plans.of_session(session), session.edition.content)["steps"]
    (shown,) = [line["screens"] for line in alone if line["title"] == step.title][:1]
    assert bool(shown) == kind.runs
    assert all(screen["title"] for screen in shown), f"{kind.key}: a screen without a title"
    secrets = people(session)
    running.start(session)
    if kind.runs:
        if session.current != step:
            running.jump(session, session.current.ref, step.ref)
        answered(step, secrets)
    else:
        with pytest.raises(running.Refused):
            running.jump(session, session.current.ref, step.ref)
    running.finish(session)
    report = report_of(session)
    names = {line.kind for line in report.steps if line.title == step.title}
    assert names == ({kind.name} if kind.runs else set())
    told = [asked.text for part in report.parts for asked in part.asked]
    told += [asked.text for asked in report.evaluation]
    begun = [q for q in step.questions.all() if q.sent and not q.code.endswith("-BEGIN")]
    assert {question.text for question in begun} <= set(told), f"{kind.key}: answers get lost"
    assert SECRET not in str(report)


@pytest.mark.journey
@pytest.mark.django_db
def test_everyone_can_see_it_and_work_it(chromium: Browser):
    """One page for all: nothing falls off, in both lights, and a keyboard reaches everything."""
    call_command("load_content", verbosity=0)
    edition = fullest.edition()
    page = chromium.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    session, _ = session_with(kinds.of(kinds.DEFAULT), edition, themes=("hoop", "werkdruk"))
    for kind in kinds.by_hand():
        if not kind.place and kind.key != kinds.DEFAULT:
            programmes.add_step(session, session.steps.first(), kind=kind.key)
    secrets = people(session)
    desk = Desk(page, session, demo.facilitator(), secrets[0])
    for kind in sorted(kinds.ALL, key=lambda kind: kind.of_day):
        if kind.of_day and session.roles is None:
            assert desk.faults == []
            desk.close()
            page = chromium.new_page(
                viewport={"width": 1280, "height": 720}, reduced_motion="reduce"
            )
            session, _ = session_with(kind, edition, themes=("hoop",))
            secrets = people(session)
            desk = Desk(page, session, demo.facilitator(), secrets[0])
        if kind.runs:
            step = session.steps.filter(kind=kind.key).first()
            assert step is not None, kind.key
            bring_on(session, step)
            answered(step, secrets[1:])
            own = bool(kind.console) or step.questions.exists()
            for where, faults in _looked_at(desk, page, own):
                if faults:
                    found[f"{kind.key} {where}"] = faults
    desk.close()
    assert found == {}
    assert desk.faults == []


def bring_on(session: DialogueSession, step: Step) -> None:
    """Lead the room from wherever it is to this step."""
    if session.planned:
        bring(session, step)
    elif session.current != step:
        running.jump(session, session.current.ref, step.ref)


def _looked_at(desk: Desk, page: Page, own: bool) -> list[tuple[str, list[str]]]:
    """Every surface as it is now, with what is wrong with it.

    `own`: whether there is something on the console that other steps don't have.
    """
    found = []
    page.set_viewport_size({"width": 1280, "height": 720})
    desk.open("scherm/")
    found.append(("on the screen, dark", looks.off_stage(page)))
    page.keyboard.press("l")
    assert page.locator("body").get_attribute("data-stage") == "light"
    found.append(("on the screen, light", looks.off_stage(page) + looks.axe(page, True)))
    page.keyboard.press("l")
    desk.open("leiden/")
    if own:
        found.append(("on the console, by keyboard", looks.out_of_reach(page)))
    page.set_viewport_size({"width": 320, "height": 640})
    found.append(("on the console, 320 px", looks.sideways(page) + looks.cut_off(page)))
    desk.open_phone()
    found.append(("on the phone, 320 px", looks.sideways(page) + looks.cut_off(page)))
    found.append(("on the phone, by keyboard", looks.out_of_reach(page)))
    return found
