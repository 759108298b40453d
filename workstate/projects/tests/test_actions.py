from __future__ import annotations

from workstate.activity.models import Event
from workstate.core.colours import COLOURS, colour_for
from workstate.core.errors import Conflict
from workstate.projects.actions import (
    archive_project,
    change_project,
    create_client,
    create_project,
    create_sections,
    delete_project,
)
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

    def test_no_two_projects_are_alike_as_long_as_a_colour_is_free(self) -> None:
        # The same name, so the same colour if nobody looked at the others.
        made = [create_project("Website", by=self.by_ana) for _number in range(2 * len(COLOURS))]
        self.assertEqual(made[0].colour, colour_for("Website"))
        colours = [project.colour for project in made]
        self.assertEqual(sorted(colours[: len(COLOURS)]), sorted(COLOURS))
        self.assertEqual(sorted(colours[len(COLOURS) :]), sorted(COLOURS))

        # What is put away leaves its colour to others; what was chosen stays, and is counted.
        archive_project(made[3], by=self.by_ana)
        delete_project(made[3 + len(COLOURS)], by=self.by_ana)
        self.assertEqual(create_project("Website", by=self.by_ana).colour, made[3].colour)
        self.assertEqual(create_project("Shop", by=self.by_ana, colour="red").colour, "red")
