"""The verbs that move a session: what each does, and what it refuses."""

import threading
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from content.passages import shipped_mirrors
from sessions_app import attendance, briefs, bus, closing, codes, results, running, traces
from sessions_app.errors import Refused, Stale
from sessions_app.kinds.mirror import script_of
from sessions_app.models import Answer, DialogueSession, Participant, Signal, Step, StepQuestion
from sessions_app.participation import Verdict, signal
from sessions_app.script import BEGIN, StepContent
from tests.factories import make_document
from tests.sessions_app.room import (
    add_question,
    add_step,
    alter,
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
    assert [step.ran_from for step in steps(session)[1:]] == [None, None, None]


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
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    assert stored(session).current == steps(session)[1]
    running.back(session, session.current.ref)
    assert stored(session).current == steps(session)[0]
    with pytest.raises(Refused, match="eerste stap"):
        running.back(session, session.current.ref)


def test_the_step_of_now_is_that_of_the_session_that_is_asked(session):
    other = make_session(AnswerForm.OPEN)
    for each in (session, other):
        running.start(each)
    assert running.current_step(session, session.current.ref) == session.current
    running.settle(session)
    with pytest.raises(Stale):
        running.current_step(session, other.current.ref)


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
        running.tell_consoles,
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


def test_every_surface_is_told_which_version_there_is_now(session, monkeypatch):
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(bus, "tell", lambda ref, version: told.append((ref, version)))
    running.open_door(session)
    running.close_door(session)
    assert told == [(session.ref, session.version - 1), (session.ref, session.version)]


def test_a_verb_leaves_alone_what_others_write_beside_it(session):
    """A knock and a look at how far the group is wait for no verb."""
    question, _ = five_answers(session)
    close(session)
    running.read(session, question.ref)
    now = timezone.now()
    outcome = results.outcome

    def meanwhile(seen):
        StepQuestion.objects.filter(pk=question.pk).update(level=3)
        DialogueSession.objects.filter(pk=session.pk).update(knocked_at=now)
        return outcome(seen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "outcome", meanwhile)
        running.show(session, question.ref)
    question.refresh_from_db()
    assert (question.shown, question.level) == (True, 3)
    assert stored(session).knocked_at == now


@pytest.mark.parametrize("verb", [running.blacken, running.settle])
def test_a_verb_is_one_transaction(session, monkeypatch, verb):
    found: list[bool] = []
    real = running.writing

    @contextmanager
    def noted(durable: bool = True):
        found.append(durable)
        with real(durable):
            yield

    running.start(session)
    monkeypatch.setattr(running, "writing", noted)
    verb(session, True) if verb is running.blacken else verb(session)
    assert found == [True]


def test_a_code_leaks_and_with_it_the_screen_or_not(session):
    running.new_code(session)
    assert (session.codes.count(), stored(session).screen_round) == (1, 0)
    running.new_code(session, withdraw_screen=True)
    assert (session.codes.count(), stored(session).screen_round) == (2, 1)
    running.withdraw_screen(session)
    assert session.screen_round == stored(session).screen_round == 2


def test_new_codes_are_counted_for_who_asks_for_them(session, monkeypatch):
    monkeypatch.setattr(codes, "PER_DAY", 0)
    running.new_code(session)
    with pytest.raises(Refused, match="vandaag al"):
        running.new_code(session, by=User.objects.create_user("ik@example.org"))
    assert session.codes.count() == 1


def test_seats_come_at_once_before_the_start_and_from_the_next_new_step_on_after_it(session):
    running.raise_seats(session)
    assert (session.extra_seats, session.coming_seats) == (2, 0)
    running.start(session)
    running.raise_seats(session)
    running.raise_seats(session)
    assert (session.extra_seats, session.coming_seats) == (2, 4)
    running.advance(session, session.current.ref)
    assert (stored(session).extra_seats, stored(session).coming_seats) == (6, 0)
    running.raise_seats(session)
    running.back(session, session.current.ref)  # known to the room
    assert (stored(session).extra_seats, stored(session).coming_seats) == (6, 2)


def test_without_phones_nobody_needs_a_seat():
    with pytest.raises(Refused, match="geen plaatsen nodig"):
        running.raise_seats(make_session(phone_free=True))


def test_going_on_without_phones_asks_aloud_what_nobody_answered_yet():
    session = make_session(AnswerForm.OPEN, AnswerForm.SCALE)
    first = steps(session)[0]
    own = add_question(first, AnswerForm.SCALE, text="Ik voelde me veilig.", code="EV-9")
    scale = first.questions.get(position=1)
    for person in people_in(session, 5):
        person.send(scale, waarde="3")
    first.content["talk"] = ["Wat viel op?"]
    first.save(update_fields=["content"])
    running.go_phone_free(session)
    first.refresh_from_db()
    assert first.script.talk == ("Wat denk je?", "Wat viel op?")
    assert first.script.points == (own.text,)
    assert [question.pk for question in first.questions.all()] == [scale.pk]
    assert session.phone_free
    now = stored(session)
    assert (now.phone_free, now.door_open) == (True, False)
    running.go_phone_free(session)
    first.refresh_from_db()
    assert first.script.talk == ("Wat denk je?", "Wat viel op?")
    assert scale.answers.count() == 5


def test_dark_phones_and_the_large_clock_stay_until_somebody_says_otherwise(session):
    running.start(session)
    running.put_away(session, True)
    running.count_down(session, False)
    assert (stored(session).phones_away, stored(session).countdown) == (True, False)
    running.count_down(session, True)
    running.go_phone_free(session)
    assert (stored(session).phones_away, stored(session).countdown) == (False, True)


def test_phones_go_dark_only_in_a_room_that_has_them(session):
    without = make_session(phone_free=True)
    running.start(without)
    with pytest.raises(Refused, match="zonder telefoons"):
        running.put_away(without, True)
    with pytest.raises(Refused, match="nog niet begonnen"):
        running.put_away(session, True)
    running.start(session)
    running.finish(session)
    for verb in (running.put_away, running.count_down):
        with pytest.raises(Refused, match="afgelopen"):
            verb(session, True)


def test_what_a_step_says_without_phones_it_says_where_nobody_answered(session, monkeypatch):
    other = add_step(session, block="later")
    add_question(other, AnswerForm.OPEN)
    five_answers(session)  # one of the two questions of the first step
    monkeypatch.setattr(briefs, "without_phones", lambda *_: StepContent(lead="Zonder telefoon"))
    running.go_phone_free(session)
    other.refresh_from_db()
    assert other.script.lead == "Zonder telefoon"
    assert steps(session)[0].script.lead != "Zonder telefoon"


def test_a_clock_starts_in_the_step_of_now_only(session):
    running.start_clock(session, steps(session)[0].ref)  # a screen that speaks before the start
    assert stored(session).extra_seconds == 0
    running.start(session)
    DialogueSession.objects.filter(pk=session.pk).update(
        step_started_at=timezone.now() - timedelta(seconds=90)
    )
    running.start_clock(session, steps(session)[1].ref)
    assert stored(session).extra_seconds == 0
    running.start_clock(session, steps(session)[0].ref)
    assert 89 <= stored(session).extra_seconds <= 95


@pytest.mark.parametrize(("here", "extra"), [(7200, 3600), (-300, 0)])
def test_a_clock_that_starts_late_gives_an_hour_at_most_and_takes_nothing(session, here, extra):
    running.start(session)
    entered = timezone.now() - timedelta(seconds=here)
    DialogueSession.objects.filter(pk=session.pk).update(step_started_at=entered)
    running.start_clock(session, session.current.ref)
    assert stored(session).extra_seconds == extra


def test_the_end_wakes_all_phones(session):
    running.start(session)
    running.put_away(session, True)
    running.finish(session)
    assert not stored(session).phones_away


def test_a_question_that_was_read_stays_when_the_phones_go():
    session = make_session(AnswerForm.OPEN)
    question = question_of(session, AnswerForm.OPEN)
    running.start(session)
    read(session, question)
    running.go_phone_free(session)
    assert question_of(session, AnswerForm.OPEN) == question


def test_the_screen_is_started_once(session):
    running.start_screen(session)
    before = stored(session)
    assert before.screen_started
    running.start_screen(session)
    assert stored(session).version == before.version


def test_a_clock_that_was_set_back_takes_no_time_away(session):
    running.start(session)
    first = session.current
    later = timezone.now() + timedelta(minutes=5)
    DialogueSession.objects.filter(pk=session.pk).update(step_started_at=later)
    running.advance(session, first.ref)
    first.refresh_from_db()
    assert first.ran_seconds == 0


def test_a_new_step_begins_now_light_and_with_its_own_time(session):
    running.start(session)
    began = timezone.now() - timedelta(minutes=9)
    DialogueSession.objects.filter(pk=session.pk).update(step_started_at=began)
    running.extend(session, session.current.ref, 60)
    running.advance(session, session.current.ref)
    now = stored(session)
    assert now.step_started_at > began
    assert now.extra_seconds == 0
    assert session.step_started_at == now.step_started_at


def test_moving_on_writes_the_answers_anew_once_more_when_the_room_was_back(session):
    question, _ = five_answers(session, AnswerForm.OPEN, "eerst")
    running.advance(session, session.current.ref)
    running.settle(session)
    assert steps(session)[0].mixed
    running.back(session, session.current.ref)
    assert not steps(session)[0].mixed
    before = set(question.answers.values_list("pk", flat=True))
    running.settle(session)  # while it is open nothing moves
    assert not steps(session)[0].mixed
    assert set(question.answers.values_list("pk", flat=True)) == before


def test_what_is_read_after_its_step_was_written_anew_first(session):
    """Whoever reads before the step was settled does not see who came first either."""
    question, _ = five_answers(session)
    running.advance(session, session.current.ref)
    running.read(session, question.ref)
    assert steps(session)[0].mixed


def test_the_end_is_now_and_leaves_no_step_and_no_held_seat(session):
    running.start(session)
    other = make_session(AnswerForm.OPEN)
    (theirs,) = people_in(other, 1)
    signal(other.current, theirs.secret, Signal.Sort.PAUSE)
    session.held_seats.create(pen="x" * 64, until=timezone.now() + timedelta(minutes=1))
    running.finish(session)
    now = stored(session)
    assert abs(now.ended_at - timezone.now()) < timedelta(minutes=1)
    assert now.step_started_at is None
    assert not session.held_seats.exists()
    assert Signal.objects.get().step == other.current


def test_who_takes_a_text_back_just_before_the_end_hides_nothing_of_the_others(session):
    """Five agreed to the report, and five stand in it: nobody stands out."""
    question = question_of(session, AnswerForm.OPEN)
    people = people_in(session, 6)
    for person in people:
        person.send(question, 1, waarde="iets", verslag="1")
    read(session, question)
    people[0].send(question, 2, intrekken="1")
    running.finish(session)
    assert len(results.report_outcome(question_of(session, AnswerForm.OPEN)).texts) == 5


def test_only_what_asked_for_a_moment_here_goes_along(session):
    running.start(session)
    other = make_session(AnswerForm.OPEN)
    (theirs,) = people_in(other, 1)
    signal(other.current, theirs.secret, Signal.Sort.PAUSE)
    signal(session.current, "geheim", Signal.Sort.PAUSE)
    running.advance(session, session.current.ref)
    assert Signal.objects.get(step__session=other).step == other.current
    assert Signal.objects.get(step__session=session).step == session.current


def test_a_new_step_clears_its_own_screen_only(session):
    question, _ = five_answers(session)
    show(session, question)
    other = make_session(AnswerForm.SCALE)
    theirs, _ = five_answers(other)
    show(other, theirs)
    session.refresh_from_db()
    running.advance(session, session.current.ref)
    theirs.refresh_from_db()
    question.refresh_from_db()
    assert (question.shown, theirs.shown) == (False, True)
    running.finish(session)
    theirs.refresh_from_db()
    assert theirs.shown


def test_one_answer_at_a_time_is_on_the_screen(session):
    first, people = five_answers(session)
    second = question_of(session, AnswerForm.OPEN)
    for person in people:
        person.send(second, waarde="iets")
    other = make_session(AnswerForm.SCALE)
    theirs, _ = five_answers(other)
    show(other, theirs)
    with pytest.raises(Refused, match="geen antwoorden op het scherm"):
        running.keep_shown(session, True)
    show(session, first)
    running.show(session, second.ref)
    for question in (first, second, theirs):
        question.refresh_from_db()
    assert (first.shown, second.shown, theirs.shown) == (False, True, True)


def test_answers_that_were_kept_leave_for_a_step_before_them(session):
    running.start(session)
    later = add_step(session, block="een")
    question = add_question(later, AnswerForm.SCALE)
    running.jump(session, session.current.ref, later.ref)
    for person in people_in(session, 5):
        person.send(question, waarde="3")
    show(session, question)
    session.refresh_from_db()
    running.keep_shown(session, True)
    running.jump(session, session.current.ref, steps(session)[0].ref)
    question.refresh_from_db()
    assert not question.shown


def mirror_after(session: DialogueSession) -> Step:
    """A picture of the team that the room comes to from its first step, in the same block."""
    shipped = shipped_mirrors()[0]
    step = add_step(
        session, "mirror", content=StepContent(mirror=script_of(shipped, make_document()))
    )
    for place, question in enumerate(shipped.asks):
        StepQuestion.copy(step, place, question).save()
    return step


def test_a_picture_takes_the_answers_of_its_own_session_off_the_screen(session):
    question, _ = five_answers(session)
    step = mirror_after(session)
    show(session, question)
    session.refresh_from_db()
    running.keep_shown(session, True)
    other = make_session(AnswerForm.SCALE)
    theirs, _ = five_answers(other)
    show(other, theirs)
    running.jump(session, session.current.ref, step.ref)
    question.refresh_from_db()
    assert question.shown
    running.reveal(session, step.ref, 0)
    question.refresh_from_db()
    theirs.refresh_from_db()
    assert (question.shown, theirs.shown) == (False, True)


@pytest.mark.parametrize(("heard", "seats"), [(None, 8), (3, 5)])
def test_what_is_closed_is_of_the_most_seats_that_there_were(session, monkeypatch, heard, seats):
    people_in(session, 5)
    running.jump(session, session.current.ref, steps(session)[1].ref)
    people_in(session, 3)
    monkeypatch.setattr(attendance, "_source", lambda ref: heard)
    running.close(session, session.current.ref)
    assert (session.current.closed, steps(session)[1].seats) == (True, seats)


@pytest.mark.parametrize(("heard", "seats"), [(None, 8), (3, 5)])
def test_a_picture_is_of_the_most_seats_that_there_were(session, monkeypatch, heard, seats):
    """Who came while it was asked counts, and so does who fell silent meanwhile."""
    people_in(session, 5)
    step = mirror_after(session)
    running.jump(session, session.current.ref, step.ref)
    people_in(session, 3)
    monkeypatch.setattr(attendance, "_source", lambda ref: heard)
    running.reveal(session, step.ref, 0)
    step.refresh_from_db()
    assert (step.closed, step.seats) == (True, seats)


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
    assert steps(session)[3].ran_seconds == pytest.approx(240, abs=5)
    assert steps(session)[1].ran_seconds == 0


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


def test_of_a_long_agreement_as_much_is_kept_as_fits(session):
    running.start(session)
    made = running.agree(session, " a" * 200, "b" * 121, "c" * 121, noticed="d " * 200)
    made.refresh_from_db()
    assert [len(part) for part in (made.text, made.who, made.when, made.noticed)] == [
        *(300, 120, 120, 200),
    ]


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


def test_closing_writes_the_answers_anew_at_once(session):
    question, _ = five_answers(session)
    before = set(question.answers.values_list("pk", flat=True))
    close(session)
    assert steps(session)[0].mixed
    assert question.answers.count() == len(before)


def test_the_end_wipes_what_the_database_keeps_behind_its_tables(
    session, monkeypatch, django_capture_on_commit_callbacks
):
    wiped: list[bool] = []
    monkeypatch.setattr(traces, "wipe_log", lambda: wiped.append(stored(session).ended))
    running.start(session)
    with django_capture_on_commit_callbacks(execute=True):
        running.finish(session)
    assert wiped == [True]


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
    assert bool(again.counts) is seen  # not even the database keeps them


def test_what_too_few_answered_at_the_start_hides_nothing_at_the_end():
    """Nobody sees the first, so nobody can lay the two beside each other."""
    session = make_empty_session()
    first, last = add_step(session), add_step(session, block="einde")
    before = add_question(first, AnswerForm.SCALE, code="EV-5" + BEGIN)
    again = add_question(last, AnswerForm.SCALE, code="EV-5")
    people = people_in(session, 9)
    for person in people[:4]:
        person.send(before, 1, waarde="3")
    running.advance(session, session.current.ref)
    for person in people[:8]:
        person.send(again, 1, waarde="3")
    read(session, again)
    again.refresh_from_db()
    assert results.outcome(again).visible


def test_what_is_asked_again_at_the_end_can_be_seen_after_the_first_was_read():
    other = make_empty_session()
    add_question(add_step(other), AnswerForm.SCALE, code="EV-5" + BEGIN)
    session = make_empty_session()
    before = add_question(add_step(session), AnswerForm.SCALE, code="EV-5" + BEGIN)
    again = add_question(add_step(session, block="einde"), AnswerForm.SCALE, code="EV-5")
    people = people_in(session, 5)
    for person in people:
        person.send(before, 1, waarde="3")
    running.advance(session, session.current.ref)
    with pytest.raises(Refused, match="Sluit eerst de antwoorden"):
        running.read(session, again.ref)
    running.read(session, before.ref)
    for person in people:
        person.send(again, 1, waarde="4")
    read(session, again)
    for question in (before, again):
        question.refresh_from_db()
        assert results.outcome(question).visible


def test_what_is_asked_again_waits_for_the_first_while_that_takes_answers():
    other = make_empty_session()
    add_question(add_step(other), AnswerForm.SCALE, code="EV-5" + BEGIN)
    session = make_empty_session()
    before = add_question(add_step(session), AnswerForm.SCALE, code="EV-5" + BEGIN)
    again = add_question(add_step(session, block="einde"), AnswerForm.SCALE, code="EV-5")
    running.start(session)
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    with pytest.raises(Refused, match="eerder nog open"):
        running.read(session, again.ref)
    running.advance(session, session.current.ref)
    running.read(session, before.ref)
    running.back(session, session.current.ref)
    running.read(session, again.ref)  # the first was read, so it takes no answers here either
    again.refresh_from_db()
    assert again.frozen


def test_more_phones_than_seats_hide_no_result(session, monkeypatch):
    monkeypatch.setattr(attendance, "_source", lambda ref: 50)
    question, _ = five_answers(session)
    read(session, question)
    assert results.outcome(question_of(session, AnswerForm.SCALE)).visible


@pytest.mark.parametrize(
    ("heard", "rehearsal", "seats"), [(None, 0, 5), (20, 0, 5), (3, 0, 3), (0, 1, 5)]
)
def test_seats_are_those_that_are_taken_and_heard_of(session, monkeypatch, heard, rehearsal, seats):
    """Two windows of one phone are one seat, and invented people hold no line."""
    if rehearsal:
        session = make_session(AnswerForm.SCALE, rehearses=session)
    people_in(session, 5)
    monkeypatch.setattr(attendance, "_source", lambda ref: heard)
    assert closing.moment(stored(session)).seats == seats


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
    add_question(steps(session)[3], AnswerForm.ONE)  # elsewhere, and not on the screen
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


def test_answers_that_were_to_stay_need_not(session):
    question, _ = five_answers(session)
    show(session, question)
    for keep in (True, False):
        running.keep_shown(session, keep)
        assert stored(session).keeps_shown is keep
    running.advance(session, session.current.ref)
    question.refresh_from_db()
    assert not question.shown


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
    day = date(2027, 3, 1)
    kept = running.agree(
        session, " " + "a" * 400, who="Sam" * 99, when="maandag" * 99, look_back_on=day
    )
    assert [len(part) for part in (kept.text, kept.who, kept.when)] == [300, 120, 120]
    assert session.agreements.get().look_back_on == day
    other = running.agree(session, "Dit blijft.")
    running.drop_agreement(session, kept.ref)
    assert session.agreements.get() == other


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


def test_the_end_keeps_not_even_what_nearly_everybody_chose_of_what_may_not_be_seen(session):
    question = alter(question_of(session, AnswerForm.SCALE), about_self=True)
    for person in people_in(session, 9)[:4]:
        person.send(question, waarde="2")
    read(session, question)
    running.finish(session)
    question.refresh_from_db()
    assert (question.may_be_seen, question.band, question.counts) == (False, [], {})


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
        lambda s: running.leave_out(s, "x", "y", True),
        lambda s: running.put_up(s, "x", "y"),
        lambda s: running.take_down(s, "x", "y"),
        lambda s: running.name_places(s, ["bij het raam"]),
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
