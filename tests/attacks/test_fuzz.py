"""Hundreds of requests by every role, half of them on each database, with something wrong."""

from collections import Counter

import pytest

from tests.attacks.fuzz.run import play
from tests.live.server import on_postgres

pytestmark = pytest.mark.xdist_group("fuzz")
REQUESTS = 320
SEED = 20_261_124


def test_nothing_that_anybody_sends_breaks_the_site():
    report, log = play(REQUESTS, SEED + on_postgres())
    assert [(f.role, f.status, f.request[:600]) for f in report.broken] == []
    assert "Traceback" not in log
    statuses = sum(report.statuses.values(), start=Counter())
    assert len(report.forms) > 50  # of the whole site
    assert statuses[200] + statuses[302] > REQUESTS / 3  # or it only tested refusals
