from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0010_nothing_without_an_owner")]

    operations = [
        migrations.AddField(
            model_name="dialoguesession",
            name="keeps_shown",
            field=models.BooleanField(default=False),
        ),
    ]
