"""A word round and a lens, added by hand: where they belong, and asked more than once."""

import msgspec
import pytest
from django.utils import timezone

from content import editions
from content.document import AnswerForm, Purpose, to_builtins
from sessions_app import programmes, rewishing
from sessions_app.errors import Refused
from sessions_app.planning import Wish
from sessions_app.script import once
from tests.factories import make_document
from tests.sessions_app.room import make_edition

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("kind", ["words", "lens"])


def planned(**changes):
    known = {"minutes": 120, "themes": ("hoop", "werkdruk"), "group_size": 12}
    wish = Wish(**(known | changes))
    return programmes.make_session(make_edition(), wish, "Team Noord", timezone.now())


def asked(step) -> list[tuple[str, str]]:
    return [(once(question.code), question.form) for question in step.questions.all()]


@BOTH
def test_within_a_theme_it_belongs_to_that_theme(kind):
    session = planned()
    film = session.steps.filter(kind="film").first()
    inside = programmes.add_step(session, film, kind=kind)
    outside = programmes.add_step(session, None, kind=kind)
    assert (inside.block, inside.theme, inside.theme_number) == (
        film.block,
        film.theme,
        film.theme_number,
    )
    assert (outside.block, outside.theme, outside.theme_number) == ("eigen", "", 0)


@BOTH
def test_it_can_be_asked_again_and_nothing_joins_the_two(kind):
    session = planned()
    steps = [programmes.add_step(session, None, kind=kind) for _ in range(3)]
    codes = [step.questions.get().code for step in steps]
    assert len(set(codes)) == 3
    assert len({once(code) for code in codes}) == 1
    assert all(len(code) <= 20 for code in codes)


@BOTH
def test_a_longer_step_asks_the_same(kind):
    session = planned()
    steps = [programmes.add_step(session, None, kind=kind) for _ in range(2)]
    before = steps[1].questions.get().ref
    programmes.set_minutes(steps[1], 9)
    assert steps[1].questions.get().ref == before


@pytest.mark.parametrize("changes", [{"group_size": 9}, {"led_by": "manager"}], ids=str)
def test_where_words_are_not_sent_one_notes_a_word_and_says_it(changes):
    step = programmes.add_step(planned(**changes), None, kind="words")
    assert asked(step) == [("WOORD-1", AnswerForm.PRIVATE)]
    assert "hardop" in step.script.lead
    assert not any("lees eerst" in note.text.lower() for note in step.script.notes)


def test_a_second_round_stays_on_the_phones_too_once_the_group_is_small():
    session = planned()
    for _ in range(2):
        programmes.add_step(session, None, kind="words")
    now = rewishing.wanted_now(session)
    wish = msgspec.structs.replace(now.wish, group_size=8)
    wanted = rewishing.Wanted(wish=wish, title=now.title, starts_at=now.starts_at)
    rewishing.change(session, rewishing.consequence(session, wanted))
    rounds = session.steps.filter(kind="words")
    assert [form for step in rounds for _, form in asked(step)] == [AnswerForm.PRIVATE] * 2
    assert all("hardop" in step.script.lead for step in rounds)


@BOTH
def test_an_edition_from_before_says_what_to_do(kind):
    session = planned()
    old = tuple(
        q for q in make_document().questions if q.purpose not in (Purpose.WORDS, Purpose.LENS)
    )
    session.edition.document = to_builtins(make_document(questions=old))
    session.edition.save()
    editions.document.cache_clear()
    with pytest.raises(Refused, match="oudere versie"):
        programmes.add_step(session, None, kind=kind)


def test_without_phones_the_marks_stand_on_the_screen():
    step = programmes.add_step(planned(phone_free=True), None, kind="lens")
    assert step.script.talk == ("Wat zag je?", "Dwang", "Somber")
