"""A site of one's own to copy, break and put back: a database, hands on it, and servers."""

from collections.abc import Iterator

import pytest

from tests.live.conftest import Site, play
from tests.live.hands import Hands
from tests.live.server import database_with_tables, environment, start_server

__all__ = ["play"]


@pytest.fixture(scope="module")
def mine() -> Iterator[Site]:
    """A served site that the tests of one module may stop, copy and put back."""
    database = database_with_tables()
    hands = Hands(environment(database))
    hands("prepare")
    site = Site(start_server(database), database, hands)
    yield site
    if site.server.process.poll() is None:
        site.server.stop()
    site.hands.stop()
