"""Writes into docs/planning.md what planning makes of the wishes that stand there."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.document import Document
from content.files import read
from sessions_app.outline import outline
from sessions_app.planning import plan
from sessions_app.planning.figures import figures
from sessions_app.wish import Guests, LedBy, Wish
from sessions_app.words import names

SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "bij-nader-inzien"
READ = Path(settings.BASE_DIR) / "docs" / "planning.md"
STARTS = datetime(2026, 1, 1, 14)  # the day does not show
BLOCK = re.compile(r"^```programma (.+)\n(?:.*\n)*?```$", re.MULTILINE)
LED_BY = {
    "collega": LedBy.COLLEAGUE,
    "leidinggevende": LedBy.MANAGER,
    "buiten": LedBy.OUTSIDER,
}
GUESTS = {
    "geen": Guests.NONE,
    "clienten": Guests.CLIENTS,
    "naasten": Guests.RELATIVES,
    "beide": Guests.BOTH,
}


class Command(BaseCommand):
    help = "Brings the programmes in docs/planning.md up to what planning makes of them now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it differs")

    def handle(self, *args: str, **options: Any) -> None:
        text = READ.read_text(encoding="utf-8")
        now = rewritten(text, read(SHIPPED))
        if options["check"] and now != text:
            raise CommandError(f"{READ.name} shows other programmes. Run: manage.py print_plans")
        READ.write_text(now, encoding="utf-8")


def rewritten(text: str, document: Document) -> str:
    """The text with each programme in it as planning makes it of the wish in its first line."""

    def made(block: re.Match[str]) -> str:
        return f"```programma {block[1]}\n{printed(document, wish_in(block[1]))}```"

    return BLOCK.sub(made, text)


def wish_in(line: str) -> Wish:
    """The wish in 'minuten=120 themas=hoop,bejegening mensen=12 …', as in an address."""
    said = dict(part.split("=", 1) for part in line.split())
    return Wish(
        minutes=int(said["minuten"]),
        themes=tuple(said["themas"].split(",")),
        group_size=int(said["mensen"]),
        led_by=LED_BY[said.get("leidt", "collega")],
        guests=GUESTS[said.get("gasten", "geen")],
        phone_free=said.get("telefoons") == "nee",
    )


def printed(document: Document, wish: Wish) -> str:
    """The programme of this wish by its parts, its figures and its remarks."""
    made = plan(document, wish)
    lines = [
        f"{part.clock:%H.%M}  {part.minutes:3} min  {part.title}"
        + (f": {part.detail}" if part.detail else "")
        for part in outline(made.steps, STARTS)
    ]
    found = figures(made.steps)
    sat = names([str(minutes) for minutes in found.stretches])
    lines += [
        "",
        f"Gesprek {found.talk} van {found.minutes} minuten ({found.share:.0%}). "
        f"Eerste gesprek na {found.first_talk} minuten. Theorie en peilingen {found.theory}. "
        f"Zitten: {sat}.",
        *(f"- {remark}" for remark in made.remarks),
    ]
    return "".join(f"{line}\n" for line in lines)
