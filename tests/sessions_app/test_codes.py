"""Join codes: easy to say and type, and never given twice at a time."""

import re

import pytest

from sessions_app import codes, running
from sessions_app.models import JoinCode
from tests.sessions_app.room import make_session


@pytest.mark.parametrize(
    "typed", ["KIEM274", "kiem 274", " Kiem-274 ", "k i e m 2 7 4", "kiem‑274"]
)
def test_a_code_is_read_without_regard_to_case_spaces_and_hyphens(typed):
    assert codes.read_code(typed) == "KIEM274"


def test_reading_never_fails_however_odd_the_input():
    for typed in ("", "   ", "\x00", "ß" * 50, "a" * 10_000, "'; DROP TABLE"):
        assert re.fullmatch(r"[A-Z0-9]{0,16}", codes.read_code(typed))


def test_every_word_can_be_read_back_and_there_are_enough_of_them():
    assert len(codes.WORDS) == len(set(codes.WORDS))
    assert len(codes.WORDS) * len(codes.NUMBERS) > 5_000_000
    for word in codes.WORDS:
        assert re.fullmatch(r"[A-Z]{3,10}", word), word


@pytest.mark.django_db
def test_a_new_code_replaces_the_old_one_which_stays_for_who_is_in():
    session = make_session()
    first = codes.give_code(session)
    second = codes.give_code(session)
    first.refresh_from_db()
    assert not first.current
    assert second.current
    assert session.code == second.shown
    assert set(session.codes.all()) == {first, second}


@pytest.mark.django_db
def test_a_code_is_shown_as_a_word_and_a_number():
    shown = codes.give_code(make_session()).shown
    assert re.fullmatch(r"[A-Z]+ \d{4}", shown)
    assert JoinCode.objects.filter(code=codes.read_code(shown)).exists()


@pytest.fixture
def two_codes(monkeypatch):
    """A world with two codes, KIEM 100 and KIEM 101."""
    monkeypatch.setattr(codes, "WORDS", ["KIEM"])
    monkeypatch.setattr(codes, "NUMBERS", range(100, 102))


@pytest.mark.django_db
def test_no_code_is_used_again_before_its_session_ended(two_codes):
    first = codes.give_code(make_session())
    second = codes.give_code(make_session())
    assert {first.code, second.code} == {"KIEM100", "KIEM101"}


@pytest.mark.django_db
def test_a_code_of_an_ended_session_may_be_given_again(two_codes):
    over = make_session()
    taken = {codes.give_code(over).code, codes.give_code(over).code}
    running.start(over)
    running.finish(over)
    session = make_session()
    assert codes.give_code(session).code in taken
    assert session.codes.get().session == session


@pytest.mark.django_db
def test_a_code_of_an_older_letter_still_leads_somewhere():
    session = make_session()
    old = JoinCode.objects.create(code="KIEM274", session=session)
    assert old.shown == "KIEM 274"
    assert codes.find(codes.read_code("kiem 274")) == old


def test_a_key_belongs_to_one_code_and_is_long():
    assert codes.fits("KIEM2740", codes.key("KIEM2740"))
    assert not codes.fits("KIEM2741", codes.key("KIEM2740"))
    assert not codes.fits("KIEM2740", "")
    assert len(codes.key("KIEM2740")) >= 20


def test_a_link_leads_to_the_page_of_its_code_with_the_key():
    assert codes.join_path("KIEM 2740") == f"/m/kiem2740/?k={codes.key('KIEM2740')}"
    assert codes.join_path("") == ""
