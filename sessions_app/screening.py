"""A film, led from the console and shown by the screen (decision 0057).

The console says what the screen should do, the screen says what it does; both stand in one row
(`Screening`), never in a message. A screen that was away reads the row and is right. What is
pressed and said travels with the counters of console and screen, so no phone hears of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from content.document import Film
from sessions_app import bus, running
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Screening, Step
from sessions_app.writing import writing

State = Screening.State
BACK = 10  # seconds that one press goes back
LOUDER = 20  # percent that one press makes it louder or softer
SPEAKS_EVERY = timedelta(seconds=10)  # so often at least a screen with a film says where it is
GONE_AFTER = 2.5 * SPEAKS_EVERY  # nothing heard for so long: no screen is there

NO_FILM = "Bij deze stap hoort geen film. Kijk waar de groep is."


@dataclass(frozen=True, slots=True)
class Said:
    """What a screen says of its film."""

    screen: str  # which window it is, made up by that window
    state: str  # one of Screening.State
    position: int  # seconds
    round: int  # the last press of the console that it carried out
    pressed: bool = False  # somebody pressed on the screen itself


def of(session: DialogueSession) -> Screening | None:
    """How the film of the current step is shown; None outside a film. Not stored before a press."""
    step = session.current if session.running else None
    if step is None or _film(step) is None:
        return None
    return Screening.objects.filter(step=step).first() or Screening(step=step)


def clock_waits(session: DialogueSession) -> bool:
    """Whether the current step's clock stands still because its film did not begin."""
    step = session.current if session.running else None
    if step is None or not step.of_kind.clock_waits or not step.content.get("film"):
        return False
    return not Screening.objects.filter(step=step, began=True).exists()


def is_there(shown: Screening) -> bool:
    """Whether a screen with this film was heard of lately."""
    return shown.heard_at is not None and timezone.now() - shown.heard_at < GONE_AFTER


def position(shown: Screening) -> int:
    """Where the film is now, in whole seconds, as far as can be known."""
    if shown.jump_round > shown.heard_round:
        return shown.at
    passed = 0.0
    if shown.state == State.PLAYING and shown.heard_at and is_there(shown):
        passed = (timezone.now() - shown.heard_at).total_seconds()
    film = _film(shown.step)
    return min(shown.position + round(passed), film.seconds if film else shown.position)


# -- by the facilitator -----------------------------------------------------------------------


def play(session: DialogueSession, from_step: str) -> None:
    """The film goes, from where it is; one that was over begins again."""
    with _pressing(session, from_step) as shown:
        if shown.state == State.ENDED:
            _jump(shown, 0)
        shown.plays = True


def pause(session: DialogueSession, from_step: str) -> None:
    """The film stands still."""
    with _pressing(session, from_step) as shown:
        shown.plays = False


def rewind(session: DialogueSession, from_step: str) -> None:
    """Ten seconds back; what plays goes on playing. Two presses are twenty."""
    with _pressing(session, from_step) as shown:
        _jump(shown, max(0, position(shown) - BACK))


def restart(session: DialogueSession, from_step: str) -> None:
    """From the beginning."""
    with _pressing(session, from_step) as shown:
        _jump(shown, 0)
        shown.plays = True


def louder(session: DialogueSession, from_step: str) -> None:
    """Somewhat louder; 100 percent at most."""
    with _pressing(session, from_step, moves=False) as shown:
        shown.volume = min(100, shown.volume + LOUDER)


def softer(session: DialogueSession, from_step: str) -> None:
    """Somewhat softer; never wholly silent, for then nobody knows why."""
    with _pressing(session, from_step, moves=False) as shown:
        shown.volume = max(LOUDER, shown.volume - LOUDER)


def caption(session: DialogueSession, from_step: str) -> None:
    """Subtitles on."""
    with _pressing(session, from_step, moves=False) as shown:
        shown.captions = True


def uncaption(session: DialogueSession, from_step: str) -> None:
    """Subtitles off."""
    with _pressing(session, from_step, moves=False) as shown:
        shown.captions = False


def elsewhere(session: DialogueSession, from_step: str) -> None:
    """The film was begun outside the screen: only the step's clock starts."""
    with _pressing(session, from_step, moves=False) as shown:
        begins = not shown.began
        shown.began = True
    if begins:
        running.start_clock(session, from_step)


PRESSES = {
    "speel": play,
    "pauze": pause,
    "terug": rewind,
    "opnieuw": restart,
    "harder": louder,
    "zachter": softer,
    "ondertitels": caption,
    "geen-ondertitels": uncaption,
    "elders": elsewhere,
}


# -- by the screen ----------------------------------------------------------------------------


def hear(session: DialogueSession, step_ref: str, said: Said) -> bool:
    """Note what a screen says; whether that screen is the one that shows the film.

    One window shows it, or a room hears it twice: the first that speaks, until it falls silent or
    somebody presses on another. Pausing or going on there counts like a press on the console. The
    first second that plays starts the step's clock. About another step nothing is noted.
    """
    with writing(durable=False):
        step = session.current if session.running else None
        if step is None or step.ref != step_ref or _film(step) is None:
            return False
        Screening.objects.get_or_create(step=step)
        shown = Screening.objects.select_for_update().get(step=step)
        if said.screen != shown.screen and is_there(shown) and not said.pressed:
            return False
        news = (said.screen, said.state) != (shown.screen, shown.state)
        done = shown.round if said.pressed else min(said.round, shown.round)
        if done == shown.round and said.state in (State.PLAYING, State.PAUSED, State.ENDED):
            shown.plays = said.state == State.PLAYING
        begins = said.state == State.PLAYING and not shown.began
        shown.screen, shown.state, shown.position = said.screen, said.state, said.position
        shown.heard_at, shown.heard_round = timezone.now(), done
        shown.began = shown.began or begins
        shown.save()
        if news:
            bus.tally(session.ref)
    if begins:
        running.start_clock(session, step_ref)
    return True


def _film(step: Step) -> Film | None:
    return step.script.film if step.content.get("film") else None


@contextmanager
def _pressing(session: DialogueSession, from_step: str, moves: bool = True) -> Iterator[Screening]:
    """The row of the current step's film, locked; saved when the block ends, and told.

    Stale when the group is elsewhere, refused where no film is.
    """
    with writing():
        step = running.current_step(session, from_step)
        if _film(step) is None:
            raise Refused(NO_FILM)
        Screening.objects.get_or_create(step=step)
        shown = Screening.objects.select_for_update().get(step=step)
        shown.step = step
        if moves:
            shown.round += 1
        yield shown
        shown.save()
        bus.tally(session.ref)


def _jump(shown: Screening, at: int) -> None:
    shown.at, shown.jump_round = at, shown.round
