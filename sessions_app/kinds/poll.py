"""A poll: the team answers together and sees how it looks at something."""

from collections.abc import Sequence

from content.document import Purpose
from sessions_app.kinds.asked import all_tested, sources
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, chosen, notes
from sessions_app.script import StepContent

POLLS_FROM = 90  # minutes a session lasts before polls are in it
POLL_EACH = 60  # minutes more for every further one


class Poll(Kind):
    """One closed question on every phone, and its result on the screen."""

    key = "poll"
    name = "peiling"
    unplugged = "zonder-peiling"
    doing = frozenset({Doing.PHONE, Doing.LOOK})
    needs = ("question",)
    place = Place.THEORY
    block = "theorie"
    spare = True
    part = "theorie"
    counted = ("peiling", "peilingen")
    says_how = True
    by_hand = True

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(3, 4, 5)

    def offered(self, brief: Brief) -> list[Brief]:
        """One at 90 minutes and one more per hour; none where answers can't be counted.

        On a dialogue day none: they ask a team about its own work.
        """
        if not brief.wish.counted or brief.wish.is_day or brief.length < POLLS_FROM:
            return []
        most = 1 + (brief.length - POLLS_FROM) // POLL_EACH
        return [brief.about(question=q) for q in brief.document.asked(Purpose.POLL)[:most]]

    def choices(self, brief: Brief) -> list[tuple[str, str]]:
        """All of them, where answers can be counted."""
        polls = brief.document.asked(Purpose.POLL) if brief.wish.counted else ()
        return [(question.code, question.text) for question in polls]

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        polls = brief.document.asked(Purpose.POLL) if brief.wish.counted else ()
        question = next((one for one in polls if one.code == key), None)
        return brief.about(question=question) if question else None

    def stands_from(self, brief: Brief) -> int:
        """The first at 90 minutes, and each further one an hour later."""
        place = brief.document.asked(Purpose.POLL).index(chosen(brief.question))
        return POLLS_FROM + POLL_EACH * place

    def fill(self, brief: Brief, minutes: int) -> Made:
        question = chosen(brief.question)
        content = StepContent(
            lead=brief.document.said("kies"),
            notes=notes(brief, "peiling-waarvoor", "peiling-zeg", "peiling-daarna"),
            sources=sources(brief.document, question.citations),
            tested=all_tested([question]),
        )
        return Made("Peiling", content, (question,))

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def hint(self, content: StepContent, asks: bool) -> str:
        return "" if asks else content.lead
