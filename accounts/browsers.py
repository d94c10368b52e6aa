"""Where somebody is logged in: a list of their own, in which each can be ended."""

import re
from importlib import import_module

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import Browser, User

UNKNOWN = "Onbekende browser"
# The first that fits: most browsers call themselves by the names of others too.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Opera", r"OPR/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS|Chromium)/"),
    ("Safari", r"Version/.*Safari/"),
)
MACHINES = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows NT"),
    ("Mac", r"Macintosh"),
    ("Chromebook", r"CrOS"),
    ("Linux", r"Linux"),
)


def name_of(agent: str) -> str:
    """What its owner recognises of a browser that calls itself so: 'Firefox op Windows'."""
    browser = next((name for name, sign in BROWSERS if re.search(sign, agent[:500])), "")
    machine = next((name for name, sign in MACHINES if re.search(sign, agent[:500])), "")
    if browser and machine:
        return f"{browser} op {machine}"
    return browser or machine or UNKNOWN


@receiver(user_logged_in)
def note(request: HttpRequest, user: User, **rest: object) -> None:
    """Somebody logged in here."""
    if not request.session.session_key:
        request.session.save()
    Browser.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "name": name_of(request.META.get("HTTP_USER_AGENT", ""))},
    )


@receiver(user_logged_out)
def forget(request: HttpRequest, **rest: object) -> None:
    """Somebody logged out here."""
    Browser.objects.filter(session_key=request.session.session_key or "").delete()


@receiver(post_delete, sender=Browser)
def end_with_it(instance: Browser, **rest: object) -> None:
    """A browser that leaves the list is logged out; also when the whole account goes."""
    _store().delete(instance.session_key)


def of(user: User) -> list[Browser]:
    """Where this person is logged in now, latest first; what expired is forgotten."""
    found = list(user.browsers.all())
    gone = [browser.pk for browser in found if not _store().exists(browser.session_key)]
    user.browsers.filter(pk__in=gone).delete()
    return [browser for browser in found if browser.pk not in gone]


def end(user: User, pk: int) -> None:
    """Log this person out in one browser; one that is gone stays gone."""
    user.browsers.filter(pk=pk).delete()


def end_others(user: User, session_key: str) -> None:
    """Log this person out everywhere but here."""
    user.browsers.exclude(session_key=session_key).delete()


def forget_expired() -> int:
    """Forget browsers whose log-in is over; how many there were."""
    gone = [b.pk for b in Browser.objects.all() if not _store().exists(b.session_key)]
    Browser.objects.filter(pk__in=gone).delete()
    return len(gone)


def _store() -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore()
