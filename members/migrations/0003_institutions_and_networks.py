import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import members.models.folding
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0002_history_of_powers'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='folded',
            field=models.GeneratedField(db_persist=True, expression=members.models.folding.Translate(django.db.models.functions.text.Lower(django.db.models.functions.text.Concat(models.F('full_name'), models.Value(' ', output_field=models.CharField()), models.F('title'), models.Value(' ', output_field=models.CharField()), models.F('email'), models.Value(' ', output_field=models.CharField()), output_field=models.TextField())), models.Value('áàâäãåéèêëíìîïóòôöõúùûüñçýÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇÝ'), models.Value('aaaaaaeeeeiiiiooooouuuuncyaaaaaaeeeeiiiiooooouuuuncy'), output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.CreateModel(
            name='DirectoryImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filename', models.CharField(max_length=160, verbose_name='file')),
                ('lines', models.JSONField(verbose_name='lines')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('discarded_at', models.DateTimeField(blank=True, null=True, verbose_name='discarded')),
            ],
            options={
                'verbose_name': 'imported directory',
                'verbose_name_plural': 'imported directories',
                'ordering': ['-uploaded_at', '-id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='institution',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='institution',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='institution',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandate',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandate',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandate',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='mandate',
            name='members_mandate_role_is_held',
        ),
        migrations.AddField(
            model_name='institution',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='closed from'),
        ),
        migrations.AddField(
            model_name='institution',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='general e-mail address'),
        ),
        migrations.AddField(
            model_name='institution',
            name='phone',
            field=models.CharField(blank=True, max_length=40, verbose_name='telephone'),
        ),
        migrations.AddField(
            model_name='institution',
            name='website',
            field=models.URLField(blank=True, verbose_name='website'),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='closed from'),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='general e-mail address'),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='phone',
            field=models.CharField(blank=True, max_length=40, verbose_name='telephone'),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='website',
            field=models.URLField(blank=True, verbose_name='website'),
        ),
        migrations.AddField(
            model_name='mandate',
            name='network',
            field=models.CharField(blank=True, max_length=24, verbose_name='network'),
        ),
        migrations.AddField(
            model_name='mandateevent',
            name='network',
            field=models.CharField(blank=True, max_length=24, verbose_name='network'),
        ),
        migrations.AlterField(
            model_name='mandate',
            name='role',
            field=models.CharField(choices=[('focal_point', 'focal_point'), ('liaison_officer', 'liaison_officer'), ('vice_minister', 'vice_minister'), ('director_migration', 'director_migration'), ('director_consular', 'director_consular'), ('secretariat', 'secretariat'), ('administrator', 'administrator')], max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='mandateevent',
            name='role',
            field=models.CharField(choices=[('focal_point', 'focal_point'), ('liaison_officer', 'liaison_officer'), ('vice_minister', 'vice_minister'), ('director_migration', 'director_migration'), ('director_consular', 'director_consular'), ('secretariat', 'secretariat'), ('administrator', 'administrator')], max_length=20, verbose_name='role'),
        ),
        migrations.AddIndex(
            model_name='mandate',
            index=django.contrib.postgres.indexes.GistIndex(fields=['during'], name='members_mandate_in_force'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['folded', 'id'], name='members_user_by_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ad25c38df86e05cf935abf5a4621e904a7b1a086', operation='DELETE', pgid='pgtrigger_no_delete_03b2b', table='members_institution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_institutionevent" ("closed_on", "email", "id", "name_en", "name_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "website") VALUES (NEW."closed_on", NEW."email", NEW."id", NEW."name_en", NEW."name_es", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."website"); RETURN NULL;', hash='0f2821699b4a569e6a0b7b788b8cd289715fb14d', operation='INSERT', pgid='pgtrigger_insert_insert_6cdcc', table='members_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_institutionevent" ("closed_on", "email", "id", "name_en", "name_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "website") VALUES (NEW."closed_on", NEW."email", NEW."id", NEW."name_en", NEW."name_es", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."website"); RETURN NULL;', hash='2c8682130c5ea0a7394a6511d6a6f7788ef33116', operation='UPDATE', pgid='pgtrigger_update_update_107e0', table='members_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_institutionevent" ("closed_on", "email", "id", "name_en", "name_es", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "website") VALUES (OLD."closed_on", OLD."email", OLD."id", OLD."name_en", OLD."name_es", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."website"); RETURN NULL;', hash='f1f66f146a19960e3cda31e7d8710d946852883b', operation='DELETE', pgid='pgtrigger_delete_delete_a812a', table='members_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_mandateevent" ("appointed_by", "during", "id", "institution_id", "is_alternate", "network", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."appointed_by", NEW."during", NEW."id", NEW."institution_id", NEW."is_alternate", NEW."network", NEW."party_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='ddb265b76802ba7fd7f85347f94a7abdf17ea21e', operation='INSERT', pgid='pgtrigger_insert_insert_f1361', table='members_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "members_mandateevent" ("appointed_by", "during", "id", "institution_id", "is_alternate", "network", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."appointed_by", NEW."during", NEW."id", NEW."institution_id", NEW."is_alternate", NEW."network", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='79f74da4efed8c1c24b4ecefc0cb1326188d7d73', operation='UPDATE', pgid='pgtrigger_update_update_564f0', table='members_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_mandateevent" ("appointed_by", "during", "id", "institution_id", "is_alternate", "network", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (OLD."appointed_by", OLD."during", OLD."id", OLD."institution_id", OLD."is_alternate", OLD."network", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id"); RETURN NULL;', hash='8b2424570205f7b1450df4aac617e640a15d2522', operation='DELETE', pgid='pgtrigger_delete_delete_12add', table='members_mandate', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['focal_point', 'liaison_officer', 'vice_minister', 'director_migration', 'director_consular', 'secretariat', 'administrator'])), name='members_mandate_role_is_held'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('network', ''), ('role', 'liaison_officer'), _connector='OR'), name='members_mandate_network_of_liaison'),
        ),
        migrations.AddField(
            model_name='directoryimport',
            name='party',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.party'),
        ),
        migrations.AddField(
            model_name='directoryimport',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='directoryimport',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('discarded_at', None), _connector='OR'), name='members_directoryimport_ends_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='directoryimport',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ed7088e07e3e0fc7919936253c0c6ea96e935dae', operation='DELETE', pgid='pgtrigger_no_delete_23ce6', table='members_directoryimport', when='BEFORE')),
        ),
    ]
