"""The one form of the public pages: the code on the projector."""

import re

from django import forms


class CodeForm(forms.Form):
    """The code of a session, read without regard to case, spaces and hyphens."""

    code = forms.CharField(
        label="Code van het scherm",
        max_length=40,
        error_messages={
            "required": "Vul de code in die op het scherm staat.",
            "max_length": "Die code is te lang. Kijk nog eens op het scherm.",
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )

    def clean_code(self) -> str:
        """Letters and digits only, in lower case; refuses what holds none."""
        code = re.sub(r"[^a-z0-9]", "", self.cleaned_data["code"].lower())
        if not code:
            raise forms.ValidationError("Een code bestaat uit letters en cijfers.")
        return code
