"""What a participant does: join, answer, pass, take back, signal.

Answers come in batches: those that arrive within a few milliseconds share one transaction, and
each is acknowledged after its commit (`live.writer`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import uuid4

from django.db import connection
from django.utils.datastructures import MultiValueDict

from content.document import Form
from sessions_app import pens
from sessions_app.errors import Refused
from sessions_app.live import bus
from sessions_app.models import Answer, DialogueSession, Participant, Signal, Step, StepQuestion
from sessions_app.writing import writing

LONGEST_TEXT = 2000  # characters
DOOR_CLOSED = "De deur van deze sessie is dicht. Vraag de gespreksleider om de deur te openen."
SESSION_ENDED = "Deze sessie is afgelopen. Je hoeft niets meer te doen."
STAYS_ON_PHONE = "Het antwoord op deze vraag blijft op je telefoon. Je hoeft niets te versturen."
BAD_NUMBER = "Er ging iets mis met deze pagina. Laad de pagina opnieuw en verstuur nog eens."
HIGHEST_NUMBER = 2**53 - 1  # the largest whole number a script can count to


class Verdict(StrEnum):
    """What became of one answer."""

    STORED = "stored"  # it is kept, or a newer one of the same phone already was
    CLOSED = "closed"  # the step or the question takes no answers any more


@dataclass(frozen=True)
class Entry:
    """One answer to write: already read and valid, but the step may have closed meanwhile."""

    question_id: int
    step_id: int
    session_id: int
    pen: str
    number: int | None  # None: sent without scripts, always the newest
    state: str
    value: object = None
    for_report: bool = False


@dataclass(frozen=True)
class Reading:
    """What the fields of an answer say."""

    state: str
    value: object = None
    for_report: bool = False


def join(session: DialogueSession, secret: str) -> bool:
    """Let the holder of this secret in; joining twice is the same as once. True when new.

    Refused after the end, and for newcomers when the door is closed. Checked with the session
    held still: nobody is written down after `finish` cleared the list.
    """
    pen = pens.join_pen(secret, session.ref)
    with writing(durable=False):  # a row that only counts; the cookie is what lets them in
        live = _share_sessions({session.pk}).get(session.pk)
        if live is None or live.phase == DialogueSession.Phase.ENDED:
            raise Refused(SESSION_ENDED)
        if not live.door_open and not session.participants.filter(pen=pen).exists():
            raise Refused(DOOR_CLOSED)
        new = _insert_participant(session, pen)
        if new:
            bus.tally(session.ref)  # inside: on PostgreSQL a message of its own waits for the disk
    return new


def read_answer(question: StepQuestion, fields: MultiValueDict) -> Reading:
    """What somebody answered, from the fields `waarde`, `pas`, `intrekken` and `verslag`.

    Refused with a sentence when it does not fit the question, or when its answers are never sent.
    """
    if not question.sent:
        raise Refused(STAYS_ON_PHONE)
    if fields.get("intrekken"):
        return Reading(Answer.State.WITHDRAWN)
    if fields.get("pas"):
        return Reading(Answer.State.PASSED)
    typed = (v.replace("\x00", "").replace("\r\n", "\n").strip() for v in fields.getlist("waarde"))
    values = [v for v in typed if v]
    if not values:
        raise Refused(_EMPTY[Form(question.form)])
    for_report = bool(fields.get("verslag")) and question.form == Form.OPEN
    return Reading(Answer.State.GIVEN, _READERS[Form(question.form)](question, values), for_report)


def read_number(typed: str | None) -> int | None:
    """The number in `volgnr`; None when a page without scripts sent none.

    Refused when it is no whole number from 0 to `HIGHEST_NUMBER`.
    """
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(HIGHEST_NUMBER))):
        raise Refused(BAD_NUMBER)
    if int(typed) > HIGHEST_NUMBER:
        raise Refused(BAD_NUMBER)
    return int(typed)


def store(entries: Sequence[Entry]) -> list[Verdict]:
    """Write a batch in one transaction and say of each what became of it.

    A lower number than the stored one never overwrites. Giving and passing need the step to be
    the current one and the question not frozen; taking back needs the session to be running.
    """
    if not entries:
        return []
    with writing():
        sessions = _share_sessions({e.session_id for e in entries})
        frozen = set(
            StepQuestion.objects.filter(
                pk__in={e.question_id for e in entries}, frozen=True
            ).values_list("pk", flat=True)
        )
        verdicts = []
        rows = []
        for entry in entries:
            live = sessions.get(entry.session_id)
            running = live is not None and live.phase == _RUNNING
            open_now = running and live.current == entry.step_id and entry.question_id not in frozen
            if open_now or (running and entry.state == Answer.State.WITHDRAWN):
                rows.append(entry)
                verdicts.append(Verdict.STORED)
            else:
                verdicts.append(Verdict.CLOSED)
        _upsert(rows)
    return verdicts


def own_answers(session: DialogueSession, secret: str) -> dict[str, dict]:
    """This browser's answers, by public id of the question: for reconnecting and going back.

    Passing and taking back are told too, with the number, so that a phone that forgot goes on
    from there.
    """
    questions = {
        pens.pen(secret, q.ref): q for q in StepQuestion.objects.filter(step__session=session)
    }
    found = Answer.objects.filter(question__step__session=session, pen__in=list(questions))
    return {
        questions[a.pen].ref: {
            "staat": a.state,
            "waarde": a.value,
            "verslag": a.for_report,
            "volgnr": a.number,
        }
        for a in found
    }


def signal(step: Step, secret: str, sort: Signal.Sort) -> bool:
    """Somebody pauses or asks for more time; twice is the same as once. True when it is new.

    Refused when the session is not running.
    """
    with writing():
        live = _share_sessions({step.session_id}).get(step.session_id)
        if live is None or live.phase != _RUNNING:
            raise Refused(SESSION_ENDED)
        _, new = Signal.objects.get_or_create(
            step=step, sort=sort, pen=pens.pen(secret, f"{sort}:{step.ref}")
        )
    return new


def _open(question: StepQuestion, values: list[str]) -> str:
    text = values[0]
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"Je tekst is {len(text):,} tekens lang. ".replace(",", ".")
            + f"Er passen er {LONGEST_TEXT:,}. ".replace(",", ".")
            + "Maak je tekst korter en verstuur hem opnieuw. Hij staat er nog."
        )
    return text


def _scale(question: StepQuestion, values: list[str]) -> int:
    points = [str(i) for i in range(1, len(question.points) + 1)]
    if values[0] in points and len(set(values)) == 1:
        return int(values[0])
    raise Refused("Kies een van de punten op de schaal en verstuur opnieuw.")


def _one(question: StepQuestion, values: list[str]) -> str:
    if values[0] in {o["key"] for o in question.options} and len(set(values)) == 1:
        return values[0]
    raise Refused("Kies één van de antwoorden en verstuur opnieuw.")


def _several(question: StepQuestion, values: list[str]) -> list[str]:
    known = {o["key"]: o for o in question.options}
    if any(key not in known for key in values):
        raise Refused("Kies uit de antwoorden op het scherm en verstuur opnieuw.")
    # In the order of the options: the order of pressing would be a trait of the person.
    chosen = [key for key in known if key in values]
    if question.most and len(chosen) > question.most:
        raise Refused(
            f"Je koos er {len(chosen)}. Kies er hooguit {question.most} en verstuur opnieuw."
        )
    if len(chosen) > 1 and any(known[key]["alone"] for key in chosen):
        alone = next(known[key]["text"] for key in chosen if known[key]["alone"])
        raise Refused(f"'{alone}' gaat niet samen met een ander antwoord. Haal er een weg.")
    return chosen


_READERS = {Form.OPEN: _open, Form.SCALE: _scale, Form.ONE: _one, Form.SEVERAL: _several}
_EMPTY = {
    Form.OPEN: "Schrijf eerst iets op, of druk op 'Ik sla deze vraag over'.",
    Form.SCALE: "Kies eerst een punt op de schaal, of druk op 'Ik sla deze vraag over'.",
    Form.ONE: "Kies eerst een antwoord, of druk op 'Ik sla deze vraag over'.",
    Form.SEVERAL: "Kies eerst een antwoord, of druk op 'Ik sla deze vraag over'.",
}


class _Live(NamedTuple):
    """Of a session, what decides whether something may be written."""

    phase: str
    current: int | None
    door_open: bool


_RUNNING = DialogueSession.Phase.RUNNING


def _share_sessions(pks: set[int]) -> dict[int, _Live]:
    """The state of these sessions, held still until what follows is committed.

    FOR SHARE lets batches of several processes go side by side and makes a verb wait; SQLite has
    one writer, so there nothing needs holding.
    """
    hold = " ORDER BY id FOR SHARE" if connection.vendor == "postgresql" else ""
    marks = ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, phase, current_id, door_open FROM sessions_app_dialoguesession "  # noqa: S608
            f"WHERE id IN ({marks}){hold}",
            sorted(pks),
        )
        return {pk: _Live(*state) for pk, *state in cursor.fetchall()}


def _insert_participant(session: DialogueSession, pen: str) -> bool:
    """Write down who joined, unless that was done before; in one statement instead of four."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sessions_app_participant (id, session_id, pen) VALUES (%s, %s, %s) "
            "ON CONFLICT (session_id, pen) DO NOTHING",
            [Participant._meta.pk.get_db_prep_save(uuid4(), connection), session.pk, pen],
        )
        return cursor.rowcount == 1


def _upsert(entries: Sequence[Entry]) -> None:
    """Insert or overwrite by (question, pen), unless a higher number is already there.

    Django's bulk_create can't say 'only when newer', hence the statement of our own; it is the
    same on SQLite and PostgreSQL.
    """
    if not entries:
        return
    field = Answer._meta.get_field
    prepare = [field(n).get_db_prep_save for n in ("id", "value")]
    rows = []
    for entry in entries:
        answer = Answer(value=entry.value)
        rows.append(
            (
                prepare[0](answer.id, connection),
                entry.question_id,
                entry.pen,
                entry.number,
                entry.state,
                prepare[1](entry.value, connection),
                entry.for_report,
            )
        )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sessions_app_answer AS a "
            "(id, question_id, pen, number, state, value, for_report) "
            "VALUES (%s, %s, %s, COALESCE(%s, 1), %s, %s, %s) "
            "ON CONFLICT (question_id, pen) DO UPDATE SET "
            "number = COALESCE(%s, a.number + 1), state = excluded.state, "
            "value = excluded.value, for_report = excluded.for_report "
            "WHERE %s IS NULL OR a.number <= excluded.number",
            [(*row, row[3], row[3]) for row in rows],
        )
