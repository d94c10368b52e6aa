"""What the facilitator sees. No request in it: the pushed frame and the page are the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from content import diagrams
from content.text import html
from sessions_app import (
    access,
    closing,
    edits,
    huddles,
    huddling,
    keeping_time,
    kinds,
    mirror,
    pace,
    programmes,
    progress,
    reflections,
    results,
    seats,
    step_words,
    upkeep,
)
from sessions_app.keeping_time import Time
from sessions_app.models import Agreement, DialogueSession, Huddles, Signal, Step, StepQuestion
from sessions_app.script import Note
from sessions_app.small_groups import LEAST_ANSWERS, Level
from sessions_app.surfaces import films, seconds_left, stage, time_left
from sessions_app.surfaces.projector import frame as projector
from sessions_app.wish import Guests
from sessions_app.words import names

TEMPLATE = "sessions_app/console/console.html#frame"
MINIATURE = "sessions_app/console/miniature.html"
TALLY = "sessions_app/console/console.html#tally"
MORE_TIME = 120  # seconds that '+ 2 min' gives
WITHOUT_PHONES = "Zo gaat het zonder telefoons"  # heading on the card
WAITS = timedelta(seconds=20)  # so long after a knock somebody is taken to be waiting


@dataclass(frozen=True)
class ProgrammeRow:
    """One line of the programme in the margin."""

    step: Step
    clock: datetime | None  # as planned, and once it runs as it really goes; None: passed by
    look: str  # how it is drawn: 'pause', 'slack' or ''
    state: str  # 'done' | 'now' | 'gone' | ''
    jump: bool
    minutes: int  # that it lasts; of slack, what is left
    due: int | None = None  # where it is still to come: minutes since midnight, when on time


@dataclass(frozen=True)
class AnswerCard:
    """One question whose answers belong with this step."""

    question: StepQuestion
    open_now: bool
    outcome: results.Outcome | None  # what may be seen, once somebody tried to read it
    mirrored: bool = False  # its answers stand in a picture, not here
    waits: bool = False  # nobody sees them before the room chose again

    @property
    def level(self) -> Level:
        """How far the group is; never more than that."""
        return progress.of(self.question)

    @cached_property
    def said(self) -> tuple[results.Said, ...]:
        """The texts to pick from, once they may be read."""
        return results.said(self.question)

    @property
    def before(self) -> bool:
        """Whether some of the texts, and not all, stood on the screen before."""
        return 0 < sum(one.picked for one in self.said) < len(self.said)

    @property
    def kept_off(self) -> tuple[str, ...]:
        """Texts to read and not to show: their writers said so."""
        return results.kept_off(self.question)

    @property
    def share(self) -> int:
        """The same for a bar, in percent."""
        return 25 * self.level


PRESSES = {
    mirror.Layer.GUESSES: "Toon de schattingen",
    mirror.Layer.TEAM: "Toon wat ons team koos",
    mirror.Layer.REFERENCE: "Toon de cijfers van 2019",
}


@dataclass(frozen=True)
class Reflection:
    """The picture of a mirror as the console drives it."""

    presses: tuple[str, ...]  # what each press shows
    seen: int  # how many were pressed
    drawn: mirror.Drawn  # with everything, to read whom the figures are about

    @property
    def next(self) -> str:
        """What the next press shows; '' where nothing is left."""
        return self.presses[self.seen] if self.seen < len(self.presses) else ""


def _reflection(step: Step) -> Reflection | None:
    layers = reflections.layers(step)
    if not layers:
        return None
    whole = mirror.draw(reflections.picture(step), {mirror.Layer.REFERENCE})
    return Reflection(tuple(PRESSES[layer] for layer in layers), step.revealed, whole)


@dataclass(frozen=True)
class LookingBack:
    """The questions of an evaluation, answered in one go: one line for all of them.

    What comes out of it stands in the report; nobody reads it here, and no screen shows it.
    """

    open_now: bool
    level: Level  # of the question with which the group is least far

    @property
    def share(self) -> int:
        """The same for a bar, in percent."""
        return 25 * self.level


@dataclass(frozen=True)
class ShownNote:
    """One piece of advice, as it is drawn."""

    heading: str
    html: SafeString
    short: SafeString  # '' where the short card leaves it out
    aloud: bool  # to be read aloud, so it stands first

    @property
    def only_long(self) -> bool:
        """Whether the short card does without it."""
        return not self.short and not self.aloud


def context(session: DialogueSession) -> dict:
    """Everything on the console, for one version of the session."""
    timed = programmes.clock_times(session)
    steps = [step for step, _ in timed]
    current = session.current if session.running else None
    seconds = seconds_left(session)
    time = keeping_time.of(session, steps, seconds or 0)
    found = {
        "session": session,
        "code": session.code,
        "host": stage.host(),
        "now": timezone.now(),
        "step": current,
        "step_ref": _place(session, current),
        "programme": _programme(timed, current, time),
        "report_url": f"/sessies/{session.ref}/verslag/",
        "screen_address": screen_address(session),
        "along": _along(session),
        **_counters(session, current),
    }
    if not session.ended:
        found |= _screen(session, steps)
    if session.planned:
        found |= _lobby(session, steps)
    if current is not None:
        found["dealt"] = _dealt(session, current)
        found |= _running(session, steps, current, found)
        found |= _clock(session, current, seconds, found["dealt"])
    if time is not None:
        found |= _pace(session, time, found["news"])
    return found


def _screen(session: DialogueSession, steps: list[Step]) -> dict:
    """What the room sees: the projector's own frame, small, and the same in a sentence."""
    seen = projector.context(session, steps)
    says, on_screen = seen["announce"], seen.get("question")
    if session.black:
        says = "Het scherm is zwart."
    elif on_screen is not None:
        says = f"Op het scherm staan de antwoorden op: {on_screen.text}"
    elif session.planned and not session.screen_started:
        says = f"Het scherm is nog niet gestart. Straks: {says}"
    else:
        says = f"Op het scherm: {says}"
    if session.keeps_shown:
        says += " Die blijven staan bij ‘Volgende’."
    return {
        "screen_says": says,
        "on_screen": on_screen,
        "miniature": render_to_string(MINIATURE, seen | {"mini": True}),
    }


@dataclass(frozen=True)
class Shorter:
    """One step of a proposal; minutes."""

    title: str
    was: int
    now: int  # 0: it goes


@dataclass(frozen=True)
class Proposal:
    """A rest that is shorter, to look at before it is so."""

    minutes: int  # to be caught up
    lines: tuple[Shorter, ...]
    ends: datetime
    late: int  # minutes that stay, where it can't be done whole
    spares_talk: bool


def proposal(session: DialogueSession) -> Proposal | None:
    """How a session would end on time after all; None where it does already."""
    time = keeping_time.of(session, session.steps.all(), seconds_left(session) or 0)
    if time is None or time.pace.late < 1:
        return None
    cut = time.pace.late
    lasting = pace.shorter(keeping_time.lines(time.coming), cut)
    both = [(s, now) for s, now in zip(time.coming, lasting, strict=True) if now != s.minutes]
    saved = sum(step.minutes - now for step, now in both)
    return Proposal(
        minutes=cut,
        lines=tuple(Shorter(step.title, step.minutes, now) for step, now in both),
        ends=time.pace.ends - timedelta(minutes=saved),
        late=max(0, cut - saved),
        spares_talk=not any(step.of_kind.talks for step, _ in both),
    )


def tally(session: DialogueSession, connected: int) -> dict:
    """Only what answers, joins and signals change; `connected` is how many phones listen now."""
    current = session.current if session.running else None
    found = {"session": session, **_counters(session, current), "connected": connected}
    dealt = _dealt(session, current)
    found |= {"dealt": dealt, "huddles": projector.huddles(session, dealt.row if dealt else None)}
    if film := films.shown(session):
        steps = list(session.steps.all())
        found |= {"film": film, "step": current, **_onward(steps, film.screening.step)}
    return found


def screen_address(session: DialogueSession) -> str:
    """The whole address for another computer: shows the projector and can do nothing else."""
    path = reverse("projector:show", args=[session.ref])
    return f"{settings.BASE_URL}{path}?sleutel={access.screen_key(session)}"


def _along(session: DialogueSession) -> str:
    """Who leads this session along with its owner: the same sentence on every console."""
    others = session.facilitators.filter(owner=False).order_by("pk")
    found = list(others.values_list("user__email", flat=True))
    if not found:
        return ""
    return f"{names(found)} {'leidt' if len(found) == 1 else 'leiden'} mee"


def _place(session: DialogueSession, current: Step | None) -> str:
    if session.ended:
        return "ended"
    return current.ref if current else "lobby"


def _counters(session: DialogueSession, current: Step | None) -> dict:
    joined = results.joined(session)
    found = {
        "joined": joined,
        "few": not session.ended and not session.phone_free and joined < LEAST_ANSWERS,
        "least": LEAST_ANSWERS,
        "asked": [],
        "looking_back": None,
        "closes_at": upkeep.closes_at(session),
        "spare": seats.spare(session.group_size),
        "waiting": _somebody_waits(session),
        "more_time": False,
        "paused": False,
    }
    if current is not None:
        told = Signal.objects.filter(step=current, told=True)
        sorts = set(told.values_list("sort", flat=True))
        found |= _asked(current, joined)
        found["more_time"] = Signal.Sort.MORE_TIME in sorts
        found["paused"] = Signal.Sort.PAUSE in sorts
    return found


def _somebody_waits(session: DialogueSession) -> bool:
    """Whether a full room sent somebody away just now; who waits asks again every few seconds."""
    known = session.knocked_at
    if known is None or session.ended or timezone.now() - known > WAITS:
        return False
    return session.participants.count() + session.held_seats.count() >= session.seats


def _asked(current: Step, joined: int) -> dict:
    """The questions whose answers belong here; those of an evaluation only as one line, in it."""
    questions = results.in_view(current)
    takes = {q.pk for q in questions if q.step_id == current.pk and not current.closed}
    still_open = [q for q in questions if q.pk in takes and not q.frozen]
    of_people = [q for q in still_open if not q.of_huddles]
    progress.look(of_people, current.seats or joined)
    if of_huddles := [q for q in still_open if q.of_huddles]:
        progress.look(of_huddles, huddling.count(current))
    back = [q for q in questions if q.step.of_kind.evaluates]
    cards = [
        AnswerCard(
            question=q,
            open_now=q in still_open,
            outcome=results.outcome(q) if q.frozen else None,
            mirrored=bool(q.step.content.get("mirror")),
            waits=q.step.of_kind.comes_again and closing.waits_for_talk(current.session, q),
        )
        for q in questions
        if q not in back and (q in still_open or not q.step.content.get("mirror"))
    ]
    # Both times stand together in the card of the second.
    beside = [
        card.outcome.before.question for card in cards if card.outcome and card.outcome.before
    ]
    cards = [card for card in cards if card.question not in beside]
    if not back or not current.of_kind.evaluates:
        return {"asked": cards}
    level = min(progress.of(question) for question in back)
    return {"asked": cards, "looking_back": LookingBack(bool(takes), level)}


def _programme(
    timed: list[tuple[Step, datetime]], current: Step | None, time: Time | None
) -> list[ProgrammeRow]:
    lines = []
    for step, planned in timed:
        state = _state(step, current)
        coming = time.of(step) if time else None
        lines.append(
            ProgrammeRow(
                step=step,
                clock=planned if time is None else time.begins(step),
                look=step.of_kind.look,
                state=state,
                jump=current is not None and state != "now" and step.runs,
                minutes=coming.minutes if coming else step.minutes,
                due=time_left.of_day(coming.due) if coming else None,
            )
        )
    return lines


def _state(step: Step, current: Step | None) -> str:
    if current is None:
        return ""
    if step.position == current.position:
        return "now"
    if step.skipped:
        return "gone"
    return "done" if step.position < current.position else ""


def _clock(
    session: DialogueSession, current: Step, seconds: int | None, dealt: "Dealt | None"
) -> dict:
    """The clock of the current step."""
    return {
        "seconds": seconds,
        "threes": stage.threes(session, current, seconds, dealt.row if dealt else None),
        "time_left": time_left.exact(seconds),
        "near": time_left.near(seconds, current.minutes * 60 + session.extra_seconds),
    }


def _pace(session: DialogueSession, time: Time, news: str) -> dict:
    """Behind or ahead, what more time costs, and the way to catch up and back."""
    caught_up, _ = edits.ahead(session)
    return {
        "time": time,
        "behind": time_left.behind(time.pace),
        "in_hand": time_left.in_hand(time.pace),
        "costs": time_left.costs(time.pace, time.with_more(MORE_TIME)),
        "more_time_seconds": MORE_TIME,
        "end_of_day": time_left.of_day(time.end),
        "caught_up": caught_up,
        "news": "|".join([news] * bool(news) + [caught_up] * bool(caught_up)),
    }


def _lobby(session: DialogueSession, steps: list[Step]) -> dict:
    first = next((s for s in steps if s.runs), None)
    return {
        "first": first,
        "has_films": any(s.content.get("film") for s in steps),
        "announce": "Nog niet begonnen.",
    }


def _running(session: DialogueSession, steps: list[Step], current: Step, known: dict) -> dict:
    names = stage.theme_names(steps)
    content = current.script
    questions = list(current.questions.all())
    previous, _, place, total = stage.neighbours(steps, current)
    headline = stage.headline(current, content, questions)
    asked, looking_back = known["asked"], known["looking_back"]
    agrees = "agreements" in current.of_kind.shows
    agreements = list(session.agreements.all()) if agrees else []
    return {
        "content": content,
        "kicker": stage.kicker(current, names, headline),
        "headline": headline,
        "film": films.shown(session),
        "previous": previous,
        **_onward(steps, current),
        "place": place,
        "total": total,
        "can_close": any(e.open_now for e in asked) or bool(looking_back and looking_back.open_now),
        "can_read": any(
            not (entry.open_now or entry.waits or entry.question.frozen) for entry in asked
        ),
        "reads_on": any(entry.open_now and not entry.waits for entry in asked),
        "concept": not content.tested or any(not q.tested for q in questions),
        "notes": _notes([*_without_phones(session, current), *content.notes]),
        "changed": step_words.changes(content),
        "cautions": diagrams.cautions(content.slide.figures) if content.slide else (),
        "aloud": [p for p in stage.prompts(current, content, questions) if p != headline],
        "own_part": current.of_kind.console,
        "offers_away": _offers_away(session, questions, known["dealt"]),
        "reflection": _reflection(current),
        "dealt": known["dealt"],
        "agrees": agrees,
        "agreements": agreements,
        "beside": bool(
            asked or looking_back or current.of_kind.console or known["few"] or known["dealt"]
        ),
        "announce": f"Stap {place} van {total}: {headline}",
        "news": "|".join(
            [
                *_news(session, current, known["on_screen"], agreements, known["along"]),
                *_dealt_news(known["dealt"]),
            ]
        ),
    }


def _offers_away(
    session: DialogueSession, questions: list[StepQuestion], dealt: "Dealt | None"
) -> bool:
    """Whether phones can be put away: where they ask nothing, and to wake them anywhere."""
    asks = any(question.asking.on_phone for question in questions)
    asks = asks or (dealt is not None and dealt.choosing)
    return not session.phone_free and (session.phones_away or not asks)


@dataclass(frozen=True)
class Dealt:
    """Small groups as the console deals them; before the first press there are none."""

    row: Huddles | None
    listed: tuple[huddling.Huddle, ...]
    usual: int  # how many people each has, as the step was planned
    by_hand_first: bool  # guests are there: who treats whom is known in the room, not here
    led_by_manager: bool
    may_write: bool  # whether one phone of each can be asked to write now

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """What can be dealt, the planned size first."""
        return sorted(huddles.SIZES.items(), key=lambda one: one[0] != self.usual)

    @property
    def choosing(self) -> bool:
        """Whether people choose their sign now."""
        return bool(self.row and self.row.choosing)

    @property
    def again(self) -> bool:
        """Whether they do so on top of a deal, so that everybody has one already."""
        return bool(self.row and self.row.choosing == Huddles.Choosing.AGAIN)

    @property
    def alone(self) -> str:
        """The signs where one person sits: 'gele driehoek en blauwe cirkel'; '' for none."""
        found = [huddle.sign.name for huddle in self.listed if huddle.people == 1]
        return names(found) if found else ""

    @property
    def said(self) -> str:
        """How many there are and of how many: '4 groepjes: 3 van 3 en 1 van 4 mensen'.

        While people choose: how many phones have a sign.
        """
        if self.choosing and self.row:
            have = sum(huddle.people for huddle in self.listed)
            return f"{have} van de {have + self.row.signless} telefoons hebben een teken"
        word = "groepje" if len(self.listed) == 1 else "groepjes"
        counted = Counter(huddle.people for huddle in self.listed)
        each = [f"{count} van {people}" for people, count in sorted(counted.items())]
        if len(counted) == 1:
            return f"{len(self.listed)} {word} van {next(iter(counted))} mensen"
        return f"{len(self.listed)} {word}: {names(each)} mensen"


def _dealt(session: DialogueSession, current: Step | None) -> Dealt | None:
    """The small groups of this step; None where nobody is dealt."""
    if current is None or session.phone_free or not (usual := current.in_huddles):
        return None
    row = huddling.of(session)
    listed = tuple(huddling.listed(session, row)) if row else ()
    leads = session.led_by == DialogueSession.LedBy.MANAGER
    asks = any(question.asking.on_phone for question in current.questions.all())
    guests = session.roles is not None or session.guests != Guests.NONE
    return Dealt(row, listed, usual, guests, leads, may_write=not asks and not current.closed)


def _dealt_news(dealt: Dealt | None) -> list[str]:
    """Each deal is said once, and that people choose."""
    if dealt is None or dealt.row is None:
        return []
    if dealt.choosing:
        return ["Mensen kiezen nu een teken op hun telefoon."]
    return [f"Deling {dealt.row.deal}: {dealt.said}."]


def _onward(steps: list[Step], current: Step) -> dict:
    """The step that comes, and what the button to it says."""
    _, following, _, _ = stage.neighbours(steps, current)
    label = stage.next_label(following, stage.theme_names(steps))
    return {"following": following, "next_label": label}


def _without_phones(session: DialogueSession, current: Step) -> list[Note]:
    """How the step goes without phones, where there are none (any more): on both cards."""
    said = session.document.said(current.of_kind.unplugged) if session.phone_free else ""
    return [Note(heading=WITHOUT_PHONES, text=said, short=said)] if said else []


def _notes(notes: Iterable[Note]) -> list[ShownNote]:
    """What must be read aloud stands first: the room waits for it."""
    shown = [
        ShownNote(
            n.heading,
            html(n.text),
            html(n.short) if n.short else SafeString(""),
            n.aloud or n.heading == kinds.READ,
        )
        for n in notes
    ]
    return sorted(shown, key=lambda note: not note.aloud)


def _news(
    session: DialogueSession,
    current: Step,
    on_screen: StepQuestion | None,
    agreements: list[Agreement],
    along: str,
) -> list[str]:
    """What a screen reader hears once, when it becomes so."""
    found = []
    if current.closed:
        found.append("De antwoorden zijn gesloten.")
    if session.black:
        found.append("Het scherm is zwart.")
    if session.phones_away:
        found.append("De telefoons zijn donker.")
    if on_screen is not None:
        found.append(f"Op het scherm staan de antwoorden op: {on_screen.text}")
    if session.keeps_shown:
        found.append("De antwoorden blijven staan bij de volgende stap.")
    if agreements:
        said = "afspraak" if len(agreements) == 1 else "afspraken"
        found.append(f"{len(agreements)} {said} op het scherm. De laatste: {agreements[-1].text}")
    if along:
        found.append(f"{along[:1].upper()}{along[1:]}.")
    return [sentence.replace("|", "/") for sentence in found]
