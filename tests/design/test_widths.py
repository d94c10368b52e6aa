"""From a laptop on a page only gets more room around it; a look there is enough."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "static" / "css").glob("*.css"))
LAPTOP = 1366  # pixels
PIXELS = {"px": 1, "em": 16, "rem": 16}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_rule_begins_or_ends_beyond_a_laptop(sheet: Path):
    """`tests/journeys/test_accessible.py` rests on this: axe looks at a phone and at a laptop."""
    conditions = re.findall(r"@(?:media|container)([^{]*)\{", sheet.read_text())
    widths = re.findall(r"width[^\d)]*([\d.]+)(px|em|rem)", " ".join(conditions))
    assert [width for width in widths if float(width[0]) * PIXELS[width[1]] > LAPTOP] == []
