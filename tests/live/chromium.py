"""The browser of the tests: Chromium without a window, else the whole one or playwright's own."""

from pathlib import Path

WHOLE = Path("/usr/bin/chromium")  # as people have it: for what is measured of it
HEADLESS = Path("/usr/bin/chromium-headless-shell")
PROGRAM = next((str(one) for one in (HEADLESS, WHOLE) if one.exists()), None)
# The address bar suggests in pages of its own, loaded anew for each window: a quarter of all that
# the browser did here. Naming features replaces playwright's list, so what matters of it is said
# again: no waiting with painting, no guessing of https, nothing fetched behind a page's back.
_OFF = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("PaintHolding", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "OptimizationHints"),
    *("PreconnectToSearch", "NetworkTimeServiceQuerying", "MediaRouter", "LensOverlay"),
    # Nor a process kept ready for the next site: here there is none.
    "SpareRendererForSitePerProcess",
    *("DestroyProfileOnBrowserClose", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    f"--disable-features={','.join(_OFF)}",
]
