"""A session that only tries another one out."""

import django.db.models.deletion
from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0032_films_that_were_watched")]

    operations = [
        AddColumn("dialoguesession", "rehearses", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="rehearsals", to="sessions_app.dialoguesession")),
    ]
