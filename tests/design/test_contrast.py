"""Every pair of colours that meets on a surface, measured as WCAG measures it."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
TEXT, STAGE_TEXT, CONTROL = 4.5, 7.0, 3.0


def _block(selector: str) -> dict[str, str]:
    """The custom properties of the first rule with exactly this selector."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.S)
    match = re.search(rf"(?:^|[}}{{])\s*{re.escape(selector)}\s*{{([^}}]*)}}", css)
    assert match, f"tokens.css has no rule {selector}"
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", match[1]))


ROOT = {**_block(":root"), **_block(":root, .on-paper")}
DARK_PHONE = _block(".phone")  # the first rule of that name: for who likes a phone dark
GROUNDS = {
    "paper": ROOT,
    "dark": {**ROOT, **_block(".on-ink, [data-stage=dark]")},
    "light stage": {**ROOT, **_block("[data-stage=light]")},
}


def _colour(value: str, ground: dict[str, str]) -> str:
    """The hex value behind a literal or a chain of var()s, as that ground resolves it."""
    while match := re.fullmatch(r"var\((--[\w-]+)\)", value.strip()):
        value = ground[match[1]]
    return value.strip()


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(ground: str, one: str, other: str) -> float:
    """Contrast ratio of two tokens on a ground, 1 to 21."""
    roles = GROUNDS[ground]
    low, high = sorted(_luminance(_colour(f"var({name})", roles)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


THEMES = range(1, 10)
PAIRS = [
    # ground, colour, what it stands on, least contrast
    *(
        ("paper", text, on, TEXT)
        for text in ("--fg", "--fg-2", "--ok", "--warn", "--bad", "--link", "--danger")
        for on in ("--bg", "--surface")
    ),
    *(("paper", text, "--chosen", TEXT) for text in ("--ink", "--ink-2", "--warn")),
    *(("paper", text, "--track", TEXT) for text in ("--fg", "--fg-2")),
    ("paper", "--on-solid", "--solid", TEXT),
    ("paper", "--marker-ink", "--marker", STAGE_TEXT),
    ("paper", "--ink", "--ok-soft", TEXT),
    ("paper", "--ink", "--warn-soft", TEXT),
    ("paper", "--ink", "--bad-soft", TEXT),
    ("paper", "--bad", "--bad-soft", TEXT),
    *(("paper", text, "--paper", TEXT) for text in ("--ok", "--warn", "--bad")),
    *(
        ("paper", "--edge", on, CONTROL)
        for on in ("--bg", "--surface", "--chosen", "--ok-soft", "--bad-soft")
    ),
    *(("paper", "--focus", on, CONTROL) for on in ("--bg", "--surface", "--chosen", "--focus-gap")),
    *(
        ("paper", f"--do-{doing}", on, CONTROL)
        for doing in ("talk", "look", "think", "phone")
        for on in ("--bg", "--surface", "--track")
    ),
    *(("paper", "--chart-reference", on, CONTROL) for on in ("--surface", "--track")),
    *(
        ("dark", text, on, STAGE_TEXT)
        for text in ("--fg", "--fg-2", "--link", "--danger")
        for on in ("--bg", "--surface")
    ),
    ("dark", "--fg-2", "--track", STAGE_TEXT),
    ("dark", "--on-solid", "--solid", STAGE_TEXT),
    ("dark", "--marker", "--bg", STAGE_TEXT),
    ("dark", "--danger", "--danger-soft", TEXT),
    *(("dark", "--edge", on, CONTROL) for on in ("--bg", "--surface")),
    *(("dark", "--focus", on, CONTROL) for on in ("--bg", "--surface", "--focus-gap")),
    *(("dark", "--chart-reference", on, CONTROL) for on in ("--bg", "--track")),
    *(
        ("light stage", text, on, STAGE_TEXT)
        for text in ("--fg", "--fg-2")
        for on in ("--bg", "--surface", "--track")
    ),
    *(("light stage", "--edge", on, CONTROL) for on in ("--bg", "--surface")),
    *(
        ("paper", f"--t{n}", on, CONTROL)
        for n in THEMES
        for on in ("--bg", "--surface", "--chosen", f"--t{n}-soft")
    ),
    *(
        ("paper", f"--t{n}-deep", on, TEXT)
        for n in THEMES
        for on in (f"--t{n}-soft", "--bg", "--surface", "--chosen")
    ),
    *(("dark", f"--t{n}", on, CONTROL) for n in THEMES for on in ("--bg", "--surface")),
    *(("dark", f"--t{n}-tint", on, STAGE_TEXT) for n in THEMES for on in ("--bg", "--surface")),
    *(("light stage", f"--t{n}-deep", "--bg", STAGE_TEXT) for n in THEMES),
]


@pytest.mark.parametrize(("ground", "colour", "on", "least"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(
    ground: str, colour: str, on: str, least: float
) -> None:
    measured = contrast(ground, colour, on)
    assert measured >= least, f"{colour} on {on} ({ground}) has {measured:.2f}, needs {least}"


def test_a_dark_phone_has_the_roles_of_every_dark_ground() -> None:
    assert {**DARK_PHONE, **_block(".on-ink, [data-stage=dark]")} == DARK_PHONE


def test_the_measure_itself_knows_black_from_white() -> None:
    GROUNDS["test"] = {"--black": "#000000", "--white": "#ffffff"}
    assert contrast("test", "--black", "--white") == pytest.approx(21)
