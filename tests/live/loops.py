"""Scenes run in a thread of their own: where browser tests ran before, this one has a loop."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

LONGEST = 150  # seconds a scene may take


def run_scene(scene: Callable[[], Awaitable[None]]) -> None:
    """Run a scene to its end in a fresh event loop."""

    async def bounded() -> None:
        async with asyncio.timeout(LONGEST):
            await scene()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(bounded())).result()
