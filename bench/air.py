"""What goes through the air of a room: bytes of every step, and what packing them costs."""

import asyncio

from bench import pushing
from bench.crowd import Crowds
from bench.figures import Row, beside, middle
from bench.phone import Phone
from bench.site import Site

STEP = 2_000  # bytes on the wire that any step may take
EVALUATION = 4_000  # the same for the evaluation, which asks six things at once
TURNS = 5  # of both ways, each after the other, so that both meet the same machine
BROWSER = "gzip, deflate, br"


def kilobytes(count: float) -> str:
    """Bytes as people read them."""
    return f"{count / 1000:.1f} kB"


async def _weigh(site: Site, accept_encoding: str) -> dict[str, int]:
    """Bytes of the stream for each step of the longest session, by kind."""
    room = site.session()
    phone = Phone(site.url, room["code"], key=room["key"])
    await phone.join()
    await phone.open_stream(accept_encoding)
    await phone.until(lambda p: p.version >= 0)
    took: dict[str, int] = {}
    for step in room["steps"][1:]:
        before = phone.bytes_read
        version = site.hands("go_to", room["ref"], step["ref"])
        await phone.until(lambda p, wanted=version: p.version >= wanted)
        kind = step["kind"]
        took[kind] = max(took.get(kind, 0), phone.bytes_read - before)
    phone.leave()
    return took


def weights(site: Site) -> list[Row]:
    """How heavy steps are on the wire, plain and as a browser gets them."""
    plain = asyncio.run(_weigh(site, ""))
    packed = asyncio.run(_weigh(site, BROWSER))
    rows = []
    for name, most, kinds in (
        ("the heaviest step on the wire", STEP, packed.keys() - {"evaluation"}),
        ("the evaluation on the wire", EVALUATION, {"evaluation"}),
    ):
        ours = max(packed[kind] for kind in kinds)
        before = max(plain[kind] for kind in kinds)
        rows.append(
            Row(
                name,
                kilobytes(ours),
                kilobytes(before) + " plain",
                f"{ours / before:.2f}",
                kilobytes(most),
                ours <= most,
            )
        )
    return rows


def packed_beside_plain(site: Site, crowds: Crowds, count: int) -> list[Row]:
    """Steps to phones that read gzip beside phones that don't, in turns."""
    plain, packed = [], []
    for _ in range(TURNS):
        plain.append(pushing.steps(site, crowds, count))
        packed.append(pushing.steps(site, crowds, count, packed=True))
    return [
        beside(
            f"{count} phones that read gzip: step stored to last phone",
            middle([turn.stored for turn in packed]),
            middle([turn.stored for turn in plain]),
            1.1,
        ),
        beside(
            "… processor of the server per step",
            middle([turn.processor for turn in packed]),
            middle([turn.processor for turn in plain]),
            1.1,
        ),
    ]
