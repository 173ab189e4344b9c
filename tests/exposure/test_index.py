from datetime import timedelta
from math import exp, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import draw
from routing.cases import AS_OF
from safeconduct.exposure.index import aged_sources, mean_densities, usable_incidents, weight_density
from safeconduct.exposure.touch import lines_of
from safeconduct.model.hazard import Incident
from safeconduct.model.place import LonLat, distance_m

SPOT = LonLat(38.3, 47.5)


def incident(severity: float = 1.0, *, age: int = 0, precision_m: float = 1000.0, at: LonLat = SPOT, name: str = "i") -> Incident:
    return Incident(name, AS_OF - timedelta(days=age), at, severity, precision_m)


def sources_of(*incidents: Incident, bandwidth_m: float = 2000.0) -> tuple[tuple[float, float, float, float], ...]:
    return aged_sources(incidents, AS_OF, half_life_days=7.0, bandwidth_m=bandwidth_m)


def density_at(points: list[LonLat], *incidents: Incident, bandwidth_m: float = 2000.0) -> list[float]:
    order = sorted(range(len(points)), key=lambda row: points[row].lat)
    lon = np.array([points[row].lon for row in order])
    lat = np.array([points[row].lat for row in order])
    found = np.empty(len(points))
    found[order] = weight_density(lon, lat, sources_of(*incidents, bandwidth_m=bandwidth_m))
    return [float(one) for one in found]


def test_the_peak_is_that_of_a_gaussian_given_back_what_is_cut_off() -> None:
    assert density_at([SPOT], incident(3.0)) == [pytest.approx(3.0 / (2 * pi * 4.0 * (1 - exp(-8))))]


def test_the_density_follows_the_distance_and_ends_at_four_bandwidths() -> None:
    near, edge, beyond = LonLat(38.35, 47.52), LonLat(38.4063, 47.5), LonLat(38.4066, 47.5)
    peak = density_at([SPOT], incident())[0]
    away_m = distance_m(SPOT, near)
    found = density_at([near, edge, beyond], incident())
    assert found[0] == pytest.approx(peak * exp(-((away_m / 2000) ** 2) / 2), rel=1e-4)
    assert distance_m(SPOT, edge) < 8000 < distance_m(SPOT, beyond)
    assert found[1] > 0
    assert found[2] == 0


@pytest.mark.parametrize("precision_m", [500.0, 5000.0])
def test_the_whole_weight_is_spread_over_the_ground(precision_m: float) -> None:
    lat, lon = np.meshgrid(np.linspace(47.2, 47.8, 301), np.linspace(37.9, 38.7, 301), indexing="ij")
    found = weight_density(lon.ravel(), lat.ravel(), sources_of(incident(7.0, precision_m=precision_m)))
    cell_km2 = 0.6 / 300 * 0.8 / 300 * 111.195**2 * np.cos(np.radians(lat.ravel()))
    assert float((found * cell_km2).sum()) == pytest.approx(7.0, rel=2e-3)


def test_many_rows_of_one_death_weigh_the_same_as_one_row_of_all() -> None:
    rows = [incident(1.0, age=3, name=f"row {number}") for number in range(10)]
    many, single = sources_of(*rows), sources_of(incident(10.0, age=3))
    assert len(many) == 1
    assert many[0] == pytest.approx(single[0])


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(-0.1, 0.1), st.floats(-0.1, 0.1))
def test_more_severity_is_never_less_exposure(severity: float, more: float, east: float, north: float) -> None:
    point = LonLat(SPOT.lon + east, SPOT.lat + north)
    light, heavy = density_at([point], incident(severity)), density_at([point], incident(severity + more))
    assert heavy[0] >= light[0]
    assert heavy[0] == pytest.approx(light[0] * (severity + more) / severity)


@given(st.integers(0, 60))
def test_the_weight_halves_with_each_half_life(age: int) -> None:
    fresh, old = sources_of(incident(8.0, age=age)), sources_of(incident(8.0, age=age + 7))
    assert old[0][3] == pytest.approx(fresh[0][3] / 2)


def test_a_vaguer_place_lowers_the_peak_and_reaches_farther() -> None:
    far = LonLat(38.5, 47.5)
    sharp, vague = density_at([SPOT, far], incident()), density_at([SPOT, far], incident(precision_m=10_000.0))
    assert vague[0] < sharp[0]
    assert vague[1] > sharp[1] == 0


def test_a_place_known_better_than_the_bandwidth_still_spreads_over_it() -> None:
    assert density_at([SPOT], incident(precision_m=10.0)) == density_at([SPOT], incident(precision_m=2000.0))


def test_incidents_after_the_day_of_knowledge_are_not_used() -> None:
    known, later = incident(), incident(age=-1)
    ends_later = Incident("long", AS_OF - timedelta(days=2), SPOT, 5.0, last_day=AS_OF + timedelta(days=1))
    assert usable_incidents((known, later, ends_later), AS_OF) == (known,)


def test_an_incident_of_several_days_ages_from_its_last() -> None:
    long = Incident("long", AS_OF - timedelta(days=30), SPOT, 4.0, last_day=AS_OF)
    assert sources_of(long) == sources_of(incident(4.0))


def test_an_incident_without_severity_adds_nothing() -> None:
    assert sources_of(incident(0.0)) == ()


def test_the_mean_along_a_road_is_that_of_a_fine_sum() -> None:
    network, _ = draw("a" + " " * 60 + "b\n" + " " * 40 + "c", "ab ac bc")
    lines = lines_of(network)
    at = LonLat(38.3, 47.49)
    found = mean_densities(lines, sources_of(incident(5.0, at=at)))
    for row, (start, end) in enumerate(zip(lines.start.tolist(), lines.end.tolist(), strict=True)):
        share = np.linspace(0, 1, 20_001)
        lon, lat = (np.interp(share, [0, 1], values[start:end]) for values in (network.geo_lon, network.geo_lat))
        order = np.argsort(lat, kind="stable")
        fine = weight_density(lon[order], lat[order], sources_of(incident(5.0, at=at)))
        # The rim of the reach is met by a sample or not: a millionth of the peak.
        assert found[row] == pytest.approx(float(fine.mean()), rel=2e-3, abs=1e-6)


def test_a_road_out_of_reach_has_none_and_one_within_has_some() -> None:
    network, _ = draw("a b" + " " * 60 + "c d", "ab cd")
    found = mean_densities(lines_of(network), sources_of(incident(at=LonLat(38.02, 47.5))))
    assert found[0] > 0
    assert found[1] == 0


def test_a_road_without_length_has_the_density_of_its_point() -> None:
    network, _ = draw("a b", "ab aa:km=0")
    found = mean_densities(lines_of(network), sources_of(incident(at=LonLat(38.0, 47.5))))
    assert found[1] == pytest.approx(1 / (2 * pi * 4.0 * (1 - exp(-8))))
