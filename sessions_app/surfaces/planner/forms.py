"""Forms of the planner: they shape input and say in Dutch what is missing."""

from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone

from content.document import METHOD_FOR_NAMES, MethodFor
from sessions_app import briefs, kinds
from sessions_app.kinds import LONGEST_STEP
from sessions_app.models import DialogueSession
from sessions_app.plans import UNTITLED
from sessions_app.programmes import TITLE_LENGTH
from sessions_app.surfaces.typed import ClockField, Typed

START = time(14, 0)
YEARS_AHEAD = 3
SKIPPED = "Deze tijd is er niet op deze dag: de klok gaat dan vooruit. Kies een uur later."
FARTHEST = 1000  # minutes or places that one request may ask for


def next_weekday(today: date) -> date:
    """The first Monday to Friday after this day."""
    day = today + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


class KeepForm(Typed, forms.Form):
    """What is asked only when a programme is kept: for whom, when, and who can be turned to."""

    titel = forms.CharField(
        label="Hoe heet jullie gesprek?",
        max_length=TITLE_LENGTH,
        initial=UNTITLED,
        help_text="Dit staat op het scherm en in de brief aan het team.",
        error_messages={
            "required": "Geef het gesprek een naam.",
            "max_length": f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.",
        },
    )
    dag = forms.DateField(
        label="Op welke dag?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={
            "required": "Kies een dag.",
            "invalid": "Vul een dag in zoals 24-03-2027.",
        },
    )
    tijd = ClockField(
        label="Hoe laat begint het?",
        initial=START,
        error_messages={
            "required": "Kies een tijd.",
            "invalid": "Vul een tijd in zoals 14.00.",
        },
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

    def __init__(self, data: QueryDict | None = None, today: date | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.today = today or timezone.localdate()
        self.fields["dag"].initial = next_weekday(self.today)

    def clean_dag(self) -> date:
        """A day from today on, at most a few years ahead."""
        day = self.cleaned_data["dag"]
        if day < self.today:
            raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
        if day > self.today.replace(year=self.today.year + YEARS_AHEAD, day=1):
            raise forms.ValidationError("Deze dag is ver weg. Klopt het jaar?")
        return day

    def clean(self) -> dict:
        """A moment that there is: in the night that the clock goes forward an hour is not."""
        known = super().clean() or self.cleaned_data
        whole = "dag" in known and "tijd" in known
        if whole and timezone.localtime(self.starts_at).hour != known["tijd"].hour:
            self.add_error("tijd", SKIPPED)
        return known

    @property
    def starts_at(self) -> datetime:
        """When the session begins; only when valid.

        In UTC, so that minutes are added as they pass, also where the clock is put forward or back.
        """
        known = self.cleaned_data
        local = timezone.make_aware(datetime.combine(known["dag"], known["tijd"]))
        return local.astimezone(UTC)


class LetterForm(Typed, forms.Form):
    """What only its sender can add to the letter."""

    afzender = forms.CharField(
        label="Van wie is de brief?",
        required=False,
        max_length=120,
        help_text="Dit staat onder de brief. Bijvoorbeeld: Noor, teamleider.",
        error_messages={"max_length": "Dit is te lang. Gebruik hooguit 120 tekens."},
    )
    woorden = forms.CharField(
        label="Wil je er zelf iets bij zeggen?",
        required=False,
        max_length=400,
        help_text="Bijvoorbeeld waarom jullie dit gesprek voeren. Het staat bovenaan de brief.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Dit is te lang. Gebruik hooguit 400 tekens."},
    )

    def __init__(self, data: QueryDict | None, session: DialogueSession) -> None:
        known = {"afzender": session.sender, "woorden": session.own_words}
        super().__init__(data, label_suffix="", initial=known)

    @property
    def said(self) -> dict[str, str]:
        """As the verb takes it; only when valid."""
        known = self.cleaned_data
        return {"sender": known["afzender"], "own_words": known["woorden"]}


LIVED = {  # as an address says it
    "": DialogueSession.Lived.UNASKED,
    "leidt": DialogueSession.Lived.LEADS,
    "leidt-mee": DialogueSession.Lived.ALONG,
    "collega": DialogueSession.Lived.COLLEAGUE,
    "nee": DialogueSession.Lived.NOT_NOW,
}


LIVED_CHOICES = [(name, str(value.label).capitalize()) for name, value in LIVED.items()]
LIVED_ADVICE = {  # what to do about it, by how it stands
    DialogueSession.Lived.UNASKED: (
        "Liefst om te leiden of mee te leiden; meedoen als collega kan ook. Vraag het voordat de "
        "dag vastligt en bespreek het ruim vooraf. Nee is een goed antwoord."
    ),
    DialogueSession.Lived.LEADS: (
        "Bereid het samen voor en spreek af wie er na afloop is. Stoppen mag op elk moment."
    ),
    DialogueSession.Lived.ALONG: (
        "Bereid het samen voor: wie doet welke stap, en wie is er na afloop? Stoppen mag op elk "
        "moment."
    ),
    DialogueSession.Lived.COLLEAGUE: (
        "Wie meedoet als collega, hoeft niets te vertellen. Zeg dat vooraf, en dat stoppen mag."
    ),
    DialogueSession.Lived.NOT_NOW: ("Goed dat je het vroeg. Vraag het een volgende keer weer."),
}


def lived_field(widget: type[forms.Widget], help_text: str = "") -> forms.ChoiceField:
    """How an expert by experience takes part; nothing said is 'not asked yet'."""
    return forms.ChoiceField(
        label="Doet er een ervaringsdeskundige mee?",
        choices=LIVED_CHOICES,
        initial="",
        required=False,
        widget=widget,
        help_text=help_text,
        error_messages={"invalid_choice": "Kies of er een ervaringsdeskundige meedoet."},
    )


class LivedForm(Typed, forms.Form):
    """The same, of a session that is kept."""

    ervaring = lived_field(forms.Select)

    def __init__(self, data: QueryDict | None, session: DialogueSession) -> None:
        super().__init__(data, label_suffix="")
        names = {value: name for name, value in LIVED.items()}
        known = DialogueSession.Lived(session.lived)
        self.initial = {"ervaring": names[known]}
        self.advice = LIVED_ADVICE[known]

    @property
    def lived(self) -> str:
        """What was chosen, as a session keeps it; only when valid."""
        return LIVED[self.cleaned_data["ervaring"]]


class VersionForm(Typed, forms.Form):
    """What every edit says: on which version of the programme its page was made."""

    versie = forms.CharField(required=False, max_length=12)

    def __init__(self, session: DialogueSession, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_versie(self) -> int | None:
        """The version's number; None, for 'as it is now', where the page says none."""
        said = self.cleaned_data["versie"]
        return int(said) if said.isascii() and said.isdecimal() else None


class NameForm(VersionForm):
    """Another name for a step."""

    naam = forms.CharField(
        label="Naam",
        max_length=TITLE_LENGTH,
        error_messages={
            "required": "Een stap heeft een naam nodig. Typ een naam.",
            "max_length": f"Deze naam is te lang. Gebruik hooguit {TITLE_LENGTH} tekens.",
        },
    )


class MinutesForm(VersionForm):
    """Another length for a step; the verb refuses what can't be run."""

    minuten = forms.IntegerField(
        label="Minuten",
        error_messages={
            "required": "Vul in hoeveel minuten deze stap duurt.",
            "invalid": "Vul hele minuten in, bijvoorbeeld 15.",
        },
    )


class LengthForm(MinutesForm):
    """A length in minutes, or how many minutes more (`verschil`) than it is by then."""

    verschil = forms.IntegerField(
        required=False,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        error_messages={"invalid": "Vul hele minuten in, bijvoorbeeld 15."},
    )

    def __init__(self, session: DialogueSession, data: QueryDict) -> None:
        super().__init__(session, data)
        self.fields["minuten"].required = not data.get("verschil")


class PlaceForm(VersionForm):
    """Another place for a step, counted from 1, or how many places later (`schuif`)."""

    plaats = forms.IntegerField(
        min_value=-FARTHEST,
        max_value=FARTHEST,
        error_messages={"required": "Kies een plek.", "invalid": "Kies een plek."},
    )
    schuif = forms.IntegerField(
        required=False,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        error_messages={"invalid": "Kies een plek."},
    )

    def __init__(self, session: DialogueSession, data: QueryDict) -> None:
        super().__init__(session, data)
        self.fields["plaats"].required = not data.get("schuif")


class PartForm(VersionForm):
    """Another place for a whole part, named by its first step: after another step's part."""

    deel = forms.CharField(
        max_length=24, error_messages={"required": "Kies welk onderdeel je verplaatst."}
    )
    na = forms.CharField(required=False, max_length=24)
    schuif = forms.IntegerField(
        required=False,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        error_messages={"invalid": "Kies een plek."},
    )


class StepForm(NameForm, MinutesForm):
    """A step added by hand; what is left empty the kind fills in, where it can."""

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

    def __init__(self, session: DialogueSession, data: QueryDict | None = None) -> None:
        super().__init__(session, data)
        sorts = kinds.options(briefs.of_session(session))
        self.fields["soort"] = forms.ChoiceField(
            label="Wat voor stap?",
            required=False,
            choices=sorts,
            error_messages={"invalid_choice": "Kies een soort stap uit de lijst."},
        )
        self.fields["naam"].required = False
        self.fields["minuten"].required = False
        self.fields["minuten"].help_text = "Laat je dit leeg? Dan kiezen we de tijd die gewoon is."
        self.fields["minuten"].widget.attrs |= {"min": 1, "max": LONGEST_STEP}

    def clean_soort(self) -> str:
        """The kind's key; a step of one's own when nothing was chosen."""
        return self.cleaned_data["soort"] or kinds.DEFAULT

    def clean(self) -> dict:
        """A name, where the kind gives none."""
        known = super().clean() or self.cleaned_data
        nameless = "naam" in known and not known["naam"]
        chosen = known.get("soort", "").partition(":")[0]
        if nameless and chosen and not kinds.of(chosen).names_itself:
            self.add_error("naam", self.fields["naam"].error_messages["required"])
        return known


class ChooseForm(VersionForm):
    """A method for a programme, and the step after which it comes."""

    na = forms.CharField(required=False, max_length=24)
    werkvorm = forms.CharField(required=False, max_length=50)
    eigen = forms.CharField(required=False, max_length=24)

    def clean(self) -> dict:
        """One of the library, or one of their own."""
        known = super().clean() or self.cleaned_data
        if not known.get("werkvorm") and not known.get("eigen"):
            raise forms.ValidationError("Kies een werkvorm uit de lijst.")
        return known


class SearchForm(Typed, forms.Form):
    """What somebody looks for in the library; what makes no sense is no wish."""

    waarvoor = forms.ChoiceField(
        label="Waarvoor?",
        required=False,
        choices=[("", "Maakt niet uit"), *((str(k), v) for k, v in METHOD_FOR_NAMES.items())],
    )
    minuten = forms.TypedChoiceField(
        label="Hoeveel tijd heb je?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Maakt niet uit"), *((n, f"{n} minuten") for n in (5, 10, 15, 30))],
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")
        self.is_valid()

    @property
    def purpose(self) -> MethodFor | None:
        """What it is for, where somebody said so."""
        said = self.cleaned_data.get("waarvoor")
        return MethodFor(said) if said else None

    @property
    def minutes(self) -> int | None:
        """How many minutes there are, where somebody said so."""
        found: int | None = self.cleaned_data.get("minuten")
        return found
