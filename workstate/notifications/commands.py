from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workstate.core.commands import Command, Group, Where, register

register(
    Command(
        name="go.notifications",
        order=2,
        title=_("Notifications"),
        group=Group.GO,
        keys=("g n",),
        icon="bell",
        words=_("inbox unread told mentions"),
        place="notifications:centre",
    ),
    Command(
        name="go.notification-settings",
        title=_("How you are told"),
        group=Group.YOU,
        icon="bell",
        words=_("notifications quiet hours digest mail push mute sound settings"),
        place="notification_settings:preferences",
    ),
    Command(
        name="notifications.read-all",
        title=_("Mark all notifications as read"),
        group=Group.LIST,
        icon="check-check",
        words=_("unread clear"),
    ),
    Command(
        name="notifications.done",
        title=_("Notifications: done with it"),
        group=Group.LIST,
        where=Where.LAYOUT,
        keys=("e",),
        heard_in="notifications/keys.js",
    ),
    Command(
        name="notifications.unread",
        title=_("Notifications: read or unread"),
        group=Group.LIST,
        where=Where.LAYOUT,
        keys=("u",),
        heard_in="notifications/keys.js",
    ),
    Command(
        name="notifications.later",
        title=_("Notifications: later"),
        group=Group.LIST,
        where=Where.LAYOUT,
        keys=("b",),
        heard_in="notifications/keys.js",
    ),
)
