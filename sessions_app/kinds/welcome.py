"""Welcome: everybody comes in and hears what happens and what is kept."""

from collections.abc import Sequence

from sessions_app.kinds.kind import FOR, READ, SAY, Bounds, Brief, Doing, Kind, Made, Place
from sessions_app.script import Note, StepContent
from sessions_app.wish import Guests, LedBy


class Welcome(Kind):
    """The first step: the code on the screen, and how the session goes."""

    key = "welcome"
    name = "welkom"
    doing = frozenset({Doing.LOOK})
    place = Place.OPENING
    block = "opening"
    part = "binnenkomen"
    outlined = "binnenkomen, één woord per persoon"
    screen = "welcome"
    shows = frozenset({"join"})

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(2, 4, 5)

    def fill(self, brief: Brief, minutes: int) -> Made:
        welcome = brief.document.passage("welkom")
        content = StepContent(
            lead=welcome.text if welcome else "Fijn dat je er bent.",
            points=brief.document.aims,
            phone="Je doet mee. Straks verschijnt hier een vraag. Leg je telefoon gerust even weg.",
            notes=_notes(brief),
            tested=bool(welcome and welcome.tested),
        )
        return Made("Welkom", content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title

    def listed(self, content: StepContent) -> str:
        return "".join(content.points) + content.lead


def _notes(brief: Brief) -> tuple[Note, ...]:
    """With the sentence that a leading manager reads aloud."""
    document, wish = brief.document, brief.wish
    kept = document.passage("telefoon-privacy")
    said = (
        "Welkom. We doen vandaag alles hardop of op papier. Je vertelt alleen wat je wilt."
        if wish.phone_free
        else "Welkom. Meedoen kan met de code op het scherm, zonder naam. "
        f"{kept.text if kept else ''} Overslaan mag altijd, zonder reden."
    )
    found = [
        Note(
            heading=FOR, text="Iedereen komt binnen en weet wat we doen en wat er bewaard blijft."
        ),
        Note(heading=SAY, text=said),
    ]
    if wish.contact:
        text = f"Na afloop kunnen mensen terecht bij: {wish.contact}. Zeg dit nu, en straks weer."
        found.append(Note(heading="Bij wie mensen terechtkunnen", text=text))
    promise = document.passage("leidinggevende")
    if wish.led_by == LedBy.MANAGER and promise:
        found.append(Note(heading=READ, text=promise.text))
    if wish.guests != Guests.NONE:
        text = "Heet iedereen welkom. Niemand hoeft te praten namens een groep."
        found.append(Note(heading="Met gasten erbij", text=text))
    return tuple(found)
