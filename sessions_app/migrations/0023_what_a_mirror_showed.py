"""How far a picture that builds was shown is kept with its step, like all that is live."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0022_edits_can_be_undone")]

    operations = [
        migrations.AddField("step", "revealed", models.PositiveSmallIntegerField(default=0)),
    ]
