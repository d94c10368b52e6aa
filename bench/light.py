"""How light the first visit is: bytes over the wire, the largest paint on slow 4G, Lighthouse.

`python -m bench.light` starts the product as in production and prints a table. Lighthouse comes
from npm into var/lighthouse; without npm its columns stay empty, with a sentence that says so.
The stream stays open for as long as a page does, so on join and question Lighthouse waits out its
own limit (45 seconds) and says so; its figures come from before that.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from tests.journeys import wire
from tests.journeys.room import PHONE
from tests.journeys.states import ALL, House, open_house
from tests.live.chromium import FLAGS, WHOLE
from tests.live.hands import Hands
from tests.live.server import environment

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "lighthouse"
LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = {
    "home": "home",
    "join": "phone-lobby",
    "question": "phone-before",
    "evaluation": "phone-evaluation",
}
ROUNDS = 5
TRIES = 3  # Lighthouse now and then loses the beginning of its own recording
CATEGORIES = ("performance", "accessibility", "best-practices")


def first_visit(
    browser: Browser, address: str, slow: bool
) -> tuple[wire.Wire, tuple[float, float]]:
    """What a phone that was never here loads, and when its largest paint was, in ms."""
    context = wire.newcomer(browser, PHONE)
    page = context.new_page()
    seen = wire.watch(page, slow_4g=slow)
    began = time.time()
    page.goto(address, wait_until="commit")
    if "/m/" in address:  # by the door to the step
        page.locator("#frame").wait_for(timeout=60_000)
    page.wait_for_load_state("load")
    paint = wire.largest_paint(page, began)
    context.close()
    return seen, paint


def lighthouse(address: str, chromium: str) -> dict[str, int]:
    """Lighthouse's scores of 100 for a page; empty where npm or node is missing."""
    program = PLACE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        if not (shutil.which("npm") and shutil.which("node")):
            return {}
        PLACE.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", ".", LIGHTHOUSE]
        if subprocess.run(install, cwd=PLACE, capture_output=True).returncode:
            return {}
    asked = [
        *("node", str(program), address, "--quiet", "--output=json", "--output-path=stdout"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]
    around = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(TRIES):
        done = subprocess.run(asked, capture_output=True, text=True, env=around)
        if not done.returncode:
            break
    else:
        print(done.stderr[-400:], file=sys.stderr)
        return {}
    found = json.loads(done.stdout)
    (PLACE / f"{address.rstrip('/').rpartition('/')[2] or 'home'}.json").write_text(done.stdout)
    return {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}


def measure(house: House, chromium: str) -> list[dict]:
    """A row per page."""
    hands = Hands(environment(house.database_url))
    hands("room_for", 1000)  # each round is another phone
    hands.stop()
    rows = []
    for name, state_name in PAGES.items():
        address = house.address(next(state for state in ALL if state.name == state_name))
        seen, _ = first_visit(house.browser, address, slow=False)
        paints = [first_visit(house.browser, address, slow=True)[1] for _ in range(ROUNDS)]
        rows.append(
            {
                "page": name,
                "without fonts, kB": f"{seen.weight('Font') / 1000:.1f}",
                "fonts, kB": f"{(seen.weight() - seen.weight('Font')) / 1000:.1f}",
                "requests": len(seen.sizes),
                "largest paint, slow 4G, ms": f"{statistics.median(p[0] for p in paints):.0f}",
                "to": f"{max(p[0] for p in paints):.0f}",
                "since the code was opened, ms": f"{statistics.median(p[1] for p in paints):.0f}",
                **lighthouse(address, chromium),
            }
        )
    return rows


def table(rows: list[dict]) -> str:
    """The rows as a table in Markdown."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heads, ["---"] * len(heads)]
    lines += [[str(row.get(head, "")) for head in heads] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright:
        chromium = str(WHOLE) if WHOLE.exists() else playwright.chromium.executable_path
        house = open_house(playwright.chromium.launch(executable_path=chromium, args=FLAGS))
        try:
            rows = measure(house, chromium)
        finally:
            house.stop()
    print(table(rows))
    if not all("performance" in row for row in rows):
        print("\nNo scores where Lighthouse did not run: it needs node, npm and the npm registry.")


if __name__ == "__main__":
    main()
