"""The real server, started once for these tests, and phones that talk to it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest

from bench.phone import Phone
from bench.wire import Event, EventReader, Response, Wire, connect, request
from tests.live.hands import Hands
from tests.live.loops import run_scene
from tests.live.server import Server, database_with_tables, environment, start_server


@dataclass
class Site:
    """A server, its database, and hands on that database."""

    server: Server
    database: str
    hands: Hands

    @property
    def url(self) -> str:
        return self.server.url

    def running_session(self, **wish) -> "LiveSession":
        """A session at its first step with a question, door open."""
        room = self.planned_session(**wish)
        room.go_to(room.asking)
        return room

    def planned_session(self, **wish) -> "LiveSession":
        """A session that has not begun, door open."""
        made = self.hands("session", *([wish["minutes"]] if wish else []))
        self.hands("verb", "open_door", made["ref"])
        return LiveSession(self, **made)

    def small_room(self) -> "LiveSession":
        """A session of two that has not begun, with no more seats than that brings; door open."""
        made = self.hands("session", 120, ["hoop", "werkdruk"], 2, 0)
        self.hands("verb", "open_door", made["ref"])
        return LiveSession(self, **made)


@dataclass
class LiveSession:
    """One session of the site."""

    site: Site
    ref: str
    code: str
    key: str
    steps: list[dict]
    phones: list[Phone] = field(default_factory=list)

    @property
    def asking(self) -> dict:
        """The first step with exactly one question."""
        return next(s for s in self.steps if len(s["questions"]) == 1)

    def step_with(self, form: str) -> tuple[dict, dict]:
        """A step and its question of this form."""
        return next((s, q) for s in self.steps for q in s["questions"] if q["form"] == form)

    def go_to(self, step: dict) -> int:
        """Move there, as another program; the version then."""
        return self.site.hands("go_to", self.ref, step["ref"])

    def verb(self, name: str, *arguments) -> int:
        """A verb, done by another program; the version then."""
        return self.site.hands("verb", name, self.ref, *arguments)

    async def phone(self) -> Phone:
        """A phone that joined."""
        return await self.phone_at(self.site.url)

    async def phone_at(self, url: str) -> Phone:
        """A phone that joined by this address: another server's, or a proxy's."""
        phone = Phone(url, self.code)
        self.phones.append(phone)
        response = await phone.join()
        assert response.status == 200, response.text[:500]
        return phone

    async def listening(self) -> Phone:
        """A phone that joined and has its first frame."""
        phone = await self.phone()
        head = await phone.open_stream()
        assert head.status == 200
        await phone.until(lambda p: p.version >= 0)
        return phone

    async def until_joined(self, count: int, seconds: float = 10) -> None:
        """Wait until so many seats are somebody's: a line's first moment is written a bit later."""
        async with asyncio.timeout(seconds):
            while self.site.hands("state", self.ref)["joined"] != count:
                await asyncio.sleep(0.02)

    async def console(self) -> "Console":
        """A browser in which the facilitator opened the console."""
        console = Console(self)
        await console.open()
        self.phones.append(console)  # type: ignore[arg-type] - it can leave as well
        return console


class Console:
    """The facilitator's browser."""

    def __init__(self, room: LiveSession) -> None:
        self.room = room
        self.cookies: dict[str, str] = room.site.hands("login")
        self.events: list[Event] = []
        self.changed = asyncio.Event()
        self.closed = False  # the server ended the stream
        self._wires: list[Wire] = []

    async def open(self) -> Response:
        """The page; gives the token as well."""
        response = await self.ask(f"/sessies/{self.room.ref}/leiden/")
        assert response.status == 200, response.text[:500]
        self.cookies.update(response.cookies)
        return response

    async def ask(self, path: str, **more) -> Response:
        """A request on a connection of its own."""
        wire = await connect(self.room.site.url)
        self._wires.append(wire)
        headers = {"X-CSRFToken": self.cookies.get("csrftoken", ""), **more.pop("headers", {})}
        return await wire.ask(
            request(self.room.site.url, path, cookies=self.cookies, headers=headers, **more)
        )

    async def press(self, verb: str, from_step: str = "") -> Response:
        """Press a button of the console."""
        fields = [("from_step", from_step)]
        return await self.ask(f"/sessies/{self.room.ref}/leiden/{verb}/", fields=fields)

    async def listen(self, surface: str = "leiden") -> Response:
        """Open the stream of the console or the projector."""
        wire = await connect(self.room.site.url)
        self._wires.append(wire)
        path = f"/sessies/{self.room.ref}/{surface}/stroom/"
        return await wire.listen(
            request(self.room.site.url, path, cookies=self.cookies),
            EventReader(self._take),
            self._ended,
        )

    def named(self, name: str) -> list[Event]:
        """The events of this name so far."""
        return [event for event in self.events if event.name == name]

    async def until(self, condition: Callable[["Console"], bool], seconds: float = 10) -> None:
        """Wait for something to be true; TimeoutError when it takes longer."""
        async with asyncio.timeout(seconds):
            while not condition(self):
                self.changed.clear()
                await self.changed.wait()

    def leave(self) -> None:
        """Close the browser."""
        for wire in self._wires:
            wire.close()

    def _take(self, event: Event) -> None:
        self.events.append(event)
        self.changed.set()

    def _ended(self) -> None:
        self.closed = True
        self.changed.set()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The server that these tests share."""
    database = database_with_tables()
    hands = Hands(environment(database))
    hands("prepare")
    server = start_server(database)
    yield Site(server, database, hands)
    server.stop()
    hands.stop()


@pytest.fixture
def own_site(site: Site) -> Iterator[Site]:
    """A server on the same database that a test may stop or kill."""
    mine = Site(start_server(site.database), site.database, site.hands)
    yield mine
    if mine.server.process.poll() is None:
        mine.server.stop()


@pytest.fixture
def room(site: Site) -> LiveSession:
    """A running session at a step with one question."""
    return site.running_session()


@pytest.fixture
def play() -> Callable[[Callable[[], Awaitable[None]], LiveSession], None]:
    """Run a scene in an event loop; afterwards everybody in the room goes home."""

    def run(scene: Callable[[], Awaitable[None]], *rooms: LiveSession) -> None:
        async def whole() -> None:
            try:
                await scene()
            finally:
                for room in rooms:
                    for phone in room.phones:
                        phone.leave()
                for _ in range(3):  # until every connection is truly closed
                    await asyncio.sleep(0)

        run_scene(whole)

    return run
