import django.db.models.deletion
from django.db import migrations, models

from content.passages import shipped_moments, shipped_passages

TESTED = (
    "Aan als ervaringsdeskundigen, naasten en hulpverleners dit hebben getest. "
    "Anders staat er 'concept' bij voor redactie en gespreksleiders."
)
ORDER = models.PositiveSmallIntegerField(
    default=0, help_text="Laag staat vooraan.", verbose_name="volgorde"
)


def add_what_came_later(apps, schema_editor):
    """Texts that came with this release, as they ship, beside what editors have."""
    alias = schema_editor.connection.alias
    passages = apps.get_model("content", "Passage").objects.using(alias)
    moments = apps.get_model("content", "Moment").objects.using(alias)
    for module in apps.get_model("content", "Module").objects.using(alias):
        known = set(passages.filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in known:
                passages.create(
                    module=module, key=one.key, title=one.title, text=one.text, short=one.short
                )
        for place, one in enumerate(shipped_moments(), start=1):
            moments.create(
                module=module,
                order=10 * place,
                key=one.key,
                title=one.title,
                see=one.see,
                say=one.say,
                next=one.next,
            )


class Migration(migrations.Migration):
    dependencies = [("content", "0003_films_are_looked_up")]

    operations = [
        migrations.CreateModel(
            name="Moment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", ORDER),
                ("key", models.SlugField(verbose_name="sleutel")),
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                ("see", models.TextField(verbose_name="wat je ziet")),
                ("say", models.TextField(verbose_name="wat je zegt")),
                ("next", models.TextField(verbose_name="wat je daarna doet")),
                ("tested", models.BooleanField(default=False, help_text=TESTED, verbose_name="getest")),
                ("module", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moments", to="content.module", verbose_name="module")),
            ],
            options={
                "verbose_name": "moeilijk moment",
                "verbose_name_plural": "moeilijke momenten",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("module", "key"), name="content_moment_key_unique")],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", ORDER),
                ("key", models.SlugField(verbose_name="sleutel")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("caution", models.TextField(help_text="Staat bij elk feit over deze groep.", verbose_name="kanttekening")),
                ("module", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="populations", to="content.module", verbose_name="module")),
            ],
            options={
                "verbose_name": "groep achter cijfers",
                "verbose_name_plural": "groepen achter cijfers",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("module", "key"), name="content_population_key_unique")],
            },
        ),
        migrations.AddField("fact", "populations", models.CharField(blank=True, default="", help_text="Sleutels van groepen achter cijfers, met een komma ertussen: panel, enquete. Hun kanttekening komt erbij.", max_length=120, verbose_name="over wie"), preserve_default=False),
        migrations.AddField("fact", "off_cards", models.BooleanField(default=False, help_text="Dan mag geen thema dit feit op de kaart van de gespreksleider zetten.", verbose_name="nooit op een kaart")),
        migrations.AddField("passage", "short", models.TextField(blank=True, default="", help_text="Op de korte kaart van de gespreksleider. Leeg: alleen op de uitgebreide kaart.", verbose_name="korte vorm"), preserve_default=False),
        migrations.AddField("slide", "short", models.TextField(blank=True, default="", verbose_name="voor de gespreksleider, kort"), preserve_default=False),
        migrations.AddField("theme", "with_manager", models.TextField(blank=True, default="", help_text="Een waarschuwing bij het plannen en op de kaart van de film.", verbose_name="als een leidinggevende leidt"), preserve_default=False),
        migrations.AddField("theme", "short", models.TextField(blank=True, default="", help_text="Wat een ervaren gespreksleider nodig heeft: openen, stilte, sluiten.", verbose_name="korte kaart"), preserve_default=False),
        migrations.AddField("theme", "facts", models.CharField(blank=True, default="", help_text="Codes van hooguit drie feiten, met een komma ertussen: BEJ-01, BEJ-02.", max_length=120, verbose_name="feiten op de kaart"), preserve_default=False),
        migrations.AddField("question", "topic", models.CharField(blank=True, choices=[("stigma", "noemt stigma, oordeel of etiket"), ("speaking-up", "er iets van zeggen"), ("relatives", "naasten")], default="", help_text="Elk thema heeft één vraag van elke soort. Die over stigma komt altijd aan bod.", max_length=12, verbose_name="gaat over"), preserve_default=False),
        migrations.AddField("question", "asked", models.BooleanField(default=True, help_text="Uit: de vraag blijft bewaard en komt in geen sessie.", verbose_name="wordt gesteld")),
        migrations.AlterField("question", "purpose", models.CharField(choices=[("private", "individueel"), ("group", "groep"), ("perspective", "perspectief"), ("action", "actie"), ("checkin", "check-in"), ("start", "aan het begin, om te vergelijken"), ("poll", "peiling"), ("harvest", "wat nemen we mee"), ("checkout", "check-out"), ("evaluation", "evaluatie"), ("guests", "aan gasten, in plaats van perspectief")], max_length=12, verbose_name="soort")),
        migrations.AddField("option", "row", models.CharField(blank=True, default="", help_text="Waarmee deze keuze later vergeleken wordt: t5.5.taal. Leeg: telt niet mee.", max_length=40, verbose_name="rij van de enquête"), preserve_default=False),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
