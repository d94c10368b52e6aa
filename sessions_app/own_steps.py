"""Steps that somebody keeps: per account, to put into another session.

They are for who kept them and nobody else; there are no organisations to share them in yet (0047).
"""

import msgspec

from accounts.models import User
from sessions_app import briefs, kept_steps, plans, programmes, step_words
from sessions_app.errors import Refused
from sessions_app.kinds.kind import OWN_NOTE
from sessions_app.models import DialogueSession, OwnStep, Step
from sessions_app.script import Reworded

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
    one = kept_steps.of(plans.planned(step), briefs.of_session(step.session))
    kept, _ = OwnStep.objects.update_or_create(
        user=user,
        title=step.title,
        defaults={
            "kind": one.made_of,
            "minutes": one.minutes,
            "named": one.named,
            "lead": one.lead,
            "note": one.note,
            "reworded": msgspec.to_builtins(one.reworded) if one.reworded else None,
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
    reworded = _reworded(kept)
    return programmes.add_step(
        session,
        after,
        title=kept.title if kept.named else "",
        minutes=kept.minutes,
        lead=kept.lead,
        notes=kept.note,
        kind=kept.kind,
        on=on,
        reworded=kept_steps.asked_anew(reworded) if reworded else None,
    )


def drop(user: User, ref: str) -> None:
    """Delete a kept step; one that is gone stays gone. Sessions that have it keep theirs."""
    OwnStep.objects.filter(user=user, ref=ref).delete()


def written(kept: OwnStep) -> list[str]:
    """Everything that its owner wrote in it."""
    return kept_steps.written(kept.lead, kept.note, _reworded(kept))


def _reworded(kept: OwnStep) -> Reworded | None:
    return msgspec.convert(kept.reworded, Reworded) if kept.reworded else None
