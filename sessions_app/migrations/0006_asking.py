"""A session's question becomes a whole copy of the edition's, as a step's content already is."""

from django.db import migrations, models

COPIED = ("code", "text", "help", "options", "points", "most", "about_self", "dimension", "tested")
# What a question was for was not kept; the step in which it stands says it.
PURPOSES = {"checkin": "start", "poll": "poll", "harvest": "action", "evaluation": "evaluation"}


def copy(apps, schema_editor):
    questions = apps.get_model("sessions_app", "StepQuestion").objects
    for row in questions.select_related("step").iterator():
        otherwise = "private" if row.form == "private" else "group"
        row.content = {name: getattr(row, name) for name in COPIED} | {
            "form": row.form,
            "purpose": PURPOSES.get(row.step.kind, otherwise),
        }
        row.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ("sessions_app", "0005_kinds_from_the_registry"),
    ]

    operations = [
        migrations.AddField("stepquestion", "content", models.JSONField(default=dict), preserve_default=False),
        migrations.RunPython(copy),
        *(migrations.RemoveField("stepquestion", name) for name in COPIED if name != "code"),
        migrations.AlterField("stepquestion", "form", models.CharField(max_length=16)),
    ]
