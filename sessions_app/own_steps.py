"""Steps that somebody keeps: per account, to put into another session.

They are for who kept them and nobody else; there are no organisations to share them in yet (0047).
"""

import msgspec

from accounts.models import User
from sessions_app import briefs, programmes, step_words
from sessions_app.errors import Refused
from sessions_app.kinds.kind import OWN_NOTE
from sessions_app.models import DialogueSession, OwnStep, Step
from sessions_app.rewording import new_code
from sessions_app.script import Reworded, once

MOST = 50  # per account
FULL = f"Je bewaarde al {MOST} werkvormen. Verwijder er eerst een."
NOT_KEPT = (
    "Deze stap kun je niet bewaren. Bewaren kan met een stap die je zelf maakte of veranderde."
)
GONE = "Deze werkvorm is er niet meer. Kies een andere."


def can_be_kept(step: Step) -> bool:
    """Whether somebody wrote something in it, and it can be added to another session by hand."""
    kind, content = step.of_kind, step.script
    if not kind.by_hand or step.theme:
        return False
    noted = any(note.heading == OWN_NOTE for note in content.notes)
    return noted or not kind.names_itself or bool(step_words.changes(content))


def keep(user: User, step: Step) -> OwnStep:
    """Keep this step for this person; one with the same name is replaced.

    Refused for a step that can't be kept, and for more than `MOST`.
    """
    if step.pk is None or not can_be_kept(step):
        raise Refused(NOT_KEPT)
    others = OwnStep.objects.filter(user=user).exclude(title=step.title)
    if others.count() >= MOST:
        raise Refused(FULL)
    content = step.script
    reworded = content.reworded
    changed = set(reworded.lines) if reworded else set()
    note = next((note.text for note in content.notes if note.heading == OWN_NOTE), "")
    kept, _ = OwnStep.objects.update_or_create(
        user=user,
        title=step.title,
        defaults={
            "kind": _made_of(step),
            "minutes": step.minutes,
            "named": content.named,
            "lead": "" if "lead" in changed else _own_lead(step),
            "note": "" if step_words.NOTES in changed else note,
            "reworded": msgspec.to_builtins(reworded) if reworded else None,
        },
    )
    return kept


def put(
    session: DialogueSession, user: User, ref: str, after: Step | None, on: int | None = None
) -> Step:
    """Put a kept step into a programme, as `programmes.add_step` does; Refused when it is gone.

    Its questions are other questions than those of the session in which it was made.
    """
    kept = OwnStep.objects.filter(user=user, ref=ref).first()
    if kept is None:
        raise Refused(GONE)
    return programmes.add_step(
        session,
        after,
        title=kept.title if kept.named else "",
        minutes=kept.minutes,
        lead=kept.lead,
        notes=kept.note,
        kind=kept.kind,
        on=on,
        reworded=_asked_anew(kept.reworded) if kept.reworded else None,
    )


def drop(user: User, ref: str) -> None:
    """Delete a kept step; one that is gone stays gone. Sessions that have it keep theirs."""
    OwnStep.objects.filter(user=user, ref=ref).delete()


def written(kept: OwnStep) -> list[str]:
    """Everything that its owner wrote in it."""
    texts = [kept.lead, kept.note]
    if kept.reworded:
        reworded = msgspec.convert(kept.reworded, Reworded)
        lines = [line for several in reworded.lines.values() for line in several]
        texts += [line.now for line in lines if line.now != line.was]
        texts += [one.now.text for one in reworded.asked if one.own and one.now]
    return [text for text in texts if text]


def _made_of(step: Step) -> str:
    content = step.script
    shown = content.slide or content.mirror or content.method
    if shown is not None:
        return f"{step.kind}:{shown.key}"
    if "question" in step.of_kind.needs:
        asked = [question.script for question in step.questions.all()]
        return f"{step.kind}:{once(step_words.module_questions(content, asked)[0].code)}"
    return step.kind


def _own_lead(step: Step) -> str:
    """What was typed for the screen when the step was added; '' where its kind says it."""
    kind, brief = step.of_kind, briefs.of_step(step)
    said = kind.make(brief, step.minutes).content.lead if kind.can_be_made(brief) else ""
    return "" if step.script.lead == said else step.script.lead


def _asked_anew(stored: dict) -> Reworded:
    """The words, with a code of its own for every question that somebody wrote."""
    reworded = msgspec.convert(stored, Reworded)
    asked = tuple(
        msgspec.structs.replace(one, now=msgspec.structs.replace(one.now, code=new_code()))
        if one.own and one.now
        else one
        for one in reworded.asked
    )
    return msgspec.structs.replace(reworded, asked=asked)
