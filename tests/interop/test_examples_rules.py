"""Elhub's example messages, checked shortly after their own dates, get only findings that are true of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from tests.support.paths import ROOT

import edielkit

FOLDER = ROOT.parent / "shared" / "reference" / "elhub" / "examples"

_PARTY = "its GLNs are made up, such as 1234567890123, and have wrong check digits"
_POINT = "its metering points are made up and have wrong check digits"
_AREA = "EIC-Y12345678901 has the check digit K by the rule of ENTSO-E"
_AREA_TYPE = "EIC-Y12345678901 has no Y in the third place, where a grid area has it"
_COMPANY = "its organisation number is made up and has a wrong check digit"
_CONSUMPTION = "zz is no code of the list of end-user groups"
_IDENTIFIERS = {"IDN004": (3, _PARTY), "IDN002": (1, _POINT)}

# example -> code -> (how often, why it is true of the example)
GOLDEN: dict[str, dict[str, tuple[int, str]]] = {
    "Acknowledgement.xml": {"IDN004": (3, _PARTY)},
    "CollectedData.xml": {"IDN004": (3, _PARTY), "IDN002": (6, _POINT)},
    "CollectedData_15Mins.xml": {
        "IDN004": (3, _PARTY),
        "IDN002": (4, _POINT),
        "SER105": (2, "the third and fourth payload say PT1H and have four values in one hour"),
        "SER120": (4, "each payload is the first hour of a day"),
        "SER124": (4, "its values are of 2020, its header is of 2015"),
    },
    "CollectedData_ProfiledMeterRead.xml": {
        **_IDENTIFIERS,
        "SER124": (1, "its reading is of the month after its creation"),
        "SER126": (1, "its reading is registered in the month after its creation"),
    },
    "ConfirmStartOfSupply.xml": _IDENTIFIERS,
    "NotifyMeteringPointCharacteristics.xml": {
        "IDN004": (4, _PARTY),
        "IDN002": (1, _POINT),
        "IDN006": (1, _AREA),
        "IDN007": (1, _AREA_TYPE),
        "IDN011": (1, "its birth number is made up and has a wrong check digit"),
        "COD001": (1, _CONSUMPTION),
    },
    "NotifyStartOfSupply.xml": {
        "IDN004": (4, _PARTY),
        "IDN002": (1, _POINT),
        "IDN006": (1, _AREA),
        "IDN007": (1, _AREA_TYPE),
        "IDN009": (1, _COMPANY),
    },
    "NotifyValidatedDataForBillingEnergy.xml": {
        **_IDENTIFIERS,
        "SER123": (1, "it says that its values were registered hours before their period ends"),
    },
    "PriceVolumeCombinationForReconciliation.xml": {
        "IDN004": (4, _PARTY),
        "IDN006": (1, _AREA),
        "IDN007": (1, _AREA_TYPE),
        "COD003": (1, "it puts agency 89 on settlement method E02, which the other examples have under 260"),
    },
    "RejectStartOfSupply.xml": _IDENTIFIERS,
    "RequestDataFromElhub.xml": _IDENTIFIERS,
    "RequestStartOfSupply.xml": {"IDN004": (4, _PARTY), "IDN002": (1, _POINT), "IDN009": (1, _COMPANY)},
    "RequestUpdateMasterDataMeteringPoint.xml": {
        "IDN004": (3, _PARTY),
        "IDN002": (1, _POINT),
        "IDN006": (1, _AREA),
        "IDN007": (1, _AREA_TYPE),
        "COD001": (1, _CONSUMPTION),
    },
    "RequestUpdateSharedProduction.xml": {
        "IDN002": (6, _POINT),
        "XSD020": (4, "its shares have a decimal comma"),
    },
    "RequestUpfrontMeteringPointCharacteristics.xml": {
        "IDN004": (3, _PARTY),
        "IDN009": (1, _COMPANY),
        "BRS611-09": (1, "it has a meter with both a post code and a customer; row 9 asks for one of them"),
        "BRS611-10": (2, "it has a meter with a street and a house number; row 10 asks for neither"),
        "BRS611-11": (1, "it has an address with both a customer and a meter; row 11 asks for one of them"),
    },
    "UpdateThirdPartyAccess.xml": _IDENTIFIERS,
}
# its values are of 2020, its header of 2015
_LATER = {"CollectedData_15Mins.xml": dt.datetime(2020, 5, 3, tzinfo=dt.UTC)}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published examples are not here")


def _checked(name):
    data = (FOLDER / name).read_bytes()
    now = _LATER.get(name) or edielkit.parse(data).header.creation + dt.timedelta(hours=1)
    return edielkit.validate(data, now=now)


@pytest.mark.parametrize("name", GOLDEN)
def test_an_example_gets_its_findings(name):
    """Code for code the findings are those that are listed, each with its reason."""
    expected = {code: count for code, (count, _) in GOLDEN[name].items()}

    assert expected == dict(Counter(f.code for f in _checked(name)))


def test_every_example_is_checked():
    """No example is left out."""
    assert set(GOLDEN) == {path.name for path in FOLDER.glob("*.xml")}


def test_quarters_named_hours_are_rejected_payload_by_payload():
    """E87 of ebIX on exactly the two payloads that are wrong."""
    errors = _checked("CollectedData_15Mins.xml").errors

    assert [
        ("E87/260", "eaacd78c-e338-4b91-93ce-5216a426e5f8"),
        ("E87/260", "04650a1f-2335-442a-b813-a822f3742846"),
    ] == [(str(f.reason), f.payload) for f in errors]


def test_checked_today_an_old_series_is_too_old():
    """The same example years later breaks the rule of three years on each payload."""
    data = (FOLDER / "CollectedData.xml").read_bytes()
    errors = edielkit.validate(data, now=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)).errors

    assert ["SER107"] * 6 == [f.code for f in errors]
