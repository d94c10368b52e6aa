"""`python -m bench.minutes`: leads ten minutes of a session in real time and watches its clocks.

Each step lasts as long as it should and a while longer, so that the session falls behind. What the
console says of that is held against what really passed. Then the rest is made shorter, and given
back. Which session, it reads from standard input, as `manage.py demo --json` prints it; any server
on this machine:

    .venv/bin/python manage.py demo --minutes 60 --json | .venv/bin/python -m bench.minutes

By hand: it takes as long as it takes, so it is in no suite.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from urllib.parse import urlsplit

from bench.figures import Row, table
from bench.play import log_in
from bench.site import Console

EVERY = 5  # seconds between two looks
NEAR = 2  # seconds that a look may take, and a clock may round


def found(pattern: str, page: str) -> str:
    """The one thing on the page that looks like this."""
    match = re.search(pattern, page)
    assert match, pattern
    return match[1].replace("\xa0", " ")


def seconds_shown(page: str) -> int:
    """What the clock of the step says; below 0 over time."""
    minutes, seconds = found(r'data-clock data-words="[^"]*">\+?(\d+:\d\d)', page).split(":")
    shown = int(minutes) * 60 + int(seconds)
    return -shown if f">+{minutes}:{seconds}" in page else shown


def late_shown(page: str) -> int:
    """Minutes that the console says the session is late."""
    said = found(r"<b data-pace-said[^>]*>([^<]*)<", page)
    number = re.match(r"(\d+) min (achter|voor)", said)
    return 0 if number is None else int(number[1]) * (1 if number[2] == "achter" else -1)


async def lead(links: dict[str, str], lasts: float, over: float) -> list[Row]:
    """Lead for so many seconds, each step so many seconds too long; what was seen."""
    parts = urlsplit(links["console_url"])
    cookies = await log_in(links["login_url"])
    console = Console(f"{parts.scheme}://{parts.netloc}", cookies, links["session"])
    await console.ready()
    await console.do("start")
    began = stepped = time.monotonic()
    page = await console.look()
    slack = sum(int(minutes) for minutes in re.findall(r'data-slack="(\d+)"', page))
    late, worst_clock, worst_late, looks = 0.0, 0.0, 0, 0
    while time.monotonic() - began < lasts:
        page = await console.look()
        minutes = int(found(r'class="frame"[^>]*data-minutes="(\d+)"', page))
        left = minutes * 60 - (time.monotonic() - stepped)
        worst_clock = max(worst_clock, abs(seconds_shown(page) - left))
        really = late + max(0.0, -left)
        expected = max(0, int((really + 30) // 60) - slack)
        worst_late = max(worst_late, abs(late_shown(page) - expected))
        looks += 1
        if left < -over:
            await console.do("volgende", found(r'class="frame" data-step="([^"]+)"', page))
            late, stepped = really, time.monotonic()
        await asyncio.sleep(EVERY)
    said = f"{looks} looks in {lasts / 60:.0f} minutes, the step's clock off by"
    rows = [
        Row(said, f"{worst_clock:.1f} s", aim=f"{NEAR} s", held=worst_clock <= NEAR),
        Row("minutes late, off by", str(worst_late), aim="1", held=worst_late <= 1),
        *await _catch_up(console),
    ]
    console.leave()
    return rows


async def _catch_up(console: Console) -> list[Row]:
    """Make the rest shorter and give it back, where the session is late."""
    before = late_shown(await console.look())
    if before < 1:
        return [Row("late at the end", "0")]
    shown = await console.look("inhalen/")
    form = dict(re.findall(r'name="(from_step|minuten|versie)" value="([^"]*)"', shown))
    after = late_shown((await console.do("inhalen", **form)).text)
    page = await console.look()
    version = found(r'inhalen-terug/" name="versie" value="(\d+)"', page)
    back = late_shown((await console.do("inhalen-terug", versie=version)).text)
    figures, right = f"{before}, {after}, {back}", after < before == back
    return [Row("minutes late, caught up, given back", figures, held=right)]


def main() -> None:
    """Read the session, lead it, print the table; ends with 1 when a clock was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--over", type=float, default=75, help="seconds that each step is too long")
    options = parser.parse_args()
    rows = asyncio.run(lead(json.load(sys.stdin), options.minutes * 60, options.over))
    print(table(rows))
    sys.exit(any(row.held is False for row in rows))


if __name__ == "__main__":
    main()
