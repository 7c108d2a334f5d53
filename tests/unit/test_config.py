"""Settings: what operators may write, and what they are told when it will not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from monitor.config import Settings, load, mask
from monitor.errors import ConfigError


@pytest.fixture(autouse=True)
def empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file, and an environment without MONITOR_ variables."""
    import os

    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_file_and_environment_the_defaults_hold():
    loaded = load()

    assert loaded.settings == Settings()
    assert {value.origin for value in loaded.values()} == {"default"}


def test_file_in_the_working_directory_is_read(empty_directory):
    write(empty_directory / "monitor.toml", "# mine\npoll_interval_s = 900\n")

    loaded = load()

    assert loaded.settings.poll_interval_s == 900
    assert {value.name: value.origin for value in loaded.values()}["poll_interval_s"] == "monitor.toml:2"


def test_file_named_by_the_environment_is_read(empty_directory, monkeypatch):
    write(empty_directory / "elsewhere.toml", "digest_hour = 6")
    monkeypatch.setenv("MONITOR_CONFIG", "elsewhere.toml")

    assert load().settings.digest_hour == 6


def test_file_named_by_the_caller_wins_over_all_other_files(empty_directory, monkeypatch):
    write(empty_directory / "monitor.toml", "digest_hour = 5")
    write(empty_directory / "elsewhere.toml", "digest_hour = 6")
    monkeypatch.setenv("MONITOR_CONFIG", "elsewhere.toml")

    assert load(write(empty_directory / "mine.toml", "digest_hour = 7")).settings.digest_hour == 7


def test_environment_wins_over_the_file(empty_directory, monkeypatch):
    write(empty_directory / "monitor.toml", 'smtp_port = 25\nsmtp_host = "a.example"')
    monkeypatch.setenv("MONITOR_SMTP_PORT", "2525")

    loaded = load()

    assert (loaded.settings.smtp_port, loaded.settings.smtp_host) == (2525, "a.example")
    assert loaded.origins["smtp_port"] == "MONITOR_SMTP_PORT"


def test_environment_mends_a_wrong_value_of_the_file(empty_directory, monkeypatch):
    write(empty_directory / "monitor.toml", "smtp_port = 0")
    monkeypatch.setenv("MONITOR_SMTP_PORT", "2525")

    assert load().settings.smtp_port == 2525


def test_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("MONITOR_SMTP_USER", "")
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD_FILE", "")

    assert load().settings == Settings()


def test_secret_is_read_from_the_file_that_a_variable_names(empty_directory, monkeypatch):
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD_FILE", str(write(empty_directory / "secret", "sesame\n")))

    password = load().settings.smtp_password

    assert password is not None
    assert password.get_secret_value() == "sesame"


FILE_MISTAKES = {
    "misspelt name": ("# x\n\nsmtp_prot = 25", ["monitor.toml:3", "smtp_prot", "did you mean smtp_port?"]),
    "name like no other": ("zzz = 1", ["monitor.toml:1", "zzz", "docs/settings.md"]),
    "group that does not exist": ("[smtp]\nport = 25", ["monitor.toml:1", "smtp: no such setting"]),
    "too large": ("\nsmtp_port = 70000", ["monitor.toml:2", "smtp_port", "70000", "1 to 65535"]),
    "too small": ("poll_floor_s = 1", ["monitor.toml:1", "poll_floor_s", "1 will not do", "30 to 86400"]),
    "not one of the options": ('smtp_tls = "ssl"', ["smtp_tls", "'ssl'", "`starttls`, `tls`, `none`"]),
    "text for a number": ('digest_hour = "noon"', ["digest_hour", "'noon'", "0 to 23"]),
    "no address": ('mail_from = "Monitor"', ["mail_from", "'Monitor'", "Name <address@example.org>"]),
    "two lines in an address": ('mail_from = "a\\nBcc: b <a@example.org>"', ["mail_from"]),
    "unknown database": ('database_url = "mysql://h/d"', ["database_url", "sqlite:///", "postgresql://"]),
    "no TOML": ("smtp_port 25", ["monitor.toml", "not valid TOML", "line 1"]),
}


@pytest.mark.parametrize(("text", "told"), FILE_MISTAKES.values(), ids=FILE_MISTAKES.keys())
def test_mistake_in_the_file_is_told_with_place_and_remedy(empty_directory, text, told):
    write(empty_directory / "monitor.toml", text)

    with pytest.raises(ConfigError) as caught:
        load()

    message = str(caught.value)
    assert [words for words in told if words not in message] == [], message
    assert "\n" not in message


ENVIRONMENT_MISTAKES = {
    "misspelt variable": ({"MONITOR_SMTP_HOTS": "x"}, ["MONITOR_SMTP_HOTS", "did you mean MONITOR_SMTP_HOST?"]),
    "file variable for what is no secret": ({"MONITOR_SMTP_HOST_FILE": "x"}, ["MONITOR_SMTP_HOST_FILE", "no such"]),
    "out of range": ({"MONITOR_RETENTION_DAYS": "1"}, ["MONITOR_RETENTION_DAYS", "'1'", "400 to 36500"]),
    "secret file that is not there": ({"MONITOR_SMTP_PASSWORD_FILE": "gone"}, ["SMTP_PASSWORD_FILE", "gone"]),
    "settings file that is not there": ({"MONITOR_CONFIG": "gone.toml"}, ["gone.toml", "No such file"]),
}


@pytest.mark.parametrize(("variables", "told"), ENVIRONMENT_MISTAKES.values(), ids=ENVIRONMENT_MISTAKES.keys())
def test_mistake_in_the_environment_is_told_with_variable_and_remedy(monkeypatch, variables, told):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError) as caught:
        load()

    assert [words for words in told if words not in str(caught.value)] == [], caught.value


def test_all_mistakes_are_told_at_once(empty_directory, monkeypatch):
    write(empty_directory / "monitor.toml", "smtp_prot = 25\ndigest_hour = 24")
    monkeypatch.setenv("MONITOR_SMTP_TLS", "ssl")

    with pytest.raises(ConfigError) as caught:
        load()

    assert len(str(caught.value).splitlines()) == 3


def test_wrong_secret_is_not_repeated_in_the_message(monkeypatch):
    monkeypatch.setenv("MONITOR_DATABASE_URL", "mysql://monitor:sesame@db/x")

    with pytest.raises(ConfigError) as caught:
        load()

    assert "sesame" not in str(caught.value)


SECRETS = {
    "password": (SecretStr("sesame"), "********"),
    "database URL with a password": (SecretStr("postgresql://me:sesame@db/x"), "postgresql://me:********@db/x"),
    "database URL without": (SecretStr("sqlite:///var/monitor.db"), "sqlite:///var/monitor.db"),
    "no secret": (587, 587),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("value", "shown"), SECRETS.values(), ids=SECRETS.keys())
def test_secrets_are_masked_where_settings_are_shown(value, shown):
    assert mask(value) == shown


def test_secrets_are_in_no_representation():
    settings = Settings(database_url="postgresql://me:sesame@db/x", smtp_password="sesame", database_password="sesame")

    assert "sesame" not in f"{settings!r} {settings}"


DATABASE_URLS = {
    "password goes in": ("postgresql://me@db/x", "p@ss/word", "postgresql://me:p%40ss%2Fword@db/x"),
    "the URL has one already": ("postgresql://me:own@db/x", "other", "postgresql://me:own@db/x"),
    "no user": ("sqlite:///x.db", "other", "sqlite:///x.db"),
    "no password": ("postgresql://me@db/x", None, "postgresql://me@db/x"),
}


@pytest.mark.parametrize(("url", "password", "effective"), DATABASE_URLS.values(), ids=DATABASE_URLS.keys())
def test_database_password_goes_into_the_url(url, password, effective):
    assert Settings(database_url=url, database_password=password).effective_database_url == effective


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError):
        Settings().smtp_port = 25


def test_own_rules_come_before_the_shipped_ones(empty_directory):
    shipped = Settings().effective_rules_dir
    (empty_directory / "rules").mkdir()

    assert Settings().effective_rules_dir == Path("rules") != shipped
    assert Settings(rules_dir=Path("mine")).effective_rules_dir == Path("mine")


def test_mail_domain_is_that_of_the_sender_unless_set():
    assert Settings(mail_from="Desk <desk@news.example>").effective_mail_domain == "news.example"
    assert Settings(mail_from="desk@news.example", mail_domain="m.example").effective_mail_domain == "m.example"
