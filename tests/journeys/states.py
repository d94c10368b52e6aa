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

from playwright.sync_api import Browser, Locator, Page, Route, expect

from content.passages import shipped_mirrors
from sessions_app import kinds
from tests.journeys import looks
from tests.journeys.room import PATIENCE, SETTLED
from tests.journeys.scenes import COMMAND
from tests.live.server import (
    ROOT,
    Server,
    database_with_tables,
    environment,
    free_port,
    scratch,
    start_server,
)

Act = Callable[[Page], None]
LOADED = "/geladen/"  # pages that no address leads to on purpose
DESK = ("desk", [(360, 800), (1366, 768)])
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


def _short_card(page: Page) -> None:
    page.click("#kaart-kort")
    expect(page.locator(".console")).to_have_attribute("data-cards", "short")


def _arrange(page: Page) -> None:
    page.get_by_role("link", name="Dek af of zet bij elkaar").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _arrange_without_scripts(page: Page) -> None:
    link = page.get_by_role("link", name="Dek af of zet bij elkaar").first
    page.goto(page.url.split("/sessies/")[0] + str(link.get_attribute("href")))


def _have_a_window(page: Page) -> None:
    """What fills the whole display can't be given another size."""
    page.wait_for_function("() => document.fullscreenElement")
    browser = page.context.new_cdp_session(page)
    window = browser.send("Browser.getWindowForTarget")["windowId"]
    bounds = {"windowId": window, "bounds": {"windowState": "normal"}}
    browser.send("Browser.setWindowBounds", bounds)
    browser.detach()


def _press(button: Locator) -> None:
    """Where the next page stands in the place of this one."""
    with button.page.expect_navigation():
        button.click()


def _submit_main(page: Page) -> None:
    _press(page.locator("main form button").first)


def _mail(address: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_label("E-mail").fill(address)
        _submit(page)

    return act


def _wrong_code(address: str) -> Act:
    def act(page: Page) -> None:
        if "/code/" not in page.url:  # this browser asked for one already
            _mail(address)(page)
        page.get_by_label("Code").fill("AAAA-AAAA")
        page.get_by_role("button", name="Ga verder").click()
        expect(page.locator("[data-error-summary]")).to_contain_text("Deze code klopt niet")

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


def _keep_nothing(page: Page) -> None:
    page.get_by_role("button", name="Bewaar deze sessie").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def _open_first_step(page: Page) -> None:
    page.locator(".step > summary").first.click()
    page.locator("#stap-erbij > summary").click()


def _open_first_method(page: Page) -> None:
    page.locator(".method .step > summary").first.click()


def _remove_a_step(page: Page) -> None:
    page.locator(".step > summary").nth(2).click()
    page.get_by_role("button", name=re.compile("^Haal .* weg$")).first.click()
    expect(page.get_by_text("is weggehaald.", exact=False)).to_be_visible()


def _ask_for_more(page: Page) -> None:
    page.locator("label.choice--pill", has_text="3 uur").first.click()
    expect(page.get_by_role("button", name="Verander het zo")).to_be_visible()


def _ask_for_nothing(page: Page) -> None:
    page.get_by_label("Hoe laat begint het?").fill("negen")
    page.get_by_role("button", name="Laat zien wat er verandert").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def _say_too_much(page: Page) -> None:
    page.get_by_label("Nog een vraag op de telefoon").fill("woord " * 40)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def _open_own(page: Page) -> None:
    page.get_by_text("Andere naam, of weg").click()


def _open_what_was_put_away(page: Page) -> None:
    for name in ("Archief", "Verwijderd"):
        page.locator(".session-aside > summary", has_text=name).click()


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
    link = page.locator("[data-link]")
    # A line that is being opened may still open, and then says so.
    expect(link).to_have_text("verbonden", timeout=PATIENCE)
    page.context.set_offline(True)
    expect(link).to_contain_text("geen verbinding", timeout=PATIENCE)


def _note(page: Page) -> None:
    page.locator(".phone-more--button > summary").last.click()


def _ask_for_another(page: Page) -> None:
    page.get_by_text("Liever ergens anders?").click()


def _deal_again(page: Page) -> None:
    page.get_by_text("Deel opnieuw").click()


def _look_away(page: Page) -> None:
    page.locator(".phone-more--button > summary").first.click()


def _pass_all(page: Page) -> None:
    while page.locator("[data-question]:visible").count():
        card = page.locator("[data-question]:visible")
        name = card.get_attribute("data-question")
        page.wait_for_function(SETTLED)
        card.get_by_label("Ik sla deze vraag over").check(force=True)
        expect(page.locator(f'[data-question="{name}"]')).to_be_hidden()
    expect(page.get_by_role("heading", name="Klaar. Leg je telefoon weg.")).to_be_visible()


def _open_totals(page: Page) -> None:
    page.locator("#totaal summary").click()


def _about_figures(page: Page) -> None:
    page.locator("#spiegel-over summary").click()


def _leave(page: Page) -> None:
    page.get_by_role("link", name="Ik ben klaar, wis deze telefoon").click()
    page.get_by_role("heading", name="Ben je klaar?").wait_for()


def _refused_form(page: Page) -> None:
    page.locator("input[name=csrfmiddlewaretoken]").first.evaluate("e => e.value = 'x'")
    _submit(page)


def _full(page: Page) -> None:
    expect(page.locator("[data-door=full]")).to_be_visible(timeout=PATIENCE)


def _look_on(page: Page) -> None:
    page.locator("#meer-knop").click()
    _press(page.get_by_role("button", name="Alleen meekijken"))
    expect(page.get_by_text("Je kijkt mee.")).to_be_visible()


def _stop_presenting(page: Page) -> None:
    page.get_by_text("Stop met presenteren").click()


def _make_link(page: Page) -> None:
    _press(page.get_by_role("button", name="Maak een link"))


def _menu(page: Page) -> None:
    page.locator("#meer-knop").click()


def _ask_for_a_new_code(page: Page) -> None:
    _menu(page)
    _dialog("nieuwe-code")(page)


def _start_screen(page: Page) -> None:
    page.get_by_role("button", name="Start het scherm").click()
    _have_a_window(page)


# Drawn as 'together', 'stance' or 'round' is, everywhere; the contract of kinds sees them there.
AS_OTHERS = {
    *("checkin", "lens", "stance-talk", "stance-again", "mirror-talk"),
    *("method", "sentence", "stand", "intent", "free", "roles"),
}
STEPS = tuple(key for key in kinds.keys(runs=True) if key not in AS_OTHERS)
# Every mirror on the stage; axe looks at one of each drawing, what is measured at all.
MIRRORS = [
    State(f"projector-mirror-{mirror.key}", f"mirror-{mirror.key}:projector", "lead", "stage")
    for mirror in shipped_mirrors()
]
DRAWN_ALIKE = ("waar", "gevolgen", "ons-team", "ik-en-wij")
SLIDES = range(6)  # as many as planning has time for

PUBLIC = [
    State("home", "/"),
    State("home-code-unreadable", "/?code=!!"),
    State("colophon", "/colofon/"),
    State("further", "/verder/"),
    State("warm-up", "/vooraf/hoop/"),
    State("privacy", "/privacy/"),
    State("accessibility", "/toegankelijkheid/"),
    State("components", "/componenten/", server="debug"),
    State("not-found", "/bestaat-niet/", status=404),
    *(
        State(f"loaded-{name}", f"{LOADED}{name}/")
        for name in ("400", "429", "500", "503", "ended")
    ),
    State("loaded-403_csrf", f"{LOADED}403_csrf/"),
]
ACCOUNT = [
    State("login", "/account/login/"),
    State("login-error", "/account/login/", act=_mail("geen adres")),
    State("login-code", "/account/login/", act=_mail("gespreksleider@voorbeeld.nl")),
    State("login-code-wrong", "/account/login/", act=_wrong_code("iemand@voorbeeld.nl")),
    State("account-email", "/account/email/", "newcomer"),
    State("account-2fa", "/account/2fa/", "newcomer"),
    State("account-2fa-key", "/account/2fa/webauthn/add/", "newcomer"),
    State("account-2fa-needed", "/beheer/", "half", status=403),
    State("on-phone", "on-phone"),
    State("on-phone-over", "/account/telefoon/x/", status=404),
    State("account-browsers", "/account/ingelogd/", "newcomer"),
    State("account-data", "/account/gegevens/", "lead"),
    State("account-leave", "/account/verwijderen/", "lead"),
    State("logout", "/account/logout/", "newcomer"),
]
WISH = "minuten=120&themas=hoop,bejegening&mensen=12&leidt=collega&gasten=geen&telefoons=ja&druk=1"
WISH_WITH_GUESTS = WISH.replace("gasten=geen", "gasten=beide")
PLANNER = [
    State("sessions-empty", "/sessies/", "newcomer"),
    State("sessions-empty-plain", "/sessies/?zelf", "newcomer"),
    State("sessions", "/sessies/", "regular"),
    State("plan-new", "/sessies/nieuw/"),
    State("plan-error", "/sessies/nieuw/", act=_plan_nothing),
    State("plan-preview", "/sessies/nieuw/", "lead", act=_choose_themes),
    State("programme", "planned:programme", "lead"),
    State("programme-open", "planned:programme", "lead", act=_open_first_step),
    State("methods", "planned:programme/werkvormen/", "lead", act=_open_first_method),
    State("programme-warning", "warned:programme", "lead"),
    State("programme-removed", "warned:programme", "lead", act=_remove_a_step),
    State("change", "planned:change", "lead"),
    State("change-shown", "planned:change", "lead", act=_ask_for_more),
    State("change-error", "planned:change", "lead", act=_ask_for_nothing),
    State("change-late", "ended:change", "lead", status=422),
    State("texts", "reworded:texts", "lead"),
    State("texts-error", "reworded:texts", "lead", act=_say_too_much),
    State("copy", "planned:copy", "lead"),
    State("own-programmes", "/sessies/programmas/", "lead", act=_open_own),
    State("plan-own", "own:plan", "lead"),
    State("along", "along:along", "lead", act=_make_link),
    State("invited", "along:invited", "lead"),
    State("given", "own:given", "lead"),
    State("delete", "planned:delete", "lead"),
    State("delete-ended", "ended:delete", "lead"),
    State("sessions-kept", "/sessies/", "regular", act=_open_what_was_put_away),
    State("wish", f"/sessies/nieuw/?{WISH}"),
    State("wish-change", f"/sessies/nieuw/?wijzig=1&{WISH}"),
    State("wish-letter", f"/sessies/nieuw/brief/?{WISH}"),
    State("wish-guests-letter", f"/sessies/nieuw/brief-gasten/?{WISH_WITH_GUESTS}"),
    State("wish-runsheet-short", f"/sessies/nieuw/draaiboek/?{WISH}&kaart=kort"),
    State("wish-runsheet", f"/sessies/nieuw/draaiboek/?{WISH}"),
    State("keep", f"/sessies/nieuw/bewaren/?{WISH}", "lead"),
    State("keep-error", f"/sessies/nieuw/bewaren/?{WISH}", "lead", act=_keep_nothing),
    State("programme-ended", "ended:programme", "lead"),
    State("give", "planned:give", "lead"),
    State("offer-over", "/sessies/aanbod/x/", "lead", status=404),
    State("runsheet", "planned:runsheet", "lead"),
    State("letter", "planned:letter", "lead"),
    State("letter-lived", "planned:programme/brief-ervaringsdeskundige/", "lead"),
    State("letter-phone-free", "phone-free:letter", "lead"),
    State("own-words", "planned:programme/eigen-woorden/", "lead"),
    State("room-test", "planned:programme/ruimtetest/", "lead"),
    State("room-test-letters", "/ruimtetest/scherm/", surface="stage"),
    State("room-test-phone", "/ruimtetest/telefoon/", surface="phone"),
    State("report", "ended:report", "lead"),
    State("report-team", "ended:team"),
    State("report-team-over", "/verslag/x/", status=404),
    State("report-drop-texts", "ended:report/teksten-wissen/", "lead"),
    State("insight", "/inzicht/", "lead"),
    State("insight-all", "/inzicht/", "editor"),
    State("report-few", "ended-few:report", "lead"),
    State("report-mirrors", "mirrors:report", "lead"),
    State("look-back", "ended:look-back", "lead"),
    State("look-back-few", "ended-few:look-back", "lead"),
    State("look-back-asked", "back-asked:look-back", "lead"),
    State("look-back-answered", "back-answered:look-back", "lead"),
    State("look-back-report", "back-answered:report", "lead"),
    State("look-back-together", "back-together:look-back", "lead"),
    State("look-back-programme", "back-planned:programme", "lead"),
    State("look-back-off", "back-off"),
    State("look-back-link", "back-asked:answers", surface="phone"),
    State("look-back-link-closed", "back-answered:answers", surface="phone"),
    State("look-back-link-nowhere", "/terugblik/geen/", surface="phone", status=404),
    State("report-not-yet", "planned:report", "lead"),
]
CONSOLE = [
    State("console-planned", "planned:console", "lead", "console"),
    State("console-lobby", "lobby:console", "lead", "console"),
    State("console-hand-over", "lobby:console/telefoon/", "lead"),
    State("console-hand-over-code", "lobby:console/telefoon/", "lead", act=_submit_main),
    State("console-lobby-few", "lobby-few:console", "lead", "console"),
    *(State(f"console-{kind}", f"kind-{kind}:console", "lead", "console") for kind in STEPS),
    State("console-few", "few:console", "lead", "console"),
    State("console-read", "read:console", "lead", "console"),
    State("console-closed", "closed:console", "lead", "console"),
    State("console-band", "band:console", "lead", "console"),
    State("console-texts-shown", "texts:console", "lead", "console"),
    State("console-arrange", "texts:console", "lead", "console", act=_arrange),
    State("arrange", "texts:console", "lead", act=_arrange_without_scripts),
    State("console-bars-shown", "bars:console", "lead", "console"),
    State("console-mirror-shown", "mirror-vormen:console", "lead", "console", act=_about_figures),
    State("console-behind", "behind:console", "lead", "console", act=_dialog("inhalen")),
    State("console-caught-up", "caught-up:console", "lead", "console"),
    State("catch-up", "behind:console/inhalen/", "lead"),
    State("console-black", "black:console", "lead", "console"),
    State("console-dealt", "dealt:console", "lead", "console", act=_deal_again),
    State("console-places", "dealt:places", "lead"),
    State("console-film-silent", "film-silent:console", "lead", "console"),
    State("console-film-over", "film-over:console", "lead", "console"),
    State("console-agreed", "agreed:console", "lead", "console"),
    State("console-phone-free", "phone-free:console", "lead", "console"),
    State("present", "along:console/presenteren/", "lead", "console", act=_stop_presenting),
    State("console-watching", "along:console", "lead", "console", act=_look_on),
    State("console-menu", "kind-together:console", "lead", "console", act=_menu),
    State("console-moments", "kind-together:console", "lead", "console", act=_dialog("moeilijk")),
    State("console-short", "kind-together:console", "lead", "console", act=_short_card),
    State("moments", "lobby:console/als-het-moeilijk-wordt/", "lead"),
    State("console-new-code", "lobby:console", "lead", "console", act=_ask_for_a_new_code),
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
    State("projector-twice", "twice:projector", "lead", "stage"),
    State("projector-bars-several", "bars-several:projector", "lead", "stage"),
    State("projector-bars-scale", "bars-scale:projector", "lead", "stage"),
    State("projector-band", "band:projector", "lead", "stage"),
    State("projector-texts", "texts:projector", "lead", "stage"),
    *(state for state in MIRRORS if not state.name.endswith(DRAWN_ALIKE)),
    State("projector-light-mirror", "mirror-vormen:projector", "lead", "stage", light=True),
    State("projector-agreed", "agreed:projector", "lead", "stage"),
    State("projector-phone-free", "phone-free:projector", "lead", "stage"),
    State("projector-aloud-harvest", "aloud-harvest:projector", "lead", "stage"),
    State("projector-aloud-evaluation", "aloud-evaluation:projector", "lead", "stage"),
    State("projector-dealt", "dealt:projector", "lead", "stage"),
    State("projector-light-dealt", "dealt:projector", "lead", "stage", light=True),
    State("projector-black", "black:projector", "lead", "stage"),
    State("projector-light", "kind-together:projector", "lead", "stage", light=True),
    State("projector-light-bars", "bars:projector", "lead", "stage", light=True),
    State("projector-light-slide", "slide-4:projector", "lead", "stage", light=True),
    State("projector-closing", "agreed-closing:projector", "lead", "stage"),
    State("projector-ended", "ended:projector", "lead", "stage"),
    *(
        State(f"reading-{name}", f"{name}:projector/lezen/", "lead")
        for name in (
            *("lobby", "kind-rules", "kind-poll", "kind-together", "kind-film", "agreed-closing"),
            *("slide-1", "slide-2", "slide-3", "bars", "texts", "band", "black", "ended"),
            "mirror-vormen",
        )
    ),
]
PHONE = [
    State("door-unknown", "/m/nergens000/", surface="phone", status=404),
    State("door-soon", "planned:link", surface="phone", status=403),
    State("door-closed", "door-closed:link", surface="phone", status=403),
    State("door-ended", "ended:link", surface="phone", status=404),
    State("door-full", "full:link", surface="phone", act=_full),
    State("phone-lobby", "lobby:phone", "phone", "phone"),
    *(State(f"phone-{kind}", f"kind-{kind}:phone", "phone", "phone") for kind in STEPS),
    State("phone-sentence", "kind-sentence:phone", "phone", "phone"),
    State("phone-several", "kind-several:phone", "phone", "phone"),
    State("phone-empty", "kind-before:phone", "phone", "phone", act=_send_nothing),
    State("phone-too-long", "kind-alone:phone", "phone", "phone", act=_type_long),
    State("phone-sent", "sent:phone", "phone", "phone"),
    State("phone-sent-text", "sent-text:phone", "phone", "phone"),
    State("phone-change", "sent:phone", "phone", "phone", act=lambda p: p.click("[data-change]")),
    State("phone-passed", "passed:phone", "phone", "phone"),
    State("phone-closed", "closed-scale:phone", "phone", "phone"),
    State("phone-closed-text", "read:phone", "phone", "phone"),
    State("phone-turns-done", "kind-evaluation:phone", "phone", "phone", act=_pass_all),
    State("phone-totals", "bars:phone", "phone", "phone", act=_open_totals),
    State("phone-totals-band", "band:phone", "phone", "phone", act=_open_totals),
    State("phone-totals-words", "texts:phone", "phone", "phone"),
    State("phone-totals-mirror", "mirror-vormen:phone", "phone", "phone", act=_open_totals),
    State("phone-leave", "kind-alone:phone", "phone", "phone", act=_leave),
    State("phone-film-note", "kind-film:phone", "phone", "phone", act=_note),
    State("phone-film-aside", "kind-film:phone", "phone", "phone", act=_look_away),
    State("phone-away", "away:phone", "phone", "phone"),
    State("phone-dealt", "dealt:phone", "phone", "phone", act=_ask_for_another),
    State("phone-dealt-writes", "dealt-writes:phone", "phone", "phone"),
    State("phone-pause-dialog", "kind-alone:phone", "phone", "phone", act=_dialog("pauze")),
    State("phone-pause", "kind-alone:phone/pauze/", "phone", "phone"),
    State("phone-answers", "sent:phone/antwoorden/", "phone", "phone"),
    State("phone-answers-none", "kind-alone:phone/antwoorden/", "phone", "phone"),
    State("phone-offline", "kind-alone:phone", "phone", "phone", act=_offline),
    State("phone-ended", "ended:phone", "phone", "phone"),
]
ADMIN = [
    State("admin", "/beheer/", "editor", "admin"),
    State("admin-slide-preview", "slide-preview", "editor", "admin"),
    State("admin-list", "/beheer/content/question/?purpose__exact=poll", "editor", "admin"),
    State("admin-rows", "slide-rows", "editor", "admin"),
    State("admin-linked-rows", "chapter-rows", "editor", "admin"),
    State("admin-editions", "/beheer/content/edition/", "editor", "admin"),
    State("admin-publish", "/beheer/content/edition/publiceren/", "editor", "admin"),
    State("admin-refused", "/beheer/", "lead", "admin", status=403),
    State("form-refused", "/account/login/", act=_refused_form),
]
FULLEST = [
    *(
        State(f"full-{kind.key}", f"full-{kind.key}:projector", "lead", "stage")
        for kind in kinds.ALL
        if kind.runs and kind.place and "slide" not in kind.needs  # slides are all below
    ),
    *(State(f"full-slide-{n}", f"full-slide-{n}:projector", "lead", "stage") for n in SLIDES),
    State("full-bars", "full-shown-bars:projector", "lead", "stage"),
    State("full-scale", "full-shown-scale:projector", "lead", "stage"),
    State("full-texts", "full-shown-texts:projector", "lead", "stage"),
    State("full-agreed", "full-agreed:projector", "lead", "stage"),
    State("full-closing", "full-closing:projector", "lead", "stage"),
    State("full-closing-few", "full-closing-few:projector", "lead", "stage"),
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
    database_url: str
    pages: dict[tuple[str, str, bool], Page] = field(default_factory=dict)
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
        page = self._page(state)
        if urlsplit(page.url).scheme.startswith("http"):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        width, height = state.sizes[0]
        page.set_viewport_size({"width": width, "height": height})
        address = self.address(state)
        if state.place.startswith(LOADED):
            page.route(address, self._load)
        response = page.goto(address)
        if state.place.startswith(LOADED):
            page.unroute_all()  # while anything is caught, nothing comes from the cache
        assert response is not None
        assert response.status == state.status, f"{state.name}: {response.status} {page.title()}"
        if page.locator("#frame[data-stream]").count():
            page.wait_for_function("() => document.readyState === 'complete'")
        if state.act:
            state.act(page)
        return page

    def leave(self, page: Page) -> None:
        """Let the browser be as it was.

        The page stays until the next visit, which goes there straight away: a blank one between
        them costs a process of its own.
        """
        page.context.set_offline(False)
        page.emulate_media(forced_colors="null")
        looks.usual_text(page)

    def stop(self) -> None:
        """Close the browsers and stop the servers."""
        for page in self.pages.values():
            page.context.close()
        for server in self.servers.values():
            server.stop()
        shutil.rmtree(self.collected, ignore_errors=True)

    def _page(self, state: State) -> Page:
        """The one page of this visitor: opening another for each visit costs more than a visit."""
        phone = state.surface == "phone"
        key = (state.visitor, "phone" if phone else "desk", state.light)
        if key not in self.pages:
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
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": self.servers["main"].url}
                    for name, value in self.visitors[state.visitor].items()
                ]
            )
            self.pages[key] = context.new_page()
            looks.serves_axe[self.pages[key]] = self.servers["main"].url
        return self.pages[key]

    def _load(self, route: Route) -> None:
        """A page that no address leads to on purpose, as its template draws it."""
        name = route.request.url.rstrip("/").rpartition("/")[2]
        route.fulfill(body=self.loaded[name], content_type="text/html")

    def _heard(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)


def open_house(browser: Browser) -> House:
    """A production server with every scene, and a developers' server on the same database."""
    database_url = database_with_tables()
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
    return House(servers, browser, *seen, own["COLLECTED"], database_url)
