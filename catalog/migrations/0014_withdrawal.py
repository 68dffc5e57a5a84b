# Of two imports of one source that ran at once the later one waits: it goes on where it stopped.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0013_element'),
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='harvest',
            name='harvest_state_known',
        ),
        migrations.AddField(
            model_name='importrun',
            name='missing',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='harvest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'completed', 'failed', 'cancelled', 'doubted', 'rejected'])), name='harvest_state_known'),
        ),
        migrations.AddConstraint(
            model_name='harvest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'doubted')), fields=('plan',), name='harvest_one_doubted'),
        ),
        migrations.RunSQL(
            """
            UPDATE catalog_importrun later SET state = 'submitted' WHERE state = 'running' AND EXISTS (
              SELECT 1 FROM catalog_importrun former
              WHERE former.source_id = later.source_id AND former.state = 'running' AND (former.created, former.id) < (later.created, later.id)
            )
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('source',), name='import_run_one_of_a_source'),
        ),
    ]
