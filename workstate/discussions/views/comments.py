"""Comments: the stream they stand in, written, changed, deleted, brought back, answered without words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.core.markdown import fingerprint
from workstate.core.markdown import render as render_markdown
from workstate.discussions import actions
from workstate.discussions.models import Comment
from workstate.discussions.policies import can_edit_comment
from workstate.discussions.reading import links_for, people_in
from workstate.tasks.policies import can_edit_task
from workstate.tasks.views.base import TaskView
from workstate.workspaces.acts import chosen, identifier

FORM = "application/x-www-form-urlencoded"
# After which a row says another number of comments.
COUNTED = ("discussion:changed", "tasks:changed")


class DiscussionView(TaskView):
    changes: ClassVar[tuple[str, ...]] = ("discussion:changed",)

    @property
    def fields(self) -> QueryDict:
        """What was sent; htmx puts the fields of a DELETE into the address."""
        if self.request.method == "POST":
            return self.request.POST
        if self.request.content_type == FORM and self.request.body:
            return QueryDict(self.request.body, encoding=self.request.encoding)
        return self.request.GET

    @property
    def task_url(self) -> str:
        return self.url("tasks:detail", self.task.number)

    def at(self, comment: Comment) -> str:
        """The comment on the page of its task."""
        return f"{self.task_url}#comment-{comment.pk}"


class StreamView(DiscussionView):
    """The stream alone, as the page of the task shows it."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not self.wants_fragment:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{self.task_url}?{query}" if query else self.task_url)
        context = {"task": self.task, "task_url": self.task_url, "can_edit": can_edit_task(self.actor, self.task)}
        return render(request, "discussions/_stream.html", context)


class CommentsView(DiscussionView):
    """POST says something."""

    changes = COUNTED

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        parent = chosen(
            Comment.objects.filter(task=self.task),
            request.POST.get("parent", ""),
            field="parent",
            gone=_("The comment that you answer is no longer here."),
        )
        comment = actions.create_comment(
            self.task,
            request.POST.get("text", ""),
            by=self.actor,
            id=identifier(request.POST.get("comment", ""), field="comment"),
            parent=parent,
        )
        response = self.done(then=self.at(comment))
        # The next one gets an identifier of its own, so that one sent twice is still one.
        return trigger_client_event(response, "comment:sent", {"id": str(comment.pk), "next": str(new_id())})


class OneCommentView(DiscussionView):
    comment: Comment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        comments = Comment.objects.filter(task=self.task).select_related("task__project", "author")
        self.comment = get_object_or_404(comments, pk=kwargs["comment"])


class CommentView(OneCommentView):
    """GET is the form in which it is changed; PATCH changes it, DELETE takes it out of sight."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not can_edit_comment(self.actor, self.comment) or self.comment.deleted_at:
            return HttpResponseRedirect(self.at(self.comment))
        return self.draw()

    def patch(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        text = self.fields.get("text", "")
        if self.is_overtaken(text):
            return self.draw(typed=text, overtaken=True, status=409)
        try:
            actions.edit_comment(self.comment, text, by=self.actor, before=self.comment.text)
        except Invalid as refusal:
            return self.draw(error=" ".join(refusal.messages), typed=text, status=400)
        except Conflict:
            self.comment.refresh_from_db()
            if self.comment.deleted_at:
                raise
            return self.draw(typed=text, overtaken=True, status=409)
        return self.done(then=self.at(self.comment))

    def is_overtaken(self, text: str) -> bool:
        """Whether it says something else by now than when it was opened, and not what is wanted anyway."""
        before = self.fields.get("before", "")
        same = text.replace("\r\n", "\n").strip() == self.comment.text.strip()
        return bool(before) and not same and before != fingerprint(self.comment.text)

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_comment(self.comment, by=self.actor)
        undo = self.url("discussions:comment-restoration", self.task.number, self.comment.pk)
        response = self.done(_("Comment deleted."), undo=undo, then=self.task_url)
        return trigger_client_event(response, "tasks:changed", {})

    def draw(
        self, *, error: str = "", typed: str | None = None, overtaken: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {
            "task": self.task,
            "task_url": self.task_url,
            "comment": self.comment,
            "text": self.comment.text if typed is None else typed,
            "error": error,
            "before": fingerprint(self.comment.text),
            "theirs": self.rendered() if overtaken else None,
        }
        template = "discussions/_edit.html" if self.wants_fragment else "discussions/edit.html"
        return render(self.request, template, context, status=status)

    def rendered(self) -> SafeString:
        text = self.comment.text
        return render_markdown(
            text, links=links_for([text], self.actor, around=people_in([text], self.task, self.actor))
        )


class RestorationView(OneCommentView):
    """POST brings a deleted comment back."""

    changes = COUNTED

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_comment(self.comment, by=self.actor)
        return self.done(then=self.at(self.comment))


class ReactionsView(OneCommentView):
    """POST answers with the emoji named, DELETE takes that answer back."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.react(self.comment, self.fields.get("emoji", ""), by=self.actor)
        return self.done(then=self.at(self.comment))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unreact(self.comment, self.fields.get("emoji", ""), by=self.actor)
        return self.done(then=self.at(self.comment))
