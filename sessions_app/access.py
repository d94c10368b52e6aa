"""Who may do what: fetch and authorise in one call, at the top of every view.

A session that someone may not see does not exist for them: Http404, never 403, so that refs can't
be probed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest

from accounts.models import User
from sessions_app import codes, pens
from sessions_app.models import DialogueSession, Step

DRAFTS = "drafts"  # refs of sessions planned without an account, in the visitor's own session
SCREEN_SALT = "sessions_app.screen"


def own_sessions(user: User):
    """The sessions this person facilitates, newest first."""
    return DialogueSession.objects.filter(facilitators__user=user)


def session_to_lead(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, for a person who may run it, see its report and keep it."""
    if not request.user.is_authenticated:
        raise Http404
    try:
        return own_sessions(request.user).select_related("current").get(ref=ref)
    except DialogueSession.DoesNotExist:
        raise Http404 from None


def leads(user: User, session: DialogueSession) -> bool:
    """Whether this visitor may run the session, beside seeing it."""
    return user.is_authenticated and session.facilitators.filter(user=user).exists()


def session_to_plan(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, for its facilitator or for the visitor who drafted it without an account."""
    if request.user.is_authenticated and own_sessions(request.user).filter(ref=ref).exists():
        return session_to_lead(request, ref)
    if ref in request.session.get(DRAFTS, []):
        drafts = DialogueSession.objects.select_related("edition", "current")
        try:
            return drafts.get(ref=ref, facilitators=None, phase=DialogueSession.Phase.PLANNED)
        except DialogueSession.DoesNotExist:
            raise Http404 from None
    raise Http404


def remember_draft(request: HttpRequest, session: DialogueSession) -> None:
    """Let this visitor go on with a session planned without an account."""
    request.session[DRAFTS] = [*request.session.get(DRAFTS, []), session.ref][-20:]


def claim_drafts(request: HttpRequest, user: User) -> None:
    """After logging in: what the visitor drafted becomes theirs to run and keep."""
    refs = request.session.pop(DRAFTS, [])
    for session in DialogueSession.objects.filter(ref__in=refs, facilitators=None):
        session.facilitators.create(user=user)


def step_to_plan(session: DialogueSession, ref: str) -> Step:
    """A step of this session."""
    try:
        return session.steps.get(ref=ref)
    except Step.DoesNotExist:
        raise Http404 from None


def screen_key(session: DialogueSession) -> str:
    """The key in the link for another computer: it shows the projector and can do nothing else."""
    return signing.Signer(salt=SCREEN_SALT).signature(session.ref)


def session_to_show(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, for the projector: its facilitator, or a browser that holds the screen key.

    The key comes in `?sleutel=` and is then kept in a cookie of its own (see the view).
    """
    if request.user.is_authenticated and own_sessions(request.user).filter(ref=ref).exists():
        return session_to_lead(request, ref)
    key = request.GET.get("sleutel") or request.COOKIES.get(screen_cookie(ref), "")
    signer = signing.Signer(salt=SCREEN_SALT)
    if key and signing.constant_time_compare(key, signer.signature(ref)):
        try:
            return DialogueSession.objects.select_related("current").get(ref=ref)
        except DialogueSession.DoesNotExist:
            raise Http404 from None
    raise Http404


@dataclass(frozen=True)
class Seat:
    """Where a code leads, and whether this browser already sits there.

    `secret` is that of the browser's cookie, None for a newcomer; `current` says whether the code
    is the one that newcomers use now.
    """

    session: DialogueSession
    secret: str | None
    current: bool

    @property
    def may_join(self) -> bool:
        """Whether a newcomer gets in: by the current code, through an open door."""
        return self.current and self.session.door_open and not self.session.ended


def seat(request: HttpRequest, typed_code: str) -> Seat | None:
    """The seat that this code leads to, however it was typed; None when it leads nowhere."""
    found = codes.find(codes.read_code(typed_code))
    if found is None:
        return None
    cookie = request.COOKIES.get(pens.cookie_name(found.session.ref))
    return Seat(found.session, pens.unseal(found.session.ref, cookie), found.current)


def screen_cookie(ref: str) -> str:
    """The name of the cookie that keeps a screen key."""
    return f"scherm_{ref}"


def cookie_options() -> dict:
    """What every cookie of ours has: not for scripts, this site only, HTTPS where we run on it."""
    return {"httponly": True, "samesite": "Lax", "secure": settings.HTTPS}
