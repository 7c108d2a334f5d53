"""What the pages point to is there, and the rule that the README shows is one that is shipped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_are_there(page: Path):
    text = page.read_text("utf-8")
    targets = re.findall(r'\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"', text)
    local = {a or b for a, b in targets if not re.match(r"https?://|mailto:|#", a or b)}

    assert [target for target in sorted(local) if not (page.parent / target.partition("#")[0]).exists()] == []


def test_rule_of_the_readme_is_shipped():
    [rule] = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)

    assert rule in (ROOT / "rules" / "alerts" / "moscow-region-drones.yml").read_text("utf-8")


def test_readme_has_places_for_its_figures():
    text = (ROOT / "README.md").read_text("utf-8")

    for name in ("figures", "speed"):
        assert re.search(rf"^<!-- {name} -->\n\|.*\|\n<!-- /{name} -->$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("picture", sorted((ROOT / "docs").glob("*.png")), ids=lambda path: path.name)
def test_pictures_are_small(picture: Path):
    assert picture.stat().st_size < 150_000
