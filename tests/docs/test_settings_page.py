"""docs/settings.md and monitor.example.toml say what the code says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from monitor.cli.settings_page import documentation
from monitor.config import Settings

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in sorted((ROOT / "monitor").rglob("*.py")) if path.name != "config.py"]


def test_settings_page_is_fresh():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert page == documentation(), "run: monitor config docs > docs/settings.md"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_is_described_and_used(name):
    # A secret and a folder with a default are used under another name.
    used_as = {
        "database_url": "effective_database_url",
        "database_password": "effective_database_url",
        "rules_dir": "effective_rules_dir",
        "templates_dir": "effective_templates_dir",
        "mail_domain": "effective_mail_domain",
        "smtp_connections": "senders",
        "dkim_domain": "effective_dkim_domain",
    }
    pattern = re.compile(rf"\.{used_as.get(name, name)}\b")

    assert Settings.model_fields[name].description
    assert any(pattern.search(path.read_text(encoding="utf-8")) for path in SOURCES), f"nothing reads {name}"


def test_example_file_holds_only_settings_that_exist():
    text = (ROOT / "monitor.example.toml").read_text(encoding="utf-8")
    switched_on = re.sub(r"^# (?=[a-z_]+ = )", "", text, flags=re.MULTILINE)

    values = tomllib.loads(switched_on)

    assert len(values) >= 5
    assert Settings(**values)


def test_containers_set_only_what_can_be_set():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    names = {name.lower().removesuffix("_file") for name in re.findall(r"^\s+MONITOR_(\w+):", text, flags=re.MULTILINE)}

    assert len(names) >= 5
    assert names <= set(Settings.model_fields)
