"""What the team agrees, as the facilitator types it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from sessions_app.models import Agreement
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
