"""Nobody's sessions are known as such, sessions can be offered; no teams that did nothing.

The column of the team stays in the table for one release more: the server that runs while tables are
brought up to date still reads it, with a room in front of it. A later release drops it.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import sessions_app.models


def note_who_has_nobody(apps, schema_editor):
    """Sessions whose owner went before there was a sign of that: their half year begins now."""
    sessions = apps.get_model("sessions_app", "DialogueSession").objects
    sessions.filter(facilitators=None).update(left_at=django.utils.timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0013_a_letter_has_a_sender"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("dialoguesession", "team")]
        ),
        migrations.AddField(
            "dialoguesession", "left_at", models.DateTimeField("niemand meer sinds", null=True, blank=True)
        ),
        migrations.AlterField(
            "dialoguesession", "made_at", models.DateTimeField("gemaakt", default=django.utils.timezone.now)
        ),
        migrations.AlterField(
            "dialoguesession", "started_at", models.DateTimeField("begonnen", null=True, blank=True)
        ),
        migrations.AlterField(
            "dialoguesession", "ended_at", models.DateTimeField("afgelopen", null=True, blank=True)
        ),
        migrations.AlterField(
            "dialoguesession",
            "phase",
            models.CharField(
                "fase",
                choices=[("planned", "gepland"), ("running", "bezig"), ("ended", "afgelopen")],
                default="planned",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=sessions_app.models.new_ref, editable=False, max_length=24, unique=True)),
                ("address", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("stays", models.BooleanField(default=False, verbose_name="ik blijf er zelf ook bij")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("giver", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="offers", to=settings.AUTH_USER_MODEL)),
                ("session", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="sessions_app.dialoguesession")),
            ],
            options={
                "verbose_name": "aanbod",
                "verbose_name_plural": "aanbiedingen",
                "ordering": ["made_at"],
                "constraints": [models.UniqueConstraint(fields=("session", "address"), name="sessions_offer_unique")],
            },
        ),
        migrations.RunPython(note_who_has_nobody, migrations.RunPython.noop),
    ]
