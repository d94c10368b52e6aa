"""Small sums about measurements, and the table."""

import os
import statistics
from dataclasses import dataclass
from pathlib import Path


def percentile(values: list[float], part: float) -> float:
    """The value below which this part (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def middle(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


def ms(seconds: float) -> str:
    """Milliseconds as text; decimals where they matter."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 20 else f"{value:.0f} ms"


def seconds_of(seconds: float) -> str:
    """Seconds as text, as one would say them in a room."""
    return f"{seconds:.2f} s"


@dataclass(frozen=True)
class Usage:
    """What a process (and its children) uses."""

    bytes: int
    threads: int
    files: int


def usage(pid: int) -> Usage:
    """Memory of its own, threads and open files of a process, from /proc."""
    status = Path(f"/proc/{pid}/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return Usage(
        bytes=int(fields["VmRSS"].split()[0]) * 1024,
        threads=int(fields["Threads"]),
        files=len(list(Path(f"/proc/{pid}/fd").iterdir())),
    )


def most_bytes(pid: int) -> int:
    """The most memory of its own that a process had at any moment so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    (most,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(most) * 1024


def processor_seconds(pid: int) -> float:
    """What a process used of the processor so far, user and system together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure beside its reference from the same run."""

    what: str
    ours: str
    reference: str = ""
    ratio: str = ""
    aim: str = ""
    held: bool | None = None


def beside(
    what: str,
    ours: float,
    reference: float,
    ratio: float | None = None,
    seconds: float | None = None,
) -> Row:
    """A time beside its reference, in seconds; held within `ratio` times that, or `seconds`."""
    aim, held = "", None
    if ratio is not None:
        aim, held = f"{ratio} ×", ours <= reference * ratio
    elif seconds is not None:
        aim, held = ms(seconds) if seconds < 1 else f"{seconds} s", ours <= seconds
    return Row(what, ms(ours), ms(reference), f"{ours / reference:.2f}", aim, held)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| What | Ours | Reference | Ratio | Aim | |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        mark = {True: "held", False: "**missed**", None: ""}[row.held]
        lines.append(
            f"| {row.what} | {row.ours} | {row.reference} | {row.ratio} | {row.aim} | {mark} |"
        )
    return "\n".join(lines)
