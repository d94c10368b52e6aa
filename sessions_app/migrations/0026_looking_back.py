"""An agreement has a day; a team looks back weeks later, together or by a link without names."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sessions_app.models
from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0025_words_that_are_left_out")]

    operations = [
        AddColumn("agreement", "look_back_on", models.DateField(blank=True, null=True, verbose_name="op welke dag")),
        AddColumn("agreement", "noticed", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="wie merkt het")),
        AddColumn("dialoguesession", "looks_back_at", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="looked_back_in", to="sessions_app.dialoguesession")),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reminder", models.BooleanField(default=True, verbose_name="herinnering")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="herinnerd")),
                ("key", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                ("seats", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("closed", models.BooleanField(default=False)),
                ("session", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="look_back", to="sessions_app.dialoguesession")),
            ],
            options={
                "verbose_name": "terugblik",
                "verbose_name_plural": "terugblikken",
                "ordering": ["pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("key__isnull", True), ("closes_at__isnull", False), _connector="OR"), name="sessions_link_has_a_last_day")],
            },
        ),
        migrations.CreateModel(
            name="LookBackQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=sessions_app.models.new_ref, editable=False, max_length=24, unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("tally", models.JSONField(default=dict)),
                ("given", models.PositiveIntegerField(default=0)),
                ("frozen", models.BooleanField(default=False)),
                ("may_be_seen", models.BooleanField(default=False)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("band", models.JSONField(default=list)),
                ("look_back", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="sessions_app.lookback")),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("look_back", "position"), name="sessions_look_back_question_unique"),
                    models.CheckConstraint(condition=models.Q(("may_be_seen", False), ("frozen", True), _connector="OR"), name="sessions_look_back_seen_is_frozen"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookBackSeat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pen", models.CharField(max_length=64)),
                ("look_back", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="taken", to="sessions_app.lookback")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("look_back", "pen"), name="sessions_look_back_seat_unique")]},
        ),
    ]
