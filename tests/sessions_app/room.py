"""A room with people and phones, for tests: rows made directly, everything else by our verbs."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from content.document import Form, to_builtins
from content.models import Edition, Module
from sessions_app import participation, pens, running
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.participation import Entry, Verdict
from sessions_app.script import Kind, StepContent, content_to_builtins
from tests.factories import WORDS, make_document

OPTIONS = [
    {"key": "nooit", "text": "Nooit", "alone": False},
    {"key": "soms", "text": "Soms", "alone": False},
    {"key": "vaak", "text": "Vaak", "alone": False},
    {"key": "niet", "text": "Weet ik niet", "alone": True},
]


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


def add_step(session: DialogueSession, kind: Kind = Kind.ALONE, block: str = "een", **fields):
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


def add_question(step: Step, form: Form = Form.OPEN, **fields) -> StepQuestion:
    """One more question in a step, with the points or options that its form needs."""
    known: dict = {"code": f"V{step.position}-{step.questions.count()}", "text": "Wat denk je?"}
    if form == Form.SCALE:
        known["points"] = list(WORDS)
    if form in (Form.ONE, Form.SEVERAL):
        known["options"] = OPTIONS
    return StepQuestion.objects.create(
        step=step, position=step.questions.count(), form=form, **(known | fields)
    )


def make_session(*forms: Form, **fields) -> DialogueSession:
    """A session that asks these forms in its first step, talks about them, and ends."""
    session = make_empty_session(**fields)
    first = add_step(session)
    for form in forms:
        add_question(first, form)
    add_step(session, Kind.TOGETHER)
    add_step(session, Kind.SLACK, "speling")
    add_step(session, Kind.CHECKOUT, "einde")
    return session


@dataclass
class Person:
    """Somebody with a phone: holds the secret that the server never keeps."""

    secret: str = field(default_factory=pens.new_secret)

    def join(self, session: DialogueSession) -> bool:
        return participation.join(session, self.secret)

    def send(self, question: StepQuestion, number: int | None = None, **fields) -> Verdict:
        """Send what a form would: `waarde`, `pas`, `intrekken`, `verslag`."""
        return participation.store([self.entry(question, number, **fields)])[0]

    def entry(self, question: StepQuestion, number: int | None = None, **fields) -> Entry:
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
        )

    def answer_to(self, question: StepQuestion) -> Answer | None:
        return question.answers.filter(pen=pens.pen(self.secret, question.ref)).first()


def people_in(session: DialogueSession, count: int) -> list[Person]:
    """So many people who joined a session that runs."""
    if session.planned:
        running.start(session)
    people = [Person() for _ in range(count)]
    for person in people:
        person.join(session)
    return people


def question_of(session: DialogueSession, form: Form) -> StepQuestion:
    """The session's question of this form."""
    return StepQuestion.objects.select_related("step").get(step__session=session, form=form)
