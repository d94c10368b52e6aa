"""What the people who keep the site running need rows for."""

from django.db import models
from django.utils import timezone


class Pulse(models.Model):
    """The one row that `/readyz` writes and reads back: a database that only reads is of no use.

    On PostgreSQL; on SQLite a number in the file's header does the same, and more.
    """

    at = models.DateTimeField()

    def __str__(self) -> str:
        return "pols"


class Done(models.Model):
    """When something that must happen every night last came to its end, for an alarm."""

    what = models.CharField(max_length=20, primary_key=True)  # 'tidy', 'backup'
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.what

    @classmethod
    def note(cls, what: str) -> None:
        """It came to its end now."""
        cls.objects.update_or_create(what=what, defaults={"at": timezone.now()})
