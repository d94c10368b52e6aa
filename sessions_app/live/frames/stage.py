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

from content.document import Form
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.script import KIND_NAMES, Kind, StepContent

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


def clock_text(seconds: int | None) -> str:
    """Time left as the facilitator reads it: '6:12', or '+1:20 over tijd'; '' for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{minutes}:{rest:02d}" if seconds >= 0 else f"+{minutes}:{rest:02d} over tijd"


def quiet_text(seconds: int | None) -> str:
    """Time left as the room reads it, in whole minutes; '' when there is none."""
    if seconds is None:
        return ""
    if seconds < 0:
        return "tijd is om"
    return "nog geen minuut" if seconds < 60 else f"nog {round(seconds / 60)} min"


def step_ends(session: DialogueSession) -> datetime | None:
    """When the current step ends, with the time that was added by hand."""
    if session.current is None or session.step_started_at is None:
        return None
    return session.step_started_at + timedelta(
        seconds=session.current.minutes * 60 + session.extra_seconds
    )


def theme_names(steps: Iterable[Step]) -> dict[str, str]:
    """Theme slug to its name, read from the films in the programme."""
    return {s.theme: s.content["film"]["title"] for s in steps if s.content.get("film")}


def theme_name(step: Step, names: dict[str, str]) -> str:
    """The name of a step's theme; '' when it has none."""
    return names.get(step.theme) or step.theme.replace("-", " ").capitalize()


def kicker(step: Step, names: dict[str, str]) -> str:
    """The small line above the heading: theme and what kind of step this is."""
    kind = KIND_NAMES[Kind(step.kind)]
    theme = theme_name(step, names)
    if step.kind == Kind.FILM:
        return f"Film {step.theme_number} · {theme}"
    return f"{theme} · {kind}" if theme else kind.capitalize()


def choosing(question: StepQuestion) -> str:
    """How a question is answered, said beside it; '' where it goes without saying."""
    if question.form == Form.SEVERAL and question.most:
        words = {2: "twee", 3: "drie", 4: "vier", 5: "vijf"}
        return f"kies er hooguit {words.get(question.most, question.most)}"
    return "kies er één" if question.form == Form.ONE else ""


def prompts(step: Step, content: StepContent, questions: Sequence[StepQuestion]) -> list[str]:
    """The questions that the room reads in this step, in order."""
    asked = [q.text for q in questions]
    if step.kind in (Kind.ALONE, Kind.POLL):
        return [*asked, *content.talk]
    if step.kind in (Kind.EVALUATION, Kind.HARVEST) or content.talk:
        return list(content.talk)
    return asked


def headline(step: Step, content: StepContent, questions: Sequence[StepQuestion]) -> str:
    """The one thought of this step, large on the screen."""
    if content.slide:
        return content.slide.title
    if step.kind in (Kind.FILM, Kind.WELCOME, Kind.RULES, Kind.BREAK, Kind.EVALUATION):
        return step.title
    return next(iter(prompts(step, content, questions)), step.title)


def next_label(step: Step | None, names: dict[str, str]) -> str:
    """What comes, as the button says it: 'pauze', 'film Hoop'; '' after the last step."""
    if step is None:
        return ""
    if step.kind == Kind.FILM:
        return f"film {theme_name(step, names)}"
    return step.title[:1].lower() + step.title[1:]


def marked(text: str) -> SafeString:
    """The text with the marker on its weightiest word: the longest, the last of equals.

    Punctuation stays outside the marker.
    """
    words = list(re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text))
    heavy = [m for m in words if m.group().lower() not in PLAIN_WORDS and m.start() > 0]
    if not heavy or len(words) < 3:
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
        if step.kind == Kind.SLACK:
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
    runnable = [s for s in steps if s.kind != Kind.SLACK]
    before = [s for s in runnable if s.position < current.position]
    after = [s for s in runnable if s.position > current.position]
    return (
        before[-1] if before else None,
        after[0] if after else None,
        len(before) + 1,
        len(runnable),
    )
