"""Methods: ways to work with a group, as they ship, beside what editors have."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from content.passages import methods_for
from content.rows import columns_of


def add_what_came_later(apps, schema_editor):
    """The methods as they ship, with the sources and facts that this module has."""
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model("content", name).objects.using(alias)

    table = {field.name for field in apps.get_model("content", "Method")._meta.fields}
    for module in rows("Module"):
        sources = set(rows("Source").filter(module=module).values_list("key", flat=True))
        facts = rows("Fact").filter(module=module, off_cards=False).values_list("code", flat=True)
        for place, one in enumerate(methods_for(sources, set(facts)), start=1):
            columns = {name: value for name, value in columns_of(one).items() if name in table}
            rows("Method").create(module=module, order=10 * place, **columns)


class Migration(migrations.Migration):

    dependencies = [("content", "0011_chosen_before_and_after_talk")]

    operations = [
        migrations.CreateModel(
            name='Method',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Laag staat vooraan.', verbose_name='volgorde')),
                ('key', models.SlugField(verbose_name='sleutel')),
                ('name', models.CharField(max_length=60, verbose_name='naam')),
                ('gist', models.CharField(help_text='In de lijst van werkvormen.', max_length=200, verbose_name='wat het is')),
                ('purposes', models.JSONField(default=list, verbose_name='waarvoor')),
                ('kind', models.CharField(blank=True, editable=False, help_text='Dan maakt de planner die stap, met de vaste teksten ervan.', max_length=60, verbose_name='soort stap die er al is')),
                ('least', models.PositiveSmallIntegerField(default=5, verbose_name='minste minuten')),
                ('ideal', models.PositiveSmallIntegerField(default=10, verbose_name='gewone minuten')),
                ('most', models.PositiveSmallIntegerField(default=20, verbose_name='meeste minuten')),
                ('group_from', models.PositiveSmallIntegerField(default=2, verbose_name='groep vanaf')),
                ('group_to', models.PositiveSmallIntegerField(default=40, verbose_name='groep tot en met')),
                ('closeness', models.PositiveSmallIntegerField(default=1, help_text='1 gaat over het werk, 2 over contact met een ander, 3 over jezelf.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='dichtbij')),
                ('materials', models.TextField(blank=True, help_text='Een hele zin per regel.', verbose_name='wat je nodig hebt')),
                ('lead', models.CharField(blank=True, max_length=160, verbose_name='zin op het scherm')),
                ('talk', models.TextField(blank=True, help_text='Een regel per vraag; de eerste staat er groot.', verbose_name='op het scherm')),
                ('roles', models.CharField(blank=True, max_length=160, verbose_name='rollen op het scherm')),
                ('check_text', models.CharField(blank=True, max_length=120, verbose_name='vraag achteraf')),
                ('say', models.TextField(verbose_name='wat je zegt')),
                ('do', models.TextField(help_text='Op de kaart van de gespreksleider.', verbose_name='wat je doet')),
                ('short', models.TextField(blank=True, verbose_name='korte kaart')),
                ('not_when', models.TextField(verbose_name='wanneer niet')),
                ('never_with_manager', models.BooleanField(default=False, help_text="Dan biedt de planner hem in zo'n sessie niet aan.", verbose_name='niet als een leidinggevende leidt')),
                ('never_with_guests', models.BooleanField(default=False, help_text="Dan biedt de planner hem in zo'n sessie niet aan.", verbose_name='niet met cliënten of naasten')),
                ('needs_phones', models.BooleanField(default=False, verbose_name='vraagt telefoons')),
                ('facts', models.CharField(blank=True, help_text='Codes van hooguit drie feiten, met een komma ertussen: HOP-04, HOP-07.', max_length=120, verbose_name='feiten op de kaart')),
                ('citations', models.TextField(blank=True, help_text='Een per regel: sleutel van de bron, dubbele punt, plaats. lma19: tabel 5.5', verbose_name='bronnen')),
                ('tested', models.BooleanField(default=False, help_text="Aan als ervaringsdeskundigen, naasten en hulpverleners dit hebben getest. Anders staat er 'concept' bij voor redactie en gespreksleiders.", verbose_name='getest')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='methods', to='content.module', verbose_name='module')),
            ],
            options={
                'verbose_name': 'werkvorm',
                'verbose_name_plural': 'werkvormen',
                'ordering': ['order', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('module', 'key'), name='content_method_key_unique')],
            },
        ),
        migrations.RunPython(add_what_came_later, migrations.RunPython.noop),
    ]
