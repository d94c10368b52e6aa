"""What one step says and asks: copied out of an edition when a session is planned.

A step carries all it needs, so no later edition touches a planned session. Pure: no database.
"""

from enum import StrEnum

import msgspec

from content.document import Film, Form, Question, Slide, Struct


class Kind(StrEnum):
    """What happens in a step."""

    WELCOME = "welcome"
    CHECKIN = "checkin"
    RULES = "rules"
    SLIDE = "slide"
    POLL = "poll"
    FILM = "film"
    ALONE = "alone"
    TOGETHER = "together"
    BREAK = "break"
    HARVEST = "harvest"
    EVALUATION = "evaluation"
    CHECKOUT = "checkout"
    SLACK = "slack"  # time kept in hand: in the programme, never on a screen
    FREE = "free"  # added by hand


KIND_NAMES: dict[Kind, str] = {
    Kind.WELCOME: "welkom",
    Kind.CHECKIN: "check-in",
    Kind.RULES: "basisregels",
    Kind.SLIDE: "theorie",
    Kind.POLL: "peiling",
    Kind.FILM: "film",
    Kind.ALONE: "zelf nadenken",
    Kind.TOGETHER: "samen in gesprek",
    Kind.BREAK: "pauze",
    Kind.HARVEST: "wat nemen we mee",
    Kind.EVALUATION: "evaluatie",
    Kind.CHECKOUT: "check-out",
    Kind.SLACK: "speling",
    Kind.FREE: "eigen stap",
}


class Note(Struct):
    """One piece of advice to the facilitator."""

    heading: str
    text: str


class SourceLine(Struct):
    """A source as it stands at the foot of a slide."""

    short: str
    detail: str = ""
    title: str = ""
    address: str = ""


class StepContent(Struct):
    """All that the surfaces show in one step, beside its questions."""

    lead: str = ""  # one or two sentences under the title, on the screen
    points: tuple[str, ...] = ()  # short lines: ground rules, aims
    talk: tuple[str, ...] = ()  # questions to talk about, safest first
    check: str = ""  # asked after a change of perspective
    phone: str = ""  # what the phone says while it has nothing to ask
    slide: Slide | None = None
    film: Film | None = None
    threes_minutes: int = 0  # of a talk: how long in threes before all together
    aftercare: str = ""
    notes: tuple[Note, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    tested: bool = False


class PlannedStep(Struct):
    """One step of a programme; times in whole minutes."""

    kind: Kind
    block: str  # steps that belong together share it: 'opening', 'theorie', 'thema:hoop', …
    title: str
    minutes: int
    least: int
    ideal: int
    most: int
    theme: str = ""  # slug
    theme_number: int = 0
    content: StepContent = StepContent()
    questions: tuple[Question, ...] = ()  # on the phone: OPEN, SCALE, ONE, SEVERAL or PRIVATE

    @property
    def runnable(self) -> bool:
        """Whether a room is ever in this step; slack is time, not a step to stand in."""
        return self.kind != Kind.SLACK


PHONE_FORMS = (Form.PRIVATE, Form.OPEN, Form.SCALE, Form.ONE, Form.SEVERAL)
SENT_FORMS = (Form.OPEN, Form.SCALE, Form.ONE, Form.SEVERAL)


def content_to_builtins(content: StepContent) -> dict:
    """The content as stored with a step."""
    return msgspec.to_builtins(content)


def content_from_builtins(data: dict) -> StepContent:
    """The stored content, typed; msgspec.ValidationError when it does not fit."""
    return msgspec.convert(data, StepContent)
