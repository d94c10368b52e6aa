"""What is kept of a step for another session: of what it was made, and what somebody wrote. Pure.

Not the module's words: those come from the edition of the session that it goes into (0074).
"""

import msgspec

from sessions_app import briefs, by_hand, kinds, step_words
from sessions_app.kinds import Brief, Own
from sessions_app.kinds.kind import OWN_NOTE
from sessions_app.script import PlannedStep, Reworded, once


class KeptStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step; whole minutes."""

    made_of: str  # 'free', 'slide:zelfstigma', 'film'
    title: str
    minutes: int
    named: bool = False  # whether the title is theirs
    lead: str = ""  # typed for the screen, beside what is in `reworded`
    note: str = ""
    reworded: Reworded | None = None
    origin: str = ""  # which step of its plan it is; '' when it was added by hand
    theme: str = ""  # slug
    lengthened: bool = False  # whether somebody gave it its minutes

    @property
    def kind(self) -> str:
        """The key of its kind, which a later release may not know any more."""
        return self.made_of.partition(":")[0]

    @property
    def changed(self) -> bool:
        """Whether anything in it is theirs."""
        return not self.origin or self.named or self.lengthened or self.reworded is not None


def of(step: PlannedStep, brief: Brief) -> KeptStep:
    """What is kept of this step of a session with this brief."""
    content = step.content
    reworded = content.reworded
    changed = set(reworded.lines) if reworded else set()
    note = next((note.text for note in content.notes if note.heading == OWN_NOTE), "")
    by_planning = bool(content.origin)
    return KeptStep(
        made_of=_made_of(step, brief),
        title=step.title,
        minutes=step.minutes,
        named=content.named,
        lead="" if by_planning or "lead" in changed else _own_lead(step, brief),
        note="" if step_words.NOTES in changed else note,
        reworded=reworded,
        origin=content.origin,
        theme=step.theme,
        lengthened=by_planning and by_hand.given_by_hand(step),
    )


def own(kept: KeptStep) -> Own:
    """What somebody typed who added it by hand."""
    return Own(title=kept.title if kept.named else "", lead=kept.lead, note=kept.note)


def asked_anew(reworded: Reworded) -> Reworded:
    """The words, with a code of its own for every question that somebody wrote.

    So nothing joins what two teams answered.
    """
    asked = tuple(
        msgspec.structs.replace(
            one, now=msgspec.structs.replace(one.now, code=step_words.new_code())
        )
        if one.own and one.now
        else one
        for one in reworded.asked
    )
    return msgspec.structs.replace(reworded, asked=asked)


def written(lead: str, note: str, reworded: Reworded | None) -> list[str]:
    """Everything that its owner wrote in a kept step."""
    texts = [lead, note]
    if reworded:
        lines = [line for several in reworded.lines.values() for line in several]
        texts += [line.now for line in lines if line.now != line.was]
        texts += [one.now.text for one in reworded.asked if one.own and one.now]
    return [text for text in texts if text]


def _made_of(step: PlannedStep, brief: Brief) -> str:
    content, kind = step.content, kinds.of(step.kind)
    shown = content.slide or content.mirror or content.method
    if shown is not None:
        return f"{step.kind}:{shown.key}"
    if content.huddles and kind.choices(brief):
        return f"{step.kind}:{content.huddles}"
    asked = step_words.module_questions(content, step.questions)
    if "question" in kind.needs and asked:  # none where a session went on without phones
        return f"{step.kind}:{once(asked[0].code)}"
    chosen = {key: kind.chosen(brief, key) for key, _ in kind.choices(brief) or ()}
    alike = [key for key, one in chosen.items() if one and kind.block_of(one) == step.block]
    return f"{step.kind}:{alike[0]}" if len(alike) == 1 else step.kind


def _own_lead(step: PlannedStep, brief: Brief) -> str:
    """What was typed for the screen when the step was added; '' where its kind says it."""
    kind, about = kinds.of(step.kind), briefs.of_planned(step, brief)
    said = kind.make(about, step.minutes).content.lead if kind.can_be_made(about) else ""
    return "" if step.content.lead == said else step.content.lead
