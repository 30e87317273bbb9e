"""The edges of the tests that rows of process tables name."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import EVENT, FIRST, NOW, PERIOD, PRODUCT
from edielkit.generate.faults.rule_messages import BASES, changed, written
from edielkit.process_rules.context import MemoryContext
from edielkit.process_rules.row_tests import TESTS, is_met
from edielkit.process_rules.subject import Subject


def _codes(base, changes):
    kind, data = BASES[base]
    report = edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process")
    return [f.code for f in report]


_STREET = f"{EVENT}/MPAddressMeteringPointAddress/StreetName"


@pytest.mark.parametrize(
    ("text", "right"),
    [("Prøvev", True), ("*", True), ("Prøve*", True), ("Prøv*", False), ("Prøve*n", False), ("**", False), ("Prøveveien**", False)],
)  # fmt: skip
def test_wildcards(text, right):
    """The wildcard stands alone, or last after enough characters; without one any text is right."""
    assert ([] if right else ["BRS611-12"]) == _codes("search by customer", {_STREET: text})


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        ("2025-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00", True),
        ("2024-12-31T23:59:59+01:00", "2026-01-01T00:00:00+01:00", False),
        ("2024-02-28T00:00:00+01:00", "2025-02-28T00:00:00+01:00", True),
        ("2024-02-28T00:00:00+01:00", "2025-03-01T00:00:00+01:00", False),
        # the clock changes between: still the same local time a year later
        ("2024-03-31T00:00:00+01:00", "2025-03-31T00:00:00+02:00", True),
    ],
)
def test_a_year_is_a_calendar_year(start, end, right):
    """A period of a year ends on the date of its start, in Norwegian time."""
    changes = {f"{EVENT}/Period": {"Start": start, "End": end}}

    assert ([] if right else ["BRS324-12"]) == _codes("query of settlement", changes)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-03-02T00:00:00+01:00", None),
        ("2026-03-01T23:00:00Z", None),
        ("2026-03-02T01:00:00+02:00", None),
        ("2026-03-02T00:00:00Z", "BRS213-B05"),
        ("2026-03-02T00:00:01+01:00", "BRS213-B05"),
        ("2026-03-01T00:00:00+01:00", "BRS213-B04"),
    ],
)
def test_midnight_and_today_are_norwegian(at, code):
    """The instant counts, however its offset is written."""
    codes = _codes("removal", {"PayloadMasterDataMPEvent[1]/StartOfOccurrence": at})

    assert ([code] if code else []) == codes


@pytest.mark.parametrize(
    ("end", "codes"),
    [
        ("2026-02-28T00:00:00+01:00", []),
        ("2026-03-02T11:00:00+01:00", []),
        ("2026-03-02T11:00:01+01:00", ["BRS332-0906"]),
    ],
)
def test_a_withdrawal_may_end_where_it_starts_and_now(end, codes):
    """End may be Start, and now; a second later is the future."""
    assert codes == _codes("withdrawal", {f"{PERIOD}/End": end})


def test_false_is_there_too():
    """An element that must not be there breaks the rule whatever it says."""
    assert ["BRS313-04"] == _codes("series", {"Header/RequestPositiveAcknowledgement": "false"})


def test_a_product_that_is_none_has_no_unit():
    """The schema speaks of an unknown product; the unit is not checked by it."""
    codes = _codes("series", {f"{PRODUCT}/Identification": ("4711", {"schemeAgencyIdentifier": "9"})})

    assert ["XSD021"] == codes


def test_a_forwarded_reading_is_not_checked_by_the_table_of_the_sender():
    """What Elhub passes on to the grid company breaks no row that binds the supplier."""
    changes = {f"{PERIOD}/End": "2026-03-01T00:00:00+01:00"}

    assert [] == _codes("reading forwarded", changes)


def test_an_annual_volume_is_a_payload_of_311():
    """A payload carries a reading or an annual volume."""
    changes = {f"{FIRST}/ProfiledObservation": None, f"{FIRST}/AnnualPeriodEstimatedMetrics": {"Total": "5"}}

    assert [] == _codes("reading", changes)


def test_an_acknowledgement_from_elhub_is_not_one_of_the_grid_company():
    """Only what goes to Elhub must come from MDR with status 41."""
    kind, data = BASES["reading refused"]
    changes = {
        "ProcessEnergyContext/EnergyBusinessProcessRole": "DDQ",
        "Header/JuridicalRecipientEnergyParty": rule_messages.point(rule_messages.SUPPLIER),
        "PayloadResponseEvent/StatusType": "39",
        "PayloadResponseEvent/ResponseReasonType": None,
        "PayloadResponseEvent/OriginalPayloadReference": None,
    }

    assert [] == [f.code for f in edielkit.validate(written(kind, changed(data, changes)), now=NOW)]


@pytest.mark.parametrize(
    ("when", "met"),
    [
        ("", True),
        ("QueryTypeCode", True),
        ("!QueryTypeCode", False),
        ("QueryTypeCode=STLM|MVTS", True),
        ("QueryTypeCode!=STLM", False),
        ("BusinessType", False),
        ("BusinessType!=MP01", True),
        ("^Header/DocumentType=21 & Period", True),
        ("^Header/DocumentType=21 & BusinessType", False),
    ],
)
def test_conditions(when, met):
    """Presence, absence and values, of the payload and of the message, all of them."""
    subject = Subject(message=edielkit.parse(written(*BASES["query of settlement"])))

    assert met is is_met(when)(subject.payloads[0])


def test_every_kind_of_test_is_used():
    """No kind of test stands in the dictionary for nothing."""
    from edielkit.process_rules.data import process_rows

    assert set(TESTS) == {row["test"] for row in process_rows()}


_PROFILED, _INTERVAL = "1 to 4 days", "3 to 6 working days"


@pytest.mark.parametrize(
    ("days", "method", "notice"),
    [
        (0, None, _PROFILED),
        (0, "E01", _INTERVAL),
        (2, None, None),
        (2, "E01", _INTERVAL),
        (2, "E02", None),
        (5, None, None),
        (5, "E01", None),
        (5, "E02", _PROFILED),
    ],
)
def test_the_notice_is_that_of_the_points_settlement(days, method, notice):
    """Where the context knows how the point is settled, its days alone are right; else those of either way."""
    data = (FIXTURES / "emif/market/RequestEndOfSupply.xml").read_bytes()
    assert data.count(b"2026-02-05T23:00:00Z") == 1
    ends = dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC) + dt.timedelta(days=days)
    sent = data.replace(b"2026-02-05T23:00:00Z", f"{ends:%Y-%m-%dT%H:%M:%SZ}".encode())
    point = {"identification": "707057599900010029", "type": "E17"}
    if method is not None:
        point["settlement_method"] = method
    context = MemoryContext.from_dict({"metering_points": [point]})
    report = edielkit.validate(sent, now=dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC), context=context)
    day = dt.date(2026, 2, 2) + dt.timedelta(days=days)

    words = [] if notice is None else [f"expected a day with {notice} of notice, found {day} on 2026-02-02"]
    assert words == [finding.message for finding in report if finding.code == "BRS201-B01"]
