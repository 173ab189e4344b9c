"""Texts compared from files and folders, with the roads; the Mariupol texts of 5 and 6 March 2022 among them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from safeconduct.app.terms_diff import ComparedTexts, compare_texts
from safeconduct.model.errors import BadInputError, RefusedError

EXAMPLES = Path(__file__).parents[2] / "examples"
FIFTH, SIXTH = EXAMPLES / "mariupol-2022-03-05", EXAMPLES / "mariupol-2022-03-06"

Key = tuple[str, str, str]


def found(made: ComparedTexts) -> list[Key]:
    return [(one.spot.kind, one.spot.field, one.change) for one in (*made.diff.differences, *made.diff.silences)]


def test_the_two_texts_of_5_march() -> None:
    """09:00 Kyiv is 10:00 Moscow; the rest stands in one text only; the route stands in the other in words only."""
    (made,), _ = compare_texts(FIFTH, None)
    assert made.diff.names == ("A - Russian Federation", "B - Ukraine")
    assert found(made) == [
        ("window", "to", "silent"),
        ("start", "", "silent"),
        ("assembly", "", "silent"),
        ("cars", "", "silent"),
        ("stay", "", "silent"),
    ]
    assert [(one.spot.kind, one.danger) for one in made.diff.to_read] == [("route", 5)]
    assert [(one.spot.kind, one.spot.field) for one in made.diff.equal] == [("window", "from"), ("who", "may_leave")]
    assert made.diff.confirmations == ()


def test_the_two_texts_of_6_march() -> None:
    (made,), _ = compare_texts(SIXTH, None)
    assert [key[0] for key in found(made)] == ["start", "route", "assembly", "cars", "escort"]
    assert {key[2] for key in found(made)} == {"silent"}
    assert [one.spot.kind for one in made.diff.to_read] == ["window"]


def test_from_5_to_6_march_all_differences_are_listed_and_none_is_invented() -> None:
    (made,), _ = compare_texts(FIFTH / "terms/b-ukraine.toml", SIXTH / "terms/b-ukraine.toml")
    assert [(one.spot.kind, one.change, one.first, one.second) for one in made.diff.differences] == [
        ("window", "moment", "5 March 2022, 09:00 Kyiv (UTC+2)", "6 March 2022, 10:00 Kyiv (UTC+2)"),
        ("window", "moment", "5 March 2022, 16:00 Kyiv (UTC+2)", "6 March 2022, 21:00 Kyiv (UTC+2)"),
        ("start", "moment", "5 March 2022, 11:00 Kyiv (UTC+2)", "6 March 2022, 12:00 Kyiv (UTC+2)"),
        ("route", "passed and bypassed", "via Нікольське", "bypassing Нікольське"),
        ("route", "place", "", "Портівське (after Маріуполь, before Мангуш)"),
        ("route", "place", "", "Мангуш (after Портівське, before Республіка)"),
        ("route", "place", "", "Республіка (after Мангуш, before Розівка)"),
        ("route", "place", "", "Більмак (after Розівка, before Пологи)"),
    ]
    assert [(one.spot.kind, one.spot.field) for one in made.diff.silences] == [
        ("escort", ""),
        ("cars", "place"),
        ("stay", ""),
    ]
    assert (made.diff.confirmations, made.diff.to_read) == ((), ())
    (way,) = made.routes
    assert [(one.first and one.first.start, one.first and one.first.end) for one in way.partings] == [("Mariupol", "Rozivka")]
    assert way.unreached == way.through == ((), ())
    assert way.km[0] < way.km[1]


def test_two_folders_are_compared_by_party() -> None:
    made, _ = compare_texts(FIFTH, SIXTH)
    assert [one.diff.names for one in made] == [("Mariupol city council, 5 March 2022", "Mariupol city council, 6 March 2022")]


def test_names_of_the_road_file_and_the_gazetteer_make_places_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(SIXTH, folder)
    other = folder / "terms/b-ukraine.toml"
    text = other.read_text(encoding="utf-8")
    swaps = (("Маріуполь", "Mariupol"), ("Розівка", "Rozivka"), ("Оріхів", "Orikhiv"), ("Запоріжжя", "Zaporizhzhia"))
    for old, new in swaps:
        text = text.replace(f'"{old}"', f'"{new}"')
    other.write_text(text, encoding="utf-8")
    (made,), _ = compare_texts(SIXTH / "terms/b-ukraine.toml", other)
    assert (made.diff.count, made.diff.confirmations) == (0, ())


def test_one_text_alone_is_refused() -> None:
    with pytest.raises(RefusedError, match="no two texts of different parties"):
        compare_texts(FIFTH / "terms/b-ukraine.toml", None)


def test_a_text_that_cannot_be_read_is_told_with_every_notice(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[[terms]\n", encoding="utf-8")
    with pytest.raises(BadInputError):
        compare_texts(bad, FIFTH / "terms/b-ukraine.toml")


def test_roads_that_nobody_named_and_that_cannot_be_read_do_not_stop_the_comparison(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(FIFTH, folder)
    (folder / "roads.csv").write_text("nothing,useful\n", encoding="utf-8")
    (made,), notices = compare_texts(folder, None)
    assert made.routes == ()
    assert any(one.severity == "error" and "roads" in one.where.file for one in notices)
    with pytest.raises(BadInputError):
        compare_texts(folder, None, roads=folder / "roads.csv")


def test_a_road_file_by_itself_gives_the_ways() -> None:
    texts = FIFTH / "terms/b-ukraine.toml", SIXTH / "terms/b-ukraine.toml"
    (made,), _ = compare_texts(*texts, roads=SIXTH / "roads.csv")
    assert made.routes[0].partings


ENGLISH = """
[text]
reference = "E-1"
party = "A - First"
zone = "Europe/Kyiv"
day = 2022-03-05

[[terms]]
kind = "window"
from = "09:00"
to = "16:00"

[[terms]]
kind = "route"
way_points = ["Mariupol", "Nikolske", "Orikhiv"]
avoid = ["Volnovakha"]

[[terms]]
kind = "who"
may_leave = [{ kind = "civilians", sex = "female", age_from = 0 }, { kind = "civilians", sex = "male", age_to = 17 }]

[[terms]]
kind = "communication"
contacts = [{ function = "Convoy leader", party = "A - First", channel = "radio", number = "+380 44 123 45 67" }]
"""

RUSSIAN = """
[text]
reference = "R-7"
party = "B - Second"
zone = "Europe/Moscow"
day = 2022-03-05

[[terms]]
kind = "communication"
contacts = [{ function = "convoy leader", party = "A - First", channel = "Radio", number = "+380441234567" }]

[[terms]]
kind = "who"
may_leave = ["children", { kind = "civilians", sex = "female" }]

[[terms]]
kind = "route"
label = "out"
avoid = ["г. Волноваха"]
way_points = ["г. Мариуполь", "Никольское", "Орехов"]

[[terms]]
kind = "window"
from = "10:00"
to = "17:00"
"""


def test_two_texts_in_two_languages_and_zones_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "b.toml").write_text(RUSSIAN, encoding="utf-8")
    (made,), _ = compare_texts(tmp_path / "a.toml", tmp_path / "b.toml")
    assert made.diff.count == 0, [one.sentence for one in (*made.diff.differences, *made.diff.silences)]
    assert [(one.first, one.second) for one in made.diff.confirmations] == [("Nikolske", "Никольское"), ("Orikhiv", "Орехов")]
    assert made.diff.to_read == ()
    assert len(made.diff.equal) == 5  # both ends of the window, what is bypassed, who may leave, contacts
