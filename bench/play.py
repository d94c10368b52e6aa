"""`python -m bench.play`: N phones play a whole session against any server on this machine.

It leads a session from the open door to the end: everybody joins, answers every question of every
step, and looks at the end whether all that was acknowledged is there, once. Which session, it reads
from standard input, as `manage.py demo --json` prints it:

    .venv/bin/python manage.py demo --participants 300 --json | .venv/bin/python -m bench.play

Give a second to each step (`--pace`) to press the server, or thirty to be as slow as people.
"""

import argparse
import asyncio
import json
import re
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.crowd import Crowds, Sent, gather
from bench.figures import Row, ms, percentile, table, usage
from bench.site import Console
from bench.wire import Response, connect, request

PARTS = (0.5, 0.95, 0.99, 1)
VERSION = re.compile(r'data-version="(\d+)"')  # in the frame that the console gets back
PATIENCE = 30.0  # seconds for a phone to see a step


@dataclass
class Played:
    """What became of a session; seconds."""

    joined: list[float] = field(default_factory=list)
    pressed: list[float] = field(default_factory=list)  # to each phone, of each step
    last: list[float] = field(default_factory=list)  # to the last phone, of each step
    sent: Sent = field(default_factory=lambda: Sent([], [], {}))
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    double: int = 0
    end: float = 0.0  # press to the last phone, for the end: answers are shuffled and wiped first
    ended: int = 0  # phones that were told of it
    memory: int = 0  # bytes more with everybody connected
    seconds: float = 0.0


def listening_on(port: int) -> int | None:
    """The process that listens there, from /proc; None when it is somebody else's."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    inodes = {
        columns[9]
        for columns in map(str.split, lines)
        if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port
    }
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if entry.readlink().name.removeprefix("socket:").strip("[]") in inodes:
                return int(entry.parts[2])
        except OSError:
            continue
    return None


async def log_in(link: str) -> dict[str, str]:
    """The cookies of the facilitator, by the link that works once."""
    parts = urlsplit(link)
    base = f"{parts.scheme}://{parts.netloc}"
    wire = await connect(base)
    said = await wire.ask(request(base, f"{parts.path}?{parts.query}"))
    wire.close()
    await asyncio.sleep(0)
    if said.status >= 400 or not said.cookies:
        raise SystemExit("This link does not log in (any more). Make a new session for each run.")
    return said.cookies


def play(links: dict[str, str], phones: int, coming: float, pace: float) -> Played:
    """The whole session; `coming` and `pace` are seconds for joining and for each step."""
    parts = urlsplit(links["console_url"])
    url, code = f"{parts.scheme}://{parts.netloc}", links["code"].replace(" ", "")
    key = links["join_url"].partition("?k=")[2]
    crowds, played, loop = Crowds(), Played(), asyncio.new_event_loop()
    run = loop.run_until_complete
    pid = listening_on(parts.port or 80)
    console = Console(url, run(log_in(links["login_url"])), links["session"])

    def press(verb: str, from_step: str = "") -> list[float]:
        """Seconds from the press to each phone."""
        began = time.monotonic()
        said: Response = run(console.do(verb, from_step))
        found = VERSION.search(said.text)
        assert found, said.text[:300]
        version = int(found[1])
        return [at - began for part in everybody("see", version, PATIENCE) for at in part]

    def step(verb: str, from_step: str = "") -> None:
        took = press(verb, from_step)
        played.pressed += took
        played.last.append(max(took))

    def everybody(command: str, *arguments: object) -> list:
        return crowds.do(command, [arguments] * len(crowds.shares(1)))

    try:
        run(console.ready())
        run(console.do("deur-open"))
        before = usage(pid) if pid else None
        began = time.monotonic()
        given = [(url, code, key, share, coming) for share in crowds.shares(phones)]
        came = [one for part in crowds.do("join", given) for one in part]
        played.joined = [page for page, _, _ in came]
        played.statuses.update(status for *_, status in came)
        if pid and before:
            played.memory = usage(pid).bytes - before.bytes
        step("start")
        while True:
            here, last = everybody("where")[0]
            sent = gather(everybody("answer_all", pace))
            played.sent = gather([played.sent, sent])
            played.statuses.update(sent.statuses)
            if last:
                break
            step("volgende", here)
        for lost, double in everybody("check"):
            played.lost += lost
            played.double += double
        played.end = max(press("afsluiten"))
        played.ended = sum(everybody("told_the_end", PATIENCE))
        played.seconds = time.monotonic() - began
    finally:
        crowds.stop()
        console.leave()
        run(asyncio.sleep(0.01))  # until its connection is closed as well
        loop.close()
    return played


def rows(played: Played, phones: int) -> list[Row]:
    """The table of a session that was played."""

    def spread(values: list[float]) -> str:
        return ", ".join(ms(percentile(values, part)) for part in PARTS)

    errors = {status: n for status, n in played.statuses.items() if status != 200}
    answers = len(played.sent.statuses)
    return [
        Row(f"{phones} phones, seconds in all", f"{played.seconds:.0f}"),
        Row("join to the step: 50, 95, 99, 100%", spread(played.joined)),
        Row(f"press to a phone, {len(played.last)} steps", spread(played.pressed)),
        Row("press to the last phone of each step", spread(played.last)),
        Row(f"the end, with {answers} answers shuffled: press to the last", ms(played.end)),
        Row(f"{answers} answers, to their acknowledgement", spread(played.sent.took)),
        Row("answers per second, over the whole session", f"{answers / played.seconds:.0f}"),
        Row("memory of the server per phone", f"{played.memory / phones / 1024:.1f} KiB"),
        Row("errors", str(errors or 0), "", "", "0", not errors),
        Row(
            "acknowledged and lost, double",
            f"{played.lost}, {played.double}",
            aim="0, 0",
            held=(played.lost, played.double) == (0, 0),
        ),
        Row("told of the end", str(played.ended), "", "", str(phones), played.ended == phones),
    ]


def main() -> None:
    """Read the session, play it, print the table; ends with 1 when something was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=30)
    parser.add_argument("--coming", type=float, default=10, help="seconds in which they join")
    parser.add_argument("--pace", type=float, default=2, help="seconds that a step lasts")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    played = play(json.load(sys.stdin), options.phones, options.coming, options.pace)
    made = rows(played, options.phones)
    print(table(made))
    sys.exit(any(row.held is False for row in made))


if __name__ == "__main__":
    main()
