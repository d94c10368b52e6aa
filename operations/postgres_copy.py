"""A copy of a PostgreSQL database, made while others read and write.

One zip with a file per table (as PostgreSQL's COPY writes it) and a list of what is in it. Not
`pg_dump`, which can't leave rows out and must be as new as the server. The tables themselves are
made again by the migrations, which the list names.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from operations import left_out

MARK = b"bijnaderinzien 1"  # the comment of the zip
CONTENTS = "contents.json"
MADE_BY_MIGRATING = {"django_migrations"}
PIECE = 1 << 16  # bytes


def is_copy(path: Path) -> bool:
    """Whether this file is a copy that we made."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as file:
        return file.comment == MARK


def write(copy: Path) -> None:
    """Write the copy, of one moment."""
    with transaction.atomic(), zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as file:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = {name: _columns(name) for name in _tables() if name not in MADE_BY_MIGRATING}
        done = sorted(MigrationRecorder(connection).applied_migrations())
        file.writestr(CONTENTS, json.dumps({"tables": tables, "migrations": done}))
        for table, columns in tables.items():
            rows = f"SELECT {_named(columns)} FROM {_quoted(table)} WHERE {left_out.kept(table)}"  # noqa: S608
            with (
                file.open(table, "w", force_zip64=True) as into,
                _raw() as cursor,
                cursor.copy(f"COPY ({rows}) TO STDOUT") as lines,
            ):
                for piece in lines:
                    into.write(piece)
        file.comment = MARK


def wrong_with(copy: Path) -> str:
    """What is wrong with a copy; '' when it is whole."""
    try:
        with zipfile.ZipFile(copy) as file:
            broken = file.testzip()
            return f"{broken} is broken" if broken else ""
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        return str(error)


def migrations(copy: Path) -> set[tuple[str, str]]:
    """The migrations that the copied database had."""
    with zipfile.ZipFile(copy) as file:
        return {(app, name) for app, name in json.loads(file.read(CONTENTS))["migrations"]}


def take(copy: Path) -> None:
    """Replace every table by what the copy holds, as the release that made it had them.

    Inside the transaction of whoever calls, so that a copy comes back whole or not at all.
    """
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DROP TABLE {_quoted(table)} CASCADE")
    executor = MigrationExecutor(connection)
    executor.migrate(newest(executor, migrations(copy)))
    with zipfile.ZipFile(copy) as file:
        tables = json.loads(file.read(CONTENTS))["tables"]
        with connection.cursor() as cursor:
            # What migrations put in stands in the copy as well.
            cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))}")
        for table, columns in tables.items():
            with (
                file.open(table) as source,
                _raw() as cursor,
                cursor.copy(f"COPY {_quoted(table)} ({_named(columns)}) FROM STDIN") as lines,
            ):
                while piece := source.read(PIECE):
                    lines.write(piece)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or no migration may follow
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        go_on_counting(cursor)


def others() -> int:
    """How many connections there are to this database besides ours: a server, a command, psql."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type IS DISTINCT FROM 'autovacuum worker'"
        )
        return int(cursor.fetchone()[0])


def newest(executor: MigrationExecutor, done: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of each app the last of these migrations."""
    graph = executor.loader.graph
    return [
        key
        for key in sorted(done)
        if not any(child[0] == key[0] and child in done for child in graph.node_map[key].children)
    ]


def go_on_counting(cursor: Any) -> None:
    """Row numbers go on where they were."""
    cursor.execute(
        "SELECT table_name, column_name,"
        " pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')"
    )
    for table, column, sequence in cursor.fetchall():
        highest = f"max({_quoted(column)})"
        values = f"'{sequence}', greatest(1, {highest}), {highest} IS NOT NULL"
        cursor.execute(f"SELECT setval({values}) FROM {_quoted(table)}")  # noqa: S608


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(
            table.name
            for table in connection.introspection.get_table_list(cursor)
            if table.type in ("t", "p")
        )


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        return [column.name for column in described]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _named(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _raw() -> Any:
    """psycopg's own cursor: Django's has no COPY."""
    connection.ensure_connection()
    return connection.connection.cursor()
