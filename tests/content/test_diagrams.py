"""Slides as drawings: what is drawn, and that it can be read from the back of the room."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from content import diagrams, text
from content.diagrams import HIGH, WIDE, draw
from content.document import Diagram, Source
from content.files import read
from content.management.commands.load_content import DEFAULT
from tests.content.factories import figure, slide

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = [
    (s, document.sources)
    for document in [read(DEFAULT)]
    for chapter in document.chapters
    for s in chapter.slides
]
SOURCES = [Source(key="bron", title="Een onderzoek", short="Onderzoek 2019")]


def shapes(svg, tag, kind=None):
    root = ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    return [e for e in root.iter(f"{SVG}{tag}") if kind is None or kind in e.get("class").split()]


def test_bars_are_as_long_as_their_values_on_an_axis_to_100():
    svg = diagrams.bars([figure(value=value) for value in (0, 25, 50, 100)])
    tracks = {float(bar.get("width")) for bar in shapes(svg, "rect", "slide-track")}
    lengths = [float(bar.get("width")) for bar in shapes(svg, "rect", "slide-fill")]
    (whole,) = tracks
    assert [length / whole for length in lengths] == pytest.approx([0, 0.25, 0.5, 1])
    values = [label.text for label in shapes(svg, "text", "slide-value")]
    assert values == ["0%", "25%", "50%", "100%"]


def test_rings_lie_inside_each_other_with_the_person_in_the_last():
    svg = diagrams.rings([figure(label=f"Vorm {n}") for n in range(5)])
    rings = shapes(svg, "circle", "slide-ring") + shapes(svg, "circle", "slide-core")
    radii = [float(ring.get("r")) for ring in rings]
    assert radii == sorted(radii, reverse=True)
    for outer, inner in pairwise(rings):
        apart = abs(float(outer.get("cy")) - float(inner.get("cy")))
        assert apart + float(inner.get("r")) <= float(outer.get("r")) + 0.2
    (head,) = shapes(svg, "circle", "slide-person")
    core = rings[-1]
    assert abs(float(head.get("cy")) - float(core.get("cy"))) < float(core.get("r"))


def test_a_chain_has_an_arrow_between_every_two_links():
    svg = diagrams.chain([figure(label=f"Stap {n}", text="en dan") for n in range(4)])
    assert len(shapes(svg, "circle", "slide-link")) == 4
    assert len(shapes(svg, "path", "slide-arrow")) == 3


@pytest.mark.parametrize(("shipped", "sources"), SHIPPED, ids=[s.key for s, _ in SHIPPED])
def test_shipped_drawings_stay_inside_their_frame_in_readable_type(shipped, sources):
    drawn = draw(shipped, sources)
    if not drawn.svg:
        assert shipped.diagram == Diagram.WORDS
        return
    for element in shapes(drawn.svg, "text"):
        size = float(element.get("font-size"))
        assert size >= 2.4
        x, y = float(element.get("x")), float(element.get("y"))
        wide = text.width(element.text, size)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor")]
        assert left >= -0.5
        assert left + wide <= WIDE + 0.5
        assert size * 0.6 <= y <= HIGH


@pytest.mark.parametrize(("shipped", "sources"), SHIPPED, ids=[s.key for s, _ in SHIPPED])
def test_shipped_slides_say_everything_in_words_and_have_no_inline_style(shipped, sources):
    html = render_to_string("content/slide.html", {"slide": draw(shipped, sources)})
    words = re.sub(r"<svg.*?</svg>", "", html, flags=re.S)
    for shown in shipped.figures:
        assert shown.label in words
        if shown.value is not None:
            assert diagrams.number(shown.value) in re.sub(r"<[^>]+>", "", words)
        if shown.caution:
            assert shown.caution.replace("&", "&amp;") in words
    assert "Bron: " in words
    assert "style=" not in html
    assert "<script" not in html


def test_bars_have_a_table_for_who_cannot_see_them():
    bars = next((s, sources) for s, sources in SHIPPED if s.diagram == Diagram.BARS)
    html = render_to_string("content/slide.html", {"slide": draw(*bars)})
    assert re.search(r'<th scope="row">Zelfbeeld</th>\s*<td>67%</td>', html)
    assert 'aria-hidden="true"' in html


def test_one_caution_for_all_stands_alone_and_for_one_names_it():
    both = draw(slide(figures=(figure(caution="Let op."), figure(caution="Let op."))), SOURCES)
    one = draw(slide(figures=(figure(caution="Let op."), figure(label="Hoop"))), SOURCES)
    assert both.cautions == ("Let op.",)
    assert one.cautions == ("Zelfbeeld: Let op.",)


def test_numbers_are_written_the_dutch_way():
    assert [diagrams.number(value) for value in (22.3, 67.0, 5.4)] == ["22,3", "67", "5,4"]


def test_a_body_may_have_emphasis_but_no_html():
    drawn = draw(slide(body="Een *kenmerk* <script>alert(1)</script>"), SOURCES)
    assert "<em>kenmerk</em>" in drawn.body
    assert "<script>" not in drawn.body


def test_a_label_is_never_code():
    drawn = draw(slide(figures=(figure(label="<b>Zelfbeeld</b>"),)), SOURCES)
    assert "<b>" not in drawn.svg


def test_lines_are_wrapped_to_the_room_there_is():
    lines = text.wrap("de band met de hulpverlener lijdt onder stigma", 25, 3)
    assert " ".join(lines) == "de band met de hulpverlener lijdt onder stigma"
    assert all(text.width(line, 3) <= 25 for line in lines)


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("ervaringsdeskundige", ["ervarings-", "deskundige"]),
        ("ervarings\u00addeskundige", ["ervarings-", "deskundige"]),
        ("hulp", ["hulp"]),
    ],
)
def test_a_word_that_is_too_long_breaks_where_a_reader_would(word, lines):
    assert text.wrap(word, 17, 3) == lines
