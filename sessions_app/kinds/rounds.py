"""A dialogue day: everybody chooses a role, and talks first with people of the same role.

A round asks each circle a question of its own, so its results are by circle and never in total; all
other steps ask everybody the same, and their results are of all together (decision 0075).
"""

from collections.abc import Sequence

import msgspec

from content.document import Circle, Purpose, Question
from sessions_app import circles
from sessions_app.circles import Ring
from sessions_app.kinds.asked import all_tested, askable
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, notes, titled
from sessions_app.script import StepContent


def asks_circles(brief: Brief) -> bool:
    """Whether this session is a dialogue day and this theme has a question for every circle."""
    return brief.wish.is_day and brief.theme is not None and len(_by_circle(brief)) == len(Circle)


def rings(brief: Brief) -> tuple[Ring, ...]:
    """Who sit together on this day; nobody sends anything where there are no phones."""
    found = circles.rings(brief.wish.roles) if brief.wish.roles else ()
    if not brief.wish.phone_free:
        return found
    return tuple(msgspec.structs.replace(ring, sends=False) for ring in found)


def _by_circle(brief: Brief) -> dict[Circle, Question]:
    known = brief.theme.questions if brief.theme else ()
    return {q.circle: q for q in known if q.purpose == Purpose.ROUND and q.circle and q.asked}


class RoleChoice(Kind):
    """Everybody chooses on their own phone as what they take part today; it stays there."""

    key = "roles"
    name = "rol kiezen"
    glyph = "zelf"
    unplugged = "zonder-rollen"
    doing = frozenset({Doing.THINK, Doing.PHONE})
    place = Place.OPENING
    of_day = True
    block = "opening"
    phone = "roles"
    console = "roles"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(2, 3, 4)

    def offered(self, brief: Brief) -> list[Brief]:
        return [brief] if brief.wish.is_day else []

    def fill(self, brief: Brief, minutes: int) -> Made:
        found = rings(brief)
        phones = any(ring.sends for ring in found)
        said = brief.document.said
        content = StepContent(
            lead=said("rollen" if phones else "rollen-hardop"),
            talk=(said("rollen-vraag"), said("rollen-meer")),
            phone=said("rollen-telefoon" if phones else "scherm"),
            rings=found,
            notes=notes(
                brief,
                "rollen-waarvoor",
                "rollen-zeg" if phones else "rollen-zeg-hardop",
                *(("rollen-aantallen",) if phones else ()),
                "rollen-behandelt",
            ),
        )
        return Made(titled(brief, "rollen-vraag", "Kies je rol"), content)

    def goes(self, content: StepContent) -> str:
        return _sit(content.rings)

    def phone_part(self, content: StepContent) -> str:
        return "roles" if any(ring.sends for ring in content.rings) else "waiting"


class Round(Kind):
    """People of one role answer the question of their circle, and talk with each other about it."""

    key = "round"
    name = "ronde per rol"
    short = "per rol"
    glyph = "samen"
    unplugged = "zonder-ronde"
    doing = frozenset({Doing.THINK, Doing.PHONE, Doing.TALK})
    needs = ("theme",)
    place = Place.THEME
    of_day = True
    talks = True
    own_most = 0  # what everybody is asked has a total, and that never stands beside a circle's
    console = "roles"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(8, 10, 15)

    def offered(self, brief: Brief) -> list[Brief]:
        return [brief] if asks_circles(brief) else []

    def fill(self, brief: Brief, minutes: int) -> Made:
        known, found = _by_circle(brief), rings(brief)
        each = [(ring, known[ring.circle]) for ring in found if ring.circle in known]
        questions = [question for _, question in each]
        asked = askable(brief.wish, [question for ring, question in each if ring.sends])
        said = brief.document.said
        content = StepContent(
            lead=said("ronde" if asked else "ronde-hardop"),
            talk=(*(q.told for q in questions if q not in asked), said("ronde-vraag")),
            phone=said("ronde-praat"),
            rings=found,
            notes=notes(
                brief,
                *("ronde-waarvoor", "ronde-zeg" if asked else "ronde-zeg-hardop"),
                *(("ronde-wachten",) if asked else ()),
                "ronde-daarna",
            ),
            tested=all_tested(questions),
        )
        return Made(titled(brief, "ronde", "In je eigen kring"), content, asked)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def goes(self, content: StepContent) -> str:
        return _sit(content.rings)


def _sit(found: tuple[Ring, ...]) -> str:
    """Which circles there are and which of them use no phones, for planner and paper."""
    if not found:
        return ""
    which = f"In kringen: {circles.named(found)}."
    aloud = tuple(ring for ring in found if not ring.sends)
    if not aloud or len(aloud) == len(found):
        return which
    return f"{which} Zonder telefoon: {circles.named(aloud)}."
