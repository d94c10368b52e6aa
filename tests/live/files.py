"""Static files in front of a browser, without our server: it keeps them, as it does in a room."""

import mimetypes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders


class Files(BaseHTTPRequestHandler):
    """Sends what lies under `/static/`; whatever else is asked is up to `answer`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A file, or what `answer` makes of it."""
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            self.file(Path(str(finders.find(path.removeprefix("/static/")))))
        else:
            self.answer(path)

    def answer(self, path: str) -> None:
        """What is no file: a line that breaks off, as without a network."""
        self.close_connection = True

    def file(self, file: Path) -> None:
        """Send this file, to be kept."""
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.say(file.read_bytes(), {"Content-Type": kind, "Cache-Control": "max-age=3600"})

    def say(self, body: bytes, headers: dict[str, str], status: int = 200) -> None:
        """Send these bytes."""
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def served(answers: type[Files]) -> ThreadingHTTPServer:
    """A server of this, on a port of its own, that runs until it is told to stop."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
