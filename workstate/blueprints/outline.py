"""A tree as plain text in Markdown, to be pasted elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from workstate.blueprints.tree import Tree

INDENT = "  "


def outline(tree: Tree, heading: str = "") -> str:
    """A list of boxes, indented as the tasks stand; sections are headings, descriptions stand under their task."""
    lines = [f"# {heading}", ""] if heading else []
    if tree.cover and tree.cover.description:
        lines += [tree.cover.description, ""]
    for section in (None, *range(len(tree.sections))):
        found = list(_lines(tree, section))
        if section is not None:
            lines += [*([""] if lines and lines[-1] else []), f"## {tree.sections[section].name}", ""]
        lines += found
    return "\n".join(lines).strip() + "\n"


def _lines(tree: Tree, section: int | None) -> Iterator[str]:
    for item, depth in zip(tree.items, tree.depths(), strict=True):
        if item.section == section:
            yield f"{INDENT * depth}- [{'x' if item.done else ' '}] {item.title}"
            for line in item.description.splitlines():
                yield f"{INDENT * (depth + 1)}{line}".rstrip()
