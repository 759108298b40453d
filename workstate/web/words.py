"""The sentences that scripts say, in one place, so that they are translated like all the others."""

from __future__ import annotations

from django.utils.translation import gettext


def words_for_scripts() -> dict[str, str]:
    return {
        "undo": gettext("Undo"),
        "close": gettext("Close"),
        "retry": gettext("Reload"),
        "offline": gettext("The server cannot be reached. Nothing was saved; try again when you are connected."),
        "slow": gettext("The server took too long to answer. Look whether it was saved before you try again."),
        "signedOut": gettext("You are signed out. Reload the page and sign in."),
        "refused": gettext("That was not accepted. Nothing was changed."),
        "forbidden": gettext("You may look at this but not change it."),
        "gone": gettext("That is no longer there. Reload the page to see what is."),
        "conflict": gettext("Someone else changed this just now. Reload the page to see it."),
        "tooMany": gettext("That was too often. Wait a minute and try again."),
        "broken": gettext("Something went wrong on the server. Nothing was changed; try again."),
        "moved": gettext("Moved to place {place} of {count}."),
        "movedTo": gettext("Moved to {column}, place {place} of {count}."),
        "today": gettext("Today"),
        "previousMonth": gettext("Previous month"),
        "nextMonth": gettext("Next month"),
        "newProject": gettext("New project “{name}”"),
        "newLabel": gettext("New label “{name}”"),
        "newSection": gettext("New section “{name}”"),
        "choices": gettext("{count} to choose from, with the arrow keys"),
        "nothing": gettext("Nothing found"),
        "remove": gettext("Remove “{name}”, keep the words"),
        "total": gettext("Total"),
        "selected": gettext("{count} selected"),
        "selectedNone": gettext("Nothing selected"),
        "selectedMost": gettext("{count} selected, as many as one act takes"),
        "copied": gettext("Copied: {text}"),
        "paletteOn": gettext("On “{title}”"),
        "paletteOnMany": gettext("On {count} selected"),
        "paletteRecent": gettext("Recent"),
        "palettePage": gettext("This page"),
        "paletteWorkspaces": gettext("Workspaces"),
        "paletteTasks": gettext("Tasks"),
        "paletteInbox": gettext("Inbox"),
        "paletteSearch": gettext("Search for “{text}”"),
        "paletteAdd": gettext("Add the task “{text}”"),
        "paletteSet": gettext("Set to “{text}”"),
        "notCopied": gettext("The browser does not let pages copy. Copy it from here:"),
    }
