import crm_portal.core.creating
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_parties_people_and_powers'),
    ]

    operations = [
        crm_portal.core.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Scale',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(unique=True, verbose_name='from')),
                        ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                        ('decision', models.CharField(max_length=200, verbose_name='decision')),
                        ('source', models.CharField(max_length=120, verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'contribution scale',
                        'verbose_name_plural': 'contribution scales',
                        'ordering': ['-valid_from'],
                    },
                ),
                migrations.CreateModel(
                    name='Share',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='finance.scale')),
                        ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='members.party')),
                        ('amount_cents', models.BigIntegerField(verbose_name='amount in cents of USD')),
                        ('published_percent', models.PositiveIntegerField(blank=True, null=True, verbose_name='published percentage, in hundredths')),
                    ],
                    options={
                        'verbose_name': 'share',
                        'verbose_name_plural': 'shares',
                        'ordering': ['scale', 'party__order', 'party_id'],
                        'constraints': [models.UniqueConstraint(fields=('scale', 'party'), name='finance_share_once'), models.CheckConstraint(condition=models.Q(('amount_cents__gte', 0)), name='finance_share_amount_is_not_negative'), models.CheckConstraint(condition=models.Q(('published_percent', None), ('published_percent__range', (0, 10000)), _connector='OR'), name='finance_share_published_percent_is_a_part')],
                    },
                ),
            ],
        ),
    ]
