"""What a screen says of itself."""

from django import forms

from sessions_app.models import Screening


class FilmForm(forms.Form):
    """Where the film is, in the words of `screening.Said`, and in which step."""

    stap = forms.SlugField(max_length=24)
    screen = forms.SlugField(max_length=24)
    state = forms.ChoiceField(choices=[one for one in Screening.State.choices if one[0]])
    position = forms.IntegerField(min_value=0, max_value=24 * 3600)
    round = forms.IntegerField(min_value=0, max_value=1_000_000)
    pressed = forms.BooleanField(required=False)
