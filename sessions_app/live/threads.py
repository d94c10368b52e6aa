"""Database work of the live part: in threads of its own, never in the event loop.

Django's own handling closes connections at the end of a request; these threads serve no request,
so they do it themselves.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connection

# One thread each: two that compute at the same time only make each other late.
_rendering = ThreadPoolExecutor(1, thread_name_prefix="frames")
_counting = ThreadPoolExecutor(1, thread_name_prefix="counters")
_reading = ThreadPoolExecutor(2, thread_name_prefix="files")
_asking = ThreadPoolExecutor(4, thread_name_prefix="doors")


async def rendering[T](work: Callable[..., T], *args: object) -> T:
    """Run `work(*args)` in a thread that is kept free for frames."""
    return await asyncio.get_running_loop().run_in_executor(_rendering, tidily, work, *args)


async def counting[T](work: Callable[..., T], *args: object) -> T:
    """Run `work(*args)` in the thread for counters and rounds, which may wait for frames."""
    return await asyncio.get_running_loop().run_in_executor(_counting, tidily, work, *args)


async def asking[T](work: Callable[..., T], *args: object) -> T:
    """Run `work(*args)` in a thread for short questions: who is this, what does this code open?"""
    return await asyncio.get_running_loop().run_in_executor(_asking, tidily, work, *args)


async def reading[T](work: Callable[..., T], *args: object) -> T:
    """Run `work(*args)`, which reads from the disk and asks no database."""
    return await asyncio.get_running_loop().run_in_executor(_reading, work, *args)


def tidily[T](work: Callable[..., T], *args: object) -> T:
    """Call `work` and leave this thread's connection fit for the next call.

    A pooled connection goes back to its pool. SQLite's is a file that stays open, because opening
    it costs more than most of our questions, unless something went wrong with it.
    """
    try:
        return work(*args)
    finally:
        if connection.vendor != "sqlite" or connection.errors_occurred:
            close_old_connections()
