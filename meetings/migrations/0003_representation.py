import django.db.models.deletion
import pgtrigger.compiler
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
        ('meetings', '0002_applications_and_guests'),
        ('members', '0006_presidencies'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='OtherProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=24, unique=True, verbose_name='code')),
                ('name_es', models.CharField(max_length=200, verbose_name='name (Spanish)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('acronym_es', models.CharField(blank=True, max_length=24, verbose_name='acronym (Spanish)')),
                ('acronym_en', models.CharField(blank=True, max_length=24, verbose_name='acronym (English)')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
            ],
            options={
                'verbose_name': 'other process',
                'verbose_name_plural': 'other processes',
                'ordering': ['name_es'],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agreement', 'agreement'), ('joint_meeting', 'joint meeting')], max_length=16, verbose_name='kind')),
                ('title_es', models.CharField(max_length=250, verbose_name='title (Spanish)')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title (English)')),
                ('starts_on', models.DateField(verbose_name='date')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('text_es', models.TextField(blank=True, verbose_name='what was agreed (Spanish)')),
                ('text_en', models.TextField(blank=True, verbose_name='what was agreed (English)')),
                ('approval', models.CharField(blank=True, max_length=200, verbose_name='approval of the Vice-Ministers')),
                ('discrepancy_es', models.CharField(blank=True, max_length=300, verbose_name='where sources disagree (Spanish)')),
                ('discrepancy_en', models.CharField(blank=True, max_length=300, verbose_name='where sources disagree (English)')),
                ('source', models.CharField(blank=True, max_length=160, verbose_name='source')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.storedfile')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='meetings.otherprocess')),
            ],
            options={
                'verbose_name': 'agreement with another process',
                'verbose_name_plural': 'agreements with other processes',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('agreement', 'agreement'), ('joint_meeting', 'joint meeting')], max_length=16, verbose_name='kind')),
                ('title_es', models.CharField(max_length=250, verbose_name='title (Spanish)')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title (English)')),
                ('starts_on', models.DateField(verbose_name='date')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('text_es', models.TextField(blank=True, verbose_name='what was agreed (Spanish)')),
                ('text_en', models.TextField(blank=True, verbose_name='what was agreed (English)')),
                ('approval', models.CharField(blank=True, max_length=200, verbose_name='approval of the Vice-Ministers')),
                ('discrepancy_es', models.CharField(blank=True, max_length=300, verbose_name='where sources disagree (Spanish)')),
                ('discrepancy_en', models.CharField(blank=True, max_length=300, verbose_name='where sources disagree (English)')),
                ('source', models.CharField(blank=True, max_length=160, verbose_name='source')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='library.storedfile')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.agreement')),
                ('process', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.otherprocess')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PresidencyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owed_from', models.DateTimeField(verbose_name='owed from')),
                ('presented_on', models.DateField(blank=True, null=True, verbose_name='presented on')),
                ('meeting', models.CharField(blank=True, max_length=160, verbose_name='meeting at which it was presented')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.storedfile')),
                ('presidency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='members.presidency')),
            ],
            options={
                'verbose_name': 'report of a presidency',
                'verbose_name_plural': 'reports of presidencies',
                'ordering': ['-owed_from'],
            },
        ),
        migrations.CreateModel(
            name='PresidencyReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('owed_from', models.DateTimeField(verbose_name='owed from')),
                ('presented_on', models.DateField(blank=True, null=True, verbose_name='presented on')),
                ('meeting', models.CharField(blank=True, max_length=160, verbose_name='meeting at which it was presented')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='library.storedfile')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.presidencyreport')),
                ('presidency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.presidency')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(choices=[('presidency', 'Pro-Tempore Presidency'), ('secretariat', 'Secretariat')], max_length=12, verbose_name='on behalf of the Conference')),
                ('forum_es', models.CharField(max_length=250, verbose_name='forum (Spanish)')),
                ('forum_en', models.CharField(blank=True, max_length=250, verbose_name='forum (English)')),
                ('place', models.CharField(max_length=120, verbose_name='place')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('representatives', models.CharField(max_length=300, verbose_name='who represents')),
                ('mandate', models.CharField(blank=True, max_length=300, verbose_name='mandate')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('called_off_on', models.DateField(blank=True, null=True, verbose_name='called off on')),
                ('called_off_because', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='members.party')),
                ('process', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='meetings.otherprocess')),
            ],
            options={
                'verbose_name': 'representation',
                'verbose_name_plural': 'representations',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RepresentationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('office', models.CharField(choices=[('presidency', 'Pro-Tempore Presidency'), ('secretariat', 'Secretariat')], max_length=12, verbose_name='on behalf of the Conference')),
                ('forum_es', models.CharField(max_length=250, verbose_name='forum (Spanish)')),
                ('forum_en', models.CharField(blank=True, max_length=250, verbose_name='forum (English)')),
                ('place', models.CharField(max_length=120, verbose_name='place')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('representatives', models.CharField(max_length=300, verbose_name='who represents')),
                ('mandate', models.CharField(blank=True, max_length=300, verbose_name='mandate')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('called_off_on', models.DateField(blank=True, null=True, verbose_name='called off on')),
                ('called_off_because', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('party', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.party')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.representation')),
                ('process', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.otherprocess')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RepresentationReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported_on', models.DateField(verbose_name='reported on')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('presented_at', models.CharField(blank=True, max_length=160, verbose_name='where it was presented')),
                ('summary_es', models.TextField(blank=True, verbose_name='report (Spanish)')),
                ('summary_en', models.TextField(blank=True, verbose_name='report (English)')),
                ('follow_up_es', models.TextField(blank=True, verbose_name='recommended follow-up (Spanish)')),
                ('follow_up_en', models.TextField(blank=True, verbose_name='recommended follow-up (English)')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.storedfile')),
                ('representation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='meetings.representation')),
            ],
            options={
                'verbose_name': 'report of a representation',
                'verbose_name_plural': 'reports of representations',
                'ordering': ['-reported_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RepresentationReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reported_on', models.DateField(verbose_name='reported on')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('presented_at', models.CharField(blank=True, max_length=160, verbose_name='where it was presented')),
                ('summary_es', models.TextField(blank=True, verbose_name='report (Spanish)')),
                ('summary_en', models.TextField(blank=True, verbose_name='report (English)')),
                ('follow_up_es', models.TextField(blank=True, verbose_name='recommended follow-up (Spanish)')),
                ('follow_up_en', models.TextField(blank=True, verbose_name='recommended follow-up (English)')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='recorded by')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='library.storedfile')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.representationreport')),
                ('representation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.representation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='meetings_agreement_ends_not_before_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['agreement', 'joint_meeting'])), name='meetings_agreement_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='presidencyreport',
            constraint=models.CheckConstraint(condition=models.Q(('presented_on', None), models.Q(('meeting', ''), _negated=True), _connector='OR'), name='meetings_presidencyreport_presented_at_a_meeting'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='meetings_representation_ends_not_before_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('office__in', ['presidency', 'secretariat'])), name='meetings_representation_known_office'),
        ),
        migrations.AddConstraint(
            model_name='representationreport',
            constraint=models.CheckConstraint(condition=models.Q(('document', None), ('summary_en', ''), ('summary_es', ''), _negated=True), name='meetings_representationreport_says_something'),
        ),
        AddTriggers([
            ('agreementevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7fba5b4c84e1eb0a17ee5cb3c178ed8e3744996b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_39c63', table='meetings_agreementevent', when='BEFORE'))),
            ('agreement', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_agreementevent" ("approval", "discrepancy_en", "discrepancy_es", "document_id", "document_name", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "precision", "process_id", "recorded_at", "recorded_by", "source", "starts_on", "text_en", "text_es", "title_en", "title_es") VALUES (NEW."approval", NEW."discrepancy_en", NEW."discrepancy_es", NEW."document_id", NEW."document_name", NEW."ends_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."precision", NEW."process_id", NEW."recorded_at", NEW."recorded_by", NEW."source", NEW."starts_on", NEW."text_en", NEW."text_es", NEW."title_en", NEW."title_es"); RETURN NULL;', hash='89bd4b95f5e54731fb7356623e06184cfcbe2551', operation='INSERT', pgid='pgtrigger_insert_insert_f8592', table='meetings_agreement', when='AFTER'))),
            ('agreement', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_agreementevent" ("approval", "discrepancy_en", "discrepancy_es", "document_id", "document_name", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "precision", "process_id", "recorded_at", "recorded_by", "source", "starts_on", "text_en", "text_es", "title_en", "title_es") VALUES (NEW."approval", NEW."discrepancy_en", NEW."discrepancy_es", NEW."document_id", NEW."document_name", NEW."ends_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."precision", NEW."process_id", NEW."recorded_at", NEW."recorded_by", NEW."source", NEW."starts_on", NEW."text_en", NEW."text_es", NEW."title_en", NEW."title_es"); RETURN NULL;', hash='556715405fb4988af75ba102c797001f38ace51a', operation='UPDATE', pgid='pgtrigger_update_update_255dc', table='meetings_agreement', when='AFTER'))),
            ('agreement', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_agreementevent" ("approval", "discrepancy_en", "discrepancy_es", "document_id", "document_name", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "precision", "process_id", "recorded_at", "recorded_by", "source", "starts_on", "text_en", "text_es", "title_en", "title_es") VALUES (OLD."approval", OLD."discrepancy_en", OLD."discrepancy_es", OLD."document_id", OLD."document_name", OLD."ends_on", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."precision", OLD."process_id", OLD."recorded_at", OLD."recorded_by", OLD."source", OLD."starts_on", OLD."text_en", OLD."text_es", OLD."title_en", OLD."title_es"); RETURN NULL;', hash='49901dfc5219ac7f83ff00195c27150d0a9f5910', operation='DELETE', pgid='pgtrigger_delete_delete_b1b48', table='meetings_agreement', when='AFTER'))),
            ('presidencyreport', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_presidencyreportevent" ("document_id", "document_name", "id", "meeting", "owed_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "presidency_id", "recorded_at", "recorded_by") VALUES (NEW."document_id", NEW."document_name", NEW."id", NEW."meeting", NEW."owed_from", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presented_on", NEW."presidency_id", NEW."recorded_at", NEW."recorded_by"); RETURN NULL;', hash='1cd3c06abe0d8afcbc5f6976098447c7d0e54d2b', operation='INSERT', pgid='pgtrigger_insert_insert_b81ac', table='meetings_presidencyreport', when='AFTER'))),
            ('presidencyreport', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_presidencyreportevent" ("document_id", "document_name", "id", "meeting", "owed_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "presidency_id", "recorded_at", "recorded_by") VALUES (NEW."document_id", NEW."document_name", NEW."id", NEW."meeting", NEW."owed_from", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presented_on", NEW."presidency_id", NEW."recorded_at", NEW."recorded_by"); RETURN NULL;', hash='b1bd6ce0ffbb77808c39b13624dd8e60fffe1be5', operation='UPDATE', pgid='pgtrigger_update_update_cb621', table='meetings_presidencyreport', when='AFTER'))),
            ('presidencyreport', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_presidencyreportevent" ("document_id", "document_name", "id", "meeting", "owed_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "presidency_id", "recorded_at", "recorded_by") VALUES (OLD."document_id", OLD."document_name", OLD."id", OLD."meeting", OLD."owed_from", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presented_on", OLD."presidency_id", OLD."recorded_at", OLD."recorded_by"); RETURN NULL;', hash='c04d0c44953f56d57990cb5444d8f82e653f0671', operation='DELETE', pgid='pgtrigger_delete_delete_ef298', table='meetings_presidencyreport', when='AFTER'))),
            ('presidencyreportevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ba0ae26c9df8f495a0e308359f163b7ff71e20a1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_32328', table='meetings_presidencyreportevent', when='BEFORE'))),
            ('representation', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_representationevent" ("called_off_because", "called_off_on", "ends_on", "forum_en", "forum_es", "id", "mandate", "office", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "process_id", "recorded_at", "recorded_by", "representatives", "source", "starts_on") VALUES (NEW."called_off_because", NEW."called_off_on", NEW."ends_on", NEW."forum_en", NEW."forum_es", NEW."id", NEW."mandate", NEW."office", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."process_id", NEW."recorded_at", NEW."recorded_by", NEW."representatives", NEW."source", NEW."starts_on"); RETURN NULL;', hash='5276056c160c82cd2c093463253a48ea36f9678a', operation='INSERT', pgid='pgtrigger_insert_insert_6c893', table='meetings_representation', when='AFTER'))),
            ('representation', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_representationevent" ("called_off_because", "called_off_on", "ends_on", "forum_en", "forum_es", "id", "mandate", "office", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "process_id", "recorded_at", "recorded_by", "representatives", "source", "starts_on") VALUES (NEW."called_off_because", NEW."called_off_on", NEW."ends_on", NEW."forum_en", NEW."forum_es", NEW."id", NEW."mandate", NEW."office", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."process_id", NEW."recorded_at", NEW."recorded_by", NEW."representatives", NEW."source", NEW."starts_on"); RETURN NULL;', hash='6a65672add0daafba8f9f9ac653857f6fa99d4f7', operation='UPDATE', pgid='pgtrigger_update_update_ece11', table='meetings_representation', when='AFTER'))),
            ('representation', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_representationevent" ("called_off_because", "called_off_on", "ends_on", "forum_en", "forum_es", "id", "mandate", "office", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "process_id", "recorded_at", "recorded_by", "representatives", "source", "starts_on") VALUES (OLD."called_off_because", OLD."called_off_on", OLD."ends_on", OLD."forum_en", OLD."forum_es", OLD."id", OLD."mandate", OLD."office", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."process_id", OLD."recorded_at", OLD."recorded_by", OLD."representatives", OLD."source", OLD."starts_on"); RETURN NULL;', hash='7e6a779904ed25d421dbae56933398a3f65889f4', operation='DELETE', pgid='pgtrigger_delete_delete_b1560', table='meetings_representation', when='AFTER'))),
            ('representationevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='326d7db2a767d21361c049e6bf33684bd7e33a49', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28dd7', table='meetings_representationevent', when='BEFORE'))),
            ('representationreport', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_representationreportevent" ("document_id", "document_name", "follow_up_en", "follow_up_es", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "presented_at", "recorded_at", "recorded_by", "reported_on", "representation_id", "source", "summary_en", "summary_es") VALUES (NEW."document_id", NEW."document_name", NEW."follow_up_en", NEW."follow_up_es", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."presented_at", NEW."recorded_at", NEW."recorded_by", NEW."reported_on", NEW."representation_id", NEW."source", NEW."summary_en", NEW."summary_es"); RETURN NULL;', hash='1ef8623d2bfcc894c8b1efd89efd156f0589e86c', operation='INSERT', pgid='pgtrigger_insert_insert_ec5c4', table='meetings_representationreport', when='AFTER'))),
            ('representationreport', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_representationreportevent" ("document_id", "document_name", "follow_up_en", "follow_up_es", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "presented_at", "recorded_at", "recorded_by", "reported_on", "representation_id", "source", "summary_en", "summary_es") VALUES (NEW."document_id", NEW."document_name", NEW."follow_up_en", NEW."follow_up_es", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."presented_at", NEW."recorded_at", NEW."recorded_by", NEW."reported_on", NEW."representation_id", NEW."source", NEW."summary_en", NEW."summary_es"); RETURN NULL;', hash='63d47ecb3006de1349b1288273e89b89e46d4b4f', operation='UPDATE', pgid='pgtrigger_update_update_21118', table='meetings_representationreport', when='AFTER'))),
            ('representationreport', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_representationreportevent" ("document_id", "document_name", "follow_up_en", "follow_up_es", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "presented_at", "recorded_at", "recorded_by", "reported_on", "representation_id", "source", "summary_en", "summary_es") VALUES (OLD."document_id", OLD."document_name", OLD."follow_up_en", OLD."follow_up_es", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."presented_at", OLD."recorded_at", OLD."recorded_by", OLD."reported_on", OLD."representation_id", OLD."source", OLD."summary_en", OLD."summary_es"); RETURN NULL;', hash='3f8f27b04a32d20660b6ab867979f79bd6183e36', operation='DELETE', pgid='pgtrigger_delete_delete_6692b', table='meetings_representationreport', when='AFTER'))),
            ('representationreportevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='84e5508e1454d9375ccc52d5b4c5cf2d10f1edfa', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_78283', table='meetings_representationreportevent', when='BEFORE'))),
        ]),
    ]
