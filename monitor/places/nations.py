"""Countries that a text speaks of by their people: "Iranian missiles", «сомалийские военные», "tropas colombianas".

Those whose forces act all over the world say nothing about where, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

_STEMS = """
AF afghan афган afgan afghan|AM armenian армян вірмен arménien armenisch ermeni|AZ azerbaijan azeri азербайдж|BD bangladesh бангладеш|BF burkin буркин буркін
BI burund бурунд|BY belarus белорус білорус|CD congol конголез конголе|CF centrafric|CI ivorian ivoirien|CM cameroon cameroun камерун|CN chines китай chino chinois
CO colombi колумби колумбі|CU cuban|EC ecuador эквадор еквадор|EG egypt égypt egipci египет єгип|ER eritre эритре|ET ethiop éthiop etiop эфиоп ефіоп|DE german deutsch alemán|GE georgian грузин|GT guatemal|HN hondur|HT haiti haïti гаит гаїт|ID indones индонез індонез|IL israel израил ізраїл
IN indian индийск індійськ|IQ iraqi irakien iraquí irak иракск іракськ|IR iran иранск іранськ|JO jordan иордан йордан|JP japan японск|KE kenya kenian кенийск|KG kyrgyz кыргыз киргиз|KH cambod khmer камбодж
KP pyongyang|KR korean корейск|KZ kazakh казах|LB leban liban libanes ливан ліван|LK lankan|LY libya libyen ливийск лівійськ|MA morocc|MD moldov молдав молдов|ML malian malien малийск малійськ
MM burmes myanmar birman мьянм м'янм|MX mexic мексик|MZ mozambi мозамбик|NE nigerien|NG nigerian nigéria нигерий нігерій|NP nepal|PE peruvian peruan|PH filipin philippin филиппин філіппін
PK pakist пакистан|PL polish polnisch polsk польск польськ|PS palestin палестин|RO romanian roumain rumän румын румун|RS serbian serb|RU russian russisch russe ruso rosyjsk российск російськ rus
RW rwand|SA saudi saoud саудов саудів|SD sudanes soudan судан|SN senegal|SO somali сомали сомалі|SS|SY syrian syrien siri сирийск сирійськ|TD chadian tchad|TG togol|TH thai thaïland таиланд таїланд тайськ тайск
TJ tajik таджик|TN tunisi|TR turkish türk turc turco турецк турецьк|TW taiwan|TZ tanzan|UA ukrain украинск українськ|UG ugand уганд|UZ uzbek узбек
VE venezu венесуэл|YE yemen yémen jemen йемен ємен houthi huthi хусит хусит|ZA|KE kenyan|BJ beninese béninois|GH ghana|AL albanian албан|BA bosnia|XK kosovo|ES spanish español|IT italian italien
"""
_LEAST = 4
"""Letters of the shortest stem that may begin a longer word; shorter ones must be the word."""


@lru_cache(maxsize=1)
def _by_stem() -> tuple[dict[str, str], tuple[int, ...]]:
    found = {
        stem: code
        for group in _STEMS.replace("\n", "|").split("|")
        for code, *stems in [group.split() or [""]]
        for stem in stems
    }
    return found, tuple(sorted({len(stem) for stem in found if len(stem) >= _LEAST}, reverse=True))


@lru_cache(maxsize=1 << 14)
def _nation(word: str) -> str | None:
    stems, lengths = _by_stem()
    if word in stems:
        return stems[word]
    return next((stems[word[:n]] for n in lengths if n <= len(word) and word[:n] in stems), None)


def nations_of(words: Iterable[str]) -> frozenset[str]:
    """Return the ISO 3166 codes of the countries whose peoples *words* (folded to lower case) name."""
    return frozenset(_found(words))


def _found(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        nation = _nation(word)
        if nation is not None:
            yield nation
