"""Somebody who knows a facilitator's e-mail address wants to keep them from leading."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LoginLink, User
from tests.sessions_app.room import make_session

pytestmark = pytest.mark.django_db
ADDRESS = "leidt@voorbeeld.nl"
LOGIN = "/account/login/"
CONFIRM = "/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def fresh_budgets(settings):
    """Full ones, by the hour: a slow machine should not refill them in the middle of a test."""
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {
        name: rate and rate.replace("/10m/", "/h/").replace("/m/", "/h/")
        for name, rate in settings.ACCOUNT_RATE_LIMITS.items()
    }
    yield
    cache.clear()


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(ADDRESS, name="Noor")


@pytest.fixture
def laptop(owner) -> Client:
    """The owner's browser: logged in before, and out again."""
    browser = Client(REMOTE_ADDR="10.0.0.1")
    assert log_in(browser)
    browser.post("/account/logout/")
    return browser


def ask(browser: Client, address: str = ADDRESS) -> bool:
    """Ask a code, as in a session of its own; whether one was sent."""
    before = len(mail.outbox)
    browser.cookies.pop("sessionid", None)
    browser.post(LOGIN, {"login": address})
    return len(mail.outbox) > before


def log_in(browser: Client) -> bool:
    if not ask(browser):
        return False
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    browser.post(CONFIRM, {"code": code})
    return browser.get("/sessies/").status_code == 200


@pytest.mark.parametrize("network", ["10.9.9.9", "10.0.0.1"])
def test_strangers_never_use_up_what_the_owner_may_ask(laptop, network):
    for _ in range(30):
        ask(Client(REMOTE_ADDR=network))
    assert not ask(Client(REMOTE_ADDR=network))  # there is an end to it
    assert log_in(laptop)


def test_an_owner_on_a_new_machine_has_the_budget_of_their_own_network(owner):
    for _ in range(30):
        ask(Client(REMOTE_ADDR="10.9.9.9"))
    assert log_in(Client(REMOTE_ADDR="10.0.0.2"))


def test_a_cookie_of_another_account_is_worth_nothing(laptop):
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    other = User.objects.create_user("ander@voorbeeld.nl")
    stranger.force_login(other)
    stranger.get("/account/email/")
    stranger.logout()
    for _ in range(30):
        ask(stranger)
    assert not ask(stranger)
    forged = Client(REMOTE_ADDR="10.9.9.9")
    forged.cookies["bekend"] = laptop.cookies["bekend"].value[:-1] + "x"
    assert not ask(forged)


def test_even_a_known_browser_may_not_fill_a_mailbox(laptop):
    assert 5 < sum(ask(laptop) for _ in range(40)) < 12


@pytest.mark.parametrize("network", ["10.9.9.9", "10.0.0.1"])
def test_sending_again_is_no_way_around_the_budget(laptop, network):
    sent = 0
    for _ in range(30):
        stranger = Client(REMOTE_ADDR=network)
        sent += ask(stranger)
        before = len(mail.outbox)
        for _ in range(5):
            stranger.post(CONFIRM, {"action": "resend"})
        sent += len(mail.outbox) - before
    assert sent <= 3
    assert log_in(laptop)


@pytest.mark.sqlite_only
def test_addresses_without_an_account_are_mailed_no_more_than_others(laptop):
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    assert sum(ask(stranger, f"iemand{n}@voorbeeld.nl") for n in range(40)) <= 20
    assert User.objects.count() == 1
    assert log_in(laptop)


def test_a_stranger_who_asks_does_not_end_the_owners_code(laptop):
    assert ask(laptop)
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    ask(stranger)
    for _ in range(5):
        stranger.post(CONFIRM, {"code": "AAAA-AAAA"})
    laptop.post(CONFIRM, {"code": code})
    assert laptop.get("/sessies/").status_code == 200


def test_a_passkey_logs_in_without_e_mail(client, owner):
    assert "passkey" in client.get("/account/login/").content.decode()
    for _ in range(30):
        asked = client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
        assert "request_options" in asked.json()


def test_nobody_deletes_what_the_log_in_pages_need(client, second_factor):
    client.force_login(User.objects.create_superuser("beheer@voorbeeld.nl"))
    second_factor(client)
    for model in ("sites/site", "contenttypes/contenttype", "sessions/session"):
        assert client.get(f"/beheer/{model}/").status_code == 404


# -- on to one's own phone ----------------------------------------------------------------------


@pytest.fixture
def session(owner):
    made = make_session()
    made.facilitators.create(user=owner)
    return made


@pytest.fixture
def console(owner, client) -> Client:
    client.force_login(owner)
    return client


def link(console: Client, session) -> str:
    """What the QR code holds, as read off the address that was made."""
    made = []
    original = LoginLink.make
    try:
        LoginLink.make = classmethod(lambda cls, *a: made.append(original(*a)) or made[-1])
        page = console.post(reverse("console:hand_over", args=[session.ref]))
    finally:
        LoginLink.make = original
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert made[0] not in page.content.decode()  # only to be scanned
    return reverse("accounts:on_phone", args=made) + f"?next=/sessies/{session.ref}/leiden/"


def leads(phone: Client, session) -> bool:
    return phone.get(reverse("console:lead", args=[session.ref])).status_code == 200


def test_the_phone_leads_on_after_one_press(console, session):
    address, phone = link(console, session), Client()
    assert "Noor" in phone.get(address).content.decode()
    assert not leads(phone, session)  # a preview of the link uses nothing up
    done = phone.post(address)
    assert done["Location"] == reverse("console:lead", args=[session.ref])
    assert leads(phone, session)
    assert leads(console, session)


def test_the_code_works_once(console, session):
    address = link(console, session)
    Client().post(address)
    second = Client()
    assert second.get(address).status_code == 404
    assert second.post(address).status_code == 404
    assert not leads(second, session)


def test_a_new_code_ends_the_one_before(console, session):
    first = link(console, session)
    link(console, session)
    assert Client().post(first).status_code == 404


def test_the_code_lasts_five_minutes(console, session):
    address = link(console, session)
    LoginLink.objects.update(made_at=timezone.now() - LoginLink.LIFETIMES["phone"])
    assert Client().post(address).status_code == 404


def test_logging_out_ends_the_code(console, session):
    address = link(console, session)
    console.post("/account/logout/")
    assert Client().post(address).status_code == 404


def test_an_account_that_was_switched_off_ends_the_code(console, session, owner):
    address = link(console, session)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


def test_nothing_in_the_database_logs_in(console, session):
    link(console, session)
    stored = LoginLink.objects.get()
    for guess in (stored.digest, "x", stored.digest + ".x", "a.b"):
        assert Client().post(reverse("accounts:on_phone", args=[guess])).status_code == 404


def test_a_link_for_the_phone_is_none_for_the_demo(console, session, settings, owner):
    settings.DEBUG = True
    token = LoginLink.make(owner, LoginLink.Purpose.PHONE)
    Client().get(reverse("accounts:once", args=[token]))
    assert LoginLink.objects.filter(used_at=None).count() == 1
    demo = LoginLink.make(owner)
    assert Client().post(reverse("accounts:on_phone", args=[demo])).status_code == 404


def test_the_phone_is_not_in_the_office(console, session, owner):
    User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True)
    phone = Client()
    phone.post(link(console, session))
    assert phone.get("/beheer/").status_code == 302


def test_the_link_leads_to_no_other_site(console, session):
    address = link(console, session).partition("?")[0]
    assert Client().post(address + "?next=//kwaad.nl/")["Location"] == "/sessies/"


def test_only_who_leads_makes_a_code(client, session):
    path = reverse("console:hand_over", args=[session.ref])
    assert client.post(path).status_code == 302
    client.force_login(User.objects.create_user("vreemd@voorbeeld.nl"))
    assert client.post(path).status_code == 404
