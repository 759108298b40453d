"""A project that its person does not see any more is not named beside their time."""

from __future__ import annotations

from datetime import date, timedelta

from workstate.core.clock import now, today
from workstate.projects.actions import change_project, create_project, set_everyone
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.models import TimeEntry


class ProjectsOutOfSightTest(CastTestCase):
    def test_its_name_stands_in_no_row_no_calendar_and_not_in_the_header(self) -> None:
        project = create_project("Website", by=self.by_mara)
        task = create_task("Call Bo", by=self.by_mara, project=project)
        start = now() - timedelta(minutes=30)
        columns = {"workspace": self.by_ana.workspace, "user": self.ana, "task": task, "day": today(self.ana.zone)}
        TimeEntry.objects.create(**columns, started_at=start, stopped_at=start + timedelta(minutes=10), duration=600)
        TimeEntry.objects.create(**columns, started_at=start + timedelta(minutes=20))
        self.client.force_login(self.ana)
        entry = TimeEntry.objects.get(duration=600)
        forms = (
            "/acme/timer/panel/",
            f"/acme/time/{entry.pk}/",
            f"/acme/time/{entry.pk}/row/",
            f"/acme/time/calendar/{entry.pk}/",
        )
        pages = ("/acme/inbox/", "/acme/time/", "/acme/time/calendar/")
        for page in pages:
            self.assertContains(self.client.get(page), "Website")
        change_project(project, by=self.by_mara, name="Takeover")
        set_everyone(project, "", by=self.by_mara)
        for page in pages:
            for name in ("Takeover", "Call Bo"):
                self.assertNotContains(self.client.get(page), name)
        for form in forms:
            answer = self.client.get(form, headers={"HX-Request": "true"})
            self.assertEqual(answer.status_code, 200)
            for name in ("Takeover", "Call Bo"):
                self.assertNotContains(answer, name)

    def test_it_is_kept_when_the_form_beside_it_is_saved(self) -> None:
        project = create_project("Website", by=self.by_mara)
        columns = {"workspace": self.by_ana.workspace, "user": self.ana, "project": project}
        entry = TimeEntry.objects.create(**columns, day=date(2026, 3, 4), duration=600)
        set_everyone(project, "", by=self.by_mara)
        self.client.force_login(self.ana)
        url, headers = f"/acme/time/{entry.pk}/", {"HX-Request": "true"}
        form = self.client.get(url, headers=headers).context["form"]
        self.assertContains(self.client.get(url, headers=headers), "A project you do not see")
        fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        answer = self.client.post(url, {**fields, "description": "Words"}, headers=headers)
        self.assertEqual(answer.status_code, 200, answer.content)
        entry.refresh_from_db()
        self.assertEqual((entry.description, entry.project), ("Words", project))
