"""`python -m bench`: one table, each figure beside its reference measured in the same run.

With `--quick` smaller crowds; `--markdown FILE` and `--curve FILE` write table and curve there as
well.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from bench import air, answering, cores, curve, editing, narrow, peer, pushing, small, spread
from bench.crowd import Crowds
from bench.figures import Row, table
from bench.site import Site
from tests.live.server import on_postgres

PARTS = (
    *("all", "push", "air", "narrow", "return", "answer", "evaluation", "small"),
    *("many", "edit", "spread", "peer"),
)


def machine() -> str:
    """What this was measured on."""
    cpu = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    names = ("django", "uvicorn", "uvloop", "httptools", "psycopg", "a2wsgi")
    return (
        f"{os.cpu_count()} cores of {cpu}; load before the run {load}; "
        f"Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in names)
    )


def run(
    sizes: tuple[int, ...], answers: int, seconds: float, part: str, picture: Path | None
) -> list[Row]:
    """Everything, or one part of it, on the database of this run."""
    name = "PostgreSQL" if on_postgres() else "SQLite"
    crowds = Crowds()
    rows: list[Row] = []
    if part in ("all", "push"):
        with cores.apart():
            more, points = pushing.measure(crowds, sizes[2:3] if on_postgres() else sizes)
        rows += more
        if picture and not on_postgres():
            picture.write_text(curve.draw(points))
    if part in ("all", "air", "narrow") and not on_postgres():
        with cores.apart():
            site = Site(shipped=True)
            try:
                if part != "narrow":
                    rows += air.weights(site)
                    rows += air.packed_beside_plain(site, crowds, answers)
                rows += narrow.measure(site, crowds)
            finally:
                site.stop()
    if part in ("all", "small") and not on_postgres():
        with cores.apart():
            rows += small.measure(crowds, small.SIZES[:1] if answers < 1000 else small.SIZES)
    site = Site(shipped=True)
    try:
        if part in ("all", "return"):
            rows += answering.coming_back(site, crowds, 2 * answers)
        if part in ("all", "answer"):
            room, joined = answering.joining(site, crowds, answers, seconds, name)
            rows += joined
            rows += answering.answering(site, crowds, room, answers, name)
            crowds.do("leave")
        if part in ("all", "evaluation"):
            rows += narrow.evaluations(site, crowds, answers, name)
        if part in ("all", "many"):
            rows += answering.many_sessions(site, 50 if answers >= 1000 else 10)
        if part in ("all", "edit"):
            rows += editing.measure(site, 30 if answers >= 1000 else 10, name)
        if part in ("all", "spread") and on_postgres():
            rows += spread.two_servers(site, crowds, answers, seconds)
        if part in ("all", "peer") and not on_postgres():
            rows += peer.measure(site, crowds, answers)
    finally:
        crowds.stop()
        site.stop()
    return rows


def main() -> None:
    """Measure on SQLite, then the same on PostgreSQL in a process that has one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller crowds, for a first look")
    parser.add_argument("--one", action="store_true", help="only the database of DATABASE_URL")
    parser.add_argument("--markdown", type=Path, help="also write the table to this file")
    parser.add_argument("--curve", type=Path, help="also draw the curve into this SVG file")
    parser.add_argument("--part", choices=PARTS, default="all")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if not options.one:
        os.environ.pop("DATABASE_URL", None)
    said = machine()
    sizes = (100, 300, 500) if options.quick else pushing.SIZES
    rows = run(
        sizes,
        200 if options.quick else 1000,
        2 if options.quick else 10,
        options.part,
        options.curve,
    )
    text = f"{'PostgreSQL' if on_postgres() else 'SQLite'}. {said}\n\n{table(rows)}\n"
    print(text, flush=True)
    if options.markdown:
        with options.markdown.open("a") as file:
            file.write(text + "\n")
    if not options.one:
        again = [sys.executable, "scripts/with_postgres.py", sys.executable, "-m", "bench"]
        again += ["--one", *(a for a in sys.argv[1:] if a != "--one")]
        sys.exit(subprocess.run(again, check=False).returncode)


if __name__ == "__main__":
    main()
