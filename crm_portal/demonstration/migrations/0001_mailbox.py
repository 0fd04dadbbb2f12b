import crm_portal.core.models
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DemoMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(max_length=250, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('message_id', models.CharField(blank=True, max_length=250)),
                ('headers', models.JSONField(default=dict)),
                ('attachments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                ('created_at', models.DateTimeField(db_default=crm_portal.core.models.Now(), verbose_name='received')),
            ],
            options={
                'verbose_name': 'mail of the demonstration',
                'verbose_name_plural': 'mails of the demonstration',
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='demonstration_mail_newest'), models.Index(fields=['to', '-created_at'], name='demonstration_mail_of_person')],
            },
        ),
    ]
