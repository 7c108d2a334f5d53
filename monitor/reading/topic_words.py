"""Words that tell what else an entry may be about, in the languages that are read: general knowledge, of no stream.

A word counts by its first six letters, a shorter one whole. Ambiguous words ("strike", "storm", "goal" of an operation)
are left out: what a topic weighs is fitted, and a word of two topics would blur both.
"""

TOPIC_WORDS = {
    "sport": """
        match football soccer stadium league championship tournament goalkeeper striker midfielder defender coach referee
        penalty season semifinal quarterfinal playoff innings wicket batsman bowler cricket rugby tennis basketball hockey
        volleyball boxing boxer athlete olympic medal marathon sprint cyclist grandprix racing fifa uefa derby hattrick
        scored scorer fixture teammate champions quarterback touchdown cup
        матч футбол стадион чемпионат турнир вратарь нападающий полузащитник тренер судья пенальти сезон полуфинал
        хоккей теннис баскетбол волейбол бокс боксёр боксер спортсмен олимпиада олимпийский медаль марафон шайба гол голы сборная
        клуб болельщик фигурист лыжник кубок лига спартак зенит
        матчу футболу стадіон чемпіонат воротар нападник півзахисник тренерка суддя пенальті півфінал боксер спортсмен олімпійський
        медаль збірна вболівальник фігурист
        spiel fußball stadion meisterschaft turnier torwart stürmer trainer schiedsrichter elfmeter saison halbfinale bundesliga
        tennis handball eishockey boxer olympia medaille mannschaft tabelle
        football stade championnat tournoi gardien attaquant entraîneur arbitre saison rugby tennis boxeur olympique
        médaille équipe ligue cyclisme buteur tribunes
        partido fútbol estadio campeonato torneo portero delantero entrenador árbitro temporada semifinal béisbol boxeador olímpico
        medalla selección liga goleada hinchas
        partita calcio stadio campionato torneo portiere attaccante allenatore arbitro rigore stagione semifinale pugile olimpiadi
        medaglia squadra nazionale scudetto tifosi
        mecz piłka stadion mistrzostwa turniej bramkarz napastnik trener sędzia karny sezon półfinał siatkówka bokser medal drużyna
        ekstraklasa kibice
        maç futbol stadyum şampiyona turnuva kaleci forvet hakem penaltı sezon yarıfinal voleybol boksör madalya
        takım süperlig taraftar
        jogo futebol estádio campeonato goleiro atacante treinador árbitro temporada semifinal medalha torcida""",
    "markets": """
        shares stocks investors market currency inflation bank interest rates dollar euro profit revenue quarter earnings budget
        taxes tariff exports imports economy economic growth bonds bitcoin crypto trader merger takeover startup company shareholder
        price prices salary pension loan mortgage subsidy wages billion
        акции инвестор биржа рынок валюта инфляция банк ставка доллар рубль прибыль выручка квартал бюджет налог тариф экспорт импорт
        экономика облигации криптовалюта компания цены зарплата пенсия кредит ипотека субсидия дивиденды
        акції інвестор біржа ринок інфляція ставка гривня прибуток виручка бюджет податок експорт імпорт економіка облігації
        ціни зарплата пенсія кредит іпотека субсидія
        aktien anleger börse markt währung inflation zinsen gewinn umsatz haushalt steuer wirtschaft konzern preise gehalt rente kredit
        actions bourse marché monnaie inflation banque taux bénéfice chiffre budget impôts économie croissance entreprise prix salaire retraite
        acciones bolsa mercado moneda inflación banco tasa ganancias ingresos presupuesto impuestos economía empresa precios salario
        azioni borsa mercato valuta inflazione banca tassi profitti ricavi bilancio tasse economia azienda prezzi stipendi pensioni
        akcje giełda rynek waluta inflacja stopy zysk przychody budżet podatki gospodarka spółka ceny pensja emerytura kredyt
        hisse borsa piyasa döviz enflasyon banka faiz kâr gelir bütçe vergi ekonomi şirket fiyat maaş emekli kredi zam
        ações bolsa moeda inflação juros lucro receita orçamento impostos economia preços salário""",
    "politics": """
        election voters ballot parliament senate congress coalition candidate campaign referendum minister resign cabinet opposition
        lawmakers legislation bill vote president summit talks negotiations diplomat ambassador treaty sanctions visit delegation
        ceasefire agreement accord nato un council resolution statement condemned condolences mediation envoy
        выборы избиратель парламент сенат конгресс коалиция кандидат кампания референдум отставка оппозиция депутат законопроект
        саммит переговоры дипломат посол санкции визит делегация перемирие соглашение резолюция осудил соболезнования посредничество
        вибори виборець парламент коаліція кандидат кампанія відставка опозиція депутат законопроєкт саміт перемовини дипломат посол
        санкції візит делегація перемирʼя угода резолюція засудив співчуття
        wahl wähler parlament bundestag koalition kandidat rücktritt opposition abgeordnete gesetz gipfel verhandlungen diplomat
        botschafter sanktionen besuch delegation waffenruhe abkommen resolution verurteilte
        élection électeurs parlement sénat coalition candidat démission opposition députés sommet négociations diplomate ambassadeur
        sanctions visite délégation accord résolution condamne condoléances
        elecciones votantes congreso senado coalición candidato dimisión oposición diputados cumbre negociaciones diplomático embajador
        sanciones visita delegación tregua acuerdo resolución condena
        elezioni elettori parlamento senato coalizione candidato dimissioni opposizione deputati vertice negoziati ambasciatore sanzioni
        visita delegazione tregua accordo risoluzione condanna
        wybory wyborcy sejm senat koalicja kandydat dymisja opozycja posłowie ustawa szczyt negocjacje ambasador sankcje wizyta rozejm
        porozumienie rezolucja potępił
        seçim seçmen meclis koalisyon aday istifa muhalefet milletvekili yasa zirve müzakere diplomat büyükelçi yaptırım ziyaret
        ateşkes anlaşma karar kınadı taziye
        eleições eleitores congresso coligação candidato demissão oposição cimeira negociações embaixador sanções visita trégua acordo""",
    "court": """
        court trial judge jury verdict sentenced convicted defendant prosecutor indictment lawsuit appeal prison jailed charged
        acquitted bail attorney lawyer hearing pleaded guilty extradition
        суд приговор присяжные осуждён осужден обвиняемый прокурор обвинение иск апелляция колония арест адвокат заседание признал
        виновным экстрадиция срок статья уголовное
        суд вирок засуджено обвинувачений прокурор позов апеляція арешт адвокат засідання підозра кримінальне довічне
        gericht prozess richter urteil verurteilt angeklagte staatsanwalt klage berufung haft anwalt freispruch
        tribunal procès juge jury verdict condamné prévenu procureur plainte appel prison avocat audience
        juicio juez jurado sentencia condenado acusado fiscal demanda apelación cárcel abogado audiencia
        tribunale processo giudice sentenza condannato imputato procuratore ricorso carcere avvocato udienza
        sąd proces sędzia wyrok skazany oskarżony prokurator pozew apelacja więzienie adwokat rozprawa
        mahkeme dava hakim karar hüküm sanık savcı temyiz cezaevi avukat duruşma
        julgamento juiz sentença condenado réu promotor recurso prisão advogado audiência
        bounty surrenders surrendered amnesty cheque plea accomplice ringleader
        фигурант подготовке сдался сообщник амнистия
        фігурант підготовці здався спільник амністія
        kronzeuge komplize
        complice amnistie reddition
        presunto cómplice amnistía
        complice amnistia
        wspólnik amnestia
        suç ortağı af
        cúmplice anistia""",
    "police": """
        thieves theft burglary robbery stolen smuggling smuggler drugs cocaine heroin seized fraud scam counterfeit trafficking
        arrested suspect detained brawl drunk domestic homicide murder rape bar fight hunting contraband
        кража вор ограбление похитил контрабанда наркотики героин изъяли мошенник мошенничество подделка задержан задержали подозреваемый
        драка пьяный бытовой изнасилование взятка
        крадіжка злодій пограбування контрабанда наркотики вилучили шахрай шахрайство підробка затримали підозрюваний бійка пʼяний хабар
        diebe diebstahl einbruch raub gestohlen schmuggel drogen kokain betrug festgenommen verdächtige schlägerei betrunken mord
        voleurs vol cambriolage braquage drogue cocaïne saisie fraude escroquerie arrêté interpellé suspect bagarre ivre meurtre douane
        ladrones robo hurto contrabando drogas cocaína incautado fraude estafa detenido sospechoso riña ebrio homicidio
        ladri furto rapina contrabbando droga cocaina sequestrato truffa arrestato fermato rissa ubriaco omicidio
        złodzieje kradzież włamanie rozbój przemyt narkotyki kokaina oszustwo zatrzymany podejrzany bójka pijany zabójstwo
        hırsız hırsızlık soygun kaçakçı uyuşturucu kokain dolandırıcı gözaltı şüpheli kavga alkollü cinayet
        ladrões roubo furto contrabando drogas cocaína apreendido fraude detido suspeito briga homicídio
        burglars feud quarrel nightclub pub knifeman stabbed pupil classmate expelled bouncer poppy cannabis opium sandalwood ivory cigarettes liquor
        moonshine ransom
        ссора охранник ревность школьник ученик одноклассник обидчик собутыльник конопля сигареты самогон выкуп
        охоронець ревнощі школяр учень однокласник цигарки самогон викуп
        streit eifersucht schüler mitschüler türsteher zigaretten lösegeld
        élève collégien lycéen rixe différend videur cigarettes rançon
        alumno compañero celos portero cigarrillos
        alunno compagno gelosia sigarette riscatto
        uczeń kolega zazdrość papierosy okup
        öğrenci kıskançlık sigara fidye
        aluno ciúmes cigarros""",
    "health": """
        vaccine vaccination virus covid flu influenza epidemic outbreak measles cholera malaria cancer patient doctor surgery
        heart stroke allergy asthma diet obesity disease infection symptoms medicine medication psychologist depression
        прививка вакцина вирус коронавирус грипп эпидемия вспышка корь холера рак пациент врач хирург сердце инсульт аллергия диета
        болезнь инфекция симптомы лекарство лечение психолог заболеваемость
        щеплення вакцина вірус грип епідемія спалах кір холера пацієнт лікар хірург серце інсульт алергія хвороба інфекція симптоми ліки
        захворюваність
        impfung impfstoff virus grippe epidemie masern krebs patient arzt operation herz schlaganfall allergie krankheit infektion
        vaccin vaccination virus grippe épidémie rougeole choléra cancer patient médecin chirurgie cœur avc allergie maladie infection
        vacuna vacunación virus gripe epidemia sarampión cólera cáncer paciente médico cirugía corazón alergia enfermedad dengue
        vaccino vaccinazione virus influenza epidemia morbillo cancro paziente medico chirurgia cuore ictus allergia malattia
        szczepionka szczepienie wirus grypa epidemia odra rak pacjent lekarz operacja serce udar alergia choroba zakażenie
        aşı virüs grip salgın kızamık kanser hasta doktor ameliyat kalp felç alerji hastalık enfeksiyon
        vacina vacinação gripe epidemia sarampo câncer paciente médico cirurgia coração doença""",
    "accident": """
        accident accidental collision derailed derailment brakes motorist motorway overturned skidded drowned
        capsized leak cylinder boiler faulty wiring technical malfunction negligence scaffolding elevator
         welding stove electrical pothole pyrotechnic fireworks
        авария дтп столкновение сошёл тормоза водитель перевернулся занесло утонул опрокинулся утечка баллон котёл котел проводка
        неисправность халатность лифт сварка плита замыкание пиротехника фейерверк петарда бытовой газ газа неосторожность
        аварія зіткнення гальма водій перекинувся потонув витік балон котел проводка несправність недбалість зварювання замикання
        піротехніка феєрверк петарда
        unfall zusammenstoß entgleist bremsen fahrer überschlagen ertrunken gekentert gasleck gasflasche kessel defekt fahrlässig
        kurzschluss feuerwerk böller
        accident collision déraillé freins chauffeur renversé noyé chaviré fuite bonbonne chaudière défaut négligence
        soudure éboulement pétards
        accidente choque descarriló frenos conductor volcó ahogado naufragó fuga cilindro caldera falla negligencia cortocircuito
        pirotecnia cohetería derrumbe
        incidente scontro deragliato freni conducente ribaltato annegato fuga bombola caldaia guasto negligenza cortocircuito crollo
        wypadek zderzenie wykoleił hamulce kierowca przewrócił utonął wyciek butla kocioł awaria zaniedbanie zwarcie fajerwerki
        kaza çarpışma raydan fren sürücü devrildi boğuldu alabora sızıntı tüp kazan arıza ihmal heyelan göçük
        acidente colisão descarrilou freios motorista capotou afogado vazamento botijão caldeira falha negligência
        gorge ravine plunges plunged ploughs ploughed ploughing pedal speeding tyre tyres valve propane butane canister spark heater candle unattended
        overloaded takeoff runway cockpit glider hypoxia oxygen stampede crane conveyor ammonia chlorine methane silo
        газ газовый пропан вентиль кювет обрыв ущелье наезд сбил маршрутка испытательный учебно взлёте взлете высоты кислорода
        катапультировались двигателя двигатель обогреватель аммиак хлор метан элеватор
        газ газу газовий пропан кювет наїзд маршрутка двигун обігрівач аміак
        propan stromschlag flugzeugabsturz motorschaden ammoniak
        ravin embardée vitesse carambolage propane surchauffe ammoniac silo
        barranco volcadura exceso velocidad despiste tanque amoníaco
        burrone metano sbandato schianto ammoniaca
        gaz przepaść wąwóz poślizg propan
        uçurum şarampol doğalgaz lpg
        ribanceira barranco derrapou amônia""",
    "weather": """
         hurricane typhoon cyclone tornado flood floods flooding rainfall snowfall blizzard heatwave drought
        lightning thunder hail earthquake magnitude volcano eruption tsunami avalanche landslide wildfire temperature frost
        forecast meteorologist
        ураган тайфун наводнение паводок ливень дождь снегопад метель жара засуха молния гроза град землетрясение магнитуда вулкан
        извержение цунами лавина оползень синоптик прогноз мороз заморозки
        повінь злива дощ снігопад хуртовина спека посуха блискавка гроза землетрус вулкан лавина зсув синоптик мороз
        sturm orkan hochwasser überschwemmung regen schnee hitzewelle dürre blitz gewitter hagel erdbeben vulkan lawine erdrutsch waldbrand
        ouragan cyclone inondation crue pluies neige canicule sécheresse foudre orage grêle séisme volcan avalanche glissement météo
        huracán ciclón inundación lluvias nieve sequía rayo tormenta granizo terremoto sismo volcán alud deslizamiento
        uragano alluvione pioggia neve siccità fulmine temporale grandine terremoto vulcano valanga frana
        huragan powódź deszcz śnieg upał susza piorun burza grad trzęsienie wulkan lawina osuwisko
        kasırga sel yağmur kar kuraklık yıldırım fırtına dolu deprem yanardağ çığ heyelan
        furacão enchente chuvas neve seca raio tempestade granizo terremoto vulcão deslizamento""",
    "culture": """
        film movie cinema actor actress director album song singer concert band theatre theater premiere festival exhibition museum
        novel author book series netflix episode trailer game gamer videogame artist painting fashion celebrity award oscar grammy
        dance dancer opera ballet comedy poet
        фильм кино актёр актер актриса режиссёр режиссер альбом песня певец певица концерт группа театр премьера фестиваль выставка музей
        роман писатель книга сериал игра геймер художник картина мода звезда премия танец опера балет комедия поэт
        фільм кіно актор акторка режисер альбом пісня співак співачка концерт гурт театр премʼєра фестиваль виставка музей письменник
        книга серіал гра художник картина мода зірка премія
        film kino schauspieler regisseur album lied sänger konzert band theater premiere festival ausstellung museum roman autor buch
        serie spiel künstler gemälde mode
        film cinéma acteur actrice réalisateur album chanson chanteur concert théâtre festival exposition musée roman auteur livre série
        jeu artiste tableau mode
        película cine actor actriz director álbum canción cantante concierto teatro festival exposición museo novela libro serie juego artista
        cinema attore attrice regista canzone cantante concerto teatro mostra museo romanzo libro serie gioco artista
        kino aktor aktorka reżyser piosenka piosenkarz koncert teatr festiwal wystawa muzeum powieść książka serial gra artysta
        sinema oyuncu yönetmen albüm şarkı şarkıcı konser tiyatro festival sergi müze roman kitap dizi oyun sanatçı
        filme cinema ator atriz diretor canção cantor concerto teatro exposição museu romance livro série
        reenactment reenactors spectators parade carnival comedian musical soundtrack
        реконструкторы холостые зрители парад карнавал мюзикл
        реконструктори глядачі парад карнавал мюзикл
        zuschauer karneval musical
        spectateurs carnaval défilé comédie
        espectadores carnaval desfile comedia
        spettatori carnevale sfilata commedia
        widzowie karnawał parada
        seyirci karnaval
        espectadores carnaval desfile comédia""",
    "science": """
        scientists researchers study laboratory telescope asteroid planet orbit satellite spacex nasa astronaut galaxy
        physics chemistry software app smartphone google apple microsoft ai algorithm robot chip processor internet hacker cyberattack
        password server update
        учёные ученые исследователи лаборатория телескоп астероид планета орбита спутник роскосмос космонавт галактика физика химия
        приложение смартфон алгоритм робот чип интернет хакер кибератака пароль сервер
        науковці дослідники лабораторія телескоп астероїд планета орбіта супутник космонавт застосунок смартфон алгоритм робот хакер
        кібератака
        forscher studie labor teleskop asteroid planet satellit raumfahrt physik handy algorithmus roboter hacker cyberangriff
        chercheurs étude laboratoire télescope astéroïde planète satellite spatial physique téléphone algorithme robot
        cyberattaque
        científicos estudio laboratorio telescopio asteroide planeta satélite espacial física teléfono algoritmo robot ciberataque
        scienziati studio laboratorio telescopio asteroide pianeta satellite spaziale fisica algoritmo robot hacker
        naukowcy badanie laboratorium teleskop asteroida planeta satelita kosmiczny fizyka aplikacja robot haker cyberatak
        bilim araştırma laboratuvar teleskop asteroit gezegen uydu uzay fizik uygulama robot siber
        cientistas estudo telescópio asteroide satélite espacial ciberataque""",
    "nature": """
        shark bear wolf dog dogs cat snake elephant lion tiger crocodile bird birds bee bees wasp locust zoo animal animals wildlife
        whale dolphin poacher poaching horse cattle cow livestock veterinarian rabies fishing fish
        акула медведь волк собака собаки кошка змея слон лев тигр крокодил птица птицы пчёлы осы саранча зоопарк животные кит браконьер
        лошадь корова скот ветеринар бешенство рыба клещ клещи
        ведмідь вовк собака кішка змія слон тигр птах птахи бджоли оси зоопарк тварини браконьєр кінь корова худоба ветеринар сказ риба кліщ
        hai bär wolf hund hunde katze schlange elefant löwe tiger vogel bienen zoo tiere pferd kuh vieh tierarzt
        requin ours loup chien chiens chat serpent éléphant lion tigre oiseau abeilles zoo animaux baleine cheval vache bétail vétérinaire
        tiburón oso lobo perro perros gato serpiente elefante león tigre pájaro abejas zoológico animales ballena caballo vaca ganado
        squalo orso lupo cane cani gatto serpente elefante leone tigre uccello api zoo animali cavallo mucca bestiame
        rekin niedźwiedź wilk pies psy kot wąż słoń lew tygrys ptak pszczoły zoo zwierzęta koń krowa bydło weterynarz
        köpek kedi yılan fil aslan kaplan kuş arı hayvan hayvanat at inek veteriner köpekbalığı
        tubarão urso lobo cachorro cobra elefante leão tigre pássaro abelhas animais cavalo vaca gado
        rat rats rodents jellyfish seagull toddler wasps hornets bees boar monkey monkeys leopard python
        дворняга щенок крысы питбуль овчарка медведица кабан медуза шершни обезьяна леопард
        дворняга щур вівчарка медуза шершні мавпа леопард
        ratte qualle wildschwein wespen hornissen affe
        méduse rats sanglier guêpes frelons singe
        rata medusa jabalí avispas avispones mono
        ratto medusa cinghiale vespe calabroni scimmia
        szczur meduza dzik szerszenie małpa
        fare denizanası domuz maymun
        rato javali vespas macaco""",
    "farming": """
        harvest farmers crop crops wheat grain fertiliser fertilizer irrigation tractor orchard vineyard farmland seed sowing
        урожай фермеры посевы пшеница зерно удобрения трактор сад виноград посевная сев комбайн
        врожай фермери посіви пшениця зерно добрива трактор сад виноград посівна комбайн
        ernte bauern weizen getreide dünger traktor weinberg aussaat
        récolte agriculteurs blé céréales engrais tracteur vignoble semis
        cosecha agricultores trigo cereales fertilizante tractor viñedo siembra
        raccolto agricoltori grano cereali fertilizzanti trattore vigneto semina
        zbiory rolnicy pszenica zboże nawozy ciągnik winnica siew żniwa
        hasat çiftçi buğday tahıl gübre traktör bağ ekim
        colheita agricultores trigo cereais adubo trator vinha""",
    "labour": """
        union unions striking walkout workers picket protest protesters demonstrators rally march roadblock
        teachers nurses pilots drivers layoffs
        профсоюз забастовка бастуют рабочие пикет протест митинг шествие увольнения учителя
        профспілка страйк страйкують робітники пікет протест мітинг звільнення вчителі
        gewerkschaft streik warnstreik streikende arbeiter kundgebung demonstranten protest entlassungen
        syndicat grève grévistes travailleurs manifestation manifestants licenciements enseignants
        sindicato huelga huelguistas trabajadores marcha manifestantes paro bloqueos despidos maestros
        sindacato sciopero scioperanti lavoratori corteo manifestanti licenziamenti
        związek strajk strajkujący pracownicy manifestacja protest zwolnienia nauczyciele
        sendika grev işçi yürüyüş protesto gösterici
        sindicato greve grevistas trabalhadores manifestantes protesto""",
    "history": """
        anniversary commemorate commemoration memorial remembrance veterans century historian archive monument ceremony wreath
        holocaust ww2 1941 1944 1945 decades
        годовщина память памяти мемориал ветераны столетие историк архив памятник церемония венок блокада великая отечественная вов
        річниця пам'ять пам'яті меморіал ветерани століття історик архів пам'ятник церемонія вінок вшанували роковини
        jahrestag gedenken gedenkfeier denkmal veteranen jahrhundert historiker archiv kranz
        anniversaire commémoration mémorial anciens siècle historien archives monument cérémonie gerbe
        aniversario conmemoración memorial veteranos siglo historiador archivo monumento ceremonia homenaje
        anniversario commemorazione memoriale reduci secolo storico archivio monumento cerimonia
        rocznica upamiętnienie pomnik weterani wiek historyk archiwum ceremonia wieniec
        yıldönümü anma anıt gazi yüzyıl tarihçi arşiv tören çelenk
        aniversário comemoração memorial veteranos século historiador monumento cerimônia""",
    "procurement": """
        contract supplier delivery deliveries procurement order purchase manufacturer production assembly tender prototype
          tranche funding
        контракт поставка поставки закупка производитель производство сборка тендер прототип пакет помощи финансирование
        контракт постачання закупівля виробник виробництво тендер прототип пакет допомоги фінансування
        vertrag lieferung beschaffung hersteller produktion ausschreibung prototyp hilfspaket
        contrat livraison achat fabricant production prototype financement
        contrato entrega compra fabricante producción licitación prototipo
        contratto consegna acquisto produttore produzione gara prototipo
        kontrakt dostawa dostawy zakup producent produkcja przetarg prototyp
        sözleşme teslimat alım üretici üretim ihale prototip
        contrato entrega compra fabricante produção licitação
        jammers buys procures purchases upgrade upgrades budgeted
        закупит закупят приобретёт приобретет поставит партию
        закупить придбає партію
        bestellt kauft beschafft
        acquiert commande livré
        adquiere adquirió inhibidores licitó
        acquista ordina
        zamówi kupi zakupi
        satın alacak
        adquire comprará""",
    "training": """
        exercise exercises drill drills manoeuvres maneuvers simulation rehearsal training trained instructors recruits conscripts
         mock simulated
        учения учение тренировка манёвры маневры условный учебный отработка полигон инструкторы новобранцы призывники
        навчання тренування маневри умовний навчальний полігон інструктори новобранці
        übung übungen manöver simulation ausbildung rekruten
        exercice exercices manœuvres simulation entraînement recrues simulacre
        ejercicio ejercicios maniobras simulacro entrenamiento reclutas
        esercitazione esercitazioni manovre simulazione addestramento reclute
        ćwiczenia manewry symulacja szkolenie rekruci
        tatbikat manevra simülasyon eğitim acemi
        exercício exercícios manobras simulação treinamento""",
    "aid": """
        humanitarian refugees displaced returnees donations donors unhcr unicef wfp relief assistance appeal rebuild
        reconstruction repaired reopening restored
        гуманитарная беженцы переселенцы пожертвования помощь восстановление отремонтировали реконструкция открыли
        гуманітарна біженці переселенці допомога відновлення відбудова відремонтували
        humanitäre flüchtlinge spenden hilfe wiederaufbau
        humanitaire réfugiés déplacés dons aide reconstruction
        humanitaria refugiados desplazados donaciones ayuda reconstrucción
        umanitari profughi sfollati donazioni aiuti ricostruzione
        humanitarna uchodźcy przesiedleńcy darowizny pomoc odbudowa
        insani mülteci bağış yardım
        humanitária refugiados deslocados doações ajuda reconstrução""",
    "mourning": """
        funeral buried burial mourners farewell obituary condolence tribute grave cemetery vigil
        похороны похоронили прощание траур могила кладбище скорбь
        похорон поховали прощання жалоба могила цвинтар кладовище скорбота
        beerdigung begräbnis trauer abschied grab friedhof
        funérailles obsèques enterré deuil adieux tombe cimetière hommage
        funeral entierro sepelio luto despedida tumba cementerio
        funerali sepolto lutto addio tomba cimitero
        pogrzeb pochowano żałoba pożegnanie grób cmentarz
        cenaze defnedildi yas veda mezar
        funeral enterro luto despedida cemitério""",
    "statistics": """
        percent annually yearly monthly statistics average ranking survey poll
        процентов ежегодно ежемесячно статистика рейтинг опрос среднем итоги
        відсотків щороку щомісяця статистика рейтинг опитування середньому підсумки
        prozent jährlich monatlich statistik umfrage durchschnitt bilanz
        pourcent annuel mensuel statistiques sondage moyenne classement
        porcentaje anual mensual estadísticas encuesta promedio
        percentuale annuale mensile statistiche sondaggio media
        procent rocznie miesięcznie statystyki sondaż średnio
        yüzde yıllık aylık istatistik anket ortalama
        porcentagem anual mensal estatísticas pesquisa média""",
    "clearance": """
        deminers demining defused disposal unexploded ordnance wartime relic sappers neutralised controlled
        сапёры саперы разминирование обезвредили боеприпас времён времен неразорвавшийся войны
        сапери розмінування знешкодили боєприпас часів нерозірваний
        entschärft entschärfung blindgänger weltkriegsbombe kampfmittel sprengung
        démineurs déminage désamorcé neutralisé
        artificieros desactivaron desminado
        artificieri disinnescato sminamento
        saperzy rozminowanie niewybuch rozbrojono
         etkisiz
        desminagem desativada
        dug unearthed rusty scrap detector dredged washed
        пахоте ржавый поисковики металлолом копатели
        оранці іржавий металобрухт пошуковці
        rostig schrott schrottsammler
        oublié abandonnée ferraille restes rouillé
        chatarra oxidado
        arrugginito rottame
        złom zardzewiały
        hurda paslı""",
    "quarry": """
        mine miners mining quarry coal gallery shaft pit excavation demolition blasting construction builders renovation
        шахта шахтёры шахтеры рудник карьер уголь штрек снос строительство стройка ремонт
        шахта шахтарі рудник карʼєр вугілля знесення будівництво ремонт
        bergwerk bergleute steinbruch kohle abriss baustelle
        mineurs orpaillage orpailleurs carrière charbon galerie démolition chantier
        mineros cantera carbón socavón demolición obras
        minatori cava carbone demolizione cantiere
        kopalnia górnicy kamieniołom węgiel rozbiórka budowa
        madenci maden taşocağı kömür yıkım inşaat
        mineiros pedreira carvão demolição obra""",
    "emergency": """
        rescuers firefighters paramedics ambulance evacuated evacuation rubble survivors trapped intensive surgeons bloodied morgue
        спасатели пожарные медики скорая эвакуация эвакуировали завалы выжившие реанимация морг госпитализированы
        рятувальники пожежники медики швидка евакуація евакуювали завали вціліли реанімація морг госпіталізовані
        retter feuerwehr sanitäter krankenwagen evakuiert trümmer überlebende
        secouristes pompiers ambulance évacués décombres survivants morgue
        rescatistas bomberos paramédicos ambulancia evacuados escombros sobrevivientes
        soccorritori pompieri ambulanza evacuati macerie superstiti
        ratownicy strażacy karetka ewakuowano gruzy ocaleni
        kurtarma itfaiye ambulans tahliye enkaz
        socorristas bombeiros ambulância evacuados escombros""",
    "claims": """
        claimed responsibility claim perpetrators assailants unidentified masked motorcycles retaliation revenge reprisal insurgents
        ответственность взяла взяли нападавшие неизвестные боевики возмездие месть
        відповідальність взяли нападники невідомі бойовики помста
        bekannte bekennerschreiben täter unbekannte vergeltung
        revendiqué revendication assaillants inconnus représailles
        adjudicó atribuyó atacantes desconocidos represalia
        rivendicato rivendicazione assalitori ignoti rappresaglia
        przyznało napastnicy nieznani odwet
        üstlendi saldırganlar misilleme
        reivindicou atacantes desconhecidos retaliação""",
}
