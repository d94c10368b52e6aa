"""Undo and redo of every edit, and edits that are made at the same moment."""

import itertools
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from content.document import fill, to_builtins
from content.models import Edition, Module
from sessions_app import (
    chores,
    edits,
    keeping,
    programmes,
    rewishing,
    rewording,
    running,
    step_words,
)
from sessions_app.errors import AlreadyDone, NothingThere, Refused, Stale
from sessions_app.kinds import LONGEST_STEP
from sessions_app.models import DialogueSession, Edit
from sessions_app.planning import Wish, plan
from tests.factories import make_document
from tests.sessions_app.planner_kit import HTMX, url

pytestmark = pytest.mark.django_db
STARTS = timezone.make_aware(timezone.datetime(2027, 3, 4, 13, 30))
WISH = Wish(minutes=60, themes=("bejegening",), group_size=12, contact="Anja")


def make_edition() -> Edition:
    module, _ = Module.objects.get_or_create(slug="bij-nader-inzien", name="Bij nader inzien")
    document = to_builtins(make_document())
    return Edition.objects.get_or_create(module=module, number=1, document=document)[0]


@pytest.fixture
def session() -> DialogueSession:
    return programmes.make_session(make_edition(), WISH, "Team Noord", STARTS)


def step(session, kind):
    return session.steps.filter(kind=kind).first()


def whole(session) -> list:
    """All that an edit can change, in order."""
    return [
        (s.ref, s.title, s.minutes, s.content, list(s.questions.values("ref", "code", "content")))
        for s in session.steps.all()
    ]


def version(session) -> int:
    return DialogueSession.objects.get(pk=session.pk).programme_version


def consequence(session, title="", days=0, **wish) -> rewishing.Consequence:
    """What asking this of the session would do; what is not given stays."""
    session = DialogueSession.objects.get(pk=session.pk)
    now = rewishing.wanted_now(session)
    wanted = rewishing.Wanted(
        wish=msgspec.structs.replace(now.wish, **wish),
        title=title or now.title,
        starts_at=now.starts_at + timedelta(days=days),
    )
    return rewishing.consequence(session, wanted)


def ask(session, **wish) -> None:
    rewishing.change(session, consequence(session, **wish))


def reword(session, kind: str, text: str) -> None:
    """Let a step ask this: aloud in a talk, else on the phone."""
    found = step(session, kind)
    words = rewording.words_now(found)
    first, *rest = words.asked or (None,)
    if first is not None:
        other = step_words.other_text(first.now, step_words.new_code(), text)
        words = step_words.Words(words.lines, (msgspec.structs.replace(first, now=other), *rest))
    else:
        line, *others = words.lines["talk"]
        talk = (msgspec.structs.replace(line, now=text), *others)
        words = step_words.Words({**words.lines, "talk": talk}, words.asked)
    rewording.reword_step(found, words, rewording.seal(found))


EDITS: dict[str, Callable[[DialogueSession], object]] = {
    "rename": lambda s: programmes.rename_step(step(s, "alone"), "Even stil"),
    "minutes": lambda s: programmes.set_minutes(step(s, "alone"), 9),
    "stretch": lambda s: programmes.stretch_step(step(s, "together"), 5),
    "move": lambda s: programmes.move_step(step(s, "alone"), 1),
    "shift": lambda s: programmes.shift_step(step(s, "alone"), 2),
    "part": lambda s: programmes.move_part(step(s, "film"), None),
    "shift part": lambda s: programmes.shift_part(step(s, "film"), 1),
    "remove": lambda s: programmes.remove_step(step(s, "alone")),
    "add": lambda s: programmes.add_step(s, step(s, "alone"), "Even lopen", 5, "Buiten."),
    "wish": lambda s: ask(s, minutes=90, themes=("hoop",), group_size=8),
    "day": lambda s: rewishing.change(s, consequence(s, title="Team Zuid", days=7)),
    "reword": lambda s: reword(s, "together", "Wat raakt je?"),
    "own question": lambda s: reword(s, "alone", "Wat voel je?"),
    "module's words": lambda s: rewording.drop_own_words(step(s, "alone")),
}


def asked_of(session) -> dict:
    """All that was asked of a session, but for whom one can turn to."""
    return DialogueSession.objects.filter(pk=session.pk).values(*edits.OF_SESSION)[0]


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_undone_and_done_again(session, name):
    if name == "module's words":
        reword(session, "alone", "Wat voel je?")
        session.edits.all().delete()
    before = whole(session), asked_of(session)
    EDITS[name](session)
    after = whole(session), asked_of(session)
    assert after != before
    session = DialogueSession.objects.get(pk=session.pk)
    edits.undo(session)
    assert (whole(session), asked_of(session)) == before
    edits.redo(session)
    assert (whole(session), asked_of(session)) == after


def test_many_edits_are_undone_in_turn_and_redone_in_turn(session):
    states = [whole(session)]
    names = ("rename", "minutes", "stretch", "move", "part", "own question", "module's words")
    for name in (*names, "reword", "remove", "add", "wish"):
        EDITS[name](session)
        states.append(whole(session))
    for state in reversed(states[:-1]):
        edits.undo(session)
        assert whole(session) == state
    with pytest.raises(NothingThere):
        edits.undo(session)
    for state in states[1:]:
        edits.redo(session)
        assert whole(session) == state
    with pytest.raises(NothingThere):
        edits.redo(session)


def test_all_that_was_asked_of_a_session_comes_back(session):
    other = {
        "title": "Team Zuid",
        "starts_at": STARTS + timedelta(days=7),
        "minutes": 90,
        "group_size": 30,
        "led_by": DialogueSession.LedBy.OUTSIDER,
        "guests": DialogueSession.Guests.CLIENTS,
        "themes": ["hoop"],
        "phone_free": True,
        "remarks": ["Kijk naar de pauze."],
        "planned_steps": ["welcome"],
        "role_numbers": {"clients": 6, "relatives": 6, "professionals": 8},
    }
    found = DialogueSession.objects.filter(pk=session.pk)
    before = found.values(*other)[0]
    with edits.changing(session, edits.Asked("all of it")) as change:
        found.update(**other)
        change.said = "a" * 401
    assert not [name for name in other if found.values(name)[0][name] == before[name]]
    assert session.edits.get().said == "a" * 400
    edits.undo(session)
    assert found.values(*other)[0] == before
    edits.redo(session)
    assert found.values(*other)[0] == other


def test_another_contact_is_told_to_older_pages_and_is_not_undone(session):
    EDITS["rename"](session)
    ask(session, contact="Bas, toestel 9")
    session.refresh_from_db()
    assert session.programme_version == 2
    with pytest.raises(Stale, match="bij iemand anders terecht"):
        programmes.remove_step(step(session, "checkout"), on=1)
    assert "heet nu ‘Even stil’" in edits.undo(session)
    session.refresh_from_db()
    assert session.contact == "Bas, toestel 9"
    assert "Bas" not in str(list(session.edits.values()))
    assert "Anja" not in str([found.content for found in session.steps.all()])


def test_what_is_asked_anew_refuses_edits_of_the_programme_before(session):
    talk = step(session, "together")
    ask(session, minutes=75)
    with pytest.raises(Stale, match="past nu bij andere keuzes"):
        programmes.set_minutes(talk, 9, on=0)


def test_questions_that_stay_keep_their_public_ids_when_something_else_is_asked(session):
    before = set(step(session, "alone").questions.values_list("ref", "code"))
    ask(session, group_size=20)
    assert set(step(session, "alone").questions.values_list("ref", "code")) == before


def test_a_copy_and_a_deleted_session_keep_nothing_to_undo(session, django_user_model):
    owner = django_user_model.objects.create_user("noor@example.org")
    EDITS["rename"](session)
    copy = keeping.copy_session(session, owner, "Team Oost", STARTS, "Bas")
    assert not copy.edits.exists()
    with pytest.raises(NothingThere):
        edits.undo(copy)
    assert session.edits.exists()
    keeping.delete_session(session)
    assert not session.edits.exists()


def test_what_comes_after_an_undo_is_the_way_on(session):
    EDITS["rename"](session)
    edits.undo(session)
    EDITS["minutes"](session)
    with pytest.raises(NothingThere):
        edits.redo(session)
    assert "duurt nu 9 minuten" in edits.undo(session)


def test_what_undo_and_redo_would_do_is_said_beforehand(session):
    """Of what is done the newest, of what is undone what was done first."""
    programmes.rename_step(step(session, "alone"), "Even stil")
    assert edits.ahead(session) == ("‘Zelf nadenken’ heet nu ‘Even stil’.", "")
    for name in ("Een", "Twee"):
        programmes.rename_step(step(session, "alone"), name)
    edits.undo(session)
    edits.undo(session)
    assert edits.ahead(session) == (
        "‘Zelf nadenken’ heet nu ‘Even stil’.",
        "‘Even stil’ heet nu ‘Een’.",
    )


def test_of_a_way_that_nobody_goes_any_more_no_programme_is_kept(session):
    EDITS["rename"](session)
    edits.undo(session)
    EDITS["minutes"](session)
    left = session.edits.filter(state=Edit.State.NOTED)
    assert set(left.values_list("before", "after")) == {(None, None)}


def test_an_edit_from_before_rows_had_some_field_is_undone(session):
    """A new version of the app may give them one while somebody plans."""
    first = step(session, "alone").questions.first()
    programmes.remove_step(step(session, "alone"))
    edit = session.edits.get()
    for found in filter(None, edit.before["steps"].values()):
        del found["skipped"]
        for asked in found["questions"]:
            del asked["circle"]
    edit.save()
    edits.undo(session)
    back = step(session, "alone")
    assert not back.skipped
    assert (back.questions.first().ref, back.questions.first().circle) == (first.ref, "")


def test_a_programme_without_steps_begins_and_can_be_emptied_again(session):
    session.steps.all().delete()
    assert edits.end(session) == 1
    programmes.add_step(session, None, "Even lopen", 3)
    edits.undo(session)
    assert not session.steps.exists()
    edits.redo(session)
    assert [(found.title, found.position) for found in session.steps.all()] == [("Even lopen", 1)]


def test_whoever_edits_knows_the_version_that_it_made_and_what_it_did(session):
    programmes.rename_step(step(session, "alone"), "Even stil")
    edits.undo(session)
    assert session.programme_version == version(session) == 2
    assert session.changed.version == 1  # the one before it
    assert session.changed.said == "Ongedaan gemaakt: ‘Zelf nadenken’ heet nu ‘Even stil’."
    assert edits.redo(session) == "Opnieuw gedaan: ‘Zelf nadenken’ heet nu ‘Even stil’."


def test_an_edit_is_made_of_the_step_as_it_is_by_then(session):
    pages = step(session, "together"), step(session, "together")
    minutes = pages[0].minutes
    for page in pages:
        programmes.stretch_step(page, 5)
    assert step(session, "together").minutes == minutes + 10


def test_of_an_edit_is_kept_what_it_changed_and_nothing_else(session):
    renamed = programmes.rename_step(step(session, "alone"), "Even stil")
    programmes.shift_step(step(session, "rules"), 1)
    named, moved = session.edits.all()
    for side in (named.before, named.after):
        assert (side["session"], [*side["steps"]]) == ({}, [renamed.ref])
        assert "order" not in side
    for side in (moved.before, moved.after):
        assert (side["session"], side["steps"]) == ({}, {})
        assert len(side["order"]) == session.steps.count()


def test_an_edit_that_falls_over_leaves_all_as_it_was(session):
    def falls_over() -> None:
        with edits.changing(session, edits.Asked("half of it")):
            session.steps.first().delete()
            raise RuntimeError

    before = whole(session)
    with pytest.raises(RuntimeError):
        falls_over()
    assert whole(session) == before
    assert version(session) == 0


def test_an_undo_leaves_what_is_no_edit_as_it_was_written_meanwhile(session):
    ask(session, group_size=20)
    page = DialogueSession.objects.get(pk=session.pk)
    programmes.write_letter(session, "Noor", "Tot dan!")
    edits.undo(page)
    kept = DialogueSession.objects.get(pk=session.pk)
    assert (kept.group_size, kept.sender, kept.own_words) == (12, "Noor", "Tot dan!")


def test_a_step_that_comes_is_touched_as_one_that_goes(session):
    added = programmes.add_step(session, None, "Even lopen", 3)
    came = session.edits.get()
    programmes.remove_step(added)
    went = session.edits.last()
    assert set(came.touched) == set(went.touched)
    assert {edits.ANYTHING, edits.ORDER, added.ref, f"{added.ref} minutes"} <= set(came.touched)


def test_what_an_order_does_not_name_stays_at_the_end(session):
    refs = list(session.steps.values_list("ref", flat=True))
    edits._put_order(session, [refs[-1], "weg", refs[1]])
    assert list(session.steps.values_list("ref", flat=True)) == [
        *(refs[-1], refs[1], refs[0]),
        *refs[2:-1],
    ]


def test_an_edit_that_changes_nothing_is_none(session):
    programmes.rename_step(step(session, "alone"), step(session, "alone").title)
    programmes.move_step(step(session, "welcome"), 1)
    assert version(session) == 0
    assert edits.ahead(session) == ("", "")


def test_so_many_edits_are_kept_and_no_more(session, monkeypatch):
    monkeypatch.setattr(edits, "KEPT", 3)  # of fifty it is the same, and takes ten seconds
    for number in range(edits.KEPT + 5):
        programmes.rename_step(step(session, "alone"), f"Naam {number}")
    assert session.edits.count() == edits.KEPT
    for _ in range(2 * edits.KEPT):
        edits.undo(session)
        edits.redo(session)
    assert session.edits.filter(state=Edit.State.DONE).count() == edits.KEPT
    assert session.edits.count() <= 2 * edits.KEPT
    for _ in range(edits.KEPT):
        edits.undo(session)
    assert step(session, "alone").title == "Naam 4"


def test_what_is_kept_names_nobody(session, django_user_model):
    session.facilitators.create(user=django_user_model.objects.create_user("noor@example.org"))
    programmes.write_letter(session, "Noor de Vries", "Tot dan, Noor")
    for name, act in EDITS.items():
        if name != "day":
            act(session)
    kept = str(list(session.edits.values()))
    for name in ("Noor", "noor", "Anja", STARTS.isoformat()[:10]):
        assert name not in kept
    assert {f.name for f in Edit._meta.get_fields()} == {
        *("id", "session", "version", "made_on", "asked", "said", "touched", "before", "after"),
        "state",
    }


def test_a_name_that_somebody_typed_is_not_what_the_module_says():
    """Also where a text of the module is nothing but whom one can turn to."""
    document = make_document()
    first, *others = document.passages
    bare = msgspec.structs.replace(
        document, passages=(msgspec.structs.replace(first, text="{contact}"), *others)
    )
    assert "{contact}" not in edits._says_who(bare)
    assert edits._says_who(document)


def test_nobody_is_named_where_the_module_says_in_one_text_what_it_says_in_another():
    """The whole is replaced first: of what is left of it nothing would be recognised."""
    document = make_document()
    first, second, *others = document.passages
    part, whole = "vraag het {contact}", "Bel {contact}, of vraag het {contact}"
    both = msgspec.structs.replace(
        document,
        passages=(
            msgspec.structs.replace(first, text=part),
            msgspec.structs.replace(second, text=whole),
            *others,
        ),
    )
    who = edits._says_who(both)
    said = {"lead": fill(whole, contact="Anja")}
    kept = edits._swap(said, who, "Anja", edits.SOMEBODY)
    assert "Anja" not in str(kept)
    assert edits._swap(kept, who, edits.SOMEBODY, "Bas") == {"lead": "Bel Bas, of vraag het Bas"}


def test_whom_one_can_turn_to_is_not_kept_either_where_no_text_of_the_module_says_it():
    """Steps may hold a sentence of before it stood in the module."""
    bare = make_document(passages=())
    who = edits._says_who(bare)
    said = {"aftercare": plan(bare, WISH).steps[-1].content.aftercare}
    assert "Anja" in said["aftercare"]
    kept = edits._swap(said, who, "Anja", edits.SOMEBODY)
    assert "Anja" not in str(kept)
    assert edits._swap(kept, who, edits.SOMEBODY, "Anja") == said


def test_only_who_is_named_is_replaced_and_nothing_where_nobody_is():
    says = ("{contact} weet het.",)
    for said, who, now in (("Anja weet het.", "Anja", "Bas weet het."), (" weet het.", "", None)):
        swapped = edits._swap({"lead": said}, says, who, "Bas")
        assert swapped == {"lead": now or said}


def test_an_undo_names_who_can_be_turned_to_now(session):
    programmes.set_minutes(step(session, "checkout"), 9)
    DialogueSession.objects.update(contact='Sam "de" Vries')
    session.refresh_from_db()
    edits.undo(session)
    assert 'terecht bij: Sam "de" Vries.' in step(session, "checkout").script.aftercare


def test_the_edits_go_when_the_session_begins(session):
    EDITS["rename"](session)
    running.start(session)
    assert not Edit.objects.exists()
    with pytest.raises(Refused, match="al begonnen"):
        edits.undo(session)


def test_tidying_takes_what_a_session_that_ended_left(session):
    EDITS["rename"](session)
    assert chores.drop_edits() == ""
    DialogueSession.objects.update(phase="running", started_at=STARTS)
    assert chores.drop_edits() == ""  # what was caught up can be undone while it runs
    DialogueSession.objects.update(phase="ended", ended_at=STARTS)
    assert chores.drop_edits() == "Bewerkingen van afgelopen sessies verwijderd: 1."
    assert not Edit.objects.exists()
    DialogueSession.objects.update(phase="planned", started_at=None, ended_at=None)
    EDITS["minutes"](session)
    DialogueSession.objects.update(deleted_at=STARTS)
    assert chores.drop_edits()
    assert not Edit.objects.exists()


def test_going_on_without_phones_cannot_be_undone_by_way_of_an_edit(session):
    EDITS["rename"](session)
    running.go_phone_free(session)
    with pytest.raises(NothingThere):
        edits.undo(session)
    with pytest.raises(Stale, match="ondertussen veranderd"):
        programmes.set_minutes(step(session, "alone"), 9, on=1)


def test_of_two_equal_edits_of_one_page_the_second_does_nothing(session):
    talk = step(session, "together")
    programmes.stretch_step(talk, 5, on=0)
    with pytest.raises(AlreadyDone):
        programmes.stretch_step(talk, 5, on=0)
    assert step(session, "together").minutes == talk.minutes
    programmes.stretch_step(talk, 5, on=1)  # the next page means it
    edits.undo(session, on=2)
    with pytest.raises(AlreadyDone):
        edits.undo(session, on=2)
    with pytest.raises(AlreadyDone):  # late, and undone since: it still was done
        programmes.stretch_step(talk, 5, on=1)


def test_what_somebody_did_on_a_newer_page_is_not_what_was_asked_on_an_older_one(session):
    """It is told what changed, or goes through where nobody touched what it is about."""
    programmes.rename_step(step(session, "alone"), "Even stil", on=0)
    programmes.stretch_step(step(session, "together"), 5, on=1)
    with pytest.raises(Stale):
        programmes.stretch_step(step(session, "together"), 5, on=0)
    programmes.set_minutes(step(session, "welcome"), 9, on=0)  # nobody touched that
    assert step(session, "welcome").minutes == 9
    with pytest.raises(AlreadyDone):
        programmes.set_minutes(step(session, "welcome"), 9, on=0)


def test_an_edit_equal_to_one_of_a_newer_page_was_not_done_yet(session):
    programmes.rename_step(step(session, "alone"), "Even stil", on=0)
    programmes.stretch_step(step(session, "together"), 5, on=1)
    with pytest.raises(Stale) as refused:
        programmes.stretch_step(step(session, "together"), 5, on=0)
    assert not isinstance(refused.value, AlreadyDone)


def test_what_was_done_before_a_page_was_made_is_nothing_that_it_missed(session):
    EDITS["rename"](session)  # the page after it knows
    programmes.set_minutes(step(session, "welcome"), 9, on=1)
    alone = programmes.set_minutes(step(session, "alone"), 7, on=1)
    assert alone.minutes == 7
    with pytest.raises(Stale) as refused:
        programmes.set_minutes(step(session, "welcome"), 8, on=1)
    assert "heet nu" not in refused.value.sentence


def test_a_stale_edit_is_refused_with_what_changed(session):
    programmes.rename_step(step(session, "alone"), "Even stil", on=0)
    for name in "abcd":
        programmes.rename_step(step(session, "welcome"), f"Welkom {name}")
    with pytest.raises(Stale) as refused:
        programmes.remove_step(step(session, "alone"), on=0)
    assert refused.value.sentence == (
        "Het programma is ondertussen veranderd. ‘Welkom a’ heet nu ‘Welkom b’. "
        "‘Welkom b’ heet nu ‘Welkom c’. ‘Welkom c’ heet nu ‘Welkom d’. En nog 2 veranderingen. "
        "Wat je nu deed, is nog niet gebeurd. Kijk of het nog klopt en doe het dan opnieuw."
    )


MOVES: dict[str, Callable[[DialogueSession], object]] = {
    "move": lambda s: programmes.move_step(step(s, "film"), 1, on=0),
    "shift": lambda s: programmes.shift_step(step(s, "film"), 1, on=0),
    "part": lambda s: programmes.move_part(step(s, "film"), None, on=0),
    "shift part": lambda s: programmes.shift_part(step(s, "film"), 1, on=0),
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("meanwhile", ["order", "that step", "another step"])
def test_a_move_goes_through_where_neither_the_order_nor_that_step_changed(
    session, name, meanwhile
):
    if meanwhile == "order":
        programmes.shift_step(step(session, "rules"), -1)
    else:
        kind = "film" if meanwhile == "that step" else "rules"
        programmes.rename_step(step(session, kind), "Anders")
    before = whole(session)
    if meanwhile == "another step":
        MOVES[name](session)
        assert whole(session) != before
    else:
        with pytest.raises(Stale):
            MOVES[name](session)
        assert whole(session) == before


def test_what_is_undone_is_what_the_page_showed_last(session):
    programmes.rename_step(step(session, "alone"), "Even stil")
    with pytest.raises(Stale):
        edits.undo(session, on=0)
    edits.undo(session, on=1)
    with pytest.raises(Stale):
        edits.redo(session, on=1)
    assert step(session, "alone").title != "Even stil"


@pytest.mark.parametrize("name", [name for name in EDITS if name != "module's words"])
def test_every_edit_says_what_it_did(session, name):
    EDITS[name](session)
    assert edits.ahead(session)[0] not in ("", edits.Change().said)


def test_a_page_from_very_long_ago_is_refused(session):
    for number in range(edits.KEPT + 2):
        programmes.rename_step(step(session, "alone"), f"Naam {number}")
    with pytest.raises(Stale):
        programmes.set_minutes(step(session, "welcome"), 9, on=0)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_edited_the_programme_is_sound_and_all_of_it_can_be_undone(session, seed):
    chance = random.Random(seed)
    original = whole(session)
    for _ in range(20):
        with suppress(Refused):
            by_chance(session, chance)
        sound(session)
    assert whole_again(session) == original


def by_chance(session, chance: random.Random) -> None:
    """Some edit, on a page that may be older than the programme is."""
    one = chance.choice(list(session.steps.all()))
    other = chance.choice([None, *session.steps.all()])
    number = chance.randint(-4, 30)
    on = chance.choice([None, version(session), max(0, version(session) - 1)])
    choices: list[Callable[[], object]] = [
        lambda: programmes.rename_step(one, f"Naam {number}", on),
        lambda: programmes.set_minutes(one, number, on),
        lambda: programmes.stretch_step(one, number, on),
        lambda: programmes.move_step(one, number, on),
        lambda: programmes.shift_part(one, number, on),
        lambda: programmes.move_part(one, other, on),
        lambda: programmes.remove_step(one, on),
        lambda: programmes.add_step(session, other, "Erbij", on=on),
        lambda: edits.undo(session, on),
        lambda: edits.redo(session, on),
    ]
    chance.choice(choices)()


def sound(session) -> None:
    """A programme that can be run, in which no question stands twice."""
    steps = list(session.steps.all())
    assert [s.position for s in steps] == list(range(1, len(steps) + 1))
    assert all(1 <= s.minutes <= LONGEST_STEP for s in steps)
    assert any(s.runs for s in steps)
    codes = [code for s in steps for code in s.questions.values_list("code", flat=True)]
    assert len(codes) == len(set(codes))


# -- at the same moment ------------------------------------------------------------------------

# Each as a page sends it, all about the same step and the same part.
SENT: dict[str, Callable[[DialogueSession], tuple[str, dict]]] = {
    "rename": lambda s: (f"stap/{step(s, 'alone').ref}/naam/", {"naam": "Even stil"}),
    "minutes": lambda s: (f"stap/{step(s, 'alone').ref}/minuten/", {"minuten": "9"}),
    "stretch": lambda s: (f"stap/{step(s, 'alone').ref}/minuten/", {"verschil": "1"}),
    "move": lambda s: (f"stap/{step(s, 'alone').ref}/plaats/", {"plaats": "2"}),
    "shift": lambda s: (f"stap/{step(s, 'alone').ref}/plaats/", {"schuif": "1"}),
    "part": lambda s: ("onderdeel/plaats/", {"deel": step(s, "film").ref, "na": ""}),
    "shift part": lambda s: ("onderdeel/plaats/", {"deel": step(s, "film").ref, "schuif": "1"}),
    "remove": lambda s: (f"stap/{step(s, 'alone').ref}/weg/", {}),
    "add": lambda s: ("stap/erbij/", {"naam": "Erbij", "na": step(s, "alone").ref}),
    "undo": lambda s: ("ongedaan/", {}),
    "redo": lambda s: ("opnieuw/", {}),
    "start": lambda s: ("leiden/start/", {}),
}


def at_once(browser: Client, session: DialogueSession, *names: str) -> list[int]:
    """What the server answers to edits that are sent at the same moment by pages of one version."""
    sent = [SENT[name](session) for name in names]
    on = version(session)
    ready = threading.Barrier(len(names), timeout=20)
    answers: list[int] = []

    def press(rest: str, fields: dict) -> None:
        mine = Client(raise_request_exception=False)
        mine.cookies = browser.cookies
        ready.wait()
        try:
            page = mine.post(url(session, rest), fields | {"versie": on}, **HTMX)
            answers.append(page.status_code)
            if "leiden" not in rest:
                assert 'id="stappen"' in page.content.decode()
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def rounds() -> list[tuple[str, ...]]:
    """Each edit beside itself and beside a start, and the others in few rounds each beside each.

    Thirteen rounds of two to four, in which every two meet once: the lines of the smallest plane
    in which two points have one line and a line has four points. Eleven points are edits. A start
    is in none of them: what comes after it is refused, and nobody else would meet.
    """
    names = [name for name in SENT if name != "start"]
    points = [*names, "", ""]
    lines = ([points[(turn + place) % 13] for place in (0, 1, 3, 9)] for turn in range(13))
    together = [tuple(name for name in line if name) for line in lines]
    alone = [(name, name) for name in SENT]
    return [*alone, *((name, "start") for name in names), *together]


def test_every_two_edits_meet():
    met = {frozenset(pair) for names in rounds() for pair in itertools.combinations(names, 2)}
    wanted = itertools.combinations_with_replacement(SENT, 2)
    assert met == {frozenset(pair) for pair in wanted}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("names", rounds(), ids=" and ".join)
def test_edits_at_the_same_moment_lose_nothing_and_break_nothing(client, django_user_model, names):
    lead = django_user_model.objects.create_user("lead@example.org")
    client.force_login(lead)
    session = programmes.make_session(make_edition(), WISH, "Team Noord", STARTS, lead)
    original = whole(session)
    programmes.rename_step(step(session, "welcome"), "Hallo")
    programmes.rename_step(step(session, "checkin"), "Rondje")
    edits.undo(session)
    on = version(session)
    answers = at_once(client, session, *names)
    assert len(answers) == len(names)
    assert set(answers) <= {200, 302, 409, 422}, answers
    sound(session)
    session.refresh_from_db()
    if "start" in names:
        assert session.running
        return
    if len(set(names)) == 1:
        assert answers == [200, 200]
        assert session.programme_version == on + 1
    assert whole_again(session) == original


def whole_again(session) -> list:
    """The programme after all that can be undone."""
    for _ in itertools.count():
        try:
            edits.undo(session)
        except NothingThere:
            return whole(session)
    raise AssertionError
