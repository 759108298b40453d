"""The first part of a workspace's addresses, and the letters before its tasks' numbers: chosen for it, or wished for."""

from __future__ import annotations

import re
import secrets
import unicodedata

from django.utils.text import slugify
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.core.turns import take_turn
from workstate.workspaces.models import FormerAddress, Workspace

# The first part of an address names a workspace, so these names are taken.
RESERVED_SLUGS = frozenset(
    """
    accounts admin administration api app assets auth backup blog calendar demo docs download export favicon feeds
    files health healthz help home import invitations legal login logout manifest me media metrics new
    notifications offline ops privacy public readyz register root settings share shared signup static status styleguide
    support sw terms webhooks workspaces workstate ws www
    """.split()
)
LONGEST_SLUG = 40
LONGEST_PREFIX = 5
# Of former ones that lead on, and of former letters that are understood.
MOST_FORMER = 10
# Letters that Unicode does not take apart.
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z][A-Z0-9]*")


def free_slug(wish: str) -> str:
    """An address made of a name, with something at its end where that is taken."""
    base = (
        slugify(unicodedata.normalize("NFKD", wish.lower().translate(_SPELT)))[:LONGEST_SLUG]
        .strip("-_")
        .replace("_", "-")
        or "workspace"
    )
    base = re.sub(r"[^a-z0-9-]+|-{2,}", "-", base).strip("-") or "workspace"
    # Two who wish for the same name at once would both find it free.
    take_turn(f"slug:{base}")
    slug = base
    while _is_taken(slug):
        slug = f"{base}-{secrets.token_hex(3)}"
    return slug


def wished_slug(wish: str, workspace: Workspace) -> str:
    """An address as somebody typed it; raises Invalid at "slug" for what is no address or not free."""
    slug = wish.strip().lower()
    if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug):
        words = _("Use small letters a to z, digits and hyphens between them: %(most)d characters at most.")
        raise Invalid(words % {"most": LONGEST_SLUG}, field="slug")
    take_turn(f"slug:{slug}")
    own = slug == workspace.slug or workspace.former_addresses.filter(slug=slug).exists()
    if not own and _is_taken(slug):
        raise Invalid(_("This address is taken. Choose another one."), field="slug")
    return slug


def keep_former_slug(workspace: Workspace, former: str, slug: str) -> None:
    """Let the old address lead on to the new one; of many the oldest are given up."""
    workspace.former_addresses.filter(slug=slug).delete()
    FormerAddress.objects.create(slug=former, workspace=workspace)
    kept = workspace.former_addresses.order_by("-left_at", "slug").values_list("slug", flat=True)[:MOST_FORMER]
    workspace.former_addresses.exclude(slug__in=list(kept)).delete()


def prefix_of(name: str) -> str:
    """Letters before a task's number: initials of several words, else the first letters of one."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)[:4]
    return letters.upper()[:LONGEST_PREFIX] or "TASK"


def wished_prefix(wish: str) -> str:
    """Letters as somebody typed them; raises Invalid at "key_prefix"."""
    prefix = wish.strip().upper()
    if len(prefix) > LONGEST_PREFIX or not _PREFIX.fullmatch(prefix):
        words = _("Use letters A to Z, and digits behind them: %(most)d characters at most.")
        raise Invalid(words % {"most": LONGEST_PREFIX}, field="key_prefix")
    return prefix


def former_prefixes(workspace: Workspace, prefix: str) -> list[str]:
    """The letters that are understood beside the new ones, the last ones first."""
    known = [workspace.key_prefix, *workspace.former_prefixes]
    return [former for former in dict.fromkeys(known) if former != prefix][:MOST_FORMER]


def _is_taken(slug: str) -> bool:
    return (
        slug in RESERVED_SLUGS
        or Workspace.objects.filter(slug=slug).exists()
        or FormerAddress.objects.filter(slug=slug).exists()
    )
