"""`python -m bijnaderinzien.serve`: the site on 127.0.0.1:$PORT, in $WEB_CONCURRENCY processes.

With `--prepare` (as `make start` does) the database and the content are made ready first, in this
process: starting Python and Django twice would take longer than the work itself.

Requests are not logged at all: an address in a log beside a moment could point at a person.
"""

import argparse
import os
import resource
import sys

import uvicorn

GRACE = 5  # seconds that running requests get after a stop
# Longer than proxies keep an idle connection to us (nginx: 60): else they send a request into one
# that we just closed, and answer 502.
KEEP_ALIVE = 75  # seconds


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bijnaderinzien.settings")
    from django.conf import settings

    parser = argparse.ArgumentParser(description="Serve the site.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT")
    parser.add_argument(
        "--prepare", action="store_true", help="first migrate and load content; print the links"
    )
    options = parser.parse_args()
    if options.prepare:
        _prepare()
    _allow_many_phones()
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
        log_level="warning",
        server_header=False,
        ws="none",
    )


def _prepare() -> None:
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("prepare")
    connections.close_all()
    sys.stdout.flush()


def _allow_many_phones() -> None:
    """Every phone is an open file; many systems start a program with only 1024 of those."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
