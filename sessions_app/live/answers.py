"""The thin route of an answer: cookie, pen, form, writer, reply.

Not a Django view, because a thread context per request costs more than everything else together
(docs/performance.md). CSRF protection is Django's own; what is allowed and what is stored is
decided in `participation`.
"""

from collections.abc import Awaitable, Callable
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, DisallowedHost, SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.datastructures import MultiValueDict

from sessions_app import participation, pens
from sessions_app.access import Seat
from sessions_app.errors import NotOpen, Refused
from sessions_app.live import doors, questions, threads
from sessions_app.live.limits import Limiter
from sessions_app.live.replies import (
    Scope,
    Send,
    View,
    cookies,
    header,
    reply,
    reply_json,
    reply_page,
)
from sessions_app.live.writer import Unavailable, writer
from sessions_app.models import Answer, StepQuestion
from sessions_app.participation import Entry, Verdict

Receive = Callable[[], Awaitable[dict]]
# request, code, step, question, sentence, fields, status -> page
RefusalPage = Callable[[HttpRequest, str, str, str, str, dict[str, list], int], HttpResponse]
LARGEST_BODY = 64 * 1024  # bytes

TOO_LARGE = "Je tekst is te lang. Maak hem korter en verstuur hem opnieuw."
NOT_IN = (
    "Deze telefoon doet nog niet mee aan deze sessie. Laad de pagina opnieuw. "
    "Vraag zo nodig de code aan de gespreksleider."
)
STALE_PAGE = "Je pagina was te lang open. Laad de pagina opnieuw en verstuur dan nog een keer."
NO_QUESTION = "Deze vraag hoort niet bij deze stap. Laad de pagina opnieuw."
CLOSED = "Deze stap is gesloten. Je antwoord is niet meer verstuurd."
TOO_MANY = "Dat gaat erg snel. Wacht een paar tellen en verstuur dan opnieuw."
TRY_AGAIN = "Bewaren lukt nu even niet. Verstuur je antwoord zo nog een keer."

_limiter = Limiter()


class _Reply(Exception):
    """Stop here and say this."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def answer(
    scope: Scope, receive: Receive, send: Send, code: str, step_ref: str, page: RefusalPage
) -> None:
    """One answer in (POST), or this browser's own answers out (GET).

    `page` makes what a browser without scripts sees of a refusal. Raises `doors.NoEntry` for a
    wrong code, before anything was sent.
    """
    if scope["method"] == "GET":
        await _own(scope, send, code)
        return
    if scope["method"] != "POST":
        await reply(send, 405, headers=((b"allow", b"GET, POST"),))
        return
    body = b""
    try:
        body = await _body(scope, receive)
        stored = await _store(scope, body, code, step_ref)
    except _Reply as said:
        if for_scripts(scope):
            await reply_json(send, said.status, {"fout": said.sentence})
        else:
            await reply_page(scope, send, body, _refusal(page, code, step_ref, said))
        return
    if for_scripts(scope):
        await reply_json(send, 200, stored)
    else:
        await reply(send, 303, headers=((b"location", f"/m/{code}/".encode()),))


def for_scripts(scope: Scope) -> bool:
    """Whether a script asks, or a browser that will show what we answer."""
    return bool(
        "application/json" in header(scope, b"accept")
        or header(scope, b"x-requested-with")
        or header(scope, b"hx-request")
    )


async def _own(scope: Scope, send: Send, code: str) -> None:
    seat = await doors.seat(code, cookies(scope))
    own: dict[str, dict] = {}
    if seat.secret is not None and not seat.session.ended:
        own = await threads.asking(participation.own_answers, seat.session, seat.secret)
    await reply_json(send, 200, own)


async def _store(scope: Scope, body: bytes, code: str, step_ref: str) -> dict:
    """Write the answer; what a script hears after the commit. Raises `_Reply` otherwise."""
    request = ASGIRequest(scope, BytesIO(body))
    fields = _fields(request)
    seat = await _seat(code, request.COOKIES)
    if not _limiter.allows(pens.join_pen(seat.secret, seat.session.ref)):
        raise _Reply(429, TOO_MANY)
    question = _question(await questions.of_step(seat.session.pk, step_ref), fields)
    try:
        number = participation.read_number(fields.get("volgnr"))
        reading = participation.read_answer(question, fields)
    except NotOpen as refused:
        raise _Reply(409, refused.sentence) from None
    except Refused as refused:
        raise _Reply(422, refused.sentence) from None
    entry = Entry(
        question_id=question.pk,
        step_id=question.step_id,
        session_id=seat.session.pk,
        pen=pens.pen(seat.secret, question.ref),
        number=number,
        state=reading.state,
        value=reading.value,
        for_report=reading.for_report,
    )
    try:
        verdict = await writer.put(entry, seat.session.ref)
    except Unavailable:
        raise _Reply(503, TRY_AGAIN) from None
    if verdict == Verdict.CLOSED:
        raise _Reply(409, CLOSED)
    return {"vraag": question.ref, "staat": str(Answer.State(reading.state)), "volgnr": number}


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body; what is too large is read to the end but not kept."""
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Reply(400, TRY_AGAIN)
        size += len(message.get("body", b""))
        if size <= LARGEST_BODY:
            parts.append(message.get("body", b""))
        elif size > 16 * LARGEST_BODY:
            break
        more = message.get("more_body", False)
    if size > LARGEST_BODY:
        raise _Reply(422, TOO_LARGE)
    return b"".join(parts)


def _no_view(request: HttpRequest) -> HttpResponse:
    """Stands where the CSRF middleware wants a view."""
    return HttpResponse()


_csrf = CsrfViewMiddleware(_no_view)


def _fields(request: ASGIRequest) -> MultiValueDict:
    """The fields of a request that truly comes from our own page."""
    try:
        _csrf.process_request(request)
        if _csrf.process_view(request, _no_view, (), {}) is not None:
            raise _Reply(403, STALE_PAGE)
        return request.POST
    except (DisallowedHost, SuspiciousOperation, BadRequest, UnreadablePostError):
        raise _Reply(400, STALE_PAGE) from None


async def _seat(code: str, jar: dict[str, str]) -> Seat:
    """The seat of somebody who is in."""
    seat = await doors.seat(code, jar)
    if seat.session.ended:
        raise _Reply(409, CLOSED)
    if seat.secret is None:
        raise _Reply(403, NOT_IN)
    return seat


def _question(found: list[StepQuestion], fields: MultiValueDict) -> StepQuestion:
    """The question that is meant; it may go unsaid where the step has one."""
    ref = fields.get("vraag")
    meant = [q for q in found if q.ref == ref] if ref else found
    if len(meant) != 1:
        raise _Reply(404 if ref or not found else 422, NO_QUESTION)
    return meant[0]


def _refusal(page: RefusalPage, code: str, step_ref: str, said: _Reply) -> View:
    """A view that shows the page with this sentence and what was typed."""

    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        return page(
            request,
            code,
            step_ref,
            request.POST.get("vraag", ""),
            said.sentence,
            dict(request.POST.lists()),
            said.status,
        )

    return view
