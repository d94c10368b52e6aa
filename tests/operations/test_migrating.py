"""Many programs that bring the tables up to date at once: one does, the others wait and say so."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations import changing
from tests.live.hands import Hands
from tests.live.server import ROOT, environment, new_database, on_postgres

MANY = 2


@contextmanager
def one_is_busy(database: str) -> Iterator[None]:
    """Inside the block another program is changing the tables."""
    if on_postgres():
        import psycopg

        with psycopg.connect(database, autocommit=True) as line:
            line.execute("SELECT pg_advisory_lock(%s)", [changing.LOCK])
            yield
        return
    lock = os.open(f"{database.removeprefix('sqlite:///')}.changing", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    yield
    os.close(lock)


def migrating(database: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_one_migrates_and_the_others_wait():
    database = new_database()
    with one_is_busy(database):
        programs = [migrating(database) for _ in range(MANY)]
        for program in programs:
            assert "Dit wacht tot dat klaar is." in program.stderr.readline()
    said = [program.communicate(timeout=120) for program in programs]
    assert [program.returncode for program in programs] == [0] * MANY, said
    assert all(not wrong for _, wrong in said), said
    did = [out for out, _ in said if "Applying sessions_app.0001" in out]
    assert len(did) == 1  # and the others found nothing to do
    hands = Hands(environment(database))
    try:
        assert hands("counts")["DialogueSession"] == 0
    finally:
        hands.stop()


def test_looking_what_is_to_be_done_waits_for_nobody():
    database = new_database()
    with one_is_busy(database):
        said = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--plan"],
            cwd=Path(ROOT),
            env=environment(database),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert said.returncode == 0, said.stderr
    assert "sessions_app.0001" in said.stdout
