"""What a monitor may know of the site: Prometheus metrics, on a port of their own.

Whatever moves with people (phones, steps, pages) is a sum or a maximum of the last whole hour: a
monitor that asks every few seconds keeps what it hears for years, and must not see somebody come,
go or answer (docs/decisions/0029). What has to wake somebody at once (errors, disk, database) is as
it is now. No label says anything about a person, a session or a page's address; answers are not
counted at all.
"""

import asyncio
import atexit
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

HOUR = 3600.0
SAMPLED_EVERY = 15.0  # seconds between two looks at how many phones there are
DELAYS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where processes leave their numbers, when there are several


def _gauge(name: str, said: str, *labels: str) -> Gauge:
    return Gauge(f"bni_{name}", said, labels, multiprocess_mode="livesum", registry=registry)


registry = CollectorRegistry()
phones = _gauge("last_hour_phones", "Most phones at one moment in the last whole hour")
sessions = _gauge("last_hour_sessions", "Sessions that went a step in the last whole hour")
steps = _gauge("last_hour_steps", "Times that all phones got something new, last whole hour")
delays = _gauge(
    "last_hour_steps_within",
    "Of those, how many reached the last phone within so many seconds",
    "seconds",
)
pages = _gauge("last_hour_pages", "Pages of people with an account in the last whole hour")
page_seconds = _gauge("last_hour_page_seconds", "Seconds that making those took, together")
errors = Counter(
    "bni_errors", "Errors in the log since the start, by the room they came from",
    ("room",), registry=registry,
)  # fmt: skip


class Hourly:
    """Adds up what happens in this hour; `turn` makes it the last whole hour."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self.most_phones = self.page_count = 0
        self.page_time = 0.0
        self.stepped: set[str] = set()
        self.delays: list[float] = []

    def phones_now(self, count: int) -> None:
        """So many phones are connected to this process."""
        with self._guard:
            self.most_phones = max(self.most_phones, count)

    def reached(self, ref: str, seconds: float) -> None:
        """Every phone of a session got what is new, so long after this process heard of it."""
        with self._guard:
            self.stepped.add(ref)
            self.delays.append(seconds)

    def page(self, seconds: float) -> None:
        """A page of somebody with an account was made."""
        with self._guard:
            self.page_count += 1
            self.page_time += seconds

    def turn(self) -> None:
        """The hour is over."""
        with self._guard:
            phones.set(self.most_phones)
            sessions.set(len(self.stepped))
            steps.set(len(self.delays))
            for most in DELAYS:
                delays.labels(str(most)).set(sum(delay <= most for delay in self.delays))
            pages.set(self.page_count)
            page_seconds.set(round(self.page_time, 3))
            self._clear()


hour = Hourly()


async def keep_time(phones_now: Callable[[], int]) -> None:
    """Look how many phones there are, and turn at every whole hour; until it is cancelled."""
    until = _next_hour(time.time())
    while True:
        await asyncio.sleep(min(SAMPLED_EVERY, max(0.0, until - time.time())))
        hour.phones_now(phones_now())
        if time.time() >= until:
            hour.turn()
            until = _next_hour(time.time())


def _next_hour(now: float) -> float:
    return now - now % HOUR + HOUR


class Now(Collector):
    """What is true at this moment, of the whole site and of this machine."""

    def collect(self) -> Iterator[Metric]:
        """Asked by the monitor; in the thread of its port."""
        yield from _of_database()
        free = shutil.disk_usage(settings.BASE_DIR / "var").free
        yield _value("disk_free_bytes", "Room left on the disk of var/", free)
        yield _value("memory_bytes", "Memory of all processes of the server", _memory())


def _of_database() -> Iterator[Metric]:
    from operations.models import Done
    from sessions_app.models import DialogueSession

    done = GaugeMetricFamily(
        "bni_done_timestamp_seconds", "When this last came to its end", labels=["what"]
    )
    told = GaugeMetricFamily("bni_sessions", "Sessions by phase", labels=["phase"])
    size: float = 0
    try:
        for phase in DialogueSession.Phase:
            told.add_metric([phase], DialogueSession.objects.filter(phase=phase).count())
        for what, at in Done.objects.values_list("what", "at"):
            done.add_metric([what], at.timestamp())
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_database_size(current_database())")
                size = cursor.fetchone()[0]
            else:
                size = Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    except (DatabaseError, OSError):
        yield _value("database_up", "1 when the database can be asked", 0)
        return
    finally:
        connection.close()
    yield _value("database_up", "1 when the database can be asked", 1)
    yield _value("database_bytes", "Size of the database", size)
    yield told
    yield done


def _value(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"bni_{name}", said, value=value)


def _memory() -> int:
    """Bytes in memory of this process and of those that it started; 0 where nothing tells."""
    own = Path("/proc/self")
    total = 0
    with suppress(OSError):
        children = [list_ for task in (own / "task").iterdir()
                    for list_ in (task / "children").read_text().split()]  # fmt: skip
        for process in (own, *(Path("/proc") / pid for pid in children)):
            with suppress(OSError):
                pages_used = int((process / "statm").read_text().split()[1])
                total += pages_used * os.sysconf("SC_PAGE_SIZE")
    return total


def prepare() -> None:
    """Before processes start: where they leave their numbers, if there will be several."""
    if settings.METRICS_PORT and settings.WEB_CONCURRENCY > 1:
        os.environ[FOLDER] = folder = tempfile.mkdtemp(prefix="bijnaderinzien-metrics-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def serve() -> None:
    """Answer on METRICS_PORT, in a thread; does nothing without it. OSError when it is taken."""
    if not settings.METRICS_PORT:
        return
    answering = registry
    if os.environ.get(FOLDER):
        answering = CollectorRegistry()
        answering.register(_Dead())
        MultiProcessCollector(answering)
    answering.register(Now())
    start_http_server(settings.METRICS_PORT, settings.METRICS_HOST, answering)


class _Dead(Collector):
    """Says nothing; forgets the numbers of processes that died, before anybody adds them up."""

    def collect(self) -> Iterator[Metric]:
        for path in Path(os.environ[FOLDER]).glob("gauge_live*_*.db"):
            pid = path.stem.rpartition("_")[2]
            if not Path(f"/proc/{pid}").exists():
                mark_process_dead(int(pid))
        yield from ()
