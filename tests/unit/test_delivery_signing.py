from __future__ import annotations

import base64
import email
import email.policy

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from monitor.bootstrap import make_channel
from monitor.config import Settings
from monitor.delivery.signing import DkimKey, DkimSigner
from monitor.errors import ConfigError
from tests.smtpsink import smtp_sink
from tests.unit.test_delivery_smtp import a_message


@pytest.fixture(scope="module")
def private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey, form: serialization.PrivateFormat) -> str:
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def is_genuine(content: bytes, private: rsa.RSAPrivateKey) -> bool:
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    return bool(dkim.verify(content, dnsfunc=lambda name, timeout=5: record))


@pytest.mark.parametrize(
    "form", [serialization.PrivateFormat.TraditionalOpenSSL, serialization.PrivateFormat.PKCS8], ids=["PKCS1", "PKCS8"]
)
def test_signed_mail_arrives_and_can_be_verified(private: rsa.RSAPrivateKey, form: serialization.PrivateFormat) -> None:
    with smtp_sink() as sink:
        settings = Settings(
            smtp_host="127.0.0.1",
            smtp_port=sink.port,
            smtp_tls="none",
            mail_from="Monitor <monitor@example.org>",
            dkim_key=pem(private, form),  # type: ignore[arg-type]
        )
        channel = make_channel(settings)
        channel.send(a_message(), "anna@example.net")
        channel.close()
    [content] = sink.contents
    assert is_genuine(content, private)
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert "d=example.org; " in read["DKIM-Signature"].replace("\r\n", "")
    assert "list-unsubscribe" in read["DKIM-Signature"]
    assert not is_genuine(content.replace(b"Subject: ", b"Subject: Re: "), private)
    assert not is_genuine(b"From: somebody.else@example.org\r\n" + content, private)


def test_key_that_is_none_is_told_at_the_start() -> None:
    with pytest.raises(ConfigError, match="dkim_key cannot be used"):
        DkimSigner(DkimKey(domain="example.org", selector="monitor", private_key="no key"))


def test_key_is_not_shown() -> None:
    assert "secret" not in repr(DkimKey(domain="example.org", selector="monitor", private_key="secret"))
