"""Small groups of a session: dealt, found, left and asked away from; and what nobody is told."""

import re
import threading
from collections import Counter
from contextlib import suppress
from functools import partial
from itertools import combinations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content.document import AnswerForm
from sessions_app import bus, codes, huddling, pens, plans, results, running, surfaces
from sessions_app.errors import Refused, Stale
from sessions_app.models import DialogueSession, Facilitator, Huddles, HuddleSeat, StepQuestion
from sessions_app.reports.contents import report_of
from sessions_app.script import StepContent, content_to_builtins
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR
from tests.sessions_app.room import (
    Person,
    add_question,
    add_step,
    close,
    make_empty_session,
    people_in,
)

pytestmark = pytest.mark.django_db

IN_THREES = StepContent(huddles=3, talk=("Wat bleef je bij?",))


def talk(**fields) -> DialogueSession:
    """A session whose first step is talk in threes; after it comes another."""
    session = make_empty_session(**fields)
    add_step(session, "huddles", content=IN_THREES)
    add_step(session, "together", content=IN_THREES)
    add_step(session, "checkout", "einde")
    return session


def deal(session: DialogueSession, size: int = 3) -> None:
    running.deal_huddles(session, session.current.ref, size)


def fresh(session: DialogueSession) -> DialogueSession:
    return DialogueSession.objects.select_related("current").get(pk=session.pk)


def where(session: DialogueSession, people: list[Person]) -> dict[int, int]:
    """In which huddle each of these is, by their place in the list; of none they are left out."""
    found = [huddling.mine(fresh(session), person.secret).huddle for person in people]
    return {place: huddle.number for place, huddle in enumerate(found) if huddle}


def sizes(at: dict[int, int]) -> list[int]:
    return sorted(Counter(at.values()).values())


def pairs(at: dict[int, int]) -> set[tuple[int, int]]:
    return {(a, b) for a, b in combinations(sorted(at), 2) if at[a] == at[b]}


def seat_of(session: DialogueSession, person: Person) -> HuddleSeat:
    return HuddleSeat.objects.get(participant__pen=pens.join_pen(person.secret, session.ref))


def client_of(session: DialogueSession, person: Person) -> Client:
    client = Client()
    client.cookies[pens.cookie_name(session.ref)] = pens.seal(session.ref, person.secret)
    return client


def page(session: DialogueSession, name: str = "take_part") -> str:
    return reverse(f"participant:{name}", args=[session.codes.get(current=True).code])


@pytest.fixture
def coded():
    """A session with a code, so that phones have a page."""
    session = talk()
    codes.give_code(session, codes.free_codes())
    return session


def test_everybody_with_a_phone_has_a_huddle_and_nobody_is_alone():
    session = talk()
    people = people_in(session, 11)
    deal(session)
    at = where(session, people)
    assert len(at) == 11
    assert sizes(at) == [3, 4, 4]
    assert Huddles.objects.get().sizes == {"0": 4, "1": 4, "2": 3}


def test_once_more_is_with_other_people_also_for_who_came_between():
    session = talk()
    people = people_in(session, 12)
    seen: set[tuple[int, int]] = set()
    for turn in range(3):
        if turn == 1:  # joins after a deal: its past begins later
            running.advance(session, session.current.ref)
            people += people_in(session, 3)
        deal(session)
        met = pairs(where(session, people))
        assert not met & seen
        seen |= met
    assert len(seat_of(session, people[0]).been) == 2


def test_of_who_joined_after_two_deals_it_is_known_with_whom_they_sat():
    session = talk()
    people_in(session, 6)
    for _ in range(2):
        deal(session)
    (late,) = people_in(session, 1)
    (sat,) = where(session, [late]).values()
    deal(session)
    assert seat_of(session, late).been == [[], [sat]]


@pytest.mark.parametrize("on_screen", [True, False], ids=["signs", "questions"])
def test_the_clock_says_of_how_many_the_groups_are_that_were_dealt(on_screen: bool):
    session = make_empty_session()
    add_step(session, "together", content=StepContent(threes_minutes=3), minutes=9)
    people_in(session, 6)
    deal(session, size=2)
    running.show_huddles(session, session.current.ref, on_screen)
    screen, console = (
        surfaces.render(session.ref, surface).html for surface in (PROJECTOR, CONSOLE)
    )
    assert "Tweetallen: nog" in screen
    assert "tweetallen: nog" in console
    assert "rietallen: nog" not in screen + console


def test_dealing_needs_two_phones_a_known_size_and_the_step_of_now():
    session = talk()
    people_in(session, 1)
    step = session.current.ref
    with pytest.raises(Refused, match="te weinig telefoons"):
        deal(session)
    with pytest.raises(Refused, match="tweetallen"):
        deal(session, 5)
    running.advance(session, step)
    running.advance(session, session.current.ref)
    with pytest.raises(Refused, match="niet voor groepjes"):
        deal(session)
    with pytest.raises(Stale):
        running.deal_huddles(session, step, 3)
    running.go_phone_free(session)
    with pytest.raises(Refused, match="zonder telefoons"):
        deal(session)
    assert not Huddles.objects.exists()


def test_a_refused_deal_leaves_the_last_one_as_it_was():
    session = talk()
    people = people_in(session, 2)
    deal(session, 2)
    huddling.go(fresh(session), people[0].secret)
    before = HuddleSeat.objects.filter(out=False).values().get()
    with pytest.raises(Refused):
        deal(session, 2)
    assert HuddleSeat.objects.filter(out=False).values().get() == before
    assert Huddles.objects.get().deal == 1


def test_a_latecomer_joins_the_smallest_and_the_screen_hears_of_it_later():
    session = talk()
    people = people_in(session, 7)
    deal(session)
    people += people_in(session, 1)
    assert sizes(where(session, people)) == [4, 4]
    assert sorted(Huddles.objects.get().sizes.values()) == [3, 4]
    huddling.tell_sizes()
    assert sorted(Huddles.objects.get().sizes.values()) == [4, 4]


def test_of_every_session_in_which_somebody_moved_the_screen_hears_it_once(monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(bus, "tally", told.append)
    one, other, still = talk(), talk(), talk()
    for session in (one, other, still):
        people = people_in(session, 7)
        deal(session)
        for person in people[:2] if session is not still else ():
            huddling.mine(fresh(session), person.secret)  # who looks moves nobody
    for session in (one, other):
        late = people_in(session, 1)
        huddling.mine(fresh(session), late[0].secret)
    told.clear()
    huddling.tell_sizes()
    assert sorted(told) == sorted([one.ref, other.ref])
    assert [sum(each.sizes.values()) for each in Huddles.objects.order_by("pk")] == [8, 8, 7]
    huddling.tell_sizes()
    assert len(told) == 2


def test_of_a_session_that_ends_meanwhile_the_screen_hears_nothing(monkeypatch):
    told: list[str] = []

    def tally(ref: str) -> None:
        told.append(ref)
        Huddles.objects.exclude(session__ref=ref).delete()

    for session in (talk(), talk()):
        people = people_in(session, 6)
        deal(session)
        huddling.stand_aside(fresh(session), people[0].secret)
    monkeypatch.setattr(bus, "tally", tally)
    huddling.tell_sizes()
    assert len(told) == 1


def test_who_comes_late_has_left_nothing():
    session = talk()
    people_in(session, 6)
    deal(session)
    (late,) = people_in(session, 1)
    huddling.mine(fresh(session), late.secret)
    assert seat_of(session, late).left == []


def test_a_press_that_moves_somebody_else_is_told_at_once_and_no_other(monkeypatch):
    session = talk()
    people = people_in(session, 6)
    deal(session)
    told: list[str] = []
    monkeypatch.setattr(bus, "tally", told.append)
    huddling.switch(fresh(session), people[0].secret)
    assert told == []
    deal(session, 2)
    told.clear()
    huddling.switch(fresh(session), people[0].secret)
    assert told == [session.ref]


def test_huddles_stand_in_the_order_of_their_numbers():
    session = talk()
    people_in(session, 25)  # so the first is a three
    deal(session, 2)
    numbers = [one.number for one in huddling.listed(session, Huddles.objects.get())]
    assert numbers == list(range(12))


def test_who_looks_again_changes_nothing():
    session = talk()
    people = people_in(session, 6)
    deal(session)
    huddling.stand_aside(fresh(session), people[0].secret)
    huddling.tell_sizes()
    for person in people:
        huddling.mine(fresh(session), person.secret, aside=person is people[0])
    assert Huddles.objects.get().told
    for choosing in (running.reopen_huddles, partial(running.offer_signs, size=3)):
        choosing(session, session.current.ref)
        huddling.tell_sizes()
        for person in people:
            huddling.mine(fresh(session), person.secret)
        assert Huddles.objects.get().told


def test_who_is_not_in_the_session_sits_nowhere_and_writes_for_nobody():
    session = talk()
    people_in(session, 6)
    deal(session)
    stranger = Person().secret
    with pytest.raises(Refused, match="geen groepjes"):
        huddling.switch(fresh(session), stranger)
    assert not huddling.writes(session, stranger)
    huddling.go(session, stranger)
    assert not HuddleSeat.objects.filter(out=True).exists()


def test_before_there_are_any_only_who_is_done_is_left_out():
    session = talk()
    people = people_in(session, 4)
    for person in people[1:3]:
        huddling.go(fresh(session), person.secret)
    out = {seat.participant.pen for seat in HuddleSeat.objects.filter(out=True)}
    assert out == {pens.join_pen(person.secret, session.ref) for person in people[1:3]}


def test_a_manager_who_leads_and_comes_late_is_in_none():
    session = talk()
    people_in(session, 6)
    deal(session)
    (late,) = people_in(session, 1)
    assert huddling.mine(fresh(session), late.secret, aside=True) == huddling.Mine(out=True)


def test_there_are_as_many_as_were_dealt_in_this_step_and_none_in_another():
    session = talk()
    people_in(session, 7)
    deal(session)
    assert [huddling.count(step) for step in session.steps.all()] == [2, 0, 0]
    running.advance(session, session.current.ref)
    add_question(session.current)
    for act in (
        lambda: running.show_huddles(session, session.current.ref, True),
        lambda: running.ask_huddles(session, session.current.ref),
        lambda: running.reopen_huddles(session, session.current.ref),
    ):
        with pytest.raises(Refused, match="geen groepjes"):
            act()


def test_somebody_gets_another_huddle_twice_and_then_hears_what_else_is_possible():
    session = talk()
    people = people_in(session, 12)
    deal(session)
    was = [where(session, people)[0]]
    for _ in range(2):
        huddling.switch(fresh(session), people[0].secret)
        at = where(session, people)
        assert at[0] not in was
        assert sizes(at)[0] >= 2
        was.append(at[0])
    with pytest.raises(Refused, match="al twee keer"):
        huddling.switch(fresh(session), people[0].secret)
    assert where(session, people)[0] == was[-1]
    assert seat_of(session, people[0]).left == was[:2]


def test_who_was_left_is_no_partner_next_time_either():
    session = talk()
    people = people_in(session, 8)
    deal(session, 2)
    first = pairs(where(session, people))
    huddling.switch(fresh(session), people[0].secret)
    met = first | pairs(where(session, people))
    deal(session, 2)
    assert not met & pairs(where(session, people))


def test_of_a_pair_the_other_one_is_told_to_look_again():
    session = talk()
    people = people_in(session, 6)
    deal(session, 2)
    at = where(session, people)
    mate = next(p for p in at if at[p] == at[0] and p != 0)
    huddling.switch(fresh(session), people[0].secret)
    now = where(session, people)
    assert now[mate] != at[mate]
    assert now[mate] != now[0]
    assert Huddles.objects.get().round == 1
    assert 'data-huddles="1.1"' in surfaces.render(session.ref, PARTICIPANT).html


def test_out_of_a_larger_huddle_nobody_else_hears_anything():
    session = talk()
    people = people_in(session, 9)
    deal(session)
    told = [surfaces.render(session.ref, surface).html for surface in (PARTICIPANT, PROJECTOR)]
    version = fresh(session).version
    huddling.switch(fresh(session), people[0].secret)
    assert fresh(session).version == version
    assert told == [
        surfaces.render(session.ref, surface).html for surface in (PARTICIPANT, PROJECTOR)
    ]


def test_who_takes_no_part_stays_out_until_they_say_so():
    session = talk()
    people = people_in(session, 6)
    deal(session, 2)
    huddling.stand_aside(fresh(session), people[0].secret)
    at = where(session, people)
    assert 0 not in at
    assert sizes(at) == [2, 3]
    deal(session, 2)
    assert 0 not in where(session, people)
    huddling.come_back(fresh(session), people[0].secret)
    assert 0 in where(session, people)


def test_who_has_a_huddle_stays_there_and_who_has_none_gets_no_other():
    session = talk()
    people = people_in(session, 7)
    deal(session)
    at = where(session, people)
    for person in people:
        huddling.come_back(fresh(session), person.secret)
    assert where(session, people) == at
    huddling.stand_aside(fresh(session), people[0].secret)
    with pytest.raises(Refused, match="in geen groepje"):
        huddling.switch(fresh(session), people[0].secret)


def test_who_is_done_with_the_phone_is_dealt_to_nobody(coded):
    people = people_in(coded, 5)
    client_of(coded, people[0]).post(page(coded, "leave"))  # before there are any
    deal(coded, 2)
    assert sorted(Huddles.objects.get().sizes.values()) == [2, 2]
    client_of(coded, people[1]).post(page(coded, "leave"))
    huddling.tell_sizes()
    assert sorted(Huddles.objects.get().sizes.values()) == [3]


def test_a_manager_who_leads_is_in_none_but_a_colleague_who_leads_may_be(coded):
    people = people_in(coded, 6)
    leader = User.objects.create(email="leidt@example.org")
    Facilitator.objects.create(session=coded, user=leader)
    client = client_of(coded, people[0])
    client.force_login(leader)
    deal(coded)
    assert "Jouw groepje" in client.get(page(coded)).content.decode()
    DialogueSession.objects.update(led_by="manager")
    assert "Geen groepje" in client.get(page(coded)).content.decode()
    assert 0 not in where(coded, people)
    assert sizes(where(coded, people)) == [2, 3]


def test_a_phone_reads_its_own_sign_and_no_frame_says_whose(coded):
    people = people_in(coded, 6)
    coded.huddle_places = ["bij het raam"]
    coded.save()
    deal(coded)
    pushed = surfaces.render(coded.ref, PARTICIPANT).html
    screen = surfaces.render(coded.ref, PROJECTOR).html
    assert "cirkel" not in pushed
    assert screen.count('class="sign') == 2
    assert "3 mensen" in screen
    at = where(coded, people)
    for place, person in enumerate(people):
        shown = client_of(coded, person).get(page(coded)).content.decode()
        assert shown.count('class="sign') == 1
        assert ("Blauwe cirkel" in shown) == (at[place] == 0)
        assert ("Bij het raam" in shown) == (at[place] == 0)
        for other in people:
            assert pens.join_pen(other.secret, coded.ref) not in shown + pushed + screen


def test_without_scripts_one_press_switches_and_a_refusal_stands_on_the_page(coded):
    people = people_in(coded, 3)
    deal(coded)
    client = client_of(coded, people[0])
    reply = client.post(page(coded, "huddle"), {"wens": "niet"})
    assert reply.status_code == 302
    assert "Geen groepje" in client.get(page(coded)).content.decode()
    client.post(page(coded, "huddle"), {"wens": "wel"})
    reply = client.post(page(coded, "huddle"), {"wens": "ander"})
    assert reply.status_code == 409
    assert huddling.NO_OTHER in reply.content.decode()
    part = client.post(page(coded, "huddle"), {"wens": "ander"}, HTTP_X_REQUESTED_WITH="fetch")
    assert part.content.decode().lstrip().startswith("<section")
    assert client.post(page(coded, "huddle"), {"wens": "iets"}).status_code == 404
    assert Client().get(page(coded, "huddle")).status_code == 404


def test_another_step_has_no_huddles_and_going_back_brings_them_again():
    session = talk()
    people = people_in(session, 6)
    deal(session)
    at = where(session, people)
    running.advance(session, session.current.ref)
    assert where(session, people) == {}
    with pytest.raises(Refused):
        huddling.switch(fresh(session), people[0].secret)
    running.back(session, session.current.ref)
    assert where(session, people) == at


def test_a_step_that_is_changed_into_a_talk_of_all_has_no_huddles_any_more():
    session = talk()
    people = people_in(session, 6)
    deal(session)
    plain = content_to_builtins(StepContent(talk=("Wat bleef je bij?",)))
    session.steps.filter(pk=session.current.pk).update(content=plain)
    assert where(session, people) == {}
    assert 'class="sign' not in surfaces.render(session.ref, PROJECTOR).html


def test_the_screen_shows_the_huddles_or_what_they_talk_about():
    session = talk()
    people_in(session, 6)
    deal(session)
    assert 'data-screen="huddles"' in surfaces.render(session.ref, PROJECTOR).html
    running.show_huddles(session, session.current.ref, False)
    shown = surfaces.render(session.ref, PROJECTOR).html
    assert 'data-screen="talk"' in shown
    console = surfaces.render(session.ref, CONSOLE).html
    assert "2 groepjes van 3 mensen" in console
    with pytest.raises(Stale):
        running.show_huddles(session, session.steps.last().ref, True)
    assert not Huddles.objects.get().on_screen


def test_places_are_named_until_the_end():
    session = talk()
    running.name_places(session, ["bij het raam"])
    assert session.huddle_places == fresh(session).huddle_places == ["bij het raam"]
    running.start(session)
    running.finish(session)
    with pytest.raises(Refused, match="afgelopen"):
        running.name_places(session, ["op de gang"])


def test_going_on_without_phones_takes_the_signs_off_the_screen():
    session = talk()
    people_in(session, 6)
    deal(session)
    running.go_phone_free(session)
    assert 'class="sign' not in surfaces.render(session.ref, PROJECTOR).html


def test_where_there_are_very_many_the_screen_lists_none():
    session = talk()
    people_in(session, 60)
    deal(session, 2)
    shown = surfaces.render(session.ref, PROJECTOR).html
    assert "Er zijn 30 groepjes" in shown
    assert 'class="sign' not in shown


def test_phones_that_are_put_away_keep_the_sign(coded):
    people = people_in(coded, 6)
    deal(coded)
    running.put_away(coded, True)
    shown = client_of(coded, people[0]).get(page(coded)).content.decode()
    assert shown.index('id="weg"') < shown.index("Jouw groepje")


def test_the_end_leaves_nothing_of_who_was_with_whom():
    session, other = talk(), talk()
    for each in (session, other):
        people_in(each, 6)
        deal(each)
    running.finish(session)
    assert Huddles.objects.get().session == other
    assert {seat.participant.session for seat in HuddleSeat.objects.all()} == {other}
    said = repr(report_of(fresh(session)))
    assert "cirkel" not in said


# Who leads says aloud who sits where, and everybody presses that sign (decision 0079).


def by_hand(session: DialogueSession, size: int = 3) -> None:
    running.offer_signs(session, session.current.ref, size)


def choose(session: DialogueSession, person: Person, sign: int) -> None:
    huddling.choose(fresh(session), person.secret, str(sign))


def done(session: DialogueSession) -> None:
    running.settle_huddles(session, session.current.ref)


def console(session: DialogueSession) -> str:
    """What the console says of small groups, in one line."""
    shown = surfaces.render(session.ref, CONSOLE).html
    card = shown[shown.index('id="groepjes-kaart"') :]
    return " ".join(re.sub(r"<[^>]+>", " ", card[: card.index("</section>")]).split())


def test_everybody_sits_by_the_sign_that_they_chose():
    session = talk()
    people = people_in(session, 7)
    deal(session)
    by_hand(session)
    assert where(session, people) == {}, "also of who sat somewhere"
    said = [1, 0, 1, 0, 1, 0, 1]
    for person, sign in zip(people, said, strict=True):
        choose(session, person, 0)
        choose(session, person, sign)  # as often as they like
    done(session)
    assert where(session, people) == dict(enumerate(said))
    assert Huddles.objects.get().sizes == {"0": 3, "1": 4}


def test_who_chose_nothing_is_placed_and_who_is_alone_is_moved():
    session = talk()
    people = people_in(session, 9)
    by_hand(session)
    for place in range(4):
        choose(session, people[place], 0)
    choose(session, people[4], 1)
    done(session)
    at = where(session, people)
    assert [at[place] for place in range(5)] == [0, 0, 0, 0, 1]
    assert sizes(at) == [2, 3, 4]
    with pytest.raises(Refused, match="voorbij"):
        choose(session, people[0], 2)
    assert where(session, people) == at


def test_there_are_as_many_signs_as_the_size_asks_and_never_only_one():
    session = talk()
    people_in(session, 1)
    with pytest.raises(Refused, match="te weinig telefoons"):
        by_hand(session)
    people_in(session, 4)
    with pytest.raises(Refused, match="maar één groepje"):
        by_hand(session, 4)
    with pytest.raises(Refused, match="tweetallen"):
        by_hand(session, 5)
    assert not Huddles.objects.exists()
    people_in(session, 26)
    by_hand(session, 2)
    assert Huddles.objects.get().sizes == {str(number): 0 for number in range(15)}
    running.go_phone_free(session)
    with pytest.raises(Refused, match="zonder telefoons"):
        by_hand(session)


def test_the_screen_lists_the_signs_and_counts_nobody_while_people_choose():
    session = talk()
    people = people_in(session, 6)
    running.name_places(session, ["bij het raam"])
    by_hand(session)
    choose(session, people[0], 0)
    huddling.tell_sizes()
    shown = surfaces.render(session.ref, PROJECTOR).html
    assert shown.count('class="sign') == 2
    assert "bij het raam" in shown
    assert "De gespreksleider zegt waar je zit" in shown
    assert "mens" not in shown[shown.index("stage-huddles") : shown.index("</ul>")]
    done(session)
    assert "3 mensen" in surfaces.render(session.ref, PROJECTOR).html


def test_the_console_hears_later_how_many_chose_and_who_sits_alone():
    session = talk()
    people = people_in(session, 6)
    by_hand(session)
    choose(session, people[0], 0)
    assert "0 van de 6 telefoons hebben een teken" in console(session)
    huddling.tell_sizes()
    assert "1 van de 6 telefoons" in console(session)
    assert "Iemand zit alleen bij: blauwe cirkel." in console(session)
    huddling.stand_aside(fresh(session), people[5].secret)
    choose(session, people[1], 0)
    huddling.tell_sizes()
    assert "2 van de 5 telefoons" in console(session)
    assert "alleen bij" not in console(session)


def test_opening_and_closing_over_a_deal_is_no_way_to_see_at_once_who_moved():
    session = talk()
    people = people_in(session, 6)
    deal(session)
    running.reopen_huddles(session, session.current.ref)
    at = where(session, people)
    choose(session, people[0], 1 - at[0])
    done(session)
    assert Huddles.objects.get().sizes == {"0": 3, "1": 3}
    huddling.tell_sizes()
    assert sorted(Huddles.objects.get().sizes.values()) == [2, 4]
    people_in(session, 1)  # whom the end of choosing puts somewhere
    running.reopen_huddles(session, session.current.ref)
    huddling.tell_sizes()
    done(session)
    assert sorted(Huddles.objects.get().sizes.values()) == [2, 4]
    huddling.tell_sizes()
    assert sorted(Huddles.objects.get().sizes.values()) == [3, 4]


def test_where_nobody_chooses_its_end_changes_nothing():
    session = talk()
    people_in(session, 6)
    deal(session)
    people_in(session, 1)
    before = Huddles.objects.values().get()
    done(session)
    running.advance(session, session.current.ref)
    assert Huddles.objects.values().get() == before


def test_over_a_deal_everybody_keeps_their_sign_and_whoever_wants_chooses_another():
    session = talk()
    people = people_in(session, 9)
    deal(session)
    at = where(session, people)
    running.reopen_huddles(session, session.current.ref)
    running.reopen_huddles(session, session.current.ref)  # twice is the same as once
    assert where(session, people) == at
    choose(session, people[0], (at[0] + 1) % 3)
    late = people_in(session, 1)
    assert huddling.mine(fresh(session), late[0].secret).huddle is None
    done(session)
    now = where(session, people + late)
    assert {place: now[place] for place in range(1, 9)} == {p: at[p] for p in range(1, 9)}
    assert now[0] == (at[0] + 1) % 3
    assert now[9] == at[0]  # the smallest
    assert sizes(now) == [3, 3, 4]


def test_with_one_group_nobody_can_change_and_without_any_neither():
    session = talk()
    people_in(session, 3)
    with pytest.raises(Refused, match="geen groepjes"):
        running.reopen_huddles(session, session.current.ref)
    deal(session)
    with pytest.raises(Refused, match="maar één groepje"):
        running.reopen_huddles(session, session.current.ref)
    assert "Laat mensen wisselen" not in console(session)


def test_whom_somebody_sat_with_is_known_next_time_and_signs_only_tried_are_not():
    session = talk()
    people = people_in(session, 8)
    by_hand(session, 2)
    for place, person in enumerate(people):
        choose(session, person, 3)
        choose(session, person, place // 2)
    done(session)
    met = pairs(where(session, people))
    running.reopen_huddles(session, session.current.ref)
    choose(session, people[0], 1)
    choose(session, people[2], 0)
    done(session)
    met |= pairs(where(session, people))
    deal(session, 2)
    assert not met & pairs(where(session, people))
    assert seat_of(session, people[0]).been == [[0, 1]]
    assert seat_of(session, people[4]).been == [[2]]


def test_after_choosing_it_is_a_deal_as_any_other():
    session = talk()
    people = people_in(session, 6)
    by_hand(session)
    for place, person in enumerate(people):
        choose(session, person, place % 2)
    with pytest.raises(Refused, match="kiest nu zelf"):
        huddling.switch(fresh(session), people[0].secret)
    with pytest.raises(Refused, match="kiezen hun teken nog"):
        running.ask_huddles(session, session.current.ref)
    done(session)
    huddling.switch(fresh(session), people[0].secret)
    late = people_in(session, 1)
    assert sizes(where(session, people + late)) == [3, 4]
    running.ask_huddles(session, session.current.ref)


def test_leaving_the_step_ends_choosing_and_nobody_is_left_alone():
    session = talk()
    people = people_in(session, 7)
    by_hand(session)
    choose(session, people[0], 1)
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    assert not Huddles.objects.get().choosing
    at = where(session, people)
    assert at[0] == 1
    assert sizes(at) == [3, 4]


def test_with_one_phone_left_choosing_does_not_end_but_the_step_can_be_left():
    session = talk()
    people = people_in(session, 4)
    by_hand(session, 2)
    for person in people[1:]:
        huddling.stand_aside(fresh(session), person.secret)
    with pytest.raises(Refused, match="te weinig telefoons"):
        done(session)
    assert Huddles.objects.get().choosing
    running.advance(session, session.current.ref)
    running.back(session, session.current.ref)
    assert where(session, people) == {}


@pytest.mark.parametrize("verb", [running.reopen_huddles, running.settle_huddles])
def test_who_saw_another_step_neither_begins_nor_ends_choosing(verb):
    session = talk()
    people_in(session, 6)
    gone = session.current.ref
    running.advance(session, gone)
    by_hand(session)
    if verb is running.reopen_huddles:
        done(session)
    before = Huddles.objects.get().choosing
    with pytest.raises(Stale):
        verb(session, gone)
    assert Huddles.objects.get().choosing == before


def test_with_two_phones_left_choosing_ends_and_they_sit_together_and_look_again():
    session = talk()
    people = people_in(session, 4)
    by_hand(session, 2)
    for person in people[2:]:
        huddling.stand_aside(fresh(session), person.secret)
    before = Huddles.objects.get().round
    done(session)
    assert sizes(where(session, people)) == [2]
    assert Huddles.objects.get().round == before + 1


def test_who_came_in_since_the_deal_counts_when_people_choose_again():
    session = talk()
    people_in(session, 6)
    deal(session)
    people_in(session, 1)
    running.reopen_huddles(session, session.current.ref)
    huddling.tell_sizes()
    assert "6 van de 7 telefoons hebben een teken" in console(session)


def test_opening_lets_phones_look_and_notes_where_everybody_was_and_twice_is_once():
    session = talk()
    people = people_in(session, 9)
    deal(session)
    running.show_huddles(session, session.current.ref, False)
    was = where(session, people)[0]
    huddling.switch(fresh(session), people[0].secret)
    now = where(session, people)[0]
    before = Huddles.objects.get().round
    for _ in range(2):
        running.reopen_huddles(session, session.current.ref)
        assert Huddles.objects.get().on_screen, "the signs to choose from"
        assert Huddles.objects.get().round == before + 1
        assert seat_of(session, people[0]).left == [was, now]


def test_dark_phones_wake_to_choose_and_stay_awake_until_it_is_over():
    session = talk()
    people_in(session, 6)
    running.put_away(session, True)
    by_hand(session)
    assert not session.phones_away
    with pytest.raises(Refused, match="Zo is het goed"):
        running.put_away(session, True)
    running.put_away(session, False)  # they are awake, and that is no mistake
    assert "Telefoons weg" not in surfaces.render(session.ref, CONSOLE).html
    done(session)
    running.put_away(session, True)
    running.reopen_huddles(session, session.current.ref)
    assert not session.phones_away


def test_a_phone_shows_the_signs_as_buttons_also_without_scripts(coded):
    people = people_in(coded, 6)
    running.name_places(coded, ["bij het raam"])
    by_hand(coded)
    pushed = surfaces.render(coded.ref, PARTICIPANT).html
    assert "cirkel" not in pushed
    client = client_of(coded, people[0])
    shown = client.get(page(coded)).content.decode()
    assert shown.count('name="teken"') == 2
    assert "Kies een teken" in shown
    assert "bij het raam" in shown
    reply = client.post(page(coded, "huddle"), {"wens": "kies", "teken": "1"})
    assert reply.status_code == 302
    shown = client.get(page(coded)).content.decode()
    assert 'value="1" aria-pressed="true"' in shown
    assert 'value="0" aria-pressed="false"' in shown
    for bad in ("2", "-1", "x", ""):
        reply = client.post(page(coded, "huddle"), {"wens": "kies", "teken": bad})
        assert reply.status_code == 409
        assert huddling.NO_SIGN in reply.content.decode()
    done(coded)
    reply = client.post(page(coded, "huddle"), {"wens": "kies", "teken": "0"})
    assert reply.status_code == 409
    assert huddling.CHOSEN in reply.content.decode()
    assert 'name="teken"' not in reply.content.decode()


def test_who_stands_aside_may_choose_again_and_a_manager_who_leads_never_does(coded):
    people = people_in(coded, 6)
    leader = User.objects.create(email="leidt@example.org")
    Facilitator.objects.create(session=coded, user=leader)
    DialogueSession.objects.update(led_by="manager")
    by_hand(coded)
    led = client_of(coded, people[0])
    led.force_login(leader)
    assert 'name="teken"' not in led.get(page(coded)).content.decode()
    client = client_of(coded, people[1])
    client.post(page(coded, "huddle"), {"wens": "kies", "teken": "1"})
    client.post(page(coded, "huddle"), {"wens": "niet"})
    assert 'name="teken"' not in client.get(page(coded)).content.decode()
    client.post(page(coded, "huddle"), {"wens": "wel"})
    assert 'name="teken"' in client.get(page(coded)).content.decode()
    led.post(page(coded, "huddle"), {"wens": "kies", "teken": "1"})
    done(coded)
    led.get(page(coded))
    at = where(coded, people[1:])
    assert sizes(at) == [2, 3]


def test_with_guests_by_hand_comes_first_and_the_card_says_how():
    shown = {}
    for guests in ("none", "clients"):
        session = talk(guests=guests)
        people_in(session, 6)
        shown[guests] = console(session)
    assert shown["none"].index("Deel in drietallen") < shown["none"].index("Met de hand in")
    assert shown["clients"].index("Met de hand in") < shown["clients"].index("Deel in drietallen")


@pytest.mark.django_db(transaction=True)
def test_phones_that_choose_while_it_ends_sit_where_they_chose_or_where_they_were_put():
    """Nobody is lost or alone whichever comes first, and nobody waits for ever."""
    session = talk()
    people = people_in(session, 8)
    by_hand(session, 2)
    ready = threading.Barrier(5, timeout=20)
    failed: list[BaseException] = []

    def press(mine: list[Person]) -> None:
        ready.wait()
        try:
            for sign in (3, 2, 1, 0):
                for person in mine:
                    with suppress(Refused):
                        choose(session, person, sign)
        except BaseException as error:  # a thread's own would be lost
            failed.append(error)
        finally:
            connection.close()

    def end() -> None:
        ready.wait()
        try:
            done(fresh(session))
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(people[n : n + 2],)) for n in range(0, 8, 2)]
    threads.append(threading.Thread(target=end))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    at = where(session, people)
    assert len(at) == 8
    assert sizes(at)[0] >= 2
    huddling.tell_sizes()
    assert Huddles.objects.get().told


# One phone of each small group writes what the group takes along (decision 0060).


def harvest(session: DialogueSession, people: list[Person]) -> tuple[StepQuestion, list[Person]]:
    """Deal in threes and ask; one of each huddle writes. The question, and who writes."""
    deal(session)
    running.ask_huddles(session, session.current.ref)
    at = where(session, people)
    writers = [people[next(p for p in at if at[p] == number)] for number in {*at.values()}]
    for writer in writers:
        huddling.write(fresh(session), writer.secret)
    return StepQuestion.objects.select_related("step").get(of_huddles=True), writers


def test_what_a_huddle_wrote_is_picked_and_covered_also_where_it_is_the_only_one():
    session = talk()
    people = people_in(session, 9)
    question, writers = harvest(session, people)
    writers[0].send(question, 1, waarde="Jan vroeg door.", verslag="1")
    close(session)
    running.read(session, question.ref)
    question.refresh_from_db()
    (text,) = results.said(question)
    running.arrange(session, question.ref, text.key, [0], "", text.stamp)
    running.put_up(session, question.ref, text.key)
    shown = surfaces.render(session.ref, PROJECTOR).html
    assert "vroeg door." in shown
    assert "Jan" not in shown
    running.finish(session)
    said = repr(report_of(fresh(session)))
    assert "[weggelaten] vroeg door." in said
    assert "Jan" not in said


def test_in_the_report_stands_only_what_a_huddle_allowed():
    session = talk()
    people = people_in(session, 9)
    question, writers = harvest(session, people)
    writers[0].send(question, 1, waarde="Dit mag.", verslag="1")
    writers[1].send(question, 1, waarde="Dit niet.")
    running.finish(session)
    said = repr(report_of(fresh(session)))
    assert "Dit mag." in said
    assert "Dit niet." not in said


def test_what_huddles_were_asked_is_in_no_plan_so_no_copy_asks_it_of_everybody():
    session = talk()
    harvest(session, people_in(session, 9))
    assert [step.questions for step in plans.of_session(fresh(session)).steps] == [(), (), ()]


def test_nothing_was_written_so_nothing_is_seen():
    session = talk()
    people = people_in(session, 9)
    question, writers = harvest(session, people)
    writers[0].send(question, 1, pas="1")
    close(session)
    running.read(session, question.ref)
    question.refresh_from_db()
    assert results.outcome(question).hidden


def test_one_phone_writes_and_another_may_take_over():
    session = talk()
    people = people_in(session, 9)
    _, writers = harvest(session, people)
    at = where(session, people)
    one = people.index(writers[0])
    mate = next(p for p in at if at[p] == at[one] and p != one)
    assert huddling.mine(fresh(session), people[mate].secret).written_for
    huddling.write(fresh(session), people[mate].secret)
    assert huddling.writes(session, people[mate].secret)
    assert not huddling.writes(session, people[one].secret)
    assert where(session, people) == at
    assert seat_of(session, people[one]).left == [], "nobody went anywhere"
    huddling.switch(fresh(session), people[mate].secret)
    assert not huddling.writes(session, people[mate].secret)


def test_of_who_writes_only_their_own_huddle_hears_and_nobody_moves():
    elsewhere = talk()
    harvest(elsewhere, people_in(elsewhere, 6))
    session = talk()
    people = people_in(session, 6)
    deal(session)
    running.ask_huddles(session, session.current.ref)
    at = where(session, people)
    huddling.write(fresh(session), people[0].secret)
    hears = [huddling.mine(fresh(session), person.secret).written_for for person in people]
    assert hears == [at[place] == at[0] and place != 0 for place in range(6)]
    rounds = Huddles.objects.filter(session=session).values_list("round", flat=True)
    assert rounds.get() == 0, "who did not write need not look again"
    huddling.stand_aside(fresh(session), people[0].secret)
    with pytest.raises(Refused, match="in geen groepje"):
        huddling.write(fresh(session), people[0].secret)


def test_who_writes_may_stop_and_goes_on_while_they_keep_their_sign():
    session = talk()
    people = people_in(session, 6)
    deal(session)
    running.ask_huddles(session, session.current.ref)
    assert not Huddles.objects.get().on_screen, "what they talk about stands there"
    huddling.write(fresh(session), people[0].secret)
    running.reopen_huddles(session, session.current.ref)
    choose(session, people[0], where(session, people)[0])
    assert huddling.writes(session, people[0].secret)
    huddling.stop_writing(fresh(session), people[0].secret)
    assert not huddling.writes(session, people[0].secret)


def test_who_wrote_and_is_put_elsewhere_because_they_were_alone_writes_no_more():
    session = talk()
    people = people_in(session, 6)
    deal(session)
    running.ask_huddles(session, session.current.ref)
    huddling.write(fresh(session), people[0].secret)
    running.reopen_huddles(session, session.current.ref)
    other = 1 - where(session, people)[0]
    for person in people[1:]:
        choose(session, person, other)
    done(session)
    assert where(session, people)[0] == other
    assert not huddling.writes(session, people[0].secret)


def test_after_closing_huddles_are_asked_nothing():
    session = talk()
    people_in(session, 6)
    deal(session)
    close(session)
    with pytest.raises(Refused, match="gesloten"):
        running.ask_huddles(session, session.current.ref)


def test_what_huddles_write_is_mixed_also_where_the_step_was_before():
    session = talk()
    people = people_in(session, 6)
    session.steps.update(mixed=True)
    harvest(session, people)
    assert [step.mixed for step in session.steps.all()] == [False, True, True]


def test_huddles_are_asked_once_and_where_the_phone_asks_nothing_else():
    session = talk()
    people_in(session, 6)
    with pytest.raises(Refused, match="geen groepjes"):
        running.ask_huddles(session, session.current.ref)
    deal(session)
    add_question(session.current, AnswerForm.ALOUD)  # nothing that a phone asks
    running.put_away(session, True)
    running.ask_huddles(session, session.current.ref)
    assert not session.phones_away
    with pytest.raises(Refused, match="schrijven al"):
        running.ask_huddles(session, session.current.ref)
    step = running.current_step(session, session.current.ref)
    step.questions.update(of_huddles=False)
    with pytest.raises(Refused, match="vraagt al iets"):
        running.ask_huddles(session, session.current.ref)


def test_the_phone_that_writes_says_whose_it_is_and_the_others_hold_no_field(coded):
    people = people_in(coded, 6)
    _, writers = harvest(coded, people)
    for person in people:
        shown = client_of(coded, person).get(page(coded)).content.decode()
        assert ("data-of-huddle hidden" not in shown) == (person in writers)
        assert "niet anoniem" in shown
        assert "buiten_scherm" not in shown
    assert "data-of-huddle hidden" in surfaces.render(coded.ref, PARTICIPANT).html


def test_an_answer_of_one_person_keeps_the_rule_beside_it():
    """Fewer than five people wrote: nobody reads it, whatever huddles wrote in the same session."""
    session = talk()
    people = people_in(session, 9)
    question, writers = harvest(session, people)
    writers[0].send(question, 1, waarde="Van ons.")
    add_question(session.steps.all()[1])
    running.advance(session, session.current.ref)
    alone = StepQuestion.objects.select_related("step").get(of_huddles=False)
    people[0].send(alone, 1, waarde="Van mij.")
    close(session)
    running.read(session, alone.ref)
    alone.refresh_from_db()
    assert results.outcome(alone).hidden


def test_places_are_a_line_each_and_what_does_not_fit_comes_back_as_it_was_typed(client):
    session = talk()
    leader = User.objects.create(email="leidt@example.org")
    Facilitator.objects.create(session=session, user=leader)
    client.force_login(leader)
    address = reverse("console:places", args=[session.ref])
    typed = "bij het raam\nhelemaal achter in de kantine bij de koffie"
    reply = client.post(address, {"places": typed})
    assert reply.status_code == 422
    assert "is te lang" in reply.content.decode()
    assert "bij de koffie</textarea>" in reply.content.decode()
    assert client.post(address, {"places": "bij het raam\n\n  op de gang "}).status_code == 302
    assert fresh(session).huddle_places == ["bij het raam", "op de gang"]
