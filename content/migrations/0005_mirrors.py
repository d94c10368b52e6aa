"""Mirrors come with the module; those that ship stand in every module that is there."""

import msgspec
from django.db import migrations, models

from content.passages import shipped_mirrors, shipped_passages


def add_what_came_later(apps, schema_editor):
    """The mirrors as they ship, and the fixed texts that came with them."""
    alias = schema_editor.connection.alias
    passages = apps.get_model("content", "Passage").objects.using(alias)
    for module in apps.get_model("content", "Module").objects.using(alias):
        module.mirrors = msgspec.to_builtins(shipped_mirrors())
        module.save(update_fields=["mirrors"])
        known = set(passages.filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in known:
                passages.create(
                    module=module, key=one.key, title=one.title, text=one.text, short=one.short
                )


class Migration(migrations.Migration):
    dependencies = [("content", "0004_cards_moments_and_whom_figures_are_about")]

    operations = [
        migrations.AddField("module", "mirrors", models.JSONField(default=list, editable=False, verbose_name="spiegels")),
        migrations.AlterField("question", "purpose", models.CharField(choices=[("private", "individueel"), ("group", "groep"), ("perspective", "perspectief"), ("action", "actie"), ("checkin", "check-in"), ("start", "aan het begin, om te vergelijken"), ("poll", "peiling"), ("harvest", "wat nemen we mee"), ("checkout", "check-out"), ("evaluation", "evaluatie"), ("mirror", "spiegel"), ("guests", "aan gasten, in plaats van perspectief")], max_length=12, verbose_name="soort")),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
