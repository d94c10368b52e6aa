"""Somebody wants what a browser, a proxy or a disk kept, or to use our page inside theirs."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from bench.phone import Phone
from bijnaderinzien.sqlite3.base import keep_private
from sessions_app import codes, pens, running
from sessions_app.access import screen_cookie, screen_key
from tests.attacks.wires import Wire, ask
from tests.live.server import ROOT, environment, start_server
from tests.quality.test_house import production
from tests.sessions_app.room import make_session

pytestmark = pytest.mark.sqlite_only  # what goes out is the same from both

# What Django's middleware adds for safety; a cookie or a token is no such thing.
SAFETY = {
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
}


@pytest.mark.xdist_group("live")
def test_every_page_beside_django_has_every_header_that_a_page_has(site, room):
    _, page, _ = ask(site.url, "GET / HTTP/1.1")
    assert page.keys() >= SAFETY
    for line in (
        f"GET /m/{room.code}/ HTTP/1.1",  # the door
        "GET /m/NERGENS000/ HTTP/1.1",
        f"GET /m/{room.code}/beeld/ HTTP/1.1",  # without a seat: the page of the door
        "GET /sessies/x/leiden/stroom/ HTTP/1.1",
        "GET / HTTP/1.0",  # without a host: the page of a refusal
    ):
        _, headers, _ = ask(site.url, line, "Content-Length: 0")
        if "location" not in headers:
            assert headers["content-type"].startswith("text/html"), line
        assert {name: headers.get(name) for name in SAFETY} == {n: page[n] for n in SAFETY}, line


# Of what is no page nothing runs, loads, or is shown within another page; and nobody keeps it.
NO_PAGE = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
}


@pytest.mark.xdist_group("live")
def test_what_is_no_page_has_what_protects_it_and_no_more(site, room, play):
    async def scene():
        phone, newcomer = await room.phone(), Phone(site.url, room.code)
        room.phones.append(newcomer)
        await newcomer.look()
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        taken = await newcomer.take_seat()
        assert taken.status == 303
        assert taken.headers["cross-origin-opener-policy"] == "same-origin"
        for said in (
            taken,
            await phone.open_stream(),
            await phone.ask(f"/m/{room.code}/beeld/"),
            await phone.answer(step, question, "2"),
            await phone.answer(step, "nergens", "2"),
            await phone.ask(f"/m/{room.code}/stroom/", fields=[("a", "b")]),
            await phone.ask("/healthz"),
        ):
            assert not said.headers.get("content-type", "").startswith("text/html") or said is taken
            mine = {name: said.headers.get(name) for name in NO_PAGE}
            assert mine == NO_PAGE, said
            assert "no-store" in said.headers["cache-control"]
            unneeded = SAFETY - NO_PAGE.keys() - {"cross-origin-opener-policy"}
            assert not unneeded & said.headers.keys()

    play(scene, room)


@pytest.mark.xdist_group("live")
@pytest.mark.parametrize("path", ["/", "/m/{code}/beeld/", "/m/{code}/stroom/"])
def test_another_name_gets_a_plain_400(site, room, path):
    wire = Wire(site.url)
    wire.host = "kwaad.voorbeeld.nl"
    status, _, page = wire.ask(f"GET {path.format(code=room.code)} HTTP/1.1")
    wire.close()
    assert status == 400
    assert "kwam niet goed aan" in page.decode()


@pytest.fixture
def facilitator(client, db):
    user = User.objects.create_user("leidt@voorbeeld.nl")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return user


@pytest.mark.parametrize(
    "name",
    [
        *("planner:sessions", "planner:programme", "planner:runsheet", "planner:runsheet_pdf"),
        *("planner:whole_pdf", "planner:deck"),
        *("planner:letter", "console:lead", "projector:show", "report:report", "report:pdf"),
        *("report:calendar", "account_email", "mfa_index", "account_login", "account_logout"),
    ],
)
def test_no_page_about_somebody_is_kept(client, facilitator, name):
    session = make_session()
    session.facilitators.create(user=facilitator)
    if name.startswith("report"):
        running.start(session)
        running.finish(session)
    args = [session.ref] if ":" in name and name != "planner:sessions" else []
    response = client.get(reverse(name, args=args))
    assert "no-store" in response["Cache-Control"]


def test_a_public_page_may_be_kept(client, db):
    assert "no-store" not in client.get("/").get("Cache-Control", "")


def test_the_device_gives_a_page_only_what_it_needs(client, db):
    policy = client.get("/")["Permissions-Policy"]
    assert 'fullscreen=(self "https://www.youtube-nocookie.com")' in policy
    assert "screen-wake-lock=(self)" in policy
    assert "camera=()" in policy
    assert "microphone=()" in policy
    assert "geolocation=()" in policy


@pytest.mark.sqlite_only
@pytest.mark.parametrize("before", [None, 0o644])
def test_only_the_site_reads_its_database(tmp_path: Path, before: int | None):
    path = tmp_path / "db.sqlite3"
    if before is not None:
        path.touch()
        path.chmod(before)
    code = (
        "import django, os, glob; os.umask(0o022); django.setup();"
        "from django.db import connection as c; c.cursor().execute('create table a(b)');"
        f"print([p + oct(os.stat(p).st_mode & 0o777) for p in glob.glob('{path}*')])"
    )
    env = environment(f"sqlite:///{path}")
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "-wal" in said.stdout
    assert said.stdout.count("0o600") == 4  # and the lock beside it
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


SAYS = (
    "from django.conf import settings as s; import django; django.setup();"
    "from sessions_app import access, pens;"
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, pens.cookie_name('r'),"
    " access.screen_cookie('r'), s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
)


def settings_say(**changes: str) -> list[str]:
    said = subprocess.run(
        [sys.executable, "-c", SAYS],
        cwd=ROOT,
        env=production(DJANGO_SETTINGS_MODULE="bijnaderinzien.settings", **changes),
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.split()


@pytest.mark.sqlite_only
def test_over_https_no_neighbour_can_set_our_cookies():
    *names, subdomains, preload = settings_say()
    assert names == ["__Host-sessionid", "__Host-csrftoken", "__Host-deelname_r", "__Host-scherm_r"]
    assert (subdomains, preload) == ("False", "False")
    assert settings_say(HSTS_ALL_SUBDOMAINS="true")[-2:] == ["True", "True"]


@pytest.mark.sqlite_only
def test_what_the_browser_wants_of_such_a_cookie_is_so(site, room):
    server = start_server(
        site.database,
        BASE_URL="https://127.0.0.1",
        DEBUG="false",
        EMAIL_URL="smtp://127.0.0.1:25",
        DJANGO_SETTINGS_MODULE="tests.live.uncollected_settings",
    )
    try:
        _, headers, _ = ask(server.url, f"GET /m/{room.code}/ HTTP/1.1", "X-Forwarded-Proto: https")
    finally:
        server.stop()
    cookies = headers["set-cookie"].split("\n")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Path=/;" in cookie + ";"
        assert "Secure" in cookie
        assert "Domain" not in cookie
    assert headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("https", [True, False])
def test_a_seat_and_a_screen_are_never_sent_in_the_open(client, db, settings, https):
    """Over HTTPS; a machine of one's own has none."""
    settings.HTTPS = https
    session = make_session()
    code = codes.give_code(session).code
    running.start(session)
    client.post(f"/m/{code}/", {"gedrukt": "1"})
    client.get(reverse("projector:show", args=[session.ref]), {"sleutel": screen_key(session)})
    ours = (pens.cookie_name(session.ref), screen_cookie(session.ref))
    assert [bool(client.cookies[name]["secure"]) for name in ours] == [https, https]


@pytest.mark.sqlite_only
def test_keeping_the_file_private_drops_no_lock_on_it(tmp_path: Path):
    path = tmp_path / "db.sqlite3"
    keep_private(path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("CREATE TABLE a (b)")
    writer.execute("BEGIN IMMEDIATE")
    keep_private(path)  # as when another thread connects
    code = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    writer.close()
    assert "database is locked" in other.stderr
