"""Scenes run in a thread of their own: where browser tests ran before, this one has a loop."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

LONGEST = 150  # seconds a scene may take


def run_scene[T](scene: Callable[[], Awaitable[T]]) -> T:
    """Run a scene to its end in a fresh event loop."""

    async def bounded() -> T:
        async with asyncio.timeout(LONGEST):
            return await scene()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(bounded())).result()


class Loop:
    """A loop that stays between scenes: a browser can't change loops."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()

    def run[T](self, scene: Callable[[], Awaitable[T]]) -> T:
        """Run a scene to its end."""

        async def bounded() -> T:
            async with asyncio.timeout(LONGEST):
                return await scene()

        return self._thread.submit(lambda: self._runner.run(bounded())).result()

    def stop(self) -> None:
        """End the loop and its thread."""
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()
