"""Questions about work that are chosen before talk and after it, as they ship."""

from django.db import migrations, models

from content.document import Purpose
from content.passages import shipped_questions

PURPOSES = [("private", "individueel"), ("group", "groep"), ("perspective", "perspectief"), ("action", "actie"), ("checkin", "check-in"), ("start", "aan het begin, om te vergelijken"), ("poll", "peiling"), ("harvest", "wat nemen we mee"), ("checkout", "check-out"), ("evaluation", "evaluatie"), ("mirror", "spiegel"), ("words", "woordronde"), ("lens", "lens, na een film"), ("look-back", "terugblik: wat werd het"), ("team", "terugblik: waar staan we nu"), ("stance", "keuze voor en na een gesprek"), ("guests", "aan gasten, in plaats van perspectief")]
HELP = "Over het werk, en niet over iemands gezondheid of gevoel. Alleen dan kan een vraag voor en na een gesprek gesteld worden."


def add_what_came_later(apps, schema_editor):
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model("content", name).objects.using(alias)

    for module in rows("Module"):
        known = set(rows("Question").filter(module=module).values_list("code", flat=True))
        last = rows("Question").filter(module=module).aggregate(last=models.Max("order"))["last"] or 0
        for place, one in enumerate(shipped_questions(), start=1):
            if one.purpose != Purpose.STANCE or one.code in known:
                continue
            question = rows("Question").create(
                module=module, code=one.code, order=last + 10 * place, purpose=str(one.purpose),
                form=str(one.form), text=one.text, help=one.help, about_work=True,
            )
            for at, option in enumerate(one.options, start=1):
                rows("Option").create(question=question, order=10 * at, key=option.key, text=option.text, alone=option.alone)


class Migration(migrations.Migration):
    dependencies = [("content", "0010_where_to_go_on")]

    operations = [
        migrations.AlterField("question", "purpose", models.CharField(choices=PURPOSES, max_length=12, verbose_name="soort")),
        migrations.AddField("question", "about_work", models.BooleanField(db_default=False, default=False, help_text=HELP, verbose_name="over werk")),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
