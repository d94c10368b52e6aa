"""Day and time as people write them, and the night in which the clock changes."""

from datetime import date, time, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from sessions_app.surfaces.planner.forms import KeepForm


def form(**typed) -> KeepForm:
    known = {"titel": "Team Noord", "dag": "2027-03-27", "tijd": "14.00", "contact": "Anja"}
    fields = QueryDict(mutable=True)
    fields.update(known | typed)
    return KeepForm(fields, today=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("0900", time(9)),
        ("900", time(9)),
        ("1430", time(14, 30)),
        ("9.30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("09:30:00", time(9, 30)),
        ("9u30", time(9, 30)),
        ("9 uur", time(9)),
        ("9 uur 30", time(9, 30)),
        ("14.00 uur", time(14)),
        (" 14u ", time(14)),
        ("00:00", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_a_time_is_understood_as_it_is_written(typed, means):
    known = form(tijd=typed)
    assert known.is_valid(), known.errors
    assert known.cleaned_data["tijd"] == means


@pytest.mark.parametrize(
    "typed", ["24", "25.00", "9.60", "9.5", "negen", "-9", "9 9 9", "١٤", "9" * 99]
)
def test_what_is_no_time_gets_a_sentence_and_stays_in_its_field(typed):
    known = form(tijd=typed)
    assert known.errors["tijd"] == ["Vul een tijd in zoals 14.00."]
    assert typed in str(known["tijd"])


def test_a_time_that_the_clock_skips_is_refused():
    assert "klok" in form(dag="2027-03-28", tijd="2.30").errors["tijd"][0]
    assert form(dag="2027-03-28", tijd="3.30").is_valid()


@pytest.mark.parametrize(
    ("day", "starts", "minutes", "ends"),
    [
        ("2027-03-27", "23.30", 240, "04.30"),  # the clock goes forward
        ("2027-10-30", "23.30", 240, "02.30"),  # and back
        ("2027-03-20", "23.30", 60, "00.30"),
    ],
)
def test_minutes_pass_also_where_the_clock_changes(day, starts, minutes, ends):
    known = form(dag=day, tijd=starts)
    assert known.is_valid()
    end = timezone.localtime(known.starts_at + timedelta(minutes=minutes))
    assert f"{end:%H.%M}" == ends


def test_what_nobody_sees_is_not_kept():
    known = form(titel="\u202eTeam\u200b Noord", contact="Anja\ufeff")
    assert known.is_valid()
    assert known.cleaned_data["titel"] == "Team Noord"
    assert known.cleaned_data["contact"] == "Anja"
