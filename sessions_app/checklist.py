"""What has to be ready in the room, as the edition and the kinds of its steps say it; pure."""

from collections.abc import Iterable

from content.document import Document
from sessions_app import kinds


def of_room(
    document: Document, present: Iterable[str], *, phone_free: bool, guests: bool
) -> tuple[str, ...]:
    """One sentence for each thing; `present` are the kinds of the steps, by key."""
    keys = set(present)
    used = [kind for kind in kinds.ALL if kind.key in keys]
    texts = ["ruimte", "ruimte-zonder-telefoons" if phone_free else "ruimte-telefoons"]
    texts += ["ruimte-gasten"] if guests else []
    return (
        *(thing for kind in used if not kind.rests for thing in kind.materials),
        *(line for key in texts for line in _lines(document, key)),
        *(thing for kind in used if kind.rests for thing in kind.materials),
    )


def heading(document: Document) -> str:
    """What stands above it."""
    passage = document.passage("ruimte")
    return passage.title if passage else ""


def _lines(document: Document, key: str) -> list[str]:
    """The lines of a fixed text, without the signs that make them a list."""
    lines = (line.strip().removeprefix("- ").strip() for line in document.said(key).splitlines())
    return [line for line in lines if line]
