"""What the home page shows of the module: its themes, and programmes as the planner makes them.

Made once for each edition: an edition never changes, and every visitor reads this page.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import DatabaseError
from django.utils.safestring import SafeString

from content import document as document_shape
from content import editions
from content.document import FOR_WHOM, Document, Purpose, Theme
from content.models import Edition
from content.text import html
from sessions_app import plans
from sessions_app.kinds.asked import facts
from sessions_app.outline import ProgrammePart
from sessions_app.planning import LONGEST, SHORTEST, CannotPlan, Wish, plan
from sessions_app.script import FactLine
from sessions_app.words import number

EXAMPLE_MINUTES = 120
EXAMPLE_THEMES = 2
GROUP = 12
SURVEY = "enquete"  # the population whose shares stand in the cards of Verder


@dataclass(frozen=True)
class Shown:
    """What the page needs of one edition."""

    why: str  # the reason, as it is said at the welcome
    themes: tuple[Theme, ...]
    programme: tuple[ProgrammePart, ...]
    fewest: str  # themes in the shortest session, in words
    most: str  # and in the longest


def shown() -> Shown | None:
    """Of the newest edition; None before anything was published.

    None too where the database is not there or the edition can't be planned: the page still is.
    """
    try:
        newest = editions.current_key()
        return _of(*newest) if newest else None
    except (DatabaseError, CannotPlan):
        return None


@lru_cache(maxsize=4)
def _of(edition: int, published_at: object) -> Shown:
    document = Edition.objects.get(pk=edition).content
    themes = [theme.slug for theme in document.themes if not theme.never_first]
    wish = _wish(EXAMPLE_MINUTES, tuple(themes[:EXAMPLE_THEMES]))
    return Shown(
        why=document.said("doel"),
        themes=document.themes,
        programme=tuple(plans.of_wish(wish, plan(document, wish)).parts),
        fewest=_how_many(document, SHORTEST),
        most=_how_many(document, LONGEST),
    )


@dataclass(frozen=True)
class Pointed:
    """A card of the page Verder, with its sources as one line."""

    title: str
    text: str
    known: str
    source: str
    address: str
    tested: bool


@dataclass(frozen=True)
class Further:
    """What the page Verder shows of one edition."""

    lede: str
    groups: tuple[tuple[str, tuple[Pointed, ...]], ...]  # under whom it is for
    caution: str  # of the survey whose shares stand in the cards


def further() -> Further | None:
    """Of the newest edition; None before anything was published, or without a database."""
    try:
        newest = editions.current_key()
        return _further(*newest) if newest else None
    except DatabaseError:
        return None


@lru_cache(maxsize=4)
def _further(edition: int, published_at: object) -> Further:
    document = Edition.objects.get(pk=edition).content
    cautions = {one.key: one.caution for one in document.populations}
    return Further(
        lede=document.said("verder"),
        groups=tuple(
            (name, tuple(_pointed(one, document) for one in document.offered(whom)))
            for whom, name in FOR_WHOM.items()
        ),
        caution=cautions.get(SURVEY, ""),
    )


def _pointed(one: document_shape.Further, document: Document) -> Pointed:
    places = (f"{document.source(c.source).short}, {c.detail}" for c in one.citations)
    return Pointed(
        title=one.title,
        text=one.text,
        known=one.known,
        source="; ".join(place.removesuffix(", ") for place in places),
        address=one.address,
        tested=one.tested,
    )


@dataclass(frozen=True)
class WarmUp:
    """What somebody reads alone before a session."""

    title: str
    lede: str
    theme: str
    facts: tuple[FactLine, ...]
    question: str  # to oneself; '' where the theme has none
    stays: str  # what becomes of what one types
    tasks_title: str
    tasks: SafeString


def warm_up(slug: str) -> WarmUp | None:
    """Of this theme in the newest edition; None where there is no such theme."""
    try:
        newest = editions.current_key()
        return _warm_up(*newest, slug) if newest else None
    except (DatabaseError, KeyError):
        return None


@lru_cache(maxsize=32)
def _warm_up(edition: int, published_at: object, slug: str) -> WarmUp:
    document = Edition.objects.get(pk=edition).content
    return warm_up_of(document, document.theme(slug))


def warm_up_of(document: Document, theme: Theme) -> WarmUp:
    """The same of an edition."""
    own = [q for q in theme.questions if q.purpose == Purpose.PRIVATE and q.asked]
    titles = {one.key: one.title for one in document.passages}
    return WarmUp(
        title=titles["opwarmen"],
        lede=document.said("opwarmen"),
        theme=theme.name,
        facts=facts(document, theme.facts),
        question=own[0].text if own else "",
        stays=document.said("opwarmen-blijft"),
        tasks_title=titles["opwarmen-opdrachten"],
        tasks=html(document.said("opwarmen-opdrachten")),
    )


def _wish(minutes: int, themes: tuple[str, ...]) -> Wish:
    return Wish(minutes=minutes, themes=themes, group_size=GROUP)


def _how_many(document: Document, minutes: int) -> str:
    """How many themes the planner takes into so much time, of somebody who wants them all."""
    made = plan(document, _wish(minutes, tuple(theme.slug for theme in document.themes)))
    return "één thema" if len(made.themes) == 1 else f"{number(len(made.themes))} thema’s"
