"""Finds what a sentence counts: numbers with the people or weapons after them. ``figures`` says what befell those."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.reading import figures_words as vocabulary
from monitor.reading.figures_qualifiers import qualified
from monitor.reading.figures_quantity import Classes, Counts, Quantity, word_at
from monitor.reading.figures_words import WordClass, weapon_of
from monitor.reading.numbers import Numeral, numeral_at
from monitor.reading.times_words import MONTHS, MONTHS_SHORT

_LARGEST = 100_000
"""Larger numbers count no people and no weapons of one attack."""

_NOUN_REACH = 4
"""Between a number and what it counts stand at most this many adjectives ("12 long-range attack drones")."""


def quantities(words: Sequence[str], classes: Classes) -> list[Quantity]:
    """All quantities of a sentence in the order of the text."""
    found: list[Quantity] = []
    i = 0
    while i < len(words):
        quantity = _number(words, classes, i) or _single(words, classes, i)
        if quantity is None:
            i += 1
            continue
        i = quantity.j
        if quantity.high >= 0 and not _attackers(words, quantity):
            found.append(qualified(words, quantity))
    return found


def _attackers(words: Sequence[str], quantity: Quantity) -> bool:
    end = quantity.j + 2 if quantity.counts is Counts.UNKNOWN else quantity.j
    return any(vocabulary.ATTACKERS.fullmatch(word) for word in words[quantity.i : end])


# --- one number ----------------------------------------------------------------------------------------------------------


def _skipped(numeral: Numeral, j: int) -> Quantity:
    """A number that counts nothing of interest: consumed, so that its parts are not read again."""
    return Quantity(i=numeral.start, j=j, low=-1, high=-1, counts=Counts.UNKNOWN)


def _number(words: Sequence[str], classes: Classes, i: int) -> Quantity | None:
    numeral = numeral_at(words, i)
    if numeral is None:
        return None
    aged = word_at(words, i - 1) in {"of", "de", "von", "di"} and i > 1 and classes[i - 2] is WordClass.PERSON
    if numeral.high > _LARGEST or aged or _names_something(words, numeral):
        return _skipped(numeral, numeral.end)
    j, low, high = numeral.end, numeral.low, numeral.high
    out_of: int | None = None
    second = _second(words, j)
    if second is not None and _is_range(words, numeral, second):
        low, high, j = min(low, second.low), max(high, second.high), second.end
    elif second is not None and word_at(words, j) in _OUT_OF:
        out_of, j = second.high, second.end
    if word_at(words, j) == "-" and word_at(words, j + 1) in vocabulary.COUNTED_ENDS:
        j += 2
    noun = _noun(words, classes, j)
    if noun is None:
        return _skipped(numeral, j)
    counts, end = noun
    if counts is Counts.BARE and _is_aside(words, numeral, j):
        return _skipped(numeral, j)
    if 1900 <= low <= 2100 and numeral.digits and counts in (Counts.BARE, Counts.UNKNOWN):
        return _skipped(numeral, j)
    if (words[i] == "couple" and counts is Counts.BARE) or (
        counts is Counts.UNKNOWN and _OF_PEOPLE.fullmatch(words[i])
    ):
        counts = Counts.GENERIC
    return Quantity(
        i=i,
        j=_aside_end(words, end) if counts in (Counts.GENERIC, Counts.PERSONS) else end,
        low=low,
        high=high,
        counts=counts,
        approximate=numeral.approximate,
        military=_is_military(classes, j, end),
        weapon=weapon_of(words[end - 1]) if counts is Counts.WEAPONS else None,
        out_of=out_of,
    )


_OF_PEOPLE = re.compile(r"двое|двоих|трое|троих|\w+еро|\w+ерых|двоє|троє|[\w']+еро")
"""Collective numerals, which count nothing but people: «двое его коллег»."""
_OUT_OF = frozenset({"of", "out", "из", "із", "з", "von", "sur", "de", "di", "su", "na", "z"})
_RANGE = frozenset(
    {"-", "–", "—", "to", "до", "or", "или", "або", "чи", "bis", "oder", "à", "ou", "a", "o", "lub", "veya", "and"}
)


def _second(words: Sequence[str], j: int) -> Numeral | None:
    if word_at(words, j) == "out" and word_at(words, j + 1) == "of" and j + 2 < len(words):
        return numeral_at(words, j + 2)
    if j + 1 >= len(words) or not (words[j] in _RANGE or words[j] in _OUT_OF):
        return None
    return numeral_at(words, j + 1)


def _is_range(words: Sequence[str], first: Numeral, second: Numeral) -> bool:
    """ "5-7", "from five to seven", "two or three"; but "rose from 3 to 5" and "5 and 7" are no ranges."""
    joiner = words[first.end]
    if joiner not in _RANGE or first.high >= second.low or second.low > 10 * max(first.high, 1):
        return False
    if joiner == "and":
        return word_at(words, first.start - 1) == "between"
    span = words[max(0, first.start - 6) : first.start]
    return not any(word in vocabulary.RISING for word in span)


def _names_something(words: Sequence[str], numeral: Numeral) -> bool:
    """Whether the number is a name, an ordinal, an age, an amount or part of a date."""
    i, j = numeral.start, numeral.end
    before, after = word_at(words, i - 1), word_at(words, j)
    if before == "not" and numeral.low == 1:
        return True
    if (before == "of" and word_at(words, i - 2) == "none") or (
        before == "the" and words[max(0, i - 3) : i - 1] == ("none", "of")
    ):
        return True
    if words[i] == "one" and after in {"that", "which", "where"}:
        return True
    if before == "number" and not _NUMBERING.isdisjoint(words[max(0, i - 4) : i]):
        return False
    if before in vocabulary.NOT_COUNTED_BEFORE or (
        before == "." and word_at(words, i - 2) in {"no", "nr", "д", "ул", "кв"}
    ):
        return True
    if before == "-" and numeral.digits and word_at(words, i - 2)[:1].isalpha():
        return True
    if numeral.digits and (after in {"°", "€", "$", "₴", "₽", "/"} or before == "/"):
        return True
    if numeral.digits and (
        after in vocabulary.ORDINAL_ENDS or (after == "-" and word_at(words, j + 1) in vocabulary.ORDINAL_ENDS)
    ):
        return True
    return numeral.digits and _is_date(words, i, j)


_NUMBERING = frozenset("dead wounded injured killed deaths casualties victims now".split())
""" "The dead now number 14": a verb."""


_OF_A_YEAR = frozenset("in since by from until till en em im seit desde depuis dal w od в у с з до від".split())


def _is_date(words: Sequence[str], i: int, j: int) -> bool:
    before, after = word_at(words, i - 1), word_at(words, j)
    if before in _OF_A_YEAR and len(words[i]) == 4 and words[i][:2] in ("19", "20"):
        return True
    if after in MONTHS or before in MONTHS or (before == "." and word_at(words, i - 2) in MONTHS_SHORT):
        return True
    if after in MONTHS_SHORT and word_at(words, j + 1) == ".":
        return True
    if (after in {".", "-", "de"} and word_at(words, j + 1) in MONTHS) or before in MONTHS_SHORT:
        return True
    return after in {"-", "–", "to", "на", "au", "по", "al"} and word_at(words, j + 2) in MONTHS


def _is_aside(words: Sequence[str], numeral: Numeral, j: int) -> bool:
    """An age set off by commas or brackets: "a man, 43, was"; and a number before a clock unit or an abbreviation."""
    before, after = word_at(words, numeral.start - 1), word_at(words, j)
    if before == "(" and after == ")":
        return True
    return numeral.digits and before == "," and after in {",", ".", ""} and 10 <= numeral.low <= 99


def _noun(words: Sequence[str], classes: Classes, j: int) -> tuple[Counts, int] | None:
    """What stands after a number, and the position after it. None: a unit or a thing, the number does not count."""
    k = j
    while k < len(words) and k < j + _NOUN_REACH + 1:
        each = classes[k]
        if each is WordClass.UNIT:
            return None
        if each is WordClass.WEAPON:
            end = _weapon_end(words, classes, k)
            return None if word_at(words, end) in vocabulary.WEAPON_MODIFIES else (Counts.WEAPONS, end)
        if each in _PEOPLE:
            return (Counts.GENERIC if each is WordClass.PEOPLE else Counts.PERSONS), _people_end(words, classes, k)
        if each is not None:
            break
        if words[k] == "-" and k + 1 < len(words) and classes[k + 1] is WordClass.UNIT:
            return None
        if not (words[k] in _QUOTES or vocabulary.ADJECTIVE.fullmatch(words[k]) or words[k] in vocabulary.ANOTHER):
            break
        k += 1
    return _unnamed(words, classes, j)


def _unnamed(words: Sequence[str], classes: Classes, j: int) -> tuple[Counts, int] | None:
    """For a number with no known noun after it: nothing at all ("three were"), or a word not known ("three Palestinians")."""
    following = word_at(words, j)
    if following == "of" and word_at(words, j + 1) == "the" and not any(each in _PEOPLE for each in classes[j : j + 6]):
        return None
    if not following[:1].isalpha() or classes[j] is not None or following in _NO_NOUN:
        return Counts.BARE, j
    return Counts.UNKNOWN, j + 1


_NO_NOUN = frozenset().union(
    _RANGE,
    _OUT_OF,
    vocabulary.LEFT_GLUE,
    vocabulary.JOINERS,
    vocabulary.MODIFIER_GLUE,
    vocabulary.INCLUDING,
    vocabulary.MORE_AFTER,
    vocabulary.ANOTHER,
)
"""Words that follow a number which counts nothing by name."""

_QUOTES = frozenset({"-", "«", '"', "“", "„", "”"})
_PEOPLE = frozenset({WordClass.PEOPLE, WordClass.PERSON, WordClass.PERSONS, WordClass.MILITARY})


def _weapon_end(words: Sequence[str], classes: Classes, k: int) -> int:
    """After the last of several weapon words ("Shahed drones", «крылатых ракет»); a hyphen and a number may stand between."""
    end = k + 1
    while end < len(words) and (
        classes[end] is WordClass.WEAPON or (words[end] == "-" and end + 1 < len(words) and words[end + 1].isdecimal())
    ):
        end += 1 if words[end] != "-" else 2
    return end if classes[end - 1] is WordClass.WEAPON else k + 1


def _people_end(words: Sequence[str], classes: Classes, k: int) -> int:
    """After the last of several words for people («мирных жителей», "civilian men")."""
    end = k + 1
    while end < len(words) and classes[end] in _PEOPLE:
        end += 1
    return end


def _is_military(classes: Classes, j: int, end: int) -> bool:
    return any(each is WordClass.MILITARY for each in classes[j:end])


def _aside_end(words: Sequence[str], j: int) -> int:
    """The position after an age set off by commas or brackets: ", 43," and "(43)" and ", aged 5 and 7,"."""
    if word_at(words, j) not in {",", "("}:
        return j
    for k in range(j + 1, min(len(words), j + 8)):
        if words[k] in {",", ")"}:
            return k + 1 if k > j + 1 else j
        if not (AGE.fullmatch(words[k]) or words[k] in _AGED):
            return j
    return j


AGE = re.compile(
    r"\d{1,2}|-|year|years|old|года|год|років|роки|рік|летн\w+|лет|річн\w+|jährige?[nrs]?|ans|años|anni|letni\w*|yaşında\w*|anos"
)
"""Words of an age, which may stand inside a list: "a man and a 12-year-old boy"."""

_AGED = frozenset("aged and и та і y e et und в возрасте у віці im alter von de edad âgé âgés di".split())


_ONE_SOLDIER = frozenset(
    "soldier serviceman servicewoman marine солдат солдата боец бойца военнослужащий военнослужащего військовослужбовець військовослужбовця боєць бійця".split()
)
_ONE_OFFICER = frozenset(
    "полицейского поліцейського правоохоронця рятувальника спасателя пограничника прикордонника".split()
)
_ONE_BODY = frozenset({"person", "civilian", "человек", "людина", "людину"})


def _single(words: Sequence[str], classes: Classes, i: int) -> Quantity | None:
    """A person without a number: "a woman", «мужчина», «загинула жінка»; or one weapon: "a drone"."""
    each = classes[i]
    if each is WordClass.PERSON or (words[i] in _ONE_BODY and word_at(words, i - 1) in {"a", "another", "еще", "ще"}):
        if word_at(words, i + 1) in {"'", "-"} or words[i].endswith("'s"):
            return None
        end = i + 1
        while end < len(words) and classes[end] is WordClass.PERSON:  # "infant brother": one.
            end += 1
        return Quantity(i=i, j=_aside_end(words, end), low=1, high=1, counts=Counts.PERSONS)
    if words[i] in _ONE_OFFICER:
        return Quantity(i=i, j=_aside_end(words, i + 1), low=1, high=1, counts=Counts.PERSONS)
    if words[i] in _ONE_SOLDIER:
        return Quantity(i=i, j=_aside_end(words, i + 1), low=1, high=1, counts=Counts.PERSONS, military=True)
    if each is WordClass.WEAPON and word_at(words, i - 1) in {"a", "an", "another", "беспилотный"}:
        end = _weapon_end(words, classes, i)
        if word_at(words, end) in vocabulary.WEAPON_MODIFIES or words[end - 1].endswith("s"):
            return None
        weapon = weapon_of(words[end - 1])
        return Quantity(i=i, j=end, low=1, high=1, counts=Counts.WEAPONS, weapon=weapon, article=True)
    return None
