"""The whole session as slides with notes, for a laptop and a projector without any network.

A PPTX that PowerPoint, Keynote and LibreOffice open: titles are titles, text is text, what is drawn
is a picture with its words beside it. Notes hold what the facilitator says and does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from content.document import Document
from content.text import wrap
from sessions_app import kinds
from sessions_app.plans import Plan
from sessions_app.reports.runsheet import runsheet
from sessions_app.reports.screens import Screen, at_the_end, screens
from sessions_app.reports.typesetting import glyph, picture, without_unseen
from sessions_app.script import PlannedStep

if TYPE_CHECKING:  # a tenth of a start, and needed for the first deck
    from pptx.presentation import Presentation
    from pptx.slide import Slide

# Lengths in units of the stage: 1% of its height, as on the projector.
UNIT = 68_580  # of a slide 7.5 inches high, in EMU
POINT = 5.4  # of text
WIDE, HIGH = 177.78, 100.0
LEFT, TOP, RIGHT, BOTTOM = 9.0, 8.0, 9.0, 8.0
ROOM = 0.88  # of a line that text may fill: another font than ours is wider
LINE = 1.25  # height of a line, as part of the size
GAP = 3.5

STAGE, STAGE_2 = "1D0F2B", "33204A"
PAPER, SOFT, MARKER = "FFFFFF", "CFC3DF", "FFD23F"
TINTS = (
    *("FEAEB4", "FDB48C", "EBC07B", "B2D58F", "86DCB7"),
    *("6FDAE6", "8ED0FF", "C6BEFE", "F4AEDC"),
)  # of the themes, for the dark stage
DISPLAY, TEXT = "Bricolage Grotesque", "Atkinson Hyperlegible Next"

EYEBROW, FILM = 6.0, 8.0  # heights
BETWEEN = 0.6  # between two paragraphs, as part of the size
TITLES = (10.5, 8.4, 7.2, 6.0, 5.0, 4.2)
LINES = (5.0, 4.4, 3.9, 3.4, 3.0, 2.7)
BESIDE = 74.0  # width of a card beside the text
PIXELS = 1600  # of a drawing
GLYPH = 30.0


def pptx(plan: Plan, document: Document, own: Mapping[str, str] | None = None) -> bytes:
    """The deck; `own` are the words of who downloads it, in the notes."""
    deck = _Deck(plan.title)
    sheet = runsheet(plan, document, own)
    deck.add(Screen(title=plan.title, under=(_when(sheet),)), "logo", MARKER, _first_notes(sheet))
    for said, step in zip(sheet["steps"], plan.steps, strict=True):
        for place, screen in enumerate(screens(step, plan.theme_names, document)):
            words = _notes(said, screen) if place == 0 else _more_notes(said, screen)
            deck.add(screen, _glyph(step), _tint(step), words)
    deck.add(at_the_end(document), "logo", MARKER, "")
    return deck.file()


def _glyph(step: PlannedStep) -> str:
    return f"t{step.theme_number}" if step.theme_number else kinds.of(step.kind).glyph


def _tint(step: PlannedStep) -> str:
    return TINTS[step.theme_number - 1] if step.theme_number else MARKER


def _when(sheet: dict) -> str:
    return f"{sheet['day']} {sheet['from']} tot {sheet['until']} uur"


# What stands in the notes.


def _first_notes(sheet: dict) -> str:
    parts = [
        "Deze dia’s werken zonder netwerk. Bij elke dia staat in de notities wat je zegt en doet. "
        "Laat de notities niet op het scherm zien. De tijden zijn die van het programma.",
        f"Na afloop terecht bij: {sheet['contact']}",
        sheet["concept"],
        *(f"{part['heading']}\n{part['text']}" for part in sheet["before"]),
        "Klaarzetten\n" + _listed(sheet["materials"]),
    ]
    for one in sheet["moments"]:
        parts.append(
            f"Als het moeilijk wordt: {one['title']}\nWat je ziet. {one['see']}\n"
            f"Wat je zegt. {one['say']}\nWat je daarna doet. {one['next']}"
        )
    return _joined(parts)


def _notes(said: dict, screen: Screen) -> str:
    """All that stands on the facilitator's long card, and how the step goes without phones."""
    asked = [
        f"{one['text']}{' (' + ' · '.join(one['options']) + ')' if one['options'] else ''}"
        for one in said["phone"]
    ]
    facts = [
        " ".join((one["text"], one["about"], f"Bron: {one['source']}.")) for one in said["facts"]
    ]
    film = f"De film: https://www.youtube.com/watch?v={said['film']}" if said["film"] else ""
    return _joined(
        [
            _head(said),
            film,
            said["goes"],
            *(f"{note['heading']}\n{note['text']}" for note in said["notes"]),
            "Vragen op de telefoon\n" + _listed(asked) if asked else "",
            f"Zonder telefoons of netwerk\n{said['unplugged']}" if said["unplugged"] else "",
            f"Je eigen woorden\n{said['own']}" if said["own"] else "",
            "Feiten\n" + _listed(facts) if facts else "",
            _drawn(screen),
        ]
    )


def _more_notes(said: dict, screen: Screen) -> str:
    return _joined(
        [f"Hoort bij {_head(said)}. De notities staan bij de eerste dia.", _drawn(screen)]
    )


def _drawn(screen: Screen) -> str:
    """What is drawn, in words."""
    return "Wat er op de dia staat\n" + _listed(screen.said) if screen.said else ""


def _head(said: dict) -> str:
    return f"{said['clock']} uur · {said['title']} · {said['minutes']} min"


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


# What stands on a slide.


class _Deck:
    """A presentation in our look, to which slides are added one by one."""

    def __init__(self, title: str):
        from pptx import Presentation

        self._made = Presentation()
        self._made.slide_width, self._made.slide_height = _emu(WIDE), _emu(HIGH)
        about = self._made.core_properties
        about.title, about.author, about.language = (
            without_unseen(title),
            "Bij nader inzien",
            "nl-NL",
        )
        self._layout = self._made.slide_layouts.get_by_name("Title Only")
        self._glyphs: dict[str, bytes] = {}
        _dress(self._made)

    def add(self, screen: Screen, sign: str, tint: str, notes: str) -> None:
        """A slide with this on it; `sign` is the name of its glyph."""
        slide = self._made.slides.add_slide(self._layout)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _colour(STAGE)
        signed = not (screen.drawing or screen.aside or (sign == kinds.LOGO and screen.lines))
        beside = BESIDE + 8 if screen.aside else GLYPH + 8 if signed else 0
        at = _Measured(screen, WIDE - LEFT - RIGHT - beside)
        top = at.top
        if screen.eyebrow:
            _write(slide, (LEFT, top, at.wide, 5), [screen.eyebrow], 3.0, tint)
            top += EYEBROW
        if slide.shapes.title is not None:
            _place(slide.shapes.title, (LEFT, top, at.wide, at.title_high))
            _fill(slide.shapes.title.text_frame, [screen.title], at.title, PAPER, bold=True)
        top += at.title_high + GAP
        if screen.drawing:
            _drawing(slide, screen, top, at.low)
        else:
            _body(slide, screen, at, top, tint)
        if screen.small:
            foot = (LEFT, HIGH - BOTTOM - 2, WIDE - LEFT - RIGHT, 5)
            _write(slide, foot, [screen.small], 2.6, SOFT)
        if screen.aside:
            _card(slide, screen, (WIDE - RIGHT - BESIDE, TOP, BESIDE, HIGH - TOP - BOTTOM))
        if signed:
            self._glyph(slide, sign, tint)
        frame = slide.notes_slide.notes_text_frame if notes else None
        if frame is not None:
            frame.text = without_unseen(notes)
            _in_dutch(frame)

    def file(self) -> bytes:
        """The deck as a file."""
        written = BytesIO()
        self._made.save(written)
        return written.getvalue()

    def _glyph(self, slide: "Slide", sign: str, tint: str) -> None:
        if sign not in self._glyphs:
            self._glyphs[sign] = picture(glyph(sign, f"#{tint}"), PIXELS // 4)
        drawn = self._glyphs[sign]
        left, top = _emu(WIDE - RIGHT - GLYPH), _emu((HIGH - GLYPH) / 2)
        shape = slide.shapes.add_picture(BytesIO(drawn), left, top, width=_emu(GLYPH))
        _described(shape, "Twee cirkels: het teken van deze stap")


class _Measured:
    """How large the texts of a slide become, and where the first begins."""

    def __init__(self, screen: Screen, wide: float):
        self.wide = wide
        self.low = HIGH - BOTTOM - (5 if screen.small else 0)
        above = EYEBROW if screen.eyebrow else 0
        alone = not (screen.lines or screen.drawing)
        sizes, most = (TITLES, 42.0) if alone else (TITLES[2:], 26.0)
        self.title = _largest(sizes, lambda s: _high([screen.title], s, wide, True) <= most)
        self.title_high = _high([screen.title], self.title, wide, True)
        self.body = LINES[0]
        if screen.drawing:
            self.top = TOP
            return
        head = above + self.title_high + GAP
        self.body = _largest(LINES, lambda s: self._body_high(screen, s) <= self.low - TOP - head)
        used = head + self._body_high(screen, self.body)
        self.top = max(TOP, (TOP + self.low - used) / 2)

    def _body_high(self, screen: Screen, size: float) -> float:
        high = _spaced(screen.lines, size, self.wide - size) if screen.lines else 0
        high += _spaced(screen.under, size, self.wide) if screen.under else 0
        return high + (FILM if screen.film else 0)


def _largest(sizes: tuple[float, ...], fits: Callable[[float], bool]) -> float:
    return next((size for size in sizes if fits(size)), sizes[-1])


def _spaced(texts: Sequence[str], size: float, wide: float) -> float:
    """How high paragraphs become, with what is between them."""
    return _high(texts, size, wide) + size * BETWEEN * len(texts) + 2


def _body(slide: "Slide", screen: Screen, at: _Measured, top: float, tint: str) -> None:
    """Lines, sentences under them and the film's address, as large as fits."""
    if screen.lines:
        high = _spaced(screen.lines, at.body, at.wide - at.body)
        box = (LEFT, top, at.wide, high - 2)
        _write(slide, box, screen.lines, at.body, PAPER, bullet=tint)
        top += high
    if screen.under:
        high = _spaced(screen.under, at.body, at.wide)
        _write(slide, (LEFT, top, at.wide, high - 2), screen.under, at.body, SOFT)
        top += high
    if screen.film:
        frame = _write(slide, (LEFT, top, at.wide, FILM), ["Open de film op YouTube"], 3.6, MARKER)
        address = f"https://www.youtube.com/watch?v={screen.film}"
        frame.paragraphs[0].runs[0].hyperlink.address = address


def _drawing(slide: "Slide", screen: Screen, top: float, low: float) -> None:
    """The drawing on a card of paper, with its words for who can't see it."""
    wide = WIDE - LEFT - RIGHT
    if screen.under:
        under = _high(screen.under, 3.4, wide)
        _write(slide, (LEFT, top, wide, under), screen.under, 3.4, SOFT)
        top += under + 2.5
    high = low - top
    _rounded(slide, (LEFT, top, wide, high), PAPER)
    shape = slide.shapes.add_picture(BytesIO(picture(screen.drawing, PIXELS)), _emu(0), _emu(0))
    scale = min(_emu(wide - 6) / shape.width, _emu(high - 6) / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    shape.left = _emu(LEFT) + (_emu(wide) - shape.width) // 2
    shape.top = _emu(top) + (_emu(high) - shape.height) // 2
    _described(shape, " ".join(screen.said))


def _emu(length: float) -> Any:
    from pptx.util import Emu

    return Emu(round(length * UNIT))


def _colour(name: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(name)


def _dress(made: "Presentation") -> None:
    """Our fonts and the colour of our links, where a theme names them."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    blob = theme.blob.decode()
    for part, font in (("majorFont", DISPLAY), ("minorFont", TEXT)):
        blob = blob.replace(
            f'<a:{part}><a:latin typeface="Calibri"/>', f'<a:{part}><a:latin typeface="{font}"/>'
        )
    blob = blob.replace(
        '<a:hlink><a:srgbClr val="0000FF"/>', f'<a:hlink><a:srgbClr val="{MARKER}"/>'
    )
    theme._blob = blob.encode()


def _high(texts: Iterable[str], size: float, wide: float, bold: bool = False) -> float:
    """How high these texts become, each on lines of its own."""
    lines = sum(len(wrap(text, wide * ROOM, size, bold=bold)) or 1 for text in texts)
    return lines * size * LINE


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (_emu(length) for length in box)


def _write(
    slide: "Slide",
    box: tuple[float, float, float, float],
    texts: Iterable[str],
    size: float,
    colour: str,
    bullet: str = "",
) -> Any:
    shape = slide.shapes.add_textbox(*(_emu(length) for length in box))
    _fill(shape.text_frame, texts, size, colour, bullet=bullet)
    return shape.text_frame


def _fill(
    frame: Any, texts: Iterable[str], size: float, colour: str, bold: bool = False, bullet: str = ""
) -> None:
    """These texts as paragraphs, in a font of ours and shrinking where they don't fit."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, text in enumerate(texts):
        line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        line.alignment, line.line_spacing = PP_ALIGN.LEFT, 1.1 if not bold else 1.0
        line.space_after = Pt(0 if bold else round(size * 0.45 * POINT))
        run = line.add_run()
        run.text = without_unseen(text).replace("\n", "\v")
        run.font.size, run.font.bold = Pt(round(size * POINT)), bold
        run.font.name = "+mj-lt" if bold else "+mn-lt"
        run.font.color.rgb = _colour(colour)
        if bullet:
            _bulleted(line, size, bullet)
    _in_dutch(frame)


def _bulleted(line: Any, size: float, colour: str) -> None:
    from pptx.oxml.xmlchemy import OxmlElement

    properties = line._p.get_or_add_pPr()
    hang = str(round(size * UNIT))
    properties.set("marL", hang)
    properties.set("indent", f"-{hang}")
    tint, sign = OxmlElement("a:buClr"), OxmlElement("a:buChar")
    tint.append(OxmlElement("a:srgbClr"))
    tint[0].set("val", colour)
    sign.set("char", "•")
    properties.append(tint)
    properties.append(sign)


def _in_dutch(frame: Any) -> None:
    for line in frame.paragraphs:
        for run in line.runs:
            run._r.get_or_add_rPr().set("lang", "nl-NL")


def _rounded(slide: "Slide", box: tuple[float, float, float, float], colour: str) -> Any:
    from pptx.enum.shapes import MSO_SHAPE

    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(_emu(length) for length in box))
    shape.adjustments[0] = 0.04
    shape.fill.solid()
    shape.fill.fore_color.rgb = _colour(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def _card(slide: "Slide", screen: Screen, box: tuple[float, float, float, float]) -> None:
    """What stands apart from the rest: whom one can turn to."""
    left, top, wide, high = box
    _rounded(slide, box, STAGE_2)
    inside, down = wide - 8, top + 5
    if screen.aside_heading:
        heading = _high([screen.aside_heading], 4.2, inside, True)
        shape = _write(slide, (left + 4, down, inside, heading), [], 4.2, PAPER)
        _fill(shape, [screen.aside_heading], 4.2, PAPER, bold=True)
        down += heading + 2
    room = top + high - down - 3
    size = _largest(LINES[1:], lambda s: _spaced(screen.aside, s, inside) <= room)
    _write(slide, (left + 4, down, inside, room), screen.aside, size, PAPER)


def _described(shape: Any, words: str) -> None:
    """What a screen reader says of a picture."""
    shape._element.nvPicPr.cNvPr.set("descr", words)
