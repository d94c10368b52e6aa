"""How answers become rows: in random order, among others', and only what is newer.

`participation` decides what may be written. A whole batch is one statement: a hall that answers at
once brings twelve thousand rows, and between two statements this thread would wait for its turn
with all that the server does meanwhile.
"""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

MIXED = 200  # rows of a step that share one random order and one transaction, when there are
UNNUMBERED = 0  # in place of a number, for what was sent without scripts; phones count from one
WITHDRAWN = "withdrawn"

type Row = tuple[str, int, str, int, str, str | None, bool, bool]


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
    off_screen: bool = False
    # Of a round: the questions of the other circles with the pens of the same phone there. In one
    # round a phone answers in one circle; joined only while this is written, and nowhere kept.
    elsewhere: tuple[tuple[int, str], ...] = ()
    among: bool = False  # its step asks more: then the order of rows could join one's answers


def write(entries: Sequence[Entry], readable: Collection[int]) -> None:
    """Insert or overwrite by (question, pen), unless a higher number is already there.

    Inside a transaction. `readable` are the questions whose words stand somewhere now: there, what
    is taken back keeps its words until the room goes on; leaving at once would tell who pressed.
    """
    for newest in _by_turns(entries):
        rows = [*map(_row, newest, _random_keys(len(newest))), *_take_up(newest)]
        # In a random order, or a batch tells who answered first; and not in that of their keys,
        # which would tell where it begins and ends.
        rows = [row for _, row in sorted(zip(_random_keys(len(rows)), rows, strict=True))]
        staying = {e.question_id for e in newest if e.state == WITHDRAWN}.intersection(readable)
        _write(rows, sorted(staying))


def _by_turns(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Of each pen one entry at a time, as one statement can have it; nearly always all at once.

    Of several in one batch the one that would win goes, as if they came one by one. With numbers
    and without cannot be compared before they lie there, so those take turns.
    """
    turns: list[dict[str, Entry]] = [{}]
    for entry in entries:
        place = max((n for n, turn in enumerate(turns) if entry.pen in turn), default=0)
        known = turns[place].get(entry.pen, entry)
        if (known.number is None) != (entry.number is None):
            place += 1
            turns += [{}] if place == len(turns) else []
        elif (known.number or 0) > (entry.number or 0):
            continue
        turns[place][entry.pen] = entry
    return [list(turn.values()) for turn in turns if turn]


def _random_keys(count: int) -> list[str]:
    """So many keys of 128 random bits, asked of the system at once: it takes its time each time."""
    drawn = secrets.token_hex(16 * count)
    return [drawn[at : at + 32] for at in range(0, len(drawn), 32)]


def _row(entry: Entry, key: str) -> Row:
    value = None if entry.value is None else json.dumps(entry.value)
    number = UNNUMBERED if entry.number is None else entry.number
    said = (entry.for_report, entry.off_screen)
    return (key, entry.question_id, entry.pen, number, str(entry.state), value, *said)


def _take_up(entries: Sequence[Entry]) -> list[Row]:
    """Rows of others to write anew among these, so that neither order nor transaction joins them.

    Only where a step asks more than one question. A large batch is company enough. On PostgreSQL
    rows that another process holds are left where they are: nobody waits for cover.
    """
    coming: dict[int, list[str]] = {}
    for entry in entries:
        if entry.among:
            coming.setdefault(entry.step_id, []).append(entry.pen)
    found: list[Row] = []
    for step_id, pens in coming.items():
        if len(pens) < MIXED:
            found += _cut(step_id, pens, MIXED - len(pens))
    return found


def _cut(step_id: int, pens: list[str], most: int) -> list[Row]:
    """Take at most so many rows of a step out of the table, at random, but none of these pens."""
    hold = "FOR UPDATE OF a SKIP LOCKED" if connection.vendor == "postgresql" else ""
    marks = ", ".join(["%s"] * len(pens))
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH cut AS MATERIALIZED (SELECT a.id FROM sessions_app_answer a "  # noqa: S608 - marks
            "JOIN sessions_app_stepquestion q ON q.id = a.question_id "
            f"WHERE q.step_id = %s AND NOT q.frozen AND a.pen NOT IN ({marks}) "
            f"ORDER BY random() LIMIT %s {hold}) "
            "DELETE FROM sessions_app_answer WHERE id IN (SELECT id FROM cut) "
            "RETURNING id, question_id, pen, number, state, CAST(value AS text), for_report, "
            "off_screen",
            [step_id, *pens, most],
        )
        return [(str(pk), *rest) for pk, *rest in cursor.fetchall()]


# Django's bulk_create can't say 'only when newer', hence statements of our own. All rows come in
# one parameter (eight on PostgreSQL), so the statement is always the same.
_ROWS = {
    "sqlite": "SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, "
    "value->>7 FROM json_each(%s) WHERE true",
    "postgresql": "SELECT id, question_id, pen, number, state, value::jsonb, for_report, "
    "off_screen FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], "
    "%s::text[], %s::boolean[], %s::boolean[]) "
    "AS r (id, question_id, pen, number, state, value, for_report, off_screen)",
}


def _write(rows: Sequence[Row], staying: Sequence[int]) -> None:
    """Write these rows, no two of one pen; words of the questions `staying` are not taken back."""
    words = "excluded.value"
    if staying:
        marks = ", ".join(["%s"] * len(staying))
        taken_back = f"excluded.state = %s AND excluded.question_id IN ({marks})"
        words = f"CASE WHEN {taken_back} THEN a.value ELSE {words} END"
    given: list[Any] = [list(column) for column in zip(*rows, strict=True)]
    if connection.vendor == "sqlite":
        given = [json.dumps(rows)]
    if staying:
        given += [WITHDRAWN, *staying]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sessions_app_answer AS a "
            "(id, question_id, pen, number, state, value, for_report, off_screen) "
            f"{_ROWS[connection.vendor]} "
            f"ON CONFLICT (question_id, pen) DO UPDATE SET value = {words}, "
            "number = CASE WHEN excluded.number = 0 THEN a.number + 1 ELSE excluded.number END, "
            "state = excluded.state, for_report = excluded.for_report, off_screen = "
            # what is taken back stands there until the room goes on, and to the same people
            "CASE WHEN excluded.state = 'withdrawn' THEN a.off_screen ELSE excluded.off_screen END "
            "WHERE excluded.number = 0 OR a.number <= excluded.number",
            given,
        )
