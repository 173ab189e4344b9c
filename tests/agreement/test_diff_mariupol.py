"""The texts on the way out of Mariupol of 5 and 6 March 2022, typed from public announcements: all differences, none invented."""

from __future__ import annotations

from agreement_cases import MOSCOW, at, term, text
from safeconduct.agreement.diff import diff_texts
from safeconduct.model.terms import Category

DAY = "2022-03-06"
POINTS = "Drama theatre, Stadium, House of culture"

FIFTH = text(
    term("window", from_=at("09:00"), to=at("16:00")),
    term("start", at=at("11:00")),
    term(
        "route",
        way_points="Mariupol, Nikolske, Rozivka, Polohy, Orikhiv, Zaporizhzhia",
        deviation="forbidden",
        use="people out",
    ),
    term("assembly", points=POINTS),
    term("who", may_leave=(Category("civilians"),)),
    term("cars", allowed=True),
    reference="announcement of 5 March",
)
OTHER_SIDE = text(
    term("window", from_=at("10:00", MOSCOW)),
    party="the other side",
    zone=MOSCOW,
)
SIXTH = text(
    term("window", from_=at("10:00", day=DAY), to=at("21:00", day=DAY)),
    term("start", at=at("12:00", day=DAY)),
    term(
        "route",
        way_points="Портівське, Мангуш, Республіка, Розівка, Більмак, Пологи, Оріхів, Запоріжжя",
        avoid="Нікольське",
        deviation="forbidden",
        use="people out",
    ),
    term("assembly", points=POINTS),
    term("who", may_leave=(Category("civilians"),)),
    term("cars", allowed=True, place="behind the buses"),
    reference="announcement of 6 March",
)


def test_the_other_side_of_5_march_begins_at_the_same_moment_and_is_silent_on_the_rest() -> None:
    made = diff_texts(FIFTH, OTHER_SIDE)
    assert made.differences == ()
    assert [(one.spot.kind, one.spot.field, one.danger) for one in made.silences] == [
        ("window", "to", 5),
        ("start", "", 5),
        ("route", "", 5),
        ("assembly", "", 5),
        ("who", "", 5),
        ("cars", "", 4),
    ]
    assert [one.said for one in made.equal] == [
        "Silence window, begin of the silence: 5 March 2022, 09:00 Kyiv (UTC+2) = 10:00 Moscow (UTC+3)"
    ]


def test_between_5_and_6_march_every_change_is_listed_and_none_is_invented() -> None:
    made = diff_texts(FIFTH, SIXTH)
    assert [(one.spot.kind, one.spot.field, one.change, one.first, one.second) for one in made.differences] == [
        ("window", "from", "moment", "5 March 2022, 09:00 Kyiv (UTC+2)", "6 March 2022, 10:00 Kyiv (UTC+2)"),
        ("window", "to", "moment", "5 March 2022, 16:00 Kyiv (UTC+2)", "6 March 2022, 21:00 Kyiv (UTC+2)"),
        ("start", "at", "moment", "5 March 2022, 11:00 Kyiv (UTC+2)", "6 March 2022, 12:00 Kyiv (UTC+2)"),
        ("route", "way_points", "passed and bypassed", "via Nikolske", "bypassing Нікольське"),
        ("route", "way_points", "place", "Mariupol (before Nikolske)", ""),
        ("route", "way_points", "place", "", "Портівське (before Мангуш)"),
        ("route", "way_points", "place", "", "Мангуш (after Портівське, before Республіка)"),
        ("route", "way_points", "place", "", "Республіка (after Мангуш, before Розівка)"),
        ("route", "way_points", "place", "", "Більмак (after Розівка, before Пологи)"),
    ]
    assert [(one.spot.kind, one.spot.field, one.second) for one in made.silences] == [("cars", "place", "behind the buses")]
    assert made.confirmations == ()
    assert made.to_read == ()
    assert {(one.spot.kind, one.spot.field) for one in made.equal} == {
        ("route", "deviation"),
        ("route", "use"),
        ("assembly", "points"),
        ("who", "may_leave"),
        ("cars", "allowed"),
    }
    assert made.differences[0].sentence.endswith("announcement of 6 March is 1 d 1 h later. At no hour are both silent.")
