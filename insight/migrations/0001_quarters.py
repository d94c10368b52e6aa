"""The totals of a quarter, made once."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FrozenQuarter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=7, unique=True)),
                ("figures", models.JSONField(default=list)),
                ("frozen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "kwartaal",
                "verbose_name_plural": "kwartalen",
                "ordering": ["-quarter"],
            },
        ),
    ]
