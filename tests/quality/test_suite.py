"""The suite itself: what is built once, what runs once, and whose database it is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.sqlite_only


def pytest_in(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A small suite of its own."""
    plugins = ("-p", "no:django", "-p", "no:playwright", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


# Each test leaves the name of the worker that ran it.
GROUPED = """
from pathlib import Path
import pytest

pytestmark = pytest.mark.xdist_group("{group}")

@pytest.mark.parametrize("number", range(4))
def test_it(number, worker_id):
    Path(__file__).with_suffix(f".{{number}}.{{worker_id}}").touch()
"""


def test_the_tests_of_a_group_share_a_worker(tmp_path: Path):
    """Else every server and scene of the suite is built in both workers."""
    for name, group in (("a", "one"), ("b", "two"), ("c", "one")):
        (tmp_path / f"test_{name}.py").write_text(GROUPED.format(group=group))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  xdist_group\n")
    done = pytest_in(tmp_path, "-n", "2", "--dist", "loadgroup")
    assert done.returncode == 0, done.stdout + done.stderr
    ran = [path.name.split(".") for path in tmp_path.glob("test_*.*.*")]
    assert len(ran) == 12
    workers = {
        group: {worker for module, _, worker in ran if module.removeprefix("test_") in modules}
        for group, modules in (("one", "ac"), ("two", "b"))
    }
    assert len(workers["one"]) == len(workers["two"]) == 1
    assert workers["one"] != workers["two"]


def test_two_working_copies_share_no_database():
    """Also where somebody runs `pytest` by hand."""
    said = subprocess.run(
        [sys.executable, "-c", "from tests import settings as s; print(s.DATABASES['default'])"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(ROOT / "var") in said


MIXED = """
import pytest

def test_pure(): ...

@pytest.mark.{mark}
def test_marked(): ...

def test_asks(db): ...
"""


def test_only_what_can_reach_a_database_is_repeated(tmp_path: Path):
    """By the hook in `tests/dealing.py`, which the second half of the suite goes by."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests/dealing.py").read_text())
    (tmp_path / "test_room.py").write_text(MIXED.format(mark="django_db"))
    (tmp_path / "live").mkdir()
    (tmp_path / "live/test_served.py").write_text(MIXED.format(mark="sqlite_only"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  django_db\n  sqlite_only\n")
    done = pytest_in(tmp_path, "--collect-only", "-m", "not sqlite_only")
    names = [line for line in done.stdout.splitlines() if "::" in line]
    assert names == [
        *("live/test_served.py::test_pure", "live/test_served.py::test_asks"),
        *("test_room.py::test_marked", "test_room.py::test_asks"),
    ]


def test_what_a_page_is_asked_until_it_is_so_is_a_function():
    """An expression is evaluated in the page: our CSP lets the first look pass, and no other."""
    expression = re.compile(r"wait_for_function\(\s*[\"'](?!\()")
    files = [file for place in ("tests", "bench") for file in (ROOT / place).rglob("*.py")]
    assert [file.name for file in files if expression.search(file.read_text())] == []
