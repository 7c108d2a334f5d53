"""Names in sentences: what is found, what is chosen, and what is no place. Texts are our own."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.language.tokens import tokenise
from monitor.places.choosing import LocatedMention, choose
from monitor.places.forces import forces_of
from monitor.places.gazetteer import Gazetteer
from monitor.places.mentions import find_mentions


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_a_people_lives_in_all_of_its_country(gazetteer: Gazetteer) -> None:
    mentions = find_mentions(["A Russian drone crashed in Lesozavodsk."], gazetteer)
    [town] = choose(mentions, gazetteer, None, frozenset({"RU"}))[0]
    assert town.place.iso_region == "RU-PRI"
    assert not any(reason.startswith("far from the peoples") for reason in town.reasons)


FORCES = {
    "an armed group": ("Shene fighters attacked Dera on Tuesday.", "Dera", "ET"),
    "another one": ("Hezbollah rockets fell on Dera on Tuesday.", "Dera", "SY"),
    "nobody": ("Gunmen attacked Dera on Tuesday.", "Dera", "SY"),
}


@pytest.mark.parametrize(("text", "name", "country"), FORCES.values(), ids=FORCES)
def test_who_is_at_work_says_in_which_country(text: str, name: str, country: str, gazetteer: Gazetteer) -> None:
    [town] = [mention for mention in read(text, gazetteer) if mention.text == name]
    assert town.place.country == country


def test_forces_are_known_by_words_and_by_names_of_several_words() -> None:
    assert forces_of([["the", "guardia", "civil", "met", "naxalites"], ["adf"]]) == {"ES": 2, "IN": 2, "CD": 2, "UG": 1}
    assert not forces_of([["the", "civil", "guardia"]])


def read(text: str, gazetteer: Gazetteer, home: str | None = None) -> list[LocatedMention]:
    sentences = text.split("\n")
    forces = forces_of([token.lower for token in tokenise(sentence)] for sentence in sentences)
    located = choose(
        find_mentions(sentences, gazetteer), gazetteer, gazetteer.find(home) if home else None, forces=forces
    )
    return [mention for sentence in located for mention in sentence]


def regions(mentions: list[LocatedMention]) -> list[str]:
    return [f"{mention.place.kind} {mention.place.iso_region}" for mention in mentions]


LISTS = {
    "en, the X and Y regions": ("Drones fell in the Kaluga and Tver regions.", ["region RU-KLU", "region RU-TVE"]),
    "en, three members": (
        "Air defences fired over Kaluga, Tver and Bryansk regions.",
        ["region RU-KLU", "region RU-TVE", "region RU-BRY"],
    ),
    "ru, instrumental": ("Дроны сбиты над Тульской и Орловской областями.", ["region RU-TUL", "region RU-ORL"]),
    "ru, nominative, three": (
        "Под удар попали Белгородская, Курская и Брянская области.",
        ["region RU-BEL", "region RU-KRS", "region RU-BRY"],
    ),
    "ru, region and district": (
        "Сбиты над Калужской областью и над Истринским районом.",
        ["region RU-KLU", "district RU-MOS"],
    ),
    "uk, locative": ("Вибухи у Харківській та Сумській областях.", ["region UA-63", "region UA-59"]),
    "uk, a nickname that is also a district's": ("Вибухи на Полтавщині.", ["region UA-53"]),
    "uk, nicknames": ("Атаковано Одещину та Миколаївщину.", ["region UA-51", "region UA-48"]),
    "ru, nickname": ("Взрывы прогремели на Кубани и в Подмосковье.", ["region RU-KDA", "region RU-MOS"]),
    "ru, a town and a region": ("Взрывы в Клинцах и Курской области.", ["city RU-BRY", "region RU-KRS"]),
    "ru, a town of a region": ("Бои за Тёткино Курской области.", ["city RU-KRS", "region RU-KRS"]),
    "ru, ellipsis in a list": ("По два дрона — над Рязанской и Орловской.", ["region RU-RYA", "region RU-ORL"]),
    "ru, ellipsis": ("Три дрона уничтожены над Калужской, ещё два — над Брянской.", ["region RU-KLU", "region RU-BRY"]),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS)
def test_lists_share_their_class_word(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert regions(read(text, gazetteer)) == expected


DISTRICTS = {
    "en, X district": ("A drone came down in the Istra district.", "RU-MOS", "Istra"),
    "ru, adjective and район": ("Обломки упали в Истринском районе.", "RU-MOS", "Istra"),
    "ru, городской округ before": ("В городском округе Истра повреждён дом.", "RU-MOS", "Istra"),
    "ru, округ after": ("Под обстрел попал Шебекинский округ.", "RU-BEL", "Shebekin"),
    "ru, городской округ after": ("Обстрелян Шебекинский городской округ.", "RU-BEL", "Shebekin"),
    "uk, район": ("Постраждав Куп'янський район.", "UA-63", "Kup"),
    "uk, громада with its region": ("Удар по Краснопільській громаді на Сумщині.", "UA-59", "Krasnopilska"),
}


@pytest.mark.parametrize(("text", "region", "name"), DISTRICTS.values(), ids=DISTRICTS)
def test_districts(text: str, region: str, name: str, gazetteer: Gazetteer) -> None:
    first = read(text, gazetteer)[0]
    assert first.place.precision == "district"
    assert first.place.iso_region == region
    assert name in first.place.name


CITIES = {
    "ru locative": ("Пожар в Новой Каховке.", "Nova Kakhovka"),
    "uk soft locative": ("Обстріл у Новій Каховці.", "Nova Kakhovka"),
    "uk consonant change": ("Приліт у Кривому Розі.", "Kryv"),
    "uk possessive": ("Бої у Часовому Яру.", "Chasiv Yar"),
    "ru old name": ("Бои за Артёмовск.", "Bakhmut"),
    "en old name": ("Shelling of Artemivsk went on.", "Bakhmut"),
    "en older spelling": ("A missile hit Nikolaev.", "Mykolay"),
    "de": ("Drohnenangriff auf Charkiw.", "Kharkiv"),
    "fr": ("Une frappe a visé Beyrouth.", "Beirut"),
    "pl": ("Rosjanie ostrzelali Kijów.", "Kyiv"),
    "tr with a suffix": ("Halep'te patlama oldu.", "Aleppo"),
    "it": ("Esplosioni a Mosca.", "Moscow"),
    "capitals": ("DRONES HIT FUEL DEPOT IN RYAZAN", "Ryazan"),
    "uk of a Russian town": ("Горить нафтобаза у Бєлгороді.", "Belgorod"),
}


@pytest.mark.parametrize(("text", "name"), CITIES.values(), ids=CITIES)
def test_towns_in_all_spellings(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert [mention.place.name for mention in read(text, gazetteer) if mention.place.name.startswith(name)]


SITES = {
    "ru airfield": ("Удар по аэродрому Бельбек.", "airfield"),
    "uk nuclear plant, locative": ("На Запорізькій АЕС пролунав вибух.", "power_station"),
    "ru refinery": ("Дрон атаковал Новошахтинский НПЗ.", "refinery"),
    "en air base": ("Explosions at the Engels air base.", "airfield"),
    "en bridge": ("Traffic on the Kerch Bridge was halted.", "bridge"),
    "uk port": ("Атаковано порт Ізмаїл.", "port"),
}


@pytest.mark.parametrize(("text", "kind"), SITES.values(), ids=SITES)
def test_sites(text: str, kind: str, gazetteer: Gazetteer) -> None:
    assert [mention.place.kind for mention in read(text, gazetteer)] == [kind]


NO_PLACES = {
    "ru highway and station": "Авария на Киевском шоссе у Курского вокзала.",
    "uk street": "Вулиця Полтавська перекрита.",
    "ru street": "Горит склад на улице Одесской.",
    "en avenue": "A car burned on Moscow Avenue.",
    "ru surname after a title": "Губернатор Гладков выступил с обращением.",
    "en surname after a first name": "Sergei Orlov spoke to reporters.",
    "ru club": "ФК «Шахтёр» сыграл вничью.",
    "ru ship": "Корабль «Новочеркасск» вышел в море.",
    "en ordinary words": "Most of them said Turkey was on the menu on Sunday.",
    "uk ordinary word at the start": "Біля будинку знайшли уламки.",
    "uk adjective at the start": "Нова пожежа спалахнула вночі.",
    "weapons": "Iskander and Kalibr missiles, Shahed drones.",
    "group": "Boko Haram claimed it.",
}


@pytest.mark.parametrize("text", NO_PLACES.values(), ids=NO_PLACES)
def test_words_that_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert [
        (mention.text, mention.place.name)
        for mention in read(text, gazetteer)
        if not mention.adjective and mention.place.kind != "country"
    ] == []


def test_a_district_inside_a_city_is_the_city(gazetteer: Gazetteer) -> None:
    assert [m.place.name for m in read("Снаряд попал в дом в Московском районе Харькова.", gazetteer)] == ["Kharkiv"]
    assert [m.place.name for m in read("Donetsk's Kuibyshevskyi district was shelled.", gazetteer)] == ["Donetsk"]


def test_lower_case_adjective_is_flagged(gazetteer: Gazetteer) -> None:
    mentions = read("Об этом сообщили курские власти.", gazetteer)
    assert [(mention.adjective, mention.place.iso_region) for mention in mentions] == [(True, "RU-KRS")]


NAMESAKES = {
    "region beside it": ("A strike hit Orlove, Dnipropetrovsk region.", None, "Orlove", "UA-12"),
    "the same name elsewhere": ("A strike hit Orlove in the Kherson region.", None, "Orlove", "UA-65"),
    "uk, region in the genitive": ("Обстріл Миколаївки Сумської області.", None, "Миколаївки", "UA-59"),
    "uk, other region": ("Обстріл Миколаївки на Донеччині.", None, "Миколаївки", "UA-14"),
    "ru, nickname of the region": ("Взрыв в Гвардейском в Крыму.", None, "Гвардейском", "UA-43"),
    "feed's home": ("Взрыв в Приморске.", "UA-23", "Приморске", "UA-23"),
    "feed's other home": ("Взрыв в Приморске.", "RU-LEN", "Приморске", "RU-LEN"),
    "another town of the entry": (
        "Fire in Shebekino.\nShelling of Grayvoron.\nA drone fell in Oktyabrskiy.",
        None,
        "Oktyabrskiy",
        "RU-BEL",
    ),
    "country named": ("An explosion in Tripoli, Lebanon.", None, "Tripoli", "LB-AS"),
    "population": ("An explosion in Odessa.", None, "Odessa", "UA-51"),
}


@pytest.mark.parametrize(("text", "home", "name", "region"), NAMESAKES.values(), ids=NAMESAKES)
def test_namesakes_by_context(text: str, home: str | None, name: str, region: str, gazetteer: Gazetteer) -> None:
    assert [mention.place.iso_region for mention in read(text, gazetteer, home) if mention.text == name] == [region]


def test_containers_are_marked(gazetteer: Gazetteer) -> None:
    village, district, region = read(
        "В селе Козинка Грайворонского округа Белгородской области ранен житель.", gazetteer
    )
    assert (village.place.precision, village.container) == ("city", False)
    assert (district.place.precision, district.container) == ("district", True)
    assert (region.place.precision, region.container) == ("region", True)


def test_places_joined_by_and_are_no_containers(gazetteer: Gazetteer) -> None:
    assert [mention.container for mention in read("Drones over the Belgorod region and Kursk.", gazetteer)] == [
        False,
        False,
    ]


def test_a_name_explained_once_means_the_same_everywhere(gazetteer: Gazetteer) -> None:
    text = "A strike hit Orlove in the Kherson region.\nRescuers are working in Orlove."
    assert [mention.place.iso_region for mention in read(text, gazetteer) if mention.text == "Orlove"] == [
        "UA-65",
        "UA-65",
    ]


def test_a_name_explained_in_one_ending_means_the_same_in_another(gazetteer: Gazetteer) -> None:
    # The gazetteer knows a Lavy in another country only.
    text = "Дрон упал в Лавах.\nСело Лавы Валуйского округа."
    found = [mention.place for mention in read(text, gazetteer) if mention.text in ("Лавах", "Лавы")]
    assert [(place.iso_region, place.id) for place in found] == [("RU-BEL", found[0].id)] * 2


def test_a_small_foreign_namesake_is_doubtful_in_an_entry_about_another_country(gazetteer: Gazetteer) -> None:
    entry = "Iraq and Iran traded blame.\nMissiles hit {}."
    [stranger] = [mention for mention in read(entry.format("Minano"), gazetteer) if mention.text == "Minano"] or [None]
    [alone] = read("Missiles hit Minano.", gazetteer)
    assert alone.place.country == "JP"
    assert alone.probability > 0.5
    assert stranger is None or stranger.probability < alone.probability - 0.2
    assert [mention.place.country for mention in read(entry.format("Koya"), gazetteer)] == ["IQ", "IR", "IQ"]


UNKNOWN = {
    "ru": ("Обстрелян Шебекинский округ, село Вымышленное.", "Вымышленное", "district", "RU-BEL"),
    "uk": (
        "У селі Вигаданівка Краснопільської громади Сумської області загинула жінка.",
        "Вигаданівка",
        "region",
        "UA-59",
    ),
    "en": ("The village of Inventedka in Donetsk region was hit.", "Inventedka", "region", "UA-14"),
    "ru, in a list": ("В сёлах Придумка и Вымышленное Белгородской области пожары.", "Вымышленное", "region", "RU-BEL"),
    "es, before its region": ("Tres muertos en El Inventado, Cauca.", "El Inventado", "region", "CO-CAU"),
    "en, before its region": ("A drone struck a car in Inventabad, Kunduz province.", "Inventabad", "region", "AF-KDZ"),
    "ru, by its ending": ("Вымышловка, опять прилёт. Белгородская область.", "Вымышловка", "region", "RU-BEL"),
    "en, in a country": (
        "At least six people died at Inventedyang, the police of Kenya said.",
        "Inventedyang",
        "country",
        None,
    ),
    "es, in a province": (
        "Tres muertos en Inventoro, en la provincia de Ituri.",
        "Inventoro",
        "region",
        "CD-IT",
    ),
    "de, known elsewhere": (
        "In Lavy, in der Region Belgorod, schlug eine Drohne ein.",
        "Lavy",
        "region",
        "RU-BEL",
    ),
    "fr, at its edge": (
        "Une voiture a sauté à la sortie de Inventokou, dans la province de Ituri.",
        "Inventokou",
        "region",
        "CD-IT",
    ),
    "fr, opening a headline": (
        "Inventola : des maisons touchées.\nLes affrontements font fuir les habitants du Sud-Kivu.",
        "Inventola",
        "region",
        "CD-SK",
    ),
}


@pytest.mark.parametrize(("text", "name", "precision", "region"), UNKNOWN.values(), ids=UNKNOWN)
def test_unknown_settlements_are_as_exact_as_what_holds_them(
    text: str, name: str, precision: str, region: str, gazetteer: Gazetteer
) -> None:
    [mention] = [mention for mention in read(text, gazetteer) if mention.text == name]
    assert mention.place.approximate
    assert mention.place.id < 0
    assert (mention.place.precision, mention.place.iso_region) == (precision, region)
    assert mention.place.lat is not None
    assert [again.place.id for again in read(text, gazetteer) if again.text == name] == [mention.place.id]


NO_SETTLEMENT = {
    "a feast": "The army of Kenya marked Ramadan in Nairobi.",
    "a word before a colon": "Weather: floods in Kenya.",
    "a title in capitals": "Police Of Kenya Find Bomb In Supermarket",
}


@pytest.mark.parametrize("text", NO_SETTLEMENT.values(), ids=NO_SETTLEMENT)
def test_other_words_are_no_unknown_settlements(text: str, gazetteer: Gazetteer) -> None:
    assert all(mention.place.id > 0 or mention.weak for mention in read(text, gazetteer))


def test_a_name_is_no_witness_for_itself(gazetteer: Gazetteer) -> None:
    text = "Evening shells on Mayo market kill four.\nNineteen were hurt in Mayo, in the far south of Khartoum, Sudan."
    [*_, sudan] = read(text, gazetteer)
    assert sudan.place.country == "SD"
    assert not any(mention.place.country == "IE" and mention.probability > 0.5 for mention in read(text, gazetteer))


PEOPLE_AND_BUILDINGS = {
    "a person": ("Iran traded blame with Iraq, the minister Hassan al-Ghabbash said.", "Hassan"),
    "a mosque": ("Jets hit a house near Abbas mosque in Kotli, Pakistan.", "Abbas"),
}


@pytest.mark.parametrize(("text", "name"), PEOPLE_AND_BUILDINGS.values(), ids=PEOPLE_AND_BUILDINGS)
def test_what_is_called_after_a_place_is_doubtful(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert all(mention.probability < 0.5 for mention in read(text, gazetteer) if mention.text == name)


def test_the_class_word_says_what_it_is(gazetteer: Gazetteer) -> None:
    [_, region] = read("A drone fell on Istra, Moscow region.", gazetteer)
    assert (region.place.kind, region.place.iso_region) == ("region", "RU-MOS")


def test_offsets_cover_the_name_and_its_class_word(gazetteer: Gazetteer) -> None:
    text = "Drones fell in the Kaluga and Tver regions."
    assert [text[mention.start : mention.end] for mention in read(text, gazetteer)] == ["Kaluga", "Tver regions"]


def test_no_sentence_and_no_word() -> None:
    gazetteer = Gazetteer.open()
    assert find_mentions([], gazetteer) == []
    assert find_mentions(["", "… 12 —"], gazetteer) == [[], []]


WORDS = "Kharkiv Белгородской області села , . « » - and и районі of the Курской X Нова Каховка 's region село Sana'a Україна ( )".split()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=14))
def test_any_text_is_read_and_offsets_lie_in_it(gazetteer: Gazetteer, words: list[str]) -> None:
    sentence = " ".join(words)
    [mentions] = choose(find_mentions([sentence], gazetteer), gazetteer, None)
    assert all(sentence[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(before.end <= after.start for before, after in itertools.pairwise(mentions))


OTHER_THINGS = {
    "en, a church of a saint": "A bomb went off in Santa Maria church during mass.",
    "it, chiesa di": "Due uomini armati nella chiesa di San Pietro.",
    "ru, an address": "Обломки упали во двор дома 42 по Пушкинской.",
    "ru, on a street called after a town": "Крыша в доме на Первомайской.",
    "ru, on a street called after a man": "Кто на Абакумова, что за бахи?",
    "en, a side": "Moscow-installed officials spoke of a fire.",
    "ru, a regime": "Атака киевского режима.",
    "ru, half a name": "Взрывы у посёлка Кракозябро-Василевка.",
    "en, a people": "Loadings of Kazakh crude were halted.",
}


@pytest.mark.parametrize("text", OTHER_THINGS.values(), ids=OTHER_THINGS.keys())
def test_names_of_other_things_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer) == []


def test_a_town_named_after_a_saint_is_one(gazetteer: Gazetteer) -> None:
    [town] = read("Drones fell near San Pedro Sula.", gazetteer)
    assert town.place.country == "HN"


def test_a_small_town_abroad_gives_way_to_the_country_that_is_named(gazetteer: Gazetteer) -> None:
    mentions = read("Myanmar: jets bombed Kanan, in Tamu township.", gazetteer, home="MM")
    assert {mention.place.country for mention in mentions} <= {"MM"}


def test_a_region_is_meant_where_only_a_small_town_in_it_is_sometimes_called_so(gazetteer: Gazetteer) -> None:
    assert [mention.place.name for mention in read("Ataque en Valdivia, Antioquia.", gazetteer)] == [
        "Valdivia",
        "Antioquia",
    ]
    assert read("Ataque en Valdivia, Antioquia.", gazetteer)[1].place.precision == "region"


ABROAD = {
    "fr": ("Trois morts à Tchouhouïv.", "Chuhuyiv"),
    "de": ("Angriffe auf Saporischschja.", "Zaporizhzhya"),
    "pl": ("Atak dronów na Czuhujów.", "Chuhuyiv"),
    "fr, from the Russian": ("Des drones sur Chebekino.", "Shebekino"),
    "ru, a Ukrainian village": ("Уничтожен склад в селе Новопрокоповка.", "Novoprokopivka"),
    "ru, a front called after a town of two words": ("Бои на Великоновосёлковском направлении.", "Velyka Novosilka"),
}


@pytest.mark.parametrize(("text", "name"), ABROAD.values(), ids=ABROAD)
def test_ukrainian_and_russian_towns_in_foreign_spellings(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert name in [mention.place.name for mention in read(text, gazetteer)]
