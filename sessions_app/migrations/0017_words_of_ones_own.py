import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0016_who_looks_after_a_session"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=120)),
                ("text", models.TextField(max_length=2000, verbose_name="eigen woorden")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="own_words", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "eigen woorden",
                "verbose_name_plural": "eigen woorden",
                "ordering": ["about"],
                "constraints": [models.UniqueConstraint(fields=("user", "about"), name="sessions_own_words_unique")],
            },
        ),
    ]
