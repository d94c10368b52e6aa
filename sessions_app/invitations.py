"""What colleagues hear by e-mail about a session that goes from one to another.

No title in a mail to somebody who has not said yes: it could be used to send strangers anything.
"""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import notices
from accounts.models import User
from sessions_app.models import DialogueSession, Offer


def offered(offer: Offer) -> None:
    """Ask a colleague whether they take over."""
    link = settings.BASE_URL + reverse("planner:offered", args=[offer.ref])
    known = {"offer": offer, "session": offer.session, "giver": offer.giver, "link": link}
    _send({offer.address}, "wil je een sessie overnemen?", "offered", known)


def taken(session: DialogueSession, taker: User, giver: User | None, along: bool = False) -> None:
    """Tell the giver who said yes: to taking over, or to leading along."""
    if giver is not None:
        known = {"session": session, "taker": taker, "along": along}
        subject = "iemand leidt mee" if along else "je sessie is overgenomen"
        _send(notices.addresses(giver), subject, "taken", known)


def given(session: DialogueSession, to: User, before: Iterable[User]) -> None:
    """Tell who gets a session from the administrator, and whoever had it."""
    link = settings.BASE_URL + reverse("planner:programme", args=[session.ref])
    known = {"session": session, "to": to, "link": link}
    _send(notices.addresses(to), "je zorgt nu voor een sessie", "given", known)
    for user in before:
        _send(notices.addresses(user), "iemand anders zorgt nu voor je sessie", "given_away", known)


def look_back(session: DialogueSession, off_key: str) -> None:
    """Tell who leads a session that it is time to look back; OSError when mail can't be sent."""
    page = settings.BASE_URL + reverse("lookback:plan", args=[session.ref])
    off = settings.BASE_URL + reverse("lookback:reminder_off", args=[session.ref, off_key])
    known = {
        "session": session,
        "agreements": session.agreements.all(),
        "link": page,
        "off": off,
    }
    text = render_to_string("sessions_app/email/look_back.txt", known)
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}tijd om terug te blikken"
    owners = session.facilitators.filter(owner=True).select_related("user")
    people = [one.user for one in owners]
    for address in sorted({address for user in people for address in notices.addresses(user)}):
        send_mail(subject, text, None, [address])


def _send(to: set[str], subject: str, template: str, known: dict) -> None:
    """Send after the commit; a mail server that is down stops nobody, and is logged."""
    text = render_to_string(f"sessions_app/email/{template}.txt", known)
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"
    for address in sorted(to):
        send = partial(send_mail, subject, text, None, [address])
        transaction.on_commit(send, robust=True)
