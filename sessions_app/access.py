"""Who may do what: fetch and authorise in one call, at the top of every view.

A session that someone may not see does not exist for them: Http404, never 403, so that refs can't
be probed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from accounts.models import User
from sessions_app import codes, keys, pens
from sessions_app.models import DialogueSession, Facilitator, JoinCode, OwnProgramme, OwnStep, Step

SCREEN_SALT = "sessions_app.screen"


def person(request: HttpRequest) -> User:
    """Who is logged in; Http404 for a visitor."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def own_sessions(user: User) -> QuerySet[DialogueSession]:
    """The sessions this person facilitates, newest first; a deleted one is not there.

    `owned` says of each whether it is theirs, or somebody else's which they lead along.
    """
    led = DialogueSession.objects.filter(facilitators__user=user, deleted_at=None)
    return led.annotate(owned=F("facilitators__owner"))


def deleted_sessions(user: User) -> QuerySet[DialogueSession]:
    """The sessions that were this person's until they were deleted."""
    return _owned(user).filter(deleted_at__isnull=False)


def _owned(user: User) -> QuerySet[DialogueSession]:
    return DialogueSession.objects.filter(
        Exists(Facilitator.objects.filter(session=OuterRef("pk"), user=user, owner=True))
    )


def session_to_lead(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, for a person who may run it, see its report and keep it."""
    try:
        return own_sessions(person(request)).select_related("current").get(ref=ref)
    except DialogueSession.DoesNotExist:
        raise Http404 from None


def session_to_keep(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, for its owner: who leads it, whose it is, to whom it goes and when it goes.

    A page for that is not there for who leads along.
    """
    session = session_to_lead(request, ref)
    if not owns(person(request), session):
        raise Http404
    return session


def own_programme(request: HttpRequest, ref: str) -> OwnProgramme:
    """A programme that this person kept; somebody else's is not there."""
    try:
        return OwnProgramme.objects.get(user=person(request), ref=ref)
    except OwnProgramme.DoesNotExist:
        raise Http404 from None


def own_step(request: HttpRequest, ref: str) -> OwnStep:
    """A step that this person kept; somebody else's is not there."""
    try:
        return OwnStep.objects.get(user=person(request), ref=ref)
    except OwnStep.DoesNotExist:
        raise Http404 from None


def session_to_take_back(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, deleted or not, for its owner."""
    try:
        return _owned(person(request)).get(ref=ref)
    except DialogueSession.DoesNotExist:
        raise Http404 from None


def leads(user: User | AnonymousUser, session: DialogueSession) -> bool:
    """Whether this visitor may run the session, beside seeing it."""
    return user.is_authenticated and session.facilitators.filter(user=user).exists()


def owns(user: User | AnonymousUser, session: DialogueSession) -> bool:
    """Whether this visitor decides what becomes of the session, beside leading it."""
    return (
        user.is_authenticated and session.facilitators.filter(user_id=user.pk, owner=True).exists()
    )


def step_to_plan(session: DialogueSession, ref: str) -> Step:
    """A step of this session; where it is gone, one that is only its ref and its session.

    Verbs refuse that with a sentence, unless it is what took the step away that comes twice.
    """
    return session.steps.filter(ref=ref).first() or Step(session=session, ref=ref)


def screen_key(session: DialogueSession) -> str:
    """The key in the link for another computer: it shows the projector and can do nothing else.

    Another one after `running.withdraw_screen`.
    """
    return keys.signature(SCREEN_SALT, _screen(session))


def _screen(session: DialogueSession) -> str:
    """What a screen's key is made of."""
    return f"{session.ref}:{session.screen_round}"


def session_to_show(request: HttpRequest, ref: str) -> DialogueSession:
    """The session, for the projector: its facilitator, or a browser that holds the screen key.

    The key comes in `?sleutel=` and is then kept in a cookie of its own (see the view).
    """
    if request.user.is_authenticated and own_sessions(request.user).filter(ref=ref).exists():
        return session_to_lead(request, ref)
    key = request.GET.get("sleutel") or request.COOKIES.get(screen_cookie(ref), "")
    found = DialogueSession.objects.select_related("current").filter(ref=ref, deleted_at=None)
    session = found.first()
    if session and key and keys.fits(key, SCREEN_SALT, _screen(session)):
        return session
    raise Http404


@dataclass(frozen=True)
class Seat:
    """Somebody who is in: the session, and the secret in their browser's cookie.

    `held` says that nothing came from this seat yet: no line, so no answer either.
    """

    session: DialogueSession
    secret: str
    held: bool = False


@dataclass(frozen=True)
class Door:
    """Where a code leads a newcomer.

    `current` says whether the code is the one that newcomers use now; `keyed` that the link came
    with its key, so that no code was guessed. `secret` is that of a browser that was let in before:
    it is in, unless its seat was never used and freed itself (`seat_of`).
    """

    session: DialogueSession
    current: bool
    keyed: bool = False
    secret: str | None = None

    @property
    def may_join(self) -> bool:
        """Whether a newcomer may take a seat: by the current code, through an open door."""
        if self.session.ended:
            return False
        return self.secret is not None or (self.current and self.session.door_open)


def seat(request: HttpRequest, typed_code: str) -> Seat | None:
    """The seat of this browser in the session with this code; None for everybody else.

    Goes by the cookies, never by the code alone, so that it tells a guesser nothing.
    """
    secrets = pens.held(request.COOKIES)
    if not secrets:
        return None
    code = codes.read_code(typed_code)
    own = JoinCode.objects.filter(
        code=code, session__ref__in=list(secrets), session__deleted_at=None
    )
    found = own.select_related("session__current").first()
    return seat_of(found.session, secrets[found.session.ref]) if found else None


_SEAT = """
    SELECT version,
        EXISTS (SELECT 1 FROM sessions_app_participant WHERE session_id = s.id AND pen = %s),
        EXISTS (SELECT 1 FROM sessions_app_heldseat WHERE session_id = s.id AND pen = %s)
    FROM sessions_app_dialoguesession s WHERE s.id = %s
"""


def seat_of(session: DialogueSession, secret: str) -> Seat | None:
    """The seat that this secret has in the session, used or held; after the end it needs none.

    The session in it is as it is now: the one that is given may be a second old.
    """
    pen = pens.join_pen(secret, session.ref)
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, [pen, pen, session.pk])
        found = cursor.fetchone()
    if found is None:
        return None
    version, used, held = found
    if version != session.version:
        session = DialogueSession.objects.select_related("current").get(pk=session.pk)
    return Seat(session, secret, held=not used) if used or held or session.ended else None


def door(request: HttpRequest, typed_code: str) -> Door | None:
    """Where this code leads a newcomer, however it was typed; None when it leads nowhere."""
    code = codes.read_code(typed_code)
    found = codes.find(code)
    if found is None:
        return None
    secret = pens.held(request.COOKIES).get(found.session.ref)
    return Door(found.session, found.current, codes.fits(code, request.GET.get("k", "")), secret)


def screen_cookie(ref: str) -> str:
    """The name of the cookie that keeps a screen key."""
    return f"{settings.COOKIE_PREFIX}scherm_{ref}"


def cookie_options() -> dict:
    """What every cookie of ours has: not for scripts, this site only, HTTPS where we run on it."""
    return {"httponly": True, "samesite": "Lax", "secure": settings.HTTPS}
