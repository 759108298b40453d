from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_user_working_hours")]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_workday"),
        migrations.RemoveField(model_name="user", name="workday_seconds"),
    ]
