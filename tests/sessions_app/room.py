"""A room with people and phones, for tests: rows made directly, everything else by our verbs."""

from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from content.document import AnswerForm, Option, Purpose, Question, to_builtins
from content.models import Edition, Module
from sessions_app import participation, pens, running
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.participation import Entry, Verdict
from sessions_app.script import StepContent, content_to_builtins
from tests.factories import WORDS, make_document

OPTIONS = (
    Option(key="nooit", text="Nooit"),
    Option(key="soms", text="Soms"),
    Option(key="vaak", text="Vaak"),
    Option(key="niet", text="Weet ik niet", alone=True),
)


def make_edition() -> Edition:
    """The one edition of the small module."""
    module, _ = Module.objects.get_or_create(
        slug="bij-nader-inzien", defaults={"name": "Bij nader inzien"}
    )
    edition, _ = Edition.objects.get_or_create(
        module=module, number=1, defaults={"document": to_builtins(make_document())}
    )
    return edition


def make_empty_session(**fields) -> DialogueSession:
    """A planned session without a step."""
    known = {
        "title": "Team Noord",
        "edition": make_edition(),
        "minutes": 60,
        "starts_at": timezone.now() + timedelta(days=1),
        "group_size": 12,
        "led_by": DialogueSession.LedBy.COLLEAGUE,
        "contact": "Anja, toestel 12",
        "themes": ["hoop"],
    }
    return DialogueSession.objects.create(**(known | fields))


def add_step(session: DialogueSession, kind: str = "alone", block: str = "een", **fields):
    """One more step at the end."""
    content = fields.pop("content", StepContent())
    known = {"title": f"Stap {kind}", "minutes": 5, "least": 3, "ideal": 5, "most": 9}
    return Step.objects.create(
        session=session,
        position=session.steps.count(),
        kind=kind,
        block=block,
        content=content_to_builtins(content),
        **(known | fields),
    )


def add_question(step: Step, form: AnswerForm = AnswerForm.OPEN, **fields) -> StepQuestion:
    """One more question in a step, with the points and options that its form may need."""
    place = step.questions.count()
    asked = {name: fields.pop(name) for name in Question.__struct_fields__ if name in fields}
    known = {
        "code": f"V{step.position}-{place}",
        "purpose": Purpose.GROUP,
        "form": form,
        "text": "Wat denk je?",
        "points": WORDS,
        "options": OPTIONS,
    }
    row = StepQuestion.copy(step, place, Question(**(known | asked)))
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def alter(question: StepQuestion, **fields) -> StepQuestion:
    """The same question, asked otherwise."""
    content = msgspec.to_builtins(msgspec.structs.replace(question.script, **fields))
    StepQuestion.objects.filter(pk=question.pk).update(content=content)
    return StepQuestion.objects.select_related("step").get(pk=question.pk)


def make_session(*forms: AnswerForm, **fields) -> DialogueSession:
    """A session that asks these forms in its first step, talks about them, and ends."""
    session = make_empty_session(**fields)
    first = add_step(session)
    for form in forms:
        add_question(first, form)
    add_step(session, "together")
    add_step(session, "slack", "speling")
    add_step(session, "checkout", "einde")
    return session


@dataclass
class Person:
    """Somebody with a phone: holds the secret that the server never keeps."""

    secret: str = field(default_factory=pens.new_secret)

    def join(self, session: DialogueSession) -> bool:
        return participation.join(session, self.secret)

    def send(self, question: StepQuestion, number: int | None = None, **fields) -> Verdict:
        """Send what a form would: `waarde`, `pas`, `intrekken`, `verslag`, `buiten_scherm`."""
        return participation.store([self.entry(question, number, **fields)])[0]

    def entry(
        self, question: StepQuestion, number: int | None = None, among: bool = False, **fields
    ) -> Entry:
        lists = {k: v if isinstance(v, list) else [str(v)] for k, v in fields.items()}
        reading = participation.read_answer(question, MultiValueDict(lists))
        return Entry(
            question_id=question.pk,
            step_id=question.step_id,
            session_id=question.step.session_id,
            pen=pens.pen(self.secret, question.ref),
            number=number,
            state=reading.state,
            value=reading.value,
            for_report=reading.for_report,
            off_screen=reading.off_screen,
            elsewhere=participation.elsewhere(
                self.secret, question, question.step.questions.all() if question.circle else ()
            ),
            among=among,
        )

    def answer_to(self, question: StepQuestion) -> Answer | None:
        return question.answers.filter(pen=pens.pen(self.secret, question.ref)).first()


def ask_several(session: DialogueSession, kind: str = "poll", number: int = 0) -> Step:
    """The n-th step of this kind asks the poll with several answers: planning rarely has time."""
    step = session.steps.filter(kind=kind)[number]
    several = [q for q in session.edition.content.questions if q.form == AnswerForm.SEVERAL]
    step.questions.all().delete()
    StepQuestion.copy(step, 1, several[0]).save()
    return step


def people_in(session: DialogueSession, count: int) -> list[Person]:
    """So many people who joined a session that runs; the room has place for all of them."""
    session.extra_seats += count
    session.save(update_fields=["extra_seats"])
    if session.planned:
        running.start(session)
    people = [Person() for _ in range(count)]
    for person in people:
        person.join(session)
    return people


def close(session: DialogueSession) -> None:
    """The facilitator closes what is asked now."""
    now = DialogueSession.objects.select_related("current").get(pk=session.pk)
    running.close(session, now.current.ref)


def read(session: DialogueSession, question: StepQuestion | str) -> None:
    """Close what is asked now, then read a question."""
    close(session)
    running.read(session, getattr(question, "ref", question))


def show(session: DialogueSession, question: StepQuestion | str) -> None:
    """Close what is asked now, then put a question's answers on the screen."""
    close(session)
    running.show(session, getattr(question, "ref", question))


def question_of(session: DialogueSession, form: AnswerForm) -> StepQuestion:
    """The session's question of this form."""
    return StepQuestion.objects.select_related("step").get(step__session=session, form=form)
