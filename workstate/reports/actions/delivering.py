"""One attempt at a delivery: the report is made once, then each mail that is unsent goes out by itself."""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.reports.actions.deliveries import finish_delivery, send_mail, take_delivery
from workstate.reports.models import ReportDelivery
from workstate.reports.saved.letters import NotSendable, make_post, write_letter

logger = logging.getLogger(__name__)


def deliver(delivery_id: UUID) -> ReportDelivery | None:
    """Send what is unsent; None if there is nothing to do, or somebody else does it."""
    delivery = take_delivery(delivery_id)
    if delivery is None:
        return None
    try:
        letter = write_letter(make_post(delivery))
    except NotSendable as refusal:
        return finish_delivery(delivery, failure=str(refusal), is_final=True)
    except Exception:
        # Also the next attempts are this one's: what went wrong may be mended by then.
        logger.exception("The report of delivery %s could not be made.", delivery.pk)
        return finish_delivery(delivery, failure=_("The report could not be made. It is tried again."))
    for pk in delivery.mails.unsent().values_list("pk", flat=True):
        send_mail(pk, letter)
    return finish_delivery(delivery)
