"""`backup` while people talk, `restore` when nobody does, and what must not come back."""

import json
import os
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.phone import Phone
from tests.live.conftest import LiveSession, Site
from tests.live.hands import Hands
from tests.live.loops import run_scene
from tests.live.server import (
    database_with_tables,
    environment,
    new_database,
    on_postgres,
    scratch,
    start_server,
)
from tests.operations.asking import ready

SECRET = "wat niemand anders mag lezen"
PRINTED = "wat in het verslag mag staan"


def all_of(copy: Path) -> bytes:
    """Every byte of a copy, unpacked."""
    if not zipfile.is_zipfile(copy):
        return copy.read_bytes()
    with zipfile.ZipFile(copy) as file:
        return b"".join(file.read(name) for name in file.namelist())


async def write(room: LiveSession, text: str, count: int = 6) -> list:
    """So many phones write this as an answer that may stand in the report."""
    step, question = room.step_with("open")
    room.go_to(step)
    phones = [await room.listening() for _ in range(count)]
    for n, phone in enumerate(phones):
        said = await phone.answer(step["ref"], question["ref"], f"{text} {n}", verslag="1")
        assert said.status == 200
    return phones


@pytest.fixture(scope="module")
def scene(mine: Site) -> dict:
    """One session that ended with a report and one that runs, with a copy made at that moment."""
    over, running = mine.planned_session(), mine.planned_session()
    copy = scratch("copies") / "kopie"

    async def play() -> None:
        phones = await write(over, PRINTED)
        over.verb("finish")
        inside = await write(running, SECRET)
        said = mine.hands("manage", "backup", str(copy))
        assert "Kopie gemaakt" in said
        for phone in (*phones, *inside):
            phone.leave()
        scene["cookies"] = inside[0].cookies

    scene = {"over": over, "running": running, "copy": copy}
    run_scene(play)
    return scene


@pytest.mark.usefixtures("mine")
def test_a_copy_holds_no_answer_seat_or_pen_of_a_session_that_runs(scene):
    written = all_of(scene["copy"])
    assert PRINTED.encode() in written  # it was made while that session had just ended
    assert SECRET.encode() not in written
    assert scene["running"].ref.encode() in written
    if not on_postgres():
        with closing(sqlite3.connect(scene["copy"])) as copy:
            for table in ("participant", "heldseat", "signal"):
                assert not copy.execute(f"SELECT 1 FROM sessions_app_{table}").fetchall()
            assert not copy.execute("SELECT 1 FROM django_session").fetchall()


@pytest.mark.usefixtures("scene")
def test_only_its_owner_reads_a_copy(scene):
    assert scene["copy"].stat().st_mode & 0o077 == 0
    assert [path.name for path in scene["copy"].parent.iterdir()] == ["kopie"]


def test_nothing_is_put_back_under_a_running_server(mine, scene):
    before = mine.hands("counts")
    with pytest.raises(AssertionError, match="nog in gebruik"):
        mine.hands("manage", "restore", str(scene["copy"]))
    assert mine.hands("counts") == before
    assert ready(mine.url)[0] == 200


def test_what_is_put_back_is_whole_and_holds_nothing_that_was_wiped(mine, scene, play):
    """The drill: the copy, then more happens, then all is lost and the copy comes back."""
    over, running = scene["over"], scene["running"]
    later = mine.planned_session()
    mine.server.stop()
    said = mine.hands("manage", "restore", str(scene["copy"]))
    assert "bezig waren, zijn nu afgelopen: 1" in said
    mine.server = start_server(mine.database)
    assert ready(mine.url) == (200, "ready")
    found = mine.hands("counts")
    assert found == {
        "Answer": 6,  # the texts of the report
        "DialogueSession": 2,
        "HeldSeat": 0,
        "Participant": 0,
        "Session": 0,
        "Signal": 0,
    }
    assert mine.hands("state", running.ref)["phase"] == "ended"
    assert all(PRINTED in text for _, _, text in mine.hands("answers", over.ref))
    with pytest.raises(AssertionError, match="DoesNotExist"):
        mine.hands("state", later.ref)

    async def a_phone_of_then() -> None:
        phone = Phone(mine.url, running.code)
        running.phones.append(phone)
        phone.cookies = dict(scene["cookies"])
        page = await phone.ask(f"/m/{running.code}/")
        assert "afgelopen" in page.text
        assert SECRET not in page.text

    play(a_phone_of_then, running)
    assert mine.hands("counts")["Participant"] == 0
    new = mine.running_session()  # numbers go on where they were
    assert mine.hands("state", new.ref)["phase"] == "running"


@pytest.fixture(scope="module")
def asleep() -> Iterator[Hands]:
    """Hands on a database that nothing serves."""
    hands = Hands(environment(database_with_tables()))
    hands("prepare")
    yield hands
    hands.stop()


def test_versions_rise_past_what_any_phone_saw(asleep):
    waiting = asleep("session")["ref"]
    before = asleep("state", waiting)["version"]
    copy = scratch("later") / "kopie"
    asleep("manage", "backup", str(copy))
    asleep("manage", "restore", str(copy))
    assert asleep("state", waiting)["version"] > before + 1000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("nothing", "geen kopie van deze site"),
        ("text", "geen kopie van deze site"),
        ("half", "(beschadigd|geen kopie)"),
        ("other", "is een kopie van een"),
        ("newer", "nieuwere versie"),
    ],
)
def test_what_can_t_be_put_back_says_why_and_changes_nothing(asleep, scene, wrong, sentence):
    file = scratch("wrong") / "kopie"
    good = scene["copy"].read_bytes()
    if wrong == "text":
        file.write_text("geen database")
    elif wrong == "half":
        file.write_bytes(good[: len(good) // 2])
    elif wrong == "other":
        file.write_bytes(of_the_other_kind())
    elif wrong == "newer":
        file.write_bytes(good)
        say_it_had_more_migrations(file)
    asleep("session")
    before = asleep("counts")
    with pytest.raises(AssertionError, match=sentence):
        asleep("manage", "restore", str(file))
    assert asleep("counts") == before


def of_the_other_kind() -> bytes:
    file = scratch("other") / "kopie"
    if on_postgres():
        with closing(sqlite3.connect(file)) as database:
            database.execute("CREATE TABLE x (y)")
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("contents.json", "{}")
            archive.comment = b"bijnaderinzien 1"
    return file.read_bytes()


def say_it_had_more_migrations(file: Path) -> None:
    if not on_postgres():
        with closing(sqlite3.connect(file, isolation_level=None)) as copy:
            copy.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('sessions_app', '9999_later', '2030-01-01')"
            )
        return
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    contents = json.loads(parts["contents.json"])
    contents["migrations"].append(["sessions_app", "9999_later"])
    parts["contents.json"] = json.dumps(contents).encode()
    with zipfile.ZipFile(file, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
        new.comment = b"bijnaderinzien 1"


def test_a_copy_into_a_folder_that_is_not_there_says_so(mine):
    with pytest.raises(AssertionError, match="bestaat niet"):
        mine.hands("manage", "backup", "/nergens/hier/kopie")


def test_copies_older_than_the_privacy_page_promises_go(mine, scene):
    folder = scene["copy"].parent
    old, other = folder / "oud", folder / "geen-kopie"
    old.write_bytes(scene["copy"].read_bytes())
    other.write_text("van iemand anders")
    long_ago = time.time() - 31 * 24 * 3600
    for path in (old, other):
        os.utime(path, (long_ago, long_ago))
    said = mine.hands("manage", "backup", str(folder / "nieuw"))
    assert f"Oude kopie gewist: {old}" in said
    assert not old.exists()
    assert other.exists()
    assert scene["copy"].exists()


@pytest.mark.skipif(on_postgres(), reason="PostgreSQL has no file of ours")
def test_the_database_is_never_its_own_copy(mine):
    path = mine.database.removeprefix("sqlite:///")
    with pytest.raises(AssertionError, match="de database zelf"):
        mine.hands("manage", "backup", path)


def test_a_new_machine_takes_a_copy(scene):
    """Nothing was there before: an empty database, or no file at all."""
    hands = Hands(environment(new_database()))
    try:
        hands("manage", "restore", str(scene["copy"]))
        assert hands("counts")["DialogueSession"] == 2
    finally:
        hands.stop()


@pytest.mark.django_db
def test_the_privacy_page_says_how_long_copies_are_kept(client, settings):
    settings.BACKUP_DAYS = 12
    page = client.get("/privacy/").content.decode()
    assert "<td>12 dagen. Van een sessie die nog niet voorbij is" in page
