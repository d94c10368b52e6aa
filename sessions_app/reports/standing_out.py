"""What stands out in a session, in plain sentences, by rules that anybody can check.

Pure: counts in, Dutch sentences out, the same for the same report. Only what the small-group rule
let out comes in, no sentence is about fewer than five people, and none calls an answer good or bad.
Decision 0044 argues every number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from sessions_app.small_groups import BAND_FROM, LEAST_ANSWERS, NOT_SHOWN
from sessions_app.words import names, number

MOST = 5  # sentences: what a team lead reads aloud in a minute
LEANS_FROM = 2 / 3  # of the answers on one side of a scale
DIVIDED_FROM = 1 / 3  # of the answers on each side
FEWEST_TO_DIVIDE = 10  # answers: both sides can be five people
MOVED_FROM = 0.2  # of the answers, between the start and the end
LONGER_BY = 5  # minutes that a talk took more than was planned
LONGER_FROM = 1.25  # times what was planned

NOTHING = "Er sprong niets uit. Wat het team antwoordde, staat verderop in dit verslag."
NOT_ASKED = "De app telde geen antwoorden. Wat opviel, weten jullie zelf."
HIDDEN = f"{NOT_SHOWN} Wat jullie bespraken, weten jullie zelf."


class Rule(IntEnum):
    """Which rule made a sentence; where there are too many, the first ones stay."""

    MOVED = 1
    DIVIDED = 2
    NEARLY_ALL = 3
    LEANS = 4
    LONGER = 5


@dataclass(frozen=True)
class Answered:
    """One question whose result may be seen: the words of its answers and how many chose each."""

    text: str
    labels: tuple[str, ...]  # of a scale from low to high
    counts: tuple[int, ...] = ()  # beside `labels`; () beside a band
    answered: int = 0
    band: tuple[str, ...] = ()  # what nearly everybody chose
    scale: bool = False
    many: bool = False  # whether one person may choose more than one
    before: "Answered | None" = None  # the same at the start

    @property
    def sides(self) -> tuple[int, int] | None:
        """How many chose the low side of a scale, and the high side; what is between is neither."""
        if not self.scale or not self.counts or len(self.labels) < 4:
            return None
        return sum(self.counts[:2]), sum(self.counts[-2:])


@dataclass(frozen=True)
class Talk:
    """A talk as it ran."""

    about: str  # 'Hoop'
    planned: int  # minutes
    spent: int  # minutes


@dataclass(frozen=True)
class Found:
    rule: Rule
    sentence: str


def sentences(
    questions: Sequence[Answered], talks: Sequence[Talk] = (), empty: str = ""
) -> tuple[str, ...]:
    """What stands out, at most `MOST` sentences in the order of the programme.

    `empty` is what there is to say (`HIDDEN`, `NOT_ASKED`) where there is nothing to see at all.
    """
    found = [one for question in questions if (one := _of_question(question))]
    found += [one for talk in talks if (one := _of_talk(talk))]
    first = sorted(range(len(found)), key=lambda at: (found[at].rule, at))[:MOST]
    said = tuple(found[at].sentence for at in sorted(first))
    return (empty, *said) if empty else said or (NOTHING,)


def _of_question(asked: Answered) -> Found | None:
    """The first rule that holds; one question gets one sentence."""
    for rule in (_moved, _nearly_all, _divided, _leans):
        found = rule(asked)
        if found:
            return found
    return None


def _moved(asked: Answered) -> Found | None:
    """Asked twice, and on the high side of the scale there are clearly more or fewer people."""
    if asked.before is None:
        return None
    before, now = asked.before.sides, asked.sides
    if before is None or now is None:
        return None
    if min(asked.before.answered, asked.answered) < FEWEST_TO_DIVIDE:
        return None
    change = now[1] / asked.answered - before[1] / asked.before.answered
    if abs(change) < MOVED_FROM or abs(now[1] - before[1]) < LEAST_ANSWERS:
        return None
    more = "meer" if change > 0 else "minder"
    said = (
        f"Bij ‘{_bare(asked.text)}’ kozen aan het eind {more} mensen {_high(asked)} dan aan het "
        "begin. De app weet niet of iemand anders ging denken."
    )
    return Found(Rule.MOVED, said)


def _nearly_all(asked: Answered) -> Found | None:
    """Four in five or more chose the same, also where that is all that may be known."""
    same = asked.band or tuple(
        label
        for label, count in zip(asked.labels, asked.counts, strict=False)
        if asked.answered >= LEAST_ANSWERS and 100 * count >= BAND_FROM * asked.answered
    )
    if not same:
        return None
    chosen = names([f"‘{label}’" for label in same], "en" if asked.many else "of")
    return Found(Rule.NEARLY_ALL, f"Bij ‘{_bare(asked.text)}’ koos bijna iedereen {chosen}.")


def _divided(asked: Answered) -> Found | None:
    """A third or more on each side of a scale, and each side at least five people."""
    sides = asked.sides
    if sides is None or asked.answered < FEWEST_TO_DIVIDE or min(sides) < LEAST_ANSWERS:
        return None
    if min(sides) < DIVIDED_FROM * asked.answered:
        return None
    return Found(
        Rule.DIVIDED,
        f"Over ‘{_bare(asked.text)}’ dacht het team verschillend: een deel koos {_low(asked)}, een "
        f"ander deel {_high(asked)}.",
    )


def _leans(asked: Answered) -> Found | None:
    """Two thirds or more on one side of a scale."""
    sides = asked.sides
    if sides is None or max(sides) < max(LEAST_ANSWERS, LEANS_FROM * asked.answered):
        return None
    side = _high(asked) if sides[1] > sides[0] else _low(asked)
    return Found(Rule.LEANS, f"Bij ‘{_bare(asked.text)}’ kozen de meeste mensen {side}.")


def _of_talk(talk: Talk) -> Found | None:
    """A talk that took clearly more time than was planned for it."""
    if talk.spent < talk.planned + LONGER_BY or talk.spent < LONGER_FROM * talk.planned:
        return None
    return Found(
        Rule.LONGER,
        f"Het gesprek over {talk.about} duurde langer dan gepland: {number(talk.spent)} minuten in "
        f"plaats van {number(talk.planned)}.",
    )


def _bare(text: str) -> str:
    """A question as it stands inside a sentence."""
    return text.strip().rstrip(".")


def _low(asked: Answered) -> str:
    return f"‘{asked.labels[0]}’ of ‘{asked.labels[1]}’"


def _high(asked: Answered) -> str:
    return f"‘{asked.labels[-2]}’ of ‘{asked.labels[-1]}’"
