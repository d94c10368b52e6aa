"""What a kind of step says about itself. Every kind is a subclass, in a module of its own.

Pure: a kind knows no database, no request and no page. What it leaves unsaid is what holds for
most kinds, so a new one says only what is its own.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import msgspec

from content.document import Document, Method, Mirror, Purpose, Question, Slide, Theme, fill
from content.passages import read_aloud
from sessions_app.kinds.asked import can_be_on_phone, on_phone
from sessions_app.script import Note, StepContent
from sessions_app.wish import Wish
from sessions_app.words import duration

LOGO = "logo"  # the glyph of a kind that has no picture of its own
LONGEST_STEP = 240  # minutes

# Headings that are made here; all others are titles of fixed texts.
READ = "Lees hardop voor"
OWN_NOTE = "Je eigen notitie"


class Doing(StrEnum):
    """What people do in a step."""

    TALK = "talk"
    LOOK = "look"
    THINK = "think"
    PHONE = "phone"  # answer on the phone, where the session has phones

    @property
    def said(self) -> str:
        """As the planner says it: 'praten'."""
        return SAID[self]


SAID = {
    Doing.TALK: "praten",
    Doing.LOOK: "kijken",
    Doing.THINK: "nadenken",
    Doing.PHONE: "telefoon",
}


class Place(StrEnum):
    """Where planning puts a kind by itself; in one place the order of the registry holds."""

    NOWHERE = ""
    OPENING = "opening"
    THEORY = "theory"
    THEME = "theme"  # once in each theme
    MIRROR = "mirror"  # after the first theme, where it fits
    BETWEEN = "between"  # between two blocks, where people would sit too long
    CLOSING = "closing"


class Bounds(NamedTuple):
    """How long a step may take, in whole minutes."""

    least: int
    ideal: int
    most: int


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed who adds a step by hand; '' is what the kind itself would say."""

    title: str = ""
    lead: str = ""
    note: str = ""


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """All that a kind may know when it makes a step."""

    document: Document
    wish: Wish
    length: int  # minutes that the whole session lasts
    themes: tuple[Theme, ...] = ()  # of the session, in the order in which they are talked about
    theme: Theme | None = None  # and what this one step is about
    slide: Slide | None = None
    question: Question | None = None
    mirror: Mirror | None = None  # where none is chosen, the edition's first
    huddles: int = 0  # how many people talk together; 0 where nobody chose
    method: Method | None = None  # where none is chosen, the edition's first that is allowed
    own: Own | None = None

    def about(self, **chosen: Any) -> "Brief":
        """The same brief with one thing chosen: a theme, a slide, a question, own words."""
        return msgspec.structs.replace(self, **chosen)


def note(brief: Brief, key: str, **values: object) -> tuple[Note, ...]:
    """The fixed text with this name as a note to the facilitator; () when there is none."""
    passage = brief.document.passage(key)
    if passage is None:
        return ()
    return (
        Note(
            heading=passage.title,
            text=fill(passage.text, **values),
            short=fill(passage.short, **values),
            aloud=read_aloud(key),
        ),
    )


def notes(brief: Brief, *keys: str) -> tuple[Note, ...]:
    """These fixed texts as notes, in this order."""
    return tuple(one for key in keys for one in note(brief, key))


def titled(brief: Brief, key: str, name: str) -> str:
    """What a step is called: the title of a fixed text, else the plain name of its kind."""
    passage = brief.document.passage(key)
    return passage.title if passage and passage.title else name


def chosen[Thing](thing: Thing | None) -> Thing:
    """What a brief holds because the kind needs it (`Kind.needs`); ValueError where it does not."""
    if thing is None:
        raise ValueError("A brief lacks what this kind needs.")
    return thing


class Made(msgspec.Struct, frozen=True):
    """What a kind makes of a brief: the step's name, what it says and what it asks."""

    title: str
    content: StepContent
    questions: tuple[Question, ...] = ()


class Line(Protocol):
    """A step in a programme, as far as a kind looks at it."""

    kind: str
    title: str
    minutes: int
    least: int
    content: Any  # the stored content: a dict


class Kind:
    """One kind of step. Attributes say what it is; methods make it and put it into words."""

    # What it is.
    key: str  # as stored with a step
    name: str  # Dutch, lower case: 'samen in gesprek'
    short: str = ""  # the same in the outline of a theme: 'samen'; '' is the step's own name
    glyph: str = LOGO  # name in static/img/glyphs.svg
    doing: frozenset[Doing] = frozenset()
    unplugged: str = (
        ""  # fixed text: how it goes without phones, screen or network; needed if it runs
    )
    runs: bool = True  # whether a room is ever in it
    talks: bool = False  # whether its minutes are talk, what a session is for
    rests: bool = False  # whether people get up: no talk, and the stretch of sitting ends
    by_hand: bool = False  # whether it can be added to a programme by hand
    brings: str = ""  # key of a kind that comes right after it, also by hand
    comes_along: bool = False  # whether it comes with what brings it: it is in no list
    comes_again: bool = False  # whether its question, on work, is asked once more after talk
    repeats: bool = False  # whether it is the step that asks it once more, in the same block
    says_title: bool = False  # whether the room reads its step's name above the heading
    names_itself: bool = True  # whether its steps have a name; else who adds one gives it
    needs: tuple[str, ...] = ()  # what of a brief it can't be made without: 'theme', 'slide', …
    purpose: Purpose | None = None  # of the module's question that it asks, and is nothing without
    joins_theme: bool = False  # whether, added by hand within a theme, it belongs to that theme
    asks_again: bool = False  # whether a session may ask its question in more than one step
    opens_theme: bool = False  # whether it brings a theme in, and bears its name
    one_by_one: bool = False  # whether a phone asks its questions one at a time, without sending
    evaluates: bool = False  # whether its questions look back, and stand apart in the report
    reminds: bool = False  # whether what one writes to oneself can go into one's own calendar
    own_most: int | None = None  # how many questions of one's own phones may be asked in it
    cares: bool = False  # whether it says whom one can turn to afterwards
    of_day: bool = False  # whether only a dialogue day has it
    clock_waits: bool = False  # whether its clock runs only once its film does
    materials: tuple[str, ...] = ()  # what has to be ready in the room: whole sentences

    # Where it stands.
    place: Place = Place.NOWHERE
    block: str = "eigen"  # steps of one block belong together; in a theme it is the theme's
    spare: bool = False  # whether planning may leave it out, for time to talk

    # In a programme in outline.
    look: str = ""  # how its block is drawn: 'pause', 'slack' or like any other
    part: str = ""  # kinds with the same part make one line
    counted: tuple[str, str] | None = None  # how it is counted in its block: ('dia', "dia's")
    outlined: str = ""  # the small line under its name

    # On the surfaces: names of partials, and what is said.
    screen: str = "talk"  # templates/sessions_app/projector/screens/<screen>.html
    phone: str = "waiting"  # templates/sessions_app/participant/_<phone>.html, without questions
    console: str = ""  # templates/sessions_app/console/parts/<console>.html, above the answers
    shows: frozenset[str] = frozenset()  # of the session: 'agreements', 'back_at', 'join'
    further: str = "vraag daarna,vragen daarna"  # what else the room reads: one, several
    says_how: bool = False  # whether the screen says beside the question how it is answered

    # Making it.

    @property
    def explains(self) -> bool:
        """Whether its minutes are theory or a poll, of which a session has only so many."""
        return self.place == Place.THEORY and not self.talks

    @property
    def closes(self) -> bool:
        """Whether it belongs to the end of a session, which keeps its time when that runs late."""
        return self.place == Place.CLOSING and self.runs

    def bounds(self, brief: Brief) -> Bounds:
        """How long it may take."""
        raise NotImplementedError

    def offered(self, brief: Brief) -> list[Brief]:
        """A brief for every step that planning makes of this kind, in its place and in order."""
        return [brief]

    def stands_from(self, brief: Brief) -> int:
        """Of a spare step: the minutes of the shortest session that it belongs in.

        What needs the longest session is left out first, whatever its kind.
        """
        return 0

    def fill(self, brief: Brief, minutes: int) -> Made:
        """Its own words and questions, when it lasts so many minutes."""
        raise NotImplementedError

    def make(self, brief: Brief, minutes: int) -> Made:
        """The step as this session has it: own words go first, questions as the group asks them.

        The same brief and minutes make the same step.
        """
        made = self.fill(brief, minutes)
        content = made.content
        title = made.title
        if brief.own is not None:
            own = brief.own
            title = own.title or title
            note = (Note(heading=OWN_NOTE, text=own.note),) if own.note else ()
            content = msgspec.structs.replace(
                content,
                lead=own.lead or content.lead,
                notes=(*content.notes, *note),
                named=bool(own.title),
            )
        asked = tuple(on_phone(q, brief.wish) for q in made.questions if can_be_on_phone(q))
        aloud = tuple(q.text for q in made.questions if not can_be_on_phone(q))
        content = msgspec.structs.replace(content, talk=(*content.talk, *aloud))
        return Made(title, content, asked)

    def choices(self, brief: Brief) -> list[tuple[str, str]] | None:
        """Of what it can be made by hand, as key and title; None when there is no choice."""
        return None

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        """The brief with what was chosen of those; None when it is not there."""
        return None

    def forbidden(self, content: StepContent, wish: Wish) -> str:
        """Why a session with this wish may not have this step, as a sentence; '' where it may."""
        return ""

    def can_be_made(self, brief: Brief) -> bool:
        """Whether the brief holds what this kind can't do without."""
        if self.purpose is not None and not brief.document.asked(self.purpose):
            return False  # an edition from before there was such a question
        return all(getattr(brief, name) is not None for name in self.needs)

    def block_of(self, brief: Brief) -> str:
        """The block of a step made of this brief."""
        return f"thema:{brief.theme.slug}" if brief.theme else self.block

    # In words.

    def bare(self, title: str) -> str:
        """A step's name without what says its kind."""
        return title

    def kicker(self, theme: str, number: int, own: str = "") -> str:
        """The small line above the heading: the theme, and what kind of step this is.

        `own` is the name that somebody gave the step; it goes before that of the kind.
        """
        said = own or self.name
        return f"{theme} · {said}" if theme else said[:1].upper() + said[1:]

    def as_next(self, title: str, theme: str) -> str:
        """What comes, as the button to it says: 'pauze', 'film Hoop'."""
        return title[:1].lower() + title[1:]

    def layers(self, content: StepContent, asked: Sequence[str]) -> tuple[str, ...]:
        """What its screen shows press after press (`mirror.Layer`); `asked` are codes."""
        return ()

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        """The questions that the room reads, in order; `asked` are those on the phone."""
        return list(content.talk or asked)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        """The one thought of a step, large on the screen."""
        return next(iter(self.prompts(content, asked)), title)

    def hint(self, content: StepContent, asks: bool) -> str:
        """The sentence under the headline: what to do now."""
        return content.hint or content.lead

    def goes(self, content: StepContent) -> str:
        """How the group is divided, in a sentence for planner and paper; '' where it is not."""
        return ""

    def listed(self, content: StepContent) -> str:
        """The texts that share one size on its screen, joined."""
        return "".join(content.points)

    def phone_part(self, content: StepContent) -> str:
        """Which partial the phone shows while it has nothing to ask."""
        return self.phone

    def does(self, content: StepContent) -> frozenset[Doing]:
        """What people do in one step of it."""
        return self.doing

    def needed(self, content: StepContent) -> tuple[str, ...]:
        """What has to be ready in the room for one step of it: whole sentences."""
        return self.materials

    # What it asks attention for, in a programme that was changed by hand.

    def misplaced(self, steps: Sequence[Line]) -> list[str]:
        """Sentences about where it stands, or that it is gone."""
        return []

    def unfit(self, step: Line, content: StepContent, wish: Wish) -> list[str]:
        """Sentences about a step that this group, its leader or its guests make unfit."""
        forbidden = self.forbidden(content, wish)
        return [forbidden] if forbidden else []

    def too_short(self, step: Line) -> str:
        """The sentence about a step of this kind that is shorter than its least."""
        return f"'{step.title}' is kort. Neem er minstens {duration(step.least)} voor."

    def too_little(self, steps: Sequence[Line], length: int) -> list[str]:
        """Sentences about all steps of this kind together, in a session of so many minutes."""
        return []
