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
        self._process.wait(timeout=10)
        self._process.stdout.close()


def prepare() -> None:
    """Tables, an edition and a facilitator."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from msgspec import to_builtins

    from content.models import Edition, Module
    from tests.factories import make_document

    call_command("migrate", verbosity=0)
    document = make_document()
    module, new = Module.objects.get_or_create(slug=document.slug, defaults={"name": "Module"})
    if new:
        Edition.objects.create(module=module, number=1, document=to_builtins(document))
        get_user_model().objects.create_user(FACILITATOR)


def session(minutes: int = 120, themes: tuple = ("hoop", "werkdruk"), people: int = 12) -> dict:
    """A planned session of the facilitator: refs, code, and every step with its questions."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from content.models import Edition
    from sessions_app import programmes
    from sessions_app.planning import Wish

    wish = Wish(minutes=minutes, themes=tuple(themes), group_size=people, contact="Sam")
    owner = get_user_model().objects.get(email=FACILITATOR)
    made = programmes.make_session(
        Edition.objects.get(), wish, "Proef", timezone.now() + timedelta(minutes=5), owner
    )
    steps = [
        {
            "ref": step.ref,
            "kind": step.kind,
            "questions": [
                {"ref": q.ref, "form": q.form, "options": [o["key"] for o in q.options]}
                for q in step.questions.all()
                if q.sent
            ],
        }
        for step in made.steps.exclude(kind="slack")
    ]
    return {"ref": made.ref, "code": made.codes.get().code, "steps": steps}


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


def answers(ref: str) -> list:
    """Every stored answer: question, state and value."""
    from sessions_app.models import Answer

    found = Answer.objects.filter(question__step__session__ref=ref)
    return list(map(list, found.values_list("question__ref", "state", "value")))


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


COMMANDS: dict[str, Callable] = {
    f.__name__: f for f in (prepare, session, verb, go_to, state, answers, login)
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
