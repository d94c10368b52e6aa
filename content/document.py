"""The typed shape of one edition: what planning and sessions read.

An edition is frozen as JSON in this shape. Nothing here knows the database, so a document can
come from rows, from a file or from an older edition alike.
"""

from contextlib import suppress
from enum import StrEnum
from typing import Any

import msgspec


class Purpose(StrEnum):
    """What a question is for; decides the step in which it is asked."""

    PRIVATE = "private"  # for oneself: never sent
    GROUP = "group"
    PERSPECTIVE = "perspective"
    ACTION = "action"
    CHECKIN = "checkin"
    START = "start"  # asked at the start to compare with the end
    POLL = "poll"
    HARVEST = "harvest"
    CHECKOUT = "checkout"
    EVALUATION = "evaluation"
    MIRROR = "mirror"  # the team's own answer, laid beside what a survey found
    WORDS = "words"  # a word round, added by hand
    LENS = "lens"  # marks on what was seen, added by hand after a film
    LOOK_BACK = "look-back"  # weeks later: what became of the agreement
    TEAM = "team"  # weeks later: where the team is now
    STANCE = "stance"  # chosen before talk and once more after it, added by hand; on work only
    GUESTS = "guests"  # to clients and relatives who are there, in place of a change of perspective
    ROUND = "round"  # on a dialogue day, to the people of one role


OF_THEMES = frozenset(
    (Purpose.PRIVATE, Purpose.GROUP, Purpose.PERSPECTIVE, Purpose.ACTION, Purpose.ROUND)
)


class AnswerForm(StrEnum):
    """How a question is answered; what each form does stands in `sessions_app/asking`."""

    ALOUD = "aloud"  # spoken, nothing on the phone
    PRIVATE = "private"  # a note that stays on the phone
    OPEN = "open"
    SCALE = "scale"
    ONE = "one"
    SEVERAL = "several"
    ESTIMATE = "estimate"  # how many of a hundred, in tens
    GRADE = "grade"  # from 1 to 10
    WORDS = "words"  # one word of one's own
    SENTENCE = "sentence"  # a sentence in parts, which stays on the phone


FORM_NAMES: dict[AnswerForm, str] = {  # as editors choose them
    AnswerForm.ALOUD: "hardop",
    AnswerForm.PRIVATE: "alleen voor jezelf (blijft op de telefoon)",
    AnswerForm.OPEN: "open",
    AnswerForm.SCALE: "schaal",
    AnswerForm.ONE: "één keuze",
    AnswerForm.SEVERAL: "meer keuzes",
    AnswerForm.ESTIMATE: "schatting (van de 100)",
    AnswerForm.GRADE: "cijfer van 1 tot 10",
    AnswerForm.WORDS: "één woord",
    AnswerForm.SENTENCE: "zin in delen (blijft op de telefoon)",
}


class Depth(StrEnum):
    """How far a group question goes (content folder: veilig, verdiepend, dieper)."""

    SAFE = "safe"
    DEEPER = "deeper"
    DEEPEST = "deepest"


class Topic(StrEnum):
    """What a group question makes sure is talked about; every theme has one of each."""

    STIGMA = "stigma"  # names stigma, judging, labels or 'they'
    SPEAKING_UP = "speaking-up"  # saying something about it to oneself or a colleague
    RELATIVES = "relatives"


class Circle(StrEnum):
    """Who are asked a question together on a dialogue day; every theme has one for each."""

    CLIENTS = "clients"
    RELATIVES = "relatives"
    GUESTS = "guests"  # clients and relatives, where one of the two are too few to be asked alone
    PROFESSIONALS = "professionals"


CIRCLE_NAMES: dict[Circle, str] = {
    Circle.CLIENTS: "cliënten",
    Circle.RELATIVES: "naasten",
    Circle.GUESTS: "cliënten en naasten",
    Circle.PROFESSIONALS: "hulpverleners",
}


class Diagram(StrEnum):
    """How a slide draws its figures."""

    NONE = "none"
    WORDS = "words"  # large statements, one per figure
    RINGS = "rings"  # forms of stigma around a person
    BARS = "bars"  # horizontal bars on an axis to 100
    CHAIN = "chain"  # one leads to the next


class MirrorDraws(StrEnum):
    """How a mirror lays a team beside a survey."""

    BARS = "bars"  # the same question: one axis to 100
    RANKS = "ranks"  # beside it a list of which only the order can be compared
    GRADES = "grades"  # from 1 to 10


class MethodFor(StrEnum):
    """What a method is for, as one looks for it in the library."""

    BEGIN = "begin"
    THINK = "think"
    TALK = "talk"
    SEE = "see"
    PRACTISE = "practise"
    CHOOSE = "choose"
    CLOSE = "close"


METHOD_FOR_NAMES: dict[MethodFor, str] = {  # as people choose them
    MethodFor.BEGIN: "beginnen",
    MethodFor.THINK: "nadenken",
    MethodFor.TALK: "praten met elkaar",
    MethodFor.SEE: "kijken door andere ogen",
    MethodFor.PRACTISE: "oefenen",
    MethodFor.CHOOSE: "kiezen",
    MethodFor.CLOSE: "afronden",
}


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: immutable, strict about unknown names so that a typing error in a file is found."""


class Source(Struct, frozen=True):
    key: str
    title: str
    short: str  # as shown on a slide: 'Trimbos-instituut 2019'
    year: int | None = None
    address: str = ""
    note: str = ""


class Citation(Struct, frozen=True):
    """Where in a source something stands."""

    source: str  # key of a Source
    detail: str = ""  # 'tabel 4.2' or 'Schulze 2007'


class Figure(Struct, frozen=True):
    """One line of a slide: a statement, with or without a number, and its sources."""

    label: str
    text: str = ""
    value: float | None = None
    unit: str = ""  # '%', 'van de 10'
    caution: str = ""  # what must be read beside the number
    citations: tuple[Citation, ...] = ()


class Slide(Struct, frozen=True):
    key: str
    title: str
    body: str = ""  # Markdown
    diagram: Diagram = Diagram.NONE
    figures: tuple[Figure, ...] = ()
    notes: str = ""  # for the facilitator, Markdown
    short: str = ""  # the same in its short form
    minimum_session: int = 60  # minutes a session must last before this slide is in it
    tested: bool = False


class Chapter(Struct, frozen=True):
    key: str
    title: str
    slides: tuple[Slide, ...] = ()


class Option(Struct, frozen=True):
    key: str
    text: str
    alone: bool = False  # 'Weet ik niet': goes with no other choice
    row: str = ""  # of the survey, with which it is compared: 't5.5.taal'; '' stands outside


class Question(Struct, frozen=True):
    """A question, with all that its form needs.

    Nothing else names these fields: rows of editors (`content.rows`) and questions of a session
    (`StepQuestion.content`) are written and read by walking them.
    """

    code: str  # 'BEJ-G1'
    purpose: Purpose
    form: AnswerForm
    text: str
    help: str = ""
    depth: Depth | None = None
    topic: Topic | None = None
    circle: Circle | None = None  # of a round: who are asked it
    check: str = ""  # asked after a change of perspective
    options: tuple[Option, ...] = ()
    most: int | None = None  # several: how many may be chosen
    points: tuple[str, ...] = ()  # scale: a word for every point, low to high
    about_self: bool = False  # about one's own behaviour: see the small-group rule
    about_work: bool = False  # about work, nobody's own health or feelings: may be asked twice
    dimension: str = ""  # evaluation: 'kennis', 'bewustzijn', …
    citations: tuple[Citation, ...] = ()
    asked: bool = True  # False: kept in the edition, asked in no session
    tested: bool = False

    @property
    def told(self) -> str:
        """The question where it stands among others: with who are asked it."""
        if self.circle is None:
            return self.text
        return f"{CIRCLE_NAMES[self.circle].capitalize()}: {self.text}"


class MirrorLine(Struct, frozen=True):
    """One line of a mirror: an answer of the team, and the survey's row that it stands beside."""

    label: str  # short, as on the screen
    ask: str  # code of the question that the team answers
    row: str  # 't5.5.taal'
    ever: bool = False  # everybody but who chose that row: 'ooit' beside the row 'nooit'
    beside: str = ""  # the same thing in the other group's list: 't4.3.taal'


class Mirror(Struct, frozen=True):
    """What a team answers together and then sees beside what a survey found.

    Its questions are the survey's; they live here and not among the questions that editors change:
    of a mirror they mend the words and nothing that is compared (`mirror_words`).
    """

    key: str
    title: str
    lead: str  # on the screen while people answer
    draws: MirrorDraws
    questions: tuple[Question, ...]  # that the team answers, in the survey's words
    estimate: Question | None = None  # in which the team guesses a figure first
    guessed: str = ""  # the row that is guessed: 'x.c.ggz54.ja'
    over: str = ""  # above the guesses on the screen
    lines: tuple[MirrorLine, ...] = ()  # of grades: one for every average
    opening: str = ""  # above the other group's list
    clients: str = ""  # beside their mark, where it is another base than the whole panel
    base: str = ""  # of whom the clients' figures are a share, as a sentence
    caution: str = ""  # of this comparison; that of its groups comes with it
    talk: tuple[str, ...] = ()  # what the room talks about then
    tested: bool = False

    @property
    def asks(self) -> tuple[Question, ...]:
        """All that phones ask, the guess first."""
        return ((self.estimate,) if self.estimate else ()) + self.questions


class Film(Struct, frozen=True):
    number: int
    title: str
    youtube: str
    seconds: int
    content_note: str
    description: str = ""  # spoken description, for who can't see it
    tested: bool = False


class Theme(Struct, frozen=True):
    number: int
    slug: str
    name: str
    closeness: int  # 1 work, 2 contact with another, 3 oneself
    never_first: bool
    intro: str
    opening: str
    silence: str
    closing: str
    film: Film
    remark: str = ""  # to the facilitator, before this theme
    with_manager: str = ""  # what to weigh when a manager leads a session with this theme
    short: str = ""  # the facilitator's card in its short form, Markdown
    facts: tuple[str, ...] = ()  # codes of the facts on that card
    questions: tuple[Question, ...] = ()
    tested: bool = False


class Population(Struct, frozen=True):
    """Whom figures are about, and the caution that stands beside each of them."""

    key: str
    name: str
    caution: str


class Fact(Struct, frozen=True):
    """A sourced statement of the fact bank."""

    code: str  # 'GGZ-01'
    text: str
    caution: str = ""  # of its own; that of its populations comes with it
    populations: tuple[str, ...] = ()  # keys
    off_cards: bool = False  # never on a facilitator's card
    citations: tuple[Citation, ...] = ()
    references: tuple[str, ...] = ()  # ids in the survey figures


class Passage(Struct, frozen=True):
    """A fixed text by name: 'opvang', 'leidinggevende', … (`content.passages` says where)."""

    key: str
    title: str
    text: str
    short: str = ""  # on the facilitator's card in its short form; '' leaves it out there
    tested: bool = False


class Moment(Struct, frozen=True):
    """A hard moment in a talk: what one sees, what one says, what one does next."""

    key: str
    title: str
    see: str
    say: str
    next: str
    tested: bool = False


class ForWhom(StrEnum):
    """Whom something that the field offers is for."""

    PROFESSIONALS = "professionals"
    CLIENTS = "clients"  # to point them to


FOR_WHOM = {
    ForWhom.PROFESSIONALS: "Voor hulpverleners en teams",
    ForWhom.CLIENTS: "Om cliënten op te wijzen",
}


class Further(Struct, frozen=True):
    """Something that the field offers: what it is, and what is known of it."""

    key: str
    for_whom: ForWhom
    title: str
    text: str
    known: str  # what the sources say of its effect, or that they say nothing
    citations: tuple[Citation, ...]
    address: str = ""
    tested: bool = False


class Method(Struct, frozen=True):
    """A way to work with a group ('werkvorm'), of which a facilitator makes a step.

    What it may not be used with is a rule that planning and the verbs keep, not only a sentence.
    """

    key: str
    name: str
    gist: str  # what it is, in the library
    purposes: tuple[MethodFor, ...]
    least: int  # whole minutes, as a step's
    ideal: int
    most: int
    group_from: int  # people
    group_to: int
    closeness: int  # 1 work, 2 contact with another, 3 oneself
    say: str  # what the facilitator says
    do: str  # what the facilitator does, Markdown
    not_when: str  # when not to use it
    short: str = ""  # the card in its short form
    kind: str = ""  # a kind of step that is this already: 'checkin', 'mirror:vormen'
    materials: tuple[str, ...] = ()  # whole sentences
    lead: str = ""  # on the screen, under the questions
    talk: tuple[str, ...] = ()  # on the screen, the first one large
    roles: str = ""  # on the screen: how to look from another's side
    check: str = ""  # asked after that
    never_with_manager: bool = False  # not where a manager leads
    never_with_guests: bool = False  # not where clients or relatives are there
    needs_phones: bool = False
    facts: tuple[str, ...] = ()  # codes of the facts on its card
    citations: tuple[Citation, ...] = ()
    tested: bool = False


class Document(Struct, frozen=True):
    """One edition of one module, whole."""

    slug: str
    name: str
    subtitle: str = ""
    aims: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    rules_tested: bool = False
    chapters: tuple[Chapter, ...] = ()
    themes: tuple[Theme, ...] = ()
    questions: tuple[Question, ...] = ()  # of the session as a whole, not of one theme
    passages: tuple[Passage, ...] = ()
    moments: tuple[Moment, ...] = ()  # hard ones, in a fixed order
    further: tuple[Further, ...] = ()  # where to go on after a session
    methods: tuple[Method, ...] = ()
    populations: tuple[Population, ...] = ()
    mirrors: tuple[Mirror, ...] = ()  # the first is the one that planning puts in by itself
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()

    def theme(self, slug: str) -> Theme:
        """The theme with this slug; KeyError when there is none."""
        for theme in self.themes:
            if theme.slug == slug:
                return theme
        raise KeyError(slug)

    def source(self, key: str) -> Source:
        """The source with this key; KeyError when there is none."""
        for source in self.sources:
            if source.key == key:
                return source
        raise KeyError(key)

    def passage(self, key: str) -> Passage | None:
        """The fixed text with this name, or None."""
        return next((p for p in self.passages if p.key == key), None)

    def mirror(self, key: str) -> Mirror | None:
        """The mirror with this name, or None."""
        return next((mirror for mirror in self.mirrors if mirror.key == key), None)

    def offered(self, whom: ForWhom) -> tuple[Further, ...]:
        """What the field offers to them, in order."""
        return tuple(one for one in self.further if one.for_whom == whom)

    def method(self, key: str) -> Method | None:
        """The method with this name, or None."""
        return next((method for method in self.methods if method.key == key), None)

    def asked(self, purpose: Purpose) -> tuple[Question, ...]:
        """The session's own questions for this purpose that are asked, in order."""
        return tuple(q for q in self.questions if q.purpose == purpose and q.asked)

    def said(self, key: str, **values: object) -> str:
        """The fixed text with this name, filled in; '' when there is none."""
        passage = self.passage(key)
        return fill(passage.text, **values) if passage else ""

    def fact(self, code: str) -> Fact | None:
        """The fact with this code, or None."""
        return next((fact for fact in self.facts if fact.code == code), None)

    def cautions(self, fact: Fact) -> tuple[str, ...]:
        """What must be read beside a fact: its own caution, then that of its populations."""
        known = {one.key: one.caution for one in self.populations}
        of_groups = (known[key] for key in fact.populations if key in known)
        return tuple(text for text in (fact.caution, *of_groups) if text)


def fill(text: str, **values: object) -> str:
    """The text with `{name}` replaced by what it stands for; other braces stay as they are."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def to_builtins(document: Document) -> dict[str, Any]:
    """The document as plain dicts and lists, as stored in an edition."""
    found: dict[str, Any] = msgspec.to_builtins(document)
    return found


def from_builtins(data: dict[str, Any]) -> Document:
    """The document in stored data; msgspec.ValidationError says what does not fit and where."""
    return msgspec.convert(data, Document)


def get_ready(of: type) -> None:
    """Let msgspec look at a type now, while one thread runs.

    It does so at the first use otherwise, and a second thread that uses the type meanwhile crashes
    the whole process (msgspec 0.22, `convert` with a type that is not there yet).
    """
    with suppress(msgspec.ValidationError):
        msgspec.convert({}, of)


get_ready(Document)
