"""How many bytes go through the air of a room at each step of the module as it ships."""

import pytest
from django.utils import timezone

from sessions_app import demo, kinds, programmes, running, surfaces
from sessions_app.live import events
from sessions_app.live.packing import pack
from sessions_app.models import DialogueSession
from sessions_app.planning import Guests, LedBy, Wish
from sessions_app.surfaces import PARTICIPANT
from tests.content.shipped import ship
from tests.factories import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

STEP = 2_000  # bytes on the wire that a pushed step may take
EVALUATION = 4_000  # the evaluation asks a dozen things at once
SESSIONS = (
    {},
    {"led_by": LedBy.MANAGER},
    {"roles": DAY, "group_size": DAY.total, "guests": Guests.BOTH},
)


def weights(session: DialogueSession) -> dict[str, int]:
    """Bytes of each step that goes to a phone, by its title and kind."""
    found = {}
    running.open_door(session)
    running.start(session)
    for step in session.steps.all():
        if not kinds.of(step.kind).runs:
            continue
        DialogueSession.objects.filter(pk=session.pk).update(current=step)
        frame = surfaces.render(session.ref, PARTICIPANT)
        packed = len(pack(events.event("frame", frame.html, frame.version)))
        found[f"{step.kind}: {step.title}"] = packed
    return found


@pytest.mark.parametrize("asked", SESSIONS, ids=["colleague", "manager", "dialogue day"])
def test_a_step_of_the_module_is_light_on_the_air(asked):
    edition = ship()
    slugs = [theme.slug for theme in edition.content.themes]
    heavy = {}
    for themes in (slugs[:3], slugs[3:6], slugs[6:]):
        wish = Wish(**({"minutes": 240, "themes": tuple(themes), "group_size": 12} | asked))
        session = programmes.make_session(edition, wish, "Team", timezone.now(), demo.facilitator())
        for name, size in weights(session).items():
            most = EVALUATION if name.startswith("evaluation") else STEP
            if size > most:
                heavy[name] = size
    assert not heavy
