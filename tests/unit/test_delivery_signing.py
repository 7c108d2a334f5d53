from __future__ import annotations

import base64
import email
import email.policy

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from monitor.bootstrap import make_channel
from monitor.config import Settings
from monitor.delivery.message import POLICY
from monitor.delivery.signing import DkimKey, DkimSigner
from monitor.delivery.smtp import SmtpChannel
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


def test_second_signature_is_ed25519(private: rsa.RSAPrivateKey) -> None:
    second = ed25519.Ed25519PrivateKey.generate()
    raw = serialization.Encoding.Raw
    seed = second.private_bytes(raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    point = second.public_key().public_bytes(raw, serialization.PublicFormat.Raw)
    settings = Settings(
        smtp_host="127.0.0.1",
        mail_from="Monitor <monitor@example.org>",
        dkim_key=pem(private, serialization.PrivateFormat.PKCS8),  # type: ignore[arg-type]
        dkim_ed25519_key=base64.b64encode(seed).decode(),  # type: ignore[arg-type]
    )
    channel = make_channel(settings)
    assert isinstance(channel, SmtpChannel)
    assert channel._signer is not None
    content = channel._signer.signed(a_message().as_bytes(policy=POLICY))

    assert is_genuine(content, private)
    record = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(point)
    checked = dkim.DKIM(content)
    names = [line.partition(b" s=")[2].partition(b";")[0] for line in content.split(b"DKIM-Signature:")[1:]]
    assert names == [b"monitor", b"monitor-ed25519"]
    assert checked.verify(idx=1, dnsfunc=lambda name, timeout=5: record)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"dkim_ed25519_key": "bm8ga2V5"}, "set dkim_key too"),
        ({"dkim_ed25519_key": "bm8ga2V5", "dkim_key": "good"}, "dkim_ed25519_key cannot be used"),
        ({"dkim_key": "short"}, "dkim_key has 1024 bits: make one of at least 2048"),
    ],
)
def test_keys_that_are_no_use(private: rsa.RSAPrivateKey, keys: dict[str, str], words: str) -> None:
    form = serialization.PrivateFormat.PKCS8
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    known = {"good": pem(private, form), "short": pem(short, form)}
    given = {name: known.get(key, key) for name, key in keys.items()}
    with pytest.raises(ConfigError, match=words):
        make_channel(Settings(smtp_host="127.0.0.1", mail_from="m@example.org", **given))  # type: ignore[arg-type]


def test_key_is_not_shown() -> None:
    assert "secret" not in repr(DkimKey(domain="example.org", selector="monitor", private_key="secret"))
