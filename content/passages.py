"""The fixed texts by name: where each is used, how long it may be, what it is filled in with.

The texts themselves stand in the editions, and in `fixtures/` as they ship; nowhere in code. An
edition from before a text existed shows it as it ships (`complete`), so that a planned session
never lacks a sentence. Tests hold that every name here is used and that no other sentence is.
"""

from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from content.document import (
    Document,
    Further,
    Method,
    Mirror,
    Moment,
    Passage,
    Purpose,
    Question,
)

# The safe loader, in C where the machine has it: ten times as fast at every start.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHIPPED = Path(__file__).resolve().parent.parent / "fixtures" / "bij-nader-inzien"

SCREEN = "op het scherm"
PHONE = "op de telefoon"
SAID = "hardop, door de gespreksleider"
READ = "woord voor woord voorgelezen"
CARD = "op de kaart van de gespreksleider"
LETTER = "in de brief aan het team"
LIVED_LETTER = "in de brief aan een ervaringsdeskundige"
SIX = "bij het programma, in de lijst van zes ingrediënten"
GUESTS_LETTER = "in de brief aan cliënten en naasten"
DAY_LETTER = "in de brieven voor een dialoogdag"
SHEET = "in het draaiboek en bij het programma"
WARM_UP = "op de bladzijde om vooraf alleen te lezen"
UNPLUGGED = "op papier, als telefoons of het netwerk het niet doen, bij"


class Use(NamedTuple):
    """What editors must know of a fixed text before they change it."""

    where: str  # Dutch: 'op het scherm, bij Welkom'
    room: int = 600  # characters it may have
    values: tuple[str, ...] = ()  # what it is filled in with, each needed: 'contact'
    titled: bool = False  # whether its title is read anywhere; else it is a name for editors
    carded: bool = False  # whether it stands on the facilitator's card, and so has a short form


def _card(step: str, *values: str) -> Use:
    return Use(f"{CARD}, bij {step}", values=values, titled=True, carded=True)


def _said(step: str, *values: str) -> Use:
    return Use(f"{SAID}, bij {step}", values=values, titled=True, carded=True)


def _read(step: str) -> Use:
    return Use(f"{READ}, bij {step}", titled=True, carded=True)


def _screen(step: str, room: int, *values: str) -> Use:
    return Use(f"{SCREEN}, bij {step}", room, values)


def _headed(where: str, *values: str) -> Use:
    return Use(where, values=values, titled=True)


def _phone(step: str, room: int = 160) -> Use:
    return Use(f"{PHONE}, bij {step}", room)


def _unplugged(step: str) -> Use:
    return Use(f"{UNPLUGGED} {step}", 320)


USES: dict[str, Use] = {
    "welkom": _screen("Welkom", 160),
    "doel": _read("Welkom, en op de voorpagina"),
    "welkom-waarvoor": _card("Welkom"),
    "welkom-zeg": _said("Welkom", "privacy"),
    "welkom-zeg-zonder-telefoons": _said("Welkom"),
    "welkom-telefoon": _phone("Welkom"),
    "welkom-contact": _card("Welkom", "contact"),
    "welkom-gasten": _card("Welkom, als er gasten zijn"),
    "welkom-ervaringsdeskundige": _card("Welkom"),
    "leidinggevende": _read("Welkom, als een leidinggevende de sessie leidt"),
    "rondje": _screen("de check-in en de check-out", 120),
    "grote-groep": _card("de check-in en de check-out van een grote groep"),
    "checkin-telefoon": _phone("de check-in"),
    "checkin-waarvoor": _card("de check-in"),
    "checkin-zeg": _said("de check-in"),
    "kies": _screen("een peiling", 120),
    "stelling": Use(
        f"{SCREEN}, bij de stelling vooraf; de kop is de naam van de stap", 120, titled=True
    ),
    "stelling-waarvoor": _card("de stelling vooraf"),
    "stelling-zeg": _said("de stelling vooraf"),
    "regels": _screen("de basisregels", 120),
    "regels-telefoon": _phone("de basisregels"),
    "regels-waarvoor": _card("de basisregels"),
    "regels-lezen": _read("de basisregels"),
    "regels-onder-ons": _read("de basisregels"),
    "overslaan": _said("de basisregels"),
    "regels-grens": _card("de basisregels"),
    "rollen": _screen("rol kiezen", 120),
    "rollen-hardop": _screen("rol kiezen, zonder telefoons", 120),
    "rollen-vraag": Use(
        f"{SCREEN}, bij rol kiezen; de kop is de naam van de stap", 90, titled=True
    ),
    "rollen-meer": _screen("rol kiezen", 90),
    "rollen-telefoon": _phone("rol kiezen"),
    "rollen-waarvoor": _card("rol kiezen"),
    "rollen-zeg": _said("rol kiezen"),
    "rollen-zeg-hardop": _said("rol kiezen, zonder telefoons"),
    "rollen-aantallen": _card("rol kiezen"),
    "rollen-behandelt": _card("rol kiezen"),
    "scherm": _phone("een dia en een eigen stap"),
    "peiling-waarvoor": _card("een peiling"),
    "peiling-zeg": _said("een peiling"),
    "peiling-daarna": _card("een peiling"),
    "spiegel-waarvoor": _card("een spiegel"),
    "spiegel-zeg": _said("een spiegel"),
    "spiegel-daarna": _card("een spiegel"),
    "spiegel-zonder-telefoons": _card("een spiegel, zonder telefoons"),
    "spiegel-telefoon": _phone("een spiegel en het gesprek daarna"),
    "spiegel-praten": _screen("het gesprek na een spiegel", 120),
    "spiegel-praten-kaart": _card("het gesprek na een spiegel"),
    "spiegel-hulpverleners": _screen("een spiegel", 40),
    "spiegel-clienten": _screen("een spiegel", 40),
    "spiegel-meegemaakt": _screen("een spiegel", 40),
    "film-telefoon": _phone("de film"),
    "film-niet-mee": _phone("de film, voor wie niet meekijkt", 240),
    "film-daarna": _card("de film"),
    "zelf": _screen("zelf nadenken", 120),
    "zelf-waarvoor": _card("zelf nadenken"),
    "zelf-zeg": _said("zelf nadenken"),
    "zelf-zeg-verstuurd": _said("zelf nadenken, als een antwoord verstuurd kan worden"),
    "zelf-antwoorden": _card("zelf nadenken, als een antwoord verstuurd kan worden"),
    "zelf-zeg-zonder-telefoons": _said("zelf nadenken, zonder telefoons"),
    "ronde": Use(
        f"{SCREEN}, bij een ronde per rol; de kop is de naam van de stap", 120, titled=True
    ),
    "ronde-hardop": _screen("een ronde per rol, zonder telefoons", 120),
    "ronde-vraag": _screen("een ronde per rol", 90),
    "ronde-kies": _phone("een ronde per rol, zonder gekozen rol", 120),
    "ronde-praat": _phone("een ronde per rol, als niemand iets verstuurt"),
    "ronde-klein": _phone("een ronde per rol, in een kleine kring", 240),
    "ronde-antwoord": _phone("een ronde per rol", 200),
    "ronde-waarvoor": _card("een ronde per rol"),
    "ronde-zeg": _said("een ronde per rol"),
    "ronde-zeg-hardop": _said("een ronde per rol, zonder telefoons"),
    "ronde-wachten": _card("een ronde per rol"),
    "ronde-daarna": _card("een ronde per rol"),
    "groepjes": _screen("in groepjes", 120),
    "groepjes-vraag": _screen("in groepjes, buiten een thema", 120),
    "groepjes-waarvoor": _card("in groepjes"),
    "groepjes-delen": _said("in groepjes"),
    "groepjes-zonder-telefoons": _said("in groepjes, zonder telefoons"),
    "groepjes-hand": _card("in groepjes, met cliënten of naasten erbij"),
    "groepjes-hand-zeg": _said("in groepjes, met cliënten of naasten erbij"),
    "groepjes-ophalen": _card("in groepjes"),
    "samen": _screen("samen in gesprek", 120),
    "samen-drietallen": _screen("samen in gesprek, in drietallen", 120, "drietallen"),
    "dag-samen": _screen("samen in gesprek, op een dialoogdag", 120, "kringen"),
    "dag-vraag": _screen("samen in gesprek, op een dialoogdag", 90),
    "dag-samen-kaart": _card("samen in gesprek, op een dialoogdag", "kringen"),
    "samen-telefoon": _headed(f"{PHONE}, bij samen in gesprek"),
    "samen-tijd": _card("samen in gesprek", "minuten", "kijken"),
    "samen-drietallen-kaart": _card("samen in gesprek, in drietallen", "drietallen", "samen"),
    "doorvragen": _card("samen in gesprek"),
    "meer-vragen": _card("samen in gesprek, boven de vragen die niet op het scherm staan"),
    "perspectief": _card("samen in gesprek, zonder gasten"),
    "perspectief-scherm": _screen("samen in gesprek, zonder gasten", 90),
    "gasten-aan-het-woord": _card("samen in gesprek, met gasten"),
    "gasten-scherm": _screen("samen in gesprek, met gasten", 90),
    "samen-namen": _card("samen in gesprek"),
    "feiten": _card("samen in gesprek, boven de feiten"),
    "lens": Use(f"{SCREEN}, bij de lens; de kop is de naam van de stap", 120, titled=True),
    "lens-hardop": _screen("de lens, zonder telefoons of met een paar mensen", 120),
    "lens-waarvoor": _card("de lens"),
    "lens-zeg": _said("de lens"),
    "lens-zeg-hardop": _said("de lens, zonder telefoons of met een paar mensen"),
    "lens-daarna": _card("de lens"),
    "zin": Use(
        f"{SCREEN}, bij de zin om iets te zeggen; de kop is de naam van de stap", 120, titled=True
    ),
    "zin-hardop": _screen("de zin om iets te zeggen, zonder telefoons", 120),
    "zin-welke": _screen("de zin om iets te zeggen, als vraag", 90),
    "zin-zag": _screen("de zin om iets te zeggen, het eerste deel", 40),
    "zin-doet": _screen("de zin om iets te zeggen, het tweede deel", 40),
    "zin-vraagt": _screen("de zin om iets te zeggen, het derde deel", 40),
    "zin-klinkt": _phone("de zin om iets te zeggen, boven de hele zin", 60),
    "zin-oefenen": _phone("de zin om iets te zeggen"),
    "zin-waarvoor": _card("de zin om iets te zeggen"),
    "zin-zeg": _said("de zin om iets te zeggen"),
    "zin-daarna": _card("de zin om iets te zeggen"),
    "zin-niet": _card("de zin om iets te zeggen"),
    "woorden": Use(f"{SCREEN}, bij de woordronde; de kop is de naam van de stap", 120, titled=True),
    "woorden-hardop": _screen("de woordronde, als niemand een woord verstuurt", 120),
    "woorden-waarvoor": _card("de woordronde"),
    "woorden-zeg": _said("de woordronde"),
    "woorden-zeg-hardop": _said("de woordronde, als niemand een woord verstuurt"),
    "woorden-kiezen": _card("de woordronde"),
    "woorden-daarna": _card("de woordronde"),
    "keuze": Use(
        f"{SCREEN}, bij de keuze voor het gesprek; de kop is de naam van de stap", 120, titled=True
    ),
    "keuze-hardop": _screen("de keuze voor het gesprek, zonder telefoons", 120),
    "keuze-waarvoor": _card("de keuze voor het gesprek"),
    "keuze-zeg": _said("de keuze voor het gesprek"),
    "keuze-zeg-hardop": _said("de keuze voor het gesprek, zonder telefoons"),
    "keuze-praten": Use(
        f"{SCREEN}, bij het gesprek over de keuze; de kop is de naam van de stap", 120, titled=True
    ),
    "keuze-redenen": _screen("het gesprek over de keuze", 90),
    "keuze-ander": _screen("het gesprek over de keuze", 90),
    "keuze-telefoon": _phone("het gesprek over de keuze"),
    "keuze-praten-kaart": _card("het gesprek over de keuze"),
    "keuze-weer": Use(
        f"{SCREEN}, bij de keuze na het gesprek; de kop is de naam van de stap", 120, titled=True
    ),
    "keuze-weer-hardop": _screen("de keuze na het gesprek, zonder telefoons", 120),
    "keuze-weer-waarvoor": _card("de keuze na het gesprek"),
    "keuze-weer-zeg": _said("de keuze na het gesprek"),
    "keuze-weer-zeg-hardop": _said("de keuze na het gesprek, zonder telefoons"),
    "keuze-naast-elkaar": Use(
        f"{SCREEN}, {PHONE} en in het verslag, onder twee keuzes naast elkaar", 140
    ),
    "pauze": _screen("de pauze", 120),
    "pauze-telefoon": _headed(f"{PHONE}, bij de pauze"),
    "pauze-kaart": _card("de pauze"),
    "speling": _card("de speling"),
    "voornemen": Use(
        f"{SCREEN}, bij het voornemen; de kop is de naam van de stap", 120, titled=True
    ),
    "voornemen-zonder-telefoons": _screen("het voornemen, zonder telefoons", 120),
    "voornemen-bewaren": _phone("het voornemen", 200),
    "voornemen-waarvoor": _card("het voornemen"),
    "afspraak": Use(f"{SCREEN}, bij de afspraak; de kop is de naam van de stap", 180, titled=True),
    "afspraak-telefoon": _headed(f"{PHONE}, bij wat nemen we mee"),
    "afspraak-waarvoor": _card("wat nemen we mee"),
    "afspraak-kaart": _card("wat nemen we mee"),
    "afspraak-toets": Use(f"{SCREEN}, bij de afspraak, en op het formulier ervoor", 90),
    "evaluatie": _screen("de evaluatie", 120),
    "evaluatie-hardop": _screen("de evaluatie, zonder telefoons", 120),
    "evaluatie-waarvoor": _card("de evaluatie"),
    "evaluatie-zeg": _said("de evaluatie"),
    "evaluatie-zeg-zonder-telefoons": _said("de evaluatie, zonder telefoons"),
    "evaluatie-papier": _card("de evaluatie, zonder telefoons"),
    "checkout-telefoon": _phone("de check-out"),
    "checkout-waarvoor": _card("de check-out"),
    "checkout-zeg": _said("de check-out"),
    "checkout-lezen": _read("de check-out"),
    "checkout-daarna": _card("de check-out"),
    "blijf-geraakt": _card("de check-out"),
    "blijf-leidinggevende": _card("de check-out, als een leidinggevende de sessie leidt"),
    "opvang": Use(f"{SCREEN}, bij de check-out, en op elke telefoon", 300, titled=True),
    "opvang-contact": _screen("de check-out, en op elke telefoon", 60, "contact"),
    "opvang-clienten": _screen("de check-out, als er cliënten zijn", 90),
    "opvang-naasten": _screen("de check-out, als er naasten zijn", 90),
    "dank": Use(f"{SCREEN}, aan het eind", 60),
    "blijf-scherm": Use(f"{SCREEN} en {PHONE}, na de check-out", 120),
    "verder": Use(f"{PHONE} aan het eind, in het verslag en op de bladzijde Verder", 200),
    "telefoon-privacy": Use(f"{SCREEN}, {PHONE} en {LETTER}", 90),
    "pak-telefoon": Use(f"{SCREEN}, bij elke vraag op de telefoon", 60),
    "pak-telefoon-zelf": Use(f"{SCREEN}, bij een vraag voor jezelf", 60),
    "groepje-zoek": _phone("groepjes", 120),
    "groepje-zoek-plek": _phone("groepjes, met een plek in de ruimte", 120),
    "groepje-kies": _phone("groepjes, als mensen hun teken kiezen", 120),
    "groepje-gekozen": _phone("groepjes, bij wie een teken koos", 160),
    "groepje-ander": _phone("groepjes", 200),
    "groepje-niet": _phone("groepjes, bij wie niet meedoet", 160),
    "groepje-geen": _phone("groepjes, bij wie er geen heeft", 160),
    "groepje-oogst": _phone("groepjes, als één telefoon opschrijft", 60),
    "groepje-oogst-uitleg": _phone("groepjes, als één telefoon opschrijft", 240),
    "groepje-wie-schrijft": _phone("groepjes, als één telefoon opschrijft", 160),
    "groepje-schrijft": _phone("groepjes, op de telefoon die opschrijft", 160),
    "groepje-ander-schrijft": _phone("groepjes, op de andere telefoons", 160),
    "groepje-veld": _phone("groepjes, als één telefoon opschrijft"),
    "groepje-verslag": _phone("groepjes, als één telefoon opschrijft", 60),
    "groepjes-schrijven": _screen("groepjes, als één telefoon opschrijft", 60),
    "groepjes-scherm": _screen("groepjes", 50),
    "groepjes-geen-telefoon": _screen("groepjes", 90),
    "groepjes-hand-scherm": _screen("groepjes, als mensen hun teken kiezen", 50),
    "groepjes-hand-kies": _screen("groepjes, als mensen hun teken kiezen", 90),
    "telefoon-weg": Use(f"{PHONE}, als de gespreksleider de telefoons weg wil", 60),
    "alleen-voor-jou": _phone("een vraag voor jezelf"),
    "totaal": _phone("een keuze of een schaal", 200),
    "open-veld": _phone("een open vraag"),
    "open-antwoord": _phone("een open vraag", 240),
    "open-scherm": _phone("een open vraag", 60),
    "open-scherm-uitleg": _phone("een open vraag", 120),
    "open-verslag": _phone("een open vraag", 60),
    "verslag-weg": Use(f"{PHONE}, bij een open vraag en een woordronde", 60, ("dagen",)),
    "woord-veld": _phone("een woordronde"),
    "woord-antwoord": _phone("een woordronde", 240),
    "woord-verslag": _phone("een woordronde", 60),
    "brief-aanhef": Use(LETTER, 60),
    "brief-groet": Use(f"{LETTER} en die aan cliënten en naasten", 60),
    "brief-over": Use(LETTER, values=("films", "themas")),
    "brief-film": Use(f"{LETTER} en die aan cliënten en naasten, bij één film"),
    "brief-films": Use(f"{LETTER} en die aan cliënten en naasten, bij meer films"),
    "brief-pauze": Use(LETTER),
    "brief-gasten": Use(f"{LETTER}, als er gasten zijn", values=("gasten",)),
    "brief-kiezen": _headed(LETTER),
    "brief-zonder-telefoons": _headed(f"{LETTER}, zonder telefoons"),
    "brief-telefoon": _headed(LETTER),
    "brief-liever-zonder": Use(LETTER),
    "brief-deur": Use(f"{LETTER} en die aan cliënten en naasten, bij de code", values=("adres",)),
    "brief-code": Use(f"{LETTER}, zolang er geen code is"),
    "brief-vooraf": _headed(LETTER, "adres"),
    "opwarmen": Use(WARM_UP, 300, titled=True),
    "opwarmen-blijft": Use(f"{WARM_UP}, bij de vraag", 300),
    "opwarmen-opdrachten": Use(f"{WARM_UP}, onderaan", 500, titled=True),
    "brief-bewaart": _headed(LETTER, "privacy"),
    "brief-open": Use(f"{LETTER}, als open antwoorden verstuurd worden"),
    "brief-open-dicht": Use(f"{LETTER}, als open antwoorden op de telefoon blijven"),
    "brief-opvang": _headed(LETTER, "contact"),
    "brief-nood": Use(f"{LETTER} en die aan cliënten en naasten"),
    "brief-vragen": Use(LETTER),
    "brief-mail": Use("in de korte e-mail aan het team"),
    "brief-mail-zonder": Use("in de korte e-mail aan het team", values=("privacy",)),
    "gastbrief-aanhef": Use(GUESTS_LETTER, 60),
    "gastbrief-over": Use(GUESTS_LETTER, values=("films", "themas")),
    "gastbrief-waarom": _headed(GUESTS_LETTER),
    "gastbrief-kiezen": _headed(GUESTS_LETTER),
    "gastbrief-wie": _headed(GUESTS_LETTER, "mensen"),
    "gastbrief-onder-ons": _headed(GUESTS_LETTER),
    "gastbrief-telefoon": _headed(f"{GUESTS_LETTER}, met telefoons", "privacy"),
    "gastbrief-opvang": _headed(GUESTS_LETTER, "contact"),
    "gastbrief-vragen": Use(GUESTS_LETTER),
    "dagbrief-over": Use(DAY_LETTER, values=("films", "themas")),
    "dagbrief-client": _headed(f"{DAY_LETTER}, aan cliënten"),
    "dagbrief-naaste": _headed(f"{DAY_LETTER}, aan naasten"),
    "dagbrief-hulpverlener": _headed(f"{DAY_LETTER}, aan hulpverleners"),
    "dagbrief-kringen": _headed(DAY_LETTER),
    "dagbrief-wie": _headed(f"{DAY_LETTER}, aan cliënten en naasten", "mensen"),
    "dagbrief-van-jou": _headed(f"{DAY_LETTER}, aan hulpverleners", "mensen"),
    "dagbrief-telefoon": _headed(f"{DAY_LETTER}, met telefoons", "privacy"),
    "vooraf": Use(SHEET, 900, titled=True),
    "ruimte": Use(f"{SHEET}, elke regel om af te vinken", 900, titled=True),
    "ruimte-telefoons": Use(f"{SHEET}, om af te vinken, met telefoons"),
    "ruimte-zonder-telefoons": Use(f"{SHEET}, om af te vinken, zonder telefoons"),
    "ruimte-gasten": Use(f"{SHEET}, om af te vinken, als er gasten zijn"),
    "ruimte-dag": Use(f"{SHEET}, om af te vinken, bij een dialoogdag"),
    "ingredienten": _headed(SIX),
    **{
        f"ingredient-{one}": _headed(SIX)
        for one in ("verhaal", "contact", "oefenen", "mythes", "persoon", "herstel")
    },
    "ervaring-aanhef": Use(LIVED_LETTER, 60),
    "ervaring-over": Use(LIVED_LETTER, values=("films", "themas")),
    "ervaring-gevraagd": _headed(LIVED_LETTER),
    "ervaring-vooraf": _headed(LIVED_LETTER),
    "ervaring-stoppen": _headed(LIVED_LETTER),
    "ervaring-niet": _headed(LIVED_LETTER),
    "ervaring-daarna": _headed(LIVED_LETTER, "contact"),
    "ervaring-vragen": Use(LIVED_LETTER),
    "vooraf-gasten": Use(f"{SHEET}, als er gasten zijn", 900, titled=True),
    "vooraf-dag": Use(f"{SHEET}, bij een dialoogdag", 1200, titled=True),
    "terugblik": Use(
        f"{SCREEN}, bij de terugblik na enkele weken; de kop is de naam van de stap",
        120,
        titled=True,
    ),
    "terugblik-telefoon": _phone("de terugblik na enkele weken"),
    "terugblik-waarvoor": _card("de terugblik na enkele weken"),
    "terugblik-zeg": _said("de terugblik na enkele weken"),
    "stand": Use(
        f"{SCREEN}, bij de vragen van de terugblik; de kop is de naam van de stap", 120, titled=True
    ),
    "stand-waarvoor": _card("de vragen van de terugblik"),
    "stand-daarna": _card("de vragen van de terugblik"),
    "terugblik-begin": Use(f"{PHONE}, bij de terugblik met een link", 240),
    "terugblik-privacy": Use(f"{PHONE}, bij de terugblik met een link", 300),
    "terugblik-klaar": Use(f"{PHONE}, na de terugblik met een link", 160),
    "zonder-welkom": _unplugged("Welkom"),
    "zonder-checkin": _unplugged("de check-in"),
    "zonder-stelling": _unplugged("de stelling vooraf"),
    "zonder-regels": _unplugged("de basisregels"),
    "zonder-rollen": _unplugged("rol kiezen"),
    "zonder-dia": _unplugged("een dia"),
    "zonder-peiling": _unplugged("een peiling"),
    "zonder-spiegel": _unplugged("een spiegel"),
    "zonder-spiegel-praten": _unplugged("het gesprek na een spiegel"),
    "zonder-film": _unplugged("de film"),
    "zonder-zelf": _unplugged("zelf nadenken"),
    "zonder-ronde": _unplugged("een ronde per rol"),
    "zonder-samen": _unplugged("samen in gesprek"),
    "zonder-lens": _unplugged("de lens"),
    "zonder-zin": _unplugged("de zin om iets te zeggen"),
    "zonder-woorden": _unplugged("de woordronde"),
    "zonder-pauze": _unplugged("de pauze"),
    "zonder-voornemen": _unplugged("het voornemen"),
    "zonder-afspraak": _unplugged("wat nemen we mee"),
    "zonder-evaluatie": _unplugged("de evaluatie"),
    "zonder-checkout": _unplugged("de check-out"),
    "zonder-groepjes": _unplugged("praten in groepjes"),
    "zonder-keuze": _unplugged("een keuze voor of na het gesprek"),
    "zonder-keuze-praten": _unplugged("praten over de keuze"),
    "zonder-werkvorm": _unplugged("een werkvorm"),
    "zonder-eigen": _unplugged("een eigen stap"),
    "zonder-terugblik": _unplugged("de terugblik na enkele weken"),
    "zonder-stand": _unplugged("de vragen van de terugblik"),
}

# What surfaces show outside the steps; a session keeps its own copy of them.
OF_SESSION = (
    *("telefoon-privacy", "pak-telefoon", "pak-telefoon-zelf", "alleen-voor-jou", "totaal"),
    "telefoon-weg",
    *("groepje-zoek", "groepje-zoek-plek", "groepje-kies", "groepje-gekozen"),
    *("groepje-ander", "groepje-niet", "groepje-geen"),
    *("groepje-oogst", "groepje-oogst-uitleg", "groepje-wie-schrijft", "groepje-schrijft"),
    *("groepje-ander-schrijft", "groepje-veld", "groepje-verslag"),
    *("groepjes-schrijven", "groepjes-scherm", "groepjes-geen-telefoon"),
    *("groepjes-hand-scherm", "groepjes-hand-kies"),
    *("open-veld", "open-antwoord", "open-scherm", "open-scherm-uitleg", "open-verslag"),
    *("verslag-weg", "scherm", "dank", "blijf-scherm", "verder"),
    *("woord-veld", "woord-antwoord", "woord-verslag"),
    *("afspraak-toets", "terugblik-begin", "terugblik-privacy", "terugblik-klaar"),
    *("voornemen-bewaren", "keuze-naast-elkaar"),
    *("zin-klinkt", "zin-oefenen"),
    *("rollen-telefoon", "ronde-kies", "ronde-klein", "ronde-antwoord"),
)


def read_aloud(key: str) -> bool:
    """Whether the room hears this text word for word."""
    return key in USES and USES[key].where.startswith(READ)


def complete(document: Document) -> Document:
    """The document with every fixed text and moment that it lacks, as they ship; in their order.

    And with the methods and the questions of the look-back, where it has none: they came later.
    """
    known = {passage.key for passage in document.passages}
    lacking = [passage for passage in shipped_passages() if passage.key not in known]
    later = _later_questions(document)
    if not lacking and not later and document.moments and document.further and document.methods:
        return document
    return msgspec.structs.replace(
        document,
        questions=(*document.questions, *later),
        passages=in_order([*document.passages, *lacking]),
        moments=document.moments or shipped_moments(),
        further=document.further or _further(document),
        methods=document.methods or _methods(document),
    )


def _methods(document: Document) -> tuple[Method, ...]:
    sources = {source.key for source in document.sources}
    return methods_for(sources, {fact.code for fact in document.facts if not fact.off_cards})


def methods_for(sources: Set[str], facts: Set[str]) -> tuple[Method, ...]:
    """The methods as they ship, with only these sources and these facts on their cards."""
    return tuple(
        msgspec.structs.replace(
            one,
            facts=tuple(code for code in one.facts if code in facts),
            citations=tuple(c for c in one.citations if c.source in sources),
        )
        for one in shipped_methods()
    )


def in_order(passages: list[Passage]) -> tuple[Passage, ...]:
    """As they are used in a session; one that nothing uses stands last."""
    places = {key: place for place, key in enumerate(USES)}
    last = len(places)
    return tuple(sorted(passages, key=lambda one: (places.get(one.key, last), one.key)))


@cache
def shipped_passages() -> tuple[Passage, ...]:
    """The fixed texts as they ship."""
    return msgspec.convert(_parsed("teksten.yaml")["passages"], tuple[Passage, ...])


@cache
def shipped_further() -> tuple[Further, ...]:
    """What the field offers, as it ships."""
    return msgspec.convert(_parsed("verder.yaml")["further"], tuple[Further, ...])


def _further(document: Document) -> tuple[Further, ...]:
    """As it ships, as far as the edition has the sources."""
    known = {source.key for source in document.sources}
    return tuple(one for one in shipped_further() if all(c.source in known for c in one.citations))


LATER = frozenset((Purpose.LOOK_BACK, Purpose.TEAM))  # purposes that came after the first edition


@cache
def shipped_later() -> tuple[Question, ...]:
    """The questions of the look-back as they ship."""
    every = msgspec.convert(_parsed("vragen.yaml")["questions"], tuple[Question, ...])
    return tuple(question for question in every if question.purpose in LATER)


def _later_questions(document: Document) -> tuple[Question, ...]:
    # They came with the texts of the look-back: who has those and not these took them out.
    if document.passage("terugblik") is not None:
        return ()
    sources = {source.key for source in document.sources}
    codes = {question.code for question in document.questions}
    return tuple(
        msgspec.structs.replace(
            question, citations=tuple(c for c in question.citations if c.source in sources)
        )
        for question in shipped_later()
        if question.code not in codes
    )


@cache
def shipped_rounds() -> dict[str, tuple[Question, ...]]:
    """The questions for the circles of a dialogue day as they ship, by theme."""
    return {
        theme["slug"]: tuple(
            msgspec.convert(one, Question)
            for one in theme["questions"]
            if one["purpose"] == Purpose.ROUND
        )
        for theme in _parsed("themas.yaml")["themes"]
    }


@cache
def shipped_mirrors() -> tuple[Mirror, ...]:
    """The mirrors as they ship."""
    return msgspec.convert(_parsed("spiegels.yaml")["mirrors"], tuple[Mirror, ...])


@cache
def shipped_moments() -> tuple[Moment, ...]:
    """The cards for hard moments as they ship."""
    return msgspec.convert(_parsed("momenten.yaml")["moments"], tuple[Moment, ...])


@cache
def shipped_methods() -> tuple[Method, ...]:
    """The methods as they ship."""
    return msgspec.convert(_parsed("werkvormen.yaml")["methods"], tuple[Method, ...])


@cache
def shipped_questions() -> tuple[Question, ...]:
    """The questions of a session as a whole, as they ship."""
    return msgspec.convert(_parsed("vragen.yaml")["questions"], tuple[Question, ...])


def _parsed(name: str) -> dict:
    return yaml.load((SHIPPED / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
