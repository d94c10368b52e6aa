"""A word round: what the facilitator leaves out is on no screen and in no report."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from content.document import AnswerForm, Question
from sessions_app import asking, demo, results, running, surfaces
from sessions_app.errors import Refused
from sessions_app.models import Answer, DialogueSession, StepQuestion
from sessions_app.reports.contents import report_of
from sessions_app.small_groups import NOT_SHOWN
from sessions_app.surfaces import CONSOLE, PARTICIPANT, PROJECTOR
from tests.sessions_app.room import close, make_session, people_in, question_of

WORDS = [
    *("haast", "Haast", "luisteren", "luisteen", "luisteren", "rust", "rust"),
    *("Wilma", "moed"),
]
FORM = asking.of(AnswerForm.WORDS)


def asked(words: list[str] = WORDS, report: int | None = None):
    """A closed word round that the facilitator has read; the first `report` agreed to more."""
    session = make_session(AnswerForm.WORDS)
    question = question_of(session, AnswerForm.WORDS)
    people = people_in(session, len(words))
    for n, (person, word) in enumerate(zip(people, words, strict=True)):
        agrees = report is None or n < report
        person.send(question, 1, waarde=word, **({"verslag": "1"} if agrees else {}))
    close(session)
    running.read(session, question.ref)
    return session, fresh(question), people


def fresh(question: StepQuestion) -> StepQuestion:
    return StepQuestion.objects.select_related("step").get(pk=question.pk)


def key(question: StepQuestion, word: str) -> str:
    return results.word_key(question, word)


def seen(session: DialogueSession, surface: str) -> str:
    return surfaces.render(session.ref, surface).html


@pytest.mark.django_db
def test_the_same_words_stand_together_with_how_many_gave_them():
    _, question, _ = asked()
    rows = [(row.label, row.count) for row in results.outcome(question).rows]
    assert rows == [
        *(("luisteren", 3), ("haast", 2), ("rust", 2)),
        *(("moed", 1), ("Wilma", 1)),
    ]


@pytest.mark.django_db
def test_the_facilitator_reads_before_anything_is_shown():
    session = make_session(AnswerForm.WORDS)
    question = question_of(session, AnswerForm.WORDS)
    for person in people_in(session, 6):
        person.send(question, 1, waarde="rust")
    close(session)
    with pytest.raises(Refused, match="Lees eerst de woorden"):
        running.show(session, question.ref)
    assert not fresh(question).frozen
    running.read(session, question.ref)
    running.show(session, question.ref)
    assert "rust" in seen(session, PROJECTOR)


@pytest.mark.django_db
def test_what_is_left_out_is_nowhere_and_can_be_put_back():
    session, question, _ = asked()
    running.leave_out(session, question.ref, key(question, "Wilma"), True)
    running.show(session, question.ref)
    assert "Wilma" not in seen(session, PROJECTOR)
    assert "Wilma" not in seen(session, PARTICIPANT)
    assert "Wilma" in seen(session, CONSOLE)
    running.leave_out(session, question.ref, key(question, "Wilma"), False)
    assert "Wilma" in seen(session, PROJECTOR)
    running.leave_out(session, question.ref, key(question, "Wilma"), True)
    assert "Wilma" not in seen(session, PROJECTOR), "a word leaves a screen where it stands already"
    running.finish(session)
    assert "Wilma" not in str(report_of(session))
    assert not Answer.objects.filter(question=question, value="Wilma").exists()
    assert fresh(question).left_out == []


@pytest.mark.django_db
def test_with_a_word_go_the_spellings_that_count_as_the_same():
    session, question, _ = asked()
    running.leave_out(session, question.ref, key(question, "luisteren"), True)
    labels = {row.label for row in results.outcome(fresh(question)).rows}
    assert labels == {"haast", "rust", "moed", "Wilma"}
    assert len(fresh(question).left_out) == 2


@pytest.mark.django_db
def test_who_leads_sees_every_word_once_how_else_it_was_written_and_how_large_it_stands():
    session, question, _ = asked()

    def words() -> list[tuple]:
        chosen = results.outcome(fresh(question)).chosen_from
        return [(word.label, word.others, word.weight, word.out) for word in chosen]

    assert words() == [
        ("luisteren", ("luisteen",), 4, False),
        ("haast", ("Haast",), 3, False),
        ("rust", (), 3, False),
        ("moed", (), 0, False),
        ("Wilma", (), 0, False),
    ]
    running.leave_out(session, question.ref, key(question, "luisteren"), True)
    assert [weight for _, _, weight, out in words() if not out] == [4, 4, 0, 0]
    assert [label for label, _, _, out in words() if out] == ["luisteren"]
    for word in ("haast", "rust", "moed", "Wilma"):
        running.leave_out(session, question.ref, key(question, word), True)
    assert [out for _, _, _, out in words()] == [True] * 5
    running.leave_out(session, question.ref, key(question, "rust"), False)
    assert [label for label, _, _, out in words() if not out] == ["rust"]
    running.finish(session)
    with pytest.raises(Refused, match="afgelopen"):
        running.leave_out(session, question.ref, key(question, "rust"), True)


@pytest.mark.django_db
def test_no_row_and_no_address_says_which_word_it_was():
    session, question, _ = asked()
    running.leave_out(session, question.ref, key(question, "Wilma"), True)
    kept = str(StepQuestion.objects.filter(pk=question.pk).values().get())
    assert "wilma" not in kept.lower()
    assert key(question, "Wilma") != key(
        question_of(make_session(AnswerForm.WORDS), "words"), "Wilma"
    )


@pytest.mark.django_db
def test_where_fewer_than_five_are_left_the_screen_shows_none():
    session, question, _ = asked(["haast", "rust", "moed", "tijd", "Wilma"])
    other, theirs, _ = asked()
    running.show(other, theirs.ref)
    running.show(session, question.ref)
    running.leave_out(session, question.ref, key(question, "Wilma"), True)
    assert fresh(theirs).shown
    assert results.outcome(fresh(question)).hidden == NOT_SHOWN
    assert "moed" not in seen(session, PROJECTOR)
    assert not fresh(question).shown
    assert "Zet er een terug" in seen(session, CONSOLE)
    with pytest.raises(Refused):
        running.show(session, question.ref)
    running.leave_out(session, question.ref, key(question, "Wilma"), False)
    running.show(session, question.ref)
    assert "moed" in seen(session, PROJECTOR)


@pytest.mark.django_db
def test_a_word_that_is_taken_back_leaves_with_the_next_step():
    session, question, people = asked()
    running.show(session, question.ref)
    people[-1].send(question, 2, intrekken="1")
    assert "moed" in seen(session, PROJECTOR)
    running.keep_shown(session, True)
    running.advance(session, question.step.ref)
    assert "moed" not in seen(session, PROJECTOR)
    with pytest.raises(Refused, match="staat er niet meer bij"):
        running.leave_out(session, question.ref, key(question, "moed"), True)


@pytest.mark.django_db
def test_nobody_leaves_out_what_the_rule_hides():
    session, question, _ = asked(["haast"] * 4)
    assert results.outcome(question).chosen_from == ()
    with pytest.raises(Refused):
        running.leave_out(session, question.ref, key(question, "haast"), True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("agreed", "left_out", "printed"),
    [
        (12, [], 12),  # everybody
        (11, [], 0),  # one 'no' would stand out
        (7, [], 7),  # five fewer
        (12, ["w11"], 11),  # what is left out counts for neither
        (7, ["w11"], 0),  # eleven on the screen, seven agreed: four would stand out
        (7, ["w0"], 6),
        (5, ["w0"], 0),
    ],
)
def test_the_report_has_the_words_of_who_agreed_where_nobody_stands_out(agreed, left_out, printed):
    words = ["woordje" + "abcdefghijkl"[n] * 3 for n in range(12)]
    session, question, _ = asked(words, report=agreed)
    for name in left_out:
        running.leave_out(session, question.ref, key(question, words[int(name[1:])]), True)
    running.finish(session)
    seen_in_report = results.report_outcome(fresh(question))
    assert len(seen_in_report.texts) == printed
    assert sum(row.count for row in seen_in_report.rows) == printed
    assert bool(seen_in_report.hidden) == (printed == 0)


@pytest.mark.django_db
def test_only_who_leads_leaves_a_word_out(client: Client):
    session, question, _ = asked()
    address = f"/sessies/{session.ref}/leiden/laat-weg/{question.ref}/"
    assert client.post(address, {"woord": key(question, "Wilma")}).status_code in (302, 404)
    assert fresh(question).left_out == []
    session.facilitators.create(user=demo.facilitator())
    client.force_login(demo.facilitator())
    assert client.post(address, {"woord": key(question, "Wilma")}).status_code == 302
    assert len(fresh(question).left_out) == 1
    back = address.replace("laat-weg", "zet-terug")
    client.post(back, {"woord": key(question, "Wilma")})
    assert fresh(question).left_out == []
    page = client.post(address, {"woord": "x" * 5000}, follow=True).content.decode()
    assert "staat er niet meer bij" in page


ASKED = Question(code="W", purpose="words", form=AnswerForm.WORDS, text="Welk woord?")


@pytest.mark.parametrize("typed", ["moe", "“moe”", "moe!", "  moe. ", "wij/zij", "zó", "één", "'s"])
def test_a_single_word_is_taken(typed):
    assert " " not in FORM.read(ASKED, [typed])


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("heel moe", "zonder spaties"),
        ("a" * 31, "31 tekens lang"),
        ("0612345678", "van letters"),
        ("anja@ggz.nl", "van letters"),
        ("!?", "van letters"),
        ("😀", "van letters"),
    ],
)
def test_what_is_no_word_is_refused_with_what_to_do(typed, because):
    with pytest.raises(Refused, match=because):
        FORM.read(ASKED, [typed])


@given(st.text(min_size=1, max_size=40))
def test_what_is_kept_is_short_and_one_word(typed):
    try:
        word = FORM.read(ASKED, [typed])
    except Refused:
        return
    assert 1 <= len(word) <= 30
    assert not any(sign.isspace() for sign in word)
    assert FORM.read(ASKED, [word]) == word
