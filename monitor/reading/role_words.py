"""The words around a place that say what part it plays: prepositions, directions, who speaks."""

from __future__ import annotations

import re

PREPOSITIONS: dict[str, str] = {
    word: kind
    for kind, words in {
        "in": "in at inside within across throughout im in à au aux dans en nel nella nei à em no na nas nos w we в во у на",
        "over": "over above über над понад nad sobre sopra au-dessus üzerinde",
        "near": "near outside around off beside beneath under close near под біля поблизу поряд неподалік возле около вблизи неподалеку рядом недалеко "
        "près proche cerca junto bei nahe unweit vicino presso koło pod niedaleko perto yakınlarında за",
        "to": "to toward towards into к до vers nach hacia verso do para",
        "from": "from з зі із від из с со от aus von depuis desde da z ze dal dalla",
        "on": "on onto upon against auf gegen contre contra contro su sur przeciw",
        "po": "по",
        "of": "of de des du del di della do da vom",
        "between": "between между між zwischen entre tra między arasında",
    }.items()
    for word in words.split()
}
"""What a preposition says of the place after it, by preposition."""

SKIPPED = frozenset(
    """the a an city town village port region area district oblast province suburb suburbs outskirts centre center central northern southern
    eastern western north south east west occupied russian ukrainian frontline regional capital island airport airfield airbase base
    la le les l el los las il lo der die das den dem einem einer stadt ville ciudad città cidade miasto miasta
    г город городе города городу село селе села деревне деревни поселке поселка посёлке пгт районе района район области область центре центра
    окраине пригороде аэродроме аэродром порту порт станции м місто місті міста селі села селище селища смт районі району області області околиці
    околицях порт порту станиці станице хуторе хутор временно оккупированном оккупированной оккупированного тимчасово окупованому окупованій
    северной южной восточной западной півночі півдні сході заході самом самому российском украинском російському українському""".split()
)
"""Words between a preposition and the place that it governs."""

COMPASS = (
    "north", "south", "east", "west", "север", "юг", "южн", "восток", "восточн", "запад", "півн", "півд", "схід", "захід", "захід",
    "nördlich", "südlich", "östlich", "westlich", "nordöstlich", "südöstlich", "nordwestlich", "südwestlich", "nord", "sud",
    "est", "ouest", "norte", "sur", "este", "oeste", "ovest", "północ", "połud", "wsch", "zach", "sul", "leste", "approach",
    "approche", "anflug", "outskirt", "suburb", "подлет", "підльот", "подступ", "підступ", "пригород", "передміст",
)  # fmt: skip
"""How the words begin after which "of X" or "from X" puts something beside X and not in it."""

DATELINE = re.compile(
    r",?\s*(?:\d{1,2}[.\s]+[^\W\d]{3,12}|[^\W\d]{3,9}\.?\s+\d{1,2})\b(?:[^.:]{0,40}?(?:[-–—.:]|$))|,?\s*\([^)]{2,40}\)\s*[-–—:]"
)
"""What follows the place where an agency's text was written: "KYIV, Nov 3 (Agency) -", «МОСКВА, 5 сентября. /Агентство/»."""

DATELINE_CAPITALS = re.compile(r",?\s*(?:[A-Z][\w\s]{0,20},?\s*)?[:—–-]\s")
"""The same after a name in capitals: "QUETTA: A soldier ...", "MIRANSHAH, Pakistan — A blast ..."."""

LOCAL = (
    "police", "resident", "villager", "local", "neighbour", "neighbor", "witness", "doctor", "medic", "hospital", "rescuer",
    "firefighter", "shopkeeper", "worshipper", "survivor", "полици", "жител", "очевид", "врач", "медик", "больниц", "спасател",
    "пожарн", "поліц", "мешкан", "очевидц", "лікар", "рятувальник", "лікарн", "polizei", "anwohner", "augenzeug", "ärzt",
    "policía", "vecino", "testigo", "habitant", "riverain", "témoin", "polizia", "residenti", "testimoni", "mieszkań", "świadk",
    "policj", "sakin",
)  # fmt: skip
"""How words for people begin who tell of what happened where they are: "police in X said", «жители X рассказали»."""

OPEN = frozenset("( [ « “ \" „ '".split())
"""Signs that open what stands before a place."""

DISTANCE = frozenset(
    "km kilometres kilometers miles mile kilometer км километров километрах километра кілометрів кілометрах верст метрах м nm".split()
)
"""Words between a number and a place that it is so far from: "40 km from X"."""
