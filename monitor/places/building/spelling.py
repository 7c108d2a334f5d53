"""Spellings of a name in the other alphabets: Russian to Ukrainian and back, both to Latin."""

from __future__ import annotations

import re

_VOWELS = "аеиоуыэюяьъіїє"
_UK_LATIN = dict(
    zip(
        "абвгґдезиійклмнопрстуфхчшц",
        "a b v h g d e z y i i k l m n o p r s t u f kh ch sh ts".split(),
        strict=True,
    )
)
_UK_LATIN |= {"ж": "zh", "щ": "shch", "є": "ie", "ї": "i", "ю": "iu", "я": "ia", "ь": "", "'": "", "’": ""}
_UK_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RU_LATIN = dict(
    zip(
        "абвгдзийклмнопрстуфхцчшыэ",
        "a b v g d z i y k l m n o p r s t u f kh ts ch sh y e".split(),
        strict=True,
    )
)
_RU_LATIN |= {"ж": "zh", "щ": "shch", "ё": "yo", "ю": "yu", "я": "ya", "ь": "", "ъ": "", "е": "e"}


def ukrainian_of(russian: str) -> frozenset[str]:
    """Return plausible Ukrainian spellings of a Russian name (Шебекино: Шебекіно, Шебекине)."""
    text = russian.lower()
    text = re.sub(r"([сц])к(?=$|[ -])", r"\1ьк", text)
    text = re.sub(
        r"([сц])к(ий|ая|ое|ие)(?=$|[ -])",
        lambda m: m[1] + "ьк" + {"ий": "ий", "ая": "а", "ое": "е", "ие": "і"}[m[2]],
        text,
    )
    text = re.sub(r"(?:ый|ой)(?=$|[ -])", "ий", text)
    text = re.sub(r"ая(?=$|[ -])", "а", text)
    text = re.sub(r"ое(?=$|[ -])", "е", text)
    text = re.sub(rf"(^|[{_VOWELS} -])е", r"\1є", text).replace("ё", "йо").replace("э", "е").replace("ъ", "'")
    text = re.sub(r"(^|[ -])и", r"\1і", text)
    plain = text.replace("ий", "\0").replace("и", "і").replace("\0", "ий").replace("ы", "и")
    rule_of_nine = (
        re.sub(r"(?<=[жчшщцрдтсз])и(?![єяюійе])", "ы", text)
        .replace("ий", "\0")
        .replace("и", "і")
        .replace("\0", "ий")
        .replace("ы", "и")
    )
    found = {plain, rule_of_nine}
    found |= {re.sub(r"ци$", "ці", name) for name in found}
    found |= {re.sub(r"іно$", "ине", name) for name in found} | {re.sub(r"(?<=[оеє]в)о$", "е", name) for name in found}
    found |= {re.sub(r"(?<=[дрлн])е(?=[дврн])", "є", name) for name in found}
    return frozenset(name.title() for name in found if not re.search("[ыэёъ]", name))


_ATTRIBUTES = "нов|стар|велик|мал|червон|біл|чорн|верхн|нижн|красн|добр|крив|зелен|перш|друг|гол|кам'ян|широк|свят|сух|довг|глибок|висок|мокр|середн"
_ENDINGS_RU = {"а": "ая", "я": "яя", "е": "ое", "є": "ее", "і": "ые", "ий": "ый"}
_STEMS_RU = (
    ("миколаї", "николае"),
    ("микол", "никол"),
    ("олександр", "александр"),
    ("олексії", "алексее"),
    ("олексі", "алексе"),
    ("олен", "елен"),
    ("катерин", "екатерин"),
    ("костянтин", "константин"),
    ("хрест", "крест"),
    ("андрії", "андрее"),
    ("сергії", "сергее"),
    ("матвії", "матвее"),
    ("василів", "васильев"),
    ("мар'ї", "марьи"),
    ("мар'я", "марья"),
    ("біл", "бел"),
    ("ліс", "лес"),
    ("сніг", "снег"),
    ("піщан", "песчан"),
    ("піск", "песк"),
    ("вільн", "вольн"),
    ("сіверськ", "северск"),
    ("кам'ян", "камен"),
    ("червон", "червон"),
    ("дніпр", "днепр"),
    ("харків", "харьков"),
    ("зал\u0456з", "желез"),
    ("річ", "реч"),
    ("міст", "мост"),
    ("степанів", "степанов"),
    ("юрії", "юрье"),
    ("хутір", "хутор"),
    ("піль", "поль"),
    ("пілл", "полл"),
    ("рівн", "ровн"),
    ("гір", "гор"),
    ("стіг", "стог"),
    ("озір", "озер"),
    ("ягідн", "ягодн"),
    ("роботин", "работин"),
)


def russian_of(ukrainian: str) -> frozenset[str]:
    """Return plausible Russian spellings of a Ukrainian name (Краснопілля: Краснополье; Нова Каховка: Новая Каховка)."""
    text = ukrainian.lower().replace("’", "'").replace("ʼ", "'")
    text = re.sub(rf"\b({_ATTRIBUTES})(ий|[аяеєі])(?= )", lambda m: m[1] + _ENDINGS_RU[m[2]], text)
    text = re.sub(
        r"([сцз])ьк(ий|а|е|і)(?=$|[ -])",
        lambda m: m[1] + "к" + {"ий": "ий", "а": "ая", "е": "ое", "і": "ие"}[m[2]],
        text,
    )
    text = re.sub(r"([сцз])ьк", r"\1к", text)
    for ours, theirs in _STEMS_RU:
        text = text.replace(ours, theirs)
    text = re.sub(r"([бвдзлмнпрстчшж])\1я$", r"\1ье", text)
    text = re.sub(r"ївк", "евк", re.sub(r"їв$", "ев", text))
    found = set()
    for name in _russian_endings(text):
        cyrillic = re.sub(r"'(?=[яюєї])", "ъ", name).replace("ьо", "ё")
        cyrillic = re.sub(r"(?<=[бвдзлмнпрст])и$", "ы", cyrillic)
        for vowels in _russian_vowels(cyrillic):
            found.add(vowels.replace("ї", "и").replace("і", "и").replace("є", "е").replace("ґ", "г").replace("'", ""))
    return frozenset(name.title() for name in found)


def _russian_endings(text: str) -> set[str]:
    """-ів(к)- as -ов- or -ев-; -ове, -ине as -овое, -ово, -ино: what a village took cannot be told from its name."""
    stems = {re.sub(r"ів(?=к|$|ськ|[ -])", vowel, text) for vowel in ("ов", "ев")}
    stems |= {stem.replace("васильевк", "василевк") for stem in stems}
    ended = {re.sub(r"([нврдк])е$", r"\1ое", stem) for stem in stems}
    return ended | {re.sub(r"(?<=[оеє]в|[иії]н)е$", "о", stem) for stem in stems}


def _russian_vowels(text: str) -> set[str]:
    """Ukrainian и is и or ы in Russian; і in a stem is и or, for old ѣ, е: the likely spelling, and each other one by itself."""
    either = r"(?<=[бвдзлмнпрстфц])и(?![йяюєї])(?=.)"
    old = r"(?<=[бвдлмнпрст])і(?=[бвгджзклмнпрстхцчшщ])(?=.{3})"
    found = {text, re.sub(either, "ы", text), re.sub(old, "е", text, count=1)}
    return found | {re.sub(r"[иі]евк", "еевк", name) for name in found}


def latin_of(cyrillic: str, lang: str) -> str:
    """Return the usual Latin spelling: the Ukrainian national system of 2010, or a plain BGN for Russian."""
    text = cyrillic.lower()
    if lang == "uk":
        text = text.replace("зг", "zgh")
        text = re.sub(r"(^|[ -])([єїйюя])", lambda m: m[1] + _UK_INITIAL[m[2]], text)
        return "".join(_UK_LATIN.get(letter, letter) for letter in text).title()
    text = re.sub(rf"(^|[{_VOWELS} -])е", r"\1ye", text)
    return "".join(_RU_LATIN.get(letter, letter) for letter in text).title()


_FROM_LATIN = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"), ("ye", "е"),
    ("yë", "ё"), ("yo", "ё"), ("iy", "ий"), ("ay", "ай"), ("ey", "ей"), ("oy", "ой"), ("uy", "уй"), ("a", "а"), ("b", "б"),
    ("v", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("ë", "ё"), ("z", "з"), ("i", "и"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("y", "ы"), ("’", "ь"), ("'", "ь"),
)  # fmt: skip


def cyrillic_of(latin: str) -> str:
    """Return the Russian spelling behind a BGN romanisation (Tuapsinskiy: Туапсинский)."""
    text, found = latin.lower(), ""
    while text:
        ours, theirs = next((pair for pair in _FROM_LATIN if text.startswith(pair[0])), (text[0], text[0]))
        found, text = found + theirs, text[len(ours) :]
    return found.title()
