"""Columns of observations to XML lines, and the check of whole columns at once."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from edielkit.emif.declare import Declaration, declarations
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.quantities import PriceObservations
from edielkit.emif.read.xml import escape
from edielkit.errors import BuildError
from edielkit.series import ESTIMATION_CODES, QUANTITY_LIMIT, VALIDATION_CODES, Observations, Status

__all__ = ("block_lines", "check_block", "shell")

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


def check_block(block: Any, declared: Declaration, version: str, field: str) -> None:
    """Raise BuildError when a row of *block* would not be valid.

    Args:
        block: Observations or PriceObservations.
        declared: The declaration of the repeated element.
        version: EMIF version; it is named in the error.
        field: Name of the field, for the error.
    """
    expected = PriceObservations if declared.type == "Elhub_ObservationPeriodPriceType" else Observations
    if not isinstance(block, expected):
        raise BuildError(f"expected {expected.__name__}, found {type(block).__name__}", field)
    if not declared.min <= len(block) <= declared.max:
        raise BuildError(f"expected {declared.min} to {declared.max} observations in version {version}, found {len(block)}", field)  # fmt: skip
    if block.unparsed:
        row, text = block.unparsed[0]
        shown = _NAMESPACES.sub("", text)[:120]
        raise BuildError(
            f"expected a Sequence and one value with its attributes, at most three decimals, found {shown!r}",
            f"{field}[{row}]",
        )
    _first(
        (block.position < 0) | (block.position > _SEQUENCE_MAX),
        f"expected a position of 0 to {_SEQUENCE_MAX}",
        field,
    )
    if isinstance(block, PriceObservations):
        _first(np.abs(block.volume) >= QUANTITY_LIMIT, "expected a volume of less than 10^12", field)
        _first(np.abs(block.amount) >= _AMOUNT_LIMIT, "expected an amount of less than 10^10", field)
        return
    _check_values(block, declared, field)


def _check_values(block: Observations, declared: Declaration, field: str) -> None:
    allowed = {d.name for d in declarations(AGGREGATES[declared.type])}
    forms = [int(s) for s, name in _ELEMENT_OF.items() if name in allowed]
    _first(
        ~np.isin(block.status, forms), f"expected one of {', '.join(sorted(allowed - {'Sequence'}))}", field
    )
    calculated = np.isin(block.status, (int(Status.CALCULATED), int(Status.CALCULATED_FOR_SETTLEMENT)))
    _first((block.quantity < 0) & ~calculated, "expected a quantity that is not negative", field)
    _first(np.abs(block.quantity) >= QUANTITY_LIMIT, "expected a quantity of less than 10^12", field)
    _first(block.validation >= len(VALIDATION_CODES), "expected an index of VALIDATION_CODES", field)
    _first(block.estimation >= len(ESTIMATION_CODES), "expected an index of ESTIMATION_CODES", field)
    estimated = np.isin(block.status, (int(Status.ESTIMATED), int(Status.FINAL_ESTIMATED)))
    temporary = block.status == int(Status.TEMPORARY)
    _first(
        (estimated | temporary) & (block.validation == _NO_CODE), "the value needs a ValidationCode", field
    )
    _first(estimated & (block.estimation == _NO_CODE), "the value needs an EstimationCode", field)
    coded = (block.validation != _NO_CODE) | (block.estimation != _NO_CODE)
    _first(
        coded & ~(estimated | temporary),
        "a metered or calculated value has no validation or estimation code",
        field,
    )


def _first(broken: Any, message: str, field: str) -> None:
    rows = np.flatnonzero(broken)
    if len(rows):
        raise BuildError(message, f"{field}[{int(rows[0])}]")
