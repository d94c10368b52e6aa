"""Looking back: planning it, the reminder, and answering by a link."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sessions_app import access, pens, small_groups
from sessions_app.asking import Asking, Choice, Stored
from sessions_app.errors import Refused
from sessions_app.lookback import by_link as answers
from sessions_app.lookback import reminder
from sessions_app.lookback import together as sessions
from sessions_app.models import DialogueSession, LookBack, LookBackQuestion
from sessions_app.surfaces.lookback.forms import LinkForm, TogetherForm

USUAL = timedelta(weeks=5)
PLAN = "sessions_app/lookback/plan.html"
PAGE = "sessions_app/lookback/by_link.html"
NO_COOKIE = (
    "Deze browser bewaart geen cookies. Zonder cookie weet de app niet dat je al antwoordde. "
    "Zet cookies aan, of open de link op een andere telefoon."
)


@require_http_methods(["GET", "HEAD"])
@never_cache
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """How this team looks back: together, by a link, and whether an e-mail comes."""
    session = access.session_to_keep(request, ref)
    if not session.ended:
        return redirect("report:report", ref=ref)  # the page that says: after the end
    return _plan(request, session)


@require_POST
def together(request: HttpRequest, ref: str) -> HttpResponse:
    """Plan a quarter of an hour that starts from the agreement."""
    session = access.session_to_keep(request, ref)
    if not session.ended:
        return redirect("report:report", ref=ref)
    form = TogetherForm(request.POST, *_usual(session))
    if form.is_valid():
        try:
            made = sessions.plan(session, access.person(request), form.starts_at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "De terugblik staat klaar. Kijk of het programma past.")
            return redirect("planner:programme", made.ref)
    return _plan(request, session, together=form)


@require_POST
def open_link(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the link, once."""
    session = access.session_to_keep(request, ref)
    if not session.ended:
        return redirect("report:report", ref=ref)
    form = LinkForm(request.POST, timezone.localdate())
    if form.is_valid():
        try:
            answers.open_link(session, form.cleaned_data["sluit"])
        except Refused as refused:
            form.add_error("sluit", refused.sentence)
        else:
            messages.success(request, "De link is klaar. Stuur hem naar je team.")
            return redirect("lookback:plan", ref)
    return _plan(request, session, link=form)


@require_POST
def reminder_switch(request: HttpRequest, ref: str) -> HttpResponse:
    """Let the e-mail come, or not."""
    session = access.session_to_keep(request, ref)
    on = request.POST.get("aan") == "1"
    reminder.switch(session, on)
    messages.success(request, "De herinnering staat aan." if on else "De herinnering staat uit.")
    return redirect("lookback:plan", ref)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_off(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Switch the e-mail off by the link in it: opening does nothing, a press does."""
    session = DialogueSession.objects.filter(ref=ref, deleted_at=None).first()
    if session is None or not reminder.fits(session, key):
        raise Http404
    if request.method == "POST":
        reminder.switch(session, False)
    context = {"off": not reminder.of(session).reminder if request.method == "POST" else False}
    return render(request, "sessions_app/lookback/reminder_off.html", context)


@dataclass(frozen=True)
class Card:
    """One question on the page behind a link; its fields are those of the phone."""

    row: LookBackQuestion
    number: int
    values: tuple[str, ...] = ()
    error: str = ""

    @property
    def question(self) -> object:
        return self.row.script

    @property
    def asking(self) -> Asking:
        return self.row.asking

    @property
    def short(self) -> str:
        """Where the ids of its fields begin."""
        return f"v{self.number}"

    @property
    def field(self) -> str:
        """What its fields are called."""
        return f"waarde.{self.row.ref}"

    @property
    def help(self) -> str:
        return self.asking.help(self.row.script)

    @property
    def limit(self) -> str:
        return self.asking.limit(self.row.script)

    @property
    def limit_id(self) -> str:
        return f"{self.short}-max" if self.limit else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        found = self.asking.choices(self.row.script)
        return tuple(replace(one, checked=one.value in self.values) for one in found)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Closed questions without a name; after the last day what the team answered.

    Looking takes no seat: sending does. The cookie that it sets holds a secret of this browser, and
    the server stores nothing of it but one pen, until it closes.
    """
    found = answers.find(key)
    if found is None:
        return render(request, PAGE, {"why": "nowhere"}, status=404)
    secret = pens.unseal(f"terugblik-{key}", request.COOKIES.get(_cookie(key)))
    if not answers.is_open(found):
        return _closed(request, found)
    if secret and answers.has_answered(found, secret):
        return _said(request, found, "done")
    if request.method != "POST":
        response = _said(request, found, "open", cards=_cards(found))
        if secret is None:
            _give(response, found, key)
        return response
    return _answered(request, found, secret)


def _answered(request: HttpRequest, found: LookBack, secret: str | None) -> HttpResponse:
    cards, given = _read(request, found)
    wrong = next((card.error for card in cards if card.error), "")
    error = NO_COOKIE if secret is None else ""
    if secret is not None and not wrong:
        try:
            answers.answer(found, secret, given)
        except Refused as refused:
            error = refused.sentence
        else:
            return redirect("lookback:by_link", found.key)
    return _said(request, found, "open", cards=cards, error=error, status=422)


def _read(request: HttpRequest, found: LookBack) -> tuple[list[Card], dict[str, Stored]]:
    """What was chosen, by question; and the page again with it, where something does not fit."""
    given: dict[str, Stored] = {}
    cards = []
    for card in _cards(found):
        values = tuple(value for value in request.POST.getlist(card.field) if value)
        error = ""
        if values:
            try:
                given[card.row.ref] = card.asking.read(card.row.script, values)
            except Refused as refused:
                error = refused.sentence
        cards.append(replace(card, values=values, error=error))
    return cards, given


def _cards(found: LookBack) -> list[Card]:
    return [Card(row, number) for number, row in enumerate(found.questions.all(), start=1)]


def _closed(request: HttpRequest, found: LookBack) -> HttpResponse:
    response = _said(request, found, "closed", outcomes=answers.outcomes(found.session))
    response.delete_cookie(_cookie(str(found.key)))
    return response


def _said(
    request: HttpRequest, found: LookBack, why: str, status: int = 200, **more: object
) -> HttpResponse:
    agreed = found.session.agreements.all() if why == "open" else []
    context = {"why": why, "look_back": found, "says": found.session.says, "agreed": agreed}
    return render(request, PAGE, context | more, status=status)


def _cookie(key: str) -> str:
    return f"{settings.COOKIE_PREFIX}terugblik_{key}"


def _give(response: HttpResponse, found: LookBack, key: str) -> None:
    """Let this browser keep a secret until the look-back is closed."""
    secret = pens.seal(f"terugblik-{key}", pens.new_secret())
    until = found.closes_at or timezone.now()
    lasts = max(timedelta(hours=1), until - timezone.now() + timedelta(days=1))
    response.set_cookie(
        _cookie(key),
        secret,
        max_age=lasts,
        **access.cookie_options(),
    )


def _usual(session: DialogueSession) -> tuple[date, time]:
    """The day that was agreed, else five weeks after the session; at the hour of the session."""
    at = timezone.localtime(session.starts_at).time().replace(second=0, microsecond=0)
    ended = timezone.localdate(session.ended_at)
    day = reminder.agreed_on(session) or ended + USUAL
    return max(day, timezone.localdate() + timedelta(days=1)), at


def _plan(
    request: HttpRequest,
    session: DialogueSession,
    together: TogetherForm | None = None,
    link: LinkForm | None = None,
) -> HttpResponse:
    row = LookBack.objects.filter(session=session).first() or LookBack(session=session)
    if row.pk:
        answers.close_if_due(row)
    address = ""
    if row.key and not row.key.startswith("-"):
        address = settings.BASE_URL + reverse("lookback:by_link", args=[row.key])
    no_link = answers.may_open(session) if row.pk or session.pk else ""
    context = {
        "session": session,
        "agreements": session.agreements.all(),
        "look_back": row,
        "address": address,
        "outcomes": answers.outcomes(session),
        "planned": session.looked_back_in.filter(deleted_at=None).first(),
        "no_link": no_link,
        "least": small_groups.LEAST_BY_LINK,
        "due_on": reminder.due_on(session),
        "together": together or TogetherForm(None, *_usual(session)),
        "link": link or LinkForm(None, timezone.localdate()),
    }
    failed = bool((together and together.errors) or (link and link.errors))
    return render(request, PLAN, context, status=422 if failed else 200)
