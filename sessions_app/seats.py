"""How many phones a room has place for. Knows no database.

A phone takes a seat; without a limit one laptop could take hundreds and outvote the room.
"""

from datetime import timedelta

SPARE_PART = 15  # percent of the group that may come besides
SPARE_LEAST = 2  # seats, in a small group
UNUSED = timedelta(minutes=1)  # how long a seat is kept for a phone that never opened a line


def spare(group_size: int) -> int:
    """The margin above the group's size, and what one press adds."""
    return max(SPARE_LEAST, round(group_size * SPARE_PART / 100))


def planned(group_size: int) -> int:
    """The seats of a session before anybody added some."""
    return group_size + spare(group_size)
