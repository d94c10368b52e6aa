from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sessions_app import access, demo
from sessions_app.models import DialogueSession


class Command(BaseCommand):
    help = "For `make start`: migrations, content, and with DEBUG on a demo session and its links."

    def handle(self, *args: str, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            call_command("load_content", verbosity=0)
        except CommandError as kept:  # editors' work is never overwritten, and the site starts
            self.stderr.write(str(kept))
        if settings.DEBUG:
            self._welcome()

    def _welcome(self) -> None:
        planned = access.own_sessions(demo.facilitator()).filter(
            phase=DialogueSession.Phase.PLANNED, rehearses=None
        )
        session = planned.order_by("pk").first() or demo.make("planned")
        links = demo.links(session)
        for audience, address in (
            ("Iedereen", settings.BASE_URL + "/"),
            ("Gespreksleider (logt één keer in)", links.login_url),
            ("Groot scherm", links.projector_url),
            (f"Deelnemers (code {links.code}, als de deur open is)", links.join_url),
            ("Redactie en beheer (logt één keer in)", demo.editor_link()),
        ):
            self.stdout.write(f"  {audience:52} {address}")
