"""Who owns a session and who leads along, and links by which a colleague does."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("sessions_app", "0030_huddles"),
    ]

    operations = [
        AddColumn("facilitator", "owner", models.BooleanField(db_default=True, default=True, verbose_name="eigenaar")),
        migrations.CreateModel(
            name="Invite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("ends_at", models.DateTimeField(verbose_name="werkt tot")),
                ("maker", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="invites", to=settings.AUTH_USER_MODEL)),
                ("session", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="invites", to="sessions_app.dialoguesession")),
            ],
            options={"verbose_name": "uitnodiging", "verbose_name_plural": "uitnodigingen", "ordering": ["ends_at"]},
        ),
    ]
