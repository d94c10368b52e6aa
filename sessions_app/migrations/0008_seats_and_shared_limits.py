"""Seats of a room, and a table that limits share between processes."""

import uuid

import django.db.models.deletion
from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    """What `createcachetable` does, so that `migrate` is all that an installation needs."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0007_the_screens_key_can_be_withdrawn")]

    operations = [
        migrations.AddField(
            model_name="dialoguesession",
            name="extra_seats",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dialoguesession",
            name="coming_seats",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dialoguesession",
            name="knocked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="HeldSeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pen", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_seats",
                        to="sessions_app.dialoguesession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "pen"), name="sessions_held_seat_unique"
                    )
                ],
            },
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
