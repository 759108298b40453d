from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_remove_user_workday'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='deletion_due_at',
            field=models.DateTimeField(help_text='Until then whoever asked for it may take it back.', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='deleted_at',
            field=models.DateTimeField(help_text='What is left is a name that says nothing.', null=True),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('deletion_due_at__isnull', False)), fields=['deletion_due_at'], name='user_leaving'),
        ),
    ]
