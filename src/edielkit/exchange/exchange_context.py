"""What the checks of exchange points look at: channels, points and the circumstances of the input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

import attrs

from edielkit.exchange.channel_columns import (
    FIRST,
    LAST,
    ChannelColumn,
    Channels,
    PointEnergyKey,
    day_of,
    name_of,
)
from edielkit.exchange.exchange_rules import RULES
from edielkit.exchange.points import Direction, ExchangePoint
from edielkit.findings import Finding, Position
from edielkit.market_time import Period, instant_or_none

__all__ = ("ExchangeContext", "ExchangeSubject")

# as a balance has
_LONGEST = dt.timedelta(days=50 * 366)


@attrs.frozen(kw_only=True, slots=False)
class ExchangeContext:
    """All that one run of the checks knows.

    Attributes:
        channels: The values.
        points: The exchange points that the caller named.
        neighbour: What the other side sees, or None when the caller gave nothing.
        now: The instant of the check, or None.
        received: When each series came, by its identification; or one instant for all; or None.
        period: The period that should be there, at most 50 years; or None.
        tolerance: Difference in thousandths of a kWh that two views of one interval may have.
    """

    channels: Channels
    points: tuple[ExchangePoint, ...] = ()
    neighbour: Channels | None = None
    now: dt.datetime | None = attrs.field(default=None, converter=instant_or_none)
    received: Mapping[str, dt.datetime] | dt.datetime | None = None
    period: Period | None = attrs.field(default=None)
    tolerance: int = 0

    @period.validator
    def _bounded(self, _: attrs.Attribute[Period | None], value: Period | None) -> None:
        if value is None:
            return
        if not all(FIRST <= instant <= LAST for instant in (value.start, value.end)):
            raise ValueError("expected a period between 1980 and 2199, as the values have")
        if value.duration > _LONGEST:
            raise ValueError(f"expected a period of at most 50 years, found {value.duration.days} days")

    @cached_property
    def named(self) -> Mapping[str, tuple[ExchangePoint, ...]]:
        """The exchange points by GSRN of their metering points."""
        named: dict[str, tuple[ExchangePoint, ...]] = {}
        for point in self.points:
            for metering_point in point.metering_points:
                named[metering_point] = (*named.get(metering_point, ()), point)
        return named

    @cached_property
    def subjects(self) -> tuple[ExchangeSubject, ...]:
        """The metering points that are checked: those named, and those with both directions that nobody named."""
        return tuple(
            ExchangeSubject(context=self, key=key, columns=columns)
            for key, columns in self.channels.columns.items()
            if key.metering_point in self.named or len(columns) > 1
        )

    @cached_property
    def active(self) -> Mapping[str, ExchangeSubject]:
        """The checked metering points with active energy, by GSRN."""
        return {
            subject.key.metering_point: subject for subject in self.subjects if subject.key.kind == "active"
        }

    def series_name(self, place: int) -> str:
        """Return what a reader may know a series of the input by."""
        return name_of(self.channels.series[place], place)


@attrs.frozen(kw_only=True, slots=False)
class ExchangeSubject:
    """One metering point and kind of energy under check.

    Attributes:
        context: The run.
        key: The metering point and the kind of energy.
        columns: Its values by direction.
    """

    context: ExchangeContext = attrs.field(repr=False)
    key: PointEnergyKey
    columns: Mapping[Direction, ChannelColumn] = attrs.field(repr=False)

    @property
    def point(self) -> ExchangePoint | None:
        """The exchange point that the caller named for this metering point, the first if several."""
        return next(iter(self.context.named.get(self.key.metering_point, ())), None)

    @property
    def unused(self) -> tuple[Direction, ...]:
        """The directions that are known not to be metered here."""
        if self.point is None:
            return ()
        metered = self.point.metered(self.key.metering_point)
        return tuple(direction for direction in Direction if direction not in metered)

    @cached_property
    def days(self) -> Mapping[int, frozenset[Direction]]:
        """The local days (ordinals) with values, and the directions that have them."""
        import numpy as np

        days: dict[int, set[Direction]] = {}
        for direction, column in self.columns.items():
            for day in np.unique(column.day).tolist():
                days.setdefault(day, set()).add(direction)
        return {day: frozenset(days[day]) for day in sorted(days)}

    def payload(self, direction: Direction, day: int | None = None) -> str | None:
        """Return the identification of the series that holds the first value of the day, if it has one."""
        column = self.columns.get(direction)
        if column is None or not len(column):
            return None
        row = 0 if day is None else column.on(day).start
        if row >= len(column):
            return None
        return self.context.channels.series[int(column.source[row])].identification

    def finding(
        self, code: str, message: str, *, direction: Direction | None = None, day: int | None = None
    ) -> Finding:
        """Return a finding of rule *code* at this metering point.

        Args:
            code: The rule.
            message: What was found and what would be right.
            direction: The channel that it is about, if it is about one.
            day: The local day (ordinal) that it is about, if it is about one.
        """
        places = [str(self.key)]
        if direction is not None:
            places.append(direction.value)
        if day is not None:
            places.append(day_of(day))
        sides = (direction,) if direction is not None else tuple(self.columns)
        names = (self.payload(side, day) for side in sides)
        payload = next((name for name in names if name), None)
        return RULES[code].finding(message, Position(path="/".join(places)), payload=payload)
