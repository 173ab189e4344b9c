"""Names that can be shown: what a road or place is called in letters at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from safeconduct.model.place import LocalName, Place
from safeconduct.network.graph import RoadName, RoadNetwork

FIRST_CHOICES = ("en", "fr")
"""Languages tried first for a name whose own letters cannot be shown; then those of the map, in its order."""


def with_shown_names(network: RoadNetwork, can_show: Callable[[str], bool]) -> tuple[RoadNetwork, int]:
    """Return the network with every name in letters that can be shown, and how many roads and places changed their name.

    A name on the signs that cannot be shown is replaced by the thing's name in another language (English, French, then as in the
    map); a road without any becomes one without a name, a place without any is left out. Names in other languages that cannot be
    shown are dropped. Roads, points and numbers stay as they are.
    """
    names = tuple(_road(name, can_show) for name in network.names)
    places = tuple(_place(place, can_show) for place in network.places)
    changed = sum(new.name != old.name for new, old in zip(names, network.names, strict=True))
    changed += sum(new.name != old.name for new, old in zip(places, network.places, strict=True))
    kept = tuple(place for place in places if place.name)
    return replace(network, names=names, places=kept), changed


def _road(name: RoadName, can_show: Callable[[str], bool]) -> RoadName:
    names = _shown(name.names, can_show)
    ref = name.ref if can_show(name.ref) else ""
    return RoadName(name.name if can_show(name.name) else _substitute(names), ref, names)


def _place(place: Place, can_show: Callable[[str], bool]) -> Place:
    names = _shown(place.names, can_show)
    return replace(place, name=place.name if can_show(place.name) else _substitute(names), names=names)


def _shown(names: Iterable[LocalName], can_show: Callable[[str], bool]) -> tuple[LocalName, ...]:
    return tuple(one for one in names if can_show(one.text))


def _substitute(names: tuple[LocalName, ...]) -> str:
    """Return the name to show in place of one that cannot be, or ""."""
    by_choice = sorted(names, key=lambda one: FIRST_CHOICES.index(one.lang) if one.lang in FIRST_CHOICES else len(FIRST_CHOICES))
    return by_choice[0].text if by_choice else ""
