"""Which cores the crowd uses, so that it takes no turns from the server it measures.

Left alone, Linux puts the process that a server's bytes wake on the server's own core: it then
interrupts the server a hundred times while one step goes out.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

ALL = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
CROWDS = ALL[1:] or ALL[:1]  # one process each


@contextmanager
def apart() -> Iterator[None]:
    """What is started inside the block stays off the cores of the crowd, where there are two."""
    if len(ALL) < 2:
        yield
        return
    os.sched_setaffinity(0, ALL[:1])
    try:
        yield
    finally:
        os.sched_setaffinity(0, ALL)
