"""Aims, ground rules and fixed texts."""

from django.db import models

from content.document import FOR_WHOM, ForWhom
from content.models.base import TESTED_HELP, Module, Ordered


class Aim(Ordered):
    module = models.ForeignKey(Module, models.CASCADE, related_name="aims", verbose_name="module")
    text = models.CharField("tekst", max_length=300)

    class Meta(Ordered.Meta):
        verbose_name = "doel"
        verbose_name_plural = "doelen"

    def __str__(self) -> str:
        return self.text


class GroundRule(Ordered):
    module = models.ForeignKey(Module, models.CASCADE, related_name="rules", verbose_name="module")
    text = models.CharField(
        "tekst", max_length=200, help_text="In de ik-vorm, hooguit een zin of twee."
    )

    class Meta(Ordered.Meta):
        verbose_name = "basisregel"
        verbose_name_plural = "basisregels"

    def __str__(self) -> str:
        return self.text


class Passage(models.Model):
    """A fixed text by name; `content.passages` says where it is used."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="passages", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    title = models.CharField("titel", max_length=120)
    text = models.TextField("tekst")
    short = models.TextField(
        "korte vorm",
        blank=True,
        help_text="Op de korte kaart van de gespreksleider. Leeg: alleen op de uitgebreide kaart.",
    )
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta:
        verbose_name = "vaste tekst"
        verbose_name_plural = "vaste teksten"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_passage_key_unique")
        ]

    def __str__(self) -> str:
        return self.title


class Further(Ordered):
    """Something that the field offers, with what is known of it and where that stands."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="further", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    for_whom = models.CharField(
        "voor wie", max_length=14, choices=[(one.value, FOR_WHOM[one]) for one in ForWhom]
    )
    title = models.CharField("titel", max_length=120)
    text = models.TextField("wat het is", help_text="Twee of drie korte zinnen.")
    known = models.TextField(
        "wat ervan bekend is",
        help_text="Alleen wat de bron zegt. Noemt de bron geen uitkomst, schrijf dat dan op.",
    )
    cited = models.CharField(
        "bronnen",
        max_length=300,
        help_text="Sleutel van de bron, dubbele punt, plaats. Meer bronnen met een puntkomma "
        "ertussen: lma19: §3.3.2, tabel 5.6; tri14: §5.3",
    )
    address = models.URLField("webadres", blank=True)
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "kaart bij Verder"
        verbose_name_plural = "kaarten bij Verder"
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_further_key_unique")
        ]

    def __str__(self) -> str:
        return self.title


class Moment(Ordered):
    """A hard moment, for the card that is one press away: what one sees, says and does next."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="moments", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    title = models.CharField("titel", max_length=120)
    see = models.TextField("wat je ziet")
    say = models.TextField("wat je zegt")
    next = models.TextField("wat je daarna doet")
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "moeilijk moment"
        verbose_name_plural = "moeilijke momenten"
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_moment_key_unique")
        ]

    def __str__(self) -> str:
        return self.title
