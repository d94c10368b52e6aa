from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0022_edits_can_be_undone")]

    operations = [
        migrations.AddField("stepquestion", "left_out", models.JSONField(default=list)),
    ]
