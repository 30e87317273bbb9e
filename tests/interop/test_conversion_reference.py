"""Messages of real partners, as published, become CollectedData that validates."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import pytest
from tests.support.paths import ROOT

import edielkit
from edielkit.conversion import Channel, Options
from edielkit.conversion.losses import WHERE

SAMPLES = ROOT.parent / "shared" / "reference" / "ediel" / "samples"
POINT = "707057500000000100"
ACTIVE = "8716867000030"
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the published samples are not beside the checkout"
)

# file, options, number of payloads and values, the sum, kinds of losses that must be among those named
CASES = [
    (
        "dk-mscons-d96a-e2dk02-consumption-statement.edi",
        {
            "points": {"571313134802045214": POINT},
            "channels": (Channel("9011", ACTIVE, "Out"), Channel("9016", ACTIVE, "Out")),
        },
        (2, 2, "18254"),
        {"CNV006", "CNV009", "CNV026", "CNV030"},
    ),
    (
        "ch-mscons-d04b-2.2e-15min-obis-1.29-import.edi",
        {"points": {"CH1008801234500000000000000113813": POINT}},
        (1, 96, "3719.25"),
        {"CNV029", "CNV007"},
    ),
    (
        "ch-mscons-d04b-2.2e-15min-obis-2.29-export.edi",
        {"points": {"CH1008801234500000000000000113813": POINT}},
        (1, 96, "7.05"),
        {"CNV029", "CNV007"},
    ),
    (
        "de-mscons-d04b-2.4c-in202404_13018_t1.edi",
        {"points": {"DE0010647773100000000000000033612": POINT}},
        (2, 14, "122.25"),
        {"CNV011", "CNV023"},
    ),
    (
        "de-real-mscons-d04b-2.4c-tl-13025-day-z18-and-correction-reason.edi",
        {"points": {"59999999999": POINT}},
        (1, 96, "133.308"),
        {"CNV004", "CNV023"},
    ),
    ("se-utilts-e66-sch-two-transactions-1b.edi", {}, (2, 2, "24163"), {"CNV017", "CNV025", "CNV034"}),
    (
        "se-utilts-e66-tim-quarter-two-transactions-synthetic.edi",
        {"direction": "Out"},
        (2, 2, "1000"),
        {"CNV001", "CNV031"},
    ),
]


@pytest.mark.parametrize(("name", "more", "counts", "lost"), CASES)
def test_sample_becomes_collected_data(name, more, counts, lost):
    """Every value arrives, the message validates at level codes, and the named pieces are listed as lost."""
    data = (SAMPLES / name).read_bytes()
    counter = itertools.count(1)
    converted = edielkit.convert(
        data,
        "collected-data",
        options=Options(
            sender="7080000000012",
            recipient="7080003824349",
            document_type="E13",
            process="BRS-NO-313",
            role="DDE",
            registered=dt.datetime(2026, 7, 2, tzinfo=dt.UTC),
            validation="V001",
            estimation="E001",
            new_id=lambda: str(uuid.UUID(int=next(counter))),
            **more,
        ),
    )
    series = list(edielkit.read_series(converted.to_bytes()))
    total = sum(item.observations.total for item in series)
    wire = edielkit.detect(data).message.lower()

    assert () == edielkit.validate(converted.to_bytes(), level="codes").findings
    assert counts[:2] == (len(series), sum(len(item.observations) for item in series))
    assert counts[2] == f"{total:f}".rstrip("0").rstrip(".")
    assert lost <= {loss.code for loss in converted.losses}
    assert all((wire, "emif") in WHERE[loss.code] for loss in converted.losses)
