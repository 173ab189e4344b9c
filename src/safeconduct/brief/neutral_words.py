"""The one table of words that judge a party or what it does, in every language that a document is written in.

A pattern is a regular expression for whole words. Patterns are folded as texts are (`neutral.folded`: small letters, no accents,
vowel points or hamza), so capitals and a missing accent hide nothing. They are tried after the harmless phrases of every language
were taken out.
"""

from __future__ import annotations

NAME_IT = 'Name the party as it names itself, or write "the other party".'
SAY_WHAT = "Say what is reported: what, where, when, by which source."

CURES: dict[str, str] = {
    "enemy": NAME_IT,
    "terrorist": f"{NAME_IT} {SAY_WHAT}",
    "occupier": f"{NAME_IT} Of a place, write who holds it.",
    "liberated": "Write who holds the place since when.",
    "filtration": 'Write "screening" for people, "cleaning" for water.',
    "separatist": NAME_IT,
    "rebel": NAME_IT,
    "bandit": NAME_IT,
    "regime": 'Write "the authorities of" and the place, or name the party as it names itself.',
    "militant": 'Write "members of" and the name that the party gives itself.',
    "extremist": NAME_IT,
    "martyr": 'Write "people killed".',
    "puppet": NAME_IT,
    "collaborator": "Leave it out; say what a person needs, not what they are said to have done.",
    "traitor": "Leave it out; say what a person needs, not what they are said to have done.",
    "invader": NAME_IT,
    "aggressor": f"{NAME_IT} {SAY_WHAT}",
    "cleansing": SAY_WHAT,
    "mercenary": NAME_IT,
    "insult": NAME_IT,
    "atrocity": f'{SAY_WHAT} Write "alleged" where it is not verified.',
    "so-called": "Leave it out and name the party as it names itself.",
}
"""What a word says -> how to say it neutrally."""

Words = dict[str, str]

ENGLISH: Words = {
    "enemy": r"enem(?:y|ies)(?:'s)?|hostile (?:forces?|sides?|part(?:y|ies)|troops|units?)",
    "terrorist": r"terror\w*",
    "occupier": r"occupiers?|occupying (?:forces?|powers?|troops|arm(?:y|ies)|authorit\w+|sides?|states?)"
    r"|occupied (?:territor\w+|lands?|regions?|areas?|cit(?:y|ies)|towns?|villages?|districts?)"
    r"|occupation (?:forces?|arm(?:y|ies)|authorit\w+|troops|regimes?|powers?|administrations?)|under occupation|occupants? army",
    "liberated": r"liberat(?:e|es|ed|ing|ion|or|ors)|de-?occup\w+",
    "filtration": r"filtrations?",
    "separatist": r"separatis\w+",
    "rebel": r"rebels?|rebellio\w+|insurgen\w+|mutine\w+",
    "bandit": r"bandits?|banditry|gangsters?",
    "regime": r"regimes?",
    "militant": r"militants?|militancy",
    "extremist": r"extremis\w+|jihadis\w+|islamists?|radicals",
    "martyr": r"martyr\w*",
    "puppet": r"puppets?",
    "collaborator": r"collaborators?|collaborationis\w+|quislings?",
    "traitor": r"traitor\w*|treason\w*|treacher\w+",
    "invader": r"invad(?:e|es|ed|ing|er|ers)|invasions?",
    "aggressor": r"aggressors?|aggressions?",
    "cleansing": r"(?:ethnic|religious|sectarian|racial) cleansing"
    r"|cleansing (?:operations?|of (?:the )?(?:area|town|city|village|territory|population))",
    "mercenary": r"mercenar\w+",
    "insult": r"nazis?|neo-?nazi\w*|fascis\w+|orcs|infidels?|juntas?|savages?|thugs?|barbarians?|banderites?",
    "atrocity": r"genocid\w+|massacre[ds]?|atrocit\w+|war crim\w+",
    "so-called": r"so-called|self-styled|pseudo-(?:state|republic)\w*",
}

FRENCH: Words = {
    "enemy": r"ennemi(?:e|s|es)?",
    "terrorist": r"terroris\w+|terreur",
    "occupier": r"(?:d'|l')occupant|occupation (?:militaire|russe|étrangère)|(?:armée|puissance|force|autorite)s? occupantes?"
    r"|(?:armée|force|troupe|puissance)s? d'occupation|(?:territoire|ville|zone|region|village)s? occupée?s?|sous occupation",
    "liberated": r"(?:ville|zone|territoire|village|region|quartier)s? libérée?s?|libérateurs?"
    r"|libération (?:de la (?:ville|région|zone)|du (?:territoire|village|pays|quartier)|des territoires)",
    "filtration": r"filtrations?",
    "separatist": r"séparatis\w+",
    "rebel": r"rebelles?|rébellions?|insurgés?|mutins?",
    "bandit": r"bandit\w*|brigands?",
    "regime": r"régimes?",
    "militant": r"militants? (?:armes?|islamistes?|radicaux)",
    "extremist": r"extrémis\w+|djihadis\w+|islamistes?",
    "martyr": r"martyr\w*",
    "puppet": r"fantoches?|marionnettes?",
    "collaborator": r"collabos?|collaborationnis\w+",
    "traitor": r"traîtres?|traîtresses?|trahisons?",
    "invader": r"envahisseurs?|invasions?",
    "aggressor": r"agresseurs?|agressions?",
    "cleansing": r"(?:nettoyage|épuration|purification) ethnique",
    "mercenary": r"mercenaires?",
    "insult": r"nazis?|néonazi\w*|fascis\w+|junte|barbares?|mécréants?|voyous?",
    "atrocity": r"génocid\w+|massacre\w*|atrocité\w*|crim(?:e|inel)s? de guerre",
    "so-called": r"soi-disant|autoproclamé\w*|prétendue? (?:république|gouvernement|autorité)",
}

_RU_PLACE = r"(?:город|сел|территори|район|земл|населенн|поселк|област|деревн)\w*"

RUSSIAN: Words = {
    "enemy": r"враг(?:а|у|ом|е|и|ов|ам|ами|ах)?|враже(?:ск|бн)\w+|противник\w*|неприятел\w*",
    "terrorist": r"террор\w*",
    "occupier": r"оккуп\w+|захватчик\w*",
    "liberated": rf"освобожд?ен\w+ {_RU_PLACE}|освободител\w*|деоккуп\w+",
    "filtration": r"фильтрац\w+",
    "separatist": r"сепаратис\w+|сепаратизм\w*",
    "rebel": r"мятежник\w*|мятежн\w+|повстан(?:ец|ц\w+)|бунтовщик\w*",
    "bandit": r"банд(?:ит\w*|ы|а|е|у|ой|формиров\w+|групп\w*|подполь\w*)?",
    "regime": r"(?:киевск|московск|кремлевск|преступн|террорист|кровав|нацистск|неонацистск|оккупацион|марионеточн|украинск"
    r"|российск|путинск|сирийск|тиранич)\w* режим\w*|режим\w* (?:киева|москвы|кремля|асада|зеленского|путина)",
    "militant": r"боевик\w*",
    "extremist": r"экстремист\w*|радикал(?:ы|ов|ам|ами|ах)|джихадист\w*|исламист\w*",
    "martyr": r"мученик\w*|мучениц\w*|шахид\w*",
    "puppet": r"марионет\w*",
    "collaborator": r"коллаборац\w*|коллаборант\w*|пособник\w*|приспешник\w*",
    "traitor": r"предател\w*|изменник\w*|изменниц\w*|государственн\w+ измен\w+",
    "invader": r"вторжен\w+|вторг\w+",
    "aggressor": r"агрессор\w*|агресси(?:я|и|ю|еи)",
    "cleansing": r"зачист\w*|этническ\w+ чист\w+",
    "mercenary": r"наемник\w*",
    "insult": r"нацист\w*|неонаци\w*|нацик\w*|фашис\w+|фашизм\w*|бандеровц\w*|бандеровск\w*|укронаци\w*|рашис\w+|хунт\w*"
    r"|карател\w*|нелюд\w*|орк(?:и|ов|ам|ами|ах)|хохл\w*|москал(?:ь|и|я|ей|ям|ями|ях)",
    "atrocity": r"геноцид\w*|зверств\w*|военн\w+ преступ\w+",
    "so-called": r"так называем\w+|самопровозглаш\w+",
}

_UK_PLACE = r"(?:міст|сел|територі|район|земл|населен|селищ|област|громад)\w*"

UKRAINIAN: Words = {
    "enemy": r"ворог(?:а|у|ові|ом|и|ів|ам|ами|ах|е)?|ворож(?:ий|а|е|і|ого|ому|им|их|ої|ій|у|ою|ими)|противник\w*|супротивник\w*",
    "terrorist": r"терор\w*",
    "occupier": r"окупант\w*|окупац\w*|окупова?н\w*|окупува\w+|загарбни[кц]\w*",
    "liberated": rf"визвол\w+|звільнен\w+ {_UK_PLACE}|деокуп\w+",
    "filtration": r"фільтрац\w+",
    "separatist": r"сепаратис\w+|сепаратизм\w*",
    "rebel": r"заколотник\w*|повстан(?:ець|ц\w+)|бунтівник\w*",
    "bandit": r"бандит\w*|бандформуван\w*|бандугруп\w*|банд(?:а|и|у|ою|і)",
    "regime": r"(?:київськ|московськ|кремлівськ|злочинн|терористичн|кривав|нацистськ|окупаційн|маріонетков|українськ|російськ"
    r"|путінськ|сиріиськ)\w* режим\w*|режим\w* (?:києва|москви|кремля|асада|зеленського|путіна)",
    "militant": r"бойовик\w*",
    "extremist": r"екстреміст\w*|радикал(?:и|ів|ам|ами|ах)|джихадист\w*|ісламіст\w*",
    "martyr": r"мученик\w*|мучениц\w*|шахід\w*",
    "puppet": r"маріонет\w*",
    "collaborator": r"колаборац\w*|колаборант\w*|пособник\w*|посіпак\w*|поплічник\w*",
    "traitor": r"зрадник\w*|зрадниц\w*|державн\w+ зрад\w+",
    "invader": r"вторгнен\w+|вторг\w+",
    "aggressor": r"агресор\w*|агресі(?:я|і|ю|єю)",
    "cleansing": r"зачист\w*|етнічн\w+ чист\w+",
    "mercenary": r"найман(?:ець|ця|цю|цем|ці|ців|цям|цями|цях)",
    "insult": r"нацист\w*|неонаци\w*|фашис\w+|фашизм\w*|бандерівц\w*|укронаци\w*|рашис\w+|рашизм\w*|хунт\w*|карател\w*"
    r"|нелюд\w*|орк(?:и|ів|ам|ами|ах)|москал(?:ь|і|я|ів|ям|ями|ях)",
    "atrocity": r"геноцид\w*|звірств\w*|воєнн\w+ злоч\w+",
    "so-called": r"так зван\w+|самопроголошен\w+",
}
