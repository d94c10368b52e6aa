"""Writes answers: those that arrive within a few milliseconds share one transaction.

One thread per process. An answer is acknowledged after its commit, never before.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence
from itertools import islice

from django.db import DatabaseError, connections

from sessions_app import bus, participation
from sessions_app.live.threads import tidily
from sessions_app.participation import Entry, Verdict

logger = logging.getLogger(__name__)
GATHER = 0.004  # seconds a batch waits for company
LARGEST = 400  # answers after which a transaction takes no more requests
TALLY_EVERY = 0.1  # seconds at least between two messages that counters changed


# What became of each answer; None when the database did not take it: the phone tries again.
type Verdicts = list[Verdict | None]
type _Job = tuple[Sequence[Entry], str, asyncio.Future[Verdicts]]  # the answers of one request


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

    def put(self, entries: Sequence[Entry], session_ref: str) -> asyncio.Future[Verdicts]:
        """Write the answers of one request; what became of each is known after the commit."""
        done: asyncio.Future[Verdicts] = asyncio.get_running_loop().create_future()
        if entries:
            self._jobs.put((entries, session_ref, done))
        else:
            done.set_result([])
        return done

    def _run(self) -> None:
        going_on = True
        while going_on:
            jobs, going_on = self._gather()
            if jobs:
                tidily(self._write, jobs)
            self._tell(last=not going_on)
        connections.close_all()  # of this thread

    def _gather(self) -> tuple[list[_Job], bool]:
        """The next jobs, and whether there may be more after them."""
        try:
            job = self._jobs.get(timeout=TALLY_EVERY if self._touched else None)
        except queue.Empty:
            return [], True
        jobs: list[_Job] = []
        answers = 0
        until = time.monotonic() + GATHER
        while job is not None:
            jobs.append(job)
            answers += len(job[0])
            if answers >= LARGEST:
                return jobs, True
            try:
                job = self._jobs.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return jobs, True
        return jobs, False

    def _write(self, jobs: Sequence[_Job]) -> None:
        entries = [entry for job in jobs for entry in job[0]]
        verdicts: Verdicts
        try:
            verdicts = list(participation.store(entries))
        except Exception:  # also what nobody foresaw: this thread may not end
            logger.exception("A batch of %d answers was refused; trying one by one", len(entries))
            verdicts = [tidily(_alone, entry) for entry in entries]
        each = iter(verdicts)
        told = [(ref, done, list(islice(each, len(mine)))) for mine, ref, done in jobs]
        self._loop.call_soon_threadsafe(_resolve, [(done, of_it) for _, done, of_it in told])
        self._touched.update(ref for ref, _, of_it in told if Verdict.STORED in of_it)

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
    except Exception:
        return None


def _tally(session_refs: set[str]) -> None:
    for ref in session_refs:
        bus.tally(ref)


def _resolve(told: Sequence[tuple[asyncio.Future[Verdicts], Verdicts]]) -> None:
    """In the event loop: wake who waits; a phone that went away meanwhile is skipped."""
    for done, verdicts in told:
        if not done.done():
            done.set_result(verdicts)


writer = Writer()
