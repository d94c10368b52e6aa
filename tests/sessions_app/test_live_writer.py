"""The line of answers of a process: what each request hears, and what consoles hear of it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created

from content.document import AnswerForm
from sessions_app import bus, running
from sessions_app.live import writer as writing
from sessions_app.live.writer import Writer
from sessions_app.models import Answer, StepQuestion
from sessions_app.participation import Entry, Verdict
from tests.live.loops import run_scene
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session, people_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question() -> StepQuestion:
    session = make_empty_session()
    asked = add_question(add_step(session), AnswerForm.OPEN)
    add_step(session, "checkout", "einde")
    return asked


@pytest.fixture
def people(question) -> list[Person]:
    return people_in(question.step.session, 3)


@pytest.fixture
def counted() -> list[str]:
    """The sessions of which consoles hear that their counters changed, in order."""
    heard: list[str] = []

    def hear(message: bus.Message) -> None:
        heard.append(message.session_ref)

    bus.listen(hear)
    yield heard
    bus.stop_listening(hear)


def entry(person: Person, question: StepQuestion, text: str, number: int = 1) -> Entry:
    return replace(person.entry(question, 1, waarde=text), number=number)


def play(scene: Callable[[Writer], Awaitable[None]]) -> None:
    """A scene with a writer that is stopped after it, as the server does."""

    async def whole() -> None:
        line = Writer()
        line.start()
        try:
            await scene(line)
        finally:
            await line.stop()

    run_scene(whole)


def texts() -> set[str]:
    return set(Answer.objects.values_list("value", flat=True))


def test_each_request_hears_what_became_of_its_own_answers_in_their_order(question, people):
    session = question.step.session
    gone = question
    running.advance(session, session.current.ref)
    now = add_question(session.current, AnswerForm.OPEN)
    one, other, third = people

    async def scene(line):
        said = await asyncio.gather(
            line.put([entry(one, gone, "te laat"), entry(one, now, "op tijd")], session.ref),
            line.put([entry(other, now, "ook")], session.ref),
            line.put([], session.ref),
            line.put([entry(third, now, "nog een"), entry(third, gone, "laat")], session.ref),
        )
        assert said == [
            [Verdict.CLOSED, Verdict.STORED],
            [Verdict.STORED],
            [],
            [Verdict.STORED, Verdict.CLOSED],
        ]

    play(scene)
    assert texts() == {"op tijd", "ook", "nog een"}


def test_what_the_database_refuses_spoils_no_other_of_its_batch_or_request(question, people):
    other = add_question(question.step, AnswerForm.OPEN)
    ref = question.step.session.ref

    async def scene(line):
        bad = entry(people[0], question, "mis", number=-1)  # no page could send that
        said = await asyncio.gather(
            line.put([bad, entry(people[0], other, "goed")], ref),
            line.put([entry(people[1], question, "ook goed")], ref),
        )
        assert said == [[None, Verdict.STORED], [Verdict.STORED]]
        later = await line.put([entry(people[2], question, "en verder")], ref)
        assert later == [Verdict.STORED]

    play(scene)
    assert texts() == {"goed", "ook goed", "en verder"}


def test_what_nobody_foresaw_does_not_end_the_line(question, people):
    ref = question.step.session.ref

    async def scene(line):
        odd = replace(entry(people[0], question, "mis"), value=object())
        assert await line.put([odd], ref) == [None]
        assert await line.put([entry(people[1], question, "verder")], ref) == [Verdict.STORED]

    play(scene)
    assert texts() == {"verder"}


def test_a_stop_writes_what_waits(question, people, monkeypatch):
    monkeypatch.setattr(writing, "GATHER", 30)  # longer than this test lasts: only a stop ends it
    ref = question.step.session.ref
    said = []

    async def scene(line):
        for person in people:
            said.append(line.put([entry(person, question, "nog net")], ref))

    play(scene)
    assert Answer.objects.count() == len(people)
    assert [future.result() for future in said] == [[Verdict.STORED]] * 3


def test_a_phone_that_went_away_meanwhile_keeps_nobody_waiting(question, people):
    ref = question.step.session.ref

    async def scene(line):
        line.put([entry(people[0], question, "weg")], ref).cancel()
        assert await line.put([entry(people[1], question, "hier")], ref) == [Verdict.STORED]

    play(scene)
    assert texts() == {"weg", "hier"}


def test_a_batch_waits_for_company_until_it_is_large_enough_and_more_may_come_after_it(
    question, people, monkeypatch
):
    monkeypatch.setattr(writing, "GATHER", 1e6)
    ref = question.step.session.ref
    one, other, third = (entry(person, question, f"van {n}") for n, person in enumerate(people))

    async def scene(line):
        said = [line.put([one] * 399, ref)]
        assert not (await asyncio.wait(said, timeout=0.05))[0]
        said.append(line.put([other], ref))
        async with asyncio.timeout(60):
            assert [set(await each) for each in said] == [{Verdict.STORED}] * 2
        line.put([third], ref)

    play(scene)
    assert texts() == {"van 0", "van 1", "van 2"}


def test_where_no_time_is_left_to_wait_what_is_there_is_written(question, people, monkeypatch):
    monkeypatch.setattr(writing, "GATHER", 0)

    async def scene(line):
        for n, person in enumerate(people):
            await line.put([entry(person, question, f"van {n}")], question.step.session.ref)

    play(scene)
    assert texts() == {"van 0", "van 1", "van 2"}


def test_an_answer_waits_a_few_milliseconds_for_company_and_no_longer(question, people):
    async def scene(line):
        async with asyncio.timeout(1):
            await line.put([entry(people[0], question, "nu")], question.step.session.ref)

    play(scene)


def test_a_process_that_falls_over_does_not_wait_for_its_line():
    async def scene(line):
        [thread] = [one for one in threading.enumerate() if one.name == "writer"]
        assert thread.daemon

    play(scene)
    assert not [one for one in threading.enumerate() if one.name == "writer"]


def test_a_line_that_never_began_can_be_stopped():
    run_scene(Writer().stop)


def test_a_line_that_ended_holds_no_connection(question, people):
    held = []

    def hold(connection, **_):
        held.append(connection)

    async def scene(line):
        await line.put([entry(people[0], question, "iets")], question.step.session.ref)

    connection_created.connect(hold)
    try:
        play(scene)
    finally:
        connection_created.disconnect(hold)
    assert {one.connection for one in held} == {None}


@pytest.mark.sqlite_only
def test_consoles_hear_that_counters_changed_once_for_a_crowd_and_at_the_latest_at_the_stop(
    question, people, counted
):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL a listener of the server hears it")
    ref = question.step.session.ref

    async def scene(line):
        await asyncio.gather(
            *(line.put([entry(person, question, "iets")], ref) for person in people)
        )
        while not counted:
            await asyncio.sleep(0.01)
        assert counted == [ref]
        await line.put([entry(people[0], question, "anders", number=2)], ref)
        async with asyncio.timeout(1):
            while len(counted) == 1:
                await asyncio.sleep(0.01)
        await line.put([entry(people[0], question, "en weer", number=3)], ref)

    play(scene)
    assert counted == [ref] * 3


@pytest.mark.sqlite_only
def test_consoles_are_told_no_more_often_than_they_can_use_and_of_the_last_at_the_stop(
    question, people, counted, monkeypatch
):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL a listener of the server hears it")
    monkeypatch.setattr(writing, "TALLY_EVERY", 30)  # longer than this test lasts
    ref = question.step.session.ref

    async def scene(line):
        for person in people:
            await line.put([entry(person, question, "iets")], ref)
        assert counted == [ref]

    play(scene)
    assert counted == [ref] * 2


@pytest.mark.sqlite_only
def test_of_an_answer_that_was_not_stored_consoles_hear_nothing(question, people, counted):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL a listener of the server hears it")
    session = question.step.session
    running.advance(session, session.current.ref)
    counted.clear()

    async def scene(line):
        late = [entry(people[0], question, "te laat")]
        assert await line.put(late, session.ref) == [Verdict.CLOSED]

    play(scene)
    assert counted == []
    connections.close_all()
