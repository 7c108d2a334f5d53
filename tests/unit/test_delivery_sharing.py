"""Sharing a rendering changes nothing but the time that it takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.delivery import render
from monitor.delivery.render import Renderer
from monitor.delivery.samples import samples
from monitor.delivery.sharing import with_links, without_links
from monitor.delivery.views import AlertView, DigestView
from tests.assembled import TEMPLATES
from tests.mailcases import FOOTER

LINKS = (
    "https://alerts.example.org/unsubscribe/eyJzIjoxfQ.aGFzaGhhc2hoYXNo",
    "https://alerts.example.org/unsubscribe/" + "long" * 60 + "?a=1&b=%22",
)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("view", [each for each in samples() if isinstance(each, AlertView | DigestView)])
def test_shared_rendering_is_the_same_to_the_letter(view: AlertView | DigestView, link: str) -> None:
    mine = replace(view, footer=replace(view.footer, unsubscribe=link))
    renderer = Renderer(TEMPLATES)
    shared = renderer.alert(mine) if isinstance(mine, AlertView) else renderer.digest(mine)
    alone = render._render(renderer._good, "alert" if isinstance(mine, AlertView) else "digest", mine)
    assert shared == alone
    assert link in shared.text


def test_templates_are_run_once_for_readers_with_links_of_their_own() -> None:
    view = next(each for each in samples() if isinstance(each, AlertView))
    renderer = Renderer(TEMPLATES)
    before = render._render.cache_info().misses
    for number in range(20):
        link = f"https://alerts.example.org/unsubscribe/token-of-reader-{number:04}"
        assert link in renderer.alert(replace(view, footer=replace(view.footer, unsubscribe=link))).html
    assert render._render.cache_info().misses - before == 1


def test_what_is_nobodys_own_stays() -> None:
    footer = replace(FOOTER, unsubscribe="mailto:stop@example.org?subject=stop")
    assert without_links(footer) == (footer, {})
    assert with_links("text", {}, html=True) == "text"
    assert Path(TEMPLATES).is_dir()
