"""A step of one's own: everything in it was typed by who added it."""

from sessions_app.kinds.kind import LONGEST_STEP, Bounds, Brief, Doing, Kind, Made
from sessions_app.script import StepContent


class Free(Kind):
    """What the module does not foresee: an announcement, a song, a question of the team's own."""

    key = "free"
    name = "eigen stap"
    unplugged = "zonder-eigen"
    doing = frozenset({Doing.LOOK})
    by_hand = True
    names_itself = False

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(1, 5, LONGEST_STEP)

    def kicker(self, theme: str, number: int, own: str = "") -> str:
        """What it is called here is for who plans; the room reads its own words alone."""
        return theme

    def fill(self, brief: Brief, minutes: int) -> Made:
        return Made("", StepContent(phone=brief.document.said("scherm"), tested=True))
