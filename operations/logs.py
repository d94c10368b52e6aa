"""What is written down of a request: for people with an account a line, of participants nothing.

A line is JSON, on the error output, for any collector to read. It has a number that also stands
in the reply (`X-Request-Id`) and on the page of an error, so that a facilitator can name it; no
address, no account, no path with a session in it. What goes wrong on a participant's route is
told without path, number and values (docs/decisions/0007, 0029).
"""

import logging
import secrets
import time
import traceback
from collections.abc import Callable
from copy import copy
from logging.config import dictConfig
from types import TracebackType

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from operations import metrics

GetResponse = Callable[[HttpRequest], HttpResponse]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

logger = logging.getLogger("bijnaderinzien.pages")
HEADER = "X-Request-Id"
OF_PHONES = ("/m/",)
LIVE = "sessions_app.live."  # streams and answers
PHONE_PAGE = "A participant's page went wrong"


def of_participants(record: logging.LogRecord) -> bool:
    """Whether this was logged while serving somebody in a room."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return request.path.startswith(OF_PHONES)
    return record.name.startswith(LIVE)


class Discreet(logging.Filter):
    """Takes out what could point at a person, and drops what is only about participants."""

    def filter(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        """The record as it may be written down; False when it may not."""
        request = getattr(record, "request", None)
        private = of_participants(record)
        if private and request is not None and record.levelno < logging.ERROR:
            return False
        kept = copy(record)  # other handlers get it as it was
        if private and request is not None:
            kept.msg, kept.args = PHONE_PAGE, ()
        if number := getattr(request, "number", ""):
            kept.request_id = number
        kept.exc_text = _bare(record, values=not private)
        kept.exc_info = kept.request = None
        return kept


def _bare(record: logging.LogRecord, values: bool) -> str | None:
    """The way to the error: files, lines and names, and what it said of itself if that may be."""
    if not record.exc_info or record.exc_info is True or record.exc_info[1] is None:
        return None
    error: BaseException | None = record.exc_info[1]
    parts = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        way = "".join(f"  {f.filename}:{f.lineno} {f.name}\n" for f in frames)
        parts.append(f"{way}{said(error, values)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))


def said(error: BaseException, values: bool) -> str:
    """The kind of an error, with its words if those hold nothing that somebody typed."""
    kind = type(error).__qualname__
    if not values:
        return kind
    if isinstance(error, DatabaseError):  # the lines below the first repeat values of the row
        return f"{kind}: {str(error).partition(chr(10))[0]}"
    return f"{kind}: {error}"


def _exception(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    record = event.get("_record")
    if record is not None and record.exc_text:
        event["exception"] = record.exc_text
    return event


def formatter() -> logging.Formatter:
    """One line of JSON per record."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=["request_id", "view", "method", "status", "ms"]),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exception,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


class Counting(logging.Handler):
    """Counts errors for the monitor, by the room that they came from."""

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        metrics.errors.labels(record.name.partition(".")[0]).inc()


def set_up(said: dict) -> None:
    """For `LOGGING_CONFIG`, with `LOGGING`."""
    dictConfig(config(**said))


def config(as_json: bool) -> dict:
    """One line per record on the error output; JSON where nobody reads along."""
    plain = {"format": "{levelname} {name}: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": "operations.logs.Discreet"}},
        "formatters": {"line": {"()": "operations.logs.formatter"} if as_json else plain},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["discreet"] if as_json else [],
            },
            "count": {"()": "operations.logs.Counting", "level": "ERROR"},
        },
        "root": {"handlers": ["console", "count"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
        },
    }


def request_line(get_response: GetResponse) -> GetResponse:
    """A number for each request that is not of a participant; a line if it is of an account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OF_PHONES):
            return get_response(request)
        number = secrets.token_hex(4)
        request.number = number  # type: ignore[attr-defined]
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = get_response(request)
            response.headers[HEADER] = number
            # Who asked is known by now, or nobody wanted to know: no page waits for this.
            user = getattr(request, "_cached_user", None)
            if user is not None and user.is_authenticated:
                _line(request, response, time.monotonic() - began)
        return response

    return middleware


def _line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    metrics.hour.page(seconds)
    logger.info(
        "page",
        extra={
            "view": match.view_name if match else "",
            "method": request.method,
            "status": response.status_code,
            "ms": round(seconds * 1000),
        },
    )
