"""Pages for requests that never reach Django, or that it can't serve; made once.

They cost no thread, and ask the database nothing.
"""

import sys
from functools import cache

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sessions_app.live.replies import Send, reply

STATUSES = (400, 408, 413, 500, 503)
AGAIN = "30"  # seconds after which it makes sense to ask again, for programs


@cache
def page(status: int) -> bytes:
    """The page for this status; it holds nothing of the request."""
    return render_to_string(f"{status}.html").encode()


async def refuse(send: Send, status: int) -> None:
    """Say no, and close the line: what else comes on it is not read."""
    kind = (b"content-type", b"text/html; charset=utf-8")
    await reply(send, status, page(status), (kind, (b"connection", b"close")))


def failed(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong here (`handler500`): our mistake, or no database.

    With the number under which it stands in the log, where it has one (`operations.logs`).
    """
    if not database_gone(sys.exc_info()[1]):
        number = getattr(request, "number", "")
        return HttpResponse(render_to_string("500.html", {"number": number}), status=500)
    return HttpResponse(page(503), status=503, headers={"Retry-After": AGAIN})


def database_gone(error: BaseException | None) -> bool:
    """Whether the database can't be reached or read; what it says of our questions is not meant."""
    return isinstance(error, (OperationalError, InterfaceError)) or type(error) is DatabaseError
