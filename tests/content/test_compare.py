"""What editors see before they publish: old beside new, item by item."""

from content.compare import Change, compare
from content.document import AnswerForm, Chapter, Depth, Fact
from tests.content.factories import figure, question, slide, small_document, theme


def test_equal_documents_have_no_changes():
    assert compare(small_document(), small_document()) == []


def test_a_changed_text_says_where_in_dutch():
    new = small_document(themes=(theme(questions=(question(text="Wat geeft je hoop?"),)),))
    assert compare(small_document(), new) == [
        Change(
            "Thema Hoop › Vraag HOP-G1 › tekst",
            "Welke woorden geven je hoop?",
            "Wat geeft je hoop?",
        )
    ]


def test_a_changed_number_is_shown_as_it_is_read():
    new = small_document(
        chapters=(
            Chapter(key="theorie", title="Theorie", slides=(slide(figures=(figure(value=22.3),)),)),
        )
    )
    assert compare(small_document(), new) == [
        Change("Hoofdstuk Theorie › Dia Een cijfer › regel 1 › getal", "67", "22,3")
    ]


def test_something_new_has_no_old_and_something_gone_no_new():
    fact = Fact(code="ALG-01", text="Stigma is een stempel.")
    added = compare(small_document(), small_document(facts=(fact,)))
    removed = compare(small_document(facts=(fact,)), small_document())
    assert added == [Change("Feit ALG-01", "", "Stigma is een stempel.")]
    assert removed == [Change("Feit ALG-01", "Stigma is een stempel.", "")]


def test_another_order_is_one_change():
    first, second = question(), question(code="HOP-G2", text="Hoe schrijven wij?")
    old = small_document(themes=(theme(questions=(first, second)),))
    new = small_document(themes=(theme(questions=(second, first)),))
    assert compare(old, new) == [
        Change("Thema Hoop › volgorde (vraag)", "HOP-G1, HOP-G2", "HOP-G2, HOP-G1")
    ]


def test_yes_and_no_are_words():
    change = compare(small_document(), small_document(themes=(theme(tested=True),)))
    assert change == [Change("Thema Hoop › getest", "nee", "ja")]


def test_choices_are_named_as_in_the_forms():
    new = small_document(
        themes=(theme(questions=(question(form=AnswerForm.ALOUD, depth=Depth.SAFE),)),)
    )
    assert compare(small_document(), new) == [
        Change("Thema Hoop › Vraag HOP-G1 › vorm", "open", "hardop"),
        Change("Thema Hoop › Vraag HOP-G1 › diepte", "", "veilig"),
    ]


def test_every_field_of_a_document_has_a_dutch_name():
    from content import document
    from content.compare import NAMES

    structs = [
        s for s in vars(document).values() if isinstance(s, type) and issubclass(s, document.Struct)
    ]
    fields = {name for struct in structs for name in struct.__struct_fields__}
    assert fields <= set(NAMES)
