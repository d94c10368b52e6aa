"""Open answers on the screen: picked, covered and grouped by who leads, or kept off."""

import html as marks
import io
import re
import zipfile

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.document import AnswerForm
from sessions_app import covering, demo, results, retention, running, surfaces
from sessions_app.errors import Refused, Stale
from sessions_app.models import Answer, DialogueSession, StepQuestion
from sessions_app.reports.contents import report_of
from sessions_app.reports.paper import report_pdf
from sessions_app.reports.spreadsheet import report_sheet
from sessions_app.small_groups import LEAST_ANSWERS, LEAST_APART, NOT_SHOWN
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR, fitting
from tests.sessions_app.room import close, make_session, people_in, question_of

TEXTS = [
    *("Wilma luistert altijd goed", "Rust helpt", "Eerst vragen"),
    *("Niet meteen oordelen", "Koffie samen", "Haast maakt hard"),
]
OFF = {"buiten_scherm": "1"}
REPORT = {"verslag": "1"}


def asked(wishes: list[dict] | None = None, texts: list[str] = TEXTS):
    """A closed open question that was read; everybody agreed to the report, but for `wishes`."""
    session = make_session(AnswerForm.OPEN)
    question = question_of(session, AnswerForm.OPEN)
    people = people_in(session, len(texts))
    for person, text, wish in zip(people, texts, wishes or [REPORT] * len(texts), strict=True):
        person.send(question, 1, waarde=text, **wish)
    close(session)
    running.read(session, question.ref)
    return session, fresh(question), people


def fresh(question: StepQuestion) -> StepQuestion:
    return StepQuestion.objects.select_related("step").get(pk=question.pk)


def key(question: StepQuestion, text: str) -> str:
    return str(Answer.objects.get(question=question, value=text).pk)


def seen(session: DialogueSession, surface: str = PROJECTOR) -> str:
    return marks.unescape(surfaces.render(session.ref, surface).html)


def stamp(question: StepQuestion, text: str) -> str:
    return next(one.stamp for one in results.said(question) if one.key == key(question, text))


def arrange(session, question, text: str, covered=(), heading: str = "") -> None:
    running.arrange(
        session, question.ref, key(question, text), covered, heading, stamp(question, text)
    )


def report_in_every_shape(session: DialogueSession) -> str:
    report = report_of(session)
    book = zipfile.ZipFile(io.BytesIO(report_sheet(report)))
    return str(report) + marks.unescape(book.read("xl/sharedStrings.xml").decode())


@pytest.mark.django_db
def test_one_text_goes_on_the_screen_and_off_again():
    session, question, _ = asked()
    running.put_up(session, question.ref, key(question, "Rust helpt"))
    assert "Rust helpt" in seen(session)
    assert "Koffie samen" not in seen(session)
    running.put_up(session, question.ref, key(question, "Koffie samen"))
    running.put_up(session, question.ref, key(question, "Koffie samen"))  # two consoles
    assert [one in seen(session) for one in ("Rust helpt", "Koffie samen")] == [True, True]
    running.take_down(session, question.ref, key(question, "Rust helpt"))
    assert "Rust helpt" not in seen(session)
    running.take_down(session, question.ref, key(question, "Koffie samen"))
    assert not fresh(question).shown, "with the last text its question leaves the screen"


@pytest.mark.django_db
def test_all_at_once_and_back_to_what_was_picked():
    session, question, _ = asked()
    running.put_up(session, question.ref, key(question, "Rust helpt"))
    running.hide(session, question.ref)
    assert "Rust helpt" not in seen(session)
    running.show(session, question.ref, as_picked=True)
    assert "Rust helpt" in seen(session)
    assert "Koffie samen" not in seen(session)
    running.show(session, question.ref)
    assert all(text in seen(session) for text in TEXTS)
    running.hide(session, question.ref)
    running.put_up(session, question.ref, key(question, "Koffie samen"))
    assert "Rust helpt" not in seen(session), (
        "one press shows one text, not what stood there before"
    )


@pytest.mark.django_db
def test_showing_as_before_takes_something_that_was_picked():
    session, question, _ = asked()
    with pytest.raises(Refused, match="nog geen antwoord gekozen"):
        running.show(session, question.ref, as_picked=True)
    running.show(session, question.ref)
    running.hide(session, question.ref)
    running.show(session, question.ref, as_picked=True)
    assert all(text in seen(session) for text in TEXTS)


@pytest.mark.django_db
def test_with_the_last_text_this_question_leaves_the_screen_and_no_other():
    session, question, _ = asked()
    other, theirs, _ = asked()
    running.show(other, theirs.ref)
    for text in ("Rust helpt", TEXTS[0]):
        running.put_up(session, question.ref, key(question, text))
    running.take_down(session, question.ref, key(question, TEXTS[0]))
    assert fresh(question).shown
    running.take_down(session, question.ref, key(question, "Rust helpt"))
    assert (fresh(question).shown, fresh(theirs).shown) == (False, True)


@pytest.mark.django_db
def test_a_text_that_was_kept_off_holds_no_question_on_the_screen():
    session, question, _ = asked([OFF] + [REPORT] * 5)
    running.show(session, question.ref)
    for text in TEXTS[1:]:
        assert fresh(question).shown
        running.take_down(session, question.ref, key(question, text))
    assert not fresh(question).shown


@pytest.mark.django_db
@pytest.mark.parametrize("wrote", [3, 6])
def test_showing_as_before_tells_nothing_of_a_question_that_nobody_read(wrote):
    session = make_session(AnswerForm.OPEN)
    question = question_of(session, AnswerForm.OPEN)
    for person, text in zip(people_in(session, wrote), TEXTS[:wrote], strict=True):
        person.send(question, 1, waarde=text)
    close(session)
    with pytest.raises(Refused, match="nog geen antwoord gekozen"):
        running.show(session, question.ref, as_picked=True)
    with pytest.raises(Refused):
        running.put_up(session, question.ref, key(question, "Rust helpt"))
    assert not fresh(question).frozen


@pytest.mark.django_db
def test_the_order_is_not_that_of_arrival():
    session, question, _ = asked()
    running.show(session, question.ref)
    ids = [str(pk) for pk in question.answers.order_by("id").values_list("id", flat=True)]
    assert [one.key for one in results.said(question)] == ids


@pytest.mark.django_db
def test_covered_words_are_on_no_screen_and_in_no_report_and_gone_at_the_end():
    session, question, _ = asked()
    running.show(session, question.ref)
    assert "Wilma" in seen(session)
    arrange(session, question, TEXTS[0], covered=[0])
    assert "Wilma" not in seen(session) + seen(session, PARTICIPANT)
    assert f"{covering.ON_SCREEN}</span>" in seen(session)
    assert "Wilma" in seen(session, CONSOLE), "who leads sees what was covered, and can undo it"
    arrange(session, question, TEXTS[0])
    assert "Wilma" in seen(session)
    arrange(session, question, TEXTS[0], covered=[0, 99])
    running.finish(session)
    assert "Wilma" not in report_in_every_shape(session)
    assert f"{covering.IN_REPORT} luistert altijd goed" in report_in_every_shape(session)
    assert b"Wilma" not in report_pdf(report_of(session))
    assert "Wilma" not in str(list(Answer.objects.values()))


@pytest.mark.django_db
def test_words_stand_in_the_order_of_the_alphabet_and_what_has_none_comes_last():
    session, question, _ = asked()
    for text, heading in zip(TEXTS[:3], ("Tijd", "rust", ""), strict=True):
        arrange(session, question, text, heading=heading)
        running.put_up(session, question.ref, key(question, text))
    assert [one.heading for one in results.on_screen(fresh(question))] == ["rust", "Tijd", ""]


@pytest.mark.django_db
def test_texts_stand_under_their_word():
    session, question, _ = asked()
    arrange(session, question, "Rust helpt", heading="Tijd")
    arrange(session, question, "Haast maakt hard", heading=" tijd ")
    running.show(session, question.ref)
    groups = results.on_screen(question)
    assert [one.heading for one in groups] == ["Tijd", ""]
    assert set(groups[0].texts) == {"Rust helpt", "Haast maakt hard"}
    headings = re.findall(r'<h2 class="stage-texts-word">(.*?)</h2>', seen(session))
    assert {*headings} == {"Tijd", "Ook geschreven"}
    arrange(session, question, "Rust helpt")
    arrange(session, question, "Haast maakt hard")
    assert [one.heading for one in results.on_screen(question)] == [""]
    assert "stage-texts-word" not in seen(session)
    with pytest.raises(Refused, match="hooguit 30 tekens"):
        arrange(session, question, "Rust helpt", heading="x" * 31)
    arrange(session, question, "Rust helpt", heading="x" * 30)


@pytest.mark.django_db
def test_of_two_consoles_the_second_does_not_uncover_what_the_first_covered():
    session, question, _ = asked()
    before = stamp(question, TEXTS[0])
    arrange(session, question, TEXTS[0], covered=[0])
    with pytest.raises(Stale, match="net al veranderd"):
        running.arrange(session, question.ref, key(question, TEXTS[0]), [], "Tijd", before)
    running.show(session, question.ref)
    assert "Wilma" not in seen(session)


@pytest.mark.django_db
def test_what_was_taken_back_comes_on_no_screen_any_more():
    session, question, people = asked([{}] * 7, [*TEXTS, "Zevende"])
    running.put_up(session, question.ref, key(question, "Rust helpt"))
    people[1].send(question, 2, intrekken="1")  # stands there already
    people[4].send(question, 2, intrekken="1")  # does not
    assert "Rust helpt" in seen(session), "leaving at once would tell who pressed"
    assert "Koffie samen" in seen(session, CONSOLE)
    with pytest.raises(Refused, match="kan niet op het scherm"):
        running.put_up(session, question.ref, key(question, "Koffie samen"))
    running.show(session, question.ref)
    assert "Koffie samen" not in seen(session)
    assert "Rust helpt" in seen(session)
    running.hide(session, question.ref)
    running.show(session, question.ref)
    assert "Rust helpt" not in seen(session), "once off, it does not come back"
    running.keep_shown(session, True)
    running.advance(session, question.step.ref)
    assert "Koffie samen" not in seen(session, CONSOLE)
    assert "Zevende" in seen(session)


@pytest.mark.django_db
def test_when_the_only_text_on_the_screen_was_taken_back_the_step_shows_again():
    session, question, people = asked([{}] * 7, [*TEXTS, "Zevende"])
    running.put_up(session, question.ref, key(question, "Rust helpt"))
    running.keep_shown(session, True)
    people[1].send(question, 2, intrekken="1")
    running.advance(session, question.step.ref)
    assert not fresh(question).shown
    assert not DialogueSession.objects.get(pk=session.pk).keeps_shown
    assert "in eigen woorden" not in seen(session, PARTICIPANT)


@pytest.mark.django_db
def test_going_on_lets_go_of_what_was_taken_back_in_this_session_only():
    session, question, people = asked([{}] * 7, [*TEXTS, "Zevende"])
    other, theirs, writers = asked([{}] * 7, [*TEXTS, "Zevende"])
    arrange(session, question, "Rust helpt", covered=[0], heading="rust")
    for room, shown, writer in ((session, question, people[1]), (other, theirs, writers[1])):
        running.put_up(room, shown.ref, key(shown, "Rust helpt"))
        running.keep_shown(room, True)
        writer.send(shown, 2, intrekken="1")
    running.advance(session, question.step.ref)
    assert (fresh(question).shown, fresh(theirs).shown) == (False, True)
    assert "Rust helpt" in seen(other), "there the room did not go on yet"
    (row,) = question.answers.filter(state=Answer.State.WITHDRAWN)
    assert (row.value, row.picked, row.covered, row.heading) == (None, False, [], "")


@pytest.mark.django_db
def test_a_text_that_stays_goes_on_to_stand_there_when_another_was_taken_back():
    session, question, people = asked([{}] * 7, [*TEXTS, "Zevende"])
    for text in ("Rust helpt", "Zevende"):
        running.put_up(session, question.ref, key(question, text))
    running.keep_shown(session, True)
    people[1].send(question, 2, intrekken="1")
    running.advance(session, question.step.ref)
    assert fresh(question).shown
    assert DialogueSession.objects.get(pk=session.pk).keeps_shown
    assert "Zevende" in seen(session)


@pytest.mark.django_db
def test_what_was_read_keeps_its_place_when_the_room_comes_back():
    session, question, _ = asked()
    before = results.said(question)
    running.advance(session, question.step.ref)
    session.refresh_from_db()
    running.back(session, session.current.ref)
    running.advance(session, question.step.ref)
    assert results.said(fresh(question)) == before


@pytest.mark.django_db
def test_of_texts_that_nobody_let_into_the_report_it_says_no_number():
    session, question, _ = asked([{}] * 6)
    running.finish(session)
    assert (fresh(question).may_be_seen, fresh(question).answered) == (False, 0)
    retention.drop_texts(session)
    assert results.report_outcome(fresh(question)).hidden == NOT_SHOWN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("off", "offered", "read"),
    [(0, 12, 0), (1, 11, 0), (4, 8, 0), (5, 7, 5), (7, 5, 7), (8, 0, 0)],
)
def test_what_its_writer_kept_off_is_not_offered_and_read_in_fives_only(off, offered, read):
    texts = [f"tekst {n}" for n in range(12)]
    session, question, _ = asked([OFF | REPORT] * off + [REPORT] * (12 - off), texts)
    assert len(results.said(question)) == len(results.outcome(question).texts) == offered
    assert len(results.kept_off(question)) == (read if offered else 0)
    with pytest.raises(Refused):
        running.put_up(session, question.ref, key(question, "tekst 0") if off else "x")
    if offered:
        running.show(session, question.ref)
    kept = {f"<li>tekst {n}</li>" for n in range(off)}
    assert not any(text in seen(session) for text in kept)
    running.finish(session)
    printed = results.report_outcome(fresh(question))
    assert len(printed.texts) == offered
    assert bool(printed.hidden) == (not offered)


@pytest.mark.django_db
def test_taking_back_does_not_make_a_kept_text_one_to_show():
    session, question, people = asked([OFF] + [REPORT] * 6, [*TEXTS, "Zevende"])
    people[0].send(question, 2, intrekken="1")
    assert len(results.said(question)) == 6
    assert "Wilma" not in seen(session, CONSOLE)


@pytest.mark.django_db
def test_a_wish_can_change_while_the_question_is_open():
    session = make_session(AnswerForm.OPEN)
    question = question_of(session, AnswerForm.OPEN)
    (person,) = people_in(session, 1)
    person.send(question, 1, waarde="Rust", **OFF, **REPORT)
    assert (person.answer_to(question).off_screen, person.answer_to(question).for_report) == (
        True,
        False,
    )
    person.send(question, 2, waarde="Rust", **REPORT)
    assert not person.answer_to(question).off_screen
    assert person.answer_to(question).for_report


@pytest.mark.django_db
def test_a_closed_choice_knows_no_such_wish():
    session = make_session(AnswerForm.ONE)
    question = question_of(session, AnswerForm.ONE)
    (person,) = people_in(session, 1)
    person.send(question, 1, waarde="nooit", **OFF)
    assert not person.answer_to(question).off_screen


WISHES = st.lists(st.sampled_from(("", "off", "report")), min_size=12, max_size=12)


@given(
    wishes=WISHES,
    backs=st.sets(st.integers(0, 11), max_size=5),
    covers=st.sets(st.integers(0, 11)),
    picks=st.lists(st.integers(0, 11), max_size=6),
)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_no_two_outputs_differ_by_what_one_to_four_writers_chose(db, wishes, backs, covers, picks):
    forms = {"": {}, "off": OFF, "report": REPORT}
    texts = [f"naam{n}x zegt tekst{n}x" for n in range(12)]
    session, question, people = asked([forms[wish] for wish in wishes], texts)
    off = {n for n, wish in enumerate(wishes) if wish == "off"}
    outputs = [found(seen(session, CONSOLE))]
    for n in picks:
        if results.said(question) and n not in off:
            arrange(session, question, texts[n], covered=[0] if n in covers else [])
            running.put_up(session, question.ref, key(question, texts[n]))
            screen = seen(session)
            assert f"tekst{n}x" in screen
            assert not found(screen) & off
            assert not any(f"naam{one}x" in screen for one in covers)
    for n in backs:
        people[n].send(question, 2, intrekken="1")
    outputs.append(found(seen(session, CONSOLE)))
    assert outputs[0] == outputs[1], "taking back shows nowhere until the room goes on"
    covered = {n for n in set(picks) & covers - off if results.said(question)}
    running.finish(session)
    printed = report_in_every_shape(session)
    agreed = {n for n, wish in enumerate(wishes) if wish == "report"} - backs
    assert found(printed) in (set(), agreed)
    assert not any(f"naam{n}x" in printed for n in covered)
    read = outputs[0]
    for part in (read & off, read - off):
        assert len(part) == 0 or len(part) >= LEAST_ANSWERS
    if found(printed):
        unread = (read - off - backs) - found(printed)
        assert len(unread) == 0 or len(unread) >= LEAST_APART


def found(output: str) -> set[int]:
    return {n for n in range(12) if f"tekst{n}x" in output}


@pytest.mark.django_db
def test_only_who_leads_picks_and_covers(client: Client, caplog):
    session, question, _ = asked()
    text = key(question, TEXTS[0])
    up = f"/sessies/{session.ref}/leiden/zet-op/{question.ref}/"
    page = f"/sessies/{session.ref}/leiden/antwoord/{question.ref}/{text}/"
    assert client.post(up, {"tekst": text}).status_code in (302, 404)
    assert client.get(page).status_code in (302, 404)
    assert not fresh(question).shown
    session.facilitators.create(user=demo.facilitator())
    client.force_login(demo.facilitator())
    shown = client.get(page).content.decode()
    assert "Wilma" in shown
    told = {
        "stamp": stamp(question, TEXTS[0]),
        "places": ["0"],
        "known": "",
        "heading": "Luisteren",
    }
    assert client.post(page, told).status_code == 302
    assert client.post(up, {"tekst": text}).status_code == 302
    assert "Wilma" not in seen(session)
    assert "Luisteren" in seen(session)
    assert "Luisteren" in client.get(page).content.decode()
    refused = client.post(page, told, follow=True).content.decode()
    assert "net al veranderd" in refused
    assert "Wilma" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["x", "0" * 36, "00000000-0000-0000-0000-000000000000"])
def test_a_text_that_is_not_there_is_refused_with_a_sentence(client: Client, text):
    session, question, _ = asked()
    session.facilitators.create(user=demo.facilitator())
    client.force_login(demo.facilitator())
    base = f"/sessies/{session.ref}/leiden/"
    for reply in (
        client.post(f"{base}zet-op/{question.ref}/", {"tekst": text}, follow=True),
        client.post(f"{base}haal-weg/{question.ref}/", {"tekst": text}, follow=True),
        client.get(f"{base}antwoord/{question.ref}/{text}/", follow=True),
        client.get(f"{base}antwoord/x/{text}/", follow=True),
    ):
        assert "kan niet op het scherm" in reply.content.decode() or (
            "hoort niet bij deze sessie" in reply.content.decode()
        )


@pytest.mark.django_db
def test_a_word_that_is_too_long_keeps_what_was_typed(client: Client):
    session, question, _ = asked()
    session.facilitators.create(user=demo.facilitator())
    client.force_login(demo.facilitator())
    page = f"/sessies/{session.ref}/leiden/antwoord/{question.ref}/{key(question, TEXTS[0])}/"
    told = {"stamp": stamp(question, TEXTS[0]), "places": ["0"], "heading": "lang" * 10}
    reply = client.post(page, told)
    assert reply.status_code == 422
    assert "lang" * 10 in reply.content.decode()
    assert "Maak het korter" in reply.content.decode()
    in_dialog = client.post(page, told, headers={"HX-Request": "true"})
    assert in_dialog.status_code == 422
    assert "Maak het korter" in in_dialog.content.decode()
    assert 'class="frame"' in in_dialog.content.decode()
    assert 'value="0" checked' in reply.content.decode()


def test_covering_says_neither_how_long_nor_how_many():
    assert covering.cover("Jan de Vries zei dat", [0, 1, 2], "▒▒▒") == "▒▒▒ zei dat"
    assert covering.cover("a\nb c", [1], "▒▒▒") == "a\n▒▒▒ c"
    assert covering.cover("alles weg", [0, 1], "[weggelaten]") == "[weggelaten]"
    assert covering.cover("  niets ", [], "▒▒▒") == "  niets "


@given(st.text(max_size=60), st.sets(st.integers(0, 30)))
def test_every_word_is_either_there_or_covered(text, places):
    shown = covering.cover(text, places, "▒▒▒").split()
    kept = [bit.word for bit in covering.bits(text, places) if not bit.covered]
    assert [word for word in shown if word != "▒▒▒"] == [word for word in kept if word != "▒▒▒"]


LONG = "Ik vraag vaker wat iemand zelf nodig heeft, ook als de dag vol is en ik liever doorloop."


@pytest.mark.parametrize(
    ("groups", "columns", "whole"),
    [
        ([("", ["Rust"])], 1, True),
        ([("", [LONG] * 5)], 2, True),
        ([("", [LONG] * 12)], 3, True),
        ([("Tijd", [LONG] * 9), ("", [LONG] * 3)], 3, True),
        ([("", [LONG * 2] * 40)], 3, False),
    ],
)
def test_texts_fill_the_screen_and_a_group_goes_on_under_its_own_word(groups, columns, whole):
    laid = fitting.lay_out_groups(groups, (6.4, 5.2, 4.2, 3.7, 3.2, 2.7), 60)
    assert len(laid.columns) == columns
    assert laid.left_out != whole
    placed = [(group, at) for column in laid.columns for group, places in column for at in places]
    assert len(placed) == len(set(placed))
    if whole:
        assert len(placed) == sum(len(texts) for _, texts in groups)
