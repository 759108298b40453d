"""The hours on pages of clients: everybody's to whoever sees them, else one's own."""

from __future__ import annotations

from datetime import date

from workstate.core.clock import today
from workstate.projects.actions import create_client, create_project
from workstate.projects.clients import lines_of
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry


class HoursTest(CastTestCase):
    def test_everybodys_to_administrators_and_ones_own_to_a_member(self) -> None:
        client = create_client("Acme Stores", by=self.by_ana)
        shop, app = (create_project(name, by=self.by_ana, client=client) for name in ("Shop", "App"))
        day = today(self.by_ana.zone)
        create_entry(by=self.by_ana, project=shop, day=day, duration=3600)
        create_entry(by=self.by_mara, project=shop, day=day, duration=7200)
        create_entry(by=self.by_ana, project=app, day=date(2020, 1, 1), duration=60)
        with self.assertNumQueries(2):
            (mine,) = lines_of(self.by_ana, [client])
        with self.assertNumQueries(2):
            (all_of_it,) = lines_of(self.by_mara, [client])
        self.assertEqual((mine.month, mine.ever, mine.active), (3600, 3660, 2))
        self.assertEqual((all_of_it.month, all_of_it.ever), (10800, 10860))
