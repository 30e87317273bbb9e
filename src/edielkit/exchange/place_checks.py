"""Rules that several metering points, both sides of a place, or points and series keep together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from edielkit.exchange.channel_checks import amount, clock
from edielkit.exchange.channel_columns import Channels, day_of
from edielkit.exchange.exchange_context import ExchangeContext
from edielkit.exchange.exchange_rules import RULES
from edielkit.exchange.points import Direction, ExchangePoint, PointForm
from edielkit.exchange.timing import in_time
from edielkit.exchange.views import Views, daily_values, days_with_values, doubles, views
from edielkit.findings import Finding, Position
from edielkit.harmless import quoted

__all__ = ("PLACE_CHECKS",)


def _finding(context: ExchangeContext, code: str, message: str, metering_point: str, day: int) -> Finding:
    subject = context.active.get(metering_point)
    if subject is not None:
        return subject.finding(code, message, day=day)
    return RULES[code].finding(message, Position(path=f"{metering_point}/{day_of(day)}"))


# -- nothing twice


def one_side_reports(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each day on which a place is counted twice (EXC007, EXC008)."""
    for double in doubles(context.points, context.channels):
        kept, twice = (", ".join(points) for points in (double.kept, double.twice))
        wanted = (
            "the reporting responsible alone" if double.code == "EXC007" else "the sum or the parts alone"
        )
        for day in double.days:
            yield _finding(
                context,
                double.code,
                f"expected values from {wanted}, found values of {kept} and of {twice}",
                double.twice[0],
                day,
            )


def hidden_doubles(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each day on which two points of a pair of areas mirror each other exactly (EXC019)."""
    known_doubles = {
        frozenset((*double.kept, *double.twice)) for double in doubles(context.points, context.channels)
    }
    seen: dict[tuple[object, ...], ExchangePoint] = {}
    for point in context.points:
        if not point.areas:
            continue
        for day, start, incoming, outgoing in daily_values(context.channels, point.metering_points):
            first = seen.get((point.areas, point.neighbour, start, outgoing, incoming))
            seen.setdefault((point.areas, point.main_area, start, incoming, outgoing), point)
            if first is None or frozenset((*first.metering_points, *point.metering_points)) in known_doubles:
                continue
            yield _finding(
                context,
                "EXC019",
                f"expected other values than those of {first} mirrored; likely one place, reported from both sides",
                point.metering_points[0],
                day,
            )


# -- two views of one place


def two_views(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each day on which the neighbour sees other energy (EXC009), or the same the wrong way round (EXC010)."""
    if context.neighbour is None:
        return
    for point in context.points:
        theirs = _their_points(point, context.neighbour)
        if not theirs:
            continue
        sides = {
            direction: views(context.channels, point.metering_points, context.neighbour, theirs, direction)
            for direction in Direction
        }
        days = sorted({int(day) for view in sides.values() for day in np.unique(view.day)})
        turned = None
        for day in days:
            wrong = {
                side: view
                for side, view in sides.items()
                if (np.abs(view.difference[view.day == day]) > context.tolerance).any()
            }
            if not wrong:
                continue
            turned = turned or {
                direction: views(
                    context.channels,
                    point.metering_points,
                    context.neighbour,
                    theirs,
                    direction,
                    mirrored=False,
                )
                for direction in Direction
            }
            yield _view_finding(context, point, day, wrong, turned)


def _their_points(point: ExchangePoint, neighbour: Channels) -> tuple[str, ...]:
    """Return the neighbour's metering points; a neighbour may also name ours, with its own directions."""
    for candidates in (point.opposite, point.metering_points):
        metering_points = tuple(
            candidate for candidate in candidates if days_with_values(neighbour, (candidate,))
        )
        if metering_points:
            return metering_points
    return ()


def _view_finding(
    context: ExchangeContext,
    point: ExchangePoint,
    day: int,
    wrong: Mapping[Direction, Views],
    turned: Mapping[Direction, Views],
) -> Finding:
    first = point.metering_points[0]
    if all(
        (view.day == day).any() and (np.abs(view.difference[view.day == day]) <= context.tolerance).all()
        for view in turned.values()
    ):
        return _finding(
            context,
            "EXC010",
            "expected the neighbour's directions turned round, found the same ones; one side does not see the energy from its own grid area",
            first,
            day,
        )
    side, view = next(iter(wrong.items()))
    rows = np.flatnonzero((view.day == day) & (np.abs(view.difference) > context.tolerance))
    row = rows[int(np.argmax(np.abs(view.difference[rows])))]
    return _finding(
        context,
        "EXC009",
        f"expected {side} {amount(view.theirs[row])} at {clock(view.start[row])} as the neighbour has it {side.opposite}, found {amount(view.ours[row])};"
        f" {len(rows)} intervals differ, by {amount(abs(int(view.difference[rows].sum())))} in all",
        first,
        day,
    )


# -- points and their series


def seen_from_main_area(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each series of a point that names another grid area than the main one (EXC010)."""
    for place, series in enumerate(context.channels.series):
        for point in context.named.get(series.metering_point or "", ()):
            if point.main_area and series.grid_area and series.grid_area != point.main_area:
                whose = "the neighbour" if series.grid_area == point.neighbour else "another area"
                yield RULES["EXC010"].finding(
                    f"expected a series seen from {point.main_area}, found grid area {quoted(series.grid_area, 40)}, {whose}",
                    Position(path=f"{series.metering_point}/series {context.series_name(place)}"),
                    payload=series.identification,
                )


def says_direction(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each series of a named point without a direction (EXC011)."""
    for key, place in context.channels.undirected:
        if key.metering_point in context.named:
            series = context.channels.series[place]
            stated = (
                "no direction" if series.direction is None else f"direction {quoted(series.direction, 20)}"
            )
            yield RULES["EXC011"].finding(
                f"expected direction In or Out, found {stated}; a signed net series is split into both",
                Position(path=f"{key}/series {context.series_name(place)}"),
                payload=series.identification,
            )


def no_settlement_method(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each point whose master data has a settlement method (EXC012)."""
    for point in context.points:
        if point.settlement_method:
            yield RULES["EXC012"].finding(
                f"expected no settlement method, found {quoted(point.settlement_method, 20)}",
                Position(path=point.metering_points[0]),
            )


def both_points_of_a_place(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each day with values for one of the two metering points of a place (EXC018)."""
    for point in context.points:
        if point.form is not PointForm.TWO_POINTS:
            continue
        first, second = point.metering_points
        days = {
            metering_point: days_with_values(context.channels, (metering_point,))
            for metering_point in (first, second)
        }
        for there, gone in ((first, second), (second, first)):
            for day in sorted(days[there] - days[gone]):
                yield _finding(
                    context,
                    "EXC018",
                    f"expected values for {gone} too, the other metering point of the place",
                    there,
                    day,
                )


def one_reporter(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each place with two reporting parties in the list of points (EXC020)."""
    parties: dict[str, str] = {}
    for point in context.points:
        if point.name and point.reporting_responsible:
            first = parties.setdefault(point.name, point.reporting_responsible)
            if first != point.reporting_responsible:
                yield RULES["EXC020"].finding(
                    f"expected one reporting responsible for a place, found {quoted(first, 20)} and {quoted(point.reporting_responsible, 20)}",
                    Position(path=point.metering_points[0]),
                )


PLACE_CHECKS: tuple[Callable[[ExchangeContext], Iterator[Finding]], ...] = (
    one_side_reports,
    hidden_doubles,
    two_views,
    seen_from_main_area,
    says_direction,
    no_settlement_method,
    both_points_of_a_place,
    one_reporter,
    in_time,
)
