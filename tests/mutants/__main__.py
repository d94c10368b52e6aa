"""`make mutants`: every mistake of every room, and the table of what was seen.

`python -m tests.mutants [ROOM …]` does these rooms only, `--only "running.py:reveal:"` those whose
name has this in it; `--every 50` tries one of fifty, `--left` what no test saw before tests were
changed. Each round tries what the one before it left: the tests of the room, those of all verbs on
SQLite, those that talk to a server, and those of the room on PostgreSQL.

What was tried is remembered (`memory`), so a run that was stopped goes on where it was;
`--seconds 0` tries nothing and shows what is known, `--again` forgets it first. `--write` brings
what every clone knows (`record`) and docs/mutants.md up to date.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.live.server import environment, free_port
from tests.mutants import memory, record
from tests.mutants.generate import ROOT, Mutant, mutants
from tests.mutants.harmless import reason
from tests.mutants.rooms import ROOMS, Room

PLACE = memory.PLACE
ROUNDS = ("room", "verbs", "served", "postgresql")
VERBS = ("tests/sessions_app", "tests/contract/test_asking.py")
SERVED = (
    "tests/live/test_answers.py",
    "tests/live/test_several_answers.py",
    "tests/live/test_entrance.py",
)
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.plugin")
QUIETLY = ("-p", "no:cacheprovider", "-m", "not journey")
type Said = dict[Mutant, tuple[str, str]]


def main() -> None:
    """Try, and print the table."""
    parser = argparse.ArgumentParser(description="Deliberate mistakes against the tests.")
    parser.add_argument("rooms", nargs="*", help="rooms, by name; all when none is given")
    parser.add_argument("--every", type=int, default=1, help="one of so many mistakes")
    parser.add_argument("--only", action="append", default=[], help="those with this in their name")
    parser.add_argument("--write", action="store_true", help="bring record and page up to date")
    parser.add_argument("--seconds", type=float, default=1e6, help="stop trying after so long")
    parser.add_argument("--enough", type=float, default=25, help="seconds of tests per mistake")
    parser.add_argument("--rounds", default="room,verbs,served,postgresql", help="which rounds")
    parser.add_argument("--left", action="store_true", help="only what no test saw before")
    parser.add_argument("--again", action="store_true", help="forget what earlier runs found")
    options = parser.parse_args()
    rooms = [room for room in ROOMS if room.name in options.rooms or not options.rooms]
    mistakes = [
        mutant
        for room in rooms
        for mutant in room.mistakes()
        if not options.only or any(part in mutant.name for part in options.only)
    ][:: options.every]
    if options.again:
        memory.TRIED.unlink(missing_ok=True)
        record.forget(mistakes)
    said = everything(rooms, mistakes, options)
    print("\n".join(rows(rooms, said)))
    if options.write:
        record.keep(said)
        page = ROOT / "docs/mutants.md"
        head, mark, _ = page.read_text().partition("<!-- the table -->\n")
        table = "\n".join(rows(ROOMS, _on_record()))
        page.write_text(f"{head}{mark}{table}\n")


def everything(
    rooms: Sequence[Room], mistakes: Sequence[Mutant], options: argparse.Namespace
) -> Said:
    """What became of each mistake in each round, as far as time allows."""
    until = time.monotonic() + options.seconds
    recorded = record.known(memory.unmet(ROUNDS, mistakes))
    said: Said = {m: how for m, how in recorded.items() if how[0] == "caught"}
    ask = [m for m in mistakes if m not in said]
    live = {path for room in rooms if room.name.startswith("live/") for path in room.modules}
    own = tuple(dict.fromkeys(file for room in rooms for file in room.files()))
    for name, tests in zip(ROUNDS, (own, VERBS, SERVED, own), strict=True):
        here = [m for m in ask if m.path in live] if name == "served" else ask
        found = memory.known(name, here)
        open_ = [m for m in here if m not in found and not reason(m)]
        before = {m: recorded[m] for m in open_ if m in recorded}
        before |= memory.known(name, open_, whatever_tests=True)
        open_.sort(key=lambda m: m in before)  # new ones first
        if options.left:
            open_ = [m for m in open_ if m in before]
        seconds = until - time.monotonic()
        if name in options.rounds.split(",") and seconds > 0:
            found |= round_of(name, rooms, open_, tests, seconds, options.enough)
        found = before | found
        said |= {m: found[m] for m in here if m in found}
        said |= {m: ("left", "harmless") for m in here if m not in found and reason(m)}
        ask = [m for m in ask if said.get(m, ("", ""))[0] != "caught" and not reason(m)]
    return said


def _on_record() -> Said:
    """What is known of all rooms, and what is harmless."""
    mistakes = [mutant for room in ROOMS for mutant in room.mistakes()]
    found = record.known(mistakes)
    return {m: found.get(m, ("left", "harmless")) for m in mistakes if m in found or reason(m)}


def left(said: Said) -> list[Mutant]:
    """What no test saw so far and is not known to do no harm."""
    return [m for m, (state, _) in said.items() if state != "caught" and not reason(m)]


def round_of(
    name: str,
    rooms: Sequence[Room],
    mistakes: Sequence[Mutant],
    tests: Sequence[str],
    seconds: float = 1e6,
    enough: float = 25,
) -> Said:
    """Run these tests against each of these mistakes, until the time is over."""
    if not mistakes:
        return {}
    PLACE.mkdir(parents=True, exist_ok=True)
    here = f"{name}-{os.getpid()}"  # two rooms may be tried beside each other
    task, out = PLACE / f"{here}.json", PLACE / f"{here}.said"
    first = {path: room.tests for room in rooms for path in room.modules}
    chosen = [[mutant.path, mutant.number] for mutant in mistakes]
    served = name == "served"
    wanted = {"mutants": chosen, "first": first, "said": str(out), "served": served}
    wanted |= {"round": name, "until": time.time() + seconds, "enough": enough}
    wanted |= {"paths": [path for room in ROOMS for path in room.modules]}
    task.write_text(json.dumps(wanted))
    env = {**os.environ, "MUTANTS": str(task)}
    env["DATABASE_URL"] = f"sqlite:///{PLACE / here}.sqlite3"
    if served:
        env |= environment(env["DATABASE_URL"], free_port())
        env |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "MUTANTS": str(task)}
    around: tuple[str, ...] = ()
    if name == "postgresql":
        around = (sys.executable, "scripts/with_postgres.py", "--unsynced")
    subprocess.run([*around, *PYTEST, *QUIETLY, *tests], cwd=ROOT, env=env, check=True)
    found = dict(_read(out))
    for file in PLACE.glob(f"{here}*"):
        file.unlink()
    return found


def _read(out: Path):
    for line in out.read_text().splitlines():
        path, number, state, why = json.loads(line)
        yield mutants(path)[number], (state, why)


def rows(rooms: Sequence[Room], said: Said) -> list[str]:
    """The table, and below it by name what was left."""
    found = [
        "| Room | Mistakes | Tried | Seen | Harmless | Left | Seen of those that matter |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    total = [0] * 5
    for room in rooms:
        mine = [m for m in said if m.path in room.modules]
        seen = [m for m in mine if said[m][0] == "caught"]
        harmless = [m for m in mine if m not in seen and reason(m)]
        counts = [len(room.mistakes()), len(mine), len(seen), len(harmless)]
        counts.append(counts[1] - counts[2] - counts[3])
        found.append(_row(room.name, counts))
        total = [a + b for a, b in zip(total, counts, strict=True)]
    found += [_row("**all**", total), "", "## Left", ""]
    found += [f"- `{m.path}`:{m.first} {m.place}: `{m.before}` → `{m.after}`" for m in left(said)]
    found += ["", "## Harmless", ""]
    for m, (state, _) in said.items():
        if state != "caught" and (why := reason(m)):
            found.append(f"- `{m.path}` {m.place}: `{m.before}` → `{m.after}`. {why}")
    return found


def _row(name: str, counts: Sequence[int]) -> str:
    matter = counts[1] - counts[3]
    share = f"{100 * counts[2] / matter:.1f}%" if matter else "–"
    return f"| {name} | {' | '.join(map(str, counts))} | {share} |"


if __name__ == "__main__":
    main()
