"""Series as plain data: dictionaries and lists that JSON can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from edielkit.market_time import Period
from edielkit.series import (
    ESTIMATION_CODES,
    VALIDATION_CODES,
    Observations,
    Status,
    TimeSeries,
    decimal,
)
from edielkit.tables.csv_form import iso_text
from edielkit.tables.csv_reading import thousandths_of
from edielkit.tables.rows import STATUS_NAMES, TEXT_FIELDS, require_known

__all__ = ("from_dicts", "to_dicts")


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
        ValueError: A part is absent, or a value does not fit.

    >>> series = TimeSeries(unit="kWh", observations=Observations.metered(["1.5", 2]))
    >>> list(from_dicts(to_dicts([series]))) == [series]
    True
    """
    for mapping in mappings:
        try:
            yield _series(mapping)
        except (KeyError, TypeError, IndexError, OverflowError, ArithmeticError) as error:
            raise ValueError(f"the mapping is no series: {error!r}") from None


def _series(mapping: Mapping[str, Any]) -> TimeSeries:
    values = mapping["values"]
    position, quantity = values["position"], values["quantity"]
    if any(isinstance(amount, float) for amount in quantity):
        raise ValueError("expected exact quantities, found floats")
    status = values.get("status")
    if status is None:
        status = ["missing" if amount is None else "metered" for amount in quantity]
    for row, (amount, name) in enumerate(zip(quantity, status, strict=True)):
        if amount is None and name != "missing":
            raise ValueError(f"row {row} has no quantity and is not missing")
    nothing = [None] * len(position)
    observations = Observations(
        position=np.array(position, np.int32),
        quantity=np.array([0 if amount is None else thousandths_of(amount) for amount in quantity], np.int64),
        status=np.array([STATUS_NAMES.index(name) for name in status], np.uint8),
        validation=_code_indices(values.get("validation", nothing), VALIDATION_CODES),
        estimation=_code_indices(values.get("estimation", nothing), ESTIMATION_CODES),
        unparsed=tuple((int(row), str(text)) for row, text in mapping.get("unparsed", ())),
    )
    require_known(observations)
    period = mapping.get("period")
    return TimeSeries(
        **{name: mapping.get(name) for name in TEXT_FIELDS},
        registered=None if mapping.get("registered") is None else _instant(mapping["registered"]),
        period=None if period is None else Period(_instant(period[0]), _instant(period[1])),
        observations=observations,
    )


def _code_indices(names: list[str | None], codes: tuple[str, ...]) -> Any:
    return np.array([codes.index(code or "") for code in names], np.uint8)


def _instant(text: str) -> dt.datetime:
    instant = dt.datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"expected an instant with a time zone, found {text!r}")
    return instant
