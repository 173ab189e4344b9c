"""Two texts of one corridor, typed as a user types them: what was planted is found and said plainly, no rewording is a difference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from safeconduct.agreement.diff import diff_texts
from safeconduct.agreement.diff_items import Diff
from safeconduct.agreement.place_match import DIFFERENT, PROBABLE, compare_names
from safeconduct.app.texts import inspect_texts
from safeconduct.model.place import LocalName, LonLat, Place
from safeconduct.model.terms import TermsText

HEAD = '[text]\nreference = "{party}/1"\nparty = "{party}"\nzone = "{zone}"\nday = {day}\n'
KYIV, MOSCOW = "Europe/Kyiv", "Europe/Moscow"

READ, CONFIRM = "read", "confirm"
Key = tuple[str, str]
"""(field, change) of a difference; (field, READ) of what is to be read, (field, CONFIRM) of what is to be confirmed."""


def typed(value: object) -> str:
    """Return a value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {typed(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(typed(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def t(kind: str, **fields: object) -> str:
    """Return one clause as TOML."""
    lines = [
        f"{name.rstrip('_')} = {typed(value)}" for name, value in ({"kind": kind} | fields).items() if name != "kind" or kind
    ]
    return "\n".join(("", "[[terms]]", *lines, ""))


def window(*hours: str, **more: object) -> str:
    return t("window", from_=hours[0], to=hours[1], **more)


def route(*names: object, **more: object) -> str:
    return t("route", way_points=names, **more)


def who(*people: object, **more: object) -> str:
    return t("who", may_leave=people, **more)


class Case(NamedTuple):
    """Two texts, the first in Kyiv's zone; `expected`: (field, change) of all that is to be found; `says`: in a sentence."""

    name: str
    first: str
    second: str
    expected: tuple[Key, ...] = ()
    says: tuple[str, ...] = ()
    zone: str = MOSCOW
    day: str = "2022-03-05"


def compared(case: Case, folder: Path) -> Diff:
    """Return the differences between the two texts of a case, read from files."""
    texts: list[TermsText] = []
    for party, zone, body in (("Alpha", KYIV, case.first), ("Beta", case.zone, case.second)):
        file = folder / f"{party}.toml"
        file.write_text(HEAD.format(party=party, zone=zone, day=case.day) + body, encoding="utf-8")
        texts += inspect_texts(file)[0]
    first, second = texts
    return diff_texts(first, second)


NIKOLSKE = {"name": "Nikolske", "lon": 37.31, "lat": 47.20}
OLEKSANDRIVKA = {"name": "Oleksandrivka", "lon": 37.10, "lat": 47.90}
WOMEN, MEN = "civilians | women", "civilians | men"

PLANTED: tuple[Case, ...] = (
    Case("the end is typed in the other zone", window("09:00", "16:00"), window("10:00", "16:00"), (("to", "moment"),),
         ("16:00 Kyiv (UTC+2) = 17:00 Moscow (UTC+3) for Alpha and 5 March 2022, 15:00 Kyiv", "Alpha is 1 h later")),
    Case("the night on which Kyiv goes to summer time", window("2022-03-26 22:00", "2022-03-27 06:00"),
         window("2022-03-26 23:00", "2022-03-27 07:00"), (("to", "moment"),), ("Beta is 1 h later",)),
    Case("the night on which Kyiv goes back", window("2022-10-29 20:00", "2022-10-30 06:00"),
         window("2022-10-29 20:00", "2022-10-30 06:00"), (("to", "moment"),),
         ("06:00 Kyiv (UTC+2) = 07:00 Moscow (UTC+3) for Alpha", "Alpha is 1 h later")),
    Case("00:00 and 24:00 of one day", window("00:00", "2022-03-07 12:00"), window("24:00", "2022-03-07 12:00"),
         (("from", "moment"),), ("Beta is 1 d later",), zone=KYIV),
    Case("an hour over midnight left out", window("20:00", "2022-03-06 04:00"),
         window("20:00", "24:00", label="5 March") + window("2022-03-06 01:00", "2022-03-06 04:00", label="6 March"),
         (("", "moment"),), ("Only Alpha is silent 6 March 2022, 00:00-01:00 Kyiv (UTC+2).",), zone=KYIV),
    Case("two days in one go", window("09:00", "16:00", label="1") + window("2022-03-06 09:00", "2022-03-06 16:00", label="2"),
         window("09:00", "2022-03-06 16:00"), (("", "moment"),),
         ("Only Beta is silent from 5 March 2022, 16:00 Kyiv (UTC+2) to 6 March 2022, 09:00 Kyiv (UTC+2).",), zone=KYIV),
    Case("09:00 in Kyiv, 09:00 GMT", window("09:00 Europe/Kyiv", "16:00"), window("09:00 GMT", "16:00 Europe/Kyiv"),
         (("from", "moment"),), ("Beta is 2 h later",)),
    Case("a winter offset in July", window("09:00", "16:00"), window("09:00+02:00", "16:00 Europe/Kyiv"), (("from", "moment"),),
         ("09:00 Kyiv (UTC+3) = 08:00 UTC+2 for Alpha",), day="2022-07-05"),
    Case("the hours of the next night", window("22:00", "2022-03-06 04:00"), window("2022-03-06 23:00", "2022-03-07 05:00"),
         (("from", "moment"), ("to", "moment")), ("Beta is 1 d later", "At no hour are both silent.")),
    Case("a start on the next day", t("start", at="11:00"), t("start", at="2022-03-06 12:00"), (("at", "moment"),), ("1 d later",)),
    Case("a second day in one text", window("09:00", "16:00", label="1") + window("2022-03-06 09:00", "2022-03-06 16:00", label="2"),
         window("10:00", "17:00"), (("", "silent"),), ('"2"', "Beta says nothing on it")),
    Case("a way-point left out across scripts", route("Mariupol", "Nikolske", "Rozivka", "Polohy"),
         route("Маріуполь", "Нікольське", "Пологи"), (("way_points", "place"),),
         ("Rozivka stands in Alpha (after Nikolske, before Polohy) and not in Beta",)),
    Case("two way-points change places", route("Mariupol", "Nikolske", "Rozivka", "Polohy"),
         route("Маріуполь", "Розівка", "Нікольське", "Пологи"), (("way_points", "order"),), ("in another order",)),
    Case("the whole way turned round", route("Mariupol", "Polohy"), route("Пологи", "Маріуполь"), (("way_points", "order"),)),
    Case("the exit exchanged", route("Mariupol", "Polohy", "Zaporizhzhia"), route("Mariupol", "Polohy", "Vasylivka"),
         (("way_points", "place"), ("way_points", "place")), ("Zaporizhzhia stands in Alpha (after Polohy) and not in Beta",)),
    Case("the exits of two routes exchanged", route("Mariupol", "Manhush", "Rostov", label="n") + route("Mariupol", "Tokmak", "Orikhiv", label="s"),
         route("Mariupol", "Manhush", "Orikhiv", label="n") + route("Mariupol", "Tokmak", "Rostov", label="s"),
         (("way_points", "place"),) * 4),
    Case("passed, and bypassed in the other script", route("Mariupol", "Nikolske", "Rozivka"),
         route("Маріуполь", "Розівка", avoid=["смт Нікольське"]), (("way_points", "passed and bypassed"),),
         ("Alpha passes Nikolske; Beta bypasses it.",)),
    Case("a place passed twice", route("Mariupol", "Nikolske", "Mariupol", "Polohy"), route("Mariupol", "Nikolske", "Polohy"),
         (("way_points", "place"),)),
    Case("two villages of near names", route("Mariupol", NIKOLSKE, "Rozivka"),
         route("Mariupol", {"name": "Микільське", "lon": 37.68, "lat": 47.70}, "Rozivka"),
         (("way_points", "place"), ("way_points", "place"))),
    Case("two villages of one name", route("Mariupol", OLEKSANDRIVKA),
         route("Mariupol", {"name": "Олександрівка", "lon": 37.60, "lat": 47.40}), (("way_points", "place"), ("way_points", "place"))),
    Case("one of two equal routes becomes another", route("Mariupol", "Polohy", label="a") + route("Mariupol", "Polohy", label="b"),
         route("Mariupol", "Polohy", label="b") + route("Mariupol", "Tokmak", label="a"),
         (("way_points", "place"), ("way_points", "place")), ("Tokmak stands in Beta (after Mariupol) and not in Alpha",)),
    Case("upper and lower", route("Mariupol", "Verkhnii Tokmak"), route("Mariupol", "Нижній Токмак"),
         (("way_points", "place"), ("way_points", "place"))),
    Case("men left out", who("civilians"), who(WOMEN, "children"), (("may_leave", "people"),), ("men from 18 years; Beta leaves them out",)),
    Case("18 and under 18", who(WOMEN, f"{MEN} | to 18"), who(WOMEN, f"{MEN} | to 17"), (("may_leave", "people"),), ("men of 18 years",)),
    Case("60 and over 60", who("civilians", may_not_leave=[f"{MEN} | 18 to 60"]), who("civilians", may_not_leave=[f"{MEN} | 18 to 59"]),
         (("may_leave", "may and may not"),), ("Beta lets men of 60 years leave; Alpha says that they may not",)),
    Case("older people from an age", who("older people"), who("older people | 60+"), (("may_leave", "people"),), ("older people to 59 years",)),
    Case("detainees left out", who("civilians", "detainees"), who("civilians"), (("may_leave", "people"),), ("detainees",)),
    Case("held without review", t("held", categories=["detainees"], review=["Red Cross"]), t("held", categories=["detainees"]),
         (("review", "silent"),), ("Alpha says Red Cross; Beta does not say",)),
    Case("a thousand and ten thousand", who("civilians", most_people="1 000"), who("civilians", most_people=10000), (("most_people", "number"),)),
    Case("fifty buses, fifty vehicles", t("convoy", text="At most 50 buses."), t("convoy", text="At most 50 vehicles."), (("", READ),)),
    Case("buses 3 to 7, buses 3 and 7", t("escort", escort=["buses 3-7"]), t("escort", escort=["buses 3, 7"]),
         (("escort", "item"), ("escort", "item"))),
    Case("1.5 km and 15 km", t("blocked", text="Wait 1.5 km before it."), t("blocked", text="Wait 15 km before it."), (("", READ),)),
    Case("15 minutes and 15 hours", t("blocked", act="waits", wait_s="15 min"), t("blocked", act="waits", wait_s="15 h"),
         (("wait_s", "number"),), ("15 min for Alpha, 15 h for Beta",)),
    Case("who guarantees", t("authority", signed_by=["Alpha staff"]), t("authority", signed_by=["Alpha staff", "Beta staff"]),
         (("signed_by", "item"),)),
    Case("who inspects", t("inspection", places=["Post 1"], by=["Alpha"]), t("inspection", places=["Post 1"], by=["Beta"]),
         (("by", "item"), ("by", "item")), ('"Beta" stands in Beta and not in Alpha',)),
    Case("voluntary left out", t("voluntary", voluntary=True, choice_of_destination=True), t("voluntary", choice_of_destination=True),
         (("voluntary", "silent"),)),
    Case("the lane of the way back", t("returns", allowed=True, way_points=["Polohy", "Orikhiv"]),
         t("returns", allowed=True, way_points=["Polohy", "Tokmak", "Orikhiv"]), (("way_points", "place"),)),
    Case("the road of the aid", t("aid", allowed=True, way_points=["Orikhiv", "Polohy"]), t("aid", allowed=True, way_points=["Orikhiv", "Tokmak"]),
         (("way_points", "place"), ("way_points", "place"))),
    Case("the end of the hours for aid", t("aid", allowed=True, from_="09:00", to="12:00"), t("aid", allowed=True, from_="10:00", to="12:00"),
         (("to", "moment"),), ("Both have in common only 5 March 2022, 09:00-11:00 Kyiv",)),
    Case("accepted and acknowledged", t("order", text="The last post has accepted the order."), t("order", text="The last post has acknowledged the order."),
         (("", READ),)),
    Case("may and may not, in words", t("", id="c1", text="Men may leave."), t("", id="c1", text="Men may not leave."),
         (("", "silent"), ("", "silent")), ("Beta has no clause in these words",)),
    Case("another translation", t("", id="x", text="White flags.", texts={"uk": "Білі прапори."}), t("", id="x", text="White flags.", texts={"uk": "Без прапорів."}),
         (("", READ),)),
    Case("Post 1 and Post 11", t("order", places=["Post 1", "Post 2"]), t("order", places=["Post 11", "Post 2"]),
         (("places", "place"), ("places", "place"))),
    Case("near names by sound", route("Mariupol", "Nikolske"), route("Mariupol", "Mykolske"), (("way_points", CONFIRM),),
         ('"Nikolske" in Alpha and "Mykolske" in Beta are taken for the same place',)),
)  # fmt: skip


@pytest.mark.parametrize("case", PLANTED, ids=[case.name for case in PLANTED])
def test_what_was_planted_is_found_and_nothing_else(case: Case, tmp_path: Path) -> None:
    made = compared(case, tmp_path)
    found = [(one.spot.field, one.change) for one in (*made.differences, *made.silences)]
    found += [(one.spot.field, READ) for one in made.to_read] + [(one.spot.field, CONFIRM) for one in made.confirmations]
    assert sorted(found) == sorted(case.expected)
    told = [one.sentence for one in (*made.differences, *made.silences)]
    told += [one.sentence for one in made.to_read] + [one.sentence for one in made.confirmations]
    assert all(words in " | ".join(told) for words in case.says)


NAMES = ("Mariupol", "Nikolske", "Rozivka", "Polohy", "Orikhiv", "Zaporizhzhia")
SPELLINGS: dict[str, tuple[str, ...]] = {
    "with short words in Ukrainian": ("м. Маріуполь", "смт. Нікольське", "с-ще Розівка", "місто Пологи", "м.Оріхів", "М. ЗАПОРІЖЖЯ"),
    "with short words in Russian": ("г. Мариуполь", "пгт Никольское", "пос. Розовка", "г.Пологи", "город Орехов", "г. Запорожье"),
    "with short words in English": ("City of Mariupol", "smt. Nikolske", "village of Rozivka", "town of Polohy", "m. Orikhiv", "the city of Zaporizhzhia"),
    "in French": ("Marioupol", "Nikolske", "Rozivka", "Polohy", "Orikhiv", "Zaporijjia"),
    "in Arabic": ("ماريوبول", "نيكولسكي", "روزيفكا", "بولوهي", "أوريخيف", "زابوريجيا"),
    "in Hebrew": ("מריופול", "ניקולסקה", "רוזיבקה", "פולוהי", "אוריחיב", "זפוריז׳יה"),
    "in Armenian": ("Մարիուպոլ", "Նիկոլսկե", "Ռոզիվկա", "Պոլոհի", "Օրիխիվ", "Զապորոժյե"),
    "in Azerbaijani": ("Mariupol", "Nikolske", "Rozivka", "Poloqi", "Orixiv", "Zaporojye"),
}  # fmt: skip
CALL = "duty officer | Alpha | telephone | {}"

HARMLESS: tuple[Case, ...] = (
    *(Case(f"way-points {how}", route(*NAMES), route(*names)) for how, names in SPELLINGS.items()),
    Case("Saint", route("St. George", "St Petersburg", "Fort St. John", "Mt. Hermon"), route("Saint George", "Saint-Petersburg", "Ft. Saint John", "Mount Hermon")),
    Case("two Arabic words", route("Beit Hanoun", "Bab al-Hawa"), route("بيت حانون", "باب الهوى")),
    Case("Lachin in Azerbaijani and Armenian", route("Laçın", "Xankəndi"), route("Lachin", "Khankendi")),
    Case("an hour that Kyiv skips", window("2022-03-27 02:30", "2022-03-27 04:30"), window("2022-03-27 03:30", "2022-03-27 04:30")),
    Case("an hour that Kyiv has twice, with its offset", window("2022-10-30 02:00", "2022-10-30 03:30+02:00"), window("2022-10-30 02:00", "2022-10-30 04:30")),
    Case("24:00 and 00:00 of the next day", window("09:00", "24:00"), window("09:00", "2022-03-06 00:00"), zone=KYIV),
    Case("over midnight in two parts", window("20:00", "2022-03-06 04:00"), window("20:00", "24:00", label="a") + window("2022-03-06 00:00", "2022-03-06 04:00", label="b"), zone=KYIV),
    Case("one union, cut otherwise", window("09:00", "12:00", label="a") + window("11:00", "16:00", label="b"), window("14:00", "17:00", label="y") + window("10:00", "14:30", label="x")),
    Case("the day in the clause", window("09:00", "16:00", day="2022-03-06"), window("2022-03-06 10:00", "2022-03-06 17:00")),
    Case("a fixed zone in the clause", window("09:00", "16:00"), window("09:00", "16:00", zone="UTC+2")),
    Case("Z and GMT", window("09:00", "16:00"), window("2022-03-05T07:00Z", "14:00 GMT")),
    Case("a route told twice", route("Mariupol", "Polohy"), route("Mariupol", "Polohy", label="a") + route("Mariupol", "Polohy", label="b")),
    Case("a start told twice in two zones", t("start", at="11:00"), t("start", at="12:00", label="a") + t("start", at="11:00 Europe/Kyiv", label="b")),
    Case("a clause of its own told twice", t("", id="x", text="Doctors may pass."), t("", id="y", text="Doctors may pass.") + t("", id="z", text="doctors may pass!")),
    Case("clauses and labels in another order", window("09:00", "16:00") + route("Mariupol", "Polohy") + t("stay", protected=True), t("stay", protected=True) + route("Mariupol", "Polohy", label="main") + window("10:00", "17:00", label="first")),
    Case("a list between semicolons", route("Mariupol", "Polohy"), t("route", way_points="Mariupol; Polohy")),
    Case("the same place twice in a row in two scripts", route("Mariupol", "м. Маріуполь", "Polohy"), route("Mariupol", "Polohy")),
    Case("gaps inside a number", who("civilians", most_people="1 000"), who("civilians", most_people=1000)),
    Case("gaps inside a number in words", t("convoy", text="No more than 1 000 buses."), t("convoy", text="No more than 1000 buses")),
    Case("digits of another script", t("convoy", text="٥٠ حافلة"), t("convoy", text="50 حافلة")),
    Case("kinds of dashes", t("", id="x", text="Ages 18 – 60."), t("", id="y", text="ages 18-60")),
    Case("full stops in initials", t("escort", escort=["I.C.R.C.", "the U.N."]), t("escort", escort=["The UN", "ICRC"])),
    Case("15 min and 900 seconds", t("blocked", act="waits", wait_s="15 min"), t("blocked", act="WAITS", wait_s=900)),
    Case("half an hour", t("communication", interval_s="30 min", means=["radio"]), t("communication", interval_s="1800 s", means=["Radio"])),
    Case("brackets and 00 in a number", t("communication", contacts=[CALL.format("+380 44 123-45-67")]), t("communication", contacts=[CALL.format("00380 (44) 123.45.67")])),
    Case("no cars, and at most 0", t("cars", most=0), t("cars", allowed=False)),
    Case("a limit in another clause", window("09:00", "16:00", limits={"vehicles": 50}), window("10:00", "17:00") + t("convoy", most_vehicles=50)),
    Case("a limit on the search of who alone searches", t("inspection", by=["Alpha"], search_s="5 min"), t("inspection", by=["Alpha"], limits={"search_s": 300, "party": "Alpha"})),
    Case("women, men and children", who(WOMEN, f"{MEN} | 18+", "children"), who("civilians")),
    Case("gaps round a sign", t("", id="x", text="10 % of the seats"), t("", id="y", text="10% of the seats")),
    Case("how a post is numbered", t("order", places=["Post №3", "Post #4"]), t("order", places=["post No. 4", "Post ٣"])),
    Case("ages in two parts that meet", who("civilians | 0 to 17", "civilians | 18+"), who({"kind": "civilians", "sex": "any"})),
    Case("without men, in two ways", who("civilians", may_not_leave=[f"{MEN} | 18 to 60"]), who(WOMEN, "children", f"{MEN} | 61+", may_not_leave=[f"{MEN} | 18 to 60"])),
    Case("pregnant women among women", who(WOMEN, "pregnant women", "children"), who("children", WOMEN)),
    Case("everybody and somebody", who("everybody"), who("everybody", "detainees")),
    Case("words in the other language", t("order", text="The order is given.", texts={"uk": "Наказ віддано."}), t("order", text="Наказ віддано.")),
    Case("words in three languages", t("order", text="Приказ отдан.", texts={"ru": "Приказ отдан.", "uk": "Наказ віддано."}), t("order", text="НАКАЗ ВІДДАНО", texts={"uk": "Наказ віддано."})),
    Case("commas in an address", t("assembly", points=["Drama Theatre | 1, Theatre Square", "Stadium"]), t("assembly", points=["STADIUM", "Drama theatre | 1 Theatre square"])),
    Case("empty fields", who("civilians"), who("civilians", may_not_leave=[])),
    Case("not required", t("stay", protected=True, required=False), t("stay", protected=True)),
    Case("how consent is shown", t("voluntary", voluntary=True, consent="A signed paper."), t("voluntary", voluntary=True, consent="a signed paper")),
)  # fmt: skip


@pytest.mark.parametrize("case", HARMLESS, ids=[case.name for case in HARMLESS])
def test_no_rewording_is_a_difference(case: Case, tmp_path: Path) -> None:
    made = compared(case, tmp_path)
    assert (made.differences, made.silences, made.to_read) == ((), (), ())
    assert made.equal or made.confirmations


def test_enough_was_tried() -> None:
    assert len(PLANTED) >= 40
    assert len(HARMLESS) >= 40


@pytest.mark.parametrize(
    ("one", "other"),
    [("Novoselivka", "Новосілка"), ("Stepne", "Степове"), ("Pryvilne", "Привілля"), ("Petrivka Persha", "Петрівка Друга"),
     ("Mala Tokmachka", "Токмак"), ("Zaporizhzhia NPP", "Запоріжжя"), ("St. George", "St. Gregory"), ("Mt. Hermon", "Fort Hermon"),
     ("Rafah", "Rafat"), ("Beit Hanoun", "بيت لاهيا"), ("Ivanivka (Orikhiv)", "Ivanivka (Polohy)")],
)  # fmt: skip
def test_near_names_of_two_places_stay_two(one: str, other: str) -> None:
    assert compare_names(one, other).tier == DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [("Beit Lahia", "بيت لاهيا"), ("Zaporizhzhia", "זפוריזיה"), ("Jenin", "ג׳נין"), ("Oleksandrivka", "Александровка")],
)
def test_names_that_a_script_writes_loosely_are_to_be_confirmed(one: str, other: str) -> None:
    assert compare_names(one, other).tier == PROBABLE


def test_a_gazetteer_tells_two_villages_of_one_name_apart(tmp_path: Path) -> None:
    case = Case("", route("Mariupol", "Oleksandrivka"), route("Mariupol", "Александровка"))
    assert [one.second for one in compared(case, tmp_path).confirmations] == ["Александровка"]
    first, second = (inspect_texts(tmp_path / f"{party}.toml")[0][0] for party in ("Alpha", "Beta"))
    one, other = LonLat(37.1, 47.9), LonLat(37.6, 47.4)
    two = (Place("Oleksandrivka", one), Place("Aleksandrovka", other, names=(LocalName("ru", "Александровка"),)))
    assert [found.change for found in diff_texts(first, second, two).differences] == ["place", "place"]
