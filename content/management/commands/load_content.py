"""Load the module from text files and publish it. Running it again changes nothing."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content import editions
from content.document import Document
from content.files import BrokenFile, read
from content.models import Edition, Module

DEFAULT = Path(settings.BASE_DIR) / "fixtures" / "bij-nader-inzien"


class Command(BaseCommand):
    """Reads the files, and publishes an edition when they say something new."""

    help = "Laadt de module uit fixtures/ (of FILE) en publiceert een druk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file or folder, and whether editors' changes may be overwritten."""
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT, metavar="FILE")
        parser.add_argument(
            "--force",
            action="store_true",
            help="ook laden als de redactie sinds de vorige keer iets veranderde",
        )

    def handle(self, *args: object, file: Path, force: bool, **options: object) -> None:
        """Load and publish; CommandError with a Dutch sentence when that can't be done."""
        try:
            document = read(file)
            with transaction.atomic():
                said = self._load(document, force)
        except (BrokenFile, editions.DoesNotFit, editions.NotPublishable) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(said)

    def _load(self, document: Document, force: bool) -> str:
        module = Module.objects.filter(slug=document.slug).first()
        last = module.editions.filter(from_files=True).first() if module else None
        if module and last and not force:
            if last.content == document:
                return f"De bestanden zijn niet veranderd sinds druk {last.number}; niets gedaan."
            working = editions.assemble(module)
            if working != last.content:
                raise CommandError(
                    self._refusal(last, len(editions.compare(last.content, working)))
                )
        elif module and not force:
            raise CommandError(
                f"De module '{module.name}' bestaat al en is niet uit bestanden geladen. "
                "Met --force vervangen de bestanden alles wat er nu staat."
            )
        if not module or editions.assemble(module) != document:
            module = editions.load(document)
        newest = editions.newest(module)
        if newest and newest.content == document:
            return f"Wat er staat, is nu gelijk aan druk {newest.number} van '{module.name}'."
        edition = editions.publish(module, None, "Geladen uit bestanden", from_files=True)
        return f"Druk {edition.number} van '{module.name}' is gepubliceerd."

    def _refusal(self, last: Edition, count: int) -> str:
        changes = "één wijziging" if count == 1 else f"{count} wijzigingen"
        return (
            f"De redactie deed {changes} sinds druk {last.number}. Laden zou die overschrijven, "
            "dus er is niets gedaan. Met --force vervangen de bestanden alles wat er nu staat; de "
            "gepubliceerde drukken blijven."
        )
