"""The exchange of each pair of grid areas: the total once, what is double, what is missing, where the sides differ.

Source: Elhub, "Oppsett av utvekslingspunkter", X6 to X8: single points, summation points or both may be given; the
total of the pair must be right, nothing double and nothing missing. That is checked here, for the pair.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.exchange.channel_checks import clock, each_interval_once
from edielkit.exchange.channel_columns import ChannelColumn, gather
from edielkit.exchange.exchange_context import ExchangeContext
from edielkit.exchange.exchange_rules import RULES
from edielkit.exchange.place_checks import hidden_doubles, one_side_reports, two_views
from edielkit.exchange.points import Direction, ExchangePoint
from edielkit.exchange.timing import expected_days
from edielkit.exchange.views import doubles
from edielkit.findings import Finding, Position, Report
from edielkit.market_time import Period, day_period
from edielkit.series import TimeSeries, decimal
from edielkit.series.exact import total
from edielkit.suggest import in_hours

__all__ = ("AreaPair", "Reconciliation", "reconcile")

Ints = npt.NDArray[np.int64]
_DOUBLE = frozenset({"EXC007", "EXC008", "EXC017", "EXC019"})
_DIFFERENCE = frozenset({"EXC009", "EXC010"})
_GAP = frozenset({"EXC040"})


@attrs.frozen(kw_only=True)
class AreaPair:
    """The exchange of two grid areas.

    Attributes:
        first: EIC of one grid area.
        second: EIC of the other.
        points: The exchange points between them, as named.
        into_first: What came from the second into the first, in kWh; what is double counts once.
        into_second: What came from the first into the second.
        twice: What was reported beside that and left out of the totals, both directions.
        findings: What is wrong with them.
    """

    first: str
    second: str
    points: tuple[ExchangePoint, ...]
    into_first: Decimal
    into_second: Decimal
    twice: Decimal
    findings: tuple[Finding, ...] = ()

    @property
    def net_into_first(self) -> Decimal:
        """What came into the first less what left it."""
        return self.into_first - self.into_second

    def _of(self, codes: frozenset[str]) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.code in codes)

    @property
    def doubles(self) -> tuple[Finding, ...]:
        """What is reported twice."""
        return self._of(_DOUBLE)

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """What is missing."""
        return self._of(_GAP)

    @property
    def differences(self) -> tuple[Finding, ...]:
        """Where the two sides differ."""
        return self._of(_DIFFERENCE)


@attrs.frozen(kw_only=True)
class Reconciliation:
    """The exchange of all pairs of grid areas.

    Attributes:
        pairs: One for each pair, in order of their codes.
        report: All findings, and what could not be checked.
    """

    pairs: tuple[AreaPair, ...]
    report: Report


def reconcile(
    series: Iterable[TimeSeries],
    points: Iterable[ExchangePoint],
    *,
    neighbour: Iterable[TimeSeries] | None = None,
    period: Period | None = None,
    tolerance: int = 0,
) -> Reconciliation:
    """Return totals, doubles, gaps and differences of each pair of grid areas.

    Args:
        series: All series that were reported.
        points: The exchange points, with main area and neighbour.
        neighbour: What the other sides see, for comparison and not reported.
        period: The days that should be there; those that the series touch if None.
        tolerance: Thousandths of a kWh by which two views of an interval may differ.

    >>> from edielkit.series import Observations
    >>> incoming = TimeSeries(
    ...     metering_point="707057500000000018",
    ...     direction="In",
    ...     resolution="PT1H",
    ...     unit="kWh",
    ...     period=day_period(dt.date(2024, 6, 4)),
    ...     observations=Observations.metered([1] * 24),
    ... )
    >>> result = reconcile(
    ...     [incoming], [ExchangePoint.of_metering_point("707057500000000018", main_area="A", neighbour="B")]
    ... )
    >>> result.pairs[0].into_first, [f.message for f in result.pairs[0].gaps]
    (Decimal('24.000'), ['expected 24 hours, found 0'])
    """
    context = ExchangeContext(
        channels=gather(series),
        points=tuple(points),
        neighbour=None if neighbour is None else gather(neighbour),
        period=period,
        tolerance=tolerance,
    )
    findings = tuple(_findings(context))
    by_point: dict[str, list[Finding]] = {}
    for finding in findings:
        by_point.setdefault(finding.position.path.split("/", 1)[0], []).append(finding)
    pairs: dict[tuple[str, str], list[ExchangePoint]] = {}
    for point in context.points:
        if point.areas is not None:
            pairs.setdefault(point.areas, []).append(point)
    left_out = _left_out(context)
    lost = tuple(
        f"{point}: the pair of grid areas is not known" for point in context.points if not point.areas
    )
    return Reconciliation(
        pairs=tuple(_pair(context, areas, pairs[areas], by_point, left_out) for areas in sorted(pairs)),
        report=Report(
            findings=findings, not_checked=(*context.channels.unread, *lost), kind="reconciliation"
        ),
    )


def _findings(context: ExchangeContext) -> Iterator[Finding]:
    yield from one_side_reports(context)
    yield from hidden_doubles(context)
    yield from two_views(context)
    for subject in context.subjects:
        if subject.point is not None:
            yield from each_interval_once(subject)
    yield from _gaps(context)


def _gaps(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each channel and day that is not whole, the doubles left aside (EXC040)."""
    days = expected_days(context)
    if not days:
        return
    first, count = days[0].toordinal(), len(days)
    wanted = np.array([int(day_period(day).duration.total_seconds()) for day in days], np.int64)
    for gsrn in _required_points(context):
        for direction in Direction:
            column = context.channels.get(gsrn, direction)
            covered = np.zeros(count, np.int64)
            place = column.day - first
            inside = (place >= 0) & (place < count)
            np.add.at(covered, place[inside], column.step[inside])
            for n in np.flatnonzero(covered < wanted).tolist():
                yield _gap(context, gsrn, direction, days[n], (int(wanted[n]), int(covered[n])))


def _required_points(context: ExchangeContext) -> Iterator[str]:
    """Yield the metering points that must have values: not a part or a sum that the other one stands for."""
    there = {key.metering_point for key in context.channels.columns}
    covered = {part for point in context.points if there & set(point.metering_points) for part in point.parts}
    names: set[str] = set()
    for point in context.points:
        stood_for = bool(there & set(point.opposite)) or (point.parts and there >= set(point.parts))
        again = point.name is not None and point.name in names
        if point.name is not None:
            names.add(point.name)
        for metering_point in point.metering_points:
            if metering_point in there or not (stood_for or again or metering_point in covered):
                yield metering_point


def _gap(
    context: ExchangeContext, gsrn: str, direction: Direction, day: dt.date, seconds: tuple[int, int]
) -> Finding:
    wanted, covered = seconds
    column = context.channels.get(gsrn, direction)
    here = column.rows(column.on(day.toordinal()))
    hole = f"; the first hole is at {clock(_first_hole(here, day))}" if covered else ""
    return RULES["EXC040"].finding(
        f"expected {wanted // 3600} hours, found {in_hours(covered)}{hole}",
        Position(path=f"{gsrn}/{direction}/{day.isoformat()}"),
    )


def _first_hole(column: ChannelColumn, day: dt.date) -> int:
    start = int(day_period(day).start.timestamp())
    ends = np.concatenate(([start], column.start + column.step))
    starts = np.concatenate((column.start, [np.iinfo(np.int64).max]))
    return int(ends[int(np.argmax(starts > ends))])


def _left_out(context: ExchangeContext) -> Mapping[str, Ints]:
    """Return the days (ordinals) on which a metering point is double and does not count."""
    days_left_out: dict[str, list[int]] = {}
    for double in doubles(context.points, context.channels):
        for gsrn in double.twice:
            days_left_out.setdefault(gsrn, []).extend(double.days)
    return {gsrn: np.unique(np.array(days, np.int64)) for gsrn, days in days_left_out.items()}


def _pair(
    context: ExchangeContext,
    areas: tuple[str, str],
    points: list[ExchangePoint],
    by_point: Mapping[str, list[Finding]],
    left_out: Mapping[str, Ints],
) -> AreaPair:
    first, second = areas
    sums = {first: 0, second: 0}
    twice = 0
    seen: set[str] = set()
    # a neighbour's own metering points count towards the other area where they report alone
    sides = [(gsrn, point.main_area) for point in points for gsrn in point.metering_points]
    sides += [(gsrn, point.neighbour) for point in points for gsrn in point.opposite]
    for gsrn, main in sides:
        if gsrn in seen or main is None:
            continue
        seen.add(gsrn)
        other = second if main == first else first
        for direction, into in ((Direction.IN, main), (Direction.OUT, other)):
            column = context.channels.get(gsrn, direction)
            double = np.isin(column.day, left_out.get(gsrn, np.zeros(0, np.int64)))
            sums[into] += total(column.quantity[~double])
            twice += total(column.quantity[double])
    return AreaPair(
        first=first,
        second=second,
        points=tuple(points),
        into_first=decimal(sums[first]),
        into_second=decimal(sums[second]),
        twice=decimal(twice),
        findings=tuple(finding for gsrn in sorted(seen) for finding in by_point.get(gsrn, ())),
    )
