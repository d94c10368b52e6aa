"""Somebody with the disk in hand wants to know who wrote what: tables, logs, and what lies behind.

The test knows who wrote what, because every text carries its writer's number.
"""

import itertools
import os
import random
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from content.document import AnswerForm
from sessions_app import pens, retention, running
from sessions_app.models import Answer, DialogueSession, StepQuestion
from sessions_app.participation import store
from tests.attacks.desk import desk
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session, people_in

PEOPLE = 40
QUESTIONS = 3
# Chance joins 1 of 40 rightly, and puts 2 to 6 answers beside one of the same writer. More than
# these happens less than once in 10^6 attacks.
LUCKY_PAIRS, LUCKY_NEIGHBOURS = 9, 18


def on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def stored(step_pk: int) -> dict[str, list[tuple[int, str, str]]]:
    """(question, writer, transaction) of a step, in every order that the database can give them."""
    table, asked = Answer._meta.db_table, StepQuestion._meta.db_table
    orders = {"rowid": "'1'"} if on_sqlite() else {"ctid": "xmin::text", "xmin::text::bigint": "1"}
    found = {}
    with connection.cursor() as cursor:
        for order, written_by in {**orders, "id": "'1'"}.items():
            cursor.execute(
                f"SELECT question_id, value, {written_by} FROM {table} WHERE question_id IN "
                f"(SELECT id FROM {asked} WHERE step_id = %s) ORDER BY {table}.{order}"
                if "::" not in order
                else f"SELECT question_id, value, {written_by} FROM {table} WHERE question_id IN "
                f"(SELECT id FROM {asked} WHERE step_id = %s) ORDER BY {order}, ctid",
                [step_pk],
            )
            found[order] = [
                (q, re.search(r"persoon \d+", str(value))[0], str(by))
                for q, value, by in cursor.fetchall()
            ]
    return found


def joined_by_rank(*orders: list[str]) -> int:
    """How many writers are joined by taking the n-th answer to each question together."""
    return max(
        sum(a == b for a, b in zip(one, other, strict=True))
        for one, other in itertools.combinations(orders, 2)
    )


def neighbours(writers: list[str]) -> int:
    """How many answers lie beside another answer of the same writer."""
    return sum(a == b for a, b in itertools.pairwise(writers))


@pytest.fixture
def several(transactional_db) -> tuple[DialogueSession, list[Person]]:
    """A session whose first step asks three questions, and everybody answers them in one go."""
    session = make_empty_session()
    step = add_step(session)
    for _ in range(QUESTIONS):
        add_question(step, AnswerForm.OPEN)
    add_step(session, "together")
    people = people_in(session, PEOPLE)
    for n, person in enumerate(people):
        store(
            [
                person.entry(q, 1, waarde=f"persoon {n}", verslag="1")
                for q in StepQuestion.objects.filter(step=step).select_related("step")
            ]
        )
    return session, people


def advance(session: DialogueSession) -> None:
    running.advance(session, session.current.ref)
    getattr(running, "settle", lambda s: None)(session)


def test_once_a_step_is_closed_nothing_joins_the_answers_of_one_request(several):
    session, _ = several
    step = session.current
    advance(session)
    for order, rows in stored(step.pk).items():
        assert len(rows) == PEOPLE * QUESTIONS
        assert neighbours([writer for _, writer, _ in rows]) <= LUCKY_NEIGHBOURS, order
        assert len({by for _, _, by in rows}) == 1, order


def test_once_steps_are_closed_the_rank_order_joins_no_more_than_chance(transactional_db):
    """People answer every question in the same order, as a room does: quick ones first."""
    session = make_empty_session()
    steps = [add_step(session) for _ in range(QUESTIONS)]
    questions = [add_question(step, AnswerForm.OPEN) for step in steps]
    add_step(session, "checkout")
    people = people_in(session, PEOPLE)
    order = list(range(PEOPLE))
    random.Random(7).shuffle(order)
    for question in questions:
        for n in order:
            people[n].send(question, 1, waarde=f"persoon {n}")
        advance(session)
    by_step = [stored(step.pk) for step in steps]
    for way in by_step[0]:
        ranked = [[writer for _, writer, _ in found[way]] for found in by_step]
        assert joined_by_rank(*ranked) <= LUCKY_PAIRS, way


def test_a_batch_does_not_lie_in_the_order_in_which_its_answers_came(transactional_db):
    session = make_empty_session()
    question = add_question(add_step(session), AnswerForm.OPEN)
    people = people_in(session, PEOPLE)
    store([p.entry(question, 1, waarde=f"persoon {n}") for n, p in enumerate(people)])
    way = "rowid" if on_sqlite() else "ctid"
    rows = stored(question.step_id)[way]
    came = [f"persoon {n}" for n in range(PEOPLE)]
    assert joined_by_rank(came, [writer for _, writer, _ in rows]) <= LUCKY_PAIRS


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 4])
def test_after_the_end_nothing_is_left_of_what_nobody_may_see(people):
    at = desk(people, 0, AnswerForm.OPEN, AnswerForm.SCALE, AnswerForm.ONE, AnswerForm.SEVERAL)
    for person in at.people:
        person.send(at.question(AnswerForm.OPEN), waarde="alleen van mij", verslag="1")
        person.send(at.question(AnswerForm.SCALE), waarde="5")
        person.send(at.question(AnswerForm.ONE), waarde="vaak")
        person.send(at.question(AnswerForm.SEVERAL), waarde=["soms", "vaak"])
    at.press("afsluiten")
    assert not Answer.objects.exists()
    for question in StepQuestion.objects.filter(step__session=at.session):
        assert not question.answered
        assert not any((question.counts or {}).values())


@pytest.mark.django_db
def test_after_the_end_closed_questions_are_counts_and_open_ones_the_report():
    at = desk(12, 0, AnswerForm.OPEN, AnswerForm.SCALE)
    for n, person in enumerate(at.people):
        more = {"verslag": "1"} if n < 7 else {}
        person.send(at.question(AnswerForm.OPEN), waarde=f"tekst {n}", **more)
        person.send(at.question(AnswerForm.SCALE), waarde=str(n % 5 + 1))
    at.press("afsluiten")
    left = Answer.objects.values_list("question__form", "value", "pen", "number")
    assert sorted(left) == [(AnswerForm.OPEN, f"tekst {n}", None, None) for n in range(7)]
    assert sum(at.question(AnswerForm.SCALE).counts.values()) == 12


@pytest.mark.django_db
def test_a_band_keeps_no_counts_either():
    at = desk(10, 0, AnswerForm.SCALE, about_self=True)
    for n, person in enumerate(at.people):
        person.send(at.question(AnswerForm.SCALE), waarde="2" if n else "4")
    at.press("afsluiten")
    assert not any(at.question(AnswerForm.SCALE).counts.values())


@pytest.mark.sqlite_only
def test_sqlites_own_log_holds_nothing_after_the_end(several):
    if not on_sqlite():
        pytest.skip("the log of PostgreSQL is the server's own: docs/threat-model.md")
    session, people = several
    pen = pens.pen(people[0].secret, session.current.questions.first().ref).encode()
    file = Path(connection.settings_dict["NAME"])
    log = file.with_name(file.name + "-wal")
    assert pen in log.read_bytes() + file.read_bytes()
    running.finish(session)
    left = log.read_bytes() if log.exists() else b""
    assert pen not in left + file.read_bytes()
    assert b"persoon 1" not in left


def test_once_texts_went_the_disk_holds_none_of_them(several):
    session, _ = several
    running.finish(session)
    DialogueSession.objects.filter(pk=session.pk).update(ended_at=timezone.now() - retention.kept())
    if on_sqlite():
        file = Path(connection.settings_dict["NAME"])
        log = file.with_name(file.name + "-wal")
        written = re.compile(rb'"persoon \d+"')  # as JSON: the module itself speaks of persons
        assert written.search(file.read_bytes())
        retention.drop_old_texts()
        assert not written.search(file.read_bytes() + log.read_bytes())
        return
    assert b"persoon 1" in heap()
    call_command("tidy")
    assert b"persoon 1" not in heap()


@pytest.mark.sqlite_only
def test_somebody_who_reads_just_then_only_puts_it_off(several):
    if not on_sqlite():
        pytest.skip("PostgreSQL has no such file")
    import sqlite3
    import threading

    from tests.attacks.waiting import until

    session, _ = several
    file = Path(connection.settings_dict["NAME"])
    log = file.with_name(file.name + "-wal")
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sessions_app_answer").fetchone()
    running.finish(session)
    reader.close()
    until(lambda: b"persoon 1" not in log.read_bytes())
    for thread in threading.enumerate():
        if thread.name == "wipe-log":
            thread.join()


def test_postgres_forgets_dead_rows_when_it_is_tidied(several):
    if on_sqlite():
        pytest.skip("SQLite wipes what it deletes")
    session, people = several
    pen = pens.pen(people[0].secret, session.current.questions.first().ref).encode()
    running.finish(session)
    assert pen in heap()
    call_command("tidy")
    assert pen not in heap()
    assert b"persoon 1" in heap()


def heap() -> bytes:
    """The files of the answers and their indexes, as they lie on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname LIKE %s "
            "AND relkind IN ('r', 'i')",
            ["sessions_app_answer%"],
        )
        files = [folder / path for (path,) in cursor.fetchall()]
    if not os.access(folder, os.R_OK):
        pytest.skip("the server's files belong to somebody else")
    return b"".join(file.read_bytes() for file in files)


def test_postgres_does_not_log_what_an_answer_says(transactional_db):
    """A statement that fails goes into the server's log: without the text, the pen, the value."""
    if on_sqlite():
        pytest.skip("SQLite keeps no log of statements")
    session = make_empty_session()
    question = add_question(add_step(session), AnswerForm.OPEN)
    (person,) = people_in(session, 1)
    entry = person.entry(question, 1, waarde="dit staat nergens in een logboek")
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        log = Path(cursor.fetchone()[0]) / "log"
        cursor.execute("SET statement_timeout TO 200")
    import psycopg

    try:
        with psycopg.connect(address()) as other:
            other.execute("LOCK TABLE sessions_app_answer IN EXCLUSIVE MODE")
            with pytest.raises(DatabaseError), transaction.atomic():
                store([entry])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
    written = log.read_text(errors="replace")
    assert "INSERT INTO sessions_app_answer" in written, "the attack looks in the right file"
    assert "dit staat nergens" not in written
    assert entry.pen not in written


def address() -> str:
    """The database of this test, for a connection beside Django's."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"
