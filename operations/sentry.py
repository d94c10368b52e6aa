"""Errors to Sentry, if SENTRY_DSN names one: only where in the code it went wrong.

No request, address, cookie, body, local variable or breadcrumb: an event is made anew of the few
things that may leave the house, so that a later release of the client can't add to them.
"""

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings

from operations import logs

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

FRAME = ("filename", "function", "lineno", "module", "in_app")
KEPT = ("event_id", "timestamp", "level", "platform", "logger", "release", "sdk")


def start() -> None:
    """Send from now on what is logged as an error; does nothing without SENTRY_DSN."""
    if not settings.SENTRY_DSN:
        return
    # Here, since most sites have none: it is three MB of each process and a tenth of its start.
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        default_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        before_send=bare,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
    )


def bare(event: "Event", hint: "Hint") -> "Event | None":
    """The event with nothing in it but the kind of error and the way to it."""
    record = hint.get("log_record")
    private = record is None or logs.of_participants(record)
    said: dict[str, Any] = {key: event[key] for key in KEPT if key in event}  # type: ignore[literal-required]
    if record is not None:
        said["message"] = logs.PHONE_PAGE if private else str(record.msg)  # without its values
    error = (hint.get("exc_info") or (None, None, None))[1]
    if error is not None:
        values = (event.get("exception") or {}).get("values", [])
        said["exception"] = {"values": [_bare_exception(value) for value in values]}
        if not private and said["exception"]["values"]:
            said["exception"]["values"][-1]["value"] = logs.said(error, values=True)
    return said  # type: ignore[return-value]


def _bare_exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "stacktrace": {"frames": [{k: f[k] for k in FRAME if k in f} for f in frames]},
    }
