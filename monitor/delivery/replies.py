"""What a mail server's reply means, by the stage at which it came. Pure.

Source: RFC 5321 section 4.2 (replies), 4.5.4.1 (retry), RFC 3463 (enhanced status), RFC 4954 section 6 (replies to AUTH).
"""

from __future__ import annotations

import re
from enum import StrEnum

from monitor.delivery.cleaning import cut, line
from monitor.errors import DeliveryError
from monitor.model import BounceKind


class Stage(StrEnum):
    """How far the dialogue had come."""

    CONNECT = "connect"
    HELLO = "EHLO"
    TLS = "STARTTLS"
    AUTH = "AUTH"
    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"
    BODY = "end of message"


_BEFORE_THE_MESSAGE = frozenset({Stage.CONNECT, Stage.HELLO, Stage.TLS, Stage.AUTH})

_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_TOO_LARGE = frozenset({"5.2.3", "5.3.4"})
"""Message length exceeds the mailbox's limit, message too big for the system (RFC 3463)."""

_REMEDIES = {
    Stage.CONNECT: "check smtp_host and smtp_port, and whether the server accepts this machine",
    Stage.HELLO: "check whether the server accepts this machine's name",
    Stage.TLS: "check smtp_tls and smtp_port: 587 goes with starttls, 465 with tls; mail is never sent in clear instead",
    Stage.AUTH: "check smtp_user and smtp_password",
    Stage.SENDER: "check mail_from: the server does not send for it",
}


def refusal(stage: Stage, code: int, text: str | bytes) -> DeliveryError:
    """Return what a reply that is not the one hoped for means.

    Before the message begins, and at its sender, a refusal concerns every message: the channel is down. 421 says at
    any stage that the server is closing. After that 5xx is final for this message and everything else is worth a retry,
    replies that no server should give included.
    """
    said = cut(line(text.decode("utf-8", "replace") if isinstance(text, bytes) else text), 300)
    what = f"the mail server answered {code} {said}".rstrip() + f" ({stage.value})"
    found = _STATUS.match(said)
    status = found[1] if found and found[1][0] == str(code)[0] else None
    ours = stage in _BEFORE_THE_MESSAGE or (stage is Stage.SENDER and 500 <= code < 600 and code != 552)
    if code == 421 or ours:
        remedy = _REMEDIES.get(stage) if code != 421 else None
        return DeliveryError(
            f"{what}; {remedy}" if remedy else what, channel_down=True, code=code, status=status, stage=stage
        )
    too_big = status in _TOO_LARGE or (code == 552 and status is None and stage is not Stage.RECIPIENT)
    return DeliveryError(
        what,
        permanent=500 <= code < 600,
        code=code,
        status=status,
        most_bytes=0 if too_big else None,
        stage=stage,
    )


def too_large(size: int, most: int) -> DeliveryError:
    """Return what it means that the server has said it takes less than the *size* of this message (RFC 1870)."""
    return DeliveryError(
        f"the message has {size} bytes and the mail server takes no more than {most}",
        permanent=True,
        code=552,
        status="5.3.4",
        most_bytes=most,
    )


def kind_of(status: str | None, code: int | None) -> BounceKind:
    """Return whose fault a final refusal is.

    Args:
        status: enhanced status code of RFC 3463; it says more than the code, so it decides where there is one.
        code: reply code; None: not told.

    An address is only called dead on plain words: 5.1.x names it (but 5.1.7 and 5.1.8, which name the sender), 5.2.1 is a
    mailbox that was shut, 5.4.4 a domain that has no server. 5.7.x is policy, which is our trouble and not the reader's.
    """
    if status is not None and not status.endswith(".0.0"):
        subject, detail = (int(part) for part in status.split(".")[1:])
        if status[0] == "5" and ((subject == 1 and detail not in {7, 8}) or (subject, detail) in {(2, 1), (4, 4)}):
            return BounceKind.HARD
        if subject in {6, 7} or (subject == 1 and detail in {7, 8}) or status in _TOO_LARGE:
            return BounceKind.REFUSED
        return BounceKind.SOFT
    if code in {550, 551, 553}:
        return BounceKind.HARD
    return BounceKind.REFUSED if code == 554 else BounceKind.SOFT


def broken_link(stage: Stage, cause: Exception) -> DeliveryError:
    """Return what a connection means that broke or never came about.

    Before the message begins the server is out of reach for all. Inside, the message was not taken. After its end and
    before the reply nobody can know (RFC 1047): it is sent again, with the same Message-ID.
    """
    what = f"the talk with the mail server broke off ({stage.value}): {line(str(cause)) or type(cause).__name__}"
    if stage in _BEFORE_THE_MESSAGE:
        return DeliveryError(f"{what}; {_REMEDIES[stage]}", channel_down=True, stage=stage)
    return DeliveryError(what, uncertain=stage is Stage.BODY, stage=stage)
