"""Steps that a facilitator keeps for other sessions."""

import django.db.models.deletion
import sessions_app.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0034_lived_experience'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=sessions_app.models.new_ref, editable=False, max_length=24, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='naam')),
                ('kind', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minuten')),
                ('named', models.BooleanField(default=False)),
                ('lead', models.TextField(blank=True, default='', verbose_name='op het scherm')),
                ('note', models.TextField(blank=True, default='', verbose_name='notitie')),
                ('reworded', models.JSONField(default=None, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_steps', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'eigen werkvorm',
                'verbose_name_plural': 'eigen werkvormen',
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'title'), name='sessions_own_step_unique')],
            },
        ),
    ]
