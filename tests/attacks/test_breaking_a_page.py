"""Somebody wants a 500: what no browser sends gets a plain 400 that says what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.attacks.wires import Wire, ask
from tests.sessions_app.room import make_session

FORM = "application/x-www-form-urlencoded"
TOKEN = "a" * 32
SAYS = "kwam niet goed aan"


@pytest.fixture
def visitor(db) -> Client:
    """A browser for which a 500 is an answer, as in production."""
    make_session()  # the planner needs an edition
    return Client(raise_request_exception=False)


def plain_400(response) -> bool:
    return response.status_code == 400 and SAYS in response.content.decode()


def test_a_wrong_host(visitor, settings):
    settings.ALLOWED_HOSTS = ["dialoog.voorbeeld.nl"]
    for path in ("/", "/bestaat-niet/", "/account/login/", "/m/", "/beheer/"):
        assert plain_400(visitor.get(path, headers={"host": "kwaad.voorbeeld.nl"})), path
        assert plain_400(visitor.get(path, headers={"host": "a b"})), path


@pytest.mark.parametrize("digits", [5_000, 100_000])
def test_a_rank_of_thousands_of_digits(visitor, digits):
    fields = {"themes": "hoop", "belang-hoop": "9" * digits, "minutes": "120"}
    for path in (reverse("planner:new"), reverse("planner:preview")):
        assert visitor.post(path, fields).status_code < 500
        assert visitor.get(path, fields).status_code < 500


@pytest.mark.parametrize("json", ["9" * 5000, "[" + "9" * 5000 + "]"])
def test_a_key_that_is_a_number_without_end(visitor, json):
    visitor.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert plain_400(visitor.post("/account/2fa/webauthn/login/", {"credential": json}))


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "idna", "bestaat-niet"])
@pytest.mark.parametrize("path", ["/", "/account/login/?next=/a", "/m/?code=a", "/sessies/nieuw/"])
def test_another_charset(visitor, charset, path):
    kind = f"{FORM}; charset={charset}"
    assert plain_400(visitor.generic("POST", path, b"code=abc", content_type=kind))
    assert plain_400(visitor.get(path, CONTENT_TYPE=kind))


def test_our_own_charset_is_fine(visitor):
    kind = f'{FORM}; charset="UTF-8"'
    assert visitor.generic("POST", "/", b"code=abc", content_type=kind).status_code == 302


@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"],
)
def test_several_parts_without_a_boundary(visitor, kind):
    visitor.cookies["csrftoken"] = TOKEN
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strict.cookies["csrftoken"] = TOKEN
    for client in (visitor, strict):
        assert plain_400(client.generic("POST", "/", b"--x", content_type=kind))


def test_a_nul(visitor):
    user = User.objects.create_user("leidt@voorbeeld.nl")
    session = make_session()
    session.facilitators.create(user=user)
    # As a header: newer Pythons send no such cookie, and may be sent one.
    assert visitor.get("/sessies/", headers={"cookie": "sessionid=a\x00b"}).status_code in (
        302,
        400,
    )
    visitor.force_login(user)
    assert plain_400(visitor.get("/sessies/%00/"))
    assert plain_400(visitor.get("/", {"next": "\x00"}))
    assert plain_400(visitor.post("/account/email/", {"email": "\x00", "action_add": ""}))
    path = reverse("console:agree", args=[session.ref])
    assert plain_400(visitor.post(path, {"text": "a\x00"}))


@pytest.mark.parametrize("total", ["9" * 400, "2000", "-1", "", "x", "1e9"])
def test_a_formset_that_claims_too_much(visitor, second_factor, total):
    visitor.force_login(User.objects.create_superuser("beheer@voorbeeld.nl"))
    second_factor(visitor)
    fields = {"title": "Ggz", "slides-TOTAL_FORMS": total, "slides-INITIAL_FORMS": "0"}
    assert plain_400(visitor.post(reverse("admin:content_chapter_add"), fields))


@pytest.mark.parametrize("row", ["9" * 20, "-" + "9" * 400], ids=["twenty", "endless"])
def test_a_row_with_a_number_that_no_column_holds(visitor, second_factor, row):
    visitor.force_login(User.objects.create_superuser("beheer@voorbeeld.nl"))
    second_factor(visitor)
    path = reverse("admin:auth_group_add")
    said = visitor.post(path, {"name": "groep", "permissions": row})
    assert plain_400(said) or said.status_code == 200  # PostgreSQL compares any number


@pytest.mark.xdist_group("live")
@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("GET /?a=\xff HTTP/1.1", "A: b"),
        ("GET /\xff\xfe HTTP/1.1", "A: b"),
        ("GET /m/%00/stroom/ HTTP/1.1", "A: b"),
        ("GET /m/%ff/beeld/ HTTP/1.1", "A: b"),
        ("GET /sessies/%00/leiden/stroom/ HTTP/1.1", "A: b"),
        ("GET /sessies/x/leiden/beeld/ HTTP/1.1", "Cookie: sessionid=%00; sessionid=\xff\xfe"),
        ("GET /sessies/x/leiden/beeld/ HTTP/1.1", "Cookie: sessionid=a\\000b"),
        ("GET /sessies/x/leiden/beeld/ HTTP/1.1", 'Cookie: sessionid="a\\000b"'),
        ("GET /account/login/ HTTP/1.1", 'Cookie: sessionid="a\\000b"'),
        ("GET / HTTP/1.1", "Content-Type: text/html; charset=utf-16"),
        ("GET /m/?code=a HTTP/1.1", f"Content-Type: {FORM}; charset=rot13"),
        ("GET /m/A/beeld/?a=b HTTP/1.1", f"Content-Type: {FORM}; charset='rot13"),
        ("GET / HTTP/1.1", "X-Forwarded-For: \xff"),
        ("GET / HTTP/1.1", "Accept-Language: " + "x," * 3000),
        ("BREW / HTTP/1.1", "A: b"),
        ("GET * HTTP/1.1", "A: b"),
        ("GET http://[::1/ HTTP/1.1", "A: b"),
        ("GET //kwaad.nl/ HTTP/1.1", "A: b"),
        ("CONNECT / HTTP/1.1", "A: b"),
    ],
)
def test_a_strange_request(site, line, header):
    assert ask(site.url, line, header)[0] < 500
    assert ask(site.url, "GET /healthz HTTP/1.1")[0] == 200


@pytest.mark.xdist_group("live")
@pytest.mark.parametrize(
    "kind",
    [f"{FORM}; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=é", "x"],
)
def test_a_strange_answer(site, room, kind):
    path = f"/m/{room.code}/stap/{room.asking['ref']}/antwoord/"
    for cookie in ("A: b", f"Cookie: csrftoken={TOKEN}"):
        status, *_ = ask(
            site.url,
            f"POST {path} HTTP/1.1",
            f"Content-Type: {kind}",
            "Content-Length: 5",
            cookie,
            body=b"a=%ff",
        )
        assert status in (400, 403)


@pytest.mark.xdist_group("live")
def test_a_head_without_end(site):
    wire = Wire(site.url)
    wire.send("GET / HTTP/1.1\r\n")
    with pytest.raises(OSError, match=r"."):  # noqa: PT012 - cut while we send
        for number in range(100_000):
            wire.send(f"X-{number}: {'x' * 1000}\r\n")
    wire.close()
    assert ask(site.url, "GET /healthz HTTP/1.1")[0] == 200
