"""What a process hears from the bus, on either database."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from sessions_app import bus
from sessions_app.bus import Message
from sessions_app.live.listener import Listener

PATIENCE = 10.0  # seconds


class Heard:
    """The messages so far; whoever waits for one is woken by it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._changed = threading.Condition()

    def take(self, message: Message) -> None:
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()

    def until(self, condition: Callable[[list[Message]], bool]) -> None:
        """Wait for something to be heard; AssertionError when it is not."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.messages), PATIENCE), self.messages


@contextmanager
def hearing() -> Iterator[Heard]:
    """Listen as the server does: on PostgreSQL through a connection of its own."""
    heard, listener = Heard(), Listener()
    bus.listen(heard.take)
    listener.start()
    try:
        if connection.vendor == "postgresql":
            _until_it_listens(heard)
        yield heard
    finally:
        bus.stop_listening(heard.take)
        listener.stop()
        if listener._thread is not None:
            listener._thread.join(PATIENCE)  # else the database is still in use at the end


def _until_it_listens(heard: Heard) -> None:
    until = time.monotonic() + PATIENCE
    while not heard.messages:
        assert time.monotonic() < until, "the listener hears nothing"
        bus.ask_again("anybody-there")
        with heard._changed:
            heard._changed.wait(0.02)
    heard.messages.clear()
