"""The phone: the door, the step, help. Answers themselves take `live.answers`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.middleware.csrf import get_token, rotate_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sessions_app import access, aftercare, codes, huddling, participation, pens, upkeep
from sessions_app.access import Door, Seat
from sessions_app.asking import Stored
from sessions_app.errors import Refused
from sessions_app.live import doors, limits
from sessions_app.live.hub import hub
from sessions_app.live.replies import FILLED_IN
from sessions_app.models import Answer, DialogueSession, Signal, StepQuestion
from sessions_app.surfaces.participant import frame
from sessions_app.surfaces.participant.frame import Refusal

PAGE = "sessions_app/participant/page.html"
HUDDLE = "sessions_app/participant/_huddle.html"
DOOR = "sessions_app/participant/door.html"
AGAIN = 8  # seconds after which a page that waits looks again
_made: dict[str, tuple[object, str]] = {}  # pages that are the same for many: what of, and HTML


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """A typed code leads on to its page; without a code, to the beginning.

    Nothing is looked up here: where a code leads, its page says.
    """
    typed = request.GET.get("code", "")
    if not typed.strip():
        return redirect("/")
    read = codes.read_code(typed)
    if not read:
        return _door(request, typed, "unknown", 404)
    return redirect("participant:take_part", code=read)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: HttpRequest, code: str) -> HttpResponse:
    """The door, or with a seat the step; a POST takes a seat.

    The server calls `show` itself, after it made a typed code wait for its turn (`live.entrance`).
    """
    return show(request, code, access.door(request, code))


def show(request: HttpRequest, code: str, door: Door | None) -> HttpResponse:
    """The page of a code for a browser that it leads there; None is nowhere, or might as well."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    seat = access.seat_of(door.session, door.secret) if door and door.secret else None
    if seat is not None:
        return _to_the_page(code) if request.method == "POST" else _page(request, code, seat)
    if door is None or not (door.may_join or door.keyed):
        return _door(request, code, "unknown", 404)
    if not door.may_join:
        return _stopped(request, code, door)
    if request.method == "POST":
        return _let_in(request, code, door)
    return _open_door(request, code)


def at_hand(code: str, door: Door, just_in: bool) -> str | None:
    """What `show` would make for a newcomer, or for who came in just now, if it is still there.

    In the event loop, so nothing is asked of the database and nothing is made.
    """
    if not door.may_join:
        return None
    if door.secret is None:
        return _made.get(f"door {code}", (None, None))[1]
    made_of, html = _made.get(f"page {code}", (None, None))
    if not just_in or made_of is None or made_of is not frame.kept_of_page(door.session):
        return None
    hub.heard(door.session.ref, doors.phone(door.secret))
    return html


def busy(request: HttpRequest, code: str) -> HttpResponse:
    """Too many codes from one address: this page asks again by itself, with the same code."""
    response = _door(request, code, "busy", 429)
    response["Retry-After"] = str(AGAIN)
    return response


def _seated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the seat of who is in; 404 for anyone else."""

    @wraps(view)
    def find_seat(request: HttpRequest, code: str, **kwargs: str) -> HttpResponse:
        seat = access.seat(request, code)
        if seat is None:
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
            "aftercare": aftercare.paragraphs(seat.session),
            "told": "gezegd" in request.GET,
        },
    )


@login_not_required
@never_cache
@_seated
def answers(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """All that this browser answered; taking back is possible until the session has ended."""
    if request.method == "POST":
        if not limits.allows(seat):
            return _too_fast(request)
        _take_back(seat, request.POST.get("vraag", ""))
        return redirect("participant:answers", code=code)
    own = participation.own_answers(seat.session, seat.secret)
    kept = {ref: a for ref, a in own.items() if a["staat"] == Answer.State.GIVEN}
    questions = StepQuestion.objects.filter(ref__in=kept).select_related("step")
    rows = [
        {"question": q, "said": _said(q, kept[q.ref]["waarde"])}
        for q in questions.order_by("step__position", "position")
    ]
    return render(
        request,
        "sessions_app/participant/answers.html",
        {"base": _base(code), "session": seat.session, "rows": rows},
    )


@login_not_required
@never_cache
@_seated
def leave(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """'Ik ben klaar': this phone forgets that it was in; what it answered goes on to count."""
    shown = {
        "base": _base(code),
        "session": seat.session,
        "done": request.method == "POST",
        "notes": "notities" in request.POST,
    }
    response = render(request, "sessions_app/participant/leave.html", shown)
    if request.method == "POST":
        if not seat.session.ended:
            huddling.go(seat.session, seat.secret)
        response.delete_cookie(
            pens.cookie_name(seat.session.ref), path="/" if settings.COOKIE_PREFIX else "/m/"
        )
        if not request.user.is_authenticated:
            response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response


@login_not_required
@require_POST
@_seated
def signal(request: HttpRequest, code: str, seat: Seat, step: str) -> HttpResponse:
    """Somebody pauses or asks for more time; the facilitator sees that, never who."""
    sort = request.POST.get("soort", "")
    current = seat.session.current if seat.session.running else None
    if sort not in Signal.Sort.values:
        raise Http404
    if not limits.allows(seat):
        return _too_fast(request)
    if current is not None and current.ref == step:
        with suppress(Refused):  # ended just before: the page says so
            participation.signal(current, seat.secret, Signal.Sort(sort))
    if request.accepts("text/html"):
        query = "?meertijd=1" if sort == Signal.Sort.MORE_TIME else "pauze/?gezegd=1"
        return redirect(_base(code) + query)
    return HttpResponse(status=204)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@_seated
def huddle(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """In which small group this phone belongs; a POST chooses a sign, or asks for another or none.

    A part of the page for its script, and the page for a browser without.
    """
    said = ""
    if request.method == "POST":
        if not limits.allows(seat):
            return _too_fast(request)
        wish = huddling.WISHES.get(request.POST.get("wens", ""))
        if wish is None:
            raise Http404
        try:
            wish(seat.session, seat.secret, request.POST.get("teken", ""))
        except Refused as refusal:
            said = refusal.sentence
    status = 409 if said else 200
    if "X-Requested-With" in request.headers:
        shown = {"session": seat.session, "mine": _mine(request, seat), "said": said}
        shown["writing"] = frame.context_of_page(seat.session).get("writing")
        return render(request, HUDDLE, shown | {"base": _base(code)}, status=status)
    return _page(request, code, seat, status=status, said=said) if said else redirect(_base(code))


def _mine(request: HttpRequest, seat: Seat) -> huddling.Mine:
    """Where this phone belongs. One on which a manager is logged in who leads belongs nowhere."""
    led = seat.session.led_by == DialogueSession.LedBy.MANAGER
    return huddling.mine(
        seat.session, seat.secret, aside=led and access.leads(request.user, seat.session)
    )


def answer_refused(
    request: HttpRequest,
    code: str,
    step_ref: str,
    said: Mapping[str, str],
    fields: MultiValueDict,
    status: int,
) -> HttpResponse:
    """The page for who answered without scripts and was refused: why, and all that was typed.

    `said` has the sentence per question; '' for one whose fields only have to come back.
    """
    seat = access.seat(request, code)
    if seat is None:
        return show(request, code, None)
    found = StepQuestion.objects.filter(step__session=seat.session, step__ref=step_ref)
    asked = {question.ref: question for question in found}
    typed = participation.by_question(fields)
    refusals = []
    for ref, sentence in said.items():
        mine = typed.get(ref, fields)
        refusals.append(_refusal(step_ref, ref, sentence, mine, asked.get(ref)))
    return _page(request, code, seat, refusals, status)


def _refusal(
    step_ref: str, ref: str, sentence: str, mine: MultiValueDict, question: StepQuestion | None
) -> Refusal:
    values = tuple(mine.getlist("waarde"))
    known = question is not None and not question.asking.worded
    words = question.asking.words(question.script, values) if question and known else values
    return Refusal(
        step_ref=step_ref,
        question_ref=ref,
        sentence=sentence,
        values=values,
        for_report=bool(mine.get("verslag")),
        off_screen=bool(mine.get("buiten_scherm")),
        asked=question.text if question else "",
        said=words or values,
    )


def _page(
    request: HttpRequest,
    code: str,
    seat: Seat,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
    said: str = "",
) -> HttpResponse:
    session = seat.session
    upkeep.end_if_forgotten(session)
    hub.heard(session.ref, doors.phone(seat.secret))
    nothing_yet = session.ended or doors.did_nothing_yet(seat)
    own = {} if nothing_yet else participation.own_answers(session, seat.secret)
    common = frame.context_of_page(session)
    dealt = common.get("huddles")
    if not own and not refusals and not request.GET and not session.ended and not dealt:
        return _page_without_answers(request, code, common)
    shown = frame.with_own(common, own, request.GET.get("wijzig", ""), refusals)
    more = {"base": _base(code), "asked_time": "meertijd" in request.GET, "said": said}
    if dealt:
        more["mine"] = _mine(request, seat)
    response = render(request, PAGE, shown | more, status=status)
    if session.ended:
        _forget(request, response, session)
    return response


def _page_without_answers(request: HttpRequest, code: str, common: dict) -> HttpResponse:
    """The page of who answered nothing (yet): made once a second, for a whole room comes in."""
    return _same_for_many(
        request,
        f"page {code}",
        common,
        PAGE,
        lambda: frame.with_own(common, {}) | {"base": _base(code)},
    )


def _open_door(request: HttpRequest, code: str) -> HttpResponse:
    """An open door. Looking takes no seat: its script does, once somebody sees the page."""
    return _same_for_many(
        request, f"door {code}", None, DOOR, lambda: {"why": "open"} | _joining(code)
    )


def _same_for_many(
    request: HttpRequest, name: str, made_of: object, template: str, context: Callable[[], dict]
) -> HttpResponse:
    """A page in which only the token differs between browsers, made anew when `made_of` changes.

    Without the request, so that nothing of one visitor can stay in it.
    """
    known, html = _made.get(name, (None, ""))
    if not html or known is not made_of:
        html = render_to_string(template, context() | {"csrf_token": FILLED_IN})
        if len(_made) > 400:
            _made.clear()
        _made[name] = (made_of, html)
    return HttpResponse(html.replace(FILLED_IN, get_token(request)))


def _let_in(request: HttpRequest, code: str, door: Door) -> HttpResponse:
    secret = door.secret or pens.new_secret()
    # A person's press is as good as an open line; without scripts there may never be one.
    take = participation.join if "gedrukt" in request.POST else participation.hold
    try:
        take(door.session, secret, returning=door.secret is not None)
    except participation.Full:
        participation.knock(door.session)
        return _door(request, code, "full", 409)
    except Refused:  # the door closed, or the session ended, just before
        door.session.refresh_from_db()
        return _stopped(request, code, door)
    if not request.user.is_authenticated:
        rotate_token(request)  # or two sessions of one phone would have a token in common
    doors.let_in(door.session, secret)
    response = _to_the_page(code)
    _keep(response, door.session, secret, upkeep.over_within(door.session))
    return response


def _keep(
    response: HttpResponse, session: DialogueSession, secret: str, for_so_long: timedelta | None
) -> None:
    """Let the browser keep this in its cookie, no longer than the session; None: till it closes."""
    response.set_cookie(
        pens.cookie_name(session.ref),
        pens.seal(session.ref, secret),
        max_age=for_so_long,
        path="/" if settings.COOKIE_PREFIX else "/m/",  # `__Host-` is for a whole site
        **access.cookie_options(),
    )


def _forget(request: HttpRequest, response: HttpResponse, session: DialogueSession) -> None:
    """Take back from a browser all that is its own; it may still see that the session is over."""
    _keep(response, session, pens.left(), None)
    if not request.user.is_authenticated:
        response.delete_cookie(settings.CSRF_COOKIE_NAME)


def _to_the_page(code: str) -> HttpResponse:
    response = HttpResponseRedirect(_base(code))
    response.status_code = 303
    return response


def _stopped(request: HttpRequest, code: str, door: Door) -> HttpResponse:
    """Why a newcomer does not get in, and what to do: for who brings the key, else as unknown."""
    if not door.keyed:
        return _door(request, code, "unknown", 404)
    if door.session.ended:
        return _door(request, code, "ended", 404)
    if not door.current:
        return _door(request, code, "old", 404)
    return _door(request, code, "soon" if door.session.planned else "closed", 403)


def _door(request: HttpRequest, typed: str, why: str, status: int) -> HttpResponse:
    shown = {"why": why, "typed": typed.upper()[:40], "again": AGAIN}
    if why == "full":
        shown |= _joining(typed)
    elif why in ("soon", "closed"):
        shown["look"] = codes.join_path(typed)  # typing the same code would lose the key
    return render(request, DOOR, shown, status=status)


def _joining(code: str) -> dict[str, str]:
    """Where the form of a door goes: with the key, for who sees it was let through once."""
    return {"base": _base(code), "join": codes.join_path(code)}


def _too_fast(request: HttpRequest) -> HttpResponse:
    """One seat did more than a person can."""
    return render(request, "429.html", status=429)


def _said(question: StepQuestion, stored: Stored) -> tuple[str, ...]:
    """A stored answer in words, one per choice."""
    return question.asking.words(question.script, question.asking.values(stored))


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


def _base(code: str) -> str:
    return reverse("participant:take_part", kwargs={"code": code})
