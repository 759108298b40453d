"""Whatever is asked, whoever asks: nothing comes back that the rooms themselves would not show."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from workstate.attachments.actions import attach_file
from workstate.core.actor import Actor
from workstate.discussions.actions import create_comment, delete_comment
from workstate.projects.actions import create_project, delete_project
from workstate.projects.actions.sharing import set_everyone, share_project
from workstate.projects.models import Project
from workstate.search.finding import find
from workstate.search.indexing import build, refile
from workstate.search.models import Document, Kind, kept
from workstate.search.palette import lines_for
from workstate.search.scopes import readers_for, scopes_for
from workstate.tasks.actions import create_task, delete_task
from workstate.testing import Cast
from workstate.timetracking.actions import create_entry
from workstate.workspaces.models import Membership

WORDS = ["river", "stone", "cloud", "forest"]
PIECES = st.sampled_from(
    [
        *WORDS,
        "riv",
        "sto",
        "-river",
        '"river stone"',
        "OR",
        "NOT",
        "p1",
        "!p1",
        "@wood",
        "#Open",
        "is open",
        "#1",
        "#2",
        "*",
    ]
)


class RightsPropertyTest(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.gather()
        cls.everybody = [cls.by_olga, cls.by_mara, cls.by_ana, cls.by_gil, cls.by_boris]
        for number, by in enumerate(cls.everybody):
            words = [WORDS[(number + n) % 4] for n in range(4)]
            projects: list[Project | None] = [None]
            if not by.is_guest:
                gone = create_project(f"Gone {words[0]}", by=by)
                private = create_project(f"Private {words[2]}", by=by)
                set_everyone(private, "", by=by)
                shared = create_project(f"Shared {words[3]}", by=by)
                projects += [create_project(f"Open {words[1]}", by=by), private, shared, gone]
                if by.workspace == cls.by_gil.workspace:
                    set_everyone(shared, "", by=by)
                    share_project(shared, by=by, level="view", member=cls.member_of(cls.by_gil))
            for project in projects:
                task = create_task(
                    " ".join(words),
                    by=by,
                    project=project,
                    priority=1 + number % 4,
                    labels=[] if by.is_guest else ["wood"],
                )
                create_comment(task, " ".join(reversed(words)), by=by)
                delete_comment(create_comment(task, " ".join(words), by=by), by=by)
                attach_file(task, ContentFile(b"x", f"{words[0]}_{words[1]}.txt"), by=by)
                delete_task(create_task(f"{words[1]} {words[2]}", by=by, project=project), by=by)
            create_entry(by=by, day=date(2026, 3, 2), duration=60, description=" ".join(words))
            if not by.is_guest:
                delete_project(gone, by=by)
        for by in (cls.by_olga, cls.by_boris):
            build(by.workspace.pk)

    @staticmethod
    def member_of(actor: Actor) -> Membership:
        return Membership.objects.get(workspace=actor.workspace, user=actor.user)

    def allowed(self, kind: Kind, by: Actor) -> set[object]:
        return set(kept(kind, by).values_list("pk", flat=True))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(PIECES, min_size=1, max_size=4).map(" ".join), st.integers(0, 4), st.sampled_from([None, *Kind]))
    def test_nothing_of_others_is_found_counted_or_quoted(self, text: str, who: int, kind: Kind | None) -> None:
        by = self.everybody[who]
        found = find(text, by, kind=kind)
        for group in found.groups:
            allowed = self.allowed(group.kind, by)
            self.assertLessEqual({hit.pk for hit in group.hits}, allowed)
            self.assertLessEqual(group.count, len(allowed))
        if found.jump:
            self.assertIn(found.jump.pk, self.allowed(Kind.TASK, by))
        for line in lines_for(text, by):
            self.assertTrue(line["url"].startswith(f"/{by.workspace.slug}/"))

    def test_whatever_one_sees_is_filed_where_one_finds_it(self) -> None:
        for by in self.everybody:
            for kind in Kind:
                scopes = scopes_for(readers_for(by), by.workspace.pk, kind)
                filed = set(Document.objects.filed(scopes).filter(kind=kind).values_list(f"{kind.value}_id", flat=True))
                self.assertLessEqual(self.allowed(kind, by), filed, (by.user.name, kind))

    def test_a_project_that_becomes_private_is_filed_away_from_everyone_and_back(self) -> None:
        project = Project.objects.get(name__startswith="Open", created_by=self.olga)
        for level, finds in (("", False), ("comment", True)):
            set_everyone(project, level, by=self.by_olga)
            refile(project.workspace_id, project.pk)
            for kind in (Kind.TASK, Kind.PROJECT, Kind.COMMENT, Kind.ATTACHMENT):
                with self.subTest(level=level, kind=kind):
                    scopes = scopes_for(readers_for(self.by_ana), project.workspace_id, kind)
                    own = (
                        "project"
                        if kind == Kind.PROJECT
                        else "task__project"
                        if kind == Kind.TASK
                        else f"{kind.value}__task__project"
                    )
                    filed = Document.objects.filed(scopes).filter(kind=kind, **{own: project})
                    self.assertIs(filed.exists(), finds)

    def test_there_is_something_to_hide_from_each(self) -> None:
        for by in self.everybody:
            for kind in Kind:
                seen = set(Document.objects.visible_to(by, [kind]).values_list(f"{kind.value}_id", flat=True))
                self.assertEqual(seen, self.allowed(kind, by))
                self.assertGreater(Document.objects.filter(kind=kind).count(), len(seen))
