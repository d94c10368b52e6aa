"""What the team agrees, as the facilitator types it."""

from django import forms

from sessions_app.models import Agreement
from sessions_app.surfaces.typed import Typed


class AgreementForm(Typed, forms.ModelForm):
    """One agreement: what, who looks back at it, and when."""

    class Meta:
        model = Agreement
        fields = ["text", "who", "when"]
        labels = {"text": "Wat spreken jullie af?"}
        help_texts = {"text": "Noem geen namen van cliënten."}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "text": {
                "required": "Schrijf eerst op wat jullie afspreken.",
                "max_length": "Dit is te lang: er passen %(limit_value)d tekens, "
                "je hebt er %(show_value)d. Maak het korter.",
            }
        }
