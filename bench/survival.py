"""Kill the server while phones answer, start it again, and count what is there.

Used by the tests in a short form and by `scripts/survive` in full.
"""

import asyncio
import random
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.phone import Phone

TEXT = re.compile(r"telefoon (\d+) nummer (\d+)")
Start = Callable[[int], "object"]  # port -> server with .stop(signal) and .url


@dataclass
class Tally:
    """What a run of kills found."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0  # acknowledged, and a lower number or nothing is there
    double: int = 0  # one phone twice at one question
    slowest_return: float = 0.0  # seconds from a restart until the last phone was right again
    wrong: list[str] = field(default_factory=list)


class Crowd:
    """Phones that answer an open question again and again, each with texts of its own."""

    def __init__(self, url: str, code: str, size: int) -> None:
        self.phones = [Phone(url, code) for _ in range(size)]
        self.acknowledged: dict[tuple[int, str], int] = {}
        self.count = 0
        self.step: dict | None = None
        self._going = True
        self._tasks: list[asyncio.Task] = []

    async def arrive(self) -> None:
        """Join, twenty at a time, and keep a line."""
        gate = asyncio.Semaphore(20)

        async def one(phone: Phone) -> None:
            async with gate:
                assert (await phone.join()).status == 200
            phone.keep_connected()

        await asyncio.gather(*(one(phone) for phone in self.phones))

    def answer(self, pause: float) -> None:
        """Begin to answer, each phone about once in `pause` seconds."""
        self._tasks = [
            asyncio.create_task(self._answer(number, phone, pause))
            for number, phone in enumerate(self.phones)
        ]

    async def _answer(self, name: int, phone: Phone, pause: float) -> None:
        while self._going:
            step = self.step
            question = step["questions"][0]["ref"]
            number = phone.number + 1
            said = await phone.answer_until_kept(
                step["ref"], question, f"telefoon {name} nummer {number}"
            )
            if said.status == 200:
                self.acknowledged[(name, question)] = number
                self.count += 1
            elif said.status != 409:
                raise AssertionError(f"status {said.status}: {said.text[:200]}")
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))

    async def all_at(self, version: int, step: str, seconds: float) -> None:
        """Wait until every phone shows this step."""
        await asyncio.gather(
            *(
                p.until(lambda p: p.version >= version and f'"{step}"' in p.html, seconds)
                for p in self.phones
            )
        )

    async def finish(self) -> None:
        """Let every answer under way come home, then stop."""
        self._going = False
        async with asyncio.timeout(60):
            await asyncio.gather(*self._tasks)

    def leave(self) -> None:
        """Everybody goes home."""
        for task in self._tasks:
            task.cancel()
        for phone in self.phones:
            phone.leave()


async def kill_again_and_again(
    server, start: Start, hands, room: dict, phones: int, kills: int, pause: float = 0.5
) -> tuple[Tally, object]:
    """Kill -9 `kills` times while `phones` answer; what was found, and the last server.

    Every other time the session moves to another step while the server is down.
    """
    tally = Tally()
    port = int(server.url.rpartition(":")[2])
    asking = [s for s in room["steps"] if [q["form"] for q in s["questions"]] == ["open"]]
    assert len(asking) > 1, "two steps with one open question are needed"
    crowd = Crowd(server.url, room["code"], phones)
    try:
        version = hands("go_to", room["ref"], asking[0]["ref"])
        crowd.step = asking[0]
        await crowd.arrive()
        await crowd.all_at(version, crowd.step["ref"], 20)
        crowd.answer(pause)
        for turn in range(kills):
            await asyncio.sleep(random.uniform(0.3, 1.3))
            await asyncio.to_thread(server.stop, signal.SIGKILL)
            if turn % 2:
                crowd.step = asking[(turn // 2 + 1) % len(asking)]
                version = await asyncio.to_thread(hands, "go_to", room["ref"], crowd.step["ref"])
            for phone in crowd.phones:
                phone.version = -1  # only a frame of the new server counts
            server = await asyncio.to_thread(start, port)
            began = time.monotonic()
            await crowd.all_at(version, crowd.step["ref"], 30)
            tally.kills += 1
            tally.slowest_return = max(tally.slowest_return, time.monotonic() - began)
        await asyncio.sleep(0.5)
        await crowd.finish()
    finally:
        crowd.leave()
        await asyncio.sleep(0.05)
    tally.acknowledged = crowd.count
    _compare(crowd, hands("answers", room["ref"]), tally)
    return tally, server


def _compare(crowd: Crowd, stored: list, tally: Tally) -> None:
    found: dict[tuple[int, str], int] = {}
    for question, _, text in stored:
        name, number = map(int, TEXT.fullmatch(text).groups())
        if (name, question) in found:
            tally.double += 1
        found[(name, question)] = number
    for key, number in crowd.acknowledged.items():
        if found.get(key, 0) < number:
            tally.lost += 1
            tally.wrong.append(f"{key}: acknowledged {number}, there is {found.get(key)}")
