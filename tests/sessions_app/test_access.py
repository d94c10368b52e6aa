"""Who is let in to what: every question that is asked before a page is made."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import access, codes, participation, pens, running
from sessions_app.access import Door
from sessions_app.models import DialogueSession, OwnProgramme, OwnStep
from tests.sessions_app.room import Person, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def led_by(user: User) -> DialogueSession:
    session = make_session(AnswerForm.OPEN)
    session.facilitators.create(user=user)
    codes.give_code(session)
    return session


@pytest.fixture
def me() -> User:
    return User.objects.create_user("ik@example.org")


@pytest.fixture
def mine(me) -> DialogueSession:
    return led_by(me)


@pytest.fixture
def theirs() -> DialogueSession:
    return led_by(User.objects.create_user("ander@example.org"))


def visit(user: User | None = None, cookies: dict | None = None, **query: str):
    request = RequestFactory().get("/", query)
    request.user = user or AnonymousUser()
    request.COOKIES.update(cookies or {})
    return request


def code_of(session: DialogueSession) -> str:
    return session.codes.get(current=True).code


def cookie_of(session: DialogueSession, person: Person) -> dict[str, str]:
    return {pens.cookie_name(session.ref): pens.seal(session.ref, person.secret)}


def delete(session: DialogueSession) -> None:
    DialogueSession.objects.filter(pk=session.pk).update(deleted_at=timezone.now())


def test_who_leads_one_session_leads_no_other_and_a_visitor_none(me, mine, theirs):
    assert access.leads(me, mine) is True
    assert access.leads(me, theirs) is False
    assert access.leads(AnonymousUser(), mine) is False


@pytest.mark.parametrize("fetch", [access.session_to_lead, access.session_to_take_back])
def test_a_session_of_somebody_else_is_not_there(me, mine, theirs, fetch):
    assert fetch(visit(me), mine.ref) == mine
    for user, session in ((me, theirs), (None, mine)):
        with pytest.raises(Http404):
            fetch(visit(user), session.ref)


def test_who_leads_along_leads_it_and_decides_nothing_about_it(me, mine, theirs):
    theirs.facilitators.create(user=me, owner=False)
    assert {one.pk: one.owned for one in access.own_sessions(me)} == {
        mine.pk: True,
        theirs.pk: False,
    }
    assert access.session_to_lead(visit(me), theirs.ref) == theirs
    assert access.session_to_keep(visit(me), mine.ref) == mine
    assert (access.leads(me, theirs), access.owns(me, theirs)) == (True, False)
    assert (access.owns(me, mine), access.owns(AnonymousUser(), mine)) == (True, False)
    for fetch in (access.session_to_keep, access.session_to_take_back):
        with pytest.raises(Http404):
            fetch(visit(me), theirs.ref)
    delete(theirs)
    assert not access.deleted_sessions(me).exists()


@pytest.mark.parametrize("kept", [OwnProgramme, OwnStep])
def test_what_somebody_kept_is_there_for_them_alone(me, kept):
    fetch = access.own_programme if kept is OwnProgramme else access.own_step
    blank = {"kind": "free", "minutes": 4} if kept is OwnStep else {"edition": 1, "kept": {}}
    other = User.objects.create_user("ander@example.org")
    mine, second, theirs = (
        kept.objects.create(user=user, title=title, **blank)
        for user, title in ((me, "Een"), (me, "Twee"), (other, "Een"))
    )
    assert [fetch(visit(me), one.ref) for one in (mine, second)] == [mine, second]
    for user, ref in ((me, theirs.ref), (me, "nergens"), (None, mine.ref)):
        with pytest.raises(Http404):
            fetch(visit(user), ref)


def test_a_deleted_session_can_only_be_taken_back(me, mine, theirs):
    other = led_by(me)
    for session in (mine, theirs):
        delete(session)
    assert list(access.own_sessions(me)) == [other]
    assert list(access.deleted_sessions(me)) == [mine]
    assert access.session_to_take_back(visit(me), mine.ref) == mine
    for fetch in (access.session_to_lead, access.session_to_show):
        with pytest.raises(Http404):
            fetch(visit(me), mine.ref)


def test_a_step_is_one_of_this_session_or_nothing_but_its_address(mine, theirs):
    step = mine.steps.last()
    assert access.step_to_plan(mine, step.ref) == step
    gone = access.step_to_plan(theirs, step.ref)
    assert (gone.pk != step.pk, gone.ref, gone.session) == (True, step.ref, theirs)


def test_the_screen_is_for_who_leads_and_for_who_holds_its_key(me, mine, theirs):
    key = access.screen_key(mine)
    cookie = {access.screen_cookie(mine.ref): key}
    for request in (visit(me), visit(sleutel=key), visit(cookies=cookie)):
        assert access.session_to_show(request, mine.ref) == mine
    for request in (visit(), visit(sleutel="mis"), visit(sleutel=access.screen_key(theirs))):
        with pytest.raises(Http404):
            access.session_to_show(request, mine.ref)
    with pytest.raises(Http404):
        access.session_to_show(visit(me), theirs.ref)
    lent = visit(me, sleutel=access.screen_key(theirs))  # who leads another one may hold a key
    assert access.session_to_show(lent, theirs.ref) == theirs


def test_a_key_shows_nothing_once_it_was_withdrawn_or_its_session_deleted(me, mine, theirs):
    keys = {session: access.screen_key(session) for session in (mine, theirs)}
    running.withdraw_screen(mine)
    delete(theirs)
    for session, key in keys.items():
        with pytest.raises(Http404):
            access.session_to_show(visit(sleutel=key), session.ref)


@pytest.mark.parametrize(
    ("door", "now", "may"),
    [
        ("open", {"current": True}, True),
        ("open", {"current": False}, False),
        ("shut", {"current": True}, False),
        ("shut", {"current": False, "secret": "geheim"}, True),  # who was in comes back
        ("ended", {"current": True}, False),
        ("ended", {"current": True, "secret": "geheim"}, False),
    ],
)
def test_newcomers_need_the_code_of_now_and_an_open_door(mine, door, now, may):
    running.start(mine)
    if door == "shut":
        running.close_door(mine)
    elif door == "ended":
        running.finish(mine)
        mine.door_open = True  # as a row that was read before the end
    assert Door(mine, **now).may_join is may


def test_a_seat_goes_by_the_cookie_and_the_code_however_it_was_typed(mine, theirs):
    running.start(mine)
    running.start(theirs)
    person = Person()
    person.join(mine)
    jar = cookie_of(mine, person)
    typed = f" {code_of(mine)[:3].lower()}-{code_of(mine)[3:]} "
    seat = access.seat(visit(cookies=jar), typed)
    assert (seat.session, seat.secret, seat.held) == (mine, person.secret, False)
    assert access.seat(visit(), code_of(mine)) is None
    assert access.seat(visit(cookies=jar), code_of(theirs)) is None
    delete(mine)
    assert access.seat(visit(cookies=jar), code_of(mine)) is None


def test_a_seat_is_used_or_held_and_after_the_end_nobody_needs_one(mine):
    running.start(mine)
    holds, stranger = Person(), Person()
    participation.hold(mine, holds.secret)
    assert access.seat_of(mine, holds.secret).held is True
    assert access.seat_of(mine, stranger.secret) is None
    holds.join(mine)
    assert access.seat_of(mine, holds.secret).held is False
    running.finish(mine)
    assert access.seat_of(mine, holds.secret) is not None


def test_a_seat_knows_the_session_as_it_is_now(mine, theirs):
    running.start(mine)
    person = Person()
    person.join(mine)
    old = DialogueSession.objects.get(pk=mine.pk)
    running.advance(mine, mine.current.ref)
    assert access.seat_of(old, person.secret).session.current == mine.current
    same = DialogueSession.objects.get(pk=mine.pk)
    assert access.seat_of(same, person.secret).session is same
    DialogueSession.objects.filter(pk=mine.pk).delete()
    assert access.seat_of(old, person.secret) is None


def test_a_door_says_whether_the_link_had_its_key_and_who_was_here_before(mine):
    running.start(mine)
    code, person = code_of(mine), Person()
    typed = access.door(visit(), f"{code[:3]} {code[3:]}")
    assert (typed.session, typed.current, typed.keyed, typed.secret) == (mine, True, False, None)
    linked = access.door(visit(cookies=cookie_of(mine, person), k=codes.key(code)), code)
    assert (linked.keyed, linked.secret) == (True, person.secret)
    assert access.door(visit(), "niets0000") is None
    running.new_code(mine)
    assert access.door(visit(), code).current is False


@pytest.mark.parametrize("https", [True, False])
def test_no_script_and_no_other_site_reads_our_cookies(settings, https):
    settings.HTTPS = https
    assert access.cookie_options() == {"httponly": True, "samesite": "Lax", "secure": https}
