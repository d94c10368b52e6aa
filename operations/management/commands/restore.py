from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import copies


class Command(BaseCommand):
    help = (
        "Replaces the database by the copy in FILE. Refuses while anything uses the database. "
        "Brings the copy up to this release, ends sessions that ran in it, and tidies."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            ended = copies.restore(file)
        except copies.CopyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kopie teruggezet: {file}. Iedereen logt opnieuw in.")
        if ended:
            self.stdout.write(f"Sessies die in de kopie bezig waren, zijn nu afgelopen: {ended}.")
