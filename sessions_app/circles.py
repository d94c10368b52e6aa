"""Who talk and answer together on a dialogue day: people of one role, or of two that are few.

Pure: no database. People choose their role on their own phone, and the server never hears it; all
that is known here are numbers, given by who plans the day (decision 0075).
"""

from collections.abc import Iterable, Mapping

import msgspec

from content.document import CIRCLE_NAMES, Circle
from sessions_app.small_groups import LEAST_ANSWERS, enough
from sessions_app.wish import Role, Roles
from sessions_app.words import names

QUIET = 10  # percent of the other phones that is expected to answer nothing

# What people choose on their phone, and how somebody of that role is called.
ROLE_NAMES: dict[Role, str] = {
    Role.CLIENT: "cliënt",
    Role.RELATIVE: "naaste",
    Role.PROFESSIONAL: "hulpverlener",
}


class Ring(msgspec.Struct, frozen=True):
    """The people of a circle: which roles sit in it, with how many, and how they answer."""

    circle: Circle
    roles: tuple[Role, ...]
    people: int
    sends: bool  # else they say aloud what they want to say

    @property
    def name(self) -> str:
        """'cliënten en naasten'."""
        return CIRCLE_NAMES[self.circle]


def rings(roles: Roles) -> tuple[Ring, ...]:
    """The circles of such a day, in the order in which they are heard.

    Clients and relatives of whom there are fewer than five sit with each other; nobody of them is
    ever put with the professionals. A circle answers on phones only where its answers can be seen
    even when a few phones elsewhere stay silent (`small_groups.seats_of_part`); else it talks.
    """
    found = _circles(roles)
    people = {circle: sum(roles.of(role) for role in held) for circle, held in found}
    sending = {circle for circle, count in people.items() if count >= LEAST_ANSWERS}
    while hidden := [one for one in sending if not _can_be_seen(one, sending, people)]:
        sending -= {min(hidden, key=lambda one: people[one])}
    return tuple(Ring(one, held, people[one], one in sending) for one, held in found)


def _can_be_seen(one: Circle, sending: set[Circle], people: Mapping[Circle, int]) -> bool:
    """Whether its answers can be seen beside phones that answer nothing, and a few that wait."""
    aloud = sum(count for other, count in people.items() if other not in sending)
    others = sum(people[other] for other in sending if other != one)
    quiet = aloud + -(-others * QUIET // 100)
    return enough(people[one], people[one] + quiet)


def _circles(roles: Roles) -> list[tuple[Circle, tuple[Role, ...]]]:
    """Who sit together, clients first; a role of which nobody comes is in none."""
    found: list[tuple[Circle, tuple[Role, ...]]] = []
    both = roles.clients and roles.relatives
    if both and min(roles.clients, roles.relatives) < LEAST_ANSWERS:
        found.append((Circle.GUESTS, (Role.CLIENT, Role.RELATIVE)))
    else:
        if roles.clients:
            found.append((Circle.CLIENTS, (Role.CLIENT,)))
        if roles.relatives:
            found.append((Circle.RELATIVES, (Role.RELATIVE,)))
    if roles.professionals:
        found.append((Circle.PROFESSIONALS, (Role.PROFESSIONAL,)))
    return found


def named(found: Iterable[Ring]) -> str:
    """'cliënten, naasten en hulpverleners', 'cliënten met naasten en hulpverleners'."""
    return names([ring.name.replace(" en ", " met ") for ring in found])


def heard(found: Iterable[Ring]) -> str:
    """In which order they are heard: 'cliënten, dan naasten, dan hulpverleners'."""
    return ", dan ".join(ring.name.replace(" en ", " met ") for ring in found)


def counted(roles: Roles) -> str:
    """How many of each that comes: '6 cliënten, 1 naaste en 8 hulpverleners'."""
    many = {
        Role.CLIENT: CIRCLE_NAMES[Circle.CLIENTS],
        Role.RELATIVE: CIRCLE_NAMES[Circle.RELATIVES],
        Role.PROFESSIONAL: CIRCLE_NAMES[Circle.PROFESSIONALS],
    }
    counts = [(roles.of(role), ROLE_NAMES[role], name) for role, name in many.items()]
    return names([f"{n} {one if n == 1 else more}" for n, one, more in counts if n])
