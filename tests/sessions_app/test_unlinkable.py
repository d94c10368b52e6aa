"""After the end nobody can join two answers of one person, with the whole database in hand.

The attacker knows everything that is stored, and the order in which rows lie on disk. The test
knows who wrote what, because every text carries its writer's number.
"""

import itertools
import random
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from content.document import AnswerForm
from sessions_app import closing, pens, running
from sessions_app.models import Answer, DialogueSession, Participant, Signal, StepQuestion
from sessions_app.participation import signal
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session, people_in

PEOPLE = 40
QUESTIONS = 3
# What chance gives: 1 pair joined rightly, 2 neighbours of one person. More than these happens
# less than once in 10^6 attacks.
LUCKY_PAIRS, LUCKY_NEIGHBOURS = 9, 14


@pytest.fixture
def room(transactional_db) -> tuple[DialogueSession, list[Person], list[StepQuestion]]:
    """A session in which everybody answered every question, in the same order of arrival."""
    session = make_empty_session()
    questions = [add_question(add_step(session), AnswerForm.OPEN) for _ in range(QUESTIONS)]
    people = people_in(session, PEOPLE)
    order = list(range(PEOPLE))
    random.Random(7).shuffle(order)
    for question in questions:
        for n in order:
            people[n].send(question, 1, waarde=f"persoon {n}", verslag="1")
        signal(session.current, people[order[0]].secret, Signal.Sort.PAUSE)
        if question is not questions[-1]:
            running.advance(session, session.current.ref)
    return session, people, questions


def orders() -> dict[str, list[tuple[int, str]]]:
    """The answers (question, writer) in every order that the database can give them."""
    table = Answer._meta.db_table
    ways = {"by id": "id", "as it comes": None}
    if connection.vendor == "sqlite":
        ways["on disk"] = "rowid"
    else:
        ways |= {"on disk": "ctid", "by transaction": "xmin::text::bigint, ctid"}
    found = {}
    with connection.cursor() as cursor:
        for name, key in ways.items():
            by = f" ORDER BY {key}" if key else ""
            cursor.execute(f"SELECT question_id, value FROM {table}{by}")
            found[name] = [(q, re.search(r"persoon \d+", str(v))[0]) for q, v in cursor.fetchall()]
    return found


def joined_rightly(rows: list[tuple[int, str]]) -> list[int]:
    """How many people the attacker joins by taking the n-th answer to each question together."""
    by_question: dict[int, list[str]] = {}
    for question, writer in rows:
        by_question.setdefault(question, []).append(writer)
    first, *others = by_question.values()
    return [sum(a == b for a, b in zip(first, other, strict=True)) for other in others]


def neighbours(rows: list[tuple[int, str]]) -> int:
    """How many answers lie beside another answer of the same person."""
    return sum(a[1] == b[1] for a, b in itertools.pairwise(rows))


def test_before_the_end_the_attack_works_so_it_proves_something(room):
    assert max(joined_rightly(orders()["on disk"])) == PEOPLE


def test_after_the_end_no_order_joins_two_answers_of_one_person(room):
    session, _, _ = room
    running.finish(session)
    for name, rows in orders().items():
        assert len(rows) == PEOPLE * QUESTIONS
        assert max(joined_rightly(rows)) <= LUCKY_PAIRS, name
        assert neighbours(rows) <= LUCKY_NEIGHBOURS, name


def places(question: StepQuestion) -> list[tuple[str, str]]:
    """Where the answers to a question lie on disk, and whose they are, in that order."""
    lies = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CAST({lies} AS text) AS place, pen FROM {Answer._meta.db_table} "
            f"WHERE question_id = %s ORDER BY {lies}",
            [question.pk],
        )
        return cursor.fetchall()


def asked_everybody(count: int) -> tuple[StepQuestion, list[str]]:
    """A question of a session of its own, answered by so many, and their pens as they came."""
    session = make_empty_session()
    question = add_question(add_step(session), AnswerForm.OPEN)
    people = people_in(session, count)
    for person in people:
        person.send(question, 1, waarde="iets")
    return question, [pens.pen(person.secret, question.ref) for person in people]


@pytest.mark.django_db
def test_after_a_step_its_answers_lie_in_another_order_and_all_others_where_they_lay():
    question, came = asked_everybody(12)
    session = question.step.session
    later = add_question(add_step(session), AnswerForm.OPEN)
    running.advance(session, question.step.ref)
    people_in(session, 1)[0].send(later, 1, waarde="iets")
    elsewhere, _ = asked_everybody(12)
    others = [places(later), places(elsewhere)]
    assert [pen for _, pen in places(question)] == came
    running.settle(session)
    after = [pen for _, pen in places(question)]
    assert sorted(after) == sorted(came)
    assert after != came
    assert [places(later), places(elsewhere)] == others


@pytest.mark.django_db
def test_what_is_written_anew_does_not_lie_in_the_order_in_which_it_was_read():
    question, came = asked_everybody(12)
    closing.write_anew(question.answers.order_by("pen"))
    after = [pen for _, pen in places(question)]
    assert after != sorted(after) == sorted(came)


def test_after_the_end_all_answers_come_from_one_transaction(room):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite rows carry no transaction")
    running.finish(room[0])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {Answer._meta.db_table}")
        assert cursor.fetchone() == (1,)


def test_after_the_end_no_table_holds_a_pen_a_secret_or_a_number(room):
    session, people, questions = room
    running.finish(session)
    session.refresh_from_db()
    assert not Participant.objects.exists()
    assert not Signal.objects.exists()
    assert not Answer.objects.exclude(pen=None).exists()
    assert not Answer.objects.exclude(number=None).exists()
    stored = "\n".join(
        str(row) for model in apps.get_models() for row in model._base_manager.values_list()
    )
    assert "persoon 1" in stored
    for trace in traces(session, people, questions):
        assert trace not in stored


def traces(session, people, questions) -> list[str]:
    """All that a person's browser could have left behind."""
    found = [person.secret for person in people]
    ids = [question.ref for question in questions]
    ids += [f"{Signal.Sort.PAUSE}:{step.ref}" for step in session.steps.all()]
    for person in people:
        found.append(pens.join_pen(person.secret, session.ref))
        found += [pens.pen(person.secret, public_id) for public_id in ids]
    return found


@pytest.mark.parametrize("model", [Answer, Participant, Signal])
def test_beside_what_somebody_did_stands_no_time_no_address_and_no_row_number(model):
    kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
    assert not kinds & {"DateTimeField", "DateField", "TimeField", "GenericIPAddressField"}
    assert not kinds & {"AutoField", "BigAutoField"}
    assert {field.name for field in model._meta.concrete_fields} == {
        Answer: {
            *("id", "question", "pen", "number", "state", "value", "for_report", "off_screen"),
            *("picked", "covered", "heading"),
        },
        Participant: {"id", "session", "pen"},
        Signal: {"id", "step", "sort", "pen", "told"},
    }[model]


@pytest.mark.usefixtures("room")
def test_during_the_session_pens_of_one_person_have_nothing_in_common():
    used = list(Answer.objects.values_list("pen", flat=True))
    used += list(Participant.objects.values_list("pen", flat=True))
    used += list(Signal.objects.values_list("pen", flat=True))
    assert len(used) == len(set(used)) == PEOPLE * (QUESTIONS + 1) + QUESTIONS


@pytest.mark.sqlite_only
def test_the_database_file_itself_forgets_pens(room):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites dead rows when it vacuums")
    session, people, questions = room
    file = Path(connection.settings_dict["NAME"])
    pen = pens.pen(people[0].secret, questions[0].ref).encode()
    _to_disk()
    assert pen in file.read_bytes()
    running.finish(session)
    _to_disk()
    content = file.read_bytes()
    assert b"persoon 1" in content
    for trace in traces(session, people, questions):
        assert trace.encode() not in content


def _to_disk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert cursor.fetchone()[0] == 0
