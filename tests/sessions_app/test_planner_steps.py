"""Changing a programme by hand, with scripts and without."""

import re

import pytest

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app.models import DialogueSession
from tests.factories import SLUGS, make_document
from tests.sessions_app.planner_kit import HTMX, begin, made, step, step_url, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def lead(django_user_model):
    return django_user_model.objects.create_user("lead@example.org")


@pytest.fixture
def session(edition, lead) -> DialogueSession:
    return made(edition, lead)


@pytest.fixture
def mine(client, session, lead):
    client.force_login(lead)
    return session


def test_the_programme_shows_times_balance_and_every_step(client, mine):
    text = client.get(url(mine)).content.decode()
    assert "Past precies" in text
    for found in mine.steps.all():
        assert found.title in text
    assert text.count("block-clock") == mine.steps.count()


def test_one_minute_more_changes_times_and_balance_at_once(client, mine):
    welcome = step(mine, "welcome")
    sent = {"minuten": welcome.minutes + 1}
    page = client.post(step_url(mine, welcome, "minuten"), sent, **HTMX)
    text = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in text
    assert "1 min te veel" in text
    assert "1 minuut langer dan 2 uur" in text
    assert "HX-Request" in page["Vary"]


def test_a_press_says_how_much_more_and_not_how_much(client, mine):
    welcome, rules = step(mine, "welcome"), step(mine, "rules")
    for _ in range(2):  # as from two pages that show the same
        client.post(step_url(mine, welcome, "minuten"), {"verschil": 1}, **HTMX)
        client.post(step_url(mine, rules, "plaats"), {"schuif": 1}, **HTMX)
    assert step(mine, "welcome").minutes == welcome.minutes + 2
    assert step(mine, "rules").position == rules.position + 2


def test_without_scripts_a_change_leads_back_to_the_page(client, mine):
    welcome = step(mine, "welcome")
    answer = client.post(step_url(mine, welcome, "naam"), {"naam": "Hallo"})
    assert answer.status_code == 303
    assert answer["Location"] == url(mine)
    assert "Hallo" in client.get(url(mine)).content.decode()


@pytest.mark.parametrize(
    ("rest", "sent", "sentence"),
    [
        ("naam", {"naam": ""}, "Een stap heeft een naam nodig"),
        ("naam", {"naam": "x" * 121}, "hooguit 120 tekens"),
        ("minuten", {"minuten": "0"}, "minstens 1 minuut"),
        ("minuten", {"minuten": "300"}, "hooguit 240 minuten"),
        ("minuten", {"minuten": "tien"}, "hele minuten"),
        ("minuten", {}, "hoeveel minuten"),
        ("minuten", {"verschil": "tien"}, "hele minuten"),
        ("minuten", {"verschil": ""}, "hoeveel minuten"),
        ("plaats", {"plaats": "ergens"}, "Kies een plek"),
        ("plaats", {"schuif": ""}, "Kies een plek"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_run_is_refused_with_a_sentence(client, mine, rest, sent, sentence, headers):
    welcome = step(mine, "welcome")
    page = client.post(step_url(mine, welcome, rest), sent, **headers)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    before = (welcome.title, welcome.minutes, welcome.position)
    welcome.refresh_from_db()
    assert (welcome.title, welcome.minutes, welcome.position) == before


def test_moving_a_step_reorders_the_programme(client, mine):
    rules = step(mine, "rules")
    client.post(step_url(mine, rules, "plaats"), {"plaats": 2}, **HTMX)
    titles = list(mine.steps.values_list("title", flat=True))
    assert titles[:3] == ["Welkom", "Basisregels", "Check-in"]


def test_a_removed_step_can_be_put_back(client, mine):
    pause = step(mine, "break")
    before = list(mine.steps.values_list("title", flat=True))
    page = client.post(step_url(mine, pause, "weg"), **HTMX)
    text = page.content.decode()
    assert "‘Pauze’ is weggehaald" in text
    assert "minuten achter elkaar" in text
    page = client.post(url(mine, "stap/terug/"), **HTMX)
    assert "is weggehaald" not in page.content.decode()
    assert list(mine.steps.values_list("title", flat=True)) == before
    assert client.post(url(mine, "stap/terug/"), **HTMX).status_code == 422


def test_a_step_of_ones_own_is_added_where_it_was_asked(client, mine):
    checkin = step(mine, "checkin")
    sent = {"naam": "Even lopen", "minuten": "5", "na": checkin.ref, "tekst": "", "notitie": ""}
    client.post(url(mine, "stap/erbij/"), sent)
    assert list(mine.steps.values_list("title", flat=True))[2] == "Even lopen"


def test_a_step_of_another_kind_is_added_with_what_is_usual(client, mine):
    checkin = step(mine, "checkin")
    sent = {"soort": "break", "naam": "", "minuten": "", "na": checkin.ref, "tekst": ""}
    page = client.post(url(mine, "stap/erbij/"), sent, **HTMX)
    assert page.status_code == 200
    added = mine.steps.get(position=3)
    assert (added.title, added.minutes, added.kind) == ("Pauze", 10, "break")


def test_a_kind_that_is_not_offered_is_refused_with_a_sentence(client, mine):
    page = client.post(url(mine, "stap/erbij/"), {"soort": "film", "naam": "Film"}, **HTMX)
    assert page.status_code == 422
    assert "Kies een soort stap uit de lijst." in page.content.decode()


def test_a_step_that_cannot_be_added_keeps_what_was_typed(client, mine):
    sent = {"naam": "", "minuten": "5", "notitie": "Lang nagedacht."}
    page = client.post(url(mine, "stap/erbij/"), sent, **HTMX)
    assert page.status_code == 422
    assert "Lang nagedacht." in page.content.decode()


@pytest.mark.parametrize("phase", ["running", "ended"])
def test_a_session_that_began_shows_its_programme_and_changes_no_more(client, mine, phase):
    begin(mine, phase)
    text = client.get(url(mine)).content.decode()
    assert "step-tools" not in text
    assert ("Bekijk het verslag" in text) == (phase == "ended")
    welcome = step(mine, "welcome")
    page = client.post(step_url(mine, welcome, "naam"), {"naam": "Te laat"})
    assert page.status_code == 422
    assert "al begonnen" in page.content.decode()


def test_what_was_not_tested_is_said_once(client, mine):
    text = client.get(url(mine)).content.decode()
    assert "nog niet getest met ervaringsdeskundigen" in text
    assert text.lower().count("concept") == 1


def test_the_programme_takes_as_many_queries_for_long_as_for_short(
    client, edition, lead, django_assert_num_queries
):
    client.force_login(lead)
    short = made(edition, lead, minutes=60, themes=("werkdruk",))
    long = made(edition, lead, minutes=240, themes=SLUGS)
    client.get(url(short))
    with django_assert_num_queries(6):
        client.get(url(short))
    with django_assert_num_queries(6):
        client.get(url(long))


def test_a_themes_steps_stand_together_under_its_name(client, mine):
    text = client.get(url(mine)).content.decode()
    headings = re.findall(r'<li class="part".*?<h3>([^<]+)</h3>', text, re.DOTALL)
    assert headings == ["Welkom en check-in", "Over stigma", "Bejegening", "Hoop"]


def test_a_step_more_is_put_before_the_closing_unless_one_chooses(client, mine):
    text = client.get(url(mine)).content.decode()
    after = re.search(r'<option value="([^"]+)" selected>', text)[1]
    client.post(url(mine, "stap/erbij/"), {"naam": "Rondje", "minuten": "5", "na": after})
    kinds = list(mine.steps.values_list("kind", flat=True))
    assert kinds.index("free") < min(map(kinds.index, ("harvest", "evaluation", "checkout")))
    assert kinds.index("free") > len(kinds) - 1 - kinds[::-1].index("together")
