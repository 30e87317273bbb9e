"""Time series of metering values (måleverdiserier) as columns: exact, small, never an object per value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from enum import IntEnum
from functools import lru_cache
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.harmless import quoted
from edielkit.market_time import RESOLUTIONS, Period, Resolution, expected_count, instant_or_none, local_time

__all__ = (
    "ESTIMATION_CODES",
    "QUANTITY_LIMIT",
    "VALIDATION_CODES",
    "Observation",
    "Observations",
    "Status",
    "TimeSeries",
    "decimal",
    "thousandths",
)


class Status(IntEnum):
    """How a value came about; the numbers are those of the status column.

    The first five and the last are the forms of an EMIF Observation; MISSING is a hole that a wire can name.
    """

    METERED = 0
    ESTIMATED = 1
    FINAL_ESTIMATED = 2
    TEMPORARY = 3
    CALCULATED = 4
    MISSING = 5
    CALCULATED_FOR_SETTLEMENT = 6


# EMIF types ValidationCodeType and EstimationCodeType; index 0 is "no code".
VALIDATION_CODES = ("", "V001", "V002", "V003", "V004", "V011", "V012", "V013", "V014", "V999")
ESTIMATION_CODES = ("", "E001", "E002", "E003", "E004", "E005", "E006", "E007", "E008")

# EMIF decimal153: fifteen digits, three of them after the point.
QUANTITY_LIMIT = 10**15


@attrs.frozen
class Observation:
    """One value of a series.

    Attributes:
        position: Place in the period, from 1 (EMIF: Sequence).
        quantity: The amount in the unit of the series, exact; None for a missing value.
        status: How the value came about.
        validation: EMIF ValidationCode, or empty.
        estimation: EMIF EstimationCode, or empty.
    """

    position: int
    quantity: Decimal | None
    status: Status = Status.METERED
    validation: str = ""
    estimation: str = ""


def _column(dtype: type[np.generic]) -> Any:
    def convert(values: Any) -> npt.NDArray[Any]:
        array = np.asarray(values, dtype)
        if array.ndim != 1:
            raise ValueError("a column has one dimension")
        if array.flags.writeable:
            array = array.view()
            array.flags.writeable = False
        return array

    return attrs.field(converter=convert, eq=attrs.cmp_using(eq=np.array_equal), repr=False)


# longer series are compared as columns, so that little is remembered
_MANY = 1 << 14


@lru_cache(maxsize=64)
def _counted_to(count: int) -> bytes:
    """Return the positions from 1 to a number as bytes, which are quicker to compare than columns."""
    return np.arange(1, count + 1, dtype=np.int32).tobytes()


@attrs.frozen(kw_only=True, hash=False, repr=False)
class Observations:
    """Parallel columns of values, read-only.

    Attributes:
        position: int32, place in the period from 1.
        quantity: int64, thousandths of the unit.
        status: uint8, values of `Status`.
        validation: uint8, index into `VALIDATION_CODES`.
        estimation: uint8, index into `ESTIMATION_CODES`.
        unparsed: Rows that the columns cannot hold, as (row, text of the wire); their columns read zero and MISSING.
    """

    position: npt.NDArray[np.int32] = _column(np.int32)
    quantity: npt.NDArray[np.int64] = _column(np.int64)
    status: npt.NDArray[np.uint8] = _column(np.uint8)
    validation: npt.NDArray[np.uint8] = _column(np.uint8)
    estimation: npt.NDArray[np.uint8] = _column(np.uint8)
    unparsed: tuple[tuple[int, str], ...] = ()

    def __attrs_post_init__(self) -> None:
        if (
            len(
                {
                    len(c)
                    for c in (self.position, self.quantity, self.status, self.validation, self.estimation)
                }
            )
            > 1
        ):
            raise ValueError("all columns of a series have the same length")

    @classmethod
    def of_columns(
        cls,
        position: npt.NDArray[np.int32],
        quantity: npt.NDArray[np.int64],
        status: npt.NDArray[np.uint8],
        validation: npt.NDArray[np.uint8],
        estimation: npt.NDArray[np.uint8],
    ) -> Observations:
        """Return columns that the caller has checked, without a look at each: for readers of many short series.

        Args:
            position: As `Observations` has it.
            quantity: The same.
            status: The same.
            validation: The same.
            estimation: The same. All five have these types, one dimension and one length, and are read-only.
        """
        observations = object.__new__(cls)
        put = object.__setattr__
        put(observations, "position", position)
        put(observations, "quantity", quantity)
        put(observations, "status", status)
        put(observations, "validation", validation)
        put(observations, "estimation", estimation)
        put(observations, "unparsed", ())
        return observations

    @property
    def counts_from_one(self) -> bool:
        """The positions are 1, 2, 3 and so on.

        >>> (
        ...     Observations.metered(["1.5", 2]).counts_from_one,
        ...     Observations.metered(["1.5"], first=2).counts_from_one,
        ... )
        (True, False)
        """
        count = len(self.position)
        if count > _MANY:
            return bool(np.array_equal(self.position, np.arange(1, count + 1)))
        return self.position.tobytes() == _counted_to(count)

    @classmethod
    def metered(cls, quantities: Iterable[Decimal | int | str], *, first: int = 1) -> Observations:
        """Return metered values at consecutive positions.

        Args:
            quantities: Amounts in the unit of the series, at most three decimals.
            first: Position of the first value.

        Raises:
            ValueError: An amount is no number, has more than three decimals or is too large; the text has its index.
            TypeError: An amount is a float, which is not exact, or they are no amounts in order.

        >>> Observations.metered(["1.5", 2]).quantity
        array([1500, 2000])
        """
        values = np.fromiter(_amounts(quantities), np.int64)
        zeros = np.zeros(len(values), np.uint8)
        return cls(
            position=np.arange(first, first + len(values), dtype=np.int32),
            quantity=values,
            status=zeros,
            validation=zeros,
            estimation=zeros,
        )

    @classmethod
    def of(cls, rows: Iterable[Observation]) -> Observations:
        """Return *rows* as columns.

        Raises:
            ValueError: A row does not fit the columns: more than three decimals, or an unknown code; the text has its index.
            TypeError: An amount is a float, which is not exact, or they are no amounts in order.

        >>> len(Observations.of([Observation(1, Decimal("0.125"), Status.ESTIMATED, "V001", "E002")]))
        1
        """
        listed = list(rows)
        return cls(
            position=np.array([r.position for r in listed], np.int32),
            quantity=np.fromiter(_amounts(0 if r.quantity is None else r.quantity for r in listed), np.int64),
            status=np.array([int(r.status) for r in listed], np.uint8),
            validation=_indexes("validation", (r.validation for r in listed), VALIDATION_CODES),
            estimation=_indexes("estimation", (r.estimation for r in listed), ESTIMATION_CODES),
        )

    def __repr__(self) -> str:
        """Say how many values there are, their sum, and how they came about.

        >>> Observations.of([Observation(1, Decimal("1.5")), Observation(2, None, Status.MISSING)])
        <Observations: 2 values, sum 1.500, 1 metered, 1 missing>
        """
        counts = [(Status(status), count) for status, count in enumerate(np.bincount(self.status)) if count]
        parts = [f"{count} {status.name.lower().replace('_', ' ')}" for status, count in counts]
        if self.unparsed:
            parts.append(f"{len(self.unparsed)} of them no numbers")
        values = "value" if len(self) == 1 else "values"
        return f"<Observations: {', '.join([f'{len(self)} {values}', f'sum {self.total}', *parts])}>"

    def __len__(self) -> int:
        return len(self.position)

    def __iter__(self) -> Iterator[Observation]:
        columns = (self.position, self.quantity, self.status, self.validation, self.estimation)
        for position, quantity, status, validation, estimation in zip(
            *(c.tolist() for c in columns), strict=True
        ):
            yield Observation(
                position,
                None if status == Status.MISSING else decimal(quantity),
                Status(status),
                VALIDATION_CODES[validation],
                ESTIMATION_CODES[estimation],
            )

    def __getitem__(self, row: int) -> Observation:
        if not -len(self) <= row < len(self):
            expected = (
                f"a row from 0 to {len(self) - 1}" if len(self) else "no row of a series without values"
            )
            raise IndexError(f"expected {expected}, found {row}")
        rows = slice(row, row + 1 or None)
        return next(
            iter(
                Observations(
                    position=self.position[rows],
                    quantity=self.quantity[rows],
                    status=self.status[rows],
                    validation=self.validation[rows],
                    estimation=self.estimation[rows],
                )
            )
        )

    @property
    def total(self) -> Decimal:
        """The exact sum of all values; one that is missing has none, whatever the wire wrote beside it.

        >>> Observations.metered(["0.1", "0.2"]).total
        Decimal('0.300')
        """
        quantity = self.quantity
        missing = self.status == Status.MISSING
        if missing.any():
            quantity = quantity[~missing]
        if len(quantity) and int(np.abs(quantity).max()) > (1 << 62) // len(quantity):
            return decimal(sum(quantity.tolist()))
        return decimal(int(quantity.sum()))


@attrs.frozen(kw_only=True, hash=False)
class TimeSeries:
    """One metering point (målepunkt) or grid area, one product, one direction, one resolution, one period.

    The constructor takes what readers of messages find, whatever it is, and looks at nothing: that is on the way of each
    value. A series that you make yourself is made by `TimeSeries.of`, which refuses what no message could carry.

    Attributes:
        metering_point: Identification of the metering point, or None.
        grid_area: Identification of the metering grid area (nettavregningsområde), or None.
        product: Product identification as the wire gives it.
        unit: Unit as the wire gives it, such as ``kWh``.
        direction: ``In`` or ``Out`` seen from the grid, or None when the wire does not say.
        resolution: Code of the step length, such as ``PT1H``, or None when the wire does not say.
        period: Half-open period of aware instants, or None when the wire does not say.
        registered: Registration time, aware, or None.
        identification: The payload's or transaction's own identification, or None.
        observations: The values.
    """

    metering_point: str | None = None
    grid_area: str | None = None
    product: str | None = None
    unit: str | None = None
    direction: str | None = None
    resolution: str | None = None
    period: Period | None = None
    registered: dt.datetime | None = attrs.field(default=None, converter=instant_or_none)
    identification: str | None = None
    observations: Observations

    @classmethod
    def of(
        cls,
        values: Iterable[Decimal | int | str] | Observations,
        *,
        period: Period,
        resolution: str,
        direction: str | None = None,
        **fields: Any,
    ) -> TimeSeries:
        """Return the series of a full period, and refuse at once what no message could carry.

        Readers of messages make series of whatever they find, and the report says what is wrong; this is for series
        that you make yourself.

        Args:
            values: Metered amounts in the unit of the series, or columns.
            period: Half-open period of aware instants.
            resolution: Code of the step length, such as ``PT1H``.
            direction: ``In``, ``Out``, or None.
            fields: The other attributes, such as ``metering_point``, ``product`` and ``unit``.

        Raises:
            ValueError: The direction or the resolution is unknown, an amount is no number, or the values are more or
                fewer than the period has steps.
            TypeError: An amount is a float, or the metering point is no text.

        >>> from edielkit.market_time import day_period
        >>> TimeSeries.of([1] * 24, period=day_period(dt.date(2026, 3, 29)), resolution="PT1H")
        Traceback (most recent call last):
        ValueError: expected 23 values of PT1H from 2026-03-29 00:00 to 2026-03-30 00:00 in Oslo, found 24
        """
        point = fields.get("metering_point")
        if point is not None and not isinstance(point, str):
            raise TypeError(
                f"expected a metering point as text, such as '707057500000000014', found {type(point).__name__}"
            )
        step = Resolution.of(resolution) if isinstance(resolution, str) else None
        if step is None:
            raise ValueError(f"expected a resolution of {', '.join(RESOLUTIONS)}, found {resolution!r}")
        if direction not in {None, "In", "Out"}:
            raise ValueError(f"expected the direction In, Out or None, found {direction!r}")
        observations = values if isinstance(values, Observations) else Observations.metered(values)
        expected = expected_count(period, step)
        if expected is None or expected != len(observations):
            steps = "a whole number of" if expected is None else str(expected)
            start, end = (
                local_time(instant).strftime("%Y-%m-%d %H:%M") for instant in (period.start, period.end)
            )
            raise ValueError(
                f"expected {steps} values of {resolution} from {start} to {end} in Oslo, found {len(observations)}"
            )
        return cls(
            period=period, resolution=resolution, direction=direction, observations=observations, **fields
        )

    def instants(self) -> npt.NDArray[np.datetime64]:
        """Return the start of each value as UTC instants (datetime64 seconds).

        Returns:
            One instant for each row, from the period's start, the resolution and the position; ``NaT`` for a position
            below 1, such as one that could not be read.

        Raises:
            ValueError: The series has no period, or no resolution of fixed length.
        """
        resolution = Resolution.of(self.resolution) if self.resolution else None
        if self.period is None or resolution is None or not resolution.seconds:
            raise ValueError("the instants need a period and a resolution of fixed length")
        start = np.datetime64(self.period.start.astimezone(dt.UTC).replace(tzinfo=None), "s")
        position = self.observations.position.astype(np.int64)
        steps = ((position - 1) * resolution.seconds).astype("timedelta64[s]")
        return np.where(position < 1, np.datetime64("NaT", "s"), start + steps)


# more digits than these would be rounded without a word, and larger powers cost time
_EXACT = Context(prec=28, Emax=40, traps=[Inexact, InvalidOperation, Overflow])


def _amounts(quantities: Iterable[Decimal | int | str]) -> Iterator[int]:
    """Yield amounts in thousandths; what is wrong with one is told with its index."""
    if isinstance(quantities, (str, bytes, Mapping)) or not isinstance(quantities, Iterable):
        raise TypeError(f"expected amounts in order, such as a list, found {type(quantities).__name__}")
    for index, quantity in enumerate(quantities):
        if isinstance(quantity, bool):
            raise TypeError(f"value {index}: expected a Decimal, an int or a text, found {quantity}")
        if isinstance(quantity, float):
            raise TypeError(
                f"value {index}: a float is not exact; expected a Decimal, an int or a text such as {str(quantity)!r}"
            )
        try:
            yield thousandths(quantity)
        except ValueError as error:
            raise ValueError(f"value {index}: {error}") from None


def _indexes(name: str, codes: Iterable[str], listed: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return the places of *codes* in a list of codes; what is wrong with one is told with its index."""
    places = []
    for index, code in enumerate(codes):
        if code not in listed:
            raise ValueError(
                f"value {index}: expected a code of {name} {', '.join(filter(None, listed))} or none, found {code!r}"
            )
        places.append(listed.index(code))
    return np.array(places, np.uint8)


def thousandths(quantity: Decimal | int | str) -> int:
    """Return *quantity* in thousandths, exact.

    Raises:
        ValueError: *quantity* is no number, has more than three decimals, or 16 digits or more.

    >>> thousandths("12.34")
    12340
    """
    try:
        scaled = _EXACT.multiply(Decimal(quantity), 1000)
        whole = int(scaled)
    except Inexact:
        raise ValueError("expected at most three decimals and fifteen digits, found more than 28") from None
    except (ArithmeticError, TypeError, ValueError):
        raise ValueError(f"expected a finite decimal number, found {quoted(str(quantity), 40)}") from None
    if whole != scaled:
        raise ValueError(f"expected at most three decimals, found {quantity}")
    if abs(whole) >= QUANTITY_LIMIT:
        raise ValueError(f"expected less than fifteen digits, found {quantity}")
    return whole


def decimal(value: int) -> Decimal:
    """Return *value* thousandths as a decimal number with three places.

    >>> decimal(12340)
    Decimal('12.340')
    """
    return Decimal(value).scaleb(-3)
