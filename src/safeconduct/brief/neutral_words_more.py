"""The table of words that judge, continued: Arabic, Hebrew, Armenian, Azerbaijani; and the phrases that are harmless."""

from __future__ import annotations

from safeconduct.brief.neutral_words import Words

_AR_PLACES = r"(?:مدين|منطق|مناطق|مدن|اراضي|ارض|بلد|قري|قرى|احياء|حي)\w*"

ARABIC: Words = {
    "enemy": r"عدو(?:ه|هم|نا|كم|ة)?|اعداء\w*|معادية",
    "terrorist": r"إرهاب\w*",
    "occupier": r"محتل(?:ون|ين|ة|ي)?|احتلال\w*",
    "liberated": rf"(?:ال)?{_AR_PLACES} (?:ال)?محرر\w*|(?:ال)?تحرير (?:ال)?{_AR_PLACES}",
    "filtration": r"فلترة|(?:معسكر|مخيم|مركز|مراكز|نقطة|نقاط)(?:ات)? (?:ال)?تصفية",
    "separatist": r"انفصالي\w*",
    "rebel": r"متمرد\w*",
    "bandit": r"عصاب(?:ة|ات)|قطاع (?:ال)?طرق",
    "regime": r"(?:قوات|جيش|حكومة|عناصر|مناطق) (?:ال)?نظام|نظام (?:الاسد|كييف|موسكو|بغداد|دمشق)"
    r"|نظام (?:ال)?(?:حاكم|بائد|مجرم|سوري|روسي|اوكراني)",
    "militant": r"ميليشي\w*|مليشي\w*|متشدد\w*",
    "extremist": r"متطرف\w*|تكفيري\w*|جهادي(?:ين|ون)?",
    "martyr": r"شهيد\w*|شهداء\w*|استشهد\w*|استشهاد\w*",
    "puppet": r"(?:حكومة|نظام|سلطة|سلطات|ادارة) (?:ال)?(?:دمى|دمية|عميلة)",
    "collaborator": r"(?:عميل|عملاء) (?:ال|لل)?(?:عدو|احتلال|نظام)|متواطئ\w*",
    "traitor": r"خائن\w*|خونة|خيانة",
    "invader": r"غزاة|غزو",
    "aggressor": r"معتدي(?:ة|ن)?|معتدون|عدوان\w*",
    "cleansing": r"تطهير (?:ال)?(?:عرقي|طائفي|ديني|اثني)",
    "mercenary": r"مرتزق\w*",
    "insult": r"نازي\w*|فاشي\w*|كفار|مجوس|همج\w*|طغمة",
    "atrocity": r"ابادة جماعية|مجزرة|مجازر|مذبحة|مذابح|جر(?:يمة|ائم) (?:ال)?حرب",
    "so-called": r"ما (?:يسمى|تسمى|يسمي)|مزعوم(?:ة)?",
}
AR_BEFORE = r"[وف]?(?:[بك]?ال|لل|[بكل])?"
"""Particles that Arabic writes in one with the word after them."""

_HE_PLACES = r"(?:עיר|ערים|כפר|כפרים|אזור|אזורים|שטח|שטחים|יישוב|יישובים)"

HEBREW: Words = {
    "enemy": r"אויב(?:ים|יו|ינו|י|ת|ות)?",
    "terrorist": r"טרור\w*|מחבל(?:ים|ת|ות)",
    "occupier": rf"כובש(?:ים|ת|ות)?|כיבוש|{_HE_PLACES} (?:ה)?כבוש(?:ים|ה|ות)?",
    "liberated": rf"{_HE_PLACES} (?:ה)?משוחרר(?:ים|ת|ות)?|שחרור (?:ה)?{_HE_PLACES}",
    "filtration": r"פילטרצי(?:ה|ית)|מחנ(?:ה|ות) (?:ה)?סינון",
    "separatist": r"בדלנ\w*|בדלן|ספרטיסט\w*",
    "rebel": r"מורדים",
    "bandit": r"שודד(?:ים|י)?|כנופי(?:ה|ות|ית)",
    "regime": r"משטר(?:ו|ים|י)?",
    "militant": r"מיליטנט\w*",
    "extremist": r"גיהאדיסט\w*|ג'יהאדיסט\w*|אסלאמיסט\w*",
    "martyr": r"שהיד(?:ים)?|שאהיד(?:ים)?|מרטיר\w*",
    "puppet": r"(?:ממשלת|משטר|שלטון|מדינת) (?:ה)?בובות?|מריונט\w*",
    "collaborator": r"משת\"פ(?:ים|ית)?",
    "traitor": r"בוגד(?:ים|ת|ות|ני\w*)?|בגידה",
    "invader": r"פולש(?:ים|ת|ות)?|פליש(?:ה|ת|ות)",
    "aggressor": r"תוקפ(?:ן|נים|נות|ני)\w*",
    "cleansing": r"טיהור (?:ה)?אתני",
    "mercenary": r"שכירי? (?:ה)?חרב",
    "insult": r"נאצי(?:ם|ת|ות)?|פשיסט\w*|כופרים|ברברים|חונטה",
    "atrocity": r"רצח עם|פשע(?:י)? (?:ה)?מלחמה",
    "so-called": r"כביכול|מה שמכונה",
}
HE_BEFORE = r"[ושהבלמכ]{0,3}"
"""Particles that Hebrew writes in one with the word after them."""

ARMENIAN: Words = {
    "enemy": r"թշնամ\w*|հակառակորդ\w*",
    "terrorist": r"ահաբեկ\w*|տեռոր\w*",
    "occupier": r"օկուպ\w*|բռնազավթ\w*|զավթիչ\w*",
    "liberated": r"ազատագր\w*",
    "filtration": r"ֆիլտրաց\w*",
    "separatist": r"անջատողական\w*|սեպարատիս\w*",
    "rebel": r"ապստամբ\w*|խռովար\w*",
    "bandit": r"ավազակ\w*|բանդիտ\w*|հրոսակ\w*",
    "regime": r"վարչակարգ\w*",
    "militant": r"զինյալներ\w*|գրոհային\w*",
    "extremist": r"ծայրահեղական\w*|ջիհադիստ\w*",
    "martyr": r"նահատակ\w*",
    "puppet": r"խամաճիկ\w*|մարիոնետ\w*",
    "collaborator": r"կոլաբոր\w*|համախոհ\w* թշնամ\w*",
    "traitor": r"դավաճան\w*",
    "invader": r"ներխուժ\w*|նվաճող\w*",
    "aggressor": r"ագրեսոր\w*|ագրեսի\w*",
    "cleansing": r"(?:էթնիկ|ցեղային)\w* (?:զտում|մաքրում)\w*",
    "mercenary": r"վարձկան\w*",
    "insult": r"նացիստ\w*|ֆաշիստ\w*|խունտա\w*|բարբարոս\w*",
    "atrocity": r"ցեղասպան\w*|կոտորած\w*|ռազմական հանցագործ\w*|վայրագություն\w*",
    "so-called": r"այսպես կոչված\w*|ինքնահռչակ\w*",
}

AZERBAIJANI: Words = {
    "enemy": r"düşmən\w*",
    "terrorist": r"terror\w*",
    "occupier": r"işğal\w*",
    "liberated": r"azad (?:edilmiş|olunmuş|edilən|olunan) (?:ərazi|rayon|kənd|şəhər)\w*|deokkupasiya\w*",
    "filtration": r"filtrasiya\w*",
    "separatist": r"separat(?:çı|ist|izm)\w*",
    "rebel": r"üsyançı\w*|qiyamçı\w*",
    "bandit": r"bandit\w*|quldur\w*",
    "regime": r"(?:kiyev|moskva|yerevan|bakı|erməni\w*|cinayətkar|kukla|qondarma|xunta|işğalçı)\w* rejim\w*",
    "militant": r"yaraqlı(?:lar|ların|lara|lardan)",
    "extremist": r"ekstremist\w*|cihadçı\w*|radikallar\w*",
    "martyr": r"şəhid\w*",
    "puppet": r"marionet\w*|kukla (?:dövlət|hökumət)\w*",
    "collaborator": r"kollabor\w*|əlaltı\w*",
    "traitor": r"xain\w*|satqın\w*",
    "invader": r"basqınçı\w*|istila\w*",
    "aggressor": r"təcavüz\w*|aqressor\w*",
    "cleansing": r"etnik təmizləmə\w*",
    "mercenary": r"muzdlu (?:döyüşçü|əsgər)\w*|muzdlular\w*",
    "insult": r"nasist\w*|faşist\w*|xunta\w*|vandal\w*|barbarlar\w*",
    "atrocity": r"soyqırım\w*|qətliam\w*|müharibə cinayət\w*|vəhşilik\w*",
    "so-called": r"qondarma|özünü elan etmiş",
}

HARMLESS: tuple[str, ...] = (
    # English
    (
        r"(?:silence|cease-?fire|quiet|visa|visa-free|border|customs|traffic|access|speed|legal|curfew|inspection|checkpoint|night|day"
        r"|working|treatment|drug|dietary|feeding|transit|noise) regimes?|regimes? of (?:silence|quiet|cease-?fire)"
    ),
    r"(?:martyrs?'?|liberation) (?:[\w.]+ ){0,4}(?:square|street|st|avenue|bridge|road|highway|hospital|blvd|park|school)",
    r"puppet theat(?:re|er)s?|(?:project|research|implementing|our) collaborators?",
    # French
    (
        r"regimes? (?:de|du|des) (?:silence|calme|cessez-le-feu|transit|visas?|travail|nuit|passage|circulation)"
        r"|régimes? (?:alimentaire|douanier|juridique|transitoire|general|special|horaire)s?|au regime"
    ),
    (
        r"(?:place|rue|pont|avenue|boulevard|hopital|gare|parc) (?:des martyrs|de la liberation)|theatres? de marionnettes"
        r"|agressions? sexuelles?|l'occupant (?:du siege|du vehicule|de la place)|militants? (?:associatif|syndica)\w*"
        r"|libération d[eu]s? (?:détenu|prisonnier|otage|personne)\w*|liberation of (?:the )?(?:detainees|prisoners|hostages)"
    ),
    # Russian, Ukrainian
    (
        r"(?:площад|улиц|проспект|бульвар|вулиц|площ|парк)\w* (?:освобождения|визволення|визволителів|освободителеи|партизан)\w*"
        r"|театр\w* (?:кукол|марионеток|маріонеток|ляльок)|противник\w* (?:насилия|насильства)"
    ),
    # Arabic
    (
        r"(?:ساحة|شارع|جسر|مستشفى|ميدان|حي|مدرسة|حديقة|زقاق|جادة|پل|بلوار|خيابان) (?:ال)?(?:شهداء|شهيد|تحرير)"
        r"|(?:ال)?(?:مقعد|مقاعد|سرير|اسرة|غرف|غرفة) (?:ال)?محتل\w*"
    ),
    # Hebrew
    r"[ושהבלמכ]{0,3}משטר (?:ה)?(?:שקט|הפסקת (?:ה)?אש|דממה|ויזות|אשרות|עבודה|לילה|תנועה)",
    # Armenian, Azerbaijani
    r"(?:ազատագր|նահատակ)\w+ (?:պողոտա|փողոց|հրապարակ|կամուրջ)\w*",
    r"şəhid(?:lər)? (?:[\w.]+ ){0,3}(?:xiyaban|küç|prospekt|meydan|körpü|park)\w*",
)
"""Phrases that hold such a word and judge nobody: rules of silence, visas, names of streets and squares."""
