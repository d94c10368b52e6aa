"""Films to watch first, the room, and who is asked: what is said of them, and what is kept."""

import re
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from content.document import to_builtins
from content.files import read
from content.models import Edition, Module
from content.passages import SHIPPED
from sessions_app import checklist, plans, watching
from sessions_app.belongings import SessionsOfAccount
from sessions_app.models import DialogueSession, WatchedFilm
from sessions_app.reports.runsheet import runsheet
from tests.sessions_app.planner_kit import begin, kept, made, url
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


# An expert by experience


def test_an_expert_by_experience_is_asked_about_in_the_wish_and_at_the_programme(client, lead):
    make_edition()
    wish = "/sessies/nieuw/?minuten=120&themas=hoop&mensen=12&ervaring=leidt-mee"
    page = client.get(wish, follow=True)
    assert page.redirect_chain[-1][0].endswith("ervaring=leidt-mee")
    keep = page.redirect_chain[-1][0].replace("/nieuw/?", "/nieuw/bewaren/?")
    client.post(keep, kept())
    session = DialogueSession.objects.get()
    assert session.lived == DialogueSession.Lived.ALONG
    assert "een ervaringsdeskundige leidt mee" in client.get(url(session)).text
    steps = list(session.steps.values_list("pk", "title", "minutes"))
    client.post(url(session, "ervaringsdeskundige/"), {"ervaring": "collega"})
    session.refresh_from_db()
    assert session.lived == DialogueSession.Lived.COLLEAGUE
    assert list(session.steps.values_list("pk", "title", "minutes")) == steps


def test_a_wish_that_says_nothing_of_it_stands_in_the_address_of_before(client):
    make_edition()
    wish = "/sessies/nieuw/?minuten=120&themas=hoop&mensen=12"
    address = client.get(wish, follow=True).redirect_chain[-1][0]
    assert "ervaring" not in address
    assert client.get(f"{address}&ervaring=", follow=True).redirect_chain[-1][0] == address
    refused = client.get(f"{address}&ervaring=baas", follow=True)
    assert refused.status_code == 422
    assert "Kies of er een ervaringsdeskundige meedoet." in refused.text


def test_what_is_chosen_wrong_or_too_late_is_refused_with_a_sentence(client, mine):
    page = client.post(url(mine, "ervaringsdeskundige/"), {"ervaring": "baas"}, follow=True)
    assert "Kies of er een ervaringsdeskundige meedoet." in page.text
    begin(mine)
    page = client.post(url(mine, "ervaringsdeskundige/"), {"ervaring": "leidt"}, follow=True)
    assert "al begonnen" in page.text
    mine.refresh_from_db()
    assert mine.lived == ""


def test_their_letter_says_what_is_asked_and_that_stopping_is_always_fine(client, mine):
    page = client.get(url(mine, "brief-ervaringsdeskundige/")).text
    for said in ("Stoppen mag altijd", "Wat we vooraf doen", "niet namens alle", "Anja"):
        assert said in page
    assert mine.code not in page
    reader = PdfReader(BytesIO(client.get(url(mine, "brief-ervaringsdeskundige.pdf")).content))
    assert len(reader.pages) == 1
    assert "Stoppen mag altijd" in reader.pages[0].extract_text()


def test_the_six_ingredients_stand_folded_beside_the_programme(client, mine):
    page = client.get(url(mine)).text
    assert page.count("Zit erin:") + page.count("Kan erbij.") == 6


def test_while_wishing_one_asks_for_it_and_gets_the_letter_to_do_so(client):
    make_edition()
    wish = "/sessies/nieuw/?minuten=120&themas=hoop&mensen=12"
    page = client.get(wish, follow=True)
    assert "bespreek het ruim vooraf. Nee is een goed antwoord." in page.text
    assert page.text.index("Doet er een ervaringsdeskundige mee?") < page.text.index("Op papier")
    asked = client.get(wish + "&ervaring=leidt", follow=True)
    assert "Stoppen mag op elk moment." in asked.text
    assert '<option value="leidt" selected>' in asked.text
    (way,) = re.findall(r'href="([^"]*brief-ervaringsdeskundige/[^"]*)"', asked.text)
    letter = client.get(unescape(way))
    assert "Stoppen mag altijd" in letter.text
    form = client.get(f"{wish}&wijzig=1").text
    assert form.index("Doet er een ervaringsdeskundige mee?") < form.index("Wie leidt het gesprek?")
