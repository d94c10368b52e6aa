"""The time left of a step and of a session, in words.

The server says them first; `live-clock.js` counts on, with the same words out of `data-words`, and
`console-pace.js` for the whole session. Three sentences, for over time, the last minute and before
that; # stands for the number, @ for a clock time.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sessions_app.pace import Pace

EXACT = ("+# over tijd", "#", "#")
QUIET = ("tijd is om", "nog geen minuut", "nog # min")
TOGETHER = "nu samen verder"  # after the small groups that a talk begins in

LOW, LAST = 20, 5  # percent of a step's time left at which the facilitator's clock turns
NEAR = ("", "bijna om", "loopt naar het eind")  # over (which the clock says), last, low
ENDS = "klaar\u00a0om\u00a0@"
BEHIND = (f"# min achter, {ENDS}", f"op schema, {ENDS}", f"# min voor, {ENDS}")
IN_HAND = "nog # min speling"
COSTS = (ENDS, "van de speling")  # what more time for a step does


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
class Near:
    """How near the end of a step is: its look, and the same in words beside the clock."""

    look: str  # 'over', 'last', 'low' or ''
    text: str
    words: str  # the three, with | between them


def near(seconds: int | None, lasts: int) -> Near:
    """Of a step that lasts so many seconds, with so many left; '' while there is time."""
    words = "|".join(NEAR)
    if seconds is None:
        return Near("", "", words)
    over, last, low = NEAR
    if seconds < 0:
        return Near("over", over, words)
    if 100 * seconds <= LAST * lasts:
        return Near("last", last, words)
    if 100 * seconds <= LOW * lasts:
        return Near("low", low, words)
    return Near("", "", words)


def behind(pace: Pace) -> TimeLeft:
    """Whether a session is behind or ahead, and when it ends: '9 min achter, klaar om 16.09'."""
    late, on_time, early = BEHIND
    sentence = late if pace.late > 0 else early if pace.late < 0 else on_time
    said = sentence.replace("#", str(abs(pace.late))).replace("@", clock(pace.ends))
    return TimeLeft(said, "|".join(BEHIND))


def in_hand(pace: Pace) -> TimeLeft:
    """What is left of the slack; '' for nothing."""
    return TimeLeft(IN_HAND.replace("#", str(pace.slack)) if pace.slack else "", IN_HAND)


def costs(now: Pace, then: Pace) -> TimeLeft:
    """What more time does to the end: '' where that was spent already."""
    ends, slack = COSTS
    moves = then.ends != now.ends
    said = ends.replace("@", clock(then.ends)) if moves else slack if then != now else ""
    return TimeLeft(said, "|".join(COSTS))


def clock(at: datetime) -> str:
    """A moment as people read it: '16.09'."""
    return f"{timezone.localtime(at):%H.%M}"


def of_day(at: datetime) -> int:
    """The same in minutes since midnight, for a script to count on."""
    local = timezone.localtime(at)
    return local.hour * 60 + local.minute


@dataclass(frozen=True, slots=True)
class Threes:
    """How long a talk goes on in threes, or in what was dealt instead; over, it makes no sound."""

    before: int  # seconds before the step's own end at which they are over
    exact: TimeLeft
    quiet: TimeLeft


def threes(seconds: int | None, lasts: int, minutes: int, groups: str) -> Threes | None:
    """Of a step that lasts so many seconds, the first minutes in such groups ('drietallen').

    None where there are none.
    Time that is added by hand goes to the talk with all.
    """
    if not minutes or seconds is None:
        return None
    before = lasts - minutes * 60
    left = seconds - before
    rest = f"{abs(left) // 60}:{abs(left) % 60:02d}"
    _, last, counted = (f"{groups.capitalize()}: {said}" for said in QUIET)
    quietly = (TOGETHER.capitalize(), last, counted)
    exactly = (TOGETHER, f"{groups}: nog #", f"{groups}: nog #")
    return Threes(before, _said(exactly, left, rest), _said(quietly, left, str((left + 30) // 60)))


def _said(sentences: tuple[str, str, str], seconds: int | None, number: str) -> TimeLeft:
    words = "|".join(sentences)
    if seconds is None:
        return TimeLeft("", words)
    over, last, before = sentences
    sentence = over if seconds < 0 else last if seconds < 60 else before
    return TimeLeft(sentence.replace("#", number), words)
