"""Copying, deleting and taking back, the archive: verbs and pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app import (
    access,
    chores,
    codes,
    custody,
    edits,
    keeping,
    plans,
    programmes,
    report_links,
    rewishing,
    running,
)
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession
from tests.factories import make_document
from tests.sessions_app.planner_kit import begin, kept, made, step, url

pytestmark = pytest.mark.django_db
LIST = "/sessies/"


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def lead(django_user_model):
    return django_user_model.objects.create_user("lead@example.org")


@pytest.fixture
def mine(client, edition, lead) -> DialogueSession:
    client.force_login(lead)
    return made(edition, lead)


def fresh(session) -> DialogueSession:
    return DialogueSession.objects.get(pk=session.pk)


def copied(session, owner, **changes) -> DialogueSession:
    known = {"title": "Nog eens", "starts_at": timezone.now(), "contact": session.contact}
    return keeping.copy_session(session, owner, **(known | changes))


# A copy.


def test_a_copy_has_the_programme_as_it_was_changed(mine, lead):
    programmes.rename_step(step(mine, "rules"), "Zo praten wij")
    programmes.set_minutes(step(mine, "checkin"), 9)
    programmes.add_step(mine, None, "Even lopen", 3, notes="Buiten.")
    copy = copied(mine, lead)
    assert plans.of_session(copy).steps == plans.of_session(fresh(mine)).steps
    one, other = (s.steps.order_by("position", "questions__position") for s in (copy, mine))
    places = ("position", "questions__position")
    assert list(one.values_list(*places)) == list(other.values_list(*places))
    assert copy.title == "Nog eens"
    assert not set(copy.steps.values_list("ref")) & set(mine.steps.values_list("ref"))


def test_in_a_copy_nothing_can_be_undone_of_what_made_it(mine, lead):
    programmes.rename_step(step(mine, "rules"), "Zo praten wij")
    copy = copied(mine, lead, contact="Bas, toestel 9")
    assert not copy.edits.exists()
    assert mine.edits.exists()


def test_a_second_press_makes_no_second_copy(mine, lead):
    soon = timezone.now() + timedelta(days=3)
    copy = copied(mine, lead, starts_at=soon)
    assert copied(mine, lead, starts_at=soon) == copy
    assert copied(mine, lead, starts_at=soon, title="En nog eens") != copy
    as_it_was = copied(mine, lead, title=mine.title, starts_at=mine.starts_at)
    assert as_it_was != mine
    assert copied(mine, lead, title=mine.title, starts_at=mine.starts_at) == as_it_was


def test_nor_does_it_of_a_session_of_before_it_was_kept_how_planning_made_it(mine, lead):
    DialogueSession.objects.filter(pk=mine.pk).update(planned_steps=None)
    soon = timezone.now() + timedelta(days=3)
    assert copied(fresh(mine), lead, starts_at=soon) == copied(fresh(mine), lead, starts_at=soon)


def test_a_copy_says_its_own_contact(mine, lead):
    copy = fresh(copied(mine, lead, contact="Bas, toestel 9"))
    said = str([found.content for found in copy.steps.all()])
    assert "Bas, toestel 9" in said
    assert "Anja" not in said


def test_a_copy_of_a_session_that_ended_is_planned_and_knows_nothing_of_it(mine, lead):
    mine.agreements.create(text="Elke week vijf minuten")
    begin(mine, "ended")
    copy = fresh(copied(fresh(mine), lead))
    assert copy.planned
    assert copy.code
    assert copy.code != mine.code
    assert not copy.agreements.exists()
    assert copy.ended_at is copy.joined_at_end is copy.current is None


def test_a_copy_has_what_was_asked_and_written_and_a_day_of_its_own(mine, lead, edition):
    known = {
        "title": "Team Zuid",
        "minutes": 120,
        "starts_at": timezone.now() + timedelta(days=9),
        "group_size": 9,
        "led_by": "outsider",
        "guests": "clients",
        "contact": "Bas, toestel 9",
        "sender": "Noor",
        "own_words": "Neem koffie mee.",
        "lived": "clients",
        "themes": ["hoop"],
        "phone_free": True,
        "planned_steps": ["welcome"],
        "role_numbers": {"clients": 6, "relatives": 6, "professionals": 8},
    }
    DialogueSession.objects.filter(pk=mine.pk).update(**known)
    copy = fresh(keeping.as_it_is(fresh(mine), lead, codes.free_codes(), title="Nog eens"))
    assert {name: getattr(copy, name) for name in known} == known | {"title": "Nog eens"}
    assert copy.edition == edition


def test_a_copy_that_does_not_come_about_leaves_nothing(mine, lead, monkeypatch):
    def fails(*_) -> None:
        raise Refused("Dit kan niet.")

    monkeypatch.setattr(rewishing, "change", fails)
    with pytest.raises(Refused):
        copied(mine, lead)
    assert list(DialogueSession.objects.all()) == [mine]


def test_only_who_copies_leads_the_copy(mine, lead, django_user_model):
    mine.facilitators.create(user=django_user_model.objects.create_user("sam@example.org"))
    assert [f.user for f in copied(mine, lead).facilitators.all()] == [lead]


def test_copies_count_as_codes_of_today(mine, lead, monkeypatch):
    monkeypatch.setattr(codes, "PER_DAY", 1)
    with pytest.raises(Refused, match="op een dag"):
        copied(mine, lead)
    assert DialogueSession.objects.count() == 1


def test_the_page_makes_a_copy_on_another_day(client, mine):
    text = client.get(url(mine, "kopie/")).content.decode()
    assert 'value="Team Noord"' in text
    answer = client.post(url(mine, "kopie/"), kept(titel="Team Zuid", tijd="9"))
    copy = DialogueSession.objects.get(title="Team Zuid")
    assert answer["Location"] == url(copy)
    assert timezone.localtime(copy.starts_at).hour == 9
    page = client.post(url(mine, "kopie/"), kept(titel="Team Oost", tijd="negen"))
    assert page.status_code == 422
    assert "Team Oost" in page.content.decode()


# Deleting.


def test_the_page_says_what_goes(client, mine, django_user_model):
    mine.facilitators.create(user=django_user_model.objects.create_user("sam@example.org"))
    text = client.get(url(mine, "verwijderen/")).content.decode()
    assert f"{mine.steps.count()} stappen" in text
    assert mine.code in text
    assert "samen met een collega" in text
    assert "14 dagen" in text
    begin(mine, "ended")
    mine.agreements.create(text="Elke week vijf minuten")
    text = client.get(url(mine, "verwijderen/")).content.decode()
    assert "Het verslag" in text
    assert "1 afspraak" in text


@pytest.mark.parametrize("phase", ["planned", "ended"])
def test_a_deleted_session_is_there_for_nobody(client, mine, phase):
    code, key = mine.code, access.screen_key(mine)
    if phase == "ended":
        begin(mine, "ended")
    answer = client.post(url(mine, "verwijderen/"))
    assert answer["Location"].startswith(LIST)
    for rest in ("", "draaiboek/", "brief/", "leiden/", "scherm/", "verslag/", "veranderen/"):
        assert client.get(url(mine, rest)).status_code == 404
    stranger = Client()
    assert stranger.get(url(mine, f"scherm/?sleutel={key}")).status_code == 404
    closed = stranger.get(f"/m/{codes.read_code(code).lower()}/")
    wrong = stranger.get("/m/fout9999/")
    assert closed.status_code == wrong.status_code


def test_it_can_be_taken_back_from_the_list(client, mine):
    client.post(url(mine, "verwijderen/"))
    text = client.get(LIST).content.decode()
    assert "Verwijderd" in text
    assert "Voorgoed weg op" in text
    client.post(url(mine, "terughalen/"))
    assert client.get(url(mine)).status_code == 200
    assert fresh(mine).code == mine.code
    text = client.get(LIST).content.decode()
    assert "Voorgoed weg op" not in text
    assert "Team Noord" in text


def test_deleting_twice_is_deleting_once(client, mine):
    earlier = timezone.now() - timedelta(days=3)
    keeping.delete_session(mine, earlier)
    keeping.delete_session(mine)
    assert fresh(mine).deleted_at == earlier
    assert client.post(url(mine, "terughalen/")).status_code == 302
    assert client.post(url(mine, "terughalen/")).status_code == 302


def test_a_deleted_session_takes_its_doors_and_links_along_and_leaves_others_alone(
    mine, edition, lead
):
    other = made(edition, lead)
    for session in (mine, other):
        running.open_door(session)
    keys = [access.screen_key(fresh(session)) for session in (mine, other)]
    keeping.delete_session(mine)
    assert fresh(mine).deleted_at is not None
    assert fresh(mine).door_open is False
    assert access.screen_key(fresh(mine)) != keys[0]
    assert (fresh(other).deleted_at, fresh(other).door_open) == (None, True)
    assert access.screen_key(fresh(other)) == keys[1]


def test_what_was_deleted_comes_back_without_a_link_to_its_report_and_without_its_edits(
    mine, edition, lead
):
    other = made(edition, lead)
    keys = []
    for session in (mine, other):
        programmes.rename_step(step(session, "rules"), "Zo praten wij")
        begin(session, "ended")
        keys.append(report_links.make(session).key)
    keeping.delete_session(mine)
    keeping.take_back(mine)
    assert [report_links.find(key) for key in keys] == [None, other]
    assert [session.edits.exists() for session in (mine, other)] == [False, True]


def test_a_deletion_that_does_not_come_about_changes_nothing(mine, monkeypatch):
    def fails(*_) -> None:
        raise Refused("Nu niet.")

    begin(mine, "ended")
    link = report_links.make(mine)
    monkeypatch.setattr(edits, "forget", fails)
    with pytest.raises(Refused, match="Nu niet"):
        keeping.delete_session(mine)
    assert fresh(mine).deleted_at is None
    assert report_links.of(mine) == link


def test_what_comes_back_comes_back_alone(mine, edition, lead):
    other = made(edition, lead)
    for session in (mine, other):
        keeping.archive(session)
        keeping.delete_session(session)
    keeping.take_back(mine)
    keeping.out_of_archive(mine)
    assert (fresh(mine).deleted_at, fresh(mine).archived_at) == (None, None)
    assert fresh(other).deleted_at is not None
    assert fresh(other).archived_at is not None


def test_for_two_weeks_a_session_can_be_taken_back_the_last_one_first(mine, edition, lead):
    now = timezone.now()
    days = {mine: 13.9, made(edition, lead): 2, made(edition, lead): 14.1, made(edition, lead): 5}
    there = made(edition, lead)
    for session, ago in days.items():
        keeping.delete_session(session, now - timedelta(days=ago))
    _, recent, gone, earlier = days
    assert list(keeping.to_take_back(DialogueSession.objects.all())) == [recent, earlier, mine]
    assert keeping.goes_at(fresh(mine)) == now - timedelta(days=13.9) + timedelta(days=14)
    assert keeping.goes_at(there) is None
    assert keeping.drop_deleted() == 1
    assert not DialogueSession.objects.filter(pk=gone.pk).exists()
    assert keeping.drop_deleted(now + timedelta(days=1)) == 1
    assert set(DialogueSession.objects.all()) == {recent, earlier, there}


def test_what_is_in_the_archive_already_keeps_its_day(mine):
    day = timezone.now() - timedelta(days=2)
    keeping.archive(mine, day)
    keeping.archive(mine)
    assert fresh(mine).archived_at == day


def test_a_session_that_runs_is_not_deleted(client, mine):
    begin(mine)
    page = client.post(url(mine, "verwijderen/"))
    assert page.status_code == 422
    assert "is bezig" in page.content.decode()
    with pytest.raises(Refused):
        keeping.delete_session(mine)
    assert client.get(url(mine)).status_code == 200


def test_after_a_while_it_is_gone_for_good(mine):
    long_ago = timezone.now() - keeping.KEPT
    keeping.delete_session(mine, long_ago + timedelta(minutes=5))
    assert chores.drop_deleted() == ""
    DialogueSession.objects.filter(pk=mine.pk).update(deleted_at=long_ago)
    assert "1" in chores.drop_deleted()
    assert not DialogueSession.objects.exists()
    for verb in (keeping.take_back, keeping.delete_session, keeping.archive):
        with pytest.raises(Refused, match="voorgoed"):
            verb(mine)


def test_nobody_else_takes_it_back(mine, django_user_model):
    keeping.delete_session(mine)
    other = Client()
    other.force_login(django_user_model.objects.create_user("sam@example.org"))
    assert other.post(url(mine, "terughalen/")).status_code == 404
    assert fresh(mine).deleted_at is not None


def test_an_offer_of_it_cannot_be_taken(mine, lead, django_user_model):
    sam = django_user_model.objects.create_user("sam@example.org")
    offer = custody.offer(mine, lead, sam.email)
    assert custody.offer_to(sam, offer.ref) is not None
    keeping.delete_session(mine)
    assert custody.offer_to(sam, offer.ref) is None


# The archive.


def test_the_archive_is_out_of_the_way_and_can_be_left(client, mine):
    begin(mine, "ended")
    client.post(url(mine, "archief/"))
    text = client.get(LIST).content.decode()
    assert "Archief" in text
    assert "Geweest" not in text
    assert client.get(url(mine)).status_code == 200
    client.post(url(mine, "archief/uit/"))
    text = client.get(LIST).content.decode()
    assert "Archief" not in text
    assert "Geweest" in text


def test_what_runs_does_not_go_into_the_archive(client, mine):
    begin(mine)
    page = client.post(url(mine, "archief/"), follow=True)
    assert "is bezig" in page.content.decode()
    assert fresh(mine).archived_at is None
