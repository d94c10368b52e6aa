"""A link by which colleagues get a kept programme or step."""

import django.db.models.deletion
import sessions_app.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0037_own_programmes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ColleagueLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=sessions_app.models.new_key, editable=False, max_length=43, unique=True)),
                ('ends_at', models.DateTimeField(verbose_name='werkt tot')),
                ('programme', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='colleague_link', to='sessions_app.ownprogramme')),
                ('step', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='colleague_link', to='sessions_app.ownstep')),
            ],
            options={
                'verbose_name': 'link voor een collega',
                'verbose_name_plural': 'links voor een collega',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('programme__isnull', True), ('step__isnull', False)), models.Q(('programme__isnull', False), ('step__isnull', True)), _connector='OR'), name='sessions_colleague_link_gives_one')],
            },
        ),
    ]
