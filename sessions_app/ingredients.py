"""Which of the six ingredients of a training against stigma are in a programme; pure.

The six are those of the generieke module (Knaak e.a. 2014, in LMA19 §3.3.2); an edition has the
fact with its source, and the sentences. What counts as one is read from what a step holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from content.document import Document
from sessions_app import kinds
from sessions_app.script import PlannedStep, SourceLine
from sessions_app.wish import Guests, Lived

FACT = "ING-01"  # the six, with their source
# What an edition's recovery is about, by its own names; an edition without them has none.
RECOVERY_THEMES = frozenset(("hoop",))
RECOVERY_SLIDES = frozenset(("tegen-stigma",))
FORMS = 2  # of contact, that are more than one


class Ingredient(StrEnum):
    """One of the six; its value is the end of its fixed text's name."""

    STORY = "verhaal"
    CONTACT = "contact"
    PRACTICE = "oefenen"
    MYTHS = "mythes"
    PERSON = "persoon"
    RECOVERY = "herstel"


@dataclass(frozen=True)
class Found:
    """An ingredient, and by what it is in: names of steps or of people. None: it is not."""

    ingredient: Ingredient
    by: tuple[str, ...]

    @property
    def there(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True)
class Line:
    """The same as a page says it."""

    name: str
    by: tuple[str, ...]
    adds: str  # what would bring it in


LIVED = {
    Lived.LEADS: "een ervaringsdeskundige leidt",
    Lived.ALONG: "een ervaringsdeskundige leidt mee",
    Lived.COLLEAGUE: "een ervaringsdeskundige doet mee",
}
GUESTS = {
    Guests.CLIENTS: "cliënten praten mee",
    Guests.RELATIVES: "naasten praten mee",
    Guests.BOTH: "cliënten en naasten praten mee",
}


def of(steps: Iterable[PlannedStep], guests: str, lived: str) -> tuple[Found, ...]:
    """All six, always in the same order."""
    every = list(steps)

    def named(holds: Callable[[PlannedStep], bool]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.title for step in every if holds(step)))

    people = tuple(
        said for said in (LIVED.get(Lived(lived)), GUESTS.get(Guests(guests))) if said is not None
    )
    tells = lived in (Lived.LEADS, Lived.ALONG)
    films = named(lambda step: step.content.film is not None)
    contact = (*films[:1], *people)
    by = {
        Ingredient.STORY: (LIVED[Lived(lived)],) if tells else (),
        Ingredient.CONTACT: contact if len(contact) >= FORMS else (),
        Ingredient.PRACTICE: named(lambda step: kinds.of(step.kind).reminds),
        Ingredient.MYTHS: named(_holds_figures),
        Ingredient.PERSON: named(lambda step: bool(step.content.check)),
        Ingredient.RECOVERY: named(_is_about_recovery),
    }
    return tuple(Found(one, by[one]) for one in Ingredient)


def _holds_figures(step: PlannedStep) -> bool:
    """Whether a room sees figures beside what it thought."""
    slide = step.content.slide
    drawn = slide is not None and any(figure.value is not None for figure in slide.figures)
    return drawn or step.content.mirror is not None


def _is_about_recovery(step: PlannedStep) -> bool:
    slide = step.content.slide
    about = slide is not None and slide.key in RECOVERY_SLIDES
    return about or (kinds.of(step.kind).opens_theme and step.theme in RECOVERY_THEMES)


def lines(document: Document, found: Iterable[Found]) -> list[Line]:
    """Each with its name and what would add it, as the edition says them."""
    said = []
    for one in found:
        passage = document.passage(f"ingredient-{one.ingredient}")
        if passage is not None:
            said.append(Line(passage.title, one.by, passage.text))
    return said


def sources(document: Document) -> list[SourceLine]:
    """Where the six come from."""
    fact = document.fact(FACT)
    known = {source.key: source for source in document.sources}
    cited = fact.citations if fact else ()
    return [SourceLine(known[c.source].short, c.detail) for c in cited if c.source in known]
