"""Every edit of a programme: on what it was made, what it did, and how it is taken back.

A verb changes rows inside `changing`, which looks at the programme before and after it. So whatever
a verb does can be undone, also what is written later. What is kept says nothing of who or when, is
bounded in number, and goes when the session begins (`forget`). While it runs only
`running.catch_up` edits, inside `noted`; that goes when the session ends.

A page says on which version of the programme its edit was made. Of two equal edits of one version
the second does nothing (`AlreadyDone`). An edit of an older version goes through where nobody
touched what it is about; else it is refused with what changed meanwhile (`Stale`): decision 0037.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Max, Prefetch, Q
from django.utils.crypto import salted_hmac

from content.document import Document, fill
from sessions_app.errors import AlreadyDone, NothingThere, Refused, Stale
from sessions_app.models import DialogueSession, Edit, Step, StepQuestion
from sessions_app.writing import writing

SALT = "sessions_app.edits"
SAID = 400  # characters of a sentence
KEPT = 50  # edits of a session that can be undone, and as many notes of what was undone and redone
TOLD = 3  # of what changed meanwhile, the newest
CHANGED_TOO_LATE = "Deze sessie is al begonnen. Het programma kan niet meer veranderen."
GONE = "Deze stap is er niet meer."
NOT_DONE = "Wat je nu deed, is nog niet gebeurd. Kijk of het nog klopt en doe het dan opnieuw."
NOTHING_TO_UNDO = "Er is niets om ongedaan te maken."
NOTHING_TO_REDO = "Er is niets om opnieuw te doen."
ANYTHING = "*"  # what an edit is about that must find the whole programme as it was
ORDER = "order"

# Where the module says whom one can turn to, a mark stands in what is kept for who that is: an undo
# brings back no person, and what is kept names none.
CONTACT = "{contact}"
TURN_TO = f"terecht bij: {CONTACT}"
SOMEBODY = "\ue000"

# Of the session, what belongs to its programme. The contact and the letter name people: never kept.
OF_SESSION = (
    *("title", "starts_at", "minutes", "group_size", "led_by", "guests", "themes", "phone_free"),
    *("remarks", "planned_steps", "role_numbers"),
)
# What a live session makes of its rows, and what a row is to the database.
LIVE_STEP = {
    *("id", "session", "position", "ran_from", "ran_seconds", "closed", "seats", "mixed"),
    "revealed",
}
LIVE_QUESTION = {
    *("id", "step", "level", "frozen", "may_be_seen", "answered", "counts", "band", "shown"),
}


def _fields(model: type[models.Model], live: set[str]) -> tuple[str, ...]:
    return tuple(f.name for f in model._meta.concrete_fields if f.name not in live)


STEP_FIELDS = _fields(Step, LIVE_STEP)
QUESTION_FIELDS = _fields(StepQuestion, LIVE_QUESTION)


@dataclass(frozen=True)
class Asked:
    """An edit as somebody asked it.

    `what` is the verb with all that was filled in; `on` the version that the page showed, None for
    'as it is now'. `about` is what must not have changed since then: 'REF title', 'REF' for all of
    a step, `ORDER`, `ANYTHING`.
    """

    what: str
    on: int | None = None
    about: Iterable[str] = ()

    @property
    def digest(self) -> str:
        """The same for two equal edits, and nothing that was typed."""
        return salted_hmac(SALT, self.what, algorithm="sha256").hexdigest()


@dataclass
class Change:
    """What an edit is: what the block inside `changing` says of itself, and what became of it."""

    said: str = "Het programma is veranderd."
    counts: bool = True  # False: an undo or a redo, which is not undone itself
    version: int = 0  # of the programme, before it
    meanwhile: tuple[str, ...] = ()  # what others did since the page was made
    before: list[Step] = field(default_factory=list)  # with their questions
    after: list[Step] = field(default_factory=list)

    def look_again(self, step: Step, *fields: str) -> None:
        """Give a step these fields as they are now that the session is locked.

        Refused when it is gone.
        """
        now = next((known for known in self.before if known.pk == step.pk), None)
        if now is None:
            raise Refused(GONE)
        for name in fields:
            setattr(step, name, getattr(now, name))


@contextmanager
def changing(session: DialogueSession, asked: Asked) -> Iterator[Change]:
    """One transaction in which the session is locked and still planned, and its edit is noted.

    Raises Refused when it began, AlreadyDone and Stale as said above, before the block. Where the
    block changes nothing, nothing is noted. Afterwards `session.programme_version` is up to date,
    and `session.changed` says what was changed.
    """
    with locked(session) as fresh, noted(fresh, asked) as change:
        yield change
    session.programme_version = fresh.programme_version
    session.changed = change


@contextmanager
def noted(fresh: DialogueSession, asked: Asked) -> Iterator[Change]:
    """What the block does to the programme of a session that is locked and fresh, noted.

    Raises AlreadyDone and Stale as `changing` does, before the block.
    """
    change = Change(version=fresh.programme_version)
    _check(fresh, asked, change)
    change.before = _steps(fresh)
    before = _picture(fresh, change.before)
    yield change
    fresh.refresh_from_db(fields=[*OF_SESSION, "contact"])
    change.after = _steps(fresh)
    after = _picture(fresh, change.after)
    if before != after:
        _note(fresh, asked, change, before, after)


@contextmanager
def locked(session: DialogueSession) -> Iterator[DialogueSession]:
    """One transaction in which the session is locked, fresh and still planned; else Refused."""
    with writing():
        fresh = DialogueSession.objects.select_for_update().get(pk=session.pk)
        if not fresh.planned:
            raise Refused(CHANGED_TOO_LATE)
        yield fresh


def undo(session: DialogueSession, on: int | None = None) -> str:
    """Take back the newest edit that is not taken back; what was taken back, in a sentence.

    NothingThere when there is none.
    """
    with changing(session, Asked("undo", on, (ANYTHING,))) as change:
        change.said, change.counts = f"Ongedaan gemaakt: {take_back(session)}", False
    return change.said


def take_back(session: DialogueSession) -> str:
    """Put back what the newest edit changed, in a session that is locked; what that edit did.

    NothingThere when there is none.
    """
    edit = session.edits.filter(state=Edit.State.DONE).last()
    if edit is None:
        raise NothingThere(NOTHING_TO_UNDO)
    _put(session, edit.before)
    edit.state = Edit.State.UNDONE
    edit.save(update_fields=["state"])
    return edit.said


def redo(session: DialogueSession, on: int | None = None) -> str:
    """Do again what was taken back last; what that was, in a sentence.

    NothingThere when there is none: also when something else was changed since.
    """
    with changing(session, Asked("redo", on, (ANYTHING,))) as change:
        edit = session.edits.filter(state=Edit.State.UNDONE).first()
        if edit is None:
            raise NothingThere(NOTHING_TO_REDO)
        _put(session, edit.after)
        edit.state = Edit.State.DONE
        edit.save(update_fields=["state"])
        change.said, change.counts = f"Opnieuw gedaan: {edit.said}", False
    return change.said


def ahead(session: DialogueSession) -> tuple[str, str]:
    """What undo and redo would take back and do again, each as a sentence; '' for nothing."""
    rows = session.edits.values_list("state", "said")
    done = [said for state, said in rows if state == Edit.State.DONE]
    undone = [said for state, said in rows if state == Edit.State.UNDONE]
    return (done or [""])[-1], (undone or [""])[0]


def forget(session: DialogueSession) -> None:
    """Keep nothing of how the programme was before: nothing can be undone from here on."""
    session.edits.all().delete()


def before_it_ran(session: DialogueSession) -> dict[str, dict]:
    """Of a session that runs: each step that catching up changed, as it was before, by its ref.

    Its fields and, under 'questions', those of what it asks.
    """
    if not session.running:
        return {}
    found: dict[str, dict] = {}
    who = _says_who(session.document)
    for edit in session.edits.filter(state=Edit.State.DONE):
        side = _swap(edit.before or {}, who, SOMEBODY, session.contact)
        for ref, known in side.get("steps", {}).items():
            found.setdefault(ref, known)
    return found


def cut_off(session: DialogueSession) -> None:
    """The programme changed in a way that is no edit: nothing from before it can be undone.

    The session is locked. An edit made on a page from before is refused.
    """
    forget(session)
    session.programme_version += 1
    session.save(update_fields=["programme_version"])


def drop_left_over() -> int:
    """Delete edits of sessions that have ended; how many there were.

    The same for deleted sessions. `running.finish` and deleting do so at once: this is for a
    session that came there by another way.
    """
    over = Q(session__phase=DialogueSession.Phase.ENDED) | Q(session__deleted_at__isnull=False)
    return Edit.objects.filter(over).delete()[0]


def _check(fresh: DialogueSession, asked: Asked, change: Change) -> None:
    """Whether this edit may go on as the programme is now."""
    if asked.on is None or asked.on == fresh.programme_version:
        return
    newer = list(fresh.edits.filter(version__gt=asked.on).defer("before", "after"))
    if any(e.made_on == asked.on and e.asked == asked.digest for e in newer):
        raise AlreadyDone("Dit is al gebeurd.")
    change.meanwhile = tuple(edit.said for edit in newer)
    known = len(newer) == fresh.programme_version - asked.on
    touched = {name for edit in newer for name in edit.touched}
    if not known or touched & set(asked.about):
        raise Stale(f"{meanwhile(change.meanwhile)} {NOT_DONE}")


def meanwhile(said: Sequence[str]) -> str:
    """What changed since a page was made, in one Dutch line."""
    newest = said[-TOLD:]
    more = len(said) - len(newest)
    rest = f"En nog {more} {'verandering' if more == 1 else 'veranderingen'}." if more else ""
    sentences = ("Het programma is ondertussen veranderd.", *newest, rest)
    return " ".join(sentence for sentence in sentences if sentence)


def _steps(session: DialogueSession) -> list[Step]:
    """In order, with their questions in `asks`: a manager for each was a third of the reading."""
    with_questions = Prefetch("questions", to_attr="asks")
    return list(session.steps.prefetch_related(with_questions))  # type: ignore[no-redef] # declared


def _picture(session: DialogueSession, steps: list[Step]) -> dict:
    """All that an edit can change, as plain data."""
    return {
        "contact": session.contact,
        "session": {name: getattr(session, name) for name in OF_SESSION},
        "order": [step.ref for step in steps],
        "steps": {
            step.ref: _plain(step, STEP_FIELDS)
            | {"questions": [_plain(asked, QUESTION_FIELDS) for asked in step.asks]}
            for step in steps
        },
    }


def _plain(row: Step | StepQuestion, fields: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in fields}


def _difference(before: dict, after: dict, says_who: Iterable[str]) -> dict:
    """Of `after`, what differs from `before`, as it is kept; a step that is not there is None."""
    refs = {**before["steps"], **after["steps"]}
    one, two = before["steps"], after["steps"]
    found = {
        "session": {k: v for k, v in after["session"].items() if before["session"][k] != v},
        "steps": {ref: two.get(ref) for ref in refs if one.get(ref) != two.get(ref)},
    }
    order = {"order": after["order"]} if before["order"] != after["order"] else {}
    return _swap(found | order, says_who, after["contact"], SOMEBODY)


def _touched(before: dict, after: dict) -> list[str]:
    """The names of what an edit changed, as `Asked.about` uses them."""
    found = [ANYTHING]
    if before["order"] != after["order"]:
        found.append(ORDER)
    for ref in {**before["steps"], **after["steps"]}:
        one, two = before["steps"].get(ref, {}), after["steps"].get(ref, {})
        names = [name for name in (one or two) if one.get(name) != two.get(name)]
        found += [ref] * bool(names) + [f"{ref} {name}" for name in names]
    return found


def _note(
    session: DialogueSession, asked: Asked, change: Change, before: dict, after: dict
) -> None:
    """Write down an edit that changed something, and forget the oldest."""
    was = session.programme_version
    session.programme_version = was + 1
    session.save(update_fields=["programme_version"])
    noted: dict[str, Any] = {"state": Edit.State.NOTED}
    who = _says_who(session.document)
    sides = {"before": _difference(after, before, who), "after": _difference(before, after, who)}
    # Another contact alone is not taken back: then both sides are the same.
    if change.counts and sides["before"] != sides["after"]:
        # What was taken back lies on a way that nobody goes any more.
        undone = session.edits.filter(state=Edit.State.UNDONE)
        undone.update(state=Edit.State.NOTED, before=None, after=None)
        noted = {"state": Edit.State.DONE} | sides
    session.edits.create(
        version=was + 1,
        made_on=was if asked.on is None else asked.on,
        asked=asked.digest,
        said=change.said[:SAID],
        touched=_touched(before, after),
        **noted,
    )
    _forget_oldest(session)


def _forget_oldest(session: DialogueSession) -> None:
    """Of what can be undone, and of the rest, the newest stay: `KEPT` of each."""
    if session.programme_version <= KEPT:
        return  # putting the questions together would take longer than all else that is noted
    for state in (Edit.State.DONE, Edit.State.NOTED):
        rows = session.edits.filter(state=state)
        past = rows.order_by("-version").values_list("version", flat=True)[KEPT : KEPT + 1]
        for version in past:
            rows.filter(version__lte=version).delete()


def _swap(side: dict, says_who: Iterable[str], who: str, by: str) -> dict:
    """What is kept, as JSON, with somebody else to turn to; unchanged where `who` is nobody."""
    text = json.dumps(side, cls=DjangoJSONEncoder)
    for said in says_who if who else ():
        old, new = (json.dumps(fill(said, contact=one))[1:-1] for one in (who, by))
        text = text.replace(old, new)
    return json.loads(text)


def _says_who(document: Document) -> tuple[str, ...]:
    """How steps of this edition say whom one can turn to, the longest first."""
    passages = document.passages
    texts = {text for one in passages for text in (one.text, one.short) if CONTACT in text}
    return (*sorted(texts - {CONTACT}, key=len, reverse=True), TURN_TO)


def _put(session: DialogueSession, kept: dict | None) -> None:
    """Make the programme so again, as far as an edit changed it; the session is locked."""
    side = _swap(kept or {}, _says_who(session.document), SOMEBODY, session.contact)
    steps = side["steps"]
    session.steps.filter(ref__in=[ref for ref, known in steps.items() if known is None]).delete()
    rows = {step.ref: step for step in session.steps.filter(ref__in=steps)}
    for ref, known in steps.items():
        if known is not None:
            _put_step(session, rows.get(ref), known)
    if "order" in side:
        _put_order(session, side["order"])
    if side["session"]:
        fields = {known.name: known for known in DialogueSession._meta.concrete_fields}
        for name, value in side["session"].items():
            setattr(session, name, fields[name].to_python(value))
        session.save(update_fields=list(side["session"]))


def _put_step(session: DialogueSession, step: Step | None, known: dict) -> None:
    fields = {name: known[name] for name in STEP_FIELDS if name in known}
    if step is not None and step.ran_from is not None:
        # The room has been in it: what it says and asks stays, only its time comes back.
        step.minutes = known["minutes"]
        step.save(update_fields=["minutes"])
        return
    if step is None:
        step = append(session, **fields)
    else:
        for name, value in fields.items():
            setattr(step, name, value)
        step.save(update_fields=list(fields))
        step.questions.all().delete()
    StepQuestion.objects.bulk_create(
        StepQuestion(step=step, **{name: asked[name] for name in QUESTION_FIELDS if name in asked})
        for asked in known["questions"]
    )


def _put_order(session: DialogueSession, refs: list[str]) -> None:
    """First those named, in this order; what is not named keeps its place at the end."""
    keys = dict(session.steps.values_list("ref", "pk"))
    named = [keys.pop(ref) for ref in refs if ref in keys]
    renumber(session, [*named, *keys.values()])


def append(session: DialogueSession, **fields: Any) -> Step:
    """A new step at the end; the session is locked."""
    return session.steps.create(**(fields | {"position": end(session)}))


def end(session: DialogueSession) -> int:
    """The position after the last step."""
    return (session.steps.aggregate(last=Max("position"))["last"] or 0) + 1


def renumber(session: DialogueSession, order: list[int]) -> None:
    """Give the steps with these keys the positions 1, 2, …; the session is locked.

    Those that stand right already are left alone. The others go out of the way first, because each
    position is unique at every moment.
    """
    now = dict(session.steps.values_list("pk", "position"))
    wrong = [
        Step(pk=key, position=position)
        for position, key in enumerate(order, start=1)
        if now[key] != position
    ]
    away = max(now.values(), default=0) + len(order) + 1
    moving = session.steps.filter(pk__in=[step.pk for step in wrong])
    moving.update(position=F("position") + away)
    Step.objects.bulk_update(wrong, ["position"])
