"""The console: the facilitator leads the session. Each verb is a POST of its own.

A verb answers htmx with the whole new frame, and a browser without scripts with the page.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from accounts.models import LoginLink
from sessions_app import (
    access,
    custody,
    kinds,
    own_words,
    results,
    running,
    screening,
    surfaces,
    upkeep,
    watching,
)
from sessions_app.errors import AlreadyDone, Refused
from sessions_app.live.hub import hub
from sessions_app.models import DialogueSession, StepQuestion
from sessions_app.surfaces.console import frame, presenting
from sessions_app.surfaces.console.forms import AgreementForm, ArrangeForm, PlacesForm
from sessions_app.surfaces.htmx import wants_part
from sessions_app.surfaces.projector.frame import qr
from sessions_app.surfaces.role_numbers import CountForm
from sessions_app.surfaces.wording import OwnLine, own_lines, typed_lines

PAGE = "sessions_app/console/console.html"
TEXT = "sessions_app/console/text.html"
WATCHES = "watches"  # in the log-in's session: which sessions this browser only looks on at
CARDS = "cards"  # in the log-in's session: 'short' or 'long'


@never_cache
@require_safe
def lead(request: HttpRequest, ref: str) -> HttpResponse:
    """The console as it is now; while this browser presents, what the group may see instead."""
    session = access.session_to_lead(request, ref)
    if presenting.presents(request, session):
        return redirect("console:present", ref=ref)
    upkeep.end_if_forgotten(session)
    return _page(request, session, AgreementForm(asked=session.says["afspraak_toets"]))


@require_POST
def open_door(request: HttpRequest, ref: str) -> HttpResponse:
    """Newcomers may come in."""
    return _done(request, access.session_to_lead(request, ref), running.open_door)


@require_POST
def close_door(request: HttpRequest, ref: str) -> HttpResponse:
    """Newcomers may not come in any more."""
    return _done(request, access.session_to_lead(request, ref), running.close_door)


@require_POST
def raise_seats(request: HttpRequest, ref: str) -> HttpResponse:
    """Place for a few more phones."""
    return _done(request, access.session_to_lead(request, ref), running.raise_seats)


@require_POST
def new_code(request: HttpRequest, ref: str) -> HttpResponse:
    """Another join code; with `ook_scherm` the screens of other computers close too."""
    session = access.session_to_lead(request, ref)
    also = bool(request.POST.get("ook_scherm"))
    by = access.person(request)
    return _done(request, session, lambda s: running.new_code(s, by, withdraw_screen=also))


@require_POST
def withdraw_screen(request: HttpRequest, ref: str) -> HttpResponse:
    """The link for another computer stops working."""
    return _done(request, access.session_to_lead(request, ref), running.withdraw_screen)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    """A code to scan, made by a press and shown once: to lead on oneself, or for a colleague.

    The first logs in on one's own phone; the second lets a colleague lead along, with their own
    account.
    """
    session = access.session_to_lead(request, ref)
    if presenting.presents(request, session):
        return redirect("console:present", ref=ref)
    person = access.person(request)
    shown: dict = {"session": session, "colleague": request.POST.get("voor") == "collega"}
    if request.method == "POST":
        lasts = LoginLink.LIFETIMES[LoginLink.Purpose.PHONE]
        if shown["colleague"]:
            lasts = custody.CODE_LASTS
            try:
                path = reverse("planner:invited", args=[custody.invite(session, person, lasts)])
            except Refused as refused:
                messages.error(request, refused.sentence)
                return redirect("console:hand_over", ref=ref)
        else:
            token = LoginLink.make(person, LoginLink.Purpose.PHONE)
            target = reverse("console:lead", args=[ref])  # of slugs: nothing to quote
            path = f"{reverse('accounts:on_phone', args=[token])}?next={target}"
        shown["qr"] = qr(settings.BASE_URL + path)
        shown["until"] = timezone.localtime() + lasts
    return render(request, "sessions_app/console/hand_over.html", shown)


@require_POST
def go_phone_free(request: HttpRequest, ref: str) -> HttpResponse:
    """Go on without phones."""
    return _done(request, access.session_to_lead(request, ref), running.go_phone_free)


@require_POST
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin with the first step."""
    return _done(request, access.session_to_lead(request, ref), running.start)


@require_POST
def advance(request: HttpRequest, ref: str) -> HttpResponse:
    """To the next step."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.advance(s, _from(request)))


@require_POST
def back(request: HttpRequest, ref: str) -> HttpResponse:
    """To the step before."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.back(s, _from(request)))


@require_POST
def jump(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Straight to a step of the programme."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.jump(s, _from(request), step))


@require_POST
def extend(request: HttpRequest, ref: str) -> HttpResponse:
    """Two more minutes for this step."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.extend(s, _from(request), frame.MORE_TIME))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def catch_up(request: HttpRequest, ref: str) -> HttpResponse:
    """What would become shorter to end on time; a press does what was shown."""
    session = access.session_to_lead(request, ref)
    if request.method == "POST":
        minutes, version = (_number(request.POST.get(name)) for name in ("minuten", "versie"))
        return _done(
            request, session, lambda s: running.catch_up(s, _from(request), minutes, version)
        )
    shown = {"session": session, "proposal": frame.proposal(session)}
    page = "sessions_app/console/catch_up.html"
    reply = render(request, f"{page}#proposal" if wants_part(request) else page, shown)
    patch_vary_headers(reply, ["HX-Request"])
    return reply


@require_POST
def undo_catching_up(request: HttpRequest, ref: str) -> HttpResponse:
    """What was made shorter last is as it was."""
    session = access.session_to_lead(request, ref)
    version = _number(request.POST.get("versie"))
    return _done(request, session, lambda s: running.undo_catching_up(s, version))


@require_POST
def blacken(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen goes black."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.blacken(s, True))


@require_POST
def lighten(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen shows the step again."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.blacken(s, False))


@require_POST
def film(request: HttpRequest, ref: str, press: str) -> HttpResponse:
    """The film starts, waits, goes back …: one of `screening.PRESSES`."""
    session = access.session_to_lead(request, ref)
    verb = screening.PRESSES.get(press)
    if verb is None:
        raise Http404
    return _done(request, session, lambda s: verb(s, _from(request)))


@require_POST
def put_away(request: HttpRequest, ref: str) -> HttpResponse:
    """All phones go dark."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.put_away(s, True))


@require_POST
def wake(request: HttpRequest, ref: str) -> HttpResponse:
    """The phones show the step again."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.put_away(s, False))


@require_POST
def count_down(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen shows the time left large while people talk."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.count_down(s, True))


@require_POST
def stop_counting(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen shows no time while people talk."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.count_down(s, False))


@require_POST
def huddle(request: HttpRequest, ref: str, wish: str) -> HttpResponse:
    """Small groups are dealt, chosen, go on the screen, or off it: one of `HUDDLES`."""
    session = access.session_to_lead(request, ref)
    verb = HUDDLES.get(wish)
    if verb is None:
        raise Http404
    return _done(request, session, lambda s: verb(s, _from(request), request))


def _deal(session: DialogueSession, from_step: str, request: HttpRequest) -> None:
    running.deal_huddles(session, from_step, _number(request.GET.get("met")))


def _offer_signs(session: DialogueSession, from_step: str, request: HttpRequest) -> None:
    running.offer_signs(session, from_step, _number(request.GET.get("met")))


HUDDLES: dict[str, Callable[[DialogueSession, str, HttpRequest], None]] = {
    "deel": _deal,
    "hand": _offer_signs,
    "wissel": lambda s, step, _: running.reopen_huddles(s, step),
    "goed": lambda s, step, _: running.settle_huddles(s, step),
    "schrijf": lambda s, step, _: running.ask_huddles(s, step),
    "toon": lambda s, step, _: running.show_huddles(s, step, True),
    "vragen": lambda s, step, _: running.show_huddles(s, step, False),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, ref: str) -> HttpResponse:
    """Where in the room small groups sit; before the session too."""
    session = access.session_to_lead(request, ref)
    form = PlacesForm(request.POST or None, initial={"places": "\n".join(session.huddle_places)})
    if form.is_valid():
        try:
            running.name_places(session, form.cleaned_data["places"])
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect("console:lead", ref=ref)
    shown = {"session": session, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "sessions_app/console/places.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def count_roles(request: HttpRequest, ref: str) -> HttpResponse:
    """How many people of each role came to a dialogue day; 404 for any other session."""
    session = access.session_to_lead(request, ref)
    if session.roles is None:
        raise Http404
    form = CountForm(request.POST or None, initial=CountForm.typed(session.roles))
    if form.is_valid():
        try:
            running.count_roles(session, form.roles)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect("console:lead", ref=ref)
    shown = {"session": session, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "sessions_app/console/count_roles.html", shown, status=status)


@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions of this step take no answers any more, for good."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.close(s, _from(request)))


@require_POST
def read(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """Close a question and read its answers."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.read(s, question))


@require_POST
def show(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """A question's answers go on the screen."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.show(s, question))


@require_POST
def show_again(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """The texts that stood there before go on the screen again."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.show(s, question, as_picked=True))


@require_POST
def put_up(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """One text goes on the screen."""
    session = access.session_to_lead(request, ref)
    text = request.POST.get("tekst", "")
    return _done(request, session, lambda s: running.put_up(s, question, text))


@require_POST
def take_down(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """One text leaves the screen."""
    session = access.session_to_lead(request, ref)
    text = request.POST.get("tekst", "")
    return _done(request, session, lambda s: running.take_down(s, question, text))


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, ref: str, question: str, text: str) -> HttpResponse:
    """Cover words of one text, and put it under a word: a page, and a dialog in the console."""
    session = access.session_to_lead(request, ref)
    asked = StepQuestion.objects.filter(step__session=session, ref=question).first()
    there = results.said(asked) if asked else ()
    one = next((one for one in there if one.key == text), None)
    if one is None:
        return _told(request, session, running.TEXT_GONE)
    form = ArrangeForm(request.POST or None, said=one, headings=[o.heading for o in there])
    if form.is_valid():
        told = form.cleaned_data
        return _done(
            request,
            session,
            lambda s: running.arrange(
                s, question, text, told["places"], told["heading"], told["stamp"]
            ),
        )
    if form.is_bound and wants_part(request):
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _reply(session, sentence, 422)
    shown = {"session": session, "question": asked, "form": form}
    template = f"{TEXT}#form" if wants_part(request) else TEXT
    response = render(request, template, shown, status=422 if form.is_bound else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def hide(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """A question's answers leave the screen."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.hide(s, question))


@require_POST
def leave_out(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """A word that people gave is not shown; which one stands in the body, never in an address."""
    session = access.session_to_lead(request, ref)
    word = request.POST.get("woord", "")
    return _done(request, session, lambda s: running.leave_out(s, question, word, True))


@require_POST
def put_back(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """A word that was left out is shown after all."""
    session = access.session_to_lead(request, ref)
    word = request.POST.get("woord", "")
    return _done(request, session, lambda s: running.leave_out(s, question, word, False))


@require_POST
def reveal(request: HttpRequest, ref: str) -> HttpResponse:
    """The next layer of a mirror goes on the screen."""
    session = access.session_to_lead(request, ref)
    seen = _number(request.GET.get("gezien"))
    return _done(request, session, lambda s: running.reveal(s, _from(request), seen))


@require_POST
def conceal(request: HttpRequest, ref: str) -> HttpResponse:
    """The picture of a mirror leaves the screen."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.conceal(s, _from(request)))


@require_POST
def keep_shown(request: HttpRequest, ref: str) -> HttpResponse:
    """The answers on the screen stay there when the step changes."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.keep_shown(s, True))


@require_POST
def let_go(request: HttpRequest, ref: str) -> HttpResponse:
    """The answers on the screen leave with their step."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.keep_shown(s, False))


@require_POST
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down an agreement; a form that does not fit comes back with what was typed."""
    session = access.session_to_lead(request, ref)
    form = AgreementForm(request.POST, asked=session.says["afspraak_toets"])
    if form.is_valid():
        said = form.cleaned_data
        return _done(request, session, lambda s: running.agree(s, **said))
    if wants_part(request):
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _reply(session, sentence, 422)
    return _page(request, session, form, status=422)


@require_POST
def drop_agreement(request: HttpRequest, ref: str, agreement: str) -> HttpResponse:
    """Take an agreement off the list."""
    session = access.session_to_lead(request, ref)
    return _done(request, session, lambda s: running.drop_agreement(s, agreement))


@require_safe
def moments(request: HttpRequest, ref: str) -> HttpResponse:
    """What to do when it gets hard, as a page: for a browser without scripts."""
    session = access.session_to_lead(request, ref)
    context = {"session": session, "moments": session.document.moments}
    return render(request, "sessions_app/console/moments.html", context)


@require_POST
def choose_cards(request: HttpRequest, ref: str) -> HttpResponse:
    """Long or short cards from here on, for who is logged in here."""
    access.session_to_lead(request, ref)
    request.session[CARDS] = "short" if request.POST.get("kaart") == "kort" else "long"
    if wants_part(request):
        return HttpResponse(status=204)
    return redirect("console:lead", ref=ref)


@require_POST
def watch(request: HttpRequest, ref: str) -> HttpResponse:
    """Look on without buttons to press by accident, or lead again; for this browser alone."""
    session = access.session_to_lead(request, ref)
    others = [known for known in request.session.get(WATCHES, []) if known != session.ref]
    looks_on = [session.ref] if request.POST.get("meekijken") else []
    request.session[WATCHES] = [*others, *looks_on][-20:]
    return redirect("console:lead", ref=ref)


@require_POST
def keep_words(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep words of one's own; what does not fit comes back with what was typed."""
    session = access.session_to_lead(request, ref)
    lines = typed_lines(request, _own_lines(request, session))
    sentence = ""
    try:
        own_words.write(access.person(request), {line.about: line.text for line in lines})
    except Refused as refusal:
        sentence = refusal.sentence
    if wants_part(request):
        return HttpResponse(sentence or "Bewaard.", status=422 if sentence else 200)
    if sentence:
        messages.error(request, sentence)
        form = AgreementForm(asked=session.says["afspraak_toets"])
        return _page(request, session, form, lines, status=422)
    return redirect("console:lead", ref=ref)


@require_POST
def finish(request: HttpRequest, ref: str) -> HttpResponse:
    """End the session for good."""
    return _done(request, access.session_to_lead(request, ref), running.finish)


def _from(request: HttpRequest) -> str:
    """The step that the person saw when they pressed."""
    return request.POST.get("from_step", "")


def _number(typed: str | None) -> int:
    """A number that a page of ours sends along; 0 for anything else."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 6 else 0


def _done(
    request: HttpRequest, session: DialogueSession, verb: Callable[[DialogueSession], object]
) -> HttpResponse:
    """Do it, and show what is now; a refusal becomes its sentence."""
    sentence = ""
    try:
        verb(session)
    except AlreadyDone:
        pass  # the same press twice: the first did it
    except Refused as refusal:
        sentence = refusal.sentence
    hub.let_phones_go_first(session.ref, session.version)
    running.settle(session)
    return _told(request, session, sentence)


def _told(request: HttpRequest, session: DialogueSession, sentence: str) -> HttpResponse:
    """The console as it is now, and why nothing was done; '' where it was."""
    if wants_part(request):
        return _reply(session, sentence, 409 if sentence else 200)
    if sentence:
        messages.error(request, sentence)
    return redirect("console:lead", ref=session.ref)


def _reply(session: DialogueSession, sentence: str, status: int) -> HttpResponse:
    """For htmx: the frame as it is now, and why nothing was done."""
    now = surfaces.render(session.ref, surfaces.CONSOLE)
    refused = render_to_string(f"{PAGE}#refused", {"sentence": sentence})
    reply = HttpResponse(now.html + refused, status=status)
    patch_vary_headers(reply, ["HX-Request"])
    return trigger_client_event(reply, "live:clock", {"seconds": now.seconds_left})


def _own_lines(request: HttpRequest, session: DialogueSession) -> list[OwnLine]:
    """The words of who is logged in, at every step of this session."""
    steps = list(session.steps.all())
    known = own_words.of(access.person(request), [step.about for step in steps])
    return own_lines(steps, known)


def _unseen(request: HttpRequest, session: DialogueSession) -> list[watching.Watched]:
    """The films of a session to come, while one is left that this person has not seen."""
    if not session.planned:
        return []
    films = watching.of(access.person(request), session)
    return films if any(not one.seen for one in films) else []


def _page(
    request: HttpRequest,
    session: DialogueSession,
    form: AgreementForm,
    lines: list[OwnLine] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = session.current if session.running else None
    if lines is None:
        lines = [] if session.ended else _own_lines(request, session)
    shown = frame.context(session) | {
        "form": form,
        "cards": request.session.get(CARDS, "long"),
        "watches": session.ref in request.session.get(WATCHES, []),
        "moments": session.document.moments,
        "own_lines": lines,
        "about": now.about if now else "",
        "keep_open": form.is_bound,
        "agreeing": " ".join(kinds.showing("agreements")),
        "films": _unseen(request, session),
    }
    return render(request, PAGE, shown, status=status)
