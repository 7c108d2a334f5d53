"""Lets readers who are told the same share one rendering although each has links of their own. Pure.

A mail is rendered with stand-ins where the links go, of the same length, so that lines break where they would; the links
take their places afterwards. To a thousand readers of one language and zone the templates are run once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from markupsafe import escape

from monitor.delivery.views import Footer

_OWN = ("https://", "http://", "mailto:")
_LEAST = 40
"""Shorter links are no one's own: they hold no token, and a stand-in would hardly fit."""


def without_links(footer: Footer) -> tuple[Footer, Mapping[str, str]]:
    """Return *footer* with stand-ins for its links, and the link that each stands for."""
    links: dict[str, str] = {}
    changed: dict[str, str] = {}
    for number, field in enumerate(fields(footer)):
        value = getattr(footer, field.name)
        if isinstance(value, str) and value.startswith(_OWN) and len(value) >= _LEAST:
            scheme = next(start for start in _OWN if value.startswith(start))
            stand_in = f"{scheme}link-{number}.invalid/"
            changed[field.name] = stand_in + "x" * (len(value) - len(stand_in))
            links[changed[field.name]] = value
    return replace(footer, **changed), links


def with_links(text: str, links: Mapping[str, str], *, html: bool) -> str:
    """Return a rendered part with its links in place of the stand-ins."""
    for stand_in, link in links.items():
        text = text.replace(stand_in, str(escape(link)) if html else link)
    return text
