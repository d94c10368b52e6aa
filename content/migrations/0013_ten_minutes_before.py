"""Fixed texts of the page to read alone before a session."""

from django.db import migrations

from content.passages import shipped_passages


def add_what_came_later(apps, schema_editor):
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model("content", name).objects.using(alias)

    for module in rows("Module"):
        texts = set(rows("Passage").filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in texts:
                rows("Passage").create(module=module, key=one.key, title=one.title, text=one.text, short=one.short)


class Migration(migrations.Migration):
    dependencies = [("content", "0012_after_the_check_out")]

    operations = [migrations.RunPython(add_what_came_later, migrations.RunPython.noop)]
