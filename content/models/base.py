"""The module itself, and what its parts share."""

from django.db import models

TESTED_HELP = (
    "Aan als ervaringsdeskundigen, naasten en hulpverleners dit hebben getest. "
    "Anders staat er 'concept' bij voor redactie en gespreksleiders."
)


class Module(models.Model):
    """One module; there is one today, a second can stand beside it."""

    slug = models.SlugField("korte naam", unique=True)
    name = models.CharField("naam", max_length=120)
    subtitle = models.CharField("ondertitel", max_length=200, blank=True)
    rules_tested = models.BooleanField("basisregels getest", default=False, help_text=TESTED_HELP)
    # As a document has them; editors change the words in them (`mirror_words`), and no figure.
    mirrors = models.JSONField("spiegels", default=list, editable=False)

    class Meta:
        verbose_name = "module"
        verbose_name_plural = "modules"

    def __str__(self) -> str:
        return self.name


class Mirrors(Module):
    """The mirrors of a module, as a page of their own for who edits their words."""

    class Meta:
        proxy = True
        verbose_name = "spiegels"
        verbose_name_plural = "spiegels"


class Ordered(models.Model):
    """Something with a place in a list, chosen by the editors."""

    order = models.PositiveSmallIntegerField("volgorde", default=0, help_text="Laag staat vooraan.")

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class Source(models.Model):
    """A publication that figures and statements come from."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="sources", verbose_name="module"
    )
    key = models.SlugField("sleutel", help_text="Korte naam, bijvoorbeeld lma19.")
    title = models.CharField("titel", max_length=300)
    short = models.CharField(
        "kort", max_length=80, help_text="Zoals op het scherm: Trimbos-instituut 2019."
    )
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    address = models.URLField("webadres", blank=True)
    note = models.TextField("kanttekening", blank=True)

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_source_key_unique")
        ]

    def __str__(self) -> str:
        return self.short
