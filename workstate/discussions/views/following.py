"""Who follows a task, and what one wants to hear of it oneself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from workstate.discussions.following import set_following
from workstate.discussions.task_pages import following_of
from workstate.tasks.views.base import TaskView


class FollowingView(TaskView):
    """GET draws it; POST chooses (`state`: follow, mute, or nothing)."""

    changes = ("following:changed",)

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not self.wants_fragment:
            return HttpResponseRedirect(self.task_url)
        context = {"following": following_of(self.task, self.actor), "task_url": self.task_url, "task": self.task}
        return render(request, "discussions/_following.html", context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        set_following(self.task, request.POST.get("state", ""), by=self.actor)
        return self.done(then=self.task_url)
