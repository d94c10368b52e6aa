"""The letter to the team: who sends it, and words of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0011_answers_kept_on_the_screen")]

    operations = [
        migrations.AddField(
            model_name="dialoguesession",
            name="sender",
            field=models.CharField("afzender van de brief", max_length=120, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="dialoguesession",
            name="own_words",
            field=models.TextField(
                "eigen woorden in de brief", max_length=400, blank=True, default=""
            ),
            preserve_default=False,
        ),
    ]
