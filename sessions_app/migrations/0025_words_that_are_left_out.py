"""Which words of a word round the facilitator leaves out, as keyed digests and never in words."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0024_links_to_a_report_and_texts_that_go")]

    operations = [
        AddColumn("stepquestion", "left_out", models.JSONField(db_default=[], default=list)),
    ]
