"""Steps that somebody keeps: per account, to put into another session.

They are for who kept them, and for whom that person gives a link (`colleague_links`).
"""

import msgspec

from accounts.models import User
from sessions_app import briefs, kept_steps, plans, programmes, step_words
from sessions_app.errors import Refused, Taken
from sessions_app.kept_steps import KeptStep
from sessions_app.kinds.kind import OWN_NOTE
from sessions_app.models import ColleagueLink, DialogueSession, OwnStep, Step
from sessions_app.script import Reworded
from sessions_app.writing import writing_for

MOST = 50  # per account
FULL = f"Je bewaarde al {MOST} werkvormen. Verwijder er eerst een."
NOT_KEPT = (
    "Deze stap kun je niet bewaren. Bewaren kan met een stap die je zelf maakte of veranderde."
)
TITLE_LENGTH = programmes.TITLE_LENGTH
NAMELESS = "Geef de werkvorm een naam. Dan vind je hem terug."
TAKEN = "Je hebt al een werkvorm met deze naam. Kies een andere naam."
GONE = "Deze werkvorm is er niet meer. Kies een andere."


def can_be_kept(step: Step) -> bool:
    """Whether somebody wrote something in it, and it can be added to another session by hand."""
    content = step.script
    if not step.of_kind.by_hand or step.theme:
        return False
    noted = any(note.heading == OWN_NOTE for note in content.notes)
    return noted or bool(step_words.changes(content))


def keep(user: User, step: Step) -> OwnStep:
    """Keep this step for this person; one with the same name is replaced.

    A link to what is replaced by something else ends: nobody looked that over. Refused for a step
    that can't be kept, and for more than `MOST`.
    """
    if step.pk is None or not can_be_kept(step):
        raise Refused(NOT_KEPT)
    one = kept_steps.of(plans.planned(step), briefs.of_session(step.session))
    with writing_for(user):
        mine = OwnStep.objects.filter(user=user)
        if mine.exclude(title=step.title).count() >= MOST:
            raise Refused(FULL)
        known = mine.filter(title=step.title).first()
        kept = known or OwnStep(user=user, title=step.title)
        before = seal(kept)
        kept.kind, kept.minutes, kept.named = one.made_of, one.minutes, one.named
        kept.lead, kept.note = one.lead, one.note
        kept.reworded = msgspec.to_builtins(one.reworded)
        kept.save()
        if seal(kept) != before:
            ColleagueLink.objects.filter(step=kept).delete()
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
        kind=kept_steps.made_of_now(kept.kind, session.document),
        on=on,
        reworded=kept_steps.asked_anew(reworded) if reworded else None,
    )


def copy(user: User, given: OwnStep, title: str) -> OwnStep:
    """Keep a copy of a colleague's step under this name; twice is the same as once.

    Under another name than it had, the step is called so in sessions too. Refused without a name
    and for more than `MOST`; `Taken` where another has this name.
    """
    title = programmes.named(title, NAMELESS)
    fields = {name: getattr(given, name) for name in OwnStep.KEPT}
    fields |= {"title": title, "named": given.named or title != given.title}
    wanted = OwnStep(user=user, **fields)
    with writing_for(user):
        mine = OwnStep.objects.filter(user=user)
        known = mine.filter(title=title).first()
        if known is not None:
            if seal(known) == seal(wanted):
                return known
            raise Taken(TAKEN)
        if mine.count() >= MOST:
            raise Refused(FULL)
        wanted.save()
    return wanted


def seal(kept: OwnStep) -> str:
    """A short text that differs as soon as something in it does."""
    return kept_steps.seal({name: getattr(kept, name) for name in OwnStep.KEPT})


def drop(user: User, ref: str) -> None:
    """Delete a kept step; one that is gone stays gone. Sessions that have it keep theirs."""
    OwnStep.objects.filter(user=user, ref=ref).delete()


def as_kept(own: OwnStep) -> KeptStep:
    """What is kept, as a programme keeps each of its steps."""
    return KeptStep(
        made_of=own.kind,
        title=own.title,
        minutes=own.minutes,
        named=own.named,
        lead=own.lead,
        note=own.note,
        reworded=_reworded(own),
    )


def _reworded(kept: OwnStep) -> Reworded | None:
    return msgspec.convert(kept.reworded, Reworded) if kept.reworded else None
