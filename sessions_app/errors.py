"""What verbs raise: each carries a Dutch sentence that says what to do now."""


class Refused(Exception):
    """The verb did nothing; `sentence` tells the person why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Stale(Refused):
    """Somebody else was first: what the person saw is no longer the current state."""


class NothingThere(Refused):
    """There was nothing to do, and that is no mistake: `sentence` says so."""


class AlreadyDone(Stale):
    """The same edit of the same page came twice: the first did it, so nothing is wrong."""


class Taken(Refused):
    """Something else of this person has that name."""
