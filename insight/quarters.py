"""Quarters of the year: the only periods that there are totals of. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

REST = timedelta(days=7)  # after its last day: sessions that nobody ended have ended by then


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which this day is."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def key(self) -> str:
        """As it is stored and as files have it: '2026-K4'."""
        return f"{self.year}-K{self.number}"

    @property
    def name(self) -> str:
        """As people say it: 'oktober tot en met december 2026'."""
        return f"{NAMES[self.number - 1]} {self.year}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def following(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def closed(self, today: date) -> bool:
        """Whether it is over, and has rested."""
        return today >= self.following.first + REST


NAMES = (
    "januari tot en met maart",
    "april tot en met juni",
    "juli tot en met september",
    "oktober tot en met december",
)


def closed_since(first: date, today: date) -> list[Quarter]:
    """All quarters that are closed, from the one with this first day on, oldest first."""
    found = []
    quarter = Quarter.of(first)
    while quarter.closed(today):
        found.append(quarter)
        quarter = quarter.following
    return found
