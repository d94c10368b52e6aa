"""A small machine for one server: the system itself gives it so much processor and memory.

Linux limits a group of processes (cgroups, version 1 or 2), which takes an administrator, as one
is in most containers. Elsewhere `Fence` says `Impossible` and the table does without these rows.

As a module it puts itself behind the fence of $FENCE and becomes the module $BEHIND, so that all
its memory counts, from the first byte.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
PERIOD = 100_000  # microseconds in which the processor time of a group is shared out, as Docker


class Impossible(Exception):
    """This machine lets us fence nothing in."""


class Fence:
    """Limits for whoever goes behind it: processor in cores, memory in bytes, no swap.

    Within them it goes before whatever else this machine does.
    """

    def __init__(self, cores: float, memory: int) -> None:
        name = f"bijnaderinzien-{os.getpid()}"
        share = round(cores * PERIOD)
        limits: dict[Path, dict[str, object]]
        if (GROUPS / "cgroup.controllers").exists():
            time_ = {"cpu.max": f"{share} {PERIOD}", "cpu.weight": 10_000}
            space = {"memory.max": memory, "memory.swap.max": 0}
            limits = {GROUPS / name: time_ | space}
        else:
            time_ = {"cpu.cfs_period_us": PERIOD, "cpu.cfs_quota_us": share, "cpu.shares": 100_000}
            space = {"memory.limit_in_bytes": memory, "memory.memsw.limit_in_bytes": memory}
            limits = {GROUPS / "cpu" / name: time_, GROUPS / "memory" / name: space}
        self.folders = list(limits)
        try:
            for folder, files in limits.items():
                folder.mkdir()
                for file, value in files.items():
                    _set(folder / file, value)
        except OSError as error:
            self.remove()
            raise Impossible(str(error)) from error

    @property
    def environment(self) -> dict[str, str]:
        """What `python -m bench.fence` must find around it, beside $BEHIND."""
        return {"FENCE": os.pathsep.join(map(str, self.folders))}

    def remove(self) -> None:
        """Take it away, once nobody is behind it any more."""
        until = time.monotonic() + 5
        for folder in self.folders:
            while folder.exists() and time.monotonic() < until:
                with suppress(OSError):  # a process that just ended is still counted for a moment
                    folder.rmdir()
                    break
                time.sleep(0.05)


def _set(file: Path, value: object) -> None:
    if "sw" in file.name and not file.exists():
        return  # a kernel that doesn't count swap
    file.write_text(str(value))


def _go_behind() -> None:
    for folder in os.environ["FENCE"].split(os.pathsep):
        (Path(folder) / "cgroup.procs").write_text(str(os.getpid()))
    os.execv(sys.executable, [sys.executable, "-m", os.environ["BEHIND"]])


if __name__ == "__main__":
    _go_behind()
