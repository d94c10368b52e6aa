"""Who changes something that others may change at the same moment holds its row first.

Two at once would show it only now and then; that the row is asked for shows it always. PostgreSQL:
on SQLite everybody who writes stands in one line.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.document import AnswerForm, Film
from sessions_app import (
    colleague_links,
    custody,
    huddling,
    keeping,
    own_programmes,
    own_steps,
    participation,
    programmes,
    rehearsing,
    report_links,
    retention,
    running,
    screening,
)
from sessions_app.lookback import by_link, together
from sessions_app.models import DialogueSession, LookBack, OwnStep, Screening
from sessions_app.planning import Wish
from sessions_app.screening import Said
from sessions_app.script import StepContent
from tests.sessions_app.room import Person, add_step, make_session, people_in

pytestmark = pytest.mark.django_db
FILM = Film(number=7, title="Hoop", youtube="hoop1234567", seconds=275, content_note="Let op.")


@pytest.fixture
def session() -> DialogueSession:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer")
    return make_session(AnswerForm.SCALE)


def held(work: Callable[[], object]) -> set[str]:
    """The tables of which rows were locked before the first of them was written."""
    with CaptureQueriesContext(connection) as made, transaction.atomic():
        work()
    found, wrote = set(), False
    for query in made.captured_queries:
        said = query["sql"]
        wrote = wrote or said.startswith(("UPDATE", "DELETE"))
        if ("FOR UPDATE" in said or "FOR NO KEY UPDATE" in said) and not wrote:
            table = said.partition(' FROM "')[2].partition('"')[0]
            found.add(table.removeprefix("sessions_app_").removeprefix("accounts_"))
    return found


def holds_before(work: Callable[[], object], row: str, reads: str) -> bool:
    """Whether rows of this table were locked before a query with these words in it."""
    with CaptureQueriesContext(connection) as made:
        work()
    asked = [query["sql"] for query in made.captured_queries]
    locks = [n for n, sql in enumerate(asked) if "FOR NO KEY" in sql and f'{row}" WHERE' in sql]
    looks = [n for n, sql in enumerate(asked) if reads in sql]
    return min(locks) < min(looks)


def test_a_session_that_is_led_is_held(session):
    assert held(lambda: running.start(session)) == {"dialoguesession"}
    assert held(lambda: running.advance(session, session.current.ref)) == {"dialoguesession"}
    assert held(lambda: running.current_step(session, session.current.ref)) == {"dialoguesession"}
    assert held(lambda: running.settle(session)) == {"dialoguesession"}


def test_a_session_keeps_still_while_answers_come_in_and_nobody_waits_for_company(session):
    question = session.steps.get(kind="alone").questions.get()
    running.start(session)
    running.jump(session, session.current.ref, question.step.ref)
    with CaptureQueriesContext(connection) as made:
        participation.store([Person().entry(question, 1, among=True, waarde="3")])
    shared, cut = (
        next((n for n, query in enumerate(made.captured_queries) if said in query["sql"]), None)
        for said in ("FOR SHARE", "SKIP LOCKED")
    )
    assert shared is not None
    assert cut is not None
    assert shared < cut


def test_a_session_that_is_edited_or_put_away_is_held(session):
    first = session.steps.first()
    assert held(lambda: programmes.rename_step(first, "Even stil")) == {"dialoguesession"}
    assert held(lambda: keeping.archive(session)) == {"dialoguesession"}
    assert held(lambda: keeping.delete_session(session)) == {"dialoguesession"}


def test_a_film_is_held_by_who_presses_and_by_the_screen_that_speaks(session):
    step = add_step(session, "film", content=StepContent(film=FILM))
    running.start(session)
    running.jump(session, session.current.ref, step.ref)
    said = Said(screen="een", state=Screening.State.PLAYING, position=0, round=0)
    assert held(lambda: screening.hear(session, step.ref, said)) == {"screening"}
    pressed = held(lambda: screening.pause(session, step.ref))
    assert pressed == {"dialoguesession", "screening"}


def test_huddles_are_held_by_who_leads_and_by_a_phone_which_leaves_the_session_free(session):
    step = add_step(session, "huddles", content=StepContent(huddles=3))
    people = people_in(session, 6)
    running.jump(session, session.current.ref, step.ref)
    deal = partial(running.deal_huddles, session, step.ref, 3)
    assert held(deal) == {"dialoguesession", "huddles"}
    session.refresh_from_db()
    with CaptureQueriesContext(connection) as made:
        huddling.stand_aside(session, people[0].secret)
    asked = [query["sql"] for query in made.captured_queries if "FOR UPDATE" in query["sql"]]
    assert ['"sessions_app_huddles"' in sql and "JOIN" not in sql for sql in asked] == [True]
    assert held(huddling.tell_sizes) == {"huddles"}


def test_a_session_that_ended_is_held_when_its_texts_go_or_a_link_comes(session):
    running.start(session)
    running.finish(session)
    assert held(lambda: report_links.make(session)) == {"dialoguesession"}
    assert held(lambda: retention.drop_texts(session)) == {"dialoguesession"}


@pytest.mark.django_db(transaction=True)
def test_a_film_texts_and_a_link_are_held_until_all_is_written(session):
    """PostgreSQL refuses to hold a row outside a transaction: nothing would keep it."""
    step = add_step(session, "film", content=StepContent(film=FILM))
    running.start(session)
    running.jump(session, session.current.ref, step.ref)
    said = Said(screen="een", state=Screening.State.PLAYING, position=3, round=0)
    assert screening.hear(session, step.ref, said)
    screening.pause(session, step.ref)
    assert not Screening.objects.get().plays
    running.finish(session)
    assert report_links.find(report_links.make(session).key) == session
    assert retention.drop_texts(session) == 0


def test_looking_back_is_held_by_who_opens_answers_and_closes_it(session, django_user_model):
    running.start(session)
    running.finish(session)
    DialogueSession.objects.filter(pk=session.pk).update(joined_at_end=12)
    session.refresh_from_db()
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    day = timezone.localdate() + timedelta(days=7)
    assert held(lambda: by_link.open_link(session, day)) == {"lookback"}
    open_now = LookBack.objects.get()
    given = {q.ref: q.script.options[0].key for q in open_now.questions.all()}
    assert held(lambda: by_link.answer(open_now, "geheim", given)) == {"lookback"}
    over = open_now.closes_at + timedelta(minutes=1)
    assert held(lambda: by_link.close_if_due(open_now, over)) == {"lookback"}
    when = timezone.now() + timedelta(days=3)
    assert held(lambda: together.plan(session, owner, when)) == {"user", "dialoguesession"}


def test_what_somebody_kept_is_held_when_a_colleague_gets_a_link(session, django_user_model):
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    own = OwnStep.objects.create(user=owner, title="Rondje groen", kind="free", minutes=4)
    seal = colleague_links.seal(own)
    assert held(lambda: colleague_links.make(own, seal)) == {"ownstep"}


def test_of_one_person_one_thing_at_a_time_is_kept(session, django_user_model):
    """Two presses at once kept a name twice: the second was an error of the server."""
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    other = django_user_model.objects.create_user("ander@voorbeeld.nl")
    step = programmes.add_step(session, session.steps.first(), "Even lopen", 5, "Buiten.")
    assert held(lambda: own_steps.keep(owner, step)) == {"user"}
    assert held(lambda: own_steps.copy(other, OwnStep.objects.get(), "Lopen")) == {"user"}
    kept = own_programmes.keep(owner, session, "Onze middag")
    assert held(lambda: own_programmes.keep(owner, session, "Nog een")) == {"user"}
    assert held(lambda: own_programmes.copy(other, kept, "Van ons")) == {"user"}
    assert held(lambda: own_programmes.rename(kept, "Onze avond")) == {"user"}


def test_a_session_is_offered_once_at_a_time(session, django_user_model):
    """Two presses at once offered it twice: an error of the server, and past the most of a day."""
    giver = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    session.facilitators.create(user=giver, owner=True)
    offered = held(lambda: custody.offer(session, giver, "ander@voorbeeld.nl"))
    assert offered == {"user", "dialoguesession"}


def test_a_session_is_kept_and_copied_once_at_a_time(session, django_user_model):
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    wish = Wish(minutes=60, themes=("bejegening",), group_size=12)
    keep = partial(programmes.keep_session, session.edition, wish, "Noord", timezone.now(), owner)
    assert "user" in held(keep)
    copy = partial(keeping.copy_session, session, owner, "Zuid", timezone.now(), "")
    assert "user" in held(copy)


def test_a_session_is_taken_over_by_one_and_given_to_one(session, django_user_model):
    """Two who took it at once both led it, and so did two whom administrators gave it to."""
    giver, other = map(django_user_model.objects.create_user, ("a@voorbeeld.nl", "b@voorbeeld.nl"))
    office = django_user_model.objects.create_superuser("beheer@voorbeeld.nl")
    session.facilitators.create(user=giver)
    offer = custody.offer(session, giver, other.email)
    assert holds_before(lambda: custody.take(offer, other), "session", "sessions_app_offer")
    session.facilitators.all().delete()
    give = partial(custody.give, session, giver, office)
    assert holds_before(give, "session", "sessions_app_facilitator")


def test_who_is_given_a_code_is_held_before_the_codes_of_today_are_counted(
    session, django_user_model
):
    """As many at once as somebody asked for passed the most of a day."""
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    over = make_session()
    running.start(over)
    running.finish(over)
    when = timezone.now() + timedelta(days=3)
    for give in (
        partial(running.new_code, session, by=owner),
        partial(rehearsing.begin, session, owner),
        partial(together.plan, over, owner, when),
    ):
        assert holds_before(give, "user", 'COUNT(*) AS "__count" FROM "sessions_app_joincode')


def test_a_session_is_held_when_somebody_goes_so_that_the_last_of_two_at_once_is_the_last(
    session, django_user_model
):
    """Each found the other still there: nobody looked after it, and nothing said since when."""
    for name in ("een", "twee"):
        user = django_user_model.objects.create_user(f"{name}@voorbeeld.nl")
        session.facilitators.create(user=user, owner=True)
    goes = session.facilitators.first()
    assert holds_before(lambda: custody.note_who_looks_after(session.pk), "session", "facilitator")
    with CaptureQueriesContext(connection) as made:
        goes.delete()
    assert any("FOR NO KEY" in query["sql"] for query in made.captured_queries)


def test_of_one_person_one_rehearsal_begins_at_a_time(session, django_user_model):
    """Two presses at once began two."""
    owner = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    assert "user" in held(lambda: rehearsing.begin(session, owner))
