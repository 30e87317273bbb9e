"""Messages of EMIF from plain data: every part is what its declaration says, and all faults are named at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
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
    scaled,
)
from edielkit.emif.simple_types import CURRENT_VERSION, SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleContent
from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.emif.values import (
    Code,
    Identifier,
    Unreadable,
    UnreadableXml,
    check_text,
    has_other_characters,
    read_text,
)
from edielkit.errors import Faults
from edielkit.plain_values import (
    as_list,
    as_mapping,
    as_text,
    as_whole_number,
    check_keys,
    entries,
    is_unfilled,
    joined,
    quoted,
    words_of,
)
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observation, Observations, Status, thousandths
from edielkit.suggest import LOOSE, nearest, one_of

__all__ = ("from_dict", "read_plain")

_KIND, _EXTRA = "kind", "extra"
# a whole number of more bits is none of EMIF: the writer's bound of 400 digits, and some
_MOST_BITS = 1300


def from_dict(kind: str, mapping: Mapping[str, Any]) -> Message | SoapDocument:
    """Return the message of *kind* that *mapping* describes, the inverse of `edielkit.emif.as_dict.to_dict`.

    A code or an identifier may be a plain string where its list names one agency for it; ``null`` is what is not there,
    and a key that begins with ``//`` is a comment.

    Args:
        kind: Name of a message, or ``SoapDocument``.
        mapping: What `to_dict` gives; the key ``kind`` may be left out.

    Raises:
        BuildError: A key is unknown, or a value is not of its type; the error names every faulty field.
    """
    document, faults = read_plain(kind, mapping)
    faults.raise_all()
    assert document is not None
    return document


def read_plain(kind: str, mapping: Mapping[str, Any]) -> tuple[Message | SoapDocument | None, Faults]:
    """Return what can be read of *mapping*, and the faults of the other parts, which are None in the document.

    Args:
        kind: Name of a message, or ``SoapDocument``.
        mapping: Plain data.
    """
    faults = Faults()
    reader = _Reader(faults)
    if kind == SoapDocument.__name__:
        return reader.soap(mapping), faults
    return reader.message(kind, mapping, ""), faults


_QUANTITIES: Mapping[str, Any] = MappingProxyType(
    {
        "MeterReadReasonCode": ReadQuantity,
        "Quality": EstimatedQuantity,
        "ValidationCode": TemporaryQuantity,
        "ImbalanceSettlement": CalculatedQuantity,
    }
)
# what a row of observations, or of prices, has besides its first amount
_ZERO: tuple[tuple[Decimal, ...], ...] = ((), (Decimal(0),))
_PRICES = "Elhub_ObservationPeriodPriceType"


@attrs.frozen(eq=False)
class _Reader:
    """One walk over plain data; what is faulty is None, and its fault is kept."""

    faults: Faults

    def message(self, kind: Any, data: Any, field: str) -> Message | None:
        """Return the message of a kind."""
        cls = MESSAGES.get(kind) if isinstance(kind, str) else None
        if cls is None:
            self.faults.add(_no_kind(kind), joined(field, _KIND))
            return None
        mapping = as_mapping(data, field or kind, self.faults, what=f"an object with the parts of {kind}")
        if mapping is None:
            return None
        if mapping.get(_KIND, kind) != kind:
            self.faults.add(f"expected {kind}", joined(field, _KIND))
        parts = {key: value for key, value in entries(mapping) if key != _KIND}
        message = self.aggregate(cls, parts, field)
        assert message is None or isinstance(message, Message)
        return message

    def aggregate(self, cls: type[Aggregate], data: Any, field: str) -> Aggregate | None:
        """Return an aggregate with its parts."""
        mapping = as_mapping(data, field, self.faults, what=f"an object with the parts of {cls.__name__}")
        if mapping is None:
            return None
        declared_parts = {declared.field: declared for declared in declarations(cls)}
        check_keys(mapping, (*declared_parts, _EXTRA), field, self.faults, owner=cls.__name__)
        parts = {
            name: self.part(mapping.get(name), declared, joined(field, name))
            for name, declared in declared_parts.items()
        }
        return cls(extra=self.extras(mapping.get(_EXTRA), joined(field, _EXTRA)), **parts)

    def extras(self, data: Any, field: str) -> tuple[Extra, ...]:
        """Return what stands in an aggregate and is not declared."""
        if data is None:
            return ()
        extras = []
        for number, item in enumerate(as_list(data, field, self.faults) or ()):
            place = f"{field}[{number}]"
            mapping = as_mapping(item, place, self.faults, what="an object with after and text")
            if mapping is None:
                continue
            check_keys(mapping, ("after", "text"), place, self.faults, owner="an extra part")
            after, text = (self.text(mapping.get(key), joined(place, key)) for key in ("after", "text"))
            extras.append(Extra(after or "", text or ""))
        return tuple(extras)

    def text(self, data: Any, field: str) -> str | None:
        """Return a text that XML can hold."""
        text = as_text(data, field, self.faults)
        if text is not None and has_other_characters(text):
            self.faults.add("a character that XML cannot hold", field)
            return None
        return text

    def part(self, data: Any, declared: Declaration, field: str) -> Any:
        """Return a part of an aggregate: a value, a block of columns, or a tuple of values."""
        if data is None or is_unfilled(data):
            return () if declared.many else None
        if declared.is_columns:
            return self.block(data, declared, field)
        if not declared.many:
            return self.item(data, declared, field)
        items = as_list(data, field, self.faults, what=f"a list of {declared.name}") or ()
        return tuple([self.item(item, declared, f"{field}[{n}]") for n, item in enumerate(items)])

    def item(self, data: Any, declared: Declaration, field: str) -> Any:
        """Return one value of a part."""
        if not declared.is_simple:
            return self.aggregate(_class_that_fits(declared, data), data, field)
        if _is_unreadable(data):
            return self.unreadable(data, field)
        content = SIMPLE_CONTENTS.get(declared.type)
        if content is None or not content.attributes:
            return self.simple(data, declared.type if content is None else content.base, field)
        if content.attributes[0].name in {"listAgencyIdentifier", "schemeAgencyIdentifier"}:
            return self.coded(data, content, field)
        return self.quantity(data, content, field)

    def unreadable(self, data: Mapping[str, Any], field: str) -> Unreadable | None:
        """Return a text that its type does not hold, and that `to_dict` marked as such."""
        ((key, value),) = data.items()
        text = self.text(value, joined(field, key))
        if text is None:
            return None
        return UnreadableXml(text) if key == "xml" else Unreadable(text)

    # -- leaves

    def simple(self, data: Any, type_name: str, field: str) -> Any:
        """Return a value of a simple type."""
        simple = SIMPLE_TYPES[type_name]
        if _is_unreadable(data):
            return self.unreadable(data, field)
        if isinstance(data, bool) and simple.base == "boolean":
            return data
        if isinstance(data, int) and not isinstance(data, bool) and simple.base in {"int", "long", "decimal"}:
            if data.bit_length() > _MOST_BITS:
                self.faults.add("expected a number of fewer than 400 digits", field)
                return None
            return Decimal(data) if simple.base == "decimal" else data
        if isinstance(data, float):
            self.faults.add("expected a decimal number as text: a float is not exact", field)
            return None
        text = self.text(data, field)
        if text is None:
            return None
        value = read_text(simple, text)
        if isinstance(value, Unreadable):
            wrong = check_text(simple, text, CURRENT_VERSION)
            # the midnight that ends the year 9999 is data like any other, though Python has no instant for it
            if wrong is not None:
                self.faults.add(wrong, field)
                return None
        return value

    def coded(self, data: Any, content: SimpleContent, field: str) -> Code | Identifier | None:
        """Return a code or an identifier, with its agency where its list names one."""
        is_list = content.attributes[0].name == "listAgencyIdentifier"
        cls: type[Code | Identifier] = Code if is_list else Identifier
        key = "list_agency_identifier" if is_list else "scheme_agency_identifier"
        if isinstance(data, str):
            text = self.text(data, field)
            return None if text is None else cls(text, _agency(text, content))
        mapping = as_mapping(data, field, self.faults, what=f"text, or an object with value and {key}")
        if mapping is None:
            return None
        check_keys(
            mapping, ("value", key), field, self.faults, owner="a code" if is_list else "an identifier"
        )
        value = self.text(mapping.get("value"), joined(field, "value"))
        agency = mapping.get(key)
        agency = None if agency is None else self.text(agency, joined(field, key))
        return None if value is None else cls(value, agency)

    def quantity(self, data: Any, content: SimpleContent, field: str) -> Any:
        """Return a quantity with its attributes."""
        mapping = as_mapping(data, field, self.faults, what="an object with quantity and its attributes")
        if mapping is None:
            return None
        cls = _QUANTITIES[content.attributes[0].name]
        names = [attribute.name for attribute in attrs.fields(cls)]
        check_keys(mapping, names, field, self.faults, owner=cls.__name__)
        # the attributes stand in the order of their declaration, behind the quantity
        types = [content.base, *(use.type for use in content.attributes)]
        values: dict[str, Any] = {}
        for attribute, type_name in zip(attrs.fields(cls), types, strict=True):
            value, place = mapping.get(attribute.name), joined(field, attribute.name)
            if value is not None:
                known_type = type_name if type_name in SIMPLE_TYPES else "Elhub_boolean"
                values[attribute.name] = self.simple(value, known_type, place)
            elif attribute.default is attrs.NOTHING:
                self.faults.add("expected a value, found nothing", place)
        return cls(**values) if {"quantity"} <= values.keys() and _is_whole(cls, values) else None

    # -- columns

    def block(self, data: Any, declared: Declaration, field: str) -> Observations | PriceObservations | None:
        """Return observations as columns."""
        items = as_list(data, field, self.faults, what=f"a list of {declared.name}")
        if items is None:
            return None
        prices = declared.type == _PRICES
        read: Callable[[Any, str], Any] = self.price if prices else self.observation
        nothing: Any = PriceObservation if prices else Observation
        rows = [
            self.row_or(read, item, f"{field}[{number}]", nothing(number + 1, Decimal(0), *_ZERO[prices]))
            for number, item in enumerate(items)
        ]
        block: Any = PriceObservations.of(rows) if prices else Observations.of(rows)
        unparsed = tuple(
            (n, item["unparsed"])
            for n, item in enumerate(items)
            if isinstance(item, Mapping) and isinstance(item.get("unparsed"), str)
        )
        return attrs.evolve(block, unparsed=unparsed) if unparsed else block  # type: ignore[no-any-return]  # evolve of one of two classes

    def row_or(self, read: Callable[[Any, str], Any], item: Any, field: str, nothing: Any) -> Any:
        """Return a row, or *nothing* in the place of a faulty one, so that the others keep theirs."""
        before = len(self.faults)
        row = read(item, field)
        return row if len(self.faults) == before else nothing

    def row(self, item: Any, field: str, names: tuple[str, ...]) -> Mapping[str, Any] | None:
        """Return a row with its position; one that the columns cannot hold has its text besides."""
        mapping = as_mapping(item, field, self.faults, what=f"an object with {one_of(names)}")
        if mapping is None:
            return None
        is_text = mapping.get("unparsed") is not None
        check_keys(
            mapping,
            ("position", "unparsed") if is_text else names,
            field,
            self.faults,
            owner="an observation",
        )
        if is_text:
            self.text(mapping["unparsed"], joined(field, "unparsed"))
        as_whole_number(
            mapping.get("position"), joined(field, "position"), self.faults, least=-(10**9), most=10**9
        )
        return mapping

    def amount(self, data: Any, field: str, scale: Callable[[Decimal], int]) -> Decimal | None:
        """Return an amount that its column holds."""
        value = self.simple(data, "decimal153Negative", field)
        if not isinstance(value, Decimal):
            if value is not None:
                self.faults.add("expected a decimal number", field)
            return None
        try:
            scale(value)
        except ValueError as error:
            self.faults.add(str(error), field)
            return None
        return value

    def observation(self, item: Any, field: str) -> Observation | None:
        """Return a row of values."""
        row = self.row(item, field, ("position", "quantity", "status", "validation", "estimation"))
        if row is None:
            return None
        position = row.get("position")
        if row.get("unparsed") is not None:
            return Observation(position, None, Status.MISSING)  # type: ignore[arg-type]  # a fault is kept
        quantity = row.get("quantity")
        status, validation, estimation = (
            self.name(row.get(key), names, joined(field, key))
            for key, names in (
                ("status", _STATUSES),
                ("validation", VALIDATION_CODES),
                ("estimation", ESTIMATION_CODES),
            )
        )
        return Observation(
            position,  # type: ignore[arg-type]  # a fault is kept
            None if quantity is None else self.amount(quantity, joined(field, "quantity"), thousandths),
            Status[status.upper()] if status else Status.METERED,
            validation,
            estimation,
        )

    def name(self, data: Any, names: tuple[str, ...], field: str) -> str:
        """Return one of the names of a column, the empty one for nothing."""
        if data is None:
            return ""
        text = as_text(data, field, self.faults) or ""
        if text and text not in names:
            near = nearest(text, filter(None, names), likeness=LOOSE)
            meant = f"; did you mean {near}?" if near else f"; expected {one_of(filter(None, names))}"
            self.faults.add(f"found {quoted(text)}{meant}", field)
            return ""
        return text

    def price(self, item: Any, field: str) -> PriceObservation | None:
        """Return a row of volumes and amounts."""
        row = self.row(item, field, ("position", "balance_volume", "balance_amount"))
        if row is None:
            return None
        if row.get("unparsed") is not None:
            return PriceObservation(row.get("position"), Decimal(0), Decimal(0))  # type: ignore[arg-type]  # a fault is kept
        volume, amount = (
            self.amount(row.get(key), joined(field, key), lambda value, places=places: scaled(value, places))  # type: ignore[misc]  # bound at once
            for key, places in (("balance_volume", 3), ("balance_amount", 2))
        )
        return PriceObservation(row.get("position"), volume, amount)  # type: ignore[arg-type]  # a fault is kept

    # -- wrapped documents

    def soap(self, data: Any) -> SoapDocument | None:
        """Return messages in a wrapper of a service."""
        kind = SoapDocument.__name__
        mapping = as_mapping(data, kind, self.faults, what="an object with messages")
        if mapping is None:
            return None
        names = [attribute.name for attribute in attrs.fields(SoapDocument)]
        check_keys(mapping, (_KIND, *names), "", self.faults, owner=kind)
        if mapping.get(_KIND, kind) != kind:
            self.faults.add(f"expected {kind}", _KIND)
        parts: dict[str, Any] = {}
        for name in ("service", "element", "header", "identification"):
            if mapping.get(name) is not None:
                parts[name] = self.text(mapping[name], name)
        for name in ("nil", "enveloped"):
            if mapping.get(name) is not None:
                parts[name] = self.simple(mapping[name], "Elhub_boolean", name)
        if mapping.get("fault") is not None:
            parts["fault"] = self.soap_fault(mapping["fault"])
        extra = as_list(mapping.get(_EXTRA, ()), _EXTRA, self.faults) or ()
        parts[_EXTRA] = tuple([self.text(text, f"{_EXTRA}[{n}]") for n, text in enumerate(extra)])
        messages = as_list(mapping.get("messages", ()), "messages", self.faults, what="a list of messages")
        parts["messages"] = tuple(
            [self.wrapped(message, f"messages[{n}]") for n, message in enumerate(messages or ())]
        )
        return SoapDocument(**parts)

    def wrapped(self, data: Any, field: str) -> Message | None:
        """Return a message of a wrapped document; its kind stands in it."""
        mapping = as_mapping(data, field, self.faults, what="a message with its kind")
        return None if mapping is None else self.message(mapping.get(_KIND), mapping, field)

    def soap_fault(self, data: Any) -> SoapFault | None:
        """Return the fault of an answer."""
        mapping = as_mapping(data, "fault", self.faults, what="an object with code and text")
        if mapping is None:
            return None
        names = [attribute.name for attribute in attrs.fields(SoapFault)]
        check_keys(mapping, names, "fault", self.faults, owner="a fault")
        texts = {"code": mapping.get("code"), **{n: mapping[n] for n in names if mapping.get(n) is not None}}
        parts = {name: self.text(value, f"fault.{name}") for name, value in texts.items()}
        return None if None in parts.values() else SoapFault(**parts)  # type: ignore[arg-type]  # none of them is None


_STATUSES = tuple(status.name.lower() for status in Status)


def _no_kind(kind: Any) -> str:
    if not isinstance(kind, str):
        return f"expected the name of a message, found {words_of(kind)}"
    meant = nearest(kind, MESSAGES)
    return f"no message {quoted(kind, 60)}" + (f"; did you mean {meant}?" if meant else "")


def _is_unreadable(data: Any) -> bool:
    return isinstance(data, Mapping) and len(data) == 1 and not {"unreadable", "xml"}.isdisjoint(data)


def _is_whole(cls: Any, values: Mapping[str, Any]) -> bool:
    return all(f.name in values for f in attrs.fields(cls) if f.default is attrs.NOTHING)


def _class_that_fits(declared: Declaration, data: Any) -> type[Aggregate]:
    """The type of a part may differ between versions: take the one that has all the keys."""
    classes = [AGGREGATES[name] for name in declared.types()]
    keys = {key for key, _ in entries(data)} if isinstance(data, Mapping) else set()
    return next(
        (cls for cls in classes if keys <= {d.field for d in declarations(cls)} | {_EXTRA}), classes[0]
    )


def _agency(value: str, content: SimpleContent) -> str | None:
    """Return the agency of *value* when the list of agencies leaves no choice, or names one for the code."""
    from edielkit.codes import agency_of, code_list

    allowed = list(code_list(content.attributes[0].type).codes)
    if len(allowed) == 1:
        return allowed[0]
    return agency_of(content.base, value) if SIMPLE_TYPES[content.base].codes else None
