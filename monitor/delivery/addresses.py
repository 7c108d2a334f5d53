"""Mail addresses: which can be written to, and which are one mailbox under several names. Pure."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

_DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})


def deliverable(text: str) -> str:
    """Return the address as mail is sent to it: the domain in ASCII, nothing else changed.

    Raises:
        ValueError: it is none, or mail to it could not leave through any server (S14): too long, quoted, a bare IP
            address, characters outside ASCII before the @. The message says what is wrong.
    """
    try:
        checked = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    assert checked.ascii_email is not None
    return checked.ascii_email


def mailbox_of(address: str) -> str:
    """Return one name for all spellings that are likely one mailbox, to count by, never to write to (U03).

    Letter case and what follows a plus sign are left out; with Gmail dots too, because it ignores them.
    """
    local, _, domain = address.casefold().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTS_DO_NOT_COUNT:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
