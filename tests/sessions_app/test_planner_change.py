"""The page on which everything that was asked of a session can be asked anew."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app import programmes
from sessions_app.models import DialogueSession
from tests.factories import make_document
from tests.sessions_app.planner_kit import HTMX, begin, made, step, url, wished

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def mine(client, edition, django_user_model) -> DialogueSession:
    lead = django_user_model.objects.create_user("lead@example.org")
    client.force_login(lead)
    session = made(edition, lead, themes=("hoop", "bejegening"))
    day = timezone.localdate() + timedelta(days=7)
    starts_at = timezone.make_aware(datetime(day.year, day.month, day.day, 14, 0))
    DialogueSession.objects.filter(pk=session.pk).update(starts_at=starts_at)
    session.refresh_from_db()
    return session


def asked(session, **changes) -> dict:
    """The form as the page shows it, with some fields filled in otherwise."""
    local = timezone.localtime(session.starts_at)
    day = {"titel": session.title, "dag": f"{local:%Y-%m-%d}", "tijd": f"{local:%H.%M}"}
    return wished(**day, contact=session.contact) | changes


def seen(page) -> str:
    return re.search(r'name="gezien" value="([^"]+)"', page.content.decode())[1]


def look(client, session, **changes):
    return client.post(url(session, "veranderen/"), asked(session, **changes, doe="bekijk"))


def press(client, session, page, **changes):
    sent = asked(session, **changes, doe="verander", gezien=seen(page))
    return client.post(url(session, "veranderen/"), sent)


def test_the_page_shows_what_was_asked(client, mine):
    text = client.get(url(mine, "veranderen/")).content.decode()
    assert 'value="Team Noord"' in text
    assert 'value="14.00"' in text
    assert 'value="Anja"' in text
    assert "Verander het zo" not in text.partition("gevolg")[2].partition("plan-go")[0]
    assert url(mine, "veranderen/") in client.get(url(mine)).content.decode()


def test_it_shows_first_and_changes_only_after_a_second_press(client, mine):
    page = look(client, mine, minuten="150", titel="Team Zuid")
    text = page.content.decode()
    assert page.status_code == 200
    assert "16.30 uur" in text
    assert "(was 16.00 uur)" in text
    assert "Wordt langer" in text
    assert DialogueSession.objects.get(pk=mine.pk).minutes == 120
    answer = press(client, mine, page, minuten="150", titel="Team Zuid")
    assert (answer.status_code, answer["Location"]) == (302, url(mine))
    fresh = DialogueSession.objects.get(pk=mine.pk)
    assert (fresh.minutes, fresh.title) == (150, "Team Zuid")


def test_scripts_get_only_what_would_change(client, mine):
    sent = asked(mine, themas=["bejegening"])
    page = client.post(url(mine, "veranderen/"), sent, **HTMX)
    text = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in text
    assert "Gaat weg" in text
    assert "HX-Request" in page["Vary"]


def test_nothing_asked_is_nothing_changed(client, mine):
    assert "Er verandert niets" in look(client, mine).content.decode()


def test_a_press_without_having_looked_shows_first(client, mine):
    sent = asked(mine, minuten="150", doe="verander")
    page = client.post(url(mine, "veranderen/"), sent)
    assert page.status_code == 422
    assert "Kijk eerst wat er verandert" in page.content.decode()
    assert DialogueSession.objects.get(pk=mine.pk).minutes == 120


def test_what_was_filled_in_after_looking_is_shown_before_it_is_done(client, mine):
    page = look(client, mine, minuten="150")
    page = press(client, mine, page, minuten="180")
    assert page.status_code == 422
    assert "Je veranderde nog iets" in page.content.decode()
    assert press(client, mine, page, minuten="180").status_code == 302


def test_a_change_meanwhile_is_said_and_nothing_typed_is_lost(client, mine):
    page = look(client, mine, titel="Team Zuid")
    programmes.set_minutes(step(mine, "checkin"), 9)
    page = press(client, mine, page, titel="Team Zuid")
    assert page.status_code == 422
    assert "intussen ergens anders veranderd" in page.content.decode()
    assert 'value="Team Zuid"' in page.content.decode()
    assert press(client, mine, page, titel="Team Zuid").status_code == 302
    assert step(mine, "checkin").minutes == 9


def test_a_second_press_on_the_same_changes_nothing_and_is_no_error(client, mine):
    page = look(client, mine, minuten="150")
    assert press(client, mine, page, minuten="150").status_code == 302
    assert press(client, mine, page, minuten="150").status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minuten": "4800"}, "1 tot 4 uur"),
        ({"tijd": "negen"}, "zoals 14.00"),
        ({"dag": "2020-01-01"}, "al voorbij"),
        ({"titel": ""}, "een naam"),
        ({"contact": ""}, "terechtkunnen"),
        ({"themas": []}, "minstens één thema"),
        ({"themas": ["hulpverlener-als-client"], "belang-hoop": ""}, "nooit als eerste"),
        ({"mensen": "1"}, "minstens 2 mensen"),
    ],
    ids=str,
)
def test_what_cannot_be_gets_a_sentence_and_keeps_what_was_typed(client, mine, changes, sentence):
    page = look(client, mine, **{"titel": "Team Zuid"} | changes)
    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    if "titel" not in changes:
        assert 'value="Team Zuid"' in text


def test_a_day_that_is_past_may_stay_as_it_is(client, mine):
    past = timezone.now() - timedelta(days=3)
    DialogueSession.objects.filter(pk=mine.pk).update(starts_at=past)
    mine.refresh_from_db()
    page = look(client, mine, titel="Team Zuid")
    assert page.status_code == 200
    assert "Deze tijd is al voorbij" in page.content.decode()
    assert press(client, mine, page, titel="Team Zuid").status_code == 302
    assert DialogueSession.objects.get(pk=mine.pk).starts_at == past


def test_the_times_shown_are_those_of_the_programme_in_the_night_the_clock_changes(client, mine):
    year = timezone.localdate().year + 1
    last = max(day for day in range(25, 32) if datetime(year, 3, day).weekday() == 6)
    day = f"{year}-03-{last - 1}"
    page = look(client, mine, dag=day, tijd="2330", minuten="240", themas=["hoop", "bejegening"])
    press(client, mine, page, dag=day, tijd="2330", minuten="240", themas=["hoop", "bejegening"])

    def clocks(text: str) -> list[str]:
        return re.findall(r'block-clock">(?:<span data-clock>)?(\d\d\.\d\d)', text)

    shown = clocks(page.content.decode())
    is_now = clocks(client.get(url(mine)).content.decode())
    assert shown[0] == is_now[0] == "23.30"
    assert set(shown) <= set(is_now)
    assert not any(clock.startswith("02.") for clock in is_now)
    assert "(de volgende dag)" in page.content.decode()


def test_a_length_that_is_none_of_the_choices_stays_one(client, mine):
    DialogueSession.objects.filter(pk=mine.pk).update(minutes=97)
    text = client.get(url(mine, "veranderen/")).content.decode()
    assert "1 uur 37, zoals nu" in text


@pytest.mark.parametrize("phase", ["running", "ended"])
def test_once_it_began_the_page_says_that_it_cannot(client, mine, phase):
    begin(mine, phase)
    page = client.get(url(mine, "veranderen/"))
    assert page.status_code == 422
    assert "al begonnen" in page.content.decode()
    assert client.post(url(mine, "veranderen/"), asked(mine, doe="verander")).status_code == 422
