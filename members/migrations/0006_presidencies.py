import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
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
        ('members', '0005_names_standing_and_continuity'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label_year', models.PositiveSmallIntegerField(verbose_name='for the year')),
                ('announced_on', models.DateField(verbose_name='announced on')),
                ('meeting', models.CharField(max_length=160, verbose_name='plenary at which it was announced')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(max_length=200, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'interest in a presidency',
                'verbose_name_plural': 'interests in a presidency',
                'ordering': ['label_year', 'announced_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='InterestWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withdrawn_on', models.DateField(verbose_name='withdrawn on')),
                ('meeting', models.CharField(blank=True, max_length=160, verbose_name='where it was said')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(max_length=200, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'withdrawal of an interest',
                'verbose_name_plural': 'withdrawals of an interest',
                'ordering': ['pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='designation',
            options={'ordering': ['label_year', 'decided_on', 'pk'], 'verbose_name': 'designation', 'verbose_name_plural': 'designations'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='designation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='designation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='designation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='presidency',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='presidency',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='presidency',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='designation',
            name='annulled_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='designation',
            name='annulled_on',
            field=models.DateField(blank=True, null=True, verbose_name='annulled on'),
        ),
        migrations.AddField(
            model_name='designation',
            name='annulled_source',
            field=models.CharField(blank=True, max_length=120, verbose_name='where the annulment is recorded'),
        ),
        migrations.AddField(
            model_name='designation',
            name='meeting',
            field=models.CharField(blank=True, max_length=160, verbose_name='meeting that decided it'),
        ),
        migrations.AddField(
            model_name='designation',
            name='precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision'),
        ),
        migrations.AddField(
            model_name='designation',
            name='recorded_by',
            field=models.CharField(blank=True, max_length=200, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='annulled_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='annulled_on',
            field=models.DateField(blank=True, null=True, verbose_name='annulled on'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='annulled_source',
            field=models.CharField(blank=True, max_length=120, verbose_name='where the annulment is recorded'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='meeting',
            field=models.CharField(blank=True, max_length=160, verbose_name='meeting that decided it'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='recorded_by',
            field=models.CharField(blank=True, max_length=200, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='presidency',
            name='handover_meeting_en',
            field=models.CharField(blank=True, max_length=160, verbose_name='meeting of the hand-over (English)'),
        ),
        migrations.AddField(
            model_name='presidency',
            name='handover_meeting_es',
            field=models.CharField(blank=True, max_length=160, verbose_name='meeting of the hand-over (Spanish)'),
        ),
        migrations.AddField(
            model_name='presidency',
            name='note_en',
            field=models.CharField(blank=True, max_length=400, verbose_name='note (English)'),
        ),
        migrations.AddField(
            model_name='presidency',
            name='note_es',
            field=models.CharField(blank=True, max_length=400, verbose_name='note (Spanish)'),
        ),
        migrations.AddField(
            model_name='presidencyevent',
            name='handover_meeting_en',
            field=models.CharField(blank=True, max_length=160, verbose_name='meeting of the hand-over (English)'),
        ),
        migrations.AddField(
            model_name='presidencyevent',
            name='handover_meeting_es',
            field=models.CharField(blank=True, max_length=160, verbose_name='meeting of the hand-over (Spanish)'),
        ),
        migrations.AddField(
            model_name='presidencyevent',
            name='note_en',
            field=models.CharField(blank=True, max_length=400, verbose_name='note (English)'),
        ),
        migrations.AddField(
            model_name='presidencyevent',
            name='note_es',
            field=models.CharField(blank=True, max_length=400, verbose_name='note (Spanish)'),
        ),
        migrations.AlterField(
            model_name='designation',
            name='label_year',
            field=models.PositiveSmallIntegerField(verbose_name='for the year'),
        ),
        migrations.AddField(
            model_name='interest',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='members.party'),
        ),
        migrations.AddField(
            model_name='designation',
            name='interest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='members.interest'),
        ),
        migrations.AddField(
            model_name='designationevent',
            name='interest',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.interest'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.UniqueConstraint(condition=models.Q(('annulled_on', None)), fields=('label_year',), name='members_designation_one_standing_a_year'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.CheckConstraint(condition=models.Q(('annulled_on', None), models.Q(('annulled_on__gte', models.F('decided_on')), models.Q(('annulled_because', ''), _negated=True)), _connector='OR'), name='members_designation_annulled_with_reason'),
        ),
        migrations.AddField(
            model_name='interestwithdrawal',
            name='interest',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='members.interest'),
        ),
        migrations.AddIndex(
            model_name='interest',
            index=models.Index(fields=['label_year'], name='members_interest_of_year'),
        ),
        AddTriggers([
            ('designation', pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4c5ccdc203059d0c9a13dd409efc7ea2601be6af', operation='DELETE', pgid='pgtrigger_kept_5e29d', table='members_designation', when='BEFORE'))),
            ('designation', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_designationevent" ("annulled_because", "annulled_on", "annulled_source", "decided_on", "id", "interest_id", "label_year", "meeting", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "recorded_by", "source") VALUES (NEW."annulled_because", NEW."annulled_on", NEW."annulled_source", NEW."decided_on", NEW."id", NEW."interest_id", NEW."label_year", NEW."meeting", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."recorded_by", NEW."source"); RETURN NULL;', hash='ac09f9ad52d39c8cf370f36e08f4ec976f60d480', operation='INSERT', pgid='pgtrigger_insert_insert_71119', table='members_designation', when='AFTER'))),
            ('designation', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_designationevent" ("annulled_because", "annulled_on", "annulled_source", "decided_on", "id", "interest_id", "label_year", "meeting", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "recorded_by", "source") VALUES (NEW."annulled_because", NEW."annulled_on", NEW."annulled_source", NEW."decided_on", NEW."id", NEW."interest_id", NEW."label_year", NEW."meeting", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."recorded_by", NEW."source"); RETURN NULL;', hash='2431728cffc249ef1186ad45e1a554f9e29f2743', operation='UPDATE', pgid='pgtrigger_update_update_8e270', table='members_designation', when='AFTER'))),
            ('designation', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_designationevent" ("annulled_because", "annulled_on", "annulled_source", "decided_on", "id", "interest_id", "label_year", "meeting", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "recorded_by", "source") VALUES (OLD."annulled_because", OLD."annulled_on", OLD."annulled_source", OLD."decided_on", OLD."id", OLD."interest_id", OLD."label_year", OLD."meeting", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."recorded_by", OLD."source"); RETURN NULL;', hash='105a8ae75aa6d6a1655fa5278f7a9d510e6da01b', operation='DELETE', pgid='pgtrigger_delete_delete_1bf2f', table='members_designation', when='AFTER'))),
            ('presidency', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_presidencyevent" ("handover_meeting_en", "handover_meeting_es", "handover_place", "id", "label_year", "note_en", "note_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "term", "theme_en", "theme_es") VALUES (NEW."handover_meeting_en", NEW."handover_meeting_es", NEW."handover_place", NEW."id", NEW."label_year", NEW."note_en", NEW."note_es", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."source", NEW."term", NEW."theme_en", NEW."theme_es"); RETURN NULL;', hash='7e0e1445a316e480e7d815c28f1ba344e0ad1ea0', operation='INSERT', pgid='pgtrigger_insert_insert_58b02', table='members_presidency', when='AFTER'))),
            ('presidency', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_presidencyevent" ("handover_meeting_en", "handover_meeting_es", "handover_place", "id", "label_year", "note_en", "note_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "term", "theme_en", "theme_es") VALUES (NEW."handover_meeting_en", NEW."handover_meeting_es", NEW."handover_place", NEW."id", NEW."label_year", NEW."note_en", NEW."note_es", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."source", NEW."term", NEW."theme_en", NEW."theme_es"); RETURN NULL;', hash='e4248f399f7cb3e287c0aca579cce2a6493b864f', operation='UPDATE', pgid='pgtrigger_update_update_9a921', table='members_presidency', when='AFTER'))),
            ('presidency', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_presidencyevent" ("handover_meeting_en", "handover_meeting_es", "handover_place", "id", "label_year", "note_en", "note_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "term", "theme_en", "theme_es") VALUES (OLD."handover_meeting_en", OLD."handover_meeting_es", OLD."handover_place", OLD."id", OLD."label_year", OLD."note_en", OLD."note_es", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."source", OLD."term", OLD."theme_en", OLD."theme_es"); RETURN NULL;', hash='59ce0bb78e7fbc1829f028fc1e256288f04ddcf4', operation='DELETE', pgid='pgtrigger_delete_delete_ea52a', table='members_presidency', when='AFTER'))),
            ('interest', pgtrigger.compiler.Trigger(name='append_only_row', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='66a72a4d727c632a11295e7e9977286aad581c7b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_row_141c3', table='members_interest', when='BEFORE'))),
            ('interest', pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;", hash='fe04eb6d56b48e6b53bb8ac6926f341ed6d7e3a9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_7ed6b', table='members_interest', when='BEFORE'))),
            ('interestwithdrawal', pgtrigger.compiler.Trigger(name='append_only_row', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4d455bf82b8703347249c5bb0d24e44e0596a6a2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_row_f33ff', table='members_interestwithdrawal', when='BEFORE'))),
            ('interestwithdrawal', pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;", hash='cba93e5c2719841a277b19a93b85994d83fde12a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_f3242', table='members_interestwithdrawal', when='BEFORE'))),
        ]),
    ]
