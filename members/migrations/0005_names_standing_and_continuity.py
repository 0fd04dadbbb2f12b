import django.contrib.postgres.constraints
import django.db.models.deletion
import members.models.parties
import pgtrigger.compiler
import pgtrigger.migrations
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
        ('members', '0003_institutions_and_networks'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContinuityAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('continues', models.BooleanField(null=True, verbose_name='continues as an observer')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='remark')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
            ],
            options={
                'verbose_name': 'answer on continuity',
                'verbose_name_plural': 'answers on continuity',
                'ordering': ['-inquiry', 'party'],
            },
        ),
        migrations.CreateModel(
            name='ContinuityAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('continues', models.BooleanField(null=True, verbose_name='continues as an observer')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='remark')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContinuityInquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
            ],
            options={
                'verbose_name': 'continuity inquiry',
                'verbose_name_plural': 'continuity inquiries',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PartyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_es', models.CharField(max_length=200, verbose_name='name (Spanish)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('acronym_es', models.CharField(blank=True, max_length=24, verbose_name='acronym (Spanish)')),
                ('acronym_en', models.CharField(blank=True, max_length=24, verbose_name='acronym (English)')),
                ('since', models.DateField(verbose_name='since')),
                ('since_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('note_es', models.CharField(blank=True, max_length=200, verbose_name='note (Spanish)')),
                ('note_en', models.CharField(blank=True, max_length=200, verbose_name='note (English)')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'verbose_name': 'name of a party',
                'verbose_name_plural': 'names of parties',
                'ordering': ['party', 'since'],
            },
        ),
        migrations.CreateModel(
            name='PartyNameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_es', models.CharField(max_length=200, verbose_name='name (Spanish)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('acronym_es', models.CharField(blank=True, max_length=24, verbose_name='acronym (Spanish)')),
                ('acronym_en', models.CharField(blank=True, max_length=24, verbose_name='acronym (English)')),
                ('since', models.DateField(verbose_name='since')),
                ('since_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('announced', 'announced')], default='day', max_length=10, verbose_name='precision')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('note_es', models.CharField(blank=True, max_length=200, verbose_name='note (Spanish)')),
                ('note_en', models.CharField(blank=True, max_length=200, verbose_name='note (English)')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='party',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='party',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='party',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='standing',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='standing',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='standing',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='party',
            name='note_es',
            field=models.TextField(blank=True, verbose_name='note (Spanish)'),
        ),
        migrations.AddField(
            model_name='partyevent',
            name='note_es',
            field=models.TextField(blank=True, verbose_name='note (Spanish)'),
        ),
        migrations.AddField(
            model_name='standing',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='decided on'),
        ),
        migrations.AddField(
            model_name='standing',
            name='kind',
            field=models.CharField(blank=True, choices=[('member_state', 'member country'), ('observer_state', 'observer country'), ('observer_organization', 'observer organization'), ('civil_society', 'civil society network'), ('secretariat', 'Secretariat'), ('special_guest', 'special guest')], max_length=24, verbose_name='as'),
        ),
        migrations.AddField(
            model_name='standingevent',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='decided on'),
        ),
        migrations.AddField(
            model_name='standingevent',
            name='kind',
            field=models.CharField(blank=True, choices=[('member_state', 'member country'), ('observer_state', 'observer country'), ('observer_organization', 'observer organization'), ('civil_society', 'civil society network'), ('secretariat', 'Secretariat'), ('special_guest', 'special guest')], max_length=24, verbose_name='as'),
        ),
        migrations.RunSQL(
            "UPDATE members_standing s SET kind = p.kind"
            "  FROM members_party p WHERE p.id = s.party_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='standing',
            name='status',
            field=models.CharField(choices=[('active', 'active'), ('suspended', 'suspended'), ('departed', 'no longer takes part')], default='active', max_length=12, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='standingevent',
            name='status',
            field=models.CharField(choices=[('active', 'active'), ('suspended', 'suspended'), ('departed', 'no longer takes part')], default='active', max_length=12, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['member_state', 'observer_state', 'observer_organization', 'civil_society', 'secretariat', 'special_guest']), ('status__in', ['active', 'suspended', 'departed'])), name='members_standing_known_kind_and_status'),
        ),
        migrations.AddField(
            model_name='continuityanswer',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='continuityanswer',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='continuity_answers', to='members.party'),
        ),
        migrations.AddField(
            model_name='continuityanswerevent',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='continuityanswerevent',
            name='party',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.party'),
        ),
        migrations.AddField(
            model_name='continuityanswerevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='continuityanswerevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='members.continuityanswer'),
        ),
        migrations.AddField(
            model_name='continuityinquiry',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='continuityanswerevent',
            name='inquiry',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.continuityinquiry'),
        ),
        migrations.AddField(
            model_name='continuityanswer',
            name='inquiry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='members.continuityinquiry'),
        ),
        migrations.AddField(
            model_name='partyname',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='members.party'),
        ),
        migrations.AddField(
            model_name='partynameevent',
            name='party',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.party'),
        ),
        migrations.AddField(
            model_name='partynameevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='partynameevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='members.partyname'),
        ),
        migrations.AddConstraint(
            model_name='continuityanswer',
            constraint=models.UniqueConstraint(fields=('inquiry', 'party'), name='members_continuityanswer_once'),
        ),
        migrations.AddConstraint(
            model_name='continuityanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('continues', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('continues__isnull', False)), _connector='OR'), name='members_continuityanswer_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='partyname',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='members_partyname_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='partyname',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='members_partyname_has_source'),
        ),
        migrations.AddConstraint(
            model_name='partyname',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(members.models.parties.IdentityRange('party_id'), '&&'), (models.Func(models.F('since'), models.F('until'), models.Value('[)'), function='daterange'), '&&')], name='members_partyname_one_at_a_time'),
        ),
        AddTriggers([
            ('party', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_partyevent" ("acronym_en", "acronym_es", "capital_en", "capital_es", "capital_tz", "code", "id", "kind", "name_en", "name_es", "note", "note_es", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."acronym_en", NEW."acronym_es", NEW."capital_en", NEW."capital_es", NEW."capital_tz", NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_es", NEW."note", NEW."note_es", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='cad213ca080b29fed6eee9821f6b03441b745b48', operation='INSERT', pgid='pgtrigger_insert_insert_4ae89', table='members_party', when='AFTER'))),
            ('party', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_partyevent" ("acronym_en", "acronym_es", "capital_en", "capital_es", "capital_tz", "code", "id", "kind", "name_en", "name_es", "note", "note_es", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."acronym_en", NEW."acronym_es", NEW."capital_en", NEW."capital_es", NEW."capital_tz", NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_es", NEW."note", NEW."note_es", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='0cf10b2b887c68397ac05d5a9f8a753f96338b52', operation='UPDATE', pgid='pgtrigger_update_update_0345f', table='members_party', when='AFTER'))),
            ('party', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_partyevent" ("acronym_en", "acronym_es", "capital_en", "capital_es", "capital_tz", "code", "id", "kind", "name_en", "name_es", "note", "note_es", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."acronym_en", OLD."acronym_es", OLD."capital_en", OLD."capital_es", OLD."capital_tz", OLD."code", OLD."id", OLD."kind", OLD."name_en", OLD."name_es", OLD."note", OLD."note_es", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='63125295d08c1212ad30ae5b198dbb1684d29cc9', operation='DELETE', pgid='pgtrigger_delete_delete_b5e99', table='members_party', when='AFTER'))),
            ('standing', pgtrigger.compiler.Trigger(name='takes_kind', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.kind = '' THEN\n        SELECT kind INTO NEW.kind FROM members_party WHERE id = NEW.party_id;\n    END IF;\n    RETURN NEW;\n", hash='dc9d0d48e53d6e3fff52fcc9b9deccc17545277d', operation='INSERT', pgid='pgtrigger_takes_kind_29308', table='members_standing', when='BEFORE'))),
            ('standing', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_standingevent" ("decided_by", "decided_on", "id", "kind", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "since_precision", "source", "status", "until") VALUES (NEW."decided_by", NEW."decided_on", NEW."id", NEW."kind", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."since_precision", NEW."source", NEW."status", NEW."until"); RETURN NULL;', hash='10796864d71a42868ba4c30deb4094af1d91d4ec', operation='INSERT', pgid='pgtrigger_insert_insert_5ec65', table='members_standing', when='AFTER'))),
            ('standing', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_standingevent" ("decided_by", "decided_on", "id", "kind", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "since_precision", "source", "status", "until") VALUES (NEW."decided_by", NEW."decided_on", NEW."id", NEW."kind", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."since_precision", NEW."source", NEW."status", NEW."until"); RETURN NULL;', hash='38b0a0a8e250b117e74c56547604d989ad98f611', operation='UPDATE', pgid='pgtrigger_update_update_48c91', table='members_standing', when='AFTER'))),
            ('standing', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_standingevent" ("decided_by", "decided_on", "id", "kind", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "since_precision", "source", "status", "until") VALUES (OLD."decided_by", OLD."decided_on", OLD."id", OLD."kind", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."since_precision", OLD."source", OLD."status", OLD."until"); RETURN NULL;', hash='4ad375f3cdfc4a6adf60c153ade7fb297630030b', operation='DELETE', pgid='pgtrigger_delete_delete_e5920', table='members_standing', when='AFTER'))),
            ('continuityanswerevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='21c351d99fa8daa94e471e887914be2d44e2d624', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c5b90', table='members_continuityanswerevent', when='BEFORE'))),
            ('continuityanswer', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_continuityanswerevent" ("answered_at", "answered_by_id", "continues", "id", "inquiry_id", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."continues", NEW."id", NEW."inquiry_id", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='eba9821073e4514965d6445052dbf1e0a347f292', operation='INSERT', pgid='pgtrigger_insert_insert_badad', table='members_continuityanswer', when='AFTER'))),
            ('continuityanswer', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_continuityanswerevent" ("answered_at", "answered_by_id", "continues", "id", "inquiry_id", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."continues", NEW."id", NEW."inquiry_id", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='d2e03bf89ad2bf8f69425bf98ee09752ee952403', operation='UPDATE', pgid='pgtrigger_update_update_ee6ee', table='members_continuityanswer', when='AFTER'))),
            ('continuityanswer', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_continuityanswerevent" ("answered_at", "answered_by_id", "continues", "id", "inquiry_id", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."continues", OLD."id", OLD."inquiry_id", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='31ffa29a733cccef83b84a297df5dcd6164f9364', operation='DELETE', pgid='pgtrigger_delete_delete_c63c1', table='members_continuityanswer', when='AFTER'))),
            ('partyname', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_partynameevent" ("acronym_en", "acronym_es", "id", "name_en", "name_es", "note_en", "note_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "since_precision", "source", "until") VALUES (NEW."acronym_en", NEW."acronym_es", NEW."id", NEW."name_en", NEW."name_es", NEW."note_en", NEW."note_es", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."since_precision", NEW."source", NEW."until"); RETURN NULL;', hash='397b0218e89cfa2a8d7ddaa2fd2d48a62842cb93', operation='INSERT', pgid='pgtrigger_insert_insert_135a0', table='members_partyname', when='AFTER'))),
            ('partyname', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_partynameevent" ("acronym_en", "acronym_es", "id", "name_en", "name_es", "note_en", "note_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "since_precision", "source", "until") VALUES (NEW."acronym_en", NEW."acronym_es", NEW."id", NEW."name_en", NEW."name_es", NEW."note_en", NEW."note_es", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."since_precision", NEW."source", NEW."until"); RETURN NULL;', hash='470576c9db3131e08b052b527188da2c129f59d5', operation='UPDATE', pgid='pgtrigger_update_update_b6563', table='members_partyname', when='AFTER'))),
            ('partyname', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_partynameevent" ("acronym_en", "acronym_es", "id", "name_en", "name_es", "note_en", "note_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "since_precision", "source", "until") VALUES (OLD."acronym_en", OLD."acronym_es", OLD."id", OLD."name_en", OLD."name_es", OLD."note_en", OLD."note_es", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."since_precision", OLD."source", OLD."until"); RETURN NULL;', hash='1fccb4d74c39fa7602de592e4672c77a0bd3b5da', operation='DELETE', pgid='pgtrigger_delete_delete_dae87', table='members_partyname', when='AFTER'))),
            ('partynameevent', pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='02fe4ac39371500b184081ed1ac90febfb72191a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_155e1', table='members_partynameevent', when='BEFORE'))),
        ]),
    ]
