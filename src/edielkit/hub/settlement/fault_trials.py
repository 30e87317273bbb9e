"""Which exchange point makes the loss of a grid area implausible: one fault after the other is tried on every point.

An exchange point counts in two areas, and a fault shows in both. For each point and fault the values are put right as if
the fault were there; the closer the loss of the areas comes to what is usual, the likelier it is. The trial is this
hub's own (derived); it accuses nobody, it says where to look first. Faults that cannot be told from the values of one
side alone are found by it: exchanged directions, a place that both sides report, values that are an hour off.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.exchange import LossLimits
from edielkit.hub.core.apportioning import Ints
from edielkit.market_time import Period, local_time
from edielkit.series import thousandths

__all__ = ("AreaFlows", "ExchangeFault", "ExchangeSuspect", "PointFlows", "suspects")

Flags = npt.NDArray[np.bool_]
_HOUR = 60
# A share of gross infeed is calculated in ten-thousandths.
_WHOLE = 10_000
# What leaves more than half of the unusual loss explains nothing.
_EXPLAINS = 2
# How many points of the other side are compared interval by interval.
_NEAR = 8


class ExchangeFault(StrEnum):
    """What may be wrong with the values of an exchange point."""

    MISSING = "a channel is missing"
    SWAPPED = "In and Out are exchanged"
    TWICE = "both sides report it"
    SHIFTED = "values are an hour off"


@attrs.frozen(kw_only=True, eq=False)
class AreaFlows:
    """A grid area's day as it was calculated, in thousandths of a kWh by interval.

    Attributes:
        area: EIC of the grid area.
        period: The local day.
        minutes: Length of an interval.
        loss: Production + import - export - consumption.
        gross: Gross infeed: production and import.
        expect: Gives the usual loss for a gross infeed; None where nobody knows it: then the share of gross infeed
            that fits the day best counts as usual, from nothing up to the limit of a high loss.
        limits: When a loss is implausible.
    """

    area: str
    period: Period
    minutes: int
    loss: Ints
    gross: Ints
    expect: Callable[[Ints], Ints] | None = None
    limits: LossLimits = attrs.field(factory=LossLimits)


@attrs.frozen(kw_only=True, eq=False)
class PointFlows:
    """A day of an exchange point, by interval of the settlement, in thousandths of a kWh; zeros where nothing is.

    Attributes:
        point: GSRN.
        main_area: EIC of the area that In and Out are seen from.
        neighbour: EIC of the area on the other side, None when it is not known.
        incoming: Values In.
        outgoing: Values Out.
        missing: Directions without a value for every interval.
    """

    point: str
    main_area: str
    neighbour: str | None
    incoming: Ints
    outgoing: Ints
    missing: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class ExchangeSuspect:
    """A fault that would explain the loss.

    Attributes:
        point: GSRN of the metering point.
        fault: What would be wrong.
        plausible: Without the fault the loss of all areas of the point is within its limits.
        before: Unusual loss of these areas as calculated, over the day, thousandths of a kWh.
        after: What would be left of it.
        reason: The same in words.
    """

    point: str
    fault: ExchangeFault
    plausible: bool
    before: int
    after: int
    reason: str

    @property
    def likelihood(self) -> tuple[bool, bool, int, str]:
        """What suspects are ranked by: of what makes the loss plausible, a channel that is missing is a fact."""
        return not self.plausible, self.fault is not ExchangeFault.MISSING, self.after, self.point


class _Trial(NamedTuple):
    """Values of a point as they would be without a fault, and for which intervals they are known."""

    fault: ExchangeFault
    words: str
    incoming: Ints
    outgoing: Ints
    covered: Flags


def suspects(areas: Iterable[AreaFlows], points: Iterable[PointFlows]) -> tuple[ExchangeSuspect, ...]:
    """Return the faults that would explain what is unusual in the loss of areas, the likeliest first.

    A point is named once, with its likeliest fault; nothing is unusual where all losses are within their limits.

    Args:
        areas: The areas of one day, equally long; more than the one in question make the answer surer.
        points: Their exchange points.

    >>> day = Period(*(dt.datetime(2026, 2, n, 23, tzinfo=dt.UTC) for n in (1, 2)))
    >>> used, nothing = np.full(24, 9_000_000), np.zeros(24, np.int64)
    >>> area = AreaFlows(area="A", period=day, minutes=60, loss=-2 * used, gross=nothing)
    >>> turned = PointFlows(point="1", main_area="A", neighbour="B", incoming=nothing, outgoing=used)
    >>> [(each.point, each.fault.name, each.after) for each in suspects([area], [turned])]
    [('1', 'SWAPPED', 0)]
    """
    by_name = {area.area: area for area in areas}
    if all(_within(area, area.loss, area.gross) for area in by_name.values()):
        return ()
    listed = tuple(points)
    twins = _Twins(listed)
    ranked = []
    for point in listed:
        sides = tuple(_sides(point, by_name))
        if not sides:
            continue
        named = (_checked(point, trial, sides) for trial in _trials(point, twins, sides[0][0]))
        best = min((suspect for suspect in named if suspect is not None), key=_rank, default=None)
        if best is not None:
            ranked.append(best)
    return tuple(sorted(ranked, key=_rank))


def _rank(suspect: ExchangeSuspect) -> tuple[bool, bool, int, str]:
    return suspect.likelihood


def _sides(point: PointFlows, areas: Mapping[str, AreaFlows]) -> Iterator[tuple[AreaFlows, int]]:
    """Yield each known area of a point, and 1 where In comes into it, -1 where it goes out."""
    for area, sign in ((point.main_area, 1), (point.neighbour, -1)):
        if area is not None and area in areas:
            yield areas[area], sign


# -- what a trial would change


def _checked(
    point: PointFlows, trial: _Trial, sides: Sequence[tuple[AreaFlows, int]]
) -> ExchangeSuspect | None:
    before = after = 0
    plausible, covered = True, trial.covered
    if not covered.any() or not any(
        (column[covered] != old[covered]).any()
        for column, old in ((trial.incoming, point.incoming), (trial.outgoing, point.outgoing))
    ):
        return None
    more_in, more_out = trial.incoming - point.incoming, trial.outgoing - point.outgoing
    for area, sign in sides:
        loss = area.loss + sign * (more_in - more_out)
        gross = area.gross + (more_in if sign > 0 else more_out)
        before += _unusual(area, area.loss, area.gross, covered)
        after += _unusual(area, loss, gross, covered)
        plausible = plausible and _within(area, loss[covered], gross[covered])
    if after * _EXPLAINS > before:
        return None
    return ExchangeSuspect(
        point=point.point,
        fault=trial.fault,
        plausible=plausible,
        before=before,
        after=after,
        reason=_reason(trial, before, after, plausible=plausible),
    )


def _reason(trial: _Trial, before: int, after: int, *, plausible: bool) -> str:
    result = "within its limits" if plausible else "closer to what is usual"
    share = 100 - (100 * after // before if before else 100)
    explains = f", {share} % of what is unusual is explained" if before else ""
    return f"{trial.words}; without that the loss would be {result}{explains}"


def _unusual(area: AreaFlows, loss: Ints, gross: Ints, covered: Flags) -> int:
    """Return how far a loss is from the usual one, as a sum over the day, from the intervals that are known."""
    loss, gross = loss[covered], gross[covered]
    return _apart(loss, _usual(area, loss, gross)) * len(covered) // max(1, len(loss))


def _usual(area: AreaFlows, loss: Ints, gross: Ints) -> Ints:
    return area.expect(gross) if area.expect is not None else _best_share(area, loss, gross)


def _best_share(area: AreaFlows, loss: Ints, gross: Ints) -> Ints:
    """Return the share of gross infeed that fits best: the median share, weighted by infeed, within the limits."""
    used = gross > 0
    if not used.any():
        return np.zeros_like(gross)
    shares = np.clip(loss[used] * 1.0 / gross[used], 0.0, float(area.limits.high_share))
    order = np.argsort(shares, kind="stable")
    weight = np.cumsum(gross[used][order] * 1.0)
    middle = int(np.searchsorted(weight, weight[-1] / 2))
    return _part(gross, round(float(shares[order][middle]) * _WHOLE))


def _part(values: Ints, above: int) -> Ints:
    """Return so many ten-thousandths of each value, rounded down."""
    whole, remainder = np.divmod(values, _WHOLE)
    result: Ints = whole * above + remainder * above // _WHOLE
    return result


def _within(area: AreaFlows, loss: Ints, gross: Ints) -> bool:
    limits = area.limits
    low = loss < thousandths(limits.negative)
    share = _part(gross, int(limits.high_share * _WHOLE))
    high = (loss > share) & (loss > thousandths(limits.high))
    return not (low | high).any()


# -- the faults


def _trials(point: PointFlows, twins: _Twins, area: AreaFlows) -> Iterator[_Trial]:
    everywhere = np.ones(len(point.incoming), np.bool_)
    if point.missing:
        yield from _filled(point, area, everywhere)
        return
    yield _Trial(
        ExchangeFault.SWAPPED, "In and Out may be exchanged", point.outgoing, point.incoming, everywhere
    )
    twin = twins.of(point)
    if twin is not None:
        zero = np.zeros_like(point.incoming)
        words = f"both sides may report it, the other as {twin}"
        yield _Trial(ExchangeFault.TWICE, words, zero, zero, everywhere)
    yield from _shifts(point, area)


def _filled(point: PointFlows, area: AreaFlows, everywhere: Flags) -> Iterator[_Trial]:
    """Yield the point with so much more in its missing channel as its area needs to lose what is usual."""
    sign = 1 if area.area == point.main_area else -1
    usual = _usual(area, area.loss, area.gross)
    for direction in sorted(point.missing):
        brings = (direction == "In") == (sign > 0)
        lacking = np.maximum(usual - area.loss if brings else area.loss - usual, 0)
        incoming, outgoing = point.incoming, point.outgoing
        if direction == "In":
            incoming = incoming + lacking
        else:
            outgoing = outgoing + lacking
        yield _Trial(ExchangeFault.MISSING, f"values {direction} are missing", incoming, outgoing, everywhere)


class _Twins:
    """Finds the point that the other side may report the same place as: the one most like its mirror."""

    def __init__(self, points: Iterable[PointFlows]) -> None:
        self._by_pair: dict[tuple[str, str | None], list[tuple[int, int, PointFlows]]] = {}
        for point in points:
            row = (_total(point.incoming), _total(point.outgoing), point)
            self._by_pair.setdefault((point.main_area, point.neighbour), []).append(row)

    def of(self, point: PointFlows) -> str | None:
        """Return the point's GSRN, None when nobody reports from the other side."""
        if point.neighbour is None:
            return None
        brought, taken = _total(point.incoming), _total(point.outgoing)
        # by the day's energy first, so that many points stay quick
        near = heapq.nsmallest(
            _NEAR,
            self._by_pair.get((point.neighbour, point.main_area), ()),
            key=lambda row: (abs(row[1] - brought) + abs(row[0] - taken), row[2].point),
        )
        distances = (
            (_apart(point.incoming, other.outgoing) + _apart(point.outgoing, other.incoming), other.point)
            for _, _, other in near
        )
        return min(distances, default=(0, None))[1]


def _total(values: Ints) -> int:
    return sum(values.tolist())


def _apart(column: Ints, other: Ints) -> int:
    # numbers of any size: the sum may leave 64 bits
    return sum(map(int, np.abs(column - other).tolist()))


def _shifts(point: PointFlows, area: AreaFlows) -> Iterator[_Trial]:
    steps = _HOUR // area.minutes
    for words, first in _starts(area):
        for late in (True, False):
            how = f"values may be an hour {'late' if late else 'early'}{words}"
            incoming, covered = _moved(point.incoming, first, steps, late=late)
            outgoing, _ = _moved(point.outgoing, first, steps, late=late)
            yield _Trial(ExchangeFault.SHIFTED, how, incoming, outgoing, covered)
            yield _Trial(ExchangeFault.SHIFTED, f"In: {how}", incoming, point.outgoing, covered)
            yield _Trial(ExchangeFault.SHIFTED, f"Out: {how}", point.incoming, outgoing, covered)


def _starts(area: AreaFlows) -> Iterator[tuple[str, int]]:
    """Yield from which interval on values may be shifted: the first, and on a clock change the one that follows it."""
    yield "", 0
    local = local_time(area.period.start)
    after = local_time(area.period.end)
    if local.utcoffset() != after.utcoffset():
        # the clock changes at 01:00 UTC
        day = area.period.end.astimezone(dt.UTC).date()
        change = dt.datetime.combine(day, dt.time(1), dt.UTC)
        yield " from the clock change on", (change - area.period.start) // dt.timedelta(minutes=area.minutes)


def _moved(column: Ints, first: int, steps: int, *, late: bool) -> tuple[Ints, Flags]:
    """Return *column* put right from *first* on, and for which intervals that can be known.

    What came late is moved up, what came early is moved down.
    """
    count = len(column)
    moved, covered = column.copy(), np.ones(count, np.bool_)
    if late:
        moved[first : count - steps] = column[first + steps :]
        covered[max(first, count - steps) :] = False
    else:
        moved[first + steps :] = column[first : count - steps]
        covered[first : first + steps] = False
    return moved, covered
