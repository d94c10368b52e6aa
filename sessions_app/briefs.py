"""What the kinds are told of a session that was planned, so that they can make a step anew."""

from collections.abc import Iterable

import msgspec

from content.document import Document
from sessions_app.kinds import Brief
from sessions_app.models import DialogueSession, Step
from sessions_app.planning import Wish, brief_of, by_closeness
from sessions_app.script import PlannedStep, StepContent, once


def of_session(session: DialogueSession) -> Brief:
    """Its own edition, and the wish that it came from."""
    return of_wish(session.document, wish_of(session), session.minutes, session.themes)


def wish_of(session: DialogueSession) -> Wish:
    """What this session was asked to be, as far as it was granted."""
    return Wish(
        minutes=session.minutes,
        themes=tuple(session.themes),
        group_size=session.group_size,
        led_by=session.led_by,
        guests=session.guests,
        phone_free=session.phone_free,
        contact=session.contact,
        roles=session.roles,
    )


def of_wish(document: Document, wish: Wish, minutes: int, themes: Iterable[str]) -> Brief:
    """The brief of a session of so many minutes about these themes (slugs)."""
    known = {theme.slug: theme for theme in document.themes}
    return brief_of(
        document, wish, minutes, by_closeness([known[slug] for slug in themes if slug in known])
    )


def of_step(step: Step, session: Brief | None = None) -> Brief:
    """The same with the theme, the slide or the question that this step was made of.

    `session` is the brief of its session, where that is known.
    """
    brief = session or of_session(step.session)
    return _about(brief, step.theme, step.script, [q.code for q in step.questions.all()])


def of_planned(step: PlannedStep, session: Brief) -> Brief:
    """The same of a step that may not be a row yet."""
    return _about(session, step.theme, step.content, [q.code for q in step.questions])


def _about(session: Brief, theme: str, content: StepContent, codes: list[str]) -> Brief:
    """With what the module asked first, also where somebody asks something else instead."""
    if content.reworded and content.reworded.asked:
        codes = [asked.was.code for asked in content.reworded.asked if asked.was]
    code = once(codes[0]) if codes else ""
    return session.about(
        theme=next((known for known in session.document.themes if known.slug == theme), None),
        slide=content.slide,
        huddles=content.huddles,
        mirror=session.document.mirror(content.mirror.key) if content.mirror else None,
        method=content.method,
        question=next((q for q in session.document.questions if q.code == code), None),
    )


def merged(now: StepContent, before: StepContent, after: StepContent) -> StepContent:
    """What a step says when its kind would say `after` instead of `before`.

    Only what still is as the kind made it follows; what was changed since stays.
    """
    follows = {
        name: getattr(after, name)
        for name in now.__struct_fields__
        if getattr(now, name) == getattr(before, name)
    }
    return msgspec.structs.replace(now, **follows)


def without_phones(step: Step, session: Brief) -> StepContent:
    """What the step says once its session goes on without phones.

    Of what its kind made for a session with phones, the notes and the sentences follow; what was
    changed since, or added by hand, stays. What is asked is not its business.
    """
    now, kind = step.script, step.of_kind
    brief = of_step(step, session)
    if not kind.can_be_made(brief):
        return now
    wishes = (msgspec.structs.replace(brief.wish, phone_free=free) for free in (False, True))
    phones, aloud = (kind.make(brief.about(wish=wish), step.minutes) for wish in wishes)
    follows = merged(now, phones.content, aloud.content)
    notes = now.notes
    if set(phones.content.notes) <= set(now.notes):
        added = (note for note in now.notes if note not in phones.content.notes)
        notes = (*aloud.content.notes, *added)
    return msgspec.structs.replace(now, lead=follows.lead, phone=follows.phone, notes=notes)
