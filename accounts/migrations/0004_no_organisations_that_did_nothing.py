"""Organisation, team and role were asked for and used by nothing (docs/decisions/0028).

What a session's column still points to stays in the database as long as that column does.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_browsers_where_somebody_is_logged_in"),
        ("sessions_app", "0016_who_looks_after_a_session"),
    ]

    operations = [
        migrations.DeleteModel("Membership"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("Team"),
                migrations.DeleteModel("Organisation"),
            ]
        ),
    ]
