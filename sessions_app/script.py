"""What one step says and asks: copied out of an edition when a session is planned.

A step carries all it needs, so no later edition touches a planned session. Pure: no database.
"""

from typing import Any

import msgspec

from content.document import Film, Question, Slide, Struct, get_ready


class Note(Struct, frozen=True):
    """One piece of advice to the facilitator."""

    heading: str
    text: str


class SourceLine(Struct, frozen=True):
    """A source as it stands at the foot of a slide."""

    short: str
    detail: str = ""
    title: str = ""
    address: str = ""


class StepContent(Struct, frozen=True):
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
    named: bool = False  # somebody typed the step's name, so every surface says it


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


BEGIN = "-BEGIN"  # ends the code of a question that is asked again at the end


def content_to_builtins(content: StepContent) -> dict[str, Any]:
    """The content as stored with a step."""
    found: dict[str, Any] = msgspec.to_builtins(content)
    return found


def content_from_builtins(data: dict[str, Any]) -> StepContent:
    """The stored content, typed; msgspec.ValidationError when it does not fit."""
    return msgspec.convert(data, StepContent)


get_ready(StepContent)
