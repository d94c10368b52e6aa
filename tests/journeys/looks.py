"""What a machine can see of a page: axe's findings, text that falls off, sideways scrolling."""

import json
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import CDPSession, Page

VENDOR = Path(__file__).resolve().parents[1] / "vendor"
AXE = (VENDOR / "axe.min.js").read_text()
DUTCH = json.loads((VENDOR / "axe.nl.json").read_text())
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LAYOUT = [
    *("color-contrast", "link-in-text-block", "meta-viewport", "scrollable-region-focusable"),
    "target-size",
]

_settings: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
# Pages of a server that has axe at an address of its own, and that server. A browser keeps what it
# made of a script that it fetched; of half a megabyte that we hand it, it makes the same each time.
serves_axe: WeakKeyDictionary[Page, str] = WeakKeyDictionary()

_FETCH = """() => new Promise((done) => {
  const script = document.createElement("script");
  script.src = "/axe.min.js";
  script.onload = () => { script.remove(); done(true); };
  script.onerror = () => { script.remove(); done(false); };
  document.head.append(script);
})"""

# Which of all elements can be seen. While that is the same, a rule finds the same, unless it looks
# at where things are and at their colours (LAYOUT). What it says of colours is the same too while
# everything has its own, no letters became small and what is drawn over others lies where it lay.
_RUN = """async ([tags, layout, layoutOnly]) => {
  const all = [...document.querySelectorAll("body, body *")];
  const seen = all.map((one) => one.checkVisibility({ visibilityProperty: true }));
  // What stays at the foot of the window lies over whatever happens to be scrolled there: a button
  // of which a strip looks out is no small button.
  const bars = [...document.querySelectorAll(".console-bar")];
  for (const bar of bars) bar.style.position = "static";
  const lifted = new Set(), large = [], inks = [];
  for (const [number, one] of all.entries()) {
    const style = getComputedStyle(one);
    const { left, top, right, bottom } = one.getBoundingClientRect();
    if (!["static", "relative"].includes(style.position) || lifted.has(one.parentElement)) {
      lifted.add(one);
    }
    const bare = style.backgroundColor === "rgba(0, 0, 0, 0)" && style.backgroundImage === "none";
    const over = lifted.has(one) && !bare && seen[number] && right > 0 && bottom > 0;
    const pixels = parseFloat(style.fontSize);
    large.push((pixels >= 18.6 && style.fontWeight >= 700) + (pixels >= 24));
    inks.push([style.color, style.backgroundColor, style.backgroundImage, style.opacity,
      style.filter, style.textDecorationLine, over ? [left, top, right, bottom] : ""].join());
  }
  const look = { seen: seen.map(Number).join(""), inks: inks.join(";"), large };
  const last = window.axeLooked ?? {};
  window.axeLooked = look;
  const fewer = layoutOnly || look.seen === last.seen;
  if (look.seen === last.seen && look.inks === last.inks
    && large.every((size, number) => size >= last.large[number])) {
    layout = layout.filter((rule) => rule !== "color-contrast");
  }
  const runOnly = fewer ? { type: "rule", values: layout } : { type: "tag", values: tags };
  // Without `preload`: it would copy imported styles into the page, which our CSP forbids.
  const found = await axe.run(document, {
    runOnly, resultTypes: ["violations"], iframes: false, preload: false,
  });
  for (const bar of bars) bar.style.position = "";
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")} | ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""

# Text that is partly outside the box that clips it, or outside the window where nothing scrolls.
_CUT = """() => {
  const clips = (value) => ["hidden", "clip"].includes(value);
  const scrolls = (value) => ["auto", "scroll"].includes(value);
  const away = ".visually-hidden, .skip-link, script, style, noscript, option, svg";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const owner = node.parentElement;
    if (!node.data.trim() || owner.closest(away)) continue;
    if (!owner.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      let free = [false, false];
      for (let box = owner; box && box !== document.documentElement; box = box.parentElement) {
        const style = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        if (scrolls(style.overflowX)) free[0] = true;
        if (scrolls(style.overflowY)) free[1] = true;
        const wide = !free[0] && clips(style.overflowX)
          && (rect.right > edge.right + 2 || rect.left < edge.left - 2);
        const high = !free[1] && clips(style.overflowY)
          && (rect.bottom > edge.bottom + 4 || rect.top < edge.top - 4);
        if (wide || high) {
          found.push(`cut off by ${box.className || box.tagName}: ${node.data.trim()}`);
          break;
        }
      }
      if (!free[0] && (rect.right > innerWidth + 1 || rect.left < -1)) {
        found.push(`outside the window: ${node.data.trim()}`);
      }
    }
  }
  return [...new Set(found)];
}"""

_SIDEWAYS = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 4).map((one) => `${one.tagName}.${one.className}`);
  return [`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} (${wide.join(", ")})`];
}"""

# On the stage nothing scrolls, so everything has to be inside it and above its foot.
_OFF_STAGE = """() => {
  const stage = document.querySelector(".stage").getBoundingClientRect();
  const foot = document.querySelector(".stage-foot");
  const floor = foot ? foot.getBoundingClientRect().top : stage.bottom;
  const away = ".visually-hidden, .stage-controls, .stage-start, title, desc";
  const found = [];
  const root = document.scrollingElement;
  if (root.scrollHeight > root.clientHeight + 1 || root.scrollWidth > root.clientWidth + 1) {
    found.push(`scrolls: ${root.scrollWidth}×${root.scrollHeight}`);
  }
  const walker = document.createTreeWalker(document.querySelector(".stage"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || owner.closest(away)) continue;
    if (!owner.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const rect of range.getClientRects()) {
      const low = owner.closest(".stage-foot") ? stage.bottom : floor;
      const text = walker.currentNode.data.trim().slice(0, 50);
      if (rect.bottom > low + 2) found.push(`${Math.round(rect.bottom - low)} px too low: ${text}`);
      if (rect.top < stage.top - 2) found.push(`above the stage: ${text}`);
      if (rect.right > stage.right + 2 || rect.left < stage.left - 2) found.push(`beside: ${text}`);
    }
  }
  return [...new Set(found)];
}"""

# What gets focus is marked, and has to show it. The page watches by itself: asking after each press
# is half of all that goes to and fro.
_WATCH = """() => {
  window.unseen = [];
  window.watches ??= document.addEventListener("focusin", ({ target: one }) => {
    if (one.dataset.reached) return;
    one.dataset.reached = "yes";
    const faces = [one, one.nextElementSibling, one.parentElement, one.closest("label")];
    const drawn = faces.filter(Boolean).some((face) => {
      const style = getComputedStyle(face);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!drawn) window.unseen.push(`no focus to be seen on ${one.outerHTML.slice(0, 120)}`);
  }) ?? true;
}"""

_CAN_BE_REACHED = """() => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const group = (one) => document.querySelector(
    `input[type=radio][name="${one.name}"][data-reached]`);
  return [...document.querySelectorAll(can)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.disabled && one.tabIndex >= 0 && !one.dataset.reached)
    .filter((one) => !one.closest("[inert]"))
    .filter((one) => one.type !== "radio" || !group(one))
    .map((one) => one.outerHTML.slice(0, 120));
}"""


def axe(page: Page, layout_only: bool = False) -> list[str]:
    """axe's findings on the page as it is now, one line each.

    `layout_only` runs just the rules whose findings can differ from size to size; so does a second
    look at a page on which nothing came into sight or left since the first.
    """
    if not page.evaluate("() => 'axe' in window"):
        if not (page.url.startswith(serves_axe.get(page, "nowhere")) and page.evaluate(_FETCH)):
            # Handed over, because our CSP refuses scripts that are put into the page.
            page.evaluate(AXE)
        page.evaluate("(locale) => axe.configure({ locale })", DUTCH)
    return page.evaluate(_RUN, [TAGS, LAYOUT, layout_only])


def cut_off(page: Page) -> list[str]:
    """Texts that are partly out of sight and can't be scrolled to."""
    return page.evaluate(_CUT)


def sideways(page: Page) -> list[str]:
    """Why the page scrolls sideways; empty when it does not."""
    return page.evaluate(_SIDEWAYS)


def off_stage(page: Page) -> list[str]:
    """What on the projector is outside the stage or under its foot."""
    return page.evaluate(_OFF_STAGE)


def large_text(page: Page, pixels: int) -> None:
    """Text at this size where browsers have 16 pixels, as a reader sets it in the settings."""
    _text(page, pixels, pixels)


def usual_text(page: Page) -> None:
    """Text as browsers have it by themselves."""
    _text(page, 16, 13)


def _text(page: Page, standard: int, fixed: int) -> None:
    settings = _settings.get(page)
    if settings is None:
        settings = _settings[page] = page.context.new_cdp_session(page)
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": standard, "fixed": fixed}})


def out_of_reach(page: Page) -> list[str]:
    """What the Tab key never comes to, or comes to without showing it."""
    in_dates = 3 * page.locator("input[type=date]").count()  # day, month, year and the calendar
    page.evaluate(_WATCH)
    for _ in range(len(page.evaluate(_CAN_BE_REACHED)) + in_dates + 2):
        page.keyboard.press("Tab")
    never = [f"Tab never comes to {one}" for one in page.evaluate(_CAN_BE_REACHED)]
    return page.evaluate("() => window.unseen") + never
