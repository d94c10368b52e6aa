"""What a mirror shows of a team: its answers, as far as they may be seen, beside the figures.

Reads what `closing.freeze` decided and nothing else, so that screen, console and report draw the
same picture.
"""

from collections.abc import Mapping

from sessions_app import mirror, results
from sessions_app.mirror import Count, Layer, Nearly, Picture, Row, Who
from sessions_app.models import Step, StepQuestion
from sessions_app.script import MirrorMark, MirrorRow, MirrorScript
from sessions_app.small_groups import LEAST_ANSWERS, NOT_SHOWN


def layers(step: Step) -> tuple[Layer, ...]:
    """What this step shows press after press; () where it has no picture."""
    if not step.content.get("mirror"):
        return ()  # without a query: most steps have none
    codes = [question.code for question in step.questions.all()]
    return tuple(Layer(name) for name in step.of_kind.layers(step.script, codes))


def drawn(step: Step) -> mirror.Drawn | None:
    """The picture as far as the room saw it; None before the first press."""
    shown = layers(step)[: step.revealed]
    return mirror.draw(picture(step), frozenset(shown)) if shown else None


def picture(step: Step) -> Picture:
    """The whole picture of a step; ValueError where it has none.

    Of answers it holds only what may be seen. What nobody tried to read yet counts as not seen, and
    a question that was never asked is left out without a word.
    """
    script = step.script.mirror
    if script is None:
        raise ValueError("This step has no picture.")
    return picture_of(script, {question.code: question for question in step.questions.all()})


def picture_of(script: MirrorScript, asked: Mapping[str, StepQuestion]) -> Picture:
    """The same of a mirror and its questions by code; reads no database."""
    parts: list[mirror.Part] = []
    if script.guessed is not None:
        parts.append(_guesses(script, script.guessed, asked.get(script.guess)))
    if script.draws == "grades":
        parts.append(_grades(script, asked))
    elif script.draws == "ranks":
        parts.append(_ranks(script, asked))
    else:
        parts.append(_bars(script, asked))
    return Picture(
        title=script.title,
        parts=tuple(parts),
        groups=tuple(
            mirror.Group(Who(group.who), group.name, group.base, group.caution, group.source)
            for group in script.groups
        ),
        cautions=(script.caution,) if script.caution else (),
    )


def _seen(question: StepQuestion | None) -> tuple[Mapping[str, int], tuple[str, ...], str]:
    """Counts, or the keys of nearly everybody, or the sentence that says that nothing is seen."""
    if question is None:
        return {}, (), ""
    found = results.outcome(question)
    if found.hidden:
        return {}, (), NOT_SHOWN
    if question.band:
        return {}, tuple(question.band), ""
    return question.counts or {}, (), ""


def _compared(question: StepQuestion, counts: Mapping[str, int]) -> int:
    """How many chose something that the survey asked too."""
    own = {option.key for option in question.script.options if not option.row}
    # Of more choices each person counts once; one of ours goes with no other.
    return (question.answered or 0) - sum(counts.get(key, 0) for key in own)


def _mark(mark: MirrorMark) -> mirror.Mark:
    return mirror.Mark(Who(mark.who), mark.value, mark.said)


def _rows(
    script: MirrorScript, asked: Mapping[str, StepQuestion]
) -> tuple[tuple[Row, ...], tuple[Row, ...], str]:
    """The lines, our own options apart, and the sentence where something is not shown."""
    rows, hidden = [], ""
    apart: list[Row] = []
    for line in script.rows:
        team, sentence = _team(line, asked.get(line.ask))
        hidden = hidden or sentence
        rows.append(Row(line.label, team, tuple(map(_mark, line.marks)), key=line.label))
    for code in dict.fromkeys(line.ask for line in script.rows):
        question = asked.get(code)
        counts, _, _ = _seen(question)
        if question is None or len({line.ask for line in script.rows}) > 1:
            continue  # of several questions together there is no room to say which this is
        compared = _compared(question, counts)
        drawn = {key for line in script.rows for key in line.keys}
        for option in question.script.options:
            if counts.get(option.key) and option.key not in drawn and compared >= LEAST_ANSWERS:
                answered = question.answered or 0
                apart.append(Row(option.text, Count(counts[option.key], answered)))
    return tuple(rows), tuple(apart), hidden


def _team(line: MirrorRow, question: StepQuestion | None) -> tuple[Count | Nearly | None, str]:
    counts, band, hidden = _seen(question)
    if question is None or hidden:
        return None, hidden
    if band:
        own = {option.key for option in question.script.options if not option.row}
        if set(line.keys) <= set(band):
            return Nearly(True), ""
        # Nearly everybody not knowing says nothing about the others.
        return (Nearly(False), "") if not set(band) & {*line.keys, *own} else (None, NOT_SHOWN)
    compared = _compared(question, counts)
    if compared < LEAST_ANSWERS:
        return None, NOT_SHOWN
    return Count(sum(counts.get(key, 0) for key in line.keys), compared), ""


def _guesses(
    script: MirrorScript, guessed: MirrorMark, question: StepQuestion | None
) -> mirror.Guesses:
    counts, _, hidden = _seen(question)
    return mirror.Guesses(
        script.over,
        tuple((int(key), people) for key, people in counts.items()),
        _mark(guessed),
        hidden,
    )


def _bars(script: MirrorScript, asked: Mapping[str, StepQuestion]) -> mirror.Bars:
    rows, apart, hidden = _rows(script, asked)
    return mirror.Bars(rows, apart, hidden)


def _ranks(script: MirrorScript, asked: Mapping[str, StepQuestion]) -> mirror.Ranks:
    rows, apart, hidden = _rows(script, asked)
    others = [(line.label, line.beside) for line in script.rows if line.beside]
    ordered = sorted(others, key=lambda one: -one[1].value)
    counted = all(isinstance(row.team, Count) for row in rows)
    return mirror.Ranks(
        rows=tuple(sorted(rows, key=_most if counted else _usual)),
        others=tuple(mirror.Ranked(label, label, mark.said) for label, mark in ordered),
        who=Who(others[0][1].who),
        opening=script.opening,
        apart=apart,
        hidden=hidden,
    )


def _most(row: Row) -> tuple[int, float]:
    """What the team chose most stands first; of two alike what the survey had more of."""
    return (-row.team.count if isinstance(row.team, Count) else 0, _usual(row))


def _usual(row: Row) -> float:
    return -row.marks[0].value if row.marks else 0


def _grades(script: MirrorScript, asked: Mapping[str, StepQuestion]) -> mirror.Grades:
    question = asked.get(script.rows[0].ask) if script.rows else None
    counts, _, hidden = _seen(question)
    return mirror.Grades(
        counts=tuple((int(key), people) for key, people in counts.items()),
        marks=tuple(_mark(mark) for row in script.rows for mark in row.marks),
        hidden=hidden,
    )
