"""A film in the room: the console leads it, the screen shows it and says where it is."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Locator, Page, expect

from tests.journeys.room import PATIENCE, SCREEN, Room, step_of, wait_for_step
from tests.live.server import FILMS

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only, pytest.mark.xdist_group("keyboard")]

OWN = Path(__file__).with_name("film.webm")  # two minutes of a square that moves
SUBTITLES = "WEBVTT\n\n00:00.000 --> 00:15.000\nDit staat eronder.\n"
YOUTUBE = "https://www.youtube-nocookie.com/**"
# Stands for YouTube: what its IFrame API says and hears, as documented, without a film. It answers
# by name to each command, so that the page it stands in can be asked what it heard.
PLAYER = """<!doctype html><title>Film</title><script>
  const wrong = WRONG;
  let at = 132;
  const say = (message) => parent.postMessage(JSON.stringify({ id: 1, ...message }), "*");
  const become = (state) => {
    say({ event: "onStateChange", info: state });
    say({ event: "infoDelivery", info: { currentTime: at, playerState: state } });
  };
  window.heard = [];
  addEventListener("message", ({ data }) => {
    const said = JSON.parse(data);
    if (said.event === "listening") {
      if (window.ready) return;
      window.ready = true;
      say({ event: "onReady" });
      if (wrong) say({ event: "onError", info: wrong });
      else become(1);
      return;
    }
    heard.push([said.func, ...(said.args ?? [])].join(" "));
    if (said.func === "playVideo") become(1);
    if (said.func === "pauseVideo") become(2);
    if (said.func === "seekTo") at = said.args[0];
  });
</script>"""


@pytest.fixture
def console(room: Room) -> Page:
    """The console, at the first film, without any screen."""
    links = json.loads(room.manage("demo", "--stage", "live", "--json"))
    page = room.person().new_page()
    page.goto(links["login_url"])
    page.goto(links["console_url"])
    line = page.locator(".console-step", has_text="Film: ").first
    line.locator("summary").click()
    line.get_by_role("button").click()
    expect(line).to_have_attribute("aria-current", "step")
    return page


@pytest.fixture
def own_file(console: Page, room: Room) -> Iterator[None]:
    """The film of this step as a file of our own."""
    screen = room.person().request  # a screen by its link, to ask which film it is
    page = screen.get(link_of(console)).text()
    youtube = page.partition('data-film="')[2].partition('"')[0]
    shutil.copy(OWN, FILMS / f"{youtube}.webm")
    (FILMS / f"{youtube}.vtt").write_text(SUBTITLES)
    yield
    for file in FILMS.iterdir():
        file.unlink()


def link_of(console: Page) -> str:
    """The link for the computer at the beamer."""
    return console.locator("#schermlink").get_attribute("value") or ""


def screen_of(room: Room, console: Page, started: bool = True) -> Page:
    """That computer, with a press on it, which browsers want before sound."""
    page = room.person(SCREEN).new_page()
    page.goto(link_of(console))
    if started:
        page.mouse.click(900, 20)
    return page


def panel(console: Page) -> Locator:
    return console.locator(".console-film")


def press(console: Page, name: str) -> None:
    panel(console).get_by_role("button", name=name).click()


def video(screen: Page, what: str) -> str:
    """A JavaScript expression about the film that plays, to wait for."""
    return f"() => {{ const v = document.querySelector('video'); return v && {what}; }}"


def test_the_console_leads_our_own_film_and_the_clock_begins_with_it(
    console: Page, room: Room, own_file: None
):
    said = panel(console)
    expect(said).to_contain_text("Er is geen scherm dat de film kan tonen", timeout=PATIENCE)
    screen = screen_of(room, console)
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url))
    expect(said).to_contain_text("De film staat klaar op het scherm", timeout=PATIENCE)
    expect(screen.locator(".stage-film-note")).to_contain_text("Deze film kan je raken")
    expect(console.locator(".console-time")).to_have_text("9:00")

    press(console, "Start de film")
    expect(said).to_contain_text("De film speelt op het scherm", timeout=PATIENCE)
    expect(console.locator(".console-time")).not_to_have_text("9:00")
    screen.wait_for_function(video(screen, "v.currentTime > 1 && !v.paused"))
    assert screen.evaluate(video(screen, "v.textTracks[0].mode")) == "showing"
    assert not [url for url in asked if "youtube" in url]

    press(console, "Zet stil")
    expect(said).to_contain_text("De film staat stil.", timeout=PATIENCE)
    screen.wait_for_function(video(screen, "v.paused"))
    press(console, "Zachter")
    press(console, "Ondertitels uit")
    screen.wait_for_function(video(screen, "Math.round(v.volume * 100) === 80"))
    screen.wait_for_function(video(screen, "v.textTracks[0].mode === 'hidden'"))
    press(console, "10 tellen terug")
    screen.wait_for_function(video(screen, "v.currentTime === 0 && v.paused"))

    # A screen that loads again has lost its press: the console says so, and one press repairs it.
    press(console, "Start de film")
    screen.wait_for_function(video(screen, "v.currentTime > .2 && !v.paused"))
    screen.reload()
    expect(said).to_contain_text("Druk daar op ‘Speel de film’", timeout=PATIENCE)
    screen.get_by_role("button", name="Speel de film").click()
    expect(said).to_contain_text("De film speelt op het scherm", timeout=PATIENCE)
    screen.evaluate(
        "() => { const v = document.querySelector('video'); v.currentTime = v.duration - 0.5; }"
    )
    expect(said).to_contain_text("De film is afgelopen.", timeout=PATIENCE)
    expect(screen.locator("video")).to_have_count(0)
    step = step_of(console)
    said.get_by_role("button", name="Verder: ").click()
    expect(console.locator(".frame")).not_to_have_attribute("data-step", step)
    wait_for_step(screen, step_of(console))


def test_a_press_on_the_screen_itself_does_the_same_and_two_screens_never_play_both(
    console: Page, room: Room, own_file: None
):
    first, second = screen_of(room, console), screen_of(room, console)
    expect(second.locator("[data-film-other]")).to_be_visible()
    first.get_by_role("button", name="Speel de film").click()
    expect(panel(console)).to_contain_text("De film speelt op het scherm")
    expect(panel(console).get_by_role("button", name="Zet stil")).to_be_visible()
    second.get_by_role("button", name="Speel de film").click()
    second.wait_for_function(video(second, "!v.paused"))
    expect(first.locator("video")).to_have_count(0)
    expect(first.locator("[data-film-other]")).to_be_visible()


def ranged(screen: Page, address: str, asked: str, **more: str) -> APIResponse:
    return screen.request.get(address, headers={"Range": asked, **more})


def test_the_file_comes_in_ranges_for_screens_of_this_session_only(
    console: Page, room: Room, own_file: None
):
    screen = screen_of(room, console)
    film = screen.locator("[data-film-video]")
    address = film.get_attribute("data-film-video") or ""
    whole = OWN.read_bytes()
    got = screen.request.get(address)
    assert (got.status, got.body()) == (200, whole)
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["content-type"] == "video/webm"
    for asked, begin, end in (
        ("bytes=0-1", 0, 1),
        ("bytes=100-", 100, len(whole) - 1),
        ("bytes=-7", len(whole) - 7, len(whole) - 1),
        ("bytes=5-9999999", 5, len(whole) - 1),
    ):
        part = ranged(screen, address, asked)
        assert part.status == 206, asked
        assert part.headers["content-range"] == f"bytes {begin}-{end}/{len(whole)}"
        assert part.body() == whole[begin : end + 1]
    past = ranged(screen, address, f"bytes={len(whole)}-")
    assert (past.status, past.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    same = {"If-Range": got.headers["etag"]}
    assert ranged(screen, address, "bytes=0-1", **same).status == 206
    assert ranged(screen, address, "bytes=0-1", **{"If-Range": '"ander"'}).status == 200
    head = screen.request.head(address)
    assert (head.status, head.body()) == (200, b"")
    assert head.headers["content-length"] == str(len(whole))
    assert screen.request.post(address).status == 405
    subtitles = film.get_attribute("data-film-subtitles") or ""
    assert screen.request.get(subtitles).text() == SUBTITLES
    assert screen.request.get(address.replace(step_of(screen), "geen")).status == 404
    stranger = room.person().request
    assert stranger.get(address).status == 404


def stand_in(screen: Page, wrong: str = "0") -> None:
    page = PLAYER.replace("WRONG", wrong)
    screen.route(YOUTUBE, lambda route: route.fulfill(body=page, content_type="text/html"))


def test_youtubes_player_is_led_by_its_own_commands(console: Page, room: Room):
    screen = screen_of(room, console)
    stand_in(screen)
    said = panel(console)
    expect(said).to_contain_text("De film staat klaar", timeout=PATIENCE)
    assert len(screen.frames) == 1, "nobody pressed, so YouTube is asked for nothing"
    press(console, "Start de film")
    expect(said).to_contain_text("De film speelt op het scherm", timeout=PATIENCE)
    press(console, "Zet stil")
    expect(said).to_contain_text("De film staat stil.", timeout=PATIENCE)
    press(console, "Zachter")
    press(console, "Ondertitels uit")
    expect(said).to_contain_text(re.compile(r"2:1\d van 8:30"))
    press(console, "10 tellen terug")
    expect(said).to_contain_text(re.compile(r"2:0\d van 8:30"))
    player = screen.frames[1]
    player.wait_for_function("() => heard.some((one) => /^seekTo 12\\d true$/.test(one))")
    assert "cc_lang_pref=nl" in player.url
    heard = player.evaluate("heard")
    assert {"pauseVideo", "setVolume 80", "unloadModule captions"} <= set(heard)


def test_where_youtube_refuses_the_console_says_what_else_there_is(console: Page, room: Room):
    screen = screen_of(room, console)
    stand_in(screen, wrong="150")
    said = panel(console)
    press(console, "Start de film")
    expect(said).to_contain_text("YouTube speelt deze film hier niet", timeout=PATIENCE)
    link = said.get_by_role("link", name="in een nieuw tabblad").first
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=i5KsO6CzURE")
    expect(screen.locator("iframe")).to_have_count(0)
    expect(screen.get_by_role("button", name="Speel de film")).to_be_visible()
    said.get_by_text("Speelt de film niet via dit scherm?").click()
    press(console, "De film loopt")
    expect(console.locator(".console-time")).not_to_have_text("9:00")


def test_where_the_network_holds_youtube_back_the_console_says_so(console: Page, room: Room):
    screen = screen_of(room, console)
    screen.route(YOUTUBE, lambda route: route.abort())
    expect(panel(console)).to_contain_text("De film staat klaar")
    press(console, "Start de film")
    expect(panel(console)).to_contain_text("laat dit netwerk YouTube niet door", timeout=PATIENCE)
    expect(screen.locator(".stage-film-line").last).to_contain_text("De gespreksleider start")


# -- the phones meanwhile -----------------------------------------------------------------------

KEPT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]"


def test_who_does_not_look_along_reads_on_the_phone_and_nobody_hears_of_it(
    console: Page, room: Room
):
    phone = phone_of(room, console)
    expect(phone.locator("#frame")).to_contain_text("Deze film kan je raken")
    expect(phone.locator("[data-link]")).to_have_text("verbonden")
    before = phone.evaluate(KEPT)
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.method))
    phone.get_by_text("Ik kijk deze film niet mee").click()
    expect(phone.get_by_text("Niemand ziet dat je dit opende.")).to_be_visible()
    expect(phone.locator(".phone-list").get_by_text("Bron: ").first).to_be_visible()
    assert "POST" not in sent
    assert phone.evaluate(KEPT) == before, "the phone does not remember it either"

    # Phones go dark and keep what they had; who needs the phone has it back.
    phone.get_by_text("Ik wil iets voor mezelf noteren").click()
    phone.get_by_label("Mijn notitie").fill("Alleen voor mij")
    console.get_by_role("button", name="Telefoons weg").click()
    expect(phone.get_by_role("heading", name="Leg je telefoon even weg.")).to_be_visible()
    expect(phone.get_by_text("Ik kijk deze film niet mee")).to_be_hidden()
    expect(phone.get_by_role("link", name="Even pauze of hulp")).to_be_visible()
    phone.get_by_role("button", name="Ik heb mijn telefoon nodig").click()
    expect(phone.get_by_label("Mijn notitie")).to_have_value("Alleen voor mij")
    console.get_by_role("button", name="Telefoons weer aan").click()
    expect(console.get_by_role("button", name="Telefoons weg")).to_be_visible()


def phone_of(room: Room, console: Page) -> Page:
    """A phone that joins by the code."""
    page = room.phone()
    page.goto(f"/m/{console.locator('.console-code').inner_text().replace(' ', '')}/")
    expect(page.get_by_role("heading", name="De film begint")).to_be_visible()
    return page
