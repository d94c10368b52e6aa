from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_pulse")]

    operations = [
        migrations.CreateModel(
            name="Done",
            fields=[
                ("what", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
