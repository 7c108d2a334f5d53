"""Putting the service together: which class stands behind which door, and databases that cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.bootstrap import make_channel, services, utc_now
from monitor.config import Settings
from monitor.delivery.mailbox import MailboxChannel
from monitor.delivery.smtp import SmtpChannel
from monitor.errors import ConfigError, StorageError


def settings_for(path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{path}")  # type: ignore[arg-type]


def test_sqlite_database_is_made_on_the_first_start_and_kept_on_the_next(tmp_path: Path):
    path = tmp_path / "new folder" / "monitor 1.db"

    with services(settings_for(path)) as first, first.store.begin() as tx:
        tx.meta.set("here", "yes", utc_now())

    with services(settings_for(path)) as second, second.store.read() as tx:
        assert tx.meta.get("here") == "yes"


def test_service_that_was_not_asked_for_is_not_made(tmp_path: Path):
    with services(settings_for(tmp_path / "monitor.db")):
        pass

    assert list(tmp_path.iterdir()) == []


def test_damaged_database_is_refused_and_left_as_it_is(tmp_path: Path):
    path = tmp_path / "monitor.db"
    path.write_bytes(b"no database at all" * 100)

    with services(settings_for(path)) as made, pytest.raises(StorageError, match="not a database"):
        made.store.read()

    assert path.read_bytes() == b"no database at all" * 100


def test_new_database_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    for _ in range(2):
        with services(settings_for(tmp_path / "monitor.db")) as made:
            assert made.store

    assert [record.getMessage() for record in caplog.records] == ["database.created"]


def test_database_that_lost_its_file_is_not_begun_anew(tmp_path: Path):
    (tmp_path / "monitor.db-wal").write_bytes(b"commits that are not in the file yet")

    with (
        services(settings_for(tmp_path / "monitor.db")) as made,
        pytest.raises(StorageError, match=r"put the file back"),
    ):
        made.store.read()

    assert not (tmp_path / "monitor.db").exists()


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    path.with_name("other").write_bytes(path.read_bytes())
    path.with_name("other").replace(path)


@pytest.mark.parametrize("change", [remove, replace])
def test_database_that_is_taken_away_in_use_is_an_error(tmp_path: Path, change: Callable[[Path], None]):
    path = tmp_path / "monitor.db"
    with services(settings_for(path)) as made:
        assert made.store
        change(path)
        there = path.exists()

        with pytest.raises(StorageError, match="removed or replaced"), made.store.begin():
            pass

        assert path.exists() == there


def test_database_of_a_newer_version_is_refused(tmp_path: Path):
    path = tmp_path / "monitor.db"
    with services(settings_for(path)) as made:
        assert made.store
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with services(settings_for(path)) as made, pytest.raises(StorageError, match="newer version"):
        made.store.read()


def test_postgresql_without_the_schema_is_refused_with_the_remedy(empty_postgresql_url: str):
    settings = Settings(database_url=empty_postgresql_url)  # type: ignore[arg-type]

    with services(settings) as made, pytest.raises(StorageError, match="monitor db upgrade"):
        made.store.read()


def test_mails_go_to_a_folder_until_a_mail_server_is_set(tmp_path: Path):
    assert isinstance(make_channel(Settings(mailbox_dir=tmp_path)), MailboxChannel)
    assert isinstance(make_channel(Settings(smtp_host="mail.example.org")), SmtpChannel)


def test_password_does_not_leave_the_machine_unencrypted():
    login = {"smtp_tls": "none", "smtp_user": "me", "smtp_password": "sesame"}

    assert isinstance(make_channel(Settings(smtp_host="localhost", **login)), SmtpChannel)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="unencrypted"):
        make_channel(Settings(smtp_host="mail.example.org", **login))  # type: ignore[arg-type]


@pytest.mark.parametrize("half", [{"smtp_user": "me"}, {"smtp_password": "sesame"}], ids=["user", "password"])
def test_half_a_login_is_refused(half: dict[str, str]):
    with pytest.raises(ConfigError, match="smtp_user and smtp_password go together"):
        make_channel(Settings(smtp_host="mail.example.org", **half))  # type: ignore[arg-type]
