from __future__ import annotations

from functools import partial

from django.test import Client

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

    def test_what_is_written_into_a_workspace_that_is_being_removed_is_refused_and_no_failure(self) -> None:
        for _round in range(4):
            create_workspace("Sample", owner=self.ana, via=Via.WEB, slug="sample", demo=True)
            answers = at_once(
                partial(self.post, "/sample/demo/"),
                partial(self.post, "/sample/demo/"),
                *[partial(self.post, "/sample/tasks/", text="Late @phone #Website") for _writer in range(3)],
                *[partial(self.post, "/api/v1/workspaces/sample/tasks/", title="Late") for _writer in range(2)],
            )
            self.assertLessEqual(set(answers), {201, 204, 404, 409})
            Workspace.objects.filter(slug="sample").delete()

    def post(self, path: str, **fields: str) -> int:
        client = Client(raise_request_exception=False)
        client.force_login(self.ana)
        if path.startswith("/api/"):
            return client.post(path, fields, content_type="application/json").status_code
        return client.post(path, fields, headers={"HX-Request": "true"}).status_code
