from django.db import migrations, models

FROZEN_LEAST = 5
BAND_FROM = 80


def judge_what_was_frozen(apps, schema_editor):
    """What was let out under the rule of before stays so, except that near-unanimity gets a band."""
    for question in apps.get_model("sessions_app", "StepQuestion").objects.filter(
        frozen=True, answered__gte=FROZEN_LEAST
    ):
        question.may_be_seen = True
        if question.content.get("about_self"):
            question.band = [
                key
                for key, count in (question.counts or {}).items()
                if 100 * count >= BAND_FROM * question.answered
            ]
            question.counts = {} if question.band else question.counts
        question.save(update_fields=["may_be_seen", "band", "counts"])


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0008_seats_and_shared_limits'),
    ]

    operations = [
        migrations.AddField(
            model_name='signal',
            name='told',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='step',
            name='closed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='step',
            name='mixed',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='step',
            name='seats',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='stepquestion',
            name='band',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='stepquestion',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='stepquestion',
            name='may_be_seen',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='stepquestion',
            name='own',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='stepquestion',
            constraint=models.CheckConstraint(condition=models.Q(('may_be_seen', False), ('frozen', True), _connector='OR'), name='sessions_seen_is_frozen'),
        ),
        migrations.RunPython(judge_what_was_frozen, migrations.RunPython.noop),
    ]
