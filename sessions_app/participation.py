"""What a participant does: join, answer, pass, take back, signal.

Answers come in batches: those that arrive within a few milliseconds share one transaction, and
each is acknowledged after its commit (`live.writer`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.utils.datastructures import MultiValueDict

from content.document import Form
from sessions_app import pens
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, Participant, Signal, Step, StepQuestion
from sessions_app.writing import writing

LONGEST_TEXT = 2000  # characters


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
    """Let the holder of this secret in; joining twice is the same as once. True when new."""
    with writing():
        _, new = Participant.objects.get_or_create(
            session=session, pen=pens.join_pen(secret, session.ref)
        )
    return new


def read_answer(question: StepQuestion, fields: MultiValueDict) -> Reading:
    """What somebody answered, from the fields `waarde`, `pas`, `intrekken` and `verslag`.

    Refused with a sentence when it does not fit the question.
    """
    if fields.get("intrekken"):
        return Reading(Answer.State.WITHDRAWN)
    if fields.get("pas"):
        return Reading(Answer.State.PASSED)
    values = [v.strip() for v in fields.getlist("waarde") if v.strip()]
    if not values:
        raise Refused(_EMPTY[Form(question.form)])
    for_report = bool(fields.get("verslag")) and question.form == Form.OPEN
    return Reading(Answer.State.GIVEN, _READERS[Form(question.form)](question, values), for_report)


def store(entries: Sequence[Entry]) -> list[Verdict]:
    """Write a batch in one transaction and say of each what became of it.

    A lower number than the stored one never overwrites. Giving and passing need the step to be
    the current one and the question not frozen; taking back needs the session to be running.
    """
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
            phase, current = sessions.get(entry.session_id, (None, None))
            running = phase == DialogueSession.Phase.RUNNING
            open_now = current == entry.step_id and entry.question_id not in frozen
            if running and (open_now or entry.state == Answer.State.WITHDRAWN):
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
    """Somebody pauses or asks for more time; twice is the same as once. True when it is new."""
    with writing():
        _, new = Signal.objects.get_or_create(
            step=step, sort=sort, pen=pens.pen(secret, f"{sort}:{step.ref}")
        )
    return new


def _open(question: StepQuestion, values: list[str]) -> str:
    text = values[0].replace("\x00", "")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"Je tekst is {len(text):,} tekens lang. ".replace(",", ".")
            + f"Er passen er {LONGEST_TEXT:,}. ".replace(",", ".")
            + "Maak je tekst korter en verstuur hem opnieuw. Hij staat er nog."
        )
    return text


def _scale(question: StepQuestion, values: list[str]) -> int:
    if values[0].isdecimal() and 1 <= int(values[0]) <= len(question.points):
        return int(values[0])
    raise Refused("Kies een van de punten op de schaal en verstuur opnieuw.")


def _one(question: StepQuestion, values: list[str]) -> str:
    if values[0] in {o["key"] for o in question.options} and len(set(values)) == 1:
        return values[0]
    raise Refused("Kies één van de antwoorden en verstuur opnieuw.")


def _several(question: StepQuestion, values: list[str]) -> list[str]:
    chosen = list(dict.fromkeys(values))
    known = {o["key"]: o for o in question.options}
    if any(key not in known for key in chosen):
        raise Refused("Kies uit de antwoorden op het scherm en verstuur opnieuw.")
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


def _share_sessions(pks: set[int]) -> dict[int, tuple[str, int | None]]:
    """Phase and current step of these sessions, held still until the batch is committed.

    FOR SHARE lets batches of several processes go side by side and makes a verb wait; SQLite has
    one writer, so there nothing needs holding.
    """
    hold = " ORDER BY id FOR SHARE" if connection.vendor == "postgresql" else ""
    marks = ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, phase, current_id FROM sessions_app_dialoguesession "  # noqa: S608
            f"WHERE id IN ({marks}){hold}",
            sorted(pks),
        )
        return {pk: (phase, current) for pk, phase, current in cursor.fetchall()}


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
