"""A dialogue day: a role that stays on the phone, questions by circle, numbers that change."""

from collections import Counter
from datetime import timedelta
from io import BytesIO

import msgspec
import pytest
from django.apps import apps
from django.utils import timezone
from pypdf import PdfReader

from sessions_app import (
    briefs,
    demo,
    edits,
    kinds,
    participation,
    programmes,
    progress,
    rehearsing,
    results,
    rewishing,
    rewording,
    running,
    step_words,
)
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, Participant, Step, StepQuestion
from sessions_app.participation import Verdict
from sessions_app.planning import Wish
from sessions_app.small_groups import NOT_SHOWN
from sessions_app.wish import Roles
from tests.factories import DAY, SLUGS
from tests.sessions_app.room import (
    Person,
    add_question,
    add_step,
    make_edition,
    make_empty_session,
    people_in,
)

pytestmark = pytest.mark.django_db
FEW_RELATIVES = Roles(clients=6, relatives=3, professionals=8)


def make_day(roles: Roles = DAY, **changes) -> DialogueSession:
    """A planned dialogue day."""
    known = {"minutes": 120, "themes": SLUGS[5:7], "contact": "Anja, toestel 12"}
    known |= {"group_size": roles.total, "guests": roles.guests, "roles": roles}
    wish = Wish(**(known | changes))
    return programmes.make_session(
        make_edition(), wish, "Dialoogdag", timezone.now(), demo.facilitator()
    )


def rounds(session: DialogueSession) -> list[Step]:
    return list(session.steps.filter(kind="round"))


def asked(step: Step) -> dict[str, StepQuestion]:
    """What each circle is asked in this step."""
    return {q.circle: q for q in step.questions.select_related("step__session")}


def at_round(session: DialogueSession, people: int = 0) -> tuple[Step, list[Person]]:
    """The room in its first round, with everybody who was expected."""
    everybody = people_in(session, people or session.roles.total)
    step = rounds(session)[0]
    running.jump(session, session.current.ref, step.ref)
    return step, everybody


def answer(step: Step, **by_circle: list[Person]) -> None:
    """These people answer in this circle."""
    for circle, some in by_circle.items():
        for person in some:
            assert person.send(asked(step)[circle], number=1, waarde="4") == Verdict.STORED


def seen(session: DialogueSession, step: Step) -> dict[str, int]:
    """How many answers may be seen of each circle; 0 where none may."""
    running.close(session, step.ref)
    for question in step.questions.all():
        running.read(session, question.ref)
    return {circle: len_of(question) for circle, question in asked(step).items()}


def len_of(question: StepQuestion) -> int:
    outcome = results.outcome(question)
    if outcome.hidden:
        assert outcome.hidden == NOT_SHOWN
        return 0
    return question.answered if question.may_be_seen else 0


def test_each_circle_is_seen_by_itself_when_the_room_answered():
    session = make_day()
    step, people = at_round(session)
    answer(step, clients=people[:6], relatives=people[6:12], professionals=people[12:])
    assert seen(session, step) == {"clients": 6, "relatives": 6, "professionals": 8}


def test_what_a_circle_answered_is_shown_at_once_and_says_whose_it_is():
    session = make_day()
    step, people = at_round(session)
    answer(step, clients=people[:3], relatives=people[6:12], professionals=people[12:])
    for person in people[3:6]:
        person.send(asked(step)["clients"], number=1, waarde="2")
    running.close(session, step.ref)
    running.show(session, asked(step)["clients"].ref)
    shown = results.outcome(asked(step)["clients"])
    assert shown.visible
    assert shown.question.shown
    assert shown.who == "Cliënten"
    assert [row.count for row in shown.rows] == [0, 3, 0, 3, 0]


def test_who_passes_in_one_circle_hides_no_other():
    session = make_day()
    step, people = at_round(session)
    answer(step, clients=people[:6], relatives=people[6:12])
    for person in people[12:]:
        person.send(asked(step)["professionals"], number=1, pas="1")
    assert seen(session, step) == {"clients": 6, "relatives": 6, "professionals": 0}


def test_phones_of_which_nothing_was_heard_could_belong_to_any_circle():
    """Four windows and one client: everybody else is done, the other clients did not answer yet."""
    session = make_day()
    step, people = at_round(session, 24)
    windows, clients = people[20:], people[:6]
    answer(step, clients=[*windows, clients[0]])
    answer(step, relatives=people[6:12], professionals=people[12:20])
    # The five could sit among the relatives as well: six answers of eleven seats.
    assert seen(session, step) == {"clients": 0, "relatives": 0, "professionals": 8}


def test_a_phone_answers_in_one_circle_and_the_newest_counts():
    session = make_day()
    step, people = at_round(session)
    questions, mind_changer = asked(step), people[0]
    mind_changer.send(questions["clients"], number=1, waarde="2")
    mind_changer.send(questions["relatives"], number=2, waarde="5")
    assert mind_changer.answer_to(questions["clients"]).state == Answer.State.WITHDRAWN
    assert mind_changer.answer_to(questions["relatives"]).state == Answer.State.GIVEN
    # What was sent before that and arrives late is acknowledged, and changes nothing.
    assert mind_changer.send(questions["professionals"], number=1, waarde="1") == Verdict.STORED
    assert mind_changer.answer_to(questions["professionals"]) is None
    assert mind_changer.answer_to(questions["relatives"]).state == Answer.State.GIVEN
    mind_changer.send(questions["clients"], number=3, waarde="3")
    states = {circle: mind_changer.answer_to(q) for circle, q in questions.items()}
    assert states["clients"].state == Answer.State.GIVEN
    assert states["relatives"].state == Answer.State.WITHDRAWN


def test_of_a_circle_that_somebody_left_nothing_of_them_is_kept():
    session = make_day()
    step, people = at_round(session)
    clients, relatives = asked(step)["clients"], asked(step)["relatives"]
    people[0].send(clients, number=1, waarde="4")
    people[1].send(clients, number=1, waarde="2")
    people[0].send(relatives, number=2, waarde="5")
    left, stayed = people[0].answer_to(clients), people[1].answer_to(clients)
    assert (left.state, left.value, left.for_report) == (Answer.State.WITHDRAWN, None, False)
    assert (stayed.state, stayed.value) == (Answer.State.GIVEN, 2)
    assert people[0].answer_to(relatives).value == 5


def test_who_answers_anew_in_their_own_circle_goes_on_to_count():
    session = make_day()
    step, people = at_round(session)
    clients, relatives = asked(step)["clients"], asked(step)["relatives"]
    for number, value in ((1, "4"), (2, "2")):
        people[0].send(clients, number=number, waarde=value)
    kept = people[0].answer_to(clients)
    assert (kept.state, kept.value) == (Answer.State.GIVEN, 2)
    people[0].send(clients, number=5, intrekken="1")
    people[0].send(relatives, number=4, waarde="5")  # late on the way; nothing stands elsewhere
    assert people[0].answer_to(relatives).state == Answer.State.GIVEN


def test_who_takes_back_in_one_circle_goes_on_to_count_in_another():
    session = make_day()
    step, people = at_round(session)
    clients, relatives = asked(step)["clients"], asked(step)["relatives"]
    people[0].send(relatives, number=4, waarde="5")
    people[0].send(clients, number=5, intrekken="1")
    assert people[0].answer_to(relatives).state == Answer.State.GIVEN


def test_what_everybody_is_asked_stays_beside_a_circle():
    session = make_day()
    step, people = at_round(session)
    elsewhere = make_empty_session()
    common = add_question(add_step(elsewhere))
    running.start(elsewhere)
    clients, secret = asked(step)["clients"], people[0].secret
    of_circles = participation.elsewhere(secret, clients, step.questions.all())
    assert {pk for pk, _ in of_circles} == {q.pk for q in asked(step).values()} - {clients.pk}
    assert participation.elsewhere(secret, clients, [*step.questions.all(), common]) == of_circles
    stored = [people[0].entry(clients, 1, waarde="4"), Person().entry(common, 1, waarde="4")]
    participation.store(stored)
    assert [clients.answers.count(), common.answers.count()] == [1, 1]


@pytest.mark.parametrize("numbers", [(1, 2), (2, 1), (1, 1), (None, 1), (None, None)])
def test_two_circles_in_one_batch_are_one_answer(numbers):
    session = make_day()
    step, people = at_round(session)
    questions = asked(step)
    entries = [
        people[0].entry(questions[circle], number, waarde="3")
        for circle, number in zip(("clients", "relatives"), numbers, strict=True)
    ]
    participation.store(entries)
    given = Answer.objects.filter(question__step=step, state=Answer.State.GIVEN)
    newest = "clients" if numbers == (2, 1) else "relatives"
    assert [one.question.circle for one in given.select_related("question")] == [newest]


def test_reading_one_circle_decides_all_so_that_nobody_answers_twice():
    session = make_day()
    step, people = at_round(session)
    answer(step, clients=people[:6], professionals=people[12:])
    running.advance(session, step.ref)
    running.read(session, asked(step)["clients"].ref)
    assert all(question.frozen for question in asked(step).values())
    before = len_of(asked(step)["clients"])
    running.back(session, session.current.ref)
    late = people[0].send(asked(step)["relatives"], number=2, waarde="5")
    assert late == Verdict.CLOSED
    assert len_of(asked(step)["clients"]) == before


def test_what_the_end_keeps_of_one_circle_is_decided_once():
    session = make_day()
    step, people = at_round(session)
    answer(step, clients=people[:3], professionals=people[12:])
    running.finish(session)
    kept = asked(step)
    assert (kept["clients"].answered, kept["clients"].counts) == (0, {})
    assert not Answer.objects.filter(question__step=step).exists()


def test_how_far_a_circle_is_is_told_of_all_together():
    session = make_day()
    step, people = at_round(session)
    answer(step, clients=people[:6])
    questions = list(step.questions.select_related("step"))
    progress.look(questions, 20, now=1.0)
    progress.look(questions, 20, now=100.0)
    assert len({question.level for question in questions}) == 1
    assert len({progress.draw(question) for question in questions}) == 1


def test_no_row_says_which_role_a_phone_has():
    """Two rounds answered in one role: what stands of a phone is its seat, as in any session."""
    session = make_day()
    step, people = at_round(session)
    seats = sorted(Participant.objects.filter(session=session).values_list("pen", flat=True))
    answer(step, clients=people[:6], relatives=people[6:12], professionals=people[12:])
    second = rounds(session)[1]
    running.jump(session, session.current.ref, second.ref)
    answer(second, clients=people[:6], relatives=people[6:12], professionals=people[12:])
    assert sorted(Participant.objects.values_list("pen", flat=True)) == seats
    pens = list(Answer.objects.values_list("pen", flat=True))
    assert len(pens) == len(set(pens))
    assert not set(pens) & set(seats)
    for model in apps.get_app_config("sessions_app").get_models():
        named = {f.name for f in model._meta.fields if "role" in f.name or "circle" in f.name}
        known = {DialogueSession: {"role_numbers"}, StepQuestion: {"circle"}}.get(model, set())
        assert named == known, model


def test_numbers_change_what_is_still_to_come_and_nothing_that_was():
    session = make_day()
    step, _ = at_round(session)
    first, second = rounds(session)
    running.count_roles(session, FEW_RELATIVES)
    assert session.roles == FEW_RELATIVES
    assert set(asked(first)) == {"clients", "relatives", "professionals"}
    assert set(asked(second)) == {"guests", "professionals"}
    choosing = session.steps.get(kind="roles").script
    assert [ring.circle for ring in choosing.rings] == ["guests", "professionals"]
    talks = [one.script.hint for one in session.steps.filter(kind="together")]
    assert "cliënten met naasten" in talks[1]
    running.count_roles(session, Roles(clients=2, relatives=1, professionals=8))
    assert set(asked(second)) == {"professionals"}
    assert session.seats == DialogueSession.objects.get(pk=session.pk).seats
    assert step.ref == session.current.ref


def test_numbers_that_are_said_where_people_choose_their_role_hold_there_too():
    """The room stands before the rings: it has not answered anything yet."""
    session = make_day()
    choosing = session.steps.get(kind="roles")
    running.start(session)
    running.jump(session, session.current.ref, choosing.ref)
    running.count_roles(session, FEW_RELATIVES)
    choosing.refresh_from_db()
    assert [ring.circle for ring in choosing.script.rings] == ["guests", "professionals"]


def test_numbers_that_are_said_anew_leave_nothing_to_undo():
    session = make_day()
    programmes.set_minutes(session.steps.get(kind="checkout"), 9)
    assert session.edits.exists()
    before = DialogueSession.objects.get(pk=session.pk).programme_version
    running.count_roles(session, FEW_RELATIVES)
    assert not session.edits.exists()
    assert DialogueSession.objects.get(pk=session.pk).programme_version == before + 1


def test_other_numbers_of_the_same_circles_leave_every_question_as_it_is():
    """Phones that have one on their screen send to the same."""
    session = make_day()
    asks = StepQuestion.objects.filter(step__session=session).order_by("step__position", "position")
    before = list(asks.values_list("ref", "circle", "content"))
    assert {circle for _, circle, _ in before} > {"", "relatives"}
    running.count_roles(session, msgspec.structs.replace(DAY, relatives=7))
    assert list(asks.values_list("ref", "circle", "content")) == before


def test_a_step_of_which_the_edition_has_nothing_to_make_it_of_stays_as_it_is():
    session = make_day()
    slide = session.steps.filter(kind="slide").first()
    slide.content = {"lead": "Zo was het."}
    slide.save()
    running.count_roles(session, FEW_RELATIVES)
    assert session.steps.get(pk=slide.pk).content == {"lead": "Zo was het."}
    assert set(asked(rounds(session)[1])) == {"guests", "professionals"}  # others follow


@pytest.mark.parametrize("live", [True, False])
def test_a_question_in_other_words_goes_with_its_circle(live):
    session = make_day()
    second = rounds(session)[1]
    words = rewording.words_now(second)
    other = step_words.other_text(words.asked[1].now, step_words.new_code(), "Ik hoor er hier bij.")
    asks = (words.asked[0], msgspec.structs.replace(words.asked[1], now=other), *words.asked[2:])
    changed = msgspec.structs.replace(words, asked=asks)
    rewording.reword_step(second, changed, rewording.seal(second))
    assert asked(second)["relatives"].script.text == "Ik hoor er hier bij."
    if live:
        running.count_roles(session, FEW_RELATIVES)
    else:
        now = rewishing.wanted_now(session)
        fewer = msgspec.structs.replace(now.wish, roles=FEW_RELATIVES, group_size=17)
        wanted = msgspec.structs.replace(now, wish=fewer)
        rewishing.change(session, rewishing.consequence(session, wanted))
    second = rounds(session)[1]
    assert set(asked(second)) == {"guests", "professionals"}
    assert second.questions.count() == 2


def test_numbers_are_of_a_dialogue_day_and_of_one_that_goes_on():
    with pytest.raises(Refused):
        running.count_roles(make_empty_session(), FEW_RELATIVES)
    session = make_day()
    at_round(session)
    running.finish(session)
    with pytest.raises(Refused):
        running.count_roles(session, FEW_RELATIVES)


def test_a_question_of_ones_own_would_have_a_total_so_a_round_takes_none():
    session = make_day()
    assert rounds(session)[0].of_kind.own_most == 0


def test_where_clients_are_no_line_of_positions_is_offered():
    brief = briefs.of_session(make_day())
    kept_out = {one.key for one in brief.document.methods if one.never_with_guests}
    assert kept_out
    assert not kept_out & {key for key, _ in kinds.of("method").choices(brief)}


def test_invented_people_answer_each_in_one_circle():
    proof = rehearsing.begin(make_day(), demo.facilitator())
    running.start(proof)
    people = [Person(secret) for secret in rehearsing.secrets_of(proof)]
    for person in people:
        person.join(proof)
    step = rounds(proof)[0]
    running.jump(proof, proof.current.ref, step.ref)
    rehearsing.play([proof.ref], timezone.now() + timedelta(minutes=5))
    sits = rehearsing.circles_of(proof)
    for person in people:
        told = {name for name, question in asked(step).items() if person.answer_to(question)}
        assert told == {sits[person.secret]}  # of so few nobody is silent
    assert Counter(sits.values()) == {"clients": 4, "relatives": 4, "professionals": 4}


def test_a_day_is_an_edit_like_any_other():
    session = make_day()
    now = rewishing.wanted_now(session)
    team = msgspec.structs.replace(now.wish, roles=None, guests="none", group_size=12)
    made = rewishing.consequence(session, msgspec.structs.replace(now, wish=team))
    assert {one.title for one in made.go} >= {"Kies je rol", "In je eigen kring"}
    rewishing.change(session, made)
    session.refresh_from_db()
    assert session.roles is None
    assert not rounds(session)
    edits.undo(session)
    session.refresh_from_db()
    assert session.roles == DAY
    assert len(rounds(session)) == 2


WISH = "minuten=120&themas=hoop&vorm=dialoogdag&clienten=6&naasten=6&hulpverleners=8"


@pytest.fixture
def edition():
    return make_edition()


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("clienten", "hoe het is om zorg te krijgen"),
        ("naasten", "naast iemand te staan"),
        ("hulpverleners", "Kan er iemand bij zijn die jij begeleidt?"),
    ],
)
def test_each_role_has_a_letter_of_one_page(client, edition, role, said):
    page = client.get(f"/sessies/nieuw/brief-gasten/?{WISH}&rol={role}").content.decode()
    assert said in page
    assert "6 cliënten, 6 naasten en 8 hulpverleners" in page
    paper = client.get(f"/sessies/nieuw/brief-gasten.pdf?{WISH}&rol={role}")
    assert len(PdfReader(BytesIO(paper.content)).pages) == 1


def test_the_form_asks_three_numbers_for_a_day_and_the_address_has_one_spelling(client, edition):
    page = client.get(f"/sessies/nieuw/?{WISH}&mensen=3&gasten=beide", follow=True)
    assert "mensen=3" not in page.redirect_chain[-1][0]
    assert "Dialoogdag met 6 cliënten, 6 naasten en 8 hulpverleners" in page.content.decode()
    few = client.get("/sessies/nieuw/?vorm=dialoogdag&themas=hoop&clienten=0&naasten=0")
    assert few.status_code == 422
    assert "Op een dialoogdag zijn cliënten of naasten." in few.content.decode()
    plain = client.get("/sessies/nieuw/?minuten=60&themas=hoop", follow=True)
    assert "vorm" not in plain.redirect_chain[-1][0]


def test_who_leads_changes_the_numbers_and_hears_what_is_wrong(client, edition):
    session = make_day()
    client.force_login(demo.facilitator())
    path = f"/sessies/{session.ref}/leiden/aantallen/"
    assert 'value="6"' in client.get(path).content.decode()
    wrong = client.post(path, {"clienten": "veel", "naasten": "0", "hulpverleners": "8"})
    assert wrong.status_code == 422
    assert "Vul een heel getal in" in wrong.content.decode()
    assert 'value="veel"' in wrong.content.decode()
    client.post(path, {"clienten": "6", "naasten": "3", "hulpverleners": "8"})
    session.refresh_from_db()
    assert session.roles == FEW_RELATIVES
