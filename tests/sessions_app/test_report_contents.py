"""The report says what happened, in counts, and nothing that points to a person."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from content.document import AnswerForm, Film
from sessions_app import running
from sessions_app.models import Step, StepQuestion
from sessions_app.reports.contents import SAID_ALOUD, report_of
from sessions_app.reports.paper import report_pdf
from sessions_app.script import StepContent
from sessions_app.small_groups import NOT_SHOWN
from tests.factories import WORDS
from tests.sessions_app.room import add_question, add_step, make_empty_session, people_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
FILM = Film(number=7, title="Hoop", youtube="x" * 11, seconds=315, content_note="")


@pytest.fixture
def session():
    """A session with a start, a theme, an evaluation and an end; nobody is in yet."""
    session = make_empty_session(title="Teamdialoog *Noord* #1")
    checkin = add_step(session, "checkin", "opening", title="Check-in")
    add_question(
        checkin, AnswerForm.SCALE, code="EV-5-BEGIN", text="Klachten komen bij iedereen voor."
    )
    theme = {"theme": "hoop", "theme_number": 7}
    film = StepContent(film=FILM)
    add_step(session, "film", "thema:hoop", title="Film: Hoop", content=film, **theme)
    alone = add_step(session, "alone", "thema:hoop", title="Zelf nadenken", **theme)
    add_question(alone, AnswerForm.PRIVATE, text="Wat raakt jou?")
    add_question(alone, AnswerForm.OPEN, text="Wat geeft hoop?")
    add_step(session, "slack", "speling", title="Speling")
    evaluation = add_step(session, "evaluation", "evaluatie", title="Evaluatie")
    add_question(evaluation, AnswerForm.SCALE, code="EV-1", text="Ik begrijp het beter.")
    add_question(
        evaluation, AnswerForm.SCALE, code="EV-5", text="Klachten komen bij iedereen voor."
    )
    care = StepContent(aftercare="Je kunt terecht bij: Anja, toestel 12.\n\nDirect gevaar: 112.")
    add_step(session, "checkout", "einde", title="Check-out", content=care)
    return session


def question(session, text: str, last: bool = True):
    found = StepQuestion.objects.select_related("step")
    found = found.filter(step__session=session, content__text=text)
    return found.order_by("pk").last() if last else found.order_by("pk").first()


def run(session, count: int = 6, skip_evaluation: bool = False):
    """Everybody answers everything; one person takes a text back."""
    people = people_in(session, count)
    for person in people:
        person.send(question(session, "Klachten komen bij iedereen voor.", False), 1, waarde="2")
    running.advance(session, session.current.ref)
    running.advance(session, session.current.ref)
    asked = question(session, "Wat geeft hoop?")
    for p, person in enumerate(people):
        person.send(asked, 1, waarde=f"tekst {p} *vet* #let", verslag="1")
    people[0].send(asked, 2, intrekken="1")
    if skip_evaluation:
        last = session.steps.last()
        running.jump(session, session.current.ref, last.ref)
    else:
        running.advance(session, session.current.ref)
        for p, person in enumerate(people):
            person.send(question(session, "Ik begrijp het beter."), 1, waarde=str(p % 5 + 1))
            again = question(session, "Klachten komen bij iedereen voor.")
            person.send(again, 1, waarde="4" if p else "5")
        running.advance(session, session.current.ref)
    running.agree(session, "We vragen het na.\nElke week.", who="Sam", when="over vier weken")
    running.finish(session)
    return people


def test_a_session_that_did_not_end_has_no_report(session):
    with pytest.raises(ValueError, match="ended"):
        report_of(session)
    running.start(session)
    with pytest.raises(ValueError, match="ended"):
        report_of(session)


def test_the_programme_stands_as_it_ran_with_skipped_steps_named(session):
    run(session, skip_evaluation=True)
    for step in session.steps.all():
        Step.objects.filter(pk=step.pk).update(ran_seconds={0: 600, 1: 20}.get(step.position, 95))
    started = timezone.now() - timedelta(minutes=52)
    session.started_at = started
    report = report_of(session)
    assert [(s.title, s.spent) for s in report.steps] == [
        ("Check-in", "10 min"),
        ("Film: Hoop", "minder dan 1 min"),
        ("Zelf nadenken", "2 min"),
        ("Evaluatie", "overgeslagen"),
        ("Check-out", "2 min"),
    ]
    assert [s.title for s in report.skipped] == ["Evaluatie"]
    assert (report.minutes, report.planned_minutes) == (52, 60)
    assert report.started == started
    session.started_at = session.ended_at - timedelta(seconds=20)
    assert report_of(session).did[0].endswith("Dat duurde minder dan een minuut.")


def test_answers_stand_by_theme_as_counts_and_agreed_texts(session):
    run(session)
    report = report_of(session)
    assert [(part.title, part.theme_number) for part in report.parts] == [("Hoop", 7)]
    (asked,) = report.parts[0].asked
    assert asked.text == "Wat geeft hoop?"
    assert set(asked.outcome.texts) == {f"tekst {n} *vet* #let" for n in range(1, 6)}
    assert report.took_part == 6


def test_a_question_asked_twice_shows_two_distributions_and_no_person(session):
    run(session)
    once, twice = report_of(session).evaluation
    assert not once.twice
    assert [row.count for row in twice.before.rows] == [0, 6, 0, 0, 0]
    assert [row.count for row in twice.outcome.rows] == [0, 0, 0, 5, 1]
    assert [row.label for row in twice.before.rows] == list(WORDS)


def test_before_and_after_is_one_picture_that_promises_no_less_stigma(session):
    run(session)
    _, twice = report_of(session).evaluation
    assert [(pair.before, pair.after) for pair in twice.pairs] == [
        (0, 0),
        (6, 0),
        (0, 0),
        (0, 5),
        (0, 1),
    ]
    said = " ".join(twice.caution)
    assert "bewustwording" in said
    assert "De app weet niet wie wat koos" in said
    assert "Of er minder stigma is, zie je hier niet aan" in said


def test_there_is_no_picture_where_one_of_both_may_not_be_seen(session):
    run(session)
    StepQuestion.objects.filter(code="EV-5-BEGIN").update(may_be_seen=False, counts={})
    _, twice = report_of(session).evaluation
    assert twice.twice
    assert twice.pairs == ()
    assert twice.before.hidden


def test_questions_to_oneself_are_not_in_it(session):
    run(session)
    report = report_of(session)
    texts = [asked.text for part in report.parts for asked in part.asked]
    assert "Wat raakt jou?" not in texts


def test_under_five_every_question_says_that_it_is_hidden(session):
    run(session, count=4)
    report = report_of(session)
    asked = [*report.parts[0].asked, *report.evaluation]
    assert all(a.outcome.hidden == NOT_SHOWN for a in asked)
    assert report.evaluation[1].before.hidden == NOT_SHOWN
    assert report.took_part == 4


def test_agreements_privacy_and_aftercare_stand_in_it_once(session):
    run(session)
    report = report_of(session)
    (agreed,) = report.agreements
    assert (agreed.text, agreed.who, agreed.when) == (
        "We vragen het na.\nElke week.",
        "Sam",
        "over vier weken",
    )
    assert any("niet wie wat antwoordde" in line for line in report.privacy)
    assert not any("anoniem" in line for line in report.privacy)
    assert report.aftercare == ("Je kunt terecht bij: Anja, toestel 12.", "Direct gevaar: 112.")


def test_a_session_without_phones_promises_nothing_about_answers():
    session = make_empty_session(phone_free=True)
    add_step(session, "together")
    running.start(session)
    running.finish(session)
    report = report_of(session)
    assert report.took_part is None
    assert (report.parts, report.evaluation, report.privacy) == ((), (), (SAID_ALOUD,))
    assert report.aftercare == ("Je kunt terecht bij: Anja, toestel 12.",)
    assert "telde niemand" in text_of(report_pdf(report))


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pdf_says_the_same_as_the_screen(session):
    run(session)
    report = report_of(session)
    text = text_of(report_pdf(report))
    assert "Teamdialoog *Noord* #1" in text
    assert "6 mensen deden mee" in text
    for asked in (*report.parts[0].asked, *report.evaluation):
        assert asked.text in text
        for said in asked.outcome.texts:
            assert said in text
    for pair in report.evaluation[1].pairs:
        assert f"{pair.label} begin: {pair.before} van de 6 eind: {pair.after} van de 6" in text
    assert "tekst 0" not in text
    for word in ("We vragen het na.", "Sam", "over vier weken", "Anja, toestel 12", "112"):
        assert word in text
    assert all(line in text for line in report.privacy)


def test_questions_on_one_scale_stand_together_and_others_by_themselves(session):
    evaluation = session.steps.get(kind="evaluation")
    add_question(evaluation, AnswerForm.ONE, text="Hoe vaak?")
    add_question(evaluation, AnswerForm.SCALE, text="Ik hoorde iets nieuws.")
    run(session)
    report = report_of(session)
    together, twice, alone = report.evaluation_groups
    assert together.grid.points == tuple(WORDS)
    assert [one.text for one in together.grid.lines] == [
        "Ik begrijp het beter.",
        "Ik hoorde iets nieuws.",
    ]
    assert twice.asked.pairs  # a before and after is a picture of its own
    assert alone.asked.text == "Hoe vaak?"
    (open_question,) = report.parts[0].groups
    assert open_question.grid is None


def test_the_first_page_says_what_was_done_and_what_stood_out(session):
    run(session)
    for step in session.steps.filter(kind="film"):
        Step.objects.filter(pk=step.pk).update(ran_from=timezone.now())
    report = report_of(session)
    assert "6 mensen deden mee met de telefoon." in report.did
    assert "We keken naar de film ‘Hoop’." in report.did
    assert report.stood_out == (
        "Bij ‘Klachten komen bij iedereen voor’ koos bijna iedereen ‘grotendeels’.",
    )


def test_with_four_people_the_first_page_says_that_nothing_is_shown(session):
    run(session, count=4)
    (said,) = report_of(session).stood_out
    assert said.startswith(NOT_SHOWN)


def test_making_a_report_costs_the_same_for_many_questions(session, django_assert_num_queries):
    run(session)
    evaluation = session.steps.get(kind="evaluation")
    assert session.says  # of its edition, read once for all sessions
    with django_assert_num_queries(6):
        report_of(session)
    for _ in range(5):
        add_question(
            evaluation, AnswerForm.SCALE, frozen=True, may_be_seen=True, answered=5, counts={"1": 5}
        )
    with django_assert_num_queries(6):
        report_of(session)
