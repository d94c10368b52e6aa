"""Files as they are sent: comments stay with the developers, all else is untouched."""

import pytest

from bijnaderinzien.files import uncommented

pytestmark = pytest.mark.sqlite_only

SCRIPT = b"""// What it does.
import { a } from "./a.js"; // beside
  // in between
const address = "https://voorbeeld.nl//x";
"""
SHEET = b"""/* Phone:
   one thumb. */
.a { color: red; } /* why */
.b { background: url(//x); }
"""


def test_a_script_loses_the_lines_that_are_comments_and_nothing_else():
    assert uncommented("js/a.js", SCRIPT) == (
        b'import { a } from "./a.js"; // beside\nconst address = "https://voorbeeld.nl//x";\n'
    )


def test_a_stylesheet_loses_its_comments_and_nothing_else():
    assert uncommented("css/a.css", SHEET) == (b".a { color: red; } .b { background: url(//x); }\n")


def test_anything_else_stays_as_it_is():
    assert uncommented("img/a.svg", SCRIPT) is SCRIPT
