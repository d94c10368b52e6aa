"""The phones, consoles and projectors of this process, and what they see now.

Everything here runs in the event loop; only rendering happens in a thread. A frame is rendered
once per surface and version, as bytes that all lines share. Each line has room for one frame: a
phone that reads slowly skips frames and never queues them.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from sessions_app import bus, huddling, participation, rehearsing, upkeep
from sessions_app.live import doors, events, threads
from sessions_app.live.frame import (
    CONSOLE,
    COUNTING,
    PARTICIPANT,
    PROJECTOR,
    SLOWLY,
    SURFACES,
    Frame,
    Render,
    RenderTally,
)
from sessions_app.live.line import Line
from sessions_app.live.packing import Piece, pack
from sessions_app.live.presence import LINGERS, Presence
from sessions_app.models import DialogueSession

logger = logging.getLogger(__name__)

BEAT_EVERY = 10.0  # seconds between comment lines, for proxies and for the phone's watchdog
WATCH_EVERY = 2.0  # seconds between two comparisons of versions with the database
TALLY_EVERY = 0.25  # seconds at least between two tallies of a session
SIGNALS_EVERY = (5.0, 18.0)  # seconds between two batches of signals, drawn each time
FORGOTTEN_EVERY = 60.0  # seconds between two looks for sessions that nobody ended
TALLY_STALE = 5.0  # seconds after which counters are looked at even if nobody said a word
SURE_FOR = 0.25  # seconds at least between two comparisons because somebody connected
PATIENCE = 0.25  # seconds a page may wait for the phones to have gone first
AT_ONCE = 500  # lines served before other work gets a turn


@dataclass(frozen=True, slots=True)
class Shown:
    """A frame, ready to send."""

    frame: Frame
    event: Piece
    at: float  # steady clock, when it was rendered

    @property
    def version(self) -> int:
        return self.frame.version

    def seconds_left(self) -> int | None:
        """As the frame says, less the time since."""
        left = self.frame.seconds_left
        return None if left is None else round(left - (time.monotonic() - self.at))

    def piece(self) -> Piece:
        """What a line gets: the whole frame, the clock, and the end when this is it."""
        return self.event + (events.clock(self.seconds_left()) + self.last())

    def last(self) -> bytes:
        """The event that closes the line, when the session is over."""
        return events.end() if self.frame.ended else b""


class Shelf:
    """One surface of a session: its lines and what they show."""

    __slots__ = ("asked_at", "lines", "served", "shown", "tally", "tally_at", "task")

    def __init__(self) -> None:
        self.lines: dict[Line, None] = {}
        self.shown: Shown | None = None
        self.task: asyncio.Task[None] | None = None
        self.tally: str | None = None
        self.tally_at = 0.0
        self.asked_at = 0.0
        self.served: list[tuple[int, threading.Event]] = []  # who waits until all have a version

    def wanted(self, now: float) -> bool:
        """Whether anybody looks: by a line, or by asking every few seconds."""
        return bool(self.lines) or now - self.asked_at < LINGERS


class Gathering:
    """One session that somebody in this process looks at."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self.newest = 0  # highest version heard of
        self.heard_at: float | None = None  # since when phones wait for it
        self.shelves: dict[str, Shelf] = {}
        self.presence = Presence(time.monotonic())
        self.compared_at = 0.0
        self.comparing: asyncio.TimerHandle | None = None  # planned, or going on
        self.unsure = False  # somebody connected since it began
        self.told = (0, 0, 0)  # phones here, now and lately, and consoles, as others heard last
        self.told_at = 0.0
        self.tally_timer: asyncio.TimerHandle | None = None
        self.tally_again = False

    def shelf(self, surface: str) -> Shelf:
        """The shelf of this surface, made when it is new."""
        return self.shelves.setdefault(surface, Shelf())

    def wanted(self, now: float) -> bool:
        """Whether anybody looks at any surface, or did so lately with a phone."""
        return any(shelf.wanted(now) for shelf in self.shelves.values()) or bool(
            self.presence.lately_here(now)
        )


class Hub:
    """All gatherings of this process. Made once; `start` ties it to the running event loop."""

    def __init__(self) -> None:
        self._gatherings: dict[str, Gathering] = {}
        self._tasks: set[asyncio.Task] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0  # in which that loop runs
        self.closing = False
        # Who wants to know, hears after how many seconds all phones of a session had what is new.
        self.reached: Callable[[str, float], None] = lambda ref, seconds: None

    # -- life ---------------------------------------------------------------------------------

    def start(self, render: Render, render_tally: RenderTally) -> None:
        """Begin to listen and to watch, in the running event loop.

        `render` and `render_tally` make what is sent; they run in threads.
        """
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._render_frame, self._render_tally = render, render_tally
        self.closing = False
        bus.listen(self._heard)
        self._spawn(self._watch())
        self._spawn(self._beat())
        self._spawn(self._tell_signals())
        self._spawn(self._end_forgotten())
        self._spawn(self._rehearse())

    def close(self) -> None:
        """Close every line; each phone is told to come back at a moment of its own."""
        if self.closing:
            return
        self.closing = True
        bus.stop_listening(self._heard)
        for gathering in self._gatherings.values():
            for shelf in gathering.shelves.values():
                for line in list(shelf.lines):
                    line.close(events.come_back())

    async def stop(self) -> None:
        """Close, and end the tasks of the hub itself."""
        self.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._gatherings.clear()

    # -- lines --------------------------------------------------------------------------------

    def enter(self, ref: str, surface: str, line: Line, key: int | None = None) -> None:
        """Register a line; it gets the current frame as soon as there is one.

        `key` says by which key of the screen it came in, for the projector.
        """
        gathering = self._gathering(ref)
        shelf = gathering.shelf(surface)
        shelf.lines[line] = None
        overtaken = shelf.shown and key != shelf.shown.frame.key
        if self.closing or (surface == PROJECTOR and overtaken):
            line.close(events.come_back())
            return
        if line.phone is not None:
            gathering.presence.arrive(line.phone)
            self._touch(gathering)
        if shelf.shown is not None and shelf.shown.version >= gathering.newest:
            self._offer(shelf, line)
        else:
            self._bring(gathering, surface)
        self._make_sure(gathering)
        if surface in COUNTING:
            if shelf.tally is not None:
                line.count(Piece(events.event("tally", shelf.tally)))
            self._touch(gathering)

    def leave(self, ref: str, surface: str, line: Line) -> None:
        """Forget a line."""
        gathering = self._gatherings.get(ref)
        if gathering is None:
            return
        gathering.shelf(surface).lines.pop(line, None)
        gathering.shelf(surface).asked_at = time.monotonic()  # most come straight back
        if line.phone is not None:
            gathering.presence.leave(line.phone, time.monotonic())
        if line.phone is not None or surface == CONSOLE:
            self._touch(gathering)

    async def look(self, ref: str, surface: str, phone: int | None) -> tuple[Shown, str | None]:
        """The current frame and counters, for who polls."""
        gathering = self._gathering(ref)
        shelf = gathering.shelf(surface)
        shelf.asked_at = now = time.monotonic()
        if phone is not None:
            gathering.presence.seen(phone, now)
        if shelf.shown is None or shelf.shown.version < gathering.newest:
            await asyncio.shield(self._bring(gathering, surface))
        if shelf.shown is None:
            raise LookupError("no frame could be rendered")
        if surface in COUNTING and now - shelf.tally_at > 1:
            await self._count(gathering, surface)
        return shelf.shown, shelf.tally

    def heard(self, ref: str, phone: int | None) -> None:
        """A phone without a line did something: it answered, or loaded its page. From any thread.

        Not noted for a session that nobody looks at: then every seat counts anyhow.
        """
        gathering = self._gatherings.get(ref)
        if gathering is None or phone is None or self._loop is None:
            return
        if threading.get_ident() == self._thread:
            gathering.presence.seen(phone, time.monotonic())
        else:
            self._loop.call_soon_threadsafe(gathering.presence.seen, phone, time.monotonic())

    def lately(self, ref: str) -> int | None:
        """How many phones were heard lately, for `attendance`; None when that is not known."""
        gathering = self._gatherings.get(ref)
        return None if gathering is None else gathering.presence.lately(time.monotonic())

    def phones(self) -> int:
        """How many phones have a line to this process now, in all sessions together."""
        return sum(len(g.shelf(PARTICIPANT).lines) for g in self._gatherings.values())

    def _gathering(self, ref: str) -> Gathering:
        return self._gatherings.setdefault(ref, Gathering(ref))

    def let_phones_go_first(self, ref: str, version: int) -> None:
        """From a thread: wait until all phones here have this version, a quarter second at most.

        What a thread computes meanwhile takes turns from the thousand that wait for their step.
        """
        gathering = self._gatherings.get(ref)
        if gathering is None or self._loop is None or not gathering.shelf(PARTICIPANT).lines:
            return
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._when_served, gathering, version, done)
        done.wait(PATIENCE)

    async def _after_phones(self, gathering: Gathering) -> None:
        """The same, in the event loop: whatever else is rendered can wait a moment."""
        task = gathering.shelf(PARTICIPANT).task
        if task is not None and not task.done():
            await asyncio.wait([task], timeout=PATIENCE)

    def _when_served(self, gathering: Gathering, version: int, done: threading.Event) -> None:
        shelf = gathering.shelf(PARTICIPANT)
        shelf.served.append((version, done))
        if shelf.task is None or shelf.task.done():
            self._tell_served(shelf)

    def _tell_served(self, shelf: Shelf) -> None:
        now = shelf.shown.version if shelf.shown else -1
        for version, done in shelf.served:
            if version <= now:
                done.set()
        shelf.served = [one for one in shelf.served if not one[1].is_set()]

    # -- frames -------------------------------------------------------------------------------

    def _heard(self, message: bus.Message) -> None:
        """From the bus, in any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._changed, message)

    def _changed(self, message: bus.Message) -> None:
        version = message.version
        if version is not None:
            doors.forget(message.session_ref)
        gathering = self._gatherings.get(message.session_ref)
        if gathering is None:
            return
        if version == bus.AGAIN:
            self._ask_again(gathering.shelf(CONSOLE))
            self._ask_again(gathering.shelf(PROJECTOR))
            return
        if message.phones is not None:
            now = time.monotonic()
            where = gathering.presence
            news = where.elsewhere(message.process, message.phones, now, message.lately)
            if where.consoles(message.process, message.consoles or 0, now) or news:
                self._touch(gathering)
            return
        if version is not None and version > gathering.newest:
            gathering.newest = version
            now = time.monotonic()
            for surface in SURFACES:
                if gathering.shelf(surface).wanted(now):
                    if surface == PARTICIPANT:
                        gathering.heard_at = gathering.heard_at or now
                    self._bring(gathering, surface)
        self._touch(gathering)

    def _bring(self, gathering: Gathering, surface: str) -> asyncio.Task[None]:
        """Render this surface, unless that is going on already, and serve its lines."""
        shelf = gathering.shelf(surface)
        if shelf.task is None or shelf.task.done():
            shelf.task = self._spawn(self._render(gathering, surface, shelf))
        return shelf.task

    async def _render(self, gathering: Gathering, surface: str, shelf: Shelf) -> None:
        if surface != PARTICIPANT:
            await self._after_phones(gathering)
        started = time.monotonic()
        while True:
            try:
                frame, event = await threads.rendering(self._make, gathering.ref, surface)
            except DialogueSession.DoesNotExist:
                self._end(gathering)
                return
            except Exception:  # the watch tries again in two seconds
                logger.exception("A frame of %s could not be rendered", surface)
                return
            if frame.version >= gathering.newest or time.monotonic() - started > WATCH_EVERY:
                break  # otherwise it is overtaken already: nobody needs to see it
        gathering.newest = frame.version
        before, shelf.shown = shelf.shown, Shown(frame, event, time.monotonic())
        if surface == PROJECTOR and before and before.frame.key != frame.key:
            self._ask_again(shelf)
        await self._serve(gathering, shelf)
        if surface == PARTICIPANT and gathering.heard_at is not None:
            self.reached(gathering.ref, time.monotonic() - gathering.heard_at)
            gathering.heard_at = None
        self._tell_served(shelf)
        if frame.version < gathering.newest:
            asyncio.get_running_loop().call_soon(self._bring, gathering, surface)

    def _make(self, ref: str, surface: str) -> tuple[Frame, Piece]:
        """In the thread for frames: a frame, and as it is sent, packed already."""
        frame = self._render_frame(ref, surface)
        event = events.event("frame", frame.html, frame.version)
        return frame, Piece(event, pack(event))

    async def _serve(self, gathering: Gathering, shelf: Shelf) -> None:
        """Give all lines what is on the shelf, in turns so that answers come in between."""
        shown = shelf.shown
        if shown is None:
            return  # nothing to give yet
        piece, ended = shown.piece(), shown.frame.ended
        for number, line in enumerate(list(shelf.lines), start=1):
            line.offer(shown.version, piece, ended)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
                if shown.version < gathering.newest:
                    return  # overtaken: the rest gets the newer one

    def _offer(self, shelf: Shelf, line: Line) -> None:
        if (shown := shelf.shown) is not None:
            line.offer(shown.version, shown.piece(), shown.frame.ended)

    def _ask_again(self, shelf: Shelf) -> None:
        """A key was withdrawn or a log-in ended: every line closes, and who may look comes back."""
        for line in list(shelf.lines):
            line.close(events.come_back())
        shelf.lines.clear()

    def _end(self, gathering: Gathering) -> None:
        """The session was deleted: its lines close, and coming back gives 404."""
        for shelf in gathering.shelves.values():
            for line in list(shelf.lines):
                line.close(events.come_back())
        self._gatherings.pop(gathering.ref, None)

    # -- counters -----------------------------------------------------------------------------

    def _touch(self, gathering: Gathering) -> None:
        """Counters changed: show them now, or when the last time is long enough ago."""
        now = time.monotonic()
        if not any(s in COUNTING and gathering.shelves[s].lines for s in gathering.shelves):
            return
        if gathering.tally_timer is not None:
            gathering.tally_again = True
            return
        loop = asyncio.get_running_loop()
        gathering.tally_timer = loop.call_later(TALLY_EVERY, self._rest, gathering)
        for surface in COUNTING:
            shelf = gathering.shelf(surface)
            if shelf.wanted(now) and now - shelf.tally_at >= SLOWLY.get(surface, 0):
                self._spawn(self._count(gathering, surface))

    def _rest(self, gathering: Gathering) -> None:
        gathering.tally_timer = None
        if gathering.tally_again:
            gathering.tally_again = False
            self._touch(gathering)

    async def _count(self, gathering: Gathering, surface: str) -> None:
        await self._after_phones(gathering)
        shelf = gathering.shelf(surface)
        shelf.tally_at = time.monotonic()
        connected = gathering.presence.count(shelf.tally_at)
        consoles = len(gathering.shelf(CONSOLE).lines)
        consoles += gathering.presence.consoles_elsewhere(shelf.tally_at)
        try:
            html = await threads.counting(
                self._render_tally, gathering.ref, surface, connected, consoles
            )
        except Exception:
            logger.exception("The counters of %s could not be rendered", surface)
            return
        if html != shelf.tally:
            shelf.tally = html
            piece = Piece(events.event("tally", html))
            for number, line in enumerate(list(shelf.lines), start=1):
                line.count(piece)
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)

    # -- rounds -------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Compare versions with the database: catches lost messages and other programs."""
        while True:
            await asyncio.sleep(WATCH_EVERY)
            now = time.monotonic()
            for ref in [
                r for r, gathering in self._gatherings.items() if not gathering.wanted(now)
            ]:
                del self._gatherings[ref]
            if not self._gatherings:
                continue
            asked = list(self._gatherings.values())
            try:
                versions = await threads.counting(
                    _round, [gathering.ref for gathering in asked], self._present(now)
                )
            except Exception:
                logger.warning("Versions could not be compared; trying again soon")
                continue
            for gathering in asked:  # of who came meanwhile nothing was asked, so nothing is known
                self._compare(gathering, versions.get(gathering.ref), time.monotonic())

    def _present(self, now: float) -> list[tuple[str, int, int, int]]:
        """Of each gathering, how many phones are here, now and lately, and consoles: when that
        changed, and now and then.
        """
        told = []
        for gathering in self._gatherings.values():
            known, consoles = gathering.presence, len(gathering.shelf(CONSOLE).lines)
            here = (known.here(now), known.lately_here(now), consoles)
            if here != gathering.told or (any(here) and now - gathering.told_at > TALLY_STALE):
                gathering.told, gathering.told_at = here, now
                told.append((gathering.ref, *here))
        return told

    def _make_sure(self, gathering: Gathering) -> None:
        """Who connects is right at once, also about what this process did not hear of."""
        gathering.unsure = True
        if gathering.comparing is None:
            loop = asyncio.get_running_loop()
            wait = gathering.compared_at + SURE_FOR - loop.time()
            gathering.comparing = loop.call_later(
                max(0.0, wait), lambda: self._spawn(self._compare_now(gathering))
            )

    async def _compare_now(self, gathering: Gathering) -> None:
        """One at a time: while the database does not answer, questions to it must not pile up."""
        gathering.unsure = False
        try:
            versions = await threads.asking(_round, [gathering.ref], [])
            self._compare(gathering, versions.get(gathering.ref), time.monotonic())
        except Exception:
            logger.warning("A version could not be compared; the round does it again")
        gathering.comparing = None
        gathering.compared_at = asyncio.get_running_loop().time()
        if gathering.unsure:
            self._make_sure(gathering)

    def _compare(self, gathering: Gathering, version: int | None, now: float) -> None:
        if version is None:
            self._end(gathering)
            return
        if version > gathering.newest:
            doors.forget(gathering.ref)
            gathering.newest = version
        for surface, shelf in gathering.shelves.items():
            behind = shelf.shown is None or shelf.shown.version < gathering.newest
            if shelf.wanted(now) and behind:
                self._bring(gathering, surface)
            if surface in COUNTING and shelf.lines and now - shelf.tally_at > TALLY_STALE:
                self._touch(gathering)

    async def _tell_signals(self) -> None:
        """Let signals through in batches, at moments that nobody's press decides."""
        while True:
            await asyncio.sleep(random.SystemRandom().uniform(*SIGNALS_EVERY))
            await self._quietly(participation.tell_signals)
            await self._quietly(huddling.tell_sizes)

    async def _end_forgotten(self) -> None:
        while True:
            await asyncio.sleep(FORGOTTEN_EVERY)
            await self._quietly(upkeep.end_forgotten)
            await self._quietly(rehearsing.drop_old)

    async def _rehearse(self) -> None:
        """Let invented people do what is due, in rehearsals that somebody looks at here."""
        while True:
            await asyncio.sleep(WATCH_EVERY)
            if refs := list(self._gatherings):
                await self._quietly(partial(rehearsing.play, refs))

    async def _quietly(self, work: Callable[[], object]) -> None:
        """Do this in a thread; when it fails, the next round tries again."""
        try:
            await threads.asking(work)
        except Exception:
            logger.exception("A round of the server failed; the next one tries again")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY)
            lines = [
                line
                for gathering in self._gatherings.values()
                for shelf in gathering.shelves.values()
                for line in shelf.lines
            ]
            for number, line in enumerate(lines, start=1):
                line.beat()
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _round(refs: list[str], present: list[tuple[str, int, int, int]]) -> dict[str, int]:
    """Tell other processes who is here; the versions of these sessions now."""
    for ref, phones, lately, consoles in present:
        bus.present(ref, phones, lately, consoles)
    return dict(DialogueSession.objects.filter(ref__in=refs).values_list("ref", "version"))


hub = Hub()
