"""Every sentence that a session says comes from its edition, and every text of an edition is said.

A module is made in which every text stands between marks. What is left of a step, a letter or a
screen when all that is between marks is taken out, is what code says by itself.
"""

import re
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from django.conf import settings

from content.document import CIRCLE_NAMES, Document, Figure, Film, Option, Struct
from content.files import read
from content.passages import OF_SESSION, SHIPPED, USES
from pages.showing import warm_up_of
from sessions_app import asking, ingredients, kinds, plans
from sessions_app.planning import Guests, LedBy, Programme, Wish, brief_of, plan
from sessions_app.reports.letter import day_letter, guests_letter, letter, lived_letter, mail_link
from sessions_app.reports.runsheet import runsheet
from sessions_app.script import Note, PlannedStep, StepContent
from sessions_app.surfaces.console import views as console
from sessions_app.surfaces.participant import frame as phone
from sessions_app.surfaces.projector import frame as screen
from sessions_app.wish import Role, Roles

BEGINS, ENDS = "⟦", "⟧"
# Not said: names by which things are found, and what is only for editors.
UNSAID = {
    *("key", "code", "slug", "source", "row", "youtube", "dimension", "address", "detail", "year"),
    *("citations", "sources", "subtitle", "ask", "beside", "guessed", "kind"),
}
CODES = ("facts", "populations", "references")  # lists of names where they hold texts
# Headings on the facilitator's card that no fixed text has: theirs to read, the room hears none.
HEADINGS = {
    *("Lees hardop voor", "Let op bij dit thema", "Als je leidinggevende bent", "Bij deze dia"),
    *("Openen", "Bij stilte", "Sluiten", "Zeg dit", "Zo gaat het", "Wanneer niet"),
}


def marked(text: str, name: str = "") -> str:
    """The text between marks; `name` makes it tell which one it is."""
    return f"{BEGINS}{name}{text}{ENDS}" if text else ""


def unmarked(text: str) -> str:
    """What is left when all that stands between marks is gone."""
    before = None
    while text != before:
        before, text = text, re.sub(rf"{BEGINS}[^{BEGINS}{ENDS}]*{ENDS}", "", text)
    return text


def _mark(value: object, name: str = "") -> object:
    if isinstance(value, Struct):
        known = getattr(value, "key", "") if not isinstance(value, Option | Figure) else ""
        fields = {field: getattr(value, field) for field in value.__struct_fields__}
        named = {field for field in CODES if fields.get(field) and type(fields[field][0]) is str}
        changed = {
            field: _mark(one, known) for field, one in fields.items() if field not in UNSAID | named
        }
        return msgspec.structs.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_mark(one, name) for one in value)
    if type(value) is str:  # an enum is no text
        return marked(value, f"{name}:" if name else "")
    return value


@cache
def module() -> Document:
    """The module as it ships, every text of it between marks."""
    document = _mark(read(SHIPPED))
    assert isinstance(document, Document)
    return document


WISHES = {
    "an hour": {"minutes": 60, "themes": ("hoop",)},
    "two hours, guests": {"minutes": 120, "themes": ("hoop", "werkdruk"), "guests": Guests.BOTH},
    "four hours": {
        "minutes": 240,
        "themes": ("hoop", "werkdruk", "hulpverlener-als-client"),
        "guests": Guests.NONE,
        "led_by": LedBy.MANAGER,
    },
    "without phones": {"minutes": 120, "themes": ("hoop", "bejegening"), "phone_free": True},
    "a few": {"minutes": 120, "themes": ("hoop",), "group_size": 4},
    "many": {"minutes": 180, "themes": ("hoop", "bejegening"), "group_size": 30},
    "dialogue day": {
        "minutes": 120,
        "themes": ("hoop", "bejegening"),
        "roles": Roles(clients=8, relatives=8, professionals=4),  # who speak without phones
        "guests": Guests.BOTH,
    },
    "dialogue day without phones": {
        "minutes": 120,
        "themes": ("hoop",),
        "phone_free": True,
        "roles": Roles(clients=2, relatives=1, professionals=9),
        "guests": Guests.BOTH,
    },
}
EACH = pytest.mark.parametrize("changes", WISHES.values(), ids=WISHES)


def made(changes: dict) -> tuple[Wish, Programme]:
    wish = Wish(**({"group_size": 12, "contact": marked("Anja")} | changes))
    programme = plan(module(), wish)
    added = tuple(by_hand(kind, wish) for kind in BY_HAND)
    return wish, msgspec.structs.replace(programme, steps=(*programme.steps, *added))


BY_HAND = [kind for kind in kinds.by_hand() if not kind.place and kind.names_itself]


def by_hand(kind: kinds.Kind, wish: Wish) -> PlannedStep:
    """The step that a facilitator adds, whose texts planning alone would never say."""
    brief = brief_of(module(), wish, wish.minutes, list(module().themes[:1]))
    bounds = kind.bounds(brief)
    made_step = kind.make(brief, bounds.ideal)
    return PlannedStep(
        kind=kind.key,
        block=kind.block_of(brief),
        title=made_step.title,
        minutes=bounds.ideal,
        least=bounds.least,
        ideal=bounds.ideal,
        most=bounds.most,
        content=made_step.content,
        questions=made_step.questions,
    )


def heard(content: StepContent) -> list[str]:
    """All that a step says to the room."""
    said = [content.lead, content.hint, content.roles, content.check, content.phone]
    said += [content.phone_heading, content.care_heading, content.aftercare]
    said += [*content.points, *content.talk, content.aside]
    said += [text for fact in content.reading for text in (fact.text, *fact.cautions)]
    if content.slide:
        slide = content.slide
        said += [slide.title, slide.body, slide.notes, slide.short]
        said += [text for one in slide.figures for text in (one.label, one.text, one.caution)]
    if content.mirror:
        mirror = content.mirror
        said += [mirror.title, mirror.over, mirror.opening, mirror.caution]
        said += [row.label for row in mirror.rows]
        said += [text for one in mirror.groups for text in (one.name, one.base, one.caution)]
    if content.film:
        film: Film = content.film
        said += [film.title, film.content_note, film.description]
    return said


def left_of(text: str) -> str:
    """What is left of a text beside marks, blank lines, the dashes of a list and who are asked."""
    asked = "|".join(sorted(CIRCLE_NAMES.values(), key=len, reverse=True))
    return re.sub(rf"[\s-]|•|^({asked}):", "", unmarked(text), flags=re.IGNORECASE)


@EACH
def test_a_step_says_nothing_that_its_edition_does_not(changes):
    _, programme = made(changes)
    for step in programme.steps:
        for text in heard(step.content):
            assert not left_of(text), f"{step.kind} says by itself: {text!r}"
        for question in step.questions:
            form = asking.of(question.form)
            for text in (question.text, form.help(question), *form.labels(question).values()):
                assert not left_of(text), f"{step.kind} asks by itself: {text!r}"


@EACH
def test_a_facilitators_card_says_nothing_that_its_edition_does_not(changes):
    _, programme = made(changes)
    for step in programme.steps:
        for note in step.content.notes:
            assert isinstance(note, Note)
            assert not left_of(note.text), f"{step.kind}: {note.text!r}"
            assert not left_of(note.short), f"{step.kind}: {note.short!r}"
            assert not left_of(note.heading) or note.heading in HEADINGS, note.heading
        for fact in step.content.facts:
            assert not left_of("".join((fact.text, *fact.cautions)))


def of_letters(changes: dict) -> list[str]:
    wish, programme = made(changes)
    paper = plans.of_wish(wish, programme)
    coded = msgspec.structs.replace(paper, code="KIEM 1234")
    found = [mail_link(coded, module())]
    for one in (paper, coded):
        by_role = [day_letter(role) for role in Role] if wish.roles else []
        for write in (letter, guests_letter, lived_letter, *by_role):
            said = write(one, module())
            found += [said["hello"], said["greeting"], *said["door"], said["ask"]]
            for part in said["parts"]:
                found += [part["heading"], *part["paragraphs"]]
    return found


@EACH
def test_letters_say_nothing_that_the_edition_does_not(changes):
    # The door's sentence is cut in two around the address.
    for text in of_letters(changes)[1:]:
        bare = re.sub(rf"^{BEGINS}[^{BEGINS}{ENDS}]*$|^[^{BEGINS}{ENDS}]*{ENDS}$", "", text)
        own = re.sub(r"cliëntenennaasten|cliënten|naasten|,|en", "", left_of(bare))
        assert not own, f"a letter says by itself: {text!r}"


def of_mirrors() -> list[StepContent]:
    """Every mirror, with phones and without, as somebody puts it in a programme."""
    found = []
    for one, free in product(module().mirrors, (False, True)):
        wish = Wish(minutes=120, themes=("hoop",), group_size=12, phone_free=free)
        brief = brief_of(module(), wish, 120, []).about(mirror=one)
        found += [kinds.of(key).make(brief, 12).content for key in ("mirror", "mirror-talk")]
    return found


def all_that_is_said() -> str:
    """Everything that any of these sessions says, on any surface, in one text."""
    found: list[str] = [module().said(key) for key in OF_SESSION]
    before = warm_up_of(module(), module().themes[0])
    found += [before.title, before.lede, before.stays, before.tasks_title, before.tasks]
    found += [module().said(kind.unplugged) for kind in kinds.by_hand()]
    for content in of_mirrors():
        found += heard(content)
        for note in content.notes:
            found += [note.heading, note.text, note.short]
    for changes in WISHES.values():
        wish, programme = made(changes)
        for step in programme.steps:
            found += [*heard(step.content), step.title]
            for note in step.content.notes:
                found += [note.heading, note.text, note.short]
        sheet = runsheet(plans.of_wish(wish, programme), module())
        found += [part["heading"] + part["text"] for part in sheet["before"]]
        found += [step["unplugged"] for step in sheet["steps"]]
        found += [sheet["materials_heading"], *sheet["materials"]]
        found += of_letters(changes)
        found += [module().said("ingredienten"), module().passage("ingredienten").title]
        six = ingredients.of(programme.steps, wish.guests, "")
        found += [text for one in ingredients.lines(module(), six) for text in (one.name, one.adds)]
    return unquote(" ".join(found))


def test_every_fixed_text_is_said_somewhere():
    said = all_that_is_said()
    assert not [key for key in USES if f"{BEGINS}{key}:" not in said]


def test_what_is_said_outside_the_steps_stands_in_a_template_or_a_frame():
    """Fixed texts that a session keeps are asked for by name on some surface."""
    templates = settings.BASE_DIR / "templates" / "sessions_app"
    asked = " ".join(path.read_text() for path in templates.rglob("*.html"))
    asked += " ".join(Path(frame.__file__).read_text() for frame in (phone, screen))
    asked += Path(console.__file__).read_text()
    asked += " ".join(form.audience for form in asking.FORMS.values())
    assert not [key for key in OF_SESSION if key.replace("-", "_") not in asked]


def test_titles_and_short_forms_are_only_where_somebody_reads_them():
    said = all_that_is_said()
    for key, use in USES.items():
        passage = module().passage(key)
        if use.titled:
            assert passage.title in said, f"the title of {key} is read nowhere"
        if not use.carded:
            assert not passage.short, f"the short form of {key} is read nowhere"
    assert {note.heading for note in _notes()} >= {module().passage("doorvragen").title}


def _notes() -> list[Note]:
    return [
        note
        for changes in WISHES.values()
        for step in made(changes)[1].steps
        for note in step.content.notes
    ]


def test_every_kind_that_is_planned_is_among_these():
    planned = {step.kind for changes in WISHES.values() for step in made(changes)[1].steps}
    added = {kind.key for kind in BY_HAND}
    assert planned == {kind.key for kind in kinds.ALL if kind.place} | added
