"""How fast messages of many short series are read, checked and written; ratios in one run, input of its own.

Run: python benchmarks/fast.py [points]

A night of a grid company: a day of hourly values for each point, 2 000 points in each message. Each figure is processor
time, the best of three; the exact path does the same on the first message alone.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

import edielkit
from edielkit import validation
from edielkit.emif.build import collected_data
from edielkit.emif.fast.document import read_fast
from edielkit.emif.messages import (
    NotifyValidatedDataForBillingEnergy,
    NotifyValidatedDataForBillingEnergyPayload,
    ValidatedDataMeteringPointCharacteristic,
)
from edielkit.emif.read.document import parse_document
from edielkit.emif.soap import SoapDocument
from edielkit.emif.write import writer
from edielkit.identifiers.registry import gs1_digit
from edielkit.market_time import Period
from edielkit.process_rules import MemoryContext
from edielkit.process_rules.batch import check_kinds
from edielkit.series import Observations, TimeSeries

HOURS, POINTS = 24, 2000
START = dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC)
NOW = START + dt.timedelta(hours=30)
PRODUCT = "8716867000030"


def gsrn(number: int) -> str:
    """Return the metering point with *number*."""
    body = f"7070575{number:010d}"
    return body + gs1_digit(body)


def message(first: int, count: int) -> Any:
    """Return CollectedData of *count* points, one value in thirty estimated."""
    rng, numbers = random.Random(first), np.random.default_rng(first)
    series = []
    for number in range(first, first + count):
        estimated = (numbers.random(HOURS) < 1 / 30).astype(np.uint8)
        series.append(
            TimeSeries(
                metering_point=gsrn(number),
                product=PRODUCT,
                unit="kWh",
                direction="Out",
                resolution="PT1H",
                period=Period(START, START + dt.timedelta(hours=HOURS)),
                registered=START + dt.timedelta(hours=HOURS + 2, seconds=number % 300),
                observations=Observations(
                    position=np.arange(1, HOURS + 1),
                    quantity=numbers.integers(0, 9999, HOURS),
                    status=estimated,
                    validation=2 * estimated,
                    estimation=estimated,
                ),
            )
        )
    collected = collected_data(
        series,
        identification=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        sender="7080000000012",
        recipient="7080003824349",
        created=NOW,
        new_id=lambda: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    )
    return SoapDocument(service="MeteringValues", element="CollectedDataRequest", messages=(collected,))


def notify(collected: Any) -> Any:
    """Return the message from Elhub with the same series."""
    names = {field.name for field in attrs.fields(NotifyValidatedDataForBillingEnergyPayload)}
    direction = ValidatedDataMeteringPointCharacteristic(direction="Out")
    return NotifyValidatedDataForBillingEnergy(
        header=collected.header,
        process_energy_context=collected.process_energy_context,
        payload_energy_time_series=[
            NotifyValidatedDataForBillingEnergyPayload(
                **{
                    **{
                        field.name: getattr(p, field.name)
                        for field in attrs.fields(type(p))
                        if field.name in names
                    },
                    "profiled_observation": None,
                    "insert_date_time": NOW,
                    "mp_detail_measurement_metering_point_characteristic": direction,
                }
            )
            for p in collected.payload_energy_time_series
        ],
    )


def context(count: int) -> MemoryContext:
    """Return a context that knows all points."""
    point = {
        "type": "E17",
        "settlement_method": "E02",
        "reading_resolution": "PT1H",
        "channels": [{"product": PRODUCT, "direction": "Out", "resolution": "PT1H"}],
    }
    points = [{"identification": gsrn(number), **point} for number in range(count)]
    company = MemoryContext.from_dict({"complete": True, "metering_points": points})
    assert company.metering_point(gsrn(0), START.date())
    return company


def best(work: Callable[[], Any], runs: int = 3) -> tuple[float, Any]:
    """Return the least processor time of some runs, and what the last one gave."""
    spent, result = [], None
    for _ in range(runs):
        before = time.process_time()
        result = work()
        spent.append(time.process_time() - before)
    return min(spent), result


def exact_validate(data: bytes, company: MemoryContext) -> Any:
    """Validate without the fast path."""
    kept, validation.read_large = validation.read_large, lambda *_, **__: None
    try:
        return edielkit.validate(data, now=NOW, context=company)
    finally:
        validation.read_large = kept


def exact_serialize(document: Any) -> bytes:
    """Write without what is alike being copied."""
    kept, writer._MANY = writer._MANY, 1 << 30
    try:
        return edielkit.serialize(document)
    finally:
        writer._MANY = kept


def main() -> None:
    """Make the input, measure, and print the ratios."""
    points = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    documents = [edielkit.serialize(message(n, min(POINTS, points - n))) for n in range(0, points, POINTS)]
    company = context(points)
    first, values = documents[0], points * HOURS
    values_of_one = min(POINTS, points) * HOURS
    print(f"{len(documents)} messages, {values} values, {sum(map(len, documents)) / 1e6:.1f} MB")

    def show(name: str, seconds: float, exact: float, count: int = values) -> None:
        # the exact path was measured on one message
        ratio = exact / values_of_one / (seconds / count)
        print(
            f"{name:32} {seconds:6.3f} s  {count / seconds / 1e6:6.2f} M values/s  {ratio:5.1f} x the exact path"
        )

    read, read_documents = best(lambda: [read_fast(document) for document in documents])
    parsed, exact = best(lambda: parse_document(first), 1)
    assert read_documents[0].document == exact
    show("read", read, parsed)
    validated, reports = best(
        lambda: [check_kinds(document, now=NOW, context=company) for document in read_documents]
    )
    exactly, report = best(lambda: exact_validate(first, company), 1)
    assert reports[0].findings == report.findings
    show("validate", validated, exactly)
    both, _ = best(lambda: [edielkit.validate(document, now=NOW, context=company) for document in documents])
    show("read and validate", both, parsed + exactly)
    outgoing = [notify(document.message) for document in read_documents]
    written, texts = best(lambda: [edielkit.serialize(notice) for notice in outgoing])
    slowly, text = best(lambda: exact_serialize(outgoing[0]), 1)
    assert texts[0] == text
    show("write", written, slowly)
    month = _long(values)
    written, text = best(lambda: edielkit.serialize(month))
    slowly, same = best(lambda: exact_serialize(month), 1)
    assert text == same
    show("write, a month in each payload", written, slowly * values_of_one / values)


def _long(values: int) -> Any:
    """Return the same number of values in payloads of 744."""
    notice = notify(message(0, max(values // 744, 1)).messages[0])
    numbers = np.random.default_rng(1)
    payloads = [
        attrs.evolve(
            payload,
            observation=Observations(
                position=np.arange(1, 745),
                quantity=numbers.integers(0, 9999, 744),
                **{name: np.zeros(744, np.uint8) for name in ("status", "validation", "estimation")},
            ),
        )
        for payload in notice.payload_energy_time_series
    ]
    return attrs.evolve(notice, payload_energy_time_series=payloads)


if __name__ == "__main__":
    main()
