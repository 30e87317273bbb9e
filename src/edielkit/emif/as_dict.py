"""Messages as plain data that JSON can hold, without loss; `edielkit.emif.from_dict` is the way back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

from edielkit.emif.declare import Aggregate, Message, declarations
from edielkit.emif.quantities import (
    PriceObservation,
    PriceObservations,
)
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Unreadable, UnreadableXml, XmlDateTime
from edielkit.series import Observation, Observations, Status

__all__ = ("to_dict",)

_KIND = "kind"


def to_dict(document: Message | SoapDocument) -> dict[str, Any]:
    """Return *document* as dicts, lists, strings, numbers and booleans; times and decimals are strings.

    What is absent is left out. Codes and identifiers stand as ``{"value": ..., "list_agency_identifier": ...}``,
    observations as a row each.
    """
    if isinstance(document, Message):
        return {_KIND: document.kind(), **_aggregate_to_dict(document)}
    data: dict[str, Any] = {_KIND: "SoapDocument", "service": document.service, "element": document.element}
    data["messages"] = [to_dict(m) for m in document.messages]
    for name in ("identification", "header", "nil"):
        if getattr(document, name):
            data[name] = getattr(document, name)
    data["enveloped"] = document.enveloped
    if document.fault is not None:
        data["fault"] = attrs.asdict(document.fault)
    if document.extra:
        data["extra"] = list(document.extra)
    return data


def _aggregate_to_dict(value: Aggregate) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for declared in declarations(type(value)):
        part = getattr(value, declared.field)
        if part is None or part == ():
            continue
        data[declared.field] = [_as_data(p) for p in part] if declared.many else _as_data(part)
    if value.extra:
        data["extra"] = [{"after": e.after, "text": e.text} for e in value.extra]
    return data


def _as_data(value: Any) -> Any:
    if isinstance(value, Aggregate):
        return _aggregate_to_dict(value)
    if isinstance(value, (Observations, PriceObservations)):
        return _rows(value)
    if isinstance(value, Unreadable):
        return {"xml" if isinstance(value, UnreadableXml) else "unreadable": str(value)}
    if isinstance(value, dt.datetime):
        return value.text if isinstance(value, XmlDateTime) else XmlDateTime.of(value).text
    if isinstance(value, Decimal):
        return f"{value:f}"
    if attrs.has(type(value)):
        parts = {f.name: getattr(value, f.name) for f in attrs.fields(type(value))}
        return {name: _as_data(part) for name, part in parts.items() if part is not None}
    return value


def _rows(block: Observations | PriceObservations) -> list[dict[str, Any]]:
    rows = (
        [_price_row(r) for r in block] if isinstance(block, PriceObservations) else [_row(r) for r in block]
    )
    for row, text in block.unparsed:
        rows[row] = {"position": int(block.position[row]), "unparsed": text}
    return rows


def _price_row(row: PriceObservation) -> dict[str, Any]:
    return {
        "position": row.position,
        "balance_volume": str(row.balance_volume),
        "balance_amount": str(row.balance_amount),
    }


def _row(row: Observation) -> dict[str, Any]:
    data: dict[str, Any] = {"position": row.position}
    if row.quantity is not None:
        data["quantity"] = str(row.quantity)
    if row.status is not Status.METERED:
        data["status"] = row.status.name.lower()
    if row.validation:
        data["validation"] = row.validation
    if row.estimation:
        data["estimation"] = row.estimation
    return data
