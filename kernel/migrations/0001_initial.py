import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_type', models.TextField()),
                ('subject_id', models.UUIDField()),
                ('scope', models.TextField()),
                ('cause', models.TextField()),
                ('placed', models.DateTimeField()),
                ('placed_by', models.UUIDField(null=True)),
                ('lifted', models.DateTimeField(null=True)),
                ('lifted_by', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lifted', None)), fields=['subject_id'], name='hold_standing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['act', 'delivery', 'export'])), name='hold_scope_known')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('scope', models.BinaryField(primary_key=True, serialize=False)),
                ('digest', models.BinaryField()),
                ('status', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('purpose', models.TextField()),
                ('organization', models.UUIDField(null=True)),
                ('public', models.BinaryField(null=True)),
                ('wrapped', models.BinaryField(null=True)),
                ('wrapped_by', models.TextField(blank=True, default='')),
                ('created', models.DateTimeField()),
                ('retired', models.DateTimeField(null=True)),
                ('destroyed', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('destroyed', None), ('retired', None)), fields=('purpose', 'organization'), name='key_current_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('destroyed', None), ('wrapped', None), _connector='OR'), name='key_destroyed_is_gone')],
            },
        ),
        migrations.CreateModel(
            name='Probe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.TextField()),
                ('minute', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('actor', 'minute'), name='probe_per_minute')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_type', models.TextField()),
                ('subject_id', models.UUIDField()),
                ('organization', models.UUIDField()),
                ('role', models.TextField()),
                ('person', models.UUIDField(null=True)),
                ('act', models.TextField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('on_expiry', models.TextField(blank=True, default='')),
                ('ended', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended', None)), fields=['organization', 'since', 'id'], name='turn_waiting'), models.Index(condition=models.Q(('ended', None), ('until__isnull', False)), fields=['until', 'id'], name='turn_due'), models.Index(fields=['subject_id'], name='turn_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended', None)), fields=('subject_type', 'subject_id', 'organization', 'act', 'person'), name='turn_open_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='turn_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('organization', models.UUIDField()),
                ('media_type', models.TextField()),
                ('name', models.TextField()),
                ('size', models.BigIntegerField(default=0)),
                ('sha256', models.BinaryField(null=True)),
                ('declared_sha256', models.BinaryField(null=True)),
                ('declared_size', models.BigIntegerField(null=True)),
                ('created', models.DateTimeField()),
                ('completed', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='blob_size_not_negative'), models.CheckConstraint(condition=models.Q(('completed', None), ('sha256__isnull', False), _connector='OR'), name='blob_complete_has_digest')],
            },
        ),
        migrations.CreateModel(
            name='ClockOffset',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('offset', models.DurationField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='clock_offset_single')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('payload', models.TextField()),
                ('name', models.GeneratedField(db_persist=True, expression=models.Func(models.F('payload'), models.Value('{name}'), arg_joiner=')::jsonb #>> (', output_field=models.TextField(), template='((%(expressions)s))'), output_field=models.TextField())),
                ('at', models.GeneratedField(db_persist=True, expression=models.Func(models.F('payload'), models.Value('{at}'), arg_joiner=')::jsonb #>> (', output_field=models.TextField(), template='((%(expressions)s))'), output_field=models.TextField())),
                ('subject_type', models.GeneratedField(db_persist=True, expression=models.Func(models.F('payload'), models.Value('{subject,type}'), arg_joiner=')::jsonb #>> (', output_field=models.TextField(), template='((%(expressions)s))'), output_field=models.TextField())),
                ('subject_id', models.GeneratedField(db_persist=True, expression=models.Func(models.F('payload'), models.Value('{subject,id}'), arg_joiner=')::jsonb #>> (', output_field=models.TextField(), template='((%(expressions)s))'), output_field=models.TextField())),
                ('subject_seq', models.GeneratedField(db_persist=True, expression=models.Func(models.Func(models.F('payload'), models.Value('{subject,seq}'), arg_joiner=')::jsonb #>> (', output_field=models.TextField(), template='((%(expressions)s))'), template='(%(expressions)s)::integer'), output_field=models.IntegerField())),
                ('organization', models.GeneratedField(db_persist=True, expression=models.Func(models.F('payload'), models.Value('{actor,organization}'), arg_joiner=')::jsonb #>> (', output_field=models.TextField(), template='((%(expressions)s))'), output_field=models.TextField(null=True))),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('subject_type', 'subject_id', 'subject_seq'), name='event_subject_order'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(models.Func('payload', function='octet_length', output_field=models.IntegerField()), 65535), name='event_fits_a_bundle')],
                'triggers': [pgtrigger.compiler.Trigger(name='refuse_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d506cc3b66c0f4bb3db031097900046d6d499624', operation='UPDATE OR DELETE', pgid='pgtrigger_refuse_change_9f8da', table='kernel_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='refuse_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='9f76e1eab20164e9f3520c92c729b368cee438ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refuse_truncate_d9c65', table='kernel_event', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Setback',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('task', models.TextField()),
                ('subject', models.UUIDField()),
                ('attempts', models.PositiveIntegerField()),
                ('until', models.DateTimeField(db_index=True)),
                ('error', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'task'), name='setback_once_per_task')],
            },
        ),
        migrations.CreateModel(
            name='EventParty',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('organization', models.UUIDField()),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='kernel.event')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'event'), name='event_party_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='refuse_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f906f6ec80d095b9433fdba9b4154140e79ec4fd', operation='UPDATE OR DELETE', pgid='pgtrigger_refuse_change_51a46', table='kernel_eventparty', when='BEFORE')), pgtrigger.compiler.Trigger(name='refuse_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='deb912e0b101447ba4d0b849d776d87ed2610625', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refuse_truncate_036b9', table='kernel_eventparty', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reader', models.TextField()),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('not_before', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True, db_default='', default='')),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='kernel.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reader', 'event'), name='outbox_once_per_reader')],
            },
        ),
        migrations.CreateModel(
            name='BlobPart',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('start', models.BigIntegerField()),
                ('size', models.BigIntegerField()),
                ('path', models.TextField()),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='kernel.blob')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('blob', 'start'), name='blob_part_once')],
            },
        ),
    ]
