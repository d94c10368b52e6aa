"""What was published: a document per edition."""

from django.conf import settings
from django.db import models

from content.document import Document, from_builtins
from content.models.base import Module
from content.passages import complete


class Edition(models.Model):
    """A 'druk': the whole module as it was published once. Never changed again."""

    module = models.ForeignKey(
        Module, models.PROTECT, related_name="editions", verbose_name="module"
    )
    number = models.PositiveIntegerField("druk")
    document = models.JSONField("inhoud")
    note = models.CharField("toelichting", max_length=240, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="gepubliceerd door",
    )
    published_at = models.DateTimeField("gepubliceerd op", auto_now_add=True)
    from_files = models.BooleanField("uit bestanden", default=False, editable=False)

    class Meta:
        verbose_name = "druk"
        verbose_name_plural = "drukken"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "number"], name="content_edition_number_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.module}, druk {self.number}"

    @property
    def content(self) -> Document:
        """The typed document of this edition; texts that came later stand in it as they ship."""
        return complete(from_builtins(self.document))
