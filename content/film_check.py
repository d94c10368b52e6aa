"""Is every film still to be seen? Asked of YouTube's oEmbed address every night.

Only the films' own ids go out. A film that is gone, private or not to be embedded is told to the
editors once; whatever else YouTube says (or that it can't be reached from here) means 'not known'.
"""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from content.models import Film

PATIENCE = 10  # seconds for one answer
GONE = (400, 401, 403, 404)  # no such id; not to be embedded; private; taken away


@dataclass
class Looked:
    """What was found: films to be seen, gone, and not known."""

    there: list[Film] = field(default_factory=list)
    gone: list[Film] = field(default_factory=list)
    unknown: list[Film] = field(default_factory=list)


def is_there(youtube: str) -> bool | None:
    """Whether this film can be shown on our page; None when that is not known."""
    film = f"https://www.youtube.com/watch?v={youtube}"
    query = urllib.parse.urlencode({"url": film, "format": "json"})
    asked = f"{settings.FILM_CHECK_URL}?{query}"
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as said:  # noqa: S310 - a setting
            return True if said.status == 200 else None
    except urllib.error.HTTPError as error:
        return False if error.code in GONE else None
    except (OSError, ValueError):
        return None


def look() -> Looked:
    """Look for every film; note since when one is gone, and tell the editors the first time.

    Stops at the first that gets no answer: then none will, and each would take its time.
    """
    found = Looked()
    films = list(Film.objects.exclude(youtube=""))
    for number, film in enumerate(films):
        there = is_there(film.youtube)
        if there is None:
            found.unknown = films[number:]
            break
        (found.there if there else found.gone).append(film)
    back = [film.pk for film in found.there if film.missing_since]
    Film.objects.filter(pk__in=back).update(missing_since=None)
    if new := [film for film in found.gone if not film.missing_since]:
        _tell_editors(new)  # first: what could not be told is told tomorrow
        missing = Film.objects.filter(pk__in=[film.pk for film in new])
        missing.update(missing_since=timezone.now())
    return found


def _tell_editors(films: list[Film]) -> None:
    text = render_to_string("content/email/films_gone.txt", {"films": films})
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}een film is niet meer te zien"
    editors = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
    for address in editors.values_list("email", flat=True):
        send_mail(subject, text, None, [address], fail_silently=False)
