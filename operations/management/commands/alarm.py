import socket
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User


class Command(BaseCommand):
    help = (
        "Tells the administrators by e-mail that a task of the machine failed (systemd calls it)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("task", help="the unit that failed: bijnaderinzien-backup")

    def handle(self, *args: Any, task: str, **options: Any) -> None:
        to = list(
            User.objects.filter(is_superuser=True, is_active=True).values_list("email", flat=True)
        )
        if not to:
            raise CommandError("Er is geen beheerder om bericht te geven.")
        text = (
            f"Op {socket.gethostname()} lukte '{task}' niet.\n\n"
            f"Kijk wat er stond met: journalctl -u {task} -n 50\n"
            f"Start het opnieuw met: systemctl start {task}\n\n"
            "Wat je verder doet, staat in docs/operating.md, bij 'Als er iets misgaat'.\n"
        )
        for address in to:
            subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{task} lukte niet"
            send_mail(subject, text, None, [address])
        self.stdout.write(f"Bericht gestuurd aan {len(to)} beheerder(s).")
