"""The steps as planning made them, so that what was changed by hand can be told from that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0019_what_planning_decided")]

    operations = [
        migrations.AddField(
            model_name="dialoguesession",
            name="planned_steps",
            field=models.JSONField(null=True),
        ),
    ]
