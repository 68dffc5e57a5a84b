import catalog.rules.visibility
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('kernel', '0001_initial'),
        # nothing here needs it: every change of a model renders all that hang together again, so those of others go before the many tables
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name_zh', models.TextField()),
                ('name_en', models.TextField()),
                ('about_zh', models.TextField(blank=True, default='')),
                ('about_en', models.TextField(blank=True, default='')),
                ('state', models.TextField()),
                ('state_since', models.DateTimeField()),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='zone_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('state', models.TextField()),
                ('state_since', models.DateTimeField()),
                ('created', models.DateTimeField()),
                ('listed_at', models.DateTimeField(null=True)),
                ('grade', models.PositiveSmallIntegerField(null=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='datasets', to='accounts.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', '-created', '-id'], name='dataset_of_provider'), models.Index(fields=['state', '-state_since', '-id'], name='dataset_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'listed', 'suspended', 'withdrawn'])), name='dataset_state_known'), models.CheckConstraint(condition=models.Q(('grade', None), ('grade__range', (1, 5)), _connector='OR'), name='dataset_never_lists_core_data')],
            },
        ),
        migrations.CreateModel(
            name='DatasetRevision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.TextField()),
                ('state_since', models.DateTimeField()),
                ('created', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('title_zh', models.TextField(blank=True, default='')),
                ('title_en', models.TextField(blank=True, default='')),
                ('description_zh', models.TextField(blank=True, default='')),
                ('description_en', models.TextField(blank=True, default='')),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('industry', models.TextField(blank=True, default='')),
                ('coverage_zh', models.TextField(blank=True, default='')),
                ('coverage_en', models.TextField(blank=True, default='')),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('covers_from', models.DateField(null=True)),
                ('covers_until', models.DateField(null=True)),
                ('frequency', models.TextField(blank=True, default='irregular')),
                ('updated_on', models.DateField(null=True)),
                ('persons', models.PositiveBigIntegerField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('grade', models.PositiveSmallIntegerField(null=True)),
                ('personal', models.BooleanField(default=False)),
                ('sensitive', models.BooleanField(default=False)),
                ('sample_nature', models.TextField(default=catalog.rules.visibility.SampleNature['NONE'])),
                ('sample', models.JSONField(default=list)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='catalog.dataset')),
                ('zone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.zone')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'listed', 'superseded', 'discarded'])), name='revision_state_known'), models.UniqueConstraint(fields=('dataset', 'number'), name='revision_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'returned', 'submitted'])), fields=('dataset',), name='revision_one_in_work'), models.UniqueConstraint(condition=models.Q(('state', 'listed')), fields=('dataset',), name='revision_one_listed'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'superseded']), _negated=True), ('frozen_at__isnull', False), _connector='OR'), name='revision_listed_is_frozen'), models.CheckConstraint(condition=models.Q(('sample_nature__in', ['none', 'real', 'synthetic', 'aggregate'])), name='revision_sample_nature_known'), models.CheckConstraint(condition=models.Q(('sensitive', False), ('personal', True), _connector='OR'), name='revision_sensitive_is_personal'), models.CheckConstraint(condition=models.Q(('covers_from', None), ('covers_until', None), ('covers_until__gte', models.F('covers_from')), _connector='OR'), name='revision_coverage_in_order')],
                'triggers': [pgtrigger.compiler.Trigger(name='revision_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.frozen_at IS NOT NULL AND (OLD.dataset_id, OLD.number, OLD.title_zh, OLD.title_en, OLD.description_zh, OLD.description_en, OLD.keywords, OLD.industry, OLD.zone_id, OLD.coverage_zh, OLD.coverage_en, OLD.places, OLD.covers_from, OLD.covers_until, OLD.frequency, OLD.updated_on, OLD.persons, OLD.synthetic, OLD.grade, OLD.personal, OLD.sensitive, OLD.sample_nature, OLD.sample, OLD.created, OLD.frozen_at) IS DISTINCT FROM (NEW.dataset_id, NEW.number, NEW.title_zh, NEW.title_en, NEW.description_zh, NEW.description_en, NEW.keywords, NEW.industry, NEW.zone_id, NEW.coverage_zh, NEW.coverage_en, NEW.places, NEW.covers_from, NEW.covers_until, NEW.frequency, NEW.updated_on, NEW.persons, NEW.synthetic, NEW.grade, NEW.personal, NEW.sensitive, NEW.sample_nature, NEW.sample, NEW.created, NEW.frozen_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='501f481a36a09cc04e2f0f3763c3425d610f9d62', operation='UPDATE', pgid='pgtrigger_revision_frozen_372c4', table='catalog_datasetrevision', when='BEFORE')), pgtrigger.compiler.Trigger(name='revision_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.frozen_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a13909c10ce447368b7d70fe5f69ba3fd42ebf07', operation='DELETE', pgid='pgtrigger_revision_kept_e1f9b', table='catalog_datasetrevision', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name_zh', models.TextField()),
                ('name_en', models.TextField()),
                ('price_minor', models.BigIntegerField()),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('quantity', models.PositiveIntegerField(null=True)),
                ('exclusive', models.BooleanField(default=False)),
                ('policy', models.JSONField()),
                ('state', models.TextField()),
                ('state_since', models.DateTimeField()),
                ('created', models.DateTimeField()),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='catalog.dataset')),
            ],
            options={
                'ordering': ['created', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['dataset'], name='offer_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='offer_state_known'), models.CheckConstraint(condition=models.Q(('price_minor__gte', 0)), name='offer_price_not_negative'), models.CheckConstraint(condition=models.Q(('currency__in', ['CNY', 'HKD', 'SGD', 'USD', 'EUR', 'JPY', 'KWD'])), name='offer_currency_known'), models.CheckConstraint(condition=models.Q(('quantity', None), ('quantity__range', (1, 10000)), _connector='OR'), name='offer_quantity_in_range'), models.CheckConstraint(condition=models.Q(('exclusive', False), ('quantity', 1), _connector='OR'), name='offer_exclusive_is_one'), models.UniqueConstraint(condition=models.Q(('exclusive', True), ('state', 'open')), fields=('dataset',), name='offer_exclusive_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='offer_stands_alone', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF NEW.state = 'open' AND (TG_OP = 'INSERT' OR OLD.state <> 'open') THEN\n  PERFORM 1 FROM catalog_dataset WHERE id = NEW.dataset_id FOR NO KEY UPDATE;\n  IF EXISTS (\n    SELECT 1 FROM catalog_offer o WHERE o.dataset_id = NEW.dataset_id AND o.id <> NEW.id AND o.state = 'open' AND (o.exclusive OR NEW.exclusive)\n  ) OR (NEW.exclusive AND EXISTS (\n    SELECT 1 FROM catalog_offertaking t JOIN catalog_offer o ON o.id = t.offer_id WHERE o.dataset_id = NEW.dataset_id AND t.released IS NULL\n  )) OR EXISTS (\n    SELECT 1 FROM catalog_offertaking t JOIN catalog_offer o ON o.id = t.offer_id\n    WHERE o.dataset_id = NEW.dataset_id AND o.id <> NEW.id AND o.exclusive AND t.released IS NULL\n  ) THEN\n    RAISE EXCEPTION 'an exclusive offer stands alone' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'offer_exclusive_stands_alone';\n  END IF;\nEND IF;\nRETURN NEW;\n", hash='44c1012233c68c6b6eb22b0297806f541030d2f2', operation='INSERT OR UPDATE', pgid='pgtrigger_offer_stands_alone_7a2f6', table='catalog_offer', when='BEFORE')), pgtrigger.compiler.Trigger(name='offer_fixed_once_open', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'draft' AND (OLD.dataset_id, OLD.price_minor, OLD.currency, OLD.quantity, OLD.exclusive, OLD.policy, OLD.name_zh, OLD.name_en) IS DISTINCT FROM (NEW.dataset_id, NEW.price_minor, NEW.currency, NEW.quantity, NEW.exclusive, NEW.policy, NEW.name_zh, NEW.name_en))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='216b568c5c27c402c64ea5f7350cb8c9c5cb45ca', operation='UPDATE', pgid='pgtrigger_offer_fixed_once_open_f7339', table='catalog_offer', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('granted', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='catalog.dataset')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'dataset'), name='grant_once')],
            },
        ),
        migrations.CreateModel(
            name='DataField',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.TextField()),
                ('type', models.TextField()),
                ('unit', models.TextField(blank=True, default='')),
                ('meaning_zh', models.TextField(blank=True, default='')),
                ('meaning_en', models.TextField(blank=True, default='')),
                ('treatment', models.TextField(blank=True, default='')),
                ('personal', models.BooleanField(default=False)),
                ('sensitive', models.BooleanField(default=False)),
                ('grade', models.PositiveSmallIntegerField(default=1)),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='catalog.datasetrevision')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('revision', 'position'), name='field_position_once'), models.UniqueConstraint(fields=('revision', 'name'), name='field_name_once'), models.CheckConstraint(condition=models.Q(('grade__range', (1, 6))), name='field_grade_known'), models.CheckConstraint(condition=models.Q(('sensitive', False), ('personal', True), _connector='OR'), name='field_sensitive_is_personal')],
                'triggers': [pgtrigger.compiler.Trigger(name='field_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = OLD.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', OLD.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = NEW.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', NEW.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='e78d14d638b2c1f8e0fab51d0707020b1d38ffdb', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_field_frozen_3ce9f', table='catalog_datafield', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Classification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('state', models.TextField()),
                ('state_since', models.DateTimeField()),
                ('grade', models.PositiveSmallIntegerField()),
                ('grounds', models.TextField()),
                ('fields_digest', models.BinaryField()),
                ('proposed_by', models.UUIDField()),
                ('proposed', models.DateTimeField()),
                ('decided_by', models.UUIDField(null=True)),
                ('decided', models.DateTimeField(null=True)),
                ('remark', models.TextField(blank=True, default='')),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.dataset')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classifications', to='catalog.datasetrevision')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'rejected', 'void'])), name='classification_state_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('revision',), name='classification_one_standing'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='classification_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='classification_confirmed_by_someone'), models.CheckConstraint(condition=models.Q(('grade__range', (1, 6))), name='classification_grade_known')],
            },
        ),
        migrations.CreateModel(
            name='Distribution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('media_type', models.TextField()),
                ('method', models.TextField(default='download')),
                ('size', models.BigIntegerField(null=True)),
                ('sha256', models.BinaryField(null=True)),
                ('created', models.DateTimeField()),
                ('completed', models.DateTimeField(null=True)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.blob')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='distributions', to='catalog.datasetrevision')),
            ],
            options={
                'ordering': ['created', 'id'],
                'constraints': [models.UniqueConstraint(fields=('revision', 'name'), name='distribution_name_once'), models.CheckConstraint(condition=models.Q(('method__in', ['download'])), name='distribution_method_known'), models.CheckConstraint(condition=models.Q(('completed', None), models.Q(('sha256__isnull', False), ('size__isnull', False)), _connector='OR'), name='distribution_complete_has_digest')],
                'triggers': [pgtrigger.compiler.Trigger(name='distribution_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = OLD.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', OLD.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = NEW.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', NEW.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='9da2a5812b1aacd3a241601b689a106f2055750d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_distribution_frozen_9aa9e', table='catalog_distribution', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OfferTaking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('slot', models.PositiveIntegerField(null=True)),
                ('quantity', models.PositiveIntegerField(null=True)),
                ('agreement', models.UUIDField()),
                ('taken', models.DateTimeField()),
                ('released', models.DateTimeField(null=True)),
                ('offer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='takings', to='catalog.offer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('released', None), ('slot__isnull', False)), fields=('offer', 'slot'), name='taking_slot_once'), models.UniqueConstraint(condition=models.Q(('released', None)), fields=('offer', 'agreement'), name='taking_agreement_once'), models.CheckConstraint(condition=models.Q(models.Q(('quantity', None), ('slot', None)), models.Q(('quantity__isnull', False), ('slot__gte', 1), ('slot__isnull', False), ('slot__lte', models.F('quantity'))), _connector='OR'), name='taking_slot_within_quantity'), models.CheckConstraint(condition=models.Q(('released', None), ('released__gte', models.F('taken')), _connector='OR'), name='taking_released_after')],
                'triggers': [pgtrigger.compiler.Trigger(name='taking_ceiling', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nSELECT quantity INTO NEW.quantity FROM catalog_offer WHERE id = NEW.offer_id;\nRETURN NEW;\n', hash='f0b001aa4e4d5700c7a12c21de27b53a614a3b48', operation='INSERT OR UPDATE', pgid='pgtrigger_taking_ceiling_befe3', table='catalog_offertaking', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('verdict', models.TextField()),
                ('checklist', models.JSONField(default=list)),
                ('remarks', models.JSONField(default=dict)),
                ('person', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='catalog.datasetrevision')),
            ],
            options={
                'ordering': ['-at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['listed', 'returned', 'suspended', 'resumed'])), name='review_verdict_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='refuse_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0e522ec03296e7813c568b0720ccb33b103a21a9', operation='UPDATE OR DELETE', pgid='pgtrigger_refuse_change_55d1b', table='catalog_review', when='BEFORE')), pgtrigger.compiler.Trigger(name='refuse_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='9454bca2d939de82004cf6db715811e4a541ba70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refuse_truncate_a67be', table='catalog_review', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RightsEvidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('added', models.DateTimeField()),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.blob')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='catalog.datasetrevision')),
            ],
            options={
                'ordering': ['added', 'id'],
                'triggers': [pgtrigger.compiler.Trigger(name='evidence_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = OLD.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', OLD.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = NEW.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', NEW.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='2e61b03085f23c0b9d591c724d052d1c7af7b3fe', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_evidence_frozen_becd9', table='catalog_rightsevidence', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RightsStatement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('basis', models.TextField()),
                ('statement_zh', models.TextField()),
                ('statement_en', models.TextField()),
                ('valid_until', models.DateField(null=True)),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rights', to='catalog.datasetrevision')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ['own', 'collected', 'licensed', 'public_operation', 'open'])), name='rights_basis_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='rights_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = OLD.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', OLD.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = NEW.revision_id AND frozen_at IS NOT NULL) THEN\n  RAISE EXCEPTION 'revision % is frozen', NEW.revision_id USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='2b5623fd9ee68ef4e46c7b508bd621738767f020', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_rights_frozen_93fce', table='catalog_rightsstatement', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('dataset', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='catalog.dataset')),
                ('listed_at', models.DateTimeField()),
                ('updated_on', models.DateField(null=True)),
                ('title_zh', models.TextField()),
                ('title_en', models.TextField()),
                ('summary_zh', models.TextField()),
                ('summary_en', models.TextField()),
                ('industry', models.TextField()),
                ('frequency', models.TextField()),
                ('grade', models.PositiveSmallIntegerField()),
                ('marks', models.PositiveSmallIntegerField()),
                ('formats', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('pricing', models.TextField()),
                ('price_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('available', models.BooleanField(default=True)),
                ('analyzer', models.PositiveSmallIntegerField()),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
                ('headline', django.contrib.postgres.search.SearchVectorField()),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.datasetrevision')),
                ('zone', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.zone')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='entry_words'), models.Index(fields=['-listed_at', '-dataset'], name='entry_newest'), models.Index(fields=['industry', '-listed_at', '-dataset'], name='entry_industry'), models.Index(fields=['grade', '-listed_at', '-dataset'], name='entry_grade'), models.Index(condition=models.Q(('zone__isnull', False)), fields=['zone', '-listed_at', '-dataset'], name='entry_zone'), models.Index(fields=['analyzer', 'dataset'], name='entry_analyzer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('pricing__in', ['free', 'priced'])), name='entry_pricing_known'), models.CheckConstraint(condition=models.Q(('grade__range', (1, 5))), name='entry_grade_listed')],
            },
        ),
        migrations.AddField(
            model_name='Dataset',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.datasetrevision'),
        ),
        migrations.AddField(
            model_name='Dataset',
            name='working',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.datasetrevision'),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'suspended']), _negated=True), models.Q(('current__isnull', False), ('grade__isnull', False), ('listed_at__isnull', False)), _connector='OR'), name='dataset_listed_has_revision'),
        ),
    ]
