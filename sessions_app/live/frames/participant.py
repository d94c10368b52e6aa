"""What every phone of a session shows: identical for all, so nothing personal is in it.

The page adds what is this browser's own (`with_own`); a pushed frame never has that.
"""

import time
from dataclasses import dataclass, field, replace

from content import text
from content.document import Form
from sessions_app import results
from sessions_app.live.frames import seconds_left
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.script import Kind, StepContent

TEMPLATE = "sessions_app/participant/page.html#frame"

TOTAL_ONLY = (
    "Naar het scherm gaat alleen het totaal, en pas vanaf vijf antwoorden. "
    "Dat totaal komt ook in het verslag."
)
READ_LATER = (
    "De gespreksleider leest dit pas als de vraag dicht is en vijf mensen iets schreven, "
    "zonder te zien van wie het is."
)
ONLY_YOU = "Alleen voor jou. Dit blijft op je telefoon."
FOR_YOURSELF = "Denk even na voor jezelf. Wat je schrijft, blijft op je telefoon."

NUMBER_WORDS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")

# What a phone says while it has nothing to ask: heading and sentence. Without a heading here the
# step's own title and sentence are used.
WAITING: dict[str, tuple[str, str]] = {
    Kind.TOGETHER: ("Leg je telefoon even weg", "Het gesprek is in de zaal."),
    Kind.HARVEST: ("Leg je telefoon even weg", "Het gesprek is in de zaal."),
    Kind.BREAK: ("Pauze", "Even opstaan, iets drinken. Je telefoon mag blijven liggen."),
}
KIND_GLYPHS: dict[str, str] = {
    Kind.RULES: "regels",
    Kind.ALONE: "zelf",
    Kind.TOGETHER: "samen",
    Kind.BREAK: "pauze",
    Kind.HARVEST: "meenemen",
    Kind.CHECKIN: "samen",
    Kind.CHECKOUT: "samen",
}


@dataclass(frozen=True)
class Choice:
    """One answer to choose, or one point of a scale."""

    value: str
    label: str
    alone: bool = False
    checked: bool = False

    @property
    def word(self) -> str:
        return self.label


@dataclass(frozen=True)
class Card:
    """One question on the phone, and what this browser did with it ('empty' in a pushed frame)."""

    ref: str
    number: int
    form: str
    text: str
    help: str
    audience: str
    most: int | None
    closed: bool
    choices: tuple[Choice, ...] = ()
    state: str = "empty"  # empty, editing, given, passed, withdrawn
    typed: str = ""  # an open answer, in its field
    said: tuple[str, ...] = ()  # the stored answer in words
    for_report: bool = False
    volgnr: int = 0
    error: str = ""

    @property
    def short(self) -> str:
        """Where the ids of its fields begin: short, for a frame goes to every phone."""
        return f"v{self.number}"

    @property
    def private(self) -> bool:
        return self.form == Form.PRIVATE

    @property
    def alone_keys(self) -> str:
        """The choices that go with no other, for the script that keeps them apart."""
        return " ".join(c.value for c in self.choices if c.alone)

    @property
    def limit(self) -> str:
        """'Kies er hooguit drie.'; '' where there is no limit."""
        return f"Kies er hooguit {_in_words(self.most)}." if self.most else ""


@dataclass(frozen=True)
class Refusal:
    """An answer that was sent without scripts and not taken: why, and what was typed."""

    step_ref: str
    question_ref: str
    sentence: str
    values: tuple[str, ...] = field(default=())
    for_report: bool = False


def context(session: DialogueSession) -> dict:
    """All that the frame shows, the same for everyone in the room."""
    if session.ended:
        return {
            "session": session,
            "kind": "ended",
            "step_ref": "ended",
            "aftercare": aftercare(session),
        }
    step = session.current if session.running else None
    if step is None:
        return {"session": session, "kind": "lobby", "step_ref": "lobby"}
    content = step.script
    cards = [_card(q, n) for n, q in enumerate(step.questions.all(), start=1)]
    return {
        "session": session,
        "step": step,
        "step_ref": step.ref,
        "content": content,
        "cards": cards,
        "lead": content.lead if any(not card.private for card in cards) else FOR_YOURSELF,
        "time_left": _time_left(seconds_left(session)),
        "many": len(cards) > 1,
        "sent": any(not card.private for card in cards),
        "theme": _theme_name(step),
        "kind": _kind(step, content, cards),
        "glyph": _glyph(step),
        "waiting": _waiting(step, content),
        "slide_text": text.html(content.slide.body) if content.slide else "",
        **_where(session, step),
    }


_kept: dict[str, tuple[int, float, dict]] = {}
KEPT_FOR = 1.0  # seconds


def context_of_page(session: DialogueSession) -> dict:
    """As `context`, with the aftercare; made once a second, for a whole room comes in at once."""
    version, until, shown = _kept.get(session.ref, (-1, 0.0, {}))
    now = time.monotonic()
    if version != session.version or now > until:
        shown = {**context(session), "aftercare": aftercare(session)}
        if len(_kept) > 200:
            _kept.clear()
        _kept[session.ref] = (session.version, now + KEPT_FOR, shown)
    return shown


def aftercare(session: DialogueSession) -> tuple[str, ...]:
    """Whom one can turn to, in paragraphs: as the check-out says it, else the session's contact."""
    last = session.steps.filter(kind=Kind.CHECKOUT).order_by("-position").first()
    told = last.script.aftercare if last else ""
    if not told and session.contact:
        told = f"Je kunt straks terecht bij: {session.contact}."
    return tuple(part.strip() for part in told.split("\n\n") if part.strip())


def with_own(
    shown: dict, own: dict[str, dict], editing: str = "", refusal: Refusal | None = None
) -> dict:
    """The same context with this browser's own answers in it, and what was refused just now."""
    cards = [_own_card(card, own.get(card.ref), editing) for card in shown.get("cards", [])]
    placed = False
    if refusal is not None:
        for i, card in enumerate(cards):
            if card.ref == refusal.question_ref and not card.closed:
                cards[i] = _refused_card(card, refusal)
                placed = True
    return {**shown, "cards": cards, "refused": None if placed else refusal}


def said(question: StepQuestion, value: object) -> tuple[str, ...]:
    """A stored answer in words, one per choice."""
    if question.form == Form.OPEN:
        return (str(value),)
    words = results.labels(question)
    keys = value if isinstance(value, list) else [value]
    return tuple(words[str(key)] for key in keys if str(key) in words)


def _card(question: StepQuestion, number: int) -> Card:
    if question.form == Form.SCALE:
        choices = tuple(Choice(key, word) for key, word in results.labels(question).items())
    else:
        choices = tuple(Choice(o["key"], o["text"], bool(o["alone"])) for o in question.options)
    audience = {Form.PRIVATE: ONLY_YOU, Form.OPEN: READ_LATER}.get(Form(question.form), TOTAL_ONLY)
    limit = question.most if question.form == Form.SEVERAL else None
    told = question.help.strip() in (ONLY_YOU, "") or (limit and "hooguit" in question.help)
    return Card(
        ref=question.ref,
        number=number,
        form=question.form,
        text=question.text,
        help="" if told else question.help,
        audience=audience,
        most=limit,
        closed=question.frozen,
        choices=choices,
    )


def _own_card(card: Card, own: dict | None, editing: str) -> Card:
    if own is None:
        return card
    state = own["staat"]
    values = _values(own["waarde"]) if state == Answer.State.GIVEN else ()
    if state == Answer.State.WITHDRAWN:
        shown_state = "withdrawn"
    elif editing == card.ref and not card.closed:
        shown_state = "editing"
    else:
        shown_state = str(state)
    return replace(
        _filled(card, values, own["verslag"]),
        state=shown_state,
        said=_said(card, values),
        volgnr=own["volgnr"] or 0,
    )


def _refused_card(card: Card, refusal: Refusal) -> Card:
    return replace(
        _filled(card, refusal.values, refusal.for_report),
        state="editing",
        error=refusal.sentence,
    )


def _filled(card: Card, values: tuple[str, ...], for_report: bool) -> Card:
    """The card with these values in its fields."""
    if card.form == Form.OPEN:
        return replace(card, typed=values[0] if values else "", for_report=for_report)
    return replace(card, choices=tuple(replace(c, checked=c.value in values) for c in card.choices))


def _said(card: Card, values: tuple[str, ...]) -> tuple[str, ...]:
    if card.form == Form.OPEN:
        return values
    return tuple(c.label for c in card.choices if c.value in values)


def _values(stored: object) -> tuple[str, ...]:
    return tuple(str(v) for v in (stored if isinstance(stored, list) else [stored]))


def _kind(step: Step, content: StepContent, cards: list[Card]) -> str:
    """Which part of the page draws this step."""
    if cards:
        return "questions"
    return "film" if step.kind == Kind.FILM and content.film else "waiting"


def _waiting(step: Step, content: StepContent) -> dict[str, str]:
    heading, sentence = WAITING.get(step.kind, (step.title, content.phone))
    return {"heading": heading, "text": sentence or "Kijk mee op het scherm in de zaal."}


def _glyph(step: Step) -> str:
    if step.theme_number:
        return f"t{step.theme_number}"
    return KIND_GLYPHS.get(step.kind, "logo")


def _theme_name(step: Step) -> str:
    """The theme as its film calls it; '' outside themes."""
    if not step.theme:
        return ""
    films = Step.objects.filter(session_id=step.session_id, theme=step.theme, kind=Kind.FILM)
    return films.values_list("content__film__title", flat=True).first() or ""


def _where(session: DialogueSession, step: Step) -> dict[str, int]:
    """Which step of how many the room is in; slack is no step to stand in."""
    places = session.steps.exclude(kind=Kind.SLACK).values_list("position", flat=True)
    positions = sorted(places)
    return {
        "number": sum(1 for p in positions if p <= step.position),
        "total": len(positions),
    }


def _time_left(seconds: int | None) -> str:
    """The time left in whole minutes, as the quiet clock on the phone goes on to say it."""
    if seconds is None:
        return ""
    if seconds < 0:
        return "tijd is om"
    return "nog geen minuut" if seconds < 60 else f"nog {round(seconds / 60)} min"


def _in_words(number: int) -> str:
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)
