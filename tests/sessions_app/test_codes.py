"""Join codes: easy to say and type, and never given twice at a time."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from sessions_app import codes, running, seats
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, JoinCode
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
    assert (min(codes.NUMBERS), max(codes.NUMBERS)) == (1000, 9999)  # four digits to say and type
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
    codes.give_code(make_session())
    assert codes.find(codes.read_code("kiem 274")) == old
    assert codes.find("KIEM275") is None
    DialogueSession.objects.filter(pk=session.pk).update(deleted_at=timezone.now())
    assert codes.find("KIEM274") is None


def test_a_key_belongs_to_one_code_and_is_long():
    assert codes.fits("KIEM2740", codes.key("KIEM2740"))
    assert not codes.fits("KIEM2741", codes.key("KIEM2740"))
    assert not codes.fits("KIEM2740", "")
    assert len(codes.key("KIEM2740")) == 20  # of 6 bits; letters that are out have so many


def test_a_link_leads_to_the_page_of_its_code_with_the_key():
    assert codes.join_path("KIEM 2740") == f"/m/kiem2740/?k={codes.key('KIEM2740')}"
    assert codes.join_path("") == ""


@pytest.mark.django_db
def test_what_is_free_comes_in_no_order_and_is_of_no_session_that_still_needs_it(monkeypatch):
    monkeypatch.setattr(codes, "DRAWN", 500)  # of a world with twenty, so all of them are drawn
    monkeypatch.setattr(codes, "WORDS", ["KIEM"])
    monkeypatch.setattr(codes, "NUMBERS", range(1000, 1020))
    planned, runs, over = make_session(), make_session(), make_session()
    taken = {codes.give_code(planned).code, codes.give_code(runs).code}
    again = codes.give_code(over).code
    for session in (runs, over):
        running.start(session)
    running.finish(over)
    free = codes.free_codes()
    assert set(free) == {f"KIEM{n}" for n in range(1000, 1020)} - taken
    assert again in free
    assert free != sorted(free)
    other = codes.give_code(over, ["KIEM5000"])
    codes.give_code(planned, [again])
    assert over.codes.get() == other  # only what is given goes


@pytest.mark.django_db
def test_where_every_code_is_taken_nothing_is_given_and_nothing_lost(two_codes):
    first, second, third = make_session(), make_session(), make_session()
    mine, theirs = codes.give_code(first), codes.give_code(second)
    with pytest.raises(Refused, match="geen code vrij"):
        codes.free_codes()
    with pytest.raises(Refused, match="geen code vrij"):
        codes.give_code(first, [mine.code, theirs.code])
    assert first.codes.get().current
    assert second.codes.get() == theirs
    with pytest.raises(Refused):
        codes.give_code(third)
    assert not third.codes.exists()


@pytest.mark.django_db
def test_a_code_that_somebody_took_just_now_is_passed_over():
    theirs = codes.give_code(make_session())
    mine = codes.give_code(make_session(), [theirs.code, "KIEM1234"])
    assert mine.code == "KIEM1234"


@pytest.mark.django_db
@pytest.mark.parametrize(("ended", "kept"), [(29, True), (31, False)])
def test_a_code_says_for_a_month_that_its_session_is_over(ended, kept):
    over, planned = make_session(), make_session()
    codes.give_code(over)
    codes.give_code(planned)
    running.start(over)
    running.finish(over)
    later = over.ended_at + timedelta(days=ended)
    assert codes.drop_old(later) == (not kept)
    assert over.codes.exists() is kept
    assert planned.codes.exists()
    over.ended_at -= timedelta(days=ended)
    over.save(update_fields=["ended_at"])
    codes.drop_old()
    assert over.codes.exists() is kept


@pytest.mark.django_db
def test_an_account_is_given_forty_codes_in_a_day():
    me, other = (User.objects.create_user(f"{name}@example.org") for name in ("ik", "ander"))
    mine, theirs = make_session(), make_session()
    mine.facilitators.create(user=me)
    theirs.facilitators.create(user=other)
    for session, numbers in ((theirs, range(3000, 3050)), (mine, range(1000, 1039))):
        JoinCode.objects.bulk_create(
            JoinCode(code=f"KIEM{n}", session=session, current=False) for n in numbers
        )
    codes.check_budget(me)
    last = JoinCode.objects.create(code="KIEM2000", session=mine, current=False)
    with pytest.raises(Refused, match="vandaag al 40 codes"):
        codes.check_budget(me)
    for hours, refused in ((23, True), (25, False)):
        given = timezone.now() - timedelta(hours=hours)
        JoinCode.objects.filter(pk=last.pk).update(given_at=given)
        if refused:
            with pytest.raises(Refused):
                codes.check_budget(me)
        else:
            codes.check_budget(me)


@pytest.mark.parametrize(("group", "more"), [(1, 2), (12, 2), (20, 3), (100, 15), (1000, 150)])
def test_a_room_has_place_for_a_few_more_than_are_expected(group, more):
    assert seats.spare(group) == more
    assert seats.planned(group) == group + more
