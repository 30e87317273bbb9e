"""The OpenAPI document of the energy-data API: what of Elhub's energy-data API is there, in our own words."""

from __future__ import annotations

from typing import Any

from edielkit.server.data.open_data import DATA_SETS, GROUPS
from edielkit.server.data.openapi_parts import (
    TEXT,
    content,
    documents,
    identification,
    operation,
    parameter,
    refusals,
    whole,
)

__all__ = ("energy_data_openapi",)

_START = "First start of a value: yyyy-MM-dd for midnight in Oslo, or ISO 8601 with offset"
_WINDOW = (
    ("startDate", _START),
    ("endDate", "The instant before which values start; one day after startDate at most, without a number"),
    ("insertDateTime", "Values that came at that instant or later"),
)
_INSTANT = {"type": "string", "format": "date-time"}
_ROW = {
    "type": "object",
    "required": ["startTime", "endTime", "quantityKwh", "resolution", "direction", "insertDateTime"],
    "properties": {
        "startTime": _INSTANT,
        "endTime": _INSTANT,
        "quantityKwh": {"type": "number"},
        "resolution": {"type": "string", "enum": ["PT60M", "PT15M"]},
        "productCode": TEXT,
        "direction": {"type": "string", "enum": ["Out", "In"]},
        "endUserId": {"type": ["string", "null"]},
        "insertDateTime": _INSTANT,
    },
}


def energy_data_openapi(base: str, dataset: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: Address of the doors, without a slash at its end.
        dataset: Name of the data set of metering values.
    """
    paths = {
        "/metering-points": _values("Your metering points with values", dataset, single=False),
        "/metering-points/{id}": _values("A metering point of yours", dataset, single=True),
        "/parties": _open("All parties"),
        "/parties/{id}": _open("A party by its GLN", single=True),
        "/grid-areas": _open("All grid areas, or an open data set of theirs", kind="grid-areas"),
        "/grid-areas/{id}": _open("A grid area by its EIC", single=True, kind="grid-areas"),
        "/price-areas": _open("The price areas, or an open data set of theirs", kind="price-areas"),
        "/price-areas/{id}": _open(
            "A data set of a price area", single=True, kind="price-areas", needed=True
        ),
        "/municipalities": _open("A data set of the municipalities", kind="municipalities", needed=True),
        "/municipalities/{id}": _open(
            "A data set of a municipality", single=True, kind="municipalities", needed=True
        ),
        "/production-groups": _open("The groups of production"),
    }
    return whole(
        "edielkit energy-data doors",
        "The part of Elhub's energy-data API, version 0, that a hub of edielkit answers.",
        base,
        {path: {"get": asked} for path, asked in paths.items()},
        Documents=documents({"type": "object"}),
    )


def _values(summary: str, dataset: str, *, single: bool) -> dict[str, Any]:
    choice = parameter("dataset", "query", "The data set", required=not single)
    choice["schema"] = {"type": "string", "enum": [dataset]}
    attributes = {"type": "object", "properties": {"meteringValuesHour": {"type": "array", "items": _ROW}}}
    parameters = [
        *([identification("^[0-9]{18}$")] if single else []),
        choice,
        *(parameter(name, "query", words) for name, words in _WINDOW),
    ]
    answers = {
        "200": content("Values, or without a data set the master data", documents(attributes)),
        "204": {"description": "Nothing in the window"},
        **refusals("400", "401", "403", "404"),
    }
    return operation(summary, parameters, ("X-Elhub-GLN", "On-Behalf-Of"), answers)


def _open(summary: str, *, single: bool = False, kind: str = "", needed: bool = False) -> dict[str, Any]:
    """Return an operation that is open to all.

    Args:
        summary: What it gives.
        single: Its path names a thing.
        kind: Kind of area whose data sets may be asked for; empty for none.
        needed: Without a data set there is nothing.
    """
    parameters = [
        *([identification()] if single else []),
        *(_data_set_parameters(kind, needed=needed) if kind else []),
    ]
    return {
        "summary": summary,
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": content("JSON:API documents", {"$ref": "#/components/schemas/Documents"}),
            **refusals("400", "403", *(["404"] if single or kind else [])),
        },
    }


def _data_set_parameters(kind: str, *, needed: bool) -> list[dict[str, Any]]:
    offered = [data_set for data_set in DATA_SETS if data_set.kind == kind]
    choice = parameter("dataset", "query", "The data set", required=needed)
    choice["schema"] = {"type": "string", "enum": [data_set.name for data_set in offered]}
    end = parameter(
        "endDate", "query", "Last start of a value, itself included; the end of the day without it"
    )
    groups = []
    for name in sorted({data_set.group for data_set in offered if data_set.group}):
        group = parameter(name, "query", "The group, of the data sets that have it")
        group["schema"] = {"type": "string", "enum": list(GROUPS[name])}
        groups.append(group)
    return [choice, parameter("startDate", "query", _START), end, *groups]
