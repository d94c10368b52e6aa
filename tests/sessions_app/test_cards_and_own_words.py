"""The facilitator's card in two forms, hard moments one press away, and words of one's own."""

import re

import pytest
from django.urls import reverse

from sessions_app import demo, own_words, plans, programmes, running
from sessions_app.belongings import SessionsOfAccount
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, OwnWords
from sessions_app.planning import Guests, Wish
from tests.sessions_app.room import make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
THEMES = ("hoop", "werkdruk")


def session(title: str = "Team Noord", **changes) -> DialogueSession:
    from django.utils import timezone

    known = {"minutes": 120, "themes": THEMES, "group_size": 12, "contact": "Anja"}
    wish = Wish(**(known | changes))
    return programmes.make_session(
        make_edition(), wish, title, timezone.now(), owner=demo.facilitator()
    )


@pytest.fixture
def leader(client):
    client.force_login(demo.facilitator())
    return client


def console(leader, one: DialogueSession) -> str:
    return leader.get(reverse("console:lead", args=[one.ref])).content.decode()


def test_hard_moments_are_one_press_away_in_every_step(leader):
    one = session()
    assert 'data-dialog-open="moeilijk"' in console(leader, one)
    running.start(one)
    for _ in range(one.steps.that_run().count()):
        page = console(leader, one)
        assert page.count('data-dialog-open="moeilijk"') == 1
        one.refresh_from_db()
        if not one.steps.that_run().filter(position__gt=one.current.position).exists():
            break
        running.advance(one, one.current.ref)


def test_a_moment_says_what_you_see_then_what_you_say_then_what_you_do(leader):
    one = session()
    page = leader.get(reverse("console:moments", args=[one.ref])).content.decode()
    first = page[page.index('<article class="moment">') :].split("</article>")[0]
    assert re.findall(r"<dt>([^<]+)</dt>", first) == [
        "Wat je ziet",
        "Wat je zegt",
        "Wat je daarna doet",
    ]
    titles = re.findall(r"<h2>([^<]+)</h2>", page)
    assert titles[:6] == [
        "Eén stem neemt het over",
        "&#x27;Bij ons niet&#x27;",
        "Iemand vertelt over eigen klachten",
        "Een leidinggevende neemt over",
        "Een kwetsende opmerking waar een cliënt bij zit",
        "Iemand vertelt over een misstand",
    ]


def test_the_short_card_is_remembered_for_who_chose_it(leader):
    one = session()
    assert 'data-cards="long"' in console(leader, one)
    leader.post(reverse("console:choose_cards", args=[one.ref]), {"kaart": "kort"})
    assert 'data-cards="short"' in console(leader, one)
    assert 'data-cards="short"' in console(leader, session("Een andere"))


def test_own_words_come_back_at_the_same_step_of_the_next_session(leader):
    first, second = session(), session("De volgende")
    address = reverse("planner:own_words", args=[first.ref])
    leader.post(address, {"bij-together:hoop": "Ik begin met mijn eigen voorbeeld."})
    assert OwnWords.objects.get().about == "together:hoop"
    assert (
        "eigen voorbeeld"
        in leader.get(reverse("planner:own_words", args=[second.ref])).content.decode()
    )
    for name in ("runsheet", "runsheet_pdf"):
        assert leader.get(reverse(f"planner:{name}", args=[second.ref])).status_code == 200
    sheet = leader.get(reverse("planner:runsheet", args=[second.ref])).content.decode()
    assert "Je eigen woorden" in sheet
    assert "eigen voorbeeld" in sheet


def test_own_words_are_kept_from_the_console_and_shown_at_their_step_only(leader):
    one = session()
    running.start(one)
    address = reverse("console:keep_words", args=[one.ref])
    leader.post(address, {"bij-welcome": "Vergeet de koffie niet."})
    page = console(leader, one)
    shown = re.search(r'<div class="field own-line" data-own="welcome"([^>]*)>', page)
    hidden = re.search(r'<div class="field own-line" data-own="together:hoop"([^>]*)>', page)
    assert "hidden" not in shown[1]
    assert "hidden" in hidden[1]
    frame = page[page.index('<section class="frame"') : page.index("</nav>")]
    assert "koffie" not in frame  # what is pushed to every screen of the facilitators


def test_a_colleague_who_leads_too_does_not_see_them(leader, client, django_user_model):
    one = session()
    own_words.write(demo.facilitator(), {"welcome": "Alleen voor mij."})
    colleague = django_user_model.objects.create_user("collega@voorbeeld.nl")
    one.facilitators.create(user=colleague)
    client.force_login(colleague)
    for name in ("console:lead", "planner:runsheet", "planner:own_words"):
        page = client.get(reverse(name, args=[one.ref])).content.decode()
        assert "Alleen voor mij." not in page


def test_an_empty_text_takes_the_earlier_one_away_and_a_long_one_is_refused(leader):
    one = session()
    user = demo.facilitator()
    own_words.write(user, {"welcome": "Eerst dit."})
    own_words.write(user, {"welcome": "  "})
    assert not OwnWords.objects.exists()
    with pytest.raises(Refused, match="10 tekens te lang"):
        own_words.write(user, {"welcome": "x" * (own_words.LONGEST + 10)})
    address = reverse("planner:own_words", args=[one.ref])
    answer = leader.post(address, {"bij-welcome": "y" * (own_words.LONGEST + 1)})
    assert answer.status_code == 422
    assert "y" * (own_words.LONGEST + 1) in answer.content.decode()


def test_own_words_go_out_and_away_with_the_account():
    user = demo.facilitator()
    own_words.write(user, {"slide:vormen": "Rustig vertellen."})
    exported = SessionsOfAccount().export(user)["eigen woorden"]
    assert exported == [{"bij": "slide:vormen", "tekst": "Rustig vertellen."}]
    user.delete()
    assert not OwnWords.objects.exists()


def test_the_run_sheet_has_short_cards_moments_and_what_to_do_before(leader):
    one = session()
    address = reverse("planner:runsheet", args=[one.ref])
    long = leader.get(address).content.decode()
    short = leader.get(address, {"kaart": "kort"}).content.decode()
    for page in (long, short):
        assert "Als het moeilijk wordt" in page
        assert "Vóór de dag" in page
    assert "Iedereen komt binnen en weet wat we doen" in long
    assert "Iedereen komt binnen en weet wat we doen" not in short
    assert len(short) < len(long)
    pdf = leader.get(reverse("planner:runsheet_pdf", args=[one.ref]), {"kaart": "kort"})
    assert pdf.content.startswith(b"%PDF")


def test_guests_get_a_letter_of_their_own(leader):
    one = session(guests=Guests.BOTH)
    page = leader.get(reverse("planner:guests_letter", args=[one.ref])).content.decode()
    for said in (
        "Wat je vertelt of niet",
        "patiëntenvertrouwenspersoon",
        "familievertrouwenspersoon",
        "Nee zeggen mag ook",
        "Je mag elke vraag",
    ):
        assert said in page
    pdf = leader.get(reverse("planner:guests_letter_pdf", args=[one.ref]))
    assert pdf.content.startswith(b"%PDF")
    assert (
        "Brief aan cliënten en naasten"
        in leader.get(reverse("planner:programme", args=[one.ref])).content.decode()
    )


def test_without_guests_there_is_no_such_letter(leader):
    one = session()
    assert leader.get(reverse("planner:guests_letter", args=[one.ref])).status_code == 404
    assert plans.of_session(one).guests_care <= {"none"}


def test_open_answers_say_that_they_can_go_on_the_screen(client):
    one = session(group_size=12)
    team = client.get("/privacy/").content.decode()
    assert "zonder naam op het scherm zetten" in team
    client.force_login(demo.facilitator())
    letter = client.get(reverse("planner:letter", args=[one.ref])).content.decode()
    assert "zonder naam op het scherm zetten" in letter.replace("\n", " ")
    assert "zonder naam op het scherm zetten" in one.says["open_antwoord"]
