"""Processes: pools that fork and pools that begin anew say what one process says, and many validations leave nothing behind."""

from __future__ import annotations

import gc
import multiprocessing
import tracemalloc

import pytest
from tests.support.paths import FIXTURES

import edielkit

NAMES = (
    "emif/metering/CollectedData.xml",
    "emif/market/RequestStartOfSupply.xml",
    "emif/soap/CollectedDataRequest.xml",
    "edifact/two-interchanges.edi",
    "edifact/mscons-no-quarters-two-products.edi",
    "broken/edifact-control-total.edi",
    "broken/emif-unknown-element.xml",
)
DATA = [(FIXTURES / name).read_bytes() for name in NAMES]


def _validated(data):
    """What a worker sends back: the whole report, which is pickled on its way."""
    return edielkit.validate(data)


@pytest.mark.parametrize("method", sorted({"fork", "spawn"} & set(multiprocessing.get_all_start_methods())))
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_pools_say_what_one_process_says(method):
    """Reports and series go through the pipe unchanged, whether the parent has loaded its tables before or not."""
    alone = [edielkit.validate(data) for data in DATA]
    with multiprocessing.get_context(method).Pool(2) as pool:
        reports = pool.map(_validated, DATA, chunksize=2)
        series = pool.map(_series, DATA[:5:4])

    assert alone == reports
    assert [report.to_dict() for report in alone] == [report.to_dict() for report in reports]
    assert [_series(data) for data in DATA[:5:4]] == series


def _series(data):
    return list(edielkit.read_series(data))


def _grown(times, inputs=DATA):
    """Return how many bytes are held after *times* rounds more than before, beyond what the first rounds load."""
    for data in inputs * 3:
        edielkit.validate(data)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(times):
            data = inputs[number % len(inputs)]
            # other bytes each time: a memory of inputs would grow
            own = data.replace(b"R20260202", b"R%08d" % number).replace(b"66eebc57", b"%08d" % number)
            edielkit.validate(own.replace(b"UNH+1+", b"UNH+%d+" % number))
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before


def test_some_validations_leave_nothing():
    """What is remembered is bounded: less than a kilobyte a validation in a short run, caches included."""
    assert _grown(140) < 140 * 1024


@pytest.mark.slow
@pytest.mark.parametrize("wire", ["edifact", "emif"])
def test_20_000_validations_leave_nothing(wire):
    """A tenth of the run may fill caches; the whole holds less than 8 MB more."""
    inputs = [data for name, data in zip(NAMES, DATA, strict=True) if wire in name]
    assert _grown(20_000, inputs) < 8 * 1024 * 1024
