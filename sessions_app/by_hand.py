"""A programme made anew that keeps what was changed by hand in the one before. Pure.

Planning says which steps there are, in which order and for how long. By hand, steps were renamed,
reworded, moved, added, taken out, made longer or shorter. Each of these is done again where its
step is still there; whatever else must give way so that the minutes fit.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain, count

import msgspec

from content.document import Question
from sessions_app import briefs, kinds, step_words
from sessions_app.errors import Refused
from sessions_app.kinds import LONGEST_STEP, Brief, Doing
from sessions_app.planning import Programme
from sessions_app.script import AGAIN, PlannedStep, Reworded, once

NO_QUESTION = (
    "Deze sessie is gemaakt met een oudere versie van de module. Die heeft deze stap nog niet. "
    "Kies een andere soort stap, of maak een nieuwe sessie."
)


class NotThere(Refused):
    """An edition does not have what a step is made of."""


class Line(msgspec.Struct, frozen=True):
    """A step of a programme, and the public id of its row; '' while it has none."""

    step: PlannedStep
    ref: str = ""

    @property
    def name(self) -> str:
        """What tells it from all others, before a change and after it."""
        return self.step.content.origin or f"row:{self.ref}"


def origins(steps: Sequence[PlannedStep]) -> list[str]:
    """For each step what it is in its plan: 'film:hoop', 'poll:PEIL-1', 'break:#2'."""
    seen: Counter[str] = Counter()
    found = []
    for step in steps:
        name = f"{step.kind}:{_about(step)}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found


def marked(steps: Sequence[PlannedStep]) -> tuple[PlannedStep, ...]:
    """The steps of a plan, each with what it is there and how long it lasts there."""
    return tuple(
        msgspec.structs.replace(
            step,
            content=msgspec.structs.replace(step.content, origin=origin, planned=step.minutes),
        )
        for step, origin in zip(steps, origins(steps), strict=True)
    )


def recognised(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Steps of a session that was planned before steps said what they are in their plan.

    Whatever planning can place counts as planned, so minutes given by hand are not known any more.
    """
    if any(line.step.content.origin for line in lines):
        return tuple(lines)
    steps = marked([line.step for line in lines])
    return tuple(
        msgspec.structs.replace(line, step=step) if kinds.of(step.kind).place else line
        for line, step in zip(lines, steps, strict=True)
    )


def merged(
    before: Sequence[Line], planned: Sequence[str], programme: Programme, brief: Brief
) -> tuple[Line, ...]:
    """The programme for another wish, with what was changed by hand in the one before.

    `planned` are the origins of the plan before, in its order. `brief` is that of the new wish.
    What was added by hand and may not be in a session with that wish is gone.
    """
    return fitted(together(before, planned, programme, brief), programme.minutes, brief)


def together(
    before: Sequence[Line], planned: Sequence[str], programme: Programme, brief: Brief
) -> list[Line]:
    """The same, before its minutes are made to fit."""
    known = {line.name: line for line in before}
    fresh = {step.content.origin: step for step in marked(programme.steps)}
    order = _order([line.name for line in before], planned, list(fresh))
    lines = []
    for name in order:
        line = known.get(name)
        step = fresh.get(name)
        if line is None and step is not None:
            lines.append(Line(step))
        elif line is not None and step is None:
            if not kinds.of(line.step.kind).forbidden(line.step.content, brief.wish):
                lines.append(line)
        elif line is not None and step is not None:
            lines.append(Line(_kept(line.step, step, brief), line.ref))
    return lines


def asked_for(brief: Brief, kind: str, within: str = "") -> Brief:
    """The brief of a step that somebody adds: 'free', or of what it is made: 'mirror:wat-helpt'.

    `within` is the theme (its slug) in which it stands; kinds that join one belong to it. Refused
    for a kind that is not for adding by hand, and for what this edition does not have.
    """
    key, _, which = kind.partition(":")
    if key not in kinds.keys(by_hand=True):
        raise Refused("Zo'n stap kun je niet zelf toevoegen. Kies een andere soort.")
    made_by = kinds.of(key)
    if which:
        found = made_by.chosen(brief, which)
        if found is None:
            raise NotThere("Dit zit niet in de druk van deze sessie. Kies iets anders.")
        brief = found
    if within and made_by.joins_theme:
        known = brief.document.themes
        brief = brief.about(theme=next((one for one in known if one.slug == within), None))
    return brief


def added(
    brief: Brief,
    kind: kinds.Kind,
    minutes: int | None = None,
    reworded: Reworded | None = None,
) -> PlannedStep:
    """The step that somebody adds, as its kind makes it of this brief (`asked_for`).

    Without `minutes` it lasts as long as is usual. Refused without a name where its kind gives
    none, and where the edition lacks what it needs or the wish forbids it.
    """
    if not kind.can_be_made(brief):
        raise NotThere(NO_QUESTION)
    bounds = kind.bounds(brief)
    lasts = bounds.ideal if minutes is None else minutes
    check_minutes(lasts)
    made = kind.make(brief, lasts)
    if forbidden := kind.forbidden(made.content, brief.wish):
        raise Refused(forbidden)
    if not made.title:
        raise Refused("Een stap heeft een naam nodig. Typ een naam.")
    content, asked = step_words.carried(made.content, made.questions, reworded, brief.wish)
    return PlannedStep(
        kind=kind.key,
        block=kind.block_of(brief),
        theme=brief.theme.slug if brief.theme else "",
        theme_number=brief.theme.number if brief.theme else 0,
        title=made.title,
        minutes=lasts,
        least=bounds.least,
        ideal=min(max(lasts, bounds.least), bounds.most),  # who adds it says what is good
        most=bounds.most,
        content=content,
        questions=asked,
    )


def check_minutes(minutes: int) -> None:
    """Refused for a length that no step can have."""
    if minutes < 1:
        raise Refused("Een stap duurt minstens 1 minuut. Haal de stap weg als je hem niet wilt.")
    if minutes > LONGEST_STEP:
        raise Refused(f"Een stap duurt hooguit {LONGEST_STEP} minuten. Kies minder minuten.")


def not_asked_yet(
    kind: kinds.Kind, asked: Sequence[Question], known: Collection[str]
) -> list[Question]:
    """Of what a step would ask, what no other step of the session asks (`known`: their codes).

    A kind that may ask again does so under a code of its own, so that nothing joins the two.
    """
    if kind.asks_again:
        return [msgspec.structs.replace(one, code=_free_code(one.code, known)) for one in asked]
    return [question for question in asked if question.code not in known]


def _free_code(code: str, known: Collection[str]) -> str:
    """The code, or with the first number that no other question has."""
    numbered = (f"{code}{AGAIN}{number}" for number in count(2))
    return next(one for one in chain([code], numbered) if one not in known)


def asking_as(lines: Sequence[Line], before: Brief, after: Brief) -> tuple[Line, ...]:
    """The same steps; those that only a person adds ask what they may ask of the other group.

    Planning makes all others anew by itself. Words that were sent by twelve stay on the phones of
    eight, and of a team whose manager leads.
    """
    return tuple(
        msgspec.structs.replace(
            line, step=_follow(line.step, line.step.minutes, before, after, line.step.minutes)
        )
        if kinds.of(line.step.kind).purpose is not None
        else line
        for line in lines
    )


def told_otherwise(lines: Sequence[Line], before: Brief, after: Brief) -> tuple[Line, ...]:
    """The same steps with the same minutes, as their kinds say them of another brief.

    For what changes no programme: whom people can turn to.
    """
    return tuple(
        msgspec.structs.replace(
            line, step=_follow(line.step, line.step.minutes, before, after, line.step.minutes)
        )
        for line in lines
    )


def _about(step: PlannedStep) -> str:
    if step.theme:
        return step.theme
    if step.content.slide is not None:
        return step.content.slide.key
    return step.questions[0].code if len(step.questions) == 1 else ""


def _order(before: list[str], planned: Sequence[str], fresh: list[str]) -> list[str]:
    """The names of all steps: as planned now, without what was taken out by hand, and with what
    was added or moved by hand after the step that it stood after."""
    taken_out = set(planned) - set(before)
    common = [name for name in before if name in fresh and name in planned]
    moved = set(common) - set(_in_order(common, list(planned)))
    by_hand = {name for name in before if name in moved or name not in planned}
    found = [name for name in fresh if name not in taken_out and name not in by_hand]
    for at, name in enumerate(before):
        if name in by_hand:
            earlier = next((other for other in reversed(before[:at]) if other in found), None)
            found.insert(found.index(earlier) + 1 if earlier is not None else 0, name)
    return found


def _in_order(names: list[str], planned: list[str]) -> list[str]:
    """The most of these names that stand in the order of the plan: the others were moved."""
    places = [planned.index(name) for name in names]
    ends: list[int] = []  # the smallest last place of a run of each length
    runs: list[list[int]] = []
    for place in places:
        at = bisect_left(ends, place)
        run = [*(runs[at - 1] if at else []), place]
        ends[at:] = [place, *ends[at + 1 :]]
        runs[at:] = [run, *runs[at + 1 :]]
    return [planned[place] for place in runs[-1]] if runs else []


def _kept(old: PlannedStep, new: PlannedStep, brief: Brief) -> PlannedStep:
    """The step as planned now, with its name, its words and its minutes of before."""
    content, asked = step_words.carried(
        new.content, new.questions, old.content.reworded, brief.wish
    )
    minutes = new.minutes
    if given_by_hand(old):
        inside = old.least <= old.minutes <= old.most
        minutes = min(max(old.minutes, new.least), new.most) if inside else old.minutes
    if old.content.named:
        content = msgspec.structs.replace(content, named=True)
    return _lasting(
        msgspec.structs.replace(
            new,
            title=old.title if old.content.named else new.title,
            content=content,
            questions=asked,
        ),
        minutes,
        brief,
    )


def given_by_hand(step: PlannedStep) -> bool:
    """Whether somebody gave it its minutes."""
    return step.content.planned != step.minutes


def fitted(lines: Sequence[Line], total: int, brief: Brief) -> tuple[Line, ...]:
    """The same steps, lasting so many minutes together as far as their bounds allow.

    Minutes given by hand stay. A talk is the last to become shorter and the first to grow.
    """
    minutes = [line.step.minutes for line in lines]
    free = [at for at, line in enumerate(lines) if not given_by_hand(line.step)]
    while left := total - sum(minutes):
        by = 1 if left > 0 else -1
        room = {at: _room(lines[at].step, minutes[at], by) for at in free}
        at = max(room, key=lambda one: room[one], default=-1)
        if at < 0 or room[at] <= 0:
            break
        minutes[at] += by
    return tuple(
        msgspec.structs.replace(line, step=_planned_at(line.step, minutes[at], brief))
        if at in free
        else line
        for at, line in enumerate(lines)
    )


def _room(step: PlannedStep, minutes: int, by: int) -> float:
    """How much longer or shorter it can become; a talk counts double, or half."""
    talks = Doing.TALK in kinds.of(step.kind).doing
    if by > 0:
        return (step.most - minutes) * (2 if talks else 1)
    return (minutes - step.least) * (0.5 if talks else 1)


def _planned_at(step: PlannedStep, minutes: int, brief: Brief) -> PlannedStep:
    """The step with these minutes, given by planning."""
    made = _lasting(step, minutes, brief)
    return msgspec.structs.replace(
        made, content=msgspec.structs.replace(made.content, planned=minutes)
    )


def _lasting(step: PlannedStep, minutes: int, brief: Brief) -> PlannedStep:
    """The step with so many minutes, and what its kind makes of them."""
    if minutes == step.minutes:
        return step
    return _follow(step, minutes, brief, brief, step.minutes)


def _follow(
    step: PlannedStep, minutes: int, before: Brief, after: Brief, lasted: int
) -> PlannedStep:
    """The step as its kind makes it of another brief and other minutes; own words stay."""
    kind = kinds.of(step.kind)
    was, now = briefs.of_planned(step, before), briefs.of_planned(step, after)
    if not kind.can_be_made(now):
        return msgspec.structs.replace(step, minutes=minutes)
    said, says = kind.make(was, lasted), kind.make(now, minutes)
    plain = step_words.as_module_says(step.content)
    content = briefs.merged(plain, said.content, says.content)
    questions = step_words.module_questions(step.content, step.questions)
    if [once(q.code) for q in questions] == [once(q.code) for q in said.questions]:
        codes = {once(q.code): q.code for q in questions}
        questions = tuple(
            msgspec.structs.replace(q, code=codes.get(q.code, q.code)) for q in says.questions
        )
    content, asked = step_words.carried(content, questions, step.content.reworded, after.wish)
    return msgspec.structs.replace(
        step,
        minutes=minutes,
        title=says.title if step.title == said.title else step.title,
        content=content,
        questions=asked,
    )
