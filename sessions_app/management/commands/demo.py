import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.editions import NoEdition
from sessions_app import demo
from sessions_app.errors import Refused


class Command(BaseCommand):
    help = "Makes one invented session, planned, live or ended, and prints its addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=demo.STAGES, default="planned")
        parser.add_argument("--minutes", type=int, default=120)
        parser.add_argument("--themes", default="bejegening,hoop", help="slugs, with commas")
        parser.add_argument("--participants", type=int, default=12)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="one JSON object, nothing else")

    def handle(self, *args: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo logs in without a code, so it only works with DEBUG on.")
        themes = tuple(t.strip() for t in options["themes"].split(",") if t.strip())
        try:
            session = demo.make(
                options["stage"],
                minutes=options["minutes"],
                themes=themes,
                participants=options["participants"],
                seed=options["seed"],
            )
        except (Refused, NoEdition) as error:
            raise CommandError(str(error)) from None
        found = asdict(demo.links(session))
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            for name, value in found.items():
                self.stdout.write(f"{name:14} {value}")
