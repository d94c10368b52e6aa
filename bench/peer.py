"""Beside oTree: a peer of the same kind, with the same room, in the same run.

oTree is no part of this project. It gets an environment of its own under var/, the first time,
and a project of one app with one live page in a folder that is thrown away.
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bench import answering, pushing
from bench.crowd import Crowds
from bench.figures import Row, beside, middle, percentile
from bench.hall import MOST, Hall
from bench.site import Site
from bench.wire import connect
from tests.live.server import ROOT, free_port, scratch

VERSION = "6.0.15"
HOME = ROOT / "var" / "bench" / f"otree-{VERSION}"
ALTOGETHER = 170  # seconds for oTree's part of the run
ROUNDS = pushing.ROUNDS

SETTINGS = """
SESSION_CONFIGS = [dict(name="hall", num_demo_participants=1, app_sequence=["hall"])]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1, participation_fee=0)
LANGUAGE_CODE = "en"
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = "only-for-a-measurement"
SECRET_KEY = "only-for-a-measurement"
"""
APP = """
import time
from otree.api import *

class C(BaseConstants):
    NAME_IN_URL = "hall"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1

class Subsession(BaseSubsession):
    pass

class Group(BaseGroup):
    step = models.IntegerField(initial=0)

class Player(BasePlayer):
    answer = models.LongStringField(blank=True)

class Ask(Page):
    @staticmethod
    def live_method(player, data):
        if "step" in data:
            player.group.step = data["step"]
            return {0: dict(step=data["step"], stored=time.monotonic(), html="x" * data["size"])}
        player.answer = data["answer"]
        return {player.id_in_group: dict(kept=True)}

class Next(Page):
    pass

page_sequence = [Ask, Next]
"""
PAGE = """{{ block title }}Hall{{ endblock }}
{{ block content }}<p>One question.</p>{{ endblock }}
"""


class Unavailable(RuntimeError):
    """oTree cannot be installed here; the message says why."""


@dataclass
class Heard:
    """What became of steps and answers; steps are medians in seconds."""

    pressed: float = 0.0  # from the press until the last phone
    stored: float = 0.0  # from the moment the step was set
    moved: float = 0.0  # by its own button, until the last was moved
    took: list[float] = field(default_factory=list)  # seconds to each acknowledgement
    lasted: float = 0.0  # from the first answer sent to the last acknowledged
    kept: int = 0  # answers in its database afterwards

    @property
    def rate(self) -> float:
        """Answers kept per second."""
        return self.kept / self.lasted if self.lasted else 0.0


def install() -> Path:
    """The folder with oTree's programs; made on first use, `Unavailable` when that fails."""
    programs = HOME / "bin"
    if (HOME / "made").exists():
        return programs
    wanted = f"otree=={VERSION}"
    python = str(programs / "python")
    quiet = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"]
    ways = []
    for uv in ("uv", str(ROOT / "var/tools/bin/uv")):
        if shutil.which(uv):
            make = [uv, "venv", "--quiet", "--python", sys.executable, str(HOME)]
            ways.append([make, [uv, "pip", "install", "--quiet", "--python", python]])
    slow = [python, "-m", "pip", "install", *quiet]  # a minute and a half, where uv needs 15 s
    ways.append([[sys.executable, "-m", "venv", str(HOME)], slow])
    why = ""
    for make, put in ways:
        shutil.rmtree(HOME, ignore_errors=True)
        try:
            for command in (make, [*put, wanted]):
                subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)
            (HOME / "made").touch()
            return programs
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or str(error)
            why = str(said).strip().splitlines()[-1]
    raise Unavailable(f"oTree {VERSION} could not be installed, so it is not in the table: {why}")


@contextmanager
def _running(programs: Path, count: int) -> Iterator[tuple[str, Path]]:
    """oTree as its own documentation has it run, with a session; its address and its folder."""
    folder = scratch("otree")
    (folder / "hall").mkdir()
    (folder / "_static").mkdir()
    (folder / "settings.py").write_text(SETTINGS)
    (folder / "hall" / "__init__.py").write_text(APP)
    for name in ("Ask", "Next"):
        (folder / "hall" / f"{name}.html").write_text(PAGE)
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "DJANGO"))}
    # Its server starts a helper of its own and looks for that on the path.
    around = kept | {"OTREE_PRODUCTION": "1", "PATH": f"{programs}:{kept['PATH']}"}
    otree = [str(programs / "python"), str(programs / "otree")]
    made = subprocess.run(
        [*otree, "create_session", "hall", str(count)],
        cwd=folder, env=around, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(made.stdout + made.stderr)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*otree, "prodserver", f"127.0.0.1:{port}"],
            cwd=folder, env=around, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        asyncio.run(_answers(port))
        yield f"http://127.0.0.1:{port}", folder
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


async def _answers(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            with suppress(OSError):
                (await connect(f"http://127.0.0.1:{port}")).close()
                return
            await asyncio.sleep(0.1)


def _column(folder: Path, what: str) -> list:
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        return [row[0] for row in database.execute(what)]


def theirs(programs: Path, count: int, size: int) -> Heard:
    """oTree with `count` people: steps of `size` bytes to all, then an answer of each."""
    with _running(programs, count) as (base, folder):
        codes = _column(folder, "SELECT code FROM otree_participant ORDER BY id_in_session")
        (session,) = _column(folder, "SELECT code FROM otree_session")
        hall, heard = Hall(base, codes), Heard()

        async def play() -> None:
            async with asyncio.timeout(ALTOGETHER):
                await hall.come_in()
                taken = [await hall.step(number, size) for number in range(1, ROUNDS + 1)]
                heard.pressed = middle([pressed for pressed, _ in taken])
                heard.stored = middle([stored for _, stored in taken])
                heard.took, heard.lasted = await hall.answer(1.0, "tekst")
                heard.moved = await hall.advance(session)
                hall.leave()
                await asyncio.sleep(0.5)

        uvloop.run(play())
        sent = {f"tekst {number}" for number in range(count)}
        heard.kept = len(sent & set(_column(folder, "SELECT answer FROM hall_player")))
    return heard


def _ours(site: Site, crowds: Crowds, room: dict, seconds: float, text: str) -> Heard:
    """Everybody answers once within these seconds."""
    question = room["step"]["questions"][0]["ref"]
    began = time.monotonic()
    sent = answering.answer_once(crowds, room, text, seconds)
    heard = Heard(lasted=time.monotonic() - began)  # with the word to the crowd and back
    said = zip(sent.took, sent.statuses, strict=True)
    heard.took = [took for took, status in said if status == 200]
    stored = {value for ref, _, value in site.hands("answers", room["ref"]) if ref == question}
    heard.kept = len(set(sent.values.values()) & stored)
    return heard


def measure(site: Site, crowds: Crowds, count: int) -> list[Row]:
    """Rows with oTree as the reference; none, and a sentence, where it cannot be installed."""
    try:
        programs = install()
    except Unavailable as error:
        print(error, flush=True)
        return []
    pushed = pushing.steps(site, crowds, count)
    room, _ = answering.come_in(site, crowds, count, 10)
    _ours(site, crowds, room, 3.0, "warm")
    ours = _ours(site, crowds, room, 1.0, "tekst")
    quick = _ours(site, crowds, room, 0.25, "snel")
    crowds.do("leave")
    try:
        other = theirs(programs, count, pushed.frame_bytes)
    except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as error:
        print(f"oTree {VERSION} did not come through, so it is not in the table: {error!r}")
        return []
    pair = (ours, other)
    late, half = ([percentile(one.took or [MOST], part) for one in pair] for part in (0.99, 0.5))

    def rate(what: str, ours: Heard, aim: float | None = None) -> Row:
        ratio = ours.rate / max(other.rate, 0.1)
        rates = f"{ours.rate:.0f}", f"{other.rate:.0f}", f"{ratio:.1f}"
        return Row(what, *rates, f"{aim} ×" if aim else "", ratio >= aim if aim else None)

    return [
        # Ours keeps up with what is offered, so here the offer bounds the ratio.
        rate(f"oTree {VERSION}: answers kept per second, {count} offered in 1 s", ours),
        rate("… ours with as many in 0.25 s", quick, 10),
        beside("… half kept within", *half),
        beside("… 99%", *late),
        Row(
            "… not acknowledged, not stored",
            *(f"{count - len(one.took)}, {count - one.kept}" for one in pair),
        ),
        beside(
            f"oTree {VERSION}: press to last phone, {count}", pushed.pressed, other.pressed, 0.1
        ),
        beside("… step stored to last phone", pushed.stored, other.stored, 0.1),
        beside("… by its own button, pages not loaded yet", pushed.pressed, other.moved, 0.1),
    ]
