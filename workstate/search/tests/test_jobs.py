"""Jobs of the search go on although what they index is deleted under their hands."""

from __future__ import annotations

from django.db import IntegrityError

from workstate.core.ids import new_id
from workstate.search.jobs import _although_things_leave
from workstate.testing import CastTestCase


class JobsTest(CastTestCase):
    def test_what_left_meanwhile_is_read_again(self) -> None:
        tries: list[int] = []

        def work() -> int:
            tries.append(1)
            if len(tries) == 1:
                raise IntegrityError("A task was deleted for good.")
            return 7

        self.assertEqual(_although_things_leave(self.by_ana.workspace.pk, work), 7)

    def test_a_workspace_that_is_gone_needs_no_documents_and_a_lasting_fault_is_told(self) -> None:
        def work() -> int:
            raise IntegrityError("Something is wrong.")

        self.assertEqual(_although_things_leave(new_id(), work), 0)
        with self.assertRaises(IntegrityError):
            _although_things_leave(self.by_ana.workspace.pk, work)
