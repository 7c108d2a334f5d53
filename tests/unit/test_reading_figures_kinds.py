"""Figures in the ways of speaking that mislead: counts that moved, phrases, ordinals, recalled attacks."""

from __future__ import annotations

import pytest

from monitor.model import Count
from monitor.reading.figures import find_figures, toll


def said(*sentences: str) -> tuple[int | tuple[int, int] | None, int | tuple[int, int] | None]:
    """Killed and injured of the toll: None when nothing is said, a pair for a range."""
    merged = toll([figure for sentence in sentences for figure in find_figures(sentence)]).toll

    def plain(count: Count | None) -> int | tuple[int, int] | None:
        if count is None or count.low == count.high:
            return None if count is None else count.low
        return count.low, count.high

    return plain(merged.killed), plain(merged.injured)


COUNTS_THAT_MOVED = [
    ("The mayor's office revises the toll to 14 dead, 29 injured", 14, 29),
    ("The toll from the hit on two blocks of flats climbed to seven, with 40 wounded", 7, 40),
    ("The toll stands at 12 dead, 58 hurt", 12, 58),
    ("The death toll from the strike, which hit a crowded market, has climbed to 12", 12, None),
    ("Officials put the number of wounded at 45, up from 31", None, 45),
    ("Doctors raised the toll from nine", None, None),
    ("Deaths from the shelling of the camp rise to 31", 31, None),
    ("The dead now number 18", 18, None),
    ("The death toll has risen to 12 and the number of wounded to 40", 12, 40),
    ("The number of wounded rose from 25 to 32", None, 32),
    ("Injury count climbs to 40", None, 40),
    ("Body count reaches 12", 12, None),
    ("Die Zahl der Verletzten stieg auf 37", None, 37),
    ("Die Zahl der Toten stieg auf 9, die der Verletzten auf 37", 9, 37),
    ("Opferzahl steigt auf 12", 12, None),
    ("Власти понизили число погибших до 84", 84, None),
    ("До 12 возросло число погибших", 12, None),
    ("Число жертв достигло 12, раненых — 40", 12, 40),
    ("Число пострадавших выросло до шести", None, 6),
    ("Кількість загиблих зросла до 28, поранених – до 61", 28, 61),
    ("До 12 зросла кількість загиблих", 12, None),
    ("Le bilan s'alourdit à 12 morts et 30 blessés", 12, 30),
    ("Le nombre de morts passe de 10 à 12", 12, None),
    ("El número de muertos sube a 12", 12, None),
    ("La cifra de heridos asciende a 40", None, 40),
    ("Sale a 12 il numero dei morti", 12, None),
    ("Liczba ofiar wzrosła do 12", 12, None),
    ("Liczba rannych wzrosła do 31", None, 31),
    ("O número de mortos subiu para 12", 12, None),
    ("Ölü sayısı 20'ye, yaralı sayısı 45'e yükseldi", 20, 45),
    ("Can kaybı 12'ye çıktı", 12, None),
]

SINGLE_PEOPLE = [
    ("Загинув поліцейський, щонайменше 30 поранених", 1, 30),
    ("Погиб электрик, двое его коллег ранены", 1, 2),
    ("Ранен боец самообороны", None, 1),
    ("Поранено поліцейського", None, 1),
    ("Загинув 57-річний чоловік, його дружина поранена", 1, 1),
    ("У лікарні помер поранений", 1, None),
    ("A priest was killed and two nuns wounded", 1, 2),
    ("The shell killed an electrician", 1, None),
    ("A constable wounded in last night's raid on the border post in the hills has died", 1, None),
    ("An Iraqi soldier was hurt", None, 1),
    ("One person was killed and another wounded", 1, 1),
    ("The body of a man was found under the rubble", 1, None),
    ("Girl, infant brother die in strike; four hurt", 2, 4),
    ("Zginął burmistrz i 17 innych osób", 18, None),
    ("Ein Mann wurde getötet", 1, None),
    ("Uccisi il sindaco e altre 17 persone", 18, None),
    ("The attack killed the mayor and 17 others", 18, None),
    ("A woman of 79 was killed and seventeen people were injured", 1, 17),
    ("Погибла семья", None, None),
    ("A strike killed a dog", None, None),
]

HURT_IN_OTHER_WORDS = [
    ("Five people had cuts from broken glass", None, 5),
    ("Four suffered shrapnel wounds", None, 4),
    ("Four US troops have concussion", None, 4),
    ("Three people were hospitalised", None, 3),
    ("Ten people needed medical treatment", None, 10),
    ("Three policemen were hit by shrapnel", None, 3),
    ("Двое получили осколочные ранения", None, 2),
    ("Пятерых посекло осколками", None, 5),
    ("Трое контужены", None, 3),
    ("Госпитализированы четверо", None, 4),
    ("13 человек обратились за помощью", None, 13),
    ("Троє дістали поранення", None, 3),
    ("Троє в лікарні", None, 3),
    ("За медичною допомогою звернулися 12 людей", None, 12),
    ("Twelve people were injured, five of them hospitalised", None, 12),
    ("Ранены 12 человек, 5 из них госпитализированы", None, 12),
    ("One hurt as drone falls", None, 1),
]

KILLED_IN_OTHER_WORDS = [
    ("Six policemen martyred, 27 wounded", 6, 27),
    ("Обстрел унёс жизни трёх человек", 3, None),
    ("Ворог забрав чотири життя", 4, None),
    ("17 тіл дістали з-під завалів", 17, None),
    ("Нашли тело четвёртого погибшего", 4, None),
    ("Знайшли тіло третьої людини", 3, None),
    ("Rescuers found a third body", 3, None),
    ("A fourth person has died of wounds", 4, None),
    ("Cinque agenti uccisi", 5, None),
    ("Le vittime sono almeno dieci", 10, None),
    ("Jedna osoba nie żyje, a dwie są ranne", 1, 2),
    ("Saldırıda 12 kişi yaşamını yitirdi", 12, None),
    ("Strikes across the south kill at least 6, injure 35", 6, 35),
    ("Ataque mata quatro e fere 12", 4, 12),
    ("Un dron mata a dos personas y hiere a cinco", 2, 5),
    ("Missile uccide tre persone e ne ferisce dodici", 3, 12),
    ("Bombs at the offices of two candidates killed at least 24 people", 24, None),
    ("Une cinquantaine de blessés", None, 50),
    ("Уже 16 погибших", 16, None),
    ("Toll now 28", 28, None),
    ("Number of martyrs in blasts reaches 103", 103, None),
]

PARTS_AND_WHOLES = [
    ("17 people, including the gunman, died", 17, None),
    ("At least 16 people, among them a child, were killed", 16, None),
    ("A child was among at least 16 people killed", 16, None),
    ("Nine police officers are among the 54 wounded", None, 54),
    ("12 casualties, including 3 dead", 3, None),
    ("Casualties: 3 killed, 12 wounded", 3, 12),
    ("Сын и ещё двое ранены", None, 3),
    ("Three died in one house, two in another", 5, None),
    ("A couple and their child were killed", 3, None),
    ("Ранены женщина 1967 года рождения и мужчина", None, 2),
    ("Five of the 12 wounded have died", None, 12),
    ("An attacker blew himself up, killing himself and 19 others", 19, None),
    ("More than 25 people killed and injured in the bombing", None, None),
    ("27 загиблих у місті: знайдено ще чотири тіла", 27, None),
    ("None of the 12 passengers was hurt", None, None),
]

NOT_OF_THIS_ATTACK = [
    ("Shells fell on the city a day after two people died in a similar attack", None, None),
    ("Drones fell on the town, where 12 were killed on 2 March", None, None),
    ("The blast came five days after one that killed 53 people in the capital", None, None),
    ("L'attentat survient cinq jours après celui qui a tué 53 personnes", None, None),
    ("20 feared dead after strike", None, None),
    ("The deadliest attack since 2014, when 43 people were killed", None, None),
    ("Officials had spoken of sixteen dead for most of the afternoon", None, None),
    ("The minister first reported twenty-five injured", None, None),
    ("Ранее сообщалось о 12 погибших", None, None),
    ("Дописи про «сорок загиблих» – вигадка, її спростували", None, None),
    ("Two attackers were shot dead", None, None),
    ("Three gunmen were killed and five civilians wounded", None, 5),
    ("Three cows were killed", None, None),
    ("Погибли одиннадцать овец", None, None),
    ("In the town where three people were killed and 12 hurt, rescuers still dig", 3, 12),
]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    COUNTS_THAT_MOVED
    + SINGLE_PEOPLE
    + HURT_IN_OTHER_WORDS
    + KILLED_IN_OTHER_WORDS
    + PARTS_AND_WHOLES
    + NOT_OF_THIS_ATTACK,
)
def test_toll_of_one_sentence(text: str, killed: int | None, injured: int | None) -> None:
    assert said(text) == (killed, injured)


@pytest.mark.parametrize(
    ("sentences", "killed", "injured"),
    [
        (("The death toll rises to four", "A woman died in hospital overnight"), 4, None),
        (("Seven of the wounded are children", "In all, 40 people were wounded"), None, 40),
        (("Двоє поранених", "Ще троє дістали поранення"), None, 5),
        (("Bomber kills 19", "He killed himself and 19 others"), 19, None),
        (("The earlier figure of 103 contained names twice: 95 people died",), 95, None),
        (("У лікарні помер ще один поранений", "Загиблих уже 21"), 21, None),
    ],
)
def test_toll_of_several_sentences(sentences: tuple[str, ...], killed: int | None, injured: int | None) -> None:
    assert said(*sentences)[:1] == (killed,)
    assert injured is None or said(*sentences)[1] == injured


NOBODY = [
    ("No deaths or injuries were reported", 0, 0),
    ("No one was hurt or killed", 0, 0),
    ("The blast injured nobody", 0, 0),
    ("Without casualties or damage", 0, 0),
    ("12 people escaped unhurt", 0, 0),
    ("Обошлось без жертв", 0, 0),
    ("Люди не постраждали", 0, 0),
    ("Все живы", 0, 0),
    ("Окна выбиты, люди целы", 0, 0),
    ("Аппарат упал без последствий", 0, 0),
    ("Crew of 22 safe", 0, 0),
    ("Personne n'a été blessé", 0, 0),
    ("Nadie resultó herido", 0, 0),
    ("Nessuno è rimasto ferito", 0, 0),
    ("Niemand wurde verletzt", 0, 0),
    ("Ölen ya da yaralanan olmadı", 0, 0),
    ("Ninguém ficou ferido", 0, 0),
    ("It killed nobody", 0, None),
    ("No one was killed", 0, None),
    ("No deaths, five injured", 0, 5),
    ("Nobody was seriously hurt", None, None),
]


@pytest.mark.parametrize(("text", "killed", "injured"), NOBODY)
def test_nobody(text: str, killed: int | None, injured: int | None) -> None:
    assert said(text) == (killed, injured)


def test_recalled_figures_are_kept_and_marked() -> None:
    figures = find_figures("Three people were wounded, a day after two people died in a similar attack")
    assert [(figure.high, figure.recalled) for figure in figures] == [(3, False), (2, True)]


def test_a_sentence_without_end_is_read_from_its_beginning() -> None:
    figures = find_figures("Two people were killed, " * 4000)
    assert 0 < len(figures) < 500


def test_each_place_of_a_list_has_its_figure() -> None:
    figures = find_figures("Twelve people were killed in Odesa and three in Kherson")
    assert [(figure.kind.value, figure.high) for figure in figures] == [("killed", 12), ("killed", 3)]


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("Officials cut the death toll to 95", True),
        ("The toll was revised to 14 dead", True),
        ("Уточнение: погибли трое", True),
        ("Уточнили: 16 погибших", True),
        ("Погибли двое, уточнил губернатор", False),
        ("Загинули троє, як уточнила влада", False),
        ("The death toll rose to 14", False),
    ],
)
def test_corrections(text: str, corrects: bool) -> None:
    assert toll(find_figures(text)).corrects is corrects
