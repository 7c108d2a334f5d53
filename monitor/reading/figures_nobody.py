"""Sentences that say that nobody was killed or hurt: "no casualties", «без пострадавших»."""

from __future__ import annotations

import re

from monitor.reading.numbers import Words, fold

KILLED, INJURED = "killed", "injured"
_BOTH = (KILLED, INJURED)
_HURT = r"(?:hurt|injured|harmed|wounded|affected)"
_NOBODY: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), kinds)
    for pattern, kinds in (
        (
            (
                r"\bno (?:immediate |initial |confirmed )?(?:reports? of (?:any )?)?(?:civilian |human |known |other |further )?(?:casualties|causalties|victims|injuries|injured|wounded|loss of life or injur\w+)\b"
                rf"|\b(?:no one|no people|no civilians|nobody|none)(?: of \w+ \w+)? (?:was |is |were |has been |have been |had been |got )?(?:killed or |dead or )?{_HURT}\b"
                r"|\bwithout (?:any |causing (?:any )?)?(?:human )?(?:casualties|injuries|victims|harming anyone|hurting anyone|injuring anyone)\b"
                r"|\bno (?:deaths|dead|fatalities) (?:or|and|nor) (?:injur\w+|wounded|casualties)\b|\bno injuries or (?:deaths|fatalities)\b"
                rf"|\b(?:not|n't) (?:been )?(?:cause|result in|lead to|caused|resulted in|hurt|injure|harm|injured) (?:any )?(?:casualties|injuries|victims|anyone|anybody|people)\b|\b(?:not|n't) {_HURT}\b"
                r"|\bcaus\w+ no (?:casualties|injuries|victims|harm)\b|\b(?:hurt|hurts|hurting|injured|injures|injuring|harmed|harming|wounded|wounding) (?:nobody|no one|none)\b"
                r"|\b(?:casualties|injuries)(?: \w+)? (?:were|was|are) (?:avoided|not reported)\b|\bcrew(?: of \d+)? (?:is |are |was |were |reported |all )*(?:safe|unharmed)\b|\bcrew (?:all )?(?:safe|well|unhurt)\b|\ball (?:\d+ )?crew (?:members )?(?:are |were )?(?:safe|well|unhurt|accounted for)\b|\bvictims no\b|\beveryone (?:is |was |were |escaped )?(?:unhurt|unharmed|safe|alive)\b|\b(?:all|people|residents|passengers|crew|staff|workers) (?:were |was |are |escaped )?(?:unhurt|unharmed)\b"
            ),
            _BOTH,
        ),
        (
            (
                r"\bno (?:deaths|fatalities|dead|loss of life|lives were lost)\b|\b(?:no one|nobody|no people|no civilians|none) (?:was |were |is |has been )?(?:killed|died|dead)\b"
                r"|\b(?:kill\w*) (?:nobody|no one|none)\b|\b(?:not|n't) (?:kill|killed) (?:anyone|anybody)\b"
            ),
            (KILLED,),
        ),
        (
            (
                r"\b(?:пострадавших|раненых|жертв|постраждалих|поранених|потерпілих)\b[^.;!?]{0,45}?\b(?:нет|немає|нема|не было|не було|нету|нет\w*|не зафиксировано|не зафіксовано|удалось избежать|вдалося уникнути|не допущено)\b"
                r"|\b(?:нет|немає|нема|не було|не было|без|обошлось без|обійшлося без|обійшлось без)\s(?:\w+\s(?:и|та|і|або|или)\s)?(?:пострадавших|раненых|жертв|постраждалих|поранених|потерпілих|потерь|травмированных|травмованих)\b"
                r"|\bникто\b[^.;!?]{0,20}\bне (?:пострадал|ранен|травмирован)|\bніхто\b[^.;!?]{0,20}\bне (?:постраждав|поранений|травмований)"
                r"|\b(?:люди|людей|человек|жители|мешканці|граждане|працівники|сотрудники)\b[^.;!?]{0,25}\bне (?:пострадали|постраждали|пострадал|травмовані|ранены)\b|\bне (?:пострадали|постраждали)\b(?! \w*ие дом)"
                r"|\bобійшлос[ья] без (?:жертв|постражд|поранен|травм|наслідк)|\bобошлось без (?:жертв|пострадав|ранен|травм|последств)|\b(?:все|всі|люди) (?:живы|живі|целы|цілі)\b|\b(?:обошлось|обійшлося|обійшлось)\s*[.!]|\bбез (?:последствий|наслідків)\b|\b(?:последствий|наслідків) (?:нет|немає)\b"
            ),
            _BOTH,
        ),
        (
            r"\b(?:погибших|загиблих)\b[^.;!?]{0,30}?\b(?:нет|немає|нема|не было|не було)\b|\b(?:нет|немає|без|не было|не було)\s(?:\w+\s(?:и|та|і|или|або)\s)?(?:погибших|загиблих)\b|\bникто не погиб\b|\bніхто не загинув\b",
            (KILLED,),
        ),
        (
            (
                r"\b(?:keine|ohne) (?:verletzten?|opfer|toten? (?:und|oder) verletzten?|personenschäden)\b|\bniemand (?:wurde |ist |sei |kam )?(?:dabei |bei \w+ \w+ )?(?:verletzt|zu schaden)|\bmenschen (?:wurden|kamen) nicht (?:verletzt|zu schaden)\b"
                r"|\b(?:aucune?|sans faire(?: de| ni)?|sans|pas de|ni) (?:mort ni |morts ni )?(?:victimes?|blessés?)\b|\bpersonne n'a été (?:blessé|touché)\w*|\bn'a (?:pas )?fait (?:ni|aucun\w*|de) (?:mort ni |victime|blessé)"
                r"|\b(?:sin|no dejó|no causó|no hubo|no hay|no se registraron|no se reportaron|no ha habido) (?:muertos ni |fallecidos ni )?(?:que lamentar )?(?:víctimas|heridos|daños personales)\b|\bnadie (?:resultó|fue|ha resultado) (?:herido|lesionado)\b"
                r"|\bnon (?:ci sono|ci sarebbero|si registrano|si segnalano|ha causato|ha provocato)(?: stat[ei])? (?:né )?(?:morti né |vittime né )?(?:vittime|feriti)\b|\bness(?:una|un) (?:vittima|ferito|danno alle persone)\b|\bsenza (?:causare |provocare |fare )?(?:né morti né |vittime né )?(?:vittime|feriti)\b|\bnessuno è rimasto ferito\b"
                r"|\b(?:nie ma|nie było|nie odnotowano|bez|obyło się bez) (?:ofiar|rannych|poszkodowanych)\b|\bnikt nie (?:ucierpiał|został (?:ranny|poszkodowany)|odniósł)"
                r"|\b(?:ölen|yaralanan|can kaybı|yaralı|ölü|can kaybı veya yaralanma)[^.;]{0,35}\b(?:yok|olmadı|yaşanmadı|bulunmuyor|olmadığı)\b|\bkimse (?:yaralanmadı|zarar görmedi)\b"
                r"|\b(?:sem|não há|não houve|não causou|não deixou) (?:mortos nem |registro de )?(?:vítimas|feridos)\b|\bninguém (?:ficou ferido|se feriu)\b"
            ),
            _BOTH,
        ),
        (
            r"\bkeine toten?\b|\bniemand (?:wurde |kam )?(?:getötet|ums leben)\b|\baucun (?:mort|décès)\b|\bsin (?:muertos|fallecidos)\b|\bnadie murió\b|\bsenza morti\b|\bnessun morto\b|\bnessuno è morto\b|\bsem mortos\b|\bnikt nie zginął\b|\bkimse ölmedi\b|\bninguém morreu\b",
            (KILLED,),
        ),
        # Beside the dead whom the report counts: nobody is only injured.
        (
            r"\b(?:no one|nobody) else (?:was |is |were )?(?:hurt|injured|harmed|wounded)\b|\bniemand sonst wurde verletzt\b|\bpersonne d'autre n'a été blessé\b|\bnadie más resultó herido\b",
            (INJURED,),
        ),
    )
)
_UNKNOWN = re.compile(
    r"\bno (?:information|details|word|data|confirmed information)\b|\b(?:информации|данных|сведений)\b[^.;]{0,30}\b(?:нет|не поступало|уточня)|\bінформації\b[^.;]{0,30}\bнемає"
    r"|\bнет (?:информации|данных|сведений)|\bнемає (?:інформації|даних)|\buточня|\bkeine (?:angaben|informationen)|\bhop\w+ for no\b|\b(?:no one|nobody|none|no people) (?:was |were |is )?(?:seriously|badly|critically|gravely|yet)\b|\bno further (?:casualties|injuries|victims)"
)
_NEGATIONS = frozenset(
    """no nobody none without not нет без не никто обошлось немає нема ніхто обійшлося обійшлось keine niemand aucune aucun sans sin pas non nessuna nessun senza
    nie nikt bez n't everyone unhurt unharmed avoided целы цілі safe обошлось обійшлося удалось избежать вдалося уникнути все всі жертв niemand ohne personne ni nadie nessuno kimse ölmedi bulunmuyor ninguém nikogo yok olmadı yaşanmadı sem não didn't crew""".split()
)


def nobody(words: Words) -> list[tuple[str, int, int]]:
    """What happened to nobody (``killed injured``), each with the offsets of the words that say so.

    Empty when the sentence says that nothing is known.
    """
    if _NEGATIONS.isdisjoint(words.words):
        return []
    text = fold(words.text)
    if _UNKNOWN.search(text):
        return []
    found: dict[str, tuple[str, int, int]] = {}
    for pattern, kinds in _NOBODY:
        match = pattern.search(text)
        if match is not None:
            for kind in kinds:
                found.setdefault(kind, (kind, match.start(), match.end()))
    return list(found.values())
