"""Transactions of UTILTS as series, and meter readings."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from tests.support.edifact_series import (
    utilts,
)

from edielkit.edifact.messages import Utilts
from edielkit.edifact.series.typed import series
from edielkit.edifact.series.utilts import meter_readings
from edielkit.edifact.series.value_codes import (
    SeriesOptions,
)

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
    assert dt.datetime(2024, 6, 5, 5, tzinfo=UTC) == transaction.registered
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
