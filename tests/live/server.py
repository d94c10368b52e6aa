"""The real server in a process of its own, on a private database."""

import fcntl
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 90  # seconds; one that can't start ends by itself, so only a busy machine waits
_scratch = tempfile.TemporaryDirectory(prefix="bijnaderinzien-", ignore_cleanup_errors=True)


def on_postgres() -> bool:
    """Whether this run is on PostgreSQL (`scripts/with_postgres.py`)."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def scratch(name: str) -> Path:
    """A new folder that goes when this program ends."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_scratch.name))


FILMS = scratch("films")  # the films that servers have as files of their own


@dataclass
class Server:
    """A running server; `log` is a file with all that it said."""

    url: str
    process: subprocess.Popen
    log: Path

    @property
    def pid(self) -> int:
        """The process that serves (with one process: the only one)."""
        return self.process.pid

    def stop(self, number: int = signal.SIGTERM, seconds: float = 15) -> float:
        """Send a signal, wait until the process is gone; seconds that it took."""
        began = time.monotonic()
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        return time.monotonic() - began


def free_port() -> int:
    """A port nobody listens on, below those that the system gives to connections.

    Between looking and listening lies a second, in which phones of other tests connect: a port
    the system gave would now and then be gone by then.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        with closing(socket.socket()) as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("a hundred ports in a row are taken")


def new_database() -> str:
    """The address of a private, empty database of the kind this run of the suite is on."""
    if not on_postgres():
        return f"sqlite:///{scratch('live')}/live.sqlite3"
    return _on_postgres()


def database_with_tables() -> str:
    """The address of a private database in which all tables are, and nothing else.

    A copy: making the tables takes seconds, and is done once.
    """
    first = _tables()
    if on_postgres():
        return _on_postgres(like=first)
    copy = new_database()
    _copy(first, copy)
    return copy


def fill_with_tables(name: str) -> None:
    """Make the database of this name anew, on the server or in the folder of the tests' own."""
    if on_postgres():
        _on_postgres(like=_tables(), name=name)
        return
    for beside in ("", "-wal", "-shm"):  # a run that was killed left them
        Path(f"{name}{beside}").unlink(missing_ok=True)
    _copy(_tables(), f"sqlite:///{name}")


def _copy(one: str, other: str) -> None:
    paths = [address.removeprefix("sqlite:///") for address in (one, other)]
    with closing(sqlite3.connect(paths[0])) as here, closing(sqlite3.connect(paths[1])) as there:
        here.backup(there)


@cache
def _tables() -> str:
    """The database that is copied.

    On SQLite one for all programs of this working copy, until what makes tables changes.
    """
    if on_postgres():
        return _migrated()
    kept = ROOT / f"var/tests/tables-{_what_makes_tables()}.sqlite3"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in kept.parent.glob("tables-*"):
                old.unlink()
            making = kept.with_suffix(".new")
            _copy(_migrated(), f"sqlite:///{making}")
            making.rename(kept)
    return f"sqlite:///{kept}"


def _migrated() -> str:
    database = new_database()
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment(database), check=True)
    return database


def _what_makes_tables() -> str:
    places = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "*/settings.py", "uv.lock")
    files = sorted(path for place in places for path in ROOT.glob(place))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _on_postgres(like: str = "", name: str = "") -> str:
    import psycopg

    given = os.environ["DATABASE_URL"]
    name = name or f"live_{uuid4().hex[:12]}"  # a name of our own making, as is that of the first
    copied = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}{copied}")
    parts = urlsplit(given)
    return f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"


def environment(database_url: str, port: int = 8000, **more: str) -> dict[str, str]:
    """What a process on this database finds around it."""
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST")},
        "DJANGO_SETTINGS_MODULE": "bijnaderinzien.settings",
        "DATABASE_URL": database_url,
        "SECRET_KEY": "live-" + "x" * 50,
        "DEBUG": "true",
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "WEB_CONCURRENCY": "1",
        "FILMS_DIR": str(FILMS),
        "PYTHONWARNINGS": "default",
        **more,
    }


def start_server(
    database_url: str,
    port: int | None = None,
    module: str = "bijnaderinzien.serve",
    **more: str,
) -> Server:
    """Start a server and wait until it answers. `more` is added to its environment."""
    port = port or free_port()
    log = scratch("server") / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment(database_url, port, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        with suppress(URLError, OSError), urllib.request.urlopen(server.url + "/healthz") as said:
            if said.status == 200:
                return server
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
