"""Questions and fixed texts of the look-back, as they ship, beside what editors have."""

from django.db import migrations, models

from content.passages import shipped_later, shipped_passages

PURPOSES = [("private", "individueel"), ("group", "groep"), ("perspective", "perspectief"), ("action", "actie"), ("checkin", "check-in"), ("start", "aan het begin, om te vergelijken"), ("poll", "peiling"), ("harvest", "wat nemen we mee"), ("checkout", "check-out"), ("evaluation", "evaluatie"), ("mirror", "spiegel"), ("words", "woordronde"), ("lens", "lens, na een film"), ("look-back", "terugblik: wat werd het"), ("team", "terugblik: waar staan we nu"), ("guests", "aan gasten, in plaats van perspectief")]


def add_what_came_later(apps, schema_editor):
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model("content", name).objects.using(alias)

    for module in rows("Module"):
        texts = set(rows("Passage").filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in texts:
                rows("Passage").create(module=module, key=one.key, title=one.title, text=one.text, short=one.short)
        known = set(rows("Question").filter(module=module).values_list("code", flat=True))
        sources = dict(rows("Source").filter(module=module).values_list("key", "pk"))
        last = rows("Question").filter(module=module).aggregate(last=models.Max("order"))["last"] or 0
        for place, one in enumerate(shipped_later(), start=1):
            if one.code in known:
                continue
            question = rows("Question").create(
                module=module, code=one.code, order=last + 10 * place, purpose=str(one.purpose),
                form=str(one.form), text=one.text, help=one.help, points="\n".join(one.points),
                most=one.most, about_self=one.about_self, asked=one.asked,
            )
            for at, option in enumerate(one.options, start=1):
                rows("Option").create(question=question, order=10 * at, key=option.key, text=option.text, alone=option.alone, row=option.row)
            for at, cited in enumerate(one.citations, start=1):
                if cited.source in sources:
                    rows("Citation").create(question=question, order=10 * at, source_id=sources[cited.source], detail=cited.detail)


class Migration(migrations.Migration):
    dependencies = [("content", "0006_word_round_and_lens")]

    operations = [
        migrations.AlterField("question", "purpose", models.CharField(choices=PURPOSES, max_length=12, verbose_name="soort")),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
