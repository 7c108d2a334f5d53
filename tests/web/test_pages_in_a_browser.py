"""The pages, looked at in a real browser: by day, at night, on the narrowest phone, and by the program of a screen reader."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.assembled import TEMPLATES
from tests.golden import DATA
from tests.web.test_golden_pages import NAMES

pytestmark = pytest.mark.xdist_group("browser")

RULES = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice")

# Between them these have all colours; what else there is to see is the same in the dark.
AT_NIGHT = ("sign-up-wrong", "settings", "settings-paused", "settings-left", "subscription", "answer-objected", "erase")
LOOKS = [*((name, "light") for name in NAMES), *((name, "dark") for name in AT_NIGHT)]


@pytest.mark.parametrize(("name", "scheme"), LOOKS)
def test_page_can_be_read_by_everybody(browser: Browser, name: str, scheme: str) -> None:
    """WCAG 2.2 AA as far as a program can tell, contrast included; nothing sticks out of 320 pixels."""
    style = (TEMPLATES / "web" / "style.css").read_text(encoding="utf-8")
    text = (DATA / "pages" / f"{name}.html").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_content(text.replace('<link rel="stylesheet" href="/style.css">', f"<style>{style}</style>"))
    # What is folded away is read as well.
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    found = Axe().run(page, options={"runOnly": list(RULES)})
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()

    assert found.response["violations"] == []
    assert too_wide <= 0
