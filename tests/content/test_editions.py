"""From rows to an edition and back."""

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import editions, models
from content.document import (
    AnswerForm,
    Chapter,
    Citation,
    Depth,
    Diagram,
    Document,
    Fact,
    Figure,
    Option,
    Purpose,
    Question,
    Slide,
    from_builtins,
    to_builtins,
)
from content.files import read
from content.management.commands.load_content import DEFAULT
from tests.content.factories import figure, question, slide, small_document, theme
from tests.live.server import on_postgres

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return editions.load(small_document())


def test_without_an_edition_planning_hears_what_to_do():
    with pytest.raises(editions.NoEdition, match="nog geen druk"):
        editions.current()


def test_publishing_freezes_the_rows(module):
    first = editions.publish(module, None, "Eerste")
    module.themes.update(name="Hoop en verder")

    assert editions.current("proef") == first
    assert first.number == 1
    assert first.content.theme("hoop").name == "Hoop"
    assert editions.assemble(module).theme("hoop").name == "Hoop en verder"


def test_the_next_edition_has_the_next_number_author_and_note(module):
    author = get_user_model().objects.create_user("redactie@example.org")
    editions.publish(module, None)
    module.themes.update(name="Hoop en verder")
    second = editions.publish(module, author, "Naam aangepast")

    assert (second.number, second.author, second.note) == (2, author, "Naam aangepast")
    assert editions.current("proef") == second


def test_publishing_twice_without_a_change_is_refused(module):
    editions.publish(module, None)
    with pytest.raises(editions.NotPublishable, match="niets veranderd sinds druk 1"):
        editions.publish(module, None)
    assert module.editions.count() == 1


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda m: models.Citation.objects.all().delete(), "een getal heeft een bron nodig"),
        (lambda m: m.questions.filter(code="EV-1").update(points=""), "een woord bij elk punt"),
        (lambda m: models.Film.objects.update(seconds=0), "lengte van de film in seconden"),
        (lambda m: models.Film.objects.update(youtube=""), "YouTube-id van de film ontbreekt"),
        (lambda m: models.Film.objects.all().delete(), "YouTube-id van de film ontbreekt"),
        (lambda m: models.Slide.objects.update(title="x" * 72), "12 tekens te veel"),
        (lambda m: models.Slide.objects.update(title="x" * 61), "1 teken te veel"),
        (lambda m: m.questions.filter(code="HOP-G1").delete(), "geen vraag voor de groep"),
        (lambda m: m.questions.update(text="ja " * 18), "3 woorden te veel"),
        (lambda m: m.passages.filter(key="opvang").delete(), "'opvang' ontbreekt"),
        (lambda m: models.Figure.objects.update(value=101), "getal van 0 tot 100"),
        (lambda m: models.Figure.objects.all().delete(), "geen regels om te tekenen"),
    ],
)
def test_what_is_not_in_order_is_not_published(module, spoil, sentence):
    spoil(module)
    with pytest.raises(editions.NotPublishable, match=sentence):
        editions.publish(module, None)
    assert not module.editions.exists()


def test_too_many_lines_for_a_drawing_says_how_many():
    many = tuple(figure(label=f"Regel {n}") for n in range(8))
    document = small_document(
        chapters=(Chapter(key="t", title="T", slides=(slide(figures=many),)),)
    )
    with pytest.raises(editions.NotPublishable, match="Dat zijn er 2 te veel"):
        editions.publish(editions.load(document), None)


def test_the_shipped_module_survives_rows_and_json():
    document = read(DEFAULT)
    module = editions.load(document)
    assert editions.assemble(module) == document
    assert editions.publish(module, None).content == document


def test_assembling_takes_as_many_queries_for_little_as_for_much(module, django_assert_num_queries):
    big = editions.load(read(DEFAULT))
    with django_assert_num_queries(19):
        editions.assemble(module)
    with django_assert_num_queries(19):
        editions.assemble(big)


def test_loading_again_replaces_and_leaves_other_modules_alone(module):
    other = editions.load(small_document(slug="ander", name="Ander"))
    editions.load(small_document(themes=(theme(name="Anders"),)))
    assert editions.assemble(module).theme("hoop").name == "Anders"
    assert editions.assemble(other).theme("hoop").name == "Hoop"


def test_a_text_that_does_not_fit_its_field_changes_nothing(module):
    with pytest.raises(editions.DoesNotFit, match="Vraag 'HOP-G1"):
        editions.load(small_document(themes=(theme(questions=(question(text="x" * 201),)),)))
    assert editions.assemble(module) == small_document()


# Words as editors type them: no line breaks or control signs, no space at the ends.
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30
)
slugs = st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True)
citations = st.lists(st.builds(Citation, source=st.just("bron"), detail=words), max_size=3).map(
    tuple
)
figures = st.builds(
    Figure,
    label=words,
    text=words,
    value=st.none() | st.integers(-9999, 99999).map(lambda tenths: tenths / 10),
    unit=st.text("%abc", max_size=5),
    caution=words,
    citations=citations,
)
slides = st.builds(
    Slide,
    key=slugs,
    title=words,
    body=words,
    diagram=st.sampled_from(Diagram),
    figures=st.lists(figures, max_size=4).map(tuple),
    notes=words,
    minimum_session=st.integers(0, 240),
    tested=st.booleans(),
)
questions = st.builds(
    Question,
    code=slugs,
    purpose=st.sampled_from(Purpose),
    form=st.sampled_from(AnswerForm),
    text=words,
    help=words,
    depth=st.none() | st.sampled_from(Depth),
    check=words,
    options=st.lists(
        st.builds(Option, key=slugs, text=words, alone=st.booleans()),
        unique_by=lambda option: option.key,
        max_size=4,
    ).map(tuple),
    most=st.none() | st.integers(1, 9),
    points=st.lists(words, max_size=5).map(tuple),
    about_self=st.booleans(),
    dimension=words,
    citations=citations,
    tested=st.booleans(),
)
facts = st.builds(
    Fact,
    code=st.from_regex(r"[A-Z]{3}-[0-9]{2}", fullmatch=True),
    text=words,
    caution=words,
    citations=citations,
    references=st.lists(slugs, max_size=3).map(tuple),
)


@st.composite
def documents(draw) -> Document:
    asked = draw(st.lists(questions, max_size=5, unique_by=lambda q: q.code))
    cut = draw(st.integers(0, len(asked)))
    return small_document(
        aims=draw(st.lists(words, max_size=3).map(tuple)),
        rules_tested=draw(st.booleans()),
        chapters=(
            Chapter(
                key="hoofdstuk",
                title=draw(words),
                slides=tuple(draw(st.lists(slides, max_size=3, unique_by=lambda s: s.key))),
            ),
        ),
        themes=(theme(name=draw(words), remark=draw(words), questions=tuple(asked[:cut])),),
        questions=tuple(asked[cut:]),
        facts=tuple(draw(st.lists(facts, max_size=3, unique_by=lambda f: f.code))),
    )


@settings(
    max_examples=10 if on_postgres() else 25,
    suppress_health_check=list(HealthCheck),
)
@given(document=documents())
def test_any_document_comes_back_from_rows_and_json_as_it_was(document):
    assert editions.assemble(editions.load(document)) == document
    assert from_builtins(to_builtins(document)) == document
    assert editions.compare(document, document) == []
