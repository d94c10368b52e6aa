"""Mirrors have a page for editors; and the phone says how long a report holds what one wrote."""

from django.db import migrations

from content.passages import shipped_passages


def add_what_came_later(apps, schema_editor):
    alias = schema_editor.connection.alias
    passages = apps.get_model("content", "Passage").objects.using(alias)
    for module in apps.get_model("content", "Module").objects.using(alias):
        known = set(passages.filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in known:
                passages.create(module=module, key=one.key, title=one.title, text=one.text, short=one.short)


class Migration(migrations.Migration):
    dependencies = [("content", "0007_questions_to_look_back")]

    operations = [
        migrations.CreateModel(
            name="Mirrors",
            fields=[],
            options={"verbose_name": "spiegels", "verbose_name_plural": "spiegels", "proxy": True, "indexes": [], "constraints": []},
            bases=("content.module",),
        ),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
