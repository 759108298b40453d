from __future__ import annotations

from functools import partial

from workstate.core.actor import Via
from workstate.core.errors import NotFound
from workstate.testing import CastTransactionTestCase, at_once
from workstate.workspaces.actions import create_workspace, delete_demo
from workstate.workspaces.models import Workspace


class WorkspacesAtOnceTest(CastTransactionTestCase):
    def test_two_workspaces_of_one_name_get_addresses_of_their_own(self) -> None:
        made = at_once(*[partial(create_workspace, "Studio", owner=who, via=Via.WEB) for who in (self.ana, self.boris)])
        self.assertEqual(Workspace.objects.filter(name="Studio").count(), 2, made)

    def test_sample_data_removed_twice_is_removed_once_and_not_found_the_second_time(self) -> None:
        by = create_workspace("Sample", owner=self.ana, via=Via.WEB, demo=True)
        answers = at_once(partial(delete_demo, by=by), partial(delete_demo, by=by))
        self.assertEqual(sorted(map(repr, answers)), sorted(["None", repr(NotFound())]))
