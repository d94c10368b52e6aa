"""Themes with their films, and the questions of themes and of the session."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from content import document as shape
from content.models.base import TESTED_HELP, Module, Ordered


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
    with_manager = models.TextField(
        "als een leidinggevende leidt",
        blank=True,
        help_text="Een waarschuwing bij het plannen en op de kaart van de film.",
    )
    short = models.TextField(
        "korte kaart",
        blank=True,
        help_text="Wat een ervaren gespreksleider nodig heeft: openen, stilte, sluiten.",
    )
    facts = models.CharField(
        "feiten op de kaart",
        max_length=120,
        blank=True,
        help_text="Codes van hooguit drie feiten, met een komma ertussen: BEJ-01, BEJ-02.",
    )
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
    missing_since = models.DateTimeField("niet te zien sinds", null=True, editable=False)

    class Meta:
        verbose_name = "film"
        verbose_name_plural = "films"
        ordering = ["theme__number"]

    def __str__(self) -> str:
        return self.title


def answer_forms() -> list[tuple[str, str]]:
    """Every form as editors choose it; asked each time, so a new one needs no migration."""
    return [(form.value, name) for form, name in shape.FORM_NAMES.items()]


class Question(Ordered):
    """A question as editors write it: a column for each field of `document.Question`."""

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
        MIRROR = shape.Purpose.MIRROR, "spiegel"
        WORDS = shape.Purpose.WORDS, "woordronde"
        LENS = shape.Purpose.LENS, "lens, na een film"
        LOOK_BACK = shape.Purpose.LOOK_BACK, "terugblik: wat werd het"
        TEAM = shape.Purpose.TEAM, "terugblik: waar staan we nu"
        STANCE = shape.Purpose.STANCE, "keuze voor en na een gesprek"
        GUESTS = shape.Purpose.GUESTS, "aan gasten, in plaats van perspectief"
        ROUND = shape.Purpose.ROUND, "ronde van een dialoogdag"

    class Topic(models.TextChoices):
        STIGMA = shape.Topic.STIGMA, "noemt stigma, oordeel of etiket"
        SPEAKING_UP = shape.Topic.SPEAKING_UP, "er iets van zeggen"
        RELATIVES = shape.Topic.RELATIVES, "naasten"

    class Circle(models.TextChoices):
        CLIENTS = shape.Circle.CLIENTS, shape.CIRCLE_NAMES[shape.Circle.CLIENTS]
        RELATIVES = shape.Circle.RELATIVES, shape.CIRCLE_NAMES[shape.Circle.RELATIVES]
        GUESTS = shape.Circle.GUESTS, shape.CIRCLE_NAMES[shape.Circle.GUESTS]
        PROFESSIONALS = shape.Circle.PROFESSIONALS, shape.CIRCLE_NAMES[shape.Circle.PROFESSIONALS]

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
    form = models.CharField("vorm", max_length=16, choices=answer_forms)
    text = models.CharField(
        "vraag",
        max_length=200,
        help_text="Zegt 'je', gaat over één ding, hooguit 15 woorden.",
    )
    help = models.CharField("uitleg", max_length=240, blank=True)
    depth = models.CharField("diepte", max_length=8, choices=Depth, blank=True)
    topic = models.CharField(
        "gaat over",
        max_length=12,
        choices=Topic,
        blank=True,
        help_text="Elk thema heeft één vraag van elke soort. Die over stigma komt altijd aan bod.",
    )
    circle = models.CharField(
        "voor wie",
        max_length=14,
        choices=Circle,
        blank=True,
        default="",
        db_default="",
        help_text="Bij een ronde van een dialoogdag. Elk thema heeft één vraag voor elke kring.",
    )
    check_text = models.CharField("check na perspectief", max_length=200, blank=True)
    points = models.TextField(
        "punten van de schaal",
        blank=True,
        help_text="Eén woord per regel, van laag naar hoog. Elk punt heeft een woord.",
    )
    most = models.PositiveSmallIntegerField(
        "hooguit",
        null=True,
        blank=True,
        help_text="Bij meer keuzes: hoeveel iemand er mag kiezen.",
    )
    about_self = models.BooleanField(
        "over eigen gedrag",
        default=False,
        help_text="Dan blijft een eensgezinde uitslag onder de tien antwoorden verborgen.",
    )
    about_work = models.BooleanField(
        "over werk",
        default=False,
        db_default=False,
        help_text="Over het werk, en niet over iemands gezondheid of gevoel. Alleen dan kan een "
        "vraag voor en na een gesprek gesteld worden.",
    )
    dimension = models.CharField("waar het over gaat", max_length=40, blank=True)
    asked = models.BooleanField(
        "wordt gesteld",
        default=True,
        help_text="Uit: de vraag blijft bewaard en komt in geen sessie.",
    )
    tested = models.BooleanField("getest", default=False, help_text=TESTED_HELP)

    class Meta(Ordered.Meta):
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        constraints = [
            models.UniqueConstraint(fields=["module", "code"], name="content_question_code_unique")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def clean(self) -> None:
        """A question and its theme belong to the same module; elsewhere it would never be asked."""
        if self.theme and self.theme.module_id != self.module_id:
            raise ValidationError({"theme": "Dit thema hoort bij een andere module."})


class Option(Ordered):
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="options", verbose_name="vraag"
    )
    key = models.SlugField("sleutel")
    text = models.CharField("tekst", max_length=120)
    alone = models.BooleanField(
        "sluit andere keuzes uit", default=False, help_text="Voor 'Weet ik niet'."
    )
    row = models.CharField(
        "rij van de enquête",
        max_length=40,
        blank=True,
        help_text="Waarmee deze keuze later vergeleken wordt: t5.5.taal. Leeg: telt niet mee.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "keuze"
        verbose_name_plural = "keuzes"
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="content_option_key_unique")
        ]

    def __str__(self) -> str:
        return self.text
