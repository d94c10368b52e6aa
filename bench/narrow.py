"""A room with narrow Wi-Fi: everybody shares ten megabits a second, and each way takes 60 ms."""

import asyncio
import multiprocessing
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

from bench.air import kilobytes
from bench.crowd import Crowds, gather, wrong_lost_double
from bench.figures import Row, middle, ms, percentile, processor_seconds
from bench.site import Facilitator, Site

RATE = 10_000_000 / 8  # bytes a second, both ways together, as air is shared
WAY = 0.06  # seconds that a packet is under way
FRAME = 1400  # bytes of ours in a packet
AROUND = 90  # bytes around each: Wi-Fi, IP, TCP
PHONES = 300
JOINING = 3.0  # seconds within which all of them want in, from the moment the code stands there


class Air:
    """What all connections share: one packet at a time."""

    def __init__(self) -> None:
        self._free_at = 0.0
        self.carried = 0  # bytes, with what is around packets

    def due(self, size: int) -> float:
        """The steady time at which so many bytes, sent now, have arrived."""
        packets = -(-size // FRAME)
        began = max(self._free_at, time.monotonic())
        self.carried += size + packets * AROUND
        self._free_at = began + (size + packets * AROUND) / RATE
        return self._free_at + WAY


class _Way:
    """One direction of one connection."""

    def __init__(self, air: Air, writer: asyncio.StreamWriter) -> None:
        self._air = air
        self._writer = writer
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._news = asyncio.Event()

    async def take(self, reader: asyncio.StreamReader) -> None:
        """Send on what comes, until the end."""
        while piece := await reader.read(FRAME * 4):
            self._under_way.append((self._air.due(len(piece)), piece))
            self._news.set()
        self._under_way.append((0.0, b""))
        self._news.set()

    async def give(self) -> None:
        """Let it arrive when it is due."""
        while True:
            while not self._under_way:
                self._news.clear()
                await self._news.wait()
            due, piece = self._under_way.popleft()
            if not piece:
                return
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self._writer.write(piece)
            await self._writer.drain()


async def _serve(upstream: str, pipe: Connection) -> None:
    air, there = Air(), urlsplit(upstream)

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back_reader, back = await asyncio.open_connection(there.hostname, there.port)
        up, down = _Way(air, back), _Way(air, writer)
        ways = [up.take(reader), up.give(), down.take(back_reader), down.give()]
        tasks = [asyncio.ensure_future(way) for way in ways]
        with suppress(OSError):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION, timeout=None)
        for task in tasks:
            task.cancel()
        for one in (writer, back):
            one.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0, backlog=1024)
    pipe.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    while await asyncio.get_running_loop().run_in_executor(None, pipe.recv):
        pipe.send(air.carried)


def _run(upstream: str, pipe: Connection) -> None:
    asyncio.run(_serve(upstream, pipe))


class Room:
    """The proxy, in a process of its own."""

    def __init__(self, upstream: str) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_run, args=(upstream, theirs), daemon=True)
        self._process.start()
        self.url = self._pipe.recv()

    def carried(self) -> int:
        """Bytes that went through the air so far."""
        self._pipe.send(True)
        return self._pipe.recv()

    def stop(self) -> None:
        """Close the room."""
        self._process.kill()
        self._process.join()


def _row(what: str, took: float, most: float, wrong: int) -> Row:
    said = f"{took:.2f} s" + (f", {wrong} errors" if wrong else "")
    return Row(what, said, aim=f"{most:.0f} s", held=took <= most and not wrong)


def measure(site: Site, crowds: Crowds) -> list[Row]:
    """A step, joining and an evaluation of everybody through such a room."""
    air = Room(site.url)
    try:
        room = site.session()
        facilitator = Facilitator(site, room)  # the laptop is on a wire
        loop = asyncio.new_event_loop()
        loop.run_until_complete(facilitator.ready())
        shares = crowds.shares(PHONES)
        given = [(air.url, room["code"], room["key"], n, 0.5, True) for n in shares]
        began = time.monotonic()
        came = [one for part in crowds.do("join", given) for one in part]
        joined = time.monotonic() - began
        rows = [
            _row(
                f"{PHONES} phones on 10 Mbit/s, 60 ms: all have joined and see the step",
                joined,
                JOINING,
                sum(status != 200 for *_, status in came),
            ),
            Row("… through the air for each of them", kilobytes(air.carried() / PHONES)),
        ]
        steps = []
        for _ in range(5):
            version = site.hands("state", room["ref"])["version"] + 1
            pressed = loop.run_until_complete(facilitator.press())
            seen = [at for part in crowds.do("see", [(version, 30)] * len(shares)) for at in part]
            steps.append(max(seen) - pressed)
            time.sleep(0.5)
        rows.append(_row("… a step, press to the last phone, slowest of five", max(steps), 1, 0))
        step = next(s for s in room["steps"] if s["kind"] == "evaluation")
        version = site.hands("go_to", room["ref"], step["ref"])
        crowds.do("see", [(version, 30)] * len(shares))
        whole = [(step["ref"], step["questions"], 1.0)] * len(shares)
        sent = gather(crowds.do("answer_whole", whole))
        wrong = sum(status != 200 for status in sent.statuses)
        rows.append(_row("… a whole evaluation, kept after the press", max(sent.took), 2, wrong))
        facilitator.leave()
        loop.close()
        crowds.do("leave")
    finally:
        air.stop()
    return rows


def evaluations(site: Site, crowds: Crowds, count: int, name: str) -> list[Row]:
    """Everybody in a hall sends a whole evaluation within the same second, one request each."""
    room = site.session()
    step = next(s for s in room["steps"] if s["kind"] == "evaluation")
    site.hands("go_to", room["ref"], step["ref"])
    shares = crowds.shares(count)
    crowds.do("join", [(site.url, room["code"], room["key"], n, 8.0) for n in shares])
    whole = [(step["ref"], step["questions"], 1.0)] * len(shares)
    worked = processor_seconds(site.server.pid)
    sent = gather(crowds.do("answer_whole", whole))
    worked = processor_seconds(site.server.pid) - worked
    bad = wrong_lost_double(sent, site.hands("answers", room["ref"]))
    crowds.do("leave")
    last, asked = percentile(sent.took, 0.99), len(step["questions"])
    return [
        _row(f"{count} evaluations of {asked} answers in 1 s: 99% kept ({name})", last, 1, 0),
        Row(f"… half, all ({name})", f"{middle(sent.took):.2f}, {max(sent.took):.2f} s"),
        Row(f"… processor for one, with its {asked} answers ({name})", ms(worked / count)),
        Row(
            f"… errors, lost, double ({name})",
            "{}, {}, {}".format(*bad),
            aim="0, 0, 0",
            held=bad == (0, 0, 0),
        ),
    ]
