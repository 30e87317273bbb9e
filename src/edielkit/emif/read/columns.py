"""Observation elements into columns, without a Python object that stays for each value."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from edielkit.emif.declare import ABIE
from edielkit.emif.quantities import PriceObservations
from edielkit.emif.read.xml import XSI_HINTS, attributes_of, fragment
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

__all__ = ("read_observations", "read_price_observations")

_METERED, _ESTIMATED, _TEMPORARY, _CALCULATED = (
    f"{{{ABIE}}}{name}" for name in ("Metered", "Estimated", "Temporary", "Calculated")
)
_VALIDATION = {code: index for index, code in enumerate(VALIDATION_CODES) if code}
_ESTIMATION = {code: index for index, code in enumerate(ESTIMATION_CODES) if code}
# EMIF EstimatedQualityCodeType: 56 estimated, 81 definitively estimated.
_QUALITY = {"56": int(Status.ESTIMATED), "81": int(Status.FINAL_ESTIMATED)}
_MISSING = int(Status.MISSING)
_SPACE = " \t\r\n"
# longer numbers have zeros in front, or are none of the type
_USUAL_DIGITS = 40
_SEQUENCE_DIGITS = 9
_SHORT = 20


class _UnparsedError(Exception):
    """The columns cannot hold this row."""


def _scaled(text: str | None, places: int) -> int:
    # EMIF decimal153 and decimal122: what has more decimals or digits is no value of the type.
    stripped = (text or "").strip(_SPACE)
    whole, _, fraction = stripped.partition(".")
    unsigned = whole[1:] if whole[:1] in {"-", "+"} else whole
    digits = unsigned + fraction
    if not (digits.isascii() and digits.isdigit()):
        raise _UnparsedError
    if len(fraction) > places:
        if fraction[places:].strip("0"):
            raise _UnparsedError
        fraction = fraction[:places]
    if len(digits) > _USUAL_DIGITS:
        unsigned = unsigned.lstrip("0")
        if len(unsigned) > _USUAL_DIGITS:
            raise _UnparsedError
    value = int((unsigned + fraction.ljust(places, "0")) or "0")
    if value >= 10**15:
        raise _UnparsedError
    return -value if whole[:1] == "-" else value


# A year of one point has few different texts, all of them short; what is long is never remembered.
@lru_cache(maxsize=1 << 14)
def _short_sequence(text: str) -> int:
    return _long_sequence(text)


@lru_cache(maxsize=1 << 14)
def _short_thousandths(text: str) -> int:
    return _scaled(text, 3)


def _long_sequence(text: str | None) -> int:
    stripped = (text or "").strip(_SPACE)
    digits = stripped[1:] if stripped[:1] in {"-", "+"} else stripped
    if not (digits.isascii() and digits.isdigit()):
        raise _UnparsedError
    if len(digits) > _SEQUENCE_DIGITS:
        digits = digits.lstrip("0") or "0"
        if len(digits) > _SEQUENCE_DIGITS:
            raise _UnparsedError
    return -int(digits) if stripped[0] == "-" else int(digits)


def _quality(child: etree._Element) -> tuple[int, int, int]:
    """Return status, validation and estimation index of a value that is not plainly metered."""
    tag, attributes = child.tag, _own_attributes(child)
    validation = estimation = 0
    try:
        if tag == _METERED:
            status = int(Status.METERED)
        elif tag == _ESTIMATED:
            status = _QUALITY[attributes.pop("Quality")]
            validation = _VALIDATION[attributes.pop("ValidationCode")]
            estimation = _ESTIMATION[attributes.pop("EstimationCode")]
        elif tag == _TEMPORARY:
            status = int(Status.TEMPORARY)
            validation = _VALIDATION[attributes.pop("ValidationCode")]
            code = attributes.pop("EstimationCode", None)
            estimation = 0 if code is None else _ESTIMATION[code]
        elif tag == _CALCULATED:
            flag = attributes.pop("ImbalanceSettlement", None)
            # fixed="true" of type boolean, so 1 is the same value
            if flag is not None and flag.strip(_SPACE) not in {"true", "1"}:
                raise _UnparsedError
            status = int(Status.CALCULATED if flag is None else Status.CALCULATED_FOR_SETTLEMENT)
        else:
            raise _UnparsedError
    except KeyError:
        raise _UnparsedError from None
    if attributes:
        raise _UnparsedError
    return status, validation, estimation


def _own_attributes(node: etree._Element) -> dict[str, str]:
    """Return the attributes without the hints of XML Schema, which may stand on any element."""
    return {name: value for name, value in attributes_of(node) if name not in XSI_HINTS}


def _only_attribute(node: etree._Element) -> str:
    """Return the Sequence, which must be the only attribute but for hints."""
    if len(node.attrib) > 1 + len(XSI_HINTS):
        raise _UnparsedError
    attributes = list(_own_attributes(node).items())
    if len(attributes) != 1 or attributes[0][0] != "Sequence":
        raise _UnparsedError
    return attributes[0][1]


def read_observations(nodes: Sequence[etree._Element]) -> Observations:
    """Return Observation elements as columns.

    Args:
        nodes: The elements, in the order of the document.

    Returns:
        One row for each element; what the columns cannot hold is in ``unparsed`` as XML.
    """
    count = len(nodes)
    status, validation, estimation = qualities = np.zeros((3, count), np.uint8)
    unparsed: list[tuple[int, str]] = []
    sequences: list[int] = [0] * count
    values: list[int] = [0] * count
    # a call for each step of this loop would take half as long again
    for row, node in enumerate(nodes):
        try:
            only = node.get("Sequence") if len(node.attrib) == 1 else None
            text = _only_attribute(node) if only is None else str(only)
            sequences[row] = _short_sequence(text) if len(text) <= _SHORT else _long_sequence(text)
            if len(node) != 1 or (node.text or "").strip(_SPACE):
                raise _UnparsedError  # noqa: TRY301  (whatever made it so)
            child = node[0]
            if len(child) or (child.tail or "").strip(_SPACE):
                raise _UnparsedError  # noqa: TRY301  (the same)
            text = child.text or ""
            values[row] = _short_thousandths(text) if len(text) <= _SHORT else _scaled(text, 3)
            if child.tag != _METERED or child.keys():
                status[row], validation[row], estimation[row] = _quality(child)
        except _UnparsedError:
            values[row] = 0
            status[row] = _MISSING
            unparsed.append((row, fragment(node)))
    columns = np.array(sequences, np.int32), np.array(values, np.int64), status, validation, estimation
    for column in (qualities, *columns):
        column.flags.writeable = False
    observations = Observations.of_columns(*columns)
    return attrs.evolve(observations, unparsed=tuple(unparsed)) if unparsed else observations


_VOLUME, _AMOUNT = f"{{{ABIE}}}BalanceVolume", f"{{{ABIE}}}BalanceAmount"


def read_price_observations(nodes: Sequence[etree._Element]) -> PriceObservations:
    """Return the Observation elements of a reconciliation as columns.

    Args:
        nodes: The elements, in the order of the document.

    Returns:
        One row for each element; what the columns cannot hold is in ``unparsed`` as XML.
    """
    rows: list[tuple[int, int, int]] = []
    unparsed: list[tuple[int, str]] = []
    for row, node in enumerate(nodes):
        sequence = 0
        try:
            sequence = _long_sequence(_only_attribute(node))
            children = list(node)
            if [c.tag for c in children] != [_VOLUME, _AMOUNT]:
                raise _UnparsedError  # noqa: TRY301  (whatever made it so)
            if any(len(c) or _own_attributes(c) or (c.tail or "").strip(_SPACE) for c in children):
                raise _UnparsedError  # noqa: TRY301  (the same)
            rows.append((sequence, _scaled(children[0].text, 3), _scaled(children[1].text, 2)))
        except _UnparsedError:
            rows.append((sequence, 0, 0))
            unparsed.append((row, fragment(node)))
    table = np.array(rows, np.int64).reshape(-1, 3)
    return PriceObservations(
        position=table[:, 0].astype(np.int32),
        volume=table[:, 1],
        amount=table[:, 2],
        unparsed=tuple(unparsed),
    )
