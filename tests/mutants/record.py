"""What is known of every mistake, in the repository: `record.txt`, a line for each function.

`memory` is more precise and stays in `var/`; a new clone has none. There, and for what it does not
know, this holds. A line says the function, a digest of its source with the mistakes that can be
made in it, and a sign for each of those in their order: `+` seen by a test, `-` by none, `.` not
tried. It counts until the function changes. Which test saw it is not kept, so who takes a test
away tries its room with `--again`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from tests.mutants import memory
from tests.mutants.generate import ROOT, Mutant, mutants

RECORD = ROOT / "tests/mutants/record.txt"
SEEN, LEFT, NOT_TRIED = "+-."
MODULE = "(module)"  # the place of what belongs to no function
type Signs = dict[tuple[str, str], tuple[str, str]]  # per module and place: digest and signs


def known(chosen: Iterable[Mutant]) -> dict[Mutant, tuple[str, str]]:
    """What the record says of these mistakes."""
    lines = _read()
    found = {}
    for mutant in chosen:
        digest, signs = lines.get((mutant.path, mutant.place), ("", ""))
        alike = _alike(mutant.path)[mutant.place]
        if digest == _digest(mutant.path, mutant.place):
            sign = signs[alike.index(mutant)]
            if sign != NOT_TRIED:
                found[mutant] = ("caught" if sign == SEEN else "left", "by the record")
    return found


def keep(said: Mapping[Mutant, tuple[str, str]]) -> None:
    """Bring the record up to date with this, and drop what it says of code that changed."""
    lines = {where: line for where, line in _read().items() if line[0] == _digest(*where)}
    for where in sorted({(m.path, m.place) for m in said}):
        alike = _alike(where[0])[where[1]]
        _, before = lines.get(where, ("", NOT_TRIED * len(alike)))
        signs = dict(zip(alike, before, strict=True))
        signs |= {m: _sign(said[m]) for m in alike if m in said}
        lines[where] = (_digest(*where), "".join(signs[m] for m in alike))
    _write(lines)


def forget(chosen: Iterable[Mutant]) -> None:
    """Try the functions of these anew."""
    gone = {(m.path, m.place) for m in chosen}
    _write({where: line for where, line in _read().items() if where not in gone})


def _write(lines: Signs) -> None:
    text = ""
    for path in sorted({path for path, _ in lines}):
        text += f"{path}\n"
        places = [place for place in _alike(path) if (path, place) in lines]
        for place in places:
            text += f"  {place or MODULE} {' '.join(lines[path, place])}\n"
    RECORD.write_text(text)


def _sign(how: tuple[str, str]) -> str:
    return SEEN if how[0] == "caught" else LEFT


def _read() -> Signs:
    found: Signs = {}
    path = ""
    for line in RECORD.read_text().splitlines() if RECORD.exists() else []:
        if line.startswith(" "):
            place, digest, signs = line.split()
            found[path, "" if place == MODULE else place] = (digest, signs)
        else:
            path = line
    return found


@cache
def _alike(path: str) -> dict[str, list[Mutant]]:
    """The mistakes of a module by their place, in its order."""
    found: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants(path) if (ROOT / path).is_file() else []:
        found[mutant.place].append(mutant)
    return found


@cache
def _digest(path: str, place: str) -> str:
    """Of the source of a function and of what is tried in it; '' of one that is gone."""
    mistakes = _alike(path).get(place, [])
    return memory.digest(path, place, [m.name for m in mistakes])[:8] if mistakes else ""
