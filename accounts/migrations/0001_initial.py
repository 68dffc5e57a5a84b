import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import kernel.clock
import oauth2_provider.generators
import oauth2_provider.models
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlatformRules',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField()),
                ('published', models.DateTimeField()),
                ('in_force_from', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='refuse_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c76d4e7c761da8b405d1e8c6e00077cfb743e7b1', operation='UPDATE OR DELETE', pgid='pgtrigger_refuse_change_27225', table='accounts_platformrules', when='BEFORE')), pgtrigger.compiler.Trigger(name='refuse_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='c643842ec68aac4d597de24cc35283b157bdffb1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refuse_truncate_6c608', table='accounts_platformrules', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, default='', max_length=100)),
                ('language', models.CharField(blank=True, default='', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('joined', models.DateTimeField(default=kernel.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('outcome', models.TextField()),
                ('subject_type', models.TextField()),
                ('subject_id', models.UUIDField()),
                ('title', models.JSONField()),
                ('organization', models.UUIDField()),
                ('requester', models.UUIDField()),
                ('state', models.TextField(default='asked')),
                ('state_since', models.DateTimeField()),
                ('created', models.DateTimeField()),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', '-created', '-id'], name='approval_of_organization'), models.Index(fields=['subject_id'], name='approval_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'returned', 'refused', 'expired'])), name='approval_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('outcome', 'subject_id'), name='approval_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.TextField(default='member')),
                ('name_zh', models.TextField(blank=True, default='')),
                ('name_en', models.TextField(blank=True, default='')),
                ('uscc', models.TextField(blank=True, default='')),
                ('foreign_register', models.TextField(blank=True, default='')),
                ('foreign_number', models.TextField(blank=True, default='')),
                ('country', models.TextField(default='CN')),
                ('in_beijing', models.BooleanField(null=True)),
                ('ciio', models.TextField(default='unknown')),
                ('roles_wanted', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('state', models.TextField(default='draft')),
                ('state_since', models.DateTimeField()),
                ('created', models.DateTimeField()),
                ('verified_until', models.DateTimeField(null=True)),
                ('rules_accepted', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField(blank=True, default='')),
            ],
            options={
                'indexes': [models.Index(fields=['-created', '-id'], name='organization_newest'), models.Index(fields=['state', '-created', '-id'], name='organization_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['member', 'exchange', 'regulator'])), name='organization_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'applied', 'returned', 'verified', 'refused', 'suspended', 'closed'])), name='organization_state_known'), models.CheckConstraint(condition=models.Q(('ciio__in', ['yes', 'no', 'unknown'])), name='organization_ciio_known'), models.CheckConstraint(condition=models.Q(models.Q(('name_zh', ''), _negated=True), models.Q(('name_en', ''), _negated=True), _connector='OR'), name='organization_has_a_name'), models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='organization_country_code'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'member'), _negated=True), models.Q(('country', 'CN'), models.Q(('uscc', ''), _negated=True)), models.Q(models.Q(('country', 'CN'), _negated=True), models.Q(('foreign_number', ''), _negated=True)), _connector='OR'), name='organization_is_registered_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), _negated=True), ('verified_until__isnull', False), _connector='OR'), name='organization_verified_for_a_time'), models.UniqueConstraint(condition=models.Q(('kind', 'exchange')), fields=('kind',), name='organization_one_exchange'), models.UniqueConstraint(condition=models.Q(models.Q(('uscc', ''), _negated=True), ('state__in', ('verified', 'suspended'))), fields=('uscc',), name='organization_uscc_once'), models.UniqueConstraint(condition=models.Q(models.Q(('foreign_number', ''), _negated=True), ('state__in', ('verified', 'suspended'))), fields=('country', 'foreign_register', 'foreign_number'), name='organization_foreign_number_once')],
            },
        ),
        migrations.CreateModel(
            name='RulesAcceptance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules_acceptances', to='accounts.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('rules', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='accounts.platformrules')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'rules'), name='rules_accepted_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='refuse_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c4cf7cf53c67d506fc41e3cc78366a63f3a1ec18', operation='UPDATE OR DELETE', pgid='pgtrigger_refuse_change_010ad', table='accounts_rulesacceptance', when='BEFORE')), pgtrigger.compiler.Trigger(name='refuse_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='2b59b4a8324921e899bc8631bfd58170b3b8959e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refuse_truncate_5f8c1', table='accounts_rulesacceptance', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('renewal', models.BooleanField(default=False)),
                ('state', models.TextField(default='submitted')),
                ('state_since', models.DateTimeField()),
                ('created', models.DateTimeField()),
                ('said', models.JSONField(default=dict)),
                ('remarks', models.JSONField(blank=True, default=dict)),
                ('note', models.TextField(blank=True, default='')),
                ('decided_by', models.UUIDField(null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='accounts.organization')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'submitted')), fields=['created', 'id'], name='verification_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'passed', 'returned', 'refused'])), name='verification_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('organization',), name='verification_open_once')],
            },
        ),
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('organization', models.UUIDField()),
                ('role', models.TextField()),
                ('why', models.JSONField()),
                ('within', models.DurationField(null=True)),
                ('person', models.UUIDField(null=True)),
                ('verdict', models.TextField(blank=True, default='')),
                ('note', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(null=True)),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='accounts.approval')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['organization'], name='approval_step_asks')],
                'constraints': [models.UniqueConstraint(fields=('approval', 'number'), name='approval_step_order'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('approval', 'person'), name='approval_person_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('cause', models.TextField()),
                ('subject', models.TextField()),
                ('body', models.TextField()),
                ('values', models.JSONField(default=dict)),
                ('path', models.TextField()),
                ('created', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='accounts.organization')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['created'], name='notice_unsent'), models.Index(fields=['user', '-created', '-id'], name='notice_of_user')],
                'constraints': [models.UniqueConstraint(fields=('cause', 'user'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('since', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'since', 'id'], name='membership_by_seniority')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended', None)), fields=('organization', 'user'), name='membership_once'), models.CheckConstraint(condition=models.Q(('roles__contained_by', ['owner', 'steward', 'trader', 'finance', 'viewer', 'operator', 'intake', 'reviewer', 'approver', 'supervisor', 'auditor']), ('roles__len__gt', 0)), name='membership_roles_known')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('token_sha256', models.BinaryField(unique=True)),
                ('created', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('mailed', models.DateTimeField(null=True)),
                ('accepted', models.DateTimeField(null=True)),
                ('withdrawn', models.DateTimeField(null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.organization')),
                ('waits', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('mailed', None), ('withdrawn', None)), fields=['created'], name='invitation_to_mail')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted', None), ('withdrawn', None)), fields=('organization', 'email'), name='invitation_open_once'), models.CheckConstraint(condition=models.Q(('accepted', None), ('withdrawn', None), _connector='OR'), name='invitation_ends_once'), models.CheckConstraint(condition=models.Q(('roles__contained_by', ['owner', 'steward', 'trader', 'finance', 'viewer', 'operator', 'intake', 'reviewer', 'approver', 'supervisor', 'auditor']), ('roles__len__gt', 0)), name='invitation_roles_known')],
            },
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('client_id', models.CharField(db_index=True, default=oauth2_provider.generators.generate_client_id, max_length=255, unique=True, verbose_name='client ID')),
                ('redirect_uris', models.TextField(blank=True, help_text='Allowed URIs list, space separated', verbose_name='redirect URIs')),
                ('post_logout_redirect_uris', models.TextField(blank=True, default='', help_text='Allowed Post Logout URIs list, space separated', verbose_name='post logout redirect URIs')),
                ('client_type', models.CharField(choices=[('confidential', 'Confidential'), ('public', 'Public')], max_length=32, verbose_name='client type')),
                ('authorization_grant_type', models.CharField(choices=[('authorization-code', 'Authorization code'), ('urn:ietf:params:oauth:grant-type:device_code', 'Device Code'), ('implicit', 'Implicit'), ('password', 'Resource owner password-based'), ('client-credentials', 'Client credentials'), ('openid-hybrid', 'OpenID connect hybrid')], max_length=44, verbose_name='authorization grant type')),
                ('client_secret', oauth2_provider.models.ClientSecretField(blank=True, db_index=True, default=oauth2_provider.generators.generate_client_secret, help_text='Client secret for authentication', max_length=255, verbose_name='client secret')),
                ('hash_client_secret', models.BooleanField(default=True, verbose_name='hash client secret')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('skip_authorization', models.BooleanField(default=False, verbose_name='skip authorization')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('algorithm', models.CharField(blank=True, choices=[('', 'No OIDC support'), ('RS256', 'RSA with SHA-2 256'), ('HS256', 'HMAC with SHA-2 256')], default='', max_length=5, verbose_name='algorithm')),
                ('allowed_origins', models.TextField(blank=True, default='', help_text='Allowed origins list to enable CORS, space separated', verbose_name='allowed origins')),
                ('registration_source', models.CharField(choices=[('manual', 'Manual'), ('dcr', 'Dynamic Client Registration'), ('cimd', 'Client ID Metadata Document')], default='manual', help_text='How this application was registered (manual, DCR per RFC 7591, or CIMD)', max_length=32, verbose_name='registration source')),
                ('cimd_expires_at', models.DateTimeField(blank=True, default=None, help_text='When the cached Client ID Metadata Document should be re-fetched', null=True, verbose_name='CIMD expires at')),
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('begins', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('last_used', models.DateTimeField(null=True)),
                ('revoked', models.DateTimeField(null=True)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clients', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clients', to='accounts.organization')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', '-begins', '-id'], name='client_of_organization')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires__gt', models.F('begins'))), name='client_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('authorization_grant_type', 'client-credentials'), ('client_type', 'confidential'), ('hash_client_secret', True)), name='client_is_a_machine')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('created', models.DateTimeField()),
                ('kept', models.DateTimeField(null=True)),
                ('removed', models.DateTimeField(null=True)),
                ('blob', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='kernel.blob')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='accounts.organization')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('license', 'register_extract', 'mandate', 'ciio_notice', 'other'))), name='paper_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('to', models.TextField()),
                ('subject', models.TextField()),
                ('body', models.TextField()),
                ('created', models.DateTimeField()),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='accounts.notice')),
            ],
            options={
                'indexes': [models.Index(fields=['-created', '-id'], name='letter_newest')],
            },
        ),
    ]
