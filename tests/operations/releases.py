"""Databases as earlier releases left them, and how to bring one back.

`releases/` holds one file for each release whose tables differ: SQL as SQLite had it, every value
written as text, which both databases read as what the column is. A new one is made with
`python -m tests.operations.releases DATABASE FILE "title"`, from a SQLite file that holds a few
small sessions.
"""

import re
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "releases"
NAMES = sorted(path.stem for path in FOLDER.glob("*.sql"))
ROW = "INSERT INTO "
DONE = 'INSERT INTO "django_migrations" '
MOMENT = re.compile(r"(?<=')\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?=')")


def bring_back(name: str) -> None:
    """Fill this program's empty database with that of a release (a command of `hands`).

    As if it was left just now: a session that was running then would since have ended by itself.
    """
    from django.db import connection, transaction

    lines = (FOLDER / f"{name}.sql").read_text().splitlines()
    statements = _left_now([line for line in lines if not line.startswith("--")])
    if connection.vendor == "postgresql":
        _make_tables(statements)
        statements = [s for s in statements if s.startswith(ROW) and not s.startswith(DONE)]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("%", "%%"), [])
        if connection.vendor == "postgresql":
            from operations.postgres_copy import go_on_counting

            go_on_counting(cursor)


def _left_now(statements: list[str]) -> list[str]:
    """Every moment moved by as much time as passed since the last migration was done there."""
    done = "".join(statement for statement in statements if statement.startswith(DONE))
    passed = datetime.now(UTC).replace(tzinfo=None) - max(map(_moment, MOMENT.findall(done)))
    return [
        MOMENT.sub(lambda found: str(_moment(found[0]) + passed), statement)
        for statement in statements
    ]


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _make_tables(statements: list[str]) -> None:
    """On PostgreSQL the tables are made by the migrations that the release had, and are empty."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from operations.postgres_copy import newest

    done = {tuple(s.split("'")[3:6:2]) for s in statements if s.startswith(DONE)}
    executor = MigrationExecutor(connection)
    executor.migrate(newest(executor, done))
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(f"TRUNCATE {', '.join(n for n in names if n != 'django_migrations')}")


def columns() -> dict[str, list[str]]:
    """What every table has, by name (a command of `hands`)."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
        describe = connection.introspection.get_table_description
        return {
            name: sorted(f"{c.name} {c.null_ok}" for c in describe(cursor, name)) for name in found
        }


def write(database: str, file: str, title: str) -> None:
    """Write down a SQLite database."""
    lines = [f"-- {title}"]
    with closing(sqlite3.connect(database)) as opened:
        made = opened.execute(
            "SELECT name, sql, type FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, rowid"
        ).fetchall()
        lines += [" ".join(sql.split()) + ";" for _, sql, _ in made]
        for table in [name for name, _, kind in made if kind == "table" and name != "cache"]:
            rows = opened.execute(f'SELECT * FROM "{table}"')
            names = ", ".join(f'"{column[0]}"' for column in rows.description)
            lines += [f'{ROW}"{table}" ({names}) VALUES ({_values(row)});' for row in rows]
    Path(file).write_text("\n".join(lines) + "\n")


def _values(row: tuple) -> str:
    escaped = ("NULL" if v is None else "'" + str(v).replace("'", "''") + "'" for v in row)
    return ", ".join(escaped)


if __name__ == "__main__":
    write(*sys.argv[1:])
