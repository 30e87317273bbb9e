"""The series and the plain data of the project's own interchanges, as agreed in files beside this test.

``python tests/golden/test_edifact_messages.py`` writes the files anew; look at the difference before keeping it.
"""

import datetime as dt
import json
from pathlib import Path

import pytest
from tests.support.paths import ROOT

from edielkit.edifact.as_dict import message_to_dict
from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.from_dict import message_from_dict
from edielkit.edifact.messages import read_message
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.writer import to_bytes

EXPECTED = Path(__file__).parent / "expected" / "edifact-series.json"
FIXTURES = sorted((ROOT / "fixtures" / "edifact").glob("*.edi"))
BROKEN = sorted((ROOT / "fixtures" / "broken").glob("series-*.edi"))
OPTIONS = SeriesOptions(main_area="50YMAIN---------A", directions={"1009": "In", "1010": "Out"})


def plain(path):
    """The series of a file as plain data, values as text."""
    return [
        {
            "point": s.metering_point,
            "area": s.grid_area,
            "product": s.product,
            "unit": s.unit,
            "direction": s.direction,
            "resolution": s.resolution,
            "start": s.period and s.period.start.isoformat(),
            "end": s.period and s.period.end.isoformat(),
            "registered": s.registered and s.registered.isoformat(),
            "identification": s.identification,
            "count": len(s.observations),
            "first": s.observations.position[:1].tolist(),
            "last": s.observations.position[-1:].tolist(),
            "sum": str(s.observations.total),
            "status": [s.observations.status.tolist().count(n) for n in range(7)],
            "unparsed": [list(row) for row in s.observations.unparsed],
        }
        for s in read_columns(path.read_bytes(), OPTIONS)
    ]


@pytest.mark.parametrize("path", FIXTURES + BROKEN, ids=lambda p: p.name)
def test_series_are_as_agreed(path):
    """Each file gives the series that were agreed."""
    assert json.loads(EXPECTED.read_text("utf-8"))[path.name] == plain(path)


def test_no_file_is_left_out():
    """The agreed series are those of the files that are there."""
    assert sorted(p.name for p in FIXTURES + BROKEN) == sorted(json.loads(EXPECTED.read_text("utf-8")))


@pytest.mark.parametrize("path", FIXTURES + BROKEN, ids=lambda p: p.name)
def test_files_are_lossless(path):
    """Each message is written back to its bytes, by itself and through plain data."""
    interchanges, _ = parse_interchanges(path.read_bytes())
    for interchange in interchanges:
        for raw in interchange.messages:
            message = read_message(raw)
            assert b"".join(s.raw for s in raw.segments) == to_bytes(
                message.segments(), interchange.separators
            )
            again = message_from_dict(json.loads(json.dumps(message_to_dict(message))))
            assert message == again
            assert raw.segments == tuple(again.write())
            assert message.others == ()


# numbers with zeros behind, two interchanges, points longer than the directory allows: rebuilt, but not the same
OTHERWISE = {
    "mscons-no-four-hours.edi",
    "mscons-no-two-messages.edi",
    "two-interchanges.edi",
    "mscons-ch-positional.edi",
}


@pytest.mark.parametrize("path", [p for p in FIXTURES if p.name not in OTHERWISE], ids=lambda p: p.name)
def test_good_files_can_be_built_again(path):
    """What is right already stays as it is when it is built into a new interchange."""
    ((interchange,), _) = parse_interchanges(path.read_bytes())
    rebuilt = build_interchange(
        [read_message(raw) for raw in interchange.messages],
        sender="7080000000012",
        recipient="7080000000029",
        reference="R",
        prepared=dt.datetime(2024, 6, 5, tzinfo=dt.UTC),
        una=interchange.separators,
    )

    assert [m.segments for m in interchange.messages] == [m.segments for m in rebuilt.messages]


if __name__ == "__main__":
    agreed = {path.name: plain(path) for path in FIXTURES + BROKEN}
    EXPECTED.parent.mkdir(exist_ok=True)
    EXPECTED.write_text(json.dumps(agreed, indent=1) + "\n", "utf-8")
