"""What planning decided and why, readable for as long as the session is there."""

from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0017_words_of_ones_own")]

    operations = [
        AddColumn(
            model_name="dialoguesession",
            name="remarks",
            # With a default in the database: the server that runs meanwhile writes rows without it.
            field=models.JSONField("wat we kozen, en waarom", default=list, db_default=[]),
        ),
    ]
