"""Small series for tests, and strategies for arbitrary ones."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import strategies as st

from edielkit.market_time import Period, day_period
from edielkit.series import (
    ESTIMATION_CODES,
    VALIDATION_CODES,
    Observations,
    Status,
    TimeSeries,
    grid_of,
)

SPRING = dt.date(2024, 3, 31)
AUTUMN = dt.date(2024, 10, 27)
JUNE = dt.date(2024, 6, 4)


def days(first: dt.date, count: int = 1) -> Period:
    """Return *count* whole Norwegian days."""
    last = first + dt.timedelta(days=count - 1)
    return Period(day_period(first).start, day_period(last).end)


def metered_series(values, first=JUNE, resolution="PT1H", count=1, **fields):
    """Return a metered series over whole days."""
    return TimeSeries(
        **{
            "metering_point": "707057500012345670",
            "unit": "kWh",
            "resolution": resolution,
            "period": days(first, count),
            "observations": Observations.metered(values),
            **fields,
        }
    )


def full(first=JUNE, resolution="PT1H", count=1, **fields):
    """Return a series with the values 1, 2, 3 ... at every position."""
    size = grid_of(metered_series([], first, resolution, count)).count
    return metered_series(range(1, size + 1), first, resolution, count, **fields)


def block(quantity, position=None, status=0, validation=0, estimation=0, unparsed=()):
    """Return observations from lists of numbers; one number stands for all rows."""
    quantity = np.array(quantity, np.int64)
    size = len(quantity)
    position = np.arange(1, size + 1) if position is None else position

    def column(value):
        return np.broadcast_to(np.array(value, np.uint8), (size,)).copy()

    return Observations(
        position=np.array(position, np.int32),
        quantity=quantity,
        status=column(status),
        validation=column(validation),
        estimation=column(estimation),
        unparsed=unparsed,
    )


# The days around both clock changes of three years, and some between.
dates = st.one_of(
    st.sampled_from(
        [SPRING, AUTUMN, dt.date(2023, 3, 26), dt.date(2023, 10, 29), dt.date(2025, 3, 30)]
    ).flatmap(lambda day: st.integers(-3, 1).map(lambda n: day + dt.timedelta(days=n))),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
)


@st.composite
def any_series(
    draw,
    resolutions=("PT15M", "PT1H", "PT60M"),
    low=-(10**12),
    high=10**12,
    holes=True,
    missing=True,
    max_days=3,
):
    """Draw a series over whole Norwegian days, often across a clock change."""
    period = days(draw(dates), draw(st.integers(1, max_days)))
    series = TimeSeries(
        metering_point=draw(st.sampled_from(["707057500012345670", None])),
        unit="kWh",
        resolution=draw(st.sampled_from(resolutions)),
        period=period,
        observations=Observations.metered([]),
    )
    count = grid_of(series).count
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    # a random stretch plus values that shrink
    quantity = random.integers(low, high, count, endpoint=True)
    edges = draw(st.lists(st.integers(low, high), max_size=8))
    quantity[: len(edges)] = edges
    position = np.arange(1, count + 1)
    if holes and draw(st.booleans()):
        keep = random.random(count) < draw(st.sampled_from([0.0, 0.5, 0.98]))
        position, quantity = position[keep], quantity[keep]
    size = len(position)
    kinds = [s for s in Status if missing or s is not Status.MISSING]
    status = (
        random.choice(np.array(kinds, np.uint8), size) if draw(st.booleans()) else np.zeros(size, np.uint8)
    )
    quantity = np.where(status == Status.MISSING, 0, quantity)
    estimated = np.isin(status, [Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY])
    validation = np.where(estimated, random.integers(1, len(VALIDATION_CODES), size), 0)
    estimation = np.where(estimated, random.integers(1, len(ESTIMATION_CODES), size), 0)
    return TimeSeries(
        metering_point=series.metering_point,
        unit="kWh",
        resolution=series.resolution,
        period=period,
        direction=draw(st.sampled_from(["In", "Out", None])),
        identification=draw(st.sampled_from(["a", None])),
        registered=draw(st.sampled_from([dt.datetime(2024, 6, 5, 5, 0, 0, 123456, tzinfo=dt.UTC), None])),
        observations=Observations(
            position=position.astype(np.int32),
            quantity=quantity,
            status=status,
            validation=validation.astype(np.uint8),
            estimation=estimation.astype(np.uint8),
        ),
    )
