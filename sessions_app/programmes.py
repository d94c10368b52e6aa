"""Verbs that write a programme: make a session from a wish, and change its steps by hand.

Only what can't be run is refused; a broken rule of thumb warns (`warnings`). Every verb that
changes a programme takes `on`: the version that the page showed (`edits` says what that decides).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from content.document import Question
from content.models import Edition
from sessions_app import briefs, by_hand, codes, edits, kinds, step_words
from sessions_app.edits import ORDER, Asked
from sessions_app.errors import Refused
from sessions_app.kinds import LONGEST_STEP, Made, Own
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.outline import Part, parts
from sessions_app.planning import CannotPlan, Programme, Wish, plan
from sessions_app.programme_warnings import warnings
from sessions_app.script import PlannedStep, Reworded, content_to_builtins
from sessions_app.words import duration
from sessions_app.writing import SECOND_PRESS, writing, writing_for

__all__ = [
    "add_step",
    "clock_times",
    "keep_programme",
    "keep_session",
    "made_just_now",
    "make_session",
    "move_part",
    "move_step",
    "note_lived",
    "remove_step",
    "rename_step",
    "set_minutes",
    "shift_part",
    "shift_step",
    "stretch_step",
    "warnings",
    "write_letter",
]

TITLE_LENGTH = 120
LONGEST_TOGETHER = 480  # minutes of all steps: a day of work, twice what planning makes


def make_session(
    edition: Edition,
    wish: Wish,
    title: str,
    starts_at: datetime,
    owner: User | None = None,
) -> DialogueSession:
    """Plan a session and copy all it needs out of the edition; `owner` may lead it.

    It has a join code from the start, for the letter to the team; its door is closed.

    The session lasts as long as its programme: the time asked for, or the shorter time offered.
    Refused, with the planner's sentence, when no programme is possible.
    """
    programme = _planned(edition, wish)
    return _made(_row(edition, wish, programme, title, starts_at), programme, owner)


def keep_session(
    edition: Edition, wish: Wish, title: str, starts_at: datetime, owner: User
) -> DialogueSession:
    """Keep what somebody planned: from here on it has rows, a code and an owner.

    A second press is the first (`made_just_now`). Refused as `make_session`, and when this account
    was given as many codes today as it gets.
    """
    programme = _planned(edition, wish)
    return _kept(_row(edition, wish, programme, title, starts_at), programme, owner)


def keep_programme(
    edition: Edition,
    wish: Wish,
    programme: Programme,
    title: str,
    starts_at: datetime,
    owner: User,
    *,
    planned: Sequence[str],
) -> DialogueSession:
    """The same of a programme that is not as planning made it; `planned` are the origins of that.

    Refused when this account was given as many codes today as it gets.
    """
    row = _row(edition, wish, programme, title, starts_at) | {"planned_steps": [*planned]}
    return _kept(row, programme, owner)


def made_just_now(owner: User, row: dict[str, Any]) -> DialogueSession | None:
    """The session with these fields that this person made a moment ago; None when there is none.

    For callers that hold what this person makes (`writing_for`).
    """
    made = DialogueSession.objects.filter(facilitators__user=owner, deleted_at=None, rehearses=None)
    same = {name: value for name, value in row.items() if value is not None}
    since = timezone.now() - SECOND_PRESS
    return made.filter(made_at__gt=since, **same).order_by("-pk").first()


def write_letter(session: DialogueSession, sender: str, own_words: str) -> DialogueSession:
    """Put a sender and words of their own into the letter to the team; both may be empty."""
    with edits.locked(session):
        session.sender = " ".join(sender.split())
        session.own_words = own_words.strip()
        session.save(update_fields=["sender", "own_words"])
    return session


def note_lived(session: DialogueSession, lived: str) -> DialogueSession:
    """Write down how an expert by experience takes part (`DialogueSession.Lived`).

    Changes no step: it is asked long after a programme was made, and answered in a corridor.
    """
    with edits.locked(session):
        session.lived = lived
        session.save(update_fields=["lived"])
    return session


def named(title: str, nameless: str) -> str:
    """A name as it is kept; Refused when it is too long, and with `nameless` when it is empty."""
    title = " ".join(title.split())
    if not title:
        raise Refused(nameless)
    if len(title) > TITLE_LENGTH:
        raise Refused(f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.")
    return title


def rename_step(step: Step, title: str, on: int | None = None) -> Step:
    """Give the step another name; Refused when it is empty or too long."""
    title = named(title, "Een stap heeft een naam nodig. Typ een naam.")
    asked = Asked(f"rename {step.ref} {title}", on, (f"{step.ref} title",))
    with edits.changing(step.session, asked) as change:
        change.look_again(step, "title", "content")
        change.said = f"‘{step.title}’ heet nu ‘{title}’."
        if title != step.title:
            step.title = title
            step.content = {**step.content, "named": True}
            step.save(update_fields=["title", "content"])
    return step


def set_minutes(step: Step, minutes: int, on: int | None = None) -> Step:
    """Let the step last so many minutes (1 to 240); Refused outside that.

    What its kind makes of that time is made anew; what was changed since stays as it is.
    """
    by_hand.check_minutes(minutes)
    asked = Asked(f"minutes {step.ref} {minutes}", on, (f"{step.ref} minutes",))
    with edits.changing(step.session, asked) as change:
        change.look_again(step, "minutes", "title", "content")
        give_minutes(step, minutes)
        change.said = _lasts(step)
    return step


def stretch_step(step: Step, by: int, on: int | None = None) -> Step:
    """Let the step last `by` minutes longer, or shorter when negative, than it does by then.

    Presses that follow each other quickly add up, whatever their pages showed. Stops at the
    shortest and the longest that a step can be; Refused when it is there already.
    """
    asked = Asked(f"stretch {step.ref} {by}", on, (f"{step.ref} minutes",))
    with edits.changing(step.session, asked) as change:
        change.look_again(step, "minutes", "title", "content")
        wanted = step.minutes + by
        minutes = min(max(wanted, 1), LONGEST_STEP)
        if minutes == step.minutes:
            by_hand.check_minutes(wanted)
        give_minutes(step, minutes)
        change.said = _lasts(step)
    return step


def move_step(step: Step, to_position: int, on: int | None = None) -> Step:
    """Put the step at this position (1 is first); past the ends means at the end."""
    with edits.changing(
        step.session, Asked(f"move {step.ref} {to_position}", on, (step.ref, ORDER))
    ) as change:
        change.look_again(step, "position", "title")
        _place(step, to_position)
        change.said = _moved(step.title)
    return step


def shift_step(step: Step, by: int, on: int | None = None) -> Step:
    """Put the step `by` places later, or earlier when negative, than where it stands by then."""
    with edits.changing(
        step.session, Asked(f"shift {step.ref} {by}", on, (step.ref, ORDER))
    ) as change:
        change.look_again(step, "position", "title")
        _place(step, step.position + by)
        change.said = _moved(step.title)
    return step


def move_part(step: Step, after: Step | None, on: int | None = None) -> Step:
    """Put the whole part that begins with this step, a theme for one, after that of `after`.

    None is the start. A part never lands inside another one.
    """
    asked = Asked(f"part {step.ref} {after.ref if after else ''}", on, (step.ref, ORDER))
    with edits.changing(step.session, asked) as change:
        found, at = _part(step)
        others = found[:at] + found[at + 1 :]
        to = _after(others, after) if after not in found[at].steps else at
        _put_part(step.session, others, found[at], to)
        change.said = _moved(found[at].title)
    return step


def shift_part(step: Step, by: int, on: int | None = None) -> Step:
    """Put the whole part that begins with this step so many parts later, or earlier."""
    asked = Asked(f"shift part {step.ref} {by}", on, (step.ref, ORDER))
    with edits.changing(step.session, asked) as change:
        found, at = _part(step)
        others = found[:at] + found[at + 1 :]
        _put_part(step.session, others, found[at], max(at + by, 0))
        change.said = _moved(found[at].title)
    return step


def remove_step(step: Step, on: int | None = None) -> None:
    """Take the step and its questions out; Refused for the last step in which a room can be."""
    session = step.session
    with edits.changing(session, Asked(f"remove {step.ref}", on, (step.ref,))) as change:
        change.look_again(step, "title")
        others = session.steps.exclude(pk=step.pk)
        if step.runs and not others.that_run().exists():
            raise Refused("Een programma heeft minstens één stap nodig. Deze laatste blijft staan.")
        change.said = f"‘{step.title}’ is weggehaald."
        step.delete()
        edits.renumber(session, list(others.values_list("pk", flat=True)))


def add_step(
    session: DialogueSession,
    after: Step | None,
    title: str = "",
    minutes: int | None = None,
    lead: str = "",
    notes: str = "",
    kind: str = kinds.DEFAULT,
    on: int | None = None,
    reworded: Reworded | None = None,
) -> Step:
    """Add a step by hand, after `after` (None: at the start).

    Its kind makes it out of the session's own edition; a title, a text for the screen and a note
    that somebody typed go before that. Without `minutes` it lasts as long as is usual. Refused
    without a name where the kind gives none, for a kind that is not for adding by hand, and for one
    whose question this session's edition does not have yet.

    `kind` may say of what it is made: 'mirror:wat-helpt', 'slide:zelfstigma'. What a kind brings
    comes right after it. `reworded` are words that somebody wrote into such a step before.
    """
    own = Own(title=" ".join(title.split())[:TITLE_LENGTH], lead=lead.strip(), note=notes.strip())
    within = after.theme if after is not None else ""
    brief = by_hand.asked_for(briefs.of_session(session).about(own=own), kind, within)
    key, _, which = kind.partition(":")
    made_by = kinds.of(key)
    made = by_hand.added(brief, made_by, minutes, reworded)
    what = f"add {key} {which} {after.ref if after else ''} {minutes} {own}"
    about = (f"{after.ref} ref",) if after else ()
    with edits.changing(session, Asked(what, on, about)) as change:
        change.said = f"‘{made.title}’ is erbij gezet."
        if after is not None:
            change.look_again(after, "position")
            after = _with_what_it_brings(after)
        _check_together(session, made.minutes)
        step = _append(session, made)
        asked = _not_asked_yet(step, made.questions)
        if which and made.questions and not asked:
            raise Refused("Deze vraag staat al in dit programma. Kies een andere.")
        _ask(step, asked)
        _place(step, after.position + 1 if after else 1)
        if made_by.brings:
            _bring(session, kinds.of(made_by.brings), brief.about(own=None), step)
    return step


def _with_what_it_brings(step: Step) -> Step:
    """The step itself, or the last of what belongs right after it: nothing comes in between."""
    right_after = step.session.steps.filter(position=step.position + 1)
    following = right_after.filter(kind=step.of_kind.brings).first()
    return _with_what_it_brings(following) if following else step


def _bring(session: DialogueSession, kind: kinds.Kind, brief: kinds.Brief, after: Step) -> None:
    """The step that comes with one that was just added, where there is room for it."""
    made = by_hand.added(brief, kind)
    _check_together(session, made.minutes)
    step = _append(session, made)
    _ask(step, _not_asked_yet(step, made.questions))
    _place(step, after.position + 1)
    if kind.brings:
        _bring(session, kinds.of(kind.brings), brief, step)


def _append(session: DialogueSession, planned: PlannedStep) -> Step:
    """A step at the end, without its questions; the session is locked."""
    step = Step.copy(session, edits.end(session), planned)
    step.save()
    return step


def _row(
    edition: Edition, wish: Wish, programme: Programme, title: str, starts_at: datetime
) -> dict[str, Any]:
    """The fields of a session with this programme."""
    of_session = {"edition": edition, "title": title, "starts_at": starts_at}
    return of_session | _wished(wish, programme)


def _kept(row: dict[str, Any], programme: Programme, owner: User) -> DialogueSession:
    with writing_for(owner):
        known = made_just_now(owner, row)
        if known is not None:
            return known
        codes.check_budget(owner)
        return _made(row, programme, owner)


def _made(row: dict[str, Any], programme: Programme, owner: User | None) -> DialogueSession:
    """A session with these fields and the steps of this programme."""
    free = codes.free_codes()
    with writing():
        session = DialogueSession.objects.create(**row)
        if owner is not None:
            session.facilitators.create(user=owner)
        codes.give_code(session, free)
        _write(session, programme)
    return session


def clock_times(session: DialogueSession) -> list[tuple[Step, datetime]]:
    """Each step with the moment at which it begins as planned."""
    at = session.starts_at
    found = []
    for step in session.steps.all():
        found.append((step, at))
        at += timedelta(minutes=step.minutes)
    return found


def _check_together(session: DialogueSession, more: int) -> None:
    """Refused when so many minutes more would make a session that nobody can lead."""
    if more <= 0:
        return
    minutes = session.steps.aggregate(all=Sum("minutes"))["all"] or 0
    if minutes + more > LONGEST_TOGETHER:
        raise Refused(
            f"Een sessie duurt hooguit {duration(LONGEST_TOGETHER)}. "
            "Maak eerst een andere stap korter."
        )


def give_minutes(step: Step, minutes: int) -> None:
    """Give the step these minutes and make it anew; the session is locked."""
    _check_together(step.session, minutes - step.minutes)
    brief = briefs.of_step(step)
    kind = step.of_kind
    if kind.can_be_made(brief):
        _follow(step, kind.make(brief, step.minutes), kind.make(brief, minutes))
    step.minutes = minutes
    step.save(update_fields=["minutes", "title", "content"])


def make_anew(step: Step, before: kinds.Brief, after: kinds.Brief) -> None:
    """Let the step be what its kind makes of this brief of its session instead of that one.

    What was changed by hand stays, but never the question of a circle that is none any more; the
    session is locked.
    """
    was, now = (briefs.of_step(step, session) for session in (before, after))
    kind = step.of_kind
    if not kind.can_be_made(now):
        return
    made = kind.make(now, step.minutes)
    reworded = step.script.reworded
    _follow(step, kind.make(was, step.minutes), made)
    there = step.questions.exclude(circle="").values_list("circle", flat=True)
    if {question.circle for question in made.questions if question.circle} != {*there}:
        _, asked = step_words.carried(made.content, made.questions, reworded, now.wish)
        step.questions.all().delete()
        _ask(step, list(asked))
    step.save(update_fields=["title", "content"])


def _lasts(step: Step) -> str:
    return f"‘{step.title}’ duurt nu {duration(step.minutes)}."


def _moved(title: str) -> str:
    return f"‘{title}’ is verplaatst."


def _place(step: Step, to_position: int) -> None:
    """Put the step at this position; the session is locked."""
    order = list(step.session.steps.exclude(pk=step.pk).values_list("pk", flat=True))
    at = min(max(to_position, 1), len(order) + 1)
    edits.renumber(step.session, [*order[: at - 1], step.pk, *order[at - 1 :]])
    step.position = at


def _part(step: Step) -> tuple[list[Part], int]:
    """The parts of the programme, and which one this step is in; the session is locked."""
    found = parts(step.session.steps.all())
    at = next((n for n, part in enumerate(found) if step in part.steps), None)
    if at is None:
        raise Refused(edits.GONE)
    return found, at


def _after(parts_there: Sequence[Part], step: Step | None) -> int:
    """Where a part goes that comes after the one with this step; None is the start."""
    if step is None:
        return 0
    for number, part in enumerate(parts_there, start=1):
        if step in part.steps:
            return number
    raise Refused(edits.GONE)


def _put_part(session: DialogueSession, others: Sequence[Part], part: Part, to: int) -> None:
    """Put the part at this place among the others (0 is first); past the end means at the end."""
    order = [*others[:to], part, *others[to:]]
    edits.renumber(session, [step.pk for each in order for step in each.steps])


def _follow(step: Step, before: Made, after: Made) -> None:
    """Let the step be what its kind makes of it now, but for what differs from `before`."""
    if step.title == before.title:
        step.title = after.title
    step.content = content_to_builtins(briefs.merged(step.script, before.content, after.content))
    if before.questions == after.questions:
        return
    asked = list(step.questions.values_list("code", flat=True))
    coming = _not_asked_yet(step, after.questions)
    same = [question.code for question in _not_asked_yet(step, before.questions)] == asked
    if same and [question.code for question in coming] != asked:
        step.questions.all().delete()
        _ask(step, coming)


def _not_asked_yet(step: Step, asked: Sequence[Question]) -> list[Question]:
    """Of what a step would ask, what no other step of the session asks."""
    others = StepQuestion.objects.filter(step__session=step.session).exclude(step=step)
    return by_hand.not_asked_yet(step.of_kind, asked, {*others.values_list("code", flat=True)})


def _ask(step: Step, questions: list[Question]) -> None:
    StepQuestion.objects.bulk_create(
        StepQuestion.copy(step, position, question)
        for position, question in enumerate(questions, start=1)
    )


def _planned(edition: Edition, wish: Wish) -> Programme:
    """The programme for this wish; Refused, with the planner's sentence, when none is possible."""
    try:
        programme = plan(edition.content, wish)
    except CannotPlan as problem:
        raise Refused(problem.sentence) from problem
    return msgspec.structs.replace(programme, steps=by_hand.marked(programme.steps))


def _wished(wish: Wish, programme: Programme) -> dict:
    """The fields of a session that follow from what was asked and what came out."""
    return {
        "minutes": programme.minutes,
        "group_size": wish.group_size,
        "led_by": str(wish.led_by),
        "guests": str(wish.guests),
        "role_numbers": msgspec.to_builtins(wish.roles) if wish.roles else {},
        "contact": wish.contact,
        "themes": list(programme.themes),
        "phone_free": wish.phone_free,
        "remarks": list(programme.remarks),
        "planned_steps": [step.content.origin for step in programme.steps],
    }


def _write(session: DialogueSession, programme: Programme) -> None:
    steps = Step.objects.bulk_create(
        Step.copy(session, position, planned)
        for position, planned in enumerate(programme.steps, start=1)
    )
    StepQuestion.objects.bulk_create(
        StepQuestion.copy(step, position, question)
        for step, planned in zip(steps, programme.steps, strict=True)
        for position, question in enumerate(planned.questions, start=1)
    )
