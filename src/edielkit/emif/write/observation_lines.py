"""Columns of observations to XML lines, and the check of whole columns at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from edielkit.emif.declare import Declaration, declarations
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.quantities import PriceObservations
from edielkit.emif.read.xml import escape
from edielkit.series import ESTIMATION_CODES, QUANTITY_LIMIT, VALIDATION_CODES, Observations, Status

__all__ = ("block_faults", "block_lines", "shell")

# EMIF type integer4 of the attribute Sequence
_SEQUENCE_MAX = 9999
# EMIF decimal122: twelve digits, two of them after the point
_AMOUNT_LIMIT = 10**12
_ELEMENT_OF = {
    Status.METERED: "Metered",
    Status.ESTIMATED: "Estimated",
    Status.FINAL_ESTIMATED: "Estimated",
    Status.TEMPORARY: "Temporary",
    Status.CALCULATED: "Calculated",
    Status.CALCULATED_FOR_SETTLEMENT: "Calculated",
}
_NAME_OF = {int(status): name for status, name in _ELEMENT_OF.items()}
_NO_CODE = 0
_NAMESPACES = re.compile(r' xmlns(?::[^\s=]+)?="[^"]*"')


def block_lines(block: Any, declared: Declaration, prefix: str, pad: str) -> list[str]:
    """Return a line of XML for each row of *block*.

    Args:
        block: Observations or PriceObservations; anything else is written as a text for the schema to refuse.
        declared: The declaration of the repeated element.
        prefix: Prefix of the element.
        pad: White space before each line.
    """
    tag = f"{prefix}:{declared.name}"
    if not isinstance(block, (Observations, PriceObservations)):
        return [f"{pad}<{tag}>{escape(str(block))}</{tag}>"]
    lines = _price_lines(block, tag, pad) if isinstance(block, PriceObservations) else _lines(block, tag, pad)
    for row, text in block.unparsed:
        lines[row] = pad + text
    return lines


def amount_text(value: int, places: int) -> str:
    """Return *value* units of ten to the minus *places* without zeros at the end.

    >>> amount_text(12500, 3), amount_text(-5, 3), amount_text(3000, 3)
    ('12.5', '-0.005', '3')
    """
    sign = "-" if value < 0 else ""
    whole, fraction = divmod(abs(value), 10**places)
    digits = f"{fraction:0{places}}".rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def shell(status: int, validation: int, estimation: int) -> tuple[str, str, str]:
    """Return the name of the element of one value, and what stands before and after its number."""
    name = _NAME_OF[status]
    attributes = ""
    if name == "Estimated":
        quality = "56" if status == Status.ESTIMATED else "81"
        attributes = f' Quality="{quality}"'
    # a code on a value that has none is written for the schema to refuse
    if validation != _NO_CODE:
        attributes += f' ValidationCode="{_code(VALIDATION_CODES, validation)}"'
    if estimation != _NO_CODE:
        attributes += f' EstimationCode="{_code(ESTIMATION_CODES, estimation)}"'
    if status == Status.CALCULATED_FOR_SETTLEMENT:
        attributes += ' ImbalanceSettlement="true"'
    return name, f"<abie:{name}{attributes}>", f"</abie:{name}>"


def _code(codes: tuple[str, ...], index: int) -> str:
    return codes[index] if index < len(codes) else str(index)


def _lines(block: Observations, tag: str, pad: str) -> list[str]:
    shells: dict[tuple[int, int, int], tuple[str, str]] = {}
    lines = []
    columns = (block.position, block.quantity, block.status, block.validation, block.estimation)
    for position, quantity, *quality in zip(*(c.tolist() for c in columns), strict=True):
        key = (quality[0], quality[1], quality[2])
        if key[0] not in _NAME_OF:
            # a missing value has no form in EMIF: the schema refuses the empty row
            lines.append(f'{pad}<{tag} Sequence="{position}"/>')
            continue
        around = shells.get(key)
        if around is None:
            around = shells[key] = shell(*key)[1:]
        lines.append(
            f'{pad}<{tag} Sequence="{position}">{around[0]}{amount_text(quantity, 3)}{around[1]}</{tag}>'
        )
    return lines


def _price_lines(block: PriceObservations, tag: str, pad: str) -> list[str]:
    columns = (block.position, block.volume, block.amount)
    return [
        f'{pad}<{tag} Sequence="{position}"><abie:BalanceVolume>{amount_text(volume, 3)}</abie:BalanceVolume>'
        f"<abie:BalanceAmount>{amount_text(amount, 2)}</abie:BalanceAmount></{tag}>"
        for position, volume, amount in zip(*(c.tolist() for c in columns), strict=True)
    ]


def block_faults(block: Any, declared: Declaration, version: str, field: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with each row of *block* that would not be valid, and the field.

    Args:
        block: Observations or PriceObservations.
        declared: The declaration of the repeated element.
        version: EMIF version; it is named.
        field: Name of the field.
    """
    expected = PriceObservations if declared.type == "Elhub_ObservationPeriodPriceType" else Observations
    if not isinstance(block, expected):
        yield f"expected {expected.__name__}, found {type(block).__name__}", field
        return
    if not declared.min <= len(block) <= declared.max:
        yield f"expected {declared.min} to {declared.max} observations in version {version}, found {len(block)}", field  # fmt: skip
    for row, text in block.unparsed:
        shown = _NAMESPACES.sub("", text)[:120]
        yield (
            f"expected a Sequence and one value with its attributes, at most three decimals, found {shown!r}",
            f"{field}[{row}]",
        )
    unparsed = np.isin(np.arange(len(block)), [row for row, _ in block.unparsed])
    tests = _price_tests(block) if isinstance(block, PriceObservations) else _value_tests(block, declared)
    for broken, message in tests:
        for row in np.flatnonzero(broken & ~unparsed).tolist():
            yield message, f"{field}[{row}]"


_Test = tuple[Any, str]


def _position_test(position: Any) -> _Test:
    return (position < 0) | (position > _SEQUENCE_MAX), f"expected a position of 0 to {_SEQUENCE_MAX}"


def _price_tests(block: PriceObservations) -> Iterator[_Test]:
    yield _position_test(block.position)
    yield np.abs(block.volume) >= QUANTITY_LIMIT, "expected a volume of less than 10^12"
    yield np.abs(block.amount) >= _AMOUNT_LIMIT, "expected an amount of less than 10^10"


def _value_tests(block: Observations, declared: Declaration) -> Iterator[_Test]:
    yield _position_test(block.position)
    allowed = {d.name for d in declarations(AGGREGATES[declared.type])}
    forms = [int(s) for s, name in _ELEMENT_OF.items() if name in allowed]
    yield ~np.isin(block.status, forms), f"expected one of {', '.join(sorted(allowed - {'Sequence'}))}"
    calculated = np.isin(block.status, (int(Status.CALCULATED), int(Status.CALCULATED_FOR_SETTLEMENT)))
    yield (block.quantity < 0) & ~calculated, "expected a quantity that is not negative"
    yield np.abs(block.quantity) >= QUANTITY_LIMIT, "expected a quantity of less than 10^12"
    yield block.validation >= len(VALIDATION_CODES), "expected an index of VALIDATION_CODES"
    yield block.estimation >= len(ESTIMATION_CODES), "expected an index of ESTIMATION_CODES"
    estimated = np.isin(block.status, (int(Status.ESTIMATED), int(Status.FINAL_ESTIMATED)))
    temporary = block.status == int(Status.TEMPORARY)
    yield (estimated | temporary) & (block.validation == _NO_CODE), "the value needs a ValidationCode"
    yield estimated & (block.estimation == _NO_CODE), "the value needs an EstimationCode"
    coded = (block.validation != _NO_CODE) | (block.estimation != _NO_CODE)
    yield (
        coded & ~(estimated | temporary),
        "a metered or calculated value has no validation or estimation code",
    )
