"""What looks at budgets from time to time. It may run twice, or beside itself, and then tells nobody twice."""

from __future__ import annotations

from celery import shared_task


@shared_task
def watch_budgets() -> None:
    """Tell of warnings that no event of time has brought: time whose project has changed, a project that came back."""
    from workstate.budgets.watching import watch, workspaces_watched

    for workspace in workspaces_watched():
        watch(workspace)
