"""The form in which a facilitator writes words of their own: the same in planner and console."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from django.http import HttpRequest

from sessions_app import kinds
from sessions_app.own_words import LONGEST


class Said(Protocol):
    """A step, as far as its words are about something."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def about(self) -> str: ...


@dataclass(frozen=True)
class OwnLine:
    """The words at one step, with the name of their field."""

    about: str
    title: str
    text: str
    longest: int = LONGEST

    @property
    def field(self) -> str:
        return f"bij-{self.about}"


def own_lines(steps: Iterable[Said], known: Mapping[str, str]) -> list[OwnLine]:
    """A line for everything that these steps are about, once each, in order."""
    steps = list(steps)
    openers = [step for step in steps if kinds.of(step.kind).opens_theme]
    themes = {step.theme: kinds.of(step.kind).bare(step.title) for step in openers}
    lines: dict[str, OwnLine] = {}
    before = ""
    for step in steps:
        if kinds.of(step.kind).runs and step.about not in lines:
            named = themes.get(step.theme) if step not in openers else None
            title = f"{named}: {step.title.lower()}" if named else step.title
            if any(line.title == title for line in lines.values()):
                title = f"{before}: {title.lower()}"  # of two alike, what comes before says which
            lines[step.about] = OwnLine(step.about, title, known.get(step.about, ""))
        before = step.title
    return list(lines.values())


def typed_lines(request: HttpRequest, lines: Iterable[OwnLine]) -> list[OwnLine]:
    """The same lines as somebody sent them; one that was not sent stays as it was."""
    return [replace(line, text=request.POST.get(line.field, line.text)) for line in lines]
