"""The paths of the energy-data API: metering points with their values for who has a token, parties and grid areas for all."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.hub.core.records import Point
from edielkit.hub.core.transaction import Transaction
from edielkit.server.data.documents import area_document, party_document, point_document
from edielkit.server.data.openapi import openapi
from edielkit.server.data.values import owned_points, value_rows
from edielkit.server.data.viewers import Viewer, ViewerError, viewer_of
from edielkit.server.data.windows import Window, WindowError, read_window
from edielkit.server.requests import workspace_of
from edielkit.server.tokens.door import office_of
from edielkit.server.tokens.office import AccessError
from edielkit.server.workspace import Workspace

__all__ = ("PATH", "addresses", "routes")

PATH = "/energy-data/v0"
DATASET, _ATTRIBUTE = "METERING_VALUES_HOUR_RESTRICTED", "meteringValuesHour"
_POINT = re.compile(r"[0-9]{18}")
_PARAMETERS = frozenset({"dataset", "startDate", "endDate", "insertDateTime", "includeAllMeasurements"})
_TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


class DataRefusal(Exception):  # noqa: N818  (it is an answer)
    """What is answered instead of data.

    Args:
        status: HTTP status.
        detail: What would be right.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@attrs.frozen(kw_only=True)
class _Asked:
    """A request: the hub, and what stands in the address."""

    workspace: Workspace
    request: Request

    @property
    def query(self) -> dict[str, str]:
        return dict(self.request.query_params)


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [
        Route(f"{PATH}/metering-points", _endpoint(_points)),
        Route(f"{PATH}/metering-points/{{identification}}", _endpoint(_point)),
        Route(f"{PATH}/parties", _endpoint(_parties)),
        Route(f"{PATH}/parties/{{gln}}", _endpoint(_party)),
        Route(f"{PATH}/openapi.json", _openapi),
        Route(f"{PATH}/grid-areas", _endpoint(_areas)),
        Route(f"{PATH}/grid-areas/{{eic}}", _endpoint(_area)),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("energy data", f"{base}{PATH}/metering-points")]


def _endpoint(answer: Callable[[_Asked], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        try:
            _check_heads(request)
            asked = _Asked(workspace=await workspace_of(request), request=request)
            return await run_in_threadpool(answer, asked)
        except DataRefusal as refusal:
            return _refused(refusal.status, str(refusal))
        except AccessError as error:
            return _refused(401, str(error))
        except ViewerError as error:
            return _refused(403, str(error))
        except WindowError as error:
            return _refused(400, str(error))

    return serve


def _check_heads(request: Request) -> None:
    """Refuse clients that do not say what they are, as Elhub does."""
    if not request.headers.get("user-agent") or not request.headers.get("accept"):
        raise DataRefusal(403, "expected the heads User-Agent and Accept")


def _refused(status: int, detail: str) -> Response:
    error = {"status": str(status), "title": _TITLES[status], "detail": detail}
    headers = {"www-authenticate": 'Bearer error="invalid_token"'} if status == 401 else {}
    return JSONResponse({"errors": [error]}, status_code=status, headers=headers)


# -- metering points


def _viewer(asked: _Asked) -> Viewer:
    """Return who asks.

    Raises:
        AccessError: There is no token that holds.
        ViewerError: It does not allow what is asked.
    """
    heads = asked.request.headers
    access = office_of(asked.workspace).access(heads.get("authorization", ""), now=int(time.time()))
    party = asked.workspace.hub.bound(Transaction.party)
    return viewer_of(access, heads.get("x-elhub-gln", ""), heads.get("on-behalf-of", ""), party)


def _dataset(query: dict[str, str]) -> str:
    """Return the data set that is asked for, empty for none.

    Raises:
        DataRefusal: There is no such data set or parameter, or it is of those that nobody may read here.
    """
    unknown = sorted(set(query) - _PARAMETERS)
    if unknown:
        raise DataRefusal(400, f"expected no other parameters than {', '.join(sorted(_PARAMETERS))}")
    dataset = query.get("dataset", "")
    if dataset in {"", DATASET}:
        return dataset
    if dataset.endswith("_RESTRICTED"):
        raise DataRefusal(403, f"dataset: expected {DATASET}, the only one that the scope may read")
    raise DataRefusal(400, f"dataset: expected {DATASET}")


def _points(asked: _Asked) -> Response:
    """Answer with all points of the viewer that have values in a window of at most one day."""
    viewer, dataset = _viewer(asked), _dataset(asked.query)
    if not dataset:
        raise DataRefusal(400, f"dataset: expected {DATASET}")
    window = read_window(asked.query, asked.workspace.now(), one_point=False)
    if window is None:
        return Response(status_code=204)

    def read(transaction: Transaction) -> list[tuple[str, list[str]]]:
        return [
            (point.identification, value_rows(transaction, viewer, point, window))
            for point in owned_points(transaction, viewer, window.period)
        ]

    return _values(asked.workspace.hub.bound(read)())


def _point(asked: _Asked) -> Response:
    """Answer with the values of a point, or without a data set with its master data."""
    viewer, dataset = _viewer(asked), _dataset(asked.query)
    number = asked.request.path_params["identification"]
    if not (number.isascii() and _POINT.fullmatch(number)):
        raise DataRefusal(400, "expected a metering point of 18 digits")
    now = asked.workspace.now()
    window = read_window(asked.query, now, one_point=True)
    point = asked.workspace.hub.point(number)
    if point is None or not viewer.own_times(point, now):
        # that there is a point is nobody else's business
        raise DataRefusal(404, "there is no such metering point, or it is not yours")
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
        raise DataRefusal(404, "the metering point is not yours any more")
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


def _openapi(request: Request) -> Response:
    return JSONResponse(openapi(str(request.url).partition("/openapi.json")[0], DATASET))


def _parties(asked: _Asked) -> Response:
    return _documents(map(party_document, asked.workspace.names.parties.values()))


def _party(asked: _Asked) -> Response:
    gln = asked.request.path_params["gln"]
    return _single(
        party_document(party) for party in asked.workspace.names.parties.values() if party.gln == gln
    )


def _areas(asked: _Asked) -> Response:
    _no_dataset(asked.query)
    return _documents(map(area_document, asked.workspace.names.areas.values()))


def _area(asked: _Asked) -> Response:
    _no_dataset(asked.query)
    eic = asked.request.path_params["eic"]
    return _single(
        area_document(area) for area in asked.workspace.names.areas.values() if area.identification == eic
    )


def _no_dataset(query: dict[str, str]) -> None:
    if query:
        raise DataRefusal(400, "expected no parameters: the open data sets are no part of this door")


def _documents(documents: Iterable[dict[str, Any]]) -> Response:
    return JSONResponse({"data": list(documents)})


def _single(documents: Iterable[dict[str, Any]]) -> Response:
    chosen = list(documents)
    if not chosen:
        raise DataRefusal(404, "there is none of that number")
    return _documents(chosen)
