"""The languages that mails and pages are written in: catalogues of words, English being the words themselves."""

from __future__ import annotations

import gettext
from functools import cache
from importlib import resources
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "ru", "uk")


def N_(text: str) -> str:  # noqa: N802
    """Mark *text* for the translators where it stands in a table; it is translated where it is used."""
    return text


@cache
def catalogue(lang: str, package: str = "monitor.delivery") -> gettext.NullTranslations:
    """Return the words that a package has in a language; English for one that has no catalogue."""
    if lang not in LANGUAGES[1:]:
        return gettext.NullTranslations()
    file = resources.files(package) / "catalogues" / f"{lang}.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(file.read_bytes()), locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
