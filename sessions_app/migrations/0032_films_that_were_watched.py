"""Which films a facilitator says to have watched."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0031_who_leads_along"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WatchedFilm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("youtube", models.CharField(max_length=20)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="watched_films", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "bekeken film",
                "verbose_name_plural": "bekeken films",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("user", "youtube"), name="sessions_watched_unique")],
            },
        ),
    ]
