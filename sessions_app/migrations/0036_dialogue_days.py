"""Dialogue days: how many people of each role are expected, and which circle is asked a question."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0035_own_steps")]

    operations = [
        AddColumn("dialoguesession", "role_numbers", models.JSONField(blank=True, db_default={}, default=dict, verbose_name="aantallen per rol")),
        AddColumn("stepquestion", "circle", models.CharField(blank=True, db_default="", default="", max_length=14)),
    ]
