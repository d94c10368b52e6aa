"""Several answers of one person to one step: kept whole, and joined by nothing while it is open."""

import itertools
import re
import threading
from collections import Counter

import pytest
from django.db import connection, connections

from content.document import AnswerForm
from sessions_app import participation, running
from sessions_app.models import Answer, StepQuestion
from tests.sessions_app.room import (
    Person,
    add_question,
    add_step,
    make_empty_session,
    people_in,
    read,
)

QUESTIONS = 12
# 191 pairs of rows lie beside each other; by chance 11 of them are of one person. More than 32
# happens less than once in 10^6 times.
LUCKY = 32

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def questions() -> list[StepQuestion]:
    session = make_empty_session()
    step = add_step(session, "evaluation")
    asked = [add_question(step, AnswerForm.OPEN) for _ in range(QUESTIONS)]
    add_step(session, "checkout", "einde")
    return asked


def people(questions: list[StepQuestion], count: int) -> list[Person]:
    return people_in(questions[0].step.session, count)


def entries(person: Person, name: str, questions: list[StepQuestion]) -> list:
    return [person.entry(q, 1, among=True, waarde=name, verslag="1") for q in questions]


def on_disk() -> list[str]:
    """Who wrote the rows, in the order in which they lie."""
    key = "rowid" if connection.vendor == "sqlite" else "xmin::text::bigint, ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM sessions_app_answer ORDER BY {key}")
        return [re.search(r"persoon \d+", str(value))[0] for (value,) in cursor.fetchall()]


def neighbours(rows: list[str]) -> int:
    return sum(a == b for a, b in itertools.pairwise(rows))


def transactions() -> dict[str, list[str]]:
    """Per transaction that wrote rows, whose they are."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, value FROM sessions_app_answer")
        for number, value in cursor.fetchall():
            found.setdefault(number, []).append(str(value))
    return found


def of_one_person(groups: list[list[str]]) -> float:
    """Of all pairs of rows in one group, the share that is of one person."""
    pairs = [a == b for group in groups for a, b in itertools.combinations(group, 2)]
    return sum(pairs) / len(pairs)


def test_a_whole_evaluation_in_one_request_lies_nowhere_together(questions):
    for n, person in enumerate(people(questions, 16)):
        participation.store(entries(person, f"persoon {n}", questions))
    rows = on_disk()
    assert Counter(rows) == {f"persoon {n}": QUESTIONS for n in range(16)}
    assert neighbours(rows) <= LUCKY
    if connection.vendor == "postgresql":
        assert len(transactions()) == 1


def test_answers_one_by_one_lie_nowhere_together_either(questions):
    for n, person in enumerate(people(questions, 8)):
        for entry in entries(person, f"persoon {n}", questions):
            participation.store([entry])
    rows = on_disk()
    assert Counter(rows) == {f"persoon {n}": QUESTIONS for n in range(8)}
    assert neighbours(rows) <= LUCKY
    if connection.vendor == "postgresql":
        assert len(transactions()) == 1


def test_in_a_large_room_a_transaction_says_no_more_than_chance(questions):
    for n, person in enumerate(people(questions, 24)):
        participation.store(entries(person, f"persoon {n}", questions))
    assert neighbours(on_disk()) <= LUCKY * 24 * QUESTIONS / 192
    if connection.vendor == "postgresql":  # chance is 11 of 287, or 4%
        assert of_one_person(list(transactions().values())) <= 0.08


def test_what_lies_there_already_is_kept_as_it_was(questions):
    one, other = people(questions, 2)
    one.send(questions[0], 4, waarde="persoon 1", verslag="1")
    one.send(questions[1], 2, pas="1")
    one.send(questions[2], 3, waarde="persoon 1")
    one.send(questions[2], 5, intrekken="1")
    before = set(Answer.objects.values_list("id", "pen", "number", "state", "value", "for_report"))
    participation.store(entries(other, "persoon 2", questions))
    after = set(Answer.objects.values_list("id", "pen", "number", "state", "value", "for_report"))
    assert before < after
    assert len(after) == len(before) + QUESTIONS
    assert one.send(questions[0], 3, waarde="te laat") == participation.Verdict.STORED
    assert one.answer_to(questions[0]).value == "persoon 1"  # a late retry still overwrites nothing


def test_rows_of_another_step_and_of_a_question_that_was_read_stay_where_they_are(questions):
    session = questions[0].step.session
    early = add_question(add_step(session, "alone", "later"), AnswerForm.OPEN)
    (person,) = people(questions, 1)
    running.jump(session, questions[0].step.ref, early.step.ref)
    person.send(early, 1, waarde="persoon 1")
    read(session, early)
    running.jump(session, early.step.ref, questions[0].step.ref)
    lies = "rowid" if connection.vendor == "sqlite" else "ctid::text"
    place = f"SELECT {lies} FROM sessions_app_answer WHERE question_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(place, [early.pk])
        before = cursor.fetchall()
        participation.store(entries(person, "persoon 1", questions))
        cursor.execute(place, [early.pk])
        assert cursor.fetchall() == before


def test_a_question_alone_in_its_step_costs_nothing_more(questions, django_assert_max_num_queries):
    session = questions[0].step.session
    alone = add_question(add_step(session, "poll", "later"), AnswerForm.OPEN)
    (person,) = people(questions, 1)
    running.jump(session, questions[0].step.ref, alone.step.ref)
    with django_assert_max_num_queries(6):
        participation.store([person.entry(alone, 1, waarde="persoon 1")])


def test_processes_that_write_at_once_lose_nothing(questions):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    crowd = people(questions, 20)
    wrong: list[BaseException] = []

    def write(mine: list[tuple[int, Person]]) -> None:
        try:
            for n, person in mine:
                participation.store(entries(person, f"persoon {n}", questions))
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    numbered = list(enumerate(crowd))
    threads = [threading.Thread(target=write, args=(numbered[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert Counter(on_disk()) == {f"persoon {n}": QUESTIONS for n in range(20)}


def test_a_request_that_came_twice_in_one_batch_lies_nowhere_together_either(questions):
    first, *rest = people(questions, 16)
    for n, person in enumerate(rest):
        participation.store(entries(person, f"persoon {n}", questions))
    twice = entries(first, "persoon 15", questions)
    participation.store([*twice, *twice])
    rows = on_disk()
    assert Counter(rows) == {f"persoon {n}": QUESTIONS for n in range(16)}
    assert neighbours(rows) <= LUCKY


def test_the_order_of_a_batch_is_not_that_of_its_keys(questions):
    for n, person in enumerate(people(questions, 4)):
        participation.store(entries(person, f"persoon {n}", questions))
    lies = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM sessions_app_answer ORDER BY {lies}")
        keys = [str(key) for (key,) in cursor.fetchall()]
    rising = sum(one < other for one, other in itertools.pairwise(keys))
    assert 12 <= rising <= 35  # of 47; by chance half of them, more or less than these once in 10^7


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        ([1, 1], (1, 1)),
        ([3, 2], (0, 3)),
        ([2, 3, 1], (1, 3)),
        ([None, None], (1, 0)),
        ([5, None], (1, 6)),
        ([None, 5], (1, 5)),
        ([5, None, 3], (1, 6)),
        ([2, None, 9, 4], (2, 9)),
    ],
)
def test_of_one_pen_in_one_batch_what_would_win_one_by_one_stands(questions, came, stands):
    """`came`: the numbers, None for a page without scripts; `stands`: the place in it and the
    number that is stored."""
    (person,) = people(questions, 1)
    batch = [
        person.entry(questions[0], number, waarde=f"persoon {place}")
        for place, number in enumerate(came)
    ]
    participation.store(batch)
    stored = person.answer_to(questions[0])
    assert (stored.value, stored.number) == (f"persoon {stands[0]}", stands[1])
