"""MSCONS: metering values (måleverdier) by metering point and product, D.96A with Ediel's extension to D.04B."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import attrs

from edielkit.edifact.messages.message import Message, Part, Time, Trailer, at, many, single
from edielkit.edifact.messages.parts import (
    Amount,
    Characteristic,
    Contact,
    Control,
    Currency,
    Document,
    ItemDescription,
    Measurement,
    NameAddress,
    Price,
    ProductIds,
    Reference,
    SectionControl,
    StatusReason,
    number,
)

__all__ = (
    "Delivery",
    "Line",
    "LineCharacteristic",
    "Mscons",
    "Party",
    "Point",
    "PointCharacteristic",
    "UnmadeValues",
    "Value",
)


@attrs.frozen(kw_only=True)
class Party(NameAddress):
    """A party of the header (SG2) with references and contacts."""

    references: tuple[Reference, ...] = many(Reference)
    contacts: tuple[Contact, ...] = many(Contact)


@attrs.frozen(kw_only=True)
class Value(Part):
    """QTY: one value (SG10) with its times and statuses.

    Attributes:
        function: What the value is (6063): ``136``, ``220`` measured, ``67`` estimated, ``Z18`` ...
        amount: The value as written (6060), with the decimal mark of the interchange.
        unit: Unit (6411), if the value has one of its own.
        times: DTM: start 163 and end 164, or one period 324.
        statuses: STS (D.04B): German reasons and methods.
    """

    TAG: ClassVar[str] = "QTY"
    function: str = at(1, 1)
    amount: str = at(1, 2)
    unit: str = at(1, 3)
    times: tuple[Time, ...] = many(Time)
    statuses: tuple[StatusReason, ...] = many(StatusReason)

    @property
    def number(self) -> Decimal | None:
        """The exact value, None when the text is no number."""
        return number(self.amount)


@attrs.frozen(kw_only=True)
class LineCharacteristic(Characteristic):
    """CCI below a line (SG11) with measures and times, such as the meter's status code."""

    measurements: tuple[Measurement, ...] = many(Measurement)
    times: tuple[Time, ...] = many(Time)


class UnmadeValues(Protocol):
    """The values of a line as columns, of which QTY by QTY are made when somebody asks for them."""

    def values(self) -> tuple[Value, ...]:
        """Return the values."""


@attrs.frozen(kw_only=True)
class Line(Part):
    """LIN: one product of a point (SG9) with its values.

    Of a line that was built from columns the values are made when they are first asked for; the line is the same before and after.

    Attributes:
        number: Line number (1082).
        action: Action (1229).
        product: Product identification (7140).
        product_kind: Kind of the identification (7143).
        product_list: Code list (1131).
        product_agency: Agency (3055), such as ``9`` or ``DK``.
        products: PIA, further identifications: OBIS codes.
        measurements: MEA of Ediel's extension; MEA+AAZ names the unit.
        values: QTY with times, in order.
        characteristics: CCI with measures.
        unmade: What the values are made from when they are asked for, None when they were given.
    """

    TAG: ClassVar[str] = "LIN"
    number: str = at(1)
    action: str = at(2)
    product: str = at(3, 1)
    product_kind: str = at(3, 2)
    product_list: str = at(3, 3)
    product_agency: str = at(3, 4)
    products: tuple[ProductIds, ...] = many(ProductIds)
    descriptions: tuple[ItemDescription, ...] = many(ItemDescription)
    prices: tuple[Price, ...] = many(Price)
    parties: tuple[NameAddress, ...] = many(NameAddress)
    amounts: tuple[Amount, ...] = many(Amount)
    measurements: tuple[Measurement, ...] = many(Measurement)
    currencies: tuple[Currency, ...] = many(Currency)
    values: tuple[Value, ...] = many(Value)
    characteristics: tuple[LineCharacteristic, ...] = many(LineCharacteristic)
    unmade: UnmadeValues | None = attrs.field(default=None, init=False, eq=False, repr=False)

    def with_unmade(self, values: UnmadeValues) -> Line:
        """Return the line with other values, which are made when they are asked for.

        Args:
            values: What they are made from.
        """
        line = Line.__new__(Line)
        for name in _beside_values():
            object.__setattr__(line, name, getattr(self, name))
        object.__setattr__(line, "unmade", values)
        return line

    # unseen by mypy, which would else accept every attribute of a line
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # an attribute that has not been set: values that nobody has asked for
            if name != "values":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            values = self.unmade.values()
            object.__setattr__(self, "values", values)
            return values

    def __reduce__(self) -> tuple[Callable[[], Line], tuple[()]]:
        """Return how to make the line anew: from its fields, never from columns."""
        fields = {field.name: getattr(self, field.name) for field in attrs.fields(Line) if field.init}
        return partial(type(self), **fields), ()


@cache
def _beside_values() -> tuple[str, ...]:
    """Return the names of what a line has beside its values."""
    return tuple(field.name for field in attrs.fields(Line) if field.name not in {"values", "unmade"})


@attrs.frozen(kw_only=True)
class PointCharacteristic(Characteristic):
    """CCI of a point (SG8), such as the German time series type."""

    times: tuple[Time, ...] = many(Time)


@attrs.frozen(kw_only=True)
class Point(Part):
    """LOC: a metering point (målepunkt) or area (SG6) with its lines.

    Attributes:
        function: Qualifier (3227): ``90`` and ``172`` metering point, ``107``, ``237`` areas ...
        identification: Identification (3225).
        list_code: Code list (1131).
        agency: Agency (3055), such as ``9`` or ``89``.
        name: Name (3224).
        related: First related place (3223): the other area of a pair.
        second_related: Second related place (3233).
        times: DTM: period 163 and 164, version 293, month 492 ...
        references: RFF: meter MG, configuration AGK ...
        lines: LIN.
    """

    TAG: ClassVar[str] = "LOC"
    function: str = at(1)
    identification: str = at(2, 1)
    list_code: str = at(2, 2)
    agency: str = at(2, 3)
    name: str = at(2, 4)
    related: str = at(3, 1)
    second_related: str = at(4, 1)
    times: tuple[Time, ...] = many(Time)
    references: tuple[Reference, ...] = many(Reference)
    characteristics: tuple[PointCharacteristic, ...] = many(PointCharacteristic)
    lines: tuple[Line, ...] = many(Line)


@attrs.frozen(kw_only=True)
class Delivery(NameAddress):
    """NAD of the detail section (SG5): the party or place delivered to, with its points."""

    points: tuple[Point, ...] = many(Point)


@attrs.frozen(kw_only=True)
class Mscons(Message):
    """Metering values from one party to another.

    Attributes:
        document: BGM.
        times: DTM of the header: creation 137, period 163 and 164, offset ZZZ.
        references: RFF: process Z13, order AGI, cancelled message ACW ...
        parties: NAD of the header: FR and DO, or MS and MR.
        section: UNS.
        deliveries: NAD of the details with points, lines and values.
        controls: CNT.
        trailer: UNT as read; writing a changed message counts anew.
    """

    TYPE: ClassVar[str] = "MSCONS"

    document: Document | None = single(Document)
    times: tuple[Time, ...] = many(Time)
    currencies: tuple[Currency, ...] = many(Currency)
    references: tuple[Reference, ...] = many(Reference)
    parties: tuple[Party, ...] = many(Party)
    section: SectionControl | None = single(SectionControl)
    deliveries: tuple[Delivery, ...] = many(Delivery)
    controls: tuple[Control, ...] = many(Control)
    trailer: Trailer | None = single(Trailer)

    def party(self, *roles: str) -> Party | None:
        """Return the first party of the header in one of *roles*."""
        return next((party for party in self.parties if party.role in roles), None)

    @property
    def sender(self) -> Party | None:
        """The party that the message comes from (FR or MS)."""
        return self.party("FR", "MS")

    @property
    def recipient(self) -> Party | None:
        """The party that the message is for (DO or MR)."""
        return self.party("DO", "MR")

    @property
    def lines(self) -> Iterator[tuple[Point, Line]]:
        """All lines with the point that they stand below, in order."""
        for delivery in self.deliveries:
            for point in delivery.points:
                for line in point.lines:
                    yield point, line
