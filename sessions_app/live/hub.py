"""The phones, consoles and projectors of this process, and what they see now.

Everything here runs in the event loop; only rendering happens in a thread. A frame is rendered
once per surface and version, as bytes that all lines share. Each line has room for one frame: a
phone that reads slowly skips frames and never queues them.
"""

import asyncio
import logging
import threading
import time
from dataclasses import dataclass

from sessions_app.live import bus, doors, events, frames, threads
from sessions_app.live.line import Line, piece
from sessions_app.live.presence import LINGERS, Presence
from sessions_app.models import DialogueSession

logger = logging.getLogger(__name__)

BEAT_EVERY = 10.0  # seconds between comment lines, for proxies and for the phone's watchdog
WATCH_EVERY = 2.0  # seconds between two comparisons of versions with the database
TALLY_EVERY = 0.25  # seconds at least between two tallies of a session
TALLY_STALE = 5.0  # seconds after which counters are looked at even if nobody said a word
SURE_FOR = 0.25  # seconds at least between two comparisons because somebody connected
PATIENCE = 0.25  # seconds a page may wait for the phones to have gone first
AT_ONCE = 500  # lines served before other work gets a turn


@dataclass(frozen=True, slots=True)
class Shown:
    """A frame, ready to send."""

    frame: frames.Frame
    event: bytes
    at: float  # steady clock, when it was rendered

    @property
    def version(self) -> int:
        return self.frame.version

    def seconds_left(self) -> int | None:
        """As the frame says, less the time since."""
        left = self.frame.seconds_left
        return None if left is None else round(left - (time.monotonic() - self.at))

    def message(self) -> dict:
        """What a line gets: the whole frame, the clock, and the end when this is it."""
        return piece(self.event + events.clock(self.seconds_left()) + self.last())

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


class Room:
    """One session that somebody in this process looks at."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self.newest = 0  # highest version heard of
        self.shelves: dict[str, Shelf] = {}
        self.presence = Presence()
        self.compared_at = 0.0
        self.comparing: asyncio.TimerHandle | None = None  # planned, or going on
        self.unsure = False  # somebody connected since it began
        self.told = 0  # phones here, as other processes heard it last
        self.told_at = 0.0
        self.tally_timer: asyncio.TimerHandle | None = None
        self.tally_again = False

    def shelf(self, surface: str) -> Shelf:
        """The shelf of this surface, made when it is new."""
        return self.shelves.setdefault(surface, Shelf())

    def wanted(self, now: float) -> bool:
        """Whether anybody looks at any surface."""
        return any(shelf.wanted(now) for shelf in self.shelves.values())


class Hub:
    """All rooms of this process. Made once; `start` ties it to the running event loop."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._tasks: set[asyncio.Task] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closing = False

    # -- life ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to listen and to watch, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self.closing = False
        bus.listen(self._heard)
        self._spawn(self._watch())
        self._spawn(self._beat())

    def close(self) -> None:
        """Close every line; each phone is told to come back at a moment of its own."""
        if self.closing:
            return
        self.closing = True
        bus.stop_listening(self._heard)
        for room in self._rooms.values():
            for shelf in room.shelves.values():
                for line in list(shelf.lines):
                    line.close(events.come_back())

    async def stop(self) -> None:
        """Close, and end the tasks of the hub itself."""
        self.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._rooms.clear()

    # -- lines --------------------------------------------------------------------------------

    def enter(self, ref: str, surface: str, line: Line) -> None:
        """Register a line; it gets the current frame as soon as there is one."""
        room = self._room(ref)
        shelf = room.shelf(surface)
        shelf.lines[line] = None
        if self.closing:
            line.close(events.come_back())
            return
        if line.phone is not None:
            room.presence.arrive(line.phone)
            self._touch(room)
        if shelf.shown is not None and shelf.shown.version >= room.newest:
            self._offer(shelf, line)
        else:
            self._bring(room, surface)
        self._make_sure(room)
        if surface in frames.COUNTING:
            if shelf.tally is not None:
                line.count(piece(events.event("tally", shelf.tally)))
            self._touch(room)

    def leave(self, ref: str, surface: str, line: Line) -> None:
        """Forget a line."""
        room = self._rooms.get(ref)
        if room is None:
            return
        room.shelf(surface).lines.pop(line, None)
        room.shelf(surface).asked_at = time.monotonic()  # most come straight back
        if line.phone is not None:
            room.presence.leave(line.phone, time.monotonic())
            self._touch(room)

    async def look(self, ref: str, surface: str, phone: int | None) -> tuple[Shown, str | None]:
        """The current frame and counters, for who polls."""
        room = self._room(ref)
        shelf = room.shelf(surface)
        shelf.asked_at = now = time.monotonic()
        if phone is not None:
            room.presence.seen(phone, now)
        if shelf.shown is None or shelf.shown.version < room.newest:
            await asyncio.shield(self._bring(room, surface))
        if shelf.shown is None:
            raise LookupError("no frame could be rendered")
        if surface in frames.COUNTING and now - shelf.tally_at > 1:
            await self._count(room, surface)
        return shelf.shown, shelf.tally

    def _room(self, ref: str) -> Room:
        return self._rooms.setdefault(ref, Room(ref))

    def let_phones_go_first(self, ref: str, version: int) -> None:
        """From a thread: wait until all phones here have this version, a quarter second at most.

        What a thread computes meanwhile takes turns from the thousand that wait for their step.
        """
        room = self._rooms.get(ref)
        if room is None or self._loop is None or not room.shelf(frames.PARTICIPANT).lines:
            return
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._when_served, room, version, done)
        done.wait(PATIENCE)

    async def _after_phones(self, room: Room) -> None:
        """The same, in the event loop: whatever else is rendered can wait a moment."""
        task = room.shelf(frames.PARTICIPANT).task
        if task is not None and not task.done():
            await asyncio.wait([task], timeout=PATIENCE)

    def _when_served(self, room: Room, version: int, done: threading.Event) -> None:
        shelf = room.shelf(frames.PARTICIPANT)
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
        room = self._rooms.get(message.session_ref)
        if room is None:
            return
        if message.phones is not None:
            if room.presence.elsewhere(message.process, message.phones, time.monotonic()):
                self._touch(room)
            return
        if version is not None and version > room.newest:
            room.newest = version
            now = time.monotonic()
            for surface in frames.SURFACES:
                if room.shelf(surface).wanted(now):
                    self._bring(room, surface)
        self._touch(room)

    def _bring(self, room: Room, surface: str) -> asyncio.Task[None]:
        """Render this surface, unless that is going on already, and serve its lines."""
        shelf = room.shelf(surface)
        if shelf.task is None or shelf.task.done():
            shelf.task = self._spawn(self._render(room, surface, shelf))
        return shelf.task

    async def _render(self, room: Room, surface: str, shelf: Shelf) -> None:
        if surface != frames.PARTICIPANT:
            await self._after_phones(room)
        started = time.monotonic()
        while True:
            try:
                frame = await threads.rendering(frames.render, room.ref, surface)
            except DialogueSession.DoesNotExist:
                self._end(room)
                return
            except Exception:  # the watch tries again in two seconds
                logger.exception("A frame of %s could not be rendered", surface)
                return
            if frame.version >= room.newest or time.monotonic() - started > WATCH_EVERY:
                break  # otherwise it is overtaken already: nobody needs to see it
        room.newest = frame.version
        event = events.event("frame", frame.html, frame.version)
        shelf.shown = Shown(frame, event, time.monotonic())
        await self._serve(room, shelf)
        self._tell_served(shelf)
        if frame.version < room.newest:
            self._loop.call_soon(self._bring, room, surface)

    async def _serve(self, room: Room, shelf: Shelf) -> None:
        """Give all lines what is on the shelf, in turns so that answers come in between."""
        shown = shelf.shown
        message, ended = shown.message(), shown.frame.ended
        for number, line in enumerate(list(shelf.lines), start=1):
            line.offer(shown.version, message, ended)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
                if shown.version < room.newest:
                    return  # overtaken: the rest gets the newer one

    def _offer(self, shelf: Shelf, line: Line) -> None:
        shown = shelf.shown
        line.offer(shown.version, shown.message(), shown.frame.ended)

    def _end(self, room: Room) -> None:
        """The session was deleted: its lines close, and coming back gives 404."""
        for shelf in room.shelves.values():
            for line in list(shelf.lines):
                line.close(events.come_back())
        self._rooms.pop(room.ref, None)

    # -- counters -----------------------------------------------------------------------------

    def _touch(self, room: Room) -> None:
        """Counters changed: show them now, or when the last time is long enough ago."""
        now = time.monotonic()
        if not any(s in frames.COUNTING and room.shelves[s].lines for s in room.shelves):
            return
        if room.tally_timer is not None:
            room.tally_again = True
            return
        room.tally_timer = self._loop.call_at(self._loop.time() + TALLY_EVERY, self._rest, room)
        for surface in frames.COUNTING:
            if room.shelf(surface).wanted(now):
                self._spawn(self._count(room, surface))

    def _rest(self, room: Room) -> None:
        room.tally_timer = None
        if room.tally_again:
            room.tally_again = False
            self._touch(room)

    async def _count(self, room: Room, surface: str) -> None:
        await self._after_phones(room)
        shelf = room.shelf(surface)
        shelf.tally_at = time.monotonic()
        connected = room.presence.count(shelf.tally_at)
        try:
            html = await threads.counting(frames.render_tally, room.ref, surface, connected)
        except Exception:
            logger.exception("The counters of %s could not be rendered", surface)
            return
        if html != shelf.tally:
            shelf.tally = html
            message = piece(events.event("tally", html))
            for line in list(shelf.lines):
                line.count(message)

    # -- rounds -------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Compare versions with the database: catches lost messages and other programs."""
        while True:
            await asyncio.sleep(WATCH_EVERY)
            now = time.monotonic()
            for ref in [r for r, room in self._rooms.items() if not room.wanted(now)]:
                del self._rooms[ref]
            if not self._rooms:
                continue
            try:
                versions = await threads.counting(_round, list(self._rooms), self._present(now))
            except Exception:
                logger.warning("Versions could not be compared; trying again soon")
                continue
            for room in list(self._rooms.values()):
                self._compare(room, versions.get(room.ref), time.monotonic())

    def _present(self, now: float) -> list[tuple[str, int]]:
        """Of each room, how many phones are here: when that changed, and now and then."""
        told = []
        for room in self._rooms.values():
            here = room.presence.here(now)
            if here != room.told or (here and now - room.told_at > TALLY_STALE):
                room.told, room.told_at = here, now
                told.append((room.ref, here))
        return told

    def _make_sure(self, room: Room) -> None:
        """Who connects is right at once, also about what this process did not hear of."""
        room.unsure = True
        if room.comparing is None:
            wait = room.compared_at + SURE_FOR - self._loop.time()
            room.comparing = self._loop.call_later(
                max(0.0, wait), lambda: self._spawn(self._compare_now(room))
            )

    async def _compare_now(self, room: Room) -> None:
        """One at a time: while the database does not answer, questions to it must not pile up."""
        room.unsure = False
        try:
            versions = await threads.asking(_round, [room.ref], [])
            self._compare(room, versions.get(room.ref), time.monotonic())
        except Exception:
            logger.warning("A version could not be compared; the round does it again")
        room.comparing, room.compared_at = None, self._loop.time()
        if room.unsure:
            self._make_sure(room)

    def _compare(self, room: Room, version: int | None, now: float) -> None:
        if version is None:
            self._end(room)
            return
        if version > room.newest:
            doors.forget(room.ref)
            room.newest = version
        for surface, shelf in room.shelves.items():
            behind = shelf.shown is None or shelf.shown.version < room.newest
            if shelf.wanted(now) and behind:
                self._bring(room, surface)
            if surface in frames.COUNTING and shelf.lines and now - shelf.tally_at > TALLY_STALE:
                self._touch(room)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY)
            lines = [
                line
                for room in self._rooms.values()
                for shelf in room.shelves.values()
                for line in shelf.lines
            ]
            for number, line in enumerate(lines, start=1):
                line.beat()
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)

    def _spawn(self, work) -> asyncio.Task:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _round(refs: list[str], present: list[tuple[str, int]]) -> dict[str, int]:
    """Tell other processes who is here; the versions of these sessions now."""
    for ref, phones in present:
        bus.present(ref, phones)
    return dict(DialogueSession.objects.filter(ref__in=refs).values_list("ref", "version"))


hub = Hub()
