"""Films to watch first, and the room: what is said of them, and what is kept."""

import pytest

from content.document import to_builtins
from content.files import read
from content.models import Edition, Module
from content.passages import SHIPPED
from sessions_app import checklist, plans, watching
from sessions_app.belongings import SessionsOfAccount
from sessions_app.models import DialogueSession, WatchedFilm
from sessions_app.reports.runsheet import runsheet
from tests.sessions_app.planner_kit import begin, made, url
from tests.sessions_app.room import make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
UNSEEN = "Ik heb hem bekeken"


@pytest.fixture
def lead(client, django_user_model):
    user = django_user_model.objects.create_user("lead@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def mine(lead) -> DialogueSession:
    return made(make_edition(), lead)


def press(client, session, film, **more):
    return client.post(url(session, "film-bekeken/"), {"film": film, **more})


def test_films_are_asked_about_until_each_was_watched_and_never_in_the_way(client, lead, mine):
    films = [film.youtube for film in watching.films(mine)]
    pages = (url(mine), url(mine, "draaiboek/"), url(mine, "leiden/"))
    for page in pages:
        assert client.get(page).text.count(UNSEEN) == len(films) == 2
    assert press(client, mine, films[0], bekeken="1", terug="leiden")["Location"] == pages[2]
    assert client.get(pages[2]).text.count(UNSEEN) == 1
    for _ in range(2):  # twice is the same as once
        press(client, mine, films[1], bekeken="1")
    assert all(UNSEEN not in client.get(page).text for page in pages)
    press(client, mine, films[1])
    assert client.get(url(mine)).text.count(UNSEEN) == 1
    client.post(url(mine, "leiden/start/"))
    mine.refresh_from_db()
    assert mine.running
    assert UNSEEN not in client.get(pages[2]).text


def test_who_watched_a_film_is_theirs_alone_and_holds_in_the_next_session(
    client, lead, mine, django_user_model
):
    film = watching.films(mine)[0].youtube
    press(client, mine, film, bekeken="1")
    other = django_user_model.objects.create_user("ander@example.org")
    mine.facilitators.create(user=other)
    client.force_login(other)
    assert client.get(url(mine)).text.count(UNSEEN) == 2
    assert [one.seen for one in watching.of(lead, made(make_edition(), lead))] == [True, False]
    account = SessionsOfAccount()
    assert f"https://www.youtube.com/watch?v={film}" in account.export(lead)["bekeken films"]
    assert "welke films je bekeek" in account.summary(lead)
    lead.delete()
    assert not WatchedFilm.objects.exists()


def test_a_film_of_another_session_is_refused_with_a_sentence(client, mine):
    reply = client.post(url(mine, "film-bekeken/"), {"film": "x", "bekeken": "1"}, follow=True)
    assert watching.NOT_HERE in reply.text
    assert not WatchedFilm.objects.exists()


def test_after_the_start_nobody_is_asked(client, mine):
    begin(mine)
    for rest in ("", "draaiboek/", "leiden/"):
        assert UNSEEN not in client.get(url(mine, rest)).text


def test_a_wish_lists_its_films_and_its_room_on_paper(client):
    make_edition()
    wish = "/sessies/nieuw/draaiboek/?minuten=120&themas=hoop,bejegening&mensen=12"
    page = client.get(wish, follow=True).text
    assert "Bekijk de films eerst zelf" in page
    assert UNSEEN not in page
    assert "zakdoekjes" in page


@pytest.mark.parametrize("phone_free", [False, True])
@pytest.mark.parametrize("guests", ["none", "clients"])
def test_the_list_for_the_room_fits_the_session(lead, phone_free, guests):
    document = read(SHIPPED)
    module = Module.objects.create(slug="echt", name="Echt")
    edition = Edition.objects.create(module=module, number=1, document=to_builtins(document))
    session = made(edition, lead, phone_free=phone_free, guests=guests)
    plan = plans.of_session(session)
    lines = runsheet(plan, document)["materials"]
    assert len(lines) == len(set(lines))
    assert all(line.endswith(".") and not line.startswith("-") for line in lines)
    said = " ".join(lines)
    for always in ("kring", "geluid", "zakdoekjes", "tweede", "na afloop", "draaiboek"):
        assert always in said
    assert ("groot vel" in said) == phone_free
    assert ("Zet geen gast" in said) == (guests != "none")
    every = checklist.of_room(document, (), phone_free=phone_free, guests=False)
    assert set(every) <= set(lines)
