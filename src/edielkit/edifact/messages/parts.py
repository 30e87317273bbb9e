"""The segments that several message types share, as values with market words for field names.

The layouts are the union of the directories D.96A to D.18A; element numbers stand beside the fields.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

import attrs

from edielkit.edifact.messages.message import Part, Time, at, many

__all__ = (
    "CANCELLATION",
    "Amount",
    "Characteristic",
    "CharacteristicValue",
    "Communication",
    "Contact",
    "Control",
    "Currency",
    "Document",
    "FreeText",
    "ItemDescription",
    "Measurement",
    "NameAddress",
    "Price",
    "PriceDetails",
    "ProductIds",
    "Reference",
    "SectionControl",
    "StatusReason",
    "amount_text",
    "number",
)

# function (1225) of a message that takes back another one: what it says is not to be read as new
CANCELLATION = "1"
# one sign, digits, one mark of either kind; a mark needs digits on both sides (0085 code 38)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?\Z", re.ASCII)


def number(text: str) -> Decimal | None:
    """Return the exact number that *text* writes with a point or a comma, None when it is none.

    >>> number("5669,998"), number("0.5"), number(".5"), number("NULL")
    (Decimal('5669.998'), Decimal('0.5'), None, None)
    """
    return Decimal(text.replace(",", ".")) if len(text) <= 64 and _NUMBER.match(text) else None


def amount_text(value: Decimal | int, decimal: str = ".") -> str:
    """Return *value* as EDIFACT writes numbers: no zeros in front or behind, a digit before the mark.

    >>> amount_text(Decimal("0.500")), amount_text(Decimal("1E+2")), amount_text(Decimal("-0.0"))
    ('0.5', '100', '0')
    """
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    digits = digits.lstrip("0") or "0"
    if digits.startswith("."):
        digits = "0" + digits
    return "0" if digits == "0" else (sign + digits).replace(".", decimal)


@attrs.frozen(kw_only=True)
class Document(Part):
    """BGM: what kind of document this is, its own identification and its function.

    Attributes:
        code: Document code (1001), such as ``7`` or ``E66``.
        list_code: Code list (1131).
        agency: Agency of the code (3055), such as ``260``.
        name: Document name (1000).
        number: Identification of the document (1004).
        version: Version (1056).
        revision: Revision (1060).
        function: Message function (1225): ``9`` original, ``1`` cancellation, ``5`` replacement ...
        answer: Wanted response (4343): ``AB`` acknowledge, ``NA`` no acknowledgement.
    """

    TAG: ClassVar[str] = "BGM"
    code: str = at(1, 1)
    list_code: str = at(1, 2)
    agency: str = at(1, 3)
    name: str = at(1, 4)
    number: str = at(2, 1)
    version: str = at(2, 2)
    revision: str = at(2, 3)
    function: str = at(3)
    answer: str = at(4)


@attrs.frozen(kw_only=True)
class Reference(Part):
    """RFF: a reference, with its times.

    Attributes:
        function: Qualifier (1153): ``ACW`` previous message, ``Z13`` process, ``TN`` case ...
        number: What is referred to (1154).
        line: Line (1156).
        version: Version (4000 or 1056, by directory).
        revision: Revision (1060).
        times: DTM of the reference.
    """

    TAG: ClassVar[str] = "RFF"
    function: str = at(1, 1)
    number: str = at(1, 2)
    line: str = at(1, 3)
    version: str = at(1, 4)
    revision: str = at(1, 5)
    times: tuple[Time, ...] = many(Time)


@attrs.frozen(kw_only=True)
class Communication(Part):
    """COM: an address of a contact and its kind (3155), such as ``TE`` or ``EM``."""

    TAG: ClassVar[str] = "COM"
    address: str = at(1, 1)
    kind: str = at(1, 2)


@attrs.frozen(kw_only=True)
class Contact(Part):
    """CTA: a contact person or department, with the ways to reach it."""

    TAG: ClassVar[str] = "CTA"
    function: str = at(1)
    identification: str = at(2, 1)
    name: str = at(2, 2)
    communications: tuple[Communication, ...] = many(Communication)


@attrs.frozen(kw_only=True)
class NameAddress(Part):
    """NAD: a party in a role, with name and address.

    Attributes:
        role: Role of the party (3035): ``FR`` sender, ``DO`` recipient, ``MS``, ``MR``, ``DDQ`` ...
        identification: Identification of the party (3039).
        list_code: Code list (1131), such as ``SVK`` or ``SE2``.
        agency: Agency (3055): ``9`` GS1, ``293`` BDEW, ``305`` ENTSO-E ...
        lines: Name and address, unstructured (3124).
        name: Party name (3036).
        street: Street (3042).
        city: City (3164).
        region: Region (3229).
        postcode: Postcode (3251).
        country: Country (3207).
    """

    TAG: ClassVar[str] = "NAD"
    role: str = at(1)
    identification: str = at(2, 1)
    list_code: str = at(2, 2)
    agency: str = at(2, 3)
    lines: str = at(3, 1)
    name: str = at(4, 1)
    street: str = at(5, 1)
    city: str = at(6)
    region: str = at(7)
    postcode: str = at(8)
    country: str = at(9)


@attrs.frozen(kw_only=True)
class SectionControl(Part):
    """UNS: the border between the header and the details of a message."""

    TAG: ClassVar[str] = "UNS"
    code: str = at(1)


@attrs.frozen(kw_only=True)
class Measurement(Part):
    """MEA: a measured property; MEA+AAZ names the unit of the values.

    Attributes:
        purpose: Purpose (6311), such as ``AAZ`` or ``SV``.
        property: Property (6313).
        significance: Significance (6321).
        unit: Unit (6411).
        value: Value (6314).
        minimum: Lower bound (6162).
        maximum: Upper bound (6152).
    """

    TAG: ClassVar[str] = "MEA"
    purpose: str = at(1)
    property: str = at(2, 1)
    significance: str = at(2, 2)
    unit: str = at(3, 1)
    value: str = at(3, 2)
    minimum: str = at(3, 3)
    maximum: str = at(3, 4)


@attrs.frozen(kw_only=True)
class Currency(Part):
    """CUX: the currency of prices and amounts (6345), with its use (6347)."""

    TAG: ClassVar[str] = "CUX"
    use: str = at(1, 1)
    code: str = at(1, 2)
    qualifier: str = at(1, 3)


@attrs.frozen(kw_only=True)
class Price(Part):
    """PRI: a price; qualifier 5125, amount 5118, unit 6411."""

    TAG: ClassVar[str] = "PRI"
    function: str = at(1, 1)
    amount: str = at(1, 2)
    kind: str = at(1, 3)
    basis: str = at(1, 5)
    unit: str = at(1, 6)


@attrs.frozen(kw_only=True)
class PriceDetails(Price):
    """PRI with the currency (CUX) that follows it as a group of UTILTS and PRODAT."""

    currencies: tuple[Currency, ...] = many(Currency)


@attrs.frozen(kw_only=True)
class Amount(Part):
    """MOA: an amount of money; qualifier 5025, amount 5004, currency 6345."""

    TAG: ClassVar[str] = "MOA"
    function: str = at(1, 1)
    amount: str = at(1, 2)
    currency: str = at(1, 3)


@attrs.frozen(kw_only=True)
class ItemDescription(Part):
    """IMD: a description in code (7009) or words (7008)."""

    TAG: ClassVar[str] = "IMD"
    kind: str = at(1)
    characteristic: str = at(2)
    code: str = at(3, 1)
    list_code: str = at(3, 2)
    agency: str = at(3, 3)
    text: str = at(3, 4)


@attrs.frozen(kw_only=True)
class ProductIds(Part):
    """PIA: up to five further product identifications; the first is in fields of its own.

    Attributes:
        function: Use (4347): ``5`` product, ``1`` additional.
        identification: The first identification (7140): an OBIS code, a product code ...
        kind: Its kind (7143): ``SRW`` OBIS of electricity, ``Z08`` ...
        second: The second identification; ``third``, ``fourth`` and ``fifth`` likewise.
    """

    TAG: ClassVar[str] = "PIA"
    function: str = at(1)
    identification: str = at(2, 1)
    kind: str = at(2, 2)
    list_code: str = at(2, 3)
    agency: str = at(2, 4)
    second: str = at(3, 1)
    third: str = at(4, 1)
    fourth: str = at(5, 1)
    fifth: str = at(6, 1)


@attrs.frozen(kw_only=True)
class StatusReason(Part):
    """STS: a status (4405) in a category (9015) with up to five reasons (9013).

    Attributes:
        category: Category (9015), such as ``7`` reason for the transaction, ``8`` quality, ``Z34``.
        agency: Agency of the category.
        status: Status (4405): ``56`` estimated, ``21`` temporary, ``41`` rejected ...
        reason: First reason (9013).
        reason_agency: Agency of the first reason.
        second_reason: Second reason; ``third_reason`` likewise.
    """

    TAG: ClassVar[str] = "STS"
    category: str = at(1, 1)
    list_code: str = at(1, 2)
    agency: str = at(1, 3)
    status: str = at(2, 1)
    status_agency: str = at(2, 3)
    reason: str = at(3, 1)
    reason_agency: str = at(3, 3)
    second_reason: str = at(4, 1)
    third_reason: str = at(5, 1)


@attrs.frozen(kw_only=True)
class CharacteristicValue(Part):
    """CAV: the value of a characteristic, as code (7111) or words (7110)."""

    TAG: ClassVar[str] = "CAV"
    code: str = at(1, 1)
    list_code: str = at(1, 2)
    agency: str = at(1, 3)
    text: str = at(1, 4)
    more_text: str = at(1, 5)


@attrs.frozen(kw_only=True)
class Characteristic(Part):
    """CCI: a characteristic (7037) of a class (7059).

    Attributes:
        kind: Class (7059), such as ``15``.
        property: Measured property (6313), used by Swedish and older layouts.
        code: Characteristic (7037): ``E12`` kind of point, ``E22`` reader, ``Z04`` ...
        agency: Agency of the code (3055).
        relevance: Relevance (4051).
    """

    TAG: ClassVar[str] = "CCI"
    kind: str = at(1)
    property: str = at(2, 1)
    code: str = at(3, 1)
    list_code: str = at(3, 2)
    agency: str = at(3, 3)
    text: str = at(3, 4)
    more_text: str = at(3, 5)
    relevance: str = at(4)


@attrs.frozen(kw_only=True)
class FreeText(Part):
    """FTX: free text, or a coded text (4441).

    Attributes:
        function: Subject (4451), such as ``AAO`` error description.
        use: Function of the text (4453).
        code: Coded text (4441): a reason or a field number.
        list_code: Code list (1131).
        agency: Agency (3055).
        text: The words (4440); ``line2`` to ``line5`` go on.
    """

    TAG: ClassVar[str] = "FTX"
    function: str = at(1)
    use: str = at(2)
    code: str = at(3, 1)
    list_code: str = at(3, 2)
    agency: str = at(3, 3)
    text: str = at(4, 1)
    line2: str = at(4, 2)
    line3: str = at(4, 3)
    line4: str = at(4, 4)
    line5: str = at(4, 5)
    language: str = at(5)


@attrs.frozen(kw_only=True)
class Control(Part):
    """CNT: a control total (6066): ``1`` sum of the quantities, ``2`` number of lines."""

    TAG: ClassVar[str] = "CNT"
    kind: str = at(1, 1)
    value: str = at(1, 2)
    unit: str = at(1, 3)
