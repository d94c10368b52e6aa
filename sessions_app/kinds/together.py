"""The talk: what a session is for."""

from content.document import Depth, Purpose, Question, Topic
from sessions_app import circles
from sessions_app.kinds.asked import all_tested, facts, opener, texts
from sessions_app.kinds.film import film_minutes
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, note
from sessions_app.kinds.rounds import rings
from sessions_app.script import Note, StepContent
from sessions_app.wish import Guests
from sessions_app.words import duration

LEAST = 18  # minutes a talk that counts lasts at least
GOOD = 25  # minutes of a calm talk
MOST = 40  # minutes after which a group has had enough of one film
LOOKING = 5  # of them, at the end: looking from another's side, or the guests
QUESTIONS_FROM = (22, 26, 32)  # minutes of talk from which there is one more question
FEWEST = 2  # questions of the group in the shortest talk
DEPTHS = (Depth.SAFE, Depth.DEEPER, Depth.DEEPEST)


def threes(minutes: int) -> int:
    """Of a talk of so many minutes: how long in threes, about two fifths."""
    return (minutes * 2 + 2) // 5


class Together(Kind):
    """People talk, first in threes where the group is large, then all together."""

    key = "together"
    name = "samen in gesprek"
    unplugged = "zonder-samen"
    short = "samen"
    glyph = "samen"
    doing = frozenset({Doing.TALK})
    talks = True
    by_hand = True
    place = Place.THEME

    def bounds(self, brief: Brief) -> Bounds:
        """Twice the film, as far as a group can talk so long, and 18 minutes at least."""
        film = film_minutes(2 * brief.theme.film.seconds) if brief.theme else 0
        least = min(max(LEAST, film), MOST)
        return Bounds(least, max(GOOD, least), MOST)

    def fill(self, brief: Brief, minutes: int) -> Made:
        if brief.wish.is_day:
            return _day(brief, minutes)
        group, more = _group(brief, minutes)
        turned = _turned(brief)
        asked = [*group, *turned]
        said, phone = brief.document.said, brief.document.passage("samen-telefoon")
        in_threes = threes(minutes) if brief.wish.in_threes else 0
        content = StepContent(
            lead=said("samen"),
            hint=said("samen-drietallen", drietallen=in_threes) if in_threes else "",
            talk=texts(asked),
            roles=_roles(brief, turned),
            check=turned[0].check if turned else "",
            phone=phone.text if phone else "",
            phone_heading=phone.title if phone else "",
            threes_minutes=in_threes,
            notes=_notes(brief, minutes, in_threes, turned, more),
            facts=facts(brief.document, brief.theme.facts if brief.theme else ()),
            tested=(brief.theme.tested if brief.theme else True) and all_tested(asked),
        )
        return Made("Samen in gesprek", content)

    def goes(self, content: StepContent) -> str:
        if not content.threes_minutes:
            return ""
        return f"Eerst {duration(content.threes_minutes)} in drietallen, daarna samen."


def _day(brief: Brief, minutes: int) -> Made:
    """On a dialogue day: circle after circle tells what it wants to, then everybody talks.

    Nobody imagines another's side, for the other is there.
    """
    theme, said = brief.theme, brief.document.said
    opening = opener(theme)
    named = [q for q in theme.questions if q.topic == Topic.STIGMA and q.asked] if theme else []
    heard = circles.heard(rings(brief))
    phone = brief.document.passage("samen-telefoon")
    cards = note(brief, "dag-samen-kaart", kringen=heard)
    if theme:
        cards = (
            *cards,
            Note(heading="Bij stilte", text=theme.silence),
            *note(brief, "samen-namen"),
            Note(heading="Sluiten", text=theme.closing),
        )
    content = StepContent(
        lead=said("samen"),
        hint=said("dag-samen", kringen=heard),
        talk=(said("dag-vraag"), *texts([*opening, *named])),
        phone=phone.text if phone else "",
        phone_heading=phone.title if phone else "",
        notes=(*cards, *(note(brief, "feiten") if theme and theme.facts else ())),
        facts=facts(brief.document, theme.facts if theme else ()),
        tested=(theme.tested if theme else True) and all_tested([*opening, *named]),
    )
    return Made("Samen in gesprek", content)


def _group(brief: Brief, minutes: int) -> tuple[list[Question], list[Question]]:
    """What the group talks about, safest first, and what there is no time for.

    The question that names stigma is always among them; with relatives there, theirs comes next.
    """
    if brief.theme is None:
        return [], []
    first = opener(brief.theme)
    known = [q for q in brief.theme.questions if q.purpose == Purpose.GROUP and q.asked]
    count = FEWEST + sum(minutes >= least for least in QUESTIONS_FROM)
    topics = [Topic.STIGMA, None, Topic.SPEAKING_UP, Topic.RELATIVES]
    if brief.wish.guests in (Guests.RELATIVES, Guests.BOTH):
        topics = [Topic.STIGMA, Topic.RELATIVES, None, Topic.SPEAKING_UP]
    others = sorted((q for q in known if q not in first), key=_how_deep)
    by_topic = sorted(others, key=lambda q: topics.index(q.topic))
    untold = [q for q in by_topic if q.topic is None]
    # Of the questions without a topic one goes before the others, and the rest comes last.
    ranked = [q for q in by_topic if q not in untold[1:]] + untold[1:]
    kept = ranked[:count]
    group = sorted(kept, key=_how_deep)
    if not brief.wish.open_sent:
        group = [*first, *group]
    return group, ranked[count:]


def _how_deep(question: Question) -> tuple[int, bool]:
    depth = DEPTHS.index(question.depth) if question.depth else len(DEPTHS)
    return depth, question.topic != Topic.STIGMA


def _turned(brief: Brief) -> list[Question]:
    """The other's view, in every talk: guests are asked themselves, else everybody imagines."""
    if brief.theme is None:
        return []
    if brief.wish.guests != Guests.NONE:
        return [*brief.document.asked(Purpose.GUESTS)[:1]]
    return [q for q in brief.theme.questions if q.purpose == Purpose.PERSPECTIVE and q.asked][:1]


def _roles(brief: Brief, turned: list[Question]) -> str:
    """What stands on the screen with it: whose turn it is, or how to look from another's side."""
    if not turned:
        return ""
    asked = "perspectief-scherm" if brief.wish.guests == Guests.NONE else "gasten-scherm"
    return turned[0].help or brief.document.said(asked)


def _notes(
    brief: Brief, minutes: int, in_threes: int, turned: list[Question], more: list[Question]
) -> tuple[Note, ...]:
    theme = brief.theme
    found: list[Note] = []
    if theme:
        found.append(Note(heading="Openen", text=theme.opening, short=theme.short))
    found += note(brief, "samen-tijd", minuten=minutes, kijken=LOOKING)
    if in_threes:
        shared = {"drietallen": in_threes, "samen": minutes - in_threes}
        found += note(brief, "samen-drietallen-kaart", **shared)
    if theme:
        found.append(Note(heading="Bij stilte", text=theme.silence))
    found += note(brief, "doorvragen")
    if turned:
        alone = brief.wish.guests == Guests.NONE
        found += note(brief, "perspectief" if alone else "gasten-aan-het-woord")
    found += note(brief, "samen-namen")
    if more and (passage := brief.document.passage("meer-vragen")):
        listed = "\n".join(f"- {text}" for text in texts(more))
        found.append(Note(heading=passage.title, text=f"{passage.text}\n\n{listed}"))
    if theme:
        found.append(Note(heading="Sluiten", text=theme.closing))
    if theme and theme.facts:
        found += note(brief, "feiten")
    return tuple(found)
