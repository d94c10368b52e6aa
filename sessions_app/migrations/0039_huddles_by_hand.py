"""Small groups that people choose themselves, as they hear it from who leads."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0038_links_for_a_colleague")]

    operations = [
        AddColumn("huddles", "choosing", models.PositiveSmallIntegerField(choices=[(0, "niemand kiest"), (1, "iedereen kiest een teken"), (2, "wie wil, kiest een ander teken")], db_default=0, default=0)),
        AddColumn("huddles", "signless", models.PositiveSmallIntegerField(db_default=0, default=0)),
    ]
