"""Every page in every state, as axe sees it and as somebody with large letters sees it."""

import pytest

from sessions_app import codes
from tests.journeys import looks
from tests.journeys.states import ALL, FULLEST, MIRRORS, House, State

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("accessible"), pytest.mark.sqlite_only]

NARROW = {"width": 320, "height": 640}  # 1280 px at 400% zoom
LETTERS = {"width": 1280, "height": 800}  # for text at twice its size
# At which of its sizes axe looks at a surface. A page of the desk is laid out the same from a
# laptop on (tests/design/test_widths.py), and the stage only grows. A phone and a console are
# looked at where they are used, and of the states of one page of the desk the first at both
# sizes; that all of it fits, in every state at every size.
AXE_AT = {"stage": (0,), "phone": (0,), "console": (1,)}
FIRST_OF_PAGE = {state.name.partition("-")[0]: state.name for state in reversed(ALL)}
TOO_WIDE = """(codes) => {
  const shown = document.querySelector(".stage-code");
  const words = document.createRange();
  words.selectNodeContents(shown);
  const room = shown.parentElement.getBoundingClientRect().right;
  return codes.filter((code) => {
    shown.firstChild.data = code;
    shown.dataset.signs = code.length;
    return words.getBoundingClientRect().right > room;
  });
}"""


@pytest.mark.parametrize("state", ALL, ids=lambda state: state.name)
def test_everyone_can_use_it(everything: House, state: State):
    house = everything
    house.faults.clear()
    page = house.visit(state)
    found: dict[str, list[str]] = {}
    first = FIRST_OF_PAGE[state.name.partition("-")[0]] == state.name
    looked_at = AXE_AT.get(state.surface, (0, 1) if first else (0,))
    try:
        for number, (width, height) in enumerate(state.sizes):
            page.set_viewport_size({"width": width, "height": height})
            if number in looked_at:
                found[f"{width}×{height}"] = looks.axe(page)
            if state.surface == "stage":
                found[f"{width}×{height}, fits"] = looks.off_stage(page)
            else:
                found[f"{width}×{height}, fits"] = looks.sideways(page)
        if state.surface not in ("stage", "admin"):
            page.set_viewport_size(NARROW)
            found["320 px"] = looks.sideways(page) + looks.cut_off(page)
            page.set_viewport_size(LETTERS)
            looks.large_text(page, 32)
            found["200% text"] = looks.sideways(page) + looks.cut_off(page)
    finally:
        house.leave(page)
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert house.faults == []


@pytest.mark.parametrize("state", FULLEST, ids=lambda state: state.name)
def test_the_screen_holds_the_longest_text_that_can_be_published(everything: House, state: State):
    page = everything.visit(state)
    found = {}
    for width, height in state.sizes:
        page.set_viewport_size({"width": width, "height": height})
        found[width] = looks.off_stage(page)
    everything.leave(page)
    assert {size: faults for size, faults in found.items() if faults} == {}


def test_every_code_fits_beside_the_qr_code(everything: House):
    page = everything.visit(next(state for state in ALL if state.name == "projector-lobby"))
    for width, height in ((1920, 1080), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TOO_WIDE, [f"{word} 888" for word in codes.WORDS]) == []
    everything.leave(page)


def test_the_examination_finds_what_is_wrong(everything: House):
    """Faults put into a page on purpose: a clean list above would mean nothing otherwise."""
    page = everything.visit(next(state for state in ALL if state.name == "colophon"))
    page.set_viewport_size(NARROW)
    page.evaluate("""() => {
      const wrong = document.createElement("div");
      wrong.innerHTML = "<img src=''><button></button><h4>Te laag</h4><p>Bleek</p>"
        + "<div><p>Een lange regel die nergens afbreekt</p></div><pre>" + "x".repeat(90) + "</pre>";
      const [pale, cut] = wrong.querySelectorAll("p");
      pale.style.color = "#bbb";
      Object.assign(cut.parentElement.style, { overflow: "hidden", width: "60px" });
      cut.style.whiteSpace = "nowrap";
      document.querySelector("main").append(wrong);
    }""")
    said = " ".join(looks.axe(page))
    assert all(rule in said for rule in ("image-alt", "button-name", "color-contrast"))
    assert any("Een lange regel" in fault for fault in looks.cut_off(page))
    assert looks.sideways(page)
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("main button { outline: none !important }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }""")
    (unseen,) = looks.out_of_reach(page)
    assert "no focus to be seen on <button" in unseen
    everything.leave(page)


@pytest.mark.parametrize(
    "rule",
    [
        "main p { color: #bbb }",
        "footer { background: #777 }",
        "header { position: absolute; inset: 0; background: #333 }",
    ],
)
def test_a_second_look_finds_what_is_pale_at_that_size_only(everything: House, rule: str):
    page = everything.visit(next(state for state in ALL if state.name == "colophon"))
    page.evaluate(
        """(rule) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`@media (min-width: 1000px) { ${rule} }`);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        rule,
    )
    page.set_viewport_size({"width": 360, "height": 800})
    assert looks.axe(page) == []
    page.set_viewport_size({"width": 1366, "height": 768})
    assert "color-contrast" in " ".join(looks.axe(page))
    everything.leave(page)


# Buttons and fields, or the face drawn for them, without an edge of their own.
_BARE = """() => [...document.querySelectorAll(".btn, input, select, textarea")]
  .map((one) => one.matches("[type=radio], [type=checkbox]")
    ? one.parentElement.querySelector("[class$=-face]") ?? one : one)
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => !one.matches("[type=hidden], .btn--bare"))
  .filter((one) => {
    const style = getComputedStyle(one);
    const edge = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0;
    return !edge && style.appearance === "none";
  }).map((one) => one.outerHTML.slice(0, 120))"""

# What can have focus but does not show it.
_UNSEEN = """() => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const found = [];
  for (const one of document.querySelectorAll(can)) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) continue;
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) continue;
    const faces = [one, one.nextElementSibling, one.parentElement].filter(Boolean);
    const drawn = faces.some((face) => getComputedStyle(face).outlineStyle !== "none");
    if (!drawn) found.push(one.outerHTML.slice(0, 120));
  }
  return found;
}"""


@pytest.mark.parametrize("name", ["plan-preview", "login", "console-alone", "phone-poll"])
def test_windows_own_colours_keep_every_edge_and_the_focus(everything: House, name: str):
    page = everything.visit(next(state for state in ALL if state.name == name))
    page.emulate_media(forced_colors="active")
    bare = page.evaluate(_BARE)
    unseen = page.evaluate(_UNSEEN)
    everything.leave(page)
    assert bare == []
    assert unseen == []


# Of what is drawn on a slide or of a mirror, the words and thin lines that keep a colour of ours.
_OWN_COLOUR = """() => {
  const own = getComputedStyle(document.querySelector(".slide-title, .stage-title")).color;
  const ink = {
    ".slide-svg text, .mirror-svg text": "fill",
    ".slide-axis, .slide-leader, .slide-pair, .mirror-axis, .mirror-rule, .mirror-link": "stroke",
  };
  return Object.entries(ink).flatMap(([which, what]) => [...document.querySelectorAll(which)]
    .filter((one) => getComputedStyle(one)[what] !== own)
    .map((one) => `${one.getAttribute("class")}: ${one.textContent.trim()}`));
}"""


def test_slides_and_mirrors_are_drawn_in_windows_own_colours(everything: House):
    found = {}
    for state in ALL:
        if not state.name.startswith(("projector-slide", "projector-mirror-")):
            continue
        page = everything.visit(state)
        page.emulate_media(forced_colors="active", color_scheme="light")
        found[state.name] = page.evaluate(_OWN_COLOUR)
        everything.leave(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


# The smallest words on the screen beside those at its foot, in percents of its height.
_SMALLEST = """() => Math.min(...[...document.querySelectorAll(
    ".mirror-svg text, .stage-mirror-source, .stage-title")].map((one) => {
  const drawn = one.getScreenCTM ? one.getScreenCTM().a : 1;
  return 100 * parseFloat(getComputedStyle(one).fontSize) * drawn / innerHeight;
}))"""


@pytest.mark.parametrize("state", MIRRORS, ids=lambda state: state.name)
def test_all_words_of_a_mirror_are_read_at_eight_metres(everything: House, state: State):
    page = everything.visit(state)
    found = {}
    for width, height in [*state.sizes, (1366, 768)]:
        page.set_viewport_size({"width": width, "height": height})
        found[width] = looks.off_stage(page)
        smallest = page.evaluate(_SMALLEST)
        if smallest < 2.79:
            found[width].append(f"words of {smallest:.2f}% of the height")
    everything.leave(page)
    assert {size: faults for size, faults in found.items() if faults} == {}


@pytest.mark.parametrize("name", ["projector-together", "console-together", "phone-together"])
def test_who_wants_no_motion_gets_none(everything: House, name: str):
    page = everything.visit(next(state for state in ALL if state.name == name))
    moving = page.evaluate("() => document.getAnimations().length")
    everything.leave(page)
    assert moving == 0
