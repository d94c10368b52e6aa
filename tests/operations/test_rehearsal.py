"""With only docs/operating.md one gets from an empty machine to a running site with TLS, and on."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.rehearsal.steps import NAME, Machine, blocks
from tests.live import nginx
from tests.live.server import ROOT, free_port, scratch

pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("rehearsal"),
    pytest.mark.skipif(nginx.program() is None, reason="no nginx on this machine (scripts/nginx)"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the steps copy what git knows"),
    pytest.mark.skipif(not all(map(shutil.which, ("curl", "openssl"))), reason="no curl, openssl"),
]
SITE = f"https://{NAME}"


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A machine after stap 1 to 7."""
    made = Machine(scratch("machine"), free_port(), free_port(), free_port())
    try:
        made.said = made.take("stap")
        yield made
    finally:
        made.stop()


def curl(machine: Machine, *asked: str) -> str:
    said = machine.run(f"{machine.root}/played/curl", "-sS", *asked)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_the_steps_end_with_a_site_that_is_ready_and_a_copy(machine):
    assert "ready" in machine.said
    assert re.search(r"^\d{4}-\d\d-\d\d\.kopie$", machine.said, re.MULTILINE)
    assert "Klaar op" in machine.said  # what tidy says
    home = machine.root / "srv/bijnaderinzien"
    assert (home / "var/env").stat().st_mode & 0o077 == 0
    assert "Bij nader inzien" in curl(machine, f"{SITE}/")


def test_it_speaks_http2_and_says_to_stay_on_https(machine):
    said = curl(machine, "--http2", "-o", "/dev/null", "-D", "-", f"{SITE}/").lower()
    assert said.startswith("http/2 200")
    assert "strict-transport-security: max-age=31536000" in said
    assert "\nserver: nginx\n" in said  # without its release


def test_http_leads_to_https_and_another_name_to_nothing(machine):
    said = curl(machine, "-o", "/dev/null", "-D", "-", f"http://{NAME}/m/kiem2741/?k=x")
    assert "301" in said.splitlines()[0]
    assert f"Location: {SITE}/m/kiem2741/?k=x" in said
    other = machine.run("curl", "-sSk", f"https://127.0.0.1:{machine.https_port}/")
    assert other.returncode != 0


def test_while_it_restarts_there_is_a_page_and_nothing_is_written_down(machine):
    systemctl = f"{machine.root}/played/systemctl"
    machine.run(systemctl, "stop", "bijnaderinzien.service")
    said = curl(machine, "-D", "-", f"{SITE}/m/kiem2741/")
    assert said.lower().startswith("http/2 503")
    assert "retry-after: 5" in said.lower()
    assert "Even <span>geduld</span>" in said
    assert machine.run(systemctl, "start", "bijnaderinzien.service").returncode == 0
    assert "ready" in curl(machine, f"{SITE}/readyz")
    files = [p for p in (machine.root / "run/nginx").rglob("*") if p.is_file()]
    written = {path.name: path.read_text() for path in files if path.stat().st_size}
    assert set(written) <= {"nginx.conf", "pid", "start.log"}, written
    assert "kiem2741" not in (machine.root / "run/nginx/start.log").read_text()


def test_upgrading_and_putting_a_copy_back(machine):
    assert "ready" in machine.take("bijwerken")
    (copy,) = (machine.root / "var/backups/bijnaderinzien").iterdir()
    assert "ready" in machine.take("terugzetten", KOPIE=str(copy))


def test_another_key_keeps_the_old_one(machine):
    settings = machine.root / "srv/bijnaderinzien/var/env"
    before = re.search(r"^SECRET_KEY=(.*)$", settings.read_text(), re.MULTILINE)[1]
    machine.take("sleutel")
    after = settings.read_text()
    assert f"\nSECRET_KEY_FALLBACKS={before}\n" in after
    assert f"\nSECRET_KEY={before}\n" not in after
    assert "ready" in curl(machine, f"{SITE}/readyz")


def test_every_command_of_the_document_is_taken(machine):
    kinds = set(re.findall(r"^```sh (\w+)", machine.document, re.MULTILINE))
    assert kinds == {"begin", "stap", "bijwerken", "sleutel", "terugzetten"}
    assert len(blocks(machine.document, "stap")) == 7
    assert Path(machine.root, "etc/systemd/system/bijnaderinzien-tidy.timer").exists()
