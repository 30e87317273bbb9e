"""Messages of EMIF as contents: by the declarations of their types, so that versions meet by the names of elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import attrs

from edielkit.comparison.content import Content, leaf
from edielkit.emif.declare import Aggregate, Declaration, Message, declarations
from edielkit.emif.quantities import PriceObservation, PriceObservations
from edielkit.emif.simple_types import VERSIONS
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Code, Identifier
from edielkit.series import Observation, Observations, Status

__all__ = ("contents", "message_content")

# What only some versions can say, while the others mean it all the same. EI-270 gives an expected annual volume its
# direction; before that a message has one volume, which is that of the point's own direction (page of EI-270).
_UNSAID_BEFORE = {
    ("Elhub_EstimatedAnnualVolumeType", "Direction"),
    ("Elhub_EstimatedAnnualVolumeDetailType", "Direction"),
}


def contents(document: Message | SoapDocument) -> Iterator[tuple[str, str, Content]]:
    """Yield kind, identification and content of each message of *document*; what wraps it is no part of it.

    A SOAP fault stands for itself.
    """
    if not isinstance(document, SoapDocument):
        header = getattr(document, "header", None)
        yield document.kind(), _text(getattr(header, "identification", None)), message_content(document)
        return
    for message in document.messages:
        yield from contents(message)
    if document.fault is not None:
        said = attrs.asdict(document.fault)
        parts = tuple(leaf(name, value) for name, value in said.items() if value not in (None, "", ()))
        yield "Fault", "", Content(name="Fault", parts=lambda: parts)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def message_content(message: Message) -> Content:
    """Return a message as content, its elements by the standard's names."""
    return Content(name=message.kind(), origin=message, parts=partial(_parts, message))


def _parts(value: Aggregate) -> Iterator[Content]:
    for declared in declarations(type(value)):
        part = getattr(value, declared.field)
        if part is None or part == ():
            continue
        unsaid = (value.type_name, declared.name) in _UNSAID_BEFORE and declared.versions != VERSIONS
        for item in part if declared.many else (part,):
            yield _content(declared, item, unsaid=unsaid)
    for extra in value.extra:
        yield Content(name="an undeclared element", value=extra.text)


def _content(declared: Declaration, value: Any, *, unsaid: bool) -> Content:
    name = declared.name
    if isinstance(value, Aggregate):
        return Content(name=name, keys=_keys(value), origin=value, parts=partial(_parts, value))
    if isinstance(value, Observations | PriceObservations):
        return Content(name=name, origin=value, parts=partial(_rows, value))
    if isinstance(value, Code | Identifier):
        return _coded(name, value)
    if attrs.has(type(value)):
        return _quantity(name, value)
    return leaf(name, value, may_be_unsaid=unsaid)


def _coded(name: str, value: Code | Identifier) -> Content:
    agency = "list_agency_identifier" if isinstance(value, Code) else "scheme_agency_identifier"
    own = getattr(value, agency)
    attributes = () if own is None else (leaf(_attribute(agency), own),)
    return Content(name=name, keys=(value.value,), value=value.value, parts=lambda: attributes)


def _quantity(name: str, value: Any) -> Content:
    first, *others = (field.name for field in attrs.fields(type(value)))
    said = {other: getattr(value, other) for other in others}
    attributes = tuple(leaf(_attribute(other), text) for other, text in said.items() if text is not None)
    return Content(name=name, value=getattr(value, first), parts=lambda: attributes)


def _attribute(field: str) -> str:
    words = field.split("_")
    return (
        "@"
        + "".join([words[0] if words[0] in {"list", "scheme"} else words[0].capitalize()])
        + "".join(word.capitalize() for word in words[1:])
    )


# the elements that say what something is about: point or area, product, direction, period
_ABOUT = (
    ("metering_point_used_domain_location", "identification"),
    ("metering_grid_area_used_domain_location", "identification"),
    ("product_included_product_characteristics", "identification"),
    ("mp_detail_measurement_metering_point_characteristic", "direction"),
    ("observation_period_time_series_period", "start"),
)


def _keys(value: Aggregate) -> tuple[str, ...]:
    """Return by what a repeated element is told from the others: its identification, or what it is about."""
    identification = getattr(value, "identification", None)
    about = [getattr(getattr(value, part, None), field, None) for part, field in _ABOUT]
    place = next((str(item) for item in about[:2] if item), "")
    whole = " ".join(str(item) for item in about if item) if place else ""
    return (str(identification or ""), whole, place)


def _rows(block: Observations | PriceObservations) -> Iterator[Content]:
    texts = dict(block.unparsed)
    rows: Iterable[Observation | PriceObservation] = block
    for number, row in enumerate(rows):
        parts = (leaf("text", texts[number]),) if number in texts else tuple(_row(row))
        yield Content(name="Sequence", keys=(str(row.position),), parts=partial(tuple, parts))


def _row(row: Observation | PriceObservation) -> Iterator[Content]:
    if isinstance(row, PriceObservation):
        yield leaf("BalanceVolume", row.balance_volume)
        yield leaf("BalanceAmount", row.balance_amount)
        return
    if row.quantity is not None:
        yield leaf("quantity", row.quantity)
    yield leaf("status", Status(row.status).name.replace("_", " ").lower())
    for name in ("validation", "estimation"):
        if getattr(row, name):
            yield leaf(name, getattr(row, name))
