"""What the tests of the planner's pages share."""

from datetime import timedelta

from django.utils import timezone

from sessions_app import programmes
from sessions_app.models import DialogueSession
from sessions_app.planning import Wish

HTMX = {"HTTP_HX_REQUEST": "true"}


def made(edition, owner=None, title="Team Noord", **more) -> DialogueSession:
    known = {"minutes": 120, "themes": ("bejegening", "hoop"), "group_size": 12, "contact": "Anja"}
    starts_at = timezone.now() + timedelta(days=3)
    return programmes.make_session(edition, Wish(**(known | more)), title, starts_at, owner)


NEW = "/sessies/nieuw/"
KEEP = "/sessies/nieuw/bewaren/"


def wished(**changes) -> dict:
    """What the planner's form holds; it goes into the address."""
    answers = {
        "mensen": "12",
        "leidt": "collega",
        "gasten": "geen",
        "minuten": "120",
        "themas": ["bejegening", "hoop"],
        "belang-hoop": "1",
        "belang-bejegening": "2",
        "telefoons": "ja",
    }
    return answers | changes


def kept(**changes) -> dict:
    """What is asked when a programme is kept."""
    answers = {
        "titel": "Team Noord",
        "dag": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "tijd": "13:30",
        "contact": "Anja, toestel 12",
    }
    return answers | changes


def url(session, rest="") -> str:
    return f"/sessies/{session.ref}/{rest}"


def step_url(session, step, rest) -> str:
    return url(session, f"stap/{step.ref}/{rest}/")


def step(session, kind):
    return session.steps.filter(kind=kind).first()


def begin(session, phase="running") -> None:
    now = timezone.now()
    DialogueSession.objects.filter(pk=session.pk).update(
        phase=phase, started_at=now, ended_at=now if phase == "ended" else None
    )
