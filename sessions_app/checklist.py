"""What has to be ready in the room, as the edition and the kinds of its steps say it; pure."""

from collections.abc import Iterable

from content.document import Document
from sessions_app import kinds
from sessions_app.script import StepContent


def of_room(
    document: Document,
    steps: Iterable[tuple[str, StepContent]],
    *,
    phone_free: bool,
    guests: bool,
    day: bool = False,
) -> tuple[str, ...]:
    """One sentence for each thing; of each of the `steps` its kind, by key, and what it says."""
    order = {kind.key: place for place, kind in enumerate(kinds.ALL)}
    needed: dict[bool, list[str]] = {False: [], True: []}  # while people sit, and as they rest
    for key, content in sorted(steps, key=lambda step: order[step[0]]):
        needed[kinds.of(key).rests] += kinds.of(key).needed(content)
    texts = ["ruimte", "ruimte-zonder-telefoons" if phone_free else "ruimte-telefoons"]
    texts += ["ruimte-gasten"] if guests else []
    texts += ["ruimte-dag"] if day else []
    said = [line for key in texts for line in _lines(document, key)]
    return tuple(dict.fromkeys([*needed[False], *said, *needed[True]]))


def heading(document: Document) -> str:
    """What stands above it."""
    passage = document.passage("ruimte")
    return passage.title if passage else ""


def _lines(document: Document, key: str) -> list[str]:
    """The lines of a fixed text, without the signs that make them a list."""
    lines = (line.strip().removeprefix("- ").strip() for line in document.said(key).splitlines())
    return [line for line in lines if line]
