"""Every page in every state, as axe sees it and as somebody with large letters sees it."""

import pytest

from tests.journeys import looks
from tests.journeys.states import ALL, House, State

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("accessible"), pytest.mark.sqlite_only]

NARROW = {"width": 320, "height": 640}  # 1280 px at 400% zoom
LETTERS = {"width": 1280, "height": 800}  # for text at twice its size


@pytest.mark.parametrize("state", ALL, ids=lambda state: state.name)
def test_everyone_can_use_it(everything: House, state: State):
    house = everything
    house.faults.clear()
    page = house.visit(state)
    found: dict[str, list[str]] = {}
    try:
        for number, (width, height) in enumerate(state.sizes):
            page.set_viewport_size({"width": width, "height": height})
            # The stage only grows, and the desk is laid out the same from a laptop on.
            same = number >= (1 if state.surface == "stage" else 2)
            found[f"{width}×{height}"] = looks.axe(page, layout_only=same)
            if state.surface == "stage":
                found[f"{width}×{height}, fits"] = looks.off_stage(page)
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
    everything.leave(page)
