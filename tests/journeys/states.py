"""Every page and state of the product: where it is, who sees it, and what is done to get there.

The tests of accessibility and the gallery go through this one list. `open_house` starts a server as
in production (DEBUG off, collected files) with every session that the states need.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.room import PATIENCE
from tests.journeys.scenes import COMMAND
from tests.live.server import (
    ROOT,
    Server,
    environment,
    free_port,
    new_database,
    scratch,
    start_server,
)

Act = Callable[[Page], None]
DESK = ("desk", [(360, 800), (1366, 768), (1920, 1080)])
STAGE = ("stage", [(1280, 720), (1920, 1080), (3840, 2160)])


@dataclass(frozen=True)
class State:
    """One page in one state. `place` is an address, or the name of a scene of `scenes.py`."""

    name: str
    place: str
    visitor: str = "nobody"
    surface: str = "desk"  # desk, console, phone, stage or admin
    act: Act | None = None
    light: bool = False  # the stage in a bright room
    status: int = 200
    server: str = "main"  # 'debug' for what only developers see

    @property
    def sizes(self) -> list[tuple[int, int]]:
        return (STAGE if self.surface == "stage" else DESK)[1]


def _mail(address: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_label("E-mail").fill(address)
        _submit(page)

    return act


def _submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form").first.evaluate(
            "form => { form.noValidate = true; form.requestSubmit(); }"
        )


def _choose_themes(page: Page) -> None:
    for theme in ("Bejegening", "Hoop"):
        page.locator("label.theme-tile, label", has_text=theme).first.click()
    expect(page.locator("#programma")).to_contain_text("Check-out")


def _plan_nothing(page: Page) -> None:
    page.get_by_label("Met hoeveel mensen").fill("1")
    page.get_by_role("button", name="Maak dit programma").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def _open_first_step(page: Page) -> None:
    page.locator(".step > summary").first.click()
    page.locator("#stap-erbij > summary").click()


def _remove_a_step(page: Page) -> None:
    page.locator(".step > summary").nth(2).click()
    page.get_by_role("button", name=re.compile("^Haal .* weg$")).first.click()
    expect(page.get_by_role("button", name="Zet terug")).to_be_visible()


def _dialog(opener: str) -> Act:
    def act(page: Page) -> None:
        page.locator(f"[data-dialog-open={opener}]").first.click()
        expect(page.locator(f"dialog#{opener}")).to_be_visible()

    return act


def _send_nothing(page: Page) -> None:
    page.locator("[data-send]").first.click()
    expect(page.locator("[data-error]").first).not_to_be_empty()


def _type_long(page: Page) -> None:
    page.locator("textarea[name=waarde]").first.fill("woord " * 350)


def _offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-link]")).to_contain_text("geen verbinding", timeout=PATIENCE)


def _note(page: Page) -> None:
    page.locator(".phone-more--button > summary").click()


def _refused_form(page: Page) -> None:
    page.locator("input[name=csrfmiddlewaretoken]").first.evaluate("e => e.value = 'x'")
    _submit(page)


def _guess(page: Page) -> None:
    for number in range(90):  # at most thirty a minute, and a new minute may begin meanwhile
        if page.request.get(f"/m/nergens{number:03}/").status == 429:
            page.goto("/m/nergens999/")
            return
    raise AssertionError("guessing codes was never stopped")


def _start_screen(page: Page) -> None:
    page.get_by_role("button", name="Start het scherm").click()


STEPS = (
    *("welcome", "checkin", "rules", "slide", "poll", "film", "alone", "together", "break"),
    *("harvest", "evaluation", "checkout", "free"),
)
SLIDES = range(8)

PUBLIC = [
    State("home", "/"),
    State("home-code-unreadable", "/?code=!!"),
    State("colophon", "/colofon/"),
    State("privacy", "/privacy/"),
    State("accessibility", "/toegankelijkheid/"),
    State("components", "/componenten/", server="debug"),
    State("not-found", "/bestaat-niet/", status=404),
    *(State(f"loaded-{name}", f"/geladen/{name}/") for name in ("400", "429", "500", "ended")),
    State("loaded-403_csrf", "/geladen/403_csrf/"),
]
ACCOUNT = [
    State("login", "/account/login/"),
    State("login-error", "/account/login/", act=_mail("geen adres")),
    State("login-code", "/account/login/", act=_mail("gespreksleider@voorbeeld.nl")),
    State("signup", "/account/signup/"),
    State("signup-code", "/account/signup/", act=_mail("iemand@voorbeeld.nl")),
    State("account-email", "/account/email/", "newcomer"),
    State("account-2fa", "/account/2fa/", "newcomer"),
    State("logout", "/account/logout/", "newcomer"),
]
PLANNER = [
    State("sessions-empty", "/sessies/", "newcomer"),
    State("sessions-empty-plain", "/sessies/?zelf", "newcomer"),
    State("sessions", "/sessies/", "regular"),
    State("plan-new", "/sessies/nieuw/"),
    State("plan-error", "/sessies/nieuw/", act=_plan_nothing),
    State("plan-preview", "/sessies/nieuw/", "lead", act=_choose_themes),
    State("programme", "planned:programme", "lead"),
    State("programme-open", "planned:programme", "lead", act=_open_first_step),
    State("programme-warning", "warned:programme", "lead"),
    State("programme-removed", "warned:programme", "lead", act=_remove_a_step),
    State("programme-draft", "draft:programme", "drafter"),
    State("programme-ended", "ended:programme", "lead"),
    State("runsheet", "planned:runsheet", "lead"),
    State("letter", "planned:letter", "lead"),
    State("letter-phone-free", "phone-free:letter", "lead"),
    State("report", "ended:report", "lead"),
    State("report-few", "ended-few:report", "lead"),
    State("report-not-yet", "planned:report", "lead"),
]
CONSOLE = [
    State("console-planned", "planned:console", "lead", "console"),
    State("console-lobby", "lobby:console", "lead", "console"),
    State("console-lobby-few", "lobby-few:console", "lead", "console"),
    *(State(f"console-{kind}", f"kind-{kind}:console", "lead", "console") for kind in STEPS),
    State("console-few", "few:console", "lead", "console"),
    State("console-read", "read:console", "lead", "console"),
    State("console-texts-shown", "texts:console", "lead", "console"),
    State("console-bars-shown", "bars:console", "lead", "console"),
    State("console-black", "black:console", "lead", "console"),
    State("console-agreed", "agreed:console", "lead", "console"),
    State("console-phone-free", "phone-free:console", "lead", "console"),
    State("console-finish", "kind-checkout:console", "lead", "console", act=_dialog("afsluiten")),
    State("console-ended", "ended:console", "lead", "console"),
]
PROJECTOR = [
    State("projector-start", "planned:projector", "lead", "stage"),
    State("projector-waiting", "planned:projector", "lead", "stage", act=_start_screen),
    State("projector-other-computer", "planned:screen", surface="stage"),
    State("projector-lobby", "lobby:projector", "lead", "stage", act=_start_screen),
    *(State(f"projector-{kind}", f"kind-{kind}:projector", "lead", "stage") for kind in STEPS),
    *(State(f"projector-slide-{n}", f"slide-{n}:projector", "lead", "stage") for n in SLIDES),
    State("projector-bars", "bars:projector", "lead", "stage"),
    State("projector-bars-several", "bars-several:projector", "lead", "stage"),
    State("projector-bars-scale", "bars-scale:projector", "lead", "stage"),
    State("projector-texts", "texts:projector", "lead", "stage"),
    State("projector-agreed", "agreed:projector", "lead", "stage"),
    State("projector-phone-free", "phone-free:projector", "lead", "stage"),
    State("projector-aloud-harvest", "aloud-harvest:projector", "lead", "stage"),
    State("projector-aloud-evaluation", "aloud-evaluation:projector", "lead", "stage"),
    State("projector-black", "black:projector", "lead", "stage"),
    State("projector-light", "kind-together:projector", "lead", "stage", light=True),
    State("projector-light-bars", "bars:projector", "lead", "stage", light=True),
    State("projector-light-slide", "slide-4:projector", "lead", "stage", light=True),
    State("projector-ended", "ended:projector", "lead", "stage"),
]
PHONE = [
    State("door-unknown", "/m/nergens000/", surface="phone", status=404),
    State("door-soon", "planned:phone", surface="phone", status=403),
    State("door-closed", "door-closed:phone", surface="phone", status=403),
    State("door-ended", "ended:phone", surface="phone", status=404),
    State("phone-lobby", "lobby:phone", "phone", "phone"),
    *(State(f"phone-{kind}", f"kind-{kind}:phone", "phone", "phone") for kind in STEPS),
    State("phone-several", "kind-several:phone", "phone", "phone"),
    State("phone-empty", "kind-checkin:phone", "phone", "phone", act=_send_nothing),
    State("phone-too-long", "kind-alone:phone", "phone", "phone", act=_type_long),
    State("phone-sent", "sent:phone", "phone", "phone"),
    State("phone-sent-text", "sent-text:phone", "phone", "phone"),
    State("phone-change", "sent:phone", "phone", "phone", act=lambda p: p.click("[data-change]")),
    State("phone-passed", "passed:phone", "phone", "phone"),
    State("phone-closed", "closed-scale:phone", "phone", "phone"),
    State("phone-closed-text", "read:phone", "phone", "phone"),
    State("phone-film-note", "kind-film:phone", "phone", "phone", act=_note),
    State("phone-pause-dialog", "kind-alone:phone", "phone", "phone", act=_dialog("pauze")),
    State("phone-pause", "kind-alone:phone/pauze/", "phone", "phone"),
    State("phone-answers", "sent:phone/antwoorden/", "phone", "phone"),
    State("phone-answers-none", "kind-alone:phone/antwoorden/", "phone", "phone"),
    State("phone-offline", "kind-alone:phone", "phone", "phone", act=_offline),
    State("phone-ended", "ended:phone", "phone", "phone"),
    State("door-too-many", "/m/nergens000/", surface="phone", act=_guess, status=404),
]
ADMIN = [
    State("admin", "/beheer/", "editor", "admin"),
    State("admin-slide-preview", "slide-preview", "editor", "admin"),
    State("admin-editions", "/beheer/content/edition/", "editor", "admin"),
    State("admin-publish", "/beheer/content/edition/publiceren/", "editor", "admin"),
    State("admin-refused", "/beheer/", "lead", "admin", status=403),
    State("form-refused", "/account/login/", act=_refused_form),
]
FULLEST = [
    *(State(f"full-{kind}", f"full-{kind}:projector", "lead", "stage") for kind in STEPS[:3]),
    *(State(f"full-{kind}", f"full-{kind}:projector", "lead", "stage") for kind in STEPS[4:12]),
    *(State(f"full-slide-{n}", f"full-slide-{n}:projector", "lead", "stage") for n in SLIDES),
    State("full-bars", "full-shown-bars:projector", "lead", "stage"),
    State("full-scale", "full-shown-scale:projector", "lead", "stage"),
    State("full-texts", "full-shown-texts:projector", "lead", "stage"),
    State("full-agreed", "full-agreed:projector", "lead", "stage"),
]
ALL = [*PUBLIC, *ACCOUNT, *PLANNER, *CONSOLE, *PROJECTOR, *PHONE, *ADMIN]


@dataclass
class House:
    """The servers with every scene in them, and a browser for each kind of visitor."""

    servers: dict[str, Server]
    browser: Browser
    places: dict[str, str]
    visitors: dict[str, dict[str, str]]
    loaded: dict[str, str]
    collected: str  # the folder of the static files
    contexts: dict[tuple[str, str, bool], BrowserContext] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def address(self, state: State) -> str:
        """The whole address of a state."""
        scene, slash, rest = state.place.partition("/")
        path = state.place if not scene else self.places[scene] + rest
        if scene and slash and "?" not in path and not path.endswith("/"):
            path += "/"
        return self.servers[state.server].url + path

    def visit(self, state: State) -> Page:
        """A page in this state, at the state's first size."""
        page = self._context(state).new_page()
        width, height = state.sizes[0]
        page.set_viewport_size({"width": width, "height": height})
        response = page.goto(self.address(state))
        assert response is not None
        assert response.status == state.status, f"{state.name}: {response.status} {page.title()}"
        if page.locator("#frame[data-stream]").count():
            page.wait_for_function("document.readyState === 'complete'")
        if state.act:
            state.act(page)
        return page

    def leave(self, page: Page) -> None:
        """Close the page; the next visitor finds nothing of it."""
        context = page.context
        context.set_offline(False)
        if urlsplit(page.url).scheme.startswith("http"):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()

    def stop(self) -> None:
        """Close the browsers and stop the servers."""
        for context in self.contexts.values():
            context.close()
        for server in self.servers.values():
            server.stop()
        shutil.rmtree(self.collected, ignore_errors=True)

    def _context(self, state: State) -> BrowserContext:
        phone = state.surface == "phone"
        key = (state.visitor, "phone" if phone else "desk", state.light)
        if key not in self.contexts:
            context = self.browser.new_context(
                locale="nl-NL",
                timezone_id="Europe/Amsterdam",
                base_url=self.servers["main"].url,
                has_touch=phone,
                reduced_motion="reduce",
            )
            context.set_default_timeout(PATIENCE)
            context.on("weberror", lambda error: self.faults.append(str(error.error)))
            context.on("console", self._heard)
            if state.light:
                context.add_init_script(
                    "if (location.protocol !== 'about:') localStorage.setItem('scherm-licht', '1')"
                )
            context.route("**/geladen/*/", self._load)
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": self.servers["main"].url}
                    for name, value in self.visitors[state.visitor].items()
                ]
            )
            self.contexts[key] = context
        return self.contexts[key]

    def _load(self, route: Route) -> None:
        """A page that no address leads to on purpose, as its template draws it."""
        name = route.request.url.rstrip("/").rpartition("/")[2]
        route.fulfill(body=self.loaded[name], content_type="text/html")

    def _heard(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)


def open_house(browser: Browser) -> House:
    """A production server with every scene, and a developers' server on the same database."""
    database_url = new_database()
    port = free_port()
    own = {
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "tests.journeys.collected_settings",
        "COLLECTED": str(scratch("collected")),
    }
    around = environment(database_url, port, **own)
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=around, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    servers = {
        "main": start_server(database_url, port, **own),
        "debug": start_server(database_url),
    }
    seen = (made["places"], made["visitors"], made["loaded"])
    return House(servers, browser, *seen, collected=own["COLLECTED"])
