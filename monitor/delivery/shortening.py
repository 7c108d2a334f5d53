"""Makes a message fit that a mail server finds too large: nothing is dropped without a word. Pure."""

from __future__ import annotations

from email.message import EmailMessage

from monitor.delivery.message import POLICY

UNKNOWN_LIMIT = 50_000
"""Bytes that a shortened message has at most when the server does not say what it takes."""

CUT = "\n[…]\n"
"""Stands where the rest of a text was left out; the same in every language."""


def shortened(message: EmailMessage, most_bytes: int) -> EmailMessage | None:
    """Return *message* with its plain text only, cut to fit; None when even the first lines do not.

    Args:
        message: with a plain part, which says all that the HTML part says.
        most_bytes: what the server takes; 0: it does not say.
    """
    most = most_bytes or UNKNOWN_LIMIT
    plain = message.get_body(("plain",))
    text = "" if plain is None else str(plain.get_content()).replace("\r\n", "\n")
    size = len(text)
    while True:
        shorter = _with_text(message, text if size == len(text) else _first(text, size) + CUT)
        over = len(shorter.as_bytes(policy=POLICY)) - most
        if over <= 0:
            return shorter
        if size < 200:
            return None
        # A letter takes one to six bytes in the message, so this comes close from above within a few steps.
        size -= max(over // 6, 100)


def _first(text: str, size: int) -> str:
    """The words among the first *size* characters."""
    piece = text[:size]
    return piece[: max(piece.rfind("\n"), piece.rfind(" "))] if " " in piece or "\n" in piece else piece


def _with_text(message: EmailMessage, text: str) -> EmailMessage:
    shorter = EmailMessage(policy=POLICY)
    for name, value in message.items():
        if name.lower() not in {"mime-version", "content-type", "content-transfer-encoding"}:
            shorter[name] = value
    shorter.set_content(text, cte="quoted-printable")
    return shorter
