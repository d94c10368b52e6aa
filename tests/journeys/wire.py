"""What went over the wire for a page: every answer with its size, as the browser counted it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page


@dataclass
class Wire:
    """The requests of one page, from the moment of `watch`."""

    sizes: dict[str, int] = field(default_factory=dict)  # bytes as sent, heads included
    kinds: dict[str, str] = field(default_factory=dict)  # Document, Stylesheet, Script, Font, …
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    causes: dict[str, str] = field(default_factory=dict)  # parser, script, other, …

    @property
    def hosts(self) -> set[str]:
        """Everyone who was asked for anything."""
        return {urlsplit(address).netloc for address in self.kinds}

    def weight(self, *but: str) -> int:
        """Bytes of all answers, without those of these kinds."""
        return sum(n for address, n in self.sizes.items() if self.kinds[address] not in but)

    def per_kind(self) -> dict[str, int]:
        """Bytes per kind of answer."""
        found: dict[str, int] = {}
        for address, size in self.sizes.items():
            found[self.kinds[address]] = found.get(self.kinds[address], 0) + size
        return found


def watch(page: Page, slow_4g: bool = False) -> Wire:
    """Count from now on; with `slow_4g` the line is as slow as DevTools' profile of that name."""
    seen = Wire()
    addresses: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")

    def asked(event: dict) -> None:
        addresses[event["requestId"]] = event["request"]["url"]
        seen.kinds[event["request"]["url"]] = event.get("type", "Other")
        seen.causes.setdefault(event["request"]["url"], event["initiator"]["type"])

    def answered(event: dict) -> None:
        if address := addresses.get(event["requestId"]):
            named = event["response"]["headers"].items()
            seen.heads[address] = {name.lower(): value for name, value in named}
            seen.kinds[address] = event["type"]

    def done(event: dict) -> None:
        if address := addresses.get(event["requestId"]):
            size = round(event["encodedDataLength"])
            seen.sizes[address] = seen.sizes.get(address, 0) + size

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", done)
    if slow_4g:
        wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 562.5,
                "downloadThroughput": 1.6e6 / 8 * 0.9,
                "uploadThroughput": 750e3 / 8 * 0.9,
            },
        )
    return seen


def largest_paint(page: Page, opened: float) -> tuple[float, float]:
    """When the largest paint of this page was, in ms: since it was asked for, and since `opened`.

    Those differ for who takes a seat, and so comes by the door. `opened` is what
    `time.time()` said then.
    """
    asked, painted = page.evaluate(
        """() => new Promise((done) => new PerformanceObserver((list) =>
          done([performance.timeOrigin, list.getEntries().at(-1).startTime])
        ).observe({ type: "largest-contentful-paint", buffered: true }))"""
    )
    return painted, asked + painted - opened * 1000


def newcomer(browser, viewport: dict[str, int]) -> BrowserContext:
    """A phone that was never here before."""
    return browser.new_context(
        viewport=viewport, locale="nl-NL", has_touch=True, is_mobile=True, device_scale_factor=2
    )
