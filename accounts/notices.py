"""What changed about an account goes to its owner: by e-mail, to every address they had."""

from collections.abc import Iterable
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User


def addresses(user: User) -> set[str]:
    """All addresses of this account, as they are now."""
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {user.email, *known}


def address_added(user: User, added: str) -> None:
    """Somebody can log in with one more address."""
    _tell(addresses(user) - {added}, [f"Er is een e-mailadres bij gekomen: {added}"])


def address_removed(user: User, removed: str) -> None:
    """An address does not log in any more; it is told so itself too."""
    _tell(addresses(user) | {removed}, [f"Er is een e-mailadres weggehaald: {removed}"])


def changed_by_office(user: User, what: Iterable[str]) -> None:
    """An administrator changed these fields of the account."""
    said = [f"Het beheer van de site veranderde: {name}" for name in what]
    if said:
        _tell(addresses(user), said)


def removed_by_office(before: set[str]) -> None:
    """An administrator removed the account that had these addresses."""
    _tell(before, ["Het beheer van de site haalde je account weg."])


def removed_by_owner(before: set[str]) -> None:
    """Whoever had these addresses removed their own account."""
    text = render_to_string("account/email/gone_message.txt")
    _send(before, "je account is verwijderd", text)


def _tell(to: set[str], what: list[str]) -> None:
    """Send after the commit. A mail server that is down stops nobody, and is logged."""
    text = render_to_string("account/email/changed_message.txt", {"what": what})
    _send(to, "er is iets veranderd aan je account", text)


def _send(to: set[str], subject: str, text: str) -> None:
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"
    for address in sorted(to):
        send = partial(send_mail, subject, text, None, [address])
        transaction.on_commit(send, robust=True)
