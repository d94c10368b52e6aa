"""Words of a step in this session: replaced, left out or added, beside what the module says.

A step keeps both (`StepContent.reworded`), so that the module's words can come back and so that a
programme made anew keeps what was written. Pure: no database.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from content.document import AnswerForm, Option, Purpose, Question
from sessions_app import asking
from sessions_app.kinds.asked import askable, on_phone
from sessions_app.kinds.kind import OWN_NOTE
from sessions_app.script import Asked, Note, Reworded, Rewording, StepContent
from sessions_app.wish import Wish

SINGLE = ("lead", "check", "phone")
SEVERAL = ("points", "talk")
NOTES = "notes"
FIELDS = (*SINGLE, *SEVERAL, NOTES)
OWN_CODE = "EIGEN-"  # begins the code of a question of one's own
OWN_FORMS = (AnswerForm.PRIVATE, AnswerForm.OPEN, AnswerForm.ONE, AnswerForm.SCALE)

Lines = Mapping[str, tuple[Rewording, ...]]


class Words(msgspec.Struct, frozen=True):
    """All lines of a step and all its questions, changed or not, in the order of the page."""

    lines: dict[str, tuple[Rewording, ...]]
    asked: tuple[Asked, ...]


def new_code() -> str:
    """The code of a question of one's own: no other question has it."""
    return f"{OWN_CODE}{secrets.token_hex(5).upper()}"


def own_question(
    code: str, text: str, form: AnswerForm, options: Sequence[str] = (), points: Sequence[str] = ()
) -> Question:
    """A question that a facilitator wrote, for this session alone.

    Nobody checked whether it is about one's own behaviour, so it is treated as if it were.
    """
    return Question(
        code=code,
        purpose=Purpose.GROUP,
        form=form,
        text=text,
        options=tuple(Option(key=f"o{n}", text=said) for n, said in enumerate(options, start=1)),
        points=tuple(points),
        about_self=True,
    )


def other_text(of: Question, code: str, text: str) -> Question:
    """The same question in other words: what was found out about the first says nothing of it.

    It has a code of its own, so nothing compares it with figures or with another moment.
    """
    return msgspec.structs.replace(
        of, code=code, text=text, help="", citations=(), about_self=True, tested=False
    )


def words_of(content: StepContent, questions: Iterable[Question]) -> Words:
    """What a step says and asks now, line by line, each beside what the module says."""
    known = content.reworded or Reworded()
    lines = {name: known.lines.get(name) or _lines(content, name) for name in FIELDS}
    asked = known.asked or tuple(Asked(was=question, now=question) for question in questions)
    return Words(lines, asked)


def spoken(content: StepContent, words: Words) -> StepContent:
    """The step with these words; it keeps what the module says of whatever differs from it."""
    fields: dict[str, object] = {}
    for name in SINGLE:
        fields[name] = next((line.now for line in words.lines[name]), "")
    for name in SEVERAL:
        fields[name] = tuple(line.now for line in words.lines[name] if line.now)
    fields[NOTES] = tuple(_note(line) for line in words.lines[NOTES] if line.now)
    changed = {
        name: lines for name, lines in words.lines.items() if any(_differs(line) for line in lines)
    }
    asked = words.asked if any(_replaced(one) for one in words.asked) else ()
    tested = content.reworded.tested if content.reworded else content.tested
    if not changed and not asked:
        return msgspec.structs.replace(content, **fields, reworded=None, tested=tested)
    reworded = Reworded(lines=changed, asked=asked, tested=tested)
    return msgspec.structs.replace(content, **fields, reworded=reworded, tested=False)


def questions_of(words: Words, wish: Wish) -> tuple[Question, ...]:
    """What phones are asked; a question of one's own as this session can ask it."""
    asked = (as_asked(one.now, wish) if one.own else one.now for one in words.asked if one.now)
    return tuple(question for question in asked if question is not None)


def is_own(question: Question) -> bool:
    """Whether a facilitator wrote it, and no editor."""
    return question.code.startswith(OWN_CODE)


def added(words: Words) -> int:
    """How many questions were added to those of the module."""
    return sum(one.was is None and one.now is not None for one in words.asked)


def as_module_says(content: StepContent) -> StepContent:
    """The step without any words of one's own."""
    if content.reworded is None:
        return content
    words = words_of(content, ())
    plain = {
        name: tuple(_again(line) for line in lines if line.was)
        for name, lines in words.lines.items()
    }
    return spoken(content, Words(plain, ()))


def module_questions(content: StepContent, questions: Sequence[Question]) -> tuple[Question, ...]:
    """What the module asks in this step, whatever this session asks in its place."""
    if content.reworded is None or not content.reworded.asked:
        return tuple(questions)
    return tuple(one.was for one in content.reworded.asked if one.was is not None)


def carried(
    content: StepContent, questions: Sequence[Question], reworded: Reworded | None, wish: Wish
) -> tuple[StepContent, tuple[Question, ...]]:
    """A step made anew, with the words that somebody wrote into it before.

    A line whose original is gone from the module's words is gone too, unless it was replaced: then
    it stays, as a line of one's own. Where there are no phones (any more), a question of one's own
    is asked aloud.
    """
    if reworded is None:
        return content, tuple(questions)
    fresh = words_of(content, questions)
    lines = {name: _carry(name, fresh.lines[name], reworded.lines.get(name, ())) for name in FIELDS}
    asked, aloud = _asked(fresh.asked, reworded.asked, wish)
    lines["talk"] += tuple(Rewording(now=text) for text in aloud)
    words = Words(lines, asked)
    return spoken(content, words), questions_of(words, wish)


def as_asked(question: Question, wish: Wish) -> Question | None:
    """A question of one's own as this session can ask it on a phone; None where it can't."""
    return on_phone(question, wish) if askable(wish, [question]) else None


def changes(content: StepContent) -> list[str]:
    """What was changed by hand, in Dutch words: 'de naam', '2 notities'."""
    known = content.reworded or Reworded()
    found = ["de naam"] if content.named else []
    for name, (one, many) in SAID.items():
        count = sum(_differs(line) for line in known.lines.get(name, ()))
        if count:
            found.append(one if count == 1 else f"{count} {many}")
    count = sum(_replaced(one) for one in known.asked)
    if count:
        found.append("1 vraag op de telefoon" if count == 1 else f"{count} vragen op de telefoon")
    return found


def written(content: StepContent) -> list[str]:
    """What somebody wrote into the step, in the order of its page."""
    known = content.reworded or Reworded()
    lines = [line for name in FIELDS for line in known.lines.get(name, ())]
    texts = [line.now for line in lines if line.now and _differs(line)]
    return texts + [one.now.text for one in known.asked if one.own and one.now]


SAID = {
    "lead": ("de zin op het scherm", ""),
    "points": ("1 regel op het scherm", "regels op het scherm"),
    "talk": ("1 vraag voor het gesprek", "vragen voor het gesprek"),
    "check": ("de vraag erna", ""),
    "phone": ("de zin op de telefoon", ""),
    NOTES: ("1 notitie", "notities"),
}


def _lines(content: StepContent, name: str) -> tuple[Rewording, ...]:
    if name == NOTES:
        return tuple(
            Rewording(now=note.text, heading=note.heading)
            if note.heading == OWN_NOTE
            else Rewording(text := note.text or note.short, text, note.heading, note)
            for note in content.notes
        )
    said: str | tuple[str, ...] = getattr(content, name)
    texts = (said,) if isinstance(said, str) else said
    return tuple(Rewording(was=text, now=text) for text in texts if text)


def _note(line: Rewording) -> Note:
    """The module's note, whole; or what somebody made of it, also on the short card."""
    if line.note is None:
        return Note(heading=line.heading, text=line.now)
    if not _differs(line):
        return line.note
    short = line.now if line.note.short else ""
    return msgspec.structs.replace(line.note, text=line.now, short=short)


def _again(line: Rewording) -> Rewording:
    return msgspec.structs.replace(line, now=line.was)


def _differs(line: Rewording) -> bool:
    return line.was != line.now


def _replaced(one: Asked) -> bool:
    return one.was != one.now


def _carry(
    name: str, fresh: tuple[Rewording, ...], before: tuple[Rewording, ...]
) -> tuple[Rewording, ...]:
    """The module's lines of now, with what was made of them; then the lines of one's own."""
    if name in SINGLE:
        return _carry_single(fresh, before)
    said = {(line.heading, line.was): line.now for line in before if line.was}
    found = [
        msgspec.structs.replace(line, now=said.pop((line.heading, line.was), line.now))
        for line in fresh
    ]
    for line in before:
        kept = line.was and said.get((line.heading, line.was)) not in (None, "", line.was)
        if line.now and (not line.was or kept):
            found.append(Rewording(now=line.now, heading=line.heading))
    return tuple(found)


def _carry_single(
    fresh: tuple[Rewording, ...], before: tuple[Rewording, ...]
) -> tuple[Rewording, ...]:
    changed = next((line for line in before if _differs(line)), None)
    if changed is None:
        return fresh
    return (Rewording(was=fresh[0].was if fresh else "", now=changed.now),)


def _asked(
    fresh: tuple[Asked, ...], before: tuple[Asked, ...], wish: Wish
) -> tuple[tuple[Asked, ...], list[str]]:
    """What is asked on phones, and the texts of one's own that are asked aloud instead."""
    instead = {one.was.code: one for one in before if one.was is not None and _replaced(one)}
    found: list[Asked] = []
    for one in fresh:
        known = instead.pop(one.was.code, None) if one.was is not None else None
        found.append(Asked(was=one.was, now=known.now) if known else one)
    own = [one.now for one in before if one.was is None and one.now is not None]
    # What a circle was asked in other words goes with the circle: everybody would be asked it.
    own += [one.now for one in instead.values() if one.now is not None and not one.now.circle]
    found += [Asked(now=question) for question in own]
    silent = [one for one in found if one.own and one.now and not askable(wish, [one.now])]
    aloud = [one.now.text for one in silent if one.now and asking.of(one.now.form).aloud]
    kept = (Asked(was=one.was) if one in silent else one for one in found)
    return tuple(one for one in kept if one.was is not None or one.now is not None), aloud
