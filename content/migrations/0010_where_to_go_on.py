"""Cards with what the field offers; and every fixed text that came with this release."""

import django.db.models.deletion
from django.db import migrations, models

from content.passages import shipped_further, shipped_passages

TESTED = (
    "Aan als ervaringsdeskundigen, naasten en hulpverleners dit hebben getest. "
    "Anders staat er 'concept' bij voor redactie en gespreksleiders."
)
CITED = (
    "Sleutel van de bron, dubbele punt, plaats. Meer bronnen met een puntkomma "
    "ertussen: lma19: §3.3.2, tabel 5.6; tri14: §5.3"
)


def add_what_came_later(apps, schema_editor):
    """As they ship, beside what editors have; a card only where its sources are there."""
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model("content", name).objects.using(alias)

    for module in rows("Module"):
        texts = set(rows("Passage").filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in texts:
                rows("Passage").create(module=module, key=one.key, title=one.title, text=one.text, short=one.short)
        sources = set(rows("Source").filter(module=module).values_list("key", flat=True))
        for place, one in enumerate(shipped_further(), start=1):
            if sources.issuperset(citation.source for citation in one.citations):
                cited = "; ".join(f"{c.source}: {c.detail}" for c in one.citations)
                rows("Further").create(
                    module=module, order=10 * place, key=one.key, for_whom=one.for_whom.value,
                    title=one.title, text=one.text, known=one.known, cited=cited, address=one.address,
                )


class Migration(migrations.Migration):
    dependencies = [("content", "0009_texts_beside_a_film")]

    operations = [
        migrations.CreateModel(
            name="Further",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0, help_text="Laag staat vooraan.", verbose_name="volgorde")),
                ("key", models.SlugField(verbose_name="sleutel")),
                ("for_whom", models.CharField(choices=[("professionals", "Voor hulpverleners en teams"), ("clients", "Om cliënten op te wijzen")], max_length=14, verbose_name="voor wie")),
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                ("text", models.TextField(help_text="Twee of drie korte zinnen.", verbose_name="wat het is")),
                ("known", models.TextField(help_text="Alleen wat de bron zegt. Noemt de bron geen uitkomst, schrijf dat dan op.", verbose_name="wat ervan bekend is")),
                ("cited", models.CharField(help_text=CITED, max_length=300, verbose_name="bronnen")),
                ("address", models.URLField(blank=True, verbose_name="webadres")),
                ("tested", models.BooleanField(default=False, help_text=TESTED, verbose_name="getest")),
                ("module", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="further", to="content.module", verbose_name="module")),
            ],
            options={
                "verbose_name": "kaart bij Verder",
                "verbose_name_plural": "kaarten bij Verder",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("module", "key"), name="content_further_key_unique")],
            },
        ),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
