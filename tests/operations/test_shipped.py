"""What is shipped to run the site: the container, the compose file, units, nginx and Caddy.

There is no container engine here; what can be looked at without one is.
"""

import base64
import hashlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from tests.live.server import ROOT, free_port

pytestmark = pytest.mark.sqlite_only
BIN = Path(sys.executable).parent
DEPLOY = ROOT / "deploy"
ROOMS = {path.parent.name for path in ROOT.glob("*/apps.py")} | {"bijnaderinzien"}


SET_UP = "import django; django.setup(); from django.core.management import call_command"


def dockerfile() -> list[list[str]]:
    """Its instructions, per stage."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    stages: list[list[str]] = []
    for line in lines:
        if line.startswith("FROM "):
            stages.append([])
        stages[-1].append(line)
    return stages


def copied() -> list[str]:
    """What goes in from the working copy."""
    found = (line.split()[1:-1] for line in dockerfile()[0] if line.startswith("COPY "))
    return [name for names in found for name in names]


@pytest.mark.skipif(
    not (BIN / "hadolint").exists(), reason="hadolint has no wheel for this machine"
)
def test_the_dockerfile_is_linted():
    said = subprocess.run([BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


def test_the_container_has_every_room_and_runs_as_nobody_with_nothing_to_build_with():
    assert set(copied()) >= ROOMS
    allowed = [
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if "!" in line
    ]
    assert set(copied()) <= set(allowed)
    _, last = dockerfile()
    text = "\n".join(last)
    assert "uv" not in re.findall(r"\w+", text)
    assert "pip" not in re.findall(r"\w+", text)
    assert re.search(r"^USER \d{5}$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert "/healthz" in text


def test_what_the_container_holds_is_enough_to_start(tmp_path):
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    env = {
        "PATH": "/usr/bin:/bin",
        "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "BASE_URL": "https://dialoog.voorbeeld.nl",
        "EMAIL_URL": "smtp://mail.voorbeeld.nl:25",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "bijnaderinzien.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    start = "call_command('prepare'); import bijnaderinzien.asgi, bijnaderinzien.serve"
    said = subprocess.run(
        [sys.executable, "-c", f"{SET_UP}; {start}"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr


def test_of_the_compose_file_only_the_proxy_is_reached_from_outside():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"] == {"internal": True}
    for name in ("prepare", "site", "night"):
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["environment"]["DATABASE_URL"].startswith("postgres://")
    assert "outside" not in services["database"]["networks"]
    night = " ".join(services["night"]["command"])
    assert "manage.py tidy" in night
    assert "manage.py backup" in night
    wanted = set(re.findall(r"-c(\w+)=", " ".join(services["database"]["command"])))
    readme = (ROOT / "README.md").read_text()
    assert wanted == set(re.findall(r"^(log_\w+) = ", readme, re.MULTILINE))


def test_settings_to_fill_in_are_settings_that_are_read():
    named = set(re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    known = "".join(p.read_text() for p in (ROOT / "bijnaderinzien").glob("*.py"))
    compose = (ROOT / "compose.yaml").read_text()
    assert {
        name for name in named if f'"{name}"' not in known and f"${{{name}" not in compose
    } == set()


def test_the_page_while_it_restarts_needs_nothing_and_obeys_its_policy():
    page = (DEPLOY / "pages" / "herstart.html").read_text()
    assert 'lang="nl"' in page
    assert not re.search(r"<script|src=|href=|url\(", page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    for proxy in ("nginx.conf", "Caddyfile"):
        assert f"style-src 'sha256-{digest}'" in (DEPLOY / proxy).read_text()


@pytest.mark.parametrize("unit", sorted(p.name for p in (DEPLOY / "systemd").glob("*.service")))
def test_units_are_fenced_in(unit):
    text = (DEPLOY / "systemd" / unit).read_text()
    for fence in (
        "User=bijnaderinzien",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "UMask=0077",
    ):
        assert fence in text
    if fnmatch(unit, "*-tidy.service") or fnmatch(unit, "*-backup.service"):
        assert "OnFailure=bijnaderinzien-alarm@%N.service" in text
        assert (DEPLOY / "systemd" / unit.replace(".service", ".timer")).exists()


# -- Caddy --------------------------------------------------------------------------------------

OWN = ROOT / "var/caddy/usr/bin/caddy"
CADDY = shutil.which("caddy") or (str(OWN) if OWN.exists() else None)


class Site(BaseHTTPRequestHandler):
    """Says what the proxy told it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        said = [self.headers[name] for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto")]
        self.wfile.write(repr(said).encode())

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def caddy(tmp_path) -> Iterator[tuple[int, int, Path]]:
    """The shipped file, without TLS; its port, that of the site behind it, and all it wrote."""
    port, site = free_port(), free_port()
    env = {**os.environ, "DOMAIN": f"http://127.0.0.1:{port}", "UPSTREAM": f"127.0.0.1:{site}"}
    env |= {"PAGES": str(DEPLOY / "pages"), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    text = (DEPLOY / "Caddyfile").read_text().replace("{\n\t#", "{\n\tadmin off\n\t#", 1)
    (tmp_path / "Caddyfile").write_text(text)
    log = tmp_path / "log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [CADDY, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"],
            env=env, cwd=tmp_path, stdout=said, stderr=said,
        )  # fmt: skip
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.05)
    yield port, site, log
    process.terminate()
    process.wait(timeout=60)


@pytest.mark.skipif(CADDY is None, reason="no caddy on this machine (scripts/caddy)")
def test_caddy_waits_for_a_restart_then_shows_the_page_and_writes_nothing_down(caddy):
    port, site, log = caddy

    def ask(path: str) -> tuple[int, str | None, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.request("GET", path, headers={"X-Forwarded-For": "10.9.8.7"})
            said = line.getresponse()
            return said.status, said.headers["Retry-After"], said.read().decode()

    got: list[tuple] = []
    asking = threading.Thread(target=lambda: got.append(ask("/m/kiem2741/")))
    asking.start()
    asking.join(0.5)
    assert asking.is_alive()  # nobody is home yet, and it waits
    server = HTTPServer(("127.0.0.1", site), Site)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    asking.join(10)
    # Not what I said of myself.
    assert got == [(200, None, f"['127.0.0.1:{port}', '127.0.0.1', 'http']")]
    server.shutdown()
    server.server_close()
    status, after, page = ask("/m/kiem2741/")
    assert (status, after) == (503, "5")
    assert "Even <span>geduld</span>" in page
    assert "kiem2741" not in log.read_text()
    assert "10.9.8.7" not in log.read_text()
