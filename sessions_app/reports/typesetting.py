"""PDFs: tagged (PDF/UA-1), in Dutch, in our fonts, set by typst from a template and plain data.

What people wrote goes in as data, never as markup, so nothing they type can change a page.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typst
from django.conf import settings

if TYPE_CHECKING:  # a tenth of a start, and needed for the first PDF with a table
    from pypdf.generic import DictionaryObject, PdfObject

HERE = Path(__file__).parent
TEMPLATES = HERE / "typst"
FONTS = HERE / "fonts"
GLYPHS = settings.BASE_DIR / "static" / "img" / "glyphs.svg"
UNSEEN = ("Cc", "Cf", "Co", "Cs")  # controls, joiners, marks of direction


def typeset(template: str, data: dict, row_headers: dict[int, int] | None = None) -> bytes:
    """The PDF that `typst/<template>.typ` makes of `data`.

    `data` holds what JSON can hold, with at least `title` and `document` (what a reader of PDFs
    calls the file); the template finds it as `data`, and the pictures of `glyphs.svg` through
    `glyph(name)`. `row_headers` says which column names the row, by how many columns a table has;
    typst itself can't yet. Raises typst.TypstError when the template does not fit the data.
    """
    inputs = {"data": json.dumps(_printable(data)), "glyphs": json.dumps(_glyphs())}
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    made = cast(bytes, compiler.compile(format="pdf", pdf_standards=["ua-1"]))  # one file
    return _with_row_headers(made, row_headers) if row_headers else made


def picture(svg: str, pixels: int) -> bytes:
    """A drawing as a PNG so many pixels wide, in our fonts; what it does not cover is clear."""
    compiler = typst.Compiler(
        TEMPLATES / "picture.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg, "wide": str(pixels)},
    )
    return cast(bytes, compiler.compile(format="png", ppi=72))  # a point is a pixel


def glyph(name: str, colour: str) -> str:
    """A picture of the web's sheet in this colour, as an SVG of its own."""
    return _glyphs()[name].replace("currentColor", colour)


def _with_row_headers(made: bytes, columns: dict[int, int]) -> bytes:
    """The same PDF, in whose tables the cell that names a row is a header of that row."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    writer = PdfWriter(clone_from=BytesIO(made))
    for row in _elements(writer.root_object["/StructTreeRoot"], "/TR"):
        cells = list(cast(ArrayObject, row["/K"].get_object()))
        cells = [cell.get_object() for cell in cells]
        at = columns.get(len(cells))
        if at is None or cells[at]["/S"] != "/TD":
            continue
        scope = DictionaryObject(
            {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Row")}
        )
        known = cells[at].get("/A", ArrayObject())
        known = known if isinstance(known, ArrayObject) else ArrayObject([known])
        cells[at][NameObject("/S")] = NameObject("/TH")
        cells[at][NameObject("/A")] = ArrayObject([*known, scope])
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _elements(node: "PdfObject", kind: str) -> "Iterator[DictionaryObject]":
    """The elements of this kind that a PDF's structure holds."""
    from pypdf.generic import ArrayObject, DictionaryObject

    node = node.get_object() or node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _elements(child, kind)
    elif isinstance(node, DictionaryObject):
        if node.get("/S") == kind:
            yield node
        elif "/K" in node:
            yield from _elements(node["/K"], kind)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _glyphs() -> dict[str, str]:
    """Each picture of the web's sheet as an SVG of its own."""
    sheet = GLYPHS.read_text(encoding="utf-8").replace("var(--marker,#ffd23f)", "#ffd23f")
    symbols = re.findall(r'<symbol id="(\w+)" viewBox="([^"]+)">(.*?)</symbol>', sheet, re.S)
    return {
        name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{shapes}</svg>'
        for name, box, shapes in symbols
    }


@cache
def _unprintable() -> re.Pattern[str]:
    """Runs of characters that our fonts lack; a PDF for screen readers may not hold even one."""
    known = (FONTS / "printable.txt").read_text(encoding="utf-8").rstrip("\n")
    return re.compile(rf"[^\s{re.escape(known)}]+")


def without_unseen(text: str) -> str:
    """A text as it is written on paper: composed, without controls and marks that nobody sees."""
    text = re.sub(r"[^\S\n\u00a0]", " ", unicodedata.normalize("NFC", text))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in UNSEEN)


def _printable(data):
    """The data with every text made printable: what no font of ours has is named instead."""
    if isinstance(data, str):
        return _unprintable().sub(_name, without_unseen(data))
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_printable(value) for value in data]
    return data


def _name(run: re.Match[str]) -> str:
    kinds = {unicodedata.category(c)[0] for c in run[0]}
    if "L" in kinds:
        return "[ander schrift]"
    return "[emoji]" if any(unicodedata.category(c) == "So" for c in run[0]) else "[teken]"
