"""The talk: what a session is for."""

from content.document import Depth, Purpose, Question
from sessions_app.kinds.asked import all_tested, opener, texts
from sessions_app.kinds.film import film_minutes
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.script import Note, StepContent

LEAST = 15  # minutes a talk about a film lasts at least
GROWTH = 10  # minutes a talk may grow above its least
PERSPECTIVE_FROM = 20  # minutes of talk before there is time for a change of perspective
ROLES = "cliënt, naaste of collega"  # what '[cliënt]' may be; everyone chooses a role
DEPTHS = (Depth.SAFE, Depth.DEEPER, Depth.DEEPEST)
NO_NAMES = "Praat over cliënten zonder naam of herkenbare details."


def threes(minutes: int) -> int:
    """Of a talk of so many minutes: how long in threes, about two fifths."""
    return (minutes * 2 + 2) // 5


class Together(Kind):
    """People talk, first in threes where the group is large, then all together."""

    key = "together"
    name = "samen in gesprek"
    short = "samen"
    glyph = "samen"
    doing = frozenset({Doing.TALK})
    by_hand = True
    place = Place.THEME
    waiting = ("Leg je telefoon even weg", "Het gesprek is in de zaal.")

    def bounds(self, brief: Brief) -> Bounds:
        """Twice the film, and a quarter of an hour at least."""
        least = max(LEAST, film_minutes(2 * brief.theme.film.seconds)) if brief.theme else LEAST
        return Bounds(least, least + 4, least + GROWTH)

    def fill(self, brief: Brief, minutes: int) -> Made:
        group, perspective = _questions(brief, minutes)
        asked = [*group, *perspective]
        content = StepContent(
            lead="Vertel alleen wat je wilt.",
            talk=tuple(text.replace("[cliënt]", ROLES) for text in texts(asked)),
            check=perspective[0].check if perspective else "",
            phone="We praten samen. Je telefoon mag weg.",
            threes_minutes=threes(minutes) if brief.wish.in_threes else 0,
            notes=_notes(brief, bool(perspective)),
            tested=(brief.theme.tested if brief.theme else True) and all_tested(asked),
        )
        return Made("Samen in gesprek", content)

    def hint(self, content: StepContent, asks: bool) -> str:
        if not content.threes_minutes:
            return content.lead
        return f"Eerst {content.threes_minutes} min met z’n drieën. Daarna samen."

    def goes(self, content: StepContent) -> str:
        if not content.threes_minutes:
            return ""
        return f"Eerst {content.threes_minutes} minuten in drietallen, daarna samen."


def _questions(brief: Brief, minutes: int) -> tuple[list[Question], list[Question]]:
    """What the group talks about, safest first, and the change of perspective where it fits."""
    if brief.theme is None:
        return [], []
    first = opener(brief.theme)
    known = brief.theme.questions
    group = [q for q in known if q.purpose == Purpose.GROUP and q not in first]
    group.sort(key=lambda q: DEPTHS.index(q.depth) if q.depth else len(DEPTHS))
    if not brief.wish.open_sent:
        group = [*first, *group]
    if minutes < PERSPECTIVE_FROM:
        return group, []
    return group, [q for q in known if q.purpose == Purpose.PERSPECTIVE][:1]


def _notes(brief: Brief, perspective: bool) -> tuple[Note, ...]:
    theme = brief.theme
    found = [Note(heading="Openen", text=theme.opening)] if theme else []
    if brief.wish.in_threes:
        text = "Begin in groepjes van drie. Vraag daarna wie iets wil delen met iedereen."
        found.append(Note(heading="Eerst in drietallen", text=text))
    if theme:
        found.append(Note(heading="Bij stilte", text=theme.silence))
    passage = brief.document.passage("perspectief")
    if perspective and passage:
        found.append(Note(heading="Kijken vanuit een ander", text=passage.text))
    found.append(Note(heading="Namen", text=NO_NAMES))
    if theme:
        found.append(Note(heading="Sluiten", text=theme.closing))
    return tuple(found)
