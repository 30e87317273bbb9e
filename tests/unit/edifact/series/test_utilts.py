"""Transactions of UTILTS as series, and meter readings."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from tests.support.edifact_series import (
    utilts,
)

from edielkit.edifact.check.guides import Requirement, guide_for
from edielkit.edifact.messages import Utilts
from edielkit.edifact.series.typed import series
from edielkit.edifact.series.utilts import FORECAST, WITHOUT_FORECASTS, meter_readings
from edielkit.edifact.series.value_codes import (
    SeriesOptions,
)
from edielkit.series import Status

UTC = dt.UTC


def test_a_transaction_becomes_a_series():
    """Period, resolution, registration, identification and quality of UTILTS are there."""
    (transaction,) = series(
        utilts("SEQ++1'QTY+136:1'SEQ++2'QTY+136:2'STS+8+56'SEQ++4'QTY+136:NULL'STS+8+46'")
    )

    assert ("T1", "PT15M", "KWH") == (transaction.identification, transaction.resolution, transaction.unit)
    assert [1, 2, 4] == transaction.observations.position.tolist()
    assert [0, 1, 5] == transaction.observations.status.tolist()
    assert dt.datetime(2024, 6, 3, 23, tzinfo=UTC) == transaction.period.start
    assert dt.datetime(2024, 6, 5, 3, tzinfo=UTC) == transaction.registered
    assert () == transaction.observations.unparsed


@pytest.mark.parametrize(
    ("kind", "main", "direction"),
    [("E17", None, "Out"), ("E18", None, "In"), ("E19", None, None), ("E20", "B", "In"), ("E20", "A", "Out"), ("E20", None, None)],
)  # fmt: skip
def test_direction_of_a_transaction(kind, main, direction):
    """Consumption is Out, production In, an exchange by its areas."""
    (transaction,) = series(utilts("SEQ++1'QTY+136:1'", kind), SeriesOptions(main_area=main))

    assert direction == transaction.direction


def test_readings_are_no_series():
    """Meter readings stand beside the energy, which is counted alone."""
    segments = utilts(
        "SEQ++1'RFF+AES:1'QTY+220:100'DTM+597:202406040000:203'SEQ++2'QTY+220:NULL'SEQ++3'QTY+136:7.5x'"
    )
    (transaction,) = series(segments)
    first, second = meter_readings(Utilts.read(segments))

    assert [1] == transaction.observations.position.tolist()
    assert ((0, "7.5x"),) == transaction.observations.unparsed
    assert ("1", Decimal(100), "T1") == (first.register, first.quantity, first.transaction)
    assert dt.datetime(2024, 6, 3, 23, tzinfo=UTC) == first.instant
    assert (None, None) == (second.quantity, second.instant)


def test_a_cancellation_takes_its_values_back():
    """BGM 1225 = 1 is none of Sweden's functions; its values count for nothing."""
    message = Utilts.read(utilts("SEQ++1'QTY+136:1'SEQ++2'QTY+136:NULL'STS+8+46'"))
    document = attrs.evolve(message.document, function="1")
    (transaction,) = series(attrs.evolve(message, document=document))
    assert ((0, "1.000"),) == transaction.observations.unparsed
    assert [5, 5] == transaction.observations.status.tolist()


@pytest.mark.parametrize("document", ["E30", "E31", "E66", "S01", "S05", "S07"])
def test_a_forecast_is_no_estimate_of_energy(document):
    """Where the guide has no forecasts, one keeps its place as text, and is no value."""
    message = Utilts.read(utilts("SEQ++1'QTY+136:1'SEQ++2'QTY+135:2.5'SEQ++3'QTY+136:3'"))
    (transaction,) = series(attrs.evolve(message, document=attrs.evolve(message.document, code=document)))

    assert [1, 2, 3] == transaction.observations.position.tolist()
    assert [1000, 0, 3000] == transaction.observations.quantity.tolist()
    assert [Status.METERED, Status.MISSING, Status.METERED] == transaction.observations.status.tolist()
    assert ((1, "2.5"),) == transaction.observations.unparsed


@pytest.mark.parametrize(
    ("document", "options", "status"),
    [
        ("S02", SeriesOptions(), Status.ESTIMATED),
        ("S04", SeriesOptions(), Status.ESTIMATED),
        ("E66", SeriesOptions(qualifiers={"135": Status.TEMPORARY}), Status.TEMPORARY),
    ],
)
def test_a_forecast_counts_where_it_belongs_or_somebody_says_what_it_is(document, options, status):
    """Documents of forecasts are made of them, and partners may agree on a meaning."""
    message = Utilts.read(utilts("SEQ++1'QTY+135:2.5'"))
    (transaction,) = series(
        attrs.evolve(message, document=attrs.evolve(message.document, code=document)), options
    )

    assert [2500] == transaction.observations.quantity.tolist()
    assert [status] == transaction.observations.status.tolist()


def test_the_guide_and_the_reader_agree_on_forecasts():
    """One fact in two rooms, of which neither may ask the other."""
    unused = {
        process
        for process in guide_for("se", "UTILTS", "D.02B").processes
        for row in guide_for("se", "UTILTS", "D.02B", version="E5SE5A", process=process).rows
        if row.place == f"SG11:QTY+{FORECAST}" and row.status is Requirement.UNUSED
    }
    assert WITHOUT_FORECASTS == unused
