"""A browser in front of the product without a server: pages come out of Django's own client."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Route

from sessions_app import codes, pens
from sessions_app.models import DialogueSession

HOST = "http://testserver"


class Desk:
    """One page that sees a session as its facilitator and as a phone that is in.

    Nothing is pushed: every `open` asks for its one page anew, and the rest is cut off.
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
        page.route("**/*", self._answer)

    def open(self, rest: str) -> None:
        """A page of the session, by what its address ends in: 'leiden/'."""
        self._go(f"/sessies/{self.session.ref}/{rest}")

    def open_phone(self) -> None:
        """The phone's page."""
        self._go(f"/m/{codes.read_code(self.session.code).lower()}/")

    def _go(self, path: str) -> None:
        # Asked for here: in the browser's own greenlet there is another database connection, which
        # knows nothing of this test's transaction.
        self.found = {path: self.client.get(path)}
        assert self.found[path].status_code == 200, f"{path}: {self.found[path].status_code}"
        self.page.goto(HOST + path)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        elif path not in self.found:
            route.abort()
        else:
            page = self.found[path]
            headers = {name: value for name, value in page.headers.items() if name != "Set-Cookie"}
            route.fulfill(status=page.status_code, headers=headers, body=page.content)
