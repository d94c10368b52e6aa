"""When a team looks back: together at a moment, or by a link until a day."""

from datetime import date, datetime, time

from django import forms
from django.http import QueryDict
from django.utils import timezone

from sessions_app.lookback import by_link
from sessions_app.surfaces.typed import ClockField, Typed

TYPED = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
MESSAGES = {"required": "Kies een dag.", "invalid": "Vul een dag in zoals 24-03-2027."}


def _calendar() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TogetherForm(Typed, forms.Form):
    """The day and time of a quarter of an hour together."""

    dag = forms.DateField(
        label="Op welke dag?", widget=_calendar(), input_formats=TYPED, error_messages=MESSAGES
    )
    tijd = ClockField(
        label="Hoe laat begint het?",
        error_messages={"required": "Kies een tijd.", "invalid": "Vul een tijd in zoals 14.00."},
    )

    def __init__(self, data: QueryDict | None, day: date, at: time) -> None:
        super().__init__(data, label_suffix="", initial={"dag": day, "tijd": at})

    @property
    def starts_at(self) -> datetime:
        """The moment that was chosen; only when valid."""
        known = self.cleaned_data
        return timezone.make_aware(datetime.combine(known["dag"], known["tijd"]))


class LinkForm(Typed, forms.Form):
    """Until which day the link is open."""

    sluit = forms.DateField(
        label="Wat is de laatste dag?",
        help_text="Over minstens twee en hooguit 28 dagen. Die dag verandert niet meer.",
        widget=_calendar(),
        input_formats=TYPED,
        error_messages=MESSAGES,
    )

    def __init__(self, data: QueryDict | None, today: date) -> None:
        super().__init__(data, label_suffix="", initial={"sluit": today + by_link.USUAL})
