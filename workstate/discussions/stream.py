"""What was said about a task and what happened to it, in one stream, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.core.markdown import Links
from workstate.discussions.mentions import not_told
from workstate.discussions.models import Comment, CommentQuerySet, Emoji, Reaction
from workstate.discussions.people import People
from workstate.discussions.policies import can_comment
from workstate.discussions.reading import links_for, people_in
from workstate.tasks.history import Happening
from workstate.tasks.models import Task

PAGE = 50
MOST = 1000
SHOWN = ("all", "comments", "history")
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Chip:
    """A reaction, and who had it."""

    emoji: str
    symbol: str
    count: int
    names: str
    mine: bool


@dataclass(slots=True)
class Post:
    comment: Comment
    html: SafeString
    when: str
    exact: str
    edited: str
    chips: list[Chip]
    can_edit: bool
    can_delete: bool
    not_told: str = ""
    """Names of those whom its author called here, and who do not see the task."""
    replies: list[Post] = field(default_factory=list)

    @property
    def deleted(self) -> bool:
        return self.comment.deleted_at is not None

    @property
    def last(self) -> datetime:
        return max(
            self.comment.created_at, *(reply.comment.created_at for reply in self.replies), self.comment.created_at
        )


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    post: Post | None = None
    happening: Happening | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    entries: list[Entry]
    show: str
    most: int
    has_earlier: bool
    comments: int
    """How many stand in it; of a stream that is cut short, how many there are."""
    can_comment: bool

    @property
    def next_most(self) -> int:
        return min(MOST, self.most * 2)


def shown_comments(comments: CommentQuerySet) -> CommentQuerySet:
    """Without those deleted, unless something hangs on them that is kept."""
    replies = Comment.objects.filter(parent=OuterRef("pk"), deleted_at=None)
    return comments.filter(Q(deleted_at=None) | Exists(replies))


def stream_of(
    task: Task, happenings: Sequence[Happening], *, actor: Actor, formats: Formats, show: str = "all", most: int = PAGE
) -> Stream:
    """The caller has looked the task up. At most ten queries, however much was said."""
    rows = shown_comments(Comment.objects.filter(task=task))
    found = list(rows.select_related("author").newest_first()[: most + 1])
    cut, found = len(found) > most, found[:most]
    total = Comment.objects.filter(task=task).kept().count() if cut else sum(c.deleted_at is None for c in found)
    present = {comment.pk for comment in found}
    missing = {comment.parent_id for comment in found if comment.parent_id} - present
    roots = list(Comment.objects.filter(pk__in=missing).select_related("author")) if missing else []
    posts = posts_of([*found, *roots], task, actor=actor, formats=formats)

    entries = [Entry(post.last, post=post) for post in threads(posts)] if show != "history" else []
    oldest = min((comment.created_at for comment in found), default=None) if cut and show == "all" else None
    if show != "comments":
        entries += [Entry(h.at, happening=h) for h in happenings if oldest is None or h.at >= oldest]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    has_earlier = cut and show != "history" and most < MOST
    return Stream(entries, show, most, has_earlier, total, can_comment(actor, task))


def threads(posts: Iterable[Post]) -> list[Post]:
    """The first of each thread, with its replies, oldest first."""
    by_id = {post.comment.pk: post for post in posts}
    for post in sorted(by_id.values(), key=lambda one: (one.comment.created_at, one.comment.pk)):
        if post.comment.parent_id in by_id:
            by_id[post.comment.parent_id].replies.append(post)
    return [post for post in by_id.values() if post.comment.parent_id not in by_id]


def posts_of(comments: Sequence[Comment], task: Task, *, actor: Actor, formats: Formats) -> list[Post]:
    texts = [comment.text for comment in comments if not comment.deleted_at]
    around = people_in(texts, task, actor)
    links = links_for(texts, actor, around=around)
    own = [comment for comment in comments if _is_own(comment, actor) and "@" in comment.text]
    known = People.of(actor) if own and not actor.is_guest else None
    absent = {comment.pk: not_told(comment.text, around, known) for comment in own} if around and known else {}
    chips = _chips([comment.pk for comment in comments], actor)
    may = can_comment(actor, task)
    return [
        _post(comment, links, chips[comment.pk], may, absent.get(comment.pk, []), actor, formats)
        for comment in comments
    ]


def _is_own(comment: Comment, actor: Actor) -> bool:
    return comment.author_id == actor.user.pk and comment.deleted_at is None


def _post(
    comment: Comment,
    links: Links,
    chips: list[Chip],
    may: bool,
    absent: Sequence[str],
    actor: Actor,
    formats: Formats,
) -> Post:
    own = comment.author_id == actor.user.pk
    kept = may and comment.deleted_at is None
    return Post(
        comment=comment,
        html=SafeString("") if comment.deleted_at else markdown.render(comment.text, links=links),
        when=formats.moment(comment.created_at),
        exact=formats.exact(comment.created_at),
        edited=_("edited %s") % formats.exact(comment.edited_at) if comment.edited_at else "",
        chips=chips,
        can_edit=kept and own,
        can_delete=kept and (own or actor.administers),
        not_told=_not_told_words(absent),
    )


def _not_told_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    told = ", ".join(names[:MOST_NAMES])
    words = ngettext(
        "%(names)s does not see this task, so was not told.",
        "%(names)s do not see this task, so were not told.",
        len(names),
    )
    return words % {"names": told}


def _chips(comments: Sequence[UUID], actor: Actor) -> dict[UUID, list[Chip]]:
    """By comment, in the order in which the reactions are offered."""
    chips: dict[UUID, list[Chip]] = defaultdict(list)
    if not comments:
        return chips
    people: dict[tuple[UUID, str], list[Reaction]] = defaultdict(list)
    for reaction in Reaction.objects.filter(comment__in=comments).select_related("user").order_by("pk"):
        people[reaction.comment_id, reaction.emoji].append(reaction)
    order = {emoji: at for at, emoji in enumerate(Emoji.values)}
    for (comment, emoji), reactions in sorted(people.items(), key=lambda one: order[one[0][1]]):
        mine = any(reaction.user_id == actor.user.pk for reaction in reactions)
        chips[comment].append(Chip(emoji, Emoji(emoji).symbol, len(reactions), _names(reactions, actor), mine))
    return chips


def _names(reactions: Sequence[Reaction], actor: Actor) -> str:
    names = [_("you") if one.user_id == actor.user.pk else str(one.user) for one in reactions[:MOST_NAMES]]
    more = len(reactions) - len(names)
    return ", ".join([*names, _("%(count)d more") % {"count": more}] if more > 0 else names)
