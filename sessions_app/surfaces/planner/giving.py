"""A session that goes from one facilitator to another: offer it, withdraw that, take it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sessions_app import access, custody
from sessions_app.errors import Refused
from sessions_app.surfaces.typed import Typed


class OfferForm(Typed, forms.Form):
    """To whom, and whether the giver stays."""

    adres = forms.EmailField(
        label="Het e-mailadres van je collega",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    samen = forms.ChoiceField(
        label="En jij?",
        widget=forms.RadioSelect,
        choices=[
            ("", "Mijn collega neemt de sessie over. Ik kan er dan niet meer bij"),
            ("ja", "We leiden samen. De sessie blijft van mij"),
        ],
        required=False,
        initial="",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer this session to a colleague."""
    session = access.session_to_keep(request, ref)
    form = OfferForm(request.POST or None)
    if form.is_valid():
        known = form.cleaned_data
        try:
            custody.offer(session, access.person(request), known["adres"], bool(known["samen"]))
        except Refused as refused:
            form.add_error("adres", refused.sentence)
        else:
            messages.success(request, f"Er is een e-mail onderweg naar {known['adres']}.")
            return redirect("planner:give", ref)
    context = {"session": session, "form": form, "offers": custody.standing(session)}
    return render(
        request, "sessions_app/planner/give.html", context, status=422 if form.errors else 200
    )


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an offer back."""
    session = access.session_to_keep(request, ref)
    custody.withdraw(session, request.POST.get("aanbod", ""))
    messages.success(request, "Je aanbod is ingetrokken. De link in de e-mail werkt niet meer.")
    return redirect("planner:along" if request.POST.get("naar") == "samen" else "planner:give", ref)


@require_http_methods(["GET", "HEAD", "POST"])
def offered(request: HttpRequest, offer: str) -> HttpResponse:
    """What a colleague offers, and taking it."""
    person = access.person(request)
    found = custody.offer_to(person, offer)
    if found is not None and request.method == "POST":
        try:
            session = custody.take(found, person)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("planner:sessions")
        said = "Jij leidt deze sessie mee." if found.stays else "Jij zorgt nu voor deze sessie."
        messages.success(request, said)
        return redirect("planner:programme", session.ref)
    status = 200 if found else 404
    return render(request, "sessions_app/planner/offered.html", {"offer": found}, status=status)
