"""All case forms of a name, made once when the gazetteer is built.

Russian: pymorphy3 with its MIT dictionary, in union with the ending tables. Ukrainian: the tables only, because the
Ukrainian dictionary of pymorphy3 is under the GPL.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

import pymorphy3

from monitor.places.building.declension import CASES, TABLES, Paradigm, by_endings, merged
from monitor.places.names import normal_key

_LINKS = frozenset("на над под пид під имени імені им при у в во де до за ель эль аль аш эр ан ас ад эд".split())
_MAX_WORDS = 4
_MAX_VARIANTS = 32
_ADJECTIVE_END = {"ru": re.compile(r"(?:[ыио]й|[ая]я|[ое]е|[ыи]е)$"), "uk": re.compile(r"(?:[иі]й|[аяеєі])$")}
_POSSESSIVE = re.compile(r"^(.+?)(ов|ев|ин|ын|ів|їв)$")
_PYMORPHY_CASES = {
    "nomn": "nominative",
    "gent": "genitive",
    "gen2": "genitive",
    "datv": "dative",
    "accs": "accusative",
    "ablt": "instrumental",
    "loct": "locative",
    "loc2": "locative",
}


@lru_cache(maxsize=1)
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def is_known_name(word: str) -> bool:
    """Whether the Russian dictionary has *word* as the name of a place."""
    return any("Geox" in parse.tag for parse in _analyzer().parse(word) if parse.is_known)


def is_common_noun(word: str) -> bool:
    """Whether the Russian dictionary has *word* as a thing (Победа, Маяк) and not as a name of any kind."""
    known = [parse.tag for parse in _analyzer().parse(word) if parse.is_known]
    return any(tag.POS == "NOUN" for tag in known) and not any(
        {"Geox", "Surn", "Name", "Orgn"} & tag.grammemes for tag in known
    )


def forms_of(name: str, lang: str) -> frozenset[str]:
    """Return the keys of all case forms of *name* in *lang* (``ru`` or ``uk``), its own key among them."""
    words = [word for word in re.split(r"\s+", name.strip()) if word]
    own = normal_key(name)
    if len(words) > _MAX_WORDS:
        return frozenset({own})
    if len(words) == 1:
        paradigm = _single(words[0], lang)
        found = frozenset().union(*paradigm.values())
    else:
        found = _phrase(words, lang)
    irregular = TABLES[lang][2].get(own, "")
    if irregular:
        extra = [irregular] if len(words) == 1 else re.findall(r"\S+ \S+", irregular)
        found |= frozenset(form for part in extra for form in (part.split() if len(words) == 1 else [part]))
    return frozenset(key for key in (*map(normal_key, found), own) if key)


def _single(word: str, lang: str) -> Paradigm:
    """Forms of one word; of a hyphenated one the last part is declined, the whole is tried as well."""
    first, hyphen, last = word.rpartition("-")
    lies = "-" in first and normal_key(first.rpartition("-")[2]) in _LINKS
    if hyphen and not lies and len(last) > 2 and normal_key(last) not in ("на", "дону", "юрт", "узень", "аул"):
        inner = _word(last, lang)
        declined: Paradigm = {
            case: frozenset(f"{first.lower()}-{form}" for form in forms) for case, forms in inner.items()
        }
        both_decline = _ADJECTIVE_END[lang].search(first.lower()) or _ADJECTIVE_END[lang].search(last.lower())
        head = _word(first, lang) if "-" not in first and both_decline else None
        if head:
            both = {case: frozenset(f"{a}-{b}" for a in head[case] for b in inner[case]) for case in CASES}
            return merged(declined, both)
        return declined
    if hyphen:
        head_word, rest = word.split("-", 1)
        return {
            case: frozenset(f"{form}-{rest.lower()}" for form in forms)
            for case, forms in _word(head_word, lang).items()
        }
    return _word(word, lang)


@lru_cache(maxsize=1 << 16)
def _word(word: str, lang: str) -> Paradigm:
    if (word.isupper() and len(word) > 1) or any(letter.isdigit() for letter in word):
        return {case: frozenset({word.lower()}) for case in CASES}
    lower = word.lower().replace("ё", "е") if lang == "ru" else word.lower().translate(str.maketrans("’ʼ`", "'''"))
    adjectives, nouns, _ = TABLES[lang]
    by_rules = by_endings(lower, nouns)
    if _ADJECTIVE_END[lang].search(lower) and (lang == "ru" or re.search(r"(?:ськ|цьк|зьк)..?$|[иі]й$", lower)):
        by_rules = merged(by_endings(lower, adjectives), by_rules if lang == "uk" or lower.endswith("й") else {})
    return merged(by_rules, _by_dictionary(word)) if lang == "ru" else merged(by_rules)


def _by_dictionary(word: str) -> Paradigm:
    """Forms that pymorphy3 gives, of the parse as a place name where there is one."""
    parses = _analyzer().parse(word)
    nominal = [parse for parse in parses if parse.tag.POS in ("NOUN", "ADJF") and parse.tag.case == "nomn"]
    chosen = next((parse for parse in nominal if "Geox" in parse.tag), nominal[0] if nominal else None)
    if chosen is None:
        return {}
    forms: dict[str, set[str]] = {}
    for form in chosen.lexeme:
        if form.tag.number != chosen.tag.number or form.tag.POS != chosen.tag.POS:
            continue
        if chosen.tag.POS == "ADJF" and form.tag.number == "sing" and form.tag.gender != chosen.tag.gender:
            continue
        case = _PYMORPHY_CASES.get(str(form.tag.case))
        if case:
            forms.setdefault(case, set()).add(form.word)
    return {case: frozenset(found) for case, found in forms.items()}


def _phrase(words: list[str], lang: str) -> frozenset[str]:
    """Forms of a name of several words: all of them agree in case, small words and what follows them stay."""
    columns: list[Paradigm] = []
    frozen = False
    for index, word in enumerate(words):
        frozen = frozen or normal_key(word) in _LINKS
        if frozen:
            columns.append({case: frozenset({word.lower()}) for case in CASES})
        elif index < len(words) - 1:
            columns.append(_attribute(word, lang))
        else:
            columns.append(_single(word, lang))
    found: set[str] = {" ".join(words).lower()}
    for case in CASES:
        options = [sorted(column.get(case) or {word.lower()}) for word, column in zip(words, columns, strict=True)]
        found.update(" ".join(parts) for parts, _ in zip(product(*options), range(_MAX_VARIANTS), strict=False))
    return frozenset(found)


def _attribute(word: str, lang: str) -> Paradigm:
    """Forms of a word before the last: an adjective where it looks like one, a possessive (Часов Яр), else a noun."""
    lower = word.lower()
    if _ADJECTIVE_END[lang].search(lower):
        return merged(by_endings(lower, TABLES[lang][0]))
    possessive = _POSSESSIVE.match(lower)
    if possessive:
        stem = lower if lang == "ru" else possessive[1] + {"ів": "ов", "їв": "єв"}.get(possessive[2], possessive[2])
        forms = {
            "genitive": {stem + "а", stem + "ого"},
            "dative": {stem + "у", stem + "ому"},
            "accusative": {lower},
            "instrumental": {stem + "ым", stem + "им", stem + "ом"},
            "locative": {stem + "ом", stem + "ому", stem + "і"},
        }
        own: Paradigm = {case: frozenset(found) for case, found in forms.items()}
        return merged({"nominative": frozenset({lower})}, own)
    return _single(word, lang)
