"""A program beside the server that works on the same database, as `manage.py` does.

Run as a module it takes one JSON command a line and answers each with one line of JSON; `Hands`
is the other end of that.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

FACILITATOR = "leider@example.org"


class Hands:
    """Commands to a process of its own, on a database of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.live.hands"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __call__(self, command: str, *arguments):
        """Do one command; AssertionError when it went wrong there."""
        self._process.stdin.write(json.dumps([command, *arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"{command}: the helping process ended"
        answer = json.loads(line)
        assert "wrong" not in answer, answer["wrong"]
        return answer["right"]

    def stop(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def prepare(shipped: bool = False) -> None:
    """Tables, an edition (that of the tests, or what the product brings) and a facilitator."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from msgspec import to_builtins

    from content.files import read
    from content.models import Edition, Module
    from tests.factories import make_document

    if "django_migrations" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    fixtures = settings.BASE_DIR / "fixtures" / "bij-nader-inzien"
    document = read(fixtures) if shipped else make_document()
    module, new = Module.objects.get_or_create(slug=document.slug, defaults={"name": "Module"})
    if new:
        Edition.objects.create(module=module, number=1, document=to_builtins(document))
        get_user_model().objects.create_user(FACILITATOR)


def session(
    minutes: int = 120,
    themes: tuple = ("hoop", "werkdruk"),
    people: int = 12,
    extra_seats: int = 10_000,
) -> dict:
    """A planned session of the facilitator: refs, code, and every step with its questions.

    There is place for any crowd, unless `extra_seats` says otherwise.
    """
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from content.models import Edition
    from sessions_app import codes, programmes
    from sessions_app.planning import Wish

    wish = Wish(minutes=minutes, themes=tuple(themes), group_size=people, contact="Sam")
    owner = get_user_model().objects.get(email=FACILITATOR)
    made = programmes.make_session(
        Edition.objects.get(), wish, "Proef", timezone.now() + timedelta(minutes=5), owner
    )
    made.extra_seats = extra_seats
    made.save(update_fields=["extra_seats"])
    steps = [
        {
            "ref": step.ref,
            "kind": step.kind,
            "questions": [
                {"ref": q.ref, "form": q.form, "options": [o.key for o in q.script.options]}
                for q in step.questions.all()
                if q.sent
            ],
        }
        for step in made.steps.exclude(kind="slack")
    ]
    code = made.codes.get().code
    return {"ref": made.ref, "code": code, "key": codes.key(code), "steps": steps}


def ask_several(ref: str, kind: str = "poll", number: int = 0) -> str:
    """The n-th step of this kind asks the poll with several answers; the step's public id."""
    from sessions_app.models import DialogueSession
    from tests.sessions_app import room

    return room.ask_several(DialogueSession.objects.get(ref=ref), kind, number).ref


def seats(ref: str, count: int) -> list[dict]:
    """The cookies of so many phones that are in."""
    from sessions_app import participation, pens
    from sessions_app.models import DialogueSession

    found = DialogueSession.objects.get(ref=ref)
    secrets = [pens.new_secret() for _ in range(count)]
    for secret in secrets:
        participation.join(found, secret, returning=True)
    return [{pens.cookie_name(ref): pens.seal(ref, secret)} for secret in secrets]


def verb(name: str, ref: str, *arguments) -> int:
    """One verb of `running`; the version after it."""
    from sessions_app import running
    from sessions_app.models import DialogueSession

    found = DialogueSession.objects.get(ref=ref)
    getattr(running, name)(found, *arguments)
    found.refresh_from_db()
    return found.version


def go_to(ref: str, step: str) -> int:
    """Make this the current step, from wherever the session is; starts it when needed."""
    from sessions_app import running
    from sessions_app.models import DialogueSession

    found = DialogueSession.objects.get(ref=ref)
    if found.planned:
        running.start(found)
    found.refresh_from_db()
    if found.current.ref != step:
        running.jump(found, found.current.ref, step)
    found.refresh_from_db()
    return found.version


def state(ref: str) -> dict:
    """Phase, version, current step and how many joined."""
    from sessions_app.models import DialogueSession

    found = DialogueSession.objects.get(ref=ref)
    return {
        "phase": found.phase,
        "version": found.version,
        "step": found.current.ref if found.current else None,
        "joined": found.participants.count(),
    }


def room_for(more: int) -> None:
    """So many places more in every session, for who comes in again and again."""
    from sessions_app.models import DialogueSession

    DialogueSession.objects.update(extra_seats=more)


def answers(ref: str) -> list:
    """Every stored answer: question, state and value."""
    from sessions_app.models import Answer

    found = Answer.objects.filter(question__step__session__ref=ref)
    return list(map(list, found.values_list("question__ref", "state", "value")))


def screen_key(ref: str) -> str:
    """The key in the link for another computer."""
    from sessions_app import access
    from sessions_app.models import DialogueSession

    return access.screen_key(DialogueSession.objects.get(ref=ref))


def answered(ref: str) -> list[int | None]:
    """Of every question, how many answers were kept as counts."""
    from sessions_app.models import StepQuestion

    found = StepQuestion.objects.filter(step__session__ref=ref)
    return [q.answered for q in found if q.asking.counted]


def login() -> dict:
    """The cookies of a browser in which the facilitator is logged in."""
    from django.conf import settings
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.get(email=FACILITATOR)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key}


def manage(name: str, *arguments: str) -> str:
    """A command of `manage.py`, in this process; what it said."""
    from io import StringIO

    from django.core.management import call_command

    said = StringIO()
    call_command(name, *arguments, stdout=said)
    return said.getvalue()


def look_back(answered: int = 9) -> str:
    """The key of a link that so many of eleven answered, of a session five weeks ago."""
    from django.utils import timezone

    from sessions_app import demo
    from sessions_app.lookback import by_link
    from sessions_app.models import DialogueSession

    made = demo.make("ended", participants=11, themes=("hoop",), minutes=60)
    ended = timezone.now() - timedelta(weeks=5)
    DialogueSession.objects.filter(pk=made.pk).update(ended_at=ended)
    row = by_link.open_link(made, timezone.localdate() + timedelta(days=7))
    for person in range(answered):
        chosen = {q.ref: q.script.options[person % 3].key for q in row.questions.all()}
        by_link.answer(row, str(person), chosen)
    return str(row.key)


def pass_last_day(key: str) -> None:
    """Let the last day of a look-back be over."""
    from django.utils import timezone

    from sessions_app.models import LookBack

    over = timezone.now() - timedelta(minutes=1)
    LookBack.objects.filter(key=key).update(closes_at=over)


def another_day() -> None:
    """As if every code so far was given days ago: an account is given so many in a day."""
    from django.utils import timezone

    from sessions_app.models import JoinCode

    JoinCode.objects.update(given_at=timezone.now() - timedelta(days=2))


def counts() -> dict:
    """How many rows there are of what no copy may hold, and of sessions."""
    from django.contrib.sessions.models import Session

    from sessions_app.models import Answer, DialogueSession, HeldSeat, Participant, Signal

    models = (Answer, DialogueSession, HeldSeat, Participant, Session, Signal)
    return {model.__name__: model.objects.count() for model in models}


def bring_back(name: str) -> None:
    """Fill the empty database with that of an earlier release."""
    from tests.operations import releases

    releases.bring_back(name)


def columns() -> dict[str, list[str]]:
    """What every table has."""
    from tests.operations import releases

    return releases.columns()


def sessions() -> dict[str, list[str]]:
    """The refs of all sessions, by phase."""
    from sessions_app.models import DialogueSession

    found: dict[str, list[str]] = {}
    for session in DialogueSession.objects.order_by("pk"):
        found.setdefault(session.phase, []).append(session.ref)
    return found


def pages(email: str, paths: list[str]) -> list[int]:
    """What these pages answer to who has this account."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    user = get_user_model().objects.get(email=email)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return [client.get(path).status_code for path in paths]


COMMANDS: dict[str, Callable] = {
    f.__name__: f
    for f in (
        *(
            prepare,
            session,
            ask_several,
            seats,
            verb,
            go_to,
            state,
            room_for,
            answers,
            answered,
            screen_key,
            login,
        ),
        *(
            look_back,
            pass_last_day,
            another_day,
            screen_key,
            login,
            manage,
            counts,
            bring_back,
            columns,
            sessions,
            pages,
        ),
    )
}


def main() -> None:
    """Answer commands until there are no more."""
    import django
    from django.db import close_old_connections

    django.setup()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"right": COMMANDS[name](*arguments)}
        except Exception as error:
            answer = {"wrong": f"{type(error).__name__}: {error}"}
        finally:
            close_old_connections()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
