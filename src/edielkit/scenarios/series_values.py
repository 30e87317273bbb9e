"""The values of a series in a scenario: a few words in place of hundreds of numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from edielkit.market_time import Resolution, local_time
from edielkit.scenarios.scenario_fields import Fields
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
# A value, its quality where it is another, and how many of them; a value and on in thousandths; least and most of a day.
_ENTRY = re.compile(r"(\S+?)(?: ([a-z][a-z ]*?))??(?: ?x ?(\d{1,5}))?")
_STEPPED = re.compile(r"(\S+) ?\.\.")
_CURVE = re.compile(r"(\S+) to (\S+) at (\d\d):(\d\d)")
_HOLE = "none"
_DAY_MINUTES, _HALF = 1440, 720
_MOST = 100_000


def product_of(fields: Fields) -> str:
    """Return the code of the product under ``product``: a word, or a code; active energy by default."""
    word = fields.text("product", "active") or "active"
    return PRODUCTS.get(word, word)


def resolution_of(fields: Fields) -> str:
    """Return the code of the resolution under ``resolution``: a word, or a code; an hour by default."""
    word = fields.text("resolution", "hour") or "hour"
    return RESOLUTIONS.get(word, word)


def observations(fields: Fields, start: dt.datetime, end: dt.datetime) -> Observations:
    """Return the values under ``values``, of the quality under ``quality``.

    Args:
        fields: ``values`` is a number for every step, or ``2 to 5 at 18:00`` for a day that is lowest twelve hours from
            18:00 and highest then; or a list of numbers, ``0.5 x 7`` for seven of them, ``0.5 estimated x 7`` of another
            quality, ``none x 7`` for a hole, and ``1 ..`` at the end for 1 and on in thousandths up to the end of the period.
        start: Start of the period.
        end: End of the period.
    """
    step = Resolution.of(resolution_of(fields))
    if step is None or not step.seconds:
        raise fields.wrong(
            f"expected hour, quarter, or a code such as PT1H; found {resolution_of(fields)[:40]!r}",
            "resolution",
        )
    count = max(0, (end - start) // dt.timedelta(seconds=step.seconds))
    if count > _MOST:
        raise fields.wrong(f"expected at most {_MOST} values", "values")
    rows = list(_rows(fields, _entries(fields, count), count, start, step.seconds))
    there = [place for place, (quantity, _) in enumerate(rows) if quantity is not None]
    coded = {quality: _coded(fields, quality) for quality in {quality for _, quality in rows}}
    codes = np.array([coded[rows[place][1]] for place in there], np.uint8).reshape(-1, 3)
    return Observations(
        position=np.array(there, np.int32) + np.int32(1),
        quantity=np.array([rows[place][0] for place in there], np.int64),
        status=codes[:, 0].copy(),
        validation=codes[:, 1].copy(),
        estimation=codes[:, 2].copy(),
    )


def _entries(fields: Fields, count: int) -> tuple[str, ...]:
    """Return the texts under ``values``; a number by itself stands for all values."""
    listed = fields.texts("values") or ()
    if len(listed) != 1 or isinstance(fields.any("values"), (list, tuple)):
        return listed
    entry = _ENTRY.fullmatch(listed[0])
    return listed if entry is None or entry[3] else (f"{listed[0]} x {count}",)


def _rows(
    fields: Fields, listed: tuple[str, ...], count: int, start: dt.datetime, seconds: int
) -> Iterator[tuple[int | None, str]]:
    """Yield quantity, None for a hole, and quality of each value."""
    length = 0
    for text in listed:
        for row in _entry(
            fields, text, count - length, start + length * dt.timedelta(seconds=seconds), seconds
        ):
            length += 1
            if length > _MOST:
                raise fields.wrong(f"expected at most {_MOST} values", "values")
            yield row


def _entry(
    fields: Fields, text: str, left: int, start: dt.datetime, seconds: int
) -> Iterator[tuple[int | None, str]]:
    curve, stepped, plain = (pattern.fullmatch(text) for pattern in (_CURVE, _STEPPED, _ENTRY))
    if curve is not None:
        least, most = (_thousandths(fields, curve[place]) for place in (1, 2))
        peak = int(curve[3]) * 60 + int(curve[4])
        if peak >= _DAY_MINUTES:
            raise fields.wrong(
                f"expected a time of the day from 00:00 to 23:59, found {text[:40]!r}", "values"
            )
        step = dt.timedelta(seconds=seconds)
        yield from ((_curved(least, most, peak, start + n * step), "") for n in range(left))
    elif stepped is not None:
        first = _thousandths(fields, stepped[1])
        yield from ((first + n, "") for n in range(left))
    elif plain is not None:
        quantity = None if plain[1] == _HOLE else _thousandths(fields, plain[1])
        yield from ((quantity, plain[2] or "") for _ in range(int(plain[3] or 1)))
    else:
        raise fields.wrong(f"expected a value, found {text[:40]!r}", "values")


def _thousandths(fields: Fields, text: str) -> int:
    try:
        return thousandths(text)
    except ValueError as error:
        raise fields.wrong(str(error), "values") from None


def _curved(least: int, most: int, peak: int, when: dt.datetime) -> int:
    """Return the value of a smooth day, exact: *most* at the minute *peak* of the Norwegian clock, *least* opposite."""
    local = local_time(when)
    away = abs(local.hour * 60 + local.minute - peak) % _DAY_MINUTES
    near = _HALF - min(away, _DAY_MINUTES - away)
    share, whole = near * near * (3 * _HALF - 2 * near), _HALF**3
    return least + (2 * (most - least) * share + whole) // (2 * whole)


def _coded(fields: Fields, own: str) -> tuple[int, int, int]:
    """Return the codes of a quality: that of a value, or of all where it has none of its own."""
    quality = own or fields.text("quality", "metered") or "metered"
    if quality not in QUALITIES:
        place = "values" if own else "quality"
        raise fields.wrong(f"expected one of {', '.join(QUALITIES)}; found {quality[:40]!r}", place)
    status = QUALITIES[quality]
    estimated = status in {Status.ESTIMATED, Status.FINAL_ESTIMATED}
    doubtful = estimated or status is Status.TEMPORARY
    if own and not doubtful:
        return int(status), 0, 0
    return (
        int(status),
        _code(fields, "validation", VALIDATION_CODES, "V002" if doubtful else ""),
        _code(fields, "estimation", ESTIMATION_CODES, "E001" if estimated else ""),
    )


def _code(fields: Fields, key: str, codes: tuple[str, ...], default: str) -> int:
    code = fields.text(key, default) or ""
    if code not in codes:
        raise fields.wrong(f"expected one of {', '.join(codes[1:])}; found {code!r}", key)
    return codes.index(code)
