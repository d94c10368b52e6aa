"""Questions for the circles of a dialogue day, as they ship, in the themes that have none."""

from django.db import migrations, models

from content.passages import shipped_rounds
from content.rows import question_columns

PURPOSES = [("private", "individueel"), ("group", "groep"), ("perspective", "perspectief"), ("action", "actie"), ("checkin", "check-in"), ("start", "aan het begin, om te vergelijken"), ("poll", "peiling"), ("harvest", "wat nemen we mee"), ("checkout", "check-out"), ("evaluation", "evaluatie"), ("mirror", "spiegel"), ("words", "woordronde"), ("lens", "lens, na een film"), ("look-back", "terugblik: wat werd het"), ("team", "terugblik: waar staan we nu"), ("stance", "keuze voor en na een gesprek"), ("guests", "aan gasten, in plaats van perspectief"), ("round", "ronde van een dialoogdag")]
CIRCLES = [("clients", "cliënten"), ("relatives", "naasten"), ("guests", "cliënten en naasten"), ("professionals", "hulpverleners")]
HELP = "Bij een ronde van een dialoogdag. Elk thema heeft één vraag voor elke kring."


def add_what_came_later(apps, schema_editor):
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model("content", name).objects.using(alias)

    rounds = shipped_rounds()
    table = {field.name for field in apps.get_model("content", "Question")._meta.fields}
    for theme in rows("Theme").select_related("module"):
        known = rows("Question").filter(module=theme.module)
        codes = set(known.values_list("code", flat=True))
        coming = rounds.get(theme.slug, ())
        if codes & {one.code for one in coming}:
            continue
        last = known.aggregate(last=models.Max("order"))["last"] or 0
        for place, one in enumerate(coming, start=1):
            columns = {name: value for name, value in question_columns(one).items() if name in table}
            rows("Question").create(module=theme.module, theme=theme, order=last + 10 * place, **columns)


class Migration(migrations.Migration):
    dependencies = [("content", "0012_methods")]

    operations = [
        migrations.AlterField("question", "purpose", models.CharField(choices=PURPOSES, max_length=12, verbose_name="soort")),
        migrations.AddField("question", "circle", models.CharField(blank=True, choices=CIRCLES, db_default="", default="", help_text=HELP, max_length=14, verbose_name="voor wie")),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
