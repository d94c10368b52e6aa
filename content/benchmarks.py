"""The figures of the surveys of 2019, beside which a team's own answers will stand.

They live with the module's texts, in `fixtures/`: `benchmarks-given.json` as it was handed over and
`benchmarks.json` as it is used. A test holds that the two differ only in what was mended on
purpose, and never in a figure. Polls that will be mirrored ask what the survey asked: each of their
options names the row that it is compared with (`Option.row`).
"""

from functools import cache

import msgspec

from content.passages import SHIPPED

USED = SHIPPED / "benchmarks.json"
GIVEN = SHIPPED / "benchmarks-given.json"


class Row(msgspec.Struct, frozen=True):
    """One answer of a survey; `pct` is of `Benchmark.population`, in whole percents."""

    id: str  # 't5.5.taal'
    label: str
    pct: float | None = None
    n: int | None = None
    asked: tuple[str, ...] = ()  # the survey's own answers that come together in this row


class Benchmark(msgspec.Struct, frozen=True):
    """One question of a survey with its rows."""

    id: str  # 't5.5'
    question: str
    population: str
    options: tuple[Row, ...]
    team_question: str | None = None
    max_answers: int | None = None


class Pair(msgspec.Struct, frozen=True):
    """Two questions that are read side by side: what clients said and what professionals said."""

    id: str


class Benchmarks(msgspec.Struct, frozen=True):
    """All of them."""

    benchmarks: tuple[Benchmark, ...]
    pairs: tuple[Pair, ...]

    @property
    def rows(self) -> dict[str, Row]:
        """Every row by its id."""
        return {row.id: row for one in self.benchmarks for row in one.options}

    @property
    def names(self) -> frozenset[str]:
        """All that a fact may refer to: questions and pairs."""
        return frozenset([one.id for one in self.benchmarks] + [one.id for one in self.pairs])

    def of(self, row: str) -> Benchmark:
        """The question that a row belongs to; KeyError when there is none."""
        for one in self.benchmarks:
            if any(option.id == row for option in one.options):
                return one
        raise KeyError(row)


@cache
def benchmarks() -> Benchmarks:
    """The figures as they are used."""
    return msgspec.json.decode(USED.read_bytes(), type=Benchmarks)
