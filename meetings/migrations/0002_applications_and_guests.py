import django.db.models.deletion
import meetings.states
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class AddTriggers(migrations.operations.base.Operation):
    """Install many triggers at once: one by one, each renders every related model anew."""

    def __init__(self, triggers):
        self.triggers = triggers

    def state_forwards(self, app_label, state):
        for model, trigger in self.triggers:
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), trigger]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for _, trigger in reversed(self.triggers):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self):
        return "Install triggers"


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0001_issued_documents'),
        ('meetings', '0001_bodies_meetings_and_participation'),
        ('members', '0005_names_standing_and_continuity'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('observer_state', 'observer country'), ('observer_organization', 'observer organization'), ('membership', 'membership')], max_length=24, verbose_name='kind')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('by_es', models.CharField(max_length=200, verbose_name='by (Spanish)')),
                ('by_en', models.CharField(max_length=200, verbose_name='by (English)')),
                ('text_es', models.TextField(verbose_name='text (Spanish)')),
                ('text_en', models.TextField(verbose_name='text (English)')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'verbose_name': 'advice',
                'verbose_name_plural': 'advice',
                'ordering': ['kind', 'given_on'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'given_on'), name='meetings_advice_once')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True, verbose_name='reference')),
                ('kind', models.CharField(choices=[('observer_state', 'observer country'), ('observer_organization', 'observer organization'), ('membership', 'membership')], max_length=24, verbose_name='kind')),
                ('name_es', models.CharField(max_length=200, verbose_name='name (Spanish)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('acronym_es', models.CharField(blank=True, max_length=24, verbose_name='acronym (Spanish)')),
                ('acronym_en', models.CharField(blank=True, max_length=24, verbose_name='acronym (English)')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('received_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('state', models.CharField(choices=[('received', 'received'), ('complete', 'complete'), ('before_vm', 'before the Vice-Ministers'), ('admitted', 'admitted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='received', editable=False, max_length=12, verbose_name='state')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='decided on')),
                ('decided_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('decision', models.CharField(blank=True, max_length=500, verbose_name='decision')),
                ('withdrawn_on', models.DateField(editable=False, null=True, verbose_name='withdrawn on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='invented for a demonstration')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='meetings.meeting')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='members.party')),
                ('standing', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='members.standing')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['-received_on', '-reference'],
            },
        ),
        migrations.CreateModel(
            name='ApplicationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(max_length=24, verbose_name='reference')),
                ('kind', models.CharField(choices=[('observer_state', 'observer country'), ('observer_organization', 'observer organization'), ('membership', 'membership')], max_length=24, verbose_name='kind')),
                ('name_es', models.CharField(max_length=200, verbose_name='name (Spanish)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('acronym_es', models.CharField(blank=True, max_length=24, verbose_name='acronym (Spanish)')),
                ('acronym_en', models.CharField(blank=True, max_length=24, verbose_name='acronym (English)')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('received_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('state', models.CharField(choices=[('received', 'received'), ('complete', 'complete'), ('before_vm', 'before the Vice-Ministers'), ('admitted', 'admitted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='received', editable=False, max_length=12, verbose_name='state')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='decided on')),
                ('decided_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('decision', models.CharField(blank=True, max_length=500, verbose_name='decision')),
                ('withdrawn_on', models.DateField(editable=False, null=True, verbose_name='withdrawn on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='invented for a demonstration')),
                ('meeting', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting')),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.party')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.application')),
                ('standing', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.standing')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('observer_state', 'observer country'), ('observer_organization', 'observer organization'), ('membership', 'membership')], max_length=24, verbose_name='kind')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('text_es', models.TextField(verbose_name='text (Spanish)')),
                ('text_en', models.TextField(blank=True, verbose_name='text (English)')),
                ('since', models.DateField(verbose_name='since')),
                ('since_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['kind', 'number', 'since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['observer_state', 'observer_organization', 'membership']), models.Q(('source', ''), _negated=True)), name='meetings_criterion_known_kind_and_sourced'), models.UniqueConstraint(fields=('kind', 'number', 'since'), name='meetings_criterion_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='meetings_criterion_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='meetings.application')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.criterion')),
                ('file', models.ForeignKey(db_column='file_sha256', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.storedfile')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['criterion__number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('called_es', models.CharField(blank=True, max_length=200, verbose_name='name (Spanish)')),
                ('called_en', models.CharField(blank=True, max_length=200, verbose_name='name (English)')),
                ('purpose_es', models.CharField(blank=True, max_length=300, verbose_name='purpose (Spanish)')),
                ('purpose_en', models.CharField(blank=True, max_length=300, verbose_name='purpose (English)')),
                ('decided_by', models.CharField(max_length=200, verbose_name='decided by')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('called_off_on', models.DateField(editable=False, null=True, verbose_name='called off on')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='meetings.meeting')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invited_to', to='members.party')),
            ],
            options={
                'verbose_name': 'special guest',
                'verbose_name_plural': 'special guests',
                'ordering': ['meeting', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GuestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('called_es', models.CharField(blank=True, max_length=200, verbose_name='name (Spanish)')),
                ('called_en', models.CharField(blank=True, max_length=200, verbose_name='name (English)')),
                ('purpose_es', models.CharField(blank=True, max_length=300, verbose_name='purpose (Spanish)')),
                ('purpose_en', models.CharField(blank=True, max_length=300, verbose_name='purpose (English)')),
                ('decided_by', models.CharField(max_length=200, verbose_name='decided by')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('called_off_on', models.DateField(editable=False, null=True, verbose_name='called off on')),
                ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting')),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.party')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.guest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['observer_state', 'observer_organization', 'membership']), ('state__in', ['received', 'complete', 'before_vm', 'admitted', 'declined', 'withdrawn'])), name='meetings_application_known_kind_and_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'before_vm'), _negated=True), ('meeting__isnull', False), _connector='OR'), name='meetings_application_before_vm_names_meeting'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', False), ('state__in', frozenset([meetings.states.State['ADMITTED'], meetings.states.State['DECLINED']])), models.Q(('decision', ''), _negated=True), models.Q(('source', ''), _negated=True)), models.Q(models.Q(('state__in', frozenset([meetings.states.State['ADMITTED'], meetings.states.State['DECLINED']])), _negated=True), ('decided_on', None)), _connector='OR'), name='meetings_application_decided_says_so'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('party__isnull', False), ('standing__isnull', False), ('state', 'admitted')), models.Q(models.Q(('state', 'admitted'), _negated=True), ('standing', None)), _connector='OR'), name='meetings_application_admitted_has_standing'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_on__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_on', None)), _connector='OR'), name='meetings_application_withdrawn_says_when'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('application', 'criterion', 'file'), name='meetings_evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('party', None), models.Q(('called_es', ''), _negated=True)), models.Q(('called_en', ''), ('called_es', ''), ('party__isnull', False)), _connector='OR'), name='meetings_guest_is_a_party_or_a_name'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='meetings_guest_is_decided_and_sourced'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(fields=('meeting', 'party', 'called_es'), name='meetings_guest_once_a_meeting', nulls_distinct=False),
        ),
        AddTriggers([
            ('application', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_applicationevent" ("acronym_en", "acronym_es", "decided_on", "decided_precision", "decision", "id", "is_demonstration", "kind", "meeting_id", "name_en", "name_es", "note", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "received_precision", "reference", "source", "standing_id", "state", "withdrawn_on") VALUES (NEW."acronym_en", NEW."acronym_es", NEW."decided_on", NEW."decided_precision", NEW."decision", NEW."id", NEW."is_demonstration", NEW."kind", NEW."meeting_id", NEW."name_en", NEW."name_es", NEW."note", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."received_precision", NEW."reference", NEW."source", NEW."standing_id", NEW."state", NEW."withdrawn_on"); RETURN NULL;', hash='fb3c49a22dbcbf4ddca317a116d1026e05649e5e', operation='INSERT', pgid='pgtrigger_insert_insert_15ec3', table='meetings_application', when='AFTER'))),
            ('application', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_applicationevent" ("acronym_en", "acronym_es", "decided_on", "decided_precision", "decision", "id", "is_demonstration", "kind", "meeting_id", "name_en", "name_es", "note", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "received_precision", "reference", "source", "standing_id", "state", "withdrawn_on") VALUES (NEW."acronym_en", NEW."acronym_es", NEW."decided_on", NEW."decided_precision", NEW."decision", NEW."id", NEW."is_demonstration", NEW."kind", NEW."meeting_id", NEW."name_en", NEW."name_es", NEW."note", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."received_precision", NEW."reference", NEW."source", NEW."standing_id", NEW."state", NEW."withdrawn_on"); RETURN NULL;', hash='8396b23ebcf1e9c88910f70476c449623b139eb8', operation='UPDATE', pgid='pgtrigger_update_update_a2df4', table='meetings_application', when='AFTER'))),
            ('application', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_applicationevent" ("acronym_en", "acronym_es", "decided_on", "decided_precision", "decision", "id", "is_demonstration", "kind", "meeting_id", "name_en", "name_es", "note", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "received_precision", "reference", "source", "standing_id", "state", "withdrawn_on") VALUES (OLD."acronym_en", OLD."acronym_es", OLD."decided_on", OLD."decided_precision", OLD."decision", OLD."id", OLD."is_demonstration", OLD."kind", OLD."meeting_id", OLD."name_en", OLD."name_es", OLD."note", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."received_precision", OLD."reference", OLD."source", OLD."standing_id", OLD."state", OLD."withdrawn_on"); RETURN NULL;', hash='1d319c602ca359ec17f0cd20ec54ea15a04dd73c', operation='DELETE', pgid='pgtrigger_delete_delete_8099f', table='meetings_application', when='AFTER'))),
            ('applicationevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e33291e6ad4ae2a23f1a3d0c83719189c1cc4cce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aec54', table='meetings_applicationevent', when='BEFORE'))),
            ('evidence', pgtrigger.compiler.Trigger(name='append_only_row', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d185cbccef68fb849c18b87e0fc2ba84f6c59be1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_row_269d6', table='meetings_evidence', when='BEFORE'))),
            ('evidence', pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;", hash='d3ba263f16a4c3434d5242d38a6d40db479b8a49', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_b9e54', table='meetings_evidence', when='BEFORE'))),
            ('guest', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_guestevent" ("called_en", "called_es", "called_off_on", "decided_by", "id", "meeting_id", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_en", "purpose_es", "source") VALUES (NEW."called_en", NEW."called_es", NEW."called_off_on", NEW."decided_by", NEW."id", NEW."meeting_id", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose_en", NEW."purpose_es", NEW."source"); RETURN NULL;', hash='e350bb09a12aa9fea9aee44abe56775de3a06828', operation='INSERT', pgid='pgtrigger_insert_insert_cf4fd', table='meetings_guest', when='AFTER'))),
            ('guest', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_guestevent" ("called_en", "called_es", "called_off_on", "decided_by", "id", "meeting_id", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_en", "purpose_es", "source") VALUES (NEW."called_en", NEW."called_es", NEW."called_off_on", NEW."decided_by", NEW."id", NEW."meeting_id", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose_en", NEW."purpose_es", NEW."source"); RETURN NULL;', hash='038cb43cbfb59a3e13812000e30ee5a61c7aab02', operation='UPDATE', pgid='pgtrigger_update_update_a98e3', table='meetings_guest', when='AFTER'))),
            ('guest', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_guestevent" ("called_en", "called_es", "called_off_on", "decided_by", "id", "meeting_id", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_en", "purpose_es", "source") VALUES (OLD."called_en", OLD."called_es", OLD."called_off_on", OLD."decided_by", OLD."id", OLD."meeting_id", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose_en", OLD."purpose_es", OLD."source"); RETURN NULL;', hash='2db9815b2cb2f46cac93ac668f3a8cc85395aeb8', operation='DELETE', pgid='pgtrigger_delete_delete_c9b44', table='meetings_guest', when='AFTER'))),
            ('guestevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a4d786f6988bcf3d312d680409518ddd7b450a0a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c167e', table='meetings_guestevent', when='BEFORE'))),
        ]),
    ]
