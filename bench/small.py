"""How many phones a server carries that has half a core and 256 MiB."""

import asyncio
import time
from dataclasses import dataclass

from bench.crowd import Crowds, gather, wrong_lost_double
from bench.fence import Fence, Impossible
from bench.figures import Row, most_bytes, percentile, seconds_of
from bench.site import Facilitator, Site

CORES = 0.5
MEMORY = 256 * 2**20  # bytes
PHONES = 500  # what is asked of it
SIZES = (PHONES, 1000, 2000, 2500, 3000)
COMING = 30.0  # seconds in which all of them come in
ANSWERING = 10.0  # seconds in which all of them answer
STEPS = 5
WITHIN = 1.0  # second in which 95% see the step after coming in, the last a new one
KEPT = 2.0  # seconds in which 99% of what is sent is kept


@dataclass(frozen=True)
class _Carried:
    """What became of so many phones; seconds."""

    phones: int
    joined: float  # 95%, to the page
    step: float  # the slowest of some, press to the last phone
    kept: float  # 99% of answers to one question
    whole: float  # 99% of whole evaluations
    bad: tuple[int, int, int]  # errors, lost, double
    memory: int  # bytes, the most until then

    @property
    def held(self) -> bool:
        """Whether nobody would call that slow, and nothing went wrong."""
        quick = max(self.joined, self.step) <= WITHIN and max(self.kept, self.whole) <= KEPT
        return quick and not any(self.bad)


def measure(crowds: Crowds, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Rows for what is asked, and the largest crowd that still is held."""
    try:
        fence = Fence(CORES, MEMORY)
    except Impossible as why:
        return [Row("half a core and 256 MiB", f"cannot be limited here: {why}")]
    try:
        site = Site(shipped=True, fence=fence)
        try:
            return _rows(site, crowds, sizes)
        finally:
            site.stop()
    finally:
        fence.remove()


def _rows(site: Site, crowds: Crowds, sizes: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    most, beyond = 0, ""
    for phones in sizes:
        try:
            carried = _carry(site, crowds, phones)
        except (RuntimeError, TimeoutError, OSError, AssertionError) as broken:
            beyond = f"{phones}: {type(broken).__name__}"
            break
        if phones == sizes[0]:
            rows = _asked(carried)
        if not carried.held:
            beyond = (
                f"{phones}: join {seconds_of(carried.joined)}, step {seconds_of(carried.step)}, "
                f"answers {seconds_of(carried.kept)}, evaluation {seconds_of(carried.whole)}, "
                "errors, lost, double {}, {}, {}".format(*carried.bad)
            )
            break
        most = phones
    said = str(most) + (f" ({beyond})" if beyond else "")
    return [*rows, Row("… so many it carries", said, aim=str(PHONES), held=most >= PHONES)]


def _asked(carried: _Carried) -> list[Row]:
    def row(what: str, took: float, most: float) -> Row:
        return Row(what, seconds_of(took), aim=seconds_of(most), held=took <= most)

    return [
        row(
            f"half a core and 256 MiB: {carried.phones} join in {COMING:.0f} s, 95% see the step",
            carried.joined,
            WITHIN,
        ),
        row(f"… a step, press to the last phone, slowest of {STEPS}", carried.step, WITHIN),
        row(f"… an answer of each in {ANSWERING:.0f} s: 99% kept", carried.kept, KEPT),
        row("… a whole evaluation of each in as long: 99% kept", carried.whole, KEPT),
        Row(
            "… errors, lost, double",
            "{}, {}, {}".format(*carried.bad),
            aim="0, 0, 0",
            held=not any(carried.bad),
        ),
        Row("… most memory", f"{carried.memory / 2**20:.0f} MiB", aim="256 MiB"),
    ]


def _carry(site: Site, crowds: Crowds, count: int) -> _Carried:
    room = site.session()
    shares = crowds.shares(count)
    open_step = next(s for s in room["steps"] if [q["form"] for q in s["questions"]] == ["open"])
    last_step = next(s for s in room["steps"] if s["kind"] == "evaluation")
    try:
        given = [(site.url, room["code"], room["key"], n, COMING, True) for n in shares]
        came = [one for part in crowds.do("join", given) for one in part]
        step = asyncio.run(_slowest_step(site, crowds, room))
        _go(site, crowds, room, open_step)
        asked = open_step["questions"][0]["ref"]
        given = [(open_step["ref"], asked, ANSWERING, "telefoon")] * len(shares)
        one = gather(crowds.do("answer", given))
        _go(site, crowds, room, last_step)
        given = [(last_step["ref"], last_step["questions"], ANSWERING)] * len(shares)
        whole = gather(crowds.do("answer_whole", given))
    finally:
        crowds.do("leave")
    refused = sum(status != 200 for *_, status in came)
    wrong, lost, double = wrong_lost_double(
        gather([one, whole]), site.hands("answers", room["ref"])
    )
    return _Carried(
        phones=count,
        joined=percentile([page for page, *_ in came], 0.95),
        step=step,
        kept=percentile(one.took, 0.99),
        whole=percentile(whole.took, 0.99),
        bad=(refused + wrong, lost, double),
        memory=most_bytes(site.server.pid),
    )


def _go(site: Site, crowds: Crowds, room: dict, step: dict) -> None:
    """To this step, and wait until everybody has it."""
    version = site.hands("go_to", room["ref"], step["ref"])
    crowds.do("see", [(version, 30)] * len(crowds.shares(1)))


async def _slowest_step(site: Site, crowds: Crowds, room: dict) -> float:
    facilitator = Facilitator(site, room)
    await facilitator.ready()
    took = []
    for _ in range(STEPS):
        version = site.hands("state", room["ref"])["version"] + 1
        pressed = await facilitator.press()
        seen = [
            at for part in crowds.do("see", [(version, 30)] * len(crowds.shares(1))) for at in part
        ]
        took.append(max(seen) - pressed)
        time.sleep(0.5)
    facilitator.leave()
    return max(took)
