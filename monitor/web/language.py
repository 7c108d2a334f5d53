"""Which language a page is in, and its words: those of the mails, and some of its own."""

from __future__ import annotations

import gettext
from functools import cache

from monitor.delivery.language import LANGUAGES, catalogue

NAMES = {"en": "English", "ru": "Русский", "uk": "Українська"}
"""The languages in themselves, as a reader looks for theirs."""


def chosen(asked: str | None, accepted: str | None, otherwise: str = "en") -> str:
    """Return the language of a page.

    Args:
        asked: what the address asks for (``?lang=uk``); None or unknown: nothing.
        accepted: the header Accept-Language; None: not sent.
        otherwise: where neither helps.
    """
    if asked in LANGUAGES:
        return asked
    wanted = sorted(_accepted(accepted or ""), key=lambda choice: -choice[1])
    return next((lang for lang, weight in wanted if weight > 0 and lang in LANGUAGES), otherwise)


def _accepted(header: str) -> list[tuple[str, float]]:
    """Languages without their regions, with their weights; what cannot be read is left out (RFC 9110, 12.5.4)."""
    found = []
    for part in header[:500].split(","):
        tag, _, parameter = part.strip().partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        found.append((tag.strip().lower().partition("-")[0], weight))
    return found


@cache
def words(lang: str) -> gettext.NullTranslations:
    """Return the words of the pages in a language; what they share with the mails is written there."""
    own = catalogue(lang, "monitor.web")
    if lang in LANGUAGES[1:]:
        own.add_fallback(catalogue(lang))
    return own
