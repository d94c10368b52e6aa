"""PDFs: tagged, in our fonts, and safe for whatever people type."""

import io

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sessions_app.reports import typesetting


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Typesets a page that prints one text from the data, and reads it back."""
    house = (typesetting.TEMPLATES / "house.typ").read_text()
    (tmp_path / "house.typ").write_text(house)
    (tmp_path / "page.typ").write_text(
        '#import "house.typ": *\n#show: house\n#masthead[Soort]\n#written(data.text)\n#glyph("t1")'
    )
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)

    def read(text: str, title: str = "Titel") -> PdfReader:
        data = {"title": title, "document": title, "text": text}
        return PdfReader(io.BytesIO(typesetting.typeset("page", data)))

    return read


def test_a_pdf_is_tagged_dutch_and_carries_its_title(page):
    root = page("Hoi", title="Teamdialoog").trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert page("Hoi", title="Teamdialoog").metadata.title == "Teamdialoog"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_only_our_own_fonts_are_in_it_and_all_are_embedded(page):
    fonts = page("Hoi").pages[0]["/Resources"]["/Font"].values()
    names = {font["/BaseFont"] for font in fonts}
    assert names
    assert all("AtkinsonHyperlegibleNext" in n or "BricolageGrotesque" in n for n in names)
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def test_what_people_type_is_text_and_never_markup(page):
    text = '#panic("x") *vet* = Kop $x$ @noot <label> `code` \\ #import "house.typ"'
    assert text in page(text).pages[0].extract_text()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Dank je 🙏🏽❤️", "Dank je [emoji]"),
        ("naam: Жук", "naam: [ander schrift]"),
        ("e\u0301e\u0301n", "één"),
        ("a\u202eb\x07c", "abc"),
        ("Şule → Łukasz", "Şule [teken] Łukasz"),
    ],
)
def test_what_our_fonts_lack_is_named_instead_of_stopping_the_report(page, typed, printed):
    assert printed in page(typed).pages[0].extract_text()


@given(text=st.text(max_size=60))
@settings(max_examples=150)
def test_any_text_at_all_can_be_printed(text):
    clean = typesetting._printable(text)
    source = (
        '#set document(title: "x")\n#set text(lang: "nl", '
        'font: ("Atkinson Hyperlegible Next", "Bricolage Grotesque"))\n= x\n#sys.inputs.text'
    )
    typst.Compiler(
        source.encode(), font_paths=typesetting._fonts(), sys_inputs={"text": clean}
    ).compile(format="pdf", pdf_standards=["ua-1"])
