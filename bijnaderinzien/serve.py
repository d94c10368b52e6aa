"""`python -m bijnaderinzien.serve`: the site on 127.0.0.1:$PORT, in $WEB_CONCURRENCY processes.

With `--prepare` (as `make start` does) the database and the content are made ready first, in this
process: starting Python and Django twice would take longer than the work itself.

The server logs no requests: an address beside a moment could point at a person. What is written
down of pages for people with an account, `operations.logs` says.
"""

import argparse
import os
import resource
import sys
from typing import TYPE_CHECKING

import uvicorn

from bijnaderinzien.sentences import instead_of_tracebacks
from bijnaderinzien.wire import Wire

if TYPE_CHECKING:
    from operations.starting import Trouble

GRACE = 5  # seconds that running requests get after a stop
# Longer than proxies keep an idle connection to us (nginx: 60): else they send a request into one
# that we just closed, and answer 502.
KEEP_ALIVE = 75  # seconds


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bijnaderinzien.settings")
    with instead_of_tracebacks():
        _serve()


def _serve() -> None:
    from django.conf import settings

    parser = argparse.ArgumentParser(description="Serve the site.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT")
    parser.add_argument(
        "--prepare", action="store_true", help="first migrate and load content; print the links"
    )
    options = parser.parse_args()
    _check(options.host, options.port, options.prepare)
    _allow_many_phones()
    _measure()
    # Pages are made in threads; the event loop, which serves everybody, should not wait 5 ms for
    # each turn that it takes from them.
    sys.setswitchinterval(0.001)
    uvicorn.run(
        "bijnaderinzien.asgi:application",
        host=options.host,
        port=options.port,
        workers=settings.WEB_CONCURRENCY,
        backlog=4096,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        log_config=None,  # the settings say what a line looks like
        log_level="warning",
        server_header=False,
        http=Wire,
        ws="none",
    )


def _check(host: str, port: int, prepare: bool) -> None:
    """Say what is not right, a sentence each; end here when visitors would meet it."""
    import django

    django.setup()
    from operations import starting

    _say([*starting.of_settings(), *starting.of_port(host, port), *starting.of_place()])
    if prepare:
        _prepare()
    _say([*starting.of_database(), *starting.of_files()])


def _say(troubles: "list[Trouble]") -> None:
    for trouble in troubles:
        sys.stderr.write(f"{trouble.sentence}\n")
    if any(trouble.stops for trouble in troubles):
        sys.exit(1)


def _prepare() -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("prepare")
    connections.close_all()
    sys.stdout.flush()


def _measure() -> None:
    """Let a monitor ask, on a port of its own."""
    from django.conf import settings

    if not settings.METRICS_PORT:
        return
    from operations import metrics

    metrics.prepare()
    try:
        metrics.serve()
    except OSError:
        sys.exit(
            f"Poort {settings.METRICS_PORT} (METRICS_PORT) is bezet of mag niet. "
            "Kies een andere, of haal de instelling weg."
        )


def _allow_many_phones() -> None:
    """Every phone is an open file; many systems start a program with only 1024 of those."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
