"""Peoples and adjectives of countries and regions, known by the place: an Israeli is of israel.

Left out, because they are other words in small letters or belong to two places: Polish and Pole, Swede, Dominican,
Emirati (the Emirates are an airline too), Ivorian, Guadeloupean and others whose country is no single word of the
adjective. A country of several words has its adjective only where that is a word of the name: Saudi, Lankan.
"""

NATIONS = """
afghanistan: afghan afghans afghani afghanis
africa: african africans
albania: albanian albanians
algeria: algerian algerians
america: american americans
andorra: andorran andorrans
angola: angolan angolans
antigua: antiguan antiguans
argentina: argentine argentines argentinian argentinians argentinean
armenia: armenian armenians
asia: asian asians
australia: australian australians aussie aussies
austria: austrian austrians
azerbaijan: azerbaijani azerbaijanis azeri azeris
bahamas: bahamian bahamians
bahrain: bahraini bahrainis
bangladesh: bangladeshi bangladeshis
barbados: barbadian barbadians
belarus: belarusian belarusians belarussian belarussians
belgium: belgian belgians
belize: belizean belizeans
benin: beninese
bhutan: bhutanese
bolivia: bolivian bolivians
bosnia: bosnian bosnians
botswana: botswanan botswanans
brazil: brazilian brazilians
britain: british briton britons brits
brunei: bruneian bruneians
bulgaria: bulgarian bulgarians
burkina: burkinabe burkinabé
burma: burmese
burundi: burundian burundians
cambodia: cambodian cambodians
cameroon: cameroonian cameroonians
canada: canadian canadians
catalonia: catalan catalans
chad: chadian chadians
chechnya: chechen chechens
chile: chilean chileans
china: chinese
colombia: colombian colombians
comoros: comorian comorians comoran comorans
congo: congolese
crimea: crimean crimeans
croatia: croatian croatians croat croats
cuba: cuban cubans
cyprus: cypriot cypriots
czechia: czech czechs
darfur: darfuri darfuris
denmark: danish dane danes
djibouti: djiboutian djiboutians
ecuador: ecuadorian ecuadorians ecuadorean ecuadoreans
egypt: egyptian egyptians
england: english englishman englishmen englishwoman
eritrea: eritrean eritreans
estonia: estonian estonians
eswatini: swazi swazis swaziland
ethiopia: ethiopian ethiopians
europe: european europeans
fiji: fijian fijians
finland: finnish finn finns
france: french frenchman frenchmen frenchwoman
gabon: gabonese
gambia: gambian gambians
gaza: gazan gazans
georgia: georgian georgians
germany: german germans
ghana: ghanaian ghanaians
greece: greek greeks
greenland: greenlander greenlanders greenlandic
grenada: grenadian grenadians
guatemala: guatemalan guatemalans
guinea: guinean guineans
guyana: guyanese
haiti: haitian haitians
honduras: honduran hondurans
hungary: hungarian hungarians
iceland: icelandic icelander icelanders
india: indian indians
indonesia: indonesian indonesians
iran: iranian iranians
iraq: iraqi iraqis
ireland: irish irishman irishmen
israel: israeli israelis
italy: italian italians
jamaica: jamaican jamaicans
japan: japanese
jordan: jordanian jordanians
kashmir: kashmiri kashmiris
kazakhstan: kazakh kazakhs kazakhstani
kenya: kenyan kenyans
kiribati: kiribatian
korea: korean koreans
kosovo: kosovar kosovars kosovan kosovans
kurdistan: kurd kurds kurdish
kuwait: kuwaiti kuwaitis
kyrgyzstan: kyrgyz kyrgyzstani
lanka: lankan lankans
laos: laotian laotians lao
latvia: latvian latvians
lebanon: lebanese
leone: leonean leoneans
lesotho: basotho mosotho
liberia: liberian liberians
libya: libyan libyans
liechtenstein: liechtensteiner liechtensteiners
lithuania: lithuanian lithuanians
luxembourg: luxembourger luxembourgers luxembourgish
macedonia: macedonian macedonians
madagascar: malagasy madagascan
malawi: malawian malawians
malaysia: malaysian malaysians
maldives: maldivian maldivians
mali: malian malians
malta: maltese
mauritania: mauritanian mauritanians
mauritius: mauritian mauritians
mexico: mexican mexicans
micronesia: micronesian micronesians
moldova: moldovan moldovans
monaco: monegasque monégasque
mongolia: mongolian mongolians
montenegro: montenegrin montenegrins
morocco: moroccan moroccans
mozambique: mozambican mozambicans
myanmar: myanmarese
namibia: namibian namibians
nauru: nauruan nauruans
nepal: nepali nepalis nepalese
netherlands: dutch dutchman dutchmen
nicaragua: nicaraguan nicaraguans
niger: nigerien nigeriens
nigeria: nigerian nigerians
norway: norwegian norwegians
oman: omani omanis
pakistan: pakistani pakistanis
palau: palauan palauans
palestine: palestinian palestinians
panama: panamanian panamanians
papua: papuan papuans
paraguay: paraguayan paraguayans
peru: peruvian peruvians
philippines: philippine filipino filipinos filipina filipinas
portugal: portuguese
qatar: qatari qataris
rico: rican ricans
romania: romanian romanians
russia: russian russians
rwanda: rwandan rwandans
sahrawi: saharawi saharawis sahrawis
salvador: salvadoran salvadorans salvadorean salvadoreans
samoa: samoan samoans
saudi: saudis
scotland: scottish scots scotsman scotsmen
senegal: senegalese
serbia: serbian serbians serb serbs
seychelles: seychellois
singapore: singaporean singaporeans
slovakia: slovak slovaks slovakian slovakians
slovenia: slovenian slovenians slovene slovenes
somalia: somali somalis somalian somalians
spain: spanish spaniard spaniards
sudan: sudanese
suriname: surinamese
sweden: swedish
switzerland: swiss
syria: syrian syrians
taiwan: taiwanese
tajikistan: tajik tajiks
tanzania: tanzanian tanzanians
thailand: thai thais
tibet: tibetan tibetans
timor: timorese
togo: togolese
tonga: tongan tongans
trinidad: trinidadian trinidadians
tunisia: tunisian tunisians
turkey: turkish turk turks türkiye
turkmenistan: turkmen turkmens
tuvalu: tuvaluan tuvaluans
uganda: ugandan ugandans
ukraine: ukrainian ukrainians
uruguay: uruguayan uruguayans
uzbekistan: uzbek uzbeks
vanuatu: vanuatuan
venezuela: venezuelan venezuelans
verde: verdean verdeans
vietnam: vietnamese
wales: welsh welshman welshmen
yemen: yemeni yemenis yemenite
zambia: zambian zambians
zealand: zealander zealanders
zimbabwe: zimbabwean zimbabweans
"""
