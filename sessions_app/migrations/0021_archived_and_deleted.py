"""Sessions in the archive, and sessions that were deleted and can still be put back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0020_what_planning_made")]

    operations = [
        migrations.AddField(
            model_name="dialoguesession",
            name="archived_at",
            field=models.DateTimeField("in het archief sinds", null=True, blank=True),
        ),
        migrations.AddField(
            model_name="dialoguesession",
            name="deleted_at",
            field=models.DateTimeField("verwijderd", null=True, blank=True),
        ),
    ]
