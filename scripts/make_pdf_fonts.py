"""Makes the font files that go into PDFs from the variable web fonts.

Typst reads no woff2 and picks no weight out of a variable font, so each weight becomes a plain
TTF, with the Latin and the extended Latin part put together again. Run by hand when the web fonts
change:

    uv run --no-project --with fonttools --with brotli scripts/make_pdf_fonts.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "static" / "fonts"
PDF = ROOT / "sessions_app" / "reports" / "fonts"
WEIGHTS = {
    "atkinson-hyperlegible-next": ("Atkinson Hyperlegible Next", {"Regular": 400, "Bold": 700}),
    "bricolage-grotesque": ("Bricolage Grotesque", {"Bold": 700}),
}


def instance(path: Path, family: str, style: str, weight: int) -> TTFont:
    """One weight of a variable font, under the family's plain name."""
    font = instantiateVariableFont(TTFont(path), {"wght": weight}, inplace=True)
    font.flavor = None
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (16, 17, 21, 22, 25):
            names.removeNames(nameID=record.nameID)
    postscript = f"{family.replace(' ', '')}-{style}"
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    bold = style == "Bold"
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0
    for table in ("GDEF", "GSUB", "STAT", "DSIG"):  # parts of one font number their glyphs apart
        if table in font:
            del font[table]
    return font


def main() -> None:
    """Write one TTF per weight, and the list of characters that all of them can print."""
    printable: set[int] | None = None
    for slug, (family, styles) in WEIGHTS.items():
        for style, weight in styles.items():
            with TemporaryDirectory() as folder:
                parts = []
                for part in ("latin", "latin-ext"):
                    target = Path(folder) / f"{part}.ttf"
                    instance(WEB / f"{slug}-{part}.woff2", family, style, weight).save(target)
                    parts.append(str(target))
                font = Merger().merge(parts)
            font.save(PDF / f"{slug}-{weight}.ttf")
            known = set(font.getBestCmap())
            printable = known if printable is None else printable & known
    characters = "".join(chr(c) for c in sorted(printable or ()) if c > 0x20)
    (PDF / "printable.txt").write_text(characters + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
