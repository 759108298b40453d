from __future__ import annotations

from workstate.activity.models import Event
from workstate.core.errors import Conflict
from workstate.projects.actions import change_project, create_client, create_project, create_sections, delete_project
from workstate.projects.models import Client
from workstate.testing import CastTestCase


class ProjectActionsTest(CastTestCase):
    def test_a_client_is_one_however_its_name_is_written(self) -> None:
        for first, second in (("Ines", "INES"), ("İnes Bau", "ines bau"), ("i", "İ")):
            with self.subTest(first=first, second=second):
                self.assertEqual(create_client(first, by=self.by_ana), create_client(second, by=self.by_mara))
        self.assertEqual(Client.objects.count(), 3)

    def test_a_project_in_the_bin_is_not_changed(self) -> None:
        project = delete_project(create_project("Website", by=self.by_ana), by=self.by_ana)
        events = Event.objects.count()
        with self.assertRaises(Conflict):
            change_project(project, by=self.by_ana, name="Other")
        with self.assertRaises(Conflict):
            create_sections(["Later"], project=project, by=self.by_ana)
        self.assertEqual(Event.objects.count(), events)
