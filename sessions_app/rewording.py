"""Verbs on the words of one step: texts, questions and notes that only this session has.

The edition stays as it is. A question that is changed is another question, with another public id;
what reached a phone never changes.
"""

import hashlib
import json
from collections.abc import Sequence

import msgspec

from content.document import Question
from sessions_app import briefs, edits, script, step_words
from sessions_app.edits import Asked
from sessions_app.errors import Refused, Stale
from sessions_app.models import Step, StepQuestion
from sessions_app.script import AFTER, content_to_builtins
from sessions_app.step_words import Words
from sessions_app.wish import Wish
from sessions_app.words import number

MEANWHILE = (
    "Deze stap is intussen ergens anders veranderd. Wat je typte, staat er nog. "
    "Kijk het na en bewaar opnieuw."
)


FULL = (
    "In deze stap passen {most} vragen van jezelf. Maak eerst een van je andere vragen leeg, "
    "of zet deze vraag bij een andere stap."
)


NOT_ON_WORK = (
    "Deze vraag wordt twee keer gesteld. Dat kan alleen over het werk, nooit over iemands "
    "gezondheid of gevoel. Zet een vinkje als je vraag over het werk gaat."
)


def words_now(step: Step) -> Words:
    """What the step says and asks, each line beside what the module says."""
    return step_words.words_of(step.script, [question.script for question in step.questions.all()])


def seal(step: Step) -> str:
    """A short text that differs as soon as the words of this step do."""
    text = json.dumps([step.content, [q.content for q in step.questions.all()]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def reword_step(step: Step, words: Words, made_on: str) -> Step:
    """Let the step say and ask this; what is as it was stays, with its public id.

    `made_on` is the seal of the step that the words were written for. Stale when that changed
    meanwhile, unless this would change nothing; refused when the step is gone or the session began,
    and when it asks more questions of one's own than its kind takes (`Kind.own_most`).
    It is an edit like any other, and can be undone.
    """
    with edits.changing(step.session, Asked(f"reword {step.ref} {made_on}")) as change:
        _look_again(step)
        wish = briefs.wish_of(step.session)
        content = step_words.spoken(step.script, words)
        asked = step_words.questions_of(words, wish)
        before = list(step.questions.all())
        if content == step.script and list(asked) == [question.script for question in before]:
            return step
        if seal(step) != made_on:
            raise Stale(MEANWHILE)
        most = step.of_kind.own_most
        if most is not None and step_words.added(words) > most:
            raise Refused(FULL.format(most=number(most)))
        if step.of_kind.comes_again and not all(question.about_work for question in asked):
            raise Refused(NOT_ON_WORK)
        change.said = f"De teksten van ‘{step.title}’ zijn veranderd."
        step.content = content_to_builtins(content)
        step.save(update_fields=["content"])
        _ask(step, before, asked)
        if step.of_kind.comes_again:
            _repeat(step, words, wish)
    return step


def _ask(step: Step, before: list[StepQuestion], asked: Sequence[Question]) -> None:
    """Let the step ask this; a question that is as it was keeps its public id."""
    known = {question.code: question for question in before}
    step.questions.all().delete()
    for position, question in enumerate(asked, start=1):
        row = StepQuestion.copy(step, position, question)
        same = known.get(question.code)
        if same is not None and same.script == question:
            row.ref = same.ref
        row.save()


def _repeat(step: Step, words: Words, wish: Wish) -> None:
    """Let the talk about it, and the step that asks it once more, say what this one asks now."""
    said = {one.was.text: one.now.text if one.now else "" for one in words.asked if one.was}
    for other in step.session.steps.filter(block=step.block).whose_kind(comes_along=True):
        now = words_now(other)
        talk = tuple(
            msgspec.structs.replace(line, now=said.get(line.was, line.now))
            for line in now.lines["talk"]
        )
        repeats = other.of_kind.repeats
        asked = tuple(_once_more(one) for one in words.asked) if repeats else now.asked
        told = Words(now.lines | {"talk": talk}, asked)
        other.content = content_to_builtins(step_words.spoken(other.script, told))
        other.save(update_fields=["content"])
        if repeats:
            _ask(other, list(other.questions.all()), step_words.questions_of(told, wish))


def _once_more(one: script.Asked) -> script.Asked:
    return script.Asked(was=_after(one.was), now=_after(one.now))


def _after(question: Question | None) -> Question | None:
    if question is None:
        return None
    return msgspec.structs.replace(question, code=question.code + AFTER)


def drop_own_words(step: Step) -> Step:
    """Let the step say again what the module says; its name and its minutes stay."""
    words = words_now(step)
    lines = {
        name: tuple(msgspec.structs.replace(line, now=line.was) for line in lines if line.was)
        for name, lines in words.lines.items()
    }
    asked = tuple(msgspec.structs.replace(one, now=one.was) for one in words.asked if one.was)
    return reword_step(step, Words(lines, asked), seal(step))


def _look_again(step: Step) -> None:
    try:
        step.refresh_from_db()
    except Step.DoesNotExist:
        raise Refused(edits.GONE) from None
