"""UTILTS: time series of the utilities, D.02B (Sweden E66, E30, S0x) to D.18A (German formulas)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import attrs

from edielkit.edifact.messages.message import Message, Part, Time, Trailer, at, many, single
from edielkit.edifact.messages.parts import (
    Amount,
    Characteristic,
    CharacteristicValue,
    Contact,
    Control,
    Currency,
    Document,
    FreeText,
    ItemDescription,
    Measurement,
    NameAddress,
    PriceDetails,
    ProductIds,
    Reference,
    StatusReason,
    number,
)

__all__ = (
    "CurrencyGroup",
    "Location",
    "Market",
    "ObservationBlock",
    "Product",
    "Quantity",
    "Transaction",
    "Utilts",
    "UtiltsParty",
    "ValuedCharacteristic",
)


@attrs.frozen(kw_only=True)
class Market(Part):
    """MKS: the market (7293): ``23`` electricity, ``27`` gas; sales channel (3496) as the scope."""

    TAG: ClassVar[str] = "MKS"
    code: str = at(1)
    scope: str = at(2, 1)
    scope_list: str = at(2, 2)
    scope_agency: str = at(2, 3)
    action: str = at(3)


@attrs.frozen(kw_only=True)
class PlainReference(Part):
    """RFF without times of its own."""

    TAG: ClassVar[str] = "RFF"
    function: str = at(1, 1)
    number: str = at(1, 2)
    line: str = at(1, 3)


@attrs.frozen(kw_only=True)
class UtiltsParty(NameAddress):
    """NAD of the header with one reference and contacts."""

    reference: PlainReference | None = single(PlainReference)
    contacts: tuple[Contact, ...] = many(Contact)


@attrs.frozen(kw_only=True)
class CurrencyGroup(Currency):
    """CUX of the header with times and statuses (SG4)."""

    times: tuple[Time, ...] = many(Time)
    statuses: tuple[StatusReason, ...] = many(StatusReason)


@attrs.frozen(kw_only=True)
class Location(Part):
    """LOC: the point or area of a transaction.

    Attributes:
        function: Qualifier (3227): ``172`` point, ``239`` grid area, ``232`` out area, ``233`` in area,
            ``175`` regulation object.
        identification: Identification (3225).
        list_code: Code list (1131), ``SVK`` for Swedish areas.
        agency: Agency (3055), ``9``, ``89`` or ``260``.
    """

    TAG: ClassVar[str] = "LOC"
    function: str = at(1)
    identification: str = at(2, 1)
    list_code: str = at(2, 2)
    agency: str = at(2, 3)
    name: str = at(2, 4)
    related: str = at(3, 1)
    second_related: str = at(4, 1)


@attrs.frozen(kw_only=True)
class Product(Part):
    """LIN: the product of a transaction (7140), such as ``LIN+++8716867000030:::9``."""

    TAG: ClassVar[str] = "LIN"
    number: str = at(1)
    action: str = at(2)
    identification: str = at(3, 1)
    kind: str = at(3, 2)
    list_code: str = at(3, 3)
    agency: str = at(3, 4)


@attrs.frozen(kw_only=True)
class ValuedCharacteristic(Characteristic):
    """CCI with its values (CAV), such as the kind of point ``E12`` with ``E17``."""

    values: tuple[CharacteristicValue, ...] = many(CharacteristicValue)


@attrs.frozen(kw_only=True)
class Quantity(Part):
    """QTY: a value of an observation (SG11).

    Attributes:
        function: What it is (6063): ``136`` energy, ``135`` forecast, ``220`` meter reading, ``42`` maximum.
        amount: The value as written (6060), or ``NULL``.
        unit: Unit of its own (6411).
        times: DTM, such as the reading time 597.
        statuses: STS+8: quality below approved.
        characteristics: CCI and CAV, such as the reader of a meter.
        prices: PRI and CUX.
    """

    TAG: ClassVar[str] = "QTY"
    function: str = at(1, 1)
    amount: str = at(1, 2)
    unit: str = at(1, 3)
    times: tuple[Time, ...] = many(Time)
    statuses: tuple[StatusReason, ...] = many(StatusReason)
    characteristics: tuple[ValuedCharacteristic, ...] = many(ValuedCharacteristic)
    prices: tuple[PriceDetails, ...] = many(PriceDetails)

    @property
    def number(self) -> Decimal | None:
        """The exact value, None when the text is no number."""
        return number(self.amount)


@attrs.frozen(kw_only=True)
class ObservationBlock(Part):
    """SEQ: one observation (SG8) with its quantities.

    Attributes:
        action: Code (1229).
        sequence: Number of the observation (1050), from 1.
        quantities: QTY.
    """

    TAG: ClassVar[str] = "SEQ"
    action: str = at(1)
    sequence: str = at(2, 1)
    times: tuple[Time, ...] = many(Time)
    references: tuple[PlainReference, ...] = many(PlainReference)
    amounts: tuple[Amount, ...] = many(Amount)
    characteristics: tuple[ValuedCharacteristic, ...] = many(ValuedCharacteristic)
    prices: tuple[PriceDetails, ...] = many(PriceDetails)
    quantities: tuple[Quantity, ...] = many(Quantity)


@attrs.frozen(kw_only=True)
class Transaction(Part):
    """IDE: one time series or other transaction (SG5).

    Attributes:
        function: Qualifier (7495), ``24``.
        identification: Identification of the transaction (7402), unique for ever.
        locations: LOC: point, areas.
        parties: NAD of the transaction: balance responsible DDK, supplier DDQ ...
        products: LIN.
        product_ids: PIA: the time series product in five codes.
        times: DTM: period 324, registration 597, resolution 354 ...
        statuses: STS+7: reason for the transaction.
        measurements: MEA+AAZ: the unit.
        references: RFF.
        characteristics: CCI and CAV: kind of point E12 ...
        observations: SEQ.
    """

    TAG: ClassVar[str] = "IDE"
    function: str = at(1)
    identification: str = at(2, 1)
    identification_kind: str = at(2, 2)
    status: str = at(4)
    locations: tuple[Location, ...] = many(Location)
    parties: tuple[NameAddress, ...] = many(NameAddress)
    products: tuple[Product, ...] = many(Product)
    product_ids: tuple[ProductIds, ...] = many(ProductIds)
    descriptions: tuple[ItemDescription, ...] = many(ItemDescription)
    times: tuple[Time, ...] = many(Time)
    statuses: tuple[StatusReason, ...] = many(StatusReason)
    measurements: tuple[Measurement, ...] = many(Measurement)
    texts: tuple[FreeText, ...] = many(FreeText)
    references: tuple[Reference, ...] = many(Reference)
    characteristics: tuple[ValuedCharacteristic, ...] = many(ValuedCharacteristic)
    observations: tuple[ObservationBlock, ...] = many(ObservationBlock)

    def location(self, function: str) -> Location | None:
        """Return the first location with this qualifier."""
        return next((location for location in self.locations if location.function == function), None)

    def time(self, function: str) -> Time | None:
        """Return the first time with this qualifier."""
        return next((time for time in self.times if time.function == function), None)


@attrs.frozen(kw_only=True)
class Utilts(Message):
    """Time series, one a transaction.

    Attributes:
        document: BGM: E30 collected, E31 aggregated, E66 validated, S01 ... S07, ERR.
        times: DTM: creation 137, offset 735.
        markets: MKS.
        references: RFF.
        parties: NAD: MS, MR and the role of the sender or recipient.
        transactions: IDE with everything below.
    """

    TYPE: ClassVar[str] = "UTILTS"

    document: Document | None = single(Document)
    times: tuple[Time, ...] = many(Time)
    markets: tuple[Market, ...] = many(Market)
    references: tuple[Reference, ...] = many(Reference)
    parties: tuple[UtiltsParty, ...] = many(UtiltsParty)
    currencies: tuple[CurrencyGroup, ...] = many(CurrencyGroup)
    statuses: tuple[StatusReason, ...] = many(StatusReason)
    transactions: tuple[Transaction, ...] = many(Transaction)
    controls: tuple[Control, ...] = many(Control)
    trailer: Trailer | None = single(Trailer)

    def party(self, *roles: str) -> UtiltsParty | None:
        """Return the first party of the header in one of *roles*."""
        return next((party for party in self.parties if party.role in roles), None)

    @property
    def sender(self) -> UtiltsParty | None:
        """The party that the message comes from (MS)."""
        return self.party("MS")

    @property
    def recipient(self) -> UtiltsParty | None:
        """The party that the message is for (MR)."""
        return self.party("MR")
