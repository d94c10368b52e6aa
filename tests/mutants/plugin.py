"""A pytest plugin that runs the tests that were collected against one mistake after the other.

The suite is set up once. One child looks which test executes which line; then each mistake gets a
child of its own, in which the code of one function is replaced and the tests that execute that
line run until one fails. A mistake costs a fork and those tests, not a start of everything.

`MUTANTS` names a file that says what to do: `{"mutants": [[path, number], …], "first": {path:
[test module, …]}, "served": whether tests talk to a server, "said": the file for what came out}`.
Children share PostgreSQL, one after the other; of SQLite each has a copy.
"""

import ast
import gc
import json
import os
import shutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import call_and_report, runtestprotocol
from pytest_django.plugin import blocking_manager_key

from tests.mutants import memory
from tests.mutants.generate import ROOT, Mutant, code_of, mutants, mutated, uses

LOOKING = 3600  # seconds that all tests may take without a mistake
SLOWER = 10  # times as long as without a mistake, and
SPARE = 10  # seconds more: then it hangs, which nobody would miss
HUNG = "it hung"
TOOL = 4  # any free number of `sys.monitoring`; hypothesis has 3

type Seen = dict[str, dict[str, Any]]  # per test: seconds, lines per module, whether it passed
_config: pytest.Config


def pytest_configure(config: pytest.Config) -> None:
    """Remember what lets us at the database outside a test."""
    global _config
    _config = config


def pytest_runtestloop(session: pytest.Session) -> bool:
    """In place of running the tests once."""
    task = json.loads(Path(os.environ["MUTANTS"]).read_text())
    served = task["served"]
    renew = _serve() if served else _set_up(session)
    own = _nothing if served else _own_copy
    seen = _who_does_what(session.items, task, own)
    items = {item.nodeid: item for item in session.items if seen[item.nodeid]["passed"]}
    gc.unfreeze()  # what conftest.py froze is not among the objects that can be looked through
    _remember_functions({str(ROOT / path) for path, _ in task["mutants"]})
    saw: dict[tuple[str, str], list[str]] = defaultdict(list)
    with Path(task["said"]).open("w") as said:
        for path, number in task["mutants"]:
            if time.time() > task["until"]:
                break
            mutant = mutants(path)[number]
            names = _who_comes_there(mutant, seen, task["first"].get(path, []), task["enough"])
            # Who saw another mistake in this function probably looks at what it does.
            before = saw[path, mutant.place]
            names = [*before, *(name for name in names if name not in before)]
            chosen = [items[name] for name in names if name in items]
            seconds = SPARE + SLOWER * sum(seen[item.nodeid]["lasts"] for item in chosen)
            state, why = _try(mutant, chosen, own, seconds)
            if why == HUNG:
                renew()
            elif why in items and why not in before:
                before.append(why)
            said.write(json.dumps([path, number, state, why]) + "\n")
            said.flush()
            if task["round"] != "sample":
                memory.keep(task["round"], mutant, state, why)
    return True


def _who_does_what(
    items: Sequence[pytest.Item], task: dict[str, Any], own: Callable[[], None]
) -> Seen:
    """For every test the lines it executes; known from before where nothing changed."""
    paths = {*task["paths"], *(path for path, _ in task["mutants"])}
    remembered = task["round"] in ("room", "verbs")
    seen: Seen = memory.looked(paths) if remembered else {}
    missing = [item for item in items if item.nodeid not in seen]
    if missing:
        found = _in_a_child(lambda: _look(missing, paths), own, LOOKING)
        if not isinstance(found, dict):
            raise pytest.UsageError(f"the tests could not be run without a mistake: {found}")
        seen |= found
        if remembered:
            memory.keep_looked(paths, seen)
    return {item.nodeid: seen[item.nodeid] for item in items}


def _nothing() -> None: ...


def _set_up(session: pytest.Session) -> Callable[[], None]:
    """Let one test make its database here, so that every child finds it.

    Without running it: threads that it would begin are gone in a child that waits for them.
    """
    from django.db import connections

    meets = [item for item in session.items if item.get_closest_marker("django_db")]
    if meets:
        call_and_report(meets[0], "setup", log=False)
        call_and_report(meets[0], "teardown", log=False, nextitem=session)
        meets[0]._initrequest()  # type: ignore[attr-defined] # or it would not begin anew
        with _unblocked():
            connections.close_all()
    return _nothing


def _serve() -> Callable[[], None]:
    """For tests that talk to a server: it runs in each child, in threads of its own."""
    from tests.mutants import served

    renew = served.prepare()
    _unblocked().__enter__()
    return renew


def _unblocked() -> AbstractContextManager:
    return _config.stash[blocking_manager_key].unblock()


def _own_copy() -> None:
    """In a child: a database that nobody else has."""
    from django.db import connections

    settings = connections["default"].settings_dict
    name = Path(str(settings["NAME"]))
    if connections["default"].vendor == "sqlite" and name.exists():
        for left in name.parent.glob(f"{name.name}.child*"):
            left.unlink()
        settings["NAME"] = f"{name}.child"
        shutil.copyfile(name, settings["NAME"])


def _in_a_child(work: Callable[[], Any], own: Callable[[], None], seconds: float) -> Any:
    """What this says in a fork, or a word about why it says nothing."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        os.setsid()
        gc.disable()
        said: Any = "it fell over"
        with suppress(BaseException):
            own()
            said = work()
        with os.fdopen(writing, "w") as answer:
            json.dump(said, answer)
        os._exit(0)
    os.close(writing)
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with os.fdopen(reading) as answer:
            return json.loads(answer.read() or '"it fell over"')
    except TimeoutError:
        return HUNG
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _too_long(signum: int, frame: object) -> None:
    raise TimeoutError


def _passes(item: pytest.Item, after: pytest.Item | None, tidy: bool = True) -> bool:
    """Run a test; what it shares with the one after it stays, and what the whole suite shares.

    Not `tidy`: one that fails leaves everything as it is, for a child that ends with it.
    """
    following = after or item.session
    if tidy:
        reports = runtestprotocol(item, log=False, nextitem=following)
        return not any(report.failed for report in reports)
    item._initrequest()  # type: ignore[attr-defined] # as the protocol does for one that ran before
    for phase in ("setup", "call"):
        report = call_and_report(item, phase, log=False)
        if not report.passed:
            return report.skipped
    return call_and_report(item, "teardown", log=False, nextitem=following).passed


def _look(items: Sequence[pytest.Item], paths: set[str]) -> Seen:
    """Run everything once, and see who executes what."""
    wanted = {str(ROOT / path): path for path in paths}
    lines: dict[str, set[int]] = defaultdict(set)

    def line(code: CodeType, number: int) -> object:
        if path := wanted.get(code.co_filename):
            lines[path].add(number)
        return sys.monitoring.DISABLE

    events = sys.monitoring.events.LINE
    sys.monitoring.use_tool_id(TOOL, "mutants")
    sys.monitoring.register_callback(TOOL, events, line)
    sys.monitoring.set_events(TOOL, events)
    seen: Seen = {}
    for item, after in zip(items, [*items[1:], None], strict=True):
        lines.clear()
        sys.monitoring.restart_events()
        began = time.monotonic()
        passed = _passes(item, after)
        seen[item.nodeid] = {
            "lasts": time.monotonic() - began,
            "lines": {path: sorted(numbers) for path, numbers in lines.items()},
            "passed": passed,
        }
    sys.monitoring.set_events(TOOL, 0)
    return seen


def _who_comes_there(mutant: Mutant, seen: Seen, first: Sequence[str], enough: float) -> list[str]:
    """The tests that execute the line: those of the room, then the others; quick ones first."""
    lines = set(range(mutant.first, mutant.last + 1))
    if not mutant.place:  # a value of the module: where it is used
        lines = uses(mutant.path, mutant.first)

    def comes(name: str) -> bool:
        return bool(lines & set(seen[name]["lines"].get(mutant.path, [])))

    if mutant.place:
        names = [name for name in seen if comes(name)]
    else:  # whoever was in the module may have met it too, or only read it
        names = [n for n, s in seen.items() if mutant.path in s["lines"] or _file(n) in first]
        names = names or list(seen)

    def turn(name: str) -> tuple[bool, bool, float]:
        return not comes(name), _file(name) not in first, seen[name]["lasts"]

    spent, kept = 0.0, []
    for name in sorted(names, key=turn):
        spent += seen[name]["lasts"]
        if kept and spent > enough:
            break
        kept.append(name)
    return kept


def _file(name: str) -> str:
    return Path(name.partition("::")[0]).stem


def _try(
    mutant: Mutant, items: Sequence[pytest.Item], own: Callable[[], None], seconds: float
) -> tuple[str, str]:
    """Whether a test sees it, and which."""
    if not items:
        return "left", "no test comes here"

    def work() -> list[str]:
        try:
            apply(mutant)
        except ValueError as error:  # a function that shares other variables with those inside it
            return ["caught", f"no function any more: {error}"]
        except LookupError as error:
            return ["left", f"could not be made: {error}"]
        for item, after in zip(items, [*items[1:], None], strict=True):
            if not _passes(item, after, tidy=False):
                return ["caught", item.nodeid]
        return ["left", f"{len(items)} tests"]

    said = _in_a_child(work, own, seconds)
    return ("caught", said) if isinstance(said, str) else (said[0], said[1])


def apply(mutant: Mutant) -> None:
    """Make the mistake in this process. LookupError where its function is nowhere."""
    tree = mutated(mutant.path, mutant.number)
    file = str(ROOT / mutant.path)
    if not mutant.place:
        _apply_value(mutant, tree, file)
        return
    made = 0
    for wrong in code_of(compile(tree, file, "exec"), mutant.place):
        for function in _functions(file, wrong):
            function.__code__ = wrong
            made += 1
    if not made:
        raise LookupError(mutant.name)


_known: dict[str, list[FunctionType]] = {}


def _remember_functions(files: set[str]) -> None:
    """Look once for the functions of these files, and leave what lies in memory alone.

    A child that looks at everything makes the system copy everything.
    """
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__.co_filename in files:
            _known.setdefault(found.__code__.co_filename, []).append(found)
    gc.collect()
    gc.freeze()


def _functions(file: str, like: CodeType) -> list[FunctionType]:
    """Every function made of this code, also one that a decorator or a class holds."""

    def alike(one: object) -> bool:
        return (
            isinstance(one, FunctionType)
            and one.__code__.co_filename == file
            and one.__code__.co_qualname == like.co_qualname
            and one.__code__.co_firstlineno == like.co_firstlineno
        )

    found = [one for one in _known.get(file, []) if alike(one)]
    return found or [one for one in gc.get_objects() if alike(one)]


def _apply_value(mutant: Mutant, tree: ast.Module, file: str) -> None:
    """Another value for a name of the module, wherever that was imported."""
    statement = next(found for found in tree.body if found.lineno == mutant.first)
    name = mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    inside = vars(sys.modules[name])
    before = dict(inside)
    exec(compile(ast.Module([statement], []), file, "exec"), inside)
    given = [key for key, value in inside.items() if before.get(key) is not value]
    _apply_defaults(tree, file, {key: inside[key] for key in given})
    for changed in given:
        for module in list(sys.modules.values()):
            if changed in before and vars(module).get(changed) is before[changed]:
                setattr(module, changed, inside[changed])


def _apply_defaults(tree: ast.Module, file: str, values: dict[str, Any]) -> None:
    """Where a function takes such a value when it is given none: that was read at the import."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for at, name in enumerate(node.args.defaults):
            if not isinstance(name, ast.Name) or name.id not in values:
                continue
            for code in code_of(compile(tree, file, "exec"), node.name):
                for function in _functions(file, code):
                    defaults = list(function.__defaults__ or ())
                    defaults[at] = values[name.id]
                    function.__defaults__ = tuple(defaults)
