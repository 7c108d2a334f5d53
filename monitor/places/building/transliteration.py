"""How French, German, Polish, Spanish and Turkish papers spell Ukrainian, Russian and Belarusian towns."""

from __future__ import annotations

import re

from monitor.places.building.draft import OTHER, Draft

FROM_INHABITANTS = 5_000
"""Towns smaller than this are hardly named abroad; each has about six foreign spellings."""

_COUNTRIES = frozenset({"UA", "RU", "BY"})
_PLAIN = {
    **dict(zip("абвгґдезиійклмнопрстуф", "a b v g g d e z i i i k l m n o p r s t u f".split(), strict=True)),
    **dict.fromkeys("'’ь", ""),
}
_RUSSIAN = {**_PLAIN, "ы": "y", "э": "e", "ъ": "", "ё": "io"}
_UKRAINIAN = {**_PLAIN, "г": "h", "и": "y", "і": "i", "ї": "i", "є": "ie"}
_BY_LANGUAGE = {
    "fr": "у:ou ж:j х:kh ц:ts ч:tch ш:ch щ:chtch ю:iou я:ia",
    "de": "в:w ж:sch х:ch ц:z ч:tsch ш:sch щ:schtsch ю:ju я:ja ї:ji є:je й:j ё:jo",
    "pl": "в:w ж:z х:ch ц:c ч:cz ш:sz щ:szcz ю:iu я:ia ї:ji є:je й:j ё:io",
    "es": "ж:zh х:j ц:ts ч:ch ш:sh щ:shch ю:yu я:ya ї:yi є:ye й:y ё:yo",
    "tr": "ж:j х:h ц:ts ч:c ш:s щ:sc ю:yu я:ya ї:yi є:ye й:y ё:yo",
}
"""What differs from one letter for each; accents are left out, because look-ups fold them ("Çuguyiv", "Żytomyr")."""


def spellings_abroad(cyrillic: str, *, ukrainian: bool) -> frozenset[str]:
    """Return the Latin spellings of a Ukrainian or a Russian name in five languages (Чугуїв: Tchouhouiv, Tschuhujiw)."""
    text = cyrillic.lower()
    if not ukrainian:
        text = re.sub(r"(?:ий|ый)$", "y", text)
    found = set()
    for pairs in _BY_LANGUAGE.values():
        letters = {**(_UKRAINIAN if ukrainian else _RUSSIAN), **dict(pair.split(":") for pair in pairs.split())}
        found.add("".join(letters.get(letter, letter) for letter in text).title())
    if text.endswith(("ів", "їв")):
        letters = {**_UKRAINIAN, **dict(pair.split(":") for pair in _BY_LANGUAGE["pl"].split())}
        ending = "ow" if text.endswith("ів") else "jow"
        found.add("".join(letters.get(letter, letter) for letter in text[:-2]).title() + ending)
    return frozenset(found)


def add_spellings_abroad(draft: Draft) -> int:
    """Add the foreign spellings of towns. Returns how many names were added."""
    before = len(draft.names)
    for place in draft.places.values():
        if place.kind != "city" or place.country not in _COUNTRIES or place.population < FROM_INHABITANTS:
            continue
        for name, ukrainian in ((place.name_uk if place.country == "UA" else None, True), (place.name_ru, False)):
            for spelling in sorted(spellings_abroad(name, ukrainian=ukrainian)) if name else ():
                draft.add_name(place.id, spelling, OTHER, "la")
    return len(draft.names) - before
