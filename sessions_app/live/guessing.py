"""Typed codes have a budget, so that guessing does not pay (docs/decisions/0017).

What counts are codes that led nowhere, by the address they came from: a whole ward shares one, and
joins must cost it nothing. The budget is asked before the code is looked up. Past it codes from
that address go one by one, a second each, right and wrong alike; none is refused for good. Who
waits here holds no thread.

The counter is allauth's, in the cache in the database, so all processes count together. It keeps
a keyed hash of the address, for ten minutes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts import counts
from sessions_app.live import threads
from sessions_app.writing import writing

ACTION = "typed_code"  # in ACCOUNT_RATE_LIMITS, with the budget
TURN = 1.0  # seconds that a code waits for its turn, past the budget
PATIENCE = 20.0  # seconds in a line at most; then the page asks again by itself
LONGEST_LINE = 200  # who comes after so many is told to come back at once


class Busy(Exception):
    """Too many codes come from this address to wait for; try again in a while."""


class Line:
    """Codes from one address in this process: one at a time."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.waiting = 0
        self.turn = asyncio.Lock()

    async def miss(self) -> None:
        """The code led nowhere: count it."""
        await threads.asking(_count, self.address, False)


_lines: dict[str, Line] = {}


@asynccontextmanager
async def one_at_a_time(scope: dict) -> AsyncIterator[Line]:
    """Wait for one's turn; look the code up inside the block, and tell the line when it missed.

    Raises `Busy` when the turn takes too long to come.
    """
    address = address_of(scope)
    line = _lines.setdefault(address, Line(address))
    if line.waiting >= LONGEST_LINE:
        raise Busy
    line.waiting += 1
    try:
        try:
            async with asyncio.timeout(PATIENCE):
                await line.turn.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            if not await threads.asking(_count, address, True):
                await asyncio.sleep(TURN)
            yield line
        finally:
            line.turn.release()
    finally:
        line.waiting -= 1
        if not line.waiting:
            _lines.pop(address, None)


def _count(address: str, only_ask: bool) -> bool:
    """Count one, unless it is only asked, and say whether that is within the budget."""
    request = HttpRequest()
    request.method = "POST"  # a GET is never counted
    with writing(durable=False):
        if not only_ask:
            counts.forget_old()
        return ratelimit.consume(request, action=ACTION, key=address, dry_run=only_ask)


def address_of(scope: dict) -> str:
    """From where a request comes, as a hash that needs our secret: the address itself stays out.

    One household or building has a whole network of IPv6 addresses (/64).
    """
    host = (scope.get("client") or ("", 0))[0]
    try:
        found = ip_address(host)
    except ValueError:
        found = None
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        host = str(mapped) if mapped else found.packed[:8].hex()
    return salted_hmac("sessions_app.guessing", host, algorithm="sha256").hexdigest()
