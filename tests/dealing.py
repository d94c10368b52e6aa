"""Which tests run again on PostgreSQL, and which share a worker.

The rules stand in `docs/architecture.md`, 'The suite'.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent
SERVED = {
    "attacks",
    "journeys",
    "live",
    "operations",
}  # folders whose tests meet a database through a server
# Groups that take longest, in the order in which they begin: one that began last kept a worker busy
# for minutes while the other had nothing to do.
LONGEST_FIRST = ("accessible", "journeys", "rehearsal", "live", "survival", "keyboard", "phone")
ASKS = {"db", "transactional_db", "live_server", "site", "house", "everything"}


def meets_a_database(item: pytest.Item) -> bool:
    """Whether a test can reach a database at all; pytest-django refuses it to all others."""
    if item.path.relative_to(ROOT).parts[0] in SERVED or item.get_closest_marker("django_db"):
        return True
    return bool(ASKS & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Once is enough without a database; and what a module made, its tests share.

    Before `-m` chooses and before xdist reads the groups.
    """
    for item in items:
        if not meets_a_database(item):
            item.add_marker(pytest.mark.sqlite_only)
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """When a test's group begins; those that are not named keep their order, behind the others."""
    group = item.get_closest_marker("xdist_group")
    name = group.args[0] if group else ""
    return LONGEST_FIRST.index(name) if name in LONGEST_FIRST else len(LONGEST_FIRST)
