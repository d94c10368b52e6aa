"""What a PDF tells a screen reader."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def tags(reader: PdfReader) -> list[tuple[str, str]]:
    """Each element's kind ('/H2', '/TH', …) and, of a header, what it heads ('/Row')."""
    return list(_walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def _walk(node: Any) -> Iterator[tuple[str, str]]:
    node = _plain(node)
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict):
        if "/S" in node:
            told = _plain(node.get("/A", []))
            found = map(_plain, told if isinstance(told, list) else [told])
            yield str(node["/S"]), "".join(str(one.get("/Scope", "")) for one in found)
        yield from _walk(node.get("/K", []))


def _plain(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing
