"""From the texts of a wire to columns: amounts, stated periods, and how the values of a line become series.

Both ways to read a message end here: the exact one through typed values and the fast one through the bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.messages.message import Time
from edielkit.edifact.series.steps import day_zones
from edielkit.edifact.timestamps import Clock
from edielkit.market_time import Period, shown_by
from edielkit.series import Observations, Status, decimal

__all__ = (
    "NO_TIME",
    "Block",
    "Piece",
    "beside_calendar",
    "instant_of",
    "period_of",
    "pieces",
    "quantity_of",
    "seconds_of",
    "stated_instant",
    "stated_period",
    "withdrawn",
)

# A row without a time of its own.
NO_TIME = -(1 << 62)

# the notations (2379) of a year and a month
_CALENDAR = frozenset({"602", "610"})
_NUMBER = re.compile(r"(-?)(\d+)(?:[.,](\d+))?\Z", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIXED = {300: "PT5M", 900: "PT15M", 1800: "PT30M", 3600: "PT1H"}
_STEPS = {code: seconds for seconds, code in _FIXED.items()}
# Nothing shorter than this is a day: 23 hours at the change to summer time.
_SHORTEST_DAY = 23 * 3600


def seconds_of(instant: dt.datetime) -> int:
    """Return an aware instant as seconds since 1970 UTC.

    >>> seconds_of(dt.datetime(1970, 1, 2, tzinfo=dt.UTC))
    86400
    """
    delta = instant - _EPOCH
    return delta.days * 86400 + delta.seconds


def instant_of(seconds: int) -> dt.datetime:
    """Return seconds since 1970 as an instant in UTC."""
    return _EPOCH + dt.timedelta(seconds=int(seconds))


def withdrawn(observations: Observations) -> Observations:
    """Return values that a message takes back: they are no values of their period, and each is kept as text.

    >>> none = [0]
    >>> taken = withdrawn(
    ...     Observations(position=[1], quantity=[1250], status=none, validation=none, estimation=none)
    ... )
    >>> taken.unparsed, Status(taken.status[0])
    (((0, '1.250'),), <Status.MISSING: 5>)
    """
    texts = dict(observations.unparsed)
    amounts = enumerate(zip(observations.quantity.tolist(), observations.status.tolist(), strict=True))
    for row, (quantity, status) in amounts:
        if status != Status.MISSING:
            texts.setdefault(row, str(decimal(quantity)))
    return attrs.evolve(
        observations,
        quantity=np.zeros(len(observations.quantity), np.int64),
        status=np.full(len(observations.status), int(Status.MISSING), np.uint8),
        unparsed=tuple(sorted(texts.items())),
    )


def quantity_of(text: str) -> tuple[int, bool]:
    """Return a quantity in thousandths, and whether that is all of it.

    >>> quantity_of("12,5"), quantity_of("0.0005"), quantity_of("x")
    ((12500, True), (0, False), (0, False))
    """
    # no long text goes into the cache
    return _quantity_of(text) if len(text) <= _LONGEST else (0, False)


_LONGEST = 64


@lru_cache(maxsize=4096)
def _quantity_of(text: str) -> tuple[int, bool]:
    match = _NUMBER.match(text)
    if match is None:
        return 0, False
    whole, places = match[2].lstrip("0"), (match[3] or "").rstrip("0")
    # QTY 6060 of D.96A is n..15, and EMIF's decimal153 has three places
    if len(places) > 3 or len(whole) + len(places) > 15:
        return 0, False
    value = int(whole + places.ljust(3, "0"))
    return (-value if match[1] else value), True


def _seconds(time: Time, clock: Clock | None) -> int:
    # a month or a year as a border is its first instant, as a day is
    return seconds_of(time.period(clock).start if time.format in _CALENDAR else time.instant(clock))


def period_of(times: Iterable[Time], clock: Clock | None) -> tuple[int, int] | None:
    """Return start and end that DTM segments state: 324, or 163 with 164, or 163 as a whole month or year.

    Returns:
        Seconds since 1970 UTC; None when no interval is stated.

    Raises:
        ValueError: A time does not follow its format, or nobody states a zone.
    """
    start: Time | None = None
    end: Time | None = None
    for time in times:
        if time.function == "324":
            period = time.period(clock)
            return seconds_of(period.start), seconds_of(period.end)
        if time.function == "163" and start is None:
            start = time
        elif time.function == "164" and end is None:
            end = time
    if start is None:
        return None
    if end is not None:
        return _seconds(start, clock), _seconds(end, clock)
    if start.format in _CALENDAR:
        period = start.period(clock)
        return seconds_of(period.start), seconds_of(period.end)
    return None


def stated_period(times: Iterable[Time], clock: Clock | None) -> Period | None:
    """Return the period that a header or point states, None when it states none or it cannot be read."""
    try:
        interval = period_of(times, clock)
    except ValueError:
        return None
    return None if interval is None else Period(instant_of(interval[0]), instant_of(interval[1]))


def stated_instant(times: Iterable[Time], function: str, clock: Clock | None) -> dt.datetime | None:
    """Return the first time with the qualifier *function*, None when there is none or it cannot be read."""
    for time in times:
        if time.function == function:
            try:
                return time.instant(clock)
            except ValueError:
                return None
    return None


@attrs.frozen(kw_only=True, eq=False)
class Block:
    """Values in the order of the message.

    Attributes:
        start: int64, first second of the value since 1970 UTC, or `NO_TIME`.
        end: int64, first second after it, or `NO_TIME`.
        quantity: int64, thousandths of the unit.
        status: uint8, values of `edielkit.series.Status`.
        unparsed: Rows that thousandths cannot hold, with the text of the wire; ordered.
        units: The different units (6411) of the values, in order; an empty text for values without one of their own.
        unit_rows: Which of them each value has, None when all have the same.
    """

    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    quantity: npt.NDArray[np.int64]
    status: npt.NDArray[np.uint8]
    unparsed: tuple[tuple[int, str], ...] = ()
    units: tuple[str, ...] = ("",)
    unit_rows: npt.NDArray[np.int64] | None = None

    @classmethod
    def of_nothing(cls) -> Block:
        """Return the block of a line without values."""
        none = np.zeros(0, np.int64)
        return cls(start=none, end=none, quantity=none, status=np.zeros(0, np.uint8))

    def __len__(self) -> int:
        return len(self.quantity)

    @cached_property
    def unparsed_rows(self) -> Mapping[int, str]:
        """The rows that thousandths cannot hold, with their text."""
        return dict(self.unparsed)


@attrs.frozen(kw_only=True, eq=False)
class Piece:
    """The values of one resolution.

    Attributes:
        rows: Which rows of the block, ascending.
        resolution: Code such as ``PT1H``, or None.
        period: Half-open period, or None.
        observations: The values with their positions.
    """

    rows: npt.NDArray[np.int64]
    resolution: str | None
    period: Period | None
    observations: Observations


def pieces(block: Block, base: Period | None, clock: Clock | None, positional: str | None) -> Iterator[Piece]:
    """Cut a block into pieces of one resolution each; a regular line gives one.

    Args:
        block: The values of a line.
        base: The period that the point or the header states; it counts when it holds the values.
        clock: Where days and months begin.
        positional: Resolution that the point states for values without times.
    """
    if not len(block):
        return
    timed = block.start != NO_TIME
    if not timed.all():
        rows = np.flatnonzero(~timed)
        # where others have times, the order says no place
        yield _untimed(block, rows, base, None if timed.any() else positional)
    if timed.any():
        yield from _timed(block, np.flatnonzero(timed), base, clock)


def _untimed(block: Block, rows: npt.NDArray[np.int64], base: Period | None, positional: str | None) -> Piece:
    positions = np.arange(1, len(rows) + 1, dtype=np.int64)
    if positional is None or base is None:
        return _piece(block, rows, None, None, positions)
    period = base
    step = _STEPS.get(positional)
    if base.end <= base.start and step:
        # a start alone: the count gives the end
        period = Period(base.start, base.start + dt.timedelta(seconds=step * len(rows)))
    return _piece(block, rows, positional, period, positions)


def _timed(
    block: Block, rows: npt.NDArray[np.int64], base: Period | None, clock: Clock | None
) -> Iterator[Piece]:
    start, end = block.start[rows], block.end[rows]
    length = end - start
    if length[0] in _FIXED and (length == length[0]).all():
        yield _fixed(block, rows, _FIXED[int(length[0])], base)
        return
    codes = np.zeros(len(rows), np.int64)
    names = [""]
    for seconds, name in _FIXED.items():
        codes[length == seconds] = len(names)
        names.append(name)
    names += ["P1D", "P1M", "P1Y"]
    for row in np.flatnonzero((codes == 0) & (length >= _SHORTEST_DAY)).tolist():
        codes[row] = names.index(_calendar_code(int(start[row]), int(end[row]), clock))
    order = np.sort(np.unique(codes, return_index=True)[1])
    for code in codes[order].tolist():
        chosen = rows[codes == code]
        name = names[code]
        if name in _STEPS:
            yield _fixed(block, chosen, name, base)
        elif name:
            yield _by_calendar(block, chosen, name, base, clock)
        else:
            # a stretch of no standard length is a series of its own
            for row in chosen:
                alone = np.array([row], np.int64)
                yield _piece(block, alone, None, _span(block, alone), np.ones(1, np.int64))


def _span(block: Block, rows: npt.NDArray[np.int64]) -> Period:
    return Period(instant_of(block.start[rows].min()), instant_of(block.end[rows].max()))


def _covers(base: Period | None, span: Period) -> bool:
    return base is not None and base.start <= span.start and span.end <= base.end


def _fixed(block: Block, rows: npt.NDArray[np.int64], code: str, base: Period | None) -> Piece:
    step = _STEPS[code]
    start = block.start[rows]
    period = _span(block, rows)
    if base is not None and _covers(base, period):
        origin = seconds_of(base.start)
        if not ((start - origin) % step).any():
            period = base
    positions = (start - seconds_of(period.start)) // step + 1
    return _piece(block, rows, code, period, positions)


def _calendar_code(start: int, end: int, clock: Clock | None) -> str:
    """Return the code of a stretch from midnight to midnight: a day, a month or a year, else nothing."""
    codes = (_code_in(start, end, zone) for zone in day_zones(clock))
    return next(filter(None, codes), "")


def _code_in(start: int, end: int, zone: dt.tzinfo) -> str:
    """Return the code of a stretch from midnight to midnight of a zone."""
    first, last = (shown_by(zone, instant_of(seconds)) for seconds in (start, end))
    if first is None or last is None or not (_is_midnight(first) and _is_midnight(last)):
        return ""
    if last.date() - first.date() == dt.timedelta(days=1):
        return "P1D"
    if first.day == last.day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month
        if months == 1:
            return "P1M"
        if months == 12 and first.month == 1:
            return "P1Y"
    return ""


def _by_calendar(
    block: Block, rows: npt.NDArray[np.int64], code: str, base: Period | None, clock: Clock | None
) -> Piece:
    span = _span(block, rows)
    zone = _zone_of(block, rows, code, clock)
    period = base if base is not None and _covers(base, span) and _begins(base.start, code, zone) else span
    origin = _ordinal(period.start, code, zone)
    ordinals = [_ordinal(instant_of(seconds), code, zone) for seconds in block.start[rows].tolist()]
    return _piece(block, rows, code, period, np.array(ordinals, np.int64) - origin + 1)


def _zone_of(block: Block, rows: npt.NDArray[np.int64], code: str, clock: Clock | None) -> dt.tzinfo:
    """Return the zone whose days, months or years values are: that of all of them, else that of the first."""
    # most days are days in several zones: only a clock change tells which calendar a series keeps to
    zones = [zone for zone in day_zones(clock) if _beside(block, rows[:1], code, zone) is None]
    return next((zone for zone in zones if _beside(block, rows, code, zone) is None), zones[0])


def _beside(block: Block, rows: npt.NDArray[np.int64], code: str, zone: dt.tzinfo) -> int | None:
    """Return the first row that is no day, month or year of a zone, None when all are."""
    spans = zip(rows.tolist(), block.start[rows].tolist(), block.end[rows].tolist(), strict=True)
    return next((row for row, start, end in spans if _code_in(start, end, zone) != code), None)


def beside_calendar(block: Block, piece: Piece, clock: Clock | None) -> int | None:
    """Return the first row of a piece that is a day, month or year of another calendar than its others, None for none.

    A day of 24 hours of normal time among days of the year's clock is one, where the clock changes.

    Args:
        block: The values of a line.
        piece: Some of them, of one resolution.
        clock: Where days and months begin.
    """
    code = piece.resolution
    if code is None or code in _STEPS:
        return None
    return _beside(block, piece.rows, code, _zone_of(block, piece.rows, code, clock))


def _is_midnight(local: dt.datetime) -> bool:
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _begins(instant: dt.datetime, code: str, zone: dt.tzinfo) -> bool:
    local = shown_by(zone, instant)
    if local is None:
        return False
    return _is_midnight(local) and (code == "P1D" or local.day == 1) and (code != "P1Y" or local.month == 1)


def _ordinal(instant: dt.datetime, code: str, zone: dt.tzinfo) -> int:
    local = shown_by(zone, instant) or instant
    return {
        "P1D": local.toordinal(),
        "P1M": local.year * 12 + local.month,
        "P1Y": local.year,
    }[code]


def _piece(
    block: Block,
    rows: npt.NDArray[np.int64],
    resolution: str | None,
    period: Period | None,
    positions: npt.NDArray[np.int64],
) -> Piece:
    whole = len(rows) == len(block)
    zeros = np.zeros(len(rows), np.uint8)
    unparsed = block.unparsed
    if unparsed and not whole:
        texts = block.unparsed_rows
        unparsed = tuple((at, texts[row]) for at, row in enumerate(rows.tolist()) if row in texts)
    return Piece(
        rows=rows,
        resolution=resolution,
        period=period,
        observations=Observations(
            position=positions.astype(np.int32),
            quantity=block.quantity if whole else block.quantity[rows],
            status=block.status if whole else block.status[rows],
            validation=zeros,
            estimation=zeros,
            unparsed=unparsed,
        ),
    )
