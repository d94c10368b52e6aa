"""Leading together: who leads a session, a link for a colleague, and who leads along no more."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions_app import access, custody
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession
from sessions_app.surfaces.typed import Typed

PAGE = "sessions_app/planner/along.html"


class ColleagueForm(Typed, forms.Form):
    """Who is asked to lead along."""

    adres = forms.EmailField(
        label="Het e-mailadres van je collega",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@never_cache
@require_safe
def along(request: HttpRequest, ref: str) -> HttpResponse:
    """Who leads this session, and for its owner how others come and go."""
    return _page(request, access.session_to_lead(request, ref))


@never_cache
@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a colleague by e-mail to lead along."""
    session = access.session_to_keep(request, ref)
    form = ColleagueForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["adres"]
        try:
            custody.offer(session, access.person(request), address, stays=True)
        except Refused as refused:
            form.add_error("adres", refused.sentence)
        else:
            messages.success(request, f"Er is een e-mail onderweg naar {address}.")
            return redirect("planner:along", ref)
    return _page(request, session, form)


@never_cache
@require_POST
def make_link(request: HttpRequest, ref: str) -> HttpResponse:
    """A link for one colleague; the page shows it this once."""
    session = access.session_to_keep(request, ref)
    try:
        key = custody.invite(session, access.person(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("planner:along", ref)
    return _page(request, session, link=settings.BASE_URL + reverse("planner:invited", args=[key]))


@require_POST
def drop_links(request: HttpRequest, ref: str) -> HttpResponse:
    """Links that nobody took yet work no more."""
    custody.drop_invites(access.session_to_keep(request, ref))
    messages.success(request, "De links werken niet meer.")
    return redirect("planner:along", ref)


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody leads along no more, as the owner says."""
    session = access.session_to_keep(request, ref)
    known = session.facilitators.select_related("user").filter(user__email=request.POST.get("wie"))
    who = known.first()
    try:
        if who is not None:
            custody.stop_leading(session, who.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(
            request,
            "Deze collega leidt niet meer mee. Een scherm op een andere computer heeft een nieuwe "
            "link nodig.",
        )
    return redirect("planner:along", ref)


@require_POST
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever leads along stops; an owner can't."""
    session = access.session_to_lead(request, ref)
    if access.owns(access.person(request), session):
        messages.error(request, custody.OWNER_STAYS)
        return redirect("planner:along", ref)
    custody.stop_leading(session, access.person(request), screen_stays=session.running)
    messages.success(request, f"Je leidt ‘{session.title}’ niet meer mee.")
    return redirect("planner:sessions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, key: str) -> HttpResponse:
    """What a colleague asks, and saying yes. Looking spends nothing: scanners of mail look too."""
    person = access.person(request)
    if request.method == "POST":
        try:
            session = custody.lead_along(key, person)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("planner:sessions")
        if session.running:
            return redirect("console:lead", session.ref)
        messages.success(request, "Jij leidt deze sessie mee.")
        return redirect("planner:programme", session.ref)
    found = custody.invited(key)
    shown = {"invite": found, "session": found.session if found else None}
    status = 200 if found else 404
    return render(request, "sessions_app/planner/invited.html", shown, status=status)


def _page(
    request: HttpRequest,
    session: DialogueSession,
    form: ColleagueForm | None = None,
    link: str = "",
) -> HttpResponse:
    leads = session.facilitators.select_related("user").order_by("-owner", "pk")
    shown = {
        "session": session,
        "leads": leads,
        "owns": access.owns(access.person(request), session),
        "form": form or ColleagueForm(),
        "offers": custody.standing(session).filter(stays=True),
        "links": custody.invites(session).count(),
        "link": link,
        "days": custody.INVITE_LASTS.days,
    }
    return render(request, PAGE, shown, status=422 if form is not None else 200)
