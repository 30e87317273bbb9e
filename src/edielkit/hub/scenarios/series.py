"""The values of a series in a scenario: a few words in place of hundreds of numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from edielkit.hub.scenarios.reading import Fields
from edielkit.market_time import Resolution
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, thousandths

__all__ = ("PRODUCTS", "QUALITIES", "RESOLUTIONS", "observations", "product_of", "resolution_of")

# The products of interval values (Elhub's product codes); reactive with a direction is that of four-quadrant metering.
PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        "active": "8716867000030",
        "reactive": "8716867000047",
        "capacitive": "8716867000139",
        "inductive": "8716867000146",
    }
)
RESOLUTIONS: Mapping[str, str] = MappingProxyType({"hour": "PT1H", "quarter": "PT15M"})
QUALITIES: Mapping[str, Status] = MappingProxyType(
    {
        "metered": Status.METERED,
        "estimated": Status.ESTIMATED,
        "final estimated": Status.FINAL_ESTIMATED,
        "temporary": Status.TEMPORARY,
        "calculated": Status.CALCULATED,
        "calculated for settlement": Status.CALCULATED_FOR_SETTLEMENT,
    }
)
_REPEATED = re.compile(r"(\S+) ?x ?(\d{1,5})")
_STEPPED = re.compile(r"(\S+) ?\.\.")
_MOST = 100_000


def product_of(fields: Fields) -> str:
    """Return the code of the product under ``product``: a word, or a code; active energy by default."""
    found = fields.text("product", "active") or "active"
    return PRODUCTS.get(found, found)


def resolution_of(fields: Fields) -> str:
    """Return the code of the resolution under ``resolution``: a word, or a code; an hour by default."""
    found = fields.text("resolution", "hour") or "hour"
    return RESOLUTIONS.get(found, found)


def observations(fields: Fields, start: dt.datetime, end: dt.datetime) -> Observations:
    """Return the values under ``values``, of the quality under ``quality``.

    Args:
        fields: ``values`` is a number for every step; or a list of numbers, ``0.5 x 7`` for seven of them, and
            ``1 ..`` at the end for 1 and on in thousandths up to the end of the period.
        start: Start of the period.
        end: End of the period.
    """
    step = Resolution.of(resolution_of(fields))
    if step is None or not step.seconds:
        raise fields.wrong("expected hour, quarter, or a code such as PT1H", "resolution")
    count = max(0, (end - start) // dt.timedelta(seconds=step.seconds))
    if count > _MOST:
        raise fields.wrong(f"expected at most {_MOST} values", "values")
    listed = fields.texts("values") or ()
    whole = len(listed) == 1 and not isinstance(fields.any("values"), (list, tuple))
    if whole and not _REPEATED.fullmatch(listed[0]) and not _STEPPED.fullmatch(listed[0]):
        listed = (f"{listed[0]} x {count}",)
    quantity = np.fromiter(_quantities(fields, listed, count), np.int64)
    quality = fields.text("quality", "metered") or "metered"
    if quality not in QUALITIES:
        raise fields.wrong(f"expected one of {', '.join(QUALITIES)}; found {quality!r}", "quality")
    status = QUALITIES[quality]
    estimated = status in {Status.ESTIMATED, Status.FINAL_ESTIMATED}
    coded = estimated or status is Status.TEMPORARY
    size = len(quantity)
    return Observations(
        position=np.arange(1, size + 1, dtype=np.int32),
        quantity=quantity,
        status=np.full(size, int(status), np.uint8),
        validation=np.full(size, _code(fields, "validation", VALIDATION_CODES, "V002" if coded else "")),
        estimation=np.full(size, _code(fields, "estimation", ESTIMATION_CODES, "E001" if estimated else "")),
    )


def _quantities(fields: Fields, listed: tuple[str, ...], count: int) -> Iterator[int]:
    made = 0
    for each in listed:
        repeated, stepped = _REPEATED.fullmatch(each), _STEPPED.fullmatch(each)
        base, times = (repeated[1], int(repeated[2])) if repeated else (stepped[1] if stepped else each, 1)
        try:
            first = thousandths(base)
        except ValueError as error:
            raise fields.wrong(str(error), "values") from None
        found = range(first, first + count - made) if stepped else [first] * min(times, _MOST)
        made += len(found)
        if made > _MOST:
            raise fields.wrong(f"expected at most {_MOST} values", "values")
        yield from found


def _code(fields: Fields, key: str, codes: tuple[str, ...], default: str) -> int:
    found = fields.text(key, default) or ""
    if found not in codes:
        raise fields.wrong(f"expected one of {', '.join(codes[1:])}; found {found!r}", key)
    return codes.index(found)
