"""One's own account: where one is logged in, all that is kept as a file, and leaving."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import browsers
from accounts.models import Browser, User
from content.document import AnswerForm
from sessions_app import custody, keeping, running
from sessions_app.models import DialogueSession
from tests.sessions_app.room import (
    make_empty_session,
    make_session,
    people_in,
    question_of,
)

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def noor() -> User:
    user = User.objects.create_user("noor@voorbeeld.nl", name="Noor")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def here(noor) -> Client:
    browser = Client()
    browser.force_login(noor)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/sessies/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox op Windows"),
        (IPHONE, "Safari op iPhone"),
        (
            FIREFOX.replace("Firefox/145.0", "Chrome/142.0 Safari/537.36 Edg/142.0"),
            "Edge op Windows",
        ),
        ("curl/8", "Onbekende browser"),
        ("", "Onbekende browser"),
    ],
)
def test_a_browser_has_a_name_that_its_owner_knows(agent, name):
    assert browsers.name_of(agent) == name


def test_log_ins_are_listed_and_each_can_be_ended(noor, here):
    lost, other = Client(), Client()
    for browser in (lost, other):
        browser.force_login(noor)
    assert noor.browsers.count() == 3
    key = lost.session.session_key
    page = here.get("/account/ingelogd/").text
    assert page.count("Log daar uit") == 2
    assert ">hier<" in page
    here.post("/account/ingelogd/uit/", {"browser": Browser.objects.get(session_key=key).pk})
    assert (is_in(lost), is_in(other), is_in(here)) == (False, True, True)
    here.post("/account/ingelogd/uit/", {"browser": "andere"})
    assert (is_in(other), is_in(here)) == (False, True)


def test_nobody_ends_the_log_in_of_somebody_else(here, django_user_model):
    stranger = Client()
    stranger.force_login(django_user_model.objects.create_user("ander@voorbeeld.nl"))
    for wrong in (Browser.objects.get(user__email="ander@voorbeeld.nl").pk, "9" * 30, "x", ""):
        assert here.post("/account/ingelogd/uit/", {"browser": wrong}).status_code == 302
    assert is_in(stranger)


def test_logging_out_leaves_the_list(noor, here):
    here.post("/account/logout/")
    assert not noor.browsers.exists()


def test_no_address_and_no_whole_name_of_a_browser_is_kept(noor):
    Client(HTTP_USER_AGENT=FIREFOX).force_login(noor)
    kept = {field.name for field in Browser._meta.get_fields()}
    assert kept == {"id", "user", "session_key", "name", "since"}


def test_all_that_is_kept_comes_as_one_file(noor, here):
    session = make_session(AnswerForm.OPEN, AnswerForm.ONE, title="Team Zuid")
    session.facilitators.create(user=noor)
    for n, person in enumerate(people_in(session, 6)):
        given = {"verslag": "1"} if n else {}
        person.send(question_of(session, AnswerForm.OPEN), waarde=f"tekst {n}", **given)
    running.agree(session, "elke maandag", "Anja", "in mei")
    running.finish(session)
    somebody_elses = make_empty_session(title="Team Oost")
    said = here.get("/account/gegevens/bestand/")
    assert "attachment" in said["Content-Disposition"]
    found = json.loads(said.content)
    assert found["account"]["e-mailadres"] == noor.email
    (told,) = found["sessies"]
    assert told["titel"] == "Team Zuid"
    assert told["afspraken"][0]["afspraak"] == "elke maandag"
    assert [asked["vraag"] for asked in told["verslag"]["vragen"]]
    text = said.text
    assert somebody_elses.title not in text
    # What its report may not say is not in it either: five of six texts may be printed, so none.
    assert "tekst 0" not in text


def test_of_a_session_that_somebody_else_owns_the_file_says_what_one_can_see(noor, here):
    session = make_empty_session(title="Team West")
    owner = User.objects.create_user("eigenaar@example.org")
    session.facilitators.create(user=owner)
    session.facilitators.create(user=noor, owner=False)
    custody.offer(session, owner, "derde@example.org")
    said = here.get("/account/gegevens/bestand/").text
    assert "Team West" in said
    assert "derde@example.org" not in said
    keeping.delete_session(session)
    assert "Team West" not in here.get("/account/gegevens/bestand/").text


# What the file says of a session, and what says nothing about its owner: how it is run.
TOLD = {
    *(
        "title",
        "starts_at",
        "minutes",
        "group_size",
        "role_numbers",
        "led_by",
        "guests",
        "lived",
        "contact",
        "sender",
        "own_words",
    ),
    *("archived_at", "deleted_at"),
    *(
        "themes",
        "phone_free",
        "remarks",
        "phase",
        "made_at",
        "steps",
        "agreements",
        "offers",
        "invites",
    ),
    *("started_at", "ended_at", "joined_at_end", "texts_gone_at", "report_link"),
}
HOW_IT_IS_RUN = {
    *(
        "planned_steps",
        "id",
        "ref",
        "edition",
        "left_at",
        "version",
        "door_open",
        *("phones_away", "countdown"),
        "current",
        "step_started_at",
    ),
    *("extra_seconds", "black", "screen_started", "screen_round", "extra_seats", "coming_seats"),
    *("programme_version", "edits"),
    *("look_back", "looks_back_at", "looked_back_in"),  # what came of it stands in the report
    *("huddle_places", "huddles", "invites"),  # places, and what is gone with the session's end
    *("rehearses", "rehearsals"),  # invented, and gone within hours
    *("keeps_shown", "knocked_at", "codes", "facilitators", "participants", "held_seats"),
}


def test_a_field_that_is_new_is_told_or_named_here():
    fields = {field.name for field in DialogueSession._meta.get_fields()}
    assert fields == TOLD | HOW_IT_IS_RUN


def test_leaving_with_everything(noor, here, django_capture_on_commit_callbacks):
    make_empty_session().facilitators.create(user=noor)
    asked = here.get("/account/verwijderen/").text
    assert "1 sessie die nog komt" in asked
    assert (
        here.post("/account/verwijderen/", {"rest": "weg", "address": "x@y.nl"}).status_code == 422
    )
    assert User.objects.filter(pk=noor.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = here.post(
            "/account/verwijderen/", {"rest": "weg", "address": "Noor@voorbeeld.nl"}, follow=True
        )
    assert "Je account is verwijderd" in done.text
    assert not User.objects.exists()
    assert not DialogueSession.objects.exists()
    assert not Browser.objects.exists()
    assert not is_in(here)
    assert "Je account bij Bij nader inzien is verwijderd" in mail.outbox[-1].body


def test_leaving_the_sessions_behind(noor, here):
    session = make_empty_session()
    session.facilitators.create(user=noor)
    here.post("/account/verwijderen/", {"rest": "laat", "address": noor.email})
    session.refresh_from_db()
    assert session.left_at is not None
    assert not User.objects.exists()


def test_nobody_leaves_a_room_that_is_in_the_middle_of_a_session(noor, here):
    session = make_session()
    session.facilitators.create(user=noor)
    running.start(session)
    said = here.post("/account/verwijderen/", {"rest": "weg", "address": noor.email})
    assert said.status_code == 422
    assert "Sluit die eerst af" in said.text
    assert User.objects.filter(pk=noor.pk).exists()


def test_the_only_administrator_can_not_leave(noor, here):
    User.objects.update(is_staff=True, is_superuser=True)
    said = here.post("/account/verwijderen/", {"address": noor.email})
    assert "enige beheerder" in said.text
