import crm_portal.core.creating
import datetime
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        # Accounts first: each step of theirs renders every table that there is.
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('usersessions', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('members', '0001_parties_people_and_powers'),
    ]

    operations = [
        migrations.RunSQL(
            sql='CREATE OR REPLACE FUNCTION core_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $core$SELECT clock_timestamp()$core$',
            reverse_sql='DROP FUNCTION core_now()',
        ),
        migrations.RunSQL(
            sql="\nCREATE OR REPLACE FUNCTION core_audit_digest(\n    previous text, at timestamptz, actor_id bigint, actor_label text, acting_as text,\n    verb text, target_type_id integer, target_id bigint, data jsonb\n) RETURNS text LANGUAGE sql IMMUTABLE AS $core$\n    SELECT encode(sha256(convert_to(jsonb_build_array(\n        previous, extract(epoch FROM at)::text, actor_id, actor_label, acting_as, verb,\n        target_type_id, target_id, data)::text, 'UTF8')), 'hex')\n$core$\n",
            reverse_sql='DROP FUNCTION core_audit_digest',
        ),
        crm_portal.core.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('actor_label', models.CharField(blank=True, max_length=200)),
                        ('acting_as', models.CharField(blank=True, max_length=200)),
                        ('verb', models.CharField(max_length=80)),
                        ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                        ('target_id', models.BigIntegerField()),
                        ('target_label', models.CharField(max_length=200)),
                        ('data', models.JSONField(default=dict)),
                        ('previous_hash', models.CharField(editable=False, max_length=64)),
                        ('hash', models.CharField(editable=False, max_length=64)),
                    ],
                    options={
                        'verbose_name': 'audit entry',
                        'verbose_name_plural': 'audit entries',
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['target_type', 'target_id', '-id'], name='core_auditentry_of_target')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only_row', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='74ca3252f37baba89f368cbdbb62da415a0a5ad4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_row_dd007', table='core_auditentry', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;", hash='aa52c160b6d07aa441101c99b909a712081995b6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_09f11', table='core_auditentry', when='BEFORE')), pgtrigger.compiler.Trigger(name='chain', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE previous text;', func="\n    PERFORM pg_advisory_xact_lock(NEW.target_type_id, hashtext(NEW.target_id::text));\n    SELECT hash INTO previous FROM core_auditentry\n     WHERE target_type_id = NEW.target_type_id AND target_id = NEW.target_id\n     ORDER BY id DESC LIMIT 1;\n    NEW.previous_hash := coalesce(previous, '');\n    NEW.hash := core_audit_digest(NEW.previous_hash, NEW.at, NEW.actor_id, NEW.actor_label,\n        NEW.acting_as, NEW.verb, NEW.target_type_id, NEW.target_id, NEW.data);\n    RETURN NEW;\n", hash='1d98e911b4075192c46b2338688dd413e0acd77b', operation='INSERT', pgid='pgtrigger_chain_ee639', table='core_auditentry', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, unique=True)),
                        ('event', models.CharField(max_length=80)),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                        ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                        ('target_id', models.BigIntegerField()),
                        ('data', models.JSONField(default=dict)),
                        ('owed_at', models.DateTimeField()),
                        ('stale_at', models.DateTimeField(null=True)),
                        ('next_try_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('lease_until', models.DateTimeField(null=True)),
                        ('lease_by', models.UUIDField(null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('skipped_at', models.DateTimeField(null=True)),
                        ('dead_at', models.DateTimeField(null=True)),
                        ('address', models.EmailField(blank=True, max_length=254)),
                        ('subject', models.CharField(blank=True, max_length=250)),
                        ('outcome', models.TextField(blank=True)),
                        ('waits', models.BooleanField(default=False)),
                        ('carrier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='core.notice')),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'verbose_name_plural': 'notices',
                        'ordering': ['id'],
                        'indexes': [models.Index(condition=models.Q(('dead_at', None), ('sent_at', None), ('skipped_at', None)), fields=['next_try_at'], name='core_notice_owed'), models.Index(fields=['target_type', 'target_id'], name='core_notice_of_target')],
                    },
                ),
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('component', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('beat_at', models.DateTimeField()),
                        ('version', models.CharField(blank=True, max_length=40)),
                        ('detail', models.JSONField(default=dict)),
                    ],
                    options={
                        'verbose_name': 'heartbeat',
                        'verbose_name_plural': 'heartbeats',
                    },
                ),
                migrations.CreateModel(
                    name='ClockOffset',
                    fields=[
                        ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('shift', models.DurationField(default=datetime.timedelta)),
                        ('frozen_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'clock offset',
                        'verbose_name_plural': 'clock offsets',
                        'db_table': 'core_clock',
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('id'), '*', models.Value(0)), '+', models.Value(1)))), name='core_clock_single_row')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(
            sql='CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);CREATE INDEX core_cache_expires ON core_cache (expires)',
            reverse_sql='DROP TABLE core_cache',
        ),
    ]
