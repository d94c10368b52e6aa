from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0002_forms_without_a_migration_each")]

    operations = [
        migrations.AddField(
            "film",
            "missing_since",
            models.DateTimeField("niet te zien sinds", null=True, editable=False),
        ),
    ]
