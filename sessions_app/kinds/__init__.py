"""Every kind of step there is, in the order in which they come in a session.

A kind is a module here (`kind.py` says what it has to tell), a line in `ALL` and a row in
docs/glossary.md. Nothing outside this room knows a kind by name; what is asked of kinds together
(`keys(rests=True)`) is asked of the registry.
"""

from typing import Any

from sessions_app.kinds.again import Again
from sessions_app.kinds.alone import Alone
from sessions_app.kinds.before import Before
from sessions_app.kinds.checkin import Checkin
from sessions_app.kinds.checkout import Checkout
from sessions_app.kinds.evaluation import Evaluation
from sessions_app.kinds.film import FilmKind
from sessions_app.kinds.free import Free
from sessions_app.kinds.harvest import Harvest
from sessions_app.kinds.huddles import InHuddles
from sessions_app.kinds.intent import Intent
from sessions_app.kinds.kind import (
    LOGO,
    LONGEST_STEP,
    READ,
    Bounds,
    Brief,
    Doing,
    Kind,
    Line,
    Made,
    Own,
    Place,
)
from sessions_app.kinds.lens import Lens
from sessions_app.kinds.method import MethodKind
from sessions_app.kinds.mirror import MirrorKind, MirrorTalk
from sessions_app.kinds.pause import Pause
from sessions_app.kinds.poll import Poll
from sessions_app.kinds.rounds import RoleChoice, Round
from sessions_app.kinds.rules import Rules
from sessions_app.kinds.sentence import Sentence
from sessions_app.kinds.slack import Slack
from sessions_app.kinds.slide import SlideKind
from sessions_app.kinds.stance import Stance, StanceAgain, StanceTalk
from sessions_app.kinds.stand import Stand
from sessions_app.kinds.together import Together
from sessions_app.kinds.welcome import Welcome
from sessions_app.kinds.words import WordRound

__all__ = [
    "ALL",
    "DEFAULT",
    "KEY_LENGTH",
    "LOGO",
    "LONGEST_STEP",
    "READ",
    "Bounds",
    "Brief",
    "Doing",
    "Kind",
    "Line",
    "Made",
    "Own",
    "Place",
    "by_hand",
    "choices",
    "keys",
    "of",
    "options",
    "placed",
    "showing",
]

ALL: tuple[Kind, ...] = (
    Welcome(),
    Checkin(),
    Before(),
    Rules(),
    RoleChoice(),
    SlideKind(),
    Poll(),
    FilmKind(),
    Lens(),
    Alone(),
    Round(),
    Together(),
    InHuddles(),
    WordRound(),
    Stance(),
    StanceTalk(),
    StanceAgain(),
    MirrorKind(),
    MirrorTalk(),
    MethodKind(),
    Sentence(),
    Pause(),
    Slack(),
    Again(),
    Stand(),
    Intent(),
    Harvest(),
    Evaluation(),
    Checkout(),
    Free(),
)
KEY_LENGTH = 24  # signs of a key at most
DEFAULT = Free.key  # what somebody most likely adds by hand

_BY_KEY = {kind.key: kind for kind in ALL}


def of(key: str) -> Kind:
    """The kind with this key; KeyError when there is none."""
    return _BY_KEY[key]


def keys(**said: Any) -> tuple[str, ...]:
    """The keys of the kinds that say all of this about themselves: `keys(rests=True)`."""
    return tuple(
        kind.key
        for kind in ALL
        if all(getattr(kind, name) == value for name, value in said.items())
    )


def showing(name: str) -> tuple[str, ...]:
    """The keys of the kinds that show this of the session: `showing("agreements")`."""
    return tuple(kind.key for kind in ALL if name in kind.shows)


def by_hand() -> list[Kind]:
    """The kinds that can be added to a programme by hand, the likeliest first."""
    return sorted((of(key) for key in keys(by_hand=True)), key=lambda kind: kind.key != DEFAULT)


def options(brief: Brief) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """What can be added to this session by hand, as key and label for a list to choose from.

    What is made of something (a mirror, a slide, a poll) stands in a group of its own, each under
    'slide:zelfstigma'; of what this session's edition has nothing of, there is no group.
    """
    kinds = [kind for kind in by_hand() if not kind.comes_along]
    found = [(kind.key, kind.name.capitalize(), kind.choices(brief)) for kind in kinds]
    single = [(key, name) for key, name, choices in found if choices is None]
    groups = [
        (name, [(f"{key}:{one}", title) for one, title in choices])
        for key, name, choices in found
        if choices
    ]
    return [*single, *groups]


def placed(place: Place) -> tuple[Kind, ...]:
    """The kinds that planning puts in this place, in order."""
    return _PLACED[place]


def choices() -> list[tuple[str, str]]:
    """Key and name of every kind, for the model; a callable, so that no kind needs a migration."""
    return [(kind.key, kind.name) for kind in ALL]


_PLACED = {place: tuple(kind for kind in ALL if kind.place == place) for place in Place}
