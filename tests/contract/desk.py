"""A browser in front of the product without its server: pages come out of Django's own client."""

import mimetypes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from sessions_app import codes, pens
from sessions_app.models import DialogueSession
from tests.journeys import looks


class Desk:
    """One page that sees a session as its facilitator and as a phone that is in.

    Nothing is pushed: every `open` asks for its one page anew, and the rest is not there. Files
    come from a server, so the browser keeps them: handed over one by one they cost a second a page.
    """

    def __init__(self, page: Page, session: DialogueSession, leader, secret: str) -> None:
        self.page = page
        self.session = session
        self.client = Client()
        self.client.force_login(leader)
        self.client.cookies[pens.cookie_name(session.ref)] = pens.seal(session.ref, secret)
        self.found: dict[str, HttpResponse] = {}
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        found = self.found

        class Answer(_Answer):
            pages = found

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._url = f"http://127.0.0.1:{self._server.server_port}"
        looks.serves_axe[page] = self._url
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def open(self, rest: str) -> None:
        """A page of the session, by what its address ends in: 'leiden/'."""
        self._go(f"/sessies/{self.session.ref}/{rest}")

    def open_phone(self) -> None:
        """The phone's page."""
        self._go(f"/m/{codes.read_code(self.session.code).lower()}/")

    def close(self) -> None:
        """The page and its server go."""
        self.page.close()
        self._server.shutdown()
        self._server.server_close()

    def _go(self, path: str) -> None:
        # Asked for here: another thread has another connection, which knows nothing of this test's
        # transaction.
        page = self.client.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code}"
        self.found.clear()
        self.found[path] = page
        self.page.goto(self._url + path)


class _Answer(BaseHTTPRequestHandler):
    """A page that was asked for already, or a file."""

    protocol_version = "HTTP/1.1"
    pages: dict[str, HttpResponse]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        page = self.pages.get(path)
        if page is not None:
            headers = {name: value for name, value in page.headers.items() if name != "Set-Cookie"}
            self._say(page.content, headers)
        elif path.startswith("/static/"):
            self._file(Path(str(finders.find(path.removeprefix("/static/")))))
        elif path == "/axe.min.js":
            self._file(looks.VENDOR / "axe.min.js")
        else:  # what would be pushed: a line that breaks off, as without a network
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""

    def _file(self, file: Path) -> None:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        kept = {"Content-Type": kind, "Cache-Control": "max-age=3600"}
        self._say(file.read_bytes(), kept)

    def _say(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
