"""The thin route of an answer: cookie, pen, form, writer, reply.

Not a Django view, because a thread context per request costs more than everything else together
(docs/performance.md). CSRF protection is Django's own; what is allowed and what is stored is
decided in `participation`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.datastructures import MultiValueDict

from sessions_app import huddling, participation, pens
from sessions_app.access import Seat
from sessions_app.errors import Refused
from sessions_app.live import bodies, doors, limits, questions, threads
from sessions_app.live.hub import hub
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
from sessions_app.live.writer import writer
from sessions_app.models import DialogueSession, StepQuestion
from sessions_app.participation import Entry, Verdict

Receive = Callable[[], Awaitable[dict]]
# request, code, step, sentence per question, fields, status -> page
RefusalPage = Callable[
    [HttpRequest, str, str, Mapping[str, str], MultiValueDict, int], HttpResponse
]
LARGEST_BODY = 64 * 1024  # bytes

TOO_LARGE = "Je tekst is te lang. Maak hem korter en verstuur hem opnieuw."
NOT_IN = (
    "Deze telefoon doet nog niet mee aan deze sessie. Laad de pagina opnieuw. "
    "Vraag zo nodig de code aan de gespreksleider."
)
STALE_PAGE = "Je pagina was te lang open. Laad de pagina opnieuw en verstuur dan nog een keer."
NO_QUESTION = "Deze vraag hoort niet bij deze stap. Laad de pagina opnieuw."
CLOSED = "Deze stap is gesloten. Je antwoord is niet meer verstuurd."
PHONE_FREE = "De groep gaat verder zonder telefoons. Je antwoord is niet meer verstuurd."
TOO_MANY = "Dat gaat erg snel. Wacht een paar tellen en verstuur dan opnieuw."
NOT_THIS_PHONE = (
    "Nu schrijft een andere telefoon van je groepje. Wil jij schrijven? Druk op 'Ik schrijf'."
)
TRY_AGAIN = "Bewaren lukt nu even niet. Verstuur je antwoord zo nog een keer."


class _Reply(Exception):
    """Stop here and say this."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class _Some(_Reply):
    """Of several answers not all were stored: a sentence per question that was not."""

    def __init__(self, status: int, sentences: dict[str, str]) -> None:
        super().__init__(status, "")
        self.sentences = sentences


async def answer(
    scope: Scope, receive: Receive, send: Send, code: str, step_ref: str, page: RefusalPage
) -> None:
    """Answers in (POST), or this browser's own answers out (GET).

    `page` makes what a browser without scripts sees of a refusal. Raises `doors.NoEntry` when
    answers are asked for without a seat, before anything was sent.
    """
    if scope["method"] == "GET":
        await _own(scope, send, code)
        return
    if scope["method"] != "POST":
        await reply(send, 405, headers=((b"allow", b"GET, POST"),))
        return
    body = b""
    try:
        body = await _body(receive)
        stored = await _store(scope, body, code, step_ref)
    except _Reply as said:
        if for_scripts(scope):
            await reply_json(send, said.status, {"fout": said.sentence})
        else:
            await reply_page(scope, send, body, _refusal(page, code, step_ref, said))
        return
    if for_scripts(scope):
        await reply_json(send, 200, stored)
    elif some := _refused(stored):
        await reply_page(scope, send, body, _refusal(page, code, step_ref, some))
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
    if not seat.session.ended:
        own = await threads.asking(participation.own_answers, seat.session, seat.secret)
    await reply_json(send, 200, own)


async def _store(scope: Scope, body: bytes, code: str, step_ref: str) -> dict:
    """Write the answers; what a script hears after the commit. Raises `_Reply` otherwise.

    Of several, each has a reply of its own, under `antwoorden`: the status that it would have had
    alone, or 204 where nothing was answered.
    """
    request = ASGIRequest(scope, BytesIO(body))
    fields = _fields(request)
    seat = await _seat(code, request.COOKIES)
    hub.heard(seat.session.ref, doors.phone(seat.secret))
    asked = participation.by_question(fields)
    if not limits.allows(seat, len(asked)):
        raise _Reply(429, TOO_MANY)
    found = await questions.of_step(seat.session.pk, step_ref)
    await _check_who_writes(seat, found, asked)
    if participation.is_several(fields):
        return {"antwoorden": await _several(seat, found, asked)}
    ((ref, mine),) = asked.items()
    question = await _question(seat, found, ref)
    pen = pens.pen(seat.secret, question.ref)
    entry = _read(question, pen, mine, among=len(found) > 1)
    entry = replace(entry, elsewhere=participation.elsewhere(seat.secret, question, found))
    (verdict,) = await writer.put([entry], seat.session.ref)
    return _said(question, entry, verdict)


async def _check_who_writes(
    seat: Seat, found: list[StepQuestion], asked: Mapping[str, MultiValueDict]
) -> None:
    """What a small group says comes from one phone of it; what was sent can be taken back."""
    if not any(question.of_huddles for question in found):
        return
    gives = any(not mine.get("intrekken") for mine in asked.values())
    if gives and not await threads.asking(huddling.writes, seat.session, seat.secret):
        raise _Reply(422, NOT_THIS_PHONE)


async def _several(
    seat: Seat, found: list[StepQuestion], asked: Mapping[str, MultiValueDict]
) -> dict[str, dict]:
    """What became of each of several answers; those that can be written are written together."""
    said: dict[str, dict] = {}
    read: dict[str, tuple[StepQuestion, Entry]] = {}
    write = pens.hand(seat.secret)
    for ref, mine in asked.items():
        said[ref] = {"status": 204}
        if not any(mine.get(name, "").strip() for name in ("waarde", "pas", "intrekken")):
            continue
        try:
            question = await _question(seat, found, ref)
            entry = _read(question, write(question.ref), mine, among=len(found) > 1)
            entry = replace(entry, elsewhere=participation.elsewhere(seat.secret, question, found))
        except _Reply as no:
            said[ref] = {"status": no.status, "fout": no.sentence}
        else:
            read[ref] = question, entry
    verdicts = await writer.put([entry for _, entry in read.values()], seat.session.ref)
    for (ref, (question, entry)), verdict in zip(read.items(), verdicts, strict=True):
        try:
            said[ref] = {"status": 200, **_said(question, entry, verdict)}
        except _Reply as no:
            said[ref] = {"status": no.status, "fout": no.sentence}
    return said


def _read(question: StepQuestion, pen: str, fields: MultiValueDict, among: bool) -> Entry:
    """The answer that these fields are. Raises `_Reply` when they are none."""
    try:
        number = participation.read_number(fields.get("volgnr"))
        reading = participation.read_answer(question, fields)
    except Refused as refused:
        raise _Reply(422, refused.sentence) from None
    return Entry(
        question_id=question.pk,
        step_id=question.step_id,
        session_id=question.step.session_id,
        pen=pen,
        number=number,
        state=reading.state,
        value=reading.value,
        for_report=reading.for_report,
        off_screen=reading.off_screen,
        among=among,
    )


def _said(question: StepQuestion, entry: Entry, verdict: Verdict | None) -> dict:
    """What a script hears of an answer that was stored. Raises `_Reply` when it was not."""
    if verdict is None:
        raise _Reply(503, TRY_AGAIN)
    if verdict == Verdict.CLOSED:
        raise _Reply(409, CLOSED)
    return {"vraag": question.ref, "staat": str(entry.state), "volgnr": entry.number}


def _refused(stored: dict) -> _Some | None:
    """Of several answers those that were not stored, for who reads it on a page."""
    each = stored.get("antwoorden", {})
    wrong = {ref: said for ref, said in each.items() if "fout" in said}
    if not wrong:
        return None
    status = max(said["status"] for said in wrong.values())
    return _Some(status, {ref: said["fout"] for ref, said in wrong.items()})


async def _body(receive: Receive) -> bytes:
    """The whole body, before anything is done with it."""
    try:
        return await bodies.whole(receive, LARGEST_BODY)
    except bodies.TooLarge:
        raise _Reply(422, TOO_LARGE) from None
    except bodies.Unreadable:
        raise _Reply(408, TRY_AGAIN) from None


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
    except (SuspiciousOperation, BadRequest, MultiPartParserError):
        raise _Reply(400, STALE_PAGE) from None


async def _seat(code: str, jar: dict[str, str]) -> Seat:
    """The seat of somebody who is in."""
    try:
        seat = await doors.seat(code, jar)
    except doors.NoEntry:
        raise _Reply(404, NOT_IN) from None
    if seat.session.ended:
        raise _Reply(409, CLOSED)
    return seat


async def _question(seat: Seat, found: list[StepQuestion], ref: str) -> StepQuestion:
    """The question that is meant; it may go unsaid where the step has one.

    Raises `_Reply`; where it may have gone with the phones just now, a final one.
    """
    meant = [q for q in found if q.ref == ref] if ref else found
    if len(meant) == 1:
        return meant[0]
    if await threads.asking(_phone_free, seat.session.pk):
        raise _Reply(409, PHONE_FREE)
    raise _Reply(404 if ref or not found else 422, NO_QUESTION)


def _phone_free(session_pk: int) -> bool:
    return DialogueSession.objects.filter(pk=session_pk, phone_free=True).exists()


def _refusal(page: RefusalPage, code: str, step_ref: str, said: _Reply) -> View:
    """A view that shows the page with these sentences and what was typed."""

    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        fields = request.POST
        if isinstance(said, _Some):
            sentences = said.sentences
        elif participation.is_several(fields):  # about the request: once, and all fields come back
            sentences = dict.fromkeys(fields.getlist("vraag"), "")
            sentences = dict(zip(sentences, [said.sentence, *[""] * len(sentences)], strict=False))
        else:
            sentences = {fields.get("vraag", ""): said.sentence}
        return page(request, code, step_ref, sentences, fields, said.status)

    return view
