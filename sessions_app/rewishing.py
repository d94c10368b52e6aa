"""Asking something else of a session that was planned: what that would do, and doing it.

Everything that was asked at the start can be changed until the session begins. What would happen is
worked out first, without writing; `change` does exactly that, or nothing.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import msgspec

from sessions_app import briefs, by_hand, edits, kinds, plans, programmes
from sessions_app.by_hand import Line
from sessions_app.edits import Asked
from sessions_app.errors import Stale
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.plans import Plan
from sessions_app.script import PlannedStep
from sessions_app.wish import Wish

MEANWHILE = (
    "De sessie is intussen ergens anders veranderd. Hieronder staat wat je keuze nu zou doen. "
    "Kijk of dat klopt."
)

OF_THE_DAY = {"title", "starts_at", "contact"}  # fields that make no programme anew


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """All that is asked of a session: the wish, and what is known about the day."""

    wish: Wish
    title: str
    starts_at: datetime


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One step that would not be as it is; minutes whole, 0 where it is not there."""

    title: str
    theme: str  # as its film calls it; '' outside themes
    theme_number: int
    was: int = 0
    now: int = 0


@dataclass(frozen=True)
class Consequence:
    """What a session would be if this were asked of it, beside what it is."""

    wanted: Wanted
    made_on: str  # what it was worked out from
    before: Plan
    after: Plan
    minutes: int  # the time that the session would have
    remarks: tuple[str, ...]  # of planning, on what it decided
    lines: tuple[Line, ...]
    old_lines: tuple[Line, ...]
    fields: dict  # of the session's row

    @property
    def seal(self) -> str:
        """What a page carries that shows this: another consequence has another one."""
        return _digest([self.made_on, msgspec.to_builtins(self.wanted)])

    @property
    def nothing(self) -> bool:
        """Whether all stays as it is."""
        return self.before == self.after and not self.fields

    @property
    def come(self) -> list[Difference]:
        """Steps that are not there now."""
        known = {line.name for line in self.old_lines}
        return [
            self._of(line, now=line.step.minutes) for line in self.lines if line.name not in known
        ]

    @property
    def go(self) -> list[Difference]:
        """Steps that would not be there any more."""
        kept = {line.name for line in self.lines}
        return [
            self._of(line, was=line.step.minutes)
            for line in self.old_lines
            if line.name not in kept
        ]

    @property
    def longer(self) -> list[Difference]:
        """Steps that would get more minutes."""
        return [found for found in self._stay if found.now > found.was]

    @property
    def shorter(self) -> list[Difference]:
        """Steps that would get fewer minutes."""
        return [found for found in self._stay if found.now < found.was]

    @property
    def said(self) -> list[Difference]:
        """Steps that would ask or say something else."""
        return [
            self._of(line, was=old.minutes, now=line.step.minutes)
            for old, line in self._pairs
            if _says(old) != _says(line.step)
        ]

    @property
    def moves(self) -> bool:
        """Whether steps that stay would stand in another order."""
        places = {line.name: at for at, line in enumerate(self.lines)}
        order = [places[line.name] for line in self.old_lines if line.name in places]
        return any(one > other for one, other in pairwise(order))

    @property
    def kept_by_hand(self) -> int:
        """How many steps keep something that was changed or added by hand."""
        return sum(_by_hand(line.step) for line in self.lines)

    @property
    def lost_by_hand(self) -> list[Difference]:
        """Steps with something that was changed by hand, and that go."""
        kept = {line.name for line in self.lines}
        return [
            self._of(line, was=line.step.minutes)
            for line in self.old_lines
            if line.name not in kept and _by_hand(line.step)
        ]

    @property
    def day_changes(self) -> bool:
        """Whether it would be at another time, or about something else by name."""
        return (
            self.before.starts_at != self.after.starts_at
            or self.before.contact != self.after.contact
            or self.before.ends_at != self.after.ends_at
        )

    @property
    def _pairs(self) -> list[tuple[PlannedStep, Line]]:
        known = {line.name: line.step for line in self.old_lines}
        return [(known[line.name], line) for line in self.lines if line.name in known]

    @property
    def _stay(self) -> list[Difference]:
        return [self._of(line, was=old.minutes, now=line.step.minutes) for old, line in self._pairs]

    def _of(self, line: Line, was: int = 0, now: int = 0) -> Difference:
        names = self.before.theme_names | self.after.theme_names
        return Difference(
            title=kinds.of(line.step.kind).bare(line.step.title),
            theme=names.get(line.step.theme, ""),
            theme_number=line.step.theme_number,
            was=was,
            now=now,
        )


def wanted_now(session: DialogueSession) -> Wanted:
    """What is asked of this session as it is."""
    return Wanted(wish=briefs.wish_of(session), title=session.title, starts_at=session.starts_at)


def consequence(session: DialogueSession, wanted: Wanted) -> Consequence:
    """What asking this would do; nothing is written.

    Refused, with the planner's sentence, when no programme is possible.
    """
    made_on = programme_seal(session)
    before = plans.of_session(session)
    old_lines = by_hand.recognised(
        [Line(step, row.ref) for step, row in zip(before.steps, session.steps.all(), strict=True)]
    )
    wish, now = wanted.wish, briefs.wish_of(session)
    fields: dict = {}
    remarks: tuple[str, ...] = ()
    lines = old_lines
    if msgspec.structs.replace(wish, contact=now.contact) != now:
        programme = programmes._planned(session.edition, wish)
        fields = programmes._wished(wish, programme)
        brief = briefs.of_wish(session.document, wish, programme.minutes, programme.themes)
        origins = session.planned_steps or [line.step.content.origin for line in old_lines]
        old = briefs.of_session(session)
        lines = by_hand.merged(by_hand.asking_as(old_lines, old, brief), origins, programme, brief)
        remarks = programme.remarks
    elif wish.contact != now.contact:
        fields["contact"] = wish.contact
        told = briefs.of_session(session)
        lines = by_hand.told_otherwise(old_lines, told, told.about(wish=wish))
    fields |= {"title": wanted.title, "starts_at": wanted.starts_at}
    fields = {name: value for name, value in fields.items() if getattr(session, name) != value}
    return Consequence(
        wanted=wanted,
        made_on=made_on,
        before=before,
        after=_plan(before, wanted, lines),
        minutes=fields.get("minutes", session.minutes),
        remarks=remarks,
        lines=lines,
        old_lines=old_lines,
        fields=fields,
    )


def change(session: DialogueSession, made: Consequence) -> DialogueSession:
    """Let the session be what this consequence says.

    Stale when it is not any more what the consequence was worked out from; refused once the session
    began. Doing it twice is doing it once. It is an edit like any other: undone, what was asked is
    as it was too, but for the contact.
    """
    with edits.changing(session, Asked(f"change {made.seal}")) as change:
        if programme_seal(session) != made.made_on:
            raise Stale(MEANWHILE)
        change.said = _done(made)
        for name, value in made.fields.items():
            setattr(session, name, value)
        if made.fields:
            session.save(update_fields=list(made.fields))
        if made.lines != made.old_lines:
            _write(session, made.lines)
    return session


def programme_seal(session: DialogueSession) -> str:
    """A short text that differs as soon as anything in this session's plan does."""
    known = DialogueSession.objects.filter(pk=session.pk).values(
        *("title", "starts_at", "minutes", "group_size", "led_by", "guests", "contact"),
        *("themes", "phone_free", "planned_steps", "role_numbers"),
    )
    steps = Step.objects.filter(session=session).order_by("position")
    asked = StepQuestion.objects.filter(step__session=session)
    return _digest(
        [
            list(known),
            list(steps.values_list("ref", "kind", "title", "minutes", "content")),
            list(asked.order_by("step__position", "position").values_list("ref", "content")),
        ]
    )


def _done(made: Consequence) -> str:
    """What an edit that does this says of itself; not whom people can turn to."""
    if set(made.fields) - OF_THE_DAY:
        return "Het programma past nu bij andere keuzes."
    if {"title", "starts_at"} <= set(made.fields):
        return "De sessie heeft een andere naam en een ander moment."
    if "title" in made.fields:
        return "De sessie heeft een andere naam."
    if "starts_at" in made.fields:
        return "De sessie is op een ander moment."
    return "Mensen kunnen na afloop bij iemand anders terecht."


def _plan(before: Plan, wanted: Wanted, lines: tuple[Line, ...]) -> Plan:
    wish = wanted.wish
    return msgspec.structs.replace(
        before,
        title=wanted.title,
        starts_at=wanted.starts_at,
        group_size=wish.group_size,
        led_by=str(wish.led_by),
        guests=str(wish.guests),
        phone_free=wish.phone_free,
        steps=tuple(line.step for line in lines),
        contact=wish.contact,
        roles=wish.roles,
    )


def _write(session: DialogueSession, lines: tuple[Line, ...]) -> None:
    """These steps in place of those that are there.

    Public ids stay with their steps, and with questions that stay as they are.
    """
    asked = StepQuestion.objects.filter(step__session=session).select_related("step")
    known = {(row.step.ref, row.code): row for row in asked}
    session.steps.all().delete()
    steps = Step.objects.bulk_create(
        Step.copy(session, position, line.step, line.ref)
        for position, line in enumerate(lines, start=1)
    )
    rows = [
        StepQuestion.copy(step, position, question)
        for step, line in zip(steps, lines, strict=True)
        for position, question in enumerate(line.step.questions, start=1)
    ]
    for row in rows:
        before = known.get((row.step.ref, row.code))
        if before is not None and before.script == row.script:
            row.ref = before.ref
    StepQuestion.objects.bulk_create(rows)


def _says(step: PlannedStep) -> tuple:
    """What people read and are asked in it."""
    content = step.content
    asked = [(question.text, question.form) for question in step.questions]
    return content.lead, content.points, content.talk, content.check, asked


def _by_hand(step: PlannedStep) -> bool:
    content = step.content
    return bool(content.named or content.reworded or by_hand.given_by_hand(step))


def _digest(of: object) -> str:
    text = json.dumps(of, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
