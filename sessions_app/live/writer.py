"""Writes answers: those that arrive within a few milliseconds share one transaction.

One thread per process. An answer is acknowledged after its commit, never before.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence

from django.db import DatabaseError

from sessions_app import bus, participation
from sessions_app.live.threads import tidily
from sessions_app.participation import Entry, Verdict

logger = logging.getLogger(__name__)
GATHER = 0.004  # seconds a batch waits for company
LARGEST = 400  # answers in one transaction
TALLY_EVERY = 0.1  # seconds at least between two messages that counters changed


class Unavailable(Exception):
    """The database took nothing; the phone keeps the answer and tries again."""


type _Job = tuple[Entry, str, asyncio.Future[Verdict]]


class Writer:
    """The line of answers of this process."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._touched: set[str] = set()
        self._told = 0.0

    def start(self) -> None:
        """Begin, tied to the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write what is waiting, then end."""
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None

    def put(self, entry: Entry, session_ref: str) -> asyncio.Future[Verdict]:
        """Write this answer; the future is done after the commit, or raises `Unavailable`."""
        done: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._jobs.put((entry, session_ref, done))
        return done

    def _run(self) -> None:
        going_on = True
        while going_on:
            jobs, going_on = self._gather()
            if jobs:
                tidily(self._write, jobs)
            self._tell(last=not going_on)

    def _gather(self) -> tuple[list[_Job], bool]:
        """The next jobs, and whether there may be more after them."""
        try:
            job = self._jobs.get(timeout=TALLY_EVERY if self._touched else None)
        except queue.Empty:
            return [], True
        jobs: list[_Job] = []
        until = time.monotonic() + GATHER
        while job is not None:
            jobs.append(job)
            if len(jobs) == LARGEST:
                return jobs, True
            try:
                job = self._jobs.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return jobs, True
        return jobs, False

    def _write(self, jobs: Sequence[_Job]) -> None:
        entries = [job[0] for job in jobs]
        try:
            verdicts: list[Verdict | None] = list(participation.store(entries))
        except DatabaseError:
            logger.exception("A batch of %d answers was refused; trying one by one", len(jobs))
            verdicts = [tidily(_alone, entry) for entry in entries]
        self._loop.call_soon_threadsafe(_resolve, jobs, verdicts)
        stored = [job for job, v in zip(jobs, verdicts, strict=True) if v == Verdict.STORED]
        self._touched.update(session_ref for _, session_ref, _ in stored)

    def _tell(self, last: bool) -> None:
        """Tell consoles that counters changed, not more often than they can use."""
        now = time.monotonic()
        if not self._touched or (now - self._told < TALLY_EVERY and not last):
            return
        touched, self._touched, self._told = self._touched, set(), now
        try:
            tidily(_tally, touched)
        except DatabaseError:  # the hub looks at counters by itself every few seconds
            logger.warning("Consoles could not be told that counters changed")


def _alone(entry: Entry) -> Verdict | None:
    try:
        return participation.store([entry])[0]
    except DatabaseError:
        return None


def _tally(session_refs: set[str]) -> None:
    for ref in session_refs:
        bus.tally(ref)


def _resolve(jobs: Sequence[_Job], verdicts: Sequence[Verdict | None]) -> None:
    """In the event loop: wake who waits; a phone that went away meanwhile is skipped."""
    for (_, _, done), verdict in zip(jobs, verdicts, strict=True):
        if done.done():
            continue
        if verdict is None:
            done.set_exception(Unavailable())
        else:
            done.set_result(verdict)


writer = Writer()
