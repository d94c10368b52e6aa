"""One dialogue session, from plan to report.

What is *not* here is the point: no name, no time, no address and no sequential key ever stands
beside an answer (docs/architecture.md, 'Nobody can be traced').
"""

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from content.document import Form
from sessions_app import script


def new_ref() -> str:
    """An unguessable public id: 96 random bits, 16 characters."""
    return secrets.token_urlsafe(12)


class DialogueSession(models.Model):
    """A team's dialogue: planned, run once, looked back on."""

    class Phase(models.TextChoices):
        PLANNED = "planned", "gepland"
        RUNNING = "running", "bezig"
        ENDED = "ended", "afgelopen"

    class LedBy(models.TextChoices):
        MANAGER = "manager", "een leidinggevende"
        COLLEAGUE = "colleague", "een collega"
        OUTSIDER = "outsider", "iemand van buiten"

    class Guests(models.TextChoices):
        NONE = "none", "niemand van buiten het team"
        CLIENTS = "clients", "cliënten"
        RELATIVES = "relatives", "naasten"
        BOTH = "both", "cliënten en naasten"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    title = models.CharField("titel", max_length=120)
    team = models.ForeignKey(
        "accounts.Team", models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    edition = models.ForeignKey("content.Edition", models.PROTECT, related_name="sessions")
    minutes = models.PositiveSmallIntegerField("duur in minuten")
    starts_at = models.DateTimeField("begint")
    group_size = models.PositiveSmallIntegerField(
        "hoeveel mensen", validators=[MinValueValidator(2), MaxValueValidator(5000)]
    )
    led_by = models.CharField("wie leidt", max_length=10, choices=LedBy)
    guests = models.CharField("wie komen erbij", max_length=10, choices=Guests, default=Guests.NONE)
    contact = models.CharField("bij wie kunnen mensen terecht", max_length=200)
    themes = models.JSONField("thema's", default=list)  # slugs, most important first
    phone_free = models.BooleanField("zonder telefoons", default=False)
    made_at = models.DateTimeField(default=timezone.now)

    # The live state: one row, one version that only rises.
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.PLANNED)
    version = models.PositiveIntegerField(default=0)
    door_open = models.BooleanField(default=False)
    current = models.ForeignKey(
        "Step", models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    step_started_at = models.DateTimeField(null=True, blank=True)
    extra_seconds = models.IntegerField(default=0)  # added to the current step by hand
    black = models.BooleanField(default=False)
    screen_started = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    joined_at_end = models.PositiveIntegerField(null=True, blank=True)  # how many took part

    class Meta:
        verbose_name = "sessie"
        verbose_name_plural = "sessies"
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phase="running", started_at__isnull=False)
                | ~models.Q(phase="running"),
                name="sessions_running_has_start",
            ),
            models.CheckConstraint(
                condition=models.Q(phase="ended", ended_at__isnull=False)
                | ~models.Q(phase="ended"),
                name="sessions_ended_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        """When the session ends as planned."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def planned(self) -> bool:
        return self.phase == self.Phase.PLANNED

    @property
    def running(self) -> bool:
        return self.phase == self.Phase.RUNNING

    @property
    def ended(self) -> bool:
        return self.phase == self.Phase.ENDED

    @property
    def code(self) -> str:
        """The join code that newcomers use now, as it is shown ('KIEM 274'); '' when none."""
        current = next((c for c in self.codes.all() if c.current), None)
        return current.shown if current else ""


class JoinCode(models.Model):
    """A code that leads into a session; older ones keep working for who is already in.

    Stored without space or hyphen, in capitals. No code is used again before its session ended.
    """

    code = models.CharField(max_length=16, primary_key=True)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="codes")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(current=True),
                name="sessions_one_current_code",
            )
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """As people read it: the word, a space, the number."""
        word = self.code.rstrip("0123456789")
        return f"{word} {self.code[len(word) :]}"


class Facilitator(models.Model):
    """Who may lead a session."""

    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitates")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="sessions_facilitator_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.session}"


class Step(models.Model):
    """One step of the programme, with a copy of all it says and asks."""

    class Kind(models.TextChoices):
        WELCOME = script.Kind.WELCOME, script.KIND_NAMES[script.Kind.WELCOME]
        CHECKIN = script.Kind.CHECKIN, script.KIND_NAMES[script.Kind.CHECKIN]
        RULES = script.Kind.RULES, script.KIND_NAMES[script.Kind.RULES]
        SLIDE = script.Kind.SLIDE, script.KIND_NAMES[script.Kind.SLIDE]
        POLL = script.Kind.POLL, script.KIND_NAMES[script.Kind.POLL]
        FILM = script.Kind.FILM, script.KIND_NAMES[script.Kind.FILM]
        ALONE = script.Kind.ALONE, script.KIND_NAMES[script.Kind.ALONE]
        TOGETHER = script.Kind.TOGETHER, script.KIND_NAMES[script.Kind.TOGETHER]
        BREAK = script.Kind.BREAK, script.KIND_NAMES[script.Kind.BREAK]
        HARVEST = script.Kind.HARVEST, script.KIND_NAMES[script.Kind.HARVEST]
        EVALUATION = script.Kind.EVALUATION, script.KIND_NAMES[script.Kind.EVALUATION]
        CHECKOUT = script.Kind.CHECKOUT, script.KIND_NAMES[script.Kind.CHECKOUT]
        SLACK = script.Kind.SLACK, script.KIND_NAMES[script.Kind.SLACK]
        FREE = script.Kind.FREE, script.KIND_NAMES[script.Kind.FREE]

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    block = models.CharField(max_length=60)
    theme = models.CharField(max_length=50, blank=True)
    theme_number = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("naam", max_length=120)
    minutes = models.PositiveSmallIntegerField("minuten")
    least = models.PositiveSmallIntegerField()
    ideal = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    ran_from = models.DateTimeField(null=True, blank=True)  # when the room first came here
    ran_seconds = models.PositiveIntegerField(default=0)  # how long it stayed, all visits

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="sessions_step_position_unique"
            ),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="sessions_step_lasts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def script(self) -> script.StepContent:
        """The typed content."""
        return script.content_from_builtins(self.content)


class StepQuestion(models.Model):
    """A question on the phone, in one step, with what has been let out of its answers.

    `frozen` says that counts or texts have been let out (to the screen, to the facilitator or to
    the report); from then on nothing more is accepted, so no two outputs can differ by a few
    answers. `counts` and `answered` are that snapshot.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    form = models.CharField(max_length=8, choices=[(f.value, f.value) for f in Form])
    text = models.CharField(max_length=200)
    help = models.CharField(max_length=240, blank=True)
    options = models.JSONField(default=list)  # [{key, text, alone}]
    points = models.JSONField(default=list)  # words, low to high
    most = models.PositiveSmallIntegerField(null=True)
    about_self = models.BooleanField(default=False)
    dimension = models.CharField(max_length=40, blank=True)
    tested = models.BooleanField(default=False)

    frozen = models.BooleanField(default=False)
    answered = models.PositiveIntegerField(null=True)  # people who answered, at freezing
    counts = models.JSONField(null=True)  # {key or point: how many}; {} for open
    shown = models.BooleanField(default=False)  # on the projector now

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "position"], name="sessions_question_position_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(frozen=True, answered__isnull=False, counts__isnull=False)
                | models.Q(frozen=False, shown=False),
                name="sessions_shown_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def sent(self) -> bool:
        """Whether answers leave the phone at all."""
        return self.form in script.SENT_FORMS


class Participant(models.Model):
    """Somebody joined: a pen made of the browser's secret, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="participants")
    pen = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "pen"], name="sessions_participant_unique")
        ]

    def __str__(self) -> str:
        return "deelnemer"


class Answer(models.Model):
    """One answer to one question, under a pen that says nothing about any other answer.

    The random key replaces a row number; `finish` rewrites the rows in random order and drops
    pen and number, so what is left can't be joined even by the order on disk.
    """

    class State(models.TextChoices):
        GIVEN = "given"
        PASSED = "passed"
        WITHDRAWN = "withdrawn"  # kept until the end so that a late retry can't bring it back

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(StepQuestion, models.CASCADE, related_name="answers")
    pen = models.CharField(max_length=64, null=True)
    number = models.PositiveBigIntegerField(null=True)  # rises with each change on this phone
    state = models.CharField(max_length=9, choices=State)
    value = models.JSONField(null=True)  # open: text; scale: 1..n; one: key; several: [keys]
    for_report = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "pen"], name="sessions_answer_pen_unique")
        ]

    def __str__(self) -> str:
        return "antwoord"


class Signal(models.Model):
    """Somebody paused or asked for more time: shown as 'somebody did', never who or how many."""

    class Sort(models.TextChoices):
        PAUSE = "pause"
        MORE_TIME = "more_time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="signals")
    sort = models.CharField(max_length=9, choices=Sort)
    pen = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "sort", "pen"], name="sessions_signal_unique")
        ]

    def __str__(self) -> str:
        return self.sort


class Agreement(models.Model):
    """What the team agreed aloud, written down by the facilitator on the screen."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="agreements")
    text = models.CharField("afspraak", max_length=300)
    who = models.CharField("wie kijkt terug", max_length=120, blank=True)
    when = models.CharField("wanneer", max_length=120, blank=True)

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
