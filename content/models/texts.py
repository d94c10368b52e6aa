"""Aims, ground rules, fixed texts, hard moments and methods."""

from django.core.validators import MaxValueValidator, MinValueValidator
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


class Method(Ordered):
    """A way to work with a group ('werkvorm'); in the library, and a step of a programme."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="methods", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    name = models.CharField("naam", max_length=60)
    gist = models.CharField("wat het is", max_length=200, help_text="In de lijst van werkvormen.")
    purposes = models.JSONField("waarvoor", default=list)
    kind = models.CharField(
        "soort stap die er al is",
        max_length=60,
        blank=True,
        editable=False,
        help_text="Dan maakt de planner die stap, met de vaste teksten ervan.",
    )
    least = models.PositiveSmallIntegerField("minste minuten", default=5)
    ideal = models.PositiveSmallIntegerField("gewone minuten", default=10)
    most = models.PositiveSmallIntegerField("meeste minuten", default=20)
    group_from = models.PositiveSmallIntegerField("groep vanaf", default=2)
    group_to = models.PositiveSmallIntegerField("groep tot en met", default=40)
    closeness = models.PositiveSmallIntegerField(
        "dichtbij",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text="1 gaat over het werk, 2 over contact met een ander, 3 over jezelf.",
    )
    materials = models.TextField(
        "wat je nodig hebt", blank=True, help_text="Een hele zin per regel."
    )
    lead = models.CharField("zin op het scherm", max_length=160, blank=True)
    talk = models.TextField(
        "op het scherm", blank=True, help_text="Een regel per vraag; de eerste staat er groot."
    )
    roles = models.CharField("rollen op het scherm", max_length=160, blank=True)
    check_text = models.CharField("vraag achteraf", max_length=120, blank=True)
    say = models.TextField("wat je zegt")
    do = models.TextField("wat je doet", help_text="Op de kaart van de gespreksleider.")
    short = models.TextField("korte kaart", blank=True)
    not_when = models.TextField("wanneer niet")
    never_with_manager = models.BooleanField(
        "niet als een leidinggevende leidt",
        default=False,
        help_text="Dan biedt de planner hem in zo'n sessie niet aan.",
    )
    never_with_guests = models.BooleanField(
        "niet met cliënten of naasten",
        default=False,
        help_text="Dan biedt de planner hem in zo'n sessie niet aan.",
    )
    needs_phones = models.BooleanField("vraagt telefoons", default=False)
    facts = models.CharField(
        "feiten op de kaart",
        max_length=120,
        blank=True,
        help_text="Codes van hooguit drie feiten, met een komma ertussen: HOP-04, HOP-07.",
    )
    citations = models.TextField(
        "bronnen",
        blank=True,
        help_text="Een per regel: sleutel van de bron, dubbele punt, plaats. lma19: tabel 5.5",
    )
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "werkvorm"
        verbose_name_plural = "werkvormen"
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="content_method_key_unique")
        ]

    def __str__(self) -> str:
        return self.name
