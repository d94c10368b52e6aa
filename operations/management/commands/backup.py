from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import copies
from operations.models import Done


class Command(BaseCommand):
    help = (
        "Writes a whole copy of the database to FILE while the site runs, without answers, seats "
        "and signals of sessions that have not ended. Deletes copies in the same folder that are "
        "older than BACKUP_DAYS."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            copies.backup(file)
        except copies.CopyError as error:
            raise CommandError(str(error)) from error
        Done.note("backup")
        size = file.stat().st_size / 1e6
        self.stdout.write(f"Kopie gemaakt: {file} ({size:.1f} MB).")
        for old in copies.forget_old(file.resolve().parent):
            self.stdout.write(f"Oude kopie gewist: {old}")
