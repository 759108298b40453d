"""Whoever made a project administers it, as whoever makes one does from now on."""

from __future__ import annotations

from django.db import migrations

GIVE = """
INSERT INTO projects_projectshare (id, workspace_id, project_id, member_id, level, created_by_id)
SELECT gen_random_uuid(), project.workspace_id, project.id, member.id, 'administer', project.created_by_id
FROM projects_project project
JOIN workspaces_membership member
  ON member.workspace_id = project.workspace_id AND member.user_id = project.created_by_id
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_sharing")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
