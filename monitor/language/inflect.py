"""Every inflected form of a word: what an operator means who writes the word once in a rule file.

Russian goes by dictionary (pymorphy3), Ukrainian and English by their own modules, the other languages by tables of
endings. A form too many is harmless, because no text holds it; a missing form loses an attack, so every reading of an
ending is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.language.inflect_en import english_forms
from monitor.language.inflect_uk import ukrainian_forms
from monitor.language.tokens import fold

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

Endings = tuple[tuple[str, str], ...]
"""(ending of the word as written, endings that may stand in its place; "-" is the bare stem)."""

GERMAN: Endings = (
    ("", "e en n er ern s es se nen em end t te ten tes ter tem"),
    ("e", "en n - er es em s"),
    ("en", "t te ten e st end ende enden ender es em er et ete eten"),
    ("ern", "ert erte erten erte re"),
    ("eln", "elt elte elten le"),
    ("", "innen"),
)
FRENCH: Endings = (
    ("", "s x e es"),
    ("al", "aux ale ales"),
    ("eau", "eaux"),
    ("er", "é ée és ées e es ent ait aient a èrent ant ons ez era eront erait"),
    ("ger", "gea geait geant geaient geons"),
    ("ir", "i ie is ies it issent issant irent issait ira iront"),
    ("re", "u ue us ues t tent ent ait aient it irent ant ra ront"),
    ("ire", "it ite its ites isent isait isirent isit"),
    ("ttre", "ttu ttue ttus ttues t ttent ttait ttaient ttit ttirent"),
    ("é", "ée és ées"),
    ("f", "ve ves"),
    ("eur", "euse euses rice rices"),
)
SPANISH: Endings = (
    ("", "s es"),
    ("ón", "ones"),
    ("z", "ces"),
    ("o", "a os as"),
    ("or", "ora oras ores"),
    ("ar", "o a as an ó aron aba aban ando ado ada ados adas ará arán e en é"),
    ("car", "que quen qué"),
    ("zar", "ce cen cé"),
    ("er", "e en ió ieron ía ían iendo ido ida idos idas erá erán a an"),
    ("ir", "e en ió ieron ía ían iendo ido ida idos idas irá irán a an"),
    ("uir", "uye uyen uyó uyeron uyendo uido uida uidos uidas"),
    ("caer", "cae caen cayó cayeron cayendo caído caída caídos caídas"),
)
PORTUGUESE: Endings = (
    ("", "s es"),
    ("ão", "ões ães"),
    ("m", "ns"),
    ("l", "is"),
    ("o", "a os as"),
    ("or", "ora oras ores"),
    ("ar", "a am ou aram ava avam ando ado ada ados adas ará arão e em"),
    ("car", "que quem"),
    ("er", "e em eu eram ia iam endo ido ida idos idas erá erão a am"),
    ("ir", "e em iu iram ia iam indo ido ida idos idas irá irão a am"),
    ("cair", "cai caem caiu caíram caindo caído caída"),
)
ITALIAN: Endings = (
    ("o", "i a e"),
    ("a", "e i"),
    ("e", "i"),
    ("io", "i ia ie"),
    ("co", "chi ci ca che"),
    ("ca", "che"),
    ("go", "ghi ga ghe gi"),
    ("ga", "ghe"),
    ("tà", "tà"),
    ("are", "o a ano ò arono ava avano ando ato ata ati ate erà eranno i"),
    ("ere", "e ono é ette ettero eva evano endo uto uta uti ute erà eranno a ano"),
    ("ire", "e isce iscono ono ì irono iva ivano endo ito ita iti ite irà iranno"),
    ("dere", "se sero so sa si se"),
    ("ggere", "sse ssero tto tta tti tte"),
    ("pire", "pisce piscono pì pirono pito pita piti pite"),
)
POLISH: Endings = (
    ("", "a u owi em ie iem y i ów om ami ach e o ę ą ze rze"),
    ("a", "y i ę ą o - om ami ach ie e ze"),
    ("ka", "ce ek ki kę ką ko"),
    ("ga", "dze gi gę gą"),
    ("ta", "cie"),
    ("da", "dzie"),
    ("ła", "le"),
    ("ra", "rze"),
    ("ja", "ji ję ją ji j jom jami jach"),
    ("nia", "ni nię nią"),
    ("ek", "ka ku kowi kiem ki ków kom kami kach"),
    ("k", "kiem ki ku ka ków kom kami kach cy"),
    ("g", "giem gi gu"),
    ("t", "cie"),
    ("r", "rze"),
    ("ł", "le"),
    ("ch", "chu chy chem chów chom chami chach"),
    ("ie", "ia iu iem iom iami iach"),
    ("nie", "nia niu niem ń niom niami niach"),
    ("o", "a u em ie - om ami ach"),
    ("y", "ego emu ym a ą e ej ych ymi i"),
    ("i", "iego iemu im a ą ie iej ich imi ą"),
    ("ny", "no ni"),
    ("ość", "ości ością"),
    ("ać", "ał ała ało ali ały a ają any ana ano ane anych anymi anego anej ani ając e ą ie"),
    ("ować", "uje ują ował owała owało owali owały owany owana owano owane owanych owanego owani ując"),
    ("ić", "i ią ił iła iło ili iły ony ona ono one onych iony iona iono ione ionych ionego ieni isz"),
    ("yć", "y ą ył yła yło yli yły ony ona ono one onych onego yty yta yto yte ytych yci"),
    ("zić", "żony żona żono żone żonych"),
    ("cić", "cony cona cono cone conych"),
    ("bić", "bity bita bito bite bitych bije biją"),
    ("eć", "i ą ał ała ało ały eli"),
    ("ąć", "ął ęła ęło ęli ęły ęty ęta ęto ęte ętych ęci nie ną"),
    ("nąć", "nął nęła nęło nęli nęły nie ną"),
    ("ść", "dł dła dło dli dły dnie dną"),
)
TURKISH_CASES = "- ı i u ü yı yi yu yü nı ni nu nü a e ya ye na ne da de ta te nda nde dan den tan ten ndan nden"
TURKISH_CASES += " ın in un ün nın nin nun nün la le yla yle sı si su sü sını sini sunu sünü sında sinde sına sine"
TURKISH_CASES += " sının sinin sından sinden sıyla siyle ki lı li lu lü lık lik"
TURKISH_PLURALS = " ".join(f"{p}{e}" for p in ("lar", "ler") for e in ("", *TURKISH_CASES.split()[1:]))
TURKISH: Endings = (
    ("", TURKISH_CASES),
    ("", TURKISH_PLURALS),
    ("k", "ğı ği ğu ğü ğa ğe ğın ğin ğun ğün ğını ğini"),
    (
        "mak",
        "dı tı du tu dılar tılar yor ıyor uyor mış muş acak an makta ması masını masıyla masında ması sonucu r ır ur",
    ),
    (
        "mak",
        "ndı uldu ulan ulması ulmuş ıldı ılan ılması ldı ndılar ldılar nmış lmış ndu ldu nan lan nması lması nırken",
    ),
    ("mek", "di ti dü tü diler tiler yor iyor üyor miş müş ecek en mekte mesi mesini mesiyle mesinde r ir ür"),
    ("mek", "ndi üldü ülen ülmesi ülmüş ildi ilen ilmesi ldi ndiler ldiler nmiş lmiş ndü ldü nen len nmesi lmesi"),
)
ENDINGS = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "pl": POLISH, "pt": PORTUGUESE, "tr": TURKISH}

GERMAN_PREFIXES = (
    "ab",
    "an",
    "auf",
    "aus",
    "ein",
    "zu",
    "nieder",
    "los",
    "vor",
    "über",
    "be",
    "er",
    "zer",
    "ver",
    "ge",
)
GERMAN_INSEPARABLE = ("be", "er", "zer", "ver", "ge", "über")
GERMAN_STRONG = {
    "schießen": "schoss schossen geschossen schießt beschossen",
    "treffen": "traf trafen getroffen trifft",
    "fallen": "fiel fielen gefallen fällt",
    "brennen": "brannte brannten gebrannt brennt",
    "greifen": "griff griffen gegriffen greift",
    "schlagen": "schlug schlugen geschlagen schlägt",
    "fangen": "fing fingen gefangen fängt",
    "sterben": "starb starben gestorben stirbt",
    "stürzen": "gestürzt",
    "werfen": "warf warfen geworfen wirft",
    "fliegen": "flog flogen geflogen fliegt",
    "kommen": "kam kamen gekommen kommt",
    "brechen": "brach brachen gebrochen bricht",
}
UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


@lru_cache(maxsize=65536)
def forms(word: str, lang: str) -> frozenset[str]:
    """Every inflected form of *word* in language *lang* (ISO 639-1), folded, the word itself included.

    A hyphen never reaches this: term patterns take a compound apart. A language without rules gives the word alone.
    """
    word = fold(word)
    match lang:
        case "ru":
            found = _russian(word)
        case "uk":
            found = ukrainian_forms(word)
        case "en":
            found = english_forms(word)
        case "de":
            found = _by_endings(word, GERMAN) | _german(word)
        case _:
            found = _by_endings(word, ENDINGS.get(lang, ()))
    return frozenset(map(fold, found))


def forget_forms() -> None:
    """Free what only compiling a vocabulary needs: the dictionary of Russian and the forms made so far, about 20 MB."""
    forms.cache_clear()
    _analyser.cache_clear()


def _by_endings(word: str, endings: Endings) -> frozenset[str]:
    found = {word}
    for ending, others in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: len(word) - len(ending)]
            found |= {stem + other.removeprefix("-") for other in others.split()}
    return frozenset(found)


def _german(word: str) -> frozenset[str]:
    """Umlaut plurals, participles with ge- (inside a separable verb), and the strong verbs of the trade."""
    found: set[str] = set()
    position = max((word.rfind(vowel) for vowel in UMLAUTS if word.rfind(vowel) < len(word) - 1), default=-1)
    if position >= 0:
        changed = word[:position] + UMLAUTS[word[position]] + word[position + 1 :]
        found |= {changed, changed + "e", changed + "en", changed + "er", changed + "ern"}
    for prefix in ("", *(prefix for prefix in GERMAN_PREFIXES if word.startswith(prefix))):
        stem = word.removeprefix(prefix)
        inside = "" if prefix in GERMAN_INSEPARABLE else "ge"
        for form in GERMAN_STRONG.get(stem, "").split():
            found.add(prefix + form.removeprefix("ge") if form.startswith("ge") and not inside else prefix + form)
        if stem.endswith("en") and not prefix.startswith("ge"):
            found |= {prefix + inside + stem[:-2] + end for end in ("t", "te", "ten", "ter", "tes", "tem", "et", "ete")}
    return frozenset(found)


@lru_cache(maxsize=1)
def _analyser() -> MorphAnalyzer:
    # 0.1 s and 15 MB: only when a Russian word has to be inflected.
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


def _russian(word: str) -> frozenset[str]:
    """The whole lexeme of every parse that fits.

    Where the word is a dictionary form, only the lexemes that it heads count: "рой" is a swarm, not the imperative of
    "рыть". Guesses about unknown words count only where the dictionary knows none.
    """
    parses = _analyser().parse(word)
    parses = [parse for parse in parses if parse.is_known] or parses
    parses = [parse for parse in parses if parse.normal_form.replace("ё", "е") == word.replace("ё", "е")] or parses
    return frozenset({word, *(form.word for parse in parses for form in parse.lexeme)})


def russian_cases(phrase: str) -> frozenset[str]:
    """A Russian phrase in the nominative in all cases of its number: its adjectives and nouns agree, the rest stays."""
    parses = [_nominative(word) for word in phrase.split()]
    found = {fold(phrase)}
    for case in ("gent", "datv", "accs", "ablt", "loct"):
        inflected = (parse.inflect({case}) if parse else None for parse in parses)
        words = zip(phrase.split(), inflected, strict=True)
        found.add(fold(" ".join(form.word if form else word for word, form in words)))
    return frozenset(found)


def _nominative(word: str) -> Parse | None:
    parses = _analyser().parse(word)
    return next((parse for parse in parses if parse.tag.case == "nomn"), None)
