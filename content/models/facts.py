"""The fact bank, and where in a source something stands."""

from django.db import models

from content.models.base import Module, Ordered, Source
from content.models.themes import Question
from content.models.theory import Figure


class Population(Ordered):
    """Whom figures are about; its caution is written once and shown with each of its facts."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="populations", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    name = models.CharField("naam", max_length=120)
    caution = models.TextField("kanttekening", help_text="Staat bij elk feit over deze groep.")

    class Meta(Ordered.Meta):
        verbose_name = "groep achter cijfers"
        verbose_name_plural = "groepen achter cijfers"
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_population_key_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Fact(Ordered):
    """A sourced statement of the fact bank; figures on slides are taken from here."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="facts", verbose_name="module")
    code = models.CharField("code", max_length=12)
    text = models.TextField("tekst")
    caution = models.TextField("kanttekening", blank=True)
    populations = models.CharField(
        "over wie",
        max_length=120,
        blank=True,
        help_text="Sleutels van groepen achter cijfers, met een komma ertussen: panel, enquete. "
        "Hun kanttekening komt erbij.",
    )
    off_cards = models.BooleanField(
        "nooit op een kaart",
        default=False,
        help_text="Dan mag geen thema dit feit op de kaart van de gespreksleider zetten.",
    )
    references = models.CharField(
        "verwijst naar", max_length=120, blank=True, help_text="Ids van enquêtecijfers."
    )

    class Meta(Ordered.Meta):
        verbose_name = "feit"
        verbose_name_plural = "feiten"
        constraints = [
            models.UniqueConstraint(fields=["module", "code"], name="content_fact_code_unique")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"


class Citation(Ordered):
    """Where in a source a figure, a question or a fact stands: exactly one of the three."""

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", verbose_name="bron"
    )
    detail = models.CharField("plaats", max_length=200, blank=True, help_text="tabel 4.2")
    figure = models.ForeignKey(
        Figure, models.CASCADE, related_name="citations", null=True, blank=True
    )
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="citations", null=True, blank=True
    )
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="citations", null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "bronvermelding"
        verbose_name_plural = "bronvermeldingen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(figure__isnull=False, question=None, fact=None)
                | models.Q(question__isnull=False, figure=None, fact=None)
                | models.Q(fact__isnull=False, figure=None, question=None),
                name="content_citation_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.detail}".strip()
