"""The whole session as a file: one PDF and a deck, to go on without any network."""

from io import BytesIO

import msgspec
import pytest
from django.http import HttpResponse
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Emu
from pypdf import PdfReader

from content.document import AnswerForm, from_builtins, to_builtins
from content.files import read
from content.passages import SHIPPED
from sessions_app import kinds, plans, running
from sessions_app.planning import Wish, plan
from sessions_app.plans import Plan
from sessions_app.reports import deck, whole
from sessions_app.surfaces.planner import papers
from tests.journeys import fullest
from tests.sessions_app.pdf_tags import tags
from tests.sessions_app.planner_kit import made, step, url
from tests.sessions_app.room import Person, make_edition

pytestmark = pytest.mark.sqlite_only
WISH = "/sessies/nieuw/{}?minuten=120&themas=hoop,bejegening&mensen=12"
SMALLEST = 2.4  # percent of the slide's height: read at eight metres


def a_plan(document=None, minutes=120, **more) -> Plan:
    document = document or read(SHIPPED)
    wish = Wish(
        **({"minutes": minutes, "themes": ("hoop", "werkdruk"), "group_size": 12} | more),
        contact="Anja, toestel 12",
    )
    return plans.of_wish(wish, plan(document, wish))


def opened(made_deck: bytes) -> Deck:
    return Presentation(BytesIO(made_deck))


def on(slide) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def notes(slide) -> str:
    return " ".join(slide.notes_slide.notes_text_frame.text.split())


def printed(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def plain(text: str) -> str:
    return " ".join(text.replace("**", "").replace("\n- ", "\n• ").split()).removeprefix("- ")


@pytest.mark.parametrize("phone_free", [False, True])
def test_the_pdf_holds_everything_that_a_facilitator_needs(phone_free):
    document = read(SHIPPED)
    of = a_plan(document, phone_free=phone_free)
    said = printed(whole.pdf(of, document))
    for one, clock in of.timed:
        kind = kinds.of(one.kind)
        assert f"{clock:%H.%M}" in said
        assert one.title in said
        assert plain(document.said(kind.unplugged)) in said, f"{one.kind}: how without phones"
        for note in one.content.notes:
            assert plain(note.text)[:60] in said, f"{one.kind}: {note.heading}"
        for text in (*one.content.talk, *(question.text for question in one.questions)):
            assert plain(text) in said
        for text in (one.content.roles, one.content.check):
            assert plain(text) in said
        if one.content.film:
            assert one.content.film.youtube in said.replace(" ", "")
        for paragraph in one.content.aftercare.split("\n\n"):
            assert plain(paragraph)[:50] in said
    for moment in document.moments:
        assert moment.title in said
        assert plain(moment.say)[:50] in said


def test_the_deck_has_a_slide_for_every_step_with_its_card_in_the_notes():
    document = read(SHIPPED)
    of = a_plan(document)
    slides = list(opened(deck.pptx(of, document)).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == of.title
    assert all(titles)
    at = 0
    for one, clock in of.timed:
        kind = kinds.of(one.kind)
        if not kind.runs:
            continue
        head = f"{clock:%H.%M} uur · {one.title} · {one.minutes} min"
        at = next(n for n, slide in enumerate(slides) if n > at and notes(slide).startswith(head))
        told = notes(slides[at])
        assert plain(document.said(kind.unplugged)) in told
        for note in one.content.notes:
            assert plain(note.text)[:60] in told
        for text in (*one.content.talk, *(question.text for question in one.questions)):
            assert text in told or any(text in on(slide) for slide in slides[at:])
        if one.content.film:
            assert one.content.film.youtube in told
    assert "Als het moeilijk wordt" in notes(slides[0])
    assert any("Anja, toestel 12" in on(slide) for slide in slides)


def test_what_a_mirror_or_a_slide_draws_is_a_picture_with_its_words():
    document = read(SHIPPED)
    of = a_plan(document, minutes=240)
    drawn = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in opened(deck.pptx(of, document)).slides
        for shape in slide.shapes
        if shape.shape_type == 13
    ]
    (mirror,) = [one.content.mirror for one in of.steps if one.kind == "mirror"]
    assert any(all(row.label in words for row in mirror.rows) for words in drawn)
    assert all(drawn)


def test_the_fullest_edition_stays_on_its_slides():
    """Within the edges, large enough to read, the body under the title."""
    document = from_builtins(fullest.fill(to_builtins(read(SHIPPED))))
    made_deck = opened(deck.pptx(a_plan(document, 240, guests="both"), document))
    wide, high = made_deck.slide_width, made_deck.slide_height
    for slide in made_deck.slides:
        title = slide.shapes.title
        for shape in slide.shapes:
            name = f"{title.text_frame.text[:40]}: {shape.name}"
            assert shape.left >= 0, name
            assert shape.left + shape.width <= wide, name
            assert shape.top >= 0, name
            assert shape.top + shape.height <= high + Emu(round(0.02 * high)), name
            for line in shape.text_frame.paragraphs if shape.has_text_frame else ():
                for run in line.runs:
                    assert run.font.size >= SMALLEST / 100 * high, name
                    assert run._r.rPr.get("lang") == "nl-NL"


@pytest.mark.django_db
def test_neither_holds_anything_that_somebody_answered(client, django_user_model):
    lead = django_user_model.objects.create_user("lead@example.org")
    client.force_login(lead)
    session = made(make_edition(), lead)
    running.open_door(session)
    people = [Person() for _ in range(6)]
    for person in people:
        person.join(session)
    running.start(session)
    asking = step(session, "alone")
    running.jump(session, session.current.ref, asking.ref)
    question = asking.questions.filter(form=AnswerForm.OPEN).first()
    for person in people:
        person.send(question, 1, waarde="Dit is geheim", verslag="1")
    running.finish(session)
    pdf = printed(client.get(url(session, "hele-sessie.pdf")).content)
    slides = opened(client.get(url(session, "hele-sessie.pptx")).content).slides
    assert question.text in pdf
    for said in (pdf, *(on(slide) + notes(slide) for slide in slides)):
        assert "geheim" not in said


@pytest.mark.django_db
def test_what_was_typed_by_hand_opens_too(client, django_user_model):
    lead = django_user_model.objects.create_user("lead@example.org")
    client.force_login(lead)
    session = made(make_edition(), lead)
    typed = step(session, "checkin")
    content = msgspec.to_builtins(msgspec.structs.replace(typed.script, lead="Ja\x0bnee 🙂 <b>&"))
    session.steps.filter(pk=typed.pk).update(title="Rondje\u202e & <i>meer</i>", content=content)
    slides = opened(client.get(url(session, "hele-sessie.pptx")).content).slides
    assert any("<b>&" in on(slide) for slide in slides)
    assert "[emoji]" in printed(client.get(url(session, "hele-sessie.pdf")).content)


@pytest.mark.django_db
def test_both_are_files_to_keep_beside_the_run_sheet(client, django_user_model):
    make_edition()
    page = client.get(WISH.format(""), follow=True).content.decode()
    for name, kind in (("hele-sessie.pdf", papers.PDF), ("hele-sessie.pptx", papers.DECK)):
        assert name in page
        file: HttpResponse = client.get(WISH.format(name))
        assert file["Content-Type"] == kind
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.django_db
def test_the_pdf_is_tagged_and_has_true_headings(client, django_user_model):
    make_edition()
    reader = PdfReader(BytesIO(client.get(WISH.format("hele-sessie.pdf")).content))
    assert reader.metadata.title.startswith("De hele sessie: ")
    found = [kind for kind, _ in tags(reader)]
    assert found.count("/H1") == 1
    assert "/H3" in found
