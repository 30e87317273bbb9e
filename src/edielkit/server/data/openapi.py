"""The OpenAPI document of the data doors: what of Elhub's energy-data API is there, in our own words."""

from __future__ import annotations

from typing import Any

from edielkit import __version__

__all__ = ("openapi",)

_TEXT = {"type": "string"}
_WINDOW = (
    ("startDate", "First start of a value: yyyy-MM-dd for midnight in Oslo, or ISO 8601 with offset"),
    ("endDate", "The instant before which values start; one day after startDate at most, without a number"),
    ("insertDateTime", "Values that came at that instant or later"),
)
_HEADS = (
    ("X-Elhub-GLN", "The party that asks; left out by end users"),
    ("On-Behalf-Of", "The party that a service provider asks for"),
)
_REFUSALS = {
    "400": "A parameter that there is not, or a value that it cannot have",
    "401": "No token that holds",
    "403": "A scope that does not allow it; no User-Agent or Accept",
    "404": "There is none, or it is not yours",
}
_ROW = {
    "type": "object",
    "required": ["startTime", "endTime", "quantityKwh", "resolution", "direction", "insertDateTime"],
    "properties": {
        "startTime": {"type": "string", "format": "date-time"},
        "endTime": {"type": "string", "format": "date-time"},
        "quantityKwh": {"type": "number"},
        "resolution": {"type": "string", "enum": ["PT60M", "PT15M"]},
        "productCode": _TEXT,
        "direction": {"type": "string", "enum": ["Out", "In"]},
        "endUserId": {"type": ["string", "null"]},
        "insertDateTime": {"type": "string", "format": "date-time"},
    },
}


def openapi(base: str, dataset: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: Address of the doors, without a slash at its end.
        dataset: Name of the data set of metering values.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "edielkit energy-data doors",
            "version": __version__,
            "description": "The part of Elhub's energy-data API, version 0, that a hub of edielkit answers.",
        },
        "servers": [{"url": base}],
        "paths": {
            "/metering-points": {"get": _values("Your metering points with values", dataset, single=False)},
            "/metering-points/{id}": {"get": _values("A metering point of yours", dataset, single=True)},
            "/parties": {"get": _open("All parties")},
            "/parties/{id}": {"get": _open("A party by its GLN", single=True)},
            "/grid-areas": {"get": _open("All grid areas")},
            "/grid-areas/{id}": {"get": _open("A grid area by its EIC", single=True)},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {"Documents": _documents({"type": "object"}), "Refusal": _refusal_schema()},
        },
    }


def _values(summary: str, dataset: str, *, single: bool) -> dict[str, Any]:
    choice = _parameter("dataset", "query", "The data set", required=not single)
    choice["schema"] = {"type": "string", "enum": [dataset]}
    return {
        "summary": summary,
        "security": [{"token": []}],
        "parameters": [
            *([_identification("^[0-9]{18}$")] if single else []),
            choice,
            *(_parameter(name, "query", words) for name, words in _WINDOW),
            *(_parameter(name, "header", words) for name, words in _HEADS),
        ],
        "responses": {
            "200": _content("Values, or without a data set the master data", _value_documents()),
            "204": {"description": "Nothing in the window"},
            **_refusals("400", "401", "403", "404"),
        },
    }


def _value_documents() -> dict[str, Any]:
    attributes = {"type": "object", "properties": {"meteringValuesHour": {"type": "array", "items": _ROW}}}
    return _documents(attributes)


def _open(summary: str, *, single: bool = False) -> dict[str, Any]:
    parameters = {"parameters": [_identification(None)]} if single else {}
    documents = {"$ref": "#/components/schemas/Documents"}
    return {
        "summary": summary,
        **parameters,
        "responses": {
            "200": _content("JSON:API documents", documents),
            **_refusals("400", "403", *(["404"] if single else [])),
        },
    }


def _identification(pattern: str | None) -> dict[str, Any]:
    parameter = _parameter("id", "path", "Its number", required=True)
    if pattern is not None:
        parameter["schema"] = {**_TEXT, "pattern": pattern}
    return parameter


def _parameter(name: str, place: str, words: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "description": words, "schema": _TEXT}


def _documents(attributes: dict[str, Any]) -> dict[str, Any]:
    document = {
        "type": "object",
        "required": ["type", "id"],
        "properties": {"type": _TEXT, "id": _TEXT, "attributes": attributes},
    }
    return {
        "type": "object",
        "required": ["data"],
        "properties": {"data": {"type": "array", "items": document}},
    }


def _refusal_schema() -> dict[str, Any]:
    error = {"type": "object", "required": ["status", "title", "detail"]}
    return {
        "type": "object",
        "required": ["errors"],
        "properties": {"errors": {"type": "array", "items": error}},
    }


def _refusals(*statuses: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Refusal"}
    return {status: _content(_REFUSALS[status], schema) for status in statuses}


def _content(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
