"""Who has the link of a look-back, or leads the session: more seats, sooner, twice, with fewer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from operations.left_out import kept
from sessions_app.errors import Refused
from sessions_app.lookback import by_link
from sessions_app.models import LookBack, LookBackQuestion, LookBackSeat
from sessions_app.small_groups import LEAST_BY_LINK, LEAST_SHARE, enough_apart
from tests.sessions_app.test_looking_back import answered, closed, ended, opened

LATER = timedelta(days=60)


@pytest.mark.django_db
def test_more_seats_than_people_who_took_part():
    """Thirteen windows in a session of twelve: the last one is told what to do, and not counted."""
    look_back = opened(ended(people=12))
    path = reverse("lookback:by_link", args=[look_back.key])
    ref = look_back.questions.first().ref
    pages = []
    for _ in range(13):
        window = Client()
        window.get(path)
        pages.append(window.post(path, {f"waarde.{ref}": "gelukt"}))
    assert [page.status_code for page in pages] == [302] * 12 + [422]
    assert "zoveel antwoorden als er mensen meededen" in pages[-1].text
    assert look_back.questions.first().given == 12


@pytest.mark.django_db
def test_the_same_browser_counts_once_whatever_it_sends():
    look_back = opened(ended())
    ref = look_back.questions.first().ref
    assert by_link.answer(look_back, "geheim", {ref: "gelukt"})
    assert not by_link.answer(look_back, "geheim", {ref: "past-niet"})
    question = look_back.questions.first()
    assert (question.given, question.tally["gelukt"], question.tally["past-niet"]) == (1, 1, 0)


@pytest.mark.django_db
def test_opening_a_link_twice():
    """A second link would be a second set of seats, or a second moment of closing."""
    session = ended()
    first = opened(session)
    with pytest.raises(Refused, match="Er is al een link"):
        opened(session, 14)
    closed(first)
    with pytest.raises(Refused, match="Er is al een link"):
        opened(session)
    assert LookBack.objects.count() == 1


@pytest.mark.django_db
def test_reading_before_the_last_day():
    """Nothing that the facilitator or anybody else can open says a total, or how many there are."""
    session = ended()
    owner = User.objects.create_user("leidt@voorbeeld.nl")
    session.facilitators.create(user=owner)
    look_back = opened(session)
    client = Client()
    client.force_login(owner)
    pages = (
        reverse("lookback:plan", args=[session.ref]),
        reverse("report:report", args=[session.ref]),
        reverse("lookback:by_link", args=[look_back.key]),
    )

    def seen() -> list[str]:
        texts = [client.get(path).text for path in pages]
        return [text.partition("<main")[2].replace(_token(text), "") for text in texts]

    before = seen()
    answered(look_back, 11)
    assert seen() == before
    assert by_link.outcomes(session) == []
    assert by_link.close_due() == 0
    client.post(reverse("lookback:open_link", args=[session.ref]), {"sluit": "2020-01-01"})
    assert LookBack.objects.get().closes_at == look_back.closes_at


def _token(text: str) -> str:
    return text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0] or "-"


@pytest.mark.django_db
def test_answering_after_it_closed_changes_nothing():
    session = ended()
    look_back = opened(session)
    answered(look_back, 11)
    closed(look_back)
    before = by_link.outcomes(session)
    with pytest.raises(Refused, match="gesloten"):
        by_link.answer(look_back, "laat", {look_back.questions.first().ref: "gelukt"})
    assert by_link.outcomes(session) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "took_part"), [(9, 12), (11, 19), (0, 12)])
def test_results_of_too_few(people, took_part):
    """Under ten, or under 60% of who took part: nothing, in no output and in no table."""
    session = ended(people=took_part)
    look_back = opened(session)
    answered(look_back, people)
    closed(look_back)
    assert all(seen.hidden and not seen.rows for seen in by_link.outcomes(session))
    for question in LookBackQuestion.objects.all():
        assert (question.tally, question.counts, question.given, question.answered) == (
            {},
            {},
            0,
            0,
        )
        assert not question.band


@pytest.mark.django_db
def test_nothing_in_the_tables_joins_two_answers():
    """While it is open: totals, and pens that stand with no answer. After it: no pens."""
    look_back = opened(ended())
    answered(look_back, 10)
    fields = {field.name for field in LookBackSeat._meta.get_fields()}
    assert fields == {"id", "look_back", "pen"}
    assert {field.name for field in LookBackQuestion._meta.get_fields()}.isdisjoint(
        {"pen", "answers"}
    )
    closed(look_back)
    assert not LookBackSeat.objects.exists()


def test_no_copy_of_the_database_holds_who_answered_or_totals_of_before_the_end():
    assert kept("sessions_app_lookbackseat") == "1 = 0"
    assert "closed" in kept("sessions_app_lookbackquestion")


@pytest.mark.django_db
def test_one_that_was_open_is_over_when_a_copy_is_put_back():
    """A copy holds no questions of it, so nobody answers into what was wiped."""
    look_back = opened(ended())
    look_back.questions.all().delete()
    page = Client().get(reverse("lookback:by_link", args=[look_back.key]))
    assert "De terugblik is gesloten" in page.text
    assert LookBack.objects.get().closed


@given(answered=st.integers(0, 400), took_part=st.integers(0, 400))
@settings(max_examples=300)
def test_shown_means_ten_and_enough_of_the_group(answered, took_part):
    shown = enough_apart(answered, took_part)
    assert shown == (
        answered >= LEAST_BY_LINK and 100 * answered >= LEAST_SHARE * max(took_part, answered)
    )


@pytest.mark.django_db
def test_the_key_of_another_look_back_opens_nothing():
    opened(ended())
    assert by_link.find("geen") is None
    assert by_link.find("") is None
    assert Client().get("/terugblik/geen/").status_code == 404
    late = timezone.now() + LATER
    assert by_link.find(LookBack.objects.get().key, late) is None
