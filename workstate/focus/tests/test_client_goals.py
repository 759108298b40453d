"""Goals for a client that is merged into another."""

from __future__ import annotations

from workstate.focus.actions.goals import create_goal
from workstate.projects.actions import create_client, merge_client, restore_client
from workstate.testing import CastTestCase


class ClientGoalsTest(CastTestCase):
    def test_goals_go_along_and_those_alone_come_back(self) -> None:
        acme, bolt = (create_client(name, by=self.by_ana) for name in ("Acme Stores", "Bolt"))
        moved = create_goal(by=self.by_ana, period="week", seconds=3600, about="client", subject=acme)
        own = create_goal(by=self.by_ana, period="day", seconds=3600, about="client", subject=bolt)
        merge_client(acme, into=bolt, by=self.by_mara)
        moved.refresh_from_db()
        self.assertEqual(moved.client, bolt)
        restore_client(acme, by=self.by_mara)
        moved.refresh_from_db()
        own.refresh_from_db()
        self.assertEqual((moved.client, own.client), (acme, bolt))
