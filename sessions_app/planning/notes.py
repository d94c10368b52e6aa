"""What the facilitator reads beside a step: what it is for, what to say, how to open and close.

The words come from the edition where it has them; the rest is ours, and concept like all of it.
"""

from content.document import Document, Slide, Theme
from sessions_app.planning.wish import Guests, LedBy, Wish
from sessions_app.script import Note

FOR = "Waar deze stap voor is"
SAY = "Zeg bijvoorbeeld"
READ = "Lees hardop voor"
NO_NAMES = "Praat over cliënten zonder naam of herkenbare details."


def welcome(document: Document, wish: Wish) -> tuple[Note, ...]:
    """Notes on the welcome, with the sentence that a leading manager reads aloud."""
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


def checkin(wish: Wish) -> tuple[Note, ...]:
    """Notes on the check-in."""
    found = [
        Note(
            heading=FOR, text="Iedereen is even te horen, zonder dat het ergens over hoeft te gaan."
        ),
        Note(heading=SAY, text="Ik begin zelf. Daarna mag wie wil. Passen mag ook."),
    ]
    if wish.group_size > 20:
        found.append(
            Note(heading="Bij een grote groep", text="Laat buren elkaar hun woord zeggen.")
        )
    return tuple(found)


def rules() -> tuple[Note, ...]:
    """Notes on the ground rules."""
    return (
        Note(heading=FOR, text="Afspreken hoe we praten, voordat het dichtbij komt."),
        Note(
            heading=READ, text="Lees de regels een voor een voor. Vraag of iedereen zo kan meedoen."
        ),
        Note(
            heading="Wat niet in de ruimte kan blijven",
            text="Hoor je over gevaar of geweld? Zeg eerlijk dat je dat niet voor je kunt houden.",
        ),
    )


def slide(slide: Slide) -> tuple[Note, ...]:
    """Notes on a slide: what the editors wrote."""
    return (Note(heading="Bij deze dia", text=slide.notes),) if slide.notes else ()


def poll() -> tuple[Note, ...]:
    """Notes on a poll."""
    return (
        Note(heading=FOR, text="Samen zien hoe het team kijkt. Het is geen toets."),
        Note(heading=SAY, text="Er is geen goed of fout. Weet ik niet is ook een antwoord."),
        Note(heading="Daarna", text="Laat de uitslag zien en vraag: wat valt op?"),
    )


def film(theme: Theme) -> tuple[Note, ...]:
    """Notes on a film."""
    found = [
        Note(heading="Vooraf", text="Bekijk de film eerst zelf."),
        Note(heading=READ, text=theme.film.content_note),
    ]
    if theme.remark:
        found.append(Note(heading="Let op bij dit thema", text=theme.remark))
    return tuple(found)


def alone(wish: Wish) -> tuple[Note, ...]:
    """Notes on thinking alone."""
    if wish.phone_free:
        said = "Denk even na voor jezelf. Opschrijven mag; je hoeft het niet te laten zien."
    elif wish.open_sent:
        said = (
            "De eerste vraag is alleen voor jou. Wat je bij de laatste vraag verstuurt, lezen we."
        )
    else:
        said = "Wat je opschrijft, blijft op je telefoon. Straks vertel je alleen wat je wilt."
    return (
        Note(heading=FOR, text="Eerst zelf denken. Dan hoeft niemand als eerste te praten."),
        Note(heading=SAY, text=said),
    )


def together(
    document: Document, wish: Wish, theme: Theme, minutes: int, perspective: bool
) -> tuple[Note, ...]:
    """Notes on a talk."""
    found = [Note(heading="Openen", text=theme.opening)]
    if wish.in_threes:
        text = "Begin in groepjes van drie. Vraag daarna wie iets wil delen met iedereen."
        found.append(Note(heading="Eerst in drietallen", text=text))
    found.append(Note(heading="Bij stilte", text=theme.silence))
    passage = document.passage("perspectief")
    if perspective and passage:
        found.append(Note(heading="Kijken vanuit een ander", text=passage.text))
    found.append(Note(heading="Namen", text=NO_NAMES))
    found.append(Note(heading="Sluiten", text=theme.closing))
    return tuple(found)


def pause() -> tuple[Note, ...]:
    """Notes on a break."""
    return (
        Note(heading="In de pauze", text="Loop even langs bij wie stil werd. Vraag niet door."),
    )


def slack() -> tuple[Note, ...]:
    """Notes on the time kept in hand."""
    return (Note(heading=FOR, text="Tijd achter de hand. Liep iets uit? Dan gaat het hiervan af."),)


def harvest(wish: Wish) -> tuple[Note, ...]:
    """Notes on what the team takes along."""
    own = (
        "Wie wil, schrijft één kleine stap op papier. Dat blijft bij jezelf."
        if wish.phone_free
        else "De vraag op je telefoon is voor jezelf. Het antwoord blijft daar."
    )
    return (
        Note(heading=FOR, text="Eén kleine stap voor jezelf en één afspraak van het team."),
        Note(heading=SAY, text=own),
        Note(
            heading="De afspraak",
            text="Maak de afspraak hardop. Spreek af wie erop terugkijkt, en wanneer. "
            "Noem geen namen van cliënten.",
        ),
    )


def evaluation(wish: Wish) -> tuple[Note, ...]:
    """Notes on the evaluation."""
    if wish.counted:
        said = "Vul in wat bij je past. Onder de vijf antwoorden ziet niemand de uitkomst."
    else:
        said = "Vertel hardop wat je wilt, of schrijf het op papier zonder naam."
    found = (
        Note(heading=FOR, text="Horen wat dit gesprek bracht en wat de volgende keer beter kan."),
        Note(heading=SAY, text=said),
    )
    if wish.counted:
        return found
    paper = (
        "De zinnen om te scoren staan in het draaiboek. Deel ze uit op papier; vraag ze niet rond."
    )
    return (*found, Note(heading="Op papier", text=paper))


def checkout(wish: Wish) -> tuple[Note, ...]:
    """Notes on the check-out."""
    found = [
        Note(heading=FOR, text="Samen afsluiten, zodat niemand alleen weggaat met iets zwaars."),
        Note(heading=SAY, text="Ik begin zelf. Wie niets wil zeggen, knikt of zwaait."),
        Note(heading=READ, text="Lees voor bij wie mensen terechtkunnen."),
        Note(heading="Daarna", text="Blijf nog een kwartier. Dan kan iemand naar je toe komen."),
    ]
    if wish.group_size > 20:
        found.append(
            Note(heading="Bij een grote groep", text="Laat buren elkaar hun woord zeggen.")
        )
    return tuple(found)
