"""Django's SQLite, in files that only the user of the site can read.

What a session's answers say stands in these files as long as it runs. SQLite gives `-wal` and
`-shm` the rights of the database file, so that one decides.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as Django

from operations import locks

MINE = 0o600


class DatabaseWrapper(Django):
    """As Django's."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(conn_params["database"])
        if ":memory:" not in name and not name.startswith("file:"):
            locks.use(Path(name))
            keep_private(Path(name))
        return super().get_new_connection(conn_params)


def keep_private(path: Path) -> None:
    """Make the file for its owner alone, or take it from the others; also what stands beside it.

    A file that exists is never opened here: closing it again would drop the locks that SQLite
    holds on it elsewhere in this process.
    """
    with suppress(FileExistsError, FileNotFoundError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, MINE))
    for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(FileNotFoundError):
            if part.stat().st_mode & 0o077:
                part.chmod(MINE)
