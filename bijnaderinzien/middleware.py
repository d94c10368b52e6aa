"""What every page of Django's has for safety, beside Django's own middleware."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]

# Pages that hold nothing of anybody: a browser may keep them, and 'back' brings back what was
# typed. Everything else is about somebody.
PUBLIC = {"pages:home", "pages:colophon", "pages:privacy", "pages:accessibility", "planner:new"}

NUL = "\x00"
ENDLESS = re.compile(r"\d{1000}")  # Python reads no number of more than 4,300 digits
FORM_COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS")


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """What a page may do with a device: a film, the whole screen, and stay awake."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "text/html").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return middleware


def no_store(get_response: GetResponse) -> GetResponse:
    """No browser or proxy keeps a page, unless it is public or says for itself what may be kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if match is None or match.view_name not in PUBLIC:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def sound(get_response: GetResponse) -> GetResponse:
    """Only what a browser can send goes on; the rest gets the page of a 400.

    Django reads with the charset that a visitor names, counts as many forms as a visitor claims,
    and hands PostgreSQL a NUL that it can't store: each ended in a 500 or in seconds of work.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
            _check_kind(request)
            _check_text(request)
        except (SuspiciousOperation, BadRequest, MultiPartParserError):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    middleware.process_exception = _out_of_range  # type: ignore[attr-defined]
    return middleware


def _out_of_range(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """A number that fits no column: Django's back office hands on what names a row."""
    match = request.resolver_match
    if match and match.app_name == "admin" and isinstance(error, (OverflowError, DataError)):
        logger.warning("What was sent fits no column (%s)", type(error).__name__)
        return HttpResponseBadRequest(render_to_string("400.html"))
    return None


def _check_kind(request: HttpRequest) -> None:
    said = request.content_params or {}
    charset = said.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise BadRequest("A form is UTF-8.")
    boundary = said.get("boundary", "")
    if request.content_type == "multipart/form-data" and not (boundary and boundary.isascii()):
        raise BadRequest("A form in parts says what stands between them.")


def _check_text(request: HttpRequest) -> None:
    sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    for fields in sent:
        for name, values in fields.lists():
            if NUL in name or any(NUL in value for value in values):
                raise BadRequest("A field holds a NUL.")
            if any(ENDLESS.search(value) for value in values):
                raise BadRequest("A number has no end.")
            if name.endswith(FORM_COUNTS) and not _believable(values[-1], len(fields)):
                raise BadRequest("More forms are claimed than there are fields.")
    if NUL in request.path or any(NUL in value for value in request.COOKIES.values()):
        raise BadRequest("An address or a cookie holds a NUL.")


def _believable(claimed: str, fields: int) -> bool:
    """Whether there can be so many forms: each has a field at least."""
    return claimed.isascii() and claimed.isdigit() and len(claimed) < 5 and int(claimed) <= fields
