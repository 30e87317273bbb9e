"""PRODAT: master data and supplier switch of Ediel (D.97A), Z01 to Z18."""

from __future__ import annotations

from typing import ClassVar

import attrs

from edielkit.edifact.messages.message import Message, Part, Time, Trailer, at, many, single
from edielkit.edifact.messages.parts import (
    Characteristic,
    CharacteristicValue,
    Contact,
    Currency,
    Document,
    FreeText,
    ItemDescription,
    Measurement,
    NameAddress,
    Price,
    ProductIds,
    Reference,
)

__all__ = (
    "Prodat",
    "ProdatCharacteristic",
    "ProdatDescription",
    "ProdatItem",
    "ProdatItemParty",
    "ProdatParty",
    "ProdatPrice",
    "ProdatQuantity",
)


@attrs.frozen(kw_only=True)
class ProdatCharacteristic(Characteristic):
    """CCI with values (CAV) and measures: subtype Z13, method Z04, frequency Z12 ..."""

    values: tuple[CharacteristicValue, ...] = many(CharacteristicValue)
    measurements: tuple[Measurement, ...] = many(Measurement)


@attrs.frozen(kw_only=True)
class ProdatQuantity(Part):
    """QTY with its times, such as the annual energy ``QTY+31``."""

    TAG: ClassVar[str] = "QTY"
    function: str = at(1, 1)
    amount: str = at(1, 2)
    unit: str = at(1, 3)
    times: tuple[Time, ...] = many(Time)


@attrs.frozen(kw_only=True)
class ProdatDescription(ItemDescription):
    """IMD of an item with its free texts."""

    texts: tuple[FreeText, ...] = many(FreeText)


@attrs.frozen(kw_only=True)
class ProdatPrice(Price):
    """PRI with its currency."""

    currencies: tuple[Currency, ...] = many(Currency)


@attrs.frozen(kw_only=True)
class ProdatParty(NameAddress):
    """NAD of the header: FR and DO with contacts and references."""

    contacts: tuple[Contact, ...] = many(Contact)
    references: tuple[Reference, ...] = many(Reference)


@attrs.frozen(kw_only=True)
class ItemReference(Part):
    """RFF of a party of an item."""

    TAG: ClassVar[str] = "RFF"
    function: str = at(1, 1)
    number: str = at(1, 2)
    line: str = at(1, 3)


@attrs.frozen(kw_only=True)
class ProdatItemParty(NameAddress):
    """NAD of an item: customer UD, installation IT, invoicee IV, balance responsible Z02."""

    references: tuple[ItemReference, ...] = many(ItemReference)
    quantities: tuple[ProdatQuantity, ...] = many(ProdatQuantity)
    contacts: tuple[Contact, ...] = many(Contact)


@attrs.frozen(kw_only=True)
class ProdatItem(Part):
    """LIN: one object (SG8): a metering point with what is said about it.

    Attributes:
        number: Line number (1082), unbroken from 1.
        action: Action (1229).
        object: Identification of the object (7140).
        object_kind: Its kind (7143).
        object_list: Code list (1131).
        object_agency: Agency (3055), ``9`` or ``89``.
        sub_line: Register index (C829).
        times: DTM: contract start 92 and end 93, valid from 157, resolution 354.
        quantities: QTY.
        characteristics: CCI and CAV.
        references: RFF: case LI, grid area Z05, meter MG ...
        parties: NAD.
    """

    TAG: ClassVar[str] = "LIN"
    number: str = at(1)
    action: str = at(2)
    object: str = at(3, 1)
    object_kind: str = at(3, 2)
    object_list: str = at(3, 3)
    object_agency: str = at(3, 4)
    sub_line_kind: str = at(4, 1)
    sub_line: str = at(4, 2)
    products: tuple[ProductIds, ...] = many(ProductIds)
    times: tuple[Time, ...] = many(Time)
    measurements: tuple[Measurement, ...] = many(Measurement)
    texts: tuple[FreeText, ...] = many(FreeText)
    descriptions: tuple[ProdatDescription, ...] = many(ProdatDescription)
    quantities: tuple[ProdatQuantity, ...] = many(ProdatQuantity)
    prices: tuple[ProdatPrice, ...] = many(ProdatPrice)
    characteristics: tuple[ProdatCharacteristic, ...] = many(ProdatCharacteristic)
    references: tuple[Reference, ...] = many(Reference)
    parties: tuple[ProdatItemParty, ...] = many(ProdatItemParty)

    def reference(self, function: str) -> str:
        """Return the number of the first reference with this qualifier, or an empty text."""
        return next((reference.number for reference in self.references if reference.function == function), "")

    def characteristic(self, code: str) -> tuple[CharacteristicValue, ...]:
        """Return the values of the characteristic whose property or code is *code*."""
        for characteristic in self.characteristics:
            if code in {characteristic.property, characteristic.code}:
                return characteristic.values
        return ()


@attrs.frozen(kw_only=True)
class Prodat(Message):
    """Master data of metering points.

    Attributes:
        document: BGM: Z01 to Z18.
        times: DTM: creation 137, offset ZZZ.
        references: RFF.
        parties: NAD: FR and DO.
        items: LIN, one an object.
    """

    TYPE: ClassVar[str] = "PRODAT"

    document: Document | None = single(Document)
    times: tuple[Time, ...] = many(Time)
    descriptions: tuple[ItemDescription, ...] = many(ItemDescription)
    texts: tuple[FreeText, ...] = many(FreeText)
    references: tuple[Reference, ...] = many(Reference)
    parties: tuple[ProdatParty, ...] = many(ProdatParty)
    characteristics: tuple[ProdatCharacteristic, ...] = many(ProdatCharacteristic)
    items: tuple[ProdatItem, ...] = many(ProdatItem)
    trailer: Trailer | None = single(Trailer)

    def party(self, *roles: str) -> ProdatParty | None:
        """Return the first party of the header in one of *roles*."""
        return next((party for party in self.parties if party.role in roles), None)
