"""Whoever runs the site reads one sentence where a program can't start, and no traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

NOT_WILLING = (
    "De database doet niet wat de app vraagt: {what}. Klopt DATABASE_URL, draait de database, "
    "en is manage.py migrate gedraaid? Met --traceback zie je waar het misging."
)


@contextmanager
def instead_of_tracebacks() -> Iterator[None]:
    """End the program with a sentence for what the person who started it can mend."""
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings, before Django hides what is wrong
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    try:
        yield
    except DatabaseError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(NOT_WILLING.format(what=" ".join(str(error).split())))
