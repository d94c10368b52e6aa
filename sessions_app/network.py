"""What a network must let through for a session, as the settings have it; pure but for those.

The policy of our pages says which other sites they may load anything from, so it is the list: what
it does not name, no page of ours asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

PORTS = {"https": 443, "http": 80}
# What a page of theirs loads in its own frame, where our policy has no say: host -> more hosts.
ALSO = {"www.youtube-nocookie.com": ("*.googlevideo.com", "*.ytimg.com")}
SCREEN = "het scherm: de films"
EVERYBODY = "laptop, scherm en telefoons: alles"


@dataclass(frozen=True)
class Need:
    """One name that must be reachable from the room."""

    host: str
    port: int
    whose: str  # Dutch: which devices, and what for

    @property
    def line(self) -> str:
        return f"{self.host}, poort {self.port} (TCP): {self.whose}"


def needs() -> tuple[Need, ...]:
    """Everything that must be reachable: our own site first."""
    own = urlsplit(settings.BASE_URL)
    site = Need(own.hostname or "", own.port or PORTS[own.scheme], EVERYBODY)
    return (site, *others(settings.SECURE_CSP))


def others(policy: Mapping[str, Any]) -> tuple[Need, ...]:
    """The other sites of a content security policy, each once, with what they load themselves."""
    origins = dict.fromkeys(one for where in policy.values() for one in where if "://" in one)
    found = []
    for parts in map(urlsplit, origins):
        for host in (parts.hostname or "", *ALSO.get(parts.hostname or "", ())):
            found.append(Need(host, parts.port or PORTS[parts.scheme], SCREEN))
    return tuple(found)


def note() -> str:
    """What to ask whoever looks after the network: plain text, to copy into an e-mail."""
    return "\n\n".join(
        (
            "Beste netwerkbeheerder,",
            "We gaan met ons team in gesprek met 'Bij nader inzien'. Willen jullie in onze ruimte "
            "dit doorlaten, ook op het netwerk voor gasten?",
            "\n".join(f"- {need.line}" for need in needs()),
            "Het zijn gewone webpagina's: HTTP/2 of HTTP/1.1 over TLS. Geen websockets, geen UDP. "
            "Eén ding is bijzonder: elke laptop en telefoon houdt een lijn open waarover de site "
            "zelf iets stuurt (text/event-stream). Houdt een proxy of virusscanner die op tot hij "
            "af is? Zet dat voor onze site uit, en sluit een stille lijn niet binnen 30 seconden.",
        )
    )
