"""Past one machine: two servers on one PostgreSQL behind nginx, beside one behind it."""

from dataclasses import dataclass

from bench.answering import answer_once, come_in
from bench.crowd import Crowds
from bench.figures import Row, beside, percentile, processor_seconds
from bench.pushing import steps
from bench.site import Site
from tests.live import nginx


@dataclass
class Hall:
    """One hall through nginx; seconds."""

    pressed: float  # press to last phone, median
    joined: float  # 95% see the step
    kept: float  # 99% of the answers
    busiest: float  # of the processor, for the busiest server, joins and answers together
    errors: int


def _hall(
    site: Site, crowds: Crowds, count: int, seconds: float, url: str, pids: list[int]
) -> Hall:
    pressed = steps(site, crowds, count, url).pressed
    before = [processor_seconds(pid) for pid in pids]
    room, came = come_in(site, crowds, count, seconds, url)
    answer_once(crowds, room, "warm", 3.0)
    sent = answer_once(crowds, room, "tekst", 1.0)
    used = [processor_seconds(pid) - was for pid, was in zip(pids, before, strict=True)]
    crowds.do("leave")
    return Hall(
        pressed,
        percentile([page for page, _, _ in came], 0.95),
        percentile(sent.took, 0.99),
        max(used),
        sum(status != 200 for *_, status in came) + sum(status != 200 for status in sent.statuses),
    )


def two_servers(site: Site, crowds: Crowds, count: int, seconds: float) -> list[Row]:
    """What a second server does for a hall of `count`; a sentence where there is no nginx."""
    if nginx.program() is None:
        return [Row("two servers behind nginx: no nginx on this machine", "")]
    with nginx.Nginx(site.url) as proxy:
        one = _hall(site, crowds, count, seconds, proxy.url, [site.server.pid])
    second = site.one_more()
    try:
        with nginx.Nginx(site.url, second.url) as proxy:
            pids = [site.server.pid, second.pid]
            two = _hall(site, crowds, count, seconds, proxy.url, pids)
    finally:
        second.stop()

    return [
        beside(
            f"two servers behind nginx, {count} phones: press to last", two.pressed, one.pressed
        ),
        beside(
            f"… {count} join in {seconds:.0f} s: 95% see the step",
            two.joined,
            one.joined,
            seconds=0.25,
        ),
        beside(f"… {count} answers in 1 s: 99%", two.kept, one.kept, seconds=0.3),
        beside("… processor of the busiest server, joins and answers", two.busiest, one.busiest),
        Row("… errors", str(two.errors), str(one.errors), "", "0", two.errors == 0),
    ]
