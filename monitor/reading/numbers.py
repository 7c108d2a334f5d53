"""Numerals in running text, as digits and as words of eleven languages, and the split into words that they need.

Languages are not told apart: reports mix them (a Ukrainian post that quotes an English headline), and the few words that
are numerals in one language and something common in another are listed in ``_ONLY_BEFORE`` and ``_NEVER_BEFORE``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]|_"
)
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "ё": "е", "Ё": "е", "İ": "i"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A sentence as words and punctuation marks. ``words`` are folded; ``starts`` and ``ends`` are offsets into ``text``."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def fold(text: str) -> str:
    """Lower *text*, with one kind of apostrophe and without ё. The length stays, so offsets hold."""
    return text.translate(_FOLD).lower()


def split_words(text: str) -> Words:
    """Split *text* into folded words, numbers and single punctuation marks."""
    matches = list(_TOKEN.finditer(fold(text)))
    return Words(
        text=text,
        words=tuple([match.group() for match in matches]),
        starts=tuple([match.start() for match in matches]),
        ends=tuple([match.end() for match in matches]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number as read: ``low`` to ``high``, both included.

    ``start`` and ``end`` are positions in the words, end excluded. ``approximate``: the word itself is vague ("dozens").
    ``digits``: written in figures.
    """

    low: int
    high: int
    start: int
    end: int
    approximate: bool = False
    digits: bool = False


def _table(*rows: tuple[int, str]) -> dict[str, int]:
    return {word: value for value, words in rows for word in words.split()}


def _teens() -> dict[str, int]:
    """East Slavic numerals from 11 to 19 in every case."""
    russian = "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат"
    ukrainian = "одинадцят дванадцят тринадцят чотирнадцят п'ятнадцят шістнадцят сімнадцят вісімнадцят дев'ятнадцят"
    forms = {stem + end: value for value, stem in enumerate(russian.split(), 11) for end in ("ь", "и", "ью", "еро")}
    return forms | {
        stem + end: value for value, stem in enumerate(ukrainian.split(), 11) for end in ("ь", "и", "ьох", "ьом", "еро")
    }


def _german_compounds() -> dict[str, int]:
    units = "ein zwei drei vier fünf sechs sieben acht neun".split()
    tens = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
    return {
        f"{unit}und{ten}": value + base * 10 for value, unit in enumerate(units, 1) for base, ten in enumerate(tens, 2)
    }


def _italian_compounds() -> dict[str, int]:
    units = "uno due tre quattro cinque sei sette otto nove".split()
    tens = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
    forms = {}
    for base, ten in enumerate(tens, 2):
        for value, unit in enumerate(units, 1):
            stem = ten[:-1] if unit[0] in "uo" else ten
            forms[stem + ("tré" if unit == "tre" else unit)] = base * 10 + value
    return forms


CARDINALS: dict[str, int] = (
    _table(
        (0, "zero нуль ноль null zéro cero sıfır"),
        (
            1,
            "one один одна одно одного одной одну одному одним одне однієї одній одною ein eine einen einer eines eins",
        ),
        (1, "un une uno una um uma jeden jedna jedno jedną jednego jednej bir"),
        (2, "two два две двух двум двумя двое двоих двоим двоими дві двох двом двома двоє zwei deux dos due"),
        (2, "dwa dwie dwóch dwoje dwojga dwu iki dois duas both оба обе обоих обеих обидва обидві обоє обох couple"),
        (3, "three три трех трем тремя трое троих троим троими троє трьох трьом трьома drei trois tres tre"),
        (3, "trzy trzech troje trojga üç três"),
        (4, "four четыре четырех четырем четырьмя четверо четверых четверым чотири чотирьох чотирьом чотирма"),
        (4, "vier quatre cuatro quattro cztery czterech czworo czworga dört quatro"),
        (5, "five пять пяти пятью пятеро пятерых пятерым п'ять п'яти п'ятьох п'ятеро п'ятьом п'ятьма fünf cinq cinco"),
        (5, "cinque pięć pięciu pięcioro pięciorga beş"),
        (6, "six шесть шести шестью шестеро шестерых шестерым шість шістьох шістьом sechs seis sei sześć"),
        (6, "sześciu sześcioro altı"),
        (7, "seven семь семи семью семеро семерых семерым сім сімох сімом sieben sept siete sette siedem siedmiu"),
        (7, "siedmioro yedi sete"),
        (8, "eight восемь восьми восьмью восьмеро восьмерых вісім вісьмох acht huit ocho otto osiem ośmiu ośmioro"),
        (8, "sekiz oito"),
        (9, "nine девять девяти девятью девятеро девятерых дев'ять дев'яти дев'ятьох дев'ятеро neun neuf nueve nove"),
        (9, "dziewięć dziewięciu dziewięcioro dokuz"),
        (10, "ten десять десяти десятью десятеро десятерых десятьох zehn dix diez dieci dziesięć dziesięciu on dez"),
        (11, "eleven elf onze once undici jedenaście jedenastu"),
        (12, "twelve zwölf douze doce dodici dwanaście dwunastu doze dozen douzaine docena dozzina dutzend tuzin"),
        (13, "thirteen dreizehn treize trece tredici trzynaście trzynastu treze"),
        (14, "fourteen vierzehn quatorze catorce quattordici czternaście czternastu catorze"),
        (15, "fifteen fünfzehn quinze quince quindici piętnaście piętnastu"),
        (16, "sixteen sechzehn seize dieciséis sedici szesnaście szesnastu dezesseis dezasseis"),
        (17, "seventeen siebzehn diecisiete diciassette siedemnaście siedemnastu dezessete"),
        (18, "eighteen achtzehn dieciocho diciotto osiemnaście osiemnastu dezoito"),
        (19, "nineteen neunzehn diecinueve diciannove dziewiętnaście dziewiętnastu dezenove"),
        (20, "twenty двадцать двадцати двадцать двадцять двадцятьох zwanzig vingt veinte venti dwadzieścia"),
        (20, "dwudziestu yirmi vinte"),
        (21, "veintiuno veintiún veintiuna"),
        (22, "veintidós"),
        (23, "veintitrés"),
        (24, "veinticuatro"),
        (25, "veinticinco"),
        (26, "veintiséis"),
        (27, "veintisiete"),
        (28, "veintiocho"),
        (29, "veintinueve"),
        (30, "thirty тридцать тридцати тридцять тридцятьох dreißig trente treinta trenta trzydzieści trzydziestu otuz"),
        (30, "trinta"),
        (40, "forty сорок сорока vierzig quarante cuarenta quaranta czterdzieści czterdziestu kırk quarenta"),
        (50, "fifty пятьдесят пятидесяти п'ятдесят п'ятдесяти fünfzig cinquante cincuenta cinquanta pięćdziesiąt elli"),
        (50, "cinquenta pięćdziesięciu"),
        (
            60,
            "sixty шестьдесят шестидесяти шістдесят шістдесяти sechzig soixante sesenta sessanta sześćdziesiąt altmış",
        ),
        (60, "sessenta"),
        (70, "seventy семьдесят семидесяти сімдесят сімдесяти siebzig setenta settanta siedemdziesiąt yetmiş"),
        (80, "eighty восемьдесят восьмидесяти вісімдесят вісімдесяти achtzig ochenta ottanta osiemdziesiąt seksen"),
        (80, "oitenta"),
        (90, "ninety девяносто девяноста дев'яносто neunzig noventa novanta dziewięćdziesiąt doksan"),
        (100, "hundred сто ста hundert cent cien ciento cento cem sto stu yüz"),
        (200, "двести двухсот двісті двохсот dwieście doscientos duecento duzentos"),
        (300, "триста трехсот трьохсот trzysta trescientos trecento trezentos"),
        (400, "четыреста чотириста czterysta cuatrocientos quattrocento quatrocentos"),
        (500, "пятьсот п'ятсот pięćset quinientos cinquecento quinhentos"),
    )
    | _teens()
    | _german_compounds()
    | _italian_compounds()
)

VAGUE: dict[str, tuple[int, int]] = {
    word: span
    for span, words in (
        # 24: at least two dozens; 99: else one would say hundreds.
        ((24, 99), "dozens десятки десятков десятками десятках десятків dutzende dutzenden dizaines decenas decine"),
        ((24, 99), "dziesiątki dziesiątek onlarca dezenas dozzine tens"),
        ((24, 99), "kilkadziesiąt kilkudziesięciu"),
        ((11, 19), "kilkanaście kilkunastu kilkanaścioro"),
        ((40, 99), "scores"),
        ((10, 10), "dizaine decena decina"),
        ((15, 15), "quinzaine quindicina quinzena"),
        ((20, 20), "vingtaine veintena ventina"),
        ((30, 30), "trentaine treintena trentina"),
        ((40, 40), "quarantaine cuarentena quarantina"),
        ((50, 50), "cinquantaine cincuentena cinquantina полсотни півсотні"),
        ((60, 60), "soixantaine"),
        ((100, 100), "centaine centena centinaio сотня сотню"),
        ((200, 999), "hundreds сотни сотен сотни сотні сотень hunderte centaines cientos centinaia setki yüzlerce"),
        ((200, 999), "centenas"),
        ((8, 12), "десяток десятка"),
        # Three to nine: "two" has a word of its own, and from ten on one would say "about ten".
        ((3, 9), "several few несколько нескольких нескольким несколькими кілька кількох декілька декількох кільком"),
        ((3, 9), "mehrere mehreren einige plusieurs varios varias alcuni alcune diversi kilka kilku kilkoro birkaç"),
        ((3, 9), "vários várias algunos algunas diverse parecchi"),
    )
    for word in words.split()
    for span in (span,)
}

_DOZENS = frozenset({"dozen", "dutzend", "docenas", "douzaines", "dozzine", "tuziny", "dúzias", "düzine"})
_TENS = frozenset({"десятка", "десятков", "десятки", "десятків", "десяток", "decenas", "dizaines", "decine", "dezenas"})
_HUNDRED = frozenset({"hundred", "hundert", "cent", "cents", "yüz"})
_THOUSAND = frozenset(
    "thousand тысяча тысячи тысяч тыс тысячу тисяча тисячі тисяч тис тисячу tausend mille mil mila tysiąc tysiące tysięcy bin".split()
)
_AND = frozenset({"and", "y", "e", "et", "und"})
_VINGT = frozenset({"vingt", "vingts"})

# Numerals of one language that are common words of another: read as numbers only before one of these words.
_TURKISH_NEXT = frozenset(
    "kişi kişinin kişiyi asker polis sivil çocuk drone iha füze roket bir iki üç dört beş altı yedi".split()
)
_SPANISH_NEXT = frozenset(
    "personas muertos muertas heridos heridas civiles soldados drones misiles niños fallecidos días".split()
)
_ONLY_BEFORE: dict[str, frozenset[str]] = {"on": _TURKISH_NEXT, "once": _SPANISH_NEXT, "bin": _TURKISH_NEXT}
_NEVER_BEFORE: dict[str, frozenset[str]] = {
    "due": frozenset({"to", "process", "diligence"}),
    "ten": frozenset({"sam", "atak", "sposób"}),
    "one": frozenset({"another"}),
}

NUMBER_WORDS: frozenset[str] = frozenset(CARDINALS) | frozenset(VAGUE)


def digits_value(word: str) -> int | None:
    """Value of a number written in figures, with any grouping of thousands. None: a decimal, a clock time, a date."""
    if word.isdecimal():
        return int(word) if len(word) <= 9 else None
    parts = re.split(r"[ \u00a0\u202f,.]", word)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and 0 < len(parts[0]) <= 3 and parts[0] != "0":
        joined = "".join(parts)
        return int(joined) if joined.isdecimal() and len(joined) <= 9 else None
    return None


def numeral_at(words: Sequence[str], i: int) -> Numeral | None:
    """Read the numeral that begins at word *i*: "12", "1,200", "twenty-three", "двадцать три", "dozens". None: none does."""
    word = words[i]
    if word[0].isdecimal():
        value = digits_value(word)
        if value is None:
            return None
        end = i + 1
        if value < 1000 and end < len(words) and words[end] in _THOUSAND:
            return Numeral(low=value * 1000, high=value * 1000, start=i, end=end + 1, approximate=True, digits=True)
        return Numeral(low=value, high=value, start=i, end=end, digits=True)
    if word in VAGUE and words[i + 1 : i + 2] and words[i + 1] in _DOZENS | _TENS:
        return Numeral(low=24, high=99, start=i, end=i + 2, approximate=True)
    if tuple(words[i : i + 3]) == ("half", "a", "dozen"):
        return Numeral(low=6, high=6, start=i, end=i + 3, approximate=True)
    if word in VAGUE:
        low, high = VAGUE[word]
        return Numeral(low=low, high=high, start=i, end=i + 1, approximate=True)
    if word not in CARDINALS or not _is_numeral(words, i):
        return None
    return _spelled(words, i)


def _is_numeral(words: Sequence[str], i: int) -> bool:
    following = words[i + 1] if i + 1 < len(words) else ""
    only = _ONLY_BEFORE.get(words[i])
    if only is not None and following not in only:
        return False
    if CARDINALS[words[i]] == 1 and following in VAGUE and VAGUE[following][0] >= 10:
        return False  # "une cinquantaine"
    return following not in _NEVER_BEFORE.get(words[i], ()) and not (
        words[i] == "cent" and i > 0 and words[i - 1] == "per"
    )


def _spelled(words: Sequence[str], start: int) -> Numeral:
    """Join tens and units, hundreds and tens, and multiply by hundred and thousand."""
    value, i = _first(words, start)
    room = _room(value)
    while i < len(words):
        step = i + 1 if (words[i] in _AND and value >= 20) or words[i] == "-" else i
        if step >= len(words):
            break
        word = words[step]
        if step == i and 1 < value < 10 and word in _DOZENS | _TENS:
            value, room, i = value * (12 if word in _DOZENS else 10), 1, i + 1
        elif word in _HUNDRED and 1 < value < 10 and step == i:
            value, room, i = value * 100, 100, i + 1
        elif word in _THOUSAND and value < 1000 and step == i and (word != "bin" or value > 1):
            value, room, i = value * 1000, 1000, i + 1
        elif 0 < CARDINALS.get(word, 0) < room and _may_join(words[i], value, word):
            value, i = value + CARDINALS[word], step + 1
            room = min(room, _room(CARDINALS[word]))
        else:
            break
    return Numeral(low=value, high=value, start=start, end=i)


def _first(words: Sequence[str], i: int) -> tuple[int, int]:
    if words[i] == "quatre":
        for step in (i + 1, i + 2):
            if step < len(words) and words[step] in _VINGT and (step == i + 1 or words[i + 1] == "-"):
                return 80, step + 1
    return CARDINALS[words[i]], i + 1


def _room(value: int) -> int:
    """Numbers below this may be added: units to tens, tens to hundreds; French counts on from sixty and eighty."""
    if value >= 100:
        return 100
    if value in (60, 80):
        return 20
    return 10 if (value >= 20 and value % 10 == 0) or value == 10 else 1


def _may_join(joiner: str, value: int, word: str) -> bool:
    """Refuse "twenty and three" and "ten one": English joins by "and" only above a hundred, and only Turkish after ten."""
    if joiner == "and" and value < 100:
        return False
    if joiner == "e" and word not in CARDINALS:
        return False
    return value != 10 or word in _TURKISH_NEXT
