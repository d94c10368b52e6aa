"""Whether an expert by experience leads, leads along or takes part."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0033_rehearsals")]

    operations = [
        AddColumn("dialoguesession", "lived", models.CharField(blank=True, choices=[("", "nog niet gevraagd"), ("leads", "leidt het gesprek"), ("along", "leidt mee"), ("colleague", "doet mee als collega"), ("no", "gevraagd, deze keer niet")], db_default="", default="", max_length=9, verbose_name="ervaringsdeskundige")),
    ]
