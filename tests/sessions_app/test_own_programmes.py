"""Whole programmes that a facilitator keeps, and sessions planned from them."""

import json

import msgspec
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from content import editions
from content.document import to_builtins
from content.models import Edition
from sessions_app import (
    belongings,
    briefs,
    codes,
    demo,
    own_programmes,
    plans,
    programmes,
    rewording,
    running,
)
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, OwnProgramme, Step
from sessions_app.planning import Wish
from sessions_app.script import Rewording
from tests.sessions_app.planner_kit import kept, made, step, url, wished
from tests.sessions_app.room import make_edition

pytestmark = pytest.mark.django_db
LIST = "/sessies/programmas/"


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def person(client: Client):
    user = demo.facilitator()
    client.force_login(user)
    return user


def reword(found: Step, field: str, text: str) -> None:
    words = rewording.words_now(found)
    first, *rest = words.lines[field]
    changed = {**words.lines, field: (Rewording(was=first.was, now=text), *rest)}
    rewording.reword_step(found, type(words)(changed, words.asked), rewording.seal(found))


def by_hand(session: DialogueSession) -> DialogueSession:
    """The same session, in which somebody did all that can be done by hand."""
    programmes.rename_step(step(session, "rules"), "Zo praten wij")
    reword(step(session, "rules"), "lead", "Zo doen wij het hier.")
    programmes.set_minutes(step(session, "checkin"), 9)
    programmes.remove_step(step(session, "poll"))
    programmes.move_step(step(session, "intent"), 3)
    film = session.steps.get(kind="film", theme="hoop")
    programmes.add_step(session, film, kind="huddles:4", minutes=7)
    programmes.add_step(session, film, kind="lens")
    programmes.add_step(session, step(session, "rules"), "Even lopen", 3, "Naar buiten", "Jas mee.")
    programmes.add_step(session, step(session, "rules"), kind="method:kring", minutes=12)
    programmes.add_step(session, step(session, "rules"), kind="stance")
    return DialogueSession.objects.get(pk=session.pk)


def wish_of(session, **more) -> Wish:
    return msgspec.structs.replace(briefs.wish_of(session), **more)


def planned(own, edition, wish, person) -> DialogueSession:
    return own_programmes.plan_session(own, edition, wish, "Team Zuid", timezone.now(), person)


def as_planned(own, wish=None, **more):
    """What becomes of it with the edition of now."""
    known = own_programmes.kept(own)
    document = editions.current().content
    asked = wish or Wish(
        minutes=known.as_it_was,
        themes=tuple(known.themes_of(document)),
        group_size=12,
        led_by=known.led_by,
        contact="Anja",
    )
    return own_programmes.remade(known, document, msgspec.structs.replace(asked, **more))


def outline(steps) -> list[tuple]:
    return [
        (one.kind, one.theme, one.title, one.minutes, one.content.lead, one.content.talk)
        for one in steps
    ]


def next_edition(edition: Edition, **changes) -> Edition:
    """Another edition after this one, with these parts of its document changed."""
    document = msgspec.structs.replace(edition.content, **changes)
    return Edition.objects.create(
        module=edition.module, number=edition.number + 1, document=to_builtins(document)
    )


# What is kept, and what comes back.


def test_a_session_planned_from_it_is_as_the_first_was_step_for_step(edition, person):
    session = by_hand(made(edition, person))
    own = own_programmes.keep(person, session, "Twee uur")
    used = own_programmes.kept(own).as_it_was
    assert used > session.minutes
    again = planned(own, edition, wish_of(session, minutes=used), person)
    before, after = plans.of_session(session).steps, plans.of_session(again).steps
    assert outline(after) == outline(before)
    for steps in (before, after):  # in a theme too they are as many as was chosen
        assert [one.content.huddles for one in steps if one.kind == "huddles"] == [4]
    assert [len(one.questions) for one in after] == [len(one.questions) for one in before]
    codes = [q.code for one in after for q in one.questions]
    assert len(codes) == len(set(codes))
    assert again.minutes == sum(one.minutes for one in after)
    assert not again.edits.exists()
    assert again.planned_steps == list(as_planned(own, wish_of(session, minutes=used)).planned)
    gone = [name for name in again.planned_steps if name.startswith("poll:")]
    assert gone  # so that what was thrown away does not come back with another wish
    assert [one.user for one in again.facilitators.all()] == [person]


def test_nobody_and_no_day_is_in_it(edition, person):
    session = made(edition, person, title="Team Noord", contact="Anja de Vries, toestel 12")
    programmes.write_letter(session, "Noor", "Kom allemaal.")
    session.agreements.create(text="Elke week vijf minuten")
    own = own_programmes.keep(person, by_hand(session), "Twee uur")
    stored = json.dumps(own.kept, ensure_ascii=False)
    for word in ("Anja", "Noor", "Team", "Kom allemaal", "Elke week", session.ref, "202"):
        assert word not in stored
    lead = step(session, "together").script.talk[0]
    assert lead not in stored  # the module's words come from the next edition


def test_in_less_time_it_fits_and_what_was_done_by_hand_stays(edition, person):
    session = by_hand(made(edition, person, minutes=180))
    own = own_programmes.keep(person, session, "Drie uur")
    again = planned(own, edition, wish_of(session, minutes=150), person)
    steps = plans.of_session(again).steps
    assert sum(one.minutes for one in steps) == again.minutes == 150
    assert step(again, "checkin").minutes == 9
    assert step(again, "rules").title == "Zo praten wij"
    assert again.steps.filter(title="Even lopen", minutes=3).exists()


def test_an_account_plans_as_many_a_day_from_it_as_it_gets_codes(edition, person, monkeypatch):
    own = own_programmes.keep(person, made(edition, person), "Twee uur")
    wish = wish_of(made(edition, person))
    monkeypatch.setattr(codes, "PER_DAY", 3)
    planned(own, edition, wish, person)
    with pytest.raises(Refused, match="vandaag al"):
        planned(own, edition, wish, person)
    assert DialogueSession.objects.count() == 3


def test_another_group_gets_what_it_may_be_asked(edition, person):
    session = made(edition, person)
    programmes.add_step(session, None, title="Mijn lijn", kind="method:lijn")
    own = own_programmes.keep(person, session, "Met een lijn")
    found = as_planned(own, led_by="manager")
    assert [line for line in found.lost if "Mijn lijn" in line and "leidinggevende" in line]
    assert "Mijn lijn" not in [one.title for one in found.programme.steps]
    again = planned(own, edition, wish_of(session, led_by="manager"), person)
    assert any("Mijn lijn" in remark for remark in again.remarks)


def test_a_session_that_went_on_without_phones_can_be_kept_too(edition, person):
    session = made(edition, person)
    programmes.add_step(session, step(session, "rules"), kind="lens")
    running.start(session)
    running.go_phone_free(session)
    own = own_programmes.keep(person, session, "Zonder telefoons")
    assert {"lens", "poll", "film"} <= {one.kind for one in as_planned(own).programme.steps}


# Another edition.


def test_words_that_the_module_mended_come_along_and_ones_own_stay(edition, person):
    own = own_programmes.keep(person, by_hand(made(edition, person)), "Twee uur")
    methods = tuple(
        msgspec.structs.replace(one, lead="Iedereen aan het woord.") if one.key == "kring" else one
        for one in edition.content.methods
    )
    next_edition(edition, methods=methods)
    steps = as_planned(own).programme.steps
    assert next(one for one in steps if one.kind == "method").content.lead == (
        "Iedereen aan het woord."
    )
    assert next(one for one in steps if one.kind == "rules").content.lead == "Zo doen wij het hier."


def test_a_theme_and_a_method_that_are_gone_are_said_and_the_rest_is_planned(edition, person):
    own = own_programmes.keep(person, by_hand(made(edition, person)), "Twee uur")
    document = edition.content
    next_edition(
        edition,
        themes=tuple(theme for theme in document.themes if theme.slug != "hoop"),
        methods=tuple(method for method in document.methods if method.key != "kring"),
    )
    found = as_planned(own)
    said = " ".join(found.lost)
    assert "Het thema ‘Hoop’ zit niet meer in de module." in said
    assert said.count("gaat niet mee") == 3  # the circle, and what stood by hand in that theme
    titles = [one.title for one in found.programme.steps]
    assert "Even lopen" in titles
    assert not any("Hoop" in title for title in titles)


def test_the_page_says_that_the_module_changed(client, edition, person):
    own = own_programmes.keep(person, made(edition, person), "Twee uur")
    assert "De module is veranderd" not in client.get(f"{LIST}{own.ref}/").content.decode()
    themes = tuple(theme for theme in edition.content.themes if theme.slug != "hoop")
    next_edition(edition, themes=themes)
    page = client.get(f"{LIST}{own.ref}/").content.decode()
    assert "De module is veranderd" in page
    assert "Het thema ‘Hoop’ zit niet meer in de module." in page
    assert "Bejegening" in page


# Names, and whose it is.


def test_a_name_is_ones_own_once_unless_it_is_replaced(client, edition, person):
    session = made(edition, person)
    here = url(session, "programma-bewaren/")
    assert client.post(here, {"naam": "Twee uur"})["Location"] == LIST
    programmes.add_step(session, None, "Even lopen", 3)
    page = client.post(here, {"naam": " Twee  uur "})
    assert page.status_code == 422
    assert "Vervang het programma met deze naam" in page.content.decode()
    client.post(here, {"naam": "Twee uur", "doe": "vervang"})
    own = OwnProgramme.objects.get()
    assert "Even lopen" in [one.title for one in own_programmes.kept(own).steps]
    client.post(here, {"naam": "Nog een"})
    page = client.post(f"{LIST}{own.ref}/naam/", {"naam": "Nog een"})
    assert page.status_code == 422
    assert "Je hebt al een programma met deze naam." in page.content.decode()
    client.post(f"{LIST}{own.ref}/naam/", {"naam": "Kort"})
    client.post(f"{LIST}{own.ref}/weg/")
    client.post(f"{LIST}{own.ref}/weg/")
    assert [one.title for one in OwnProgramme.objects.all()] == ["Nog een"]


@pytest.mark.parametrize(
    ("name", "said"), [("", "Geef het programma een naam"), ("a" * 121, "hooguit 120 tekens")]
)
def test_a_name_that_is_none_is_said_and_kept(client, edition, person, name, said):
    page = client.post(url(made(edition, person), "programma-bewaren/"), {"naam": name})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert f'value="{name}"' in page.content.decode() or not name
    assert not OwnProgramme.objects.exists()


def test_there_is_a_most_and_a_look_back_is_not_kept(edition, person, monkeypatch):
    session = made(edition, person)
    monkeypatch.setattr(own_programmes, "MOST", 1)
    own_programmes.keep(person, session, "Een")
    with pytest.raises(Refused, match="Gooi er eerst een weg"):
        own_programmes.keep(person, session, "Twee")
    session.minutes = 15
    with pytest.raises(Refused, match="vanuit het verslag"):
        own_programmes.keep(person, session, "Drie")


def test_they_are_ones_own_alone_and_go_with_the_account(client, edition, person):
    own = own_programmes.keep(person, by_hand(made(edition, person)), "Twee uur")
    other = Client()
    stranger = User.objects.create_user("ander@example.org")
    other.force_login(stranger)
    assert other.get(f"{LIST}{own.ref}/").status_code == 404
    assert other.post(f"{LIST}{own.ref}/naam/", {"naam": "Weg"}).status_code == 404
    other.post(f"{LIST}{own.ref}/weg/")
    mine = belongings.SessionsOfAccount()
    assert "je eigen programma's" in mine.summary(person)
    (said,) = mine.export(person)["eigen programma's"]
    assert said["naam"] == "Twee uur"
    assert ["Naar buiten", "Jas mee."] in [one["zelf geschreven"] for one in said["stappen"]]
    assert mine.export(stranger)["eigen programma's"] == []
    person.delete()
    assert not OwnProgramme.objects.exists()


# The page.


def asked(**changes) -> dict:
    return kept(titel="Team Zuid") | wished(themas=["bejegening", "hoop"]) | changes


def test_on_the_page_it_is_shown_first_and_then_planned(client, edition, person):
    own = own_programmes.keep(person, by_hand(made(edition, person)), "Twee uur")
    here = f"{LIST}{own.ref}/"
    page = client.get(here).content.decode()
    assert "zoals bewaard" in page
    assert "Even lopen" in page
    shown = client.post(here, asked(minuten="90", doe="bekijk"))  # without scripts
    assert shown.status_code == 200
    assert "Even lopen" in shown.content.decode()
    assert not DialogueSession.objects.filter(title="Team Zuid").exists()
    part = client.post(here, asked(minuten="90"), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<h1" not in part.content.decode()
    assert "Even lopen" in part.content.decode()
    wrong = client.post(here, asked(contact="", doe="plan"))
    assert wrong.status_code == 422
    assert "Team Zuid" in wrong.content.decode()
    done = client.post(here, asked(doe="plan", mensen="9", ervaring="leidt"))
    session = DialogueSession.objects.get(title="Team Zuid")
    assert done["Location"] == url(session)
    assert (session.group_size, session.lived) == (9, "leads")
    assert session.steps.filter(title="Even lopen").exists()


def test_the_ways_to_it_stand_where_a_planner_is(client, edition, person):
    session = made(edition, person)
    assert url(session, "programma-bewaren/") in client.get(url(session)).content.decode()
    assert LIST not in client.get("/sessies/").content.decode()
    assert "Nog geen programma’s" in client.get(LIST).content.decode()
    own = own_programmes.keep(person, session, "Twee uur")
    assert LIST in client.get("/sessies/").content.decode()
    assert LIST in client.get("/sessies/nieuw/").content.decode()
    assert own.title in client.get(LIST).content.decode()


def test_a_method_that_became_a_kind_of_step_since_is_planned_as_that_kind(edition, person):
    session = made(edition, person)
    programmes.add_step(session, None, "Onze zin", 14, notes="Begin zelf.", kind="method:kring")
    own = own_programmes.keep(person, session, "Met een zin")
    for one in own.kept["steps"]:
        if one["made_of"] == "method:kring":
            one["made_of"] = "method:zinnenbouwer"  # before 'sentence' was there
    own.save()
    remade = as_planned(own)
    assert not remade.lost
    (found,) = [one for one in remade.programme.steps if one.kind == "sentence"]
    assert (found.title, found.minutes) == ("Onze zin", 14)
