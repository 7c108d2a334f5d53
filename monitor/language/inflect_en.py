"""Inflected forms of English words: plural, third person, past, participles, and the two spellings of the Atlantic."""

from __future__ import annotations

VOWELS = "aeiou"

# Base, past and participle where the rules fail; only verbs that tell of attacks and what follows from them.
IRREGULAR_VERBS = """
be was were been | begin began begun | blow blew blown | break broke broken | bring brought | build built | burn burnt
catch caught | come came | cut | die dying | do did done | drive drove driven | fall fell fallen | feel felt | fight fought
find found | flee fled | fly flew flown | get got gotten | give gave given | go went gone | hear heard | hit hitting
hurt | keep kept | know knew known | lay laid | lead led | leave left | light lit | lose lost | make made | meet met
put | report | rise rose risen | run ran | say said | see saw seen | send sent | set | shake shook shaken
shoot shot | shut | sink sank sunk | slay slew slain | spread | stick stuck | strike struck stricken
take took taken | tear tore torn | tell told | throw threw thrown | lie lay lain lying | overfly overflew overflown
"""

IRREGULAR_NOUNS = "man men | woman women | child children | person people | debris | aircraft | serviceman servicemen"

# Written either way in print; the longer words only, so that "four" does not become "for".
SPELLINGS = (("ise", "ize"), ("yse", "yze"), ("our", "or"), ("tre", "ter"), ("ence", "ense"), ("ogue", "og"))


def families(table: str) -> dict[str, frozenset[str]]:
    """Read "base form form | base ..." into form -> all forms of its word."""
    found: dict[str, frozenset[str]] = {}
    for family in table.replace("\n", " | ").split("|"):
        words = frozenset(family.split())
        for word in words:
            found[word] = found.get(word, frozenset()) | words
    return found


IRREGULAR = families(IRREGULAR_VERBS) | families(IRREGULAR_NOUNS)


def english_forms(word: str) -> frozenset[str]:
    """Every form of *word*, taken as a noun and as a verb alike; a plural or an irregular past gives its whole word."""
    bases = {word} | IRREGULAR.get(word, frozenset())
    if word.endswith("s") and not word.endswith("ss") and len(word) > 4:
        bases.add(word[:-1])
        if word.endswith(("ches", "shes", "sses", "xes", "zes")):
            bases.add(word[:-2])
        if word.endswith("ies"):
            bases.add(word[:-3] + "y")
    bases |= {spelling for base in tuple(bases) for spelling in _spellings(base)}
    return frozenset(form for base in bases for form in (base, *_plural(base), *_past_and_participle(base)))


def _spellings(word: str) -> set[str]:
    if len(word) < 6:
        return set()
    pairs = [*SPELLINGS, *((right, left) for left, right in SPELLINGS)]
    return {word.removesuffix(left) + right for left, right in pairs if word.endswith(left)}


def _plural(word: str) -> tuple[str, ...]:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return (word + "es", word + "s")
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return (word[:-1] + "ies",)
    if word.endswith("fe"):
        return (word + "s", word[:-2] + "ves")
    return (word + "s",)


def _past_and_participle(word: str) -> tuple[str, ...]:
    if word.endswith("ee"):
        return (word + "d", word + "ing")
    if word.endswith("e"):
        return (word + "d", word[:-1] + "ing")
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return (word[:-1] + "ied", word + "ing")
    regular = (word + "ed", word + "ing")
    ends_in_vowel_and_consonant = (
        len(word) > 2 and word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS and word[-3] not in VOWELS
    )
    return (*regular, word + word[-1] + "ed", word + word[-1] + "ing") if ends_in_vowel_and_consonant else regular
