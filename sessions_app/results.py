"""What may be shown to whom: counting, and the small-group rule on what was counted.

The rule itself is in `small_groups`, when it is applied in `closing`. What is let out is a
snapshot that never changes, so no two outputs differ by one to four answers; only a text that its
writer took back disappears, at the next change of step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as in_words

from content.document import CIRCLE_NAMES
from sessions_app import covering, keys, word_groups
from sessions_app.asking import Row
from sessions_app.models import Answer, DialogueSession, LookBackQuestion, Step, StepQuestion
from sessions_app.script import AFTER, earlier
from sessions_app.small_groups import LEAST_ANSWERS, NOT_SHOWN, part_may_be_seen

NOT_YET = "De antwoorden zijn nog niet bekeken."
GONE = "Hier stonden {count} teksten. Die zijn gewist op {day}, zoals beloofd."


@dataclass(frozen=True)
class Pair:
    """One answer, and how many people gave it the first time and the second."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Outcome:
    """What may be seen of one question's answers.

    `hidden` is the sentence that says that nothing is seen; then all else is empty. `band` holds
    what nearly everybody chose; it comes in place of counts, so `answered` is 0 beside it.
    `before` is what was chosen before the talk, where this was asked again after it and both may
    be seen as counts.
    """

    question: StepQuestion | LookBackQuestion
    answered: int = 0
    rows: tuple[Row, ...] = ()
    texts: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    hidden: str = ""
    chosen_from: tuple["Word", ...] = ()  # for the facilitator alone, who may leave some out
    before: "Outcome | None" = None

    @property
    def visible(self) -> bool:
        return not self.hidden

    @property
    def who(self) -> str:
        """Whose answers these are where it is not everybody's: of a circle, 'Cliënten'."""
        circle = self.question.script.circle
        return CIRCLE_NAMES[circle].capitalize() if circle else ""

    @property
    def drawn(self) -> str:
        """By which partial every surface draws it."""
        if self.before is not None:
            return "twice"
        return "band" if self.band else self.question.asking.drawn

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Both times line by line."""
        return pairs(self.before, self)


@dataclass(frozen=True)
class Word(Row):
    """Words that count as one, and whether the facilitator left them out."""

    weight: int = 0  # how large it stands: 0, given once, to 4, given most
    spellings: tuple[str, ...] = ()
    key: str = ""  # by which it is left out; says nothing of the word
    out: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        """How else it was written."""
        return self.spellings[1:]


@dataclass(frozen=True)
class Said:
    """One text as who leads sees it: what the room reads of it, and where it stands."""

    key: str  # of its row, which the end of the session replaces
    bits: tuple[covering.Bit, ...]
    heading: str  # the word under which it was put; '' for none
    picked: bool

    @property
    def stamp(self) -> str:
        """What was done with it: who changes that says what they saw."""
        covered = "-".join(str(bit.at) for bit in self.bits if bit.covered)
        return f"{covered}:{self.heading}"


@dataclass(frozen=True)
class Together:
    """Texts that stand on the screen under one word, or under none."""

    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """Of one question, at this moment: who is done with it, and who of them answered."""

    done: int = 0
    given: int = 0


def counted(questions: Sequence[StepQuestion]) -> dict[int, Counted]:
    """How many people are done and how many answered, of many questions in one query."""
    rows = (
        Answer.objects.filter(question__in=questions)
        .exclude(state=Answer.State.WITHDRAWN)
        .values("question_id")
        .annotate(done=Count("id"), given=Count("id", filter=Q(state=Answer.State.GIVEN)))
    )
    found = {row["question_id"]: Counted(row["done"], row["given"]) for row in rows}
    return {question.pk: found.get(question.pk, Counted()) for question in questions}


def outcome(question: StepQuestion) -> Outcome:
    """The snapshot of a frozen question as the room may see it, while the session runs.

    After the end there is only `report_outcome`: words that were not for the report are gone.
    """
    if not question.frozen:
        return Outcome(question, hidden=NOT_YET)
    if not question.may_be_seen:
        return Outcome(question, hidden=NOT_SHOWN)
    if question.asking.worded:
        found = texts(question)
        if len(found) < (1 if question.of_huddles else LEAST_ANSWERS):
            return Outcome(question, hidden=NOT_SHOWN)
        if question.asking.gathers:
            return _gathered(question, found)
        return Outcome(question, len(found), texts=found)
    if question.band:
        words = question.asking.labels(question.script)
        return Outcome(question, band=tuple(words[k] for k in words if k in question.band))
    rows = question.asking.rows(question.script, question.counts or {})
    return Outcome(question, question.answered or 0, rows=rows, before=_before_talk(question))


def pairs(before: Outcome | None, now: Outcome) -> tuple[Pair, ...]:
    """Two outcomes of the same question; () where one of them may not be seen as counts."""
    if before is None or not (before.rows and now.rows):
        return ()
    return tuple(
        Pair(one.label, was.count, one.count)
        for was, one in zip(before.rows, now.rows, strict=True)
    )


def asked_before(question: StepQuestion) -> StepQuestion | None:
    """The question of the same session that this one asks again."""
    return _asked_in(question, earlier(question.code))


def asked_after_talk(question: StepQuestion) -> StepQuestion | None:
    """The question that asks this one again after the talk about it."""
    return _asked_in(question, question.code + AFTER)


def _asked_in(question: StepQuestion, code: str) -> StepQuestion | None:
    asked = StepQuestion.objects.filter(step__session_id=question.step.session_id, code=code)
    return asked.select_related("step").first()


def _before_talk(question: StepQuestion) -> Outcome | None:
    """What was chosen before the talk; None where that may not be seen as counts."""
    if not question.code.endswith(AFTER):
        return None
    before = asked_before(question)
    seen = outcome(before) if before is not None else None
    return seen if seen and seen.rows else None


def _gathered(question: StepQuestion, found: tuple[str, ...]) -> Outcome:
    """Words in groups, without those that the facilitator left out (decision 0043).

    Where fewer than five are left nobody sees them, and the facilitator can still put some back.
    """
    kept = tuple(text for text in found if word_key(question, text) not in question.left_out)
    gone = [text for text in found if text not in kept]
    groups = [
        (group, out)
        for out, some in ((False, kept), (True, gone))
        for group in word_groups.gathered(some)
    ]
    most = max((group.count for group, out in groups if not out), default=0)
    chosen_from = tuple(
        Word(
            label=group.label,
            count=group.count,
            weight=word_groups.weight(group.count, most),
            spellings=group.spellings,
            key=word_key(question, group.label),
            out=out,
        )
        for group, out in sorted(groups, key=lambda one: one[0].rank)
    )
    if len(kept) < LEAST_ANSWERS:
        return Outcome(question, hidden=NOT_SHOWN, chosen_from=chosen_from)
    shown = tuple(word for word in chosen_from if not word.out)
    return Outcome(question, len(kept), rows=shown, texts=kept, chosen_from=chosen_from)


def word_key(question: StepQuestion, word: str) -> str:
    """By which a word of this question is left out: who reads it does not know the word.

    A copy of the database and a log may hold it (decision 0026), never the word itself.
    """
    return keys.lasting_digest("words", f"{question.ref}:{word_groups.bare(word)}")


def texts(question: StepQuestion) -> tuple[str, ...]:
    """The texts that a room may read, in the order of their random keys: not that of arrival.

    Without those that their writers kept off the screen. One that was taken back leaves when the
    room goes on, not at the moment of the press.
    """
    return _texts(_offered(question), covering.ON_SCREEN)


def said(question: StepQuestion) -> tuple[Said, ...]:
    """The same texts for who leads: every word, and what was done with it; () where none may be."""
    if not question.asking.picked or outcome(question).hidden:
        return ()
    return tuple(
        Said(str(key), covering.bits(str(value), covered), heading, picked)
        for key, value, covered, heading, picked in _offered(question).values_list(
            "id", "value", "covered", "heading", "picked"
        )
    )


def kept_off(question: StepQuestion) -> tuple[str, ...]:
    """The texts that their writers kept off the screen, for who leads.

    A result of their own, so five at least: else they would stand out beside the others, and
    nobody reads them.
    """
    if not question.asking.picked or outcome(question).hidden:
        return ()
    kept = _texts(_stands(question).filter(off_screen=True), covering.ON_SCREEN)
    return kept if len(kept) >= LEAST_ANSWERS else ()


def on_screen(question: StepQuestion) -> tuple[Together, ...]:
    """The texts that were picked, as the room reads them: by their word, and the others after."""
    found: dict[str, list[str]] = {}
    for one in _offered(question).filter(picked=True):
        found.setdefault(one.heading, []).append(
            covering.cover(str(one.value), one.covered, covering.ON_SCREEN)
        )
    return tuple(
        Together(heading, tuple(found[heading]))
        for heading in sorted(found, key=lambda word: (not word, word.casefold()))
    )


def _stands(question: StepQuestion) -> QuerySet[Answer]:
    return question.answers.filter(value__isnull=False).order_by("id")


def _offered(question: StepQuestion) -> QuerySet[Answer]:
    return _stands(question).filter(off_screen=False)


def report_texts(question: StepQuestion) -> tuple[str, ...]:
    """The texts that may stand in the report: of who said so, and only where nobody stands out.

    The texts in the report and those the facilitator read may not differ by one to four, or the
    few who said no would stand out. So: all of them, or at least five fewer, never under five.
    """
    return _agreed(question, outcome(question))


def _agreed(question: StepQuestion, seen: Outcome) -> tuple[str, ...]:
    if seen.hidden:  # too few of the seats answered: then no part of it may be seen either
        return ()
    given = question.answers.filter(state=Answer.State.GIVEN, for_report=True)
    agreed = _texts(given.filter(off_screen=False), covering.IN_REPORT)
    if question.left_out:
        agreed = tuple(t for t in agreed if word_key(question, t) not in question.left_out)
    if question.of_huddles:  # each says of its own text whether it may, and nobody is behind it
        return agreed
    return agreed if part_may_be_seen(len(agreed), len(seen.texts)) else ()


def _texts(answers: QuerySet[Answer], sign: str) -> tuple[str, ...]:
    """What is read of these answers, with `sign` for what is covered."""
    rows = answers.order_by("id").values_list("value", "covered")
    return tuple(covering.cover(str(text), covered, sign) for text, covered in rows)


def report_outcome(question: StepQuestion) -> Outcome:
    """As `outcome`, for the report: of texts only those whose writers said so.

    After a while these are gone (`retention`); how many there were still stands there.
    """
    worded = question.asking.worded
    gone_at = question.step.session.texts_gone_at
    if worded and gone_at and question.may_be_seen:
        day = in_words(timezone.localtime(gone_at), "j F Y")
        return Outcome(question, hidden=GONE.format(count=question.answered, day=day))
    seen = outcome(question)
    if not worded:
        return seen
    printed = _agreed(question, seen)
    if not printed:
        return Outcome(question, hidden=NOT_SHOWN)
    if question.asking.gathers:
        return _gathered(question, printed)
    return Outcome(question, len(printed), texts=printed)


def in_view(step: Step) -> list[StepQuestion]:
    """The sent questions whose answers belong on this step's screens, in order.

    A talk shows what was answered alone before it: the same block, up to this step.
    """
    found = StepQuestion.objects.filter(
        step__session_id=step.session_id,
        step__block=step.block,
        step__position__lte=step.position,
    ).select_related("step")
    return [q for q in found.order_by("step__position", "position") if q.sent]


def joined(session: DialogueSession) -> int:
    """How many people joined; after the end the number that was kept."""
    if session.joined_at_end is not None:
        return session.joined_at_end
    return session.participants.count()
