"""A colleague leads a session along: how they come and go, and what stays the owner's."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import access, custody, own_words, running, surfaces
from sessions_app.errors import Refused, Stale
from sessions_app.models import DialogueSession, Invite
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR
from tests.sessions_app.room import make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> User:
    return User.objects.create_user("ik@example.org")


@pytest.fixture
def sam() -> User:
    return User.objects.create_user("sam@example.org")


@pytest.fixture
def session(me) -> DialogueSession:
    session = make_session(AnswerForm.OPEN)
    session.facilitators.create(user=me)
    return session


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def leads_along(session: DialogueSession, user: User) -> None:
    session.facilitators.create(user=user, owner=False)


def test_a_link_lets_one_colleague_in_and_is_spent(session, me, sam):
    link = custody.invite(session, me)
    assert link not in repr(list(Invite.objects.values()))  # only its digest is kept
    page = reverse("planner:invited", args=[link])
    visitor = browser(sam)
    for _ in range(2):  # looking spends nothing: previews and scanners of mail look too
        assert "ik@example.org vraagt" in visitor.get(page).content.decode()
    assert visitor.post(page)["Location"] == reverse("planner:programme", args=[session.ref])
    assert not access.owns(sam, session)
    assert list(access.own_sessions(sam)) == [session]
    late = browser(User.objects.create_user("laat@example.org"))
    assert late.get(page).status_code == 404
    late.post(page)
    assert not access.leads(User.objects.get(email="laat@example.org"), session)
    assert Client().get(page)["Location"].startswith("/account/login/")
    assert custody.invited(custody.invite(session, me)[:-1] + "x") is None


def test_a_link_ends_by_itself_and_with_its_maker(session, me, sam):
    old, code = custody.invite(session, me), custody.invite(session, me, custody.CODE_LASTS)
    Invite.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert custody.invited(old) is None
    assert custody.invited(code) is None
    link = custody.invite(session, me)
    custody.drop_invites(session)
    assert custody.invited(link) is None
    leads_along(session, sam)
    link = custody.invite(session, sam, custody.CODE_LASTS)
    assert custody.invited(link)
    custody.stop_leading(session, sam)
    with pytest.raises(Refused):
        custody.lead_along(link, sam)


@pytest.mark.parametrize(("name", "days"), [("INVITE_LASTS", 3), ("CODE_LASTS", 5 / 24 / 60)])
def test_a_link_works_for_days_and_a_code_for_minutes(session, me, name, days):
    now = timezone.now()
    key = custody.invite(session, me, getattr(custody, name), now)
    made = Invite.objects.get()
    assert made.ends_at == now + timedelta(days=days)
    assert len(key) == 32  # 192 bits: nobody guesses it
    elsewhere = make_session()
    custody.invite(elsewhere, me)
    assert list(custody.invites(session)) == [made]
    Invite.objects.filter(pk=made.pk).update(ends_at=now)
    assert not custody.invites(session).exists()


def test_a_link_lasts_three_days_where_nothing_is_said(session, me):
    custody.invite(session, me)
    left = Invite.objects.get().ends_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_forty_links_of_ones_own_is_all_that_one_account_makes_in_a_day(session, me, sam):
    leads_along(session, sam)
    custody.invite(session, sam)
    now = timezone.now()
    keys = [custody.invite(session, me, now=now) for _ in range(40)]
    assert len(set(keys)) == 40
    with pytest.raises(Refused, match="veel links"):
        custody.invite(session, me, now=now + timedelta(hours=23))
    custody.invite(session, me, custody.CODE_LASTS, now)  # for who stands beside it: no link
    tomorrow = now + timedelta(hours=24)
    assert custody.invite(session, me, now=tomorrow), "the sentence says: try again tomorrow"


def test_a_new_code_ends_the_one_before_and_no_link_and_nobody_elses_code(session, me, sam):
    leads_along(session, sam)
    link = custody.invite(session, me)
    theirs = custody.invite(session, sam, custody.CODE_LASTS)
    before = custody.invite(session, me, custody.CODE_LASTS)
    elsewhere = make_session()
    elsewhere.facilitators.create(user=me)
    there = custody.invite(elsewhere, me, custody.CODE_LASTS)
    now = custody.invite(session, me, custody.CODE_LASTS)
    known = [bool(custody.invited(key)) for key in (link, theirs, before, there, now)]
    assert known == [True, True, False, True, True]
    custody.invite(session, me)  # a link ends nothing
    assert custody.invited(now)


def test_an_invitation_is_of_who_leads_it_still_and_of_a_session_that_is_there(session, me, sam):
    leads_along(session, sam)
    mine, theirs = custody.invite(session, me), custody.invite(session, sam)
    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert custody.invited(theirs) is None
    User.objects.filter(pk=sam.pk).update(is_active=True)
    assert custody.invited(theirs)
    session.facilitators.filter(user=sam).delete()
    assert custody.invited(theirs) is None
    assert custody.invited(mine)
    DialogueSession.objects.update(deleted_at=timezone.now())
    assert custody.invited(mine) is None


def test_who_leads_already_spends_a_link_and_nobody_is_told(
    session, me, sam, django_capture_on_commit_callbacks
):
    leads_along(session, sam)
    key, other = custody.invite(session, me), custody.invite(session, me)
    with django_capture_on_commit_callbacks(execute=True):
        custody.lead_along(key, sam)
    assert mail.outbox == []
    assert not access.owns(sam, session)
    with pytest.raises(Refused):
        custody.lead_along(key, sam)
    assert custody.invited(other)


def test_who_is_taken_away_takes_only_their_own_links_along(session, me, sam):
    kim = User.objects.create_user("kim@example.org")
    leads_along(session, sam)
    leads_along(session, kim)
    elsewhere = make_session()
    elsewhere.facilitators.create(user=sam)
    mine, theirs = custody.invite(session, me), custody.invite(session, sam)
    there = custody.invite(elsewhere, sam)
    version = session.version
    custody.stop_leading(session, sam)
    left = set(Invite.objects.values_list("session", "maker"))
    assert left == {(session.pk, me.pk), (elsewhere.pk, sam.pk)}
    assert [bool(custody.invited(key)) for key in (mine, theirs, there)] == [True, False, True]
    assert access.leads(kim, session)
    assert access.owns(sam, elsewhere)
    session.refresh_from_db()
    assert session.version > version  # their console closes
    version, key = session.version, access.screen_key(session)
    custody.stop_leading(session, sam)  # who does not lead it changes nothing
    session.refresh_from_db()
    assert (session.version, access.screen_key(session)) == (version, key)
    custody.stop_leading(session, kim, screen_stays=True)
    session.refresh_from_db()
    assert session.version > version
    assert access.screen_key(session) == key
    with pytest.raises(Refused, match="eigenaar"):
        custody.stop_leading(session, me)


def test_links_of_another_session_stay_when_those_of_this_one_go(session, me):
    elsewhere = make_session()
    elsewhere.facilitators.create(user=me)
    there = custody.invite(elsewhere, me)
    gone = custody.invite(session, me)
    custody.drop_invites(session)
    assert custody.invited(gone) is None
    assert custody.invited(there)


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_a_link_that_nobody_took_is_forgotten_the_day_after_its_end(session, me, hours, kept):
    custody.invite(session, me)
    Invite.objects.update(ends_at=timezone.now() - timedelta(hours=hours))
    assert custody.drop_old_offers() == 0
    assert Invite.objects.exists() is kept
    custody.drop_old_offers(timezone.now() + timedelta(hours=2))
    assert not Invite.objects.exists()


def test_an_owner_asks_by_e_mail_and_stays_the_owner(session, me, sam):
    browser(me).post(reverse("planner:ask_along", args=[session.ref]), {"adres": sam.email})
    offer = session.offers.get()
    assert offer.stays
    custody.take(offer, sam)
    assert access.owns(me, session)
    assert access.leads(sam, session)
    assert not access.owns(sam, session)
    with pytest.raises(Refused, match="leidt deze sessie al"):
        custody.offer(session, me, sam.email, stays=True)
    custody.take(custody.offer(session, me, sam.email), sam)  # and now it is theirs
    assert access.owns(sam, session)
    assert not access.leads(me, session)


def test_whoever_leads_along_is_told_of_and_can_be_taken_away_but_takes_nobody_away(
    session, me, sam, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        custody.lead_along(custody.invite(session, me), sam)
    assert "sam@example.org leidt mee" in mail.outbox[-1].body
    away = reverse("planner:withdraw_along", args=[session.ref])
    assert browser(sam).post(away, {"wie": me.email}).status_code == 404
    browser(me).post(away, {"wie": me.email})  # an owner goes by giving the session away
    assert access.owns(me, session)
    key = access.screen_key(session)
    browser(me).post(away, {"wie": sam.email})
    assert not access.leads(sam, session)
    session.refresh_from_db()
    assert access.screen_key(session) != key  # who led it had the screen's link
    assert browser(sam).get(reverse("console:lead", args=[session.ref])).status_code == 404


def test_whoever_leads_along_stops_by_themselves_and_an_owner_does_not(session, me, sam):
    leads_along(session, sam)
    running.start(session)
    key = access.screen_key(session)
    stop = reverse("planner:stop_along", args=[session.ref])
    browser(me).post(stop)
    browser(sam).post(stop)
    assert access.owns(me, session)
    assert not access.leads(sam, session)
    session.refresh_from_db()
    assert access.screen_key(session) == key  # a room looks at it


def test_a_session_whose_owner_goes_is_of_who_led_it_along(session, me, sam):
    leads_along(session, sam)
    me.delete()
    assert access.owns(sam, session)
    session.refresh_from_db()
    assert session.left_at is None


def test_the_list_and_the_pages_offer_nothing_that_is_the_owners(session, me, sam):
    leads_along(session, sam)
    pages = [reverse("planner:sessions"), reverse("planner:programme", args=[session.ref])]
    own = "".join(browser(me).get(page).content.decode() for page in pages)
    along = "".join(browser(sam).get(page).content.decode() for page in pages)
    for name in ("planner:delete", "planner:give", "planner:archive"):
        path = reverse(name, args=[session.ref])
        assert path in own, name
        assert path not in along, name
    assert "je leidt mee" in along
    assert reverse("console:lead", args=[session.ref]) in along


def test_words_of_ones_own_stay_ones_own(session, me, sam):
    leads_along(session, sam)
    running.start(session)
    about = session.current.about
    for user in (me, sam):
        own_words.write(user, {about: f"Van {user.email}"})
    page = browser(sam).get(reverse("console:lead", args=[session.ref])).content.decode()
    assert "Van sam@example.org" in page
    assert "Van ik@example.org" not in page


def test_two_consoles_press_and_the_second_is_told_where_the_room_is(session, me, sam):
    leads_along(session, sam)
    running.start(session)
    was = session.current.ref
    onward = reverse("console:advance", args=[session.ref])
    assert browser(me).post(onward, {"from_step": was}).status_code == 302
    told = browser(sam).post(onward, {"from_step": was}, follow=True).content.decode()
    assert "Op een ander scherm is al een stap gezet" in told
    session.refresh_from_db()
    assert session.current.position == 1  # one step, not two
    with pytest.raises(Stale):
        running.back(session, was)


def test_consoles_say_who_leads_along_and_that_another_is_open(session, sam):
    running.start(session)
    before = session.version
    custody.lead_along(custody.invite(session, session.facilitators.get().user), sam)
    session.refresh_from_db()
    assert session.version > before  # every console draws itself anew
    assert "sam@example.org leidt mee" in surfaces.render(session.ref, CONSOLE).html
    for surface in (PROJECTOR, PARTICIPANT):
        assert "sam@example.org" not in surfaces.render(session.ref, surface).html
    assert "2 bedieningen open" in surfaces.render_tally(session.ref, CONSOLE, 0, 2)
    assert "bedieningen open" not in surfaces.render_tally(session.ref, CONSOLE, 0, 1)


def test_who_looks_on_has_no_buttons_and_the_other_browser_keeps_them(session, me, sam):
    leads_along(session, sam)
    running.start(session)
    looks_on, leads = browser(sam), browser(me)
    watch, console = (reverse(f"console:{n}", args=[session.ref]) for n in ("watch", "lead"))
    looks_on.post(watch, {"meekijken": "1"})
    page = looks_on.get(console).content.decode()
    assert "Je kijkt mee" in page
    assert 'id="bediening"' not in page
    assert 'id="bediening"' in leads.get(console).content.decode()
    looks_on.post(watch)
    assert 'id="bediening"' in looks_on.get(console).content.decode()


def test_an_account_makes_so_many_links_a_day(session, me, monkeypatch):
    monkeypatch.setattr(custody, "INVITES_A_DAY", 2)
    for _ in range(2):
        custody.invite(session, me)
    with pytest.raises(Refused, match="veel links"):
        custody.invite(session, me)
    response = browser(me).post(reverse("planner:invite_link", args=[session.ref]), follow=True)
    assert "veel links" in response.content.decode()


def test_a_code_on_the_console_hands_over_to_a_colleague_for_five_minutes(session, me, sam):
    running.start(session)
    page = reverse("console:hand_over", args=[session.ref])
    owner = browser(me)
    assert "<svg" not in owner.get(page).content.decode().partition("<main")[2].partition("QR")[0]
    shown = owner.post(page, {"voor": "collega"}).content.decode()
    assert "QR-code waarmee een collega" in shown
    made = Invite.objects.get()
    left = made.ends_at - timezone.now()
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)
    owner.post(page, {"voor": "collega"})
    assert Invite.objects.get() != made  # a new code ends the one before
    assert "no-store" in owner.post(page, {"voor": "collega"})["Cache-Control"]
    key = custody.invite(session, me, custody.CODE_LASTS)
    where = browser(sam).post(reverse("planner:invited", args=[key]))
    assert where["Location"] == reverse("console:lead", args=[session.ref])
    for surface in (PROJECTOR, PARTICIPANT):  # no code and no key on what others see
        assert "meeleiden" not in surfaces.render(session.ref, surface).html


def test_who_leads_along_hands_over_to_who_leads_already_and_to_no_newcomer(session, me, sam):
    leads_along(session, sam)
    key = custody.invite(session, sam, custody.CODE_LASTS)
    newcomer = User.objects.create_user("nieuw@example.org")
    with pytest.raises(Refused, match="Alleen de eigenaar"):
        custody.lead_along(key, newcomer)
    assert custody.lead_along(key, me) == session  # a refusal spends nothing
    assert access.owns(me, session)


def test_a_key_in_an_address_stands_in_no_log_and_goes_to_no_other_site(session, me, sam, caplog):
    caplog.set_level("DEBUG")
    key = custody.invite(session, me)
    page = reverse("planner:invited", args=[key])
    response = browser(sam).get(page)
    browser(sam).post(page)
    browser(sam).get(page)
    assert key not in caplog.text
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"  # the origin alone
    assert "no-store" in response["Cache-Control"]


def test_the_list_takes_the_same_questions_for_one_and_for_many(me, sam):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(reverse("planner:sessions"))
        return len(made)

    client = browser(sam)
    counts = []
    for _ in range(3):
        session = make_session(AnswerForm.OPEN)
        session.facilitators.create(user=me)
        leads_along(session, sam)
        counts.append(asked())
    assert counts[0] == counts[2]
