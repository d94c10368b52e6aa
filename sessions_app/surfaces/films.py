"""The film of the current step, as screen and console draw it."""

from dataclasses import dataclass

from django.urls import reverse

from content import film_files
from content.document import Film
from sessions_app import screening
from sessions_app.models import DialogueSession, Screening

State = Screening.State


@dataclass(frozen=True)
class Shown:
    """A film with what was asked of the screen, and what the screen says."""

    film: Film
    screening: Screening
    video: str = ""  # address of our own file; '' plays from YouTube
    subtitles: str = ""

    @property
    def at(self) -> int:
        """Where it is, in seconds."""
        return screening.position(self.screening)

    @property
    def link(self) -> str:
        """Where anybody can look at it."""
        return f"https://www.youtube.com/watch?v={self.film.youtube}"

    @property
    def state(self) -> str:
        """What the screen says, or 'gone' where no screen is heard."""
        return self.screening.state if screening.is_there(self.screening) else "gone"

    @property
    def runs(self) -> bool:
        return self.state == State.PLAYING

    @property
    def stuck(self) -> bool:
        """Whether it should play, and something is in the way that people must solve."""
        return self.state in (State.SILENT, State.REFUSED)

    @property
    def begun(self) -> bool:
        """Whether there is something to go on with."""
        return self.at > 0


def shown(session: DialogueSession) -> Shown | None:
    """The film of this step; None where there is none."""
    row = screening.of(session)
    if row is None or row.step.script.film is None:
        return None
    film = row.step.script.film
    own = film_files.of(film.youtube)
    base = reverse("projector:hear_film", args=[session.ref])
    return Shown(
        film,
        row,
        f"{base}{row.step.ref}/video/" if own.video else "",
        f"{base}{row.step.ref}/ondertitels/" if own.video and own.subtitles else "",
    )
