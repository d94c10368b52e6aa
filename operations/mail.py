"""The mail back end of the settings: what is sent goes to the outbox of the server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from operations.outbox import outbox


class Beside(BaseEmailBackend):
    """Sends beside the pages in a server, and straight away in a command, which ends after it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were sent, or taken along to be sent."""
        if outbox.running:
            return outbox.put(email_messages)
        return mailers["direct"].send_messages(email_messages) or 0
