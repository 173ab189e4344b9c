"""Whether a closure lies ahead of a vehicle on the road that it is driving."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians

import numpy as np

from safeconduct.exposure.touch import MARGIN_M, MARGIN_SHARE, Shape, draw_shape, shape_of_closure
from safeconduct.model.hazard import Closure
from safeconduct.model.place import EARTH_RADIUS_M, LonLat
from safeconduct.network.graph import RoadNetwork


def shut_ahead(network: RoadNetwork, arc: int, share: float, closures: Iterable[Closure]) -> bool:
    """Tell whether any closure touches the rest of an arc, from `share` (0 to 1) of its drawn length on.

    Distances as in `touch.touched_arcs`: a road in doubt is closed.
    """
    line = rest_of(network, arc, share)
    return any(_touches(line, shape_of_closure(closure)) for closure in closures if closure.points)


def rest_of(network: RoadNetwork, arc: int, share: float) -> list[LonLat]:
    """Return the points of an arc from `share` of its drawn length to its end."""
    span = slice(int(network.geo_start[arc]), int(network.geo_end[arc]))
    turn = -1 if network.geo_flip[arc] else 1
    lon, lat = network.geo_lon[span][::turn], network.geo_lat[span][::turn]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(lon) * cos(radians(float(lat[0]))), np.diff(lat)))])
    wanted = min(max(share, 0.0), 1.0) * along[-1]
    here = LonLat(float(np.interp(wanted, along, lon)), float(np.interp(wanted, along, lat)))
    ahead = [LonLat(float(x), float(y)) for x, y, gone in zip(lon, lat, along, strict=True) if gone > wanted]
    return [here, *ahead]


def _touches(line: list[LonLat], shape: Shape) -> bool:
    import shapely

    middle = line[0]
    metre = radians(1.0) * EARTH_RADIUS_M
    squeeze = max(0.01, cos(radians(middle.lat)))

    def flat(points: Iterable[LonLat]) -> list[tuple[float, float]]:
        return [((point.lon - middle.lon) * metre * squeeze, (point.lat - middle.lat) * metre) for point in points]

    road = shapely.LineString(flat(line)) if len(line) > 1 else shapely.Point(flat(line)[0])
    drawn = draw_shape(shape.kind, [flat(ring) for ring in shape.rings])
    return bool(shapely.dwithin(drawn, road, shape.reach_m * (1 + MARGIN_SHARE) + MARGIN_M))
