"""A step that is left out while a session runs, to end on time; it can be put back."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0026_looking_back")]

    operations = [
        AddColumn("step", "skipped", models.BooleanField(db_default=False, default=False)),
    ]
