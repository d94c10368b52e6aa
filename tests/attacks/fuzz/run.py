"""Play a seeded number of requests against a server, and say what broke and what was slow."""

import json
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urljoin, urlsplit

from sessions_app.live.doors import SAYS_NO_AFTER
from sessions_app.live.guessing import TURN
from tests.attacks.fuzz import pages, wrong
from tests.attacks.fuzz.wrong import Request
from tests.live.server import database_with_tables, environment, start_server

AGAIN = 350  # requests after which sessions and log-ins are made anew: some were ended
PATIENCE = 20.0  # seconds
RARELY = ("logout", "afsluiten", "delete", "zonder-telefoons", "/weg/")  # or all else is refused
MEANT = SAYS_NO_AFTER + TURN  # seconds that a typed code may have to wait (decision 0017)
SHARE = {"nobody": 3, "phone": 3, "screen": 1, "facilitator": 5, "editor": 5}  # of the requests


@dataclass
class Finding:
    """One request and what became of it."""

    role: str
    request: str
    status: int  # 0 when no answer came
    seconds: float  # without what a typed code may have to wait


@dataclass
class Report:
    """What a run found."""

    seed: int
    statuses: dict[str, Counter] = field(default_factory=dict)  # by role
    forms: Counter = field(default_factory=Counter)  # that were sent, by their shape
    broken: list[Finding] = field(default_factory=list)
    slowest: list[Finding] = field(default_factory=list)

    def add(self, found: Finding) -> None:
        """Count one."""
        self.statuses.setdefault(found.role, Counter())[found.status] += 1
        if found.status >= 500 or found.status == 0:
            self.broken.append(found)
        self.slowest = sorted([*self.slowest, found], key=lambda f: -f.seconds)[:10]


class World:
    """A program beside the server that makes sessions and log-ins in its database."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.attacks.fuzz"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __call__(self) -> dict:
        """A new one: cookies by role, and what fills in an address."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def stop(self) -> None:
        """End the program."""
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def play(requests: int, seed: int) -> tuple[Report, str]:
    """A server of its own, that many requests; what they found, and what the server logged."""
    database = database_with_tables()
    world = World(environment(database))
    world()  # content, before the server starts
    server = start_server(database)
    try:
        return Fuzzer(server.url, world, seed).run(requests), server.log.read_text()
    finally:
        server.stop()
        world.stop()


@dataclass
class Role:
    """A browser that keeps its cookies, and the forms that it has seen."""

    name: str
    cookies: dict[str, str]
    paths: list[str]
    first: list[str]  # pages that people begin with
    forms: dict[tuple[str, str], pages.Form] = field(default_factory=dict)


class Fuzzer:
    """Sends requests; `world` makes fresh sessions and log-ins: (cookies by role, known names)."""

    def __init__(self, url: str, world: Callable[[], dict], seed: int) -> None:
        self.url = url
        self.world = world
        self.dice = Random(seed)
        self.report = Report(seed)
        self.roles: list[Role] = []

    def run(self, requests: int) -> Report:
        """That many requests; what they found."""
        for number in range(requests):
            if number % AGAIN == 0:
                self._start_again()
            role = self.dice.choices(self.roles, [SHARE[role.name] for role in self.roles])[0]
            if role.first:
                self._look(role, role.first.pop(0))
            elif not role.forms or self.dice.random() < 0.15:
                self._look(role, self.dice.choice(role.paths))
            else:
                self._spoil(role)
        return self.report

    def _start_again(self) -> None:
        made = self.world()
        paths = pages.routes(made["known"])
        self.roles = [
            Role(name, dict(jar), list(paths), list(made["first"][name]))
            for name, jar in made["roles"].items()
        ]

    def _look(self, role: Role, path: str) -> None:
        """Fetch a page as it is, and remember what it offers."""
        status, headers, body = self._send(role, Request("GET", path, [], dict(role.cookies)))
        for line in headers.get("set-cookie", "").split("\n"):
            name, _, said = line.partition(";")[0].partition("=")
            if name and name not in role.cookies:
                role.cookies[name] = said
        if status >= 400 or "text/html" not in headers.get("content-type", ""):
            return
        page = pages.read(body.decode("utf-8", "replace"))
        for form in page.forms:
            form.action = urlsplit(urljoin(path, form.action)).path
            role.forms[form.method, form.action] = form
        role.paths += [p for p in page.links if p not in role.paths and "logout" not in p][:20]

    def _spoil(self, role: Role) -> None:
        """Send a form that was seen, with up to three things wrong; the least sent goes first."""
        offered = [role.forms[key] for key in self.dice.choices(list(role.forms), k=4)]
        form = min(offered, key=lambda f: self.report.forms[_shape(f)])
        if any(word in form.action for word in RARELY) and self.dice.random() < 0.9:
            self.report.forms[_shape(form)] += 1
            form = offered[0]
        self.report.forms[_shape(form)] += 1
        request = Request(form.method, form.action, list(form.fields), dict(role.cookies))
        for _ in range(self.dice.choice((0, 1, 1, 1, 2, 3))):
            self.dice.choice(wrong.SPOILERS)(request, self.dice)
        self._send(role, request)

    def _send(self, role: Role, request: Request) -> tuple[int, dict[str, str], bytes]:
        sent = request.encoded(urlsplit(self.url).netloc)
        began = time.monotonic()
        status, headers, body = 0, {}, b""
        with suppress(TimeoutError):
            status, headers, body = _exchange(self.url, sent)
        seconds = time.monotonic() - began
        if request.path.startswith("/m/"):
            seconds = max(0.0, seconds - MEANT)
        shown = sent[:1500].decode("latin1")
        self.report.add(Finding(role.name, shown, status, seconds))
        return status, headers, body


def _shape(form: pages.Form) -> str:
    """Which form this is, whatever session or row it is for."""
    return f"{form.method} " + re.sub(r"(?<=/)([\w-]{16}|\d+|[a-z]+\d{3,})(?=/)", "…", form.action)


def _exchange(url: str, sent: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send these bytes; status, headers and body. TimeoutError when nothing comes."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as line:
        with suppress(ConnectionError):
            line.sendall(sent)
        got = bytearray()
        for piece in _pieces(line):
            got += piece
            if b"text/event-stream" in got[:2000] and b"\r\n\r\n" in got:
                break
    head, _, body = bytes(got).partition(b"\r\n\r\n")
    if not head:
        return 499, {}, b""  # the line was cut, as for a request that is none
    first, *lines = head.decode("latin1").split("\r\n")
    headers: dict[str, str] = {}
    for one in lines:
        name, _, said = one.partition(":")
        name, said = name.lower(), said.strip()
        headers[name] = f"{headers[name]}\n{said}" if name in headers else said
    return int(first.split()[1]), headers, body


def _pieces(line: socket.socket) -> Iterator[bytes]:
    with suppress(ConnectionError):
        while piece := line.recv(65536):
            yield piece
