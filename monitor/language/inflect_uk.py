"""Inflected forms of Ukrainian words by their endings.

Rules and no dictionary, because the one there is (pymorphy3-dicts-uk) is GPL. The part of speech is guessed from the
ending and every guess that fits is kept: a form too many costs nothing, a missing one loses an attack.
"""

from __future__ import annotations

VOWELS = "аеєиіїоуюя"
HUSHING = "жчшщ"

NOUN_HARD = "а у ові ом і и ів ам ами ах е ою о ей"
NOUN_SOFT = "я ю еві єві ем єм і ї ів їв ям ями ях ею єю ь е є ей"
NOUN_FEMININE_SOFT = "і ю ей ям ями ях ь"
NOUN_NEUTER_DOUBLED = "я ю ям ями ях і"
ADJECTIVE_HARD = "ий а е і ого ої ому ій им ою у их ими ім"
ADJECTIVE_SOFT = "ій я є і їй ього ьої ьому ім ьою ю іх іми"
ADJECTIVE_JOTTED = "їй я є ї його йої йому їм йою ю їх їми"

PAST = "в ла ло ли вши"
PRESENT_A = "ю єш є ємо єте ють ючи й йте"
PRESENT_E = "у еш е емо ете уть учи и іть"
PRESENT_I = "ю у иш ить имо ите ять ать ячи ачи"

# What the last consonant of a verb becomes in the first person and before -ений: вразити, вражу, вражений.
SOFTENED = (
    ("ст", "щ"), ("зд", "ждж"), ("д", "дж"), ("т", "ч"), ("з", "ж"), ("с", "ш"), ("к", "ч"), ("г", "ж"), ("х", "ш"),
    ("б", "бл"), ("п", "пл"), ("в", "вл"), ("м", "мл"), ("ф", "фл"),
)  # fmt: skip

# What a velar becomes before -і: атака, атаці.
VELARS = {"к": "ц", "г": "з", "х": "с"}

# Words that change their stem; the second column holds stems that then take the regular endings.
PRESENT_STEMS = {
    "бити": "б'", "збити": "зіб'", "вбити": "вб'", "убити": "уб'", "розбити": "розіб'", "пробити": "проб'",
    "летіти": "леч", "бігти": "біж", "могти": "мож", "відбити": "відіб'", "добити": "доб'", "підбити": "підіб'",
}  # fmt: skip
IRREGULAR = {
    "день": "дня дню днем дні днів дням днями днях дневі",
    "бій": "бою боєм бої боїв боям боями боях боєві",
    "ніч": "ночі ніччю ночей ночам ночами ночах",
    "міст": "моста мосту мостом мості мости мостів мостам мостами мостах мостові",
    "людина": "люди людей людям людьми людях",
    "війна": "воєн",
    "дитина": "діти дітей дітям дітьми дітях",
    "бути": "є був була було були буде будуть",
    "боєць": "бійця бійцю бійцем бійці бійців бійцям бійцями бійцях бійцеві",
}


def ukrainian_forms(word: str) -> frozenset[str]:
    """Every form of *word*: whatever noun, adjective or verb its ending allows, and the pair в-/у- at its start."""
    found = {word, *IRREGULAR.get(word, "").split()}
    for base in _dictionary_forms(word):
        found |= {base} | _noun(base) | _adjective(base) | _verb(base)
    found |= {_initial(form) for form in tuple(found)}
    return frozenset(form for form in found if form)


def _initial(word: str) -> str:
    """The same word with the other of the two initials that the sound before it decides: впасти, упасти."""
    if len(word) > 4 and word[0] in "ву" and word[1] not in VOWELS + "'’":
        return ("у" if word[0] == "в" else "в") + word[1:]
    return word


def _dictionary_forms(word: str) -> set[str]:
    """*word* and the infinitives or adjectives that it may be a finite form of: збили, збито, збиті."""
    found = {word}
    for ending in ("лися", "лась", "лося", "вся"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            found.add(word.removesuffix(ending) + "тися")
    for ending in ("ли", "ла", "ло", "в"):
        if word.endswith(ending) and word[-len(ending) - 1 : -len(ending)] in tuple("аиіуяї"):
            found.add(word.removesuffix(ending) + "ти")
    for ending, adjective in (("но", "ний"), ("то", "тий"), ("ні", "ний"), ("ті", "тий"), ("лі", "лий")):
        if word.endswith(ending) and len(word) > 5:
            found.add(word.removesuffix(ending) + adjective)
    return found


def _with(stem: str, endings: str) -> set[str]:
    return {stem + ending for ending in endings.split()}


def _noun(word: str) -> set[str]:
    stem, last = word[:-1], word[-1]
    if not stem:
        return set()
    if last in "ао":
        return _hard(stem) | _bare(stem)
    if last == "я":
        doubled = len(stem) > 2 and stem[-1] == stem[-2]
        plural = {stem[:-1] + "ь", stem[:-1] + "ів"} if doubled else {stem + "й", stem + "ь", *_bare(stem)}
        return _with(stem, NOUN_SOFT) | _with(stem, NOUN_NEUTER_DOUBLED) | plural
    if last in "еє":
        return _with(stem, NOUN_HARD) | _with(stem, NOUN_SOFT) | {stem}
    if last in "иії":
        return _hard(stem) | _with(stem, NOUN_SOFT) | _bare(stem)
    if last == "ь":
        return _soft(stem)
    if last == "й":
        jotted = _with(stem, "я ю єм єві ї їв ям ями ях є")
        return jotted | (_with(stem[:-1] + "о", "ю я єм ї їв ям ями ях єві") if stem.endswith("і") else set())
    return _hard(word) | _fleeting(word)


def _hard(stem: str) -> set[str]:
    """Case forms on a hard stem; the velar softens before -і; a closed і opens to о or е (рік, року)."""
    found = _with(stem, NOUN_HARD)
    if stem[-1] in VELARS:
        found |= _with(stem[:-1] + VELARS[stem[-1]], "і")
    if stem[-1] in HUSHING + "рц":
        found |= _with(stem, "ем ею еві єю я ю ям ями ях") | {stem + stem[-1] + "ю"}
    if len(stem) > 2 and stem[-2] == "і" and stem[-1] not in VOWELS:
        for vowel in "ое":
            found |= _with(stem[:-2] + vowel + stem[-1], NOUN_HARD)
    return found


def _fleeting(word: str) -> set[str]:
    """Stems whose last vowel falls out: уламок, уламка."""
    if len(word) > 3 and word[-2] in "ое" and word[-3] not in VOWELS and word[-1] not in VOWELS:
        return _hard(word[:-2] + word[-1])
    return set()


def _bare(stem: str) -> set[str]:
    """Genitive plural without an ending, with the vowel that then slips in or closes: установка, установок; школа, шкіл."""
    found = {stem}
    if len(stem) > 2 and stem[-1] not in VOWELS + "ь":
        before = stem[:-1].removesuffix("ь")
        if before[-1] not in VOWELS:
            found |= {before + vowel + stem[-1] for vowel in "ое"} | {before + "е" + stem[-1] + "ь"}
        if stem[-2] in "ое":
            found.add(stem[:-2] + "і" + stem[-1])
    return found


def _soft(stem: str) -> set[str]:
    """Case forms of a word in -ь: boy's and girl's declension alike (корабель, область)."""
    found = _with(stem, NOUN_SOFT) | _with(stem, NOUN_FEMININE_SOFT) | {stem + stem[-1] + "ю"}
    if len(stem) > 2 and stem[-2] in "еє":
        found |= _with(stem[:-2] + stem[-1], NOUN_SOFT)
        found |= _with(stem[:-2] + "ь" + stem[-1], NOUN_SOFT) | _with(stem[:-2] + "й" + stem[-1], NOUN_SOFT)
    if len(stem) > 2 and stem[-2] == "і":
        for vowel in "ое":
            found |= _with(stem[:-2] + vowel + stem[-1], NOUN_SOFT)
    return found


def _adjective(word: str) -> set[str]:
    if word.endswith("ий") and len(word) > 3:
        impersonal = {word[:-2] + "о"}
        return _with(word[:-2], ADJECTIVE_HARD) | impersonal
    if word.endswith("ій") and len(word) > 4:
        return _with(word[:-2], ADJECTIVE_SOFT)
    if word.endswith("їй"):
        return _with(word[:-2], ADJECTIVE_JOTTED)
    return set()


def _verb(word: str) -> set[str]:
    if word.endswith(("тися", "тись")):
        return _reflexive(_verb(word[:-2]) | {word[:-2]})
    if not word.endswith("ти") or len(word) < 4:
        return set()
    stem = word[:-2]
    found = _with(stem, PAST) | _jotted_present(word)
    if stem.endswith(("ува", "юва")):
        found |= _with(stem[:-2], PRESENT_A) | _participles(stem[:-3] + ("о" if stem[-3] == "у" else "ьо") + "ва")
        found |= _participles(stem[:-3] + "йова")
    if stem[-1] in "ая":
        found |= _with(stem, PRESENT_A) | _with(stem[:-1], PRESENT_E) | _participles(stem)
        found |= _with(_softened(stem[:-1]), PRESENT_E)
    elif stem[-1] in "иі":
        found |= _second_conjugation(stem[:-1]) | _with(stem, PRESENT_A) | _participles(stem)
    elif stem.endswith("у"):
        found |= _with(stem[:-1], PRESENT_E) | _participles(stem) | _participles(stem[:-2] + "не")
        found |= {stem[:-2] + ending for ending in ("", "ла", "ло", "ли")}
    elif stem.endswith(("с", "з")):
        found |= {form for end in ("", "д", "т", stem[-1]) for form in _with(stem[:-1] + end, PRESENT_E + " ений ено")}
        found |= _with(stem[:-1], PAST) | _with(stem, "ла ло ли")
    return found


def _jotted_present(word: str) -> set[str]:
    stem = PRESENT_STEMS.get(word)
    if stem is None:
        return set()
    return _with(stem, "ю єш є ємо єте ють") if stem.endswith("'") else _with(stem, PRESENT_E) | _with(stem, "у")


def _second_conjugation(root: str) -> set[str]:
    soft = _softened(root)
    found = _with(root, PRESENT_I) | _with(soft, "у ю ать ять") | {root, root + "ь", root + "ьте"}
    return found | _participles(soft + "е") | _participles(root + "е")


def _participles(stem: str) -> set[str]:
    """Passive participles in -ний and -тий in all cases, with their impersonal -но and -то."""
    return {form for end in "нт" for form in _with(stem + end, ADJECTIVE_HARD + " о")}


def _softened(root: str) -> str:
    for hard, soft in SOFTENED:
        if root.endswith(hard):
            return root.removesuffix(hard) + soft
    return root


def _reflexive(forms: set[str]) -> set[str]:
    third_person = {form + "ться" for form in forms if form[-1] in "еє"}
    short = {form + "сь" for form in forms if form[-1] in VOWELS}
    return {form + "ся" for form in forms} | third_person | short
