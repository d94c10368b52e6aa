"""How far a picture that builds was shown is kept with its step, like all that is live."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0022_edits_can_be_undone")]

    operations = [
        AddColumn("step", "revealed", models.PositiveSmallIntegerField(db_default=0, default=0)),
    ]
