"""Which films a facilitator watched before leading a session with them.

They say so themselves. It is theirs alone: no colleague, no total and no report has it, and nothing
hangs on it but whether they are asked.
"""

from dataclasses import dataclass

from accounts.models import User
from content.document import Film
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, WatchedFilm

NOT_HERE = "Deze film zit niet meer in de sessie. In het programma staat welke er nu in zitten."


@dataclass(frozen=True)
class Watched:
    """A film of a session, and whether who leads it has seen it."""

    film: Film
    seen: bool

    @property
    def link(self) -> str:
        """Where it can be watched."""
        return f"https://www.youtube.com/watch?v={self.film.youtube}"


def films(session: DialogueSession) -> list[Film]:
    """The films of a session, in order, each once."""
    steps = [step for step in session.steps.all() if step.content.get("film")]
    found = [step.script.film for step in steps]
    return list({film.youtube: film for film in found if film is not None}.values())


def of(user: User, session: DialogueSession) -> list[Watched]:
    """The films of a session as this person has seen them or not."""
    shown = films(session)
    names = [film.youtube for film in shown]
    seen = set(
        WatchedFilm.objects.filter(user=user, youtube__in=names).values_list("youtube", flat=True)
    )
    return [Watched(film, film.youtube in seen) for film in shown]


def mark(user: User, session: DialogueSession, youtube: str, seen: bool) -> None:
    """This person has seen a film of the session, or takes that back; twice is the same as once.

    Refused where the session has no such film.
    """
    if youtube not in {film.youtube for film in films(session)}:
        raise Refused(NOT_HERE)
    if seen:
        WatchedFilm.objects.get_or_create(user=user, youtube=youtube)
    else:
        WatchedFilm.objects.filter(user=user, youtube=youtube).delete()
