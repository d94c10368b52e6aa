"""A programme as pages and paper read it, whether somebody keeps it or only wishes for it.

Plain data: what a page shows of a wish in an address is made each time and stored nowhere.
"""

from datetime import datetime, time, timedelta

import msgspec
from django.db.models import prefetch_related_objects
from django.utils import timezone

from content.document import Question
from sessions_app import circles, edits, kinds
from sessions_app.models import DialogueSession, Step
from sessions_app.outline import ProgrammePart, outline
from sessions_app.planning import Programme
from sessions_app.script import PlannedStep, content_from_builtins
from sessions_app.wish import Guests, LedBy, Roles, Wish

UNDATED = time(14, 0)  # where the clock times of a wish start: it has no day and no hour yet
UNTITLED = "Gesprek met ons team"
UNTITLED_DAY = "Dialoogdag"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A whole programme and what is known about the day; minutes whole."""

    title: str
    starts_at: datetime
    dated: bool  # False: a wish, whose clock times only say how long things take
    group_size: int
    led_by: str
    guests: str
    phone_free: bool
    steps: tuple[PlannedStep, ...]
    contact: str = ""
    code: str = ""
    sender: str = ""  # under the letter to the team
    own_words: str = ""  # of the sender, in that letter
    caught_up: bool = False  # the session runs, and what is to come was made shorter
    roles: Roles | None = None  # of a dialogue day: how many of each role are expected

    @property
    def used(self) -> int:
        """The minutes of all steps together."""
        return sum(step.minutes for step in self.steps)

    @property
    def ends_at(self) -> datetime:
        """When the last step ends."""
        return self.starts_at + timedelta(minutes=self.used)

    @property
    def timed(self) -> list[tuple[PlannedStep, datetime]]:
        """Each step with the moment at which it begins."""
        at, found = self.starts_at, []
        for step in self.steps:
            found.append((step, at))
            at += timedelta(minutes=step.minutes)
        return found

    @property
    def parts(self) -> list[ProgrammePart]:
        """The programme by its parts: a theme with its film and its talk is one."""
        return outline(self.steps, self.starts_at)

    @property
    def theme_names(self) -> dict[str, str]:
        """The themes by slug, in the order in which they are talked about."""
        openers = [step for step in self.steps if kinds.of(step.kind).opens_theme]
        return {step.theme: kinds.of(step.kind).bare(step.title) for step in openers}

    @property
    def warm_up(self) -> str:
        """The theme of the page to read alone beforehand: the first; '' without one."""
        return next(iter(self.theme_names), "")

    @property
    def themes(self) -> list[str]:
        """The themes by name, in the order in which they are talked about."""
        return list(self.theme_names.values())

    @property
    def open_sent(self) -> bool:
        """Whether open answers leave the phone (`Wish.open_sent`)."""
        wish = Wish(
            minutes=self.used,
            themes=(),
            group_size=self.group_size,
            led_by=LedBy(self.led_by),
            phone_free=self.phone_free,
        )
        return wish.open_sent

    @property
    def films(self) -> int:
        """How many films there are."""
        return sum(step.content.film is not None for step in self.steps)

    @property
    def evaluates(self) -> bool:
        """Whether people are asked to look back."""
        return any(kinds.of(step.kind).evaluates for step in self.steps)

    @property
    def breaks(self) -> int:
        """How many breaks there are."""
        return sum(kinds.of(step.kind).rests for step in self.steps)

    @property
    def led_by_name(self) -> str:
        """'een collega'."""
        return str(DialogueSession.LedBy(self.led_by).label)

    @property
    def guests_name(self) -> str:
        """'cliënten en naasten'; '' when nobody comes from outside."""
        if self.guests == DialogueSession.Guests.NONE:
            return ""
        return str(DialogueSession.Guests(self.guests).label)

    @property
    def who(self) -> str:
        """How many people, and on a dialogue day how many of each role."""
        return people(self.group_size, self.roles)

    @property
    def guests_care(self) -> frozenset[str]:
        """Who of 'clients' and 'relatives' come: they have somebody of their own to turn to."""
        both = (Guests.CLIENTS, Guests.RELATIVES)
        return frozenset(both if self.guests == Guests.BOTH else (self.guests,))


def people(group_size: int, roles: Roles | None) -> str:
    """'12 mensen', or of a dialogue day how many of each role."""
    return f"Dialoogdag met {circles.counted(roles)}" if roles else f"{group_size} mensen"


def of_session(session: DialogueSession) -> Plan:
    """The plan of a session that is kept; two queries, however long it is, and one while it runs.

    What was made shorter to end on time is in it as it was planned.
    """
    was = edits.before_it_ran(session)
    return Plan(
        title=session.title,
        starts_at=session.starts_at,
        dated=True,
        group_size=session.group_size,
        led_by=session.led_by,
        guests=session.guests,
        phone_free=session.phone_free,
        steps=_steps(session, was),
        caught_up=bool(was),
        contact=session.contact,
        code="" if session.phone_free else session.code,
        sender=session.sender,
        own_words=session.own_words,
        roles=session.roles,
    )


def steps_of(session: DialogueSession) -> tuple[PlannedStep, ...]:
    """The programme of a session that is kept, as it was planned, step for step.

    Two queries, or none where the steps are known; one more while it runs.
    """
    return _steps(session, edits.before_it_ran(session))


def _steps(session: DialogueSession, was: dict[str, dict]) -> tuple[PlannedStep, ...]:
    prefetch_related_objects([session], "steps__questions")
    return tuple(
        _stored(was[step.ref]) if step.ref in was else planned(step) for step in session.steps.all()
    )


def of_wish(wish: Wish, programme: Programme) -> Plan:
    """The plan of what somebody wishes for, out of the programme made for it."""
    return Plan(
        title=UNTITLED_DAY if wish.is_day else UNTITLED,
        starts_at=timezone.make_aware(datetime.combine(timezone.localdate(), UNDATED)),
        dated=False,
        group_size=wish.group_size,
        led_by=wish.led_by,
        guests=wish.guests,
        phone_free=wish.phone_free,
        steps=programme.steps,
        contact=wish.contact,
        roles=wish.roles,
    )


def planned(step: Step) -> PlannedStep:
    """A step that is kept, without what became of it in a room: also not what groups were asked."""
    return PlannedStep(
        kind=step.kind,
        block=step.block,
        title=step.title,
        minutes=step.minutes,
        least=step.least,
        ideal=step.ideal,
        most=step.most,
        theme=step.theme,
        theme_number=step.theme_number,
        content=step.script,
        questions=tuple(row.script for row in step.questions.all() if not row.of_huddles),
    )


def _stored(was: dict) -> PlannedStep:
    """A step as an edit kept it."""
    names = ("kind", "block", "title", "minutes", "least", "ideal", "most", "theme", "theme_number")
    return PlannedStep(
        **{name: was[name] for name in names},
        content=content_from_builtins(was["content"]),
        questions=tuple(
            msgspec.convert(one["content"], Question)
            for one in was["questions"]
            if not one["of_huddles"]
        ),
    )
