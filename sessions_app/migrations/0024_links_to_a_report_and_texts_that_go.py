"""A team reads its report by a link, what people wrote goes after a while, and passes are counted."""

import django.db.models.deletion
from django.db import migrations, models

import sessions_app.models
from sessions_app.migrations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0023_what_a_mirror_showed")]

    operations = [
        AddColumn(
            "dialoguesession",
            "texts_gone_at",
            models.DateTimeField(blank=True, null=True, verbose_name="open antwoorden gewist"),
        ),
        AddColumn("stepquestion", "passed", models.PositiveIntegerField(null=True)),
        migrations.CreateModel(
            name="ReportLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=sessions_app.models.new_key, editable=False, max_length=43, unique=True)),
                ("ends_at", models.DateTimeField(verbose_name="werkt tot")),
                ("session", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="report_link", to="sessions_app.dialoguesession")),
            ],
            options={
                "verbose_name": "link naar een verslag",
                "verbose_name_plural": "links naar verslagen",
            },
        ),
    ]
