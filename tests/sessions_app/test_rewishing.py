"""Asking something else of a planned session: what it would do, and that it does just that."""

from datetime import datetime, timedelta

import msgspec
import pytest
from django.utils import timezone

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app import plans, programmes, rewishing
from sessions_app.errors import Refused, Stale
from sessions_app.models import DialogueSession
from sessions_app.planning import Wish
from tests.factories import make_document
from tests.sessions_app.planner_kit import begin

pytestmark = pytest.mark.django_db
STARTS = timezone.make_aware(datetime(2027, 3, 4, 13, 30))


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def session(edition) -> DialogueSession:
    wish = Wish(minutes=120, themes=("bejegening", "hoop"), group_size=12, contact="Anja")
    return programmes.make_session(edition, wish, "Team Noord", STARTS)


def step(session, kind, theme=""):
    found = session.steps.filter(kind=kind)
    return (found.filter(theme=theme) if theme else found).first()


def titles(session) -> list[str]:
    return list(session.steps.values_list("title", flat=True))


def lasts(session) -> int:
    return sum(session.steps.values_list("minutes", flat=True))


def would(session, title=None, starts_at=None, **wish) -> rewishing.Consequence:
    """What another wish would do; what is not given stays."""
    now = rewishing.wanted_now(session)
    wanted = rewishing.Wanted(
        wish=msgspec.structs.replace(now.wish, **wish),
        title=title or now.title,
        starts_at=starts_at or now.starts_at,
    )
    return rewishing.consequence(session, wanted)


def let(session, **changes) -> DialogueSession:
    rewishing.change(session, would(session, **changes))
    return DialogueSession.objects.get(pk=session.pk)


def test_asking_the_same_again_changes_nothing(session):
    programmes.set_minutes(step(session, "together"), 12)
    assert would(session).nothing


def test_another_moment_name_or_contact_leaves_every_step(session):
    before = list(session.steps.values_list("ref", "title", "minutes"))
    later = STARTS + timedelta(days=7)
    fresh = let(session, title="Team Zuid", starts_at=later, contact="Bas, toestel 9")
    assert (fresh.title, fresh.starts_at, fresh.contact) == ("Team Zuid", later, "Bas, toestel 9")
    assert list(fresh.steps.values_list("ref", "title", "minutes")) == before


def test_whom_one_can_turn_to_is_said_wherever_it_was_said(session):
    said = str([found.content for found in session.steps.all()])
    count = said.count("Anja")
    assert count >= 2
    fresh = let(session, contact="Bas, toestel 9")
    said = str([found.content for found in fresh.steps.all()])
    assert "Anja" not in said
    assert said.count("Bas, toestel 9") == count


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": 180},
        {"minutes": 90},
        {"themes": ("hoop",)},
        {"themes": ("werkdruk", "hoop"), "minutes": 150},
        {"group_size": 4},
        {"group_size": 30},
        {"led_by": "manager"},
        {"guests": "clients"},
        {"phone_free": True},
    ],
    ids=str,
)
def test_a_session_without_changes_by_hand_becomes_what_planning_makes(edition, session, changes):
    shown = would(session, **changes)
    fresh = let(session, **changes)
    wish = msgspec.structs.replace(rewishing.wanted_now(session).wish, **changes)
    made = programmes.make_session(edition, wish, "Team Noord", STARTS)
    is_now, planned = plans.of_session(fresh), plans.of_session(made)
    assert is_now.steps == planned.steps
    assert is_now.steps == shown.after.steps
    assert fresh.minutes == made.minutes


def test_what_is_shown_beforehand_is_what_happens(session):
    programmes.set_minutes(step(session, "checkin"), 9)
    shown = would(session, minutes=150, themes=("hoop", "werkdruk"))
    rewishing.change(session, shown)
    assert plans.of_session(DialogueSession.objects.get(pk=session.pk)).steps == shown.after.steps


def test_it_says_what_comes_goes_and_gets_longer(session):
    shown = would(session, themes=("bejegening",))
    gone = [found.title for found in shown.go if found.theme == "Hoop"]
    assert gone == ["Hoop", "Zelf nadenken", "Samen in gesprek"]
    shown = would(session, themes=("bejegening", "hoop", "werkdruk"), minutes=180)
    assert "Werkdruk" in {found.theme for found in shown.come}
    assert all(found.now > found.was for found in shown.longer)


def test_a_name_and_minutes_given_by_hand_stay(session):
    talk = step(session, "together", "hoop")
    programmes.rename_step(talk, "Hardop over hoop")
    programmes.set_minutes(step(session, "checkin"), 8)
    fresh = let(session, minutes=150)
    assert fresh.steps.get(ref=talk.ref).title == "Hardop over hoop"
    assert step(fresh, "checkin").minutes == 8
    assert lasts(fresh) == fresh.minutes


def test_a_step_of_ones_own_stays_after_the_step_it_stood_after(session):
    film = step(session, "film", "hoop")
    programmes.add_step(session, film, "Even lopen", 3)
    fresh = let(session, minutes=180, themes=("werkdruk", "hoop"))
    order = titles(fresh)
    assert order[order.index("Film: Hoop") + 1] == "Even lopen"


def test_what_was_taken_out_does_not_come_back(session):
    programmes.remove_step(step(session, "evaluation"))
    fresh = let(session, group_size=20)
    assert step(fresh, "evaluation") is None
    assert lasts(fresh) == fresh.minutes


def test_what_was_moved_stays_moved(session):
    rules = step(session, "rules")
    programmes.move_step(rules, 1)
    assert titles(let(session, minutes=150))[0] == "Basisregels"


def test_a_theme_that_goes_takes_its_changes_along_and_that_is_said(session):
    programmes.rename_step(step(session, "together", "hoop"), "Hardop over hoop")
    shown = would(session, themes=("bejegening",))
    assert [found.title for found in shown.lost_by_hand] == ["Hardop over hoop"]


def test_changing_twice_is_changing_once(session):
    programmes.set_minutes(step(session, "checkin"), 8)
    programmes.move_step(step(session, "rules"), 1)
    programmes.add_step(session, None, "Even lopen", 3)
    fresh = let(session, minutes=165)
    before = plans.of_session(fresh)
    assert would(fresh, minutes=fresh.minutes).nothing
    again = let(fresh, minutes=150)
    assert plans.of_session(let(again, minutes=165)).steps == before.steps


def test_a_consequence_of_something_that_is_not_so_any_more_is_refused(session):
    shown = would(session, minutes=150)
    programmes.set_minutes(step(session, "checkin"), 8)
    before = titles(session)
    with pytest.raises(Stale, match="intussen"):
        rewishing.change(session, shown)
    assert titles(session) == before


def test_another_wish_or_another_session_has_another_seal(session):
    seal = would(session, minutes=150).seal
    assert would(session, minutes=150).seal == seal
    assert would(session, minutes=165).seal != seal
    programmes.rename_step(step(session, "rules"), "Regels")
    assert would(session, minutes=150).seal != seal


def test_nothing_is_asked_of_a_session_that_began(session):
    shown = would(session, minutes=150)
    begin(session)
    with pytest.raises(Refused, match="al begonnen"):
        rewishing.change(session, shown)


def test_a_wish_without_a_programme_is_refused_with_a_sentence(session):
    with pytest.raises(Refused, match="nooit als eerste"):
        would(session, themes=("hulpverlener-als-client",))


def test_an_older_session_keeps_its_own_steps_and_names(session):
    """Planned before steps said what they are in their plan."""
    for found in session.steps.all():
        found.content = {
            name: value
            for name, value in found.content.items()
            if name not in ("origin", "planned", "reworded")
        }
        found.save(update_fields=["content"])
    DialogueSession.objects.filter(pk=session.pk).update(planned_steps=[])
    session.refresh_from_db()
    programmes.rename_step(step(session, "rules"), "Zo praten wij")
    programmes.add_step(session, None, "Even lopen", 3)
    session = DialogueSession.objects.get(pk=session.pk)
    fresh = let(session, minutes=150)
    assert titles(fresh)[0] == "Even lopen"
    assert "Zo praten wij" in titles(fresh)
    assert len(titles(fresh)) == len(set(fresh.steps.values_list("pk", flat=True)))


def test_it_keeps_to_its_own_edition(edition, session):
    Edition.objects.create(
        module=edition.module, number=2, document=to_builtins(make_document(rules=("Nieuw.",)))
    )
    fresh = let(session, minutes=60, themes=("werkdruk",), led_by="manager")
    assert (fresh.minutes, fresh.themes, fresh.led_by) == (60, ["werkdruk"], "manager")
    assert lasts(fresh) == 60
    assert "Nieuw." not in str(step(fresh, "rules").content)
