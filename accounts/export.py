"""All that is kept of an account, as plain data with Dutch names, for its owner."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts import belongings, browsers
from accounts.models import User


def of(user: User) -> dict[str, object]:
    """The account, and what hangs on it in the other rooms."""
    addresses = EmailAddress.objects.filter(user=user)
    return {
        "gemaakt op": _time(timezone.now()),
        "account": {
            "e-mailadres": user.email,
            "naam": user.name,
            "account sinds": _time(user.date_joined),
            "laatst ingelogd": _time(user.last_login),
            "redactie of beheer": user.is_staff,
            "groepen": [group.name for group in user.groups.all()],
        },
        "e-mailadressen": [
            {"adres": a.email, "bevestigd": a.verified, "voor de code": a.primary}
            for a in addresses
        ],
        "tweede slot": [
            {"soort": str(lock.get_type_display()), "sinds": _time(lock.created_at)}
            for lock in Authenticator.objects.filter(user=user)
        ],
        "ingelogd in": [
            {"browser": browser.name, "sinds": _time(browser.since)}
            for browser in browsers.of(user)
        ],
    } | belongings.export(user)


def _time(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else None
