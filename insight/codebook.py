"""What stands in the files: each kind of number, its unit, and what it leaves out."""

from insight import rule, totals

COLUMNS = ("kwartaal", "wat", "waarover", "antwoord", "getal")

MEANINGS: dict[str, tuple[str, str]] = {
    "sessies": ("aantal, naar beneden afgerond op vijf", "sessies die meetellen"),
    "deelnemers": (
        "aantal, naar beneden afgerond op vijf",
        "telefoons die meededen; sessies zonder telefoons tellen hier als nul",
    ),
    "minuten gepland": ("minuten, afgerond op vijf", "gemiddelde lengte volgens het programma"),
    "minuten echt": ("minuten, afgerond op vijf", "gemiddelde lengte van begin tot eind"),
    "stappen gedaan": (
        "procent, afgerond op vijf",
        "van alle stappen in de programma's: waar de groep echt was",
    ),
    "evaluatie gedaan": ("procent van de sessies, afgerond op vijf", "de evaluatie is gehaald"),
    "thema": (
        "procent van de sessies, afgerond op vijf",
        "het thema is gedaan; een sessie heeft vaak meer thema's, dus samen is dit geen honderd",
    ),
    "antwoorden": (
        "aantal, naar beneden afgerond op vijf",
        "antwoorden op deze vraag die meetellen. Een sessie waarin bijna iedereen hetzelfde "
        "koos, telt hier niet mee: daarvan zijn geen aantallen bewaard",
    ),
    "koos": (
        "procent van de antwoorden, afgerond op vijf",
        "hoe de antwoorden verdeeld zijn; door het afronden samen niet altijd honderd",
    ),
    "overgeslagen": (
        "procent van wie er was, afgerond op vijf",
        "wie 'ik sla deze vraag over' koos; alleen over alle sessies, de "
        f"{totals.MOST_PASSED} vragen met het hoogste getal",
    ),
}

RULES = (
    f"Een getal staat er alleen als het over minstens {rule.LEAST_SESSIONS} sessies en "
    f"{rule.LEAST_ANSWERS} antwoorden gaat.",
    "Over alle sessies samen moet dat ook nog gelden zonder de sessies van welke gespreksleider "
    "dan ook.",
    "Een deel van de sessies staat er alleen als wat overblijft ook groot genoeg is.",
    "Alle getallen zijn afgerond op vijf.",
    "Een kwartaal wordt een week na zijn laatste dag één keer opgemaakt en verandert daarna niet.",
    f"Een sessie telt mee als ze minstens {totals.SHORTEST} minuten duurde, en er minstens "
    f"{totals.FEWEST} mensen meededen of ze zonder telefoons was.",
)
