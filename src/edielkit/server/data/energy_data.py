"""The paths of the energy-data API: metering points with their values for who has a token, parties and grid areas for all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.hub.core.market_records import Point
from edielkit.hub.core.transaction import Transaction
from edielkit.server.data.asking import Asked, DataRefusalError, access_of, described, endpoint, party_of
from edielkit.server.data.documents import area_document, party_document, point_document
from edielkit.server.data.energy_data_openapi import energy_data_openapi
from edielkit.server.data.open_data import open_data_answer, open_data_routes
from edielkit.server.data.value_rows import owned_points, value_rows
from edielkit.server.data.viewers import Viewer, viewer_of
from edielkit.server.data.windows import Window, read_window
from edielkit.server.workspace import Workspace

__all__ = ("PATH", "addresses", "routes")

PATH = "/energy-data/v0"
DATASET, _ATTRIBUTE = "METERING_VALUES_HOUR_RESTRICTED", "meteringValuesHour"
_POINT = re.compile(r"[0-9]{18}")
_PARAMETERS = frozenset({"dataset", "startDate", "endDate", "insertDateTime", "includeAllMeasurements"})


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [
        Route(f"{PATH}/metering-points", endpoint(_points)),
        Route(f"{PATH}/metering-points/{{identification}}", endpoint(_point)),
        Route(f"{PATH}/parties", endpoint(_parties)),
        Route(f"{PATH}/parties/{{gln}}", endpoint(_party)),
        described(PATH, lambda base: energy_data_openapi(base, DATASET)),
        Route(f"{PATH}/grid-areas", endpoint(_areas)),
        Route(f"{PATH}/grid-areas/{{eic}}", endpoint(_area)),
        *open_data_routes(PATH),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("energy data", f"{base}{PATH}/metering-points")]


# -- metering points


def _viewer(asked: Asked) -> Viewer:
    """Return who asks.

    Raises:
        AccessError: There is no token that holds.
        ViewerError: It does not allow what is asked.
    """
    return viewer_of(access_of(asked), asked.head("x-elhub-gln"), asked.head("on-behalf-of"), party_of(asked))


def _dataset(query: dict[str, str]) -> str:
    """Return the data set that is asked for, empty for none.

    Raises:
        DataRefusalError: There is no such data set or parameter, or it is of those that nobody may read here.
    """
    unknown = sorted(set(query) - _PARAMETERS)
    if unknown:
        raise DataRefusalError(400, f"expected no other parameters than {', '.join(sorted(_PARAMETERS))}")
    if query.get("includeAllMeasurements", "true") not in {"true", "false"}:
        raise DataRefusalError(400, "includeAllMeasurements: expected true or false")
    dataset = query.get("dataset", "")
    if dataset in {"", DATASET}:
        return dataset
    if dataset.endswith("_RESTRICTED"):
        raise DataRefusalError(403, f"dataset: expected {DATASET}, the only one that the scope may read")
    raise DataRefusalError(400, f"dataset: expected {DATASET}")


def _points(asked: Asked) -> Response:
    """Answer with all points of the viewer that have values in a window of at most one day."""
    viewer, dataset = _viewer(asked), _dataset(asked.query)
    if not dataset:
        raise DataRefusalError(400, f"dataset: expected {DATASET}")
    window = read_window(asked.query, asked.workspace.now(), one_point=False)
    if window is None:
        return Response(status_code=204)

    def read(transaction: Transaction) -> list[tuple[str, list[str]]]:
        return [
            (point.identification, value_rows(transaction, viewer, point, window))
            for point in owned_points(transaction, viewer, window.period)
        ]

    return _values(asked.workspace.hub.bound(read)())


def _point(asked: Asked) -> Response:
    """Answer with the values of a point, or without a data set with its master data."""
    viewer, dataset = _viewer(asked), _dataset(asked.query)
    number = asked.request.path_params["identification"]
    if not (number.isascii() and _POINT.fullmatch(number)):
        raise DataRefusalError(400, "expected a metering point of 18 digits")
    now = asked.workspace.now()
    window = read_window(asked.query, now, one_point=True)
    point = asked.workspace.hub.point(number)
    if point is None or not viewer.own_times(point, now):
        # that there is a point is nobody else's business
        raise DataRefusalError(404, "there is no such metering point, or it is not yours")
    if not dataset:
        return _master_data(asked.workspace, viewer, point)
    if window is None:
        return Response(status_code=204)
    return _values([(number, asked.workspace.hub.bound(_rows_of)(viewer, point, window))])


def _rows_of(transaction: Transaction, viewer: Viewer, point: Point, window: Window) -> list[str]:
    return value_rows(transaction, viewer, point, window)


def _master_data(workspace: Workspace, viewer: Viewer, point: Point) -> Response:
    """Answer with the master data of a point that is the viewer's today."""
    now = workspace.now()
    if viewer.own_times(point, now)[-1].period.end < now:
        raise DataRefusalError(404, "the metering point is not yours any more")
    area = next(area for area in workspace.names.areas.values() if area.identification == point.area)
    return JSONResponse({"data": [point_document(point, area, workspace.today())]})


def _values(points: Iterable[tuple[str, list[str]]]) -> Response:
    parts = [
        f'{{"type": "metering-points", "id": "{number}", "attributes": {{"{_ATTRIBUTE}": [{", ".join(rows)}]}}}}'
        for number, rows in points
        if rows
    ]
    if not parts:
        return Response(status_code=204)
    return Response(f'{{"data": [{", ".join(parts)}]}}', media_type="application/json")


# -- open to all


def _parties(asked: Asked) -> Response:
    return _documents(map(party_document, asked.workspace.names.parties.values()))


def _party(asked: Asked) -> Response:
    gln = asked.request.path_params["gln"]
    return _single(
        party_document(party) for party in asked.workspace.names.parties.values() if party.gln == gln
    )


def _areas(asked: Asked) -> Response:
    if asked.query:
        return open_data_answer(asked, "grid-areas")
    return _documents(map(area_document, asked.workspace.names.areas.values()))


def _area(asked: Asked) -> Response:
    eic = asked.request.path_params["eic"]
    if asked.query:
        return open_data_answer(asked, "grid-areas", eic)
    return _single(
        area_document(area) for area in asked.workspace.names.areas.values() if area.identification == eic
    )


def _documents(documents: Iterable[dict[str, Any]]) -> Response:
    return JSONResponse({"data": list(documents)})


def _single(documents: Iterable[dict[str, Any]]) -> Response:
    chosen = list(documents)
    if not chosen:
        raise DataRefusalError(404, "there is none of that number")
    return _documents(chosen)
