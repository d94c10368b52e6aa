"""Scripts and sheets that go out as one file do what they did as many."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from bijnaderinzien.files import LIGHTER
from pages import joining
from pages.modules import graph

pytestmark = pytest.mark.sqlite_only

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r'{% module "(js/[\w-]+\.js)" %}')

MODULES = {
    "js/page.js": """// What both need.
import { count } from "./count.js"; // beside
import { twice as double } from "./twice.js";
import grand from "../vendor/grand/grand.min.js";

tell(double(count()), grand); // the answer
""",
    "js/count.js": """
let counted = 20;
export const count = () => {
  counted += 1;
  return counted;
};
""",
    "js/twice.js": """
import { count } from "./count.js";
import "./alone.js";
import grand from "../vendor/grand/grand.min.js";
const counted = count();
export function twice(n) { return 2 * n - counted; }
""",
    "js/alone.js": 'tell("alone", `a   //b`);\n',
}


def read(name: str) -> str:
    return MODULES[name]


def test_a_script_holds_each_of_our_modules_once_and_after_what_it_imports():
    joined = joining.script("js/page.js", read)
    assert re.findall(r"counted=20|\"alone\"|2\*n-counted|tell\(double", joined) == [
        "counted=20",
        '"alone"',
        "2*n-counted",
        "tell(double",
    ]
    assert joined.count("import") == 1
    assert joined.startswith('import grand from"../vendor/grand/grand.min.js";')
    assert "export" not in joined
    assert "//" not in joined.replace("`a   //b`", "")


def test_a_script_alone_is_itself_without_comments():
    assert joining.script("js/alone.js", read) == 'tell("alone",`a   //b`);'


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("export let a = 1;\n", "exports let a"),  # its importers would keep the first value
        ("export default 1;\n", "exports default"),
        ("export { a };\n", "exports { a }"),
        ('import * as all from "./alone.js";\n', r"imports \* as all"),
        ('import one from "./alone.js";\n', "imports one"),
        ('import "./odd.js";\n', "imports itself"),
    ],
)
def test_what_it_does_not_understand_it_refuses_by_name(said, why):
    with pytest.raises(joining.Unjoinable, match=rf"js/odd\.js {why}"):
        joining.script("js/odd.js", {**MODULES, "js/odd.js": said}.__getitem__)


def test_a_sheet_holds_what_it_imports_in_their_place():
    sheets = {
        "css/all.css": '/* All. */\n@import "./one.css";\n@import "./two.css";\n',
        "css/one.css": "@layer a, b; /* order */\n",
        "css/two.css": '.b {\n    color: red;\n}\n.c::after { content: "  a"; }\n',
    }
    joined = joining.sheet("css/all.css", sheets.__getitem__)
    assert joined == '@layer a, b;\n.b {\ncolor: red;\n}\n.c::after { content: "  a"; }\n'


def test_every_script_and_sheet_of_ours_can_be_joined():
    for folder, lighter in LIGHTER.items():
        for path in sorted((STATIC / folder).iterdir()):
            made = lighter(f"{folder}/{path.name}", lambda name: (STATIC / name).read_text())
            assert made.strip(), path
            assert not re.search(r"""(?:import|@import)[^;]*["']\./""", made), path


def test_two_scripts_on_one_page_share_no_module():
    """Each would bring its own copy, and both would listen."""
    everywhere = NAMED.findall((TEMPLATES / "allauth/layouts/base.html").read_text())
    assert everywhere
    for template in TEMPLATES.rglob("*.html"):
        for block in re.findall(r"{{ block\.super }}[^\n]*", template.read_text()):
            for entry in NAMED.findall(block):
                for other in everywhere:
                    assert not {entry, *graph(entry)} & {other, *graph(other)}, template
