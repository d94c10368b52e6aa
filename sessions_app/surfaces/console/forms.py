"""What the facilitator types: what the team agrees, and how a text stands on the screen."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from sessions_app.models import HEADING_LENGTH, Agreement
from sessions_app.results import Said
from sessions_app.surfaces.typed import Typed

USUAL = timedelta(weeks=5)  # after a session: four to six weeks
LATEST = timedelta(days=366)


class AgreementForm(Typed, forms.ModelForm):
    """One agreement: what, who notices it, who looks back at it, and on which day."""

    class Meta:
        model = Agreement
        fields = ["text", "noticed", "who", "look_back_on"]
        labels = {
            "text": "Wat spreken jullie af?",
            "who": "Wie kijkt terug?",
            "look_back_on": "Op welke dag?",
        }
        help_texts = {
            "text": "Noem geen namen van cliënten.",
            "noticed": "Wat de groep zegt. Zonder namen van cliënten.",
            "look_back_on": "Na vier tot zes weken. Dan krijg je één e-mail.",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "look_back_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        error_messages = {
            "text": {
                "required": "Schrijf eerst op wat jullie afspreken.",
                "max_length": "Dit is te lang: er passen %(limit_value)d tekens, "
                "je hebt er %(show_value)d. Maak het korter.",
            },
            "noticed": {
                "max_length": "Dit is te lang: er passen %(limit_value)d tekens, "
                "je hebt er %(show_value)d. Maak het korter.",
            },
            "look_back_on": {"invalid": "Kies een dag uit de kalender, of maak het veld leeg."},
        }

    def __init__(self, *args: Any, asked: str = "", **more: Any) -> None:
        """`asked` is the question that an agreement is held against, as the edition asks it."""
        super().__init__(*args, **more)
        self.fields["noticed"].label = asked
        self.fields["look_back_on"].initial = timezone.localdate() + USUAL

    def clean_look_back_on(self) -> date | None:
        """A day that comes, within a year."""
        day: date | None = self.cleaned_data["look_back_on"]
        today = timezone.localdate()
        if day is not None and day <= today:
            raise forms.ValidationError("Deze dag is al geweest. Kies een dag na vandaag.")
        if day is not None and day > today + LATEST:
            raise forms.ValidationError("Dat duurt meer dan een jaar. Kies een dag eerder.")
        return day


PLACE_LENGTH = 20  # characters
MOST_PLACES = 40


class PlacesForm(Typed, forms.Form):
    """Where small groups sit, a place on each line; a screen shows them beside the sign."""

    places = forms.CharField(
        label="Plekken in de ruimte, elk op een eigen regel",
        help_text="Bijvoorbeeld: bij het raam, bij de deur, op de gang. Het eerste groepje krijgt "
        "de eerste plek. Zonder plek zoeken mensen elkaar.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_places(self) -> list[str]:
        """The places, without empty lines."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["places"].splitlines()]
        found = [line for line in lines if line]
        if too_long := next((line for line in found if len(line) > PLACE_LENGTH), ""):
            raise forms.ValidationError(
                f"'{too_long}' is te lang. Gebruik hooguit {PLACE_LENGTH} tekens per plek."
            )
        if len(found) > MOST_PLACES:
            raise forms.ValidationError(
                f"Er passen {MOST_PLACES} plekken. Je hebt er {len(found)}. Haal er een paar weg."
            )
        return found


class ArrangeForm(Typed, forms.Form):
    """One text: which words nobody may read, and the word under which it stands."""

    stamp = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    places = forms.TypedMultipleChoiceField(coerce=int, required=False)
    known = forms.CharField(required=False, max_length=HEADING_LENGTH)
    heading = forms.CharField(
        label="Een nieuw woord",
        required=False,
        max_length=HEADING_LENGTH,
        error_messages={
            "max_length": "Dit woord is te lang: er passen %(limit_value)d tekens, "
            "je hebt er %(show_value)d. Maak het korter."
        },
    )

    def __init__(
        self, data: Any = None, *args: Any, said: Said, headings: Iterable[str], **more: Any
    ) -> None:
        """`said` is the text as it is now; `headings` are the words that others stand under."""
        covered = [bit.at for bit in said.bits if bit.covered]
        initial = {"stamp": said.stamp, "places": covered, "known": said.heading}
        super().__init__(data, *args, initial=initial, **more)
        self.said = said
        self.headings = sorted({one for one in headings if one}, key=str.casefold)
        self.fields["places"].choices = [(bit.at, bit.word) for bit in said.bits]  # type: ignore[attr-defined]

    @property
    def bits(self) -> list[tuple[int, str, bool]]:
        """The words at their places, and which are ticked, as typed or as they are."""
        ticked = {str(at) for at in self["places"].value() or ()}
        return [(bit.at, bit.word, str(bit.at) in ticked) for bit in self.said.bits]

    def clean(self) -> dict[str, Any]:
        """A new word goes before one that is there already."""
        told = super().clean() or self.cleaned_data
        told["heading"] = told.get("heading") or told.get("known", "")
        return told
