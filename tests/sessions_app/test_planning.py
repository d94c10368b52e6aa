"""The planner: every rule that a programme keeps, over all choices of themes and all lengths."""

from itertools import combinations
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from content.document import AnswerForm, Passage, Purpose, Question
from content.files import read
from sessions_app.planning import CannotPlan, Guests, LedBy, Programme, Wish, plan
from tests.factories import SLUGS, make_document, make_theme

DOCUMENT = make_document()
SHIPPED = read(Path(settings.BASE_DIR) / "fixtures" / "bij-nader-inzien")
CLIENT = "hulpverlener-als-client"
LENGTHS = range(60, 241, 15)
ENDS = ("intent", "harvest", "evaluation", "checkout")


def wish(minutes: int = 120, themes: tuple[str, ...] = ("bejegening", "hoop"), **more) -> Wish:
    return Wish(**({"minutes": minutes, "themes": themes, "group_size": 12} | more))


def kinds(programme: Programme) -> list[str]:
    return [step.kind for step in programme.steps]


def only(programme: Programme, kind: str):
    [step] = [step for step in programme.steps if step.kind == kind]
    return step


def first(programme: Programme, kind: str):
    return next(step for step in programme.steps if step.kind == kind)


def asked(programme: Programme) -> list:
    return [question for step in programme.steps for question in step.questions]


def assert_sound(made: Programme, minutes: int, chosen: tuple[str, ...]) -> None:
    """What holds for every programme, whatever was asked."""
    steps = made.steps
    assert sum(step.minutes for step in steps) == made.minutes <= minutes
    for step in steps:
        assert step.least <= step.minutes <= step.most, step.title
    stretch = 0
    for step in steps:
        stretch = 0 if step.kind == "break" else stretch + step.minutes
        assert stretch <= 90
    order = kinds(made)
    assert order.index("rules") < order.index("film")
    assert order[-1] == "checkout"
    assert steps[-1].content.aftercare
    assert tuple(order[-5:]) == ("slack", *ENDS)
    slack = steps[-5].minutes
    assert abs(slack - (2 + 5 * (made.minutes - 60) / 60)) <= 0.5
    assert slack >= 2
    for before, pause, after in zip(steps, steps[1:], steps[2:], strict=False):
        if pause.kind == "break":
            assert before.block != after.block
    stay = [step.theme for step in steps if step.kind == "film"]
    assert sorted(stay) == sorted(made.themes)
    assert set(made.themes) | set(made.left_out) == set(chosen)
    assert not set(made.themes) & set(made.left_out)
    assert stay[0] != CLIENT
    closeness = {theme.slug: (theme.closeness, theme.number) for theme in DOCUMENT.themes}
    assert stay == sorted(stay, key=closeness.__getitem__)
    for theme in (DOCUMENT.theme(slug) for slug in stay):
        film, alone, talk = [step for step in steps if step.theme == theme.slug]
        assert (film.kind, alone.kind, talk.kind) == ("film", "alone", "together")
        assert 0 <= film.minutes * 60 - theme.film.seconds < 60
        assert talk.minutes >= 15
        assert talk.minutes * 60 >= 2 * theme.film.seconds
    if minutes == 60:
        assert len(stay) == 1
        assert made.minutes == 60


@pytest.mark.parametrize(
    ("document", "lengths"),
    [(DOCUMENT, LENGTHS), (SHIPPED, (60, 105, 120, 180, 240))],
    ids=["small", "shipped"],
)
def test_every_choice_of_themes_at_every_length_gives_a_sound_programme(document, lengths):
    for count in range(1, len(SLUGS) + 1):
        for chosen in combinations(SLUGS, count):
            for minutes in lengths:
                asked_for = wish(minutes, chosen)
                if chosen == (CLIENT,):
                    with pytest.raises(CannotPlan, match="nooit alleen"):
                        plan(document, asked_for)
                    continue
                assert_sound(plan(document, asked_for), minutes, chosen)


@hypothesis.settings(max_examples=150, deadline=None)
@given(
    themes=st.lists(st.sampled_from(SLUGS), min_size=1, max_size=9, unique=True),
    minutes=st.sampled_from(LENGTHS),
    group_size=st.integers(2, 5000),
    led_by=st.sampled_from(LedBy),
    guests=st.sampled_from(Guests),
    phone_free=st.booleans(),
)
def test_any_wish_gives_the_same_sound_programme_twice(
    themes, minutes, group_size, led_by, guests, phone_free
):
    asked_for = Wish(
        minutes=minutes,
        themes=tuple(themes),
        group_size=group_size,
        led_by=led_by,
        guests=guests,
        phone_free=phone_free,
        contact="Anja, vertrouwenspersoon",
    )
    if themes == [CLIENT]:
        with pytest.raises(CannotPlan):
            plan(DOCUMENT, asked_for)
        return
    made = plan(DOCUMENT, asked_for)
    assert_sound(made, minutes, tuple(themes))
    assert plan(make_document(), asked_for) == made
    forms = {question.form for question in asked(made)}
    if phone_free:
        assert not forms
    if group_size < 5:
        assert forms <= {AnswerForm.PRIVATE}
    if group_size < 10 or led_by == LedBy.MANAGER:
        assert AnswerForm.OPEN not in forms


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != CLIENT])
def test_an_hour_holds_each_theme_but_the_one_that_never_stands_alone(slug):
    made = plan(DOCUMENT, wish(60, (slug,)))
    assert made.minutes == 60
    assert made.themes == (slug,)


def test_importance_decides_which_themes_stay_and_closeness_their_order():
    made = plan(DOCUMENT, wish(120, ("emoties-op-de-werkvloer", "werkdruk", "bejegening", "hoop")))
    assert made.themes == ("emoties-op-de-werkvloer", "werkdruk", "bejegening")
    assert made.left_out == ("hoop",)
    films = [step.theme for step in made.steps if step.kind == "film"]
    assert films == ["werkdruk", "bejegening", "emoties-op-de-werkvloer"]
    assert "Hoop past niet in 2 uur" in made.remarks[0]


def test_the_most_important_theme_stays_with_a_companion_when_it_may_not_stand_first():
    made = plan(DOCUMENT, wish(90, (CLIENT, "bejegening", "werkdruk")))
    assert made.themes == (CLIENT, "bejegening")
    films = [step.theme for step in made.steps if step.kind == "film"]
    assert films == ["bejegening", CLIENT]


def test_it_is_left_out_where_it_would_stand_alone():
    made = plan(DOCUMENT, wish(60, (CLIENT, "bejegening")))
    assert made.themes == ("bejegening",)
    assert made.left_out == (CLIENT,)


def test_it_comes_second_even_where_editors_call_it_the_least_close():
    themes = tuple(
        make_theme(*row)
        for row in ((8, CLIENT, "Hulpverlener als cliënt", 180, 1), (7, "hoop", "Hoop", 315, 2))
    )
    made = plan(make_document(themes=themes), wish(120, (CLIENT, "hoop")))
    assert [step.theme for step in made.steps if step.kind == "film"] == ["hoop", CLIENT]


def test_too_few_themes_are_not_stretched_but_others_suggested():
    made = plan(DOCUMENT, wish(240, ("passend-aanbod",)))
    assert made.shorter
    assert made.wished == 240
    assert made.suggestions[0] == "werkdruk"
    assert any("Langer zou rekken zijn" in remark for remark in made.remarks)
    assert any("Denk aan Werkdruk" in remark for remark in made.remarks)


def test_what_is_offered_is_the_longest_that_fits():
    made = plan(DOCUMENT, wish(240, ("passend-aanbod",)))
    longer = plan(DOCUMENT, wish(made.minutes, ("passend-aanbod",)))
    assert longer.minutes == made.minutes
    assert sum(step.most for step in made.steps) <= made.minutes + 1


def test_a_film_that_is_too_long_for_the_time_says_what_is_needed():
    theme = make_theme(1, "lang", "Lange film", 1500, 1)
    with pytest.raises(CannotPlan) as refused:
        plan(make_document(themes=(theme,)), wish(60, ("lang",)))
    assert "past niet in 1 uur. Kies minstens 2 uur en 15 minuten" in refused.value.sentence


def test_a_film_that_fits_no_session_says_so():
    theme = make_theme(1, "lang", "Lange film", 3600, 1)
    with pytest.raises(CannotPlan, match="kortere film"):
        plan(make_document(themes=(theme,)), wish(60, ("lang",)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"themes": ()}, "Kies minstens één thema"),
        ({"themes": ("bestaat-niet",)}, "bestaat niet meer"),
        ({"minutes": 45}, "60 tot 240 minuten"),
        ({"minutes": 300}, "60 tot 240 minuten"),
    ],
)
def test_a_wish_that_makes_no_sense_is_answered_with_a_sentence(change, sentence):
    with pytest.raises(CannotPlan, match=sentence):
        plan(DOCUMENT, wish(**change))


def test_a_theme_chosen_twice_counts_once():
    assert plan(DOCUMENT, wish(120, ("hoop", "hoop"))).themes == ("hoop",)


def test_polls_go_first_when_time_is_short():
    roomy = plan(DOCUMENT, wish(120, ("bejegening", "hoop")))
    tight = plan(DOCUMENT, wish(90, ("bejegening", "professionele-afstand")))
    assert "poll" in kinds(roomy)
    assert "poll" not in kinds(tight)
    assert any("minder tijd voor peilingen" in remark for remark in tight.remarks)


def test_slides_join_in_longer_sessions():
    short = [step.title for step in plan(DOCUMENT, wish(60)).steps if step.kind == "slide"]
    long = [step.title for step in plan(DOCUMENT, wish(120)).steps if step.kind == "slide"]
    assert short == ["Dia s0", "Dia s1"]
    assert len(long) == 5


def test_a_leading_manager_keeps_open_answers_on_the_phone_and_reads_a_promise():
    made = plan(DOCUMENT, wish(led_by=LedBy.MANAGER))
    assert AnswerForm.OPEN not in {question.form for question in asked(made)}
    assert AnswerForm.SCALE in {question.form for question in asked(made)}
    alone = first(made, "alone")
    assert [question.form for question in alone.questions] == [
        AnswerForm.PRIVATE,
        AnswerForm.PRIVATE,
    ]
    assert "Werkdruk" not in alone.content.lead
    notes = {note.heading: note.text for note in only(made, "welcome").content.notes}
    assert notes["Lees hardop voor"] == "Wat ik vandaag hoor, blijft hier."
    assert any("omdat een leidinggevende de sessie leidt" in remark for remark in made.remarks)


def test_the_promise_is_not_read_when_a_colleague_leads():
    headings = [n.heading for n in only(plan(DOCUMENT, wish()), "welcome").content.notes]
    assert "Lees hardop voor" not in headings


def test_with_ten_people_open_answers_are_sent_and_with_nine_they_stay():
    ten = plan(DOCUMENT, wish(group_size=10))
    nine = plan(DOCUMENT, wish(group_size=9))
    assert AnswerForm.OPEN in {question.form for question in first(ten, "alone").questions}
    assert AnswerForm.OPEN not in {question.form for question in asked(nine)}
    assert any("minder dan tien" in remark for remark in nine.remarks)
    opener = "Bejegening, vraag G1?"
    assert first(nine, "together").content.talk[0] == opener
    assert opener not in first(ten, "together").content.talk


def test_under_five_there_are_no_polls_and_no_scales():
    made = plan(DOCUMENT, wish(group_size=4))
    assert "poll" not in kinds(made)
    assert {question.form for question in asked(made)} == {AnswerForm.PRIVATE}
    evaluation = only(made, "evaluation")
    assert not evaluation.questions
    assert "Ik begrijp beter." in evaluation.content.points  # on paper, never asked aloud
    assert "Ik begrijp beter." not in evaluation.content.talk
    assert any("minder dan vijf" in remark for remark in made.remarks)


def test_what_no_phone_can_ask_is_asked_aloud_beside_what_phones_ask():
    said = Question(
        code="EV-HARDOP", purpose=Purpose.EVALUATION, text="Hoe gaan we?", form=AnswerForm.ALOUD
    )
    document = make_document(questions=(*DOCUMENT.questions, said))
    evaluation = only(plan(document, wish()), "evaluation")
    assert evaluation.questions
    assert evaluation.content.talk == ("Hoe gaan we?",)


def test_phone_free_asks_nothing_on_a_phone_and_loses_no_question():
    made = plan(DOCUMENT, wish(phone_free=True))
    assert asked(made) == []
    assert "poll" not in kinds(made)
    assert first(made, "alone").content.talk
    assert "Bejegening, vraag A1?" in only(made, "intent").content.talk
    assert any("zonder telefoons" in remark for remark in made.remarks)


def test_above_eight_a_talk_starts_in_threes():
    nine = first(plan(DOCUMENT, wish(group_size=9)), "together")
    eight = first(plan(DOCUMENT, wish(group_size=8)), "together")
    assert eight.content.threes_minutes == 0
    assert abs(nine.content.threes_minutes - 0.4 * nine.minutes) <= 0.5


def test_a_talk_goes_from_safe_to_deep_and_changes_perspective_only_with_time():
    hasty = first(plan(DOCUMENT, wish(60, ("werkdruk",))), "together")
    calm = first(plan(DOCUMENT, wish(120, ("werkdruk",))), "together")
    assert hasty.content.talk == ("Werkdruk, vraag G2?", "Werkdruk, vraag G3?")
    assert not hasty.content.check
    assert calm.content.talk[2].startswith("Stel je voor: je bent een cliënt, naaste of collega")
    assert calm.content.check == "Aan wie kun je vragen of dit klopt?"


def test_where_the_third_question_is_safe_it_comes_before_the_deeper_one():
    made = plan(DOCUMENT, wish(120, ("werkdruk", CLIENT), group_size=8))
    talks = {s.theme: s.content.talk for s in made.steps if s.kind == "together"}
    talk = talks[CLIENT]
    assert [text[-3:-1] for text in talk[:3]] == ["G1", "G3", "G2"]


def test_guests_are_named_with_what_they_ask():
    made = plan(DOCUMENT, wish(guests=Guests.BOTH))
    [remark] = [r for r in made.remarks if r.startswith("Er komen cliënten en naasten bij")]
    assert "na afloop" in remark


def test_the_contact_stands_at_the_start_and_at_the_end():
    made = plan(DOCUMENT, wish(contact="Anja, 06 12 34"))
    care = only(made, "checkout").content.aftercare
    assert "Anja, 06 12 34" in care
    assert "Bel 113" in care
    assert any("Anja, 06 12 34" in note.text for note in only(made, "welcome").content.notes)


def test_the_film_asks_to_be_seen_first_and_is_announced_aloud():
    notes = [(n.heading, n.text) for n in first(plan(DOCUMENT, wish()), "film").content.notes]
    assert ("Vooraf", "Bekijk de film eerst zelf.") in notes
    assert ("Lees hardop voor", "Inleiding bij Bejegening.\n\nDeze film kan je raken.") in notes


def test_what_was_not_tested_is_marked_and_what_was_is_not():
    assert not only(plan(DOCUMENT, wish()), "rules").content.tested
    assert only(plan(make_document(rules_tested=True), wish()), "rules").content.tested


def test_a_bare_edition_without_texts_still_plans():
    bare = make_document(questions=(), passages=(), chapters=(), aims=(), rules=())
    assert_sound(plan(bare, wish(60, contact="Anja")), 60, ("bejegening", "hoop"))


def test_the_module_as_it_ships_has_the_same_films_as_the_small_one():
    shipped = {t.slug: (t.number, t.film.seconds, t.closeness) for t in SHIPPED.themes}
    small = {t.slug: (t.number, t.film.seconds, t.closeness) for t in DOCUMENT.themes}
    assert shipped == small


def test_every_source_of_a_slide_stands_with_its_step():
    slides = [s for s in plan(SHIPPED, wish(240)).steps if s.kind == "slide"]
    assert slides
    for step in slides:
        cited = {c.source for figure in step.content.slide.figures for c in figure.citations}
        assert len(step.content.sources) == len(cited)


def test_the_aftercare_of_the_edition_is_kept_word_for_word():
    care = Passage(key="opvang", title="Opvang", text="Eerst dit.\n\nDan dat.", tested=True)
    made = plan(make_document(passages=(care,)), wish())
    assert "Eerst dit.\n\nDan dat." in only(made, "checkout").content.aftercare
