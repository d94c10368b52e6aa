"""Invented sessions for trying out and for tests, made through the product's own functions."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import LoginLink, User
from content import editions
from sessions_app import access, codes, participation, pens, programmes, running
from sessions_app.errors import Refused
from sessions_app.kinds import Doing
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.planning import Wish

EMAIL = "gespreksleider@voorbeeld.nl"
EDITOR_EMAIL = "redactie@voorbeeld.nl"
STAGES = ("planned", "live", "ended")


@dataclass(frozen=True)
class Links:
    """Where each audience goes, as whole addresses."""

    session: str
    code: str
    join_url: str
    login_url: str
    plan_url: str
    console_url: str
    projector_url: str
    report_url: str


def facilitator() -> User:
    """The demo facilitator, made when it is not there yet."""
    user = User.objects.filter(email=EMAIL).first()
    return user or User.objects.create_user(EMAIL, name="Demo gespreksleider")


def editor_link() -> str:
    """An address that logs the demo editor in once, at the back office with every right."""
    user = User.objects.filter(email=EDITOR_EMAIL).first()
    user = user or User.objects.create_superuser(EDITOR_EMAIL, name="Demo redacteur")
    return _once(user, reverse("admin:index"))


@transaction.atomic
def make(
    stage: str,
    minutes: int = 120,
    themes: tuple[str, ...] = ("bejegening", "hoop"),
    participants: int = 12,
    seed: int = 1,
) -> DialogueSession:
    """One session at this stage. The same seed gives the same content; refs and codes are new.

    Refused when the wish does not fit or a theme is unknown; NoEdition before `load_content`.
    """
    dice = random.Random(seed)  # noqa: S311 - invented answers, not secrets
    session = programmes.make_session(
        editions.current(),
        Wish(
            minutes=minutes,
            themes=themes,
            group_size=max(2, participants),
            led_by=DialogueSession.LedBy.COLLEAGUE,
            guests=DialogueSession.Guests.NONE,
            phone_free=False,
            contact="Sam de Vries, vertrouwenspersoon, toestel 1234",
        ),
        title="Teamdialoog FACT Noord",
        starts_at=_next_afternoon(),
        owner=facilitator(),
    )
    if stage != "planned":
        secrets = _let_in(session, participants, dice)
        _run(session, secrets, dice, to_end=stage == "ended")
    return session


def links(session: DialogueSession) -> Links:
    """The addresses of this session; `login_url` logs the demo facilitator in once."""

    def whole(name: str, *args: str) -> str:
        return settings.BASE_URL + reverse(name, args=args)

    plan = reverse("planner:programme", args=[session.ref])
    return Links(
        session=session.ref,
        code=session.code,
        join_url=settings.BASE_URL + codes.join_path(session.code),
        login_url=_once(facilitator(), plan),
        plan_url=settings.BASE_URL + plan,
        console_url=whole("console:lead", session.ref),
        projector_url=whole("projector:show", session.ref)
        + f"?sleutel={access.screen_key(session)}",
        report_url=whole("report:report", session.ref),
    )


def _once(user: User, page: str) -> str:
    """An address that logs this user in once and goes on to a page."""
    return (
        settings.BASE_URL + reverse("accounts:once", args=[LoginLink.make(user)]) + f"?next={page}"
    )


def _next_afternoon() -> datetime:
    """Two o'clock on the next working day."""
    day = timezone.localtime() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.replace(hour=14, minute=0, second=0, microsecond=0)


def _let_in(session: DialogueSession, participants: int, dice: random.Random) -> list[str]:
    """Open the door and join so many; the secrets of their browsers.

    They hold no phone, so there is place for as many real ones.
    """
    running.open_door(session)
    session.extra_seats = participants
    session.save(update_fields=["extra_seats"])
    secrets = [f"{dice.getrandbits(192):048x}" for _ in range(participants)]
    for secret in secrets:
        participation.join(session, secret)
    return secrets


def _run(session: DialogueSession, secrets: list[str], dice: random.Random, to_end: bool) -> None:
    """Start and go on: to the first step in which people think alone, or to the very end."""
    running.start(session)
    while (step := session.current) is not None:
        for question in step.questions.order_by("position"):
            if question.sent:
                _answer(session, step, question, secrets, dice)
        doing = step.of_kind.doing
        if not to_end and step.theme and Doing.THINK in doing:
            return
        if step.theme and Doing.TALK in doing:
            _show_what_may(session, step)
        if "agreements" in step.of_kind.shows:
            running.agree(
                session,
                "We vragen elke week aan één cliënt hoe onze woorden overkomen.",
                who="Sam",
                noticed="De cliënt zelf. Iedereen mag er in de overdracht iets van zeggen.",
                look_back_on=timezone.localdate() + timedelta(weeks=5),
            )
        try:
            running.advance(session, step.ref)
        except Refused:
            break
    running.finish(session)
    _spread_over_time(session, dice)


def _answer(
    session: DialogueSession,
    step: Step,
    question: StepQuestion,
    secrets: list[str],
    dice: random.Random,
) -> None:
    entries = []
    for secret in secrets:
        passed = dice.random() < 0.08
        entries.append(
            participation.Entry(
                question_id=question.pk,
                step_id=step.pk,
                session_id=session.pk,
                pen=pens.pen(secret, question.ref),
                number=1,
                state=Answer.State.PASSED if passed else Answer.State.GIVEN,
                value=None if passed else question.asking.invent(question.script, dice),
                for_report=not passed and question.asking.worded,
            )
        )
    participation.store(entries)


def _show_what_may(session: DialogueSession, step: Step) -> None:
    before = StepQuestion.objects.filter(step__session=session, step__block=step.block)
    for question in before:
        if question.sent:
            try:
                running.show(session, question.ref)
            except Refused:
                continue  # too few answered: the room talks without


def _spread_over_time(session: DialogueSession, dice: random.Random) -> None:
    """Give the finished run the length it was planned for: it took no time to invent."""
    moment = session.starts_at - timedelta(days=7)
    DialogueSession.objects.filter(pk=session.pk).update(
        starts_at=moment, started_at=moment, ended_at=moment + timedelta(minutes=session.minutes)
    )
    for step in session.steps.that_run().order_by("position"):
        step.ran_from = moment
        step.ran_seconds = max(30, step.minutes * 60 + dice.randint(-60, 60))
        moment += timedelta(seconds=step.ran_seconds)
        step.save(update_fields=["ran_from", "ran_seconds"])
    session.refresh_from_db()
