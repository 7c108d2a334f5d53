"""Signs mails with DKIM (RFC 6376): the only door to dkimpy, which is optional."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.errors import ConfigError

# Whoever reads these must be able to rely on them. ``from`` stands twice, so that no second one can be added; RFC 8058
# section 4 asks for both headers of one-click unsubscribing.
_SIGNED = (
    "from from to reply-to subject date message-id references in-reply-to list-id list-unsubscribe list-unsubscribe-post "
    "auto-submitted mime-version content-type"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """What a domain signs with: the public half stands in the DNS under ``<selector>._domainkey.<domain>``."""

    domain: str
    selector: str
    private_key: str = field(repr=False)


class DkimSigner:
    """Puts a signature before a message.

    Args:
        key: RSA, as PEM text.

    Raises:
        ConfigError: dkimpy is not installed, or the key cannot be used.
    """

    def __init__(self, key: DkimKey) -> None:
        try:
            import dkim
        except ImportError as error:
            raise ConfigError("dkim_key needs dkimpy: pip install 'attack-monitor[dkim]'") from error
        self._dkim, self._key = dkim, key
        try:
            self.signed(b"From: a@example.org\r\n\r\nwords\r\n")
        # The library raises its own errors, and those of whatever it stumbled over, on a key that is none.
        except Exception as error:
            raise ConfigError(
                f"dkim_key cannot be used: {type(error).__name__}: {error}; it must be RSA as PEM"
            ) from error

    def signed(self, content: bytes) -> bytes:
        """Return the message with its signature."""
        header: bytes = self._dkim.sign(
            content,
            self._key.selector.encode(),
            self._key.domain.encode(),
            self._key.private_key.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.encode() for name in _SIGNED],
        )
        return header + content
