"""What was tried before, so that a run of hours can stop and go on.

Kept in `var/tests/mutants`, by the source of the function and of the test: what a test saw counts
as long as both are as they were; what none saw, until any test changes.
"""

import ast
import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import Any

from tests.mutants.generate import ROOT, Mutant, mutants

PLACE = ROOT / "var/tests/mutants"
TRIED = PLACE / "tried.jsonl"
LOOKED = PLACE / "looked.json"


def known(
    name: str, chosen: list[Mutant], *, whatever_tests: bool = False
) -> dict[Mutant, tuple[str, str]]:
    """What is known of these mistakes from earlier runs of this round.

    With `whatever_tests` also what no test saw before tests were changed.
    """
    tried = _tried()
    found = {}
    for mutant in chosen:
        said = tried.get(_key(name, mutant), {})
        if said and (
            said["tests"] == _tests(said["state"], said["why"])
            or (whatever_tests and said["state"] != "caught")
        ):
            found[mutant] = (said["state"], said["why"])
    return found


def unmet(rounds: Iterable[str], chosen: Iterable[Mutant]) -> list[Mutant]:
    """Those that were tried in none of these rounds, since their function is as it is."""
    tried = _tried()
    return [m for m in chosen if not any(_key(name, m) in tried for name in rounds)]


def keep(name: str, mutant: Mutant, state: str, why: str) -> None:
    """Remember what became of this mistake."""
    said = {"key": _key(name, mutant), "state": state, "why": why, "tests": _tests(state, why)}
    said["mistake"] = mutant.name
    with TRIED.open("a") as kept:
        kept.write(json.dumps(said) + "\n")


def _tried() -> dict[str, dict[str, str]]:
    lines = TRIED.read_text().splitlines() if TRIED.exists() else []
    return {said["key"]: said for said in map(json.loads, lines)}


def looked(paths: set[str]) -> dict[str, dict[str, Any]]:
    """Which test executes which line, of those whose file and rooms are as they were."""
    if not LOOKED.exists():
        return {}
    before = json.loads(LOOKED.read_text())
    if not paths <= before["rooms"].keys():  # nobody looked at a room that came since
        return {}
    same = {path for path in paths if before["rooms"].get(path) == _digest(path)}
    return {
        name: seen
        for name, seen in before["tests"].items()
        if seen["passed"] and seen["source"] == _test(name) and set(seen["lines"]) <= same
    }


def keep_looked(paths: set[str], seen: dict[str, dict[str, Any]]) -> None:
    """Remember who executes what."""
    for name, one in seen.items():
        one["source"] = _test(name)
    seen = looked(paths) | seen  # of other rooms
    rooms = {path: _digest(path) for path in paths}
    LOOKED.write_text(json.dumps({"rooms": rooms, "tests": seen}))


def digest(path: str, place: str, mistakes: list[str]) -> str:
    """Of the source of a function and of these mistakes in it."""
    return _sha("|".join([_functions(path).get(place, ""), *mistakes]))


def _key(name: str, mutant: Mutant) -> str:
    alike = [m.number for m in _of(mutant.path) if m.name == mutant.name]
    body = _functions(mutant.path).get(mutant.place, "")
    return _sha(f"{name}|{mutant.name}|{alike.index(mutant.number)}|{body}")


@cache
def _of(path: str) -> list[Mutant]:
    return mutants(path)


@cache
def _functions(path: str) -> dict[str, str]:
    """The source of each function by its place, whatever stands round it."""
    found: dict[str, str] = {}
    tree = ast.parse((ROOT / path).read_text())
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        within = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for part in inside:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                place = within + part.name
                found[place] = found.get(place, "") + ast.unparse(part)
    return found


def _tests(state: str, why: str) -> str:
    """The tests that this outcome rests on."""
    return _test(why) if state == "caught" else _all_tests()


def _test(name: str) -> str:
    """The source of one test; '' of one that is gone."""
    file, _, inside = name.partition("::")
    if not inside or not (ROOT / file).is_file():
        return ""
    return _sha(_functions(file).get(inside.partition("[")[0].replace("::", "."), ""))


@cache
def _all_tests() -> str:
    files = sorted((ROOT / "tests").rglob("*.py"))
    return _sha("".join(_digest(str(file.relative_to(ROOT))) for file in files))


@cache
def _digest(path: str) -> str:
    return _sha((ROOT / path).read_text())


def _sha(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:16]
