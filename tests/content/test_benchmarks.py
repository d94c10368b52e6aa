"""The survey's figures: as they were handed over, but for what was mended on purpose."""

import json
import re

import pytest

from content import checks
from content.benchmarks import GIVEN, USED, benchmarks
from content.document import Purpose, from_builtins, to_builtins
from content.files import read
from content.passages import SHIPPED

FREQUENCIES = (
    *("x.h.team", "x.h.overleg", "x.h.overwogen", "x.h.gedaan", "x.h.zelf"),
    *("x.h.doorcollega", "x.h.doorclient", "x.h.gevraagd"),
)
# The survey's own frequencies, in the place of names of ours; and questions as the survey put them.
MENDED = {
    "meta.wording",
    "x.h.team.team_question",
    "t5.5.team_question",
    "e.5.source",  # the deck names no source for it
    "e.5.note",
    *(
        f"{name}.{end}.{field}"
        for name in FREQUENCIES
        for end in ("soms", "vaak")
        for field in ("label", "asked")
    ),
}


def leaves(value, where=""):
    """Every value in a file by the ids on the way to it."""
    if isinstance(value, dict):
        here = value.get("id", where)
        for name, inner in value.items():
            step = here if isinstance(inner, list) and _have_ids(inner) else f"{here}.{name}"
            yield from leaves(inner, step.removeprefix("."))
    elif _have_ids(value):
        for inner in value:
            yield from leaves(inner, where)
    else:
        yield where, value


def _have_ids(value) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def test_only_what_was_mended_on_purpose_differs_and_no_figure():
    given, used = (dict(leaves(json.loads(path.read_text()))) for path in (GIVEN, USED))
    assert len(given) > 1000
    differs = {name for name in given | used if given.get(name) != used.get(name)}
    assert differs == MENDED
    assert not [name for name in MENDED if isinstance(used[name], int | float)]


@pytest.fixture(scope="module")
def document():
    return read(SHIPPED)


def test_a_poll_that_will_be_mirrored_asks_what_the_survey_asked(document):
    for poll in document.asked(Purpose.POLL):
        compared = [option for option in poll.options if option.row]
        survey = benchmarks().of(compared[0].row)
        assert poll.text in survey.team_question
        assert poll.most == survey.max_answers
        assert {option.row for option in compared} == {row.id for row in survey.options}
        for option in compared:
            row = benchmarks().rows[option.row]
            assert option.text in (row.asked or (row.label,))


def test_our_own_options_stand_outside_what_is_compared(document):
    outside = {
        poll.code: [option.key for option in poll.options if not option.row]
        for poll in document.asked(Purpose.POLL)
    }
    assert outside == {"PEIL-TEAM": ["weet-niet"], "PEIL-VORMEN": ["zie-geen", "weet-niet"]}
    assert benchmarks().rows["t5.5.geen"].pct == 5
    assert [benchmarks().rows[f"x.h.team.{end}"].pct for end in ("nooit", "soms", "vaak")] == [
        *(2, 58, 40)
    ]


def without(data: dict, code: str, key: str) -> None:
    poll = next(q for q in data["questions"] if q["code"] == code)
    poll["options"] = [option for option in poll["options"] if option["key"] != key]


def strange_row(data: dict) -> None:
    data["questions"][3]["options"][0]["row"] = "x.h.team.elke-dag"


def strange_reference(data: dict) -> None:
    data["facts"][0]["references"] = ["t9.9"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: without(data, "PEIL-VORMEN", "geen"), "mist keuzes.*t5.5.geen"),
        (strange_row, "'x.h.team.elke-dag', maar die rij is er niet"),
        (strange_reference, "'t9.9', maar zulke cijfers zijn er niet"),
    ],
)
def test_half_a_comparison_is_refused_before_publishing(document, change, said):
    data = to_builtins(document)
    change(data)
    found = " ".join(checks.problems(from_builtins(data)))
    assert re.search(said, found)
