"""The module as Phrenos edits it. Planning never reads these rows, only editions."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from content import document as shape
from content.document import Document, from_builtins

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

    class Meta:
        verbose_name = "module"
        verbose_name_plural = "modules"

    def __str__(self) -> str:
        return self.name


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
    """A fixed text by name, used at one place in a session."""

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="passages", verbose_name="module"
    )
    key = models.SlugField("sleutel")
    title = models.CharField("titel", max_length=120)
    text = models.TextField("tekst")
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


class Theme(Ordered):
    module = models.ForeignKey(Module, models.CASCADE, related_name="themes", verbose_name="module")
    number = models.PositiveSmallIntegerField("nummer")
    slug = models.SlugField("korte naam")
    name = models.CharField("naam", max_length=80)
    closeness = models.PositiveSmallIntegerField(
        "dichtbij",
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text="1 gaat over het werk, 2 over contact met een ander, 3 over jezelf. "
        "De planner zet thema's van 1 naar 3.",
    )
    never_first = models.BooleanField(
        "nooit als eerste",
        default=False,
        help_text="Dan is het ook nooit het enige thema.",
    )
    intro = models.TextField("inleiding")
    remark = models.TextField("vooraf aan de gespreksleider", blank=True)
    opening = models.TextField("openen")
    silence = models.TextField("bij stilte")
    closing = models.TextField("sluiten")
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        constraints = [
            models.UniqueConstraint(fields=["module", "slug"], name="content_theme_slug_unique"),
            models.UniqueConstraint(
                fields=["module", "number"], name="content_theme_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Film(models.Model):
    theme = models.OneToOneField(Theme, models.CASCADE, related_name="film", verbose_name="thema")
    title = models.CharField("titel", max_length=80)
    youtube = models.CharField(
        "YouTube-id",
        max_length=11,
        validators=[
            RegexValidator(
                r"^[\w-]{11}$",
                "Vul alleen de 11 tekens van het YouTube-id in, niet het adres.",
            )
        ],
    )
    seconds = models.PositiveSmallIntegerField(
        "lengte in seconden", validators=[MinValueValidator(1), MaxValueValidator(3600)]
    )
    content_note = models.TextField("vooraf bij de film")
    description = models.TextField(
        "beschrijving om voor te lezen",
        blank=True,
        help_text="Voor wie de film niet kan zien. Schrijf dit alleen als je de film bekeek.",
    )
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta:
        verbose_name = "film"
        verbose_name_plural = "films"
        ordering = ["theme__number"]

    def __str__(self) -> str:
        return self.title


class Question(Ordered):
    class Purpose(models.TextChoices):
        PRIVATE = shape.Purpose.PRIVATE, "individueel"
        GROUP = shape.Purpose.GROUP, "groep"
        PERSPECTIVE = shape.Purpose.PERSPECTIVE, "perspectief"
        ACTION = shape.Purpose.ACTION, "actie"
        CHECKIN = shape.Purpose.CHECKIN, "check-in"
        START = shape.Purpose.START, "aan het begin, om te vergelijken"
        POLL = shape.Purpose.POLL, "peiling"
        HARVEST = shape.Purpose.HARVEST, "wat nemen we mee"
        CHECKOUT = shape.Purpose.CHECKOUT, "check-out"
        EVALUATION = shape.Purpose.EVALUATION, "evaluatie"

    class Form(models.TextChoices):
        ALOUD = shape.Form.ALOUD, "hardop"
        PRIVATE = shape.Form.PRIVATE, "alleen voor jezelf (blijft op de telefoon)"
        OPEN = shape.Form.OPEN, "open"
        SCALE = shape.Form.SCALE, "schaal"
        ONE = shape.Form.ONE, "één keuze"
        SEVERAL = shape.Form.SEVERAL, "meer keuzes"

    class Depth(models.TextChoices):
        SAFE = shape.Depth.SAFE, "veilig"
        DEEPER = shape.Depth.DEEPER, "verdiepend"
        DEEPEST = shape.Depth.DEEPEST, "dieper"

    module = models.ForeignKey(
        Module, models.CASCADE, related_name="questions", verbose_name="module"
    )
    theme = models.ForeignKey(
        Theme,
        models.CASCADE,
        related_name="questions",
        null=True,
        blank=True,
        verbose_name="thema",
        help_text="Leeg voor een vraag van de hele sessie.",
    )
    code = models.CharField("code", max_length=20)
    purpose = models.CharField("soort", max_length=12, choices=Purpose)
    form = models.CharField("vorm", max_length=8, choices=Form)
    text = models.CharField(
        "vraag",
        max_length=200,
        help_text="Zegt 'je', gaat over één ding, hooguit 15 woorden.",
    )
    help = models.CharField("uitleg", max_length=240, blank=True)
    depth = models.CharField("diepte", max_length=8, choices=Depth, blank=True)
    check_text = models.CharField("check na perspectief", max_length=200, blank=True)
    most = models.PositiveSmallIntegerField(
        "hooguit",
        null=True,
        blank=True,
        help_text="Bij meer keuzes: hoeveel iemand er mag kiezen.",
    )
    points = models.TextField(
        "punten van de schaal",
        blank=True,
        help_text="Eén woord per regel, van laag naar hoog. Elk punt heeft een woord.",
    )
    about_self = models.BooleanField(
        "over eigen gedrag",
        default=False,
        help_text="Dan blijft een eensgezinde uitslag onder de tien antwoorden verborgen.",
    )
    dimension = models.CharField("waar het over gaat", max_length=40, blank=True)
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        constraints = [
            models.UniqueConstraint(fields=["module", "code"], name="content_question_code_unique")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Option(Ordered):
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="options", verbose_name="vraag"
    )
    key = models.SlugField("sleutel")
    text = models.CharField("tekst", max_length=120)
    alone = models.BooleanField(
        "sluit andere keuzes uit", default=False, help_text="Voor 'Weet ik niet'."
    )

    class Meta(Ordered.Meta):
        verbose_name = "keuze"
        verbose_name_plural = "keuzes"
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="content_option_key_unique")
        ]

    def __str__(self) -> str:
        return self.text


class Fact(Ordered):
    """A sourced statement of the fact bank; figures on slides are taken from here."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="facts", verbose_name="module")
    code = models.CharField("code", max_length=12)
    text = models.TextField("tekst")
    caution = models.TextField("kanttekening", blank=True)
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
        """The typed document of this edition."""
        return from_builtins(self.document)
