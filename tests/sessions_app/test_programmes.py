"""Making a session and changing its programme by hand."""

import threading
import time
from datetime import timedelta

import msgspec
import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from content.document import Option, to_builtins
from content.models import Edition, Module
from sessions_app import (
    briefs,
    codes,
    edits,
    kinds,
    outline,
    programmes,
    rewishing,
    rewording,
    running,
    step_words,
)
from sessions_app.errors import Refused, Stale
from sessions_app.models import DialogueSession
from sessions_app.planning import Wish
from tests.factories import make_document

pytestmark = pytest.mark.django_db
STARTS = timezone.make_aware(timezone.datetime(2027, 3, 4, 13, 30))


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


def wish(**more) -> Wish:
    known = {"minutes": 120, "themes": ("bejegening", "hoop"), "group_size": 12, "contact": "Anja"}
    return Wish(**(known | more))


@pytest.fixture
def session(edition) -> DialogueSession:
    return programmes.make_session(edition, wish(), "Team Noord", STARTS)


def step(session, kind):
    return session.steps.filter(kind=kind).first()


def titles(session) -> list[str]:
    return list(session.steps.values_list("title", flat=True))


def positions(session) -> list[int]:
    return list(session.steps.values_list("position", flat=True))


def broken(session, words: str) -> bool:
    return any(words in sentence for sentence in programmes.warnings(session))


def test_a_session_copies_its_programme_and_questions(session):
    assert sum(session.steps.values_list("minutes", flat=True)) == session.minutes == 120
    assert (session.title, session.starts_at) == ("Team Noord", STARTS)
    assert session.themes == ["bejegening", "hoop"]
    assert session.contact == "Anja"
    alone = step(session, "alone")
    assert [q.code for q in alone.questions.all()] == ["BEJ-I1", "BEJ-G1"]
    assert alone.script.lead
    scale = step(session, "evaluation").questions.first()
    assert scale.script.points[0] == "helemaal niet"
    several = session.steps.get(kind="poll").questions.get()
    assert several.script.options[0] == Option(key="soms", text="Soms")


def test_making_a_session_takes_few_queries(edition, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        programmes.make_session(edition, wish(minutes=240), "Team Noord", STARTS)


def test_a_later_edition_does_not_touch_a_planned_session(edition, session):
    before = titles(session)
    changed = make_document(rules=("Een heel andere regel.",))
    Edition.objects.create(module=edition.module, number=2, document=to_builtins(changed))
    assert titles(session) == before
    assert "heel andere" not in str(step(session, "rules").content)


def test_the_owner_may_lead_it(edition, django_user_model):
    owner = django_user_model.objects.create_user("lead@example.org")
    made = programmes.make_session(edition, wish(), "Team Noord", STARTS, owner=owner)
    assert [f.user for f in made.facilitators.all()] == [owner]


def test_what_cannot_be_planned_is_refused_and_leaves_nothing(edition):
    with pytest.raises(Refused, match="minstens één thema"):
        programmes.make_session(edition, wish(themes=()), "Leeg", STARTS)
    assert not DialogueSession.objects.exists()


def test_a_session_is_made_whole_or_not_at_all(edition, monkeypatch):
    def falls_over(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(programmes, "_write", falls_over)
    with pytest.raises(RuntimeError):
        programmes.make_session(edition, wish(), "Team Noord", STARTS)
    assert not DialogueSession.objects.exists()


def test_a_shorter_offer_makes_a_shorter_session(edition):
    made = programmes.make_session(edition, wish(minutes=240, themes=("werkdruk",)), "Kort", STARTS)
    assert made.minutes < 240
    assert sum(made.steps.values_list("minutes", flat=True)) == made.minutes
    assert programmes.warnings(made) == []


def test_what_planning_decided_stays_readable(edition):
    """Also after the wish was changed, and then of that wish."""
    asked = wish(minutes=60, themes=("hoop", "bejegening"))
    made = programmes.make_session(edition, asked, "Kort", STARTS)
    assert "Bejegening valt af" in made.remarks[0]
    wanted = msgspec.structs.replace(
        rewishing.wanted_now(made), wish=wish(minutes=150, themes=("hoop", "bejegening"))
    )
    rewishing.change(made, rewishing.consequence(made, wanted))
    made.refresh_from_db()
    assert made.remarks
    assert not any("valt af" in remark for remark in made.remarks)


def test_clock_times_follow_the_minutes(session):
    times = programmes.clock_times(session)
    assert times[0][1] == STARTS
    assert times[1][1] == STARTS + timedelta(minutes=times[0][0].minutes)
    programmes.set_minutes(times[0][0], 20)
    assert programmes.clock_times(session)[1][1] == STARTS + timedelta(minutes=20)


def test_a_planned_programme_breaks_no_rule_of_thumb(session):
    assert programmes.warnings(session) == []


@pytest.mark.parametrize(("to", "lands"), [(1, 1), (5, 5), (-3, 1), (999, None)])
def test_a_step_moves_and_the_others_close_up(session, to, lands):
    count = session.steps.count()
    lands = lands or count
    moved = session.steps.get(position=9)
    others = [title for title in titles(session) if title != moved.title]
    programmes.move_step(moved, to)
    assert moved.position == lands
    assert positions(session) == list(range(1, count + 1))
    assert titles(session)[lands - 1] == moved.title
    assert [title for title in titles(session) if title != moved.title] == others


def test_presses_add_up_whatever_their_page_showed(session):
    stale = step(session, "checkin"), step(session, "checkin")
    before = stale[0].minutes
    programmes.stretch_step(stale[0], 2)
    programmes.stretch_step(stale[1], 3)
    assert step(session, "checkin").minutes == before + 5
    place = step(session, "rules").position
    stale = step(session, "rules"), step(session, "rules")
    assert programmes.shift_step(stale[0], 2).position == place + 2
    assert programmes.shift_step(stale[1], 1).position == place + 3
    assert step(session, "rules").position == place + 3


@pytest.mark.parametrize(("by", "lasts"), [(-500, 1), (500, 240)])
def test_a_stretch_stops_at_what_can_be_run_and_is_then_refused(session, by, lasts):
    programmes.stretch_step(step(session, "checkin"), by)
    assert step(session, "checkin").minutes == lasts
    with pytest.raises(Refused):
        programmes.stretch_step(step(session, "checkin"), by)


def test_a_longer_step_keeps_the_name_that_it_got_meanwhile(session):
    stale = step(session, "checkin")
    programmes.rename_step(step(session, "checkin"), "Eerst een rondje")
    programmes.set_minutes(stale, 9)
    assert step(session, "checkin").title == "Eerst een rondje"


def test_a_step_that_is_gone_is_refused_with_a_sentence(session):
    stale = step(session, "checkin")
    programmes.remove_step(step(session, "checkin"))
    for verb in (
        *(programmes.stretch_step, programmes.shift_step, programmes.set_minutes),
        programmes.move_step,
    ):
        with pytest.raises(Refused, match="is er niet meer"):
            verb(stale, 3)
    with pytest.raises(Refused, match="is er niet meer"):
        programmes.remove_step(stale)
    with pytest.raises(Refused, match="is er niet meer"):
        programmes.add_step(session, stale, "Even lopen", 3)


def test_a_step_that_moved_meanwhile_stays_there_and_what_is_added_comes_after_it(session):
    pages = [step(session, "checkin") for _ in range(2)]
    assert programmes.move_step(step(session, "checkin"), 6).position == 6
    programmes.set_minutes(pages[0], 9)
    assert (step(session, "checkin").position, step(session, "checkin").minutes) == (6, 9)
    assert programmes.add_step(session, pages[1], "Even lopen", 3).position == 7


def test_what_is_added_in_a_theme_belongs_to_it_where_its_kind_joins_one(session):
    film = session.steps.get(kind="film", theme="hoop")
    inside = programmes.add_step(session, film, kind="huddles:4")
    outside = programmes.add_step(session, step(session, "welcome"), kind="huddles:4")
    assert (inside.theme, outside.theme) == ("hoop", "")


def test_time_in_which_no_room_is_can_go_also_where_nothing_else_is_left(session):
    session.steps.exclude(kind="slack").delete()
    programmes.remove_step(step(session, "slack"))
    assert not session.steps.exists()


def test_a_step_gets_another_name(session):
    programmes.rename_step(step(session, "checkin"), "  Eerst   een rondje ")
    assert step(session, "checkin").title == "Eerst een rondje"
    assert step(session, "checkin").content["named"] is True


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_name_that_is_empty_or_too_long_is_refused(session, title):
    with pytest.raises(Refused):
        programmes.rename_step(step(session, "checkin"), title)
    assert step(session, "checkin").title == "Check-in"


def test_what_is_just_possible_is_not_refused(session):
    checkin = step(session, "checkin")
    for title in ("x", "x" * 120):
        assert programmes.rename_step(checkin, title).title == title
    for minutes in (1, 240):
        assert programmes.set_minutes(checkin, minutes).minutes == minutes
        assert step(session, "checkin").minutes == minutes


def test_eight_hours_is_a_day_and_a_longer_one_may_become_shorter(session):
    checkin = step(session, "checkin")
    session.steps.exclude(kind="checkin").update(minutes=1)
    others = session.steps.count() - 1
    session.steps.filter(kind="rules").update(minutes=240)
    programmes.set_minutes(checkin, 480 - 240 - (others - 1))
    with pytest.raises(Refused, match="hooguit 8 uur"):
        programmes.stretch_step(step(session, "checkin"), 1)
    with pytest.raises(Refused, match="hooguit 8 uur"):
        programmes.add_step(session, None, "Nog even", 1)
    session.steps.filter(kind="welcome").update(minutes=200)  # as older programmes may be
    same = step(session, "welcome")
    assert programmes.set_minutes(same, 200).minutes == 200
    assert programmes.set_minutes(same, 199).minutes == 199
    with pytest.raises(Refused, match="hooguit 8 uur"):
        programmes.set_minutes(same, 200)


def test_a_letter_is_written_without_touching_what_changed_beside_it(session):
    stale = DialogueSession.objects.get(pk=session.pk)
    DialogueSession.objects.filter(pk=session.pk).update(title="Team Zuid")
    written = programmes.write_letter(stale, "  Anja   de Wit ", " Tot dan!\n")
    kept = DialogueSession.objects.get(pk=session.pk)
    assert written is stale
    assert (kept.sender, kept.own_words, kept.title) == ("Anja de Wit", "Tot dan!", "Team Zuid")


def test_what_nobody_can_add_by_hand_is_refused(session):
    before = titles(session)
    for kind in ("film", "bestaat-niet"):
        with pytest.raises(Refused, match="niet zelf toevoegen"):
            programmes.add_step(session, None, "Erbij", 5, kind=kind)
    assert titles(session) == before


def test_a_step_of_ones_own_is_kept_without_the_spaces_round_it(session):
    made = programmes.add_step(session, None, "  Even   lopen " + "x" * 200, 5, " Kom. ", " Jas! ")
    assert made.title.startswith("Even lopen x")
    assert len(made.title) == 120
    assert (made.script.lead, made.script.notes[0].text) == ("Kom.", "Jas!")
    assert step(session, made.kind).pk == made.pk
    assert made.least <= made.ideal <= made.most


def parts_of(session) -> list[str]:
    return [part.title for part in outline.parts(session.steps.all())]


def test_a_part_moves_whole_and_stops_at_the_ends(session):
    before = parts_of(session)
    steps = list(session.steps.all())
    [whole] = [part for part in outline.parts(steps) if "Bejegening" in part.title]
    at = before.index(whole.title)
    assert len(whole.steps) > 1
    others = before[:at] + before[at + 1 :]
    head = whole.steps[0]
    for by, lands in ((-1, at - 1), (2, at + 1), (-99, 0), (-1, 0), (99, len(others))):
        assert programmes.shift_part(head, by) == head
        assert parts_of(session) == [*others[:lands], whole.title, *others[lands:]]
        assert positions(session) == list(range(1, len(steps) + 1))
    first, last = (outline.parts(session.steps.all())[n].steps[0] for n in (0, -2))
    assert programmes.move_part(head, None) == head
    assert parts_of(session) == [whole.title, *others]
    programmes.move_part(head, first)
    assert parts_of(session) == [others[0], whole.title, *others[1:]]
    programmes.move_part(head, whole.steps[-1])  # after itself is where it is
    assert parts_of(session) == [others[0], whole.title, *others[1:]]
    programmes.move_part(head, last)
    assert parts_of(session) == [*others, whole.title]
    gone = session.steps.get(pk=first.pk)
    programmes.remove_step(gone)
    with pytest.raises(Refused, match="is er niet meer"):
        programmes.move_part(head, first)
    with pytest.raises(Refused, match="is er niet meer"):
        programmes.shift_part(first, 1)


def test_what_another_session_of_this_edition_asks_takes_nothing_away_here(edition, session):
    programmes.make_session(edition, wish(), "Team Zuid", STARTS)
    alone = step(session, "alone")
    programmes.set_minutes(alone, 2)
    few = list(alone.questions.values_list("position", flat=True))
    programmes.set_minutes(alone, 5)
    assert list(alone.questions.values_list("position", flat=True)) == [*few, len(few) + 1]
    assert few[0] == 1


def test_a_longer_step_keeps_its_questions_where_what_it_would_add_is_asked_elsewhere(session):
    alone = step(session, "alone")
    programmes.set_minutes(alone, 5)
    most = set(alone.questions.values_list("code", flat=True))
    programmes.set_minutes(alone, 2)
    before = list(alone.questions.values_list("ref", "code"))
    [more] = most - {code for _, code in before}
    step(session, "poll").questions.update(code=more)
    programmes.set_minutes(alone, 5)
    assert list(alone.questions.values_list("ref", "code")) == before


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_minutes_that_cannot_be_run_are_refused(session, minutes):
    with pytest.raises(Refused):
        programmes.set_minutes(step(session, "checkin"), minutes)


def test_a_longer_talk_stays_longer_in_threes(session):
    talk = step(session, "together")
    programmes.set_minutes(talk, 30)
    assert step(session, "together").script.threes_minutes == 12


def test_a_step_of_ones_own_comes_after_the_step_it_follows(session):
    count, checkin = session.steps.count(), step(session, "checkin")
    made = programmes.add_step(session, checkin, "Even lopen", 5, "We lopen.", "Buiten, bij zon.")
    assert titles(session)[2] == "Even lopen"
    assert made.script.lead == "We lopen."
    assert made.script.notes[0].text == "Buiten, bij zon."
    assert positions(session) == list(range(1, count + 2))
    assert broken(session, "5 minuten langer dan 2 uur")


def test_a_step_can_be_added_at_the_start_and_needs_a_name(session):
    programmes.add_step(session, None, "Inloop", 5)
    assert titles(session)[0] == "Inloop"
    with pytest.raises(Refused):
        programmes.add_step(session, None, " ", 5)


def test_a_removed_step_comes_back_whole_at_its_own_place(session):
    poll = step(session, "poll")
    ref, before = poll.ref, titles(session)
    question = poll.questions.get()
    programmes.remove_step(poll)
    assert poll.title not in titles(session)
    edits.undo(session)
    back = session.steps.get(ref=ref)
    assert titles(session) == before
    assert back.content == poll.content
    assert back.questions.get().ref == question.ref
    assert back.questions.get().script == question.script


def test_a_session_has_a_code_from_the_start_and_a_closed_door(session):
    assert session.codes.get().current
    assert not session.door_open


def test_the_last_step_that_can_be_run_stays(session):
    slack = step(session, "slack")
    for other in list(session.steps.exclude(pk=slack.pk))[1:]:
        programmes.remove_step(other)
    with pytest.raises(Refused, match="minstens één stap"):
        programmes.remove_step(session.steps.exclude(pk=slack.pk).get())
    assert positions(session) == [1, 2]


@pytest.mark.parametrize("phase", ["running", "ended"])
def test_nothing_changes_once_the_session_began(session, phase):
    welcome = step(session, "welcome")
    DialogueSession.objects.filter(pk=session.pk).update(
        phase=phase, started_at=STARTS, ended_at=STARTS
    )
    before = titles(session)
    for act in (
        lambda: programmes.rename_step(welcome, "Anders"),
        lambda: programmes.set_minutes(welcome, 9),
        lambda: programmes.move_step(welcome, 3),
        lambda: programmes.remove_step(welcome),
        lambda: programmes.add_step(session, None, "Erbij", 5),
    ):
        with pytest.raises(Refused, match="al begonnen"):
            act()
    assert titles(session) == before


def test_a_session_of_days_is_refused_with_a_sentence(session):
    films = list(session.steps.all())[:4]
    programmes.set_minutes(films[0], 240)
    for act in (
        lambda: programmes.set_minutes(films[1], 240),
        lambda: programmes.stretch_step(films[2], 235),
        lambda: programmes.add_step(session, None, "Nog een dag", 240),
    ):
        with pytest.raises(Refused, match="hooguit 8 uur"):
            act()
    programmes.set_minutes(films[0], 239)
    assert broken(session, "langer dan 2 uur")


def test_more_than_ninety_minutes_without_a_break_warns(session):
    programmes.remove_step(step(session, "break"))
    assert broken(session, "110 minuten achter elkaar")


def test_too_little_talk_warns(session):
    talks = [step for step in session.steps.all() if step.of_kind.talks]
    for talk in talks:
        programmes.set_minutes(talk, 10)
    assert broken(session, "zijn er 20 voor het gesprek. Geef een gesprek meer tijd")
    for talk in talks:
        programmes.remove_step(talk)
    assert broken(session, "Er is geen gesprek meer in dit programma")


def test_much_theory_warns(session):
    programmes.set_minutes(step(session, "slide"), 15)
    assert broken(session, "Houd het op hooguit 20")


def test_a_step_below_its_least_warns(session):
    programmes.set_minutes(step(session, "together"), 5)
    assert broken(session, "Neem er minstens 18 minuten voor")
    programmes.set_minutes(step(session, "film"), 3)
    assert broken(session, "Zo past de film niet")


def test_time_that_is_left_warns(session):
    talk = step(session, "together")
    programmes.set_minutes(talk, talk.minutes - 3)
    assert broken(session, "Er zijn nog 3 minuten over van 2 uur")
    programmes.set_minutes(step(session, "rules"), step(session, "rules").minutes + 2)
    assert broken(session, "Er is nog 1 minuut over van 2 uur")


def test_ground_rules_after_the_first_film_warn(session):
    programmes.move_step(step(session, "rules"), 12)
    assert broken(session, "basisregels staan na de eerste film")
    programmes.remove_step(step(session, "rules"))
    assert broken(session, "basisregels zijn weg")


def test_a_checkout_that_is_not_last_or_gone_warns(session):
    programmes.move_step(step(session, "checkout"), 3)
    assert broken(session, "check-out staat niet als laatste")
    programmes.remove_step(step(session, "checkout"))
    assert broken(session, "opvang na afloop is weg")


def test_no_slack_warns(session):
    programmes.remove_step(step(session, "slack"))
    assert broken(session, "weinig speling")


def test_a_theme_that_never_stands_first_warns_where_it_does(edition):
    client = "hulpverlener-als-client"
    made = programmes.make_session(edition, wish(themes=("werkdruk", client)), "T", STARTS)
    for film in made.steps.filter(theme="werkdruk"):
        programmes.move_step(film, 999)
    assert broken(made, "'Hulpverlener als cliënt' staat nu als eerste thema")
    for other in made.steps.filter(theme="werkdruk"):
        programmes.remove_step(other)
    assert broken(made, "nu het enige thema")


def as_planned(found) -> dict:
    """A step without what its place and its public id make of it."""
    asked = [(q.code, q.form, q.text) for q in found.questions.all()]
    content = found.content | {"origin": "", "planned": 0}
    return {"title": found.title, "content": content, "asked": asked}


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "changes", [{}, {"phone_free": True}, {"led_by": "manager"}, {"group_size": 4}], ids=str
)
def test_a_step_made_anew_in_the_same_time_is_the_same(edition, changes):
    session = programmes.make_session(edition, wish(minutes=240, **changes), "Team Noord", STARTS)
    before = {found.ref: as_planned(found) for found in session.steps.all()}
    for found in session.steps.all():
        programmes.set_minutes(found, found.minutes + 1)
        programmes.set_minutes(found, found.minutes - 1)
    assert {found.ref: as_planned(found) for found in session.steps.all()} == before


def test_a_step_follows_its_minutes_with_all_that_its_kind_makes(session):
    talk, alone = step(session, "together"), step(session, "alone")
    for minutes, kept in ((1, 0), (30, 12)):
        programmes.set_minutes(talk, minutes)
        assert step(session, "together").script.threes_minutes == kept
    many = step(session, "together").script.talk
    programmes.set_minutes(talk, 15)
    few = step(session, "together").script.talk
    assert len(few) <= len(many)
    assert few[-1] == many[-1]  # looking from another's side, in the shortest talk too
    programmes.set_minutes(alone, 2)
    short = [question.code for question in alone.questions.all()]
    programmes.set_minutes(alone, 5)
    assert len(alone.questions.all()) == len(short) + 1


def test_a_step_that_was_changed_by_hand_keeps_that_when_its_minutes_change(session):
    talk = step(session, "together")
    programmes.rename_step(talk, "Ons gesprek")
    talk.content["lead"] = "Eigen woorden."
    talk.save()
    programmes.set_minutes(talk, 30)
    assert talk.title == "Ons gesprek"
    assert talk.script.lead == "Eigen woorden."
    assert talk.script.threes_minutes == 12
    own = programmes.add_step(session, None, "Inloop", 5, "Koffie.", "Zet stoelen klaar.")
    programmes.set_minutes(own, 9)
    assert own.script.lead == "Koffie."
    assert own.script.notes[0].text == "Zet stoelen klaar."


def test_a_question_of_ones_own_stays_where_more_time_would_ask_more(session):
    alone = step(session, "alone")
    programmes.set_minutes(alone, 2)
    words = rewording.words_now(alone)
    first, *rest = words.asked
    own = step_words.other_text(first.now, step_words.new_code(), "Wat voel je?")
    asks = (msgspec.structs.replace(first, now=own), *rest)
    rewording.reword_step(alone, msgspec.structs.replace(words, asked=asks), rewording.seal(alone))
    before = list(alone.questions.values_list("ref", "code"))
    programmes.set_minutes(step(session, "alone"), 5)
    assert list(alone.questions.values_list("ref", "code")) == before


@pytest.mark.parametrize("kind", kinds.by_hand(), ids=lambda kind: kind.key)
def test_what_may_be_added_by_hand_is_made_from_the_sessions_own_edition(session, kind):
    choices = kind.choices(briefs.of_session(session))
    for there in session.steps.filter(kind=kind.key) if choices else ():
        programmes.remove_step(there)  # what it asks is asked once
    last = session.steps.last()
    own = {} if kind.names_itself else {"title": "Even lopen"}
    which = f":{choices[-1][0]}" if choices else ""
    added = programmes.add_step(session, last, kind=kind.key + which, **own)
    assert (added.kind, added.position) == (kind.key, last.position + 1)
    assert added.title
    assert added.least <= added.minutes <= added.most
    programmes.set_minutes(added, added.most)
    asked = session.steps.values_list("questions__code", flat=True).exclude(questions=None)
    assert len(asked) == len(set(asked))


def test_own_words_go_before_those_of_the_kind(session):
    last = session.steps.last()
    added = programmes.add_step(session, last, "Soep", 20, "Er is soep.", "Lepels.", kind="break")
    assert (added.title, added.minutes, added.ideal) == ("Soep", 20, 15)
    assert added.script.lead == "Er is soep."
    assert [note.heading for note in added.script.notes] == ["In de pauze", "Je eigen notitie"]
    assert added.of_kind.rests


def test_a_rule_that_was_thrown_away_can_be_added_again(session):
    first = session.steps.get(position=2)
    rules = as_planned(step(session, "rules"))
    programmes.remove_step(step(session, "rules"))
    assert broken(session, "basisregels zijn weg")
    programmes.add_step(session, first, kind="rules")
    assert not broken(session, "basisregels")
    assert as_planned(step(session, "rules")) == rules


def test_an_evaluation_that_was_thrown_away_asks_the_same_when_it_is_added_again(session):
    def asked() -> list[str]:
        return [question.code for question in step(session, "evaluation").questions.all()]

    before = asked()
    assert before
    programmes.remove_step(step(session, "evaluation"))
    programmes.add_step(session, step(session, "checkin"), kind="evaluation", notes="  Rustig.  ")
    assert asked() == before
    assert step(session, "evaluation").script.notes[-1].text == "Rustig."
    programmes.add_step(session, step(session, "checkin"), kind="evaluation")
    codes = [q.code for s in session.steps.filter(kind="evaluation") for q in s.questions.all()]
    assert codes == before  # nothing is asked twice


@pytest.mark.parametrize("kind", [*kinds.keys(by_hand=False), "nergens"])
def test_what_needs_more_than_a_kind_is_not_added_by_hand(session, kind):
    before = titles(session)
    with pytest.raises(Refused, match="andere soort"):
        programmes.add_step(session, None, "Film", 5, kind=kind)
    assert titles(session) == before


def test_going_on_without_phones_leaves_no_word_about_phones_in_what_is_said(session):
    promised = step(session, "alone").script.notes
    assert "telefoon" in str(promised) or "verstuurt" in str(promised)
    mine = programmes.add_step(session, None, "Soep", 20, "Er is soep.", "Bel Anja op.")
    running.go_phone_free(session)
    aloud = programmes.make_session(session.edition, wish(phone_free=True), "Team", STARTS)
    for kind in ("welcome", "alone", "intent", "evaluation"):
        assert step(session, kind).script.notes == step(aloud, kind).script.notes, kind
    mine.refresh_from_db()
    assert "Bel Anja op." in str(mine.script.notes)
    assert step(session, "alone").script.talk


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_a_start_under_way_and_then_comes_too_late(edition):
    """Else a programme could change under a room that talks."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite verbs stand in one line")
    session = programmes.make_session(edition, wish(), "Team Noord", STARTS)
    checkin = step(session, "checkin")
    said: list[str] = []

    def change() -> None:
        try:
            programmes.rename_step(checkin, "Te laat")
            said.append("changed")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    other = threading.Thread(target=change)
    with transaction.atomic():
        running.start(session)
        other.start()
        until = time.monotonic() + 20
        while not said and not somebody_waits_for_a_lock():
            assert time.monotonic() < until
            time.sleep(0.01)
    other.join(20)
    assert said == ["refused"]
    assert step(session, "checkin").title == "Check-in"


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_what_is_kept_has_an_owner_and_an_account_is_given_so_many_a_day(edition, monkeypatch):
    owner = User.objects.create_user("ik@example.org")
    monkeypatch.setattr(codes, "PER_DAY", 2)
    for title in ("Team Noord", "Team Zuid"):
        kept = programmes.keep_session(edition, wish(), title, STARTS, owner)
        assert (kept.title, kept.facilitators.get().user) == (title, owner)
    with pytest.raises(Refused, match="vandaag al"):
        programmes.keep_session(edition, wish(), "Team West", STARTS, owner)
    assert DialogueSession.objects.count() == 2


def test_a_second_press_keeps_one_session_and_costs_one_code(edition, monkeypatch):
    """On slow Wi-Fi three presses made three sessions, each with a code."""
    owner, other = map(User.objects.create_user, ("ik@example.org", "jij@example.org"))
    monkeypatch.setattr(codes, "PER_DAY", 1)
    kept = programmes.keep_session(edition, wish(), "Team Noord", STARTS, owner)
    assert programmes.keep_session(edition, wish(), "Team Noord", STARTS, owner) == kept
    assert programmes.keep_session(edition, wish(), "Team Noord", STARTS, other) != kept
    for later in (
        {"title": "Team Zuid"},
        {"made_at": timezone.now() - timedelta(minutes=3)},
        {"deleted_at": timezone.now()},
        {"rehearses": kept},
    ):
        DialogueSession.objects.filter(pk=kept.pk).update(**later)
        with pytest.raises(Refused, match="vandaag al"):
            programmes.keep_session(edition, wish(), "Team Noord", STARTS, owner)
        was = {name: getattr(kept, name) for name in later}
        DialogueSession.objects.filter(pk=kept.pk).update(**was)


def test_a_letter_is_not_written_any_more_once_the_session_began(session):
    running.start(session)
    with pytest.raises(Refused):
        programmes.write_letter(session, "Anja", "Tot dan!")
    session.refresh_from_db()
    assert (session.sender, session.own_words) == ("", "")


def test_how_an_expert_takes_part_is_noted_and_changes_no_step(session):
    before = titles(session)
    programmes.note_lived(session, DialogueSession.Lived.values[-1])
    session.refresh_from_db()
    assert session.lived == DialogueSession.Lived.values[-1]
    assert session.programme_version == 0
    assert titles(session) == before


def test_how_an_expert_takes_part_is_noted_beside_what_was_written_meanwhile(session):
    page = DialogueSession.objects.get(pk=session.pk)
    programmes.write_letter(session, "Anja", "Tot dan!")
    assert programmes.note_lived(page, DialogueSession.Lived.LEADS) is page
    kept = DialogueSession.objects.get(pk=session.pk)
    assert (kept.lived, kept.sender) == (DialogueSession.Lived.LEADS, "Anja")
    running.start(session)
    with pytest.raises(Refused, match="al begonnen"):
        programmes.note_lived(page, DialogueSession.Lived.NOT_NOW)


def test_who_adds_after_a_step_that_went_meanwhile_is_told_so(session):
    """Also where it came back: what stands round it may be something else by then."""
    checkin = step(session, "checkin")
    programmes.remove_step(step(session, "checkin"))
    with pytest.raises(Stale, match="‘Check-in’ is weggehaald"):
        programmes.add_step(session, checkin, "Even lopen", 3, on=0)
    edits.undo(session)
    with pytest.raises(Stale, match="Ongedaan gemaakt"):
        programmes.add_step(session, step(session, "checkin"), "Even lopen", 3, on=0)


def test_a_planned_step_knows_what_it_is_in_its_plan_and_how_long_it_lasts_there(session):
    steps = list(session.steps.all())
    assert session.planned_steps == [found.script.origin for found in steps]
    assert {"welcome:", "film:hoop", "alone:bejegening"} <= set(session.planned_steps)
    assert [found.script.planned for found in steps] == [found.minutes for found in steps]


def test_a_programme_without_a_step_gets_its_first(session):
    session.steps.all().delete()
    added = programmes.add_step(session, None, "Even lopen", 3)
    assert programmes.stretch_step(added, 2).minutes == 5
    assert (titles(session), positions(session)) == (["Even lopen"], [1])


def test_a_choice_comes_whole_or_not_at_all(session):
    """With its talk and the second choice; where that is too long, the first does not come."""
    long = session.steps.first()
    rest = sum(session.steps.exclude(pk=long.pk).values_list("minutes", flat=True))
    type(long).objects.filter(pk=long.pk).update(minutes=programmes.LONGEST_TOGETHER - rest - 8)
    before = titles(session)
    with pytest.raises(Refused, match="duurt hooguit"):
        programmes.add_step(session, None, kind="stance:KEUZE-1")
    assert titles(session) == before
    programmes.add_step(session, None, "Even lopen", 8)
