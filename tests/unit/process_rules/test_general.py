"""The edges of the rules that hold in every process, and of those that ask a context."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import CUSTOMER, EVENT, FIRST, MASTER, NOW
from edielkit.generate.faults.rule_messages import (
    BASES,
    COMPANY,
    CONTEXT,
    E17,
    E19,
    E20,
    PERSON,
    PRODUCT,
    QUIET,
    changed,
    point,
    written,
)
from edielkit.process_rules import MemoryContext


def _codes(base, changes, context=None):
    kind, data = BASES[base]
    known_here = None if context is None else MemoryContext.from_dict(context)
    report = edielkit.validate(written(kind, changed(data, changes)), now=NOW, context=known_here)
    return [f.code for f in report]


_PERSON = {**PERSON, "ExtendedStorageMeteringValues": "true"}
_COMPANY = {**COMPANY, "ExtendedStorageMeteringValues": "true"}


@pytest.mark.parametrize(
    ("party", "words"),
    [
        (_PERSON, None),
        ({k: v for k, v in _PERSON.items() if k != "GivenName"}, None),
        ({**_PERSON, "Name": "Prøve"}, "expected no Name for a person (Z01)"),
        (
            {k: v for k, v in _PERSON.items() if "Name" not in k},
            "expected GivenName or FamilyName for a person (Z01), found neither",
        ),
        (
            {k: v for k, v in _COMPANY.items() if k != "Name"},
            "expected Name for an enterprise (82), found none",
        ),
        ({**_COMPANY, "FamilyName": "Person"}, "expected no FamilyName for an enterprise (82)"),
        ({**_COMPANY, "GivenName": "Person"}, "expected no GivenName for an enterprise (82)"),
    ],
)
def test_names_of_customers_in_other_messages(party, words):
    """A person has the names of a person, an enterprise its name; elsewhere than in BRS-NO-301 this is a warning."""
    kind, data = BASES["switch"]
    report = edielkit.validate(written(kind, changed(data, {f"{EVENT}/{CUSTOMER}": party})), now=NOW)

    assert ([words] if words else []) == [f.message for f in report if f.code == "BRS013"]


@pytest.mark.parametrize(
    ("supplier", "broken"),
    [(rule_messages.SUPPLIER, False), (rule_messages.OTHER, True), (None, True)],
)
def test_a_supplier_names_itself(supplier, broken):
    """The supplier in the message is its sender."""
    value = None if supplier is None else point(supplier)
    codes = _codes("switch", {f"{EVENT}/BalanceSupplierInvolvedEnergyParty": value})

    assert (["BRS011"] if broken else []) == codes


_MASTER = "/rsm:RequestUpdateMasterDataMeteringPoint/rsm:PayloadMasterDataMPEvent"


def test_each_channel_has_the_unit_of_its_product():
    """The channels in master data are checked one by one."""
    channel = {"ProductIncludedProductCharacteristics": PRODUCT, "Direction": "Out", "Resolution": "PT1H"}
    wrong = changed(channel, {"ProductIncludedProductCharacteristics/UnitType": "kvarh"})
    kind, data = BASES["master data"]
    report = edielkit.validate(
        written(kind, changed(data, {f"{MASTER}/MeasurementDefinition": [channel, wrong]})), now=NOW
    )

    assert [
        (
            "BRS010",
            f"{_MASTER}/abie:MeasurementDefinition[2]/abie:ProductIncludedProductCharacteristics/abie:UnitType",
        )
    ] == [(f.code, f.position.path) for f in report]


def test_two_payloads_of_one_identification():
    """Where the schema does not look, the second payload of an Identification is found."""
    codes = _codes("values", {"PayloadEnergyTimeSeries[2]/Identification": rule_messages.uuid(101)})

    assert ["BRS016"] == codes


def test_the_schema_says_it_once():
    """Where the schema looks, no rule says it again."""
    codes = _codes("series", {"PayloadEnergyTimeSeries[2]/Identification": rule_messages.uuid(101)})

    assert ["XSD040"] == codes


@pytest.mark.parametrize(
    ("agreed", "payload"),
    [
        ({}, []),
        ({f"{FIRST}/ProfiledObservation": {"Metered": ("-50", {"MeterReadReasonCode": "4"})}}, ["BRS018"]),
    ],
)
def test_a_volume_and_its_readings(agreed, payload):
    """The volume is the difference of the readings."""
    assert payload == _codes("volume", agreed)


_QUARTERS = {"product": "8716867000030", "resolution": "PT15M"}
_DETAIL = f"{MASTER}/MpDetailMeteringPointCharacteristic"


@pytest.mark.parametrize(
    ("kind", "there", "sent", "missing"),
    [
        ("E17", ["Out"], [], 0),
        ("E17", [], [], 1),
        ("E17", ["In"], [], 1),
        ("E17", [], ["Out"], 0),
        ("E18", ["In"], [], 0),
        ("E19", ["In"], ["Out"], 0),
        ("E19", ["In"], ["In"], 1),
        ("E19", [], [], 2),
    ],
)
def test_channels_of_a_point_that_is_read_by_the_quarter(kind, there, sent, missing):
    """The channels that are set up and those in the message together are the ones of the type."""
    sub_types = {
        "E17": {"MeteringPointSubTypeConsumption": "A04"},
        "E18": {"MeteringPointSubTypeProduction": "B16"},
        "E19": {"MeteringPointSubTypeConsumption": "A04", "MeteringPointSubTypeProduction": "B16"},
    }
    detail = {
        "MeteringPointType": kind,
        "SettlementMethodType": "E02",
        "MeterReadingOccurrence": "PT15M",
        **sub_types[kind],
    }
    channels = [
        {"ProductIncludedProductCharacteristics": PRODUCT, "Direction": direction, "Resolution": "PT15M"}
        for direction in sent
    ]
    quarters = [{**_QUARTERS, "direction": direction} for direction in there]
    context = {"metering_points": [{"identification": QUIET, "channels": quarters}]}
    changes = {_DETAIL: detail, f"{MASTER}/MeasurementDefinition": channels or None}

    assert ["CHN006"] * missing == _codes("activation", changes, context)


@pytest.mark.parametrize(
    "context",
    [
        {"metering_points": [{"identification": E17}]},
        {"metering_points": [{"identification": E17, "type": "E17", "channels": None}]},
        {"metering_points": [], "grid_areas": []},
        {"metering_points": [{"identification": E17, "from": "2027-01-01", "type": "E18"}]},
    ],
)
@pytest.mark.parametrize("base", ["series", "access asked", "switch", "activation"])
def test_what_is_not_known_accuses_nobody(base, context):
    """A context with gaps makes no finding of them."""
    assert [] == _codes(base, {}, context)


def test_an_area_without_a_known_owner_accuses_nobody():
    """A removal is not blamed on a sender when the grid owner is not known."""
    assert [] == _codes("removal", {}, {**CONTEXT, "grid_areas": []})


def test_access_is_checked_by_the_third_party_that_asks():
    """Another third party's contract and refusal say nothing of this one's."""
    context = {
        **CONTEXT,
        "approvals": [{"metering_point": E17, "third_party": rule_messages.OTHER, "approved": False}],
    }

    assert [] == _codes("access asked", {}, context)


def test_exchange_directions_are_matched_by_period():
    """In and Out of different hours are no pair; the same instants in other offsets are one."""
    start = "PayloadEnergyTimeSeries[4]/ObservationPeriodTimeSeriesPeriod"
    shifted = {f"{start}/Start": "2026-02-27T00:00:00+01:00", f"{start}/End": "2026-02-28T00:00:00+01:00"}
    same = {f"{start}/Start": "2026-02-27T23:00:00Z", f"{start}/End": "2026-02-28T23:00:00Z"}

    assert ["CHN003", "CHN003"] == _codes("series", shifted, CONTEXT)
    assert [] == _codes("series", same, CONTEXT)


@pytest.mark.parametrize(("identification", "direction"), [(E19, "In"), (E19, "Out"), (E20, "In")])
def test_points_with_both_directions_take_either(identification, direction):
    """A combined or an exchange point has no wrong direction."""
    changes = {
        f"{FIRST}/MeteringPointUsedDomainLocation": point(identification),
        f"{FIRST}/MPDetailMeasurementMeteringPointCharacteristic": {"Direction": direction},
    }

    assert "CHN001" not in _codes("series", changes, CONTEXT)
