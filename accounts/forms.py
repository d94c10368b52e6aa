"""allauth's forms: for asking a code within the budgets of `budgets`, and for adding a key."""

from urllib.parse import urlencode

from allauth.account import forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import budgets, entrance

TOO_OFTEN = "Er zijn net te veel codes gevraagd. Wacht een minuut en probeer het dan opnieuw."


class LoginForm(forms.LoginForm):
    """Asks for an address and sends a code, whether there is an account or not."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["login"].widget.attrs["placeholder"]  # says what the label says

    def clean(self) -> dict:
        """As allauth's, within the budget."""
        known = super().clean()
        if "login" in self.cleaned_data and not self.errors:
            address = self.cleaned_data["login"]
            self.user = entrance.whose(address)
            if not budgets.may_ask(self.request, address, self.user):
                raise ValidationError(TOO_OFTEN, code="too_many_login_attempts")
        return known

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Send the code and go on to where it is typed; from there to `redirect_url`."""
        entrance.Entrance.begin(request, self.cleaned_data["login"], self.user)
        query = f"?{urlencode({REDIRECT_FIELD_NAME: redirect_url})}" if redirect_url else ""
        return redirect(reverse("account_confirm_login_code") + query)


class ConfirmLoginCodeForm(forms.ConfirmLoginCodeForm):
    """Asks for the code that was mailed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code"].widget.attrs["placeholder"]

    def clean_code(self) -> str:
        """As allauth's, with a sentence that says what to do."""
        try:
            return super().clean_code()
        except ValidationError:
            raise ValidationError(
                "Deze code klopt niet. Kijk in de nieuwste e-mail en typ de code over.",
                code="incorrect_code",
            ) from None


class AddPasskeyForm(AddWebAuthnForm):
    """A key, which logs in by itself unless somebody wants it as a second factor only."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Naam van de sleutel"
        alone = self.fields["passwordless"]
        alone.label = "Met deze sleutel wil ik ook inloggen zonder code per e-mail"
        alone.help_text = (
            "Handig als je e-mail het niet doet. "
            "De sleutel vraagt dan altijd je vinger, je gezicht of een pincode."
        )
        alone.initial = True
