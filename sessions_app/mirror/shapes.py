"""What a mirror shows, as data: a team's counts beside figures of others. Pure.

A `Picture` is made of parts (`Guesses`, `Bars`, `Ranks`, `Grades`). `drawing.draw` makes an SVG and
tables of it; nothing here or there knows a database or decides what may be seen.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.safestring import SafeString


class Who(StrEnum):
    """Whose figure it is. Each has a mark of its own, so that colour never says it alone."""

    TEAM = "team"
    PROFESSIONALS = "professionals"  # diamond
    CLIENTS = "clients"  # circle
    AFFECTED = "affected"  # triangle: the clients who met it themselves


class Layer(StrEnum):
    """What the room gets to see, one press after the other."""

    GUESSES = "guesses"
    TEAM = "team"
    REFERENCE = "reference"


ALL = frozenset(Layer)


@dataclass(frozen=True)
class Group:
    """Whom a reference is about, with all that must be in reach beside it."""

    who: Who
    name: str  # '471 hulpverleners, 2019'
    base: str = ""  # 'Ongeveer 610 van de 628 cliënten gaven hier antwoord.'
    caution: str = ""
    source: str = ""  # 'Trimbos-instituut 2019, tabel 4.3'


@dataclass(frozen=True)
class Mark:
    """A figure of a reference: where it stands on its axis, and how it is said."""

    who: Who
    value: float
    said: str  # '52%', '6,7', 'minder dan 1%'


@dataclass(frozen=True)
class Count:
    """So many of the team."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """In percent, for the length of a bar; it is never said."""
        return 100 * self.count / self.of if self.of else 0

    @property
    def said(self) -> str:
        return f"{self.count} van de {self.of}"


@dataclass(frozen=True)
class Nearly:
    """In place of counts where the group is nearly of one mind: a band, and no number."""

    everybody: bool  # else nearly nobody

    @property
    def said(self) -> str:
        return "bijna iedereen" if self.everybody else "bijna niemand"


@dataclass(frozen=True)
class Row:
    """One answer: what the team said and what others said. `team` is None where it is not shown."""

    label: str
    team: Count | Nearly | None = None
    marks: tuple[Mark, ...] = ()
    key: str = ""  # what is the same in another list


@dataclass(frozen=True)
class Guesses:
    """How the team estimated a figure, in tens out of a hundred, and the figure itself."""

    asked: str  # what was estimated: 'Van de 100 cliënten maakte dit mee'
    counts: tuple[tuple[int, int], ...] = ()  # (guess, people); () where it is not shown
    mark: Mark | None = None
    hidden: str = ""  # the sentence in place of the guesses


@dataclass(frozen=True)
class Bars:
    """Where the question was the same: bars and marks on one axis that runs to 100."""

    rows: tuple[Row, ...]
    apart: tuple[Row, ...] = ()  # our own options: counted, and compared with nothing
    hidden: str = ""  # the sentence in place of the team's answers


@dataclass(frozen=True)
class Ranked:
    """A line of an ordered list that shares no axis with another."""

    key: str
    label: str
    said: str  # '22%'


@dataclass(frozen=True)
class Ranks:
    """Where only the order can be compared: two ordered lists, lines between equal items."""

    rows: tuple[Row, ...]  # the team's, in the order of the team; its marks share its own axis
    others: tuple[Ranked, ...]  # the other list, in its own order
    who: Who  # whose list that is
    opening: str = ""  # what stands first above that list
    apart: tuple[Row, ...] = ()
    hidden: str = ""


@dataclass(frozen=True)
class Grades:
    """From 1 to 10: how many of the team gave each, and the averages of others."""

    counts: tuple[tuple[int, int], ...] = ()  # (grade, people)
    marks: tuple[Mark, ...] = ()
    low: str = "geen probleem"
    high: str = "groot probleem"
    hidden: str = ""


type Part = Guesses | Bars | Ranks | Grades


@dataclass(frozen=True)
class Picture:
    """All that one mirror shows, whole; what is not drawn yet is left out by its layer."""

    title: str
    parts: tuple[Part, ...]
    groups: tuple[Group, ...] = ()  # of every mark in it
    cautions: tuple[str, ...] = ()  # of the mirror itself, beside those of its groups

    def group(self, who: Who) -> Group:
        """Whom these marks are about; KeyError where the picture has none of them."""
        return {group.who: group for group in self.groups}[who]


@dataclass(frozen=True)
class Table:
    """The same as a part of a picture, in rows and columns of words."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""  # a sentence in place of what is not shown


@dataclass(frozen=True)
class Drawn:
    """A picture as drawn: what stands in a page."""

    svg: SafeString
    tables: tuple[Table, ...]
    wide: float
    high: float
    legend: tuple[Group, ...] = field(default=())  # whose marks are in it
    cautions: tuple[str, ...] = ()  # of the comparison itself; () before there is one

    @property
    def sources(self) -> str:
        """Where the figures come from, each place once."""
        places: dict[str, list[str]] = {}
        for group in self.legend:
            short, _, where = group.source.partition(": ")
            found = places.setdefault(short, [])
            found += [one for one in where.split(", ") if one and one not in found]
        return "; ".join(f"{short}: {', '.join(found)}" for short, found in places.items())
