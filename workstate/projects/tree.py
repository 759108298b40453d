"""
Projects as a tree: under other projects, in folders, by hand.

A project that is archived or in the bin leaves a gap: what stands under it is shown under the nearest project above that
is there, or in that one's folder, so that nothing vanishes by a click on something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from workstate.core.actor import Actor
from workstate.projects.models import Folder, Project


@dataclass(slots=True)
class Branch:
    """A folder or a project, with the projects that are shown under it."""

    node: Folder | Project
    depth: int = 0
    children: list[Branch] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Projects under it."""
        return sum(1 for _branch in self.walk()) - 1

    @property
    def project(self) -> Project | None:
        return self.node if isinstance(self.node, Project) else None

    @property
    def folder(self) -> Folder | None:
        return self.node if isinstance(self.node, Folder) else None

    def walk(self) -> Iterator[Branch]:
        """This and all under it, as they are read; without recursion, for a tree may be of any depth."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting += reversed(branch.children)


@dataclass(frozen=True, slots=True)
class Tree:
    loose: list[Branch]
    """Projects in no folder, and under none."""
    folders: list[Branch]

    @property
    def loose_count(self) -> int:
        return sum(1 for branch in self.loose for _line in branch.walk())

    def walk(self) -> Iterator[Branch]:
        for branch in [*self.loose, *self.folders]:
            yield from branch.walk()


@dataclass(frozen=True, slots=True)
class Line:
    """A project in a tree that is written line by line: whether others hang from it, and how many lists end behind it."""

    project: Project
    opens: bool
    closes: range


def lines(branches: Sequence[Branch]) -> list[Line]:
    rows = [row for branch in branches for row in branch.walk()]
    top = branches[0].depth if branches else 0
    following = [row.depth for row in rows[1:]] + [top]
    return [
        Line(row.project, after > row.depth, range(max(0, row.depth - after)))
        for row, after in zip(rows, following, strict=False)
        if row.project
    ]


def grow(projects: Iterable[Project], folders: Sequence[Folder]) -> Tree:
    """The tree of what is active. Projects come in their order, with those that are not active as far as they have children."""
    rows = list(projects)
    shown = {row.pk: Branch(row) for row in rows if row.archived_at is None and row.deleted_at is None}
    gone = {row.pk: row for row in rows if row.pk not in shown}
    by_folder = {folder.pk: Branch(folder) for folder in folders}
    loose: list[Branch] = []
    for branch in shown.values():
        above, folder = _above(branch.node, gone)  # type: ignore[arg-type]
        if above in shown:
            shown[above].children.append(branch)
        elif folder in by_folder:
            by_folder[folder].children.append(branch)
        else:
            loose.append(branch)
    tree = Tree(loose, list(by_folder.values()))
    for root in [*tree.loose, *tree.folders]:
        for branch in root.walk():
            for child in branch.children:
                child.depth = branch.depth + 1
    return tree


def _above(project: Project, gone: dict[UUID, Project]) -> tuple[UUID | None, UUID | None]:
    """Under which project that is there, and in which folder, it is shown."""
    while project.parent_id in gone:
        project = gone[project.parent_id]
    return project.parent_id, project.folder_id


def all_of(actor: Actor) -> Tree:
    folders = list(Folder.objects.visible_to(actor).kept().by_position())
    return grow(Project.objects.visible_to(actor).by_position(), folders)


def places_for(actor: Actor, project: Project) -> list[tuple[str, str, int, bool]]:
    """
    Where the project may be put: what the form sends, the words, the depth, and whether it is there now.

    Not under itself nor under what stands under it.
    """
    tree = all_of(actor)
    own = next((branch for branch in tree.walk() if branch.node == project), None)
    excluded = {branch.node.pk for branch in own.walk()} if own else {project.pk}
    places = []
    for branch in tree.walk():
        if branch.node.pk in excluded:
            continue
        kind = "folder" if branch.folder else "project"
        here = branch.node.pk in {project.folder_id, project.parent_id}
        places.append((f"{kind}:{branch.node.pk}", branch.node.name, branch.depth, here))
    return places
