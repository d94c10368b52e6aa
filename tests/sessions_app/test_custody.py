"""Who looks after a session: offered, taken, left behind, given by the administrator."""

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import access, codes, custody, invitations, keeping, programmes, running
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, Invite, JoinCode, Offer
from tests.sessions_app.room import make_empty_session, make_session, people_in, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor() -> User:
    return User.objects.create_user("noor@voorbeeld.nl", name="Noor")


@pytest.fixture
def sam() -> User:
    return User.objects.create_user("sam@voorbeeld.nl")


@pytest.fixture
def session(noor: User) -> DialogueSession:
    made = make_empty_session()
    made.facilitators.create(user=noor)
    codes.give_code(made)
    return made


@pytest.fixture
def office(client, second_factor):
    """An administrator who showed both factors."""
    client.force_login(User.objects.create_superuser("beheer@voorbeeld.nl"))
    return second_factor(client)


def led_by(user: User) -> DialogueSession:
    """Another session, that this person owns."""
    made = make_empty_session()
    made.facilitators.create(user=user)
    return made


def running_since(moment: datetime) -> dict:
    return {"phase": DialogueSession.Phase.RUNNING, "started_at": moment}


def a_while_ago(offer: Offer) -> None:
    """As if this was offered longer ago than a second press takes."""
    Offer.objects.filter(pk=offer.pk).update(made_at=timezone.now() - timedelta(minutes=3))


def leads(session: DialogueSession) -> set[str]:
    return set(session.facilitators.values_list("user__email", flat=True))


def test_a_colleague_takes_a_session_over_by_the_link_in_the_mail(
    client, session, noor, sam, django_capture_on_commit_callbacks
):
    client.force_login(noor)
    page = reverse("planner:give", args=[session.ref])
    with django_capture_on_commit_callbacks(execute=True):
        said = client.post(page, {"adres": "Sam@Voorbeeld.nl", "samen": ""}, follow=True).text
    assert "Er is een e-mail onderweg naar" in said
    assert "Nog geen antwoord" in said
    (letter,) = [m for m in mail.outbox if m.to == ["sam@voorbeeld.nl"]]
    assert session.title not in letter.body  # nobody can send strangers a text of their own
    link = re.search(r"http://[^/]+(/\S+)", letter.body)[1]
    client.force_login(sam)
    assert session.title in client.get(link).text
    assert leads(session) == {noor.email}  # looking changes nothing
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(link, follow=True).status_code == 200
    assert leads(session) == {sam.email}
    assert client.get(link).status_code == 404  # once
    assert any("sam@voorbeeld.nl zorgt nu" in m.body for m in mail.outbox if m.to == [noor.email])


def test_together_leaves_both(session, noor, sam):
    custody.take(custody.offer(session, noor, sam.email, stays=True), sam)
    assert leads(session) == {noor.email, sam.email}


def test_an_offer_is_for_its_own_address_only(client, session, noor, sam):
    offer = custody.offer(session, noor, "ander@voorbeeld.nl")
    client.force_login(sam)
    path = reverse("planner:offered", args=[offer.ref])
    assert client.get(path).status_code == client.post(path).status_code == 404
    EmailAddress.objects.create(user=sam, email="ander@voorbeeld.nl", verified=False)
    assert client.post(path).status_code == 404  # anybody can type an address
    EmailAddress.objects.update(verified=True)
    assert client.post(path).status_code == 302
    assert leads(session) == {sam.email}


def test_a_withdrawn_offer_is_gone(client, session, noor, sam):
    custody.offer(session, noor, "kim@voorbeeld.nl")
    offer = custody.offer(session, noor, sam.email)
    client.force_login(noor)
    client.post(reverse("planner:withdraw_offer", args=[session.ref]), {"aanbod": offer.ref})
    assert custody.offer_to(sam, offer.ref) is None
    with pytest.raises(Refused, match="geldt niet meer"):
        custody.take(offer, sam)


def test_of_two_colleagues_the_first_gets_it(session, noor, sam, django_user_model):
    kim = django_user_model.objects.create_user("kim@voorbeeld.nl")
    first, second = (custody.offer(session, noor, u.email) for u in (sam, kim))
    custody.take(first, sam)
    with pytest.raises(Refused, match="geldt niet meer"):
        custody.take(second, kim)
    assert leads(session) == {sam.email}


def test_typing_an_address_tells_nobody_whether_it_has_an_account(client, session, noor, sam):
    client.force_login(noor)
    page = reverse("planner:give", args=[session.ref])
    said = []
    for address in (sam.email, "niemand@voorbeeld.nl"):
        answer = client.post(page, {"adres": address, "samen": ""})
        told = client.get(page).text.replace(address, "ADRES")
        said.append((answer.status_code, "Er is een e-mail onderweg naar ADRES" in told))
        session.offers.all().delete()
    assert said == [(302, True)] * 2


def test_so_many_mails_a_day(session, noor, sam):
    """Twenty of one's own; what a colleague sends, or what was sent before, is not among them."""
    other = led_by(sam)
    custody.offer(other, sam, "ander@voorbeeld.nl")
    for n in range(20):
        custody.offer(session, noor, f"p{n}@voorbeeld.nl")
    with pytest.raises(Refused, match="morgen"):
        custody.offer(session, noor, "nog@voorbeeld.nl")
    first = session.offers.get(address="p0@voorbeeld.nl")
    Offer.objects.filter(pk=first.pk).update(made_at=timezone.now() - timedelta(hours=24))
    custody.offer(session, noor, "nog@voorbeeld.nl")


def test_an_offer_of_which_no_mail_can_be_written_leaves_the_one_before(session, noor, monkeypatch):
    before = custody.offer(session, noor, "sam@voorbeeld.nl")
    a_while_ago(before)

    def fails(_) -> None:
        raise Refused("Nu niet.")

    monkeypatch.setattr(invitations, "offered", fails)
    with pytest.raises(Refused, match="Nu niet"):
        custody.offer(session, noor, "sam@voorbeeld.nl")
    assert list(session.offers.all()) == [before]


def test_a_second_press_sends_no_second_e_mail_and_the_link_of_the_first_works(
    session, noor, sam, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = custody.offer(session, noor, sam.email)
        assert custody.offer(session, noor, sam.email) == first
    assert len(mail.outbox) == 1
    a_while_ago(first)
    with django_capture_on_commit_callbacks(execute=True):
        assert custody.offer(session, noor, sam.email) != first
    assert len(mail.outbox) == 2


def test_an_address_is_asked_anew_without_a_second_offer(session, noor):
    """However it is typed; what other colleagues or sessions were offered stays."""
    other = led_by(noor)
    elsewhere = custody.offer(other, noor, "sam@voorbeeld.nl")
    before = custody.offer(session, noor, "sam@voorbeeld.nl")
    kim = custody.offer(session, noor, "kim@voorbeeld.nl")
    again = custody.offer(session, noor, " Sam@Voorbeeld.nl ", stays=True)
    assert before.ref != again.ref
    assert set(session.offers.all()) == {again, kim}
    assert list(other.offers.all()) == [elsewhere]
    assert (again.giver, again.address, again.stays) == (noor, "sam@voorbeeld.nl", True)


def test_who_leads_along_can_become_the_owner_and_is_not_asked_along_again(session, noor, sam):
    session.facilitators.create(user=sam, owner=False)
    with pytest.raises(Refused, match="leidt deze sessie al"):
        custody.offer(session, noor, "SAM@voorbeeld.nl", stays=True)
    custody.offer(session, noor, sam.email)
    for stays in (True, False):
        with pytest.raises(Refused, match="leidt deze sessie al"):
            custody.offer(session, noor, noor.email, stays=stays)


@pytest.mark.parametrize(("days", "stands"), [(13.9, True), (14.1, False)])
def test_an_offer_stands_for_two_weeks_and_its_address_is_forgotten_then(
    session, noor, sam, days, stands
):
    offer = custody.offer(session, noor, sam.email)
    Offer.objects.update(made_at=timezone.now() - timedelta(days=days))
    other = led_by(noor)
    custody.offer(other, noor, sam.email)
    assert list(custody.standing(session)) == [offer] * stands
    assert bool(custody.offer_to(sam, offer.ref)) is stands
    assert custody.drop_old_offers() == (not stands)
    assert Offer.objects.filter(pk=offer.pk).exists() is stands
    assert other.offers.exists()
    assert custody.drop_old_offers(timezone.now() + timedelta(days=15)) == 1 + stands


def test_taking_one_offer_back_leaves_the_others(session, noor, sam):
    kim = custody.offer(session, noor, "kim@voorbeeld.nl")
    other = led_by(noor)
    elsewhere = custody.offer(other, noor, sam.email)
    custody.withdraw(session, custody.offer(session, noor, sam.email).ref)
    custody.withdraw(session, elsewhere.ref)  # of another session
    assert set(Offer.objects.all()) == {kim, elsewhere}


def test_an_offer_is_not_for_who_has_another_address_and_goes_with_its_session(session, noor, sam):
    kim = User.objects.create_user("Kim@voorbeeld.nl")
    EmailAddress.objects.create(user=kim, email="kim@elders.nl", verified=True)
    offer = custody.offer(session, noor, "kim@elders.nl")
    assert custody.offer_to(sam, offer.ref) is None
    assert custody.offer_to(kim, "nergens") is None
    assert custody.offer_to(kim, offer.ref) == offer
    to_account = custody.offer(session, noor, "kim@voorbeeld.nl")  # as the account spells it not
    assert custody.offer_to(kim, to_account.ref) == to_account
    keeping.delete_session(session)
    assert custody.offer_to(kim, offer.ref) is None


def test_who_gives_a_session_away_leaves_and_the_others_go_on(session, noor, sam):
    kim = User.objects.create_user("kim@voorbeeld.nl")
    session.facilitators.create(user=kim, owner=False)
    session.facilitators.create(user=sam, owner=False)
    other = led_by(noor)
    mine, elsewhere = (custody.offer(s, noor, sam.email) for s in (session, other))
    asked = custody.offer(session, noor, "nog@voorbeeld.nl")
    key = access.screen_key(session)
    custody.take(mine, sam)
    assert access.owns(sam, session)
    assert not access.owns(kim, session)
    assert leads(session) == {sam.email, kim.email}
    assert not Offer.objects.filter(pk=asked.pk).exists()  # whose it is now asks anew
    assert Offer.objects.get() == elsewhere
    session.refresh_from_db()
    assert access.screen_key(session) != key  # who led it had the screen's link
    assert leads(other) == {noor.email}


def test_who_leads_along_takes_no_screen_and_no_offer_away(session, noor, sam):
    kept = custody.offer(session, noor, "nog@voorbeeld.nl")
    key = access.screen_key(session)
    custody.take(custody.offer(session, noor, sam.email, stays=True), sam)
    session.refresh_from_db()
    assert access.screen_key(session) == key
    assert Offer.objects.get() == kept
    assert (access.owns(noor, session), access.owns(sam, session)) == (True, False)


def test_who_offers_a_session_to_an_address_of_their_own_goes_on_leading_it(session, noor):
    EmailAddress.objects.create(user=noor, email="noor@elders.nl", verified=True)
    custody.take(custody.offer(session, noor, "noor@elders.nl"), noor)
    assert access.owns(noor, session)


def test_the_mails_say_who_took_it_and_where_it_is(
    session, noor, sam, django_capture_on_commit_callbacks
):
    def mails(work) -> list:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work()
        return list(mail.outbox)

    offer = custody.offer(session, noor, sam.email, stays=True)
    (along,) = mails(lambda: custody.take(offer, sam))
    assert along.to == [noor.email]
    assert "iemand leidt mee" in along.subject
    assert f"{sam.email} leidt mee bij je sessie ‘{session.title}’" in along.body
    over = custody.offer(session, noor, sam.email)
    (taken,) = mails(lambda: custody.take(over, sam))
    assert "is overgenomen" in taken.subject
    assert f"{sam.email} zorgt nu voor je sessie" in taken.body
    User.objects.filter(pk=sam.pk).update(is_active=False)
    boss = User.objects.create_superuser("baas@voorbeeld.nl")
    to_noor, to_sam = sorted(
        mails(lambda: custody.give(session, noor, boss)), key=lambda one: one.to
    )
    assert (to_noor.to, to_sam.to) == ([noor.email], [sam.email])
    assert reverse("planner:programme", args=[session.ref]) in to_noor.body
    assert noor.email in to_sam.body
    assert session.title in to_sam.body


def test_who_does_not_lead_it_any_more_gives_nothing_away(session, noor, sam):
    offer = custody.offer(session, noor, sam.email)
    kim = User.objects.create_user("kim@voorbeeld.nl")
    session.facilitators.create(user=kim)
    session.facilitators.filter(user=noor).delete()
    with pytest.raises(Refused, match="geldt niet meer"):
        custody.take(offer, sam)
    assert leads(session) == {kim.email}


def test_of_two_who_spend_a_link_at_once_one_leads_along(session, noor, sam, monkeypatch):
    kim = User.objects.create_user("kim@voorbeeld.nl")
    custody.invite(session, noor)
    key = custody.invite(session, noor)
    both_saw = custody.invited(key)
    monkeypatch.setattr(custody, "invited", lambda _: both_saw)
    custody.lead_along(key, sam)
    both_saw = Invite(pk=Invite.objects.order_by("-pk").first().pk + 1, session=session, maker=noor)
    with pytest.raises(Refused, match="geldt niet meer"):
        custody.lead_along(key, kim)
    assert leads(session) == {noor.email, sam.email}


def test_a_mail_server_that_is_away_stops_nobody(
    session, noor, sam, monkeypatch, django_capture_on_commit_callbacks
):
    def fails(*_, **__) -> None:
        raise OSError

    monkeypatch.setattr(invitations, "send_mail", fails)
    with django_capture_on_commit_callbacks(execute=True):
        custody.take(custody.offer(session, noor, sam.email), sam)
    assert leads(session) == {sam.email}


def test_what_fails_halfway_has_changed_nothing(session, noor, sam, monkeypatch):
    def fails(*_, **__) -> None:
        raise Refused("Nu niet.")

    kim, boss = (User.objects.create_user(f"{name}@voorbeeld.nl") for name in ("kim", "baas"))
    session.facilitators.create(user=kim, owner=False)
    offer = custody.offer(session, noor, sam.email, stays=True)
    key = custody.invite(session, noor, custody.CODE_LASTS)
    monkeypatch.setattr(invitations, "taken", fails)
    monkeypatch.setattr(invitations, "given", fails)

    def leaves_all(work) -> None:
        with pytest.raises(Refused, match="Nu niet"):
            work()
        assert leads(session) == {noor.email, kim.email}
        assert session.offers.get() == offer
        assert custody.invited(key)

    leaves_all(lambda: custody.take(offer, sam))
    leaves_all(lambda: custody.lead_along(key, sam))
    with monkeypatch.context() as broken:
        broken.setattr(running, "withdraw_screen", fails)
        leaves_all(lambda: custody.stop_leading(session, kim))
    with monkeypatch.context() as broken:
        broken.setattr(Invite.objects.__class__, "create", fails)
        with pytest.raises(Refused):
            custody.invite(session, noor, custody.CODE_LASTS)
    assert custody.invited(key)
    User.objects.filter(pk__in=[noor.pk, kim.pk]).update(is_active=False)
    with pytest.raises(Refused, match="Nu niet"):
        custody.give(session, sam, boss)
    assert leads(session) == {noor.email, kim.email}


def test_what_nobody_looks_after_goes_after_half_a_year():
    now = timezone.now()

    def left(days: float, **fields) -> DialogueSession:
        made = make_empty_session()
        stands = {"left_at": now - timedelta(days=days)} | fields
        DialogueSession.objects.filter(pk=made.pk).update(**stands)
        return made

    long_ago = now - timedelta(days=500)
    left(180.1)
    left(500, left_at=None, made_at=long_ago)  # nobody ever looked after it
    kept = [
        left(179.9, made_at=long_ago),
        left(500, **running_since(now)),  # a room sits there
        led_by(User.objects.create_user("noor@voorbeeld.nl")),
    ]
    DialogueSession.objects.filter(pk=kept[-1].pk).update(made_at=long_ago)
    assert custody.drop_left() == 2
    assert set(DialogueSession.objects.all()) == set(kept)
    assert custody.drop_left(now + timedelta(days=1)) == 1


def test_only_who_leads_alone_takes_sessions_along_or_has_to_stay(session, noor, sam):
    """A colleague whose account is switched off reaches nothing."""
    shared, ended = led_by(noor), led_by(noor)
    shared.facilitators.create(user=sam)
    foreign = led_by(sam)
    tried = make_empty_session(rehearses=session)
    tried.facilitators.create(user=noor)
    assert set(custody.led_alone(noor)) == {session, ended}
    others = DialogueSession.objects.filter(pk__in=[shared.pk, foreign.pk, tried.pk])
    others.update(**running_since(timezone.now()))
    custody.check_may_go(noor)
    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert set(custody.led_alone(noor)) == {session, ended, shared}
    with pytest.raises(Refused, match="Sluit die eerst af"):
        custody.check_may_go(noor)


def test_what_nobody_can_reach_is_neither_deleted_nor_a_rehearsal(session, noor, sam):
    session.facilitators.create(user=sam)
    assert list(custody.attended()) == [session]  # once, for two facilitators
    nobodys, deleted = make_empty_session(), make_empty_session(deleted_at=timezone.now())
    make_empty_session(rehearses=session)
    assert list(custody.unattended()) == [nobodys]
    User.objects.update(is_active=False)
    assert set(custody.unattended()) == {nobodys, session}
    assert not custody.attended().exists()
    assert deleted not in custody.unattended()


def test_the_office_gives_a_session_to_one_person_and_the_old_links_end(session, noor, sam):
    boss = User.objects.create_superuser("baas@voorbeeld.nl")
    User.objects.filter(pk=noor.pk).update(is_active=False)
    other = led_by(noor)
    key = access.screen_key(session)
    custody.give(session, sam, boss)
    session.refresh_from_db()
    assert leads(session) == {sam.email}
    assert access.owns(sam, session)
    assert access.screen_key(session) != key
    assert leads(other) == {noor.email}
    with pytest.raises(Refused, match="zorgt al iemand"):
        custody.give(session, noor, boss)


def test_where_the_last_owner_goes_the_longest_with_an_account_in_use_owns_it(session, noor, sam):
    off, late = (User.objects.create_user(f"{name}@voorbeeld.nl") for name in ("uit", "laat"))
    User.objects.filter(pk=off.pk).update(is_active=False)
    for user in (off, sam, late):
        session.facilitators.create(user=user, owner=False)
    other = led_by(noor)
    other.facilitators.create(user=late, owner=False)
    noor.delete()
    owners = session.facilitators.filter(owner=True).values_list("user__email", flat=True)
    assert list(owners) == [sam.email]
    assert access.owns(late, other)
    session.facilitators.all().delete()
    left_at = DialogueSession.objects.get(pk=session.pk).left_at
    assert left_at is not None
    custody.note_who_looks_after(session.pk)
    assert (
        DialogueSession.objects.get(pk=session.pk).left_at == left_at
    )  # since then, not since now
    other.refresh_from_db()
    assert other.left_at is None


def test_a_colleague_takes_it_also_after_the_giver_is_gone(session, noor, sam):
    offer = custody.offer(session, noor, sam.email)
    noor.delete()
    custody.take(custody.offer_to(sam, offer.ref), sam)
    session.refresh_from_db()
    assert leads(session) == {sam.email}
    assert session.left_at is None


def test_whatever_removes_the_last_facilitator_leaves_a_sign(session, noor):
    User.objects.filter(pk=noor.pk).delete()  # as a shell or the office might
    session.refresh_from_db()
    assert session.left_at is not None
    assert session in custody.unattended()
    assert session.code  # letters went out with it; whoever takes over goes on with it


def test_a_second_facilitator_keeps_it(session, noor, sam):
    session.facilitators.create(user=sam)
    noor.delete()
    session.refresh_from_db()
    assert session.left_at is None


def test_deleting_with_the_sessions_takes_codes_and_reports_along(session, noor, sam):
    shared = make_empty_session()
    for user in (noor, sam):
        shared.facilitators.create(user=user)
    assert custody.remove_own(noor) == 1
    assert list(DialogueSession.objects.all()) == [shared]
    assert not JoinCode.objects.exists()


def test_a_server_of_the_release_before_still_reads_sessions_while_tables_are_brought_up_to_date():
    """Adding a column leaves all others there, also on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT team_id FROM sessions_app_dialoguesession")


# -- the back office -----------------------------------------------------------------------------


@pytest.fixture
def talked(noor: User) -> DialogueSession:
    """An ended session with answers in its report and an agreement."""
    session = make_session(AnswerForm.OPEN, title="Team Zuid")
    session.facilitators.create(user=noor)
    codes.give_code(session)
    for n, person in enumerate(people_in(session, 6)):
        person.send(question_of(session, AnswerForm.OPEN), waarde=f"geheim {n}", verslag="1")
    running.agree(session, "elke maandag", "Anja", "in mei")
    running.finish(session)
    return session


def test_the_office_sees_that_sessions_are_there_and_nothing_that_is_in_them(
    office, talked, session
):
    paths = [reverse("admin:sessions_app_dialoguesession_changelist")]
    paths += [
        reverse("admin:sessions_app_dialoguesession_change", args=[s.pk]) for s in (talked, session)
    ]
    shown = "".join(office.get(path).text for path in paths)
    assert "Team Zuid" in shown
    assert "noor@voorbeeld.nl" in shown
    for hidden in (
        *("geheim", "elke maandag", "Anja", talked.ref, session.ref),
        *(session.code, session.code.replace(" ", ""), access.screen_key(session)),
    ):
        assert hidden not in shown


def test_the_office_gives_away_only_what_nobody_looks_after(
    office, session, noor, sam, django_capture_on_commit_callbacks
):
    path = reverse("admin:sessions_app_dialoguesession_change", args=[session.pk])
    assert 'name="to"' not in office.get(path).text
    office.post(path, {"to": sam.email})
    assert leads(session) == {noor.email}
    noor.delete()
    assert "Er is geen account" in office.post(path, {"to": "nergens@voorbeeld.nl"}).text
    assert "anders dan jezelf" in office.post(path, {"to": "beheer@voorbeeld.nl"}).text
    assert leads(session) == set()
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(path, {"to": sam.email}).status_code == 302
    assert leads(session) == {sam.email}
    assert any("Je zorgt vanaf nu" in m.body for m in mail.outbox if m.to == [sam.email])


def test_who_has_a_switched_off_account_hears_where_their_session_went(
    office, session, noor, sam, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=noor.pk).update(is_active=False)
    path = reverse("admin:sessions_app_dialoguesession_change", args=[session.pk])
    with django_capture_on_commit_callbacks(execute=True):
        office.post(path, {"to": sam.email})
    assert leads(session) == {sam.email}
    assert any("aan sam@voorbeeld.nl" in m.body for m in mail.outbox if m.to == [noor.email])


def test_deleting_a_user_in_the_office_says_what_stays_and_leaves_it_findable(
    office, session, noor
):
    path = reverse("admin:accounts_user_delete", args=[noor.pk])
    asked = office.get(path).text
    assert "1 sessie die nog komt" in asked
    assert office.post(path, {"post": "yes"}).status_code == 302
    found = office.get(reverse("admin:sessions_app_dialoguesession_changelist") + "?zorg=niemand")
    assert session.title in found.text


@pytest.mark.parametrize("action", [False, True])
def test_nobody_is_deleted_while_they_lead_a_session(office, noor, action):
    session = make_session()
    session.facilitators.create(user=noor)
    running.start(session)
    if action:
        path = reverse("admin:accounts_user_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [noor.pk]}
        said = office.post(path, {**chosen, "post": "yes"}).text
    else:
        said = office.post(
            reverse("admin:accounts_user_delete", args=[noor.pk]), {"post": "yes"}
        ).text
    assert "Sluit die eerst af" in said
    assert User.objects.filter(pk=noor.pk).exists()


def test_the_last_administrator_stays(office):
    boss = User.objects.get(email="beheer@voorbeeld.nl")
    said = office.post(reverse("admin:accounts_user_delete", args=[boss.pk]), {"post": "yes"}).text
    assert "enige beheerder" in said
    assert User.objects.filter(pk=boss.pk).exists()


def test_a_session_made_the_usual_way_is_looked_after(noor, edition_wish):
    edition, wish, starts = edition_wish
    made = programmes.make_session(edition, wish, "Team Noord", starts, owner=noor)
    assert made in custody.attended()


@pytest.fixture
def edition_wish():
    from django.utils import timezone

    from sessions_app.wish import Wish
    from tests.sessions_app.room import make_edition

    wish = Wish(
        minutes=120,
        themes=("hoop",),
        group_size=8,
        led_by="colleague",
        guests="none",
        phone_free=False,
        contact="Anja",
    )
    return make_edition(), wish, timezone.now()
