"""How long until the last phone has a new step, and what a waiting phone costs."""

import asyncio
import time
from dataclasses import dataclass
from statistics import correlation, linear_regression

from bench.crowd import Crowds
from bench.figures import Row, Usage, beside, middle, ms, processor_seconds, usage
from bench.site import Facilitator, Reference, Site, press_once

ROUNDS = 9
SIZES = (100, 500, 1000, 2000, 5000)
RATIO = {1000: 1.5, 5000: 2.0}
GUIDE = {1000: 0.05, 5000: 0.25}


def _lines(
    crowds: Crowds, url: str, path: str, phones: list[dict[str, str]], packed: bool = False
) -> None:
    parts, rest = [], phones
    for share in crowds.shares(len(phones)):
        parts.append((url, path, rest[:share], packed))
        rest = rest[share:]
    crowds.do("listen", parts)


def _arrivals(crowds: Crowds, count: int) -> list[float]:
    return [at for part in crowds.do("arrivals", _shares(crowds, count)) for at in part]


def _shares(crowds: Crowds, count: int) -> list[tuple]:
    return [(share,) for share in crowds.shares(count)]


def _reference(crowds: Crowds, count: int, frame_bytes: int) -> tuple[float, float, Usage, Usage]:
    reference = Reference("broadcaster", frame_bytes)
    try:
        before = usage(reference.process.pid)
        _lines(crowds, reference.url, "/", [{}] * count)
        after = usage(reference.process.pid)
        took, spread = [], []
        for number in range(2, ROUNDS + 2):
            crowds.do("arm", [(number,)] * len(crowds.shares(1)))
            began = press_once(reference.url)
            seen = _arrivals(crowds, count)
            took.append(max(seen) - began)
            spread.append(max(seen) - min(seen))
        crowds.do("leave")
    finally:
        reference.stop()
    return middle(took), middle(spread), before, after


@dataclass(frozen=True)
class Point:
    """One point of the curve: seconds until the last of so many phones has a step."""

    phones: int
    ours: float
    reference: float


@dataclass
class Pushed:
    """What the site did, medians in seconds."""

    pressed: float  # from the press on the console until the last phone
    stored: float  # from the moment the step stood in the database
    spread: float  # from the first phone to the last
    before: Usage
    after: Usage
    frame_bytes: int
    processor: float  # of the server, for a step: the press and all that it sends


def steps(site: Site, crowds: Crowds, count: int, url: str = "", packed: bool = False) -> Pushed:
    """The site's part of the table: steps to `count` phones, at its own address or a proxy's.

    `packed` for phones that read gzip, as browsers do.
    """
    url = url or site.url
    room = site.session()
    facilitator = Facilitator(site, room, url)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(facilitator.ready())
    phones = site.hands("seats", room["ref"], count)
    path = f"/m/{room['code']}/stroom/"
    _lines(crowds, url, path, phones[:1], packed)  # what is made once, is made
    before = usage(site.server.pid)
    _lines(crowds, url, path, phones[1:], packed)
    after = usage(site.server.pid)
    pressed, stored, spread, size = [], [], [], 0
    worked = processor_seconds(site.server.pid)
    for _ in range(ROUNDS):
        version = site.hands("state", room["ref"])["version"] + 1
        size = max(crowds.do("arm", [(version,)] * len(crowds.shares(1))))
        began = loop.run_until_complete(facilitator.press())
        seen = _arrivals(crowds, count)
        pressed.append(max(seen) - began)
        stored.append(max(seen) - site.stored_at(room["ref"], version))
        spread.append(max(seen) - min(seen))
        time.sleep(0.3)
    worked = (processor_seconds(site.server.pid) - worked) / ROUNDS
    facilitator.leave()
    loop.close()
    crowds.do("leave")
    return Pushed(middle(pressed), middle(stored), middle(spread), before, after, size, worked)


def measure(crowds: Crowds, sizes: tuple[int, ...] = SIZES) -> tuple[list[Row], list[Point]]:
    """Rows for each size of the crowd, and the same as points of the curve."""
    rows: list[Row] = []
    curve: list[Point] = []
    site = Site()
    try:
        for count in sizes:
            more, point = _size(site, crowds, count)
            rows += more
            curve.append(point)
    finally:
        site.stop()
    if len(curve) > 2:
        counts = [point.phones for point in curve]
        line = linear_regression(counts, [point.ours for point in curve])
        straight = correlation(counts, [point.ours for point in curve]) ** 2
        rows += [
            Row("each phone more, for the last one", f"{line.slope * 1e6:.0f} µs"),
            Row(
                "how straight the line is (r²)", f"{straight:.3f}", "", "", "0.95", straight >= 0.95
            ),
        ]
    return rows, curve


def _size(site: Site, crowds: Crowds, count: int) -> tuple[list[Row], Point]:
    """One size: how long a step takes, and what a waiting phone costs."""
    ours = steps(site, crowds, count)
    before, after = ours.before, ours.after
    theirs, their_fan, their_before, their_after = _reference(crowds, count, ours.frame_bytes)
    most, guide = RATIO.get(count), GUIDE.get(count)
    rows = [
        beside(f"{count} phones: step stored to last phone", ours.stored, theirs, most),
        Row(
            "… press on the console to last phone",
            ms(ours.pressed),
            aim=f"{guide * 1000:.0f} ms" if guide else "",
            held=ours.pressed <= guide if guide else None,
        ),
        beside("… first phone to last phone", ours.spread, their_fan),
    ]
    if count >= 1000:
        each = (after.bytes - before.bytes) / (count - 1)
        their_each = (their_after.bytes - their_before.bytes) / count
        rows.append(
            Row(
                f"memory per waiting phone, {count}",
                f"{each / 1024:.1f} KiB",
                f"{their_each / 1024:.1f} KiB",
                f"{each / their_each:.2f}",
                "15 KiB",
                each <= 15 * 1024,
            )
        )
        rows.append(
            Row(
                f"threads more, {count}",
                str(after.threads - before.threads),
                str(their_after.threads - their_before.threads),
                aim="0",
                held=after.threads <= before.threads,
            )
        )
    return rows, Point(count, ours.stored, theirs)
