"""The files shown in the operators' page load as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.places.gazetteer import Gazetteer
from monitor.rules import formats
from monitor.rules.formats import FORMATS, Section
from monitor.rules.linting import Severity, check
from monitor.rules.loading import load_ruleset

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_load(tmp_path: Path) -> None:
    shown = dict(re.findall(r"^```yaml\n# rules/(\S+)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL))
    assert {name.split("/")[0] for name in shown} == {"alerts", "attacks", "filters", "places.yml", "feeds.yml"}
    for name, content in shown.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    loaded = load_ruleset(tmp_path, Gazetteer.open())
    assert [str(error) for error in loaded.errors] == []
    assert [str(finding) for finding in check(loaded.ruleset) if finding.severity is Severity.ERROR] == []


def keys(model: type[Section]) -> set[str]:
    found = {field.alias or name for name, field in model.model_fields.items()}
    for field in model.model_fields.values():
        for part in re.findall(r"formats\.(\w+)", str(field.annotation)):
            found |= keys(getattr(formats, part))
    return found


def test_every_key_stands_in_the_page() -> None:
    words = set(re.findall(r"[a-z_]+", PAGE))
    wanted = set().union(*(keys(model) for model in FORMATS.values()))
    assert {"within", "weapon", "unless", "then"} <= wanted
    assert wanted - words == set()
