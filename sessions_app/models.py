"""One dialogue session, from plan to report.

What is *not* here is the point: no name, no time, no address and no sequential key ever stands
beside an answer (docs/architecture.md, 'Nobody can be traced').
"""

import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

import msgspec
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.functional import cached_property

from content import editions
from content.document import Document, Question
from sessions_app import asking, kinds, script, seats, step_words
from sessions_app.wish import SHORTEST, Roles


def new_ref() -> str:
    """An unguessable public id: 96 random bits, 16 characters."""
    return secrets.token_urlsafe(12)


def new_key() -> str:
    """The secret part of a link: 256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


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

    class Lived(models.TextChoices):
        UNASKED = "", "nog niet gevraagd"
        LEADS = "leads", "leidt het gesprek"
        ALONG = "along", "leidt mee"
        COLLEAGUE = "colleague", "doet mee als collega"
        NOT_NOW = "no", "gevraagd, deze keer niet"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    title = models.CharField("titel", max_length=120)
    edition = models.ForeignKey("content.Edition", models.PROTECT, related_name="sessions")
    minutes = models.PositiveSmallIntegerField("duur in minuten")
    starts_at = models.DateTimeField("begint")
    group_size = models.PositiveSmallIntegerField(
        "hoeveel mensen", validators=[MinValueValidator(2), MaxValueValidator(5000)]
    )
    led_by = models.CharField("wie leidt", max_length=10, choices=LedBy)
    guests = models.CharField("wie komen erbij", max_length=10, choices=Guests, default=Guests.NONE)
    # Of a dialogue day: how many people of each role are expected (`wish.Roles`), nobody by name.
    role_numbers = models.JSONField("aantallen per rol", default=dict, blank=True, db_default={})
    lived = models.CharField(
        "ervaringsdeskundige",
        max_length=9,
        choices=Lived,
        default=Lived.UNASKED,
        blank=True,
        db_default="",
    )
    contact = models.CharField("bij wie kunnen mensen terecht", max_length=200)
    sender = models.CharField("afzender van de brief", max_length=120, blank=True)
    own_words = models.TextField("eigen woorden in de brief", max_length=400, blank=True)
    themes = models.JSONField("thema's", default=list)  # slugs, most important first
    phone_free = models.BooleanField("zonder telefoons", default=False)
    remarks = models.JSONField(  # sentences of planning
        "wat we kozen, en waarom", default=list, db_default=[]
    )
    planned_steps = models.JSONField(null=True)  # origins, in order, as planning made them
    # Rises with every edit of the programme; what somebody edits says on which it was made.
    programme_version = models.PositiveIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField("gemaakt", default=timezone.now)
    archived_at = models.DateTimeField("in het archief sinds", null=True, blank=True)
    deleted_at = models.DateTimeField("verwijderd", null=True, blank=True)  # gone after a while
    left_at = models.DateTimeField(
        "niemand meer sinds", null=True, blank=True
    )  # when its last facilitator went

    # The live state: one row, one version that only rises.
    phase = models.CharField("fase", max_length=8, choices=Phase, default=Phase.PLANNED)
    version = models.PositiveIntegerField(default=0)
    door_open = models.BooleanField(default=False)
    current = models.ForeignKey(
        "Step", models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    step_started_at = models.DateTimeField(null=True, blank=True)
    extra_seconds = models.IntegerField(default=0)  # added to the current step by hand
    black = models.BooleanField(default=False)
    phones_away = models.BooleanField(default=False, db_default=False)  # all phones are dark
    countdown = models.BooleanField(default=True, db_default=True)  # large, while people talk
    # Where in the room huddles sit, the first one first: 'bij het raam'.
    huddle_places = models.JSONField(default=list, db_default=[])
    keeps_shown = models.BooleanField(default=False)  # answers stay on the screen at a new step
    screen_started = models.BooleanField(default=False)
    screen_round = models.PositiveIntegerField(default=0)  # how often its key was withdrawn
    started_at = models.DateTimeField("begonnen", null=True, blank=True)
    ended_at = models.DateTimeField("afgelopen", null=True, blank=True)
    extra_seats = models.PositiveIntegerField(default=0)  # added by a press, in force
    coming_seats = models.PositiveIntegerField(default=0)  # added, in force from the next step on
    knocked_at = models.DateTimeField(null=True, blank=True)  # when a full room last sent one away
    joined_at_end = models.PositiveIntegerField(null=True, blank=True)  # how many took part
    texts_gone_at = models.DateTimeField(  # what people wrote, a while after the end
        "open antwoorden gewist", null=True, blank=True
    )
    looks_back_at = models.ForeignKey(  # the session whose agreement this one starts from
        "self", models.SET_NULL, null=True, blank=True, related_name="looked_back_in"
    )

    rehearses = models.ForeignKey(  # the session that this one only tries out (`rehearsing`)
        "self", models.CASCADE, null=True, blank=True, related_name="rehearsals"
    )

    changed: Any = None  # `edits.Change`: what the last edit did, for whoever asked; stored nowhere

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
    def rehearsal(self) -> bool:
        """Whether somebody tries a session out in it, alone with invented people."""
        return self.rehearses_id is not None

    @property
    def roles(self) -> Roles | None:
        """How many people of each role are expected; None where it is no dialogue day."""
        return msgspec.convert(self.role_numbers, Roles) if self.role_numbers else None

    @property
    def looks_back(self) -> bool:
        """Whether it is the quarter of an hour in which a team looks back."""
        return self.minutes < SHORTEST

    @property
    def seats(self) -> int:
        """How many phones there is place for now."""
        return seats.planned(self.group_size) + self.extra_seats

    @property
    def document(self) -> Document:
        """The module as the edition of this session has it."""
        return editions.document(self.edition_id)

    @property
    def says(self) -> dict[str, str]:
        """What is said of this session outside its steps: fixed texts of its edition, by name."""
        return editions.texts(self.edition_id)

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
    given_at = models.DateTimeField(default=timezone.now)  # so many a day per account

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
    """Who may lead a session.

    An owner also decides what becomes of it: who leads along, whose it is, when it goes.
    """

    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitates")
    owner = models.BooleanField("eigenaar", default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="sessions_facilitator_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.session}"


class OwnWords(models.Model):
    """What a facilitator wrote for themselves at a kind of step; it comes back in every session.

    `about` says at which: `together:hoop`, `slide:vormen`, `welcome` (`Step.about`). Theirs alone:
    no colleague, no screen and no report shows it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="own_words")
    about = models.CharField(max_length=120)
    text = models.TextField("eigen woorden", max_length=2000)

    class Meta:
        verbose_name = "eigen woorden"
        verbose_name_plural = "eigen woorden"
        ordering = ["about"]
        constraints = [
            models.UniqueConstraint(fields=["user", "about"], name="sessions_own_words_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.about}"


class WatchedFilm(models.Model):
    """A facilitator says that they watched this film; theirs alone, without a time.

    By its YouTube id, so it holds for every session and edition with the same film.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watched_films")
    youtube = models.CharField(max_length=20)

    class Meta:
        verbose_name = "bekeken film"
        verbose_name_plural = "bekeken films"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "youtube"], name="sessions_watched_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.youtube}"


class OwnStep(models.Model):
    """A step that somebody made or changed and kept, to put into another session.

    Theirs alone, unless they give it by a `ColleagueLink`. It holds what they wrote and of what the
    step was made ('slide:zelfstigma'), not the module's words: those come from the edition of the
    session that it goes into.
    """

    KEPT = ("title", "kind", "minutes", "named", "lead", "note", "reworded")  # all that a copy has

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="own_steps")
    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    title = models.CharField("naam", max_length=120)
    kind = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField("minuten")
    named = models.BooleanField(default=False)  # whether the title is theirs
    lead = models.TextField("op het scherm", blank=True, default="")
    note = models.TextField("notitie", blank=True, default="")
    reworded = models.JSONField(null=True, default=None)  # a script.Reworded

    class Meta:
        verbose_name = "eigen werkvorm"
        verbose_name_plural = "eigen werkvormen"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "title"], name="sessions_own_step_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.title}"

    @property
    def kind_name(self) -> str:
        """What kind of step it is, in Dutch."""
        return kinds.of(self.kind.partition(":")[0]).name


class OwnProgramme(models.Model):
    """A whole programme that somebody kept, to plan another session from (`own_programmes`).

    Theirs alone, unless they give it by a `ColleagueLink`. It holds what was asked and what was
    done by hand: no words of the module, nobody to turn to, no day.
    """

    KEPT = ("title", "edition", "kept")  # all that a copy has

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="own_programmes"
    )
    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    title = models.CharField("naam", max_length=120)
    edition = models.PositiveIntegerField("druk")  # number of that in which it was made
    kept = models.JSONField()  # an own_programmes.Kept

    class Meta:
        verbose_name = "eigen programma"
        verbose_name_plural = "eigen programma's"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "title"], name="sessions_own_programme_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.title}"


class ColleagueLink(models.Model):
    """The address by which colleagues read one kept programme or step, and keep a copy of it.

    Whoever has the database has what it leads to, so the key is stored as it is: who made the link
    can see it again. Gone when it is closed, and with what it leads to; after `ends_at` it leads
    nowhere. It says nothing of who opened it.
    """

    programme = models.OneToOneField(
        OwnProgramme, models.CASCADE, null=True, related_name="colleague_link"
    )
    step = models.OneToOneField(OwnStep, models.CASCADE, null=True, related_name="colleague_link")
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    ends_at = models.DateTimeField("werkt tot")

    class Meta:
        verbose_name = "link voor een collega"
        verbose_name_plural = "links voor een collega"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=True, step__isnull=False)
                | models.Q(programme__isnull=False, step__isnull=True),
                name="sessions_colleague_link_gives_one",
            )
        ]

    def __str__(self) -> str:
        return "link"


class Offer(models.Model):
    """A session, offered by who leads it to somebody with this e-mail address.

    The address may belong to nobody who has an account yet. Gone when it was taken, withdrawn, or
    too old (`custody.OFFER_LASTS`).
    """

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="offers")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="offers"
    )
    address = models.EmailField("e-mailadres", max_length=254)
    stays = models.BooleanField("ik blijf er zelf ook bij", default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "aanbod"
        verbose_name_plural = "aanbiedingen"
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "address"], name="sessions_offer_unique")
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.address}"


class Invite(models.Model):
    """A link, or a code on the console, by which one colleague leads along; spent by who takes it.

    Only the digest of its key is stored.
    """

    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="invites")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invites")
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField("werkt tot")

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["ends_at"]

    def __str__(self) -> str:
        return f"uitnodiging voor {self.session}"


class Edit(models.Model):
    """One change of a planned programme: what it did in words, and how it is undone and redone.

    Says nothing of who or when. Bounded in number, and gone once the session begins (`edits`).
    """

    class State(models.TextChoices):
        DONE = "done"
        UNDONE = "undone"  # can be done again
        NOTED = "noted"  # neither: an undo or a redo itself, or one that another came after

    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()  # of the programme that it made
    made_on = models.PositiveIntegerField()  # version that the page showed
    asked = models.CharField(max_length=64)  # a digest: two equal edits of one page have the same
    said = models.CharField(max_length=400)  # a Dutch sentence: '‘Pauze’ is weggehaald.'
    touched = models.JSONField(default=list)  # what it changed (`edits.touched`)
    # Of the programme, only what it changed.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    state = models.CharField(max_length=6, choices=State)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "version"], name="sessions_edit_version_unique"
            )
        ]

    def __str__(self) -> str:
        return self.said


class StepQuerySet(models.QuerySet):
    """Steps, chosen by what their kinds say about themselves."""

    def whose_kind(self, **said: object) -> "StepQuerySet":
        """The steps of the kinds that say this: `whose_kind(rests=True)`."""
        return self.filter(kind__in=kinds.keys(**said))

    def that_run(self) -> "StepQuerySet":
        """The steps in which a room is ever; slack is time, not a step to stand in."""
        return self.whose_kind(runs=True).filter(skipped=False)


class Step(models.Model):
    """One step of the programme, with a copy of all it says and asks."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=kinds.KEY_LENGTH, choices=kinds.choices)
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

    skipped = models.BooleanField(default=False, db_default=False)  # left out, to end on time

    # Its answering: open while the room is here, unless the facilitator closed it for good.
    closed = models.BooleanField(default=False)
    seats = models.PositiveIntegerField(default=0)  # that counted while it was open; never falls
    mixed = models.BooleanField(default=True)  # its answers lie in random order

    # How much of its picture the room has seen, press after press (`Kind.layers`).
    revealed = models.PositiveSmallIntegerField(default=0, db_default=0)

    asks: "list[StepQuestion]"  # its questions, only where they were read with it (`edits`)

    objects = StepQuerySet.as_manager()

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

    @classmethod
    def copy(
        cls, session: DialogueSession, position: int, planned: script.PlannedStep, ref: str = ""
    ) -> Self:
        """The row, not yet written, that holds this step; with a public id of before, if any."""
        return cls(
            ref=ref or new_ref(),
            session=session,
            position=position,
            kind=planned.kind,
            block=planned.block,
            theme=planned.theme,
            theme_number=planned.theme_number,
            title=planned.title,
            minutes=planned.minutes,
            least=planned.least,
            ideal=planned.ideal,
            most=planned.most,
            content=script.content_to_builtins(planned.content),
        )

    @property
    def of_kind(self) -> kinds.Kind:
        """What the step's kind says about itself."""
        return kinds.of(self.kind)

    @property
    def runs(self) -> bool:
        """Whether a room is ever in it; `StepQuerySet.that_run` asks the same of many."""
        return self.of_kind.runs and not self.skipped

    @property
    def in_huddles(self) -> int:
        """How many people talk together in it; 0 where nobody is dealt."""
        return script.in_huddles(self.content)

    @property
    def script(self) -> script.StepContent:
        """The typed content."""
        return script.content_from_builtins(self.content)

    @property
    def about(self) -> str:
        """What it is about in any session (`script.about`)."""
        return script.about(self.kind, self.theme, self.script)


HEADING_LENGTH = 30  # characters of the word under which a facilitator puts texts

# What a question says and takes: fixed from the moment that phones have it.
ASKED = {"step_id", "content", "form", "circle", "own"}


class StepQuestion(models.Model):
    """A question on the phone, in one step, with what has been let out of its answers.

    `frozen` says that somebody tried to read it (or that the session ended); from then on nothing
    more is accepted, so no two outputs can differ by a few answers. `may_be_seen` is what the
    small-group rule said at that moment, `answered`, `counts` and `band` are the snapshot: counts,
    or the keys that nearly everybody chose, never both.

    Once the room has been in its step, a question never changes: an edit makes a new one.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    content = models.JSONField()  # the question as the edition had it
    # Of that, what questions are selected by.
    code = models.CharField(max_length=20)
    form = models.CharField(max_length=16)
    own = models.BooleanField(default=False)  # written by the facilitator, and marked so
    # Of a round: which circle is asked it (`content.document.Circle`). Questions of circles are
    # closed and decided together, and have no total (decision 0075).
    circle = models.CharField(max_length=14, blank=True, default="", db_default="")
    # Answered by one phone per huddle, aloud so to say: no answer of one person (decision 0060).
    of_huddles = models.BooleanField(default=False, db_default=False)

    level = models.PositiveSmallIntegerField(default=0)  # how far the group is; only rises
    frozen = models.BooleanField(default=False)
    may_be_seen = models.BooleanField(default=False)
    answered = models.PositiveIntegerField(null=True)  # people who answered, at freezing
    counts = models.JSONField(null=True)  # {key or point: how many}; {} for open
    band = models.JSONField(default=list)  # keys that nearly everybody chose
    # words that are not shown, by `results.word_key`
    left_out = models.JSONField(default=list, db_default=[])
    shown = models.BooleanField(default=False)  # on the projector now
    # How many passed, kept at the end for totals over many sessions (`insight`); no surface of
    # this session says it. None: not kept.
    passed = models.PositiveIntegerField(null=True)

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
            models.CheckConstraint(
                condition=models.Q(may_be_seen=False) | models.Q(frozen=True),
                name="sessions_seen_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Also holds that a question never changes once it reached phones: ValueError."""
        if not self._state.adding and (update_fields is None or ASKED & {*update_fields}):
            reached = StepQuestion.objects.filter(pk=self.pk, step__ran_from__isnull=False)
            before = reached.values(*ASKED).first()
            if before and any(before[name] != getattr(self, name) for name in ASKED):
                raise ValueError("A question that reached phones never changes: make a new one.")
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def copy(cls, step: Step, position: int, question: Question) -> Self:
        """The row, not yet written, that holds this question in a step."""
        return cls(
            step=step,
            position=position,
            content=msgspec.to_builtins(question),
            code=question.code,
            form=question.form,
            circle=question.circle or "",
            own=step_words.is_own(question),
        )

    @cached_property
    def script(self) -> Question:
        """The question, typed."""
        return msgspec.convert(self.content, Question)

    @property
    def asking(self) -> asking.Asking:
        """What its form says about itself."""
        return asking.of(self.form)

    @property
    def text(self) -> str:
        """As it is read among others; of a round with who are asked it."""
        return self.script.told

    @property
    def about_self(self) -> bool:
        """Whether it is about one's own behaviour: see the small-group rule."""
        return self.script.about_self

    @property
    def tested(self) -> bool:
        return self.script.tested

    @property
    def sent(self) -> bool:
        """Whether answers leave the phone at all."""
        return self.asking.sent


class Participant(models.Model):
    """Somebody is in: a pen made of the browser's secret, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="participants")
    pen = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "pen"], name="sessions_participant_unique")
        ]

    def __str__(self) -> str:
        return "deelnemer"


class HeldSeat(models.Model):
    """A seat that is kept for a phone which was let in and has not opened a line yet.

    Gone with the first line, so that nothing says when somebody came; kept no longer than `until`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="held_seats")
    pen = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "pen"], name="sessions_held_seat_unique")
        ]

    def __str__(self) -> str:
        return "plaats"


class Answer(models.Model):
    """One answer to one question, under a pen that says nothing about any other answer.

    The random key replaces a row number. When its step's answering closes, the rows are written
    anew in random order; `finish` keeps only texts that stand in the report, without pen or number.
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
    value = models.JSONField(null=True)  # as its form reads it: text, number, key or keys
    for_report = models.BooleanField(default=False)
    off_screen = models.BooleanField(default=False, db_default=False)  # its writer said so

    # Of a text, what the facilitator does with it (`Asking.picked`).
    picked = models.BooleanField(
        default=False, db_default=False
    )  # stands on the screen, with its question
    covered = models.JSONField(default=list, db_default=[])  # places of words that nobody reads
    heading = models.CharField(max_length=HEADING_LENGTH, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "pen"], name="sessions_answer_pen_unique")
        ]

    def __str__(self) -> str:
        return "antwoord"


class Signal(models.Model):
    """Somebody paused or asked for more time: shown as 'somebody did', never who or how many.

    `told` comes some seconds later, for all that wait together (`participation.tell_signals`).
    """

    class Sort(models.TextChoices):
        PAUSE = "pause"
        MORE_TIME = "more_time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="signals")
    sort = models.CharField(max_length=9, choices=Sort)
    pen = models.CharField(max_length=64)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "sort", "pen"], name="sessions_signal_unique")
        ]

    def __str__(self) -> str:
        return self.sort


class Screening(models.Model):
    """How the film of a step is shown: what was asked of the screen, and what it said.

    Gone when the session ends. `round` rises with every press that moves the film, so that a screen
    that was away knows which it has not carried out yet.
    """

    class State(models.TextChoices):
        UNHEARD = "", "niets gehoord"
        READY = "ready", "klaar"
        PLAYING = "playing", "speelt"
        PAUSED = "paused", "staat stil"
        ENDED = "ended", "afgelopen"
        SILENT = "silent", "speler zwijgt"
        REFUSED = "refused", "speler weigert"
        PRESS = "press", "wacht op een druk"  # browsers want one on the page before sound

    step = models.OneToOneField(Step, models.CASCADE, related_name="screening")

    # Asked of the screen.
    plays = models.BooleanField(default=False)
    round = models.PositiveIntegerField(default=0)
    jump_round = models.PositiveIntegerField(default=0)  # of the last press that moved it to `at`
    at = models.PositiveIntegerField(default=0)  # seconds
    volume = models.PositiveSmallIntegerField(default=100)  # percent
    captions = models.BooleanField(default=True)

    # Said by the screen.
    screen = models.CharField(max_length=24, blank=True)  # which window shows it; made by itself
    state = models.CharField(max_length=8, choices=State, default=State.UNHEARD, blank=True)
    position = models.PositiveIntegerField(default=0)  # seconds
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_round = models.PositiveIntegerField(default=0)  # the last press that it carried out
    began = models.BooleanField(default=False)  # so the step's clock runs

    def __str__(self) -> str:
        return f"film bij {self.step}"


class Huddles(models.Model):
    """The small groups that people talk in now: of which step, and how many sit in each.

    Who is with whom stands in `HuddleSeat` and nowhere else. Gone when the session ends.
    """

    class Choosing(models.IntegerChoices):
        """Whether people choose their own sign now, as they hear it from who leads."""

        NOBODY = 0, "niemand kiest"
        FIRST = 1, "iedereen kiest een teken"
        AGAIN = 2, "wie wil, kiest een ander teken"  # everybody has one

    session = models.OneToOneField(DialogueSession, models.CASCADE, related_name="huddles")
    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    deal = models.PositiveSmallIntegerField(default=0)  # rises with every deal of the session
    size = models.PositiveSmallIntegerField()  # how many people each should have
    on_screen = models.BooleanField(default=True)
    # {number: people}, as screen and console say it: what phones do since is told later
    # (`huddling.tell_sizes`). While people choose, signs where nobody sits are in it too.
    sizes = models.JSONField(default=dict)
    told = models.BooleanField(default=True)
    # Rises when somebody was moved who did not ask: phones look again where they belong.
    round = models.PositiveIntegerField(default=0)
    choosing = models.PositiveSmallIntegerField(
        choices=Choosing.choices, default=Choosing.NOBODY, db_default=Choosing.NOBODY
    )
    # How many phones that take part have no sign, as it is told.
    signless = models.PositiveSmallIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"groepjes bij {self.step}"


class HuddleSeat(models.Model):
    """In which huddle a seat is now, and in which it was: a number per deal and nothing else."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, primary_key=True, related_name="huddle"
    )
    at = models.PositiveSmallIntegerField(null=True)  # None: in none
    left = models.JSONField(default=list)  # of this deal, those in which it was before
    asked = models.PositiveSmallIntegerField(default=0)  # how often, for another one, in this deal
    been = models.JSONField(default=list)  # of earlier deals: in which it was, deal after deal
    out = models.BooleanField(default=False)  # takes part in none, until it says otherwise
    writes = models.BooleanField(default=False)  # this phone writes for its huddle

    def __str__(self) -> str:
        return "plaats in een groepje"


class Agreement(models.Model):
    """What the team agreed aloud, written down by the facilitator on the screen."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(DialogueSession, models.CASCADE, related_name="agreements")
    text = models.CharField("afspraak", max_length=300)
    who = models.CharField("wie kijkt terug", max_length=120, blank=True)
    when = models.CharField(
        "wanneer", max_length=120, blank=True
    )  # in words, before there were days
    noticed = models.CharField(
        "wie merkt het", max_length=200, blank=True, default="", db_default=""
    )
    look_back_on = models.DateField("op welke dag", null=True, blank=True)

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def back_at(self) -> str:
        """When it is looked back on, in words; '' when nobody said."""
        if self.look_back_on is None:
            return self.when
        return in_words(self.look_back_on, "l j F")


class LookBack(models.Model):
    """How a team looks back weeks after a session: the reminder, and answers by a link.

    A link is opened once and closes once, on a day that never changes. While it is open its
    questions hold totals and nothing else (`LookBackQuestion`), so there is no answer to join.
    """

    session = models.OneToOneField(DialogueSession, models.CASCADE, related_name="look_back")
    reminder = models.BooleanField("herinnering", default=True)
    reminded_at = models.DateTimeField("herinnerd", null=True, blank=True)
    key = models.CharField(max_length=32, unique=True, null=True, blank=True)  # null: no link
    seats = models.PositiveIntegerField(default=0)  # as many as took part in the session
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed = models.BooleanField(default=False)

    class Meta:
        verbose_name = "terugblik"
        verbose_name_plural = "terugblikken"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__isnull=True) | models.Q(closes_at__isnull=False),
                name="sessions_link_has_a_last_day",
            )
        ]

    def __str__(self) -> str:
        return f"terugblik op {self.session}"


class LookBackQuestion(models.Model):
    """A closed question of a look-back by link, and how many people chose what.

    No answer is kept, only `tally` and `given`, which nobody reads while it is open. Closing
    decides once what may be seen, as with `StepQuestion`; what may not goes.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    look_back = models.ForeignKey(LookBack, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    content = models.JSONField()  # the question as the edition has it
    tally = models.JSONField(default=dict)  # {key: how many}, while it is open
    given = models.PositiveIntegerField(default=0)  # how many answered, while it is open
    frozen = models.BooleanField(default=False)
    may_be_seen = models.BooleanField(default=False)
    answered = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    band = models.JSONField(default=list)

    own = False  # an edition's, always

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["look_back", "position"], name="sessions_look_back_question_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(may_be_seen=False) | models.Q(frozen=True),
                name="sessions_look_back_seen_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @cached_property
    def script(self) -> Question:
        """The question, typed."""
        return msgspec.convert(self.content, Question)

    @property
    def asking(self) -> asking.Asking:
        """What its form says about itself."""
        return asking.of(self.script.form)

    @property
    def text(self) -> str:
        return self.script.text


class LookBackSeat(models.Model):
    """Some browser answered by this link: a pen, and nothing of what it answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    look_back = models.ForeignKey(LookBack, models.CASCADE, related_name="taken")
    pen = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["look_back", "pen"], name="sessions_look_back_seat_unique"
            )
        ]

    def __str__(self) -> str:
        return "plaats"


class ReportLink(models.Model):
    """The address by which a team reads its report without an account.

    Whoever has the database has the report, so the key is stored as it is: who made the link can
    see it again. Gone when it is withdrawn; after `ends_at` it leads nowhere.
    """

    session = models.OneToOneField(DialogueSession, models.CASCADE, related_name="report_link")
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    ends_at = models.DateTimeField("werkt tot")

    class Meta:
        verbose_name = "link naar een verslag"
        verbose_name_plural = "links naar verslagen"

    def __str__(self) -> str:
        return "link"
