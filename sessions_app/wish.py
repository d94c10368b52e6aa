"""What a team lead asks for, and the rules that follow from it alone. Pure: no database."""

from enum import StrEnum

import msgspec

SHORTEST = 60  # minutes a session lasts at least
LONGEST = 240
STRETCH = 90  # minutes without a break, at most
SENT_FROM = 10  # people from which open answers may leave the phone
COUNTED_FROM = 5  # people from which answers are counted at all
THREES_ABOVE = 8  # people above which a talk starts in threes


class LedBy(StrEnum):
    """Who leads the talk; the values of `DialogueSession.LedBy`."""

    MANAGER = "manager"
    COLLEAGUE = "colleague"
    OUTSIDER = "outsider"


class Guests(StrEnum):
    """Who comes beside the team; the values of `DialogueSession.Guests`."""

    NONE = "none"
    CLIENTS = "clients"
    RELATIVES = "relatives"
    BOTH = "both"


class Lived(StrEnum):
    """Whether an expert by experience takes part; the values of `DialogueSession.Lived`."""

    UNASKED = ""
    LEADS = "leads"
    ALONG = "along"  # leads together with somebody else
    COLLEAGUE = "colleague"
    NOT_NOW = "no"


class Role(StrEnum):
    """As what somebody takes part in a dialogue day; chosen on the phone, and staying there."""

    CLIENT = "client"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """How many people of each role are expected on a dialogue day; nobody by name."""

    clients: int = 0
    relatives: int = 0
    professionals: int = 0

    def of(self, role: Role) -> int:
        """How many of this role."""
        if role == Role.CLIENT:
            return self.clients
        return self.relatives if role == Role.RELATIVE else self.professionals

    @property
    def total(self) -> int:
        """All of them."""
        return self.clients + self.relatives + self.professionals

    @property
    def guests(self) -> Guests:
        """Who of them come beside the professionals."""
        if self.clients and self.relatives:
            return Guests.BOTH
        if self.clients:
            return Guests.CLIENTS
        return Guests.RELATIVES if self.relatives else Guests.NONE


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a team lead asks for."""

    minutes: int
    themes: tuple[str, ...]  # slugs, most important first
    group_size: int
    led_by: str = LedBy.COLLEAGUE
    guests: str = Guests.NONE
    phone_free: bool = False
    contact: str = ""  # whom participants can turn to afterwards
    roles: Roles | None = None  # of a dialogue day; then `group_size` and `guests` follow from it

    @property
    def is_day(self) -> bool:
        """Whether it is a dialogue day: people take part as client, relative or professional."""
        return self.roles is not None

    @property
    def counted(self) -> bool:
        """Whether scales and polls are asked: under five nobody would ever see the answers."""
        return not self.phone_free and self.group_size >= COUNTED_FROM

    @property
    def open_sent(self) -> bool:
        """Whether open answers leave the phone; else groups tell aloud what they want to tell."""
        return not self.phone_free and self.led_by != LedBy.MANAGER and self.group_size >= SENT_FROM

    @property
    def with_guests(self) -> bool:
        """Whether anybody comes beside the team."""
        return self.guests != Guests.NONE

    @property
    def in_threes(self) -> bool:
        """Whether a talk starts in groups of three; on a dialogue day it starts in circles."""
        return self.group_size > THREES_ABOVE and not self.is_day
