"""Steps that a facilitator keeps: with their own words, for other sessions, and for nobody else."""

import msgspec
import pytest
from django.test import Client

from accounts.models import User
from sessions_app import belongings, demo, kept_steps, own_steps, programmes, rewording
from sessions_app.errors import AlreadyDone, Refused
from sessions_app.models import OwnStep, Step
from sessions_app.script import Reworded, Rewording
from tests.content.shipped import ship
from tests.sessions_app.planner_kit import made, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return ship()


@pytest.fixture
def person(client: Client):
    user = demo.facilitator()
    client.force_login(user)
    return user


def own_step(session):
    """A step of one's own, as somebody types it."""
    return programmes.add_step(
        session, None, "Rondje groen", 4, "Wat gaat er goed?", "Begin zelf.", kind="free"
    )


def reworded(session):
    """A method whose first question somebody changed."""
    step = programmes.add_step(session, None, kind="method:kring")
    words = rewording.words_now(step)
    (line,) = words.lines["talk"]
    changed = {**words.lines, "talk": (Rewording(was=line.was, now="Wat neem je mee naar huis?"),)}
    return rewording.reword_step(step, type(words)(changed, words.asked), rewording.seal(step))


def test_a_step_of_ones_own_comes_back_whole_in_another_session(edition, person):
    kept = own_steps.keep(person, own_step(made(edition, person)))
    other = made(edition, person)
    step = own_steps.put(other, person, kept.ref, other.steps.first())
    assert (step.title, step.minutes, step.position) == ("Rondje groen", 4, 2)
    assert step.script.lead == "Wat gaat er goed?"
    assert [note.text for note in step.script.notes] == ["Begin zelf."]


def test_a_method_with_other_words_keeps_them_and_takes_the_rest_from_the_edition(edition, person):
    kept = own_steps.keep(person, reworded(made(edition, person)))
    assert "Wat neem je mee naar huis?" in kept_steps.written(own_steps.as_kept(kept))
    step = own_steps.put(made(edition, person), person, kept.ref, None)
    assert step.script.talk == ("Wat neem je mee naar huis?",)
    assert step.script.method.key == "kring"
    assert not step.script.tested


def test_a_method_that_became_a_kind_of_step_since_comes_along_with_ones_own_words(edition, person):
    was = ("Welke zin wil je een keer durven zeggen?", "Wat ik zag of hoorde.")
    talk = (Rewording(was[0], "Welke zin ligt op je lippen?"), Rewording(was[1], was[1]))
    kept = OwnStep.objects.create(
        user=person,
        title="Zin om iets te zeggen",
        kind="method:zinnenbouwer",  # before 'sentence' was there
        minutes=14,
        note="Begin zelf.",
        reworded=msgspec.to_builtins(Reworded(lines={"talk": talk})),
    )
    step = own_steps.put(made(edition, person), person, kept.ref, None)
    assert (step.kind, step.minutes) == ("sentence", 14)
    assert step.script.talk[-1] == "Welke zin ligt op je lippen?"
    assert "Begin zelf." in [note.text for note in step.script.notes]
    assert [question.code for question in step.questions.all()] == ["ZIN"]


def test_what_may_not_be_in_a_session_is_refused_from_ones_own_steps_too(edition, person):
    step = programmes.add_step(made(edition, person), None, title="Mijn lijn", kind="method:lijn")
    kept = own_steps.keep(person, step)
    with pytest.raises(Refused, match="kan niet als een leidinggevende leidt"):
        own_steps.put(made(edition, person, led_by="manager"), person, kept.ref, None)


def test_only_what_somebody_wrote_in_is_kept_and_the_same_name_once(edition, person):
    session = made(edition, person)
    plain = programmes.add_step(session, None, kind="method:stilte")
    for step in (plain, session.steps.get(kind="film", theme="hoop")):
        with pytest.raises(Refused, match="Deze stap kun je niet bewaren"):
            own_steps.keep(person, step)
    first = own_steps.keep(person, own_step(session))
    assert own_steps.keep(person, own_step(session)) == first


def test_a_note_of_ones_own_is_enough_and_what_planning_makes_is_not_kept(edition, person):
    session = made(edition, person)
    noted = programmes.add_step(session, None, kind="method:stilte", notes="Doe zelf mee.")
    assert own_steps.keep(person, noted).note == "Doe zelf mee."
    for kind in ("welcome", "together"):  # one of no theme, and one of a theme
        step = session.steps.filter(kind=kind).first()
        words = rewording.words_now(step)
        line, *others = words.lines["talk" if kind == "together" else "lead"]
        field = "talk" if kind == "together" else "lead"
        lines = {**words.lines, field: (Rewording(was=line.was, now="In eigen woorden."), *others)}
        rewording.reword_step(step, type(words)(lines, words.asked), rewording.seal(step))
        step.refresh_from_db()
        assert not own_steps.can_be_kept(step)
        with pytest.raises(Refused, match="Deze stap kun je niet bewaren"):
            own_steps.keep(person, step)
    gone = Step(session=session, kind="free", title="Nergens meer", content={"named": True})
    with pytest.raises(Refused, match="Deze stap kun je niet bewaren"):
        own_steps.keep(person, gone)


def test_a_name_is_ones_own_only_where_somebody_gave_it(edition, person):
    session = made(edition, person)
    plain, named = (own_steps.keep(person, step) for step in (reworded(session), own_step(session)))
    assert (own_steps.as_kept(plain).named, own_steps.as_kept(named).named) == (False, True)
    assert not own_steps.put(session, person, plain.ref, None).script.named
    put = own_steps.put(session, person, named.ref, None)
    assert (put.title, put.minutes, put.script.lead) == ("Rondje groen", 4, "Wat gaat er goed?")
    assert [note.text for note in put.script.notes] == ["Begin zelf."]


def test_a_second_press_on_the_same_page_puts_it_there_once(edition, person):
    kept = own_steps.keep(person, own_step(made(edition, person)))
    session = made(edition, person)
    page = session.programme_version
    own_steps.put(session, person, kept.ref, None, page)
    with pytest.raises(AlreadyDone):
        own_steps.put(session, person, kept.ref, None, page)
    assert session.steps.filter(title="Rondje groen").count() == 1


def test_there_is_a_most(edition, person, monkeypatch):
    monkeypatch.setattr(own_steps, "MOST", 1)
    session = made(edition, person)
    own_steps.keep(person, own_step(session))
    with pytest.raises(Refused, match="Verwijder er eerst een"):
        own_steps.keep(person, reworded(session))


def test_it_is_fifty_of_ones_own_and_what_is_kept_anew_is_none_more(edition, person):
    other = User.objects.create_user("ander@example.org")
    OwnStep.objects.bulk_create(
        OwnStep(user=user, title=f"Vorm {number}", kind="free", minutes=4)
        for user, count in ((person, 49), (other, 60))
        for number in range(count)
    )
    session = made(edition, person)
    kept = own_steps.keep(person, own_step(session))
    assert own_steps.keep(person, own_step(session)) == kept
    with pytest.raises(Refused, match="Verwijder er eerst een"):
        own_steps.keep(person, reworded(session))
    given = OwnStep.objects.filter(user=other).first()
    with pytest.raises(Refused, match="Verwijder er eerst een"):
        own_steps.copy(person, given, "Nieuw")
    OwnStep.objects.filter(user=person, title="Vorm 1").delete()
    copy = own_steps.copy(person, given, "Nieuw")
    assert own_steps.copy(person, given, "Nieuw") == copy


def test_keeping_anew_and_throwing_away_touch_nothing_else(edition, person):
    other = User.objects.create_user("ander@example.org")
    session = made(edition, person)
    mine = own_steps.keep(person, own_step(session))
    theirs = own_steps.keep(other, own_step(made(edition, other)))
    second = own_steps.keep(person, reworded(session))
    before = OwnStep.objects.filter(pk=theirs.pk).values().get()
    added = programmes.add_step(
        session, None, "Rondje groen", 9, "Wat niet?", "Later.", kind="free"
    )
    assert own_steps.keep(person, added) == mine
    mine.refresh_from_db()
    assert (mine.minutes, mine.lead, mine.note) == (9, "Wat niet?", "Later.")
    assert OwnStep.objects.filter(pk=theirs.pk).values().get() == before
    put = own_steps.put(session, person, second.ref, None)
    assert put.script.talk == ("Wat neem je mee naar huis?",)
    own_steps.drop(person, mine.ref)
    assert set(OwnStep.objects.all()) == {theirs, second}


def test_they_are_ones_own_alone_and_go_with_the_account(edition, person):
    kept = own_steps.keep(person, own_step(made(edition, person)))
    other = User.objects.create_user("ander@example.org")
    with pytest.raises(Refused, match="is er niet meer"):
        own_steps.put(made(edition, other), other, kept.ref, None)
    own_steps.drop(other, kept.ref)
    mine = belongings.SessionsOfAccount()
    assert "je eigen werkvormen" in mine.summary(person)
    assert mine.export(person)["eigen werkvormen"] == [
        {
            "naam": "Rondje groen",
            "minuten": 4,
            "geschreven": ["Wat gaat er goed?", "Begin zelf."],
            "link voor een collega werkt tot": "",
        }
    ]
    assert mine.export(other)["eigen werkvormen"] == []
    person.delete()
    assert not OwnStep.objects.exists()


def test_on_the_pages_it_is_kept_put_elsewhere_and_deleted(client, edition, person):
    session, other = made(edition, person), made(edition, person)
    step = own_step(session)
    assert "Bewaar deze stap bij mijn werkvormen" in client.get(url(session)).content.decode()
    client.post(url(session, f"stap/{step.ref}/bewaren/"))
    kept = OwnStep.objects.get()
    page = client.get(url(other, "werkvormen/")).content.decode()
    assert '<h2 id="eigen-kop">Jouw werkvormen</h2>' in page
    client.post(url(other, "werkvormen/"), {"eigen": kept.ref})
    assert other.steps.filter(title="Rondje groen").exists()
    client.post(url(other, "werkvormen/weg/"), {"eigen": kept.ref})
    assert not OwnStep.objects.exists()
    assert other.steps.filter(title="Rondje groen").exists()
    gone = client.post(url(other, "werkvormen/"), {"eigen": kept.ref})
    assert gone.status_code == 422
    assert "Deze werkvorm is er niet meer." in gone.content.decode()
