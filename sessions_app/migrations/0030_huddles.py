"""Small groups to talk in: which there are, where seats belong, and what one phone per group writes."""

import django.db.models.deletion
from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0029_texts_that_are_picked")]

    operations = [
        AddColumn("dialoguesession", "huddle_places", models.JSONField(db_default=[], default=list)),
        AddColumn("stepquestion", "of_huddles", models.BooleanField(db_default=False, default=False)),
        migrations.CreateModel(
            name="Huddles",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deal", models.PositiveSmallIntegerField(default=0)),
                ("size", models.PositiveSmallIntegerField()),
                ("on_screen", models.BooleanField(default=True)),
                ("sizes", models.JSONField(default=dict)),
                ("told", models.BooleanField(default=True)),
                ("round", models.PositiveIntegerField(default=0)),
                ("session", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="huddles", to="sessions_app.dialoguesession")),
                ("step", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sessions_app.step")),
            ],
        ),
        migrations.CreateModel(
            name="HuddleSeat",
            fields=[
                ("participant", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="huddle", serialize=False, to="sessions_app.participant")),
                ("at", models.PositiveSmallIntegerField(null=True)),
                ("left", models.JSONField(default=list)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("been", models.JSONField(default=list)),
                ("out", models.BooleanField(default=False)),
                ("writes", models.BooleanField(default=False)),
            ],
        ),
    ]
