"""XML into the neutral form: what stands beside the interval values, and what is no series."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from tests.support.conversion_pairs import BY_NAME, collected, series

import edielkit
from edielkit.conversion.from_emif import read_emif
from edielkit.conversion.losses import Loss
from edielkit.edifact.write.mscons import PartyId
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Code
from edielkit.errors import BuildError

UTILTS = BY_NAME["se-utilts-e66-notify"]


def changed(message, **changes):
    """Return *message* with another first payload."""
    first, *others = message.payload_energy_time_series
    return attrs.evolve(message, payload_energy_time_series=(attrs.evolve(first, **changes), *others))


def test_the_head_has_what_the_header_says():
    """Identification, type, time, parties, wish for an answer, process and role."""
    message = collected([series("2026-06-04", "Out")], 11)
    (document,) = read_emif(message, [])

    assert {
        "wire": "emif",
        "identification": "00005eed-0000-0000-0000-00000000000b",
        "document_type": "E13",
        "created": dt.datetime(2026, 6, 5, 3, 30, tzinfo=dt.UTC),
        "sender": PartyId("7080000000012"),
        "recipient": PartyId("7080003824349"),
        "physical_sender": PartyId("7080000000012"),
        "answer": message.header.request_positive_acknowledgement,
        "process": "BRS-NO-313",
        "role": "DDE",
        "where": "CollectedData",
    } == attrs.asdict(document.head, recurse=False)


def test_an_entry_has_what_stands_beside_its_series():
    """Time of storage, request, kind of sum, supplier and balance responsible party, in the order of the payloads."""
    message = changed(
        edielkit.parse(UTILTS.xml),
        insert_date_time=dt.datetime(2026, 10, 26, 6, tzinfo=dt.UTC),
        request_reference="R1",
        balance_responsible_involved_energy_party=edielkit.parse(
            UTILTS.xml
        ).header.juridical_sender_energy_party,
    )
    characteristic = message.payload_energy_time_series[0].mp_detail_measurement_metering_point_characteristic
    message = changed(
        message,
        mp_detail_measurement_metering_point_characteristic=attrs.evolve(
            characteristic, business_type=Code("B1", "260")
        ),
    )
    (document,) = read_emif(message, [])
    first, second = document.entries

    assert (
        dt.datetime(2026, 10, 26, 6, tzinfo=dt.UTC),
        "R1",
        "B1",
        "7080003824349",
        "7080000000029",
        "PayloadEnergyTimeSeries[1]",
    ) == (
        first.inserted,
        first.request,
        str(first.business_type),
        first.responsible,
        first.supplier,
        first.where,
    )
    assert (None, None, None, None, "7080000000029", "PayloadEnergyTimeSeries[2]") == (
        second.inserted,
        second.request,
        second.business_type,
        second.responsible,
        second.supplier,
        second.where,
    )


def test_readings_are_left_out():
    """Both ends of a period may have one."""
    message = collected([series("2026-06-04", "Out")], 11)
    period = attrs.evolve(
        message.payload_energy_time_series[0].observation_period_time_series_period,
        meter_reading_start=Decimal(1),
        meter_reading_end=Decimal(2),
    )
    losses = []
    list(read_emif(changed(message, observation_period_time_series_period=period), losses))

    assert [
        Loss("CNV025", name, "PayloadEnergyTimeSeries[1]", "the reading is left out")
        for name in ("MeterReadingStart", "MeterReadingEnd")
    ] == losses


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("profiled_observation", "ProfiledObservation"),
        ("annual_period_estimated_metrics", "AnnualPeriodEstimatedMetrics"),
    ],
)
def test_a_payload_without_interval_values_is_left_out(name, kind):
    """The series after it keeps its own payload."""
    message = collected([series("2026-06-04", "In", number=1), series("2026-06-04", "Out", number=2)], 11)
    field = {"profiled_observation": "profiled_observation"}.get(name)
    losses = []
    changes = {"observation": None} | ({field: object()} if field else {})
    (document,) = read_emif(changed(message, **changes), losses)

    assert [
        Loss(
            "CNV026", kind, "PayloadEnergyTimeSeries[1]", "the payload has no interval values and is left out"
        )
    ] == losses
    assert [("PayloadEnergyTimeSeries[2]", "Out")] == [
        (entry.where, entry.series.direction) for entry in document.entries
    ]


def test_every_message_of_an_envelope_is_read():
    """A poll result may hold several."""
    message = collected([series("2026-06-04", "Out")], 11)
    envelope = SoapDocument(
        service="MeteringValues", element="CollectedDataRequest", messages=(message, message)
    )

    assert 2 == len(list(read_emif(envelope, [])))


def test_a_message_of_something_else_is_refused():
    """Only messages of metering values have series to convert."""
    with pytest.raises(
        BuildError, match="expected CollectedData or NotifyValidatedDataForBillingEnergy, found str"
    ):
        list(read_emif("message", []))
    message = collected([series("2026-06-04", "Out")], 11)
    with pytest.raises(BuildError, match="no header"):
        list(read_emif(attrs.evolve(message, header=None), []))
