from workstate.notifications.models.delivery import Delivery, DeliveryState
from workstate.notifications.models.notification import Notification
from workstate.notifications.models.preferences import Mute, NotificationPreferences
from workstate.notifications.models.push import PushKey, PushReceipt, PushSubscription
from workstate.notifications.models.reminding import ReminderMoment

__all__ = [
    "Delivery",
    "DeliveryState",
    "Mute",
    "Notification",
    "NotificationPreferences",
    "PushKey",
    "PushReceipt",
    "PushSubscription",
    "ReminderMoment",
]
