import logging
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.models import Done

logger = logging.getLogger(__name__)


def chores() -> Iterator[Callable[[], str]]:
    """What every app has to do by itself."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.chores") is not None:
            yield from import_module(f"{app.name}.chores").CHORES


class Command(BaseCommand):
    help = (
        "Does all that must happen by itself (the CHORES of every app) and says what it did. "
        "Let a timer start it every night; twice is the same as once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for chore in chores():
            try:
                said = chore()
            except Exception:  # the others have nothing to do with it
                logger.exception("A chore failed: %s.%s", chore.__module__, chore.__name__)
                failed.append(f"{chore.__module__}.{chore.__name__}")
                continue
            if said:
                self.stdout.write(said)
        if failed:
            raise CommandError(f"Niet gelukt: {', '.join(failed)}. De rest is gedaan.")
        Done.note("tidy")
        self.stdout.write(f"Klaar op {timezone.localtime():%d-%m-%Y om %H.%M} uur.")
