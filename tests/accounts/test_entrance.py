"""Any address gets a code; the code logs in or makes the account; no page tells which."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from operations import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
KNOWN, NEW = "leidt@voorbeeld.nl", "nieuw@voorbeeld.nl"
LOGIN, CONFIRM = "/account/login/", "/account/login/code/confirm/"
MINUTE = 60


@pytest.fixture(autouse=True)
def fresh_budgets():
    """What limits count stands in a table that no test of Django's empties."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def owner() -> User:
    """Made by an administrator: nobody confirmed the address yet."""
    return User.objects.create_user(KNOWN, name="Noor")


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Seconds by which the clock of logging in is ahead; set its only item."""
    ahead, real = [0.0], time.time
    monkeypatch.setattr(time, "time", lambda: real() + ahead[0])
    return ahead


def ask(browser: Client, address: str, path: str = LOGIN) -> str:
    """Ask a code; the page that follows."""
    return browser.post(path, {"login": address}, follow=True).content.decode()


def mailed() -> str:
    """The code in the newest e-mail."""
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def enter(browser: Client, code: str, query: str = "") -> str:
    """Type the code; the address of the page where one lands."""
    return browser.post(CONFIRM + query, {"code": code}, follow=True).request["PATH_INFO"]


def same(page: str, address: str) -> str:
    """A page without what must differ from visit to visit."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return page.replace(outbox.key_of(address), "…").replace(address, "…")


def test_a_page_never_tells_whether_an_address_has_an_account():
    User.objects.create_user("uit@voorbeeld.nl", is_active=False)
    told = set()
    for address in (KNOWN, NEW, "uit@voorbeeld.nl"):
        browser = Client()
        asked = ask(browser, address)
        wrong = browser.post(CONFIRM, {"code": "AAAA-AAAA"}).content.decode()
        again = browser.post(CONFIRM, {"action": "resend"}, follow=True).content.decode()
        letters = "".join(
            m.subject + m.body.replace(c, "") for m, c in zip(*mails(address), strict=True)
        )
        told.add(tuple(same(part, address) for part in (asked, wrong, again, letters)))
    assert len(told) == 1


def mails(address: str):
    found = [m for m in mail.outbox if m.to == [address]]
    assert len(found) == 2
    return found, [re.search(r"^\s*([A-Z0-9-]{6,})\s*$", m.body, re.M)[1] for m in found]


def test_a_newcomer_is_in_with_one_code(client):
    assert "We sturen een code naar" in ask(client, NEW)
    assert not User.objects.filter(email=NEW).exists()  # asking alone makes nothing
    assert enter(client, mailed()) == "/sessies/"
    made = User.objects.get(email=NEW)
    assert not made.has_usable_password()
    assert EmailAddress.objects.get(user=made).verified
    assert len(mail.outbox) == 1


def test_who_was_made_by_an_administrator_is_in_with_one_code(client, owner):
    ask(client, KNOWN.upper())
    assert enter(client, mailed()) == "/sessies/"
    assert EmailAddress.objects.get(user=owner).verified
    assert len(mail.outbox) == 1
    assert User.objects.count() == 1


def test_the_way_leads_on_to_the_page_that_was_asked_for(client):
    wanted = "/sessies/nieuw/?minuten=120"
    page = client.post(LOGIN, {"login": NEW, "next": wanted})
    assert page["Location"].startswith(f"{CONFIRM}?next=")
    query = page["Location"].removeprefix(CONFIRM)
    assert client.post(CONFIRM + query, {"code": mailed()})["Location"] == wanted


@pytest.mark.parametrize("path", ["/account/signup/", "/account/login/code/"])
def test_there_is_one_page_to_begin(client, path):
    assert client.get(f"{path}?next=/sessies/")["Location"] == f"{LOGIN}?next=%2Fsessies%2F"
    assert client.post(path, {"email": NEW})["Location"] == LOGIN
    assert mail.outbox == []


def test_a_code_works_ten_minutes(client, clock):
    ask(client, NEW)
    clock[0] = 9 * MINUTE
    assert enter(client, mailed()) == "/sessies/"
    late = Client()
    ask(late, NEW)
    clock[0] += 11 * MINUTE
    page = late.post(f"{CONFIRM}?next=/sessies/", {"code": mailed()}, follow=True)
    assert page.request["PATH_INFO"] == LOGIN
    assert page.request["QUERY_STRING"] == "next=%2Fsessies%2F"
    assert "Vraag een nieuwe code aan" in page.content.decode()


def test_a_code_that_is_sent_again_has_its_own_ten_minutes(client, clock):
    ask(client, NEW)
    first = mailed()
    clock[0] = 9 * MINUTE
    page = client.post(CONFIRM, {"action": "resend"}, follow=True).content.decode()
    assert "We sturen een nieuwe code" in page
    clock[0] += 9 * MINUTE
    assert enter(client, first) == CONFIRM
    assert enter(client, mailed()) == "/sessies/"


def test_a_wrong_code_says_what_to_do_and_a_few_end_it(client):
    ask(client, KNOWN)
    empty = client.post(CONFIRM, {"code": ""})
    assert empty.status_code == 200
    for _ in range(2):
        page = client.post(CONFIRM, {"code": "AAAA-AAAA"}).content.decode()
        assert "Kijk in de nieuwste e-mail" in page
    assert enter(client, "AAAA-AAAA") == LOGIN
    assert enter(client, mailed()) == LOGIN
    assert client.get("/sessies/").status_code == 302


def test_two_windows_of_a_newcomer_make_one_account():
    first, second = Client(), Client()
    codes = []
    for browser in (first, second):
        ask(browser, NEW)
        codes.append(mailed())
    assert enter(first, codes[0]) == enter(second, codes[1]) == "/sessies/"
    assert User.objects.filter(email=NEW).count() == 1


def test_an_account_that_was_switched_off_says_so_to_who_has_the_mailbox(client, owner):
    User.objects.filter(pk=owner.pk).update(is_active=False)
    ask(client, KNOWN)
    page = client.post(CONFIRM, {"code": mailed()}, follow=True)
    assert "Dit account staat uit" in page.content.decode()
    assert client.get("/sessies/").status_code == 302


def test_an_address_that_somebody_else_typed_leads_to_ones_own_account(client, owner):
    EmailAddress.objects.create(user=owner, email=NEW, verified=False)
    ask(client, NEW)
    enter(client, mailed())
    assert client.session["_auth_user_id"] == str(User.objects.get(email=NEW).pk)


def test_a_second_address_that_was_confirmed_leads_to_the_same_account(client, owner):
    EmailAddress.objects.create(user=owner, email="thuis@voorbeeld.nl", verified=True)
    ask(client, "Thuis@voorbeeld.nl")
    enter(client, mailed())
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_sending_again_counts_as_asking(client):
    ask(client, NEW)
    for _ in range(9):
        client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) <= 3  # a stranger's budget for one address in a minute


def test_another_address_begins_anew_and_keeps_the_way(client):
    ask(client, NEW)
    page = client.get(f"{CONFIRM}?next=/sessies/nieuw/").content.decode()
    back = re.search(r'name="next" value="(/account/login/[^"]*)"', page)[1]
    assert client.post("/account/logout/", {"next": back})["Location"] == back
    assert client.get(CONFIRM).status_code == 302
