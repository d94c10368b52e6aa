"""One participant as the site sees it: joins, keeps a line, answers until acknowledged."""

import asyncio
import random
import re
from collections.abc import Callable

from bench.wire import Event, EventReader, Response, Unpacked, Wire, connect, request

TOKEN = re.compile(r'name="csrf(?:middlewaretoken|-token)" (?:value|content)="([^"]+)"')
Listener = Callable[["Phone", Event], None]


class Phone:
    """A browser of its own: cookies, token, numbers, the newest frame."""

    def __init__(
        self,
        base: str,
        code: str,
        on_event: Listener | None = None,
        key: str = "",
        accept_encoding: str = "",
    ) -> None:
        self.base = base
        self.code = code
        self.accept_encoding = accept_encoding  # as a browser sends it, '' for plain text
        self.key = key  # of a link or a QR code; '' for a code that was typed
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
        self.bytes_read = 0  # of streams, as they came over the wire
        self.unpacked: Unpacked | None = None  # what reads the stream, where it is compressed
        self._on_event = on_event
        self._pages: Wire | None = None
        self._stream: Wire | None = None
        self._keeper: asyncio.Task | None = None

    async def join(self) -> Response:
        """Open the page of the code, take a seat as its script does, and see the step."""
        response = await self.look()
        if response.status == 200:
            response = await self.take_seat()
        if response.status == 303:
            response = self._keep_what_it_says(await self.ask(response.headers["location"]))
        self.page_status = response.status
        return response

    async def look(self) -> Response:
        """Open the page of the code and do nothing there, as a link preview does."""
        return self._keep_what_it_says(await self.ask(self._door))

    async def take_seat(self) -> Response:
        """Send the form of that page."""
        fields = [("csrfmiddlewaretoken", self.token)]
        return self._keep_what_it_says(await self.ask(self._door, fields=fields))

    @property
    def _door(self) -> str:
        return f"/m/{self.code}/" + (f"?k={self.key}" if self.key else "")

    def _keep_what_it_says(self, page: Response) -> Response:
        self.cookies.update(page.cookies)
        if found := TOKEN.search(page.text):
            self.token = found[1]
        return page

    async def ask(self, path: str, **more) -> Response:
        """A request on this phone's own connection; connects again when it broke."""
        if self._pages is None or self._pages.closed:
            self._pages = await connect(self.base)
        if self.accept_encoding:
            given = {"Accept-Encoding": self.accept_encoding}
            more["headers"] = given | more.get("headers", {})
        return await self._pages.ask(request(self.base, path, cookies=self.cookies, **more))

    async def open_stream(self, accept_encoding: str = "", query: str = "") -> Response:
        """Open the stream, in place of an older one; events arrive from now on.

        `accept_encoding` as a browser sends it: then the stream comes compressed.
        """
        self.hang_up()
        self._stream = await connect(self.base)
        headers = {"Accept": "text/event-stream"}
        accept_encoding = accept_encoding or self.accept_encoding
        if accept_encoding:
            headers["Accept-Encoding"] = accept_encoding
        path = f"/m/{self.code}/stroom/{query}"
        asked = request(self.base, path, cookies=self.cookies, headers=headers)
        events = EventReader(self._take)

        def read(piece: bytes, at: float) -> None:
            packed = head.result().headers.get("content-encoding") == "gzip"
            if packed and self.unpacked is None:
                self.unpacked = Unpacked(events)
            self.bytes_read += len(piece)
            (self.unpacked or events)(piece, at)

        self.unpacked = None
        head = self._stream.listen(asked, read, self._hung_up)
        return await head

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

    async def answer_several(self, step: str, values: dict[str, str]) -> Response:
        """Send answers to several questions at once, as the evaluation does; by question."""
        return await self.ask_again(self.several(step, values))

    def several(self, step: str, values: dict[str, str]) -> bytes:
        """The request that `answer_several` sends."""
        self.number += 1
        fields = []
        for question, value in values.items():
            fields += [("vraag", question), (f"volgnr.{question}", str(self.number))]
            fields += [(f"waarde.{question}", value)]
        headers = {
            "X-CSRFToken": self.token,
            "Accept": "application/json",
            "X-Requested-With": "fetch",
        }
        path = f"/m/{self.code}/stap/{step}/antwoord/"
        return request(self.base, path, fields=fields, cookies=self.cookies, headers=headers)

    async def ask_again(self, made: bytes) -> Response:
        """As `ask`, a request that was made before."""
        if self._pages is None or self._pages.closed:
            self._pages = await connect(self.base)
        return await self._pages.ask(made)

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
