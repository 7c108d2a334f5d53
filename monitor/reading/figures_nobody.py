"""Sentences that say that nobody was killed or hurt: "no casualties", «без пострадавших»."""

from __future__ import annotations

import re

from monitor.reading.numbers import Words, fold

KILLED, INJURED = "killed", "injured"
_BOTH = (KILLED, INJURED)
_NOBODY: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), kinds)
    for pattern, kinds in (
        (
            (
                r"\bno (?:immediate |initial )?(?:reports? of (?:any )?)?(?:civilian |human |known |other )?(?:casualties|victims|one was (?:hurt|injured|harmed|wounded)"
                r"|injuries|one (?:hurt|injured|harmed)|injured|wounded|people were (?:hurt|injured))\b|\bnobody (?:was |is |were |has been )?(?:hurt|injured|harmed|wounded)\b"
                r"|\bwithout (?:any )?(?:casualties|injuries|victims)\b|\bnone (?:was|were) (?:hurt|injured|wounded)\b|\bno deaths or injuries\b|\bnot (?:hurt|injured)\b"
                r"|\b(?:did not|didn't) (?:cause|result in) (?:any )?(?:casualties|injuries|victims)\b|\bcaus\w+ no (?:casualties|injuries|victims)\b"
            ),
            _BOTH,
        ),
        (
            r"\bno (?:deaths|fatalities|dead|one was killed|one killed)\b|\bnobody (?:was |were )?killed\b|\bno one died\b",
            (KILLED,),
        ),
        (
            (
                r"\b(?:пострадавших|раненых|жертв|постраждалих|поранених|потерпілих)\b[^.;!?]{0,45}?\b(?:нет|немає|нема|не было|не було|нету)\b"
                r"|\b(?:нет|немає|нема|не было|не було|без|обошлось без|обійшлося без|обійшлось без)\s(?:\w+\s(?:и|та|і|або|или)\s)?(?:пострадавших|раненых|жертв|постраждалих|поранених|потерпілих|потерь)\b"
                r"|\bникто\b[^.;!?]{0,20}\bне (?:пострадал|ранен|травмирован)|\bніхто\b[^.;!?]{0,20}\bне (?:постраждав|поранений|травмований)"
                r"|\b(?:люди|людей|человек)\b[^.;!?]{0,15}\bне (?:пострадали|постраждали|пострадал)\b|\bне пострадали\b|\bобійшлося без\b|\bобошлось без\b"
            ),
            _BOTH,
        ),
        (
            r"\b(?:погибших|загиблих)\b[^.;!?]{0,30}?\b(?:нет|немає|нема)\b|\b(?:нет|немає|без)\s(?:погибших|загиблих)\b|\bникто не погиб\b|\bніхто не загинув\b",
            (KILLED,),
        ),
        (
            (
                r"\bkeine (?:verletzten|opfer|toten und verletzten)\b|\bniemand (?:wurde )?(?:verletzt|zu schaden)|\b(?:aucune?|sans faire de|pas de) (?:victimes?|blessés?)\b"
                r"|\bsin (?:víctimas|heridos|víctimas ni heridos)\b|\bno (?:hubo|hay|se registraron|se reportaron|causó) (?:víctimas|heridos)\b"
                r"|\bnon ci sono (?:stati )?(?:vittime|feriti)\b|\bness(?:una|un) (?:vittima|ferito)\b|\bsenza (?:vittime|feriti)\b|\bnie ma (?:ofiar|rannych|poszkodowanych)\b"
                r"|\bnikt nie (?:ucierpiał|został ranny|zginął)|\bbez ofiar\b|\b(?:ölen|yaralanan|can kaybı)[^.;]{0,25}\b(?:yok|olmadı|yaşanmadı)\b|\b(?:sem vítimas|sem feridos|não há (?:vítimas|feridos)|não houve (?:vítimas|feridos))\b"
            ),
            _BOTH,
        ),
        (r"\bkeine toten\b|\baucun mort\b|\bsin muertos\b|\bsenza morti\b|\bsem mortos\b", (KILLED,)),
    )
)
_UNKNOWN = re.compile(
    r"\bno (?:information|details|word|data|confirmed information)\b|\b(?:информации|данных|сведений)\b[^.;]{0,30}\b(?:нет|не поступало|уточня)|\bінформації\b[^.;]{0,30}\bнемає"
    r"|\bнет (?:информации|данных|сведений)|\bнемає (?:інформації|даних)|\buточня|\bkeine (?:angaben|informationen)|\bhop\w+ for no\b|\bno one else\b|\bnobody else\b"
)
_NEGATIONS = frozenset(
    """no nobody none without not нет без не никто обошлось немає нема ніхто обійшлося обійшлось keine niemand aucune aucun sans sin pas non nessuna nessun senza
    nie nikt bez yok olmadı yaşanmadı sem não didn't""".split()
)


def nobody(words: Words) -> list[tuple[str, int, int]]:
    """What happened to nobody (``killed injured``), each with the offsets of the words that say so.

    Empty when the sentence says that nothing is known, or that nobody *else* was hurt.
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
