"""Twenty people change their programmes at once: how soon is an answer there, how much is sent?"""

import asyncio
import random
import re

import uvloop

from bench.figures import Row, beside, middle, ms, percentile, processor_seconds
from bench.site import Console, Reference, Site
from bench.wire import connect, request

PLANNERS = 20
PAUSE = 1.0  # seconds between two presses of one person, on average
WITHIN = 0.08  # seconds, for 95%
VERSION = re.compile(r'data-version="(\d+)"')
STEP = re.compile(r'data-step id="stap-([\w-]+)"')


class Planner(Console):
    """Somebody before the page of one programme, who presses + and now and then moves a step."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.url, site.cookies, site.hands("session")["ref"])
        self.took: list[float] = []
        self.sent: list[int] = []
        self.whole = 0
        self.errors = 0

    async def ready(self) -> None:
        """Open the page: its steps, its version and how large it is."""
        page = await self._ask(f"/sessies/{self.ref}/")
        self.cookies.update(page.cookies)
        self.steps, self.whole = STEP.findall(page.text), len(page.body)
        self.version = VERSION.findall(page.text)[0]

    async def edit(self) -> None:
        """One edit, and the version that the page shows after it."""
        step = random.choice(self.steps)
        verb, field = random.choice([("minuten", "verschil")] * 3 + [("plaats", "schuif")])
        path = f"/sessies/{self.ref}/stap/{step}/{verb}/"
        began = asyncio.get_running_loop().time()
        answer = await self._ask(path, fields=[(field, "1"), ("versie", self.version)])
        self.took.append(asyncio.get_running_loop().time() - began)
        self.sent.append(len(answer.body))
        self.errors += answer.status not in (200, 422)  # 422: the last step can't go further
        self.version = VERSION.findall(answer.text)[0]

    async def work(self, edits: int) -> None:
        """So many edits, at the pace of somebody who looks at what each does."""
        await asyncio.sleep(random.uniform(0, PAUSE))
        for _ in range(edits):
            await self.edit()
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)


async def _empty(url: str, asked: int) -> list[float]:
    """The same pace against a view that does nothing."""
    took = []

    async def ask() -> None:
        wire = await connect(url)
        await asyncio.sleep(random.uniform(0, PAUSE))
        for _ in range(asked):
            began = asyncio.get_running_loop().time()
            await wire.ask(request(url, "/antwoord/", fields=[]))
            took.append(asyncio.get_running_loop().time() - began)
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
        wire.close()

    await asyncio.gather(*(ask() for _ in range(PLANNERS)))
    return took


async def _edit(planners: list[Planner], edits: int) -> None:
    for planner in planners:
        await planner.ready()
        await planner.edit()  # warm
    for planner in planners:
        planner.took.clear()
    await asyncio.gather(*(planner.work(edits) for planner in planners))
    for planner in planners:
        planner.leave()


def measure(site: Site, edits: int, name: str) -> list[Row]:
    """Everybody edits about once a second; beside an empty Django view at the same pace."""
    planners = [Planner(site) for _ in range(PLANNERS)]
    before = processor_seconds(site.server.pid)
    uvloop.run(_edit(planners, edits))
    used = processor_seconds(site.server.pid) - before
    reference = Reference("empty_django")
    try:
        empty = uvloop.run(_empty(reference.url, edits))
    finally:
        reference.stop()
    took = [seconds for planner in planners for seconds in planner.took]
    sent = middle([float(size) for planner in planners for size in planner.sent])
    whole = middle([float(planner.whole) for planner in planners])
    errors = sum(planner.errors for planner in planners)
    what = f"{PLANNERS} planners, an edit a second each: 95% answered within ({name})"
    return [
        beside(what, percentile(took, 0.95), percentile(empty, 0.95), seconds=WITHIN),
        beside(f"… half ({name})", middle(took), middle(empty)),
        Row(f"… processor of the server per edit ({name})", ms(used / (len(took) + PLANNERS))),
        Row(
            f"… an answer beside the whole page ({name})",
            f"{sent / 1000:.1f} kB",
            f"{whole / 1000:.1f} kB",
            f"{sent / whole:.2f}",
        ),
        Row(f"… errors ({name})", str(errors), aim="0", held=errors == 0),
    ]
