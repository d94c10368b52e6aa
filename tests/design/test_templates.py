"""Rules that every template and stylesheet of the product keeps."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
# Beside the stylesheets of Django's admin, which know no layers; and what only joins others.
UNLAYERED = {"beheer", "phone"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_holds_style_or_script_that_the_policy_would_block(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=", source), "a style attribute"
    assert not re.search(r"<style\b", source), "a style element"
    assert not re.search(r"\son(click|load|change|submit|input)\s*=", source), "an inline handler"
    for tag in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in tag or 'type="application/json"' in tag, f"an inline script: {tag}"


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_a_stylesheet_keeps_to_its_layer_and_to_older_browsers(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert "@layer" in css or path.stem in UNLAYERED
    for newer in ("oklch(", "color-mix(", ":has("):
        assert newer not in css, f"{newer} is unknown to browsers of four years ago"
    assert css.count("{") == css.count("}")


def test_every_file_a_stylesheet_names_exists() -> None:
    for path in STYLES:
        for url in re.findall(r'url\("([^"]+)"\)', path.read_text()):
            assert (path.parent / url).is_file(), f"{path.name} names {url}"


def test_every_glyph_the_templates_name_is_in_the_sprite() -> None:
    sprite = (ROOT / "static" / "img" / "glyphs.svg").read_text()
    ids = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    assert {"logo", *(f"t{n}" for n in range(1, 10))} <= ids
    for path in TEMPLATES:
        used = re.findall(r'components/glyph\.html" with name="([\w-]+)"', path.read_text())
        assert set(used) <= ids, f"{_name(path)} names an unknown glyph"


def test_nothing_on_the_stage_is_too_small_to_read_from_the_back() -> None:
    css = (ROOT / "static" / "css" / "projector.css").read_text()
    sizes = re.findall(r"(?:font|font-size|--stage-\w+):[^;]*?calc\(([\d.]+) \* var\(--u\)\)", css)
    assert sizes
    assert min(map(float, sizes)) >= 2.4


def test_the_phones_stylesheets_stay_light() -> None:
    names = ("tokens", "base", "components", "participant")
    css = b"".join((ROOT / "static" / "css" / f"{name}.css").read_bytes() for name in names)
    assert len(gzip.compress(css)) < 14_000
