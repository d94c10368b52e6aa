"""Forms of the planner: they shape input and say in Dutch what is missing."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from content.document import Document, Theme
from sessions_app.models import DialogueSession
from sessions_app.planning import LONGEST, SHORTEST, Wish
from sessions_app.programmes import LONGEST_STEP, TITLE_LENGTH

COMMON = (60, 90, 120, 180, 240)  # lengths with a large button
LENGTHS = range(SHORTEST, LONGEST + 1, 15)
START = time(14, 0)
YEARS_AHEAD = 3


class Pills(forms.RadioSelect):
    """Radios drawn as a row of short words."""


def next_weekday(today: date) -> date:
    """The first Monday to Friday after this day."""
    day = today + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def short_length(minutes: int) -> str:
    """A length for a button: '1½ uur', '2 uur', '2 uur 45'."""
    hours, rest = divmod(minutes, 60)
    if rest == 30:
        return f"{hours}½ uur"
    return f"{hours} uur {rest}" if rest else f"{hours} uur"


def capitalised(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices as they stand on a card, with a capital."""
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


class PlanForm(forms.Form):
    """What the planner asks; themes come as ticked boxes with a rank beside each."""

    group_size = forms.IntegerField(
        label="Met hoeveel mensen zijn jullie?",
        min_value=2,
        max_value=5000,
        initial=12,
        help_text="Een schatting is goed. Reken jezelf mee.",
        error_messages={
            "required": "Vul in met hoeveel jullie zijn. Een schatting is goed.",
            "invalid": "Vul een heel getal in, bijvoorbeeld 12.",
            "min_value": "Een gesprek heeft minstens 2 mensen nodig.",
            "max_value": "Vul hooguit 5000 in.",
        },
    )
    led_by = forms.ChoiceField(
        label="Wie leidt het gesprek?",
        choices=capitalised(DialogueSession.LedBy.choices),
        initial=DialogueSession.LedBy.COLLEAGUE,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie het gesprek leidt."},
    )
    guests = forms.ChoiceField(
        label="Komt er iemand van buiten het team?",
        choices=[
            (DialogueSession.Guests.NONE, "Nee, alleen het team"),
            (DialogueSession.Guests.CLIENTS, "Ja, cliënten"),
            (DialogueSession.Guests.RELATIVES, "Ja, naasten"),
            (DialogueSession.Guests.BOTH, "Ja, cliënten en naasten"),
        ],
        initial=DialogueSession.Guests.NONE,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of er iemand bij komt."},
    )
    contact = forms.CharField(
        label="Bij wie kunnen mensen na afloop terecht?",
        max_length=200,
        help_text="Iedereen ziet dit aan het begin en aan het eind. "
        "Bijvoorbeeld: Sam de Vries, vertrouwenspersoon, toestel 1234.",
        error_messages={
            "required": "Vul in bij wie mensen terechtkunnen. Een naam en een nummer is genoeg.",
            "max_length": "Dit is te lang. Gebruik hooguit 200 tekens.",
        },
    )
    minutes = forms.TypedChoiceField(
        label="Hoeveel tijd hebben jullie?",
        coerce=int,
        choices=[(minutes, short_length(minutes)) for minutes in LENGTHS],
        initial=120,
        widget=Pills,
        error_messages={
            "required": "Kies hoeveel tijd jullie hebben.",
            "invalid_choice": "Kies een tijd van 1 tot 4 uur, in stappen van een kwartier.",
        },
    )
    day = forms.DateField(
        label="Op welke dag?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={
            "required": "Kies een dag. Je kunt hem later nog veranderen.",
            "invalid": "Vul een dag in zoals 24-03-2027.",
        },
    )
    at = forms.TimeField(
        label="Hoe laat begint het?",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        initial=START,
        error_messages={
            "required": "Kies een tijd. Je kunt hem later nog veranderen.",
            "invalid": "Vul een tijd in zoals 14.00.",
        },
    )
    themes = forms.MultipleChoiceField(
        label="Welke thema's spelen in jullie team?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies minstens één thema. Met een thema maken we je programma.",
            "invalid_choice": "Een van de thema's bestaat niet meer. Kies opnieuw.",
        },
    )
    phone_free = forms.TypedChoiceField(
        label="Met of zonder telefoons?",
        choices=[("nee", "Met telefoons"), ("ja", "Zonder telefoons")],
        coerce=lambda value: value == "ja",
        initial="nee",
        widget=Pills,
        help_text="Met telefoons kan iedereen antwoorden zonder naam. "
        "Zonder telefoons gaat alles hardop of op papier.",
        error_messages={"required": "Kies met of zonder telefoons."},
    )
    title = forms.CharField(
        label="Hoe heet jullie gesprek?",
        max_length=TITLE_LENGTH,
        initial="Gesprek met ons team",
        help_text="Dit staat op het scherm en in de brief aan het team.",
        error_messages={
            "required": "Geef het gesprek een naam.",
            "max_length": f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.",
        },
    )

    def __init__(self, document: Document, data=None, today: date | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.document = document
        self.today = today or timezone.localdate()
        self.fields["day"].initial = next_weekday(self.today)
        self.fields["themes"].choices = [(theme.slug, theme.name) for theme in document.themes]

    def tiles(self) -> list[dict]:
        """Each theme with whether it is chosen and how important it is (1 first, 0 unknown)."""
        chosen = self.chosen()
        return [
            {
                "theme": theme,
                "checked": theme in chosen,
                "rank": chosen.index(theme) + 1 if theme in chosen else 0,
            }
            for theme in self.document.themes
        ]

    def common_lengths(self) -> list:
        """The lengths with a large button, as radios."""
        return [option for option in self["minutes"] if option.data["value"] in COMMON]

    def other_lengths(self) -> list:
        """The other lengths, as radios."""
        return [option for option in self["minutes"] if option.data["value"] not in COMMON]

    def other_length_chosen(self) -> bool:
        """Whether one of the other lengths is chosen now."""
        return any(option.data["selected"] for option in self.other_lengths())

    @property
    def ranks(self) -> range:
        """The places of importance there are."""
        return range(1, len(self.document.themes) + 1)

    def chosen(self) -> list[Theme]:
        """The ticked themes, most important first; those without a rank come last, by number."""
        ticked = set(self.data.getlist("themes")) if self.is_bound else set()
        themes = [theme for theme in self.document.themes if theme.slug in ticked]
        return sorted(themes, key=lambda theme: (self._rank(theme), theme.number))

    def _rank(self, theme: Theme) -> int:
        typed = self.data.get(f"belang-{theme.slug}", "")
        return int(typed) if typed.isdecimal() and typed.isascii() and typed != "0" else 99

    def clean_themes(self) -> tuple[str, ...]:
        """Slugs, most important first."""
        return tuple(theme.slug for theme in self.chosen())

    def clean_day(self) -> date:
        """A day from today on, at most a few years ahead."""
        day = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
        if day > self.today.replace(year=self.today.year + YEARS_AHEAD, day=1):
            raise forms.ValidationError("Deze dag is ver weg. Klopt het jaar?")
        return day

    def clean(self) -> dict:
        """Nothing across fields; what can't be planned the planner itself says."""
        return super().clean() or self.cleaned_data

    @property
    def starts_at(self) -> datetime:
        """When the session begins, in local time; the defaults where nothing sound was given."""
        known = getattr(self, "cleaned_data", {})
        day = known.get("day") or self.fields["day"].initial
        return timezone.make_aware(datetime.combine(day, known.get("at") or START))

    def wish(self) -> Wish | None:
        """What was asked, once all that decides the programme is sound; else None."""
        self.is_valid()
        known = getattr(self, "cleaned_data", {})
        needed = ("minutes", "themes", "group_size", "led_by", "guests", "phone_free")
        if any(name not in known for name in needed):
            return None
        return Wish(contact=known.get("contact", ""), **{name: known[name] for name in needed})


class NameForm(forms.Form):
    """Another name for a step."""

    naam = forms.CharField(
        label="Naam",
        max_length=TITLE_LENGTH,
        error_messages={
            "required": "Een stap heeft een naam nodig. Typ een naam.",
            "max_length": f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.",
        },
    )


class MinutesForm(forms.Form):
    """Another length for a step; the verb refuses what can't be run."""

    minuten = forms.IntegerField(
        label="Minuten",
        error_messages={
            "required": "Vul in hoeveel minuten deze stap duurt.",
            "invalid": "Vul hele minuten in, bijvoorbeeld 15.",
        },
    )


class PlaceForm(forms.Form):
    """Another place for a step, counted from 1."""

    plaats = forms.IntegerField(
        min_value=-1000,
        max_value=1000,
        error_messages={"required": "Kies een plek.", "invalid": "Kies een plek."},
    )


class StepForm(NameForm, MinutesForm):
    """A step of one's own."""

    na = forms.CharField(required=False, max_length=24)
    tekst = forms.CharField(
        label="Wat staat er op het scherm?",
        required=False,
        max_length=300,
        error_messages={"max_length": "Dit is te lang. Gebruik hooguit 300 tekens."},
    )
    notitie = forms.CharField(
        label="Notitie voor de gespreksleider",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Deze notitie is te lang. Gebruik hooguit 2000 tekens."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["minuten"].initial = 5
        self.fields["minuten"].widget.attrs |= {"min": 1, "max": LONGEST_STEP}
