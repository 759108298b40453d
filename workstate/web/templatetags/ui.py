"""What the templates of every room draw with: icons, fields, dialogs, menus, progress, durations in words.

Elements (a button, a chip, a row) are CSS classes; compositions are the tags here, each with one template in
`web/components/`. The style guide page shows them all.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from workstate.core.actor import Role
from workstate.core.durations import format_clock, format_duration, format_duration_long
from workstate.core.stencils import stencil
from workstate.web import palette
from workstate.web.navigation import Entry, Navigation
from workstate.web.words import words_for_scripts

register = template.Library()

AVATAR_TONES = 6


@register.simple_tag
@cache
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """A Lucide icon from our sprite (static_src/icons.json lists them); decoration unless it gets a label."""
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" width="{}" height="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            size, size, label, href,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" width="{}" height="{}" aria-hidden="true"><use href="{}"></use></svg>', size, size, href
    )


@register.inclusion_tag("web/components/avatar.html")
def avatar(person: Any, size: str = "") -> dict[str, object]:
    """The round initials of a person (`name`, `initials`); `size` is "", "s" or "l". The tone is the same everywhere."""
    name = str(person)
    return {
        "name": name,
        "initials": getattr(person, "initials", name[:2].upper()),
        "tone": zlib.crc32(str(getattr(person, "pk", None) or name).encode()) % AVATAR_TONES,
        "size": size,
    }


@register.inclusion_tag("web/components/progress.html")
def progress(
    tracked: int | timedelta | None, estimate: int | timedelta | None, wide: bool = False
) -> dict[str, object]:
    """A small bar of seconds tracked against seconds estimated; orange once it is over."""
    done, whole = _seconds(tracked), _seconds(estimate)
    return {"percent": _percent(done, whole), "over": bool(whole) and done > whole, "wide": wide}


@register.inclusion_tag("web/components/plan.html")
def plan_bar(planned: int, tracked: int, capacity: int) -> dict[str, object]:
    """The line over a day: seconds planned and tracked against the seconds the day has."""
    whole = max(planned, tracked, capacity)
    return {
        "planned": planned,
        "tracked": tracked,
        "capacity": capacity,
        "planned_percent": _percent(planned, whole),
        "tracked_percent": _percent(tracked, whole),
        "capacity_percent": _percent(capacity, whole),
        "over_percent": 100 - _percent(capacity, whole) if planned > capacity else 0,
    }


@register.inclusion_tag("web/components/field.html")
def field(
    bound: BoundField, icon: str = "", optional: bool = False, label: str = "", help: str = ""
) -> dict[str, object]:
    """A form field with its label, help and errors, tied together for a screen reader."""
    return {
        "field": bound,
        "icon": icon,
        "optional": optional,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "is_check": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("web/components/empty.html")
def empty_state(icon: str, text: str, action: str = "", url: str = "", hotkey: str = "") -> dict[str, object]:
    """An empty place teaches with one sentence and one button; without `url` the button is the quick add."""
    return {"icon": icon, "text": text, "action": action, "url": url, "hotkey": hotkey}


@register.inclusion_tag("web/components/skeleton.html")
def skeleton(rows: int = 4) -> dict[str, object]:
    """Grey rows while a list is on its way."""
    return {"rows": range(rows)}


@register.inclusion_tag("web/components/segments.html")
def segments(name: str, choices: Any, value: str = "", label: str = "") -> dict[str, object]:
    """A few choices side by side: `choices` are pairs of value and words, or triples with an icon."""
    options = [{"value": c[0], "text": c[1], "icon": c[2] if len(c) > 2 else ""} for c in choices]
    return {"name": name, "options": options, "value": str(value), "label": label}


@register.inclusion_tag("web/components/date_picker.html")
def date_picker(
    name: str, value: str = "", label: str = "", id: str = "", placeholder: str = "", first_weekday: int = 0
) -> dict[str, object]:
    """A date that is typed in words or picked; sends what stands in the field. `first_weekday`: Monday is 0."""
    return {
        "name": name,
        "value": value,
        "label": label,
        "id": id or f"id_{name}",
        "placeholder": placeholder,
        "first_weekday": first_weekday,
        "today": timezone.localdate(),
    }


@register.inclusion_tag("web/components/combobox.html")
def combobox(
    name: str,
    options: Any,
    value: object = "",
    label: str = "",
    id: str = "",
    placeholder: str = "",
    empty: str = "",
    search: str = "",
) -> dict[str, object]:
    """
    Choose one of many by typing. `options`: dicts of value, text and perhaps colour; without script it is a select.

    `search` is an address that answers `q` with more such options, for what is too much to send along.
    """
    return {
        "name": name,
        "options": [{**option, "value": str(option["value"])} for option in options],
        "value": "" if value is None else str(value),
        "label": label,
        "id": id or f"id_{name}",
        "placeholder": placeholder,
        "empty": empty,
        "search": search,
    }


@register.simple_block_tag
def dialog(content: str, id: str, title: str, size: str = "") -> SafeString:
    """A modal dialog around its content; opened by anything with `data-dialog-open="<id>"`. `size`: "" or "wide"."""
    return render_to_string("web/components/dialog.html", {"content": content, "id": id, "title": title, "size": size})


@register.simple_block_tag
def menu(
    content: str, id: str, label: str, icon: str = "ellipsis", text: str = "", button: str = "icon-btn"
) -> SafeString:
    """A button and the menu it opens; the content is `.menu-item` links and buttons with role="menuitem"."""
    context = {"content": content, "id": id, "label": label, "icon": icon, "text": text, "button": button}
    return render_to_string("web/components/menu.html", context)


@register.simple_block_tag
def popover(content: str, id: str, label: str, icon: str = "", text: str = "", button: str = "btn") -> SafeString:
    """A button and a small panel with free content (a form, a calendar) that it opens."""
    context = {"content": content, "id": id, "label": label, "icon": icon, "text": text, "button": button}
    return render_to_string("web/components/popover.html", context)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Navigation | None:
    """The links of the frame: `{% navigation as nav %}`, then `nav.urls.today`, `nav.active`, `nav.projects`."""
    if "nav" in context:
        return context["nav"]  # type: ignore[no-any-return]
    shell = context.get("shell")
    return Navigation(shell, context["request"]) if shell else None


@register.simple_tag(takes_context=True)
def places(context: Context) -> SafeString:
    """The places of the sidebar. They stand on every page twice, the second time for a phone: drawn once."""
    nav = context["nav"]
    drawn: SafeString | None = getattr(nav, "drawn", None)
    if drawn is None:
        assert context.template is not None
        drawn = context.template.engine.get_template("web/_places.html").render(context)
        if isinstance(nav, Navigation):
            nav.drawn = drawn
    return drawn


@register.simple_tag
def branches(entries: Iterable[Entry]) -> SafeString:
    """The lines of a tree, `web/_branch.html` for each; a list is closed where the line says, so that it may be of any depth."""
    drawn = []
    for entry in entries:
        line = stencil(
            "web/_branch.html",
            *("pk", "place_url", "fold_url", "name", "url", "colour", "count", "values"),
            has_children=entry.has_children,
            folded=entry.folded,
            is_folder=entry.is_folder,
            active=entry.active,
            icon_name=entry.icon,
            counts=bool(entry.count),
            is_private=entry.is_private,
        )
        drawn.append(
            line.fill(
                {
                    "pk": entry.pk,
                    "place_url": entry.place_url,
                    "fold_url": entry.fold_url,
                    "name": entry.name,
                    "url": entry.url,
                    "colour": entry.colour,
                    "count": counted(entry.count),
                    "values": entry.values,
                }
            ).rstrip()
        )
        drawn.append("</ul></li>" * (len(entry.closes) + (not entry.has_children)))
    return mark_safe("".join(drawn))  # nosec: drawn by stencils


@register.simple_tag(takes_context=True)
def commands(context: Context) -> SafeString:
    """What the page knows of the commands, the sheet of shortcuts and the palette."""
    actor = getattr(context["shell"], "actor", None)
    slug = context["shell"].workspace.slug
    return palette.drawn(actor.role if actor else Role.MEMBER, slug, reads_only=bool(actor and actor.reads_only))


@register.simple_tag
def command_data(role: str, *, reads_only: bool = False) -> SafeString:
    return palette.data(Role(role), reads_only=reads_only)


@register.simple_tag
def shortcut_sheet(role: str, *, reads_only: bool = False) -> list[tuple[str, list[palette.Line]]]:
    return palette.sheet(Role(role), reads_only=reads_only)


@register.simple_tag
def key(name: str) -> str:
    """The key of a command as a hint says it: `data-tip-key="{% key "task.due" %}"`."""
    return palette.hint(name)


@register.simple_tag
def words() -> SafeString:
    """The sentences that scripts say, in the person's language, as a data block."""
    return json_script(words_for_scripts(), "words")


@register.simple_tag
def server_time() -> str:
    """The server's clock, so that a running timer is right on a computer whose clock is wrong."""
    return timezone.now().isoformat(timespec="milliseconds")


@register.filter
def counted(number: int) -> str:
    """A number beside a name: 12, or 999+ where nobody counts on."""
    return str(number) if number < 1000 else "999+"


@register.filter
def duration(seconds: int | timedelta | None) -> str:
    """1:24"""
    return "" if seconds is None else format_duration(_seconds(seconds))


@register.filter
def duration_long(seconds: int | timedelta | None) -> str:
    """5 h 10 m"""
    return "" if seconds is None else format_duration_long(_seconds(seconds))


@register.filter
def clock(seconds: int | timedelta | None) -> str:
    """0:42:17"""
    return "" if seconds is None else format_clock(_seconds(seconds))


@register.filter
def share(part: int | timedelta | None, whole: int | timedelta | None) -> int:
    """Whole percent that the part is of the whole, 0 when there is no whole."""
    return round(100 * _seconds(part) / _seconds(whole)) if _seconds(whole) else 0


def _seconds(value: int | timedelta | None) -> int:
    return int(value.total_seconds()) if isinstance(value, timedelta) else int(value or 0)


def _percent(part: int, whole: int) -> int:
    return max(0, min(100, round(100 * part / whole))) if whole > 0 else 0
