"""Waiting for what happens by itself."""

import time
from collections.abc import Callable


def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    """Look again and again; AssertionError when it never comes true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
