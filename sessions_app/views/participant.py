"""The phone: join by a code, see the step, get help. Answers themselves take `live.answers`."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from sessions_app import access, codes, participation, pens, running, tries
from sessions_app.access import Seat
from sessions_app.errors import Refused
from sessions_app.live import bus
from sessions_app.live.frames import participant as frame
from sessions_app.live.frames.participant import Refusal
from sessions_app.models import Answer, DialogueSession, Signal, StepQuestion

COOKIE_SECONDS = 24 * 3600
PAGE = "sessions_app/participant/page.html"
FILLED_IN = "filled-in-for-each-browser"
_newcomers: dict[str, tuple[dict, str]] = {}  # by code: what the room sees, and the page of it


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """A typed code leads on to its page; without a code, to the beginning."""
    typed = request.GET.get("code", "")
    if not typed.strip():
        return redirect("/")
    read = codes.read_code(typed)
    return redirect("participant:take_part", code=read) if read else _unknown(request, typed)


@login_not_required
@never_cache
@require_safe
def take_part(request: HttpRequest, code: str) -> HttpResponse:
    """Join where the door is open, and show where the room is. HEAD only looks, never joins."""
    seat = access.seat(request, code)
    if seat is None:
        return _unknown(request, code)
    if seat.secret is not None:
        return _page(request, code, seat)
    if not seat.may_join:
        return _stopped(request, code, seat)
    if request.method == "HEAD":
        return HttpResponse()
    return _let_in(request, code, seat)


def _seated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the seat of who is in already; 404 for anyone else."""

    @wraps(view)
    def find_seat(request: HttpRequest, code: str, **kwargs: str) -> HttpResponse:
        seat = access.seat(request, code)
        if seat is None or seat.secret is None:
            raise Http404
        return view(request, code, seat, **kwargs)

    return find_seat


@login_not_required
@never_cache
@require_GET
@_seated
def pause(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """A calm page with whom one can turn to, and the way back."""
    shown = frame.context(seat.session)
    return render(
        request,
        "sessions_app/participant/pause.html",
        {
            "base": _base(code),
            "session": seat.session,
            "step": shown.get("step"),
            "aftercare": frame.aftercare(seat.session),
            "told": "gezegd" in request.GET,
        },
    )


@login_not_required
@never_cache
@_seated
def answers(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """All that this browser answered; taking back is possible until the session has ended."""
    if request.method == "POST":
        _take_back(seat, request.POST.get("vraag", ""))
        return redirect("participant:answers", code=code)
    own = participation.own_answers(seat.session, seat.secret)
    kept = {ref: a for ref, a in own.items() if a["staat"] == Answer.State.GIVEN}
    questions = StepQuestion.objects.filter(ref__in=kept).select_related("step")
    rows = [
        {"question": q, "said": frame.said(q, kept[q.ref]["waarde"])}
        for q in questions.order_by("step__position", "position")
    ]
    return render(
        request,
        "sessions_app/participant/answers.html",
        {"base": _base(code), "session": seat.session, "rows": rows},
    )


@login_not_required
@require_POST
@_seated
def signal(request: HttpRequest, code: str, seat: Seat, step: str) -> HttpResponse:
    """Somebody pauses or asks for more time; the facilitator sees that, never who."""
    sort = request.POST.get("soort", "")
    current = seat.session.current if seat.session.running else None
    if sort not in Signal.Sort.values:
        raise Http404
    if current is not None and current.ref == step:
        try:
            new = participation.signal(current, seat.secret, Signal.Sort(sort))
        except Refused:  # ended just before: the page says so
            new = False
        if new:
            bus.tally(seat.session.ref)
    if request.accepts("text/html"):
        query = "?meertijd=1" if sort == Signal.Sort.MORE_TIME else "pauze/?gezegd=1"
        return redirect(_base(code) + query)
    return HttpResponse(status=204)


def answer_refused(
    request: HttpRequest,
    code: str,
    step_ref: str,
    question_ref: str,
    sentence: str,
    fields: Mapping[str, Sequence[str]],
    status: int,
) -> HttpResponse:
    """The page for who answered without scripts and was refused: why, and all that was typed."""
    seat = access.seat(request, code)
    if seat is None or seat.secret is None:
        return take_part(request, code)
    refusal = Refusal(
        step_ref=step_ref,
        question_ref=question_ref,
        sentence=sentence,
        values=tuple(fields.get("waarde", ())),
        for_report=bool(fields.get("verslag")),
    )
    return _page(request, code, seat, refusal, status)


def _page(
    request: HttpRequest,
    code: str,
    seat: Seat,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    own: dict[str, dict] = {}
    if not seat.session.ended:
        own = participation.own_answers(seat.session, seat.secret)
    common = frame.context_of_page(seat.session)
    shown = frame.with_own(common, own, request.GET.get("wijzig", ""), refusal)
    more = {"base": _base(code), "asked_time": "meertijd" in request.GET}
    return render(request, PAGE, shown | more, status=status)


def _newcomers_page(request: HttpRequest, code: str, session: DialogueSession) -> HttpResponse:
    """The page of somebody who did nothing yet: only the token differs between them.

    Made as often as what a whole room sees (once a second), and without the request, so that
    nothing of one visitor can stay in it.
    """
    common = frame.context_of_page(session)
    made_of, html = _newcomers.get(code, (None, ""))
    if made_of is not common:
        shown = frame.with_own(common, {})
        html = render_to_string(PAGE, shown | {"base": _base(code), "csrf_token": FILLED_IN})
        if len(_newcomers) > 200:
            _newcomers.clear()
        _newcomers[code] = (common, html)
    return HttpResponse(html.replace(FILLED_IN, get_token(request)))


def _let_in(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    secret = pens.new_secret()
    try:
        participation.join(seat.session, secret)
    except Refused:  # the door closed, or the session ended, just before
        seat.session.refresh_from_db()
        return _stopped(request, code, seat)
    response = _newcomers_page(request, code, seat.session)
    response.set_cookie(
        pens.cookie_name(seat.session.ref),
        pens.seal(seat.session.ref, secret),
        max_age=COOKIE_SECONDS,
        path="/m/",
        **access.cookie_options(),
    )
    return response


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    if tries.one_too_many(request):
        return _door(request, typed, "too_many", 429)
    return _door(request, typed, "unknown", 404)


def _stopped(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """Why a newcomer does not get in, and what to do."""
    if seat.session.ended:
        return _door(request, code, "ended", 404)
    if not seat.current:
        return _door(request, code, "old", 404)
    return _door(request, code, "soon" if seat.session.planned else "closed", 403)


def _door(request: HttpRequest, typed: str, why: str, status: int) -> HttpResponse:
    shown = {"why": why, "typed": typed.upper()[:40]}
    return render(request, "sessions_app/participant/door.html", shown, status=status)


def _take_back(seat: Seat, question_ref: str) -> None:
    asked = StepQuestion.objects.filter(step__session=seat.session).select_related("step")
    question = next((q for q in asked if q.ref == question_ref and q.sent), None)
    if question is None:
        raise Http404
    entry = participation.Entry(
        question_id=question.pk,
        step_id=question.step_id,
        session_id=seat.session.pk,
        pen=pens.pen(seat.secret, question.ref),
        number=None,
        state=Answer.State.WITHDRAWN,
    )
    participation.store([entry])
    running.follow_taken_back({question.pk})


def _base(code: str) -> str:
    return reverse("participant:take_part", kwargs={"code": code})
