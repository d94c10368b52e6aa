from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from operations import changing

WAITING = "Een ander programma werkt de tabellen bij. Dit wacht tot dat klaar is."
TOO_LONG = (
    "Een ander programma is al tien minuten bezig met de tabellen. Er is hier niets veranderd. "
    "Kijk wat er nog draait, en probeer het dan opnieuw."
)


class Command(migrate.Command):
    """Django's, but one at a time: two at once each make the tables of the other."""

    def handle(self, *args: Any, **options: Any) -> None:
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        try:
            with changing.alone(connections[options["database"]], self._say_that_it_waits):
                super().handle(*args, **options)
        except changing.Busy as error:
            raise CommandError(TOO_LONG) from error

    def _say_that_it_waits(self) -> None:
        self.stderr.write(WAITING)
        self.stderr.flush()
