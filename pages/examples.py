"""What the home page and the developers' page show. Figures in the gallery are invented."""

from typing import Any

import segno
from django import forms
from django.utils.safestring import mark_safe

THEMES = [
    {"number": 1, "name": "Bejegening", "seconds": 510},
    {"number": 2, "name": "Professionele afstand", "seconds": 525},
    {"number": 3, "name": "Emoties op de werkvloer", "seconds": 195},
    {"number": 4, "name": "Gelijkwaardigheid", "seconds": 330},
    {"number": 5, "name": "Eigen regie", "seconds": 420},
    {"number": 6, "name": "Werkdruk", "seconds": 240},
    {"number": 7, "name": "Hoop", "seconds": 315},
    {"number": 8, "name": "Hulpverlener als cliënt", "seconds": 180},
    {"number": 9, "name": "Passend aanbod", "seconds": 180},
]

PROFESSIONS = [
    "sociaal maatschappelijk werkers",
    "ervaringsdeskundigen",
    "sociaalpsychiatrisch verpleegkundigen en ggz-verpleegkundigen",
    "agogen",
    "begeleiders en woonbegeleiders",
    "coaches en herstelcoaches",
    "casemanagers",
    "psychologen",
    "psychiaters",
    "geestelijk verzorgers",
    "medewerkers in de verslavingszorg",
]

PROGRAMME: list[dict[str, Any]] = [
    {"clock": "13.30", "title": "Welkom en check-in", "minutes": 10},
    {"clock": "13.40", "title": "Basisregels", "minutes": 5},
    {"clock": "13.45", "title": "Wat is stigma?", "minutes": 10},
    {
        "clock": "13.55",
        "title": "Hoop",
        "detail": "film 6 · zelf 3 · samen 16",
        "minutes": 25,
        "theme": 7,
    },
    {"clock": "14.20", "title": "Pauze", "minutes": 10, "look": "pause"},
    {
        "clock": "14.30",
        "title": "Bejegening",
        "detail": "film 9 · zelf 3 · samen 20",
        "minutes": 32,
        "theme": 1,
    },
    {"clock": "15.02", "title": "Wat nemen we mee?", "minutes": 8},
    {"clock": "15.10", "title": "Evaluatie", "minutes": 5},
    {"clock": "15.15", "title": "Check-out", "minutes": 8},
    {"clock": "15.23", "title": "Speling", "minutes": 7, "look": "slack"},
]

CHOICES = [
    {"value": "taal", "label": "Taal over cliënten onderling", "checked": True},
    {"value": "betuttelen", "label": "Betuttelen of te veel beschermen"},
    {
        "value": "afstand",
        "label": "Afstand, wij en zij",
        "hint": "ook in kleine dingen",
    },
    {"value": "somber", "label": "Somber zijn over herstel", "disabled": True},
]

HOURS = [
    {"value": "60", "label": "1 uur"},
    {"value": "90", "label": "1½ uur"},
    {"value": "120", "label": "2 uur", "checked": True},
    {"value": "180", "label": "3 uur"},
    {"value": "240", "label": "4 uur"},
]

POINTS = [
    {"value": 1, "word": "nooit"},
    {"value": 2, "word": "zelden"},
    {"value": 3, "word": "soms", "checked": True},
    {"value": 4, "word": "regelmatig"},
    {"value": 5, "word": "vaak"},
]

TWICE = [
    {"label": "helemaal niet", "before": 2, "after": 1},
    {"label": "een beetje", "before": 7, "after": 4},
    {"label": "helemaal", "before": 3, "after": 7},
]
CHART = [
    {"label": "Focus op beperkingen en risico’s", "count": 9, "reference": 52},
    {"label": "Taal over cliënten onderling", "count": 8, "reference": 42},
    {"label": "Betuttelen, te veel beschermen", "count": 6, "reference": 43},
    {"label": "Afstand, wij en zij", "count": 3, "reference": 29},
    {"label": "Iets anders", "count": 0},
]

SEGMENTS = [
    {"minutes": 10, "state": "done"},
    {"minutes": 5, "state": "done"},
    {"minutes": 10, "state": "done"},
    {"minutes": 25, "state": "now"},
    {"minutes": 10, "state": ""},
    {"minutes": 32, "state": ""},
    {"minutes": 28, "state": ""},
]


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label="Naam van de sessie", help_text="Bijvoorbeeld: Teamdialoog FACT Noord."
    )
    start = forms.TimeField(label="Begint om")
    note = forms.CharField(
        label="Iets voor mezelf", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    leads = forms.ChoiceField(
        label="Wie leidt het gesprek?",
        choices=[("leiding", "De leidinggevende"), ("collega", "Een collega")],
        widget=forms.RadioSelect,
    )
    length = forms.ChoiceField(label="Hoe lang?", choices=[("60", "1 uur"), ("120", "2 uur")])
    guests = forms.BooleanField(label="Er komen ook cliënten of naasten", required=False)


def gallery() -> dict[str, Any]:
    """Everything the developers' page shows."""
    qr = segno.make("https://example.org/m/kiem27/", error="m").svg_inline(
        omitsize=True, border=2, dark="#241433", light="#ffffff"
    )
    return {
        "themes": THEMES,
        "programme": PROGRAMME,
        "choices": CHOICES,
        "hours": HOURS,
        "points": POINTS,
        "rows": CHART,
        "twice": TWICE,
        "segments": SEGMENTS,
        "form": ExampleForm(),
        "broken_form": ExampleForm({"name": "", "start": "half twee"}, prefix="fout"),
        "step_glyphs": ["zelf", "samen", "pauze", "regels", "meenemen"],
        "qr": mark_safe(qr),  # noqa: S308 - made by segno from a fixed address
    }
