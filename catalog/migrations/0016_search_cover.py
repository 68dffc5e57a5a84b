from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0015_renewal_and_words'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='searchentry',
            name='entry_newest',
        ),
        migrations.RemoveIndex(
            model_name='searchentry',
            name='entry_industry',
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['-listed_at', '-dataset'], include=('visibility', 'provider', 'zone', 'marks', 'pricing', 'frequency', 'formats', 'grade', 'industry'), name='entry_newest'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['industry', '-listed_at', '-dataset'], include=('visibility', 'provider', 'zone', 'marks', 'pricing', 'frequency', 'formats', 'grade'), name='entry_industry'),
        ),
    ]
