"""Forms that read what people see: every text that comes in goes through `content.typed`."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict

from content.typed import seen

# '9', '14 uur', '9.30', '14:00', '14u30', '0900': hours, then minutes or none.
CLOCK = re.compile(
    r"(\d{1,2})\s*(?:[.:,u]\s*|uur\s*)?(?:(\d{2})(?:[.:]00)?)?\s*(?:uur|u)?", re.ASCII
)


class Typed(forms.BaseForm):
    """Before a form of Django: takes out of all fields what nobody sees."""

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **more: Any) -> None:
        super().__init__(_seen(data), *args, **more)


class ClockField(forms.TimeField):
    """A time of day as people write it, in a field of text."""

    widget = forms.TimeInput(format="%H.%M", attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: str | time | None) -> time | None:
        """The time; ValidationError for what is none."""
        if not isinstance(value, str):
            return super().to_python(value)
        typed = value.strip().lower()
        if not typed:
            return None
        found = CLOCK.fullmatch(typed)
        hour, minute = (int(part or 0) for part in found.groups()) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)


def _seen(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if not isinstance(data, QueryDict):
        return data
    fields = data.copy()
    for name, values in data.lists():
        fields.setlist(name, [seen(value) for value in values])
    return fields
