"""One laptop that everybody sees: what its console would have told the room is not in it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content.document import AnswerForm
from sessions_app import custody, own_words, participation, results, running
from sessions_app.models import DialogueSession, Signal
from sessions_app.script import Note, StepContent
from tests.sessions_app.room import add_question, add_step, make_empty_session, people_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
SECRET = "Dit schreef iemand zomaar"


@pytest.fixture
def me() -> User:
    return User.objects.create_user("ik@example.org")


@pytest.fixture
def session(me) -> DialogueSession:
    """A room in a step that asks in words and on a scale; a colleague leads along."""
    session = make_empty_session()
    session.facilitators.create(user=me)
    said = StepContent(notes=(Note(heading="Zeg", text="Alleen voor wie leidt."),))
    step = add_step(session, content=said)
    add_question(step, AnswerForm.OPEN, text="Wat raakte je?")
    add_question(step, AnswerForm.SCALE, text="Hoe was het?")
    add_step(session, "together")
    add_step(session, "checkout", "einde")
    return session


@pytest.fixture
def browser(me) -> Client:
    client = Client()
    client.force_login(me)
    return client


def address(session: DialogueSession, name: str) -> str:
    return reverse(f"console:{name}", args=[session.ref])


def press(browser: Client, session: DialogueSession, name: str, **more: str):
    known = DialogueSession.objects.select_related("current").get(pk=session.pk)
    said = {"druk": name, "from_step": known.current.ref if known.current else "lobby"}
    return browser.post(address(session, "present"), said | more)


def page(browser: Client, session: DialogueSession) -> str:
    return browser.get(address(session, "present")).content.decode()


def questions(session: DialogueSession):
    return session.steps.first().questions.all()


def fill(session: DialogueSession, count: int) -> None:
    """So many answer both questions of the first step."""
    for number, person in enumerate(people_in(session, count)):
        worded, scaled = questions(session)
        person.send(worded, 1, waarde=f"{SECRET} {number}")
        person.send(scaled, 1, waarde="3")


def test_nothing_that_only_the_console_may_know_is_on_it(session, me, browser):
    fill(session, 9)
    running.close(session, session.current.ref)
    worded, _ = questions(session)
    running.read(session, worded.ref)
    step = session.steps.first()
    participation.signal(step, "a" * 48, Signal.Sort.PAUSE)
    participation.signal(step, "b" * 48, Signal.Sort.MORE_TIME)
    participation.tell_signals()
    own_words.write(me, {step.about: "Mijn eigen steekwoord"})
    colleague = User.objects.create_user("sam@example.org")
    custody.lead_along(custody.invite(session, me), colleague)
    console = browser.get(address(session, "lead")).content.decode()
    shown = page(browser, session)
    leaks = ["Alleen voor wie leidt", SECRET, "Mijn eigen steekwoord", "sam@example.org"]
    leaks += ["meer tijd", "pauze of hulp", 'class="console-programme"', "klaar om", "zijn klaar"]
    for leak in leaks:
        assert leak not in shown, leak
    for leak in leaks[:4]:  # and a projected console does tell
        assert leak in console, leak
    screen = browser.get(reverse("projector:show", args=[session.ref])).content.decode()
    frame = screen.partition('<section class="frame"')[2].partition("</section>")[0]
    assert frame in shown


def test_next_back_black_and_time_work_and_answer_with_nothing_of_the_console(session, browser):
    assert press(browser, session, "volgende")["Location"] == address(session, "present")
    session.refresh_from_db()
    assert session.running
    first = session.current
    for name in ("tijd", "zwart", "zwart", "volgende", "vorige"):
        reply = press(browser, session, name)
        assert (reply.status_code, reply["Location"]) == (302, address(session, "present")), name
    session.refresh_from_db()
    assert session.current == first
    assert not session.black
    late = press(browser, session, "volgende", from_step="elders")
    assert late.status_code == 409
    assert "Op een ander scherm" in late.content.decode()
    assert "Alleen voor wie leidt" not in late.content.decode()
    assert press(browser, session, "sluit-af").status_code == 404


def test_a_press_shows_the_totals_that_the_room_may_see_and_nobodys_words(session, browser):
    fill(session, 9)
    assert press(browser, session, "uitslag").status_code == 302
    shown = page(browser, session)
    assert "9 van de 9" in shown
    assert SECRET not in shown
    worded, scaled = questions(session)
    assert (worded.shown, scaled.shown) == (False, True)
    assert not worded.frozen
    again = press(browser, session, "uitslag")  # only words are left
    assert again.status_code == 409
    assert "Open antwoorden lees je eerst zelf" in again.content.decode()


def test_what_too_few_answered_stays_unseen_there_too(session, browser):
    fill(session, 4)
    refused = press(browser, session, "uitslag")
    assert refused.status_code == 409
    assert results.NOT_SHOWN in refused.content.decode()
    assert "van de 4" not in page(browser, session)


def test_the_film_is_led_from_it(session, browser):
    running.start(session)
    assert press(browser, session, "film-speel").status_code in (302, 409)  # no film in this step
    assert "Start de film" in page(browser, session)


def test_while_a_browser_presents_it_shows_no_console_and_no_code(session, me, browser):
    running.start(session)
    begun = browser.post(address(session, "presenting"), {"begin": "1"})
    assert begun["Location"] == address(session, "present")
    for name in ("lead", "hand_over"):
        assert browser.get(address(session, name))["Location"] == address(session, "present")
    code = browser.post(address(session, "hand_over"), {"voor": "collega"})
    assert code["Location"] == address(session, "present")
    assert not session.invites.exists()
    other = Client()
    other.force_login(me)  # on a phone one leads with everything
    assert other.get(address(session, "lead")).status_code == 200
    browser.post(address(session, "presenting"))
    assert browser.get(address(session, "lead")).status_code == 200
