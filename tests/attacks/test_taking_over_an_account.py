"""An administrator wants to lead a session as somebody else, or a reader of e-mail the office."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from accounts import notices
from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    user = User.objects.create_user("leidt@voorbeeld.nl", name="Noor")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture(autouse=True)
def fresh_budgets():
    """What limits count stands in a table that no test of Django's empties."""
    yield
    cache.clear()


@pytest.fixture
def office(client, second_factor):
    client.force_login(User.objects.create_superuser("beheer@voorbeeld.nl"))
    return second_factor(client)


def fields(user: User, **changes) -> dict:
    return {
        "name": user.name,
        "email": user.email,
        "is_active": "on",
        **changes,
    }


def mail_to(address: str) -> str:
    return "\n".join(m.body for m in mail.outbox if m.to == [address])


def test_the_office_changes_nobodys_address(office, owner):
    path = reverse("admin:accounts_user_change", args=[owner.pk])
    assert 'name="email"' not in office.get(path).content.decode()
    office.post(path, fields(owner, email="van.mij@voorbeeld.nl"))
    owner.refresh_from_db()
    assert owner.email == "leidt@voorbeeld.nl"


def test_the_office_adds_no_address_factor_or_log_in_elsewhere(office):
    registered = {model._meta.label for model in admin.site._registry}
    assert not {label for label in registered if label.split(".")[0] in ("account", "mfa")}
    assert not {label for label in registered if label.startswith("socialaccount.")}
    with pytest.raises(NoReverseMatch):
        reverse("admin:account_emailaddress_add")
    assert office.get("/beheer/account/emailaddress/add/").status_code == 404


def test_what_the_office_changes_is_mailed_to_the_owner(
    office, owner, django_capture_on_commit_callbacks
):
    path = reverse("admin:accounts_user_change", args=[owner.pk])
    with django_capture_on_commit_callbacks(execute=True):
        office.post(path, fields(owner, is_staff="on"))
    owner.refresh_from_db()
    assert owner.is_staff
    assert "redactie of beheer" in mail_to(owner.email).lower()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("admin:accounts_user_delete", args=[owner.pk]), {"post": "yes"})
    assert "haalde je account weg" in mail_to(owner.email)


def test_an_address_that_comes_or_goes_is_mailed_to_the_others(
    owner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        new = EmailAddress.objects.create(user=owner, email="van.mij@voorbeeld.nl")
    assert "van.mij@voorbeeld.nl" in mail_to(owner.email)
    assert mail_to("van.mij@voorbeeld.nl") == ""
    with django_capture_on_commit_callbacks(execute=True):
        EmailAddress.objects.get(email=owner.email).delete()
    assert "weggehaald: leidt@voorbeeld.nl" in mail_to("leidt@voorbeeld.nl")
    assert "weggehaald: leidt@voorbeeld.nl" in mail_to(new.email)


def test_a_mail_server_that_is_down_stops_nobody(
    owner, settings, django_capture_on_commit_callbacks
):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9},
        }
    }
    with django_capture_on_commit_callbacks(execute=True):
        notices.changed_by_office(owner, ["naam"])


def test_with_a_code_by_mail_alone_nobody_enters_the_office(client, settings):
    boss = User.objects.create_superuser("beheer@voorbeeld.nl")
    assert client.get("/beheer/")["Location"].startswith("/beheer/login/")
    assert client.get("/beheer/login/?next=/beheer/")["Location"].startswith("/account/login/")
    client.force_login(boss, backend=settings.AUTHENTICATION_BACKENDS[1])
    for path in ("/beheer/", "/beheer/accounts/user/", "/beheer/content/theme/"):
        page = client.get(path, follow=True)
        assert page.status_code == 403
        assert "Zet eerst een tweede slot" in page.content.decode()
    assert client.post("/beheer/accounts/user/add/", {"email": "x@voorbeeld.nl"}).status_code == 302


def test_who_is_no_staff_is_refused_as_before(client, owner):
    client.force_login(owner)
    assert client.get("/beheer/", follow=True).status_code == 403
    assert "tweede slot" not in client.get("/beheer/", follow=True).content.decode()


def log_in_by_code(client, address: str) -> None:
    mail.outbox.clear()
    client.post("/account/login/", {"login": address})
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post("/account/login/code/confirm/", {"code": code})


def totp(secret: str, step: int = 0) -> str:
    counter = next(iter(yield_hotp_counters_from_time())) + step
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.django_db(transaction=True)
def test_a_new_administrator_sets_up_a_second_factor_and_is_in(client, contexts):
    User.objects.create_superuser("beheer@voorbeeld.nl")
    log_in_by_code(client, "beheer@voorbeeld.nl")
    asked = client.get("/beheer/", follow=True).content.decode()
    link = re.search(r'href="([^"]*totp/activate[^"]*)"', asked)[1]
    page = client.get(link)
    assert page.status_code == 200
    secret = page.context["form"].secret
    done = client.post(link, {"code": totp(secret)}, follow=True)
    assert done.request["PATH_INFO"] == "/account/2fa/recovery-codes/"  # and not asked once more
    assert client.get("/beheer/").status_code == 200
    # Another day: a code by mail is half of it, the app is the other half.
    client.post("/account/logout/")
    log_in_by_code(client, "beheer@voorbeeld.nl")
    assert client.get("/beheer/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": totp(secret, 1)}).status_code == 302
    assert client.get("/beheer/").status_code == 200


def test_who_has_a_factor_shows_it_before_entering(client, contexts):
    boss = User.objects.create_superuser("beheer@voorbeeld.nl")
    log_in_by_code(client, boss.email)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": totp(secret)})
    assert done.status_code == 302, done.context["form"].errors
    client.logout()
    client.force_login(boss)  # in, but without the second factor
    asked = client.get("/beheer/accounts/user/", follow=True)
    assert asked.request["PATH_INFO"] == "/account/2fa/reauthenticate/"
    path = "/account/2fa/reauthenticate/?next=/beheer/accounts/user/"
    assert client.post(path, {"code": "000000"}).status_code == 200
    assert client.get("/beheer/accounts/user/").status_code == 302
    client.post(path, {"code": totp(secret, 1)})
    assert client.get("/beheer/accounts/user/").status_code == 200


def test_the_links_of_the_demo_lead_straight_into_the_office(client, settings):
    from sessions_app import demo

    settings.DEBUG = True
    link = demo.editor_link().removeprefix(settings.BASE_URL)
    assert client.get(link, follow=True).status_code == 200
    assert client.get("/beheer/").status_code == 200
