"""A planned programme has a version, and every edit of it can be undone and done again."""

import django.db.models.deletion
from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0021_archived_and_deleted")]

    operations = [
        AddColumn(
            "dialoguesession",
            "programme_version",
            # With a default in the database: the server that runs meanwhile writes rows without it.
            models.PositiveIntegerField(default=0, db_default=0),
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("made_on", models.PositiveIntegerField()),
                ("asked", models.CharField(max_length=64)),
                ("said", models.CharField(max_length=400)),
                ("touched", models.JSONField(default=list)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("state", models.CharField(choices=[("done", "Done"), ("undone", "Undone"), ("noted", "Noted")], max_length=6)),
                ("session", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="sessions_app.dialoguesession")),
            ],
            options={
                "ordering": ["version"],
                "constraints": [models.UniqueConstraint(fields=("session", "version"), name="sessions_edit_version_unique")],
            },
        ),
    ]
