"""Measures what planning makes of every wish there is. docs/planning.md says how to read it."""

from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from content.document import Document
from content.files import read
from sessions_app.planning import CannotPlan, Programme, plan
from sessions_app.planning.figures import broken, broken_together, every_group, figures
from sessions_app.wish import Wish

SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "bij-nader-inzien"
BATCH = 200  # groups of wishes that one process measures at a time
REFUSED = "langer dan een wens die wel een programma kreeg"
EXAMPLES = 5  # wishes shown of each rule that is broken
HEAD = (
    "lengte  themas    wensen  gesprek min med max  1e gesprek  theorie  zit max  gesprekje min max"
)


class Row(NamedTuple):
    """What counts of one programme."""

    minutes: int
    themes: int
    talk: int
    first_talk: int
    theory: int
    stretch: int
    shortest: int
    longest: int


class Measured(NamedTuple):
    """What a batch of wishes came to."""

    rows: Counter[Row]
    refused: int
    broken: list[tuple[str, Wish]]
    crowded: list[tuple[int, Wish]]  # talk under 30%, which sixty minutes may


class Command(BaseCommand):
    help = (
        "Plans every wish there is and says how much is talk, when it starts and which rule is "
        "broken. Without --every all of them: several minutes."
    )

    def add_arguments(self, parser: CommandParser | ArgumentParser) -> None:
        parser.add_argument("--every", type=int, default=1, help="only each so manieth wish")
        parser.add_argument("--workers", type=int, default=1, help="processes")
        parser.add_argument("--phone-free", action="store_true", help="also without phones")
        parser.add_argument("--content", type=Path, default=SHIPPED, help="file or folder")

    def handle(self, *args: str, **options: Any) -> None:
        document = read(options["content"])
        slugs = [theme.slug for theme in document.themes]
        phones = (False, True) if options["phone_free"] else (False,)
        groups = islice(every_group(slugs, phones=phones), 0, None, options["every"])
        whole = Measured(Counter(), 0, [], [])
        with ProcessPoolExecutor(options["workers"]) as pool:
            for part in pool.map(partial(measured, document), _batches(groups)):
                whole.rows.update(part.rows)
                whole = whole._replace(refused=whole.refused + part.refused)
                whole.broken.extend(part.broken)
                whole.crowded.extend(part.crowded)
        self.say(whole)

    def say(self, whole: Measured) -> None:
        """Print the table, what is broken and what may be."""
        write = self.stdout.write
        write(HEAD)
        by: dict[tuple[int, int], list[tuple[Row, int]]] = defaultdict(list)
        for row, times in whole.rows.items():
            by[row.minutes, row.themes].append((row, times))
        for (length, themes), rows in sorted(by.items()):
            shares = sorted(row.talk / length for row, times in rows for _ in range(times))
            write(
                f"{length:6}  {themes:6}  {len(shares):8}      "
                f"{shares[0]:6.0%} {median(shares):4.0%} {shares[-1]:4.0%}"
                f"  {max(r.first_talk for r, _ in rows):9}  {max(r.theory for r, _ in rows):7}"
                f"  {max(r.stretch for r, _ in rows):7}      "
                f"{min(r.shortest for r, _ in rows):4} {max(r.longest for r, _ in rows):3}"
            )
        shares = sorted(
            row.talk / row.minutes for row, times in whole.rows.items() for _ in range(times)
        )
        write(
            f"\n{len(shares)} programma's, {whole.refused} wensen zonder programma. "
            f"Gesprek: minstens {shares[0]:.1%}, mediaan {median(shares):.1%}; "
            f"{sum(share >= 0.4 for share in shares) / len(shares):.0%} haalt 40%."
        )
        for name, times in Counter(name for name, _ in whole.broken).most_common():
            write(f"\nNiet gehaald: {name}, {times} keer. Bijvoorbeeld:")
            for wish in [wish for broke, wish in whole.broken if broke == name][:EXAMPLES]:
                write(f"  {wish}")
        if not whole.broken:
            write("Elke regel is overal gehaald.")
        write(f"Een uur met meer dan twaalf mensen, onder 30%: {len(whole.crowded)} wensen.")
        for talk, wish in whole.crowded:
            write(f"  {talk} minuten: {', '.join(wish.themes)}; {wish.group_size} mensen")


def measured(document: Document, groups: list[list[Wish]]) -> Measured:
    """These groups of wishes, each planned and looked at."""
    whole = Measured(Counter(), 0, [], [])
    for wishes in groups:
        mades: list[Programme] = []
        for wish in wishes:
            try:
                made = plan(document, wish)
            except CannotPlan:
                whole = whole._replace(refused=whole.refused + 1)
                if mades:  # a shorter one was planned: lengths rise
                    whole.broken.append((REFUSED, wish))
                continue
            mades.append(made)
            whole.broken.extend((name, wish) for name in broken(document, wish, made))
            found = figures(made.steps)
            if 100 * found.talk < 30 * found.minutes:
                whole.crowded.append((found.talk, wish))
            whole.rows[
                Row(
                    found.minutes,
                    len(made.themes),
                    found.talk,
                    found.first_talk,
                    found.theory,
                    max(found.stretches),
                    min(found.talks),
                    max(found.talks),
                )
            ] += 1
        whole.broken.extend((name, wishes[0]) for name in broken_together(mades))
    return whole


def _batches(groups: Iterator[list[Wish]]) -> Iterator[list[list[Wish]]]:
    while batch := list(islice(groups, BATCH)):
        yield batch
