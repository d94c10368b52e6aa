"""What the module as it ships becomes in a session: whose view is heard, and what cards say."""

import pytest

from content.document import AnswerForm
from content.files import read
from content.passages import SHIPPED as FOLDER
from sessions_app import kinds
from sessions_app.planning import Guests, LedBy, Programme, Wish, brief_of, plan
from sessions_app.script import PlannedStep

SHIPPED = read(FOLDER)


def wish(minutes: int = 120, themes: tuple[str, ...] = ("bejegening", "hoop"), **more) -> Wish:
    return Wish(**({"minutes": minutes, "themes": themes, "group_size": 12} | more))


def only(programme: Programme, kind: str) -> PlannedStep:
    [step] = [step for step in programme.steps if step.kind == kind]
    return step


@pytest.mark.parametrize("guests", [Guests.CLIENTS, Guests.RELATIVES, Guests.BOTH])
def test_guests_are_asked_themselves_and_nobody_plays_them(guests):
    made = plan(SHIPPED, wish(120, ("hoop", "werkdruk"), guests=guests))
    for talk in (step.content for step in made.steps if step.kind == "together"):
        assert talk.talk[-1] == "Wat willen jullie dat wij weten?"
        assert not any(text.startswith("Stel je voor") for text in talk.talk)
        assert talk.roles == SHIPPED.said("gasten-scherm")
        assert not talk.check


@pytest.mark.parametrize("minutes", [15, 18, 22, 26, 40])
def test_a_talk_of_any_length_names_stigma_and_ends_with_the_others_view(minutes):
    wished = wish(120, ("hoop",), group_size=12)
    brief = brief_of(SHIPPED, wished, 120, [SHIPPED.theme("hoop")])
    made = kinds.of("together").make(brief.about(theme=SHIPPED.theme("hoop")), minutes)
    assert "Welke zin van ons maakt een toekomst kleiner?" in made.content.talk
    assert made.content.talk[-1].startswith("Stel je voor")
    assert 3 <= len(made.content.talk) <= 6
    listed = " ".join(note.text for note in made.content.notes)
    spoken = [q.text for q in SHIPPED.theme("hoop").questions if q.form == AnswerForm.ALOUD]
    assert all(text in made.content.talk or text in listed for text in spoken)


def test_with_relatives_there_their_question_comes_first():
    made = plan(SHIPPED, wish(60, ("hoop",), guests=Guests.RELATIVES))
    [talk] = [step.content.talk for step in made.steps if step.kind == "together"]
    assert "Wat doe je als naasten geen hoop meer hebben?" in talk


def test_at_the_end_two_questions_to_oneself_at_most_of_what_matters_most():
    made = plan(SHIPPED, wish(240, ("hoop", "werkdruk", "passend-aanbod", "bejegening")))
    codes = [question.code for question in only(made, "intent").questions]
    assert codes == ["WRK-A1", "HOP-A1"]


def test_the_card_of_a_talk_holds_the_themes_facts_with_source_and_caution():
    made = plan(SHIPPED, wish(60, ("hoop",)))
    [facts] = [step.content.facts for step in made.steps if step.kind == "together"]
    assert len(facts) == 3
    assert "17%" in facts[0].text
    assert facts[0].source == "Trimbos-instituut 2019, tabel 4.3 en 5.5"
    assert len(facts[0].cautions) == 2


@pytest.mark.parametrize(
    ("guests", "named"),
    [
        (Guests.NONE, set()),
        (Guests.CLIENTS, {"patiëntenvertrouwenspersoon"}),
        (Guests.RELATIVES, {"familievertrouwenspersoon"}),
        (Guests.BOTH, {"patiëntenvertrouwenspersoon", "familievertrouwenspersoon"}),
    ],
)
def test_aftercare_names_whom_guests_can_turn_to(guests, named):
    care = only(plan(SHIPPED, wish(guests=guests)), "checkout").content.aftercare
    found = {"patiëntenvertrouwenspersoon", "familievertrouwenspersoon"}
    assert {name for name in found if name in care} == named


def test_a_manager_who_leads_is_warned_at_the_theme_that_is_about_colleagues_themselves():
    themes = ("werkdruk", "hulpverlener-als-client")
    warning = SHIPPED.theme("hulpverlener-als-client").with_manager
    for led_by in LedBy:
        made = plan(SHIPPED, wish(120, themes, led_by=led_by))
        notes = [note.text for step in made.steps for note in step.content.notes]
        assert (warning in notes) == (led_by == LedBy.MANAGER)
        assert any(warning in remark for remark in made.remarks) == (led_by == LedBy.MANAGER)


def test_every_card_has_a_short_form_shorter_than_the_long_one():
    made = plan(SHIPPED, wish(240, ("hoop", "werkdruk"), guests=Guests.BOTH, contact="Anja"))
    for step in made.steps:
        if kinds.of(step.kind).runs:
            long = sum(len(note.text) for note in step.content.notes)
            short = sum(len(note.short) for note in step.content.notes)
            aloud = any(note.aloud for note in step.content.notes)
            assert aloud or 0 < short < long, step.title
