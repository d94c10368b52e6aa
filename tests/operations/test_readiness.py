"""`/readyz` is true when this process can serve, and only then."""

import json
import os
import resource
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages

from operations import readiness
from tests.live.conftest import Site
from tests.live.server import on_postgres
from tests.operations.asking import ready, until_ready

only_sqlite = pytest.mark.skipif(on_postgres(), reason="PostgreSQL looks after its own files")


@contextmanager
def held(database: str) -> Iterator[None]:
    """Inside the block nothing can be written."""
    if on_postgres():
        import psycopg

        with psycopg.connect(database) as line:
            line.execute("LOCK TABLE operations_pulse IN ACCESS EXCLUSIVE MODE")
            yield
    else:
        with closing(sqlite3.connect(path_of(database), isolation_level=None)) as line:
            line.execute("BEGIN IMMEDIATE")
            yield


def path_of(database: str) -> Path:
    return Path(database.removeprefix("sqlite:///"))


def test_a_database_that_takes_nothing_is_not_waited_for(mine: Site):
    assert ready(mine.url) == (200, "ready")
    with held(mine.database):
        with ThreadPoolExecutor(6) as many:  # more than there are threads for anything
            said = set(many.map(ready, [mine.url] * 6))
        assert said == {(503, "database does not answer")}
        with urlopen(mine.url + "/", timeout=3) as page:
            assert page.status == 200
    until_ready(mine.url)


@only_sqlite
def test_a_full_disk_is_seen_and_seen_to_be_over(mine: Site):
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(mine.server.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    assert ready(mine.url) == (503, "database takes nothing")
    resource.prlimit(mine.server.pid, resource.RLIMIT_FSIZE, unlimited)
    until_ready(mine.url)


@only_sqlite
@pytest.mark.parametrize("how", ["moved", "copied"])
def test_another_file_in_its_place_is_seen(mine: Site, how: str):
    path = path_of(mine.database)
    written_back(path)
    other = path.with_name("ander")
    shutil.copyfile(path, other)
    for _ in range(3):
        mine.planned_session()
        until_ready(mine.url)
    written_back(path)
    until_ready(mine.url)
    kept = path.read_bytes()
    try:
        if how == "moved":
            shutil.copyfile(path, path.with_name("nu"))
            other.replace(path)
        else:
            path.write_bytes(other.read_bytes())
        status, said = ready(mine.url)
        assert status == 503
        assert "replaced" in said
        assert ready(mine.url)[0] == 503  # it does not get over it by itself
    finally:
        start_anew(mine, kept)


@only_sqlite
def test_a_broken_file_is_seen(mine: Site):
    path = path_of(mine.database)
    written_back(path)
    kept = path.read_bytes()
    try:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(len(kept) // 2))
        assert ready(mine.url) == (503, "database file is broken: restore a copy")
    finally:
        start_anew(mine, kept)


def written_back(path: Path) -> None:
    """Let the file itself hold everything, as it does now and then by itself."""
    with closing(sqlite3.connect(path)) as line:
        assert line.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def start_anew(mine: Site, content: bytes) -> None:
    from tests.live.hands import Hands
    from tests.live.server import environment, start_server

    mine.server.stop()
    mine.hands.stop()
    path = path_of(mine.database)
    for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        part.unlink(missing_ok=True)
    path.write_bytes(content)
    mine.hands = Hands(environment(mine.database))
    mine.server = start_server(mine.database)


@pytest.fixture
def collected(tmp_path, settings) -> Path:
    """Static files as in production: one file, by its hashed name."""
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "site.abc.css").write_text("")
    names = {"paths": {"css/site.css": "css/site.abc.css"}, "version": "1.1", "hash": ""}
    (tmp_path / "staticfiles.json").write_text(json.dumps(names))
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "bijnaderinzien.files.StaticFiles"},
    }
    assert storages["staticfiles"].__class__.__name__ == "StaticFiles"
    assert staticfiles_storage.url("css/site.css").endswith("site.abc.css")
    return tmp_path


def test_static_files_that_are_there_are_no_reason(collected):
    assert readiness.missing_files() == ""


def test_static_files_that_went_are_seen(collected):
    (collected / "css" / "site.abc.css").unlink()
    assert readiness.missing_files() == "static files are missing: run collectstatic"


def test_a_folder_of_static_files_that_went_is_seen(collected):
    shutil.rmtree(collected)
    assert readiness.missing_files() == "static files are missing: run collectstatic"


def test_static_files_that_were_never_collected_are_seen(collected, settings):
    shutil.rmtree(collected)
    settings.STORAGES = dict(settings.STORAGES)  # read anew
    assert readiness.missing_files() == "static files are missing: run collectstatic"
