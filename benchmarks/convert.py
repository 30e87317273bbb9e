"""A year of quarters for many points through the conversion, each way: ``python benchmarks/convert.py [POINTS]``.

The figures are seconds from message to message (XML messages hold columns, EDIFACT is bytes), and the blocks of memory
that are alive when all is converted: their number grows with the series and not with the values.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
import time
import tracemalloc
import uuid

import attrs
import numpy as np

from edielkit.conversion import Channel, Options, convert
from edielkit.emif.build import collected_data
from edielkit.market_time import Period, Resolution, day_period, expected_count
from edielkit.series import Observations, TimeSeries, cut

PRODUCT = "8716867000030"
YEAR = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2027, 1, 1)).start)
FIRSTS = [day_period(dt.date(2026, n, 1)).start for n in range(1, 13)] + [YEAR.end]


COUNTER = itertools.count(1)


def new_id():
    """Return the next UUID."""
    return str(uuid.UUID(int=next(COUNTER)))


def points(count):
    """Return monthly series of a year of quarters, *count* points."""
    steps = expected_count(YEAR, Resolution.of("PT15M"))
    numbers = np.random.default_rng(1)
    zeros = np.zeros(steps, np.uint8)
    for n in range(count):
        year = TimeSeries(
            metering_point=f"7070575000{n:07}0",
            product=PRODUCT,
            unit="kWh",
            direction="Out",
            resolution="PT15M",
            period=YEAR,
            registered=YEAR.end,
            observations=Observations(
                position=np.arange(1, steps + 1),
                quantity=numbers.integers(0, 99_999, steps),
                status=zeros,
                validation=zeros,
                estimation=zeros,
            ),
        )
        yield from (cut(year, Period(a, b)) for a, b in itertools.pairwise(FIRSTS))


def timed(work):
    """Return the result of *work* and its seconds."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main(count):
    """Print the figures of each way."""
    message = collected_data(
        points(count),
        identification=new_id(),
        sender="7080000000012",
        recipient="7080003824349",
        created=YEAR.end + dt.timedelta(hours=5),
        new_id=new_id,
    )
    values = sum(len(payload.observation) for payload in message.payload_energy_time_series)
    print(f"{count} points, {values} values")
    common = Options(
        document_type="E13", process="BRS-NO-313", role="DDE", registered=YEAR.end, new_id=new_id, gather=True
    )
    codes = (Channel("1010", PRODUCT, "Out"),)
    ways = {
        "mscons no": ("mscons", attrs.evolve(common, profile="no", channels=codes)),
        "mscons de": ("mscons", attrs.evolve(common, profile="de", process_id="13025")),
        "utilts": (
            "utilts",
            attrs.evolve(common, document_type="E66", role="MDR", scope="E02", reason="E88", answer=False),
        ),
    }
    for name, (target, options) in ways.items():
        there, out = timed(lambda target=target, options=options: convert(message, target, options=options))
        back_options = attrs.evolve(options, document_type="E13", role="DDE")
        data = there.to_bytes()
        back, into = timed(
            lambda data=data, options=back_options: convert(data, "collected-data", options=options)
        )
        same = all(
            np.array_equal(sent.observation.quantity, received.observation.quantity)
            for sent, received in zip(
                message.payload_energy_time_series, back.message.payload_energy_time_series, strict=True
            )
        )
        print(
            f"{name:10} {len(data) / 1e6:6.0f} MB  out {out:5.2f} s  back {into:5.2f} s  same values: {same}"
        )
    small = attrs.evolve(message, payload_energy_time_series=message.payload_energy_time_series[:120])
    size = sum(len(payload.observation) for payload in small.payload_energy_time_series)
    tracemalloc.start()
    converted = convert(small, "mscons", options=ways["mscons no"][1])
    blocks = len(tracemalloc.take_snapshot().traces)
    tracemalloc.stop()
    print(
        f"{size} values, {len(converted.losses)} losses: {blocks} blocks of memory are alive after the conversion"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
