"""The words of a mirror that editors mend, apart from what it compares. Pure.

Which rows stand beside which answers, and the survey's own answers, are not here: they stay as they
are. Nor does an edit change a number: every number in these words is one of the survey's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from content.benchmarks import benchmarks
from content.document import Mirror, Question

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Words:
    """One text of a mirror, by a name that is its own within the mirror."""

    name: str
    label: str  # Dutch, as editors read it
    text: str
    hint: str = ""
    lines: bool = False  # each line is a text of its own


def words_of(mirror: Mirror) -> Iterator[Words]:
    """All that can be mended; what this mirror does not have is left out."""
    yield Words("title", "titel", mirror.title)
    yield Words("lead", "inleiding", mirror.lead, "Op het scherm, terwijl mensen antwoorden.")
    for question in mirror.asks:
        yield Words(f"vraag-{question.code}", "vraag", question.text, _asked(mirror, question))
        for option in question.options:
            if not option.row:
                label = "een keuze van ons, buiten de vergelijking"
                yield Words(f"keuze-{question.code}-{option.key}", label, option.text)
    for at, line in enumerate(mirror.lines):
        yield Words(f"regel-{at}", f"naam van regel {at + 1} in de tekening", line.label)
    for name, label in (
        ("over", "boven de schattingen"),
        ("opening", "boven de lijst van cliënten"),
        ("clients", "naast het teken van cliënten"),
        ("base", "over welke cliënten het gaat"),
        ("caution", "kanttekening"),
    ):
        if text := getattr(mirror, name):
            yield Words(name, label, text)
    yield Words("talk", "gespreksvragen", "\n".join(mirror.talk), "Elke regel is een vraag.", True)


def reworded(mirror: Mirror, said: Mapping[str, str], tested: bool) -> Mirror:
    """The mirror with these words in place of its own; KeyError where one is missing."""

    def asked(question: Question) -> Question:
        options = tuple(
            option
            if option.row
            else replace(option, text=said[f"keuze-{question.code}-{option.key}"])
            for option in question.options
        )
        text = said[f"vraag-{question.code}"]
        return replace(question, text=text, options=options, tested=tested)

    names = ("title", "lead", "over", "opening", "clients", "base", "caution")
    return replace(
        mirror,
        **{name: said[name] for name in names if getattr(mirror, name)},
        estimate=asked(mirror.estimate) if mirror.estimate else None,
        questions=tuple(asked(question) for question in mirror.questions),
        lines=tuple(
            replace(line, label=said[f"regel-{at}"]) for at, line in enumerate(mirror.lines)
        ),
        talk=tuple(line.strip() for line in said["talk"].splitlines() if line.strip()),
        tested=tested,
    )


def other_numbers(before: str, after: str) -> str:
    """Why words can't stand in place of others, in Dutch; '' where their numbers are the same."""
    numbers = NUMBER.findall(before)
    if sorted(numbers) == sorted(NUMBER.findall(after)):
        return ""
    if not numbers:
        return "Hier horen geen getallen: elk getal van een spiegel komt uit de peiling."
    return (
        f"Laat de getallen staan zoals ze zijn: {' en '.join(numbers)}. Ze komen uit de peiling en "
        "veranderen hier niet."
    )


def _asked(mirror: Mirror, question: Question) -> str:
    """What the survey asked, beside our words for it."""
    rows = [option.row for option in question.options if option.row]
    rows += [line.row for line in mirror.lines if line.ask == question.code]
    rows += [mirror.guessed] if question is mirror.estimate else []
    survey = benchmarks().of(rows[0]).question
    return f"De peiling vroeg: '{survey}' Vraag hetzelfde, anders klopt de vergelijking niet meer."
