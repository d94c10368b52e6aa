"""One participant as the site sees it: joins, keeps a line, answers until acknowledged."""

import asyncio
import random
import re
from collections.abc import Callable

from bench.wire import Event, EventReader, Response, Wire, connect, request

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Listener = Callable[["Phone", Event], None]


class Phone:
    """A browser of its own: cookies, token, numbers, the newest frame."""

    def __init__(self, base: str, code: str, on_event: Listener | None = None) -> None:
        self.base = base
        self.code = code
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.number = 0
        self.version = -1
        self.at = 0.0  # the steady time at which that version came
        self.html = ""
        self.seconds_left = ""
        self.ended = False
        self.kept: dict[str, str] = {}  # what was acknowledged, by question
        self.events: list[str] = []
        self.changed = asyncio.Event()
        self.page_status = 0
        self._on_event = on_event
        self._pages: Wire | None = None
        self._stream: Wire | None = None
        self._keeper: asyncio.Task | None = None

    async def join(self) -> Response:
        """Open the page of the code, as a browser does after scanning."""
        response = await self.ask(f"/m/{self.code}/")
        self.page_status = response.status
        self.cookies.update(response.cookies)
        found = TOKEN.search(response.text)
        # Without a form on this step the page still sets the cookie; a token is made of it.
        self.token = found[1] if found else self.cookies.get("csrftoken", "")
        return response

    async def ask(self, path: str, **more) -> Response:
        """A request on this phone's own connection; connects again when it broke."""
        if self._pages is None or self._pages.closed:
            self._pages = await connect(self.base)
        return await self._pages.ask(request(self.base, path, cookies=self.cookies, **more))

    async def open_stream(self) -> Response:
        """Open the stream, in place of an older one; events arrive from now on."""
        self.hang_up()
        self._stream = await connect(self.base)
        asked = request(
            self.base,
            f"/m/{self.code}/stroom/",
            cookies=self.cookies,
            headers={"Accept": "text/event-stream"},
        )
        return await self._stream.listen(asked, EventReader(self._take), self._hung_up)

    def keep_connected(self) -> None:
        """Open the stream, and open it again whenever it breaks, as the page's script does."""
        self._keeper = asyncio.ensure_future(self._keep())

    async def _keep(self) -> None:
        tries = 0
        while not self.ended:
            self._closed = asyncio.Event()
            try:
                head = await self.open_stream()
                tries = 0 if head.status == 200 else tries + 1
                if head.status == 204:
                    self.ended = True
                    return
                if head.status == 200:
                    await self._closed.wait()
            except OSError:
                tries += 1
            self.hang_up()
            await asyncio.sleep(min(1.2, 0.1 * 2**tries) * random.uniform(0.6, 1.2))

    def _hung_up(self) -> None:
        if self._keeper is not None:
            self._closed.set()
        self.changed.set()

    def _take(self, event: Event) -> None:
        self.events.append(event.name)
        if event.name == "frame":
            self.version, self.at = int(event.id), event.at
            self.html = event.data
        elif event.name == "clock":
            self.seconds_left = event.data
        elif event.name == "end":
            self.ended = True
        if self._on_event is not None:
            self._on_event(self, event)
        self.changed.set()

    async def until(self, condition: Callable[["Phone"], bool], seconds: float = 10) -> None:
        """Wait for something to be true of this phone; TimeoutError when it takes longer."""
        async with asyncio.timeout(seconds):
            while not condition(self):
                self.changed.clear()
                await self.changed.wait()

    async def answer(self, step: str, question: str, *values: str, **more: str) -> Response:
        """Send an answer once, as the page's script does."""
        self.number += 1
        return await self.send(step, question, self.number, values, more)

    async def send(self, step: str, question: str, number: int, values, more=None) -> Response:
        """Send these fields once."""
        fields = [("vraag", question), ("volgnr", str(number))]
        fields += [("waarde", value) for value in values] + list((more or {}).items())
        headers = {
            "X-CSRFToken": self.token,
            "Accept": "application/json",
            "X-Requested-With": "fetch",
        }
        path = f"/m/{self.code}/stap/{step}/antwoord/"
        return await self.ask(path, fields=fields, headers=headers)

    async def answer_until_kept(self, step: str, question: str, *values: str) -> Response:
        """Send an answer again and again, with one number, until the site says what became of it.

        Only 200, 409 and other final statuses end this; broken lines and 5xx do not.
        """
        self.number += 1
        number, tries = self.number, 0
        while True:
            try:
                response = await self.send(step, question, number, values)
                if response.status < 500 and response.status != 429:
                    return response
            except OSError:
                if self._pages is not None:
                    self._pages.close()
            tries += 1
            await asyncio.sleep(min(1.5, 0.1 * 2**tries) * random.uniform(0.6, 1.2))

    def hang_up(self) -> None:
        """Drop the stream."""
        if self._stream is not None:
            self._stream.close()

    def leave(self) -> None:
        """Drop everything."""
        if self._keeper is not None:
            self._keeper.cancel()
        self.hang_up()
        if self._pages is not None:
            self._pages.close()
