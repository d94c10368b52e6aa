"""A crowd of phones in a process of its own, so that it does not slow the server's core."""

import asyncio
import multiprocessing
import os
import random
import re
import time
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection

import uvloop

from bench import cores
from bench.phone import Phone
from bench.wire import Response, Wire, connect, request

STEP = re.compile(r'data-step="([^"]+)"')
PLACE = re.compile(r'data-where="stap (\d+) van (\d+)"')
QUESTION = re.compile(r'data-question="([^"]+)" data-form="([^"]+)"(.*?)</article>', re.DOTALL)
VALUE = re.compile(r'name="waarde(?:\.[^"]*)?"[^>]* value="([^"]*)"')
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
AT_ONCE = 60  # connections that are being opened at the same time


@dataclass
class Sent:
    """What became of the answers of a crowd; seconds."""

    took: list[float]
    statuses: list[int]
    values: dict[str, str]  # what each phone sent, by its name


def questions(html: str) -> list[tuple[str, str, list[str]]]:
    """The questions of a frame that can be sent: id, form and the values to choose from."""
    found = [(ref, form, VALUE.findall(rest)) for ref, form, rest in QUESTION.findall(html)]
    return [one for one in found if one[1] != "private"]


@lru_cache(256)
def unpacked(piece: bytes) -> bytes:
    """What a piece of a compressed stream says; a thousand streams bring the same pieces."""
    blocks = piece.removeprefix(GZIP_HEAD)
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(blocks)


def a_value(question: dict) -> str:
    """A choice that fits this question."""
    return random.choice(question["options"] or ["1", "2", "3", "4"])


def gather(parts: list[Sent]) -> Sent:
    """What several crowds sent, as one."""
    whole = Sent([], [], {})
    for part in parts:
        whole.took += part.took
        whole.statuses += part.statuses
        whole.values.update(part.values)
    return whole


def wrong_lost_double(sent: Sent, stored: list) -> tuple[int, int, int]:
    """Of answers that must all be kept: how many were refused, are not in the database, are twice.

    `stored` is all that the room has: question, state and value of each. Texts say whose they are;
    of the rest the number says it.
    """
    ours = {value for value in sent.values.values() if value.startswith("telefoon ")}
    texts = Counter(v for *_, v in stored if isinstance(v, str) and v in ours)
    wrong = sum(status != 200 for status in sent.statuses)
    more = len(stored) - len(sent.values)
    return wrong, max(len(ours) - len(texts), -more), max(more, texts.total() - len(texts))


class _Crowd:
    """Inside the process: does what the commands say."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.wires: list[Wire] = []
        self.phones: list[Phone] = []
        self.seen: list[float] = []
        self.sizes: list[int] = []
        self.marker = b""
        self.frames = 0

    def _packed_piece(self, piece: bytes, at: float) -> None:
        self.wire_size = len(piece)
        self._piece(unpacked(piece), at)

    def _piece(self, piece: bytes, at: float) -> None:
        if piece.startswith(b"event: frame") or b"\nevent: frame" in piece[:200]:
            self.frames += 1
            self.sizes.append(len(piece))
        if self.marker and self.marker in piece:
            self.seen.append(at)

    async def listen(
        self, base: str, path: str, phones: list[dict[str, str]], packed: bool = False
    ) -> float:
        """Open a stream for each phone, by its cookies, and wait until all have a frame.

        `packed` as browsers do, which read gzip. Seconds that it took.
        """
        headers = {"Accept-Encoding": "gzip, deflate, br"} if packed else {}
        read = self._packed_piece if packed else self._piece
        began = time.monotonic()
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(cookies: dict[str, str]) -> None:
            async with gate:
                wire = await connect(base)
                self.wires.append(wire)
                asked = request(base, path, cookies=cookies, headers=headers)
                head = await wire.listen(asked, read)
                assert head.status == 200, f"{path}: {head.status}"

        aim = self.frames + len(phones)
        await asyncio.gather(*(one(cookies) for cookies in phones))
        while self.frames < aim:
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def arm(self, version: int) -> int:
        """From now on note when each stream gets this version; the size of the last frame."""
        self.marker, self.seen = b"id: %d\n" % version, []
        return self.sizes[-1]

    async def arrivals(self, count: int, seconds: float = 30) -> list[float]:
        """The steady times at which `count` streams had it."""
        async with asyncio.timeout(seconds):
            while len(self.seen) < count:
                await asyncio.sleep(0.005)
        return self.seen

    async def join(
        self, base: str, code: str, key: str, count: int, seconds: float, packed: bool = False
    ) -> list:
        """`count` phones come in over some seconds; of each, seconds to the page and the frame.

        `packed` for phones that read gzip, pages and streams, as browsers do.
        """
        base_count = len(self.phones)
        reads = "gzip, deflate, br" if packed else ""
        fresh = [Phone(base, code, key=key, accept_encoding=reads) for _ in range(count)]
        self.phones += fresh
        began = time.monotonic()

        async def one(index: int, phone: Phone) -> tuple[float, float, int]:
            due = began + seconds * (index + random.random()) / count
            await asyncio.sleep(max(0, due - time.monotonic()))
            page = await phone.join()
            there = time.monotonic() - due
            if page.status != 200:
                return there, there, page.status
            await phone.open_stream()
            await phone.until(lambda p: p.version >= 0, 60)
            return there, time.monotonic() - due, page.status

        assert base_count + count == len(self.phones)
        return await asyncio.gather(*(one(i, p) for i, p in enumerate(fresh)))

    async def answer(self, step: str, question: str, seconds: float, text: str) -> Sent:
        """Every phone sends one answer, spread over some seconds."""
        began = time.monotonic() + 0.05
        sent = Sent([], [], {})
        count = len(self.phones)

        async def one(index: int, phone: Phone) -> None:
            due = began + seconds * (index + random.random()) / count
            await asyncio.sleep(max(0, due - time.monotonic()))
            name = f"{self.number}-{index}"
            value = f"{text} {name}"
            try:
                status = (await phone.answer(step, question, value)).status
            except OSError:
                status = 0
            sent.took.append(time.monotonic() - due)
            sent.statuses.append(status)
            if status == 200:
                sent.values[name] = value

        await asyncio.gather(*(one(i, p) for i, p in enumerate(self.phones)))
        return sent

    async def answer_whole(self, step: str, asked: list[dict], seconds: float) -> Sent:
        """Every phone sends answers to all questions of a step in one request, within so long.

        What can be made before is, or this process and not the server would be what is measured.
        """
        sent = Sent([], [], {})
        chosen = [
            {
                q["ref"]: f"telefoon {self.number}-{n} {q['ref']}"
                if q["form"] == "open"
                else a_value(q)
                for q in asked
            }
            for n in range(len(self.phones))
        ]
        made = [
            phone.several(step, values) for phone, values in zip(self.phones, chosen, strict=True)
        ]
        began = time.monotonic() + 0.05

        async def one(phone: Phone, whole: bytes) -> Response | None:
            due = began + random.uniform(0, seconds)
            await asyncio.sleep(max(0, due - time.monotonic()))
            try:
                said = await phone.ask_again(whole)
            except OSError:
                return None
            sent.took.append(said.at - due)
            return said

        replies = await asyncio.gather(*map(one, self.phones, made))
        for n, (values, said) in enumerate(zip(chosen, replies, strict=True)):
            if said is None:
                sent.statuses.append(0)
                continue
            each = said.json()["antwoorden"] if said.status == 200 else {}
            sent.statuses += [each.get(ref, {"status": said.status})["status"] for ref in values]
            sent.values.update({f"{self.number}-{n} {ref}": values[ref] for ref in each})
        return sent

    # -- a whole session (`bench.play`) ---------------------------------------------------------

    async def where(self) -> tuple[str, bool]:
        """The step that everybody is in, and whether it is the last."""
        step = STEP.search(self.phones[0].html)
        here = PLACE.search(self.phones[0].html)
        return step[1], bool(here) and here[1] == here[2]

    async def see(self, version: int, seconds: float) -> list[float]:
        """Wait until every phone has this version; the steady times at which it came."""
        for phone in self.phones:
            await phone.until(lambda p: p.version >= version or p.ended, seconds)
        return [phone.at for phone in self.phones]

    async def answer_all(self, seconds: float) -> Sent:
        """Every phone answers every question it sees, at moments of its own."""
        sent = Sent([], [], {})

        async def one(index: int, phone: Phone) -> None:
            asked = questions(phone.html)
            step = STEP.search(phone.html)[1]
            moments = sorted(random.uniform(0, seconds) for _ in asked)
            began = time.monotonic()
            for due, (ref, form, options) in zip(moments, asked, strict=True):
                await asyncio.sleep(max(0, began + due - time.monotonic()))
                name = f"{self.number}-{index}-{ref}"
                value = f"telefoon {name}" if form == "open" else random.choice(options)
                at = time.monotonic()
                status = (await phone.answer_until_kept(step, ref, value)).status
                sent.took.append(time.monotonic() - at)
                sent.statuses.append(status)
                if status == 200:
                    sent.values[name] = value
                    phone.kept[ref] = value if form == "open" else ""

        await asyncio.gather(*(one(i, p) for i, p in enumerate(self.phones)))
        if not sent.statuses:
            await asyncio.sleep(seconds)
        return sent

    async def check(self) -> tuple[int, int]:
        """How many acknowledged answers a phone does not find back, and how many it finds twice."""
        lost = double = 0
        for phone in self.phones:
            page = await phone.ask(f"/m/{phone.code}/antwoorden/")
            for ref, text in phone.kept.items():
                found = page.text.count(f'id="vraag-{ref}"')
                lost += found == 0 or text not in page.text
                double += found > 1
        return lost, double

    async def told_the_end(self, seconds: float) -> int:
        """How many phones heard that the session ended."""
        with suppress(TimeoutError):
            for phone in self.phones:
                await phone.until(lambda p: p.ended, seconds)
        return sum(phone.ended for phone in self.phones)

    async def post(self, base: str, path: str, count: int, seconds: float) -> Sent:
        """As `answer`, to any address: what a reference gets."""
        wires = [await connect(base) for _ in range(count)]
        asked = request(base, path, fields=[("waarde", "2"), ("volgnr", "1")])
        began = time.monotonic() + 0.05
        sent = Sent([], [], {})

        async def one(index: int, wire: Wire) -> None:
            due = began + seconds * (index + random.random()) / count
            await asyncio.sleep(max(0, due - time.monotonic()))
            try:
                status = (await wire.ask(asked)).status
            except OSError:
                status = 0
            sent.took.append(time.monotonic() - due)
            sent.statuses.append(status)

        await asyncio.gather(*(one(i, w) for i, w in enumerate(wires)))
        for wire in wires:
            wire.close()
        return sent

    async def leave(self) -> None:
        """Everybody goes home."""
        for wire in self.wires:
            wire.close()
        for phone in self.phones:
            phone.leave()
        self.wires, self.phones, self.frames, self.marker = [], [], 0, b""
        await asyncio.sleep(0.3)


def _serve(pipe: Connection, number: int) -> None:
    async def commands() -> None:
        crowd = _Crowd(number)
        loop = asyncio.get_running_loop()
        while (order := await loop.run_in_executor(None, pipe.recv)) is not None:
            name, arguments = order
            try:
                pipe.send((True, await getattr(crowd, name)(*arguments)))
            except Exception as error:
                pipe.send((False, f"{type(error).__name__}: {error}"))

    uvloop.run(commands())


class Crowds:
    """The processes with phones; one per core that the server leaves free."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for number in range(max(1, len(cores.CROWDS))):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, number), daemon=True)
            process.start()
            if cores.CROWDS:
                os.sched_setaffinity(process.pid, {cores.CROWDS[number]})
            self._pipes.append(ours)
            self._processes.append(process)

    def shares(self, count: int) -> list[int]:
        """`count` phones divided over the processes."""
        many = len(self._pipes)
        return [count // many + (n < count % many) for n in range(many)]

    def begin(self, name: str, arguments: list[tuple]) -> None:
        """Give each process a command; `end` has the answers."""
        for pipe, given in zip(self._pipes, arguments, strict=True):
            pipe.send((name, given))

    def end(self) -> list:
        """The answers to the last command, of each process."""
        answers = [pipe.recv() for pipe in self._pipes]
        for good, answer in answers:
            if not good:
                raise RuntimeError(answer)
        return [answer for _, answer in answers]

    def do(self, name: str, arguments: list[tuple] | None = None) -> list:
        """`begin` and `end`."""
        self.begin(name, arguments or [()] * len(self._pipes))
        return self.end()

    def stop(self) -> None:
        """End the processes."""
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(timeout=5)
