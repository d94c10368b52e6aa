"""Every figure that a mirror shows is the survey's, and what may never be shown is refused."""

import json
import re
from typing import Any

import msgspec
import pytest

from content import checks
from content.benchmarks import GIVEN, benchmarks
from content.document import Document, Mirror, MirrorDraws
from content.files import read
from content.passages import SHIPPED
from sessions_app.kinds.mirror import script_of
from sessions_app.script import MirrorScript

DOCUMENT = read(SHIPPED)
EACH = pytest.mark.parametrize("mirror", DOCUMENT.mirrors, ids=lambda mirror: mirror.key)


@pytest.fixture(scope="module")
def given() -> dict[str, dict[str, Any]]:
    """The rows as they were handed over, whatever the product made of them."""
    data = json.loads(GIVEN.read_text())
    return {row["id"]: row for one in data["benchmarks"] for row in one["options"]}


def marks(script: MirrorScript) -> list:
    found = [mark for row in script.rows for mark in (*row.marks, row.beside) if mark]
    return found + ([script.guessed] if script.guessed else [])


@EACH
def test_every_shown_figure_is_that_of_the_survey(mirror: Mirror, given: dict):
    ever = {line.row for line in mirror.lines if line.ever}
    script = script_of(mirror, DOCUMENT)
    assert marks(script)
    for mark in marks(script):
        figure = given[mark.row]["pct"]
        value = 100 - figure if mark.row in ever else figure
        assert mark.value == value
        said = [
            float(number.replace(",", ".")) for number in re.findall(r"\d+(?:,\d+)?", mark.said)
        ]
        assert said[0] == value
        assert said[1:] in ([], [figure])
    for text in (mirror.opening, mirror.base, mirror.caution, mirror.lead, mirror.over):
        for number in re.findall(r"(\d+)%", text):
            assert float(number) in {mark.value for mark in marks(script)}


def test_the_figures_of_the_first_mirror():
    first = script_of(DOCUMENT.mirrors[0], DOCUMENT)
    assert [row.marks[0].said for row in first.rows] == ["91%", "88%", "32% (68% nooit)"]
    assert {row.marks[0].row.split(".")[2] for row in first.rows} == {
        *("overwogen", "gedaan", "doorcollega")
    }


@EACH
def test_nothing_forbidden_is_in_it(mirror: Mirror):
    figures = benchmarks()
    shown = {mark.row for mark in marks(script_of(mirror, DOCUMENT))}
    assert not shown & {"t4.2.anders", "t4.4.anders"}
    assert not {
        row for row in shown if row.startswith(("x.c.beroep", "x.h.eigen63", "x.h.verteld"))
    }
    assert len(shown & {"x.c.2015.ja", "t4.1.ggz", "x.c.ggz54.ja"}) <= 1
    assert "x.c.cijfer.alle" not in shown or "x.c.cijfer.wel" in shown
    assert all(not figures.refused(row) for row in shown)
    everything = str(msgspec.to_builtins(mirror))
    assert "76" not in everything
    assert "22,3" not in everything


@EACH
def test_only_the_same_question_shares_an_axis(mirror: Mirror):
    script = script_of(mirror, DOCUMENT)
    figures = benchmarks()
    for row in script.rows:
        clients = [mark for mark in row.marks if mark.who != "professionals"]
        for mark in clients:
            if mirror.draws == MirrorDraws.GRADES:
                continue
            pair = figures.pair(figures.of(row.marks[0].row).id, figures.of(mark.row).id)
            assert pair is not None
            assert pair.same_axis
    if mirror.key == "vormen":
        assert mirror.draws == MirrorDraws.RANKS
        assert script.opening.startswith("54% ")


@EACH
def test_all_that_must_be_in_reach_is_there(mirror: Mirror):
    script = script_of(mirror, DOCUMENT)
    assert {group.who for group in script.groups} == {mark.who for mark in marks(script)}
    for group in script.groups:
        assert "2019" in group.name
        assert group.caution
        assert group.source.startswith("Trimbos-instituut 2019: ")
        assert group.base or group.who == "professionals"
    assert mirror.talk
    assert not mirror.tested, "nobody tested it yet"


def changed(key: str, **changes: Any) -> Document:
    """The module with one mirror changed."""
    mirrors = tuple(
        msgspec.structs.replace(mirror, **changes) if mirror.key == key else mirror
        for mirror in DOCUMENT.mirrors
    )
    return msgspec.structs.replace(DOCUMENT, mirrors=mirrors)


def lines(key: str, **changes: Any) -> tuple:
    mirror = DOCUMENT.mirror(key)
    assert mirror is not None
    return (msgspec.structs.replace(mirror.lines[0], **changes), *mirror.lines[1:])


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (changed("gevolgen", lines=lines("gevolgen", beside="t4.4.anders")), "mag niet"),
        (changed("vormen", guessed="x.h.eigen63.ja"), "mag niet"),
        (changed("waar", guessed="x.c.ggz54.ja"), "nooit bij elkaar"),
        (changed("wat-helpt", guessed="t4.5.labels"), "niet om te schatten"),
        (changed("vormen", opening="56% van de cliënten. Zij noemen:"), "noemt 56%, maar"),
        (changed("vormen", draws=MirrorDraws.BARS), "alleen de volgorde"),
        (changed("vormen", lines=lines("vormen", beside="t4.3.negeren")), "geen paar"),
        (changed("hoe-groot", lines=DOCUMENT.mirror("hoe-groot").lines[:2]), "zonder 'x.c.cijfer"),
        (changed("ons-team", lines=lines("ons-team", row="x.h.overleg.nooit")), "hoort niet bij"),
        (changed("ons-team", lines=lines("ons-team", ask="SP-IK")), "hoort er niet bij"),
    ],
)
def test_what_can_not_be_compared_stops_publishing(document: Document, said: str):
    assert said in " ".join(checks.problems(document))
    assert checks.problems(DOCUMENT) == []
