"""Series as plain data: dictionaries and lists that JSON can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from edielkit.market_time import Period
from edielkit.plain_values import quoted, words_of
from edielkit.series import (
    ESTIMATION_CODES,
    VALIDATION_CODES,
    Observations,
    Status,
    TimeSeries,
    decimal,
)
from edielkit.suggest import one_of
from edielkit.tables.csv_form import iso_text
from edielkit.tables.csv_reading import thousandths_of
from edielkit.tables.rows import STATUS_NAMES, TEXT_FIELDS, require_known

__all__ = ("from_dicts", "to_dicts")

_PLACES, _THOUSANDTHS = 2**31, 10**18
_SHOWN_BITS = 64


def to_dicts(series: Iterable[TimeSeries]) -> Iterator[dict[str, Any]]:
    """Yield each series as plain data, its values as parallel lists.

    Instants are ISO texts in UTC, quantities are texts with three decimals, None where missing; ``unparsed`` lists
    ``[row, text]`` of what the columns cannot hold, row numbers from 0.

    Args:
        series: The series.

    Raises:
        ValueError: A value does not fit, or a registration time has no zone.

    >>> next(to_dicts([TimeSeries(unit="kWh", observations=Observations.metered(["1.5"]))]))["values"]
    {'position': [1], 'quantity': ['1.500'], 'status': ['metered'], 'validation': [None], 'estimation': [None]}
    """
    for time_series in series:
        values, period = time_series.observations, time_series.period
        require_known(values)
        mapping: dict[str, Any] = {name: getattr(time_series, name) for name in TEXT_FIELDS}
        mapping["registered"] = None if time_series.registered is None else iso_text(time_series.registered)
        mapping["period"] = None if period is None else [iso_text(period.start), iso_text(period.end)]
        unknown = ((values.status == Status.MISSING) & (values.quantity == 0)).tolist()
        mapping["values"] = {
            "position": values.position.tolist(),
            "quantity": [
                None if none else str(decimal(quantity))
                for none, quantity in zip(unknown, values.quantity.tolist(), strict=True)
            ],
            "status": [STATUS_NAMES[n] for n in values.status.tolist()],
            "validation": [VALIDATION_CODES[n] or None for n in values.validation.tolist()],
            "estimation": [ESTIMATION_CODES[n] or None for n in values.estimation.tolist()],
        }
        if values.unparsed:
            mapping["unparsed"] = [[row, text] for row, text in values.unparsed]
        yield mapping


def from_dicts(mappings: Iterable[Mapping[str, Any]]) -> Iterator[TimeSeries]:
    """Yield the series of plain data, as `to_dicts` writes it.

    Args:
        mappings: One mapping for each series. ``values`` with ``position`` and ``quantity`` is required; the
            rest may be absent. Quantities are texts or whole numbers, never floats.

    Raises:
        ValueError: A part is absent, or a value does not fit; the text names the field and what is expected.

    >>> series = TimeSeries(unit="kWh", observations=Observations.metered(["1.5", 2]))
    >>> list(from_dicts(to_dicts([series]))) == [series]
    True
    """
    for mapping in mappings:
        yield _series(mapping)


def _series(mapping: Any) -> TimeSeries:
    if not isinstance(mapping, Mapping):
        raise ValueError(f"expected a series as an object, found {words_of(mapping)}")  # noqa: TRY004  (all faults are ValueError)
    values = mapping.get("values")
    if not isinstance(values, Mapping):
        raise ValueError(f"values: expected an object with position and quantity, found {words_of(values)}")  # noqa: TRY004
    position = _listed(values.get("position"), "values.position")
    observations = _observations(values, position, _unparsed(mapping.get("unparsed")))
    require_known(observations)
    registered = mapping.get("registered")
    return TimeSeries(
        **{name: _text(mapping.get(name), name) for name in TEXT_FIELDS},
        registered=None if registered is None else _instant(registered, "registered"),
        period=_period(mapping.get("period")),
        observations=observations,
    )


def _observations(
    values: Mapping[Any, Any], position: Sequence[Any], unparsed: tuple[tuple[int, str], ...]
) -> Observations:
    quantity = _listed(values.get("quantity"), "values.quantity", len(position))
    if any(isinstance(amount, float) for amount in quantity):
        raise ValueError("expected exact quantities, found floats")
    status = values.get("status")
    if status is None:
        status = ["missing" if amount is None else "metered" for amount in quantity]
    status = _listed(status, "values.status", len(position))
    for row, (amount, name) in enumerate(zip(quantity, status, strict=True)):
        if amount is None and name != "missing":
            raise ValueError(f"row {row} has no quantity and is not missing")
    codes = {
        name: _indices(
            ["" if code is None else code for code in _column(values, name, len(position))], allowed, name
        )
        for name, allowed in (("validation", VALIDATION_CODES), ("estimation", ESTIMATION_CODES))
    }
    return Observations(
        position=np.array([_position(row, place) for row, place in enumerate(position)], np.int32),
        quantity=np.array([_thousandths(row, amount) for row, amount in enumerate(quantity)], np.int64),
        status=_indices(status, STATUS_NAMES, "status"),
        **codes,
        unparsed=unparsed,
    )


def _column(values: Mapping[Any, Any], name: str, count: int) -> Sequence[Any]:
    column = values.get(name)
    return [None] * count if column is None else _listed(column, f"values.{name}", count)


def _listed(value: Any, field: str, count: int | None = None) -> Sequence[Any]:
    """Return a list, of so many items; an array of numpy is one too."""
    if not isinstance(value, (list, tuple, np.ndarray)) or (
        isinstance(value, np.ndarray) and value.ndim != 1
    ):
        raise ValueError(f"{field}: expected a list, found {words_of(value)}")
    if count is not None and len(value) != count:
        raise ValueError(f"{field}: expected as many items as positions, {count}, found {len(value)}")
    return value if isinstance(value, (list, tuple)) else value.tolist()


def _position(row: int, place: Any) -> int:
    if not isinstance(place, int) or isinstance(place, bool) or not -_PLACES <= place < _PLACES:
        raise ValueError(
            f"values.position, row {row}: expected a whole number of 32 bits, found {_shown(place)}"
        )
    return place


def _thousandths(row: int, amount: Any) -> int:
    if amount is None:
        return 0
    try:
        if isinstance(amount, (str, int, Decimal)) and not isinstance(amount, bool):
            thousandths = thousandths_of(amount)
            if abs(thousandths) < _THOUSANDTHS:
                return thousandths
    except (ValueError, ArithmeticError):
        pass
    raise ValueError(
        f"values.quantity, row {row}: expected a number such as 1.5, with at most fifteen digits before the point and "
        f"three behind it, found {_shown(amount)}"
    )


def _indices(names: Sequence[Any], allowed: tuple[str, ...], column: str) -> Any:
    places = {name: place for place, name in enumerate(allowed)}
    for row, name in enumerate(names):
        if not isinstance(name, str) or name not in places:
            raise ValueError(
                f"values.{column}, row {row}: expected {one_of(filter(None, allowed))}, found {_shown(name)}"
            )
    return np.array([places[name] for name in names], np.uint8)


def _unparsed(pairs: Any) -> tuple[tuple[int, str], ...]:
    pairs = () if pairs is None else _listed(pairs, "unparsed")
    for pair in pairs:
        if not (isinstance(pair, (list, tuple)) and list(map(type, pair)) == [int, str]):
            raise ValueError(f"unparsed: expected pairs of a row number and a text, found {words_of(pair)}")
    return tuple((row, text) for row, text in pairs)


def _text(value: Any, field: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{field}: expected text, found {words_of(value)}")
    return value


def _period(ends: Any) -> Period | None:
    if ends is None:
        return None
    if not isinstance(ends, (list, tuple)) or len(ends) != 2:
        raise ValueError(f"period: expected a list of two instants, found {words_of(ends)}")
    return Period(*(_instant(end, "period") for end in ends))


def _instant(text: Any, field: str) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(
            f"{field}: expected an instant with a time zone, such as 2024-06-04T00:00:00Z, found {_shown(text)}"
        )
    return instant


def _shown(value: Any) -> str:
    # a number is shown as a text is, if it is no book
    short = isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < _SHOWN_BITS
    return str(value) if short else quoted(value)
