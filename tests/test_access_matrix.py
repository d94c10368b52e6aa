"""Every address × every role, refusals included. An address that is not listed fails."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import LoginLink, User
from sessions_app import access, demo, own_programmes, own_steps, programmes
from sessions_app.models import DialogueSession

# Who may see what does not hang on which database it is.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

ROLES = ("nobody", "phone", "screen", "stranger", "facilitator", "along", "editor")
# 'nobody' has no cookie at all; 'phone' takes part; 'screen' holds the projector's key;
# 'stranger' leads another session; 'along' leads this one along with its owner, the 'facilitator';
# 'editor' is Phrenos staff.

IN = "200"  # a page, or a redirect that is the page's own answer (a code that leads on)
LOG_IN = "login"
GONE = "404"  # what one may not see does not exist
DONE = "302"  # the verb was carried out, or refused with a sentence on the page it leads to
REFUSED = "422"  # the page again, with a sentence
NO_GET = "405"


def everybody(answer: str) -> dict[str, str]:
    return dict.fromkeys(ROLES, answer)


ACCOUNT = dict.fromkeys(("nobody", "phone", "screen"), LOG_IN)
LEADS = {**everybody(GONE), **ACCOUNT}
OPEN = everybody(IN)


def leader(answer: str) -> dict[str, str]:
    """For who leads the session; who has no account is sent to log in."""
    return {**LEADS, "facilitator": answer, "along": answer}


def owner(answer: str) -> dict[str, str]:
    """For the session's owner only: for who leads it along there is no such page."""
    return {**LEADS, "facilitator": answer}


def shower(answer: str) -> dict[str, str]:
    """For who leads the session, and for who holds the screen's key."""
    return {**everybody(GONE), "screen": answer, "facilitator": answer, "along": answer}


GET, POST = "GET", "POST"
VERBS = (
    *(
        "open_door",
        "close_door",
        "new_code",
        "raise_seats",
        "go_phone_free",
        "start",
        "advance",
        "back",
    ),
    *("jump", "extend", "blacken", "lighten", "read", "show", "hide", "drop_agreement", "finish"),
    "close",
    "withdraw_screen",
    "leave_out",
    "show_again",
    "put_up",
    "take_down",
    "put_back",
    "keep_shown",
    "let_go",
    "reveal",
    "conceal",
    "catch_up",
    "undo_catching_up",
    "put_away",
    "wake",
    "count_down",
    "stop_counting",
    "film",
    "huddle",
    "places",
)
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("pages:home", GET): OPEN,
    ("pages:colophon", GET): OPEN,
    ("pages:further", GET): OPEN,
    ("pages:warm_up", GET): OPEN,
    ("pages:privacy", GET): OPEN,
    ("pages:accessibility", GET): OPEN,
    **{(f"room_test:{page}", GET): OPEN for page in ("everybody", "letters", "phone")},
    ("room_test:of_session", GET): leader(IN),
    ("pages:gallery", GET): everybody(GONE),  # developers only: DEBUG is off
    ("pages:desk", GET): {**everybody(DONE), **ACCOUNT},  # the back office asks for the rights
    ("accounts:signup", GET): everybody(LOG_IN),
    ("accounts:code", GET): everybody(LOG_IN),
    ("accounts:confirm_code", GET): {**everybody(DONE), **ACCOUNT},  # nobody asked for a code
    ("accounts:confirm_code", POST): {**everybody(DONE), **ACCOUNT},
    ("accounts:once", GET): everybody(GONE),  # DEBUG is off
    ("accounts:on_phone", GET): everybody(GONE),  # the link of the demo is another one
    ("accounts:on_phone", POST): everybody(GONE),
    **{
        (f"accounts:{page}", GET): {**OPEN, **ACCOUNT}
        for page in ("data", "data_file", "leave", "logged_in")
    },
    ("accounts:leave", POST): {**everybody(REFUSED), **ACCOUNT},  # nothing was typed
    ("accounts:end", POST): {**everybody(DONE), **ACCOUNT},
    ("operations:mail_state", GET): OPEN,  # says nothing of an address that is not asked about
    ("planner:sessions", GET): {**OPEN, **ACCOUNT},
    ("methods", GET): OPEN,
    ("planner:choose_method", GET): leader(IN),
    ("planner:choose_method", POST): leader(REFUSED),  # nothing chosen
    ("planner:keep_step", POST): leader(DONE),
    ("planner:drop_own_step", POST): leader(DONE),
    ("planner:keep_programme", GET): leader(IN),
    ("planner:keep_programme", POST): leader(REFUSED),  # without a name
    ("planner:own_programmes", GET): {**OPEN, **ACCOUNT},
    ("planner:plan_own", GET): owner(IN),
    ("planner:plan_own", POST): owner(IN),  # shown, not planned
    ("planner:rename_own", POST): owner(REFUSED),  # without a name
    ("planner:drop_own", POST): {**everybody(DONE), **ACCOUNT},  # what is gone stays gone
    ("planner:give_programme", GET): owner(IN),
    ("planner:give_programme", POST): owner(REFUSED),  # nobody looked it over
    ("planner:close_programme", POST): owner(DONE),
    ("planner:own_steps", GET): {**OPEN, **ACCOUNT},
    ("planner:drop_step", POST): {**everybody(DONE), **ACCOUNT},  # what is gone stays gone
    ("planner:give_step", GET): owner(IN),
    ("planner:give_step", POST): owner(REFUSED),
    ("planner:close_step", POST): owner(DONE),
    ("planner:given", GET): LEADS,  # the key leads nowhere
    ("planner:given", POST): LEADS,
    ("planner:new", GET): OPEN,
    ("planner:preview", GET): OPEN,
    ("planner:keep", GET): {**everybody(DONE), **ACCOUNT},  # to the form: no wish in the address
    ("planner:keep", POST): {**everybody(DONE), **ACCOUNT},
    **{
        (f"planner:{paper}", GET): everybody(DONE)
        for paper in (
            *("wish_runsheet", "wish_runsheet_pdf", "wish_letter", "wish_letter_pdf"),
            *("wish_evaluation_pdf", "wish_cards_pdf"),
            *("wish_guests_letter", "wish_guests_letter_pdf"),
            *("wish_whole_pdf", "wish_deck"),
            *("wish_lived_letter", "wish_lived_letter_pdf"),
        )
    },
    ("planner:programme", GET): leader(IN),
    ("planner:runsheet", GET): leader(IN),
    ("planner:runsheet_pdf", GET): leader(IN),
    ("planner:whole_pdf", GET): leader(IN),
    ("planner:deck", GET): leader(IN),
    ("planner:letter", GET): leader(IN),
    ("planner:guests_letter", GET): leader(GONE),  # no guests come
    ("planner:guests_letter_pdf", GET): leader(GONE),
    ("planner:own_words", GET): leader(IN),
    ("planner:own_words", POST): leader(DONE),
    ("planner:change", GET): leader(REFUSED),  # the session runs already
    ("planner:change", POST): leader(REFUSED),
    ("planner:texts", GET): leader(REFUSED),
    ("planner:texts", POST): leader(REFUSED),
    ("planner:module_texts", POST): leader(DONE),
    ("planner:copy", GET): leader(IN),
    ("planner:copy", POST): leader(REFUSED),  # nothing was filled in
    ("planner:delete", GET): owner(REFUSED),
    ("planner:delete", POST): owner(REFUSED),
    ("planner:take_back", POST): owner(DONE),
    ("planner:lived_letter", GET): leader(IN),
    ("planner:ask_lived", POST): leader(DONE),  # refused: the session runs already
    ("planner:mark_film", POST): leader(DONE),  # no such film: a sentence on the page
    ("planner:rehearse", POST): leader(DONE),  # refused: the session runs already
    ("planner:stop_rehearsal", POST): leader(DONE),
    ("planner:archive", POST): owner(DONE),
    ("planner:out_of_archive", POST): owner(DONE),
    ("planner:along", GET): leader(IN),
    ("planner:ask_along", POST): owner(REFUSED),  # nobody
    ("planner:invite_link", POST): owner(IN),
    ("planner:drop_invites", POST): owner(DONE),
    ("planner:withdraw_along", POST): owner(DONE),
    ("planner:stop_along", POST): leader(DONE),
    ("planner:invited", GET): LEADS,  # the key leads nowhere
    ("planner:invited", POST): {**everybody(DONE), **ACCOUNT},
    ("planner:give", GET): owner(IN),
    ("planner:give", POST): owner(REFUSED),  # to nobody
    ("planner:withdraw_offer", POST): owner(DONE),
    ("planner:offered", GET): LEADS,  # it is for another address
    ("planner:offered", POST): LEADS,
    ("planner:letter", POST): leader(REFUSED),  # the session runs already
    **{
        (f"planner:{paper}", GET): leader(IN)
        for paper in ("letter_pdf", "lived_letter_pdf", "evaluation_pdf", "cards_pdf")
    },
    **{
        (f"planner:{verb}", POST): leader(REFUSED)  # the session runs already
        for verb in (
            *("add", "rename", "set_minutes", "move", "move_part", "remove", "undo", "redo"),
        )
    },
    ("console:lead", GET): leader(IN),
    ("console:moments", GET): leader(IN),
    ("console:places", GET): leader(IN),
    **{("console:count_roles", method): leader(GONE) for method in (GET, POST)},  # no dialogue day
    ("console:catch_up", GET): leader(IN),
    ("console:choose_cards", POST): leader(DONE),
    ("console:watch", POST): leader(DONE),
    ("console:present", GET): leader(IN),
    ("console:present", POST): leader(GONE),  # no button was pressed
    ("console:presenting", POST): leader(DONE),
    ("console:keep_words", POST): leader(DONE),
    ("console:hand_over", GET): leader(IN),
    ("console:hand_over", POST): leader(IN),
    **{(f"console:{verb}", POST): leader(DONE) for verb in VERBS},
    **{("console:arrange", method): leader(DONE) for method in (GET, POST)},  # it is not there
    ("console:agree", POST): leader(REFUSED),  # nothing was written down
    ("projector:show", GET): shower(IN),
    ("projector:read", GET): shower(IN),
    ("projector:start_screen", POST): shower(DONE),
    # Who may speak is told that a film is another thing.
    ("projector:hear_film", POST): shower(REFUSED),
    ("participant:find", GET): everybody(DONE),
    ("participant:take_part", GET): OPEN,
    ("participant:pause", GET): {**everybody(GONE), "phone": IN},
    ("participant:answers", GET): {**everybody(GONE), "phone": IN},
    ("participant:leave", GET): {**everybody(GONE), "phone": IN},
    ("participant:huddle", GET): {**everybody(GONE), "phone": DONE},  # to the page
    ("participant:huddle", POST): everybody(GONE),  # no such wish
    ("participant:signal", POST): {**everybody(GONE), "phone": DONE},
    ("lookback:plan", GET): owner(DONE),  # to the page that says: after the end
    ("lookback:together", POST): owner(DONE),
    ("lookback:open_link", POST): owner(DONE),
    ("lookback:reminder", POST): owner(DONE),
    ("lookback:reminder_off", GET): everybody(GONE),  # the key in the e-mail is another one
    ("lookback:reminder_off", POST): everybody(GONE),
    ("lookback:by_link", GET): everybody(GONE),  # there is no link
    ("lookback:by_link", POST): everybody(GONE),
    ("report:report", GET): leader(IN),
    ("report:pdf", GET): leader(DONE),  # to the page that says: after the end
    ("report:sheet", GET): leader(DONE),
    ("report:calendar", GET): leader(IN),
    ("report:share", POST): owner(DONE),  # refused with a sentence on the page
    ("report:withdraw", POST): owner(DONE),
    ("report:drop_texts", GET): owner(DONE),
    ("report:drop_texts", POST): owner(DONE),
    **{  # the key leads nowhere
        (f"report:{page}", GET): everybody(GONE) for page in ("team", "team_pdf", "team_sheet")
    },
    ("insight:overview", GET): {**OPEN, **ACCOUNT},
    ("insight:own_csv", GET): {**OPEN, **ACCOUNT},
    ("insight:codebook_csv", GET): {**OPEN, **ACCOUNT},
    ("insight:all_csv", GET): {**everybody(GONE), **ACCOUNT, "editor": IN},
}
ELSEWHERE = ("admin:", "account_", "mfa_", "socialaccount_")  # Django's and allauth's own tests


@dataclass
class World:
    clients: dict[str, Client]
    arguments: dict[str, object]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[dict[str, DialogueSession]]:
    """A running session and a stranger's session; made once, left untouched."""
    with django_db_blocker.unblock():
        call_command("load_content", verbosity=0)
        sessions = {"live": demo.make("live")}
        other = demo.make("planned")
        other.facilitators.update(user=User.objects.create_user("vreemd@voorbeeld.nl"))
        User.objects.create_superuser("redactie@voorbeeld.nl")
        colleague = User.objects.create_user("collega@voorbeeld.nl")
        sessions["live"].facilitators.create(user=colleague, owner=False)
        own_programmes.keep(demo.facilitator(), sessions["live"], "Twee uur")
        step = programmes.add_step(demo.make("planned"), None, "Even lopen", 5)
        own_steps.keep(demo.facilitator(), step)
    yield sessions
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def world(made: dict[str, DialogueSession], db: None) -> World:
    """A browser for each role; what they change is rolled back."""
    session = made["live"]
    clients = {role: Client() for role in ROLES}
    clients["phone"].post(reverse("participant:take_part", args=[session.code]), {"gedrukt": "1"})
    clients["screen"].cookies[access.screen_cookie(session.ref)] = access.screen_key(session)
    for role, email in (
        ("stranger", "vreemd@voorbeeld.nl"),
        ("facilitator", demo.EMAIL),
        ("along", "collega@voorbeeld.nl"),
        ("editor", "redactie@voorbeeld.nl"),
    ):
        user = User.objects.get(email=email)
        clients[role].force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    step = session.current
    return World(
        clients,
        {
            "ref": session.ref,
            "step": step.ref,
            "question": step.questions.get(form="open").ref,
            "code": session.code,
            "agreement": "geen",
            "press": "speel",
            "wish": "deel",
            "offer": "geen",
            "own": session.facilitators.get(owner=True).user.own_programmes.get().ref,
            "kept": session.facilitators.get(owner=True).user.own_steps.get().ref,
            "text": "geen",
            "key": "geen",
            "theme": "hoop",
            "token": LoginLink.make(demo.facilitator()),
        },
    )


def addresses() -> list[tuple[str, list[str]]]:
    """Name and arguments of every address of ours."""

    def walk(patterns, names=""):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield f"{names}{pattern.name}", list(pattern.pattern.converters)
            elif isinstance(pattern, URLResolver):
                inner = f"{pattern.namespace}:" if pattern.namespace else ""
                if not str(pattern.pattern).startswith("account/social"):
                    yield from walk(pattern.url_patterns, names + inner)

    return [
        (name, converters)
        for name, converters in walk(get_resolver().url_patterns)
        if not name.startswith(ELSEWHERE) and not name.endswith("None")
    ]


def test_every_address_is_listed():
    listed = {name for name, _ in MATRIX}
    assert {name for name, _ in addresses()} == listed


def said(response) -> str:
    if response.status_code == 302 and "/account/login/" in response["Location"]:
        return LOG_IN
    return str(response.status_code)


ARGUMENTS = dict(addresses())


@pytest.mark.parametrize(("name", "method"), list(MATRIX), ids=lambda value: str(value))
def test_who_may_do_what(world: World, name: str, method: str):
    path = reverse(name, args=[world.arguments[argument] for argument in ARGUMENTS[name]])
    for role, expected in MATRIX[(name, method)].items():
        client = world.clients[role]
        if method == GET:
            response = client.get(path)
        else:
            response = client.post(path, {"from_step": world.arguments["step"], "soort": "pause"})
        assert said(response) == expected, f"{role} {method} {path}"


@pytest.mark.parametrize(
    "name", [name for name, method in MATRIX if method == POST and (name, GET) not in MATRIX]
)
def test_looking_never_changes_anything(world: World, name: str):
    path = reverse(name, args=[world.arguments[argument] for argument in ARGUMENTS[name]])
    assert said(world.clients["facilitator"].get(path)) == NO_GET
