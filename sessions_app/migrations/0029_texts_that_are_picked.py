"""Which texts the room sees: kept off by their writer, picked, covered and grouped by who leads."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0028_the_film_and_phones_away")]

    operations = [
        AddColumn("answer", "off_screen", models.BooleanField(db_default=False, default=False)),
        AddColumn("answer", "picked", models.BooleanField(db_default=False, default=False)),
        AddColumn("answer", "covered", models.JSONField(db_default=[], default=list)),
        AddColumn("answer", "heading", models.CharField(db_default="", default="", max_length=30)),
    ]
