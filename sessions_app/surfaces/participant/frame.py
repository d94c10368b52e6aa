"""What every phone of a session shows: identical for all, so nothing personal is in it.

The page adds what is this browser's own (`with_own`); a pushed frame never has that.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from content import text
from content.document import CIRCLE_NAMES, Circle, Question
from sessions_app import aftercare, asking, circles, huddling, reflections, results
from sessions_app.asking import Asking, Choice
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.script import StepContent
from sessions_app.surfaces import seconds_left, stage, time_left

TEMPLATE = "sessions_app/participant/page.html#frame"
TALLY = "sessions_app/participant/page.html#tally"


@dataclass(frozen=True)
class Card:
    """One question on the phone, and what this browser did with it ('empty' in a pushed frame)."""

    ref: str
    number: int
    question: Question
    closed: bool
    says: Mapping[str, str]  # fixed texts of the session, by name
    own: bool = False  # written by the facilitator of this session
    circle: Circle | None = None  # of a round: who are asked it
    of_huddles: bool = False  # one phone of each small group answers it
    reminds: bool = False  # what is written can be taken along as a reminder to oneself
    state: str = "empty"  # empty, editing, given, passed, withdrawn
    values: tuple[str, ...] = ()  # the answer as its fields have it
    said: tuple[str, ...] = ()  # the stored answer in words
    for_report: bool = False
    off_screen: bool = False
    volgnr: int = 0
    error: str = ""

    @property
    def short(self) -> str:
        """Where the ids of its fields begin: short, for a frame goes to every phone."""
        return f"v{self.number}"

    @property
    def asking(self) -> Asking:
        """What the question's form says about itself."""
        return asking.of(self.question.form)

    @property
    def circle_name(self) -> str:
        """Who are asked it: 'cliënten'; '' where everybody is."""
        return CIRCLE_NAMES[self.circle] if self.circle else ""

    @property
    def audience(self) -> str:
        """Who will see the answer."""
        if self.circle:
            return self.says.get("ronde_antwoord", "")
        if self.of_huddles:
            return self.says.get("groepje_oogst_uitleg", "")
        return self.says.get(self.asking.audience, "")

    @property
    def help(self) -> str:
        return self.asking.help(self.question)

    @property
    def limit(self) -> str:
        """'Kies er hooguit drie.'; '' where there is no limit."""
        return self.asking.limit(self.question)

    @property
    def limit_id(self) -> str:
        """The id of that sentence, for the group of choices that it is about."""
        return f"{self.short}-max" if self.limit else ""

    @property
    def in_turn(self) -> str:
        """What its fields are called where one form holds several questions."""
        return f"waarde.{self.ref}"

    @property
    def done(self) -> bool:
        """Whether this browser answered or passed."""
        return self.state in (Answer.State.GIVEN, Answer.State.PASSED)

    @property
    def choices(self) -> tuple[Choice, ...]:
        found = self.asking.choices(self.question)
        return tuple(replace(one, checked=one.value in self.values) for one in found)

    @property
    def alone_keys(self) -> str:
        """The choices that go with no other, for the script that keeps them apart."""
        return " ".join(c.value for c in self.choices if c.alone)

    @property
    def said_meanwhile(self) -> dict[str, str]:
        """What the fields say while somebody answers, by name."""
        return self.asking.said_meanwhile(self.question)

    @property
    def typed(self) -> str:
        """An answer in one's own words, in its field."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True)
class RoleChoice:
    """A role that can be chosen on the phone, and in which circle somebody of it sits."""

    value: str
    label: str
    circle: Circle


@dataclass(frozen=True)
class Refusal:
    """An answer that was sent without scripts and not taken: why, and what was typed."""

    step_ref: str
    question_ref: str
    sentence: str
    values: tuple[str, ...] = field(default=())
    for_report: bool = False
    off_screen: bool = False
    asked: str = ""  # the question
    said: tuple[str, ...] = ()  # the answer in words


def context(session: DialogueSession) -> dict:
    """All that the frame shows, the same for everyone in the room."""
    if session.ended:
        return {
            "session": session,
            "part": "ended",
            "step_ref": "ended",
            "aftercare": aftercare.paragraphs(session),
        }
    step = session.current if session.running else None
    counted = tally(session)
    if step is None:
        return {"part": "lobby", "step_ref": "lobby", "looks_again": True, **counted}
    content = step.script
    asked = [q for q in step.questions.all() if q.asking.on_phone]
    cards = [_card(q, n, step, session.says) for n, q in enumerate(asked, start=1)]
    part = _part(step, content, cards)
    roles = _roles(content, part)
    return {
        **counted,
        "step": step,
        "step_ref": step.ref,
        "content": content,
        "cards": cards,
        "lead": content.lead,
        "time_left": time_left.quiet(seconds_left(session)),
        "many": len(cards) > 1 or bool(roles),
        "roles": roles,
        "aloud": [ring for ring in content.rings if roles and not ring.sends],
        "flow": step.of_kind.one_by_one and len(cards) > 1,
        "writing": next((card for card in cards if card.of_huddles and not card.closed), None),
        "looks_again": part == "waiting" and not _reads_along(content),
        "sent": any(card.asking.sent for card in cards),
        "theme": _theme_name(step),
        "part": part,
        "glyph": stage.glyph(step),
        "waiting": _waiting(step, content, session.says),
        "on_screen": _on_screen(step),
        "reflected": reflections.drawn(step) if step.revealed else None,
        "agreed": list(session.agreements.all()) if "agreed" in step.of_kind.shows else [],
        "slide_text": text.html(content.slide.body) if content.slide else "",
        **_where(session, step),
    }


def tally(session: DialogueSession, connected: int | None = None) -> dict:
    """How many phones are in and for how many there is place: everybody can count along."""
    return {
        "session": session,
        "joined": results.joined(session),
        "huddles": huddling.of(session),
    }


_kept: dict[str, tuple[int, float, dict]] = {}
KEPT_FOR = 1.0  # seconds


def context_of_page(session: DialogueSession) -> dict:
    """As `context`, and what only the page has; once a second: a whole room comes at once."""
    shown = kept_of_page(session)
    if shown is None:
        own = {"aftercare": aftercare.paragraphs(session), "no_time_yet": time_left.quiet(None)}
        shown = context(session) | own
        if len(_kept) > 200:
            _kept.clear()
        _kept[session.ref] = (session.version, time.monotonic() + KEPT_FOR, shown)
    return shown


def kept_of_page(session: DialogueSession) -> dict | None:
    """The same if it was made less than a second ago for this version; else None."""
    version, until, shown = _kept.get(session.ref, (-1, 0.0, {}))
    return shown if version == session.version and time.monotonic() <= until else None


def with_own(
    shown: dict, own: dict[str, dict], editing: str = "", refusals: Sequence[Refusal] = ()
) -> dict:
    """The same context with this browser's own answers in it, and what was refused just now.

    A refusal stands with its question. When the room has left that, it stands alone: above the
    question of now it would seem to be about that one.
    """
    cards = [_own_card(card, own.get(card.ref), editing) for card in shown.get("cards", [])]
    refused = {refusal.question_ref: refusal for refusal in refusals}
    for i, card in enumerate(cards):
        if card.ref in refused:
            cards[i] = _refused_card(card, refused.pop(card.ref))
    found = {
        **shown,
        "cards": cards,
        "done": sum(card.done for card in cards),
        "wrong": [card for card in cards if card.error],
    }
    if refused:
        found |= {"part": "late", "refused": list(refused.values()), "looks_again": False}
    return found


def _roles(content: StepContent, part: str) -> list[RoleChoice]:
    """The roles to choose from, where a phone needs to know its own; it tells nobody."""
    if part != "roles" and not any(ring.sends for ring in content.rings):
        return []
    chosen = ((role, ring.circle) for ring in content.rings for role in ring.roles)
    return [RoleChoice(role, circles.ROLE_NAMES[role], circle) for role, circle in chosen]


def _card(question: StepQuestion, number: int, step: Step, says: Mapping[str, str]) -> Card:
    return Card(
        ref=question.ref,
        number=number,
        question=question.script,
        closed=question.sent and (question.frozen or step.closed),
        own=question.own,
        circle=question.script.circle,
        of_huddles=question.of_huddles,
        reminds=step.of_kind.reminds and not question.sent,
        says=says,
    )


def _own_card(card: Card, own: dict | None, editing: str) -> Card:
    if own is None:
        return card
    state = own["staat"]
    values = card.asking.values(own["waarde"]) if state == Answer.State.GIVEN else ()
    if state == Answer.State.WITHDRAWN:
        shown_state = "withdrawn"
    elif editing == card.ref and not card.closed:
        shown_state = "editing"
    else:
        shown_state = str(state)
    return replace(
        card,
        state=shown_state,
        values=values,
        said=card.asking.words(card.question, values),
        for_report=own["verslag"],
        off_screen=own["buiten_scherm"],
        volgnr=own["volgnr"] or 0,
    )


def _refused_card(card: Card, refusal: Refusal) -> Card:
    return replace(
        card,
        state="editing",
        values=refusal.values,
        for_report=refusal.for_report,
        off_screen=refusal.off_screen,
        said=refusal.said or card.said,
        error=refusal.sentence,
    )


def _part(step: Step, content: StepContent, cards: list[Card]) -> str:
    """Which part of the page draws this step."""
    if any(not card.of_huddles for card in cards):
        return "questions"
    return step.of_kind.phone_part(content)


@dataclass(frozen=True)
class OnScreen:
    """The answers that the room sees now."""

    seen: results.Outcome

    @property
    def worded(self) -> bool:
        """Whether they are people's own words."""
        return self.seen.question.asking.worded


def _on_screen(step: Step) -> OnScreen | None:
    """The question whose answers stand on the screen, as far as the room may see them."""
    shown = [question for question in results.in_view(step) if question.shown]
    seen = results.outcome(shown[-1]) if shown else None
    return OnScreen(seen) if seen and seen.visible else None


def _reads_along(content: StepContent) -> bool:
    """Whether there is something to open and read: then the page may not load itself anew."""
    return bool(content.points or content.talk or content.slide or content.film)


def _waiting(step: Step, content: StepContent, says: Mapping[str, str]) -> dict[str, str]:
    said = content.phone or says["scherm"]
    return {"heading": content.phone_heading or step.title, "text": said}


def _theme_name(step: Step) -> str:
    """The theme as its film calls it; '' outside themes."""
    if not step.theme:
        return ""
    films = Step.objects.whose_kind(opens_theme=True).filter(
        session_id=step.session_id, theme=step.theme
    )
    return films.values_list("content__film__title", flat=True).first() or ""


def _where(session: DialogueSession, step: Step) -> dict[str, int]:
    """Which step of how many the room is in."""
    places = session.steps.that_run().values_list("position", flat=True)
    positions = sorted(places)
    return {
        "number": sum(1 for p in positions if p <= step.position),
        "total": len(positions),
    }
