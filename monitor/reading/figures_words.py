"""Words around figures in eleven languages: who is counted, what befell them, what never counts."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class WordClass(StrEnum):
    """What a word does for the figures of a sentence."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    TRAPPED = "trapped"
    RESCUED = "rescued"
    TREATED = "treated"
    LAUNCH = "launch"
    INTERCEPT = "intercept"
    HIT = "hit"
    WEAPON = "weapon"
    PEOPLE = "people"
    PERSON = "person"
    PERSONS = "persons"
    MILITARY = "military"
    UNIT = "unit"


_PATTERNS: dict[WordClass, str] = {
    # Units stand first: "лет", "houses", "years" after a number settle that nobody is counted.
    WordClass.UNIT: r"""km|kms|kilomet\w+|километр\w*|кілометр\w*|км|miles?|миль|mi|met(?:er|re)s?|метр\w*|metros?|metri|mètres?|м|m|см|cm|mm|мм
        |%|percent|per|prozent|процент\w*|відсотк\w*|years?|yr|год|года|году|лет|летн\w+|річн\w+|рік|років|роки|року|jahre?n?|jährig\w*
        |ans|años?|anni|lat|letni\w*|yaş(?:ı|ında\w*|larında)?|anos|months?|месяц\w*|місяц\w*|місяці\w*|weeks?|недел\w*|тижн\w*|days?|дн(?:я|ей|ях|і|ів|ям)|tage?n?|jours?|días?
        |giorni|dni|gün|dias|hours?|час(?:а|ов|ы)?|годин\w*|stunden?|heures?|horas?|ore|godzin\w*|saat|minutes?|минут\w*|хвилин\w*|minuten?|minuti|minutos?|minut
        |сутк\w*|суток|діб|доб\w*|seconds?|секунд\w*|times?|раз\w*|fois|veces|volte|mal|kez
        |houses?|homes?|buildings?|apartments?|flats?|floors?|stor(?:ey|eys|y|ies)|rooms?|windows?|cars?|vehicles?|trucks?|buses|tanks?|aircraft|planes?
        |helicopters?|jets?|ships?|boats?|vessels?|schools?|hospitals?|villages?|towns?|cities|settlements?|communities|districts?|regions?|provinces?|countries
        |battalions?|brigades?|regiments?|squadrons?|corps|платформ\w*|батальон\w*|батальйон\w*|бригад\w*|полк\w*|bataillons?|brigad\w+|batallón\w*|locations?|sites?|places?|areas?|targets?|facilities|objects?|fires?|attacks|strikes|waves?|explosions?|blasts?|raids|airports?|bridges?|families
        |blocks?|high|towers?|skyscrapers?|rises|cows?|sheep|dogs?|cats?|horses?|pigs?|goats?|cattle|chickens?|animals?|livestock|коров\w*|овец|овц\w*|овець|коз|кіз|кур|курей|птиц\w*|schafe\w*|kühe\w*|hunde\w*|vaches|moutons|vacas|ovejas|perros|pecore|cani|owiec|krów|koyun\w*|собак\w*|кош\w+|лошад\w*|коней|свин\w*|тварин\w*|животн\w*|dollars?|euros?|million\w*|billion\w*|mln|млн|млрд|миллион\w*|мільйон\w*|миллиард\w*|рубл\w*|грн|гривень|barrels?|tons?|tonnes?|тонн\w*|kg|кг|calib\w*
        |дом(?:а|ов|ах|ам|у)?|домовладени\w*|здани\w*|строени\w*|квартир\w*|этаж\w*|этажн\w*|машин\w*|автомобил\w*|авто|автобус\w*|самолет\w*|вертолет\w*|танк\w*
        |школ\w*|больниц\w*|населенн\w*|населён\w*|пункт\w*|район\w*|област\w*|регион\w*|объект\w*|пожар\w*|атак(?:а|и|у|ой)?|удар(?:а|ы|ов|у|ами|ам|и|ів)?|обстрел\w*|взрыв\w*|метр\w*|окон|окна
        |будинк\w*|будівл\w*|будинок|помешкан\w*|поверх\w*|поверхов\w*|автівк\w*|автомобіл\w*|літак\w*|гелікоптер\w*|лікарн\w*|населен\w*|громад\w*|областей|регіон\w*
        |об'єкт\w*|пожеж\w*|обстріл\w*|вибух\w*|вулиц\w*|улиц\w*|домогосподарств\w*|подъезд\w*|під'їзд\w*|клас\w*|класс\w*
        |häuser\w*|gebäude\w*|wohnung\w*|autos?|fahrzeuge?n?|orte?n?|städte?n?|regionen|angriffe?n?|maisons?|immeubles?|bâtiments?|voitures?|véhicules?|villes|régions
        |casas|edificios|viviendas|coches|vehículos|ciudades|regiones|ataques?|case|edifici|auto|veicoli|città|attacchi|domów|domy|budynk\w*|mieszkań|samochod\w*
        |miast\w*|region\w*|atak\w*|binalar?\w*|ev|araç\w*|bölge\w*|edifícios|prédios|carros|cidades|regiões""",
    WordClass.KILLED: r"""kill(?:ed|s|ing)?|mata|matan|matam|uccid\w+|zabija|zabijają|martyrs|dead|died|dies|die|deaths?|fatalit(?:y|ies)|slain|perished|toll|lives|bodies
        |погиб\w*|убит\w*|убил\w*|убивш\w*|скончал\w*|умер(?:ла|ло|ли|ший|шие|ших)?|жертв\w*|летальн\w*|загин\w*|загибел\w*|загибель|гибел\w*|загибл\w*|вбит\w*|вбил\w*|вбивш\w*|помер\w*
        |tote[nrs]?|tot|opferzahl|todeszahl|getötet\w*|tötet\w*|töten|starb\w*|gestorben|ums|todesopfer\w*|morts?|mortes?|mortos?|mort[ia]|tués?|tuées?|tuant|tue|décédé\w*|décès
        |muert[oa]s?|murieron|murió|mató|mataron|matando|fallecid\w+|falleci\w+|ucci[sd]\w+|deced\w+|zgin\w+|zabit\w*|zabił\w*|zabijając|zmarł\w*
        |yaşamını|öld[üu]\w*|ölü\w*|ölen\w*|hayatını|şehit|morreram|morreu|matou|mataram|mortas|тел[ао]?|тіл[ао]?|vittim[ae]|ofiar\w*|corpi|cadáveres|leichen|corps|ciał[ao]?|ceset\w*""",
    WordClass.INJURED: r"""wound(?:ed|s|ing)?|injur(?:e|ed|es|ing|y|ies)|fere|ferem|hiere|hieren|ferisc\w+|rani|ranią|hurt|hurting|maimed|maiming|ранен\w*|ранил\w*|пострада\w*|травмир\w*|травм[аиуы]|травмой
        |поранен\w*|поранив|поранил\w*|постражда\w*|травмован\w*|трехсотых|тяжелоранен\w*|легкоранен\w*|важкопоранен\w*
        |verletz\w+|verwundet\w*|schwerverletzt\w*|leichtverletzt\w*|blessé\w*|blessant|blesse|herid\w+|hiri\w+|lesionad\w+|ferit\w*|ferend\w+|rann[aeyi]\w*
        |ranion\w*|ranił\w*|raniąc|obrażeni\w*|yaral\w+|ferid\w+|feriu|feriram|ferindo""",
    WordClass.CASUALTIES: r"casualt(?:y|ies)|victims?|opfern?|victimes?|víctimas?|vítimas?",
    WordClass.MISSING: r"""missing|unaccounted|пропавш\w+|пропал\w*|безвести|зникл\w+|vermisst\w*|vermißt\w*|disparue?s?|desaparecid\w+|dispers[ioae]
        |zaginion\w+|zaginęł\w*|kayıp""",
    WordClass.TRAPPED: r"trapped|buried|завалами|завалом|verschüttet\w*|ensevelie?s?|atrapad\w+|sepultad\w+|intrappolat\w+|uwięzion\w*|soterrad\w+",
    WordClass.RESCUED: r"rescu(?:ed|ing)|спасен\w*|спасли|[ву]рятован\w*|урятували|врятували|врятовано|gerettet\w*|secourue?s?|rescatad\w+|salvat[ioae]|uratowan\w+|kurtarıl\w+|resgatad\w+",
    WordClass.LAUNCH: r"""launch(?:ed|es|ing)?|fired|firing|fires|sent|used|unleashed|attacked|attacking|запустил\w*|запущен\w*|выпустил\w*|выпущен\w*|применил\w*
        |атаковал\w*|атакован\w*|атакував|атакували|атаковано|випустил\w*|випустив|випущен\w*|запустив\w*|застосува\w*|завдали|завдав|нанесли|ударили|вдарили
        |gestartet|abgefeuert|griff\w*|lancé\w*|tiré\w*|lanz(?:ó|aron|ado|ados)|dispar(?:ó|aron)|lanciat\w*|wystrzelon\w*|wystrzelił\w*|fırlat\w+|lançou|lançaram""",
    WordClass.INTERCEPT: r"""shot|downed|downs|downing|shoot(?:s|ing)?|intercept\w*|neutrali[sz]ed|destroy(?:ed|s|ing)?|repelled|suppressed|jammed
        |сбит\w*|сбил\w*|сбива\w*|уничтож\w*|перехва\w*|подавлен\w*|нейтрализ\w*|обезвреж\w*|отраз\w*|отражен\w*|збит\w*|збил\w*|збив|знищ\w*|знешкод\w*|подавлен\w*
        |нейтраліз\w*|перехоп\w*|приземлен\w*|приземлил\w*|abgeschossen|abgefangen|zerstört|abattue?s?|intercepté\w*|détruits?|neutralisé\w*|derrib\w+|intercept\w+
        |abbattut\w*|intercettat\w*|zestrzel\w+|zniszczon\w*|przechwycon\w*|düşürül\w*|düşürdü|etkisiz|imha|abatid\w+""",
    WordClass.HIT: r"""hit|hits|struck|strike|slammed|crashed|landed|impacts?|impacted|exploded|попал\w*|попадани\w*|прилет\w*|прилёт\w*|поразил\w*|упал\w*|врезал\w*
        |влучил\w*|влучан\w*|влучив|поцілил\w*|впал\w*|traf|trafen|getroffen|einschl\w+|schlug\w*|touché\w*|frappé\w*|impact(?:ó|aron)|alcanz\w+|colpit\w*
        |trafił\w*|uderzył\w*|isabet|vurdu|atingi\w+""",
    WordClass.WEAPON: r"""drones?|uavs?|uav|quadcopters?|fpv|бпла|беспилотник\w*|беспилотн\w+|дрон(?:а|ы|ов|ами|ам|ах|у|ом|е|и|ів|ів)?|безпілотник\w*|безпілотн\w+|шахед\w*
        |shaheds?|герань|гераней|герани|гербер\w*|kamikaz\w*|камикадзе|камікадзе|drohnen?|kampfdrohnen?|drony|dronów|dronami|droni|dronlar\w*|i?ha|iha\w*|sihas?|siha\w*
        |missiles?|ракет(?:а|ы|у|ой|е|ами|ах|ам|и|ою|)|misiles?|misil|missili|missile|füze\w*|rakiet\w*|pocisk\w*|míssei\w*|míssil|raketen?|marschflugkörper\w*|missiles
        |rockets?|roquettes?|cohetes?|razzi|foguetes?|roket\w*|искандер\w*|калибр(?:а|ы|ов|ів)|кинжал\w*|кинджал\w*|крылат\w*|крилат\w*
        |bombs?|бомб(?:а|ы|у|ой|ами|ах|и|ою|)|авиабомб\w*|авіабомб\w*|каб|каба|кабов|кабы|каби|кабів|bomben|bombes|bombas?|bombe|bombalar\w*
        |shells|снаряд(?:а|ы|ов|ами|и|ів|ом)?|мины|мін|мин|rounds|projectiles|obus|granaten|granatów|proyectiles|mermi\w*""",
    WordClass.PEOPLE: r"""people|persons?|civilians?|others?|individuals?|человек\w*|людей|люди|людям|людьми|людина|людини|людину|осіб|особи|особа|особу|мирн\w+|цивільн\w*
        |гражданск\w*|лиц|menschen|mensch|personen?|zivilisten|personnes?|personas?|civiles|persone|osob[ayęo]\w*|osób|ludzi|kişi\w*|pessoas?|civis|sivil\w*|civils?""",
    WordClass.PERSON: r"""man|woman|boy|girl|child|toddler|baby|infant|driver|worker|civilian|guard|constable|sergeant|inspector|reporter|photographer|cameraman|paramedic|engineer|electrician|mechanic|priest|imam|pastor|tourist|vendor|trader|shopkeeper|motorcyclist|bodyguard|schoolboy|schoolgirl|pupil|neighbou?r|teenager|resident|pensioner|employee|policeman|policewoman|officer
        |fisherman|farmer|firefighter|rescuer|medic|doctor|nurse|journalist|student|passer|mother|father|son|daughter|wife|husband|grandson|granddaughter|nephew|niece|uncle|aunt|brother|sister|grandmother|grandfather
        |volunteer|villager|passenger|teacher|pilot|sailor|miner|pedestrian|cyclist|shepherd
        |мужчин[аеу]|женщин[аеу]|ребенок|ребенка|водител[ья]|рабочий|рабочего|житель|жительниц[аыу]|жителя|подросток|подростка|сотрудник|сотрудника|сотрудниц[аы]
        |охранник|охранника|сторож|пенсионер|пенсионера|пенсионерк[аиу]|девочк[аиу]|мальчик|мальчика|младенец|младенца|медик|журналист|внук|внука|внучк[аиу]|мать|отец|сын|дочь|жена|муж|бабушка
        |девушк[аиу]|парень|парня|спасатель|спасателя|пожарный|врач|строитель|машинист|машиниста|тракторист|тракториста
        |чоловік|чоловіка|жінк[ауи]|дитин[ауи]|воді[йя]|працівник|працівника|працівниц[яі]|мешкан(?:ець|ця|ка|ки|ку)|підліт(?:ок|ка)|охоронець|хлоп(?:ець|ця|чик|чика)
        |дівчин[ауи]|дівчинк[ауи]|рятувальник|пенсіонер|пенсіонерк[ауи]|немовля|лікар|медсестра|журналіст|онук|онука|онучк[аиу]|мати|батько|син|донька|дружина
        |mann|frau|kind|junge|mädchen|fahrer|homme|femme|enfant|fillette|garçon|hombre|mujer|niñ[oa]|uomo|donna|bambin[oa]|mężczyzn[aęy]|kobiet[aęy]|dziecko|dziewczynka
        |chłopiec|kadın|erkek|çocuk|adam|homem|mulher|criança""",
    WordClass.PERSONS: r"""men|women|boys|girls|children|kids|toddlers|babies|drivers|workers|guards|teenagers|residents|pensioners|employees|policemen|firefighters|rescuers
        |medics|doctors|nurses|journalists|students|passengers|villagers|volunteers|teachers|pilots|sailors|miners|locals|minors|adults|family|members|police|sons|daughters
        |brothers|sisters|worshippers|shoppers|patients|pedestrians|fishermen|farmers|migrants|refugees|palestinians|israelis|ukrainians|russians|syrians|lebanese
        |мужчин(?:ы|ам|ами)?|женщин(?:ы|ам|ами)?|дет(?:ей|и|ям|ьми)|водител(?:и|ей)|рабочи[ех]|работник\w*|жител(?:и|ей)|подростк(?:и|ов)|сотрудник(?:и|ов)|охранник(?:и|ов)
        |спасател(?:и|ей)|пассажир\w*|медик(?:и|ов)|пенсионер(?:ы|ов)|полицейск\w+|пожарны[ех]|журналист(?:ы|ов)|шахтер\w*|студент\w*|несовершеннолетн\w*
        |чоловік(?:и|ів)|жін(?:ки|ок)|діт(?:ей|и|ьми)|воді(?:ї|їв)|працівник(?:и|ів)|мешканц(?:і|ів)|підлітк(?:и|ів)|рятувальник(?:и|ів)|пасажир\w*|медик(?:и|ів)
        |поліцейськ\w+|журналіст(?:и|ів)|хлопц(?:і|ів)|неповнолітн\w*
        |männer|frauen|kinder\w*|hommes|femmes|enfants|hombres|mujeres|niñ[oa]s|uomini|donne|bambin[ie]|mężczyzn|kobiety|kobiet|dzieci|kadınlar|çocuklar|homens|mulheres|crianças""",
    WordClass.MILITARY: r"""soldiers?|troops|taliban|talibs|jihadis\w*|houthis?|gunmen|servicem[ae]n|personnel|fighters?|militants?|recruits|conscripts|terrorists|mercenar\w+|insurgents|officers|marines
        |солдат\w*|военн\w+|военнослужащ\w*|боевик\w*|террорист\w*|оккупант\w*|боец|бойца|бойцов|бойцы|военных|наемник\w*|вс|нацист\w*|националист\w*
        |військов\w*|військовослужбов\w*|бойовик\w*|окупант\w*|загарбник\w*|бійц\w*|захисник\w*
        |soldaten?|kämpfer|soldats?|militaires?|combattants?|soldados?|militares|combatientes|soldati|militari|combattenti|żołnierz\w*|bojownik\w*|asker\w*|militan\w*|terörist\w*""",
}

_CLASSES = re.compile("|".join(f"(?P<{each.value}>{''.join(pattern.split())})" for each, pattern in _PATTERNS.items()))


@lru_cache(maxsize=16_384)
def word_class(word: str) -> WordClass | None:
    """The class of a folded word; None for all the words that matter to no figure."""
    match = _CLASSES.fullmatch(word)
    return WordClass(match.lastgroup) if match is not None and match.lastgroup is not None else None


_WEAPONS = (
    (
        "missile",
        re.compile(r"missil|ракет|misil|füze|rakiet|pocisk|míss|raket|marsch|искандер|калибр|кин[д]?жал|крылат|крилат"),
    ),
    ("rocket", re.compile(r"rocket|roquett|cohete|razzi|foguete|roket")),
    ("bomb", re.compile(r"bomb|бомб|авиабомб|авіабомб|каб")),
    ("shell", re.compile(r"shell|снаряд|мин|мін|round|projectile|obus|granat|proyectil|mermi")),
)


def weapon_of(word: str) -> str:
    """What kind of weapon a word of class WEAPON names: ``drone missile rocket bomb shell``."""
    if word.startswith("shahed"):
        return "drone"
    return next((name for name, pattern in _WEAPONS if pattern.match(word)), "drone")


AT_LEAST = frozenset(
    """least мере меньшей минимум менее щонайменше принаймні менше мінімум mindestens wenigstens moins menos almeno
    najmniej az pelo meno более свыше больше понад більше более more over than above über mehr plus más oltre più ponad więcej fazla mais aşkın""".split()
)
UP_TO = frozenset("up до bis jusqu'à hasta fino até".split())
ABOUT = frozenset(
    """about around approximately roughly some nearly almost около примерно порядка почти приблизительно близько приблизно майже rund etwa
    ungefähr fast circa environ près presque unos unas cerca aproximadamente alrededor około blisko prawie yaklaşık""".split()
)
ANOTHER = frozenset(
    "another further additional еще ще weitere weiteren weiterer otros otras otro otra altri altre kolejne kolejnych jeszcze daha outras outros autre autres".split()
)
MODIFIER_GLUE = frozenset(
    "at as many of the no not few по как не to in um d' d qua co en de di da que a than był".split()
)
MORE_AFTER = frozenset(
    "innych inne інших інші других altre outras more others other weitere autres otros otras altri outros".split()
)
INCLUDING = frozenset(
    """including among whom включая числе среди из включно зокрема серед тому dont parmi darunter unter entre incluidos incluidas
    incluyendo incluindo tra cui inclusi compresi tym wśród aralarında arasında incluyen""".split()
)
TOTAL = frozenset(
    """total overall altogether всего общей общее общем сложности итого загалом всього разом insgesamt totale totales complessivo complessivamente łącznie
    ogółem toplam toplamda todo""".split()
)
COUNT_NOUNS = frozenset(
    """tally cifra cantidad nombres number toll число числа количество кількість чисельність zahl nombre número numero liczba sayısı count bilan balance bilancio
    кількості количества opferzahl""".split()
)
RISING = frozenset(
    """rise raised raises climb reach soared soar soars mounts jump updated rose rises risen rising climbed climbs increased increases grew grown reached reaches stands jumped hit surpassed passed
    вырос выросло выросла возросло возрос возросла увеличилось увеличилась достигло достигла превысило составило зросла зросло збільшилась збільшилося
    збільшилася сягнула сягнуло досягла досягло становить stieg gestiegen steigt erhöht monte passe grimpé alourdit atteint élève subió aumentó asciende sube
    aumenta ascendió eleva sale salito salgono salita wzrosła wzrosło rośnie yükseldi çıktı subiu aumentou chega""".split()
)
LOWERING = frozenset(
    """lowered lowers lowering cut cuts cutting reduced reduces revised revises revising fell dropped down понизил понизила понизили снизил снизили
    снизилось уменьшилось сократилось знизили зменшилась зменшилася зменшили gesunken senkte korrigierte ramené réduit rebaja rebajó redujo ridotto scende spadła
    obniżono reduziu düştü""".split()
)
MOVING = RISING | LOWERING | COUNT_NOUNS
"""After one of these, "to" and «до» introduce the figure that a toll has reached, no upper bound."""
COLLECTIVE = re.compile(
    r"семь[яиюе]|семей|родин[аиую]|подружж\w*|family|families|family's|couple|пара|пару|супруг[иов]*|rodzina|familie|famille|familia|famiglia|família|aile\w*"
    r"|скот\w*|худоб\w*|собак\w*|кот|кіт|кінь|конь|коров\w*|люди|людей|все|всі|много|багато|несколько|кілька|экипаж|екіпаж"
)
"""Subjects of a verb in the singular that are more than one person, or none."""
ATTACKERS = re.compile(
    r"attackers?|assailants?|gunm[ae]n|bombers?|hijackers?|perpetrators?|raiders?|нападавш\w*|нападник\w*|нападник[иів]*|смертник\w*|налетчик\w*|стрелк\w*|angreifern?"
    r"|attentätern?|täter\w*|assaillants?|agresseurs?|kamikazes|atacantes|sicarios|agresores|attentatori|assalitori|aggressori|napastnik\w*|zamachow\w*|saldırgan\w*|agressores"
)
"""Those who attacked: their own deaths are no part of the toll."""
CORRECTION = re.compile(
    r"\b(?:(?:lower|cut|revis|reduc|correct|amend)\w* [^.;]{0,40}?(?:toll|count|number|figure|tally|death|dead|casualt|estimate)\w*"
    r"|(?:toll|count|number|figure|tally|dead|deaths|injured|casualties) [^.;]{0,30}?(?:lowered|cut|revised|reduced|corrected|clarified|downgraded)"
    r"|correction|corrects|(?:revised|lowered) (?:down|to)|downward\w*|erroneous\w*|mistaken\w*|clarif(?:y|ies|ied)|(?:names|counted|named) twice|not \d+ ,? ?as"
    # With a comma or «как» before it, «уточнил» only says who spoke.
    r"|(?<!, )(?<!как )(?<!як )уточнил[иа]?(?= ?:| число| количество| данные| что| кількість| дані| що)|уточненн\w+ дан[нi]\w+|уточненн[ящ]\w*|уточнени[ея] ?[:—–-]"
    r"|понизил\w*|снизил\w*|снижен\w*|скорректир\w*|исправ\w*|ошибочно|уменьшил\w*"
    r"|понизи\w*|зменшил\w*|скоригу\w*|скориговано|помилков\w*|виправ\w*|знизил\w*"
    r"|korrigiert\w*|nach unten|revidiert\w*|revu à la baisse|corrigé\w*|rectifi\w+|corregid\w*|corrigi\w+|rebaj\w+|rivisto|corretto|al ribasso"
    r"|skorygowa\w*|obniż\w*|düzelt\w*|revisado|revisto)(?!\w)"
)
NOT_COUNTED_BEFORE = frozenset(
    """no nr № # número numéro numero nummer numer number номер номером школа школы школу школе школи школі школу school house дом доме дома будинок будинку дом
    block flat quarter apartment кв корпус корп unit брестський street улица улице вулиця вулиці building gate terminal line brigade article стать статья статье
    статті aged возрасте возраста віці віком alter âge âgé âgée edad anni wieku yaşında chapter resolution flight рейс route highway трасса km км g su mig ту
    $ € £ ₴ ₽ figure day день version covid article level""".split()
)
"""A number after one of these names a thing, an age or an amount."""
ORDINAL_ENDS = frozenset("st nd rd th го й я е ї му м ый ой ая er ème e ª º °".split())
COUNTED_ENDS = frozenset("х ти ро мя ма".split())
"""Endings that cardinals take in writing: «2-х», «5-ти», «4-ро»."""
WEAPON_MODIFIES = frozenset(
    """attack attacks strike strikes operator operators launcher launchers pilot pilots carrier carriers boat boats debris fragments fragment
    system systems unit units crew crews factory factories wave waves raid raids assault assaults threat alert alerts production plant maker makers warfare incursion
    incursions defence defense barrage barrages salvo salvos squad atak ataków ataki saldırısı hücumu удар удара ударов атака атаки атак""".split()
)
JOINERS = frozenset(", and и і та й und et y e i oraz ve a with".split())
DETERMINERS = frozenset(
    "a an the his her their its one's another его ее їх їхн їхня его її його ihre sein ihr une un la le su una il son deux".split()
)

BE = frozenset(
    "were was are is been being be have has had wurden wurde worden sind ont été sont fueron fue han sido sono stati stato zostały zostało zostali foram".split()
)
LEFT_GLUE = BE | frozenset(
    """suffered suffering sustained received got shrapnel blast gunshot burn needed required got taken rushed sent remain remained remains still shot fatally later
    дістали дістав дістала зазнало зазнав осколочные минно взрывные уламкові осколкові вибухові у в него neue found recovered pulled дістали знайшли нашли обнаружили виявили
    reported reportedly confirmed also now already were left found pronounced feared believed presumed seriously critically lightly slightly badly
    и і were being as и также были был была было стали получили получил получила отримали отримав отримала зазнали тоже уже вже тяжело легко серьезно важко легко смертельно
    числятся считаются значатся находятся остаются вважаються теж також було були стало різного ступеня тяжести тяжкості до из ums kamen kam haben hat sich
    schwer leicht verletzungen ranienia ранения поранення sind est a ont legèrement grièvement resultaron resultó quedaron sono rimasti rimaste rimasto zostało
    zostały hayatını they who of them and que qui o na z nich have more others other people's have der die das wurden worden per pro local lokal""".split()
)
RIGHT_GLUE = BE | frozenset(
    """kaybı are is at least as many up to more than about around some nearly almost over were was by of the a an by another other reported on place
    : - – — по меньшей мере как минимум не менее более около до примерно свыше еще ще щонайменше принаймні понад близько більше не менше за одного стали також
    было были був були було уже вже сразу сразу был была стал стала un une une au moins plus de environ d'au au menos al pelo por lo unos cerca de a mindestens
    über rund etwa bis zu die weitere almeno oltre circa il la lo le gli co najmniej ponad około przynajmniej jeszcze ne en az yaklaşık wurden worden wurde
    zostało zostały zostali ich its their her his innocent local our zwei o qua людей people also todavía также""".split()
)
TRANSITIVE = re.compile(
    r"kill(?:s|ing)?|wound(?:s|ing)?|injur(?:e|es|ing)|mata|matan|matam|zabija|zabijają|fere|ferem|hiere|hieren|ferisc\w+|rani|ranią|maiming|убил\w*|ранил\w*|вбил\w*|поранив|поранил\w*|tötet\w*|tuant|blessant|matando|mató|mataron"
    r"|hiriendo|hirió|hirieron|uccid\w+|ferendo|zabijając|zabił\w*|raniąc|ranił\w*|matou|mataram|feriu|feriram|ferindo|claimed"
)
ADJECTIVE = re.compile(
    r"(?:[а-яіїєґ'-]{2,}(?:ых|их|ые|ие|ого|его|ий|ый|ая|яя|ний|ної|них|ні|ський|ських|ські|ого))|[a-zäöüß]{3,}(?:ian|ean|ese|ish|old|ische[nr]?)"
    r"|more|other|others|us|uk|american|iraqi|pakistani|afghan|french|german|greek|somali|saudi|yemeni|indian|african|un|local|civilian|innocent|young|elderly|adult|male|female|teenage|russian|ukrainian|israeli|foreign|unarmed|attack|strike|enemy|hostile"
    r"|long|range|ballistic|cruise|guided|aerial|combat|explosive|type|kamikaze|suicide|of|the|such|were|ракетно|ударн\w+|вражеск\w+|ворож\w+|barrage|loitering|fpv"
    r"|autres|balistiques?|balísticos?|russes?|rusos?|russi|rosyjskich|russische[nr]?"
)
