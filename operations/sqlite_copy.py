"""A copy of a SQLite database, made while others read and write; it is a database itself."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from operations import left_out

MARK = 0x424E4930  # 'BNI0', in the header of each copy of ours
_MARK_AT = slice(68, 72)


def is_copy(path: Path) -> bool:
    """Whether this file is a copy that we made."""
    with path.open("rb") as file:
        head = file.read(100)
    return head.startswith(b"SQLite format 3\0") and head[_MARK_AT] == MARK.to_bytes(4, "big")


def is_database(path: Path) -> bool:
    """Whether this file is a SQLite database at all."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def write(database: Path, copy: Path) -> None:
    """Write the copy, of one moment; sqlite3.Error when that fails. `copy` is an empty file.

    Row by row and not with SQLite's own backup: what is left out then never reaches the disk.
    """
    target = f"{copy.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(target, uri=True, isolation_level=None)) as into:
        into.execute(f"PRAGMA application_id = {MARK}")
        into.execute("ATTACH ? AS source", [f"{database.resolve().as_uri()}?mode=rw"])
        into.execute("BEGIN")
        made = into.execute(
            "SELECT type, name, sql FROM source.sqlite_master"
            " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        ).fetchall()
        tables = [name for kind, name, _ in made if kind == "table"]
        for sql in [sql for kind, _, sql in made if kind == "table"]:
            into.execute(sql)
        for table in tables:
            into.execute(
                f'INSERT INTO main."{table}" SELECT * FROM source."{table}"'  # noqa: S608
                f" WHERE {left_out.kept(table, 'source.')}"
            )
        for sql in [sql for kind, _, sql in made if kind != "table"]:
            into.execute(sql)
        # Numbers go on where they were: none is given twice.
        into.execute("DELETE FROM main.sqlite_sequence")
        into.execute("INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence")
        into.execute("COMMIT")
        into.execute("DETACH source")


def take(copy: Path, into: Path) -> None:
    """Write what a copy holds to a new file; one made by other means may have its log beside it.

    Raises sqlite3.Error when it can't be read.
    """
    for ending in ("-wal", ""):
        part = copy.with_name(copy.name + ending)
        if not ending or part.exists():
            shutil.copyfile(part, into.with_name(into.name + ending))
    with closing(sqlite3.connect(into)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
        opened.execute("PRAGMA application_id = 0")


def wrong_with(database: Path) -> str:
    """What is wrong with a database file; '' when it is whole."""
    try:
        with closing(sqlite3.connect(database)) as opened:
            found = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return "" if found == "ok" else str(found)
    except sqlite3.Error as error:
        return str(error)


def migrations(database: Path) -> set[tuple[str, str]]:
    """The migrations that this database had; none when it is no database of ours."""
    try:
        with closing(sqlite3.connect(database)) as opened:
            return set(opened.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error:
        return set()


def settle(database: Path) -> None:
    """Write a database's log back into its file; does nothing where the file is broken."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
