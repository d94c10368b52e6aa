"""What planning gives back. Pure: no database."""

import msgspec

from sessions_app.script import PlannedStep


class CannotPlan(Exception):
    """No programme is possible; `sentence` says in Dutch what is needed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """A whole programme that fits to the minute, and what was decided on the way."""

    steps: tuple[PlannedStep, ...]
    minutes: int  # the time given, or the shorter time offered
    wished: int  # the time asked for
    themes: tuple[str, ...]  # slugs that are in it, most important first
    left_out: tuple[str, ...] = ()  # slugs that were asked for but don't fit
    suggestions: tuple[str, ...] = ()  # slugs that would fill the time that is left
    remarks: tuple[str, ...] = ()  # Dutch: what was decided, and why

    @property
    def shorter(self) -> bool:
        """Whether less time is offered than was asked for."""
        return self.minutes < self.wished
