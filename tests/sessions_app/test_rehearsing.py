"""A session tried out alone: invented people do what phones do, and nothing of it is left."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from content.document import AnswerForm
from insight import totals
from sessions_app import (
    attendance,
    belongings,
    codes,
    custody,
    huddling,
    keeping,
    rehearsing,
    report_links,
    running,
    small_groups,
)
from sessions_app.bus import Message
from sessions_app.errors import Refused
from sessions_app.lookback import together
from sessions_app.models import (
    Answer,
    DialogueSession,
    Huddles,
    Participant,
    Signal,
    StepQuestion,
)
from tests.sessions_app.hearing import hearing
from tests.sessions_app.planner_kit import begin as begin_for_real
from tests.sessions_app.planner_kit import made, url
from tests.sessions_app.room import Person, make_edition, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, django_user_model):
    user = django_user_model.objects.create_user("lead@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def mine(lead) -> DialogueSession:
    return made(make_edition(), lead)


@pytest.fixture
def trial(mine, lead) -> DialogueSession:
    return rehearsing.begin(mine, lead)


def fresh(session: DialogueSession) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(pk=session.pk)


def let_in(trial: DialogueSession, rounds: int = 20) -> None:
    for _ in range(rounds):
        rehearsing.play([trial.ref])


def in_step(trial: DialogueSession, seconds: float) -> int:
    """A round, so many seconds after the step began."""
    return rehearsing.play([trial.ref], fresh(trial).step_started_at + timedelta(seconds=seconds))


def to_a_question(trial: DialogueSession, worded: bool = False) -> StepQuestion:
    """Go on to the first step that sends something; where asked, a text."""
    running.start(fresh(trial))
    while True:
        step = fresh(trial).current
        asked = [question for question in step.questions.all() if question.sent]
        sent = [question for question in asked if question.asking.worded or not worded]
        if sent:
            return sent[0]
        running.advance(fresh(trial), step.ref)


def test_a_rehearsal_has_the_same_programme_and_leaves_the_session_alone(mine, trial):
    def told(session):
        return [(s.kind, s.title, s.minutes, s.questions.count()) for s in session.steps.all()]

    assert told(trial) == told(mine)
    assert trial.rehearsal
    assert trial.title == f"Proef: {mine.title}"
    assert trial.code != mine.code
    assert fresh(mine).planned
    assert not mine.rehearsal


def test_somebody_has_one_rehearsal_at_a_time(mine, trial, lead):
    again = rehearsing.begin(mine, lead)
    assert list(DialogueSession.objects.filter(rehearses__isnull=False)) == [again]
    assert rehearsing.of(lead) == again


def test_throwing_away_takes_what_one_person_tried_and_no_session(
    mine, trial, lead, django_user_model
):
    sam = django_user_model.objects.create_user("sam@example.org")
    other = made(make_edition(), sam)
    theirs = rehearsing.begin(other, sam)
    DialogueSession.objects.filter(pk__in=[mine.pk, other.pk]).update(
        made_at=timezone.now() - timedelta(days=30)
    )
    assert (rehearsing.of(lead), rehearsing.of(sam)) == (trial, theirs)
    assert rehearsing.stop(lead) == 1
    assert (rehearsing.of(lead), rehearsing.stop(lead)) == (None, 0)
    assert set(DialogueSession.objects.all()) == {mine, other, theirs}
    gone_at = theirs.made_at + timedelta(hours=6)
    assert rehearsing.drop_old() == rehearsing.drop_old(gone_at - timedelta(seconds=1)) == 0
    assert rehearsing.drop_old(gone_at) == 1
    assert set(DialogueSession.objects.all()) == {mine, other}


def test_who_leads_a_rehearsal_along_began_none_and_throws_none_away(
    client, trial, django_user_model
):
    sam = django_user_model.objects.create_user("sam@example.org")
    for session in (trial, trial.rehearses):
        session.facilitators.create(user=sam, owner=False)
    own = rehearsing.begin(trial.rehearses, sam)
    assert rehearsing.of(sam) == own
    client.force_login(sam)
    page = client.post(url(trial, "proef/weg/"), follow=True)
    assert page.redirect_chain[-1][0] == url(trial, "leiden/")
    assert "Deze proef is van je collega." in page.text
    client.post(url(own, "proef/weg/"))
    assert list(DialogueSession.objects.filter(rehearses__isnull=False)) == [trial]


def test_a_rehearsal_is_of_now_and_has_place_for_as_many_phones_as_people(mine, lead):
    DialogueSession.objects.filter(pk=mine.pk).update(title="a" * 120, group_size=9)
    now = timezone.now() - timedelta(minutes=7)
    trial = rehearsing.begin(fresh(mine), lead, now)
    assert trial.title == "Proef: " + "a" * 113
    assert trial.starts_at == trial.made_at == now
    assert (trial.rehearses, trial.extra_seats) == (mine, 9)


def test_a_rehearsal_that_does_not_come_about_leaves_the_one_before(mine, trial, lead, monkeypatch):
    def fails(*_, **__) -> None:
        raise Refused("Nu niet.")

    monkeypatch.setattr(keeping, "as_it_is", fails)
    with pytest.raises(Refused, match="Nu niet"):
        rehearsing.begin(mine, lead)
    assert rehearsing.of(lead) == trial


def test_people_play_in_the_rehearsals_that_are_looked_at_and_in_no_session(
    mine, trial, lead, django_user_model
):
    sam = django_user_model.objects.create_user("sam@example.org")
    theirs = rehearsing.begin(mine, sam)
    for session in (mine, trial, theirs):
        running.start(session)
    assert rehearsing.play([mine.ref, trial.ref]) == 1
    assert (mine.participants.count(), theirs.participants.count()) == (0, 0)
    assert trial.participants.count() == 1
    running.go_phone_free(theirs)
    running.finish(trial)
    assert rehearsing.play([trial.ref, theirs.ref]) == 0


def test_rehearsals_count_as_codes_of_today(mine, trial, lead, monkeypatch):
    monkeypatch.setattr(codes, "PER_DAY", 0)
    with pytest.raises(Refused, match="op een dag"):
        rehearsing.begin(mine, lead)
    assert rehearsing.of(lead) == trial


def all_in_at_a_question(trial: DialogueSession, worded: bool = False) -> tuple[StepQuestion, int]:
    """The room where something is asked, and how many are in it."""
    running.open_door(fresh(trial))
    let_in(trial)
    return to_a_question(trial, worded), trial.participants.count()


@pytest.mark.parametrize("worded", [False, True])
def test_who_passes_gives_nothing_and_who_is_silent_sends_nothing(trial, monkeypatch, worded):
    question, people = all_in_at_a_question(trial, worded)

    def do(**turn: bool) -> None:
        monkeypatch.setattr(
            rehearsing,
            "turns",
            lambda ref, secrets, *_: {one: rehearsing.Turn(1, **turn) for one in secrets},
        )
        in_step(trial, 0.5)
        in_step(trial, 1)

    do(silent=True)
    assert not question.answers.exists()
    do(passes=True)
    assert question.answers.count() == people
    assert {(a.state, a.value, a.for_report) for a in question.answers.all()} == {
        (Answer.State.PASSED, None, False)
    }
    Answer.objects.all().delete()
    do()
    given = question.answers.filter(state=Answer.State.GIVEN, value__isnull=False)
    assert given.count() == people
    assert {a.for_report for a in given} == {question.asking.worded}


def test_a_second_round_at_the_same_moment_does_nothing(trial):
    all_in_at_a_question(trial)
    assert in_step(trial, rehearsing.WITHIN) > 0
    assert in_step(trial, rehearsing.WITHIN) == 0


@pytest.mark.parametrize("sort", Signal.Sort.values)
def test_somebody_asks_for_time_where_something_is_asked_and_pauses_anywhere(
    trial, monkeypatch, sort
):
    pauses = sort == Signal.Sort.PAUSE
    monkeypatch.setattr(rehearsing, "PAUSES", int(pauses))
    monkeypatch.setattr(rehearsing, "ASKS", 1)
    question, people = all_in_at_a_question(trial)
    signals = Signal.objects.filter(step=question.step, sort=sort)
    in_step(trial, 0)
    at_once = signals.count()
    in_step(trial, rehearsing.WITHIN)
    assert at_once < signals.count() == people
    Signal.objects.all().delete()
    quiet = next(step for step in trial.steps.that_run() if not step.questions.exists())
    running.jump(fresh(trial), question.step.ref, quiet.ref)
    done = in_step(trial, rehearsing.WITHIN)
    assert done == Signal.objects.filter(step=quiet).count() == (people if pauses else 0)


def test_only_what_did_not_begin_is_rehearsed(mine, trial, lead):
    with pytest.raises(Refused, match="zelf een proef"):
        rehearsing.begin(trial, lead)
    begin_for_real(mine)
    with pytest.raises(Refused, match="al begonnen"):
        rehearsing.begin(fresh(mine), lead)


def test_people_come_one_by_one_through_an_open_door_and_one_comes_late(trial):
    let_in(trial)
    assert not Participant.objects.exists()
    running.open_door(fresh(trial))
    assert rehearsing.play([trial.ref]) == 1
    let_in(trial)
    whole = rehearsing.people(trial)
    assert trial.participants.count() == whole - 1
    running.start(fresh(trial))
    late = fresh(trial).started_at + timedelta(minutes=1)
    rehearsing.play([trial.ref], late - timedelta(seconds=1))
    assert trial.participants.count() == whole - 1
    rehearsing.play([trial.ref], late)
    assert trial.participants.count() == whole


def test_they_answer_in_their_own_time_once_and_only_what_is_open(trial):
    running.open_door(fresh(trial))
    let_in(trial)
    question = to_a_question(trial)
    in_step(trial, 0)
    assert not question.answers.exists()
    in_step(trial, rehearsing.WITHIN)
    pens = set(question.answers.values_list("pen", flat=True))
    assert len(pens) >= 7  # of eleven; the twelfth comes later
    in_step(trial, rehearsing.WITHIN + 1)
    assert set(question.answers.values_list("pen", flat=True)) == pens
    running.close(fresh(trial), fresh(trial).current.ref)
    assert in_step(trial, rehearsing.WITHIN + 1) == 0
    assert question.answers.count() == len(pens)


def test_each_answers_when_it_is_their_turn_and_not_sooner(trial):
    question, people = all_in_at_a_question(trial)
    here = rehearsing.secrets_of(trial)[:people]
    lasts = question.step.minutes * 60
    turns = rehearsing.turns(trial.ref, rehearsing.secrets_of(trial), question.ref, lasts)
    moments = sorted(turns[one].after for one in here if not turns[one].silent)
    in_step(trial, (moments[-2] + moments[-1]) / 2)
    assert question.answers.count() == len(moments) - 1
    in_step(trial, moments[-1] + 0.01)
    assert question.answers.count() == len(moments)


def test_what_the_room_read_gets_no_answer_when_it_goes_back(trial):
    question, _ = all_in_at_a_question(trial)
    running.advance(fresh(trial), question.step.ref)
    running.read(fresh(trial), question.ref)
    running.jump(fresh(trial), fresh(trial).current.ref, question.step.ref)
    assert in_step(trial, rehearsing.WITHIN) == Signal.objects.count()


def test_nobody_plays_on_where_the_room_goes_on_without_phones(trial):
    question, _ = all_in_at_a_question(trial)
    person = Person()
    person.join(trial)
    person.send(question, 1, pas="1")  # so the question stays
    running.go_phone_free(fresh(trial))
    assert in_step(trial, rehearsing.WITHIN) == 0
    assert question.answers.count() == 1


@pytest.mark.django_db(transaction=True)
def test_they_answer_as_a_phone_would_and_screens_and_console_hear_of_it(lead):
    forms = (AnswerForm.ONE, AnswerForm.WORDS, AnswerForm.OPEN)
    trial = rehearsing.begin(make_session(*forms), lead)
    running.open_door(trial)
    let_in(trial)
    running.start(fresh(trial))
    with hearing() as heard:
        in_step(trial, rehearsing.WITHIN)
        heard.until(lambda said: Message(trial.ref) in said)
    for question in fresh(trial).current.questions.all():
        given = question.answers.filter(state=Answer.State.GIVEN).values_list("value", flat=True)
        assert given
        for value in given:
            assert question.asking.read(question.script, [value]) == value
            assert value.endswith(rehearsing.INVENTED) == (question.form == AnswerForm.OPEN)


def test_their_answers_are_shown_though_no_phone_is_heard(trial):
    attendance.ask(lambda ref: 0)
    try:
        running.open_door(fresh(trial))
        let_in(trial)
        question = to_a_question(trial)
        in_step(trial, rehearsing.WITHIN)
        running.close(fresh(trial), fresh(trial).current.ref)
        running.read(fresh(trial), question.ref)
    finally:
        attendance.ask(None)
    question.refresh_from_db()
    assert question.may_be_seen


def test_a_whole_rehearsal_counts_nowhere_and_is_gone_afterwards(client, mine, trial, lead):
    running.open_door(fresh(trial))
    let_in(trial)
    running.start(fresh(trial))
    while (step := fresh(trial).current) is not None:
        in_step(trial, rehearsing.WITHIN)
        assert all(
            text.endswith(rehearsing.INVENTED)
            for text in Answer.objects.filter(
                question__step=step, question__form="open", state=Answer.State.GIVEN
            ).values_list("value", flat=True)
        )
        try:
            running.advance(fresh(trial), step.ref)
        except Refused:
            break
    assert Answer.objects.exists()
    assert set(Signal.objects.values_list("sort", flat=True)) <= set(Signal.Sort.values)
    running.finish(fresh(trial))
    over = fresh(trial)
    assert over.joined_at_end == rehearsing.people(trial) - 1
    report = client.get(url(over, "verslag/")).text
    assert "Dit was een proef" in report
    assert "Deel met het team" not in report
    with pytest.raises(Refused, match="proef"):
        report_links.make(over)
    with pytest.raises(Refused, match="proef"):
        together.plan(over, lead, timezone.now() + timedelta(days=40))
    assert not totals.quarters(timezone.localdate() + timedelta(days=200))
    assert [one["titel"] for one in belongings.SessionsOfAccount().export(lead)["sessies"]] == [
        mine.title
    ]
    assert rehearsing.drop_old(over.made_at + rehearsing.LASTS - timedelta(minutes=1)) == 0
    assert rehearsing.drop_old(over.made_at + rehearsing.LASTS) == 1
    assert list(DialogueSession.objects.all()) == [mine]
    assert not Answer.objects.exists()


def test_from_the_programme_to_the_console_and_thrown_away(client, mine, lead):
    page = client.post(url(mine, "proef/"), follow=True)
    trial = rehearsing.of(lead)
    assert page.redirect_chain[-1][0] == url(trial, "leiden/")
    assert "met verzonnen deelnemers" in page.text
    assert "Ga verder met je proef" in client.get(url(mine)).text
    assert client.get(url(trial))["Location"] == url(mine)
    assert "Proef: " not in client.get("/sessies/").text
    running.open_door(fresh(trial))
    running.start(fresh(trial))
    assert "stage-foot-trial" in client.get(url(trial, "scherm/")).text
    custody.check_may_go(lead)  # nobody waits in a rehearsal
    page = client.post(url(trial, "proef/weg/"), follow=True)
    assert "De proef is weggegooid" in page.text
    assert rehearsing.of(lead) is None


groups = st.integers(rehearsing.FEWEST, rehearsing.MOST).map(lambda n: [f"{i}" for i in range(n)])


@given(st.text(max_size=8), groups, st.text(max_size=8), st.integers(60, 14_400))
def test_whoever_answers_does_so_within_half_of_a_step(ref, secrets, about, lasts):
    turns = rehearsing.turns(ref, secrets, about, lasts)
    assert list(turns) == secrets
    for turn in turns.values():
        assert 0 < turn.after <= min(rehearsing.WITHIN, lasts / 2)
        assert not (turn.passes and turn.silent)
    assert turns == rehearsing.turns(ref, secrets, about, lasts)


@given(st.integers(0, 10**9), groups)
def test_enough_of_them_answer_for_the_room_to_see_it(ref, secrets):
    turns = rehearsing.turns(str(ref), secrets, "question", 600)
    for here in (secrets[:-1], secrets):
        given = [one for one in here if not (turns[one].passes or turns[one].silent)]
        assert small_groups.enough(len(given), len(here)) == (len(here) >= 5)


@pytest.mark.parametrize(("people", "most"), [(6, 0), (7, 1), (9, 3), (11, 4)])
def test_as_many_give_nothing_as_a_room_can_spare_where_the_last_comes_late(people, most):
    secrets = [str(n) for n in range(people)]
    groups = [rehearsing.turns(str(n), secrets, "vraag", 600).values() for n in range(400)]
    assert max(sum(turn.passes or turn.silent for turn in group) for group in groups) == most


def test_now_and_then_somebody_asks_for_time_and_more_seldom_somebody_pauses():
    def shares(asks: bool) -> dict:
        wanted = [rehearsing.signal_of("ref", str(n), "stap", asks) for n in range(5000)]
        return {sort: count / 5000 for sort, count in Counter(sort for sort, _ in wanted).items()}

    assert shares(True) == pytest.approx({None: 0.95, "pause": 0.01, "more_time": 0.04}, abs=0.01)
    assert shares(False) == pytest.approx({None: 0.99, "pause": 0.01}, abs=0.01)


def test_some_pass_some_say_nothing_and_nobody_answers_at_once():
    secrets = [str(n) for n in range(12)]

    def of_many_groups(lasts):
        groups = [rehearsing.turns(str(n), secrets, "vraag", lasts) for n in range(170)]
        return [turn for group in groups for turn in group.values()]

    turns = of_many_groups(600)
    assert 0.08 < sum(turn.passes for turn in turns) / len(turns) < 0.12
    assert 0.04 < sum(turn.silent for turn in turns) / len(turns) < 0.08
    after = sorted(turn.after for turn in turns)
    assert after[0] >= 6
    assert after[len(after) // 2] == pytest.approx(23, abs=2)
    assert 38 < after[-1] <= 40
    assert max(turn.after for turn in of_many_groups(20)) > 9


@pytest.mark.parametrize(("group", "invented"), [(1, 2), (2, 2), (7, 7), (12, 12), (300, 12)])
def test_as_many_people_take_part_as_in_the_group_within_bounds(group, invented):
    session = DialogueSession(ref="ref", group_size=group)
    assert rehearsing.people(session) == len({*rehearsing.secrets_of(session)}) == invented


def test_people_choose_the_sign_of_a_small_group_one_by_one_and_spread_over_all(trial):
    running.open_door(fresh(trial))
    let_in(trial)
    running.start(fresh(trial))
    while not fresh(trial).current.in_huddles:
        running.advance(fresh(trial), fresh(trial).current.ref)
    running.offer_signs(fresh(trial), fresh(trial).current.ref, 3)
    signs = len(Huddles.objects.get().sizes)
    for _ in range(trial.participants.count()):
        assert in_step(trial, 0) == 1
    assert in_step(trial, 0) == 0  # everybody has one
    huddling.tell_sizes()
    dealt = Huddles.objects.get()
    assert dealt.signless == 0
    assert len(dealt.sizes) == signs
    assert max(dealt.sizes.values()) - min(dealt.sizes.values()) <= 1
