"""The Access API, version 0, as far as it is published: a supplier asks for a consent and reads what came of it (EI-1363).

Source: Elhub's open-source service for authorisation grants (paths, heads, kinds, codes of refusals, statuses, pages of at most
100). Not public here and our choice: the names of the resources, which HTTP status a code has (422), the form of a party (``idType``,
``idValue``). Documents that are signed (``/authorization-documents``) are no part of it: their signing is not.
The customer answers where a customer of a hub answers: by the portal calls ``grant_consent`` and ``revoke_consent``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import CONSENTS, Consent, ConsentStatus
from edielkit.market_time import local_time
from edielkit.server.bodies import json_of
from edielkit.server.checking.media import chosen
from edielkit.server.data.access_openapi import GRANT_STATUSES, REQUEST_STATUSES, access_openapi
from edielkit.server.data.asking import Asked, DataRefusalError, access_of, described, endpoint, supplier_of

__all__ = ("MEDIA", "PATH", "addresses", "routes")

PATH = "/access/v0"
MEDIA = "application/vnd.api+json"
_REQUESTS, _GRANTS = "authorization-requests", "authorization-grants"
_MOST = 100
_ROLES = frozenset({"DDQ"})
# Status of a request by that of the consent: what was given is accepted, whatever became of it.
_REQUEST_STATUS = {
    ConsentStatus.PENDING: "Pending",
    ConsentStatus.EXPIRED: "Expired",
    ConsentStatus.ACTIVE: "Accepted",
    ConsentStatus.EXHAUSTED: "Accepted",
    ConsentStatus.REVOKED: "Accepted",
}
_GRANTED = frozenset({ConsentStatus.ACTIVE, ConsentStatus.EXHAUSTED, ConsentStatus.REVOKED})
# Name in the form to argument of the hub's call.
_TEXTS = {
    "requestedForMeteringPointId": "point",
    "requestedFromName": "customer_name",
    "requestedForMeteringPointAddress": "address",
    "balanceSupplierName": "supplier_name",
    "balanceSupplierContractName": "contract_name",
}
_OPTIONAL = {"moveInDate": "move_in_date", "redirectURI": "redirect_uri"}
_ID_TYPES = ("NationalIdentityNumber", "OrganizationNumber", "GlobalLocationNumber")


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""

    def asks(answer: Callable[[Asked], Response], *, reads: bool = False) -> Any:
        return endpoint(answer, reads=reads, media=MEDIA)

    return [
        described(PATH, access_openapi),
        Route(f"{PATH}/{_REQUESTS}", asks(_requests, reads=True), methods=["GET", "POST"]),
        Route(f"{PATH}/{_REQUESTS}/{{identification}}", asks(_request)),
        Route(f"{PATH}/{_GRANTS}", asks(_grants)),
        Route(f"{PATH}/{_GRANTS}/{{identification}}", asks(_grant)),
        Route(f"{PATH}/{_GRANTS}/{{identification}}/scopes", asks(_scopes)),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("access", f"{base}{PATH}/{_REQUESTS}")]


def _supplier(asked: Asked) -> str:
    """Return the GLN of the supplier that asks; of one that only reads the token's organisation is enough.

    Raises:
        AccessError: There is no token that holds.
        ViewerError: It is for another organisation.
        DataRefusalError: The party is no supplier, the token has not its scope, or Accept likes nothing that there is.
    """
    if chosen(asked.head("accept"), (MEDIA, "application/json")) is None:
        raise DataRefusalError(406, f"expected Accept with {MEDIA}")
    gln = asked.head("sendergln")
    if not gln and asked.request.method != "POST":
        organisation = access_of(asked).organisation
        parties = asked.workspace.names.parties.values()
        own = (party for party in parties if party.organisation_number == organisation)
        gln = next((party.gln for party in own if _ROLES & party.roles), "")
    supplier, _ = supplier_of(asked, gln, asked.head("onbehalfofgln"), roles=_ROLES)
    return supplier


# -- asking


def _ask(asked: Asked) -> Response:
    """Ask a customer for a consent."""
    supplier = _supplier(asked)
    kind, meta = _form(asked)
    if _number(meta, "requestedBy") not in {"", supplier}:
        raise DataRefusalError(403, "requestedBy: expected the party that asks")
    arguments = {argument: str(meta.get(name) or "") for name, argument in _TEXTS.items()}
    arguments |= {argument: str(meta[name]) for name, argument in _OPTIONAL.items() if meta.get(name)}
    try:
        identification = asked.workspace.call(
            "request_consent",
            kind=kind,
            supplier=_number(meta, "requestedBy"),
            customer=_number(meta, "requestedFrom"),
            requested_to=_number(meta, "requestedTo"),
            **arguments,
        )
    except ValueError as error:
        code, mark, words = str(error).partition(": ")
        if mark and "_" in code:
            raise DataRefusalError(422, words, code) from None
        raise DataRefusalError(422, "expected a kind of request and texts that there are") from None
    consent = asked.workspace.hub.bound(_consent)(identification)
    assert consent is not None
    return _answer({"data": _request_document(consent)}, 201)


def _form(asked: Asked) -> tuple[str, Mapping[str, Any]]:
    """Return the kind of a request, and what stands in its meta.

    Raises:
        DataRefusalError: The body is no such form.
    """
    if asked.head("content-type").partition(";")[0].strip().lower() != MEDIA:
        raise DataRefusalError(415, f"expected Content-Type {MEDIA}")
    try:
        data = json_of(asked.body)["data"]
        kind, meta = data["attributes"]["requestType"], data["meta"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DataRefusalError(400, "expected data with attributes.requestType and meta") from None
    if not isinstance(kind, str) or not isinstance(meta, dict):
        raise DataRefusalError(400, "expected data with attributes.requestType and meta")
    texts = (*_TEXTS, *_OPTIONAL, "language")
    if not all(isinstance(meta.get(name), str | None) for name in texts):
        raise DataRefusalError(400, "expected texts in meta")
    return kind, meta


def _number(meta: Mapping[str, Any], name: str) -> str:
    """Return the number of a party or person, empty when it is not there.

    Raises:
        DataRefusalError: It has not the form.
    """
    value = meta.get(name)
    if value is None:
        return ""
    if (
        not isinstance(value, dict)
        or value.get("idType") not in _ID_TYPES
        or not isinstance(value.get("idValue"), str)
    ):
        raise DataRefusalError(400, f"{name}: expected idType and idValue")
    return str(value["idValue"])


# -- reading


def _consent(transaction: Transaction, identification: str) -> Consent | None:
    return transaction.get(CONSENTS, identification)


def _own(asked: Asked, *, granted: bool) -> list[Consent]:
    """Return the supplier's consents, oldest first; those that were given where *granted*."""
    supplier = _supplier(asked)
    consents = asked.workspace.hub.bound(_consents)(supplier)
    return [consent for consent in consents if not granted or consent.status in _GRANTED]


def _consents(transaction: Transaction, supplier: str) -> list[Consent]:
    return [consent for consent in transaction.records(CONSENTS) if consent.supplier == supplier]


def _requests(asked: Asked) -> Response:
    if asked.request.method == "POST":
        return _ask(asked)
    documents = [_request_document(consent) for consent in _own(asked, granted=False)]
    return _page(asked, documents, REQUEST_STATUSES)


def _grants(asked: Asked) -> Response:
    documents = [_grant_document(consent) for consent in _own(asked, granted=True)]
    return _page(asked, documents, GRANT_STATUSES)


def _request(asked: Asked) -> Response:
    return _answer({"data": _request_document(_named(asked, granted=False))})


def _grant(asked: Asked) -> Response:
    return _answer({"data": _grant_document(_named(asked, granted=True))})


def _scopes(asked: Asked) -> Response:
    """Answer with what a grant is for: a metering point, and the kind of process."""
    consent = _named(asked, granted=True)
    scope = {
        "type": "AuthorizationScope",
        "id": consent.identification,
        "attributes": {
            "permissionType": consent.kind,
            "authorizedResourceType": "MeteringPoint",
            "authorizedResourceId": consent.point,
        },
    }
    return _answer({"data": [scope]})


def _named(asked: Asked, *, granted: bool) -> Consent:
    name = asked.request.path_params["identification"]
    for consent in _own(asked, granted=granted):
        if consent.identification == name:
            return consent
    raise DataRefusalError(404, "there is none of that identification, or it is not yours")


def _page(asked: Asked, documents: list[dict[str, Any]], statuses: tuple[str, ...]) -> Response:
    query = asked.query
    if set(query) - {"page[number]", "page[size]", "filter[status]"}:
        raise DataRefusalError(
            400, "expected no other parameters than page[number], page[size] and filter[status]"
        )
    number, size = _count(query, "page[number]", 0, 10**6), _count(query, "page[size]", _MOST, _MOST)
    wanted = query.get("filter[status]", "")
    if "filter[status]" in query and wanted not in statuses:
        raise DataRefusalError(400, f"filter[status]: expected one of {', '.join(statuses)}")
    listed = [document for document in documents if wanted in {"", document["attributes"]["status"]}]
    return _answer(
        {
            "data": listed[number * size : (number + 1) * size],
            "meta": {"totalItems": len(listed), "currentPage": number, "pageSize": size},
        }
    )


def _count(query: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= most):
        raise DataRefusalError(400, f"{name}: expected a number of at most {most}")
    return int(text)


def _request_document(consent: Consent) -> dict[str, Any]:
    """Return a request; who was asked is not repeated."""
    return {
        "type": "AuthorizationRequest",
        "id": consent.identification,
        "attributes": {
            "requestType": consent.kind,
            "status": _REQUEST_STATUS[consent.status],
            "validTo": local_time(consent.until).isoformat(),
        },
        "meta": {
            "requestedBy": {"idType": "GlobalLocationNumber", "idValue": consent.supplier},
            "requestedForMeteringPointId": consent.point,
            **({} if consent.move_in is None else {"moveInDate": consent.move_in.isoformat()}),
        },
        **(
            {
                "relationships": {
                    "grant": {"data": {"type": "AuthorizationGrant", "id": consent.identification}}
                }
            }
            if consent.status in _GRANTED
            else {}
        ),
    }


def _grant_document(consent: Consent) -> dict[str, Any]:
    return {
        "type": "AuthorizationGrant",
        "id": consent.identification,
        "attributes": {
            "status": consent.status.value,
            "validTo": local_time(consent.until).isoformat(),
        },
    }


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status_code=status, media_type=MEDIA)
