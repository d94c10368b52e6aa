"""What is kept of a step for another session: of what it was made, and what somebody wrote. Pure.

Not the module's words: those come from the edition of the session that it goes into (0074).
"""

import hashlib
import json
from collections.abc import Mapping

import msgspec

from content.document import Document
from sessions_app import briefs, by_hand, kinds, step_words
from sessions_app.kinds import Brief, Own
from sessions_app.kinds.kind import OWN_NOTE
from sessions_app.kinds.method import MethodKind
from sessions_app.script import PlannedStep, Reworded, Rewording, once

ON_SCREEN = "Op het scherm"
NOTE = "Notitie"
LEFT_OUT = "Van de module, weggelaten"
WHERE = {
    "lead": ON_SCREEN,
    "points": "Regel op het scherm",
    "talk": "Vraag voor het gesprek",
    "check": "Vraag daarna",
    "phone": "Op de telefoon",
    step_words.NOTES: NOTE,
}


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


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody wrote in a kept step, or a line of the module that they took out."""

    where: str  # it is said, in Dutch
    text: str
    options: tuple[str, ...] = ()  # to choose from, where it is asked on phones
    formatted: bool = False  # whether it is Markdown
    left_out: bool = False


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


def made_of_now(made_of: str, document: Document) -> str:
    """Of what it is made in this edition: a method that is a kind of step by now is that kind."""
    kind, _, which = made_of.partition(":")
    method = document.method(which) if kind == MethodKind.key else None
    return method.kind if method and method.kind else made_of


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


def said(kept: KeptStep) -> list[Said]:
    """What its owner wrote in it and took out of it, in the order of the page of its words."""
    found = [Said(where=ON_SCREEN, text=kept.lead)] if kept.lead else []
    known = kept.reworded or Reworded()
    for name in step_words.FIELDS:
        lines = [line for line in known.lines.get(name, ()) if line.now != line.was]
        found += [_said(name, line) for line in lines]
    if kept.note:
        found.append(Said(where=NOTE, text=kept.note, formatted=True))
    for one in known.asked:
        if one.own and one.now:
            options = tuple(option.text for option in one.now.options) or one.now.points
            found.append(Said(where="Vraag op de telefoon", text=one.now.text, options=options))
        elif one.was and not one.now:
            found.append(Said(where=LEFT_OUT, text=one.was.text, left_out=True))
    return found


def written(kept: KeptStep) -> list[str]:
    """Everything that its owner wrote in it, the answers to choose from included."""
    return [text for one in said(kept) if not one.left_out for text in (one.text, *one.options)]


def seal(fields: Mapping[str, object]) -> str:
    """A short text that differs as soon as something of what is kept does."""
    text = json.dumps(fields, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _said(field: str, line: Rewording) -> Said:
    if not line.now:
        return Said(where=LEFT_OUT, text=line.was, left_out=True)
    where = WHERE[field]
    if line.note is not None and line.heading:
        where = f"{where} bij ‘{line.heading}’"
    return Said(where=where, text=line.now, formatted=field == step_words.NOTES)


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
