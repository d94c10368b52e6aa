"""A film led from the console: what is pressed, what the screen says, and the step's clock."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.document import Film
from content.files import read
from content.passages import SHIPPED
from sessions_app import access, bus, running, screening, surfaces
from sessions_app.errors import Refused, Stale
from sessions_app.models import DialogueSession, Screening
from sessions_app.planning import Wish, plan
from sessions_app.screening import Said
from sessions_app.script import StepContent
from tests.sessions_app.room import add_question, add_step, make_empty_session

pytestmark = pytest.mark.django_db

FILM = Film(number=7, title="Hoop", youtube="hoop1234567", seconds=275, content_note="Let op.")
State = Screening.State


@pytest.fixture
def session() -> DialogueSession:
    """A room at a film."""
    session = make_empty_session()
    add_step(session, "film", content=StepContent(film=FILM), title="Film: Hoop", minutes=5)
    add_question(add_step(session, "alone"))
    running.start(session)
    return session


def film(session: DialogueSession) -> Screening:
    return Screening.objects.get(step=session.current)


def ref(session: DialogueSession) -> str:
    assert session.current is not None
    return session.current.ref


def says(session: DialogueSession, state: str, position: int = 0, **changes) -> bool:
    """The screen speaks, having carried out all that was pressed."""
    shown = screening.of(session)
    known = {"screen": "beamer", "round": shown.round if shown else 0}
    said = Said(state=state, position=position, **(known | changes))
    return screening.hear(session, ref(session), said)


def earlier(session: DialogueSession, seconds: int) -> None:
    """What the screen said last, it said so long ago."""
    ago = timezone.now() - timedelta(seconds=seconds)
    Screening.objects.filter(step=session.current).update(heard_at=ago)


def test_the_steps_clock_begins_with_the_film(session):
    DialogueSession.objects.update(step_started_at=timezone.now() - timedelta(seconds=90))
    session.refresh_from_db()
    says(session, State.READY)
    screening.play(session, ref(session))
    assert surfaces.seconds_left(session) == 300, "a press is no film yet: the clock stands still"
    assert surfaces.render(session.ref, surfaces.CONSOLE).seconds_left is None
    says(session, State.PLAYING)
    assert 290 < (surfaces.seconds_left(session) or 0) <= 300
    assert surfaces.render(session.ref, surfaces.CONSOLE).seconds_left is not None
    film_of = session.current
    running.advance(session, ref(session))
    film_of.refresh_from_db()
    assert film_of.ran_seconds >= 90, "the time before the film was spent in this step too"


def test_a_film_that_stands_still_or_goes_on_sends_no_phone_a_frame(session):
    says(session, State.PLAYING)
    version = session.version
    says(session, State.PAUSED, 20)
    says(session, State.PLAYING, 20)
    session.refresh_from_db()
    assert session.version == version


def test_a_film_that_runs_outside_the_screen_has_its_clock_too(session):
    DialogueSession.objects.update(step_started_at=timezone.now() - timedelta(seconds=90))
    session.refresh_from_db()
    screening.elsewhere(session, ref(session))
    assert surfaces.render(session.ref, surfaces.CONSOLE).seconds_left is not None
    assert 290 < (surfaces.seconds_left(session) or 0) <= 300
    version = session.version
    screening.elsewhere(session, ref(session))
    assert session.version == version


def test_pressing_and_answering_of_the_screen(session):
    screening.play(session, ref(session))
    assert film(session).plays
    says(session, State.PLAYING, 60)
    screening.pause(session, ref(session))
    says(session, State.PLAYING, 61, round=1)  # sent before the press came
    assert not film(session).plays
    says(session, State.PAUSED, 61)
    assert screening.position(film(session)) == 61
    says(session, State.PLAYING, 61)  # pressed on the player itself
    assert film(session).plays


def test_ten_seconds_back_twice_is_twenty_also_before_the_screen_hears_of_it(session):
    says(session, State.PLAYING, 60)
    screening.rewind(session, ref(session))
    screening.rewind(session, ref(session))
    assert (film(session).at, film(session).jump_round) == (40, 2)
    assert film(session).plays
    says(session, State.PLAYING, 41)
    assert screening.position(film(session)) == 41
    says(session, State.PLAYING, 5)
    screening.rewind(session, ref(session))
    assert film(session).at == 0


def test_where_it_is_goes_on_between_two_words_of_the_screen_and_never_past_the_end(session):
    says(session, State.PLAYING, 60)
    earlier(session, 4)
    assert screening.position(film(session)) == 64
    says(session, State.PLAYING, 274)
    earlier(session, 9)
    assert screening.position(film(session)) == 275
    says(session, State.PAUSED, 100)
    earlier(session, 9)
    assert screening.position(film(session)) == 100


def test_volume_and_subtitles_are_kept_and_move_nothing(session):
    for _ in range(7):
        screening.softer(session, ref(session))
    screening.uncaption(session, ref(session))
    shown = film(session)
    assert (shown.volume, shown.captions, shown.round) == (20, False, 0)
    for _ in range(7):
        screening.louder(session, ref(session))
    screening.caption(session, ref(session))
    assert (film(session).volume, film(session).captions) == (100, True)


def test_one_window_shows_it_and_another_only_after_a_press_there_or_silence(session):
    assert says(session, State.PLAYING, 10)
    assert not says(session, State.READY, screen="tweede")
    assert film(session).screen == "beamer"
    assert says(session, State.READY, 10, screen="tweede", pressed=True)
    assert not says(session, State.PLAYING, 11)
    earlier(session, 60)
    assert says(session, State.READY, 10)


def test_a_film_is_of_its_own_session(session):
    other = make_empty_session()
    add_step(other, "film", content=StepContent(film=FILM))
    running.start(other)
    says(session, State.PLAYING, 60)
    assert (screening.of(other).state, screening.of(other).position) == (State.UNHEARD, 0)
    assert screening.clock_waits(other)
    assert not screening.clock_waits(session)
    screening.pause(other, ref(other))
    assert film(session).plays
    add_question(add_step(other, "alone"))
    running.advance(other, ref(other))
    running.back(other, ref(other))
    shown = film(session)
    assert (shown.plays, shown.began, shown.state) == (True, True, State.PLAYING)


def test_of_a_screen_that_fell_silent_nobody_knows_how_far_it_went_on(session):
    says(session, State.PLAYING, 60)
    earlier(session, 26)
    assert screening.position(film(session)) == 60


def test_a_press_goes_on_where_it_stood_and_a_restart_plays(session):
    says(session, State.PAUSED, 60)
    screening.play(session, ref(session))
    assert (film(session).plays, film(session).jump_round) == (True, 0)
    screening.pause(session, ref(session))
    screening.restart(session, ref(session))
    assert (film(session).plays, film(session).at, film(session).jump_round) == (True, 0, 3)


def test_louder_is_a_fifth_and_nothing_beside_the_film_counts_as_a_press_on_it(session):
    for _ in range(7):
        screening.softer(session, ref(session))
    volumes = []
    for _ in range(5):
        screening.louder(session, ref(session))
        volumes.append(film(session).volume)
    assert volumes == [40, 60, 80, 100, 100]
    screening.caption(session, ref(session))
    screening.elsewhere(session, ref(session))
    assert film(session).round == 0


def test_who_presses_on_the_screen_itself_has_the_last_word(session):
    screening.play(session, ref(session))
    says(session, State.PAUSED, 5, round=0, pressed=True)  # before the screen heard of the press
    assert not film(session).plays
    assert film(session).heard_round == 1


def test_a_screen_carries_out_no_press_that_nobody_made(session):
    screening.play(session, ref(session))
    says(session, State.PAUSED, 5, round=99)
    assert film(session).heard_round == 1
    assert not film(session).plays


def test_consoles_hear_of_a_press_and_of_another_window(session, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(bus, "tally", told.append)
    screening.play(session, ref(session))
    assert told == [session.ref]
    says(session, State.PLAYING, 1)
    says(session, State.PLAYING, 2)
    assert len(told) == 2  # where it is, is no news
    says(session, State.PLAYING, 3, screen="tweede", pressed=True)
    assert len(told) == 3


def test_a_screen_that_fell_silent_is_not_there(session):
    assert not screening.is_there(screening.of(session))
    says(session, State.READY)
    assert screening.is_there(film(session))
    earlier(session, 26)
    assert not screening.is_there(film(session))


def test_a_film_that_is_over_begins_again_at_a_press(session):
    says(session, State.PLAYING, 270)
    says(session, State.ENDED, 275)
    assert not film(session).plays
    screening.play(session, ref(session))
    assert (film(session).plays, screening.position(film(session))) == (True, 0)
    screening.restart(session, ref(session))
    assert film(session).at == 0


def test_coming_back_to_a_film_waits_where_it_was(session):
    says(session, State.PLAYING, 80)
    running.advance(session, ref(session))
    running.back(session, ref(session))
    shown = film(session)
    assert (shown.plays, screening.position(shown)) == (False, 80)
    assert (shown.at, shown.round, shown.jump_round) == (80, 1, 1), "so goes a screen that was away"
    assert (shown.state, shown.began, shown.heard_at) == (State.UNHEARD, False, None)
    assert surfaces.render(session.ref, surfaces.CONSOLE).seconds_left is None
    assert not screening.is_there(shown)


def test_of_another_step_nothing_is_noted_and_nothing_pressed(session):
    before = ref(session)
    running.advance(session, before)
    assert not screening.hear(session, before, Said("beamer", State.PLAYING, 3, 0))
    assert not Screening.objects.exists()
    with pytest.raises(Stale):
        screening.play(session, before)
    with pytest.raises(Refused, match="geen film"):
        screening.play(session, ref(session))
    assert screening.of(session) is None
    assert not screening.hear(session, ref(session), Said("beamer", State.PLAYING, 3, 0))
    assert not Screening.objects.exists()


def test_what_a_screen_says_of_the_film_before_is_not_said_of_this_one(session):
    other = add_step(session, "film", content=StepContent(film=FILM))
    before = ref(session)
    running.jump(session, before, other.ref)
    assert not screening.hear(session, before, Said("beamer", State.PLAYING, 200, 0))
    assert screening.of(session).state == State.UNHEARD
    assert screening.clock_waits(session)


def test_before_the_start_and_after_the_end_no_film_is_shown(session):
    planned = make_empty_session()
    step = add_step(planned, "film", content=StepContent(film=FILM))
    ended = ref(session)
    running.finish(session)
    for each, at in ((planned, step.ref), (session, ended)):
        assert screening.of(each) is None
        assert not screening.clock_waits(each)
        assert not screening.hear(each, at, Said("beamer", State.PLAYING, 3, 0))


def test_the_clock_of_a_step_for_a_film_that_has_none_runs():
    session = make_empty_session()
    add_step(session, "film")
    running.start(session)
    assert not screening.clock_waits(session)


def test_a_press_reaches_the_screen_with_the_counters_and_no_phone(session):
    version = session.version
    screening.play(session, ref(session))
    screening.softer(session, ref(session))
    says(session, State.READY)
    session.refresh_from_db()
    assert session.version == version
    asked = surfaces.render_tally(session.ref, surfaces.PROJECTOR, 0)
    assert 'data-plays="1"' in asked
    assert 'data-volume="80"' in asked
    assert 'data-round="1"' in asked
    assert 'data-plays="1"' in surfaces.render(session.ref, surfaces.PROJECTOR).html
    assert "film" not in surfaces.render_tally(session.ref, surfaces.PARTICIPANT, 0)


SENTENCES = {
    State.READY: "staat klaar op het scherm",
    State.PLAYING: "speelt op het scherm",
    State.PAUSED: "De film staat stil.",
    State.ENDED: "De film is afgelopen.",
    State.SILENT: "laat dit netwerk YouTube niet door",
    State.REFUSED: "YouTube speelt deze film hier niet",
    State.PRESS: "wil eerst een druk op het scherm zelf",
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("state", SENTENCES)
def test_the_console_says_what_the_screen_does(session, state):
    says(session, state, 130)
    for html in (
        surfaces.render(session.ref, surfaces.CONSOLE).html,
        surfaces.render_tally(session.ref, surfaces.CONSOLE, 0),
    ):
        assert SENTENCES[state] in html
        assert ">2:10</span> van" in html
        assert "4:35" in html
        assert ("Verder: " in html) == (state == State.ENDED)
        assert ("www.youtube-nocookie.com" in html) == (state in (State.SILENT, State.REFUSED))


@pytest.mark.sqlite_only
def test_the_console_says_when_no_screen_is_there(session):
    assert "Er is geen scherm" in surfaces.render(session.ref, surfaces.CONSOLE).html


def test_nothing_of_it_is_left_after_the_end(session):
    other = make_empty_session()
    add_step(other, "film", content=StepContent(film=FILM))
    running.start(other)
    for each in (session, other):
        says(each, State.PLAYING, 10)
    running.finish(session)
    assert Screening.objects.get().step == other.current


# -- over HTTP --------------------------------------------------------------------------------


@pytest.mark.sqlite_only
def test_a_screen_by_its_link_says_where_its_film_is(client: Client, session):
    address = reverse("projector:hear_film", args=[session.ref])
    said = {"stap": ref(session), "screen": "beamer", "state": "playing", "position": 12}
    said["round"] = 0
    assert client.post(address, said).status_code == 404
    client.get(
        reverse("projector:show", args=[session.ref]), {"sleutel": access.screen_key(session)}
    )
    assert client.post(address, said).json() == {"toont": True}
    assert film(session).position == 12
    assert client.post(address, {**said, "screen": "tweede"}).json() == {"toont": False}
    for wrong in (
        {"state": "danst"},
        {"position": "-1"},
        {"position": "1" * 30},
        {"screen": "<b>"},
    ):
        assert client.post(address, {**said, **wrong}).status_code == 422
    press = reverse("console:film", args=[session.ref, "pauze"])
    assert client.post(press, {"from_step": ref(session)}).status_code == 302
    assert film(session).plays, "a screen leads nothing"


@pytest.mark.sqlite_only
def test_the_facilitator_presses(client: Client, session, django_user_model):
    user = django_user_model.objects.create_user("leidt@voorbeeld.nl")
    session.facilitators.create(user=user)
    client.force_login(user)
    for press in screening.PRESSES:
        address = reverse("console:film", args=[session.ref, press])
        reply = client.post(address, {"from_step": ref(session)}, headers={"HX-Request": "true"})
        assert reply.status_code == 200, press
    stale = client.post(address, {"from_step": "een-andere"}, headers={"HX-Request": "true"})
    assert stale.status_code == 409
    assert client.post(reverse("console:film", args=[session.ref, "dans"])).status_code == 404


# -- phones away, and the time on the screen --------------------------------------------------


def test_phones_go_dark_and_a_step_that_asks_something_wakes_them(session):
    running.put_away(session, True)
    dark = surfaces.render(session.ref, surfaces.PARTICIPANT).html
    assert "data-awake>" in dark
    assert '<h1 tabindex="-1">Leg je telefoon even weg.</h1>' in dark
    running.advance(session, ref(session))
    assert not session.phones_away
    assert "data-awake>" not in surfaces.render(session.ref, surfaces.PARTICIPANT).html


def test_phones_stay_dark_where_nothing_is_asked_until_they_are_woken():
    session = make_empty_session()
    add_step(session, "together")
    add_step(session, "together")
    running.start(session)
    running.put_away(session, True)
    running.advance(session, ref(session))
    assert session.phones_away
    running.put_away(session, False)
    assert not session.phones_away
    running.put_away(session, True)
    running.go_phone_free(session)
    assert not session.phones_away, "nobody could wake them any more"


def test_without_phones_or_a_room_nothing_goes_dark():
    session = make_empty_session()
    add_step(session, "together")
    with pytest.raises(Refused, match="nog niet begonnen"):
        running.put_away(session, True)
    running.go_phone_free(session)
    running.start(session)
    with pytest.raises(Refused, match="zonder telefoons"):
        running.put_away(session, True)
    assert "Telefoons weg" not in surfaces.render(session.ref, surfaces.CONSOLE).html


@pytest.mark.sqlite_only
def test_the_time_stands_large_while_people_talk_and_may_be_taken_off():
    session = make_empty_session()
    add_step(session, "together")
    running.start(session)
    screen = surfaces.render(session.ref, surfaces.PROJECTOR).html
    assert '<span class="stage-foot-clock is-large" data-clock' in screen
    running.count_down(session, False)
    screen = surfaces.render(session.ref, surfaces.PROJECTOR).html
    assert '<span class="stage-foot-clock" hidden data-clock' in screen


# -- who does not look along ------------------------------------------------------------------


@pytest.mark.sqlite_only
def test_who_does_not_look_along_reads_something_and_nobody_is_told():
    """What is read came with the step, the same for all: there is nothing to send."""
    made = plan(read(SHIPPED), Wish(minutes=120, themes=("hoop",), group_size=12, contact="Anja"))
    content = next(step.content for step in made.steps if step.kind == "film")
    session = make_empty_session()
    add_step(session, "film", content=content)
    running.start(session)
    html = surfaces.render(session.ref, surfaces.PARTICIPANT).html
    assert content.film.content_note in html
    part = html[html.index("Ik kijk deze film niet mee") : html.index("Ik wil iets voor mezelf")]
    assert content.aside in part
    assert content.reading
    for fact in content.reading:
        assert fact.text in part
        assert all(caution in part for caution in fact.cautions)
    assert not any(word in part for word in ("<form", "<button", "href=", "data-signal", "name="))
