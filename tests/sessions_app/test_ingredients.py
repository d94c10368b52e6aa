"""Which of the six ingredients are in a programme, whatever it is made of."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files import read
from content.passages import SHIPPED
from sessions_app import ingredients
from sessions_app.ingredients import RECOVERY_SLIDES, RECOVERY_THEMES, Ingredient
from sessions_app.planning import Wish, plan
from sessions_app.script import PlannedStep
from sessions_app.wish import Guests, Lived
from tests.contract.test_every_sentence import of_mirrors


@cache
def document():
    return read(SHIPPED)


@cache
def pool() -> tuple[PlannedStep, ...]:
    """Steps of several programmes, and two that are added by hand."""
    themes = [theme.slug for theme in document().themes]
    wishes = [Wish(minutes=240, themes=tuple(some), group_size=12) for some in (themes[:4], themes)]
    made = [step for wish in wishes for step in plan(document(), wish).steps]
    mirrors = [
        PlannedStep("mirror", "eigen", f"Spiegel {n}", 8, 6, 8, 12, content=content)
        for n, content in enumerate(of_mirrors()[:2])
    ]
    return (*made, *mirrors)


@pytest.fixture(scope="module", autouse=True)
def ready() -> None:
    """Read and planned before anything is drawn: that takes longer than all the drawing."""
    pool()


STEPS = st.lists(st.sampled_from(range(60)), max_size=12).map(
    lambda numbers: [pool()[n % len(pool())] for n in numbers]
)
WHO = {"guests": st.sampled_from(Guests), "lived": st.sampled_from(Lived)}


def there(steps, guests, lived) -> set[Ingredient]:
    return {one.ingredient for one in ingredients.of(steps, guests, lived) if one.there}


@given(steps=STEPS, **WHO)
def test_all_six_are_told_in_one_order_and_each_names_what_it_is_in(steps, guests, lived):
    found = ingredients.of(steps, guests, lived)
    assert [one.ingredient for one in found] == list(Ingredient)
    titles = {step.title for step in steps}
    people = {*ingredients.LIVED.values(), *ingredients.GUESTS.values()}
    assert all(set(one.by) <= titles | people for one in found)
    assert all(len(one.by) == len(set(one.by)) for one in found)


@given(steps=STEPS, more=STEPS, **WHO)
def test_a_step_more_takes_nothing_away_and_order_does_not_matter(steps, more, guests, lived):
    before = there(steps, guests, lived)
    assert before <= there([*steps, *more], guests, lived)
    assert before == there(steps[::-1], guests, lived)


@given(steps=STEPS, **WHO)
def test_who_leads_from_experience_takes_nothing_away(steps, guests, lived):
    without = there(steps, guests, Lived.UNASKED)
    assert there(steps, guests, Lived.NOT_NOW) == without
    leads = there(steps, guests, Lived.LEADS)
    assert without | {Ingredient.STORY} <= leads
    assert (Ingredient.STORY in there(steps, guests, lived)) == (
        lived in (Lived.LEADS, Lived.ALONG)
    )


def test_nothing_is_in_nothing():
    assert there([], Guests.NONE, Lived.UNASKED) == set()


def test_a_film_alone_is_one_form_of_contact():
    films = [step for step in pool() if step.content.film]
    assert Ingredient.CONTACT not in there(films, Guests.NONE, Lived.UNASKED)
    for guests, lived in ((Guests.CLIENTS, Lived.UNASKED), (Guests.NONE, Lived.COLLEAGUE)):
        assert Ingredient.CONTACT in there(films, guests, lived)


def test_recovery_is_looked_for_by_names_that_the_module_has():
    assert {theme.slug for theme in document().themes} >= RECOVERY_THEMES
    slides = {slide.key for chapter in document().chapters for slide in chapter.slides}
    assert slides >= RECOVERY_SLIDES


def test_the_module_says_each_and_where_they_come_from():
    lines = ingredients.lines(document(), ingredients.of(pool(), Guests.NONE, Lived.UNASKED))
    assert len(lines) == len(Ingredient)
    assert all(line.name and line.adds for line in lines)
    (source,) = ingredients.sources(document())
    assert "Knaak" in source.detail


@pytest.mark.parametrize("minutes", [60, 120])
def test_what_planning_makes_holds_figures_and_the_other_view(minutes):
    steps = plan(document(), Wish(minutes=minutes, themes=("hoop",), group_size=12)).steps
    assert {Ingredient.PERSON, Ingredient.RECOVERY} <= there(steps, Guests.NONE, Lived.UNASKED)
