"""Whole programmes that somebody keeps for other sessions."""

import django.db.models.deletion
import sessions_app.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0036_dialogue_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=sessions_app.models.new_ref, editable=False, max_length=24, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='naam')),
                ('edition', models.PositiveIntegerField(verbose_name='druk')),
                ('kept', models.JSONField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_programmes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'eigen programma',
                'verbose_name_plural': "eigen programma's",
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'title'), name='sessions_own_programme_unique')],
            },
        ),
    ]
