from django.db import migrations, models

from content.passages import shipped_passages, shipped_questions

PURPOSES = [
    ("private", "individueel"),
    ("group", "groep"),
    ("perspective", "perspectief"),
    ("action", "actie"),
    ("checkin", "check-in"),
    ("start", "aan het begin, om te vergelijken"),
    ("poll", "peiling"),
    ("harvest", "wat nemen we mee"),
    ("checkout", "check-out"),
    ("evaluation", "evaluatie"),
    ("mirror", "spiegel"),
    ("words", "woordronde"),
    ("lens", "lens, na een film"),
    ("guests", "aan gasten, in plaats van perspectief"),
]
NEW = ("WOORD-1", "LENS-1")


def add_what_came_later(apps, schema_editor):
    """The texts and the two questions that came with this release, beside what editors have."""
    alias = schema_editor.connection.alias
    rows = {
        name: apps.get_model("content", name).objects.using(alias)
        for name in ("Module", "Passage", "Question", "Option", "Source", "Citation")
    }
    for module in rows["Module"]:
        known = set(rows["Passage"].filter(module=module).values_list("key", flat=True))
        for one in shipped_passages():
            if one.key not in known:
                rows["Passage"].create(
                    module=module, key=one.key, title=one.title, text=one.text, short=one.short
                )
        last = rows["Question"].filter(module=module).aggregate(last=models.Max("order"))["last"]
        codes = set(rows["Question"].filter(module=module).values_list("code", flat=True))
        for place, one in enumerate(shipped_questions(), start=1):
            if one.code not in NEW or one.code in codes:
                continue
            asked = rows["Question"].create(
                module=module,
                order=(last or 0) + 10 * place,
                code=one.code,
                purpose=one.purpose.value,
                form=one.form.value,
                text=one.text,
                help=one.help,
                most=one.most,
            )
            for at, option in enumerate(one.options, start=1):
                rows["Option"].create(
                    question=asked, order=10 * at, key=option.key, text=option.text, alone=option.alone
                )
            for citation in one.citations:
                source = rows["Source"].filter(module=module, key=citation.source).first()
                if source is not None:
                    rows["Citation"].create(question=asked, source=source, detail=citation.detail)


class Migration(migrations.Migration):
    dependencies = [("content", "0005_mirrors")]

    operations = [
        migrations.AlterField(
            "question",
            "purpose",
            models.CharField(choices=PURPOSES, max_length=12, verbose_name="soort"),
        ),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
