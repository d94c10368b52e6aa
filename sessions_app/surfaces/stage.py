"""What the room is looking at, in words: console and projector say the same.

Pure where it can be: a step and its parts in, sentences out.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sessions_app import huddles
from sessions_app.models import DialogueSession, Huddles, Step, StepQuestion
from sessions_app.script import StepContent
from sessions_app.surfaces import time_left

# Words that carry no thought of their own, so the marker never lands on them.
PLAIN_WORDS = frozenset(
    (
        *("waaraan", "wanneer", "waarom", "waarover", "hoeveel", "welke", "welk", "iemand"),
        *("iets", "niets", "anderen", "mensen", "hebben", "worden", "kunnen", "zouden"),
        *("moeten", "willen", "jullie", "onszelf", "jezelf", "vandaag", "straks"),
    )
)


def host() -> str:
    """Where people join, as they type it: the host of BASE_URL."""
    return urlsplit(settings.BASE_URL).netloc


def step_ends(session: DialogueSession) -> datetime | None:
    """When the current step ends, with the time that was added by hand."""
    if session.current is None or session.step_started_at is None:
        return None
    return session.step_started_at + timedelta(
        seconds=session.current.minutes * 60 + session.extra_seconds
    )


def threes(
    session: DialogueSession, current: Step, seconds: int | None, dealt: Huddles | None
) -> time_left.Threes | None:
    """How long this step still goes on in threes, or in what was dealt instead.

    None where it does not.
    """
    lasts = current.minutes * 60 + session.extra_seconds
    groups = huddles.SIZES[dealt.size if dealt else huddles.USUAL]
    return time_left.threes(seconds, lasts, current.script.threes_minutes, groups)


def theme_names(steps: Iterable[Step]) -> dict[str, str]:
    """Theme slug to its name, read from the films in the programme."""
    return {s.theme: s.content["film"]["title"] for s in steps if s.content.get("film")}


def theme_name(step: Step, names: dict[str, str]) -> str:
    """The name of a step's theme; '' when it has none."""
    return names.get(step.theme) or step.theme.replace("-", " ").capitalize()


def kicker(step: Step, names: dict[str, str], headline: str) -> str:
    """The small line above the heading: theme and what kind of step this is, or its own name.

    '' where the heading says it already.
    """
    own = step.title if step.content.get("named") or step.of_kind.says_title else ""
    said = step.of_kind.kicker(theme_name(step, names), step.theme_number, own)
    return "" if said.lower() == headline.lower() else said


def glyph(step: Step) -> str:
    """The picture of a step: that of its theme, else of its kind; 'logo' where there is none."""
    return f"t{step.theme_number}" if step.theme_number else step.of_kind.glyph


def prompts(step: Step, content: StepContent, questions: Sequence[StepQuestion]) -> list[str]:
    """The questions that the room reads in this step, in order."""
    return step.of_kind.prompts(content, [question.text for question in questions])


def headline(step: Step, content: StepContent, questions: Sequence[StepQuestion]) -> str:
    """The one thought of this step, large on the screen."""
    return step.of_kind.headline(step.title, content, [question.text for question in questions])


def next_label(step: Step | None, names: dict[str, str]) -> str:
    """What comes, as the button says it: 'pauze', 'film Hoop'; '' after the last step."""
    if step is None:
        return ""
    return step.of_kind.as_next(step.title, theme_name(step, names))


def marked(text: str) -> SafeString:
    """The text with the marker on its weightiest word: the longest, the last of equals.

    Punctuation stays outside the marker.
    """
    found = list(re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text))
    heavy = [m for m in found if m.group().lower() not in PLAIN_WORDS and m.start() > 0]
    if not heavy or len(found) < 3:
        return format_html("{}", text)
    best = max(heavy, key=lambda m: (len(m.group()), m.start()))
    return format_html(
        "{}<mark>{}</mark>{}", text[: best.start()], best.group(), text[best.end() :]
    )


def segments(steps: Sequence[Step], current: Step | None) -> list[dict]:
    """The programme as a progress bar: one segment per block, with its minutes and state."""
    found: list[dict] = []
    block = None
    for step in steps:
        if not step.runs:
            continue
        if step.block != block:
            found.append({"minutes": 0, "state": ""})
            block = step.block
        part = found[-1]
        part["minutes"] += step.minutes
        if current is not None and step.position == current.position:
            part["state"] = "now"
        elif current is not None and step.position < current.position and not part["state"]:
            part["state"] = "done"
    return found


def neighbours(steps: Sequence[Step], current: Step) -> tuple[Step | None, Step | None, int, int]:
    """The steps before and after in which a room stands, and the place: (…, …, 6, 12)."""
    running = [s for s in steps if s.runs]
    before = [s for s in running if s.position < current.position]
    after = [s for s in running if s.position > current.position]
    return (
        before[-1] if before else None,
        after[0] if after else None,
        len(before) + 1,
        len(running),
    )
