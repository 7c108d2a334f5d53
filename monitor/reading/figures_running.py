"""Running totals that ordinals give ("a third body was found"), and single people without a number («погиб слесарь»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.reading.figures_quantity import Classes, Counts, Quantity, word_at
from monitor.reading.figures_words import COLLECTIVE, WordClass

_ORDINALS = tuple(
    (value, re.compile(pattern))
    for value, pattern in (
        (2, r"second|2nd|втор(?:ого|ой|ая|ую)|друг(?:ого|ої|а|у)|zweite[ns]?|deuxième|segund[oa]|second[oa]|drugi\w*|drug[aą]|ikinci"),
        (3, r"third|3rd|треть(?:его|ей|ю|я|ого|ої)|третя|dritte[ns]?|troisième|tercer[oa]?|terz[oa]|trzeci\w*|terceir[oa]|üçüncü"),
        (4, r"fourth|4th|четверт(?:ого|ой|ая|ую|ої|а|у)|vierte[ns]?|quatrième|cuart[oa]|quart[oa]|czwart\w+|dördüncü"),
        (5, r"fifth|5th|пят(?:ого|ой|ая|ую)|п'ят(?:ого|ої|а|у)|fünfte[ns]?|cinquième|quint[oa]|piąt\w+|beşinci"),
        (6, r"sixth|6th|шест(?:ого|ой|ая|ую)|шост(?:ого|ої|а|у)|sechste[ns]?|sixième|sext[oa]|sest[oa]|szóst\w+|altıncı"),
        (7, r"seventh|7th|седьм(?:ого|ой|ая|ую)|сьом(?:ого|ої|а|у)|siebte[ns]?|septième|séptim[oa]|settim[oa]|siódm\w+|sétim[oa]|yedinci"),
        (8, r"eighth|8th|восьм(?:ого|ой|ая|ую|ої|а|у)|achte[ns]?|huitième|octav[oa]|ottav[oa]|ósm\w+|oitav[oa]|sekizinci"),
        (9, r"ninth|9th|девят(?:ого|ой|ая|ую)|дев'ят(?:ого|ої|а|у)|neunte[ns]?|neuvième|noven[oa]|non[oa]|dziewiąt\w+|dokuzuncu"),
        (10, r"tenth|10th|десят(?:ого|ой|ая|ую|ої)|zehnte[ns]?|dixième|décim[oa]|decim[oa]|dziesiąt\w+|onuncu"),
    )
)  # fmt: skip
_DEAD = re.compile(
    r"body|bodies|killed|dead|victim|fatality|death|corpse|погибш\w+|жертв[аыу]|загибл\w+|тіло|тело|todesopfer|toten?r?|leiche|victime|mort|corps|víctima|muert[oa]|cadáver|cuerpo"
    r"|vittima|mort[oa]|corpo|ofiar[aęy]|ciało|vítima|ceset|ölü"
)
_BODY_OF = re.compile(r"body|remains|тело|тіло|leiche|corps|cadavre|cuerpo|cadáver|corpo|ciało|останки|рештки")
_SOMEBODY = re.compile(
    r"person|man|woman|people|child|людини|людину|людина|человека?|чоловіка?|жінк\w|жертв\w|мужчин\w|женщин\w|дитин\w|ребенка|worker|officer|hombre|personne|osob\w"
)
_DIED = re.compile(
    r"died|dies|dead|succumbed|killed|скончал\w*|умер\w*|помер\w*|погиб\w*|загин\w*|gestorben|starb|mort\w*|murió|zmarł\w*"
)


@lru_cache(maxsize=16_384)
def _ordinal(word: str) -> int | None:
    return next((value for value, pattern in _ORDINALS if pattern.fullmatch(word)), None)


def running_total(words: Sequence[str]) -> Quantity | None:
    """The dead counted by an ordinal: "a third body", «тело четвёртого погибшего», "a fifth person has died"."""
    for k, word in enumerate(words):
        value = _ordinal(word)
        if value is None:
            continue
        noun = words[k + 1 : k + 3]
        body = any(_BODY_OF.fullmatch(each) for each in words[max(0, k - 3) : k])
        dead = any(_DEAD.fullmatch(each) for each in noun)
        person = any(_SOMEBODY.fullmatch(each) for each in noun)
        died = any(_DIED.fullmatch(each) for each in (*words[k + 2 : k + 6], *words[max(0, k - 3) : k]))
        if dead or (person and (body or died)):
            return Quantity(i=k, j=k + 1, low=value, high=value, counts=Counts.PERSONS, total=True)
    return None


_ONE_DIED = frozenset(
    "погиб погибла загинув загинула помер померла скончался скончалась умер умерла убит убита zginął zginęła zmarł zmarła murió falleció".split()
)
_ONE_HURT = frozenset(
    "ранен ранена поранений поранена травмирован травмирована травмований травмована контужен контужена ranny ranna".split()
)
_NEGATION = frozenset("не ни никто ніхто nikt nie no not never".split())
_NO_SUBJECT = frozenset(
    """в у на из від од при после після під под во за до с з і и та а но але через внаслідок вследствие как що что где де когда коли его її її их їх це это
    по для над около near w na we po od en el la los las por del un una a , . ; : - – — ( )""".split()
)
_ARTICLES = frozenset({"a", "an"})
_PASSIVE = frozenset({"was", "is", "were", "been", "being", "has", "later", "also", "fatally", "shot"})
_HARMING = frozenset("killing kills killed wounding wounds injuring injures injured wounded hurting".split())
_NOT_PEOPLE = frozenset(
    """strike attack blast explosion raid shelling bombing dog cat cow horse family number few couple lot total dozen fire building house plan hope deal bill statement
    drone missile rocket bomb shell month week year day night ceasefire bomber attacker gunman assailant suspect shooter militant car truck vehicle salvo barrage""".split()
)


def one_person(words: Sequence[str], classes: Classes, head: int) -> Quantity | None:
    """One person beside a word that no number goes with: «погиб слесарь», "a priest was killed", "killing an electrician"."""
    word = words[head]
    if word in _ONE_DIED or word in _ONE_HURT:
        return _slavic(words, classes, head)
    if classes[head] not in (WordClass.KILLED, WordClass.INJURED) or not word.isascii():
        return None
    if word in _HARMING and word_at(words, head + 1) in _ARTICLES:
        noun = words[head + 2 : head + 4]
        return _one(head + 2) if noun and _NOT_PEOPLE.isdisjoint(noun) and _plain(classes, head + 2, head + 4) else None
    k = head - 1
    while k >= 0 and words[k] in _PASSIVE:
        k -= 1
    if k >= 0 and words[k] == "another":
        return replace(_one(k), additional=True)
    passive = k < head - 1 or word in {"died", "dies"}
    article = next((n for n in range(k - 1, max(-1, k - 4), -1) if words[n] in _ARTICLES), None)
    if not passive or article is None or not _NOT_PEOPLE.isdisjoint(words[article:head]):
        return None
    if not _plain(classes, article, k + 1) or not all(each.isalpha() for each in words[article : k + 1]):
        return None
    return _one(article + 1)


def _plain(classes: Classes, i: int, j: int) -> bool:
    return not any(
        each in (WordClass.UNIT, WordClass.KILLED, WordClass.INJURED, WordClass.HIT) for each in classes[i:j]
    )


def _slavic(words: Sequence[str], classes: Classes, head: int) -> Quantity | None:
    if words[head] in _ONE_HURT and word_at(words, head - 1) in _ONE_DIED:
        return None
    near = words[max(0, head - 3) : head + 4]
    if not _NEGATION.isdisjoint(near[:4]) or any(COLLECTIVE.fullmatch(each) for each in near):
        return None
    for k in (head + 1, head - 1, head + 2):
        noun = word_at(words, k)
        if len(noun) > 2 and noun[0].isalpha() and noun not in _NO_SUBJECT and classes[k] in _CAN_BE_PEOPLE:
            return _one(head)
    return None


_CAN_BE_PEOPLE = frozenset(
    {None, WordClass.PERSON, WordClass.PERSONS, WordClass.MILITARY, WordClass.PEOPLE, WordClass.INJURED}
)


def _one(k: int) -> Quantity:
    return Quantity(i=k, j=k + 1, low=1, high=1, counts=Counts.PERSONS)
