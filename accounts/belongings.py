"""What hangs on an account in the other rooms: they say so, this room knows none of them by name.

A room registers one object when it starts (`AppConfig.ready`). Export and deletion of an account
ask all of them, so a room that comes later joins without a change here.
"""

from typing import Protocol

from accounts.models import User


class Belongings(Protocol):
    """What one room keeps of an account."""

    def summary(self, user: User) -> list[str]:
        """What there is, in Dutch, one line a thing: '2 geplande sessies'."""
        ...

    def export(self, user: User) -> dict[str, object]:
        """All of it, as plain data; names of fields in Dutch."""
        ...

    def hindrance(self, user: User) -> str:
        """Why the account can't go at this moment, as a Dutch sentence; '' when it can."""
        ...

    def remove(self, user: User) -> None:
        """Delete what only this person has."""
        ...


_rooms: list[Belongings] = []


def register(room: Belongings) -> None:
    """Let this room be asked."""
    _rooms.append(room)


def summary(user: User) -> list[str]:
    """What hangs on the account and would go, or be left behind, with it."""
    return [line for room in _rooms for line in room.summary(user)]


def export(user: User) -> dict[str, object]:
    """What every room keeps of the account."""
    found: dict[str, object] = {}
    for room in _rooms:
        found |= room.export(user)
    return found


def hindrance(user: User) -> str:
    """The first reason why the account can't go now; ''."""
    return next((said for room in _rooms if (said := room.hindrance(user))), "")


def remove(user: User) -> None:
    """Delete what only this person has, in every room."""
    for room in _rooms:
        room.remove(user)
