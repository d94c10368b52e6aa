"""The verbs that move a session: what each does, and what it refuses."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from content.document import AnswerForm
from sessions_app import attendance, results, running
from sessions_app.errors import Refused, Stale
from sessions_app.models import Answer, DialogueSession, Participant, Signal, Step
from sessions_app.participation import Verdict, signal
from sessions_app.script import BEGIN
from tests.sessions_app.room import (
    add_question,
    add_step,
    close,
    make_empty_session,
    make_session,
    people_in,
    question_of,
    read,
    show,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> DialogueSession:
    return make_session(AnswerForm.OPEN, AnswerForm.SCALE)


def stored(session: DialogueSession) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(pk=session.pk)


def steps(session: DialogueSession) -> list[Step]:
    return list(session.steps.all())


def five_answers(session: DialogueSession, form: AnswerForm = AnswerForm.SCALE, value="3"):
    question = question_of(session, form)
    people = people_in(session, 5)
    for person in people:
        person.send(question, waarde=value)
    return question, people


def test_start_enters_the_first_step_and_opens_the_door(session):
    running.start(session)
    now = stored(session)
    assert now.running
    assert now.door_open
    assert now.current == steps(session)[0]
    assert now.started_at is not None
    assert now.current.ran_from is not None


def test_a_second_start_is_stale_and_changes_nothing(session):
    running.start(session)
    before = stored(session).version
    with pytest.raises(Stale):
        running.start(session)
    assert stored(session).version == before


def test_a_programme_of_zero_steps_does_not_start():
    empty = make_empty_session()
    with pytest.raises(Refused, match="Voeg eerst een stap toe"):
        running.start(empty)
    assert stored(empty).planned


def test_a_programme_of_only_slack_does_not_start():
    empty = make_empty_session()
    add_step(empty, "slack")
    with pytest.raises(Refused):
        running.start(empty)


def test_a_session_without_phones_starts_with_its_door_closed():
    session = make_session(phone_free=True)
    running.start(session)
    assert not stored(session).door_open
    with pytest.raises(Refused, match="zonder telefoons"):
        running.open_door(session)


def test_next_goes_through_every_step_but_slack_and_stops_at_the_last(session):
    running.start(session)
    walked = [session.current.kind]
    for _ in range(2):
        running.advance(session, session.current.ref)
        walked.append(session.current.kind)
    assert walked == ["alone", "together", "checkout"]
    with pytest.raises(Refused, match="laatste stap"):
        running.advance(session, session.current.ref)


def test_a_stale_next_of_a_second_console_moves_nothing(session):
    running.start(session)
    seen = session.current.ref
    running.advance(session, seen)
    before = stored(session)
    with pytest.raises(Stale, match="ander scherm"):
        running.advance(session, seen)
    assert stored(session).version == before.version
    assert stored(session).current == before.current


def test_back_returns_and_stops_at_the_first(session):
    running.start(session)
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    assert stored(session).current == steps(session)[0]
    with pytest.raises(Refused, match="eerste stap"):
        running.back(session, session.current.ref)


def test_jump_goes_to_a_step_of_this_session_only(session):
    running.start(session)
    last = steps(session)[3]
    running.jump(session, session.current.ref, last.ref)
    assert stored(session).current == last
    other = make_session(AnswerForm.OPEN)
    for unknown in (steps(other)[0].ref, steps(session)[2].ref, "bestaat-niet"):
        with pytest.raises(Refused, match="staat niet in het programma"):
            running.jump(session, session.current.ref, unknown)
    assert stored(session).current == last


def test_steps_can_not_be_moved_before_the_start(session):
    with pytest.raises(Refused, match="nog niet begonnen"):
        running.advance(session, steps(session)[0].ref)
    with pytest.raises(Refused, match="nog niet begonnen"):
        running.finish(session)


@pytest.mark.parametrize(
    "verb",
    [
        running.open_door,
        running.close_door,
        running.start_screen,
        running.start,
        lambda s: running.extend(s, s.current.ref, 60),
        lambda s: running.blacken(s, True),
        lambda s: running.agree(s, "We vragen het na."),
        running.finish,
    ],
)
def test_every_verb_raises_the_version_by_one_here_and_in_the_database(session, verb):
    if verb is not running.start:
        running.start(session)
    before = stored(session).version
    verb(session)
    assert session.version == stored(session).version == before + 1


def test_extra_time_is_per_step_and_an_hour_at_most(session):
    running.start(session)
    running.extend(session, session.current.ref, 300)
    running.extend(session, session.current.ref, 9999)
    assert stored(session).extra_seconds == 3600
    running.extend(session, session.current.ref, -99999)
    assert stored(session).extra_seconds == -3600
    running.advance(session, session.current.ref)
    assert stored(session).extra_seconds == 0


def test_extra_time_for_a_step_that_is_over_is_stale(session):
    running.start(session)
    old = session.current.ref
    running.advance(session, old)
    with pytest.raises(Stale):
        running.extend(session, old, 60)


def test_the_time_of_all_visits_to_a_step_adds_up(session):
    running.start(session)
    first = session.current
    for minutes in (2, 3):
        started = timezone.now() - timedelta(minutes=minutes)
        DialogueSession.objects.filter(pk=session.pk).update(step_started_at=started)
        running.advance(session, first.ref)
        running.back(session, session.current.ref)
    first.refresh_from_db()
    assert first.ran_seconds == pytest.approx(300, abs=5)


def test_the_last_step_counts_its_time_as_well(session):
    running.start(session)
    last = steps(session)[3]
    running.jump(session, session.current.ref, last.ref)
    entered = timezone.now() - timedelta(minutes=4)
    DialogueSession.objects.filter(pk=session.pk).update(step_started_at=entered)
    running.finish(session)
    last.refresh_from_db()
    assert last.ran_seconds == pytest.approx(240, abs=5)


def test_who_left_before_the_end_was_pressed_is_not_counted_as_talking(session):
    """Nobody ended it, so it ends at the moment that the room left."""
    running.start(session)
    entered = timezone.now() - timedelta(hours=9)
    DialogueSession.objects.filter(pk=session.pk).update(step_started_at=entered)
    running.finish(session, over_at=entered + timedelta(minutes=5))
    assert steps(session)[0].ran_seconds == 300
    assert stored(session).ended_at == entered + timedelta(minutes=5)


def test_a_step_keeps_the_moment_at_which_the_room_first_came_there(session):
    running.start(session)
    first = session.current.ref
    long_ago = timezone.now() - timedelta(minutes=30)
    session.steps.filter(ref=first).update(ran_from=long_ago)
    running.advance(session, first)
    running.back(session, session.current.ref)
    assert session.steps.get(ref=first).ran_from == long_ago


def test_black_is_lifted_by_the_next_step(session):
    running.start(session)
    running.blacken(session, True)
    assert stored(session).black
    running.advance(session, session.current.ref)
    assert not stored(session).black


@pytest.mark.parametrize("verb", [running.show, running.read])
def test_an_open_question_is_neither_shown_nor_read_nor_closed_by_trying(session, verb):
    question, people = five_answers(session)
    with pytest.raises(Refused, match="Sluit eerst de antwoorden"):
        verb(session, question.ref)
    assert people[4].send(question, waarde="2") == Verdict.STORED


def test_closing_stops_all_questions_of_the_step_for_good(session):
    question, people = five_answers(session)
    close(session)
    assert people[0].send(question, waarde="2") == Verdict.CLOSED
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    assert people[0].send(question, waarde="2") == Verdict.CLOSED


def test_moving_on_closes_and_going_back_opens_what_nobody_tried_to_read(session):
    question, people = five_answers(session)
    other = question_of(session, AnswerForm.OPEN)
    running.advance(session, session.current.ref)
    assert people[0].send(question, waarde="2") == Verdict.CLOSED
    running.read(session, question.ref)
    running.back(session, session.current.ref)
    assert people[0].send(question, waarde="2") == Verdict.CLOSED
    assert people[0].send(other, waarde="toch nog") == Verdict.STORED


@pytest.mark.parametrize(
    ("given", "people", "seen"), [(5, 5, True), (5, 8, True), (5, 9, False), (4, 5, False)]
)
def test_it_takes_five_answers_and_three_of_every_five_seats(session, given, people, seen):
    question = question_of(session, AnswerForm.SCALE)
    everybody = people_in(session, people)
    for person in everybody[:given]:
        person.send(question, waarde="2")
    for person in everybody[given:]:
        person.send(question, pas="1")
    read(session, question)
    assert results.outcome(question_of(session, AnswerForm.SCALE)).visible is seen


@pytest.mark.parametrize(("given", "people", "seen"), [(5, 8, True), (5, 9, False)])
def test_texts_need_three_of_every_five_seats_as_well(session, given, people, seen):
    question = question_of(session, AnswerForm.OPEN)
    everybody = people_in(session, people)
    for person in everybody[:given]:
        person.send(question, waarde="iets")
    read(session, question)
    assert results.outcome(question_of(session, AnswerForm.OPEN)).visible is seen


@pytest.mark.parametrize(
    ("begin", "end", "seen"), [(9, 9, True), (9, 8, False), (12, 8, False), (13, 8, True)]
)
def test_what_is_asked_again_at_the_end_is_seen_where_nobody_stands_out(begin, end, seen):
    """Whoever answered only once would be found by laying the two beside each other."""
    session = make_empty_session()
    first, last = add_step(session), add_step(session, block="einde")
    before = add_question(first, AnswerForm.SCALE, code="EV-5" + BEGIN)
    again = add_question(last, AnswerForm.SCALE, code="EV-5")
    people = people_in(session, begin)
    for person in people:
        person.send(before, 1, waarde="3")
    running.advance(session, session.current.ref)
    for person in people[:end]:
        person.send(again, 1, waarde="3")
    read(session, again)
    again.refresh_from_db()
    assert results.outcome(again).visible is seen


def test_more_phones_than_seats_hide_no_result(session, monkeypatch):
    monkeypatch.setattr(attendance, "_source", lambda ref: 50)
    question, _ = five_answers(session)
    read(session, question)
    assert results.outcome(question_of(session, AnswerForm.SCALE)).visible


def test_seats_of_which_nothing_was_heard_for_long_do_not_hide_a_result(session, monkeypatch):
    people = people_in(session, 12)
    later = add_step(session)
    question = add_question(later, AnswerForm.SCALE)
    monkeypatch.setattr(attendance, "_source", lambda ref: 6)
    running.jump(session, session.current.ref, later.ref)
    for person in people[:5]:
        person.send(question, waarde="2")
    read(session, question)
    question.refresh_from_db()
    assert results.outcome(question).visible


def test_a_seat_that_was_there_during_the_answering_goes_on_to_count(session, monkeypatch):
    people = people_in(session, 12)
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    monkeypatch.setattr(attendance, "_source", lambda ref: 5)
    question = question_of(session, AnswerForm.SCALE)
    for person in people[:5]:
        person.send(question, waarde="2")
    read(session, question)
    assert not results.outcome(question_of(session, AnswerForm.SCALE)).visible


def test_a_question_that_reached_phones_never_changes(session):
    question = question_of(session, AnswerForm.SCALE)
    question.content = {**question.content, "text": "Nog niemand zag dit."}
    question.save()
    running.start(session)
    question = question_of(session, AnswerForm.SCALE)
    question.content = {**question.content, "text": "Iets anders"}
    with pytest.raises(ValueError, match="never changes"):
        question.save()
    question = question_of(session, AnswerForm.SCALE)
    question.level = 2
    question.save()


@pytest.mark.parametrize("verb", [running.show, running.read])
def test_showing_or_reading_closes_a_question_for_good(session, verb):
    question, people = five_answers(session)
    close(session)
    verb(session, question.ref)
    assert people[0].send(question, waarde="1") == Verdict.CLOSED
    late = people_in(session, 1)[0]
    assert late.send(question, waarde="1") == Verdict.CLOSED
    question.refresh_from_db()
    assert question.answered == 5
    assert question.counts["3"] == 5


def test_hiding_and_showing_again_shows_the_same(session):
    question, _ = five_answers(session)
    close(session)
    running.show(session, question.ref)
    running.hide(session, question.ref)
    question.refresh_from_db()
    assert not question.shown
    running.show(session, question.ref)
    again = question_of(session, AnswerForm.SCALE)
    assert again.shown
    assert again.counts == question.counts


def test_a_hidden_result_is_not_shown_and_the_question_stays_closed(session):
    question = question_of(session, AnswerForm.SCALE)
    people = people_in(session, 4)
    for person in people:
        person.send(question, waarde="2")
    close(session)
    with pytest.raises(Refused, match="hier niet zien"):
        running.show(session, question.ref)
    question.refresh_from_db()
    assert question.frozen
    assert not question.shown
    assert people[0].send(question, waarde="1") == Verdict.CLOSED


def test_a_new_step_clears_the_screen(session):
    question, _ = five_answers(session)
    show(session, question)
    session.refresh_from_db()
    running.advance(session, session.current.ref)  # the talk, in the same block
    question.refresh_from_db()
    assert not question.shown


def test_answers_stay_on_the_screen_when_asked_until_their_block_is_over(session):
    question, _ = five_answers(session)
    show(session, question)
    session.refresh_from_db()
    running.keep_shown(session, True)
    running.advance(session, session.current.ref)  # the talk: same block
    question.refresh_from_db()
    assert question.shown
    assert session.keeps_shown
    running.advance(session, session.current.ref)
    question.refresh_from_db()
    assert not question.shown
    assert not session.keeps_shown


def test_what_was_kept_is_no_promise_for_what_is_shown_next(session):
    question, _ = five_answers(session)
    with pytest.raises(Refused, match="geen antwoorden op het scherm"):
        running.keep_shown(session, True)
    show(session, question)
    session.refresh_from_db()
    running.keep_shown(session, True)
    running.hide(session, question.ref)
    assert not session.keeps_shown
    running.show(session, question.ref)
    running.advance(session, session.current.ref)
    question.refresh_from_db()
    assert not question.shown


def test_questions_of_another_session_or_of_the_phone_alone_can_not_be_shown(session):
    other = make_session(AnswerForm.SCALE)
    theirs, _ = five_answers(other)
    private = add_question(steps(session)[0], AnswerForm.PRIVATE)
    running.start(session)
    for ref in (theirs.ref, private.ref, "bestaat-niet"):
        with pytest.raises(Refused, match="hoort niet bij deze sessie"):
            running.show(session, ref)
    theirs.refresh_from_db()
    assert not theirs.frozen


def test_agreements_are_kept_cut_to_size_and_can_be_dropped(session):
    with pytest.raises(Refused, match="Schrijf eerst op"):
        running.agree(session, "   ")
    kept = running.agree(session, " " + "a" * 400, who="Sam", when="maandag")
    assert len(kept.text) == 300
    running.drop_agreement(session, kept.ref)
    assert not session.agreements.exists()


def test_an_agreement_of_another_session_is_left_alone(session):
    other = make_session()
    theirs = running.agree(other, "Blijft staan.")
    running.drop_agreement(session, theirs.ref)
    assert other.agreements.get() == theirs


def test_finish_keeps_answers_and_drops_all_that_could_join_them(session):
    question = question_of(session, AnswerForm.OPEN)
    people = people_in(session, 6)
    for n, person in enumerate(people):
        person.send(question, n + 1, waarde=f"tekst {n}", verslag="1")
    people[5].send(question, 9, intrekken="1")
    signal(session.current, people[0].secret, Signal.Sort.PAUSE)
    ids = set(Answer.objects.values_list("pk", flat=True))

    running.finish(session)

    now = stored(session)
    assert now.ended
    assert now.current is None
    assert not now.door_open
    assert now.joined_at_end == results.joined(now) == 6
    assert not Participant.objects.exists()
    assert not Signal.objects.exists()
    rows = Answer.objects.all()
    assert {row.value for row in rows} == {f"tekst {n}" for n in range(5)}
    assert all(row.pen is None and row.number is None for row in rows)
    assert not ids & {row.pk for row in rows}


def test_finish_keeps_no_words_that_were_not_for_the_report(session):
    question = question_of(session, AnswerForm.OPEN)
    people = people_in(session, 6)
    people[0].send(question, 1, waarde="mag in het verslag", verslag="1")
    for person in people[1:]:
        person.send(question, 1, waarde="alleen voor nu")

    running.finish(session)

    assert not Answer.objects.exists()  # one text alone would stand out in the report
    question.refresh_from_db()
    assert not results.report_outcome(question).visible


def test_finish_closes_every_question_and_counts_what_was_given(session):
    question, _ = five_answers(session)
    show(session, question)
    running.finish(session)
    for found in session.steps.first().questions.all():
        assert found.frozen
        assert not found.shown
    question.refresh_from_db()
    assert question.answered == 5


def test_the_end_lights_a_black_screen_and_keeps_no_count_of_what_may_not_be_seen(session):
    question = question_of(session, AnswerForm.SCALE)
    people = people_in(session, 9)
    for person in people[:5]:
        person.send(question, waarde="2")
    question.level = 3
    question.save(update_fields=["level"])
    running.blacken(session, True)
    running.finish(session)
    assert not stored(session).black
    question.refresh_from_db()
    assert (question.answered, question.counts, question.level) == (0, {}, 0)


def test_hiding_takes_one_question_off_and_leaves_other_screens_alone(session):
    question, _ = five_answers(session)
    show(session, question)
    other = make_session(AnswerForm.SCALE)
    theirs, _ = five_answers(other)
    show(other, theirs)
    running.hide(session, question.ref)
    theirs.refresh_from_db()
    assert theirs.shown


def test_what_is_agreed_stands_without_the_spaces_round_it(session):
    kept = running.agree(session, " Navragen. ", who=" Sam ", when=" maandag ")
    assert (kept.text, kept.who, kept.when) == ("Navragen.", "Sam", "maandag")


def test_finish_leaves_another_sessions_answers_and_pens_alone(session):
    other = make_session(AnswerForm.OPEN)
    theirs = people_in(other, 1)[0]
    question = question_of(other, AnswerForm.OPEN)
    theirs.send(question, 3, waarde="blijft")
    running.start(session)
    running.finish(session)
    assert theirs.answer_to(question).number == 3
    assert other.participants.count() == 1


@pytest.mark.parametrize(
    "verb",
    [
        running.open_door,
        running.close_door,
        running.new_code,
        running.start,
        lambda s: running.advance(s, "x"),
        lambda s: running.back(s, "x"),
        lambda s: running.jump(s, "x", "y"),
        lambda s: running.extend(s, "x", 60),
        lambda s: running.blacken(s, True),
        lambda s: running.keep_shown(s, True),
        running.go_phone_free,
        running.raise_seats,
        lambda s: running.read(s, "x"),
        lambda s: running.show(s, "x"),
        lambda s: running.agree(s, "te laat"),
        lambda s: running.drop_agreement(s, "geen"),
        running.finish,
    ],
)
def test_after_the_end_nothing_moves(session, verb):
    running.start(session)
    running.finish(session)
    before = stored(session).version
    with pytest.raises(Refused, match="afgelopen"):
        verb(session)
    assert stored(session).version == before


@pytest.mark.django_db(transaction=True)
def test_of_two_consoles_that_press_next_at_once_one_moves_the_group(session):
    running.start(session)
    seen = session.current.ref
    outcomes: list[str] = []
    ready = threading.Barrier(2, timeout=20)

    def press() -> None:
        mine = stored(session)
        ready.wait()
        try:
            running.advance(mine, seen)
            outcomes.append("moved")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join(30)
    assert sorted(outcomes) == ["moved", "stale"]
    assert stored(session).current == steps(session)[1]
