"""Welcome: everybody comes in and hears what happens and what is kept."""

from collections.abc import Sequence

from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, note, notes
from sessions_app.script import Note, StepContent
from sessions_app.wish import Guests, LedBy


class Welcome(Kind):
    """The first step: the code on the screen, and how the session goes."""

    key = "welcome"
    name = "welkom"
    unplugged = "zonder-welkom"
    doing = frozenset({Doing.LOOK})
    place = Place.OPENING
    block = "opening"
    part = "binnenkomen"
    outlined = "binnenkomen, één woord per persoon"
    screen = "welcome"
    shows = frozenset({"join"})

    def bounds(self, brief: Brief) -> Bounds:
        """With guests a minute more: they hear who is there and what happens."""
        more = int(brief.wish.with_guests)
        return Bounds(2 + more, 4 + more, 5 + more)

    def fill(self, brief: Brief, minutes: int) -> Made:
        welcome = brief.document.passage("welkom")
        content = StepContent(
            lead=welcome.text if welcome else "",
            points=brief.document.aims,
            phone=brief.document.said("welkom-telefoon"),
            notes=_notes(brief),
            tested=bool(welcome and welcome.tested),
        )
        return Made("Welkom", content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title

    def listed(self, content: StepContent) -> str:
        return "".join(content.points) + content.lead


def _notes(brief: Brief) -> tuple[Note, ...]:
    """What a leading manager reads aloud comes before anything else is said."""
    wish = brief.wish
    found = [*notes(brief, "leidinggevende")] if wish.led_by == LedBy.MANAGER else []
    found += notes(brief, "welkom-waarvoor")
    if wish.phone_free:
        found += notes(brief, "welkom-zeg-zonder-telefoons")
    else:
        found += note(brief, "welkom-zeg", privacy=brief.document.said("telefoon-privacy"))
    found += notes(brief, "doel")
    if wish.contact:
        found += note(brief, "welkom-contact", contact=wish.contact)
    if wish.guests != Guests.NONE:
        found += notes(brief, "welkom-gasten")
    found += notes(brief, "welkom-ervaringsdeskundige")
    return tuple(found)
