"""What breaks under another version: by message, element and version."""

from __future__ import annotations

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.emif.simple_types import ANNOUNCED_VERSIONS, CURRENT_VERSION, VERSIONS
from edielkit.upgrading import _HOLDS, _errors, upgrade

MASTER = (FIXTURES / "emif/masterdata/RequestUpdateMasterDataMeteringPoint.xml").read_bytes()
NOTIFY = (FIXTURES / "emif/masterdata/NotifyMeteringPointCharacteristics.xml").read_bytes()
BOTH = (FIXTURES / "emif/metering/CollectedData-annual-volume-EI-270.xml").read_bytes()
EXCLUDED = MASTER.replace(
    b"</abie:Resolution>",
    b"</abie:Resolution><abie:ExcludeFromSettlement>false</abie:ExcludeFromSettlement>",
    1,
)
CONSUMPTION = b"</abie:MeteringPointType>"


def production(code: bytes) -> bytes:
    """Return master data of a point with a code of production."""
    end = (
        b'<abie:MeteringPointSubTypeProduction listAgencyIdentifier="89">'
        + code
        + b"</abie:MeteringPointSubTypeProduction>"
    )
    start = NOTIFY.index(b"<abie:MeteringPointSubType")
    stop = NOTIFY.index(b"</abie:MeteringPointSubType", start)
    stop = NOTIFY.index(b">", stop) + 1
    return NOTIFY[:start] + end + NOTIFY[stop:]


def automatic() -> bytes:
    volume = b"<abie:AnnualPeriodEstimatedMetrics><abie:Total>900</abie:Total><abie:CalculationMethod>%s</abie:CalculationMethod></abie:AnnualPeriodEstimatedMetrics>"
    return MASTER.replace(
        b"</abie:MpDetailMeteringPointCharacteristic>",
        b"</abie:MpDetailMeteringPointCharacteristic>" + volume % b"Automatic",
        1,
    )


@pytest.mark.parametrize(
    ("data", "to", "elements", "instead"),
    [
        (MASTER, "EI-270", [], ""),
        (MASTER, "EI-1763", [], ""),
        (EXCLUDED, "2.4.3", ["ExcludeFromSettlement"], "leave the element out"),
        (EXCLUDED, "EI-270", ["ExcludeFromSettlement"], "leave the element out"),
        (EXCLUDED, "2.3", [], ""),
        (production(b"Z05"), "EI-1763", ["MeteringPointSubTypeProduction"], "one of the European codes"),
        (production(b"Z05"), "EI-270", [], ""),
        (production(b"B18"), "EI-1763", [], ""),
        (production(b"B18"), "2.3", ["MeteringPointSubTypeProduction"], "leave out what 2.3 does not have"),
        (BOTH, "EI-270", [], ""),
        (BOTH, "2.4.3", ["Direction", "AnnualPeriodEstimatedMetrics", "Direction"], "leave out what 2.4.3"),
        (automatic(), "EI-270", ["CalculationMethod"], "Manual"),
        (automatic(), "EI-1763", [], ""),
    ],
)  # fmt: skip
def test_what_breaks_is_named_with_its_change(data, to, elements, instead):
    """Element by element."""
    impact = upgrade(data, to)

    assert elements == [
        place.path.rpartition("/")[2].partition("[")[0].rpartition(":")[2] for place in impact.breaks
    ]
    assert all(place.change is not None and place.instead.startswith(instead) for place in impact.breaks)
    assert impact.fits == (not elements)


def test_faults_of_today_are_no_breaks():
    """Validate names them."""
    faulty = EXCLUDED.replace(b"<abie:Direction>", b"<abie:Direction>x", 1)
    assert edielkit.validate(faulty, level="codes").errors

    assert ["ExcludeFromSettlement"] == [
        place.path.rpartition(":")[2] for place in upgrade(faulty, "2.4.3").breaks
    ]


def test_warnings_of_another_version_are_no_breaks():
    """What breaks is an error there, and no weight of today's."""
    warned = 0
    for path in sorted((FIXTURES / "broken").glob("emif-*.xml")):
        for version in VERSIONS:
            report = edielkit.validate(path.read_bytes(), level="codes", version=version)
            warned += any(finding not in report.errors for finding in report.findings)
            weights = {finding.severity.value for finding in _errors(path.read_bytes(), version)}
            assert weights <= {"error"}, (path.name, version)
    assert warned


def test_a_message_that_was_read_is_as_good_as_its_bytes():
    """Only lines are not known."""
    read, data = upgrade(edielkit.parse(EXCLUDED), "2.4.3"), upgrade(EXCLUDED, "2.4.3")

    assert 1 == len(read.breaks) == len(data.breaks)
    assert (True, None) == (bool(data.breaks[0].line), read.breaks[0].line)


def test_news_are_those_of_its_messages():
    """EI-270 adds a direction to annual volumes, and nothing to an acknowledgement."""
    acknowledgement = (FIXTURES / "emif/common/Acknowledgement.xml").read_bytes()

    assert ["EI-270", "EI-270"] == [change.number for change in upgrade(MASTER, "EI-270").news]
    assert () == upgrade(acknowledgement, "EI-270").news


@pytest.mark.parametrize("data", [b"hello", (FIXTURES / "edifact/mscons-no-areas.edi").read_bytes()])
def test_what_is_no_message_of_emif_is_an_error(data):
    """EDIFACT has no version of EMIF."""
    with pytest.raises(edielkit.ParseError):
        upgrade(data, "2.4.3")


def test_a_version_that_there_is_not_is_an_error():
    """With those that there are."""
    with pytest.raises(ValueError, match="EI-1763"):
        upgrade(MASTER, "3.0")


def test_what_each_version_holds_is_known():
    """A version that comes has its place; each holds itself, and all that is in force before it."""
    assert set(VERSIONS) == set(_HOLDS)
    for version, held in _HOLDS.items():
        assert version in held <= set(VERSIONS)
        assert CURRENT_VERSION in held or version not in ANNOUNCED_VERSIONS
