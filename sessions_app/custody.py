"""Who looks after a session, and what becomes of it when its last facilitator goes.

Whoever leads a session may offer it to a colleague, who takes it with a press. What nobody leads
any more is kept by the administrator for a while, who sees that it is there (never what is in it)
and may give it to somebody; then it goes (docs/decisions/0028).
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from sessions_app import invitations, running
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Facilitator, Invite, Offer
from sessions_app.writing import SECOND_PRESS, writing, writing_for

LEFT_KEPT = timedelta(days=180)  # after that, what nobody looks after is deleted
OFFER_LASTS = timedelta(days=14)
OFFERS_A_DAY = 20  # per account: each is an e-mail to somebody

INVITE_LASTS = timedelta(days=3)
CODE_LASTS = timedelta(minutes=5)  # of the one that a console shows
INVITES_A_DAY = 40  # per account

NOT_NOW = "Je leidt nu een sessie. Sluit die eerst af, en probeer het dan opnieuw."
ALREADY = "Deze collega leidt deze sessie al. Kies iemand anders."
OWNER_STAYS = "Deze sessie is van jou. Geef hem aan een collega als jij hem niet meer leidt."
OWNERS_NOT = "Een eigenaar haal je niet weg. Kies iemand die meeleidt."
NO_OWNER = "Alleen de eigenaar van deze sessie kan iemand erbij vragen. Vraag het die."
ENOUGH_LINKS = "Je hebt vandaag al veel links gemaakt. Probeer het morgen opnieuw."
ENOUGH_TODAY = "Je hebt vandaag al veel collega's gevraagd. Probeer het morgen opnieuw."
GONE = "Dit aanbod geldt niet meer. Vraag je collega om het opnieuw te sturen."
LOOKED_AFTER = "Voor deze sessie zorgt al iemand. Alleen diegene kan hem overdragen."
NOT_YOURSELF = "Kies iemand anders dan jezelf. Wie het beheer doet, leest geen verslagen van teams."


def attended() -> QuerySet[DialogueSession]:
    """Sessions that somebody can reach: a facilitator whose account is in use."""
    return DialogueSession.objects.filter(facilitators__user__is_active=True).distinct()


def unattended() -> QuerySet[DialogueSession]:
    """Sessions that nobody can reach."""
    found = DialogueSession.objects.exclude(facilitators__user__is_active=True)
    return found.filter(deleted_at=None, rehearses=None)


def led_alone(user: User) -> QuerySet[DialogueSession]:
    """Sessions that nobody could reach without this person."""
    others = Facilitator.objects.filter(user__is_active=True).exclude(user=user)
    own = DialogueSession.objects.filter(facilitators__user=user, rehearses=None)
    return own.exclude(pk__in=others.values("session"))


def check_may_go(user: User) -> None:
    """Refused while this person leads a session that runs: a room would stand there alone."""
    if led_alone(user).filter(phase=DialogueSession.Phase.RUNNING).exists():
        raise Refused(NOT_NOW)


def offer(session: DialogueSession, giver: User, address: str, stays: bool = False) -> Offer:
    """Offer a session to a colleague by e-mail; the same address again replaces the first offer.

    A second press is the first: a colleague gets one e-mail, with a link that works.
    Says the same whether or not somebody has an account at that address. Refused for who leads it
    already, and after as many offers as one account makes on a day.
    """
    address = address.strip().lower()
    known = session.facilitators.filter(user__email__iexact=address)
    if (known if stays else known.filter(owner=True)).exists():
        raise Refused(ALREADY)
    since = timezone.now() - timedelta(days=1)
    with writing_for(giver):
        _hold(session.pk)
        before = session.offers.filter(giver=giver, address=address, stays=stays)
        just_now = before.filter(made_at__gt=timezone.now() - SECOND_PRESS).first()
        if just_now is not None:
            return just_now
        if Offer.objects.filter(giver=giver, made_at__gt=since).count() >= OFFERS_A_DAY:
            raise Refused(ENOUGH_TODAY)
        session.offers.filter(address=address).delete()
        made = session.offers.create(giver=giver, address=address, stays=stays)
        invitations.offered(made)
    return made


def _hold(session_id: int) -> None:
    """Let nobody else change meanwhile who leads it, or whom it is offered to."""
    # Not its key: two who both just wrote a row that refers to it would wait for each other.
    DialogueSession.objects.select_for_update(no_key=True).filter(pk=session_id).first()


def standing(session: DialogueSession) -> QuerySet[Offer]:
    """The offers of this session that still can be taken."""
    return session.offers.filter(made_at__gt=timezone.now() - OFFER_LASTS)


def withdraw(session: DialogueSession, ref: str) -> None:
    """Take an offer back; one that is gone already stays gone."""
    session.offers.filter(ref=ref).delete()


def offer_to(user: User, ref: str) -> Offer | None:
    """The offer with this ref, when it stands and is for one of this person's own addresses."""
    known = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    mine = {user.email.lower(), *(address.lower() for address in known)}
    since = timezone.now() - OFFER_LASTS
    found = Offer.objects.select_related("session", "giver").filter(ref=ref, made_at__gt=since)
    return found.filter(address__in=mine, session__deleted_at=None).first()


def take(found: Offer, user: User) -> DialogueSession:
    """Take over the session, or lead it along where its giver stays.

    Refused when the giver cannot give it any more: somebody else took it before.
    """
    session = found.session
    with writing():
        _hold(session.pk)
        gives = session.facilitators.filter(user=found.giver_id)
        if not Offer.objects.filter(pk=found.pk).exists():
            raise Refused(GONE)
        if not gives.exists() and session.facilitators.exists():
            raise Refused(GONE)
        session.facilitators.get_or_create(user=user, defaults={"owner": not found.stays})
        if not found.stays:
            session.facilitators.filter(user=user).update(owner=True)
            gives.exclude(user=user).delete()
            session.offers.all().delete()
            running.withdraw_screen(session)  # whoever led it has the link
        Offer.objects.filter(pk=found.pk).delete()
        invitations.taken(session, user, found.giver, along=found.stays)
    return session


def invite(
    session: DialogueSession,
    maker: User,
    lasts: timedelta = INVITE_LASTS,
    now: datetime | None = None,
) -> str:
    """The key of a new link by which one colleague leads along; it is not stored anywhere.

    A new code of a console ends the one before. Refused after as many as one account makes a day.
    """
    now = now or timezone.now()
    ends_at = now + lasts
    today = Invite.objects.filter(maker=maker, ends_at__lte=ends_at)  # of this sort
    if today.filter(ends_at__gt=ends_at - timedelta(days=1)).count() >= INVITES_A_DAY:
        raise Refused(ENOUGH_LINKS)
    key = secrets.token_urlsafe(24)
    with writing():
        if lasts == CODE_LASTS:
            session.invites.filter(maker=maker, ends_at__lte=now + CODE_LASTS).delete()
        session.invites.create(maker=maker, digest=_digest(key), ends_at=ends_at)
    return key


def invites(session: DialogueSession) -> QuerySet[Invite]:
    """The links of this session that nobody took yet."""
    return session.invites.filter(ends_at__gt=timezone.now())


def invited(key: str) -> Invite | None:
    """The invitation with this key, where it still can be taken; looking uses nothing up.

    Who made it must lead the session still.
    """
    found = Invite.objects.filter(digest=_digest(key), ends_at__gt=timezone.now())
    found = found.filter(session__deleted_at=None, maker__is_active=True)
    return found.filter(session__facilitators__user=F("maker")).select_related("session").first()


def lead_along(key: str, user: User) -> DialogueSession:
    """Spend an invitation: from now on this person leads the session along.

    Whoever leads it already spends it too. Consoles hear of it. Refused for one that is spent, and
    for a newcomer whom no owner asked.
    """
    with writing():
        found = invited(key)
        if found is None:
            raise Refused(GONE)
        session = found.session
        asked_by_owner = session.facilitators.filter(user=found.maker_id, owner=True).exists()
        if not asked_by_owner and not session.facilitators.filter(user=user).exists():
            raise Refused(NO_OWNER)
        if Invite.objects.filter(pk=found.pk).delete()[0] != 1:
            raise Refused(GONE)
        _, came = session.facilitators.get_or_create(user=user, defaults={"owner": False})
        if came:
            invitations.taken(session, user, found.maker, along=True)
    running.tell_consoles(session)
    return session


def drop_invites(session: DialogueSession) -> None:
    """Let no link that nobody took yet work any more."""
    session.invites.all().delete()


def stop_leading(session: DialogueSession, who: User, screen_stays: bool = False) -> None:
    """Let somebody who leads along lead no more; their open consoles close.

    Links that they made end as well, and the screen's, unless `screen_stays`: a room may look at
    it. Refused for an owner; for who does not lead nothing changes.
    """
    with writing():
        known = session.facilitators.filter(user=who).first()
        if known is None:
            return
        if known.owner:
            raise Refused(OWNERS_NOT)
        known.delete()
        session.invites.filter(maker=who).delete()
        if not screen_stays:
            running.withdraw_screen(session)  # whoever led it has the link
    running.tell_consoles(session)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def check_may_give(session: DialogueSession, to: User, by: User) -> None:
    """Refused when the administrator may not give this session to this person."""
    if to == by:
        raise Refused(NOT_YOURSELF)
    if not unattended().filter(pk=session.pk).exists():
        raise Refused(LOOKED_AFTER)


def give(session: DialogueSession, to: User, by: User) -> None:
    """By the administrator: let somebody look after a session that nobody can reach.

    Refused for a session that somebody looks after, and for giving it to oneself. Who led it is
    told, where there is still an address.
    """
    with writing():
        _hold(session.pk)
        check_may_give(session, to, by)
        before = [f.user for f in session.facilitators.select_related("user")]
        session.facilitators.create(user=to)
        session.facilitators.exclude(user=to).delete()
        running.withdraw_screen(session)
        invitations.given(session, to, before)


def note_who_looks_after(session_id: int) -> None:
    """Keep `left_at` true after a facilitator came or went, whoever did it and however.

    Where the last owner went, whoever led along longest owns it.
    """
    found = DialogueSession.objects.filter(pk=session_id)
    known = Facilitator.objects.filter(session=session_id)
    with writing():
        _hold(session_id)  # of two who go at the same moment, one finds that the other went
        if known.exists():
            if not known.filter(owner=True).exists():
                longest = known.order_by("-user__is_active", "pk").values("pk")[:1]
                pks = [row["pk"] for row in longest]
                Facilitator.objects.filter(pk__in=pks).update(owner=True)
            found.filter(left_at__isnull=False).update(left_at=None)
        else:
            found.filter(left_at=None).update(left_at=timezone.now())


def remove_own(user: User) -> int:
    """Delete what only this person leads, with codes and reports; how many sessions."""
    found = led_alone(user)
    count = found.count()
    DialogueSession.objects.filter(pk__in=list(found.values_list("pk", flat=True))).delete()
    return count


def drop_left(now: datetime | None = None) -> int:
    """Delete what nobody has looked after for half a year; how many there were."""
    since = Coalesce("left_at", "made_at")
    found = DialogueSession.objects.filter(facilitators=None).annotate(since=since)
    found = found.filter(since__lt=(now or timezone.now()) - LEFT_KEPT)
    left = list(found.exclude(phase=DialogueSession.Phase.RUNNING).values_list("pk", flat=True))
    DialogueSession.objects.filter(pk__in=left).delete()
    return len(left)


def drop_old_offers(now: datetime | None = None) -> int:
    """Forget addresses of people who were asked and did not answer; how many there were.

    And links that nobody took.
    """
    Invite.objects.filter(ends_at__lt=(now or timezone.now()) - timedelta(days=1)).delete()
    found = Offer.objects.filter(made_at__lt=(now or timezone.now()) - OFFER_LASTS)
    count = found.count()
    found.delete()
    return count
