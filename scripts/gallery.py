"""Pictures of every page and state from the running product, on one sheet to look at.

`make gallery` writes var/gallery/: the pictures, `index.html` with all of them, and `sheet.png`.
With words as arguments it makes only the states whose name has one of them; with `--product` it
renews the three pictures on the home page instead (static/img/product/).
"""

import os
import sys
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from tests.journeys.states import ALL, House, State, open_house  # noqa: E402
from tests.live.chromium import FLAGS, PROGRAM, WHOLE  # noqa: E402

OUT = ROOT / "var" / "gallery"
PRODUCT = ROOT / "static" / "img" / "product"
SIZES = ((360, 800), (1366, 768), (1920, 1080))
LONGEST = 3  # times its width that a picture on the sheet may be high
WIDEST = 800  # px of a picture on the home page, twice what it takes there
HIGHEST = 9000  # px of one picture
THUMB = 300  # px wide on the sheet
PER_ROW = 9
SETTLED = """() => Promise.all([
  document.fonts.ready, ...document.getAnimations().map((one) => one.finished),
])"""


def picture(page: Page, size: tuple[int, int], path: Path, whole: bool) -> None:
    """One picture at one size, from the top of the page."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("() => window.scrollTo(0, 0)")
    page.evaluate(SETTLED)
    if whole:  # a window as high as the page: what sticks to an edge then stands at the edge
        high = page.evaluate("() => document.scrollingElement.scrollHeight")
        page.set_viewport_size({"width": size[0], "height": max(size[1], min(high, HIGHEST))})
    page.screenshot(path=path)


def photograph(house: House, state: State) -> list[Path]:
    """The state at all sizes; the pictures."""
    page = house.visit(state)
    made = []
    for size in SIZES:
        path = OUT / f"{state.name}-{size[0]}.png"
        picture(page, size, path, whole=state.surface != "stage")
        made.append(path)
    house.leave(page)
    return made


def sheet(pictures: list[Path]) -> None:
    """All pictures small on one large picture, and on a page where each opens by itself."""
    rows: list[list[Image.Image]] = [[]]
    for path in pictures:
        small = Image.open(path).convert("RGB")
        small = small.crop((0, 0, small.width, min(small.height, small.width * LONGEST)))
        small.thumbnail((THUMB, THUMB * LONGEST))
        if len(rows[-1]) == PER_ROW:
            rows.append([])
        rows[-1].append(small)
    high = [max((one.height for one in row), default=0) + 8 for row in rows]
    whole = Image.new("RGB", ((THUMB + 8) * PER_ROW, sum(high)), "#8a8a8a")
    top = 0
    for row, tall in zip(rows, high, strict=True):
        for column, small in enumerate(row):
            whole.paste(small, (column * (THUMB + 8), top))
        top += tall
    whole.save(OUT / "sheet.png")
    figures = "".join(
        f'<figure><a href="{escape(p.name)}"><img src="{escape(p.name)}" loading="lazy" alt=""></a>'
        f"<figcaption>{escape(p.stem)}</figcaption></figure>"
        for p in pictures
    )
    (OUT / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>'
        "body{display:flex;flex-wrap:wrap;gap:12px;background:#777;font:12px sans-serif}"
        "figure{margin:0;width:300px}img{width:100%;max-height:900px;object-fit:cover;"
        f"object-position:top}}figcaption{{color:#fff}}</style>{figures}</html>"
    )


def product(house: House) -> None:
    """The three pictures on the home page, from the product itself."""
    named = {state.name: state for state in ALL}
    for name, state, size in (
        ("planner", "plan-preview", (1280, 800)),
        ("projector", "projector-phone-free", (1280, 720)),
        ("phone", "phone-before", (390, 720)),
    ):
        page = house.visit(named[state])
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if name == "planner":
            page.locator("[data-themes]").evaluate("one => one.scrollIntoView()")
            page.mouse.wheel(0, -40)
        for controls in page.locator("[data-controls]").all():
            controls.evaluate("one => one.remove()")  # they leave by themselves after seconds
        page.evaluate(SETTLED)
        shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
        house.leave(page)
        shot.thumbnail((WIDEST, WIDEST))
        shot.save(PRODUCT / f"{name}.webp", quality=82, method=6)


def wanted(words: list[str]) -> list[State]:
    """The states whose name has one of the words; all without words."""
    return [s for s in ALL if not words or any(word in s.name for word in words)]


def launch(playwright) -> Browser:
    """The whole Chromium, which speaks the language it is told, else the one playwright brought."""
    return playwright.chromium.launch(
        executable_path=str(WHOLE) if WHOLE.exists() else PROGRAM,
        args=FLAGS,
        env={**os.environ, "LANGUAGE": "nl"},  # the browser's own date fields follow its language
    )


def main() -> None:
    """Make the pictures."""
    words = sys.argv[1:]
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        house = open_house(launch(playwright))
        try:
            if words == ["--product"]:
                product(house)
                return
            made = []
            for state in wanted(words):
                made += photograph(house, state)
                print(state.name, flush=True)
        finally:
            house.stop()
    sheet(made)
    print(f"{len(made)} pictures: {OUT / 'index.html'}")


if __name__ == "__main__":
    main()
