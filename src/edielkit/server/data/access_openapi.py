"""The OpenAPI document of the Access API, as far as the server answers it."""

from __future__ import annotations

from typing import Any

from edielkit.server.data.openapi_parts import (
    TEXT,
    content,
    identification,
    operation,
    parameter,
    refusals,
    whole,
)

__all__ = ("GRANT_STATUSES", "REQUEST_STATUSES", "access_openapi")

_MEDIA = "application/vnd.api+json"
_HEADS = ("SenderGLN", "OnBehalfOfGLN")
REQUEST_STATUSES = ("Accepted", "Pending", "Rejected", "Expired")
GRANT_STATUSES = ("Active", "Exhausted", "Expired", "Revoked")
_IDENTITY = {
    "type": "object",
    "required": ["idType", "idValue"],
    "properties": {
        "idType": {
            "type": "string",
            "enum": ["NationalIdentityNumber", "OrganizationNumber", "GlobalLocationNumber"],
        },
        "idValue": TEXT,
    },
}
_META = {
    "type": "object",
    "required": [
        "requestedBy",
        "requestedFrom",
        "requestedTo",
        "requestedFromName",
        "requestedForMeteringPointId",
        "requestedForMeteringPointAddress",
        "balanceSupplierName",
        "balanceSupplierContractName",
    ],
    "properties": {
        **dict.fromkeys(("requestedBy", "requestedFrom", "requestedTo"), _IDENTITY),
        "requestedFromName": TEXT,
        "requestedForMeteringPointId": {"type": "string", "pattern": "^[0-9]{18}$"},
        "requestedForMeteringPointAddress": TEXT,
        "balanceSupplierName": TEXT,
        "balanceSupplierContractName": TEXT,
        "moveInDate": {"type": "string", "format": "date"},
        "language": {"type": "string", "enum": ["nb", "nn", "en"]},
        "redirectURI": {"type": "string", "format": "uri"},
    },
}
_FORM = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "data": {
            "type": "object",
            "required": ["attributes", "meta"],
            "properties": {
                "type": TEXT,
                "attributes": {
                    "type": "object",
                    "required": ["requestType"],
                    "properties": {
                        "requestType": {
                            "type": "string",
                            "enum": [
                                "ChangeOfBalanceSupplierForPerson",
                                "MoveInAndChangeOfBalanceSupplierForPerson",
                            ],
                        }
                    },
                },
                "meta": _META,
            },
        }
    },
}
_DOCUMENT = {
    "type": "object",
    "required": ["type", "id", "attributes"],
    "properties": {"type": TEXT, "id": TEXT, "attributes": {"type": "object"}},
}


def access_openapi(base: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: Address of the door, without a slash at its end.
    """
    return whole(
        "edielkit Access API",
        "The part of Elhub's Access API, version 0, that a hub of edielkit answers: requests and grants of a supplier.",
        base,
        {
            "/authorization-requests": {"get": _list("requests", REQUEST_STATUSES), "post": _ask()},
            "/authorization-requests/{id}": {"get": _single("A request")},
            "/authorization-grants": {"get": _list("grants", GRANT_STATUSES)},
            "/authorization-grants/{id}": {"get": _single("A grant")},
            "/authorization-grants/{id}/scopes": {"get": _single("What a grant is for", many=True)},
        },
        Document=_DOCUMENT,
    )


def _data(*, many: bool) -> dict[str, Any]:
    document = {"$ref": "#/components/schemas/Document"}
    data = {"type": "array", "items": document} if many else document
    return {"type": "object", "required": ["data"], "properties": {"data": data}}


def _list(what: str, statuses: tuple[str, ...]) -> dict[str, Any]:
    status = parameter("filter[status]", "query", "Status")
    status["schema"] = {"type": "string", "enum": list(statuses)}
    pages = [
        {**parameter(name, "query", words), "schema": {"type": "integer", "minimum": 0, "maximum": most}}
        for name, words, most in (
            ("page[number]", "Page, from 0", 10**6),
            ("page[size]", "Documents of a page", 100),
        )
    ]
    answers = {
        "200": content(f"Your {what}", _data(many=True), _MEDIA),
        **refusals("400", "401", "403", "406", media=_MEDIA),
    }
    return operation(f"Your {what}", [status, *pages], _HEADS, answers)


def _single(summary: str, *, many: bool = False) -> dict[str, Any]:
    answers = {
        "200": content(summary, _data(many=many), _MEDIA),
        **refusals("401", "403", "404", "406", media=_MEDIA),
    }
    return operation(summary, [identification()], _HEADS, answers)


def _ask() -> dict[str, Any]:
    answers = {
        "201": content("The request", _data(many=False), _MEDIA),
        **refusals("400", "401", "403", "406", "413", "415", "422", media=_MEDIA),
    }
    body = {"required": True, "content": {_MEDIA: {"schema": _FORM}}}
    return {**operation("Ask a customer for a consent", [], _HEADS, answers), "requestBody": body}
