"""What the home page shows of the module: its themes, and programmes as the planner makes them.

Made once for each edition: an edition never changes, and every visitor reads this page.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import DatabaseError

from content import editions
from content.document import Document, Theme
from content.models import Edition
from sessions_app import plans
from sessions_app.outline import ProgrammePart
from sessions_app.planning import LONGEST, SHORTEST, CannotPlan, Wish, plan
from sessions_app.words import number

EXAMPLE_MINUTES = 120
EXAMPLE_THEMES = 2
GROUP = 12


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


def _wish(minutes: int, themes: tuple[str, ...]) -> Wish:
    return Wish(minutes=minutes, themes=themes, group_size=GROUP)


def _how_many(document: Document, minutes: int) -> str:
    """How many themes the planner takes into so much time, of somebody who wants them all."""
    made = plan(document, _wish(minutes, tuple(theme.slug for theme in document.themes)))
    return "één thema" if len(made.themes) == 1 else f"{number(len(made.themes))} thema’s"
