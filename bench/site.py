"""The servers that are measured, each in a process of its own, and the facilitator's presses."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

from bench.fence import Fence
from bench.wire import Response, Wire, connect, request
from tests.live.hands import Hands
from tests.live.server import (
    ROOT,
    Server,
    environment,
    free_port,
    new_database,
    scratch,
    start_server,
)


class Reference:
    """One of `bench.references` on uvicorn, with the settings that the site uses."""

    def __init__(self, name: str, frame_bytes: int = 2000) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", f"bench.references:{name}"),
                *("--port", str(port), "--no-access-log", "--log-level", "error"),
                *("--backlog", "4096", "--lifespan", "off"),
            ],
            env={**os.environ, "FRAME_BYTES": str(frame_bytes)},
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(OSError):
                path = "/antwoord/" if name == "empty_django" else "/"
                ask = urllib.request.Request(
                    self.url + path, method="POST" if path == "/" else "GET"
                )
                urllib.request.urlopen(ask).close()
                return
            time.sleep(0.05)
        raise RuntimeError(f"{name} did not start")

    def stop(self) -> None:
        """Kill it: nothing of it is worth saving."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def as_in_production() -> dict[str, str]:
    """What a server is started with to be as it is for real: DEBUG off, static files collected.

    With DEBUG on Django keeps thousands of queries in memory, which looks like a leak.
    """
    settings = {
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_STATIC": str(scratch("static")),
    }
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment("sqlite://", **settings), check=True)
    return settings


class Site:
    """The real server on a fresh database, with the texts of the tests or those that ship.

    With a fence it is on a machine as small as that; what works on its database beside it is not.
    """

    def __init__(self, shipped: bool = False, fence: Fence | None = None) -> None:
        self._settings = as_in_production()
        self._module = "bench.told"
        if fence is not None:
            self._settings |= fence.environment | {"BEHIND": self._module}
            self._module = "bench.fence"
        self.database = new_database()
        self.hands = Hands(environment(self.database))
        self.hands("prepare", shipped)
        self._told = scratch("told") / "versions"
        self.server = self.one_more()
        self.cookies: dict[str, str] = self.hands("login")

    def one_more(self) -> Server:
        """Another server on the same database, as on a machine beside this one."""
        return start_server(
            self.database, module=self._module, TOLD=str(self._told), **self._settings
        )

    @property
    def url(self) -> str:
        return self.server.url

    def session(self) -> dict:
        """A session with its door open, at its first step."""
        made = self.hands("session")
        self.hands("verb", "open_door", made["ref"])
        self.hands("go_to", made["ref"], made["steps"][0]["ref"])
        return made

    def stored_at(self, ref: str, version: int) -> float:
        """The steady time at which this version stood in the database."""
        for line in self._told.read_text().splitlines():
            if line.startswith(f"{ref} {version} "):
                return float(line.split()[2])
        raise LookupError(f"{ref} {version}")

    def stop(self) -> None:
        """Stop the server and the hands."""
        self.server.stop()
        self.hands.stop()


class Console:
    """The browser in which a session is led: log-in, token and one connection."""

    def __init__(self, url: str, cookies: dict[str, str], ref: str) -> None:
        self.ref = ref
        self.cookies = dict(cookies)
        self._url = url
        self._wire: Wire | None = None

    async def ready(self) -> None:
        """Open the page once, for its token."""
        page = await self._ask(f"/sessies/{self.ref}/leiden/")
        assert page.status == 200, page.text[:300]
        self.cookies.update(page.cookies)

    async def do(self, verb: str, from_step: str = "", **more: str) -> Response:
        """Press the button of this address, as the page's script does."""
        said = await self._ask(
            f"/sessies/{self.ref}/leiden/{verb}/", fields=[("from_step", from_step), *more.items()]
        )
        assert said.status < 400, said.text[:300]
        return said

    async def look(self, part: str = "") -> str:
        """A page of the console as it is now."""
        said = await self._ask(f"/sessies/{self.ref}/leiden/{part}")
        assert said.status == 200, said.text[:300]
        return said.text

    async def _ask(self, path: str, **more) -> Response:
        if self._wire is None or self._wire.closed:
            self._wire = await connect(self._url)
        headers = {"X-CSRFToken": self.cookies.get("csrftoken", ""), "HX-Request": "true"}
        return await self._wire.ask(
            request(self._url, path, cookies=self.cookies, headers=headers, **more)
        )

    def leave(self) -> None:
        """Close the browser."""
        if self._wire is not None:
            self._wire.close()


class Facilitator(Console):
    """Presses 'next' and 'back' on the console, at the site or at a proxy of it."""

    def __init__(self, site: Site, room: dict, url: str = "") -> None:
        super().__init__(url or site.url, site.cookies, room["ref"])
        self.steps = room["steps"]
        self.position = 0

    async def press(self) -> float:
        """One step on, or back at the end; the steady time at which it was pressed."""
        forward = self.position + 1 < len(self.steps)
        step = self.steps[self.position]["ref"]
        self.position += 1 if forward else -1
        began = time.monotonic()
        await self.do("volgende" if forward else "vorige", step)
        return began


def press_once(url: str) -> float:
    """Make the reference broadcast; the steady time at which that was asked."""

    async def go() -> float:
        wire = await connect(url)
        began = time.monotonic()
        answer = wire.ask(request(url, "/", fields=[]))
        await answer
        wire.close()
        return began

    return asyncio.run(go())
