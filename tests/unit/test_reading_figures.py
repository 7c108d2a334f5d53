"""Figures in sentences: who was hurt, and what was shot down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Count, Toll
from monitor.reading.figures import Figure, FigureKind, find_figures, toll

KILLED, INJURED, LAUNCHED = FigureKind.KILLED, FigureKind.INJURED, FigureKind.LAUNCHED
INTERCEPTED, HIT, MISSING = FigureKind.INTERCEPTED, FigureKind.HIT, FigureKind.MISSING


def counted(text: str) -> dict[str, int | tuple[int, int]]:
    """What a sentence counts, parts of other figures left out: kind to number, or to a range."""
    return {
        figure.kind.value: figure.low if figure.low == figure.high else (figure.low, figure.high)
        for figure in find_figures(text)
        if not figure.included
    }


PEOPLE = [
    # English
    ("The strike hit a school, killing three and wounding 12", 3, 12),
    ("Three dead, 12 wounded in Kharkiv", 3, 12),
    ("Three people were killed and 12 injured", 3, 12),
    ("The attack killed at least five people", 5, None),
    ("At least five people died in the attack", 5, None),
    ("A man and a woman were killed", 2, None),
    ("The shelling killed a man, a woman and a child", 3, None),
    ("A child was wounded", None, 1),
    ("A couple were killed in their flat", 2, None),
    ("A 43-year-old man was killed", 1, None),
    ("A man, 43, was killed", 1, None),
    ("Two children, aged 5 and 7, were killed", 2, None),
    ("Two people, a man and a woman, were killed", 2, None),
    ("Shelling killed a man and a woman, two wounded", 2, 2),
    ("The strike that wounded 12 people killed three", 3, 12),
    ("Seventeen people, among them four children, were killed", 17, None),
    ("Ten people were wounded, including two children", None, 10),
    ("The death toll rose to 30", 30, None),
    ("The death toll has risen from 28 to 30", 30, None),
    ("Three Palestinians were killed by 122-mm shells 5 km away", 3, None),
    ("In 2022 a strike on School No 5 killed 12 people", 12, None),
    ("Woman, two children killed in drone attack", 3, None),
    ("Missiles kill 20 in the port city", 20, None),
    ("Eleven soldiers dead, 50 civilians missing", 11, None),
    ("Girl and her brother die in strike, four hurt", 2, 4),
    # Russian
    ("Погибли трое, ранены 12", 3, 12),
    ("Трое погибли, ещё 12 ранены", 3, 12),
    ("Погибло 3 человека, 12 получили ранения", 3, 12),
    ("Погибли мужчина и две женщины", 3, None),
    ("Погиб мужчина, две женщины ранены", 1, 2),
    ("Есть погибший", 1, None),
    ("Число погибших выросло до 16", 16, None),
    ("Число погибших выросло с 14 до 16, пострадали 80 человек", 16, 80),
    ("Двадцать три человека пострадали", None, 23),
    ("Ранены 43-летний мужчина и его 12-летний сын", None, 2),
    ("Погибли водитель грузовика и женщина", 2, None),
    ("В больнице скончались двое раненых", 2, None),
    ("Один погибший и одиннадцать раненых", 1, 11),
    # Ukrainian
    ("3 загиблих, 12 поранених", 3, 12),
    ("Загинула жінка", 1, None),
    ("Загинули двоє людей, ще одна поранена", 2, 1),
    ("Двоє загиблих, п’ятеро поранених", 2, 5),
    ("Кількість загиблих зросла до 28", 28, None),
    ("Постраждали двадцять три особи", None, 23),
    ("Унаслідок удару поранено 12 людей", None, 12),
    ("Відомо про двох загиблих і п’ятьох поранених", 2, 5),
    # others
    ("Drei Tote und zwölf Verletzte", 3, 12),
    ("Mindestens 16 Menschen getötet, darunter ein Kind", 16, None),
    ("Bei dem Angriff kamen drei Menschen ums Leben", 3, None),
    ("Trois morts et douze blessés", 3, 12),
    ("La frappe a tué trois personnes", 3, None),
    ("Una frappe : une femme tuée et 17 blessés", 1, 17),
    ("El ataque mató a tres personas e hirió a cinco", 3, 5),
    ("Dos muertos y siete heridos", 2, 7),
    ("Tre morti e cinque feriti", 3, 5),
    ("Zginęły trzy osoby, a pięć zostało rannych", 3, 5),
    ("Üç kişi öldü, beş kişi yaralandı", 3, 5),
    ("Três mortos e cinco feridos", 3, 5),
]


@pytest.mark.parametrize(("text", "killed", "injured"), PEOPLE)
def test_people(text: str, killed: int | None, injured: int | None) -> None:
    figures = counted(text)
    assert (figures.get("killed"), figures.get("injured")) == (killed, injured)


RANGES = [
    ("From five to seven people were injured", {"injured": (5, 7)}),
    ("Пострадали 5-7 человек", {"injured": (5, 7)}),
    ("Two or three people were killed", {"killed": (2, 3)}),
    ("Up to 10 people were wounded", {"injured": (1, 10)}),
    ("Dozens killed, hundreds wounded", {"killed": (24, 99), "injured": (200, 999)}),
    ("Scores were injured", {"injured": (40, 99)}),
    ("Several people were injured", {"injured": (3, 9)}),
    ("Кілька людей поранено", {"injured": (3, 9)}),
    ("Несколько человек ранены", {"injured": (3, 9)}),
]


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_ranges(text: str, expected: dict[str, object]) -> None:
    assert counted(text) == expected


NOBODY = [
    "Nobody was hurt",
    "No casualties were reported",
    "There were no immediate reports of casualties",
    "The drone caused no injuries",
    "Без пострадавших",
    "Обошлось без пострадавших",
    "Жертв и разрушений нет",
    "Пострадавших, по предварительным данным, нет",
    "Никто не пострадал",
    "Постраждалих немає",
    "Обійшлося без постраждалих",
    "Ніхто не постраждав",
    "Es gab keine Verletzten",
    "La frappe n'a fait aucune victime",
    "El ataque se saldó sin víctimas",
    "Non ci sono vittime",
    "Nie ma ofiar",
    "Sem vítimas",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_zero(text: str) -> None:
    assert counted(text) == {"killed": 0, "injured": 0}


def test_no_deaths_says_nothing_of_the_injured() -> None:
    assert counted("There were no deaths") == {"killed": 0}
    assert counted("Никто не погиб, двое получили ранения") == {"killed": 0, "injured": 2}


def test_nobody_else_does_not_undo_a_figure() -> None:
    assert counted("One man was killed, and nobody else was hurt") == {"killed": 1, "injured": 0}
    assert counted("Two men were wounded, and nobody else was hurt") == {"injured": 2}


@pytest.mark.parametrize("text", ["There is no information on casualties", "Информация о пострадавших уточняется"])
def test_not_known_is_not_zero(text: str) -> None:
    assert counted(text) == {}


WEAPONS = [
    ("Air defence shot down 12 of 15 drones", {"intercepted": 12, "launched": 15}),
    ("61 out of 72 drones were shot down", {"intercepted": 61, "launched": 72}),
    ("Of 87 drones, 61 were shot down", {"launched": 87, "intercepted": 61}),
    ("Russia launched 87 drones overnight", {"launched": 87}),
    ("The city was attacked by 20 long-range drones", {"launched": 20}),
    ("Two missiles hit the depot", {"hit": 2}),
    ("A drone was shot down near Moscow", {"intercepted": 1}),
    ("Сбиты 32 беспилотника", {"intercepted": 32}),
    ("Уничтожены двадцать три дрона", {"intercepted": 23}),
    ("Сбит беспилотник", {"intercepted": 1}),
    ("По городу выпущены две ракеты", {"launched": 2}),
    ("Збито 28 із 32 шахедів", {"intercepted": 28, "launched": 32}),
    ("Ворог запустив 25 «шахедів»", {"launched": 25}),
    ("Ворог випустив 96 ударних БпЛА, збито 72", {"launched": 96, "intercepted": 72}),
    ("Збито ворожий безпілотник", {"intercepted": 1}),
    ("12 Drohnen wurden abgeschossen", {"intercepted": 12}),
    ("Zestrzelono 12 dronów", {"intercepted": 12}),
    ("12 drones abattus dans la nuit", {"intercepted": 12}),
]


@pytest.mark.parametrize(("text", "expected"), WEAPONS)
def test_weapons(text: str, expected: dict[str, object]) -> None:
    assert counted(text) == expected


def test_weapons_of_one_sentence_are_told_apart() -> None:
    figures = find_figures("The air force destroyed 12 drones, 3 missiles and two guided bombs")
    assert [(figure.weapon, figure.high) for figure in figures] == [("drone", 12), ("missile", 3), ("bomb", 2)]


NOT_COUNTED = [
    "A drone attack killed hopes of a truce",
    "12 drone attacks were reported in 2022",
    "The depot lies 5 km from the border and was hit at 03:40",
    "Повреждены 12 домов и 30 автомобилей",
    "Пострадали 12 домов",
    "The strike damaged 12 houses, wounded were taken away",
    "Fire spread over 300 square metres after the drone fell",
    "The 5th day of the missile strikes",
    "A Kh-59 missile and Shahed-136 drones were used",
    "Пострадала школа № 5",
    "He died on 5 September",
    "Drones cost $500 and missiles 2 million dollars",
    "12% of drones get through",
    "One of the biggest drone attacks of the war",
    "Not one death was reported",
    "",
]


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_what_is_never_a_count(text: str) -> None:
    assert counted(text) == {}


def one(text: str) -> Figure:
    figures = find_figures(text)
    assert len(figures) == 1, figures
    return figures[0]


MARKS = [
    ("The death toll rose to 30", "total"),
    ("Всего ранены 30 человек", "total"),
    ("Загалом постраждали 30 людей", "total"),
    ("Another two people were killed", "additional"),
    ("Ранены ещё двое", "additional"),
    ("Поранено ще одну людину", "additional"),
    ("Two more people were killed", "additional"),
    ("At least two people were killed", "at_least"),
    ("More than 20 people were killed", "at_least"),
    ("Погибли не менее двух человек", "at_least"),
    ("About 20 people were killed", "approximate"),
    ("Dozens were killed", "approximate"),
    ("800 soldiers were killed", "military"),
    ("Уничтожено: погибли 40 боевиков", "military"),
    ("Уточнили: 16 погибших", "correction"),
    ("The death toll was lowered to 16", "correction"),
]


@pytest.mark.parametrize(("text", "mark"), MARKS)
def test_marks(text: str, mark: str) -> None:
    assert getattr(one(text), mark)


def test_offsets_point_into_the_text() -> None:
    text = "İzmir'de en az üç kişi öldü"
    figure = one(text)
    assert text[figure.start : figure.end] == "en az üç kişi"


def merged(*sentences: str) -> Toll:
    return toll([figure for sentence in sentences for figure in find_figures(sentence)]).toll


TOLLS = [
    ("the largest figure", ["Two people were killed", "Three people were killed"], (3, 3), None),
    ("additional ones are added", ["Two people were killed", "Another person was killed"], (3, 3), None),
    ("alone, additional ones are the figure", ["Трое погибли, ещё 12 ранены"], (3, 3), (12, 12)),
    ("others may be others than the killed", ["One killed, five others injured", "Five were injured"], (1, 1), (5, 5)),
    ("a number goes before a vague word", ["Dozens were killed", "30 people were killed"], (30, 30), None),
    ("a vague word goes before a smaller number", ["Dozens were killed", "A man was killed"], (24, 99), None),
    ("others alone open the count", ["Another five were injured", "Five were injured"], None, (5, 5)),
    ("a total goes before sums", ["Four died", "Another two died", "The death toll rose to 5"], (5, 5), None),
    ("parts are not added", ["Ten people were wounded, including two children"], None, (10, 10)),
    ("a part alone counts", ["Among the wounded are two children"], None, (2, 2)),
    ("somebody undoes nobody", ["Без пострадавших", "Позже: ранены двое"], (0, 0), (2, 2)),
    ("a correction goes down", ["The strike killed eight people", "The toll was corrected to 7"], (7, 7), None),
    ("soldiers by the hundred are another matter", ["800 soldiers were killed"], None, None),
    ("soldiers count when nobody else does", ["Three soldiers were killed"], (3, 3), None),
    ("civilians go before soldiers", ["Nine soldiers were killed", "Two civilians were killed"], (2, 2), None),
    ("nothing said", ["A drone fell"], None, None),
]


@pytest.mark.parametrize(("sentences", "killed", "injured"), [row[1:] for row in TOLLS], ids=[row[0] for row in TOLLS])
def test_toll(sentences: list[str], killed: tuple[int, int] | None, injured: tuple[int, int] | None) -> None:
    assert merged(*sentences) == Toll(
        killed=None if killed is None else Count(low=killed[0], high=killed[1]),
        injured=None if injured is None else Count(low=injured[0], high=injured[1]),
    )


def test_a_toll_says_that_it_corrects() -> None:
    assert toll(find_figures("Уточнили: 16 погибших")).corrects
    assert not toll(find_figures("16 погибших")).corrects


WORDS = st.sampled_from(
    "killed wounded three 12 people a man , and drones shot down of 15 including at least more no casualties . погибли ранены двое".split()
)


@given(st.lists(WORDS, max_size=20))
def test_any_heap_of_words_gives_sound_figures(words: list[str]) -> None:
    text = " ".join(words)
    for figure in find_figures(text):
        assert 0 <= figure.low <= figure.high
        assert 0 <= figure.start < figure.end <= len(text)
