"""The load generator plays a whole session, from the open door to the end."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.play import play
from tests.live.server import ROOT, environment

pytestmark = [pytest.mark.xdist_group("live"), pytest.mark.sqlite_only]
PHONES = 6


def test_six_phones_play_a_session_and_find_back_all_they_said(site):
    made = subprocess.run(
        [sys.executable, "manage.py", "demo", "--themes", "hoop,werkdruk", "--json"],
        cwd=ROOT,
        env=environment(site.database, int(site.url.rpartition(":")[2])),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    links = json.loads(made.stdout)
    with ThreadPoolExecutor(1) as thread:  # browser tests leave a loop in this one
        played = thread.submit(play, links, PHONES, coming=0.2, pace=0.1).result()
    assert set(played.statuses) == {200}
    assert len(played.sent.statuses) >= PHONES * 5
    assert (played.lost, played.double) == (0, 0)
    assert played.ended == PHONES
    assert site.hands("state", links["session"])["phase"] == "ended"
    stored = site.hands("answers", links["session"])
    assert stored == []  # of closed questions only counts are left, and no text was for the report
    assert set(site.hands("answered", links["session"])) == {PHONES}
