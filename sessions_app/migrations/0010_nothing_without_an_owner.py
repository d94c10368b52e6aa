"""Planning without an account keeps nothing; so many join codes per account and day."""

import django.utils.timezone
from django.db import migrations, models


def delete_drafts(apps, schema_editor):
    """Planned sessions that nobody owns, so that nobody can reach them any more."""
    sessions = apps.get_model("sessions_app", "DialogueSession").objects
    sessions.filter(facilitators=None, phase="planned").delete()


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0009_the_small_group_rule")]

    operations = [
        migrations.RunPython(delete_drafts, migrations.RunPython.noop),
        migrations.AddField(
            model_name="joincode",
            name="given_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
