from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_attempts'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='hotkeys',
            field=models.CharField(choices=[('on', 'On'), ('off', 'Off')], db_default='on', default='on', max_length=3, verbose_name='keys of one letter'),
        ),
    ]
