"""The film is led from the console; phones can be put away; a countdown while people talk."""

import django.db.models.deletion
from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0027_a_step_that_goes")]

    operations = [
        AddColumn("dialoguesession", "phones_away", models.BooleanField(db_default=False, default=False)),
        AddColumn("dialoguesession", "countdown", models.BooleanField(db_default=True, default=True)),
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("plays", models.BooleanField(default=False)),
                ("round", models.PositiveIntegerField(default=0)),
                ("jump_round", models.PositiveIntegerField(default=0)),
                ("at", models.PositiveIntegerField(default=0)),
                ("volume", models.PositiveSmallIntegerField(default=100)),
                ("captions", models.BooleanField(default=True)),
                ("screen", models.CharField(blank=True, max_length=24)),
                ("state", models.CharField(blank=True, choices=[("", "niets gehoord"), ("ready", "klaar"), ("playing", "speelt"), ("paused", "staat stil"), ("ended", "afgelopen"), ("silent", "speler zwijgt"), ("refused", "speler weigert"), ("press", "wacht op een druk")], default="", max_length=8)),
                ("position", models.PositiveIntegerField(default=0)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("heard_round", models.PositiveIntegerField(default=0)),
                ("began", models.BooleanField(default=False)),
                ("step", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="screening", to="sessions_app.step")),
            ],
        ),
    ]
