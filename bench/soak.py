"""An ordinary session for a long while: does the server stay as it was?"""

import asyncio
import random
import time

from bench.figures import Usage, usage
from bench.phone import Phone


async def soak(server, hands, room: dict, seconds: float, phones: int = 30) -> tuple[Usage, Usage]:
    """Steps, answers, phones that go and come back; usage after a warm start and at the end."""
    asking = [s for s in room["steps"] if s["questions"]]
    crowd: list[Phone] = []

    async def arrive() -> Phone:
        phone = Phone(server.url, room["code"])
        assert (await phone.join()).status == 200
        phone.keep_connected()
        return phone

    async def for_a_while(until: float) -> None:
        turn = 0
        while time.monotonic() < until:
            step = asking[turn % len(asking)]
            turn += 1
            version = await asyncio.to_thread(hands, "go_to", room["ref"], step["ref"])
            for phone in crowd:
                await phone.until(lambda p, wanted=version: p.version >= wanted, 20)
            question = step["questions"][0]
            value = {"scale": "2", "open": "een tekst"}.get(question["form"]) or (
                question["options"][0]
            )
            for phone in random.sample(crowd, len(crowd) // 2):
                said = await phone.answer_until_kept(step["ref"], question["ref"], value)
                assert said.status == 200, said.text[:300]
            for phone in random.sample(crowd, len(crowd) // 6):
                phone.hang_up()  # slept, and comes back by itself
            await asyncio.sleep(min(5.0, seconds / 20))

    hands("go_to", room["ref"], asking[0]["ref"])
    try:
        crowd += [await arrive() for _ in range(phones)]
        await for_a_while(time.monotonic() + max(4.0, seconds / 10))
        before = usage(server.pid)
        await for_a_while(time.monotonic() + seconds)
        after = usage(server.pid)
    finally:
        for phone in crowd:
            phone.leave()
        await asyncio.sleep(0.1)
    return before, after
