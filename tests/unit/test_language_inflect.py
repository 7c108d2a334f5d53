"""Inflection: the forms that reports use must be among those of the word that operators write."""

from __future__ import annotations

import pytest

from monitor.language.inflect import forms, russian_cases

ROWS = """
en | drone         | drones
en | drones        | drone
en | strike        | strikes struck striking
en | hit           | hits hitting
en | shoot         | shot shooting shoots
en | fall          | fell fallen falling
en | fly           | flew flown flies flying
en | blow          | blew blown blowing
en | burn          | burned burnt burning
en | break         | broke broken
en | set           | sets setting
en | drop          | dropped dropping
en | shell         | shelled shelling shells
en | explode       | exploded exploding explodes
en | refinery      | refineries
en | destroy       | destroyed destroys
en | bus           | buses
en | die           | died dying dies
en | flee          | fled fleeing
en | child         | children
en | neutralise    | neutralized neutralised
en | harbour       | harbor harbors
en | wreckages     | wreckage
ru | беспилотник   | беспилотника беспилотники беспилотников беспилотниками
ru | сбить         | сбил сбили сбит сбиты сбито сбитые сбитых
ru | взорваться    | взорвался взорвалась взорвались взорвавшийся
ru | загореться    | загорелся загорелась загорелось
ru | погибнуть     | погиб погибла погибли погибших
ru | шахед         | шахеды шахедов шахедами
ru | самолёт       | самолет самолеты самолётов
ru | рой           | роя роем
ru | раненый       | раненых раненым раненые
ru | нефтебаза     | нефтебазе нефтебазу нефтебаз
uk | безпілотник   | безпілотника безпілотники безпілотників безпілотником безпілотниками
uk | дрон          | дрони дронів дронами дрону
uk | ракета        | ракети ракету ракетою ракет ракетами
uk | атака         | атаки атаку атакою атаці атак
uk | тривога       | тривоги тривогу тривозі
uk | пожежа        | пожежі пожежу пожежею пожеж
uk | вибух         | вибухи вибуху вибухів вибухами
uk | уламок        | уламка уламки уламків уламками
uk | уламки        | уламків уламками уламках
uk | влучання      | влучанням влучань влучаннях
uk | поранення     | поранень пораненнями
uk | область       | області областю областей
uk | станція       | станції станцію станцією станцій
uk | установка     | установок установки установці
uk | нафтобаза     | нафтобазу нафтобазі нафтобаз
uk | бій           | бою бої боїв боями
uk | міст          | мосту мости мостом
uk | боєць         | бійця бійці бійців
uk | літак         | літака літаки літаків літаку
uk | поранений     | поранені поранених поранено поранену
uk | атакувати     | атакував атакували атакує атакують атаковано атаковані
uk | збити         | збив збили збито збитий збиті зіб'ють
uk | знищити       | знищили знищено знищений знищать
uk | вразити       | вразили вражено вражений
uk | пошкодити     | пошкоджено пошкодив пошкоджені
uk | загинути      | загинув загинула загинули загинуть
uk | вибухнути     | вибухнув вибухнула вибухнуло
uk | впасти        | впав впала впали упали впаде
uk | ударити       | ударили вдарили вдарив
uk | горіти        | горить горять горіла
uk | загорітися    | загорівся загорілася загорілися
uk | підірвати     | підірвали підірвано підірве
uk | збили         | збито збив збити
uk | стріляти      | стріляли стріляє стріляють
de | Drohne        | drohnen
de | Angriff       | angriffe angriffen angriffs
de | Brand         | brände bränden
de | zerstören     | zerstört zerstörte zerstörten
de | abschießen    | abgeschossen
de | angreifen     | angegriffen
de | treffen       | getroffen traf
de | töten         | getötet
fr | frappe        | frappes
fr | attaquer      | attaqué attaquée attaquent attaquant
fr | abattre       | abattu abattus abattue
fr | détruire      | détruit détruite détruits
es | dron          | drones
es | explosión     | explosiones
es | atacar        | atacó atacaron atacado
es | destruir      | destruyó destruido
it | attacco       | attacchi
it | colpire       | colpito colpita colpisce
it | abbattere     | abbattuto abbattuti
pl | dron          | drony dronów dronami dronem
pl | rakieta       | rakiety rakiet rakietę
pl | zestrzelić    | zestrzelono zestrzelił zestrzelony
pl | zaatakować    | zaatakował zaatakowały zaatakowano
pl | zginąć        | zginął zginęła zginęli
tr | saldırı       | saldırısı saldırısında saldırılar saldırıları
tr | füze          | füzeler füzesi füzeyle
tr | uçak          | uçağı
tr | vurmak        | vurdu vuruldu
tr | öldürmek      | öldürdü öldürüldü
"""
CASES = [tuple(part.strip() for part in row.split("|")) for row in ROWS.strip().splitlines()]


@pytest.mark.parametrize(("lang", "word", "wanted"), CASES, ids=[f"{lang}-{word}" for lang, word, _ in CASES])
def test_forms_of_reports_are_found(lang: str, word: str, wanted: str) -> None:
    missing = {form.replace("ё", "е") for form in wanted.split()} - forms(word, lang)
    assert missing == set()


@pytest.mark.parametrize(
    ("lang", "word", "other"),
    [
        ("ru", "рой", "рыл"),  # a swarm, not the imperative of "to dig"
        ("ru", "раненый", "ранил"),
        ("en", "building", "build"),  # a house that is hit, not the act of building
        ("en", "bass", "bas"),
        ("uk", "дрон", "дрова"),
    ],
)
def test_other_words_are_not_forms(lang: str, word: str, other: str) -> None:
    assert other not in forms(word, lang)


def test_the_word_itself_is_a_form_folded() -> None:
    assert "бпла" in forms("БПЛА", "ru")
    assert "п'ять" in forms("п’ять", "uk")
    assert forms("Xyzzy", "ar") == {"xyzzy"}


def test_forms_of_a_russian_word_hold_no_yo() -> None:
    assert not any("ё" in form for form in forms("самолёт", "ru"))


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("нефтеперекачивающая станция", "нефтеперекачивающую станцию|нефтеперекачивающей станцией"),
        ("Брянский химический завод", "брянского химического завода|брянском химическом заводе"),
        ("Минеральные Воды", "минеральных вод|минеральным водам"),
        ("склад ГРАУ", "складе грау"),
    ],
)
def test_russian_phrases_agree_in_case(phrase: str, wanted: str) -> None:
    assert set(wanted.split("|")) <= russian_cases(phrase)
