"""Deliberate mistakes: that they are made where they should be, and that tests see them."""

import ast
from pathlib import Path

import pytest

from tests.mutants import generate, memory, record
from tests.mutants.__main__ import round_of, rows
from tests.mutants.generate import Mutant, mutants, mutated
from tests.mutants.harmless import HARMLESS, reason
from tests.mutants.rooms import ROOMS

pytestmark = pytest.mark.sqlite_only

SMALL = '''"""A room."""
LEAST = 5

class Door:
    def open(self, seats: int) -> bool:
        """Whether it opens."""
        if seats >= LEAST and not self.closed:
            tell(self.ref, version=2)
            return True
        return False
'''


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "room.py").write_text(SMALL)
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    generate._tree.cache_clear()
    yield "room.py"
    generate._tree.cache_clear()


def test_mistakes_are_made_on_every_line_that_does_something(small):
    found = {(mutant.first, mutant.before, mutant.after) for mutant in mutants(small)}
    assert found >= {
        (2, "5 in LEAST = 5", "6 in LEAST = 5"),
        (7, "seats >= LEAST and (not self.closed)", "seats >= LEAST"),
        (7, ">= in seats >= LEAST", "> in seats >= LEAST"),
        (7, "not self.closed", "self.closed"),
        (8, "tell(self.ref, version=2)", "pass"),
        (8, "tell(self.ref, version=2)", "tell(self.ref)"),
        (9, "True", "False"),
        (10, "False", "True"),
    }
    assert {mutant.place for mutant in mutants(small)} == {"", "Door.open"}


def test_a_mistake_changes_one_thing_and_only_in_a_copy(small):
    before = ast.unparse(ast.parse(SMALL)).splitlines()
    for mutant in mutants(small):
        after = ast.unparse(mutated(small, mutant.number)).splitlines()
        assert after != before, mutant.name
        assert len(set(after) - set(before)) <= 2, mutant.name
    assert ast.unparse(generate._tree(small)).splitlines() == before


def test_what_is_known_stays_known_until_the_function_changes(small, tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    monkeypatch.setattr(record, "ROOT", tmp_path)
    monkeypatch.setattr(record, "RECORD", tmp_path / "record.txt")

    def fresh() -> list[Mutant]:
        for read_before in (generate._tree, memory._functions, record._alike, record._digest):
            read_before.cache_clear()
        return mutants(small)

    least, *inside = fresh()
    record.keep({least: ("caught", "a test"), inside[0]: ("left", ""), inside[-1]: ("caught", "")})
    record.keep({inside[1]: ("caught", "")})  # of another run
    assert record.known(fresh()) == {
        least: ("caught", "by the record"),
        inside[0]: ("left", "by the record"),
        inside[1]: ("caught", "by the record"),
        inside[-1]: ("caught", "by the record"),
    }
    (tmp_path / "room.py").write_text(SMALL.replace("return False", "return None"))
    least, *inside = fresh()
    assert set(record.known([least, *inside])) == {least}
    record.keep({})
    assert "Door.open" not in (tmp_path / "record.txt").read_text()
    record.forget([least])
    assert record.known([least]) == {}
    fresh()


def test_what_is_called_harmless_is_still_there():
    """A reason for code that changed since is no reason any more."""
    everything = [mutant for room in ROOMS for mutant in room.mistakes()]
    for where, reasons in HARMLESS.items():
        changes = [f"{m.before} -> {m.after}" for m in everything if (m.path, m.place) == where]
        gone = [said for said, _ in reasons if not any(change.endswith(said) for change in changes)]
        assert not gone, where


def test_a_fixed_sample_is_seen():
    """Of the rooms that need no database, so that it takes seconds (`make mutants` tries all)."""
    rooms = [room for room in ROOMS if room.name in ("pens", "small groups")]
    sample = [m for room in rooms for m in room.mistakes() if not reason(m)][::7]
    tests = ("tests/sessions_app/test_pens.py", "tests/sessions_app/test_small_groups.py")
    said = round_of("sample", rooms, sample, tests)
    left = [mutant.name for mutant, (state, _) in said.items() if state != "caught"]
    assert len(said) == len(sample) > 8
    assert left == [], "\n".join(rows(rooms, said))
