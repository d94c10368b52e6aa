"""What a participant does: join, answer, pass, change, take back, signal."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from content.document import AnswerForm
from sessions_app import answer_rows, bus, participation, pens, results, running, small_groups
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, Participant, Signal
from sessions_app.participation import Entry, Verdict
from tests.sessions_app.room import (
    Person,
    add_question,
    make_session,
    people_in,
    question_of,
    read,
)

pytestmark = pytest.mark.django_db
FORMS = (AnswerForm.OPEN, AnswerForm.SCALE, AnswerForm.ONE, AnswerForm.SEVERAL)


@pytest.fixture
def session():
    return make_session(*FORMS)


@pytest.fixture
def person(session):
    return people_in(session, 1)[0]


def row(person, question) -> tuple:
    answer = person.answer_to(question)
    return (answer.state, answer.value, answer.number)


# Joining


def test_joining_twice_is_the_same_as_once(session):
    running.open_door(session)
    somebody = Person()
    assert somebody.join(session) is True
    assert somebody.join(session) is False
    assert results.joined(session) == 1


def test_held_seats_become_theirs_together_and_once(session):
    running.open_door(session)
    two, elsewhere = [Person(), Person()], Person()
    for person in (*two, elsewhere):
        participation.hold(session, person.secret)
    secrets = [person.secret for person in two]
    participation.settle(session, secrets)
    assert session.held_seats.get().pen == pens.join_pen(elsewhere.secret, session.ref)
    participation.settle(session, secrets[:1])  # its line broke and came back
    assert results.joined(session) == 2
    assert session.held_seats.count() == 1
    assert two[0].join(session) is False


def test_a_held_seat_becomes_nobodys_after_the_end(session, person):
    running.open_door(session)
    late = Person()
    participation.hold(session, late.secret)
    running.finish(session)
    participation.settle(session, [late.secret])
    assert not session.participants.exists()


def test_a_closed_door_stops_newcomers_only(session, person):
    running.close_door(session)
    assert person.join(session) is False
    with pytest.raises(Refused, match="deur van deze sessie is dicht"):
        Person().join(session)
    assert results.joined(session) == 1


def test_nobody_is_written_down_after_the_end(session, person):
    running.finish(session)
    for somebody in (person, Person()):
        with pytest.raises(Refused, match="afgelopen"):
            somebody.join(session)
    assert not Participant.objects.exists()
    assert results.joined(session) == 1


def test_a_session_that_is_gone_is_over(session, person):
    entry = person.entry(question_of(session, AnswerForm.OPEN), 1, waarde="te laat")
    step = session.current
    DialogueSession.objects.filter(pk=session.pk).delete()
    for act in (
        lambda: person.join(session),
        lambda: participation.hold(session, person.secret),
        lambda: participation.signal(step, person.secret, Signal.Sort.PAUSE),
    ):
        with pytest.raises(Refused, match="afgelopen"):
            act()
    participation.settle(session, [person.secret])
    assert participation.store([entry]) == [Verdict.CLOSED]


def test_the_last_seat_can_be_had_and_one_more_only_for_one_that_nobody_used(session):
    running.open_door(session)
    seats = session.seats
    for _ in range(seats - 1):
        Person().join(session)
    holds = Person()
    assert participation.hold(session, holds.secret) is True
    assert participation.hold(session, holds.secret) is False
    with pytest.raises(participation.Full):
        Person().join(session)
    session.held_seats.update(until=timezone.now() - timedelta(seconds=1))
    assert Person().join(session) is True
    assert results.joined(session) == seats
    assert not session.held_seats.exists()


def test_a_seat_is_held_for_a_minute(session):
    running.open_door(session)
    participation.hold(session, Person().secret)
    left = session.held_seats.get().until - timezone.now()
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)


def test_who_was_let_in_before_comes_back_through_a_closed_door(session, person):
    running.close_door(session)
    assert participation.join(session, Person().secret, returning=True) is True
    with pytest.raises(Refused, match="deur van deze sessie is dicht"):
        participation.hold(session, Person().secret)


@pytest.fixture
def waits(monkeypatch) -> list[bool]:
    """Per transaction of these verbs whether it waits until the disk has it."""
    found: list[bool] = []
    real = participation.writing

    @contextmanager
    def noted(durable: bool = True):
        found.append(durable)
        with real(durable):
            yield

    monkeypatch.setattr(participation, "writing", noted)
    return found


def test_an_answer_and_a_signal_are_kept_for_sure_and_a_seat_waits_for_no_disk(
    session, person, waits
):
    participation.hold(session, Person().secret)
    participation.settle(session, [person.secret])
    participation.knock(session)
    assert waits == [False, False, False]
    waits.clear()
    person.send(question_of(session, AnswerForm.OPEN), 1, waarde="bewaard")
    participation.signal(session.current, person.secret, Signal.Sort.PAUSE)
    participation.tell_signals()
    assert waits == [True, True, True]


def test_consoles_hear_of_a_seat_of_a_knock_and_of_signals(session, person, monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(bus, "tally", heard.append)
    Person().join(session)
    assert heard == [session.ref]
    participation.settle(session, [Person().secret])
    assert heard == [session.ref] * 2
    participation.knock(session)
    assert heard == [session.ref] * 3
    participation.knock(session)  # again within seconds: nobody needs to hear that
    assert heard == [session.ref] * 3
    participation.signal(session.current, person.secret, Signal.Sort.PAUSE)
    assert heard == [session.ref] * 3  # a signal waits, so that its moment says nothing
    participation.tell_signals()
    participation.tell_signals()
    assert heard == [session.ref] * 4


# Reading what was sent


def test_the_fields_of_several_questions_are_those_of_each():
    fields = MultiValueDict(
        {
            "vraag": ["a", "b"],
            "waarde.a": ["een", "twee"],
            "verslag.a": ["1"],
            "volgnr.a": ["4"],
            "anders.a": ["niet van ons"],
            "pas.b": ["1"],
            "intrekken.b": ["1"],
            "waarde.c": ["nergens gevraagd"],
            "waarde": ["van wie?"],
        }
    )
    assert participation.is_several(fields)
    found = participation.by_question(fields)
    assert {ref: dict(mine.lists()) for ref, mine in found.items()} == {
        "a": {"waarde": ["een", "twee"], "verslag": ["1"], "volgnr": ["4"]},
        "b": {"pas": ["1"], "intrekken": ["1"]},
    }


@pytest.mark.parametrize(
    ("fields", "several"),
    [
        ({"vraag": ["a"], "waarde": ["1"]}, False),
        ({"waarde": ["1"]}, False),
        ({"vraag": ["a"], "waarde.a": ["1"]}, True),
        ({"vraag": ["a", "b"], "waarde": ["1"]}, True),
    ],
)
def test_one_question_may_go_unsaid_and_several_have_names_of_their_own(fields, several):
    given = MultiValueDict(fields)
    assert participation.is_several(given) is several
    if not several:
        assert participation.by_question(given) == {fields.get("vraag", [""])[0]: given}


@pytest.mark.parametrize(
    ("form", "sent", "kept"),
    [
        (AnswerForm.OPEN, "  Rustig blijven.\r\nEn luisteren. ", "Rustig blijven.\nEn luisteren."),
        (AnswerForm.SCALE, "5", 5),
        (AnswerForm.ONE, "soms", "soms"),
        (AnswerForm.SEVERAL, ["vaak", "soms"], ["soms", "vaak"]),
        (AnswerForm.SEVERAL, ["niet"], ["niet"]),
        (AnswerForm.SEVERAL, ["soms", "soms"], ["soms"]),
    ],
)
def test_an_answer_is_kept_as_it_was_meant(session, person, form, sent, kept):
    question = question_of(session, form)
    assert person.send(question, 1, waarde=sent) == Verdict.STORED
    assert row(person, question) == (Answer.State.GIVEN, kept, 1)


@pytest.mark.parametrize(
    ("form", "sent", "sentence"),
    [
        (AnswerForm.OPEN, "   ", "Schrijf eerst iets op"),
        (AnswerForm.OPEN, "\x00", "Schrijf eerst iets op"),
        (AnswerForm.SCALE, "", "Kies eerst een punt"),
        (AnswerForm.SCALE, "0", "punten op de schaal"),
        (AnswerForm.SCALE, "6", "punten op de schaal"),
        (AnswerForm.SCALE, "²", "punten op de schaal"),
        (AnswerForm.SCALE, "٣", "punten op de schaal"),
        (AnswerForm.SCALE, "9" * 5000, "punten op de schaal"),
        (AnswerForm.SCALE, ["1", "2"], "punten op de schaal"),
        (AnswerForm.ONE, "altijd", "Kies één"),
        (AnswerForm.ONE, ["soms", "vaak"], "Kies één"),
        (AnswerForm.SEVERAL, ["soms", "altijd"], "Kies uit de antwoorden"),
        (AnswerForm.SEVERAL, ["soms", "niet"], "gaat niet samen"),
        (AnswerForm.SEVERAL, [], "Kies eerst een antwoord"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(session, person, form, sent, sentence):
    question = question_of(session, form)
    with pytest.raises(Refused, match=sentence):
        person.send(question, 1, waarde=sent)
    assert person.answer_to(question) is None


def test_too_many_choices_says_how_many_there_were_and_how_many_may(session, person):
    question = add_question(session.current, AnswerForm.SEVERAL, most=2)
    with pytest.raises(Refused, match=r"Je koos er 3\. Kies er hooguit 2"):
        person.send(question, 1, waarde=["nooit", "soms", "vaak"])
    assert person.send(question, 1, waarde=["nooit", "soms"]) == Verdict.STORED


def test_an_open_answer_of_ten_thousand_characters_is_refused_with_both_lengths(session, person):
    question = question_of(session, AnswerForm.OPEN)
    with pytest.raises(Refused, match=r"10\.000 tekens lang.*2\.000.*Hij staat er nog"):
        person.send(question, 1, waarde="a" * 10_000)
    assert person.send(question, 1, waarde="é" * 2000) == Verdict.STORED


@pytest.mark.parametrize("fields", [{"waarde": "geheim"}, {"pas": "1"}, {"intrekken": "1"}])
def test_a_question_to_oneself_takes_nothing(session, person, fields):
    private = add_question(session.steps.first(), AnswerForm.PRIVATE)
    with pytest.raises(Refused, match="blijft op je telefoon"):
        person.send(private, 1, **fields)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("typed", ["-1", "0", "1.5", "abc", "٣", "1" * 400, "9" * 5000, str(2**53)])
def test_a_number_that_is_no_count_is_refused(typed):
    with pytest.raises(Refused, match="Laad de pagina opnieuw"):
        participation.read_number(typed)


def test_a_number_may_be_left_out():
    assert participation.read_number(None) is None
    assert participation.read_number("") is None
    assert participation.read_number("1") == 1
    assert participation.read_number("9007199254740991") == 2**53 - 1  # a script counts no further


def test_only_an_open_answer_can_be_for_the_report(session, person):
    for form, value in ((AnswerForm.OPEN, "ja"), (AnswerForm.SCALE, "3")):
        question = question_of(session, form)
        person.send(question, 1, waarde=value, verslag="1")
        assert person.answer_to(question).for_report is (form == AnswerForm.OPEN)


# Changing, passing, taking back


def test_an_answer_can_be_changed_while_its_step_is_open(session, person):
    question = question_of(session, AnswerForm.OPEN)
    person.send(question, 1, waarde="eerst", verslag="1")
    person.send(question, 2, waarde="daarna")
    assert row(person, question) == (Answer.State.GIVEN, "daarna", 2)
    assert not person.answer_to(question).for_report
    person.send(question, 3, pas="1")
    assert row(person, question) == (Answer.State.PASSED, None, 3)
    person.send(question, 4, waarde="toch")
    assert row(person, question) == (Answer.State.GIVEN, "toch", 4)
    assert results.counted([question])[question.pk].given == 1


def test_passing_counts_as_done_and_never_as_an_answer(session, person):
    question = question_of(session, AnswerForm.SCALE)
    person.send(question, 1, pas="1")
    assert results.counted([question])[question.pk] == results.Counted(done=1, given=0)
    assert not question.answers.filter(value__isnull=False).exists()


def test_sending_twice_is_the_same_as_once(session, person):
    question = question_of(session, AnswerForm.OPEN)
    for _ in range(2):
        assert person.send(question, 4, waarde="een keer") == Verdict.STORED
    assert question.answers.count() == 1


def test_a_late_retry_never_overwrites_a_newer_answer(session, person):
    question = question_of(session, AnswerForm.OPEN)
    person.send(question, 2, waarde="nieuw")
    assert person.send(question, 1, waarde="oud") == Verdict.STORED
    assert row(person, question) == (Answer.State.GIVEN, "nieuw", 2)


def test_a_late_retry_does_not_bring_back_what_was_taken_back(session, person):
    question = question_of(session, AnswerForm.OPEN)
    person.send(question, 1, waarde="weg ermee")
    person.send(question, 2, intrekken="1")
    person.send(question, 1, waarde="weg ermee")
    assert row(person, question) == (Answer.State.WITHDRAWN, None, 2)


def test_a_page_without_scripts_is_always_the_newest(session, person):
    question = question_of(session, AnswerForm.OPEN)
    person.send(question, 7, waarde="met script")
    person.send(question, None, waarde="zonder script")
    assert row(person, question) == (Answer.State.GIVEN, "zonder script", 8)
    person.send(question, 7, waarde="met script")
    assert row(person, question)[1] == "zonder script"


def test_the_newest_of_one_batch_wins_whatever_its_place(session, person):
    question = question_of(session, AnswerForm.OPEN)
    batch = [person.entry(question, n, waarde=f"tekst {n}") for n in (2, 3, 1)]
    assert participation.store(batch) == [Verdict.STORED] * 3
    assert row(person, question) == (Answer.State.GIVEN, "tekst 3", 3)


def test_an_answer_to_a_closed_step_is_refused_and_the_rest_of_the_batch_is_kept(session, person):
    old = question_of(session, AnswerForm.OPEN)
    new = add_question(session.steps.get(position=1), AnswerForm.SCALE)
    running.advance(session, session.current.ref)
    batch = [person.entry(old, 1, waarde="te laat"), person.entry(new, 1, waarde="4")]
    assert participation.store(batch) == [Verdict.CLOSED, Verdict.STORED]
    assert person.answer_to(old) is None
    assert row(person, new) == (Answer.State.GIVEN, 4, 1)


def test_going_back_to_a_step_opens_its_questions_again(session, person):
    question = question_of(session, AnswerForm.OPEN)
    person.send(question, 1, waarde="eerst")
    running.advance(session, session.current.ref)
    assert person.send(question, 2, waarde="te laat") == Verdict.CLOSED
    running.back(session, session.current.ref)
    assert person.send(question, 2, waarde="weer open") == Verdict.STORED


def test_taking_back_is_possible_until_the_end(session, person):
    question = question_of(session, AnswerForm.OPEN)
    person.send(question, 1, waarde="even denken")
    running.advance(session, session.current.ref)
    assert person.send(question, 2, intrekken="1") == Verdict.STORED
    assert row(person, question) == (Answer.State.WITHDRAWN, None, 2)
    assert results.counted([question])[question.pk].done == 0
    running.finish(session)
    assert person.send(question, 3, intrekken="1") == Verdict.CLOSED


def test_after_taking_back_from_a_closed_question_nothing_new_is_taken(session, person):
    question = question_of(session, AnswerForm.OPEN)
    others = people_in(session, 5)
    for somebody in (person, *others):
        somebody.send(question, 1, waarde="iets")
    read(session, question)
    person.send(question, 2, intrekken="1")
    assert person.send(question, 3, waarde="toch weer") == Verdict.CLOSED


def test_before_the_start_nothing_is_taken(session):
    running.open_door(session)
    somebody = Person()
    somebody.join(session)
    for fields in ({"waarde": "3"}, {"intrekken": "1"}):
        verdict = somebody.send(question_of(session, AnswerForm.SCALE), 1, **fields)
        assert verdict == Verdict.CLOSED
    assert not Answer.objects.exists()


def test_an_answer_under_way_finds_its_question_gone_with_the_phones(session, person):
    entry = person.entry(question_of(session, AnswerForm.OPEN), 1, waarde="te laat")
    running.go_phone_free(session)
    assert participation.store([entry]) == [Verdict.CLOSED]


def test_an_empty_batch_is_nothing():
    assert participation.store([]) == []


# Coming back


def test_a_phone_gets_its_own_answers_and_nobody_elses(session, person):
    other = people_in(session, 1)[0]
    open_one, scale, one = (question_of(session, f) for f in FORMS[:3])
    person.send(open_one, 3, waarde="van mij", verslag="1")
    person.send(scale, 4, pas="1")
    other.send(open_one, 1, waarde="van een ander")
    other.send(one, 1, waarde="soms")
    assert participation.own_answers(session, person.secret) == {
        open_one.ref: {
            "staat": "given",
            "waarde": "van mij",
            "verslag": True,
            "buiten_scherm": False,
            "volgnr": 3,
        },
        scale.ref: {
            "staat": "passed",
            "waarde": None,
            "verslag": False,
            "buiten_scherm": False,
            "volgnr": 4,
        },
    }
    assert participation.own_answers(session, Person().secret) == {}


def test_a_phone_hears_that_it_took_back_and_not_the_words_that_still_stand(session, person):
    question = question_of(session, AnswerForm.OPEN)
    for somebody in (person, *people_in(session, 5)):
        somebody.send(question, 1, waarde="staat er nog")
    read(session, question)
    person.send(question, 2, intrekken="1")
    assert person.answer_to(question).value == "staat er nog"
    [mine] = participation.own_answers(session, person.secret).values()
    assert (mine["staat"], mine["waarde"]) == ("withdrawn", None)


def test_a_choice_that_is_taken_back_is_gone_at_once_also_where_its_count_stands(session, person):
    """Its count was let out already; only words stay until the room goes on."""
    question = question_of(session, AnswerForm.SCALE)
    for somebody in (person, *people_in(session, 5)):
        somebody.send(question, 1, waarde="3")
    read(session, question)
    person.send(question, 2, intrekken="1")
    assert person.answer_to(question).value is None


@pytest.mark.parametrize(
    ("came", "turns"),
    [
        ("", []),
        ("a1 b1 a2", [["a2", "b1"]]),
        ("a3 a2", [["a3"]]),
        ("a- a-", [["a-"]]),
        ("a5 a-", [["a5"], ["a-"]]),
        ("a- a5 b1", [["a-", "b1"], ["a5"]]),
        ("a5 a- a3", [["a5"], ["a-"], ["a3"]]),
        ("a2 a- a9 a4 b- b2", [["a2", "b-"], ["a-", "b2"], ["a9"]]),
    ],
)
def test_of_one_pen_one_answer_goes_at_a_time(came, turns):
    """A pen and its number; a page without scripts sends none."""

    def entry(said: str) -> Entry:
        number = None if said[1] == "-" else int(said[1])
        return Entry(1, 1, 1, said[0], number, Answer.State.GIVEN, said)

    found = answer_rows._by_turns([entry(said) for said in came.split()])
    assert [[one.value for one in turn] for turn in found] == turns


def test_of_two_answers_with_one_number_the_later_one_goes():
    same = [Entry(1, 1, 1, "a", 1, Answer.State.GIVEN, text) for text in ("eerst", "daarna")]
    [[kept]] = answer_rows._by_turns(same)
    assert kept.value == "daarna"


def test_keys_of_rows_are_whole_and_their_own():
    keys = answer_rows._random_keys(50)
    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == 50


def test_a_batch_takes_up_no_more_rows_than_make_it_two_hundred(session, person, monkeypatch):
    took: list[tuple[int, int]] = []

    def cut(step_id: int, pens: list[str], most: int) -> list:
        took.append((len(pens), most))
        return []

    monkeypatch.setattr(answer_rows, "_cut", cut)
    asked = [question_of(session, form) for form in (AnswerForm.SCALE, AnswerForm.OPEN)]
    participation.store([person.entry(q, 1, among=True, waarde="3") for q in asked])
    assert took == [(2, 198)]


# Signals


def test_a_signal_twice_is_the_same_as_once_and_says_nothing_about_who(session, person):
    step = session.current
    assert participation.signal(step, person.secret, Signal.Sort.PAUSE) is True
    assert participation.signal(step, person.secret, Signal.Sort.PAUSE) is False
    assert participation.signal(step, person.secret, Signal.Sort.MORE_TIME) is True
    pens_used = set(Signal.objects.values_list("pen", flat=True))
    assert len(pens_used) == 2
    assert not pens_used & set(Participant.objects.values_list("pen", flat=True))


def test_a_signal_is_told_once_and_only_in_a_session_that_runs(session, person):
    participation.signal(session.current, person.secret, Signal.Sort.PAUSE)
    other = make_session(AnswerForm.SCALE)
    (somebody,) = people_in(other, 1)
    participation.signal(other.current, somebody.secret, Signal.Sort.PAUSE)
    running.finish(other)
    assert participation.tell_signals() == {session.ref}
    assert Signal.objects.get().told
    assert participation.tell_signals() == set()


def test_who_asked_just_before_the_step_changed_is_heard_in_the_next(session, person):
    participation.signal(session.current, person.secret, Signal.Sort.PAUSE)
    participation.tell_signals()
    participation.signal(session.current, person.secret, Signal.Sort.MORE_TIME)
    before = session.current
    running.advance(session, before.ref)
    left = {signal.sort: signal.step_id for signal in Signal.objects.all()}
    assert left == {Signal.Sort.PAUSE: before.pk, Signal.Sort.MORE_TIME: session.current_id}


def test_a_knock_is_heard_at_its_own_door_only_and_not_at_every_press(session):
    other = make_session(AnswerForm.SCALE)
    participation.knock(session)
    session.refresh_from_db()
    other.refresh_from_db()
    first = session.knocked_at
    assert first is not None
    assert other.knocked_at is None
    participation.knock(session)
    session.refresh_from_db()
    assert session.knocked_at == first


@pytest.mark.parametrize(("seconds", "heard"), [(4, False), (5.5, True)])
def test_who_still_waits_is_heard_again_after_five_seconds(session, seconds, heard):
    before = timezone.now() - timedelta(seconds=seconds)
    DialogueSession.objects.filter(pk=session.pk).update(knocked_at=before)
    participation.knock(session)
    session.refresh_from_db()
    assert (session.knocked_at > before) is heard


def test_who_uses_a_held_seat_has_one_seat_and_leaves_the_others_theirs(session):
    running.open_door(session)
    mine, theirs = Person(), Person()
    for person in (mine, theirs):
        participation.hold(session, person.secret)
    assert mine.join(session) is True
    assert (session.participants.count(), session.held_seats.count()) == (1, 1)
    assert theirs.join(session) is True
    assert (session.participants.count(), session.held_seats.count()) == (2, 0)


def test_no_signal_is_written_down_after_the_end(session, person):
    step = session.current
    running.finish(session)
    with pytest.raises(Refused, match="afgelopen"):
        participation.signal(step, person.secret, Signal.Sort.PAUSE)
    assert not Signal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_answers_that_race_with_the_end_are_kept_whole_or_refused_and_never_half():
    """What was acknowledged counts after `finish`, and its texts are all there or, of few, none."""
    session = make_session(AnswerForm.OPEN)
    question = question_of(session, AnswerForm.OPEN)
    people = people_in(session, 12)
    verdicts: dict[int, Verdict] = {}
    ready = threading.Barrier(4, timeout=20)

    def send(numbers: range) -> None:
        ready.wait()
        for n in numbers:
            verdicts[n] = people[n].send(question, 1, waarde=f"tekst {n}", verslag="1")
        connection.close()

    def end() -> None:
        ready.wait()
        running.finish(session)
        connection.close()

    threads = [threading.Thread(target=send, args=(range(n * 4, n * 4 + 4),)) for n in range(3)]
    threads.append(threading.Thread(target=end))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(verdicts) == 12
    acknowledged = {f"tekst {n}" for n, v in verdicts.items() if v == Verdict.STORED}
    kept = Answer.objects.all()
    readable = small_groups.enough(len(acknowledged), len(people))
    assert {answer.value for answer in kept} == (acknowledged if readable else set())
    assert all(answer.pen is None for answer in kept)
    question.refresh_from_db()
    assert question.answered == (len(acknowledged) if readable else 0)


@pytest.mark.parametrize(
    ("of_huddles", "report", "off"), [(False, False, True), (True, True, False)]
)
def test_what_may_stand_on_no_screen_stands_in_no_report_either(of_huddles, report, off):
    """What a small group wrote together is of nobody: there is nothing to keep off."""
    question = question_of(make_session(AnswerForm.OPEN), AnswerForm.OPEN)
    question.of_huddles = of_huddles
    sent = MultiValueDict({"waarde": ["iets"], "verslag": ["1"], "buiten_scherm": ["1"]})
    found = participation.read_answer(question, sent)
    assert (found.value, found.for_report, found.off_screen) == ("iets", report, off)
    sent.pop("buiten_scherm")
    assert participation.read_answer(question, sent).for_report


def test_of_several_answers_each_has_its_own_fields_and_no_others():
    names = ("waarde", "pas", "intrekken", "verslag", "buiten_scherm", "volgnr")
    sent = MultiValueDict({"vraag": ["een", "twee"], "anders.een": ["x"], "pas.drie": ["1"]})
    for name in names:
        sent.setlist(f"{name}.een", [f"{name} 1"])
        sent.setlist(f"{name}.twee", [f"{name} 2"])
    assert participation.by_question(sent) == {
        "een": MultiValueDict({name: [f"{name} 1"] for name in names}),
        "twee": MultiValueDict({name: [f"{name} 2"] for name in names}),
    }
