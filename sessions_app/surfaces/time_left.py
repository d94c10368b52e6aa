"""The time left of a step, in words.

The server says them first; `live-clock.js` counts on, with the same words out of `data-words`.
Three sentences, for over time, the last minute and before that; # stands for the number.
"""

from dataclasses import dataclass

EXACT = ("+# over tijd", "#", "#")
EXACT_THREES = ("nu samen verder", "drietallen: nog #", "drietallen: nog #")
QUIET_THREES = ("Nu samen verder", "Drietallen: nog geen minuut", "Drietallen: nog # min")
QUIET = ("tijd is om", "nog geen minuut", "nog # min")


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What stands on a clock now ('' outside a step), and the words to go on with."""

    text: str
    words: str  # the three sentences, with | between them


def exact(seconds: int | None) -> TimeLeft:
    """As the facilitator reads it: '6:12', or '+1:20 over tijd'."""
    minutes, rest = divmod(abs(seconds or 0), 60)
    return _said(EXACT, seconds, f"{minutes}:{rest:02d}")


def quiet(seconds: int | None) -> TimeLeft:
    """As the room reads it, in whole minutes; a half counts up."""
    return _said(QUIET, seconds, str(((seconds or 0) + 30) // 60))


@dataclass(frozen=True, slots=True)
class Threes:
    """How long a talk goes on in threes; over, it says so and makes no sound."""

    before: int  # seconds before the step's own end at which they are over
    exact: TimeLeft
    quiet: TimeLeft


def threes(seconds: int | None, lasts: int, minutes: int) -> Threes | None:
    """Of a step that lasts so many seconds, the first minutes in threes; None where there are none.

    Time that is added by hand goes to the talk with all.
    """
    if not minutes or seconds is None:
        return None
    before = lasts - minutes * 60
    left = seconds - before
    rest = f"{abs(left) // 60}:{abs(left) % 60:02d}"
    return Threes(
        before, _said(EXACT_THREES, left, rest), _said(QUIET_THREES, left, str((left + 30) // 60))
    )


def _said(sentences: tuple[str, str, str], seconds: int | None, number: str) -> TimeLeft:
    words = "|".join(sentences)
    if seconds is None:
        return TimeLeft("", words)
    over, last, before = sentences
    sentence = over if seconds < 0 else last if seconds < 60 else before
    return TimeLeft(sentence.replace("#", number), words)
