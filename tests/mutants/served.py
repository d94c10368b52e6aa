"""The server of the live tests in this process, so that a mistake made here is in it.

As `tests.live.conftest.site` starts it, but for a process of its own. What works on the database
beside it (`Hands`) is started once and shared by all children.
"""

import gc
import os
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

import uvicorn

from bijnaderinzien import asgi
from bijnaderinzien.serve import GRACE, KEEP_ALIVE
from bijnaderinzien.wire import Wire
from tests.live import conftest
from tests.live.hands import Hands
from tests.live.server import Server, environment


class _Shared:
    """Hands that stay when a child lets go of them, on a database that is ready."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def __call__(self, name: str, *arguments: object) -> object:
        return None if name == "prepare" else self._hands(name, *arguments)

    def stop(self) -> None:
        """Another child needs them."""


def prepare() -> Callable[[], None]:
    """Make the database ready and let the live tests find their server here.

    What comes back gives the next child new hands, after one that was killed in mid-sentence.
    """
    database = os.environ["DATABASE_URL"]
    if database.startswith("sqlite"):
        Path(database.removeprefix("sqlite:///")).unlink(missing_ok=True)
    conftest.database_with_tables = lambda: database  # type: ignore[attr-defined]
    conftest.start_server = _start  # type: ignore[attr-defined]
    asgi._close_streams_first = lambda: None  # type: ignore[attr-defined] # signals: no thread may

    asgi._get_ready()
    gc.unfreeze()  # or `plugin` would not find the functions
    asgi._get_ready = lambda: None  # type: ignore[attr-defined]

    def renew() -> None:
        hands = Hands(environment(database))
        hands("prepare")
        conftest.Hands = lambda _: _Shared(hands)  # type: ignore[attr-defined]

    renew()
    return renew


def _start(database: str) -> Server:
    sys.setswitchinterval(0.001)
    port = int(os.environ["PORT"])
    config = uvicorn.Config(
        asgi.application,
        port=port,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        log_config=None,
        server_header=False,
        http=Wire,
        ws="none",
    )
    threading.Thread(target=uvicorn.Server(config).run, daemon=True).start()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return Server(f"http://127.0.0.1:{port}", None, Path(os.devnull))  # type: ignore[arg-type]
        time.sleep(0.02)
    raise RuntimeError("the server did not start")
