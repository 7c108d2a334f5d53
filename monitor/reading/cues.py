"""Small closed classes of words that tell what a sentence does with an attack: says, doubts, recalls, expects it.

They are grammar rather than vocabulary, so they live here and not in the operators' files.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from monitor.language.inflect import forms
from monitor.language.terms import TermMatcher


class Cue(StrEnum):
    """What a cue word does."""

    SAY = "say"
    """Reports speech: its subject is a speaker."""
    OFFICE = "office"
    """An office or body: a place beside it names who speaks or decides."""
    MODAL = "modal"
    """May, could, would, wants to, plans to: not said to have happened."""
    FUTURE = "future"
    """Will, is going to, next week."""
    NEGATED = "negated"
    """No attack, was not hit, has been denied."""
    RECALL = "recall"
    """Earlier, recall that, the previous attack: known before."""
    AFTER = "after"
    """After, following, because of: what comes next is the cause and not the news."""
    AGAIN = "again"
    """Again, another, second time: a further attack."""
    NOW = "now"
    """Under way, take cover, right now: the attack goes on while this is written."""
    FOLLOW_UP = "follow_up"
    """The toll rose, the fire is out, the search goes on: the attack itself is known."""
    ANALYSIS = "analysis"
    """Analysts, satellite pictures, explains, assessed: about attacks, not of one."""
    PERIOD = "period"
    """Since the start of the war, this month, per week: a count over a time."""
    PASSIVE = "passive"
    """Was, came under: the subject suffers."""
    ACTOR = "actor"
    """Forces, army, launched from: the name before it acts."""
    TOWARD = "toward"
    """Heading for, in the direction of, on the way to."""
    ORIGIN = "origin"
    """Launched from, from the direction of: the place that follows is where a weapon came from."""
    TREATED = "treated"
    """Taken to hospital, treated in: the place that follows is where the hurt are."""
    CORRECTS = "corrects"
    """Corrected, lowered, by mistake: a figure told before was wrong."""
    BORDER = "border"
    """Borders on, lies next to: the place that follows only says where another one is."""
    TURN = "turn"
    """Meanwhile, separately, elsewhere: the text turns to something else."""
    REACTION = "reaction"
    """Condemned, mourns, called on, sanctions: an answer to an attack."""


_TERMS: dict[Cue, dict[str, str]] = {
    Cue.SAY: {
        "en": "=said; =says; =say; =saying; claimed; claims; =claiming; denied; denies; =reported; =reports; =reporting; announced; confirmed; =confirms; stated; wrote; "
        "=told; =tells; added; warned; accused; =accuses; blamed; =blames; vowed; insisted; alleged; acknowledged; according to",
        "ru": "сообщи*; сообща*; заяви*; заявля*; рассказа*; уточни*; подтверди*; подтвержда*; написа*; пишет; пишут; отметил*; утвержда*; обвини*; объявил*; по словам; по данным; по информации; добавил*; опроверг*; передает; передают; признал*; признали; прокомментир*; отреагир*; опасаются; считают; назвали",
        "uk": "повідоми*; повідомля*; заяви*; заявля*; розпові*; уточни*; підтверди*; підтверджу*; написа*; пише; пишуть; зазначи*; стверджу*; звинувати*; оголоси*; за словами; за даними; за інформацією; додав; додала; спростува*; каже; кажуть; визнал*; визнали; прокоментув*; відреагув*; побоюються; вважають; назвали",
        "de": "sagte; sagten; teilte mit; teilten mit; meldete; meldet; melden; meldeten; erklärte; nach angaben; laut; bestätigte; berichtet; berichtete; behauptet; sagt; sagen; teilt mit; gab bekannt; gibt bekannt; gaben bekannt; erklärt; erklären; zufolge; bestätigt; bestätigen; berichten; berichteten; behauptete; behaupten; schrieb; schreibt; weist; wies; weisen; dementiert; dementierte; dementieren; bestreitet; bestritt; bestreiten; leugnet; warnt; warnte; spricht von; sprach von; sprechen von; räumt ein; räumte ein; wirft; warf; beschuldigt; beschuldigte; so der; so die; betonte; betont; verkündete; kündigte",
        "fr": "a déclaré; a annoncé; ont annoncé; selon; a affirmé; affirme; annonce; a indiqué; indique; a précisé; d'après; a confirmé; déclare; déclarent; ont déclaré; annoncent; affirment; ont affirmé; selon le; indiquent; ont indiqué; précise; confirme; confirment; ont confirmé; dit; disent; a dit; assure; assurent; a assuré; rapporte; rapportent; a rapporté; dément; démentent; a démenti; nie; nient; a nié; accuse; accusent; a accusé; dénonce; dénoncent; a dénoncé; évoque; évoquent; fait état; font état; reconnaît; a reconnu; revendique; prévient; avertit; écrit; a écrit",
        "es": "dijo; informó; informaron; según; afirmó; anunció; confirmó; denunció; asegura; aseguró; dice; dicen; dijeron; informa; informan; afirma; afirman; afirmaron; anuncia; anuncian; anunciaron; confirma; confirman; confirmaron; denuncia; denuncian; denunciaron; aseguran; aseguraron; señaló; señala; señalaron; indicó; indica; indicaron; reportó; reporta; reportan; reportaron; detalló; precisó; explicó; sostuvo; admitió; reconoció; niega; negó; niegan; desmiente; desmintió; rechaza; rechazó; acusa; acusó; acusan; advierte; advirtió; escribió; de acuerdo con",
        "it": "ha detto; ha dichiarato; secondo; riferisce; riferito; ha annunciato; ha confermato; afferma; dice; dicono; dichiara; dichiarano; riferiscono; hanno riferito; annuncia; annunciano; conferma; confermano; affermano; sostiene; sostengono; fa sapere; fanno sapere; rende noto; reso noto; spiega; scrive; ha scritto; ammette; nega; negano; smentisce; smentiscono; respinge; accusa; accusano; avverte; denuncia; denunciano; stando a",
        "pl": "powiedział*; poinformował*; podał*; według; oświadczył*; przekazał*; potwierdził*; twierdzi; mówi; mówią; poinformowała; informuje; informują; podaje; podają; podała; oświadcza; przekazuje; potwierdza; potwierdzają; potwierdziła; twierdzą; zaprzecza; zaprzeczył*; dementuje; zdementował*; odrzuca; oskarża; oskarżył*; ostrzega; ostrzegł*; pisze; napisał*; ogłosił*; ogłasza; przyznał*; zdaniem",
        "pt": "disse; informou; segundo; afirmou; anunciou; confirmou; diz; dizem; disseram; informa; informaram; afirma; afirmam; anuncia; confirma; confirmam; confirmaram; denuncia; denunciou; relata; relatou; relataram; indicou; nega; negou; desmente; acusa; acusou; admite; adverte; escreveu; de acordo com",
        "tr": "açıkladı; bildirdi; söyledi; duyurdu; belirtti; göre; açıklandı; bildirildi; söylüyor; dedi; diyor; duyuruldu; belirtildi; ifade etti; aktardı; doğruladı; yalanladı; reddetti; iddia etti; suçladı; uyardı; yazdı; kaydetti; öne sürdü",
    },
    Cue.OFFICE: {
        "en": "governor; mayor; official; authority; authorities; administration; ministry; minister; spokesman; spokeswoman; spokesperson; president; government; prosecutor; "
        "police chief; headquarters; embassy; parliament; council; head; chief; ambassador; lawmaker; leader; commander; service; agency; kremlin",
        "ru": "губернатор*; глава; глав*; мэр; мэр*; власт*; администрац*; министерств*; минобороны; министр*; прокуратур*; полпред*; оперштаб*; штаб; правительств*; президент*; депутат*; врио; спикер*; мид",
        "uk": "губернатор*; голова; голов*; очільник*; мер; мера; влад*; адміністрац*; міністерств*; міноборони; міністр*; прокуратур*; ова; уряд*; президент*; депутат*; речник*; речниц*; начальник*; керівник*; мзс; генштаб*",
        "de": "gouverneur; bürgermeister; behörde*; regierung; ministerium; verteidigungsministerium; sprecher; präsident; verwaltung",
        "fr": "gouverneur; maire; autorités; ministère; ministre; porte-parole; président; gouvernement; préfet; parquet",
        "es": "gobernador; alcalde; autoridades; ministerio; ministro; portavoz; presidente; gobierno; fiscalía",
        "it": "governatore; sindaco; autorità; ministero; ministro; portavoce; presidente; governo; procura",
        "pl": "gubernator*; mer; burmistrz*; władz*; ministerstw*; minister; rzeczni*; prezydent*; rząd",
        "pt": "governador; prefeito; autoridades; ministério; ministro; porta-voz; presidente; governo",
        "tr": "vali; valisi; belediye başkanı; yetkililer; bakanlığı; bakanı; sözcüsü; hükümet",
    },
    Cue.MODAL: {
        "en": "=may; =might; =could; =would; =should; wants to; want to; plans to; planning; planned; prepares; preparing; ready to; threatens; threatened; threat of; possible; potential; "
        "attempted to; trying to; tried to; =if; unless; risk of; fear; fears; feared; likely; whether; expected; vows to; vowed to",
        "ru": "может; могут; мог; могли; могла; возможн*; вероятн*; угрожа*; угроз*; планиру*; планировал*; собира*; готов*; если; хотел*; хочет; хотят; намерен*; якобы; попытк*; пытал*; грозит; опасность; опасности; ли",
        "uk": "може; можуть; міг; могли; могла; можлив*; ймовірн*; погрожу*; загроз*; плану*; планував*; збира*; готу*; якщо; хотів; хоче; хочуть; намір*; начебто; спроб*; намага*; загрожує; небезпека; чи",
        "de": "könnte; könnten; würde; möglich*; droht; drohen; drohte; plant; falls; wenn; sollte; angeblich",
        "fr": "pourrait; pourraient; aurait; menace; menacent; risque; si; éventuel*; prévoit; craint",
        "es": "podría; podrían; habría; amenaza; amenazan; amenazó; riesgo; si; posible; planea; teme",
        "it": "potrebbe; potrebbero; avrebbe; minaccia; minacciano; rischio; se; possibile; teme",
        "pl": "może; mogą; mógł*; grozi; groził*; jeśli; możliw*; planuje; rzekomo",
        "pt": "poderia; poderiam; teria; ameaça; risco; se; possível; planeja",
        "tr": "olabilir; tehdit; eğer; muhtemel; planlıyor",
    },
    Cue.FUTURE: {
        "en": "=will; going to; next week; next month; tomorrow; upcoming; is to; are to; soon",
        "ru": "будет; будут; завтра; планируется; на следующей неделе; скоро",
        "uk": "буде; будуть; завтра; наступного тижня; планується; незабаром",
        "de": "wird; werden; morgen; nächste woche",
        "fr": "sera; seront; demain; la semaine prochaine",
        "es": "será; serán; mañana; la próxima semana",
        "it": "sarà; saranno; domani; la prossima settimana",
        "pl": "będzie; będą; jutro",
        "pt": "será; serão; amanhã",
        "tr": "yarın; olacak; edecek",
    },
    Cue.NEGATED: {
        "en": "no attack; no attacks; no explosion; no explosions; no strike; no strikes; no drones; no missiles; not attacked; not hit; not struck; was not; were not; did not; has not; never happened; no evidence of; no sign of; "
        "no signs of; no reports of; false report; false alarm; no such; not caused by; ruled out; not an attack; without attack; no damage from",
        "ru": "не было; не подтвер*; не зафикс*; не поступал*; не сообщал*; не атаков*; не пострадал*; не взрыв; это не; не соответству*; ложн*; опроверг*; опроверж*; без атак; без обстрел*; без прилет*; без происшествий; не связан*; нет прилетов; не слышно; никаких",
        "uk": "не було; не підтвер*; не зафікс*; не надходил*; не повідомлял*; не атакув*; не постраждал*; не вибух; це не; не відповіда*; хибн*; спростува*; спростов*; без атак; без обстріл*; без влучань; без прильот*; не пов'язан*; немає влучань; влучань немає; не чути; жодн*",
        "de": "kein angriff; keine angriffe; keine explosion; nicht getroffen; dementiert; nicht angegriffen; fehlalarm; weist zurück",
        "fr": "aucune attaque; pas d'attaque; aucune explosion; dément; démenti; n'a pas; fausse alerte",
        "es": "ningún ataque; no hubo; desmiente; desmintió; falsa alarma; no fue",
        "it": "nessun attacco; smentisce; smentito; falso allarme; non è stato",
        "pl": "nie było; nie doszło; zaprzecz*; dementuje; fałszyw*; żadn*",
        "pt": "nenhum ataque; não houve; desmente; nega; falso alarme",
        "tr": "saldırı olmadı; yalanladı; asılsız; yanlış alarm",
    },
    Cue.RECALL: {
        "en": "earlier; previously; last week; last month; last year; a year ago; years ago; months ago; weeks ago; days ago; recall; recalled; the previous; similar attack; in recent weeks; in recent months; in recent days; "
        "had been; had earlier; had already; had hit; had struck; had killed; had been hit; the same place; back in; the first since; since then; on the eve; the day before; the latest in; a day after; days after; a day earlier; days earlier; hours earlier; week earlier; not the first",
        "ru": "ранее; напомним; напоминаем; на прошлой неделе; в прошлом; до этого; накануне; уже атаковал*; уже подверг*; прошлый раз; предыдущ*; месяц назад; год назад; неделю назад; недавн*; за последн*; тогда; в последний раз; не впервые; не первый",
        "uk": "раніше; нагадаємо; нагадуємо; минулого тижня; минулого місяця; минулого року; до цього; напередодні; вже атакув*; минулого разу; попередн*; місяць тому; рік тому; тиждень тому; нещодавн*; за останн*; тоді; востаннє; не вперше; не перш*",
        "de": "zuvor; bereits; letzte woche; vergangene woche; vergangenen; erst am; früher; damals; vor einer woche; tags zuvor; seit",
        "fr": "plus tôt; la semaine dernière; le mois dernier; auparavant; précédent*; déjà; rappel; la veille; il y a",
        "es": "anteriormente; la semana pasada; el mes pasado; antes; anterior; ya había; hace una semana; el día anterior; hace",
        "it": "in precedenza; la settimana scorsa; il mese scorso; già; precedente; il giorno prima; fa",
        "pl": "wcześniej; w zeszłym; poprzedni*; już; dzień wcześniej; temu; przypomnijmy",
        "pt": "anteriormente; na semana passada; no mês passado; antes; anterior; já; véspera",
        "tr": "daha önce; geçen hafta; geçen ay; önceki; önce",
    },
    Cue.AFTER: {
        "en": "=after; following; since; amid; despite; as a result of; because of; due to; in the wake of; in response to; in retaliation",
        "ru": "после; вследствие; из-за; в результате; вслед за; на фоне; несмотря на; в ответ на; спустя",
        "uk": "після; внаслідок; через; в результаті; на тлі; попри; у відповідь; унаслідок; опісля",
        "de": "nach; infolge; wegen; trotz; angesichts; nachdem",
        "fr": "après; suite à; à la suite; malgré; en raison; depuis; au lendemain",
        "es": "tras; después de; debido a; pese a; a raíz de; luego de",
        "it": "dopo; a seguito; a causa; nonostante",
        "pl": "po; wskutek; w wyniku; mimo; z powodu",
        "pt": "após; depois de; devido a; apesar de",
        "tr": "sonra; sonrası; nedeniyle; rağmen; ardından",
    },
    Cue.AGAIN: {
        "en": "again; another; second time; third time; fourth time; once more; new attack; fresh; second attack; third attack; second strike; new strike; repeat; yet another; for the second",
        "ru": "снова; опять; вновь; повторн*; еще один; еще одна; еще два; второй раз; третий раз; очередн*; новая атака; новый удар; новый прилет; в очередной",
        "uk": "знову; вдруге; втретє; повторн*; ще один; ще одна; ще два; черговий; чергова; чергове; нова атака; новий удар; вчергове",
        "de": "erneut; wieder; abermals; zum zweiten mal; weiterer",
        "fr": "de nouveau; à nouveau; encore; deuxième fois; nouvelle attaque; nouvelle frappe",
        "es": "de nuevo; otra vez; nuevo ataque; segunda vez; nuevamente; otro ataque",
        "it": "di nuovo; ancora; nuovo attacco; seconda volta",
        "pl": "znowu; ponownie; po raz drugi; kolejn*",
        "pt": "novamente; de novo; outra vez; novo ataque",
        "tr": "yeniden; tekrar; ikinci kez; bir kez daha",
    },
    Cue.NOW: {
        "en": "under way; =underway; right now; at the moment; at this hour; at this moment; =ongoing; take cover; take shelter; "
        "seek shelter; stay in shelters; stay in shelter; stay away from windows; =breaking; just now; just in; is under attack; "
        "are under attack; come under attack; are being heard; being heard; is working; are working; at work; =incoming; "
        "more to follow; details to follow; more soon; stay with us; details are scanty; =unfolding; =developing; reports coming in; "
        "sirens sounding; are sounding",
        "ru": "работает пво; пво работает; работает противовоздушная; работают силы; в укрыти*; =укройтесь; =сейчас; прямо сейчас; "
        "в эти минуты; в эту минуту; в данный момент; =летят; =летит; =внимание; =срочно; =продолжается; =продолжаются; под атакой; "
        "=отражает; =отражают; =отражается; =отбивает; =отбивают; =громко; только что; =уточняется; =уточняются; ракетная опасность; "
        "опасность атаки; не подходите к окнам; держитесь подальше от окон; ещё один; еще один; =грохочет; =гремит",
        "uk": "працює ппо; ппо працює; працює протиповітряна; в укритт*; =зараз; прямо зараз; в ці хвилини; у ці хвилини; цієї хвилини; "
        "=летять; =летить; =увага; =терміново; =триває; =тривають; під атакою; =відбиває; =відбивають; =гучно; =щойно; =уточнюється; "
        "=уточнюються; =лунають; залишайтеся в; перебувайте в; не підходьте до вікон; ще один; =гримить",
        "de": "derzeit; gerade; soeben; eilmeldung; läuft; dauert an; dauern an; in diesen minuten; zur stunde; in deckung; breaking",
        "fr": "en cours; en ce moment; urgent; à l'instant; flash; se poursuit; se poursuivent; plus d'informations à suivre; mettez-vous à l'abri",
        "es": "en este momento; en estos momentos; urgente; última hora; en curso; ahora mismo; en desarrollo; minuto a minuto",
        "it": "in corso; in questo momento; ultim'ora; in atto; adesso; urgente",
        "pl": "trwa; trwają; w tej chwili; pilne; właśnie; z ostatniej chwili; na żywo",
        "pt": "em curso; neste momento; urgente; agora; em andamento; última hora",
        "tr": "şu anda; son dakika; sürüyor; devam ediyor; az önce; sığınak*",
    },
    Cue.FOLLOW_UP: {
        "en": "toll; rises to; rose to; climbs to; risen to; revised; the search; search for; rescuers; rubble; put out; extinguished; localised; localized; contained; still burning; funeral; aftermath; died in hospital; died of wounds; "
        "succumbed; identified; resumed; reopened; reopen; reopens; restored; recovered; compensation; repaired; cleared; new details; investigation; assess damage; visited; mourning; evacuated; what we know; what is known; footage shows; video shows; images show; revealed; details emerge; new details; emerged; latest on; the moment; claims responsibility; claimed responsibility",
        "ru": "число погибших; число пострадавших; число раненых; выросло; возросло; увеличил*; завал*; потушен*; потушил*; ликвидирован*; локализ*; тушат; тушение; тушить; скончал*; умер*; опознан*; похорон*; прощание; "
        "возобнов*; восстанов*; последстви*; компенсац*; разбор; разбира*; поиск*; осмотр*; подробност*; траур; продолжается; уточнил*; обновлен*; что известно; стало известно; рассказал*; показал*; опубликовал*; подробности; масштаб*; лишил*; появил*; кадры; потерял*; третьи сутки; вторые сутки; третий день; второй день; остановил*; приостановил*",
        "uk": "кількість загиблих; кількість поранених; кількість постраждалих; зросла; зросло; збільшил*; завал*; загасили; загашено; ліквідован*; локаліз*; гасять; гасіння; гасити; помер*; опізнан*; поховал*; прощання; "
        "віднов*; наслідк*; компенсац*; розбирають; розбір; пошук*; огляд*; подробиц*; жалоб*; тривають; триває; уточнил*; оновлен*; що відомо; стало відомо; розповів; розповіл*; показав; показал*; опублікув*; подробиці; масштаб*; позбави*; з'явил*; кадри; втрати*; перестал*; третю добу; другу добу; третій день; другий день; зупини*; призупини*",
        "de": "zahl der toten; opferzahl; gestiegen; steigt; gelöscht; aufräumarbeiten; trümmern; bergung; suche; wieder geöffnet",
        "fr": "le bilan; s'alourdit; s'élève; éteint; maîtrisé; décombres; recherches; rouvert; obsèques",
        "es": "sube a; asciende; aumenta; apagado; escombros; búsqueda; funeral; reabre",
        "it": "sale a; il bilancio; salito; spento; macerie; ricerche; funerali",
        "pl": "wzrosła; wzrósł; bilans; ugaszon*; gruz*; poszukiwan*; pogrzeb",
        "pt": "sobe para; aumenta; apagado; escombros; buscas; funeral",
        "tr": "yükseldi; söndürüldü; enkaz; arama; cenaze",
    },
    Cue.ANALYSIS: {
        "en": "analysts; analysis; experts; expert; explains; explained; explainer; satellite images; satellite imagery; satellite; assessment; think tank; timeline; what we know; why; how; opinion; column; review; lessons; strategy; interview; campaign of; wave of attacks; report says; study",
        "ru": "аналитик*; эксперт*; объясни*; почему; разбор; спутников*; итоги; как именно; мнение; колонка; интервью; обзор; хронолог*; стратег*; исследован*; подсчитал*; оценил*",
        "uk": "аналітик*; експерт*; поясни*; чому; супутников*; підсумк*; думка; колонка; інтерв'ю; огляд; хронолог*; стратег*; дослідж*; підрахува*; оціни*",
        "de": "analyse; experte*; warum; wie; kommentar; satellitenbild*; interview; studie; hintergrund",
        "fr": "analyse; expert*; pourquoi; comment; satellite*; entretien; étude; décryptage",
        "es": "análisis; experto*; por qué; cómo; satélite; entrevista; estudio; claves",
        "it": "analisi; espert*; perché; come; satellite; intervista; studio",
        "pl": "analiz*; ekspert*; dlaczego; jak; satelitarn*; wywiad",
        "pt": "análise; especialista*; por que; como; satélite; entrevista; estudo",
        "tr": "analiz; uzman*; neden; nasıl; uydu; röportaj",
    },
    Cue.PERIOD: {
        "en": "since the start; since the beginning; this year; this month; per month; per week; a month; in august; last month; over the past; in total since; since february; since january; so far this; during the war; doubled; tripled; compared with; percent; figures show; statistics; on record",
        "ru": "с начала; за год; за месяц; за неделю; в этом году; с февраля; с января; всего с; статистик*; процент*; вдвое; втрое; по сравнению; за время войны; за все время",
        "uk": "від початку; з початку; за рік; за місяць; за тиждень; цього року; цього місяця; з лютого; із січня; статистик*; відсотк*; вдвічі; втричі; порівняно; за час війни; за весь час",
        "de": "seit beginn; in diesem jahr; pro monat; im vergleich; statistik; verdoppelt; prozent",
        "fr": "depuis le début; cette année; ce mois-ci; par mois; statistiques; doublé; pour cent",
        "es": "desde el inicio; desde el comienzo; este año; este mes; al mes; estadísticas; por ciento",
        "it": "dall'inizio; quest'anno; questo mese; statistiche; per cento",
        "pl": "od początku; w tym roku; w tym miesiącu; statystyk*; procent",
        "pt": "desde o início; este ano; este mês; estatísticas; por cento",
        "tr": "başından beri; bu yıl; bu ay; istatistik*; yüzde",
    },
    Cue.PASSIVE: {
        "en": "=was; =were; =is; =are; been; came under; comes under; under attack; under fire; rocked; hear; heard; suffered; =being",
        "ru": "был; была; было; были; подверг*; подвергл*; под обстрел*; под удар*; под атак*; слышн*; слышали; оказал*; попал*",
        "uk": "був; була; було; були; зазна*; зазнал*; під обстріл*; під удар*; під атак*; чутно; чули; опинил*; потрапи*",
        "de": "wurde; wurden; worden; unter beschuss",
        "fr": "a été; ont été; est; sont; sous le feu",
        "es": "fue; fueron; ha sido; han sido; bajo ataque; bajo fuego",
        "it": "è stata; è stato; sono stati; sono state; sotto attacco",
        "pl": "został*; zostały; był*; pod ostrzałem",
        "pt": "foi; foram; sob ataque",
        "tr": "edildi; vuruldu; uğradı",
    },
    Cue.ACTOR: {
        "en": "forces; army; troops; military; air force; navy; launched; fired; launches; fires; carried out; carry out; carries out; continued to; soldiers; intelligence; jets; warplanes; aims; seeks; retaliated; militants; fighters; backed; made",
        "ru": "войска; войск; армия; армии; военные; вс; всу; флот; запустил*; выпустил*; нанес*; наносит; вкс; атаковал*; ударил*",
        "uk": "війська; військ; армія; армії; військові; зс; зсу; флот; запустил*; випустил*; завдал*; завдає; атакувал*; вдарил*; обстріляли",
        "de": "armee; truppen; streitkräfte; militär; feuerte; startete",
        "fr": "armée; forces; troupes; a lancé; a tiré; a mené",
        "es": "ejército; fuerzas; tropas; lanzó; disparó",
        "it": "esercito; forze; truppe; ha lanciato",
        "pl": "armia; siły; wojsk*; wystrzelił*",
        "pt": "exército; forças; tropas; lançou; disparou",
        "tr": "ordusu; güçleri; kuvvetleri; fırlattı",
    },
    Cue.TOWARD: {
        "en": "toward; towards; heading for; headed for; heading to; bound for; en route to; on the way to; flying to; flying towards; in the direction of; on approach to; approaching; direction; aimed at; aiming for; targeting",
        "ru": "в сторону; в направлении; на подлете; на подлёте; курсом на; летел*; летевш*; летит; летят; направля*; курс",
        "uk": "у бік; в бік; у напрямку; в напрямку; на підльоті; курсом на; летів; летіли; летить; летять; курс",
        "de": "richtung; auf dem weg nach; im anflug",
        "fr": "en direction; vers; se dirigeait; se dirigeaient",
        "es": "rumbo a; hacia; en dirección",
        "it": "verso; diretto a; diretti; in direzione",
        "pl": "w kierunku; w stronę; lecąc*",
        "pt": "em direção; rumo a",
        "tr": "yönünde; doğru",
    },
    Cue.ORIGIN: {
        "en": "launched from; fired from; launched out of; took off from; taking off from; taken off from; flown from; came from; coming from; originating from; originated from; from the direction of; from positions in; "
        "from the territory of; from the area of; from the waters of; from a submarine; from ships; from a ship; from bombers; from aircraft; from a base; from bases",
        "ru": "запущен* из; запущен* с; запускал* из; запускал* с; выпущен* из; выпущен* с; выпустил* из; пуск* из; пуск* с; пуск* со; с направления; с направлений; со стороны; с территории; с аэродром*; с самолет*; из акватории; с акватории; "
        "взлетел* с; взлет* с; взлет* из; стартовал* из; стартовал* с; вылетел* с; вылетел* из; из района; с района; с борта",
        "uk": "запущен* з; запущен* із; запускал* з; випущен* з; випущен* із; випустил* з; пуск* з; пуск* із; з напрямку; з напрямків; з боку; з території; із території; з аеродром*; з літак*; з акваторії; злетіл* з; зліт з; зліт із; "
        "стартувал* з; вилетіл* з; з району; із району; з районів; з борту",
        "de": "abgefeuert aus; abgefeuert von; gestartet von; gestartet aus; aus richtung; von schiffen",
        "fr": "tiré depuis; tirés depuis; tirées depuis; lancé depuis; lancés depuis; lancées depuis; en provenance de; depuis le territoire; décollé de",
        "es": "lanzado desde; lanzados desde; lanzadas desde; disparado desde; disparados desde; procedente de; procedentes de; desde territorio; despegó de",
        "it": "lanciato da; lanciati da; lanciati dal; lanciati dalla; partito da; partiti da; proveniente da; provenienti da; decollato da",
        "pl": "wystrzelon* z; odpalon* z; startując* z; z kierunku; z terytorium; nadlecia* z",
        "pt": "lançado de; lançados de; disparados de; proveniente de; provenientes de; a partir de",
        "tr": "fırlatılan; ateşlenen; havalanan; yönünden",
    },
    Cue.TREATED: {
        "en": "taken to; rushed to; moved to; shifted to; transferred to; airlifted to; flown to; evacuated to; referred to; brought to; admitted to; transported to; hospital in; hospitals in; "
        "hospitalised in; hospitalized in; treated in; treated at; treatment in; treatment at; clinic in; burn centre in; morgue in; buried in; funeral in; displaced to; fled to; refuge in; shelter in",
        "ru": "доставлен* в; доставил* в; госпитализирован* в; госпитализировал* в; эвакуирован* в; эвакуировал* в; перевезен* в; перевезли в; перевели в; увезли в; увезен* в; отправлен* в; отправил* в; направлен* в; больниц*; госпитал*; лечение в; лечат* в; "
        "похорон* в; похоронил* в; пунктах временного размещения; уехал* в; вывезен* в; вывезли в",
        "uk": "доставлен* до; доставил* до; госпіталізован* до; госпіталізувал* до; госпіталізован* в; евакуйован* до; евакуювал* до; перевезен* до; перевезли до; повезли до; забрали до; направлен* до; лікарн*; шпитал*; госпітал*; лікування в; лікування у; лікують в; лікують у; "
        "похова* в; похова* у; виїхал* до; вивезен* до; вивезли до",
        "de": "krankenhaus in; krankenhäuser in; klinik in; gebracht nach; geflogen nach; behandelt in",
        "fr": "hôpital de; hôpitaux de; hôpital à; transféré à; transférés à; transportés à; évacués vers; évacué vers; soignés à",
        "es": "remitido a; remitidos a; remitida a; trasladado a; trasladados a; trasladada a; evacuados a; evacuado a; hospital de; hospitales de; hospital en; hospitales en; atendidos en",
        "it": "trasferito a; trasferiti a; trasportato a; trasportati a; ospedale di; ospedali di; ricoverati a; ricoverato a",
        "pl": "przewieziono do; przewiezion* do; zabrano do; trafił* do; szpital* w; hospitalizowan* w",
        "pt": "transferido para; transferidos para; levado para; levados para; levadas para; hospital de; hospitais de",
        "tr": "hastanesine; hastaneye; kaldırıldı; sevk edildi; hastanesi",
    },
    Cue.CORRECTS: {
        "en": "corrected; corrects; correction; lowered; lowers; revised down; revises down; cut the toll; by mistake; mistakenly; counted twice; earlier figure; erroneously",
        "ru": "скорректирова*; ошибочно; уменьшил*; снизил*; пересчита*; исправил*; были посчитаны дважды",
        "uk": "скоригува*; помилково; зменшил*; знизил*; перерахува*; виправил*; двічі порахува*",
        "de": "korrigiert; korrigierte; nach unten; irrtümlich; revidiert",
        "fr": "corrigé; corrige; revu à la baisse; par erreur; rectifié",
        "es": "corrigió; corrige; rebajó; rebaja; por error; rectificó",
        "it": "corretto; corregge; rivisto al ribasso; per errore; rettificato",
        "pl": "skorygowan*; skorygował*; omyłkowo; obniżon*; błędnie",
        "pt": "corrigiu; corrige; reduziu; por engano; retificou",
        "tr": "düzeltildi; düzeltti; yanlışlıkla",
    },
    Cue.BORDER: {
        "en": "which border; that border; =borders; bordering; borders on; adjacent to; neighbouring; adjoining; next to; halfway between; not far from; close to the border with; border with; known as",
        "ru": "граничащ*; граничит; по соседству с; соседствует с; на границе с; между; родом из; уроженец; уроженк*",
        "uk": "межує; що межує; по сусідству з; на кордоні з; між; родом з; уродженець; уродженк*",
        "de": "grenzt an; an der grenze zu; zwischen; neben",
        "fr": "frontalier*; à la frontière avec; limitrophe*; entre",
        "es": "fronterizo con; en la frontera con; limítrofe*; entre",
        "it": "al confine con; confinante con; tra",
        "pl": "graniczy z; graniczącym z; przy granicy z; między",
        "pt": "na fronteira com; vizinho de; entre",
        "tr": "sınırında; komşu",
    },
    Cue.TURN: {
        "en": "meanwhile; separately; elsewhere; in a separate; also on; in another; at the same time; later in the day",
        "ru": "тем временем; между тем; отдельно; в другом; также сегодня; параллельно; кроме того",
        "uk": "тим часом; водночас; окремо; в іншому; також сьогодні; паралельно; крім того",
        "de": "unterdessen; derweil; inzwischen; außerdem; zudem",
        "fr": "par ailleurs; pendant ce temps; dans le même temps; ailleurs",
        "es": "mientras tanto; por otra parte; por separado; además",
        "it": "intanto; nel frattempo; altrove",
        "pl": "tymczasem; z kolei; ponadto",
        "pt": "enquanto isso; por outro lado; além disso",
        "tr": "bu arada; öte yandan; ayrıca",
    },
    Cue.REACTION: {
        "en": "condemn; condemned; condemns; condolence; condolences; mourn; mourns; mourned; calls for; called for; urges; urged; reacts; reacted; statement; summons; summoned; sanctions; talks; thanked; vigil; retaliate; demands; demanded",
        "ru": "осуди*; осужда*; соболезнован*; скорб*; призвал*; призыва*; отреагировал*; прокомментировал*; потребовал*; поблагодарил*; санкци*; переговор*; вызвал* посла",
        "uk": "засуди*; засуджу*; співчутт*; сумує*; закликал*; закликає*; відреагув*; прокоментув*; вимага*; подякув*; санкці*; переговор*; вшанув*",
        "de": "verurteilt; verurteilte; beileid; trauert; fordert; forderte; reagiert; verurteilen; verurteilten; kondoliert; kondolierte; trauern; fordern; reagieren; reagierte; bestellt botschafter ein; beileidsbekundung; entsetzt; bestürzt; mahnt",
        "fr": "condamne; condamné; condoléances; deuil; appelle à; réagit; exige; condamnent; a condamné; ont condamné; présente ses condoléances; rend hommage; réclame; réclament; exigent; appellent à; a réagi; indignation; convoque l'ambassadeur; solidarité",
        "es": "condena; condenó; condolencias; duelo; pide; exige; reacciona; condenan; condenaron; lamenta; lamentó; lamentan; repudia; repudió; repudian; rechazan; exigen; exigió; piden; pidió; reaccionó; solidaridad; convoca al embajador",
        "it": "condanna; condannato; cordoglio; lutto; chiede; reagisce; condannano; ha condannato; esprime cordoglio; chiedono; esige; reagiscono; solidarietà; convoca l'ambasciatore; indignazione",
        "pl": "potępi*; kondolencj*; żałob*; wzywa; domaga; potępia; potępił*; składa kondolencje; wezwał*; apeluje; apelują; zareagował*; solidarność; wezwano ambasadora",
        "pt": "condena; condenou; condolências; luto; pede; exige",
        "tr": "kınadı; taziye; yas; çağrısında; kınıyor; kınama; taziyelerini; başsağlığı; çağrıda; çağırdı; tepki gösterdi; tepki; istedi",
    },
}


def cue_matcher() -> TermMatcher[tuple[Cue, str]]:
    """A matcher for all cues of all languages, with (cue, language) payloads; built once by the reader."""
    return TermMatcher(_patterns(), forms)


def _patterns() -> Iterator[tuple[str, str, tuple[Cue, str]]]:
    for cue, by_language in _TERMS.items():
        for lang, listed in by_language.items():
            for term in listed.split(";"):
                yield term.strip(), lang, (cue, lang)
