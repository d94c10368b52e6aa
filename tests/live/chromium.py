"""The browser of the tests: the system's Chromium, else the one that playwright brought."""

from pathlib import Path

SYSTEM = Path("/usr/bin/chromium")
PROGRAM = str(SYSTEM) if SYSTEM.exists() else None
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
