"""A session that runs late: what the console says of it, a shorter rest, and back again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.document import AnswerForm
from sessions_app import (
    edits,
    keeping,
    keeping_time,
    own_programmes,
    plans,
    programmes,
    running,
    surfaces,
)
from sessions_app.errors import NothingThere, Refused, Stale
from sessions_app.models import DialogueSession, Edit, Step, StepQuestion
from sessions_app.pace import Pace
from sessions_app.planning import Wish
from sessions_app.surfaces import seconds_left
from sessions_app.surfaces.console import frame as console
from sessions_app.wish import LedBy
from sessions_app.words import duration
from tests.sessions_app.room import Person, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # rows, and sums of them
STARTS = timezone.make_aware(datetime(2027, 3, 4, 14, 0))
SCRIPT = {"HX-Request": "true"}


@dataclass
class Clock:
    """The time of day, as the test moves it."""

    at: datetime

    def passes(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock(STARTS)
    monkeypatch.setattr(timezone, "now", lambda: made.at)
    return made


@pytest.fixture
def session(clock, django_user_model) -> DialogueSession:
    """Two hours with two themes, from two to four; it has begun."""
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    wish = Wish(minutes=120, themes=("bejegening", "hoop"), group_size=12, contact="Anja")
    made = programmes.make_session(make_edition(), wish, "Team Noord", STARTS, owner)
    running.start(made)
    return made


@pytest.fixture
def desk(client, session):
    client.force_login(session.facilitators.get().user)
    return client


def fresh(session: DialogueSession) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(pk=session.pk)


def time_of(session: DialogueSession) -> keeping_time.Time | None:
    now = fresh(session)
    return keeping_time.of(now, now.steps.all(), seconds_left(now) or 0)


def pace(session: DialogueSession) -> Pace:
    found = time_of(session)
    assert found is not None
    return found.pace


def seconds_late(session: DialogueSession) -> int:
    found = time_of(session)
    assert found is not None
    return found.late


def go_to(session: DialogueSession, clock: Clock, kind: str) -> Step:
    """On, each step in its own time, to the first of this kind that is still to come."""
    while True:
        clock.passes(session.current.minutes)
        running.advance(session, session.current.ref)
        if session.current.kind == kind:
            return session.current


def catch_up(session: DialogueSession, minutes: int) -> None:
    now = fresh(session)
    running.catch_up(session, now.current.ref, minutes, now.programme_version)


def undo(session: DialogueSession) -> None:
    running.undo_catching_up(session, fresh(session).programme_version)


def rows(session: DialogueSession) -> list:
    """All that is stored of the programme; only the keys of rows may be new."""
    asked = StepQuestion.objects.filter(step__session=session).order_by("step__position", "pk")
    return [*session.steps.values(), *({**row, "id": 0} for row in asked.values())]


def closing(session: DialogueSession) -> list[tuple[str, int]]:
    return [(s.ref, s.minutes) for s in session.steps.all() if s.of_kind.closes and not s.skipped]


def talked(session: DialogueSession) -> int:
    return sum(s.minutes for s in session.steps.all() if s.of_kind.talks)


def html(session: DialogueSession, surface: str = surfaces.CONSOLE) -> str:
    return surfaces.render(session.ref, surface).html


def said(session: DialogueSession) -> str:
    (found,) = re.findall(r"<b data-pace-said[^>]*>([^<]*)</b>", html(session))
    return found.replace("\xa0", " ")


def test_a_session_that_starts_in_time_is_on_time(session):
    assert said(session) == "op schema, klaar om 16.00"


def test_slack_goes_first_and_then_it_is_behind(session, clock):
    slack = session.steps.get(kind="slack").minutes
    clock.passes(session.current.minutes + slack)
    assert said(session) == "op schema, klaar om 16.00"
    clock.passes(9)
    assert said(session) == "9 min achter, klaar om 16.09"


def test_who_goes_on_early_is_ahead(session, clock):
    go_to(session, clock, "film")
    clock.passes(session.current.minutes - 4)
    running.advance(session, session.current.ref)
    assert said(session) == "4 min voor, klaar om 15.56"


def test_begun_within_an_hour_of_its_plan_it_ends_as_planned_and_else_after_its_length():
    def ends(**later: int) -> timedelta:
        began = STARTS + timedelta(**later)
        made = DialogueSession(starts_at=STARTS, minutes=120, started_at=began)
        return keeping_time.end(made) - STARTS

    assert ends(minutes=59) == ends(minutes=-59) == timedelta(hours=2)
    assert ends(hours=1) == timedelta(hours=3)
    assert ends(hours=-1) == timedelta(hours=1)
    day_before = timedelta(hours=2, days=-1)  # in whole minutes: the nearest
    assert ends(days=-1, seconds=-30) == ends(days=-1, seconds=29, microseconds=9) == day_before


def test_how_late_it_is_without_this_step_stays_the_same_while_the_step_runs_over(session, clock):
    """A console counts on from it: what the step is over comes on top."""
    assert seconds_late(session) == 0
    clock.passes(session.current.minutes)
    assert seconds_late(session) == 0
    clock.passes(7)
    assert seconds_late(session) == 0
    running.advance(session, session.current.ref)
    assert seconds_late(session) == 7 * 60, "slack is not used"
    go_to(session, clock, "checkout")
    slack = session.steps.get(kind="slack").minutes
    assert seconds_late(session) == (7 - slack) * 60, "nothing comes any more"
    clock.passes(session.current.minutes + 3)
    assert seconds_late(session) == (7 - slack) * 60


def test_before_the_start_and_after_the_end_there_is_no_time_to_keep(session):
    DialogueSession.objects.update(phase=DialogueSession.Phase.PLANNED, current=None)
    assert time_of(session) is None
    DialogueSession.objects.update(phase=DialogueSession.Phase.ENDED, ended_at=STARTS)
    assert time_of(session) is None


def test_the_list_says_when_each_step_really_begins(session, clock):
    first, second, *_ = session.steps.all()
    clock.passes(first.minutes + 20)
    running.advance(session, first.ref)
    began = re.findall(r"data-begins>([\d.]+)<", html(session))
    late = STARTS + timedelta(minutes=first.minutes + 20)
    assert began[:2] == ["14.00", f"{timezone.localtime(late):%H.%M}"]
    ends = late + timedelta(minutes=second.minutes)
    assert began[2] == f"{timezone.localtime(ends):%H.%M}"


def test_a_look_back_at_a_step_that_is_over_does_not_count_it_again(session, clock):
    film = go_to(session, clock, "alone")
    clock.passes(film.minutes)
    running.back(session, session.current.ref)
    assert pace(session).late == 0
    clock.passes(3)
    slack = session.steps.get(kind="slack").minutes
    assert pace(session).slack == slack - 3


def test_more_time_says_what_it_costs_before_the_press(session, clock):
    def cost() -> str:
        (found,) = re.findall(r"data-pace-cost[^>]*>([^<]*)<", html(session))
        return found.replace("\xa0", " ")

    assert cost() == "van de speling"
    clock.passes(session.current.minutes + session.steps.get(kind="slack").minutes)
    assert cost() == ""  # it was spent already
    running.extend(session, session.current.ref, 20 * 60)
    assert cost() == f"klaar om 16.{pace(session).late + 2:02d}"


def test_catching_up_ends_on_time_and_leaves_the_closing_whole(session, clock):
    go_to(session, clock, "together")
    before, whole = talked(session), closing(session)
    clock.passes(session.current.minutes + session.steps.get(kind="slack").minutes + 5)
    late = pace(session).late
    assert late == 5
    catch_up(session, late)
    assert pace(session).late == 0
    assert pace(session).ends == STARTS + timedelta(minutes=120)
    assert closing(session) == whole
    assert before - talked(session) <= 5


def test_how_much_shorter_the_rest_is_can_be_read_and_the_next_press_knows_the_version(session):
    def whole() -> int:
        return sum(step.minutes for step in session.steps.filter(skipped=False))

    before = whole()
    running.catch_up(session, session.current.ref, 7, session.programme_version)
    assert session.edits.get().said == f"De rest is {duration(before - whole())} korter."
    running.undo_catching_up(session, session.programme_version)
    assert whole() == before
    assert session.programme_version == fresh(session).programme_version == 2


def test_theory_goes_before_anything_else_gives(session, clock):
    clock.passes(session.current.minutes + session.steps.get(kind="slack").minutes + 6)
    others = {s.ref: s.minutes for s in session.steps.all() if not s.of_kind.explains}
    theory = sum(s.minutes for s in session.steps.all() if s.of_kind.explains)
    assert theory >= 6
    catch_up(session, 6)
    assert {s.ref: s.minutes for s in session.steps.all() if s.ref in others} == others
    left = [s for s in session.steps.all() if s.of_kind.explains and not s.skipped]
    assert sum(s.minutes for s in left) <= theory - 6
    assert pace(session).late <= 0


def test_a_step_that_goes_is_passed_by_everywhere(session):
    shown = {surface: html(session, surface) for surface in (surfaces.PARTICIPANT,)}
    theory = [s for s in session.steps.all() if s.of_kind.explains]
    catch_up(session, sum(s.minutes for s in theory))
    assert all(s.skipped for s in session.steps.all() if s.of_kind.explains)
    assert html(session).count("valt weg") == len(theory)
    (total,) = re.findall(r"stap 1 van (\d+)", shown[surfaces.PARTICIPANT])
    assert f"stap 1 van {int(total) - len(theory)}" in html(session, surfaces.PARTICIPANT)
    with pytest.raises(Refused):
        running.jump(session, session.current.ref, theory[0].ref)
    while session.current.theme == "":
        running.advance(session, session.current.ref)
    assert not session.steps.filter(ran_from__isnull=False, pk__in=[s.pk for s in theory]).exists()


def test_a_shorter_talk_has_shorter_threes(session, clock):
    clock.passes(session.current.minutes + 40)
    talk = session.steps.filter(kind="together").first()
    catch_up(session, 60)
    after = session.steps.get(pk=talk.pk)
    assert after.minutes == after.least < talk.minutes
    assert after.script.threes_minutes < talk.script.threes_minutes


@pytest.mark.parametrize("kind", ["checkin", "film", "together"])
def test_undo_gives_back_exactly_what_was(session, clock, kind):
    go_to(session, clock, kind)
    for cut in (1, 4, 9, 15, 30, 200):
        before = rows(session)
        catch_up(session, cut)
        between = rows(session)
        assert between != before
        try:
            catch_up(session, 3)
        except Refused:
            pass
        else:
            undo(session)
        assert rows(session) == between
        undo(session)
        assert rows(session) == before
    with pytest.raises(NothingThere):
        undo(session)


def test_undo_keeps_what_people_answered_in_a_step_that_was_shorter(session, clock):
    go_to(session, clock, "film")
    alone = session.steps.filter(kind="alone").first()
    minutes = alone.minutes
    catch_up(session, 200)
    assert session.steps.get(pk=alone.pk).minutes < minutes
    running.advance(session, session.current.ref)
    asked = StepQuestion.objects.select_related("step").filter(step=alone)
    question = next(one for one in asked if one.form == AnswerForm.OPEN)
    person = Person()
    person.join(session)
    person.send(question, waarde="Ik vraag het.")
    undo(session)
    assert session.steps.get(pk=alone.pk).minutes == minutes
    assert person.answer_to(question).value == "Ik vraag het."


def test_what_is_kept_of_a_step_that_was_longer_says_nothing_of_what_the_room_does(session):
    catch_up(session, 15)
    known = edits.before_it_ran(fresh(session))
    asked = [question for step in known.values() for question in step["questions"]]
    assert asked
    live = {"ran_from", "ran_seconds", "closed", "seats", "mixed", "revealed", "position"}
    assert not [name for step in known.values() for name in step if name in live]
    live = {"level", "frozen", "may_be_seen", "answered", "counts", "band", "shown"}
    assert not [name for question in asked for name in question if name in live]
    assert {"title", "minutes", "content", "kind", "skipped"} <= {*next(iter(known.values()))}


def test_what_was_shown_is_what_is_done(session):
    shown = fresh(session).programme_version
    catch_up(session, 4)
    with pytest.raises(Stale):
        running.catch_up(session, session.current.ref, 6, shown)
    with pytest.raises(Stale):
        running.catch_up(session, "een-andere", 6, shown + 1)
    with pytest.raises(Stale):
        running.undo_catching_up(session, shown)


def test_where_nothing_gives_it_says_so_and_nothing_changes(session):
    catch_up(session, 200)
    before, version = rows(session), fresh(session).version
    with pytest.raises(Refused, match="niets korter"):
        catch_up(session, 1)
    assert (rows(session), fresh(session).version) == (before, version)


def test_after_the_end_the_programme_is_as_it_was_planned(session):
    before = {s.ref: (s.minutes, s.skipped, s.content) for s in session.steps.all()}
    catch_up(session, 4)
    catch_up(session, 200)
    running.advance(session, session.current.ref)
    running.finish(session)
    assert {s.ref: (s.minutes, s.skipped) for s in session.steps.all()} == {
        ref: kept[:2] for ref, kept in before.items()
    }
    assert not Edit.objects.exists()
    with pytest.raises(Refused, match="afgelopen"):
        running.undo_catching_up(session, session.programme_version)


def test_a_session_ends_as_planned_also_after_some_of_it_was_taken_back(session):
    planned = {step.ref: step.minutes for step in session.steps.all()}
    for cut in (4, 6):
        catch_up(session, cut)
    undo(session)
    running.finish(session)
    assert {step.ref: step.minutes for step in session.steps.all()} == planned
    assert not Edit.objects.exists()


def test_going_on_without_phones_cuts_the_way_back_off(session):
    catch_up(session, 4)
    running.go_phone_free(session)
    with pytest.raises(NothingThere):
        undo(session)


@pytest.mark.sqlite_only
def test_the_room_sees_nothing_of_being_late(session, clock):
    on_time = [html(session, surface) for surface in (surfaces.PROJECTOR, surfaces.PARTICIPANT)]
    clock.passes(session.current.minutes + 40)
    late = [html(session, surface) for surface in (surfaces.PROJECTOR, surfaces.PARTICIPANT)]
    for before, after in zip(on_time, late, strict=True):
        assert "achter" not in after.replace("achter-", "").lower()
        assert re.sub(r"tijd is om|nog geen minuut|nog \d+ min", "", before) == re.sub(
            r"tijd is om|nog geen minuut|nog \d+ min", "", after
        )


@pytest.mark.sqlite_only
def test_the_console_proposes_applies_and_takes_back(desk, session, clock):
    def page() -> str:
        return desk.get(reverse("console:catch_up", args=[session.ref]), headers=SCRIPT).text

    assert "op schema" in page()
    clock.passes(session.current.minutes + session.steps.get(kind="slack").minutes + 3)
    shown = page()
    assert "op tijd klaar: om <b>16.00</b>" in shown
    assert "Maak de rest korter" in shown
    before = rows(session)
    form = dict(re.findall(r'name="(from_step|minuten|versie)" value="([^"]*)"', shown))
    for _ in range(2):  # the same press twice is one
        reply = desk.post(reverse("console:catch_up", args=[session.ref]), form, headers=SCRIPT)
        assert reply.status_code == 200
    assert pace(session).late <= 0
    (version,) = re.findall(r'name="versie" value="(\d+)"', reply.text)
    back = reverse("console:undo_catching_up", args=[session.ref])
    assert desk.post(back, {"versie": version}, headers=SCRIPT).status_code == 200
    assert rows(session) == before
    clock.passes(300)
    assert "Helemaal inhalen lukt niet" in page()
    assert "Wat dan?" in page()


@pytest.mark.sqlite_only
def test_the_programme_page_follows(desk, session, clock):
    clock.passes(session.current.minutes + session.steps.get(kind="slack").minutes + 9)
    page = desk.get(reverse("planner:programme", args=[session.ref])).text.replace("\xa0", " ")
    assert "Zo loopt het nu: 9 min achter, klaar om 16.09." in page
    part = desk.get(reverse("planner:programme", args=[session.ref]), headers=SCRIPT).text
    assert "<html" not in part
    assert "9 min achter" in part


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("left", "look"), [(600, ""), (240, "low"), (61, "low"), (60, "last"), (-1, "over")]
)
def test_the_clock_turns_at_a_fifth_and_at_a_twentieth(session, left, look):
    session.steps.filter(pk=session.current_id).update(minutes=20)
    session.step_started_at = timezone.now() - timedelta(seconds=1200 - left)
    session.save()
    page = html(session)
    (near,) = re.findall(r'class="console-near"[^>]*>([^<]*)<', page)
    assert near == {"low": "loopt naar het eind", "last": "bijna om"}.get(look, "")
    assert (f'data-near="{look}"' in page) == bool(look)


def test_two_hours_from_welcome_to_check_out(session, clock):
    """Late at the first talk, caught up, undone, caught up again; out of the door at four."""
    went = [session.current.kind]
    whole = closing(session)
    while True:
        step = session.current
        clock.passes(step.minutes)
        if step.kind == "together" and went.count("together") == 1:
            clock.passes(12)  # nobody wants to stop
            late = pace(session).late
            before = rows(session)
            catch_up(session, late)
            assert pace(session).late <= 0
            undo(session)
            assert rows(session) == before
            assert pace(session).late == late
            catch_up(session, late)
        try:
            running.advance(session, step.ref)
        except Refused:
            break
        went.append(session.current.kind)
    assert went[0] == "welcome"
    assert went[-1] == "checkout"
    assert closing(session) == whole
    assert clock.at == STARTS + timedelta(minutes=120)
    running.finish(session)
    assert fresh(session).ended_at == clock.at


@pytest.mark.sqlite_only
def test_a_leading_manager_first_gets_what_to_read_aloud(clock):
    wish = Wish(minutes=60, themes=("hoop",), group_size=12, contact="Anja", led_by=LedBy.MANAGER)
    made = programmes.make_session(make_edition(), wish, "Team Noord", STARTS)
    running.start(made)
    first = console.context(fresh(made))["notes"][0]
    assert first.aloud
    assert "Wat ik vandaag hoor, blijft hier." in first.html


# What else is made of it meanwhile.


def test_papers_a_copy_and_a_kept_programme_have_the_times_that_were_planned(desk, session, clock):
    owner = session.facilitators.get().user
    before = plans.of_session(fresh(session))
    go_to(session, clock, "film")
    clock.passes(25)
    catch_up(session, 30)
    assert sum(step.minutes for step in fresh(session).steps.all()) < before.used
    assert plans.of_session(fresh(session)).steps == before.steps
    copy = keeping.copy_session(fresh(session), owner, "Nog eens", STARTS, session.contact)
    assert plans.of_session(copy).steps == before.steps
    own = own_programmes.keep(owner, fresh(session), "Twee uur")
    kept = own_programmes.kept(own)
    assert [one.minutes for one in kept.steps] == [one.minutes for one in before.steps]
    sheet = desk.get(reverse("planner:runsheet", args=[session.ref])).content.decode()
    assert "Dit zijn de tijden zoals gepland." in sheet
    running.undo_catching_up(session, fresh(session).programme_version)
    sheet = desk.get(reverse("planner:runsheet", args=[session.ref])).content.decode()
    assert "Dit zijn de tijden zoals gepland." not in sheet
