"""A browser in front of the product without its server: pages come out of Django's own client."""

from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from sessions_app import codes, pens
from sessions_app.models import DialogueSession
from tests.journeys import looks
from tests.live.files import Files, served


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

        self._server = served(Answer)
        self._url = f"http://127.0.0.1:{self._server.server_port}"
        looks.serves_axe[page] = self._url

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


class _Answer(Files):
    """A page that was asked for already, or a file."""

    pages: dict[str, HttpResponse]

    def answer(self, path: str) -> None:
        page = self.pages.get(path)
        if page is not None:
            headers = {name: value for name, value in page.headers.items() if name != "Set-Cookie"}
            self.say(page.content, headers)
        elif path == "/axe.min.js":
            self.file(looks.VENDOR / "axe.min.js")
        else:  # what would be pushed
            super().answer(path)
