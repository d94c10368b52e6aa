"""How long until the last phone has a new step, and what a waiting phone costs."""

import asyncio
import time

from bench.crowd import Crowds
from bench.figures import Row, Usage, middle, ms, usage
from bench.site import Facilitator, Reference, Site, press_once

ROUNDS = 9
SIZES = (100, 500, 1000, 2000, 5000)
RATIO = {1000: 1.5, 5000: 2.0}


def _lines(crowds: Crowds, url: str, path: str, count: int) -> None:
    crowds.do("listen", [(url, [path] * share) for share in crowds.shares(count)])


def _last(crowds: Crowds, count: int, begin) -> tuple[float, float]:
    """Seconds from the press until the last phone, and from the first phone to the last."""
    began = begin()
    seen = [at for part in crowds.do("arrivals", _shares(crowds, count)) for at in part]
    return max(seen) - began, max(seen) - min(seen)


def _shares(crowds: Crowds, count: int) -> list[tuple]:
    return [(share,) for share in crowds.shares(count)]


def _reference(crowds: Crowds, count: int, frame_bytes: int) -> tuple[float, float, Usage, Usage]:
    reference = Reference("broadcaster", frame_bytes)
    try:
        before = usage(reference.process.pid)
        _lines(crowds, reference.url, "/", count)
        after = usage(reference.process.pid)
        took, spread = [], []
        for number in range(2, ROUNDS + 2):
            crowds.do("arm", [(number,)] * len(crowds.shares(1)))
            whole, fan = _last(crowds, count, lambda: press_once(reference.url))
            took.append(whole)
            spread.append(fan)
        crowds.do("leave")
    finally:
        reference.stop()
    return middle(took), middle(spread), before, after


def _ours(site: Site, crowds: Crowds, count: int) -> tuple[float, float, Usage, Usage, int]:
    room = site.session()
    facilitator = Facilitator(site, room)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(facilitator.ready())
    _lines(crowds, site.url, f"/m/{room['code']}/stroom/", 1)  # what is made once, is made
    before = usage(site.server.pid)
    _lines(crowds, site.url, f"/m/{room['code']}/stroom/", count - 1)
    after = usage(site.server.pid)
    took, spread, size = [], [], 0
    for _ in range(ROUNDS):
        version = site.hands("state", room["ref"])["version"] + 1
        size = max(crowds.do("arm", [(version,)] * len(crowds.shares(1))))
        whole, fan = _last(crowds, count, lambda: loop.run_until_complete(facilitator.press()))
        took.append(whole)
        spread.append(fan)
        time.sleep(0.3)
    facilitator.leave()
    loop.close()
    crowds.do("leave")
    return middle(took), middle(spread), before, after, size


def measure(site: Site, crowds: Crowds, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """One row per size of the crowd, and one for what a waiting phone costs."""
    rows = []
    for count in sizes:
        ours, fan, before, after, size = _ours(site, crowds, count)
        theirs, their_fan, their_before, their_after = _reference(crowds, count, size)
        most = RATIO.get(count)
        rows.append(
            Row(
                f"press to last phone, {count} phones",
                ms(ours),
                ms(theirs),
                f"{ours / theirs:.2f}",
                f"{most} ×" if most else "",
                ours <= theirs * most if most else None,
            )
        )
        rows.append(
            Row(f"first to last phone, {count}", ms(fan), ms(their_fan), f"{fan / their_fan:.2f}")
        )
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
    return rows
