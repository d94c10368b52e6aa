"""The theory: chapters, slides and the figures on them."""

from django.db import models

from content import document as shape
from content.models.base import TESTED_HELP, Module, Ordered


class Chapter(Ordered):
    module = models.ForeignKey(
        Module, models.CASCADE, related_name="chapters", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    title = models.CharField("titel", max_length=120)

    class Meta(Ordered.Meta):
        verbose_name = "hoofdstuk"
        verbose_name_plural = "hoofdstukken"
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_chapter_key_unique")
        ]

    def __str__(self) -> str:
        return self.title


class Slide(Ordered):
    class Diagram(models.TextChoices):
        NONE = shape.Diagram.NONE, "geen, alleen tekst"
        WORDS = shape.Diagram.WORDS, "grote uitspraken"
        RINGS = shape.Diagram.RINGS, "kringen om een mens"
        BARS = shape.Diagram.BARS, "balken tot 100"
        CHAIN = shape.Diagram.CHAIN, "een keten"

    chapter = models.ForeignKey(
        Chapter, models.CASCADE, related_name="slides", verbose_name="hoofdstuk"
    )
    key = models.SlugField("sleutel")
    title = models.CharField("titel", max_length=90)
    body = models.TextField(
        "tekst", blank=True, max_length=600, help_text="Eén gedachte. Markdown mag."
    )
    diagram = models.CharField("tekening", max_length=10, choices=Diagram, default=Diagram.NONE)
    notes = models.TextField("voor de gespreksleider", blank=True)
    short = models.TextField("voor de gespreksleider, kort", blank=True)
    minimum_session = models.PositiveSmallIntegerField(
        "vanaf sessieduur",
        default=60,
        help_text="In minuten. De dia doet mee in sessies die minstens zo lang duren.",
    )
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "dia"
        verbose_name_plural = "dia's"
        constraints = [
            models.UniqueConstraint(fields=["chapter", "key"], name="content_slide_key_unique")
        ]

    def __str__(self) -> str:
        return self.title


class Figure(Ordered):
    """One line of a slide, with or without a number; a number never stands without a source."""

    slide = models.ForeignKey(Slide, models.CASCADE, related_name="figures", verbose_name="dia")
    label = models.CharField("kop", max_length=120)
    text = models.CharField("uitleg", max_length=240, blank=True)
    value = models.DecimalField("getal", max_digits=6, decimal_places=1, null=True, blank=True)
    unit = models.CharField("eenheid", max_length=20, blank=True, help_text="Bijvoorbeeld %.")
    caution = models.CharField(
        "kanttekening",
        max_length=240,
        blank=True,
        help_text="Wat je bij het getal moet weten.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "regel met cijfer"
        verbose_name_plural = "regels met cijfers"

    def __str__(self) -> str:
        return self.label
