"""The mails, looked at in a real browser: by day, at night, on the narrowest phone, and without their styles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("browser")

MAILS = Path(__file__).parents[1] / "data" / "mails"
SHOWN = ("new.ru", "update", "correction.uk", "withdrawal", "wave-digest.ru", "quiet-digest.uk")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHOWN)
def test_mail_can_be_read_by_everybody(browser: Browser, name: str, scheme: str) -> None:
    """WCAG 2.2 AA as far as a program can tell, contrast included; nothing sticks out of 320 pixels."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_content((MAILS / f"{name}.html").read_text(encoding="utf-8"))

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()

    assert found.response["violations"] == []
    assert too_wide <= 0


def test_mail_without_its_styles_still_reads_in_order(browser: Browser) -> None:
    html = (MAILS / "update.html").read_text(encoding="utf-8")
    bare = re.sub(r"<style>.*?</style>", "", re.sub(r' (?:style|class|bgcolor)="[^"]*"', "", html), flags=re.DOTALL)
    page = browser.new_page()
    page.set_content(bare)
    text = page.inner_text("body")
    page.close()

    parts = (
        "UPDATE",
        "Drone attack",
        "Where",
        "When",
        "Evidence",
        "Changed",
        "Figures",
        "Sources",
        "Why",
        "derived",
        "Stop",
    )
    positions = [text.find(part) for part in parts]
    assert -1 not in positions
    assert positions == sorted(positions)
