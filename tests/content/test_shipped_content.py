"""The module as it ships: the films, questions and figures are those of the source documents."""

import re

import msgspec
import pytest

from content.checks import problems
from content.diagrams import draw
from content.document import AnswerForm, Circle, Depth, Purpose, Topic, to_builtins
from content.files import read
from content.management.commands.load_content import DEFAULT

# Number, theme, length in seconds and YouTube id, as the module's outline lists the nine films.
FILMS = [
    (1, "Bejegening", 510, "i5KsO6CzURE"),
    (2, "Professionele afstand", 525, "ipMnzhojEkA"),
    (3, "Emoties op de werkvloer", 195, "tz0lCalUgE8"),
    (4, "Gelijkwaardigheid", 330, "4TTqzk8WBdc"),
    (5, "Eigen regie", 420, "hB-NMElF1No"),
    (6, "Werkdruk", 240, "xqyJRwuMNpo"),
    (7, "Hoop", 315, "dS0quJm70OQ"),
    (8, "Hulpverlener als cliënt", 180, "kumTW4aWCkI"),
    (9, "Passend aanbod", 180, "Jf88qyMTKCc"),
]
OPVANG = (
    "Raakte iets je meer dan je dacht? Praat met de gespreksleider, een collega, de bedrijfsarts, "
    "de vertrouwenspersoon of je huisarts. Denk je aan zelfdoding? Bel 113 of 0800-0113 (gratis) "
    "of chat op 113.nl. Direct gevaar: bel 112."
)


@pytest.fixture(scope="module")
def document():
    return read(DEFAULT)


def slides(document):
    return {slide.key: slide for chapter in document.chapters for slide in chapter.slides}


def all_questions(document):
    return [q for theme in document.themes for q in theme.questions] + [*document.questions]


def test_the_nine_films_are_those_of_the_outline(document):
    shipped = [
        (theme.film.number, theme.film.title, theme.film.seconds, theme.film.youtube)
        for theme in document.themes
    ]
    assert shipped == FILMS
    assert sum(film[2] for film in FILMS) == 2895
    assert [theme.name for theme in document.themes] == [film[1] for film in FILMS]


def test_there_are_three_aims_and_six_ground_rules(document):
    assert len(document.aims) == 3
    assert len(document.rules) == 6
    assert document.rules[0] == (
        "We houden onder ons wat mensen vertellen. Bij gevaar, geweld of misbruik kan dat niet."
    )
    assert document.rules[2].startswith("Meepraten is vrijwillig.")


@pytest.mark.parametrize(
    ("prefix", "closeness"),
    [
        ("BEJ", 2),
        ("AFS", 2),
        ("EMO", 3),
        ("GEL", 2),
        ("REG", 2),
        ("WRK", 1),
        ("HOP", 2),
        ("HVC", 3),
        ("PAS", 1),
    ],
)
def test_each_theme_has_its_questions_and_its_grade(document, prefix, closeness):
    theme = next(t for t in document.themes if t.questions[0].code.startswith(prefix))
    codes = [question.code for question in theme.questions]
    ends = ("I1", "I2", "G1", "G2", "G3", "G4", "G5", "G6", "P1", "A1", "RC", "RN", "RB", "RH")
    assert codes == [f"{prefix}-{end}" for end in ends]
    assert theme.closeness == closeness
    assert theme.never_first == (prefix == "HVC")


def test_how_theme_questions_are_asked(document):
    for theme in document.themes:
        asked = [question for question in theme.questions if question.purpose != Purpose.ROUND]
        private, private_too, first, second, third, *topics, perspective, action = asked
        for question in (private, private_too, action):
            assert question.form == AnswerForm.PRIVATE
        assert first.form == AnswerForm.OPEN
        aloud = (second, third, *topics, perspective)
        assert {question.form for question in aloud} == {AnswerForm.ALOUD}
        assert [question.topic for question in topics] == list(Topic)
        assert first.depth == Depth.SAFE
        assert second.depth == Depth.DEEPER
        assert perspective.check == "Aan wie kun je vragen of dit klopt?"
        assert perspective.text.startswith("Stel je voor:")


def test_each_circle_of_a_dialogue_day_is_asked_one_closed_thing_in_each_theme(document):
    for theme in document.themes:
        rounds = [question for question in theme.questions if question.purpose == Purpose.ROUND]
        assert [question.circle for question in rounds] == list(Circle)
        assert len({question.points for question in rounds}) == 1
        assert {question.form for question in rounds} == {AnswerForm.SCALE}
        assert all(question.about_self and not question.tested for question in rounds)
        assert all(question.text.endswith(".") for question in rounds)


def test_a_circle_without_a_question_or_with_an_open_one_stops_publishing(document):
    theme, *others = document.themes
    *kept, last = theme.questions
    open_one = msgspec.structs.replace(last, form=AnswerForm.OPEN, points=())
    for questions in (kept, [*kept, open_one], [*kept, last, open_one]):
        changed = msgspec.structs.replace(theme, questions=tuple(questions))
        found = problems(msgspec.structs.replace(document, themes=(changed, *others)))
        assert any("kring" in sentence for sentence in found)


def test_the_provider_as_client_has_no_deepest_question(document):
    theme = document.theme("hulpverlener-als-client")
    assert Depth.DEEPEST not in {question.depth for question in theme.questions}
    assert theme.remark.startswith("Bij dit thema vraagt niemand naar iemands gezondheid.")


def test_the_sessions_own_questions(document):
    codes = {purpose: [q.code for q in document.asked(purpose)] for purpose in Purpose}
    assert codes[Purpose.CHECKIN] == ["BEG-1"]
    assert codes[Purpose.GUESTS] == ["GAST-1"]
    assert codes[Purpose.START] == ["EV-5-BEGIN"]
    assert codes[Purpose.HARVEST] == ["EIND-1"]
    assert codes[Purpose.CHECKOUT] == ["EIND-2"]
    assert codes[Purpose.POLL] == ["PEIL-TEAM", "PEIL-VORMEN"]
    assert codes[Purpose.EVALUATION] == ["EV-1", "EV-3", "EV-5", "EV-6", "EV-7", "EV-10"]
    kept = {question.code for question in document.questions if not question.asked}
    assert kept == {"BEG-2", "EV-2", "EV-3-OPEN", "EV-4a", "EV-4b", "EV-8", "EV-9"}


def test_the_line_from_light_to_heavy_is_asked_twice_in_the_same_words(document):
    start = document.asked(Purpose.START)[0]
    end = next(q for q in document.questions if q.code == "EV-5")
    assert (start.text, start.points) == (end.text, end.points)


def test_every_point_of_a_scale_has_the_agreed_word(document):
    scales = [q for q in document.questions if q.form == AnswerForm.SCALE]
    assert len(scales) == 10
    for question in scales:
        assert question.points == (
            *("helemaal niet", "niet echt", "een beetje", "grotendeels", "helemaal"),
        )


def test_polls_can_be_left_open(document):
    for poll in document.asked(Purpose.POLL):
        assert [option.text for option in poll.options if option.alone][-1] == "Weet ik niet"
    forms = document.asked(Purpose.POLL)[1]
    assert forms.most == 3
    assert len(forms.options) == 12


def test_help_is_named_exactly(document):
    assert document.passage("opvang").text == OPVANG


def test_nothing_promises_anonymity(document):
    texts = [p.text for p in document.passages] + [q.text + q.help for q in all_questions(document)]
    said = [text.lower().replace("niet anoniem", "") for text in texts]  # that is no promise
    assert not [text for text in said if "anoniem" in text]


def test_no_question_is_longer_than_fifteen_words(document):
    role = "Stel je voor: je bent een cliënt."  # says only who one is
    asked = [q.text.removeprefix(role) for q in all_questions(document)]
    assert not [text for text in asked if len(text.split()) > 15]


def test_the_fact_bank_is_whole(document):
    assert len(document.facts) == 119
    assert len({fact.code for fact in document.facts}) == 119
    assert not [fact.code for fact in document.facts if not fact.citations]
    cautions = {fact.code for fact in document.facts if fact.caution}
    assert {"GGZ-01", "GGZ-03", "GGZ-10", "GEV-02", "ZEL-01", "VRM-04", "AAN-11"} <= cautions


def test_every_figure_of_the_panel_or_the_survey_has_the_caution_of_its_population(document):
    """LMA 2019: chapter 4 is the clients' panel, chapter 5 the survey among professionals."""
    for fact in document.facts:
        places = " ".join(c.detail for c in fact.citations if c.source == "lma19")
        found = set()
        if re.search(r"(§|tabel )4\.", places):
            found.add("panel")
        if re.search(r"(§|tabel |en )5\.", places):
            found.add("enquete")
        if re.search(r"\d", fact.text) and found:
            assert set(fact.populations) == found, fact.code
            assert len(document.cautions(fact)) >= len(found), fact.code


def test_the_prevalence_in_the_population_is_never_on_a_card(document):
    """The recovery report (TRI14 §5.3) doubts that it makes anything more ordinary."""
    assert document.fact("ALG-05").off_cards
    cited = {code for theme in document.themes for code in theme.facts}
    assert "ALG-05" not in cited
    assert all(2 <= len(theme.facts) <= 3 for theme in document.themes)


def test_no_jargon_of_ours_is_shown(document):
    said = to_builtins(document)
    assert "brondocument" not in str(said)


def test_the_deck_is_not_named_as_the_source_of_another_study(document):
    cited = [c for fact in document.facts for c in fact.citations if c.source == "deck"]
    assert not [c for c in cited if "Schulze" in c.detail]
    assert "geen enkele dia" in document.source("deck").note


def test_facts_keep_figures_and_where_they_come_from(document):
    facts = {fact.code: fact for fact in document.facts}
    assert "42,7%" in facts["ALG-05"].text
    assert "18%" in facts["ALG-05"].text
    assert facts["GGZ-02"].references == ("x.c.ggz54", "x.c.recent56")
    assert [c.source for c in facts["GGZ-01"].citations] == ["handl", "deck", "lma19"]
    assert facts["GEV-05"].citations[0].detail.endswith("Meise e.a. 2001")
    assert facts["HVC-01"].caution == "Niet aan deelnemers vragen."


def test_every_number_on_a_slide_has_a_source(document):
    figures = [figure for slide in slides(document).values() for figure in slide.figures]
    assert [figure for figure in figures if figure.value is not None and not figure.citations] == []
    assert len([figure for figure in figures if figure.value is not None]) == 6


def test_the_consequences_are_those_of_table_4_2(document):
    slide = slides(document)["gevolgen"]
    # LMA 2019, table 4.2, panel Psychisch Gezien, n = 628.
    assert {figure.label: figure.value for figure in slide.figures} == {
        "Zelfbeeld": 67,
        "Zelfvertrouwen en hoop": 60,
        "Kwaliteit van leven": 58,
        "Contact met anderen": 54,
        "Herstel": 47,
    }
    assert "Van alle 628 panelleden; vijf van elf gebieden." in slide.body
    assert all("een deel krijgt geen zorg" in f.caution for f in slide.figures)
    assert draw(slide, document.sources).sources == "Trimbos-instituut 2019: tabel 4.2"


def test_a_figure_that_is_about_experiences_says_so(document):
    figure = slides(document)["stigma-in-de-ggz"].figures[0]
    assert figure.value == 22.3
    assert "niet over personen" in figure.caution
    assert "ongeveer een kwart" in figure.caution  # as LMA 2019, §3.2.1, says it
    assert "Schulze 2007, internationaal overzicht" in figure.text
    assert [citation.source for citation in figure.citations] == ["handl"]


def test_figures_that_measure_different_things_never_share_a_slide(document):
    for slide in slides(document).values():
        values = {figure.value for figure in slide.figures}
        assert len(values & {22.3, 23, 13}) <= 1
        assert not ({22.3, 54} <= values)
        assert 76 not in values


@pytest.mark.parametrize(
    ("minutes", "count"), [(60, 2), (75, 2), (90, 3), (120, 6), (150, 9), (180, 9), (240, 9)]
)
def test_a_longer_session_holds_more_theory(document, minutes, count):
    held = [s.key for s in slides(document).values() if s.minimum_session <= minutes]
    assert len(held) == count
    assert {"wat-is-stigma", "stigma-in-de-ggz"} <= set(held)


def test_everything_is_concept_until_it_was_tested(document):
    items = [*slides(document).values(), *document.themes, *all_questions(document)]
    items += [*document.passages, *(theme.film for theme in document.themes)]
    assert not document.rules_tested
    assert not [item for item in items if item.tested]


def test_the_shipped_module_can_be_published(document):
    assert problems(document) == []
