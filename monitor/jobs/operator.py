"""Tells the operator what needs a person, by mail and, when the mail server is the trouble, by the mailbox folder."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from monitor.delivery.mailbox import MailboxChannel
from monitor.delivery.message import message_id
from monitor.errors import DeliveryError
from monitor.jobs.services import Services

log = logging.getLogger(__name__)

_one_at_a_time = threading.Lock()


def tell(services: Services, subject: str, text: str, now: datetime, *, server_down: bool = False) -> None:
    """Write a line into the log and, when ``operator_email`` is set, a mail to it.

    Args:
        services: settings and the operator's own channel.
        subject: the trouble in a few words.
        text: what is known of it.
        now: the moment.
        server_down: True when the mail server is known to take nothing, so that only the mailbox folder is left.
    """
    settings = services.settings
    log.error("operator.told", extra={"subject": subject, "text": text})
    address = settings.operator_email
    if address is None:
        return
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, address
    message["Subject"] = f"Attack monitor: {subject}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(f"operator:{subject}:{now.isoformat()}", settings.effective_mail_domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{text}\n\nWhat to do stands in docs/operations.md.\n")
    with _one_at_a_time:
        _send(services, message, address, server_down=server_down)


def _send(services: Services, message: EmailMessage, address: str, *, server_down: bool) -> None:
    try:
        if not server_down:
            services.operator_channel.send(message, address)
            return
    except DeliveryError as error:
        log.warning("operator.mail_refused", extra={"error": str(error)})
    finally:
        services.operator_channel.close()
    try:
        MailboxChannel(services.settings.mailbox_dir).send(message, address)
    except DeliveryError as error:
        log.error("operator.not_told", extra={"error": str(error)})
