"""Messages as plain data that JSON can hold, and back without loss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from edielkit.emif.declare import Aggregate, Declaration, Extra, Message, declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.quantities import (
    CalculatedQuantity,
    EstimatedQuantity,
    PriceObservation,
    PriceObservations,
    ReadQuantity,
    TemporaryQuantity,
)
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleContent
from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.emif.values import Code, Identifier, Unreadable, UnreadableXml, XmlDateTime, read_text
from edielkit.errors import BuildError
from edielkit.series import Observation, Observations, Status
from edielkit.suggest import nearest, one_of

__all__ = ("from_dict", "to_dict")

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


def from_dict(kind: str, mapping: Mapping[str, Any]) -> Message | SoapDocument:
    """Return the message of *kind* that *mapping* describes, the inverse of `to_dict`.

    A code or an identifier may be a plain string where its list names one agency for it.

    Args:
        kind: Name of a message, or ``SoapDocument``.
        mapping: What `to_dict` gives; the key ``kind`` may be left out.

    Raises:
        BuildError: A key is unknown, a mandatory one is missing, or a value has no meaning; the error names the field.
    """
    parts = {key: value for key, value in mapping.items() if key != _KIND}
    if kind == "SoapDocument":
        return _soap_from(parts)
    cls = MESSAGES.get(kind)
    if cls is None:
        meant = nearest(kind, MESSAGES)
        raise BuildError(f"no message {kind!r}" + (f"; did you mean {meant}?" if meant else ""), _KIND)
    message = _aggregate_from(cls, parts, "")
    assert isinstance(message, Message)
    return message


def _soap_from(parts: Mapping[str, Any]) -> SoapDocument:
    try:
        messages = tuple(from_dict(str(m[_KIND]), m) for m in parts.get("messages", ()))
        fault = parts.get("fault")
        return SoapDocument(
            **{
                **parts,
                "messages": messages,
                "fault": None if fault is None else SoapFault(**fault),
                "extra": tuple(map(str, parts.get("extra", ()))),
            }
        )
    except (KeyError, TypeError) as error:
        raise BuildError(f"not a wrapped document: {error}", "SoapDocument") from None


def _aggregate_from(cls: type[Aggregate], mapping: Any, field: str) -> Aggregate:
    if not isinstance(mapping, Mapping):
        raise BuildError(
            f"expected a mapping with the parts of {cls.__name__}, found {type(mapping).__name__}", field
        )
    declared_parts = {declared.field: declared for declared in declarations(cls)}
    for key in mapping:
        if key not in declared_parts and key != "extra":
            meant = nearest(str(key), declared_parts)
            hint = f"; did you mean {meant}?" if meant else f"; expected {one_of(declared_parts)}"
            raise BuildError(
                f"{cls.__name__} has no part {str(key)[:60]!r}{hint}", _join(field, str(key)[:60])
            )
    parts = {
        name: _part_from(mapping[name], declared, _join(field, name))
        if mapping.get(name) is not None
        else _none(declared)
        for name, declared in declared_parts.items()
    }
    extra = tuple(Extra(str(e["after"]), str(e["text"])) for e in mapping.get("extra", ()))
    return cls(extra=extra, **parts)


def _none(declared: Declaration) -> Any:
    return () if declared.many else None


def _join(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _part_from(data: Any, declared: Declaration, field: str) -> Any:
    if declared.is_columns:
        return _block_from(data, declared, field)
    if not declared.many:
        return _item_from(data, declared, field)
    if isinstance(data, (str, Mapping)) or not hasattr(data, "__iter__"):
        raise BuildError(f"expected a list of {declared.name}", field)
    return tuple(_item_from(item, declared, f"{field}[{n}]") for n, item in enumerate(data))


def _item_from(data: Any, declared: Declaration, field: str) -> Any:
    if not declared.is_simple:
        return _first_that_fits(declared, data, field)
    unreadable = _unreadable_from(data)
    if unreadable is not None:
        return unreadable
    content = SIMPLE_CONTENTS.get(declared.type)
    if content is None or not content.attributes:
        return _simple_from(data, declared.type if content is None else content.base, field)
    return _content_from(data, content, field)


def _unreadable_from(data: Any) -> Unreadable | None:
    if isinstance(data, Mapping) and set(data) == {"unreadable"}:
        return Unreadable(str(data["unreadable"]))
    if isinstance(data, Mapping) and set(data) == {"xml"}:
        return UnreadableXml(str(data["xml"]))
    return None


def _first_that_fits(declared: Declaration, data: Any, field: str) -> Aggregate:
    """The type of a part may differ between versions: take the one that has all the keys."""
    classes = [AGGREGATES[name] for name in declared.types()]
    for cls in classes:
        if isinstance(data, Mapping) and set(data) <= {d.field for d in declarations(cls)} | {"extra"}:
            return _aggregate_from(cls, data, field)
    return _aggregate_from(classes[0], data, field)


def _simple_from(data: Any, type_name: str, field: str) -> Any:
    simple = SIMPLE_TYPES[type_name]
    unreadable = _unreadable_from(data)
    if unreadable is not None:
        return unreadable
    if isinstance(data, bool) and simple.base == "boolean":
        return data
    if isinstance(data, int) and not isinstance(data, bool) and simple.base in {"int", "long", "decimal"}:
        return Decimal(data) if simple.base == "decimal" else data
    if isinstance(data, float):
        raise BuildError("expected a decimal number as a string; a float is not exact", field)
    if not isinstance(data, str):
        raise BuildError(f"expected text, found {type(data).__name__}", field)
    return read_text(simple, data)


def _content_from(data: Any, content: SimpleContent, field: str) -> Any:
    first = content.attributes[0].name
    if first in {"listAgencyIdentifier", "schemeAgencyIdentifier"}:
        return _coded_from(data, content, field)
    if not isinstance(data, Mapping):
        raise BuildError("expected a mapping with quantity and its attributes", field)
    quantity = _simple_from(data.get("quantity"), content.base, f"{field}.quantity")
    attributes = {key: value for key, value in data.items() if key != "quantity"}
    cls: Any = {
        "MeterReadReasonCode": ReadQuantity,
        "Quality": EstimatedQuantity,
        "ValidationCode": TemporaryQuantity,
        "ImbalanceSettlement": CalculatedQuantity,
    }[first]
    try:
        return cls(quantity, **attributes)
    except TypeError as error:
        raise BuildError(f"not a {cls.__name__}: {error}", field) from None


def _coded_from(data: Any, content: SimpleContent, field: str) -> Code | Identifier:
    is_list = content.attributes[0].name == "listAgencyIdentifier"
    cls: type[Code | Identifier] = Code if is_list else Identifier
    key = "list_agency_identifier" if is_list else "scheme_agency_identifier"
    if isinstance(data, str):
        return cls(data, _agency(data, content))
    if not isinstance(data, Mapping) or not set(data) <= {"value", key} or "value" not in data:
        raise BuildError(f"expected text, or a mapping with value and {key}", field)
    agency = data.get(key)
    return cls(str(data["value"]), None if agency is None else str(agency))


def _agency(value: str, content: SimpleContent) -> str | None:
    """Return the agency of *value* when the list of agencies leaves no choice, or names one for the code."""
    from edielkit.codes import agency_of, code_list

    allowed = list(code_list(content.attributes[0].type).codes)
    if len(allowed) == 1:
        return allowed[0]
    return agency_of(content.base, value) if SIMPLE_TYPES[content.base].codes else None


def _block_from(data: Any, declared: Declaration, field: str) -> Observations | PriceObservations:
    if isinstance(data, (str, Mapping)) or not hasattr(data, "__iter__"):
        raise BuildError(f"expected a list of {declared.name}", field)
    prices = declared.type == "Elhub_ObservationPeriodPriceType"
    rows: list[Any] = []
    unparsed: list[tuple[int, str]] = []
    for number, item in enumerate(data):
        place = f"{field}[{number}]"
        if not isinstance(item, Mapping):
            raise BuildError("expected a mapping with position and quantity", place)
        if "unparsed" in item:
            unparsed.append((number, str(item["unparsed"])))
        try:
            rows.append(_price_from(item) if prices else _observation_from(item))
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            raise BuildError(f"not an observation: {error!r}", place) from None
    try:
        block: Any = PriceObservations.of(rows) if prices else Observations.of(rows)
    except ValueError as error:
        raise BuildError(str(error), field) from None
    return attrs.evolve(block, unparsed=tuple(unparsed)) if unparsed else block  # type: ignore[no-any-return]  # evolve of one of two classes


def _exact(value: Any) -> Decimal:
    if isinstance(value, float):
        raise ValueError("expected a decimal number as a string; a float is not exact")  # noqa: TRY004  (caught as one kind)
    return Decimal(value)


def _price_from(item: Mapping[str, Any]) -> PriceObservation:
    if "unparsed" in item:
        return PriceObservation(int(item["position"]), Decimal(0), Decimal(0))
    return PriceObservation(
        int(item["position"]), _exact(item["balance_volume"]), _exact(item["balance_amount"])
    )


_ROW_KEYS = frozenset({"position", "quantity", "status", "validation", "estimation"})


def _observation_from(item: Mapping[str, Any]) -> Observation:
    if "unparsed" in item:
        return Observation(int(item["position"]), None, Status.MISSING)
    unknown = set(item) - _ROW_KEYS
    if unknown:
        raise ValueError(f"unknown {one_of(sorted(map(str, unknown)))}; expected {one_of(sorted(_ROW_KEYS))}")
    quantity = item.get("quantity")
    return Observation(
        int(item["position"]),
        None if quantity is None else _exact(quantity),
        Status[str(item.get("status", "metered")).upper()],
        str(item.get("validation", "")),
        str(item.get("estimation", "")),
    )
