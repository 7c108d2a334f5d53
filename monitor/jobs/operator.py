"""Tells the operator what needs a person, by a way that works when the mail server does not."""

from __future__ import annotations

import logging
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from monitor.config import Settings
from monitor.delivery.mailbox import MailboxChannel
from monitor.delivery.message import message_id
from monitor.errors import DeliveryError

log = logging.getLogger(__name__)


def tell(settings: Settings, subject: str, text: str, now: datetime) -> None:
    """Write a mail to the operator into the mailbox folder, and a line into the log."""
    address = settings.operator_email or settings.mail_from
    log.error("operator.told", extra={"subject": subject, "text": text})
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, address
    message["Subject"] = f"Attack monitor: {subject}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(f"operator:{subject}:{now.isoformat()}", settings.effective_mail_domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{text}\n\nWhat to do stands in docs/operations.md.\n")
    try:
        MailboxChannel(settings.mailbox_dir).send(message, address)
    except DeliveryError as error:
        log.error("operator.not_told", extra={"error": str(error)})
