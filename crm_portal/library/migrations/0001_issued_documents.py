import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.PositiveIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='library_storedfile_hash_is_hex')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_row', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='240c6f4944e7b15d1a4be5abafefef0aeca8a5b8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_row_851f3', table='library_storedfile', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;", hash='cb32d9f8b54d82531fa405b1a04f17f8b376527a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_814f1', table='library_storedfile', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='IssuedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('outcome_record', 'Outcome record'), ('adopted_text', 'Adopted text'), ('declaration', 'Declaration'), ('decision', 'Decision'), ('report', 'Report'), ('letter', 'Letter')], max_length=20, verbose_name='kind')),
                ('reference', models.CharField(max_length=60, verbose_name='reference')),
                ('title_es', models.CharField(max_length=300, verbose_name='title (Spanish)')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title (English)')),
                ('attestation_es', models.TextField(blank=True, verbose_name='what it attests (Spanish)')),
                ('attestation_en', models.TextField(blank=True, verbose_name='what it attests (English)')),
                ('language', models.CharField(choices=[('es', 'Spanish'), ('en', 'English'), ('mul', 'Spanish and English')], max_length=3, verbose_name='language')),
                ('audience', models.CharField(choices=[('public', 'Public'), ('circulation', 'Members and observers'), ('members', 'Member countries only'), ('closed', 'Closed door')], max_length=12, verbose_name='audience')),
                ('source_hash', models.CharField(max_length=64, unique=True)),
                ('text_sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the text')),
                ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('target_id', models.BigIntegerField()),
                ('pdf', models.ForeignKey(db_column='pdf_sha256', on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='library.storedfile')),
                ('rendered_at', models.DateTimeField(verbose_name='rendered')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('superseded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='library.issueddocument')),
            ],
            options={
                'verbose_name': 'issued document',
                'verbose_name_plural': 'issued documents',
                'ordering': ['-issued_at', '-pk'],
                'indexes': [models.Index(fields=['target_type', 'target_id'], name='library_document_of_target'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['-published_at'], name='library_document_published')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z2-7]{12}$')), name='library_document_known_code'), models.CheckConstraint(condition=models.Q(('source_hash__regex', '^[0-9a-f]{64}$'), ('text_sha256__regex', '^[0-9a-f]{64}$')), name='library_document_hashes_are_hex'), models.CheckConstraint(condition=models.Q(('audience__in', ['public', 'circulation', 'members', 'closed']), ('language__in', ['es', 'en', 'mul'])), name='library_document_known_audience'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'public'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='library_document_public_is_published'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'closed'), _negated=True), ('published_at', None), _connector='OR'), name='library_document_closed_stays_closed'), models.CheckConstraint(condition=models.Q(('superseded_by', None), models.Q(('superseded_by', models.F('id')), _negated=True), _connector='OR'), name='library_document_not_its_own_successor')],
                'triggers': [pgtrigger.compiler.Trigger(name='as_issued', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."attestation_es" IS DISTINCT FROM (NEW."attestation_es") OR OLD."attestation_en" IS DISTINCT FROM (NEW."attestation_en") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."source_hash" IS DISTINCT FROM (NEW."source_hash") OR OLD."text_sha256" IS DISTINCT FROM (NEW."text_sha256") OR OLD."target_type_id" IS DISTINCT FROM (NEW."target_type_id") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."pdf_sha256" IS DISTINCT FROM (NEW."pdf_sha256") OR OLD."rendered_at" IS DISTINCT FROM (NEW."rendered_at") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7a05761bfee34844a1f2cfa8d4dc2c67fa6f68d8', operation='UPDATE', pgid='pgtrigger_as_issued_5efc1', table='library_issueddocument', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c408089bb2b725f8b6d7d02573332714d46202cb', operation='DELETE', pgid='pgtrigger_kept_aba01', table='library_issueddocument', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;", hash='564c78e2ad7b9619494e37769f6092d9cd94e809', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_218aa', table='library_issueddocument', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RenderJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('outcome_record', 'Outcome record'), ('adopted_text', 'Adopted text'), ('declaration', 'Declaration'), ('decision', 'Decision'), ('report', 'Report'), ('letter', 'Letter')], max_length=20, verbose_name='kind')),
                ('reference', models.CharField(max_length=60, verbose_name='reference')),
                ('title_es', models.CharField(max_length=300, verbose_name='title (Spanish)')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title (English)')),
                ('attestation_es', models.TextField(blank=True, verbose_name='what it attests (Spanish)')),
                ('attestation_en', models.TextField(blank=True, verbose_name='what it attests (English)')),
                ('language', models.CharField(choices=[('es', 'Spanish'), ('en', 'English'), ('mul', 'Spanish and English')], max_length=3, verbose_name='language')),
                ('audience', models.CharField(choices=[('public', 'Public'), ('circulation', 'Members and observers'), ('members', 'Member countries only'), ('closed', 'Closed door')], max_length=12, verbose_name='audience')),
                ('source_hash', models.CharField(max_length=64, unique=True)),
                ('text_sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the text')),
                ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('target_id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('asked', 'being prepared'), ('done', 'ready'), ('failed', 'could not be prepared')], default='asked', editable=False, max_length=6, verbose_name='state')),
                ('template', models.CharField(max_length=100)),
                ('context', models.JSONField()),
                ('canonical', models.TextField()),
                ('publish', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('asked_by', models.CharField(blank=True, max_length=200, verbose_name='asked by')),
                ('next_try_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='job', to='library.issueddocument')),
            ],
            options={
                'verbose_name': 'rendering',
                'verbose_name_plural': 'renderings',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'asked')), fields=['next_try_at'], name='library_renderjob_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('document', None)), _connector='OR'), name='library_renderjob_done_has_document')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='96d355a731e1522a12bdb964e5d89dce3705b2b1', operation='DELETE', pgid='pgtrigger_kept_b0dd4', table='library_renderjob', when='BEFORE'))],
            },
        ),
    ]
