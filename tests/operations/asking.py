"""What a machine that watches over the site asks."""

import time
from urllib.error import HTTPError
from urllib.request import urlopen

PATIENCE = 3  # seconds: the answer is promised within two


def ready(url: str) -> tuple[int, str]:
    """What `/readyz` says; an error when it takes longer than it may."""
    try:
        with urlopen(url + "/readyz", timeout=PATIENCE) as said:
            return said.status, said.read().decode()
    except HTTPError as refused:
        with refused as said:
            return said.code, said.read().decode()


def until_ready(url: str, seconds: float = 15) -> None:
    """Ask until the site is ready again."""
    until = time.monotonic() + seconds
    while (said := ready(url)) != (200, "ready"):
        assert time.monotonic() < until, said
        time.sleep(0.05)
