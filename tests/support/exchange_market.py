"""A market of our own: four grid areas, twelve exchange points, five hundred metering points, and planted faults."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import numpy as np
from tests.support.exchange_fixtures import ACTIVE, area_id, point_id

from edielkit.exchange import ExchangePoint, LossConstants, PointValues, mirror
from edielkit.market_time import OSLO, Period
from edielkit.series import Observations, TimeSeries

AREAS = tuple(area_id(letter) for letter in "ABCD")
ABROAD = area_id("Z")
# pairs of areas, the foreign one last; two of the places have two metering points
_BORDERS = ((0, 1), (0, 1), (0, 2), (0, 3), (1, 2), (1, 2), (1, 3), (2, 3), (2, 3), (3, 0), (2, 1), (3, None))
_TWO_POINTS = {4, 8}
_NET = {2, 6}
METERING_POINTS = 500
COLUMNS = ("position", "quantity", "status", "validation", "estimation")
CONSTANTS = LossConstants(idle=Decimal(40), constant=Decimal("0.000004"))


@attrs.frozen(kw_only=True)
class Market:
    """Series of a period, without and with faults.

    Attributes:
        period: Whole local days.
        points: The exchange points.
        series: What was reported.
        neighbour: What the other sides see.
        areas: Grid area of production and consumption points.
        planted: Where the faults are: (code, place, day) of each finding that they must give, fault by fault.
    """

    period: Period
    points: tuple[ExchangePoint, ...]
    series: tuple[TimeSeries, ...]
    neighbour: tuple[TimeSeries, ...]
    areas: dict[str, str]
    planted: tuple[tuple[tuple[str, str, str], ...], ...] = ()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), OSLO).astimezone(dt.UTC)


def _series_of(number: int, direction: str, quantity: np.ndarray, period: Period) -> TimeSeries:
    empty = np.zeros(len(quantity), np.uint8)
    return TimeSeries(
        metering_point=point_id(number),
        product=ACTIVE,
        unit="kWh",
        direction=direction,
        resolution="PT15M",
        period=period,
        registered=period.end,
        identification=f"{number}-{direction}",
        observations=Observations(
            position=np.arange(1, len(quantity) + 1, dtype=np.int32),
            quantity=quantity,
            status=empty,
            validation=empty,
            estimation=empty,
        ),
    )


def market(first: dt.date, days: int, *, seed: int = 1) -> Market:
    """Return a market without faults for so many local days."""
    period = Period(_midnight(first), _midnight(first + dt.timedelta(days=days)))
    count = int(period.duration.total_seconds()) // 900
    rng = np.random.default_rng(seed)
    points, series, neighbour = [], [], []
    net_import = {area: np.zeros(count, np.int64) for area in (*AREAS, ABROAD)}
    gross_import = {area: np.zeros(count, np.int64) for area in (*AREAS, ABROAD)}
    for n, (main, other) in enumerate(_BORDERS):
        here, there = AREAS[main], ABROAD if other is None else AREAS[other]
        incoming, outgoing = rng.integers(800_000, 2_400_000, (2, count))
        if n in _NET:
            signed = incoming - outgoing
            incoming, outgoing = np.maximum(signed, 0), np.maximum(-signed, 0)
        number, second = 100 + 10 * n, 101 + 10 * n if n in _TWO_POINTS else 100 + 10 * n
        points.append(
            ExchangePoint(
                incoming=point_id(number),
                outgoing=point_id(second),
                main_area=here,
                neighbour=there,
                values=PointValues.NET if n in _NET else PointValues.GROSS,
                foreign=other is None,
                opposite=(point_id(number + 5),),
                settlement_method="",
                name=f"place {n}",
            )
        )
        zero = np.zeros(count, np.int64)
        channels = [(number, "In", incoming), (second, "Out", outgoing)]
        if second != number:
            channels += [(number, "Out", zero), (second, "In", zero)]
        series += [_series_of(*channel, period) for channel in channels]
        neighbour += [
            mirror(_series_of(number, direction, values, period), metering_point=point_id(number + 5))
            for _, direction, values in channels[:2]
        ]
        for area, into, out in ((here, incoming, outgoing), (there, outgoing, incoming)):
            net_import[area] += into - out
            gross_import[area] += into
    areas = _grids(rng, period, series, net_import, gross_import)
    return Market(period=period, points=tuple(points), series=tuple(series), neighbour=tuple(neighbour), areas=areas)  # fmt: skip


def _grids(rng, period, series, net_import, gross_import) -> dict[str, str]:
    """Add the metering points inside the areas: the last of each area makes the loss what it should be."""
    count = len(net_import[AREAS[0]])
    points_of_area = METERING_POINTS // len(AREAS)
    shape = 40_000 + (30_000 * np.sin(np.arange(count) * (2 * np.pi / 96))).astype(np.int64)
    areas = {}
    for a, area in enumerate(AREAS):
        used = np.zeros(count, np.int64)
        for n in range(points_of_area - 1):
            values = shape * rng.integers(20, 200) // 100 + rng.integers(0, 9_000, count)
            number = 1_000 * (a + 1) + n
            series.append(_series_of(number, "Out", values, period))
            areas[point_id(number)] = area
            used += values
        # about four percent of what comes in
        infeed = used + np.maximum(-net_import[area], 0) + gross_import[area]
        production = np.maximum(used - net_import[area] + infeed // 25, 0)
        surplus = production + net_import[area] - used - infeed // 25
        number = 1_000 * (a + 1) + 999
        series.append(_series_of(number, "In", production, period))
        areas[point_id(number)] = area
        if surplus.any():  # where import alone is more than the area uses, the rest goes into a boiler
            series[-1 - (points_of_area - 1)] = _plus(series[-1 - (points_of_area - 1)], surplus)
    return areas


def _plus(series: TimeSeries, more: np.ndarray) -> TimeSeries:
    return attrs.evolve(series, observations=attrs.evolve(series.observations, quantity=series.observations.quantity + more))  # fmt: skip


# -- faults


class _Planting:
    """A market in which faults are planted one after the other."""

    def __init__(self, sound: Market) -> None:
        self.sound = sound
        self.series = {(item.metering_point, item.direction): item for item in sound.series}
        self.extra: list[TimeSeries] = []
        self.neighbour = {(item.metering_point, item.direction): item for item in sound.neighbour}
        self.planted: list[tuple[tuple[str, str, str], ...]] = []
        self.first = sound.period.start.astimezone(OSLO).date()
        self.day = 2

    def rows(self) -> slice:
        """Return the rows of the day."""
        start = self.sound.period.start
        low, high = (
            int((_midnight(self.first + dt.timedelta(days=self.day + n)) - start).total_seconds()) // 900
            for n in (0, 1)
        )
        return slice(low, high)

    def take(self, where: dict, number: int, direction: str, rows: slice | None = None) -> None:
        """Take values away: those of the day, or of some rows."""
        key, rows = (point_id(number), direction), rows or self.rows()
        values = where[key].observations
        keep = (values.position <= rows.start) | (values.position > rows.stop)
        columns = {name: getattr(values, name)[keep] for name in COLUMNS}
        where[key] = attrs.evolve(where[key], observations=Observations(**columns))

    def change(self, where: dict, number: int, direction: str, how) -> None:
        """Change the values of the day."""
        key, rows = (point_id(number), direction), self.rows()
        values = where[key].observations
        at = np.flatnonzero((values.position > rows.start) & (values.position <= rows.stop))
        quantity = values.quantity.copy()
        quantity[at] = how(quantity[at])
        where[key] = attrs.evolve(where[key], observations=attrs.evolve(values, quantity=quantity))

    def part(self, number: int, direction: str) -> TimeSeries:
        """Return the day of a channel as a series of its own."""
        whole, rows = self.series[point_id(number), direction], self.rows()
        period = Period(
            *(self.sound.period.start + dt.timedelta(seconds=900 * row) for row in (rows.start, rows.stop))
        )
        return attrs.evolve(
            _series_of(0, direction, whole.observations.quantity[rows], period),
            metering_point=point_id(number),
            registered=whole.registered,
        )

    def expect(self, *findings: tuple[str, str]) -> None:
        """Note what the faults of the day must lead to, and go to the next day."""
        date = (self.first + dt.timedelta(days=self.day)).isoformat()
        self.planted.append(tuple((code, where, date) for code, where in findings))
        self.day += 1


def _missing_and_double(plant: _Planting) -> None:
    """Plant faults 1 to 5: channels and hours that are missing, places that both sides report."""
    a, b, _, d = AREAS
    # 1 and 2: a channel of an exchange point is missing for a day: a gap, and a loss in both areas
    plant.take(plant.series, 100, "In")
    plant.expect(("EXC040", f"{point_id(100)}/In"), ("EXC030", a), ("EXC031", b))
    plant.take(plant.series, 110, "Out")
    plant.expect(("EXC040", f"{point_id(110)}/Out"), ("EXC031", a), ("EXC030", b))
    # 3: some quarters only
    plant.take(plant.series, 130, "In", slice(plant.rows().start + 40, plant.rows().start + 72))
    plant.expect(("EXC040", f"{point_id(130)}/In"), ("EXC030", a), ("EXC031", d))
    # 4 and 5: the other side reports the place, too
    for number in (150, 170):
        plant.extra += [
            mirror(plant.part(number, direction), metering_point=point_id(number + 5))
            for direction in ("In", "Out")
        ]
        plant.expect(("EXC007", point_id(number + 5)))


def _wrong_amounts_and_directions(plant: _Planting) -> None:
    """Plant faults 6 to 11: other units, directions exchanged, a neighbour that sees other energy."""
    a, b, c, d = AREAS
    # 6 and 7: a value in MWh among kWh, in each direction
    plant.change(plant.series, 120, "In", lambda v: v // 1000)
    plant.expect(("EXC009", point_id(120)), ("EXC030", a), ("EXC031", c))
    plant.change(plant.series, 160, "Out", lambda v: v * 10)
    plant.expect(("EXC009", point_id(160)), ("EXC030", b), ("EXC031", d))
    # 8 and 9: directions exchanged for a day
    for number, *both in ((190, d, a), (200, c, b)):
        incoming, outgoing = plant.part(number, "In"), plant.part(number, "Out")
        for direction, other in (("In", outgoing), ("Out", incoming)):
            plant.change(plant.series, number, direction, lambda _, new=other.observations.quantity: new)
        plant.expect(
            ("EXC010", point_id(number)),
            *((code, area) for code in ("EXC030", "EXC031") for area in both),
        )
    # 10 and 11: the neighbour sees other energy; nothing shows in the balance
    plant.change(plant.neighbour, 135, "Out", lambda v: v + 1)
    plant.expect(("EXC009", point_id(130)))
    plant.change(plant.neighbour, 215, "In", lambda v: np.where(np.arange(len(v)) == 50, v + 7_000, v))
    plant.expect(("EXC009", point_id(210)))


def _wrong_days(plant: _Planting) -> None:
    """Plant faults 12 to 16: a day twice, consumption and production that are wrong or not there."""
    a, b, c, d = AREAS
    # 12: the same day twice, without a later registration
    plant.extra.append(plant.part(100, "Out"))
    plant.expect(("EXC017", f"{point_id(100)}/Out"))
    # 13 and 14: a consumption point doubled by a thousand, a production point missing
    plant.change(plant.series, 1_003, "Out", lambda v: v * 1000)
    plant.expect(("EXC030", a))
    plant.take(plant.series, 2_999, "In")
    plant.expect(("EXC030", b))
    # 15 and 16: consumption that is not there; production twice as high
    for number in range(3_000, 3_060):
        plant.take(plant.series, number, "Out")
    plant.expect(("EXC031", c))
    plant.change(plant.series, 4_999, "In", lambda v: v * 2)
    plant.expect(("EXC031", d))


def _silent_points(plant: _Planting) -> None:
    """Plant faults 17 to 20: points that are silent, and energy where none is metered."""
    _, b, c, d = AREAS
    # 17: one of the two metering points of a place is silent, both channels
    for direction in ("In", "Out"):
        plant.take(plant.series, 141, direction)
    plant.expect(
        ("EXC040", f"{point_id(141)}/In"),
        ("EXC040", f"{point_id(141)}/Out"),
        ("EXC031", b),
        ("EXC030", c),
    )
    # 18: energy in a channel that is not metered: the neighbour sees less
    plant.change(plant.series, 180, "Out", lambda v: v + 3_000_000)
    plant.expect(("EXC009", point_id(180)), ("EXC030", c), ("EXC031", d))
    # 19: the foreign border is silent
    for direction in ("In", "Out"):
        plant.take(plant.series, 210, direction)
    plant.expect(
        ("EXC040", f"{point_id(210)}/In"),
        ("EXC040", f"{point_id(210)}/Out"),
        ("EXC030", d),
        ("EXC031", d),
    )
    # 20: a whole day stated as zero In, while the neighbour sent energy
    plant.change(plant.series, 160, "In", lambda v: v * 0)
    plant.expect(("EXC009", point_id(160)), ("EXC030", b), ("EXC031", d))


def with_faults(sound: Market) -> Market:
    """Return the market with twenty faults, one a day from the third day on, and what each must lead to."""
    plant = _Planting(sound)
    for faults in (_missing_and_double, _wrong_amounts_and_directions, _wrong_days, _silent_points):
        faults(plant)
    return attrs.evolve(
        sound,
        series=(*plant.series.values(), *plant.extra),
        neighbour=tuple(plant.neighbour.values()),
        planted=tuple(plant.planted),
    )
