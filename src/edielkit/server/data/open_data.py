"""The open data sets of the energy-data API: what everybody may read of price areas, grid areas and municipalities.

Source: public clients of the open API (names of data sets, fields, groups, longest windows); the hub's reports know what may be
published. Not public and our choice: without dates the hub's day before; the longest window of grid areas, a month as for price
areas; a refusal names the data sets.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.hub import SharedHub
from edielkit.hub.core.request import require_days
from edielkit.market_time import OSLO, local_day, local_time
from edielkit.server.data.asking import Asked, DataRefusalError, endpoint
from edielkit.server.data.windows import read_instants

__all__ = ("DATA_SETS", "GROUPS", "DataSet", "open_data_answer", "open_data_routes")

_DAY = dt.timedelta(days=1)
# The longest window in days: a month.
_LONGEST = 31
# Parameter that chooses a group, to the groups; "*" is all of them.
GROUPS = {
    "consumptionGroup": ("household", "cabin", "primary", "secondary", "tertiary"),
    "productionGroup": ("solar", "hydro", "wind", "thermal", "nuclear", "other", "*"),
}
_TIMES = frozenset({"startTime", "endTime", "lastUpdatedTime"})
_EXCHANGE = ("priceArea", "startTime", "endTime", "exchangeInQuantityKwh", "exchangeOutQuantityKwh")
Rows = Callable[[SharedHub, dt.date, dt.date], list[dict[str, Any]]]


@attrs.frozen
class DataSet:
    """An open data set.

    Attributes:
        kind: What it is of: ``price-areas``, ``grid-areas`` or ``municipalities``.
        name: Its name.
        area: Field of its rows that names the area.
        rows: Gives its rows of days, the last day included.
        group: Parameter that chooses a group, which is a field of the rows; empty without one.
    """

    kind: str
    name: str
    area: str
    rows: Rows
    group: str = attrs.field(default="", kw_only=True)

    @property
    def attribute(self) -> str:
        """Its name as a key of an answer: ``LOSS_PER_MBA_HOUR`` is ``lossPerMbaHour``."""
        first, *others = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in others)


def _exchange(hub: SharedHub, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    rows = hub.volumes_overview(first, last, price_areas=True, hourly=True)["rows"]
    return [{field: row[field] for field in _EXCHANGE} for row in rows]


# The data sets that a hub can answer. Of municipalities consumption by group is not among them: which code counts in which of
# their groups (industry, private, business) is NOT FOUND.
DATA_SETS = (
    DataSet(
        "price-areas",
        "CONSUMPTION_PER_GROUP_MBA_HOUR",
        "priceArea",
        lambda hub, first, last: hub.open_consumption(first, last, price_areas=True)["rows"],
        group="consumptionGroup",
    ),
    DataSet(
        "price-areas",
        "PRODUCTION_PER_GROUP_MBA_HOUR",
        "priceArea",
        lambda hub, first, last: hub.open_production(first, last)["rows"],
        group="productionGroup",
    ),
    DataSet(
        "price-areas",
        "LOSS_PER_MBA_HOUR",
        "priceArea",
        lambda hub, first, last: hub.physical_loss(first, last, price_areas=True, hourly=True)["rows"],
    ),
    DataSet("price-areas", "EXCHANGE_PER_MBA_HOUR", "priceArea", _exchange),
    DataSet(
        "price-areas",
        "INSTALLED_CAPACITY_PER_METERING_POINT_TYPE_GROUP_MBA_DAILY",
        "priceAreaId",
        lambda hub, first, last: hub.installed_capacity(first, last)["rows"],
        group="productionGroup",
    ),
    DataSet(
        "grid-areas",
        "CONSUMPTION_PER_GROUP_MGA_HOUR",
        "gridArea",
        lambda hub, first, last: hub.open_consumption(first, last)["rows"],
        group="consumptionGroup",
    ),
    DataSet(
        "municipalities",
        "INSTALLED_CAPACITY_PER_METERING_POINT_TYPE_GROUP_MUNICIPALITY_DAILY",
        "municipalityId",
        lambda hub, first, last: hub.installed_capacity(first, last, municipalities=True)["rows"],
        group="productionGroup",
    ),
)


def open_data_routes(path: str) -> list[BaseRoute]:
    """Return the routes that have open data alone.

    Args:
        path: Address of the doors.
    """
    return [
        Route(f"{path}/price-areas", endpoint(_price_areas)),
        Route(f"{path}/price-areas/{{identification}}", endpoint(_of("price-areas"))),
        Route(f"{path}/municipalities", endpoint(_of("municipalities"))),
        Route(f"{path}/municipalities/{{identification}}", endpoint(_of("municipalities"))),
        Route(f"{path}/production-groups", endpoint(_production_groups)),
    ]


def _of(kind: str) -> Callable[[Asked], Response]:
    return lambda asked: open_data_answer(asked, kind, asked.request.path_params.get("identification", ""))


def _price_areas(asked: Asked) -> Response:
    if asked.query:
        return open_data_answer(asked, "price-areas")
    names = sorted({area.price_area for area in asked.workspace.names.areas.values() if area.price_area})
    return JSONResponse({"data": [{"type": "price-areas", "id": name} for name in names]})


def _production_groups(asked: Asked) -> Response:
    if asked.query:
        raise DataRefusalError(400, "expected no parameters")
    return JSONResponse(
        {"data": [{"type": "production-groups", "id": name} for name in GROUPS["productionGroup"]]}
    )


def open_data_answer(asked: Asked, kind: str, identification: str = "") -> Response:
    """Answer with the rows of a data set, area by area.

    Args:
        asked: The request.
        kind: Kind of area.
        identification: The area; empty for all.

    Raises:
        DataRefusalError: There is no such data set or parameter, or nothing that may be read.
        WindowError: The dates are none.
    """
    query = asked.query
    chosen = _data_set(kind, query)
    start, end = _window(query, local_day(asked.workspace.now()))
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in chosen.rows(asked.workspace.hub, local_day(start), local_day(end)):
        area = str(row[chosen.area])
        if identification in {"", area} and _is_wanted(row, chosen, query) and start <= _begin(row) <= end:
            rows.setdefault(area, []).append(row)
    if not rows:
        raise DataRefusalError(404, "there is no such area, or no data of it that may be read")
    created = json.dumps(local_time(asked.workspace.now()).isoformat())
    parts = (
        f'{{"type": "{kind}", "id": {json.dumps(area)}, "attributes": '
        f'{{"{chosen.attribute}": [{", ".join(map(_text, listed))}]}}}}'
        for area, listed in sorted(rows.items())
    )
    address = json.dumps(str(asked.request.url))
    return Response(
        f'{{"meta": {{"created": {created}}}, "links": {{"self": {address}}}, "data": [{", ".join(parts)}]}}',
        media_type="application/json",
    )


def _data_set(kind: str, query: Mapping[str, str]) -> DataSet:
    offered = {data_set.name: data_set for data_set in DATA_SETS if data_set.kind == kind}
    chosen = offered.get(query.get("dataset", ""))
    if chosen is None:
        raise DataRefusalError(400, f"dataset: expected {' or '.join(offered)}")
    allowed = {"dataset", "startDate", "endDate", *({chosen.group} - {""})}
    if set(query) - allowed:
        raise DataRefusalError(400, f"expected no other parameters than {', '.join(sorted(allowed))}")
    wanted = query.get(chosen.group, "")
    if wanted not in {"", "*", *GROUPS.get(chosen.group, ())}:
        raise DataRefusalError(400, f"{chosen.group}: expected one of {', '.join(GROUPS[chosen.group])}")
    return chosen


def _window(query: Mapping[str, str], today: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return first and last start of a row, both included."""
    start, end = read_instants(query)
    yesterday = today - _DAY
    start = start or dt.datetime.combine(local_day(end) if end else yesterday, dt.time(), OSLO)
    end = end or dt.datetime.combine(local_day(start), dt.time(23, 59), OSLO)
    if end < start or (local_day(end) - local_day(start)).days > _LONGEST:
        raise DataRefusalError(400, f"expected a window of at most {_LONGEST} days, the end after the start")
    try:
        require_days(local_day(start), local_day(end))
    except ValueError as error:
        raise DataRefusalError(400, f"startDate, endDate: {error}") from None
    return start, end


def _begin(row: Mapping[str, Any]) -> dt.datetime:
    if "startTime" in row:
        return dt.datetime.fromisoformat(row["startTime"])
    day = dt.datetime.strptime(str(row["usageDateId"]), "%Y%m%d").date()
    return dt.datetime.combine(day, dt.time(), OSLO)


def _is_wanted(row: Mapping[str, Any], chosen: DataSet, query: Mapping[str, str]) -> bool:
    wanted = query.get(chosen.group, "") if chosen.group else ""
    return wanted in {"", "*"} or row[chosen.group] == wanted


def _text(row: Mapping[str, Any]) -> str:
    """Return a row as JSON: amounts are numbers and exact, times are those of Norway."""
    fields = []
    for name, value in row.items():
        if name in _TIMES:
            text = json.dumps(dt.datetime.fromisoformat(value).astimezone(OSLO).isoformat())
        else:
            text = str(value) if name.lower().endswith("quantitykwh") else json.dumps(value)
        fields.append(f'"{name}": {text}')
    return f"{{{', '.join(fields)}}}"
