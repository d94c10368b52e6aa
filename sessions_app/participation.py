"""What a participant does: join, answer, pass, take back, signal.

Answers come in batches: those that arrive within a few milliseconds share one transaction, and
each is acknowledged after its commit (`live.writer`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import connection
from django.db.models import Field, Model, Q
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from content.typed import seen
from sessions_app import answer_rows, asking, bus, pens, seats
from sessions_app.answer_rows import Entry
from sessions_app.errors import Refused
from sessions_app.models import (
    Answer,
    DialogueSession,
    HeldSeat,
    Participant,
    Signal,
    Step,
    StepQuestion,
)
from sessions_app.writing import writing

DOOR_CLOSED = "De deur van deze sessie is dicht. Vraag de gespreksleider om de deur te openen."
FULL = "Alle plaatsen zijn nu bezet. De gespreksleider ziet dat er iemand wacht."
SESSION_ENDED = "Deze sessie is afgelopen. Je hoeft niets meer te doen."
STAYS_ON_PHONE = "Het antwoord op deze vraag blijft op je telefoon. Je hoeft niets te versturen."
BAD_NUMBER = "Er ging iets mis met deze pagina. Laad de pagina opnieuw en verstuur nog eens."
HIGHEST_NUMBER = 2**53 - 1  # the largest whole number a script can count to


class Verdict(StrEnum):
    """What became of one answer."""

    STORED = "stored"  # it is kept, or a newer one of the same phone already was
    CLOSED = "closed"  # the step or the question takes no answers any more


@dataclass(frozen=True)
class Reading:
    """What the fields of an answer say."""

    state: str
    value: object = None
    for_report: bool = False
    off_screen: bool = False


KNOCK_EVERY = timedelta(seconds=5)  # at most so often is it written down that somebody waits


class Full(Refused):
    """Every seat is taken."""


def hold(session: DialogueSession, secret: str, *, returning: bool = False) -> bool:
    """Keep a seat for a minute (`seats.UNUSED`), for a phone that was let in. True when new.

    It becomes theirs for good when it opens a line (`join`). Refused as `join` is.
    """
    return _take_seat(session, secret, returning, only_hold=True)


def join(session: DialogueSession, secret: str, *, returning: bool = False) -> bool:
    """Let the holder of this secret in; joining twice is the same as once. True when new.

    `returning` is for who was let in before and whose seat may have freed itself: the door stops
    newcomers only. Refused after the end, for newcomers when the door is closed, and (`Full`) when
    every seat is taken. Checked with the session held still: nobody is written down after `finish`
    cleared the list.
    """
    return _take_seat(session, secret, returning, only_hold=False)


def _take_seat(session: DialogueSession, secret: str, returning: bool, only_hold: bool) -> bool:
    pen = pens.join_pen(secret, session.ref)
    with writing(durable=False):  # a row that only counts; the cookie is what lets them in
        room = _room(session.pk, pen)
        if room is None or room.phase == DialogueSession.Phase.ENDED:
            raise Refused(SESSION_ENDED)
        if room.in_already or (only_hold and room.held):
            return False
        if not room.held:
            if not room.door_open and not returning:
                raise Refused(DOOR_CLOSED)
            if room.taken >= seats.planned(room.group_size) + room.extra_seats:
                _free_unused(session)
        if only_hold:
            _insert(HeldSeat, session, pen, timezone.now() + seats.UNUSED)
            return True
        if room.held:
            _run(
                "DELETE FROM sessions_app_heldseat WHERE session_id = %s AND pen = %s",
                session.pk,
                pen,
            )
        _insert(Participant, session, pen)
        bus.tally(session.ref)  # inside: on PostgreSQL a message of its own waits for the disk
        return True


def settle(session: DialogueSession, secrets: Sequence[str]) -> None:
    """Make seats theirs of which `hold` kept each a moment ago: as `join`, for many at once.

    Nothing happens after the end, which cleared the list.
    """
    held = {pens.join_pen(secret, session.ref) for secret in secrets}
    with writing(durable=False):
        room = _room(session.pk, "")
        if room is None or room.phase == DialogueSession.Phase.ENDED:
            return
        HeldSeat.objects.filter(session=session, pen__in=held).delete()
        seated = [Participant(session=session, pen=pen) for pen in sorted(held)]
        Participant.objects.bulk_create(seated, ignore_conflicts=True)
        bus.tally(session.ref)


def knock(session: DialogueSession) -> None:
    """Somebody stands before a full room: the console hears that, never who or how many."""
    now = timezone.now()
    calm = Q(knocked_at=None) | Q(knocked_at__lt=now - KNOCK_EVERY)
    with writing(durable=False):
        if DialogueSession.objects.filter(calm, pk=session.pk).update(knocked_at=now):
            bus.tally(session.ref)


FIELDS = ("waarde", "pas", "intrekken", "verslag", "buiten_scherm", "volgnr")


def is_several(fields: MultiValueDict) -> bool:
    """Whether these fields are the answers to several questions, each with names of its own."""
    return len(fields.getlist("vraag")) > 1 or any("." in name for name in fields)


def by_question(fields: MultiValueDict) -> dict[str, MultiValueDict]:
    """The fields of each question, by its id or '', without that id in their names."""
    if not is_several(fields):
        return {fields.get("vraag", ""): fields}
    each: dict[str, MultiValueDict] = {ref: MultiValueDict() for ref in fields.getlist("vraag")}
    for name, values in fields.lists():
        plain, _, ref = name.partition(".")
        if ref in each and plain in FIELDS:
            each[ref].setlist(plain, values)
    return each


def read_answer(question: StepQuestion, fields: MultiValueDict) -> Reading:
    """What somebody answered, from the fields `waarde`, `pas`, `intrekken`, `verslag` and
    `buiten_scherm`: what may not stand on the screen does not stand in the report either.

    Refused with a sentence when it does not fit the question, or when its answers are never sent.
    """
    if not question.sent:
        raise Refused(STAYS_ON_PHONE)
    if fields.get("intrekken"):
        return Reading(Answer.State.WITHDRAWN)
    if fields.get("pas"):
        return Reading(Answer.State.PASSED)
    typed = (seen(value).strip() for value in fields.getlist("waarde"))
    values = [v for v in typed if v]
    if not values:
        raise Refused(question.asking.empty)
    may_keep_off = question.asking.picked and not question.of_huddles
    off_screen = bool(fields.get("buiten_scherm")) and may_keep_off
    for_report = bool(fields.get("verslag")) and question.asking.worded and not off_screen
    value = question.asking.read(question.script, values)
    return Reading(Answer.State.GIVEN, value, for_report, off_screen)


def read_number(typed: str | None) -> int | None:
    """The number in `volgnr`; None when a page without scripts sent none.

    Refused when it is no whole number from 1 to `HIGHEST_NUMBER`.
    """
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(HIGHEST_NUMBER))):
        raise Refused(BAD_NUMBER)
    if not 1 <= int(typed) <= HIGHEST_NUMBER:
        raise Refused(BAD_NUMBER)
    return int(typed)


def store(entries: Sequence[Entry]) -> list[Verdict]:
    """Write a batch in one transaction, in random order, and say of each what became of it.

    A lower number than the stored one never overwrites. Giving and passing need the step to be
    the current one and its answering to be open; taking back needs the session to be running.
    A question that is gone meanwhile ('zonder telefoons') is as closed as one can be.
    """
    if not entries:
        return []
    with writing():
        sessions = _share_sessions({e.session_id for e in entries})
        questions = _asked({e.question_id for e in entries})
        verdicts = []
        kept = []
        for entry in entries:
            live = sessions.get(entry.session_id)
            question = questions.get(entry.question_id)
            if live is None or question is None or live.phase != _RUNNING:
                verdicts.append(Verdict.CLOSED)
                continue
            open_now = live.current == entry.step_id and not question.closed
            if open_now or entry.state == Answer.State.WITHDRAWN:
                kept.append(entry)
                verdicts.append(Verdict.STORED)
            else:
                verdicts.append(Verdict.CLOSED)
        kept = _in_one_circle(kept)
        answer_rows.write(kept, {pk for pk, question in questions.items() if question.readable})
    return verdicts


def elsewhere(
    secret: str, question: StepQuestion, asked: Iterable[StepQuestion]
) -> tuple[tuple[int, str], ...]:
    """Of a round: what the other circles of its step are asked, and this phone's pens there.

    `asked` are the questions of the step. Nothing for a question that everybody is asked.
    """
    if not question.circle:
        return ()
    write = pens.hand(secret)
    others = (one for one in asked if one.circle and one.pk != question.pk)
    return tuple((one.pk, write(one.ref)) for one in others)


def _in_one_circle(entries: list[Entry]) -> list[Entry]:
    """These, with what their phones said in other circles of the same round taken back.

    The newest counts: what is older than an answer elsewhere goes, and is acknowledged, for a newer
    one of the same phone is there.
    """
    coming: dict[frozenset[str], Entry] = {}  # by phone, as far as this batch knows it
    rest = []
    for entry in entries:
        if not entry.elsewhere or entry.state == Answer.State.WITHDRAWN:
            rest.append(entry)
            continue
        phone = frozenset({entry.pen, *(pen for _, pen in entry.elsewhere)})
        before = coming.get(phone)
        if before is None or _newer(entry.number, before.number):
            coming[phone] = entry
    if not coming:
        return entries
    others = {place for entry in coming.values() for place in entry.elsewhere}
    given = Answer.objects.filter(
        question__in={question_id for question_id, _ in others}, pen__in={pen for _, pen in others}
    )
    said = given.exclude(state=Answer.State.WITHDRAWN).values_list("question_id", "pen", "number")
    known = {(question_id, pen): number for question_id, pen, number in said}
    for entry in coming.values():
        there = [one for one in entry.elsewhere if one in known]
        if all(_newer(entry.number, known[one]) for one in there):
            rest += [entry, *(_taken_back(entry, *one) for one in there)]
    return rest


def _newer(one: int | None, other: int | None) -> bool:
    """Whether a number is that of a later change; what was sent without scripts always is."""
    return one is None or one >= (other or 0)


def _taken_back(entry: Entry, question_id: int, pen: str) -> Entry:
    """What the phone of this entry said elsewhere, taken back by it."""
    withdrawn = Answer.State.WITHDRAWN
    return replace(entry, question_id=question_id, pen=pen, state=withdrawn, value=None)


def own_answers(session: DialogueSession, secret: str) -> dict[str, dict]:
    """This browser's answers, by public id of the question: for reconnecting and going back.

    Passing and taking back are told too, with the number, so that a phone that forgot goes on
    from there.
    """
    refs = StepQuestion.objects.filter(step__session=session).values_list("ref", flat=True)
    write = pens.hand(secret)
    questions = {write(ref): ref for ref in refs}
    found = Answer.objects.filter(question__step__session=session, pen__in=list(questions))
    return {
        questions[a.pen]: {
            "staat": a.state,
            "waarde": a.value if a.state == Answer.State.GIVEN else None,
            "verslag": a.for_report,
            "buiten_scherm": a.off_screen,
            "volgnr": a.number,
        }
        for a in found
        if a.pen is not None
    }


def signal(step: Step, secret: str, sort: Signal.Sort) -> bool:
    """Somebody pauses or asks for more time; twice is the same as once. True when it is new.

    The facilitator hears it a little later (`tell_signals`). Refused when the session is not
    running.
    """
    with writing():
        live = _share_sessions({step.session_id}).get(step.session_id)
        if live is None or live.phase != _RUNNING:
            raise Refused(SESSION_ENDED)
        _, new = Signal.objects.get_or_create(
            step=step, sort=sort, pen=pens.pen(secret, f"{sort}:{step.ref}")
        )
    return new


def tell_signals() -> set[str]:
    """Let consoles see the signals that wait, all together; the sessions that they belong to.

    Called at moments that have nothing to do with a press, so that nobody who sees a signal come
    knows which phone was touched just then.
    """
    waiting = Signal.objects.filter(told=False, step__session__phase=_RUNNING)
    refs = set(waiting.values_list("step__session__ref", flat=True))
    if refs:
        with writing():
            waiting.update(told=True)
            for ref in refs:
                bus.tally(ref)
    return refs


class _Live(NamedTuple):
    """Of a session, what decides whether something may be written."""

    phase: str
    current: int | None
    door_open: bool


class _Asked(NamedTuple):
    """Of a question, what decides whether it takes an answer and what taking back leaves."""

    frozen: bool
    step_closed: bool
    may_be_seen: bool
    form: str

    @property
    def closed(self) -> bool:
        return self.frozen or self.step_closed

    @property
    def readable(self) -> bool:
        """Whether its texts stand somewhere now: then one that is taken back leaves later."""
        return self.may_be_seen and self.form in asking.WORDED


SEATS_LOCK = 8214  # any number: by what PostgreSQL knows the locks for seats
_RUNNING = DialogueSession.Phase.RUNNING


def _share_sessions(pks: set[int]) -> dict[int, _Live]:
    """The state of these sessions, held still until what follows is committed.

    FOR SHARE lets batches of several processes go side by side and makes a verb wait; SQLite has
    one writer, so there nothing needs holding.
    """
    hold = " ORDER BY id FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, phase, current_id, door_open FROM sessions_app_dialoguesession "  # noqa: S608
            f"WHERE id IN ({_marks(pks)}){hold}",
            sorted(pks),
        )
        return {pk: _Live(*state) for pk, *state in cursor.fetchall()}


def _asked(pks: set[int]) -> dict[int, _Asked]:
    """The state of these questions. After `_share_sessions`, never in one statement with it: on
    PostgreSQL that would read them as they were before the wait.

    Every few answers ask this, so it is no query of the ORM: making that costs more than asking.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT q.id, q.frozen, t.closed, q.may_be_seen, q.form "  # noqa: S608 - only marks
            "FROM sessions_app_stepquestion q JOIN sessions_app_step t ON t.id = q.step_id "
            f"WHERE q.id IN ({_marks(pks)})",
            list(pks),
        )
        return {pk: _Asked(*state) for pk, *state in cursor.fetchall()}


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


class _Room(NamedTuple):
    """Of a session, what decides whether somebody gets a seat."""

    phase: str
    door_open: bool
    group_size: int
    extra_seats: int
    in_already: bool
    held: bool
    taken: int


# Whole rooms come in within seconds, so this is one statement where the ORM would make six.
_ROOM = """
    SELECT s.phase, s.door_open, s.group_size, s.extra_seats,
        EXISTS (SELECT 1 FROM sessions_app_participant WHERE session_id = s.id AND pen = %s),
        EXISTS (SELECT 1 FROM sessions_app_heldseat WHERE session_id = s.id AND pen = %s),
        (SELECT COUNT(*) FROM sessions_app_participant WHERE session_id = s.id)
            + (SELECT COUNT(*) FROM sessions_app_heldseat WHERE session_id = s.id)
    FROM sessions_app_dialoguesession s WHERE s.id = %s
"""


def _room(session_pk: int, pen: str) -> _Room | None:
    """The room, held still until what follows is committed.

    On PostgreSQL seats of one session go one by one, without making its answers wait; SQLite has
    one writer anyway.
    """
    share = ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SEATS_LOCK, session_pk])
            share = " FOR SHARE OF s"
        cursor.execute(_ROOM + share, [pen, pen, session_pk])
        found = cursor.fetchone()
        return _Room(*found) if found else None


def _free_unused(session: DialogueSession) -> None:
    """Free a seat that was held and never used; `Full` when there is none."""
    freed, _ = session.held_seats.filter(until__lt=timezone.now()).delete()
    if not freed:
        raise Full(FULL)


def _insert(
    seat: type[Participant | HeldSeat], session: DialogueSession, pen: str, *more: datetime
) -> None:
    """Write a seat down; in one statement instead of four."""
    fields = ["id", "session_id", "pen", *(["until"] if more else [])]
    values = [
        _column(seat, name).get_db_prep_save(value, connection)
        for name, value in zip(fields, [uuid4(), session.pk, pen, *more], strict=True)
    ]
    marks = ", ".join(["%s"] * len(values))
    _run(f"INSERT INTO {seat._meta.db_table} ({', '.join(fields)}) VALUES ({marks})", *values)  # noqa: S608 - names of ours


@cache
def _column(table: type[Model], name: str) -> Field:
    """A field that is a column of this table; KeyError when it has none of that name."""
    return {field.attname: field for field in table._meta.fields}[name]


def _run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
