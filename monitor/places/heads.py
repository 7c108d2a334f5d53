"""Class words beside a name: what kind of thing it is said to be, and whether it is a place at all."""

from __future__ import annotations

import re

_MODIFIERS_CYRILLIC = r"(?:(?:городск|муниципальн|міськ|сільськ|селищн|территориальн|територіальн|об.єднан|районн|автономн|народн|приграничн|прикордонн)\w+\s+){0,2}"
_MODIFIERS_LATIN = r"(?:(?:urban|municipal|rural|city|border|territorial|autonomous|administrative|settlement)\s+){0,2}"
_AND = r"(?:\s*,|\s+(?:and|и|і|та|й|y|und|et|e|i|ve|as well as|а также|а також))"

AFTER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("street", re.compile(
        r"\s+(?:шоссе|шосе|улиц\w*|вулиц\w*|ул\.|вул\.|проспект\w*|просп\.|вокзал\w*|площад\w*|площ[аіу]\w*|набережн\w*|переул\w*|провул\w*|бульвар\w*|трасс\w*|бухт\w*|рощ\w*|сквер\w*|"
        r"тракт\w*|ворот\w*|рынк\w*|рынок|ринок|ринку|кладбищ\w*|кладовищ\w*|университет\w*|університет\w*|суд\w*|собор\w*|стадион\w*|храм\w*|флот\w*|"
        r"(?i:street|avenue|ave\.|highway|boulevard|embankment|prospekt|prospect|railway station|metro|university|court|times|post|zoo|"
        r"institute|fleet|convention|accords?|agreement|protocol|treaty|marathon|exchange|time\b|dynamo)\b)")),
    ("front", re.compile(r"(?:\s*[-–]\s*\w+)?\s+(?:напрям\w*|направлени\w*|фронт\w*|ділян\w*|участ\w*|сектор\w*|плацдарм\w*|(?i:direction|front|sector|axis|salient)\b)")),
    ("region", re.compile(rf"\s+{_MODIFIERS_CYRILLIC}(?:област\w*|обл\.|обл\b|кра[йяюеєї]\w{{0,2}}\b|республик\w*|республік\w*|ОВА|губерни\w*)")),
    ("region", re.compile(r"[’']?s?\s+(?:(?:autonomous|border|frontline|eastern|western|southern|northern)\s+)?(?i:regions?|oblasts?|provinces?|governorates?|krai|territory|states?|republic|oblast|vilayet|governorate|wilaya|prefecture|countryside|regional)\b")),
    ("district", re.compile(rf"\s+{_MODIFIERS_CYRILLIC}(?:район\w*|р-н\w*|округ\w*|громад\w*|МО\b|ГО\b)")),
    ("district", re.compile(rf"[’']?s?\s+{_MODIFIERS_LATIN}(?i:districts?|raions?|rayons?|hromadas?|okrugs?|county|counties|municipality|communit(?:y|ies)|subdistrict|parish)\b")),
    ("airfield", re.compile(r"(?:[’']s)?\s+(?i:(?:military\s+)?(?:air\s?bases?|airfields?|aerodromes?|air force base)|military (?:аэродром|аеродром)\w*|аэродром\w*|аеродром\w*|авиабаз\w*|авіабаз\w*|летовищ\w*)\b")),
    ("airport", re.compile(r"(?:[’']s)?\s+(?i:(?:international\s+)?airports?|аэропорт\w*|аеропорт\w*)\b")),
    ("site", re.compile(r"(?:[’']s)?\s+(?i:(?:oil\s+)?(?:refiner\w+|depots?|terminal\w*|port|plant|power station|power plant|substation|bridge|dam)|НПЗ|АЭС|АЕС|ТЭЦ|ТЕЦ|ГРЭС|ТЭС|ТЕС|ГЭС|ГЕС|завод\w*|порт\w*|нефтебаз\w*|нафтобаз\w*|мост\w*|міст\b)\b")),
)  # fmt: skip
"""Class words after a name; the first that fits counts."""

BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("street", re.compile(
        r"(?:(?:улиц\w*|ул\.|вулиц\w*|вул\.|проспект\w*|просп\.|пр-т\w*|площад\w*|площ[аіу]|шоссе|переул\w*|провул\w*|бульвар\w*|имени|імені|ім\.|им\.|станци\w+|станці\w+ метро|"
        r"\bдом\w{0,2}\s+№?\s?\d+\w?\s+по|\bд\.\s?\d+\w?\s+по|\bбудин\w+\s+№?\s?\d+\w?\s+(?:по|на)|ФК|ХК|БК|[Кк]луб\w*|[Мм]атч\w*|(?i:street|avenue|metro|club|fc|dynamo|динамо|шахт[её]р\w*|шахтар\w*|shakhtar|spartak|спартак\w*|lokomotiv|локомотив\w*|zenit|зенит\w*|"
        r"battalion|brigade|regiment|bataillon|батальон\w*|батальйон\w*|бригад\w*|полк\w*|hotel|гостиниц\w*|готел\w*|отел\w*))\s+[«\"“„]?)$")),
    ("street", re.compile(
        r"(?:\b(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Ll]argo|[Cc]orso|[Rr]ue|[Bb]oulevard|[Bb]d|[Qq]uai|[Aa]venue|[Pp]lace|[Cc]alle|[Aa]venida|[Aa]v\.|[Cc]arrera|[Pp]laza|[Pp]aseo|[Rr]ua|[Pp]raça"
        r"|ulic\w+|ul\.|[Aa]lej\w+|[Pp]lac\w{0,3}|[Ss]traße|[Pp]latz|[Cc][áa]rtel(?: of)?|[Cc]lan|[Bb]anda|[Bb]atall[óo]n|[Oo]leoducto|[Gg]asoducto|[Oo]léoduc|[Gg]azoduc|[Pp]oliducto"
        r"|[Aa]ctrice|[Ff]undaci[óo]n|[Uu]niversi(?:dad|té|tà|tät)|[Ii]nstitut\w*)(?: d(?:e la|el|e l['’]|es|u|e|i|ella|ell['’]|a|o))?\s+)$")),
    ("ship", re.compile(
        r"(?:(?i:корабл\w*|крейсер\w*|катер\w*|танкер\w*|сухогруз\w*|паром\w*|фрегат\w*|корвет\w*|судн\w*|субмарин\w*|подлодк\w*|БДК|ВДК|МРК|"
        r"ship|vessel|cruiser|frigate|corvette|tanker|ferry|submarine|warship|boat|admiral|адмирал\w*|адмірал\w*|теплоход\w*|ледокол\w*|криголам\w*|ТЦ|ТРЦ|ЖК|кафе|завод\w*|предприяти\w+|підприємств\w+|комбинат\w*|компани\w+|компані\w+|агентств\w+|газет\w+|санатори\w+|шахт\w+|шахт\w)\s+[«\"“„])$")),
    ("district", re.compile(r"(?:(?:уезд\w{0,2}|повіт\w{0,2}|повят\w{0,2}|округ\w{0,2}|Landkreis|Bezirk|Distrikt|distrito de|district d[eu]|cercle de|territoire d[eu]|commune rurale de|préfecture d[eu]|(?i:local government area) of|powiecie|powiat)|(?:городск\w+|муниципальн\w+|міськ\w+)\s+округ\w*|\bг\.?\s?о\.|\bГО|(?i:district|municipality|community|hromada) of)\s+(?:the\s+)?$")),
    ("region", re.compile(r"(?:\b(?i:region|oblast|province|governorate|republic|state|territory) of|(?i:\brégions?|\bprovinces?|\boblasts?|\bgouvernorats?|\bprovincias?|\bregión|\bregiones|\bregione|\bgobernación) (?:de|di|del|d['’]|de la)|"
        r"\b(?:Region|Oblast|Provinz|Gebiet|Bundesstaat|obwód|obwodzie|prowincj[ai]|провинци\w{1,2}|провінці\w{1,2}|провінцію|штат\w{0,2}|департамент\w{0,2}|мухафаз\w{1,2}|Республика|Республики|Республике|Республіка|Республіки))\s*(?:the\s+)?$")),
    ("airfield", re.compile(r"(?i:аэродром\w*|аеродром\w*|авиабаз\w*|авіабаз\w*|летовищ\w*|air ?base|airfield)\s+[«\"“„]?$")),
    ("airport", re.compile(r"(?i:аэропорт\w*|аеропорт\w*|airport)\s+[«\"“„]?$")),
    ("site", re.compile(r"(?i:\bпорт\w{0,3}|port of|станиц\w+ порт)\s+[«\"“„]?$")),
    ("village", re.compile(
        r"(?:\b(?i:сел[оаеу]|селом|с[её]лах|с[её]лами|сёла|с[её]л|села|селах|сели|селі|селом|с\.|деревн\w+|дер\.|д\.|пос[её]лк\w+|пос[её]лок|пос\.|пгт\.?|смт\.?|хутор\w*|х\.|станиц\w+|ст-ц\w+|аул\w*|селищ\w+|слобод\w+)"
        r"|(?i:villages?|settlements?|hamlets?|hamlet|farmstead|township|community) (?:of|called|named)|(?i:\bvillage|\bdorf|\bvillages? de|\bpueblo de|\bwieś|\bköyü))\s+(?:the\s+)?[«\"“„]?$")),
    ("area", re.compile(
        r"\b(?i:townships?|village|district|county|area|subdistrict|tehsil|municipality|locality|suburb|neighbou?rhood|settlement|town|commune|vereda|corregimiento|municipio|localité|Ortschaft|miejscowości),\s+(?:in\s+)?$")),
    ("town", re.compile(
        r"(?:\b(?:город|города|городе|городу|городом|городами|городах|г\.|міст[оаіу]|містом|містах|містами|м\.|города-героя|горо́д)|(?i:cit(?:y|ies)|towns?|capital|port|ville|stadt|ciudad|città|miasto|miasta|mieście) (?:of|de|di)?|(?i:\btown|\bcity))\s+[«\"“„]?$")),
)  # fmt: skip
"""Class words before a name."""

_GROUPING = re.compile("тавр[иі][йч]|хортиц")
"""Names of army groups that are called after no town; "the Tavria direction" is half a front."""

SETTLEMENT = frozenset({"village", "town"})
"""Heads after which a capitalised word names a settlement, known or not."""

NO_PLACE = frozenset({"street", "ship"})
"""Heads whose name is no place of an attack: streets, stations, clubs, ships, shops."""

_LONGEST_BEFORE = 34
"""Characters that the longest class word before a name takes; every pattern is tried at each of them."""

LIST_GAP = re.compile(
    rf"^{_AND}{_AND}?\s+(?:(?:the|in|over|of|в|во|на|над|у|під|под|також|также|parts of)\s+){{0,2}}$|^[-–/]$"
)
"""Text between two members of a list."""

CUE = re.compile(
    r"(?:^|[\s(«\"“„—–-])(?:in|at|near|over|outside|across|above|around|off|inside|within|into|towards?|to|from|of|on|against|hits?|struck|strikes|striking|attack(?:s|ed|ing)?|"
    r"shell(?:s|ed|ing)|targets?|targeted|targeting|bomb(?:s|ed|ing)|pounds?|pounded|rocks?|rocked|reached|between|approaching|near-by|occupied|"
    r"в|во|на|под|над|у|около|возле|близ|вблизи|по|из|от|до|за|между|через|біля|під|поблизу|коло|із|від|між|повз|неподалік|недалеко от|неподалік від|поряд з|поруч із|"
    r"район\w*|окрестност\w+|центр\w*|пригород\w*|околиц\w+|передміст\w+|неб\w*|территори\w+|територі\w+|area of|outskirts of|suburbs? of|"
    r"атак\w+|обстрел\w*|обстріл\w*|поразил\w*|вразил\w*|удар\w*|бомбил\w*|"
    r"à|dans|sur|près de|de|en|nei pressi di|auf|bei|nahe|über|en|cerca de|sobre|contra|a|w|we|na|pod|nad|koło)\s+(?:the\s+|der\s+|la\s+|el\s+|le\s+|il\s+)?"
    r"(?:(?:eastern|western|southern|northern|central|south-?east(?:ern)?|north-?east(?:ern)?|south-?west(?:ern)?|north-?west(?:ern)?|nearby|occupied|downtown|\w+['’]s|"
    r"российск\w+|украинск\w+|російськ\w+|українськ\w+|приграничн\w+|прикордонн\w+|оккупированн\w+|окупован\w+)\s+){0,2}[«\"“„]?$",
    re.IGNORECASE,
)
"""A preposition or an attack word right before a name, which makes it a place rather than a word or a person."""


def head_after(text: str) -> tuple[str | None, int]:
    """Return the class of the word that *text* starts with and where it ends; (None, 0) when there is none."""
    for name, pattern in AFTER:
        match = pattern.match(text)
        if match:
            return name, match.end()
    return None, 0


_WITHIN = (
    (
        "region",
        re.compile(r"\b(?:област\w+|обл|кра[йяюеї]\w{0,2}|oblast|region|province|governorate|krai)$", re.IGNORECASE),
    ),
    ("district", re.compile(r"\b(?:район\w*|округ\w*|громад\w*|district|raion|rayon)$", re.IGNORECASE)),
)


def head_within(text: str) -> str | None:
    """Return the class of the last word of a name («Курская область», "Gaza district")."""
    return next((name for name, pattern in _WITHIN if pattern.search(text)), None)


def head_before(text: str) -> str | None:
    """Return the class of the word that *text* ends with."""
    tail = text[-_LONGEST_BEFORE:]
    return next((name for name, pattern in BEFORE if pattern.search(tail)), None)


RIVER = re.compile(
    r"(?:\b(?:берег\w{0,3}|усть[еяію]\w?|гирл[оіа]|рек[аеиуой]\w?|річ[ка]\w{1,2}|ріц[ія]|дельт[аеиіу]|течени[ие]|русл[оаеі])"
    r"|\b(?:banks?|mouth|delta|waters|shores?) of (?:the )?|\briver|\bacross the|\b(?:ufer|rives?|orillas?|riva) (?:des|der|de la|du|del|della)?)\s*$",
    re.IGNORECASE,
)
"""What puts a river after it that a town is called after: «на правом берегу Днепра», "the banks of the Don"."""

_SAINT = re.compile(r"(?:St|Sts|Saint|Sainte|Sankt|San|Santa|Santo|Sant|São|Święt\w+|Свят\w+)\b")
_HOUSES = r"(?:church|cathedral|chapel|basilica|parish|monastery|convent|school|college|hospital|seminary|mosque)"
_OF_A_SAINT = re.compile(rf"(?:['’]s)?\s+(?:\w+\s+)?{_HOUSES}\b", re.IGNORECASE)
_CHURCH_OF = re.compile(
    rf"\b(?:{_HOUSES}|chiesa|cattedrale|iglesia|catedral|église|cathédrale|igreja|kirche|kościół\w*|церк\w+|собор\w*) (?:of |di |de |du |da |do )?$",
    re.IGNORECASE,
)


_PARTICIPLE = re.compile(
    r"[-‑–](?:[a-z]+ed|led|born|bound|made|run|held|built|own|wide)\b|\s+(?:режим|хунт|чиновник|чиновниц|влад[аиоу]\w{0,2}\s+заявил|власт\w+\s+заявил)"
)
"""What makes a name the side of somebody or something: "Moscow-installed officials", "a Kyiv-bound train"."""

_ON_A_STREET = re.compile(r"(?:^|[\s(«])(?:[Нн]а|[Пп]о|[Уу]гол|[Пп]ерекр[её]стк\w+)\s+$")
_OF_A_STREET = re.compile(r"(?:[оеё]ва|[иы]на|[сц]кого|[сц]кой|н[оa]й|ой|ьк(?:ого|ій))$")
"""Russian and Ukrainian say "on" of streets and "in" of towns: «на Абакумова», «на Первомайской»; "on Kharkiv" keeps its ending."""


def names_another_thing(name: str, head: str | None, following: str | None, before: str, after: str) -> bool:
    """Whether a name is that of a street, a ship, a side, an army group, or a church or school of a saint: it does not say where that is.

    Args:
        name: as it stands.
        head: class word before the name.
        following: class word after it.
        before: text before the name, as far as it is looked at.
        after: text after it.
    """
    if head in NO_PLACE or following == "street" or _PARTICIPLE.match(after):
        return True
    if following == "front" and _GROUPING.match(name.lower()):
        return True
    if not following and _ON_A_STREET.search(before) and _OF_A_STREET.search(name) and " " not in name:
        return True
    return bool(_SAINT.match(name) and (_OF_A_SAINT.match(after) or _CHURCH_OF.search(before)))
