"""What must happen here by itself, every night."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import browsers, counts
from accounts.models import LoginLink


def forget_counts() -> str:
    """What limits counted and what no longer counts."""
    count = counts.forget_old()
    return f"Verlopen tellingen van limieten vergeten: {count}." if count else ""


def end_expired() -> str:
    """Log-ins that are over, and the browsers in which they were."""
    count, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    browsers.forget_expired()
    return f"Verlopen inlogsessies verwijderd: {count}." if count else ""


def drop_links() -> str:
    """Links that log in once, and were used or are too old."""
    count = LoginLink.objects.drop_old()
    return f"Gebruikte en verlopen inloglinks verwijderd: {count}." if count else ""


CHORES = (forget_counts, end_expired, drop_links)
