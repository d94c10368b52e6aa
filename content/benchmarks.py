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


# How a pair may be laid side by side: its `comparability` begins with one of these.
SAME_AXIS = ("direct", "vrijwel direct")

# What must never be shown, whoever asks: rows whose figure does not fit its own base, and questions
# that compare professions or are about people's own health.
MISFIT = "wijkt af"
NOT_SHOWN = ("achtergrond", "niet-pollen")

# The four 'quarters' measure four things: two of them never stand in one picture.
QUARTERS = frozenset({"e.5", "x.c.2015.ja", "t4.1.ggz", "x.c.ggz54.ja"})
# An average of all clients never stands without that of the clients who met it.
NEVER_WITHOUT = {"x.c.cijfer.alle": "x.c.cijfer.wel"}
AFFECTED = frozenset({"x.c.cijfer.wel"})  # whose base is the clients who met it themselves


class Row(msgspec.Struct, frozen=True):
    """One answer of a survey; `pct` is of `Benchmark.population`, in whole percents.

    Of a question from 1 to 10 it is an average (`Benchmark.kind`).
    """

    id: str  # 't5.5.taal'
    label: str
    pct: float | None = None
    n: int | None = None
    asked: tuple[str, ...] = ()  # the survey's own answers that come together in this row
    pct_text: str = ""  # in place of a figure that the source does not give exactly: '<1'
    check: str = ""  # whether the figure fits its base


class Place(msgspec.Struct, frozen=True):
    """Where in the source a question stands."""

    section: str
    table: str | None = None

    @property
    def said(self) -> str:
        """'tabel 4.3', or '§5.5' where there is no table."""
        return f"tabel {self.table}" if self.table else f"§{self.section}"


class Benchmark(msgspec.Struct, frozen=True):
    """One question of a survey with its rows."""

    id: str  # 't5.5'
    question: str
    population: str
    options: tuple[Row, ...]
    source: Place
    use_in_app: str
    team_question: str | None = None
    max_answers: int | None = None
    kind: str = ""  # 'mean_1_10': averages
    flags: tuple[str, ...] = ()

    @property
    def averages(self) -> bool:
        """Whether its figures are grades and no percents."""
        return self.kind == "mean_1_10"

    @property
    def estimated(self) -> bool:
        """Whether people may guess its figure first: the survey's makers marked it so."""
        return (self.team_question or "").startswith("Schat:")


class Pair(msgspec.Struct, frozen=True):
    """Two questions that are read side by side: what clients said and what professionals said."""

    id: str
    comparability: str
    client: str | None = None
    professional: str | tuple[str, ...] | None = None
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def same_axis(self) -> bool:
        """Whether their figures may stand on one axis; else only their order is compared."""
        return self.comparability.startswith(SAME_AXIS)


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

    def pair(self, one: str, other: str) -> Pair | None:
        """The pair of these two questions: the professionals' and the clients'."""
        return next(
            (pair for pair in self.pairs if pair.professional == one and pair.client == other), None
        )

    def refused(self, row: str) -> str:
        """Why this row is never shown, in Dutch; '' where it may be."""
        if row not in self.rows:
            return "die rij is er niet"
        if self.rows[row].check == MISFIT:
            return "dat cijfer past niet bij de groep waar het over gaat"
        if self.of(row).use_in_app in NOT_SHOWN:
            return "die vraag is niet om te laten zien"
        return ""

    def ever(self, row: str) -> float:
        """Percent of everybody who did not choose this row; ValueError without a figure."""
        found = self.rows[row].pct
        if found is None:
            raise ValueError(f"{row} has no figure")
        return 100 - found


@cache
def benchmarks() -> Benchmarks:
    """The figures as they are used."""
    return msgspec.json.decode(USED.read_bytes(), type=Benchmarks)
