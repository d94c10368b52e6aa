"""Inzicht: totals by quarter. Everybody with an account sees their own; Phrenos sees all together.

No filter and no parameter: whoever looks gets the same page, so nothing can be asked for in parts.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from insight import codebook, totals
from insight.quarters import Quarter
from insight.totals import Figure
from sessions_app import access

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Block:
    """The totals of one quarter, as the page lays them out."""

    quarter: Quarter
    figures: list[Figure]

    @cached_property
    def known(self) -> dict[str, int]:
        """The numbers that are about nothing in particular, by what they are."""
        return {one.what.replace(" ", "_"): one.value for one in self.figures if not one.about}

    @property
    def themes(self) -> list[Figure]:
        return [one for one in self.figures if one.what == "thema"]

    @property
    def passed(self) -> list[Figure]:
        return [one for one in self.figures if one.what == "overgeslagen"]

    @property
    def evaluation(self) -> list[tuple[str, int, list[Figure]]]:
        """Of each question: its words, how many answers, and how they are spread."""
        asked = [one for one in self.figures if one.what in ("antwoorden", "koos")]
        found = []
        for text, figures in groupby(asked, key=lambda one: one.about):
            head, *spread = figures
            found.append((text, head.value, spread))
        return found


@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """The totals of every closed quarter."""
    user = access.person(request)
    quarters = totals.quarters()
    own = [Block(quarter, totals.of_own(user, quarter)) for quarter in quarters]
    context = {
        "rules": codebook.RULES,
        "meanings": codebook.MEANINGS.items(),
        "own": own,
        "own_known": any(block.figures for block in own),
        "sees_all": sees_all(user),
    }
    if sees_all(user):
        context["all"] = [Block(quarter, totals.of_all(quarter)) for quarter in quarters]
    return render(request, "insight/overview.html", context)


@require_safe
@never_cache
def all_csv(request: HttpRequest) -> HttpResponse:
    """The totals over all sessions, for Phrenos; for others the file does not exist."""
    if not sees_all(access.person(request)):
        raise Http404
    return _file("inzicht-alle-sessies", _rows(totals.of_all))


@require_safe
@never_cache
def own_csv(request: HttpRequest) -> HttpResponse:
    """The totals over one's own sessions."""
    user = access.person(request)
    return _file("inzicht-eigen-sessies", _rows(lambda quarter: totals.of_own(user, quarter)))


@require_safe
def codebook_csv(request: HttpRequest) -> HttpResponse:
    """What the numbers in the other files mean."""
    meanings = ((name, *said) for name, said in codebook.MEANINGS.items())
    rules = (("regel", "", said) for said in codebook.RULES)
    return _file("inzicht-codeboek", [("wat", "eenheid", "wat het zegt"), *meanings, *rules])


def sees_all(user: User) -> bool:
    """Whether this is somebody of Phrenos: an editor, or who keeps the site."""
    return user.is_staff


def _rows(figures: Callable[[Quarter], list[Figure]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [codebook.COLUMNS]
    for quarter in totals.quarters():
        for one in figures(quarter):
            rows.append((quarter.key, one.what, one.about, one.answer, one.value))
    return rows


def _file(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A CSV as Dutch spreadsheets read it; no cell becomes a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(response, delimiter=";").writerows([[_safe(cell) for cell in row] for row in rows])
    return response


def _safe(cell: object) -> object:
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULAS) else cell
