"""Words that judge are found in every language and form, and nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.brief.neutral import JUDGING, LANGUAGES, folded, judging_words
from safeconduct.brief.neutral_words import CURES
from safeconduct.brief.texts import LEFT_TO_RIGHT, POP

ORDER = [
    "enemy",
    "terrorist",
    "occupier",
    "liberated",
    "filtration",
    "separatist",
    "bandit",
    "regime",
    "militant",
    "martyr",
    "puppet",
    "collaborator",
    "traitor",
    "invader",
    "aggressor",
    "cleansing",
]
PLANTED: dict[str, tuple[str, ...]] = {
    "en": (
        "They wait until the enemy's units leave.",
        "Terrorists hold the bridge.",
        "The occupiers let nobody through the occupied territories.",
        "The liberated town is reached at noon.",
        "Men go to FILTRATION first.",
        "A separatist checkpoint.",
        "Bandits stop cars at night.",
        "The regime opens the road.",
        "Two militants were seen.",
        "Bury the martyrs first.",
        "The puppet administration signs.",
        "Collaborators may not leave.",
        "Traitors stay behind.",
        "The invaders' column comes from the east.",
        "The aggressor shells the road.",
        "After the cleansing of the town the road is open.",
    ),
    "fr": (
        "Les unités ennemies se retirent.",
        "Des terroristes tiennent le pont.",
        "L'armée d'occupation ferme la route.",
        "La ville libérée est atteinte à midi.",
        "Les hommes passent par un camp de filtration.",
        "Un barrage séparatiste.",
        "Des bandits arrêtent les voitures.",
        "Le régime de Damas ouvre la route.",
        "Des militants armés sont signalés.",
        "Enterrer les martyrs.",
        "Le gouvernement fantoche signe.",
        "Les collabos ne partent pas.",
        "Les traîtres restent.",
        "Les envahisseurs arrivent.",
        "L'AGRESSEUR tire sur la route.",
        "Après le nettoyage ethnique la route est ouverte.",
    ),
    "uk": (
        "Ворожі підрозділи відходять.",
        "Терористи тримають міст.",
        "Окупанти закрили дорогу.",
        "Колона прямує до визволеного міста.",
        "Чоловіки проходять фільтрацію.",
        "Блокпост сепаратистів.",
        "Бандити зупиняють автомобілі.",
        "Злочинний режим відкриває дорогу.",
        "Бойовики на мосту.",
        "Поховати мучеників.",
        "Маріонетковий уряд підписав.",
        "Колаборанти не виїжджають.",
        "Зрадники залишаються.",
        "Після вторгнення дорога закрита.",
        "Агресор обстрілює дорогу.",
        "Після зачистки дорога відкрита.",
    ),
    "ru": (
        "Вражеские подразделения отходят.",
        "Террористы держат мост.",
        "Оккупанты закрыли дорогу.",
        "Колонна идёт в освобождённые города.",
        "Мужчины проходят фильтрацию.",
        "Блокпост сепаратистов.",
        "Бандформирования останавливают машины.",
        "Киевский режим открывает дорогу.",
        "Боевики на мосту.",
        "Похоронить мучеников.",
        "Марионеточное правительство подписало.",
        "Пособники не выезжают.",
        "Предатели остаются.",
        "После вторжения дорога закрыта.",
        "Агрессор обстреливает дорогу.",
        "После зачистки дорога открыта.",
    ),
    "ar": (
        "تنسحب وحدات العدو أولاً.",
        "يسيطر الإرهابيون على الجسر.",
        "أغلق الاحتلال الطريق.",
        "تصل القافلة إلى المناطق المحررة.",
        "يمر الرجال بمعسكر التصفية.",
        "حاجز للانفصاليين.",
        "توقف العصابات السيارات.",
        "تفتح قوات النظام الطريق.",
        "شوهدت الميليشيات على الجسر.",
        "دفن الشهداء أولاً.",
        "وقعت حكومة دمية.",
        "لا يغادر عملاء الاحتلال والمتواطئون.",
        "يبقى الخونة.",
        "يأتي الغزاة من الشرق.",
        "يقصف المعتدون الطريق.",
        "بعد التطهير العرقي يفتح الطريق.",
    ),
    "he": (
        "כוחות האויב נסוגים.",
        "המחבלים מחזיקים בגשר.",
        "הכובשים סגרו את הדרך.",
        "השיירה מגיעה לאזור המשוחרר.",
        "הגברים עוברים במחנה סינון.",
        "מחסום של בדלנים.",
        "השודדים עוצרים מכוניות.",
        "המשטר פותח את הדרך.",
        "נראו מיליטנטים על הגשר.",
        "קבורת השהידים.",
        "ממשלת בובות חתמה.",
        "משת״פים לא יוצאים.",
        "הבוגדים נשארים.",
        "הפולשים באים ממזרח.",
        "התוקפנים מפגיזים את הדרך.",
        "אחרי הטיהור האתני הדרך פתוחה.",
    ),
    "hy": (
        "Թշնամու ստորաբաժանումները հեռանում են։",
        "Ահաբեկիչները պահում են կամուրջը։",
        "Օկուպանտները փակեցին ճանապարհը։",
        "Շարասյունը հասնում է ազատագրված քաղաք։",
        "Տղամարդիկ անցնում են ֆիլտրացիա։",
        "Անջատողականների անցակետ։",
        "Ավազակները կանգնեցնում են մեքենաները։",
        "Վարչակարգը բացում է ճանապարհը։",
        "Զինյալները կամրջի վրա են։",
        "Թաղել նահատակներին։",
        "Խամաճիկ կառավարությունը ստորագրեց։",
        "Կոլաբորացիոնիստները չեն մեկնում։",
        "Դավաճանները մնում են։",
        "Ներխուժումից հետո ճանապարհը փակ է։",
        "Ագրեսորը գնդակոծում է ճանապարհը։",
        "Էթնիկ զտումից հետո ճանապարհը բաց է։",
    ),
    "az": (
        "Düşmən bölmələri geri çəkilir.",
        "Terrorçular körpünü saxlayır.",
        "İşğalçılar yolu bağladı.",
        "Karvan azad edilmiş rayonlara çatır.",
        "Kişilər filtrasiyadan keçir.",
        "Separatçıların postu.",
        "Quldurlar maşınları saxlayır.",
        "Cinayətkar rejim yolu açır.",
        "Yaraqlılar körpüdədir.",
        "Şəhidləri dəfn etmək.",
        "Marionet hökumət imzaladı.",
        "Kollaborantlar çıxmır.",
        "Satqınlar qalır.",
        "Basqınçılar şərqdən gəlir.",
        "Təcavüzkar yolu atəşə tutur.",
        "Etnik təmizləmədən sonra yol açıqdır.",
    ),
}
HARMLESS: dict[str, tuple[str, ...]] = {
    "en": (
        "Every seat occupied by a child counts; bus occupancy is 41 to 70 people (occupancy_s).",
        "The silence regime begins at 10:00; the visa regime of the border is unchanged.",
        "Assembly point: Martyrs' Square, beside the puppet theatre.",
        "Hostilities have been reported; the contact line is closed. Occupation: nurse.",
        "Clean the wound with cleansing wipes. Water filters and a filter for the tank.",
        "A liberal number of blankets, a terrace, a military hospital, separate queues, the separation of families is avoided.",
        "Turn onto Martyr Rahman Dadman highway, Martyr Bakeri St., Liberation Avenue.",
        "An incident was alleged by one source and is not verified. Disarmed soldiers hors de combat may leave.",
    ),
    "fr": (
        "Le régime de silence commence à 10 h ; régime alimentaire des patients.",
        "Rassemblement place des Martyrs, près du théâtre de marionnettes.",
        "Les collaborateurs de l'hôpital et les militants associatifs accompagnent les blessés.",
        "Chaque occupant du véhicule reçoit de l'eau. La libération des détenus est confirmée par les deux parties.",
        "La route est envahie par l'eau.",
        "Les occupants de la maison partent librement. Terrain plat, terroir, terrasse.",
    ),
    "uk": (
        "Режим тиші діє з 10:00 до 21:00; режим роботи пункту цілодобовий.",
        "Збір: площа Визволителів, біля лялькового театру.",
        "Звільнення полонених підтвердили обидві сторони. Посібник водія, очистка дороги від снігу.",
        "Вогонь припинено. Орієнтир: міст. Сторони повідомили посередника. Найманий транспорт стоїть окремо.",
        "Люди, що залишаються, перебувають під захистом.",
        "Ворожба, Путивль, вулиця Москаленка, площа Повстання, термін окупності.",
    ),
    "ru": (
        "Режим тишины действует с 10:00 до 21:00; режим работы пункта круглосуточный.",
        "Сбор: площадь Освобождения, возле кукольного театра; дорога идёт через овраг.",
        "Освобождение задержанных подтвердили обе стороны. Очистка дороги от снега и мин.",
        "Улица Москаленко, площадь Восстания.",
        "Люди, которые остаются, находятся под защитой. Бандероль. Боевые действия прекращены. Радикально новый маршрут.",
        "Прививка от заражения, враждующие стороны подписали документ.",
    ),
    "ar": (
        "يبدأ نظام الصمت الساعة العاشرة.",
        "مكان التجمع: ساحة الشهداء قرب ميدان التحرير.",
        "الوقاية من العدوى وتطهير الجروح وتطهير الطريق من الألغام.",
        "كل مقعد محتل يحسب. تم تحرير الوثيقة بلغتين. شهادة ميلاد والشهود حاضرون.",
        "شارع الشهيد مدني، پل شهيد بهشتی، غزة.",
        "يبقى الأشخاص محميين. مركز الفرز الطبي مفتوح.",
    ),
    "he": (
        "משטר השקט מתחיל בשעה 10:00. המשטרה פותחת את הדרך.",
        "הדרך מתחילה מחבל דונבאס ויורדת במורד הגבעה.",
        "שחרור העצורים אושר בידי שני הצדדים. סינון רפואי וסינון מים.",
        "הנשארים מוגנים. תיאטרון בובות. כבשים על הדרך.",
        "טבח ושני אחים בצוות.",
        "כל אדם רשאי להישאר. קווי המגע סגורים.",
    ),
    "hy": (
        "Լռության ռեժիմը սկսվում է ժամը 10:00-ին։",
        "Հավաքման վայրը՝ Ազատագրության պողոտա։",
        "Ազատ տեղեր կան։ Կալանավորների ազատումը հաստատել են երկու կողմերը։",
        "Մնացողները պաշտպանված են։ Ճանապարհը մաքրվում է ձյունից։",
        "Զինյալ ուղեկցորդներ չկան։",
        "Զինաթափված մարդիկ կարող են մեկնել։",
    ),
    "az": (
        "Sükut rejimi saat 10:00-da başlayır. İş rejimi dəyişmir.",
        "Toplanış yeri: Şəhidlər Xiyabanı.",
        "Azad yerlər var. Saxlanılanların azad edilməsini hər iki tərəf təsdiq edib.",
        "Qalanlar qorunur. Yol qardan təmizlənir.",
        "Şəhid Yusif Xəlilov küç., Şəhidlər Parkı, Santa Bárbara, muzdlu işçi.",
        "Separator, bandaj və dərman gətirilir. Məşğul nömrə.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_planted_word_is_found_for_what_it_says(language: str) -> None:
    assert len(PLANTED[language]) == len(ORDER)
    for says, sentence in zip(ORDER, PLANTED[language], strict=True):
        found = [hit.says for hit in judging_words(sentence, (language,))]
        assert says in found, f"{language}, {says}: {sentence} ({found})"
        assert judging_words(sentence), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmless_sentences_raise_no_alarm(language: str) -> None:
    for sentence in HARMLESS[language]:
        assert judging_words(sentence) == (), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_capitals_isolates_and_hidden_signs_hide_nothing(language: str) -> None:
    for sentence in PLANTED[language]:
        assert judging_words(sentence.upper()), sentence.upper()
        assert judging_words("".join(f"{letter}\u00ad" for letter in sentence)), sentence
        assert judging_words(f"{LEFT_TO_RIGHT}{sentence}{POP}"), sentence


def test_every_entry_has_a_cure_and_stands_in_every_language() -> None:
    for language, words in JUDGING.items():
        assert set(words) == set(CURES), language
        for pattern in words.values():
            assert not re.search(r"\\[A-Z]", pattern), f"{language}: folding would change {pattern}"
    for says, cure in CURES.items():
        assert judging_words(cure) == (), says


def test_a_cure_comes_with_the_word_and_each_word_once() -> None:
    (hit,) = judging_words("The enemy and the ENEMY.", ("en",))
    assert (hit.word, hit.language) == ("enemy", "en")
    assert "names itself" in hit.cure


def test_what_a_party_calls_itself_is_not_judged_but_the_rest_is() -> None:
    name = "National Liberation Front"
    assert judging_words(f"{name} accepts.", own_names=(name,)) == ()
    assert [hit.word for hit in judging_words(f"{name} liberates the town.", own_names=(name,))] == ["liberates"]
    assert judging_words("Another Liberation Front accepts.", own_names=(name,))


def test_addresses_on_the_web_are_no_words_of_ours() -> None:
    assert judging_words("See https://example.org/occupier/news for the source.") == ()


def test_a_language_without_a_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        judging_words("text", ("xx",))


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once_and_no_text_breaks_it(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    judging_words(text, own_names=(text[:5],))
