"""What one step says and asks: copied out of an edition when a session is planned.

A step carries all it needs, so no later edition touches a planned session. Pure: no database.
"""

from typing import Any

import msgspec

from content.document import Film, Method, Question, Slide, Struct, get_ready
from sessions_app.circles import Ring


class Note(Struct, frozen=True):
    """One piece of advice to the facilitator, in a long and a short form."""

    heading: str
    text: str  # '' where it stands on the short card only
    short: str = ""  # '' leaves it out of the short card, unless it is read aloud
    aloud: bool = False  # the room hears it word for word


class FactLine(Struct, frozen=True):
    """A fact on the facilitator's card, with what must be known beside it."""

    text: str
    cautions: tuple[str, ...] = ()
    source: str = ""


class SourceLine(Struct, frozen=True):
    """A source as it stands at the foot of a slide."""

    short: str
    detail: str = ""
    title: str = ""
    address: str = ""


class MirrorMark(Struct, frozen=True):
    """A survey's figure, as it stands on an axis and as it is said."""

    who: str  # `mirror.Who`
    value: float
    said: str
    row: str  # of the survey, or more of them: where it comes from


class MirrorRow(Struct, frozen=True):
    """One line of a mirror: which of the team's answers it counts, and the figures beside it."""

    label: str
    ask: str  # code of the question
    keys: tuple[str, ...] = ()  # of its options
    marks: tuple[MirrorMark, ...] = ()
    beside: MirrorMark | None = None  # of the list that shares no axis with it


class MirrorGroup(Struct, frozen=True):
    """Whom figures are about, with all that must be in reach."""

    who: str
    name: str
    base: str = ""
    caution: str = ""
    source: str = ""


class MirrorScript(Struct, frozen=True):
    """A mirror as this session has it, with the figures of its edition."""

    key: str
    title: str
    draws: str  # `document.MirrorDraws`
    rows: tuple[MirrorRow, ...] = ()
    guess: str = ""  # code of the question in which the team guesses first
    over: str = ""
    guessed: MirrorMark | None = None
    opening: str = ""
    groups: tuple[MirrorGroup, ...] = ()
    caution: str = ""

    def told_apart(self, question: Question) -> tuple[tuple[str, ...], ...]:
        """The keys that this mirror takes together, of one question; each is one thing to say.

        Where it draws one line, who is not in that line is the other thing.
        """
        ways = [row.keys for row in self.rows if row.ask == question.code and row.keys]
        if len(ways) == 1:
            others = [o.key for o in question.options if o.row and o.key not in ways[0]]
            ways.append(tuple(others))
        return tuple(ways)


class Rewording(Struct, frozen=True):
    """A line of a step: as the module says it, and as this session does.

    `was` is '' for a line of one's own, `now` for one that is left out.
    """

    was: str = ""
    now: str = ""
    heading: str = ""  # of a note
    note: Note | None = None  # the module's whole note, where this is one


class Asked(Struct, frozen=True):
    """A question on the phone: the module's, and what this session asks in its place."""

    was: Question | None = None  # None: a question of one's own
    now: Question | None = None  # None: left out

    @property
    def own(self) -> bool:
        """Whether the facilitator wrote what is asked."""
        return self.now is not None and (self.was is None or self.was.code != self.now.code)


class Reworded(Struct, frozen=True):
    """What somebody changed in the words of a step, beside the words that came of it.

    Only what was changed is in it; then all lines of that field are, in order.
    """

    lines: dict[str, tuple[Rewording, ...]] = {}  # by the name of the field in StepContent
    asked: tuple[Asked, ...] = ()
    tested: bool = False  # whether the module's own words were


class StepContent(Struct, frozen=True):
    """All that the surfaces show in one step, beside its questions."""

    lead: str = ""  # one or two sentences under the title, on the screen
    hint: str = ""  # what to do now, on the screen in place of the lead
    points: tuple[str, ...] = ()  # short lines: ground rules, aims
    talk: tuple[str, ...] = ()  # questions to talk about, safest first
    roles: str = ""  # on the screen: how to look from another's side, or whose turn it is
    check: str = ""  # asked after a change of perspective
    phone: str = ""  # what the phone says while it has nothing to ask
    phone_heading: str = ""  # above that; '' is the step's own name
    slide: Slide | None = None
    film: Film | None = None
    threes_minutes: int = 0  # of a talk: how long in threes before all together
    rings: tuple[Ring, ...] = ()  # of a dialogue day: who sit together, and how they answer
    huddles: int = 0  # how many people talk together in it; 0: all of them
    aftercare: str = ""
    mirror: MirrorScript | None = None
    method: Method | None = None
    notes: tuple[Note, ...] = ()
    facts: tuple[FactLine, ...] = ()  # for the facilitator
    aside: str = ""  # on the phone of who does not look along: what one can do meanwhile
    reading: tuple[FactLine, ...] = ()  # and something to read
    care_heading: str = ""  # above the aftercare on the screen
    sources: tuple[SourceLine, ...] = ()
    tested: bool = False
    named: bool = False  # somebody typed the step's name, so every surface says it
    origin: str = ""  # which step of its plan it is (`by_hand.origins`); '' when added by hand
    planned: int = 0  # minutes that planning gave it; other minutes were given by hand
    reworded: Reworded | None = None  # what was changed in its words by hand


class PlannedStep(Struct, frozen=True):
    """One step of a programme; times in whole minutes."""

    kind: str  # key of a kind (sessions_app.kinds)
    block: str  # steps that belong together share it: 'opening', 'theorie', 'thema:hoop', …
    title: str
    minutes: int
    least: int
    ideal: int
    most: int
    theme: str = ""  # slug
    theme_number: int = 0
    content: StepContent = StepContent()
    questions: tuple[Question, ...] = ()  # on the phone

    @property
    def about(self) -> str:
        """What it is about in any session."""
        return about(self.kind, self.theme, self.content)


def about(kind: str, theme: str, content: StepContent) -> str:
    """What a step is about: its kind, and the slide, mirror, method or theme that it has."""
    shown = content.slide or content.mirror or content.method
    which = shown.key if shown else theme
    return f"{kind}:{which}" if which else kind


BEGIN = "-BEGIN"  # ends the code of a question that is asked again at the end
AGAIN = "~"  # and a number: ends the code of a question that another step asks as well
AFTER = f"{AGAIN}NA"  # ends the code of a question that is asked once more after talk


def once(code: str) -> str:
    """The code that a question has where it is asked first."""
    return code.partition(AGAIN)[0]


def earlier(code: str) -> str:
    """The code of what a question with this code asks again, where a session asked that."""
    return code.removesuffix(AFTER) if code.endswith(AFTER) else code + BEGIN


def content_to_builtins(content: StepContent) -> dict[str, Any]:
    """The content as stored with a step."""
    found: dict[str, Any] = msgspec.to_builtins(content)
    return found


def content_from_builtins(data: dict[str, Any]) -> StepContent:
    """The stored content, typed; msgspec.ValidationError when it does not fit."""
    return msgspec.convert(data, StepContent)


get_ready(StepContent)


def in_huddles(content: dict[str, Any]) -> int:
    """Of a stored step: how many people talk together in it, first or all the time; 0: all."""
    return int(content.get("huddles") or (3 if content.get("threes_minutes") else 0))
