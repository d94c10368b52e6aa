"""Totals of a quarter: over enough sessions of enough people, made once, and right."""

import csv
import io
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from content.document import AnswerForm
from insight import codebook, totals
from insight.models import FrozenQuarter
from insight.quarters import Quarter
from sessions_app.models import DialogueSession
from tests.factories import WORDS
from tests.sessions_app.room import add_question, add_step, make_empty_session

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # rows, and sums of them
QUARTER = Quarter(2026, 1)
BEGAN = datetime(2026, 2, 3, 14, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
NUMBERS = count()


def person() -> User:
    return User.objects.create_user(f"iemand{next(NUMBERS)}@voorbeeld.nl")


def session(leader: User | None, answered: int = 6, **more) -> DialogueSession:
    """One that has ended, as `finish` leaves it: all of the high points, one low."""
    known = {
        "phase": "ended",
        "started_at": BEGAN,
        "ended_at": BEGAN + timedelta(minutes=112),
        "minutes": 120,
        "joined_at_end": 8,
    }
    made = make_empty_session(**(known | more))
    if leader is not None:
        made.facilitators.create(user=leader)
    ran = {"ran_from": BEGAN, "ran_seconds": 600, "seats": 8}
    theme = {"theme": "hoop", "theme_number": 7}
    add_step(made, "film", "thema:hoop", title="Film: Hoop", **theme, **ran)
    add_step(made, "checkout", "einde")  # skipped
    evaluation = add_step(made, "evaluation", "evaluatie", **ran)
    counts = {"1": 1, "2": 0, "3": 0, "4": answered - 1, "5": 0}
    add_question(
        evaluation,
        AnswerForm.SCALE,
        code="EV-1",
        text="Ik begrijp het beter.",
        frozen=True,
        may_be_seen=True,
        answered=answered,
        counts=counts,
        passed=2,
    )
    own = {"code": "EIGEN-1", "text": "Van mij alleen", "own": True, "passed": 8}
    add_question(
        evaluation,
        AnswerForm.SCALE,
        frozen=True,
        may_be_seen=True,
        answered=answered,
        counts=counts,
        **own,
    )
    return made


def by_name(figures) -> dict[tuple[str, str, str], int]:
    return {(one.what, one.about, one.answer): one.value for one in figures}


def made_for_good() -> list[totals.Figure]:
    """The totals over all, as the night makes them."""
    totals.freeze_closed()
    return totals.of_all(QUARTER)


def test_numbers_are_right_and_come_in_fives():
    for _ in range(11):
        session(person())
    found = by_name(made_for_good())
    assert found["sessies", "", ""] == 10
    assert found["deelnemers", "", ""] == 85  # 88
    assert found["minuten gepland", "", ""] == 120
    assert found["minuten echt", "", ""] == 110
    assert found["stappen gedaan", "", ""] == 65
    assert found["evaluatie gedaan", "", ""] == 100
    assert found["thema", "Hoop", ""] == 100
    asked = "Ik begrijp het beter."
    assert found["antwoorden", asked, ""] == 65  # 66
    assert found["koos", asked, WORDS[3]] == 85
    assert found["koos", asked, WORDS[0]] == 15
    assert found["overgeslagen", asked, ""] == 25
    assert all(value % 5 == 0 for value in found.values())
    assert set(codebook.MEANINGS) == {what for what, _, _ in found}
    assert "Van mij alleen" not in str(found)


def test_too_few_sessions_say_nothing_at_all():
    for _ in range(4):
        session(None, answered=30)
    assert made_for_good() == []


def test_the_sessions_of_one_facilitator_can_be_taken_away_and_enough_is_left():
    busy = person()
    for _ in range(8):
        session(busy)
    for _ in range(4):
        session(person())
    assert made_for_good() == []  # who leads eight would find the other four
    own = by_name(totals.of_own(busy, QUARTER))
    assert own["sessies", "", ""] == 5
    assert not any(what == "overgeslagen" for what, _, _ in own)  # no report says that


def test_a_theme_that_a_few_did_not_have_is_left_out():
    for n in range(12):
        made = session(person())
        if n < 3:
            made.steps.filter(kind="film").update(theme="bejegening", title="Film: Bejegening")
    found = by_name(made_for_good())
    assert not [key for key in found if key[0] == "thema"]


def test_a_quarter_is_made_once_and_never_changes():
    made = [session(person()) for _ in range(10)]
    before = made_for_good()
    made[0].delete()
    made[1].deleted_at = BEGAN
    made[1].save()
    for _ in range(7):
        session(person())
    assert made_for_good() == before
    assert FrozenQuarter.objects.filter(quarter=QUARTER.key).count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"joined_at_end": 4},
        {"ended_at": BEGAN + timedelta(minutes=14)},
        {"deleted_at": BEGAN},
        {"ended_at": datetime(2026, 4, 1, 0, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))},
        {"ended_at": datetime(2025, 12, 31, 23, 59, tzinfo=ZoneInfo("Europe/Amsterdam"))},
    ],
    ids=["few people", "short", "deleted", "next quarter", "quarter before"],
)
def test_what_was_tried_out_deleted_or_of_another_quarter_does_not_count(more):
    for _ in range(5):
        session(None)
    for _ in range(5):
        session(None, **more)
    assert by_name(made_for_good())["deelnemers", "", ""] == 40


def test_a_quarter_is_there_once_it_closed_and_tidying_makes_it():
    session(None)
    assert totals.quarters(QUARTER.following.first) == []
    assert totals.quarters(QUARTER.following.first.replace(day=8)) == [QUARTER]
    said = io.StringIO()
    call_command("tidy", stdout=said)
    assert "Kwartalen van Inzicht opgemaakt" in said.getvalue()
    assert FrozenQuarter.objects.filter(quarter="2026-K1", figures=[]).exists()


def test_the_page_and_the_files_say_the_same(client):
    lead, staff = person(), person()
    staff.is_staff = True
    staff.save()
    for _ in range(6):
        session(lead)
    for _ in range(5):
        session(person())
    totals.freeze_closed()
    client.force_login(lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse("insight:overview"))
    assert page.status_code == 200
    assert "Jouw sessies samen" in page.text
    assert "Alle sessies samen" not in page.text
    assert client.get(reverse("insight:all_csv")).status_code == 404
    rows = list(
        csv.reader(
            io.StringIO(client.get(reverse("insight:own_csv")).content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[0] == list(codebook.COLUMNS)
    assert ["2026-K1", "sessies", "", "", "5"] in rows
    client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse("insight:overview")).text
    assert "Welke vragen het meest worden overgeslagen" in page
    told = client.get(reverse("insight:all_csv")).content.decode("utf-8-sig")
    assert "2026-K1;sessies;;;10" in told
    meanings = client.get(reverse("insight:codebook_csv")).content.decode("utf-8-sig")
    assert all(name in meanings for name in codebook.MEANINGS)


def test_a_page_costs_as_many_questions_for_many_sessions(client, django_assert_max_num_queries):
    lead = person()
    for _ in range(12):
        session(lead)
    with django_assert_max_num_queries(8):
        totals.of_own(lead, QUARTER)
