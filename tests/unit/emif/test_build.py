"""Messages from a few facts."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import attrs
import pytest

import edielkit
from edielkit.emif.build import collected_data, context, header
from edielkit.errors import BuildError
from edielkit.market_time import day_period
from edielkit.series import Observations, TimeSeries

MORNING = dt.datetime(2026, 3, 30, 4, 30, tzinfo=dt.UTC)
SPRING_DAY = TimeSeries(
    metering_point="707057500022939839",
    product="8716867000030",
    unit="kWh",
    direction="Out",
    resolution="PT1H",
    period=day_period(dt.date(2026, 3, 29)),
    registered=MORNING,
    observations=Observations.metered(["1.5"] * 23),
)


def build(series, **more):
    """Return a CollectedData with counted ids."""
    ids = itertools.count(1)
    return collected_data(
        series,
        **{
            "identification": str(uuid.UUID(int=1000)),
            "sender": "1048700000004",
            "recipient": "7080003824349",
            "created": MORNING,
            "new_id": lambda: str(uuid.UUID(int=next(ids))),
            **more,
        },
    )


def test_built_message_has_no_findings_and_gives_the_series_back():
    """A day of 23 hours becomes a valid message, and the message gives the same series."""
    data = edielkit.serialize(build([SPRING_DAY]))

    assert () == edielkit.validate(data, level="codes").findings
    (back,) = edielkit.read_series(data)
    assert SPRING_DAY == attrs.evolve(back, identification=None)


def test_payload_keeps_its_own_identification():
    """An identification that the series has is not replaced."""
    own = str(uuid.UUID(int=77))

    message = build([attrs.evolve(SPRING_DAY, identification=own), SPRING_DAY])

    assert [own, str(uuid.UUID(int=1))] == [p.identification for p in message.payload_energy_time_series]


@pytest.mark.parametrize(
    "name", ["metering_point", "product", "unit", "direction", "resolution", "period", "registered"]
)
def test_missing_fact_is_named(name):
    """What the payload needs and the series lacks is named, not made up."""
    with pytest.raises(BuildError) as caught:
        build([SPRING_DAY, attrs.evolve(SPRING_DAY, **{name: None})])

    assert f"series[1].{name}" == caught.value.field


def test_agencies_are_filled_in():
    """Document types and roles get the agency that their lists name."""
    head = header(
        identification=str(uuid.UUID(int=1)),
        document_type="392",
        created=MORNING,
        sender="1048700000004",
        recipient="7080003824349",
    )

    assert "6" == head.document_type.list_agency_identifier
    assert "89" == context("BRS-NO-101", "SLR").energy_business_process_role.list_agency_identifier


def test_unknown_code_needs_its_agency():
    """A code without a known agency is refused with the field."""
    with pytest.raises(BuildError, match=r"document_type"):
        build([SPRING_DAY], document_type="E99")
