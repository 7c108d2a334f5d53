"""Signs mails with DKIM (RFC 6376, 8463): the only door to dkimpy, which is optional."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.errors import ConfigError

# Whoever reads these must be able to rely on them. ``from`` stands twice, so that no second one can be added; RFC 8058
# section 4 asks for both headers of one-click unsubscribing.
_SIGNED = (
    "from from to reply-to subject date message-id references in-reply-to list-id list-unsubscribe list-unsubscribe-post "
    "list-help list-owner list-subscribe list-post auto-submitted mime-version content-type"
).split()

LEAST_BITS = 2048
"""Length of an RSA key. RFC 8301 asks for 1024 at least and recommends this; large receivers count less as no signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """What a domain signs with: the public half stands in the DNS under ``<selector>._domainkey.<domain>``.

    ``private_key``: RSA as PEM text, or with ``ed25519`` 32 bytes in base64.
    """

    domain: str
    selector: str
    private_key: str = field(repr=False)
    ed25519: bool = False

    @property
    def setting(self) -> str:
        """Name of the setting that it comes from."""
        return "dkim_ed25519_key" if self.ed25519 else "dkim_key"


class DkimSigner:
    """Puts signatures before a message, one for each key.

    Args:
        keys: RSA first, which everybody can check.

    Raises:
        ConfigError: dkimpy is not installed, or a key cannot be used.
    """

    def __init__(self, *keys: DkimKey) -> None:
        try:
            import dkim
            from dkim.crypto import parse_pem_private_key
        except ImportError as error:
            raise ConfigError("dkim_key needs dkimpy: pip install 'attack-monitor[dkim]'") from error
        self._dkim, self._keys = dkim, keys
        for key in keys:
            try:
                self._signature(b"From: a@example.org\r\n\r\nwords\r\n", key)
                bits = LEAST_BITS
                if not key.ed25519:
                    bits = parse_pem_private_key(key.private_key.encode())["modulus"].bit_length()
            # The library raises its own errors, and those of whatever it stumbled over, on a key that is none.
            except Exception as error:
                form = "Ed25519, 32 bytes in base64" if key.ed25519 else "RSA as PEM"
                detail = f"{type(error).__name__}: {error}; it must be {form}"
                raise ConfigError(f"{key.setting} cannot be used: {detail}") from error
            if bits < LEAST_BITS:
                raise ConfigError(f"{key.setting} has {bits} bits: make one of at least {LEAST_BITS}")

    def signed(self, content: bytes) -> bytes:
        """Return the message with its signatures."""
        return b"".join(self._signature(content, key) for key in self._keys) + content

    def _signature(self, content: bytes, key: DkimKey) -> bytes:
        header: bytes = self._dkim.sign(
            content,
            key.selector.encode(),
            key.domain.encode(),
            key.private_key.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            signature_algorithm=b"ed25519-sha256" if key.ed25519 else b"rsa-sha256",
            include_headers=[name.encode() for name in _SIGNED],
        )
        return header
