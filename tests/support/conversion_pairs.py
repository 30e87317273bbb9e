"""The pairs of fixtures/pairs: the same content as XML and as EDIFACT, and the options that lead from one to the other.

Run as a program it writes the files anew.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import attrs
import numpy as np
from tests.support.paths import ROOT

from edielkit.conversion import Carrier, Channel, Options, Sign, convert
from edielkit.emif.build import collected_data, context, header, party
from edielkit.emif.messages import (
    MeteringGridArea,
    MeteringPoint,
    NotifyValidatedDataForBillingEnergy,
    NotifyValidatedDataForBillingEnergyPayload,
    ProductCharacteristic,
    TimeSeriesPeriod,
    ValidatedDataMeteringPointCharacteristic,
)
from edielkit.emif.values import Identifier
from edielkit.emif.write.document import serialize_document
from edielkit.market_time import Resolution, day_period, expected_count
from edielkit.series import Observations, Status, TimeSeries

FOLDER = ROOT / "fixtures" / "pairs"
GRID_COMPANY, ELHUB, NEIGHBOUR = "7080000000012", "7080003824349", "7080000000029"
ACTIVE, REACTIVE = "8716867000030", "8716867000047"
POINT, OTHER_POINT = "707057500000000100", "707057500000000117"
MAIN_AREA, NEIGHBOUR_AREA = "NO-AREA-A", "NO-AREA-B"
COLLECTED = {"document_type": "E13", "process": "BRS-NO-313", "role": "DDE"}
CODES = {"validation": "V001", "estimation": "E001"}


def ids(first):
    """Return a function that counts UUIDs from *first*."""
    counter = itertools.count(first)
    return lambda: str(uuid.UUID(int=(0x5EED << 96) + next(counter)))


def codes(losses):
    """Return what the loss of each code says."""
    return {loss.code: loss.message for loss in losses}


def values(count, start, *, zero=False, states=()):
    """Return plain rising values with some statuses: (row, status) pairs."""
    quantity = np.zeros(count, np.int64) if zero else (np.arange(count, dtype=np.int64) * 137 + start) % 9000
    status = np.zeros(count, np.uint8)
    validation, estimation = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    for row, state in states:
        status[row] = state
        validation[row] = 1
        estimation[row] = 0 if state is Status.TEMPORARY else 1
    return Observations(
        position=np.arange(1, count + 1),
        quantity=quantity,
        status=status,
        validation=validation,
        estimation=estimation,
    )


def series(
    day, direction, observations=None, *, resolution="PT1H", point=POINT, product=ACTIVE, number=1, **more
):
    """Return a series of one local day."""
    period = day_period(dt.date.fromisoformat(day))
    count = expected_count(period, Resolution.of(resolution))
    return TimeSeries(
        metering_point=point,
        product=product,
        unit="kWh" if product == ACTIVE else "kvarh",
        direction=direction,
        resolution=resolution,
        period=period,
        registered=period.end + dt.timedelta(hours=5, minutes=20),
        identification=ids(number)(),
        observations=values(count, 500 * number, **more) if observations is None else observations,
    )


def collected(listed, number):
    """Return a CollectedData of series."""
    created = max(item.registered for item in listed) + dt.timedelta(minutes=10)
    return collected_data(
        listed,
        identification=ids(number)(),
        sender=GRID_COMPANY,
        recipient=ELHUB,
        created=created,
        new_id=ids(number + 1),
    )


def notified(listed, number):
    """Return a NotifyValidatedDataForBillingEnergy of series with area and supplier."""
    created = max(item.registered for item in listed) + dt.timedelta(minutes=10)
    payloads = tuple(
        NotifyValidatedDataForBillingEnergyPayload(
            identification=item.identification,
            registration_date_time=item.registered,
            observation_period_time_series_period=TimeSeriesPeriod(
                resolution_duration=item.resolution, start=item.period.start, end=item.period.end
            ),
            product_included_product_characteristics=ProductCharacteristic(
                identification=Identifier(item.product, "9"), unit_type=item.unit
            ),
            mp_detail_measurement_metering_point_characteristic=ValidatedDataMeteringPointCharacteristic(
                direction=item.direction
            ),
            metering_point_used_domain_location=MeteringPoint(
                identification=Identifier(item.metering_point, "9")
            ),
            metering_grid_area_used_domain_location=MeteringGridArea(
                identification=Identifier("50Y-EDIELKIT-A-V", "305")
            ),
            balance_supplier_involved_energy_party=party(NEIGHBOUR),
            observation=item.observations,
        )
        for item in listed
    )
    return NotifyValidatedDataForBillingEnergy(
        header=header(
            identification=ids(number)(),
            document_type="E66",
            created=created,
            sender=ELHUB,
            recipient=NEIGHBOUR,
        ),
        process_energy_context=context("BRS-NO-313", "DDQ"),
        payload_energy_time_series=payloads,
    )


@attrs.frozen(kw_only=True)
class Pair:
    """A pair of files and the way between them.

    Attributes:
        name: Name of both files, before the suffix.
        build: Gives the XML message.
        edifact: Target of the one direction.
        out: Options from XML to EDIFACT.
        back: Options from EDIFACT to XML.
        lost_out: Kinds of losses on the way to EDIFACT.
        lost_back: Kinds of losses on the way to XML.
        exact: The way back gives the very file again.
    """

    name: str
    build: object
    edifact: str = "mscons"
    out: Options
    back: Options
    lost_out: frozenset[str]
    lost_back: frozenset[str]
    exact: bool = True

    @property
    def xml(self):
        return (FOLDER / f"{self.name}.xml").read_bytes()

    @property
    def edi(self):
        return (FOLDER / f"{self.name}.edi").read_bytes()

    @property
    def target(self):
        return "notify-validated-data" if "notify" in self.name else "collected-data"


_HEAD = frozenset({"CNV004", "CNV007", "CNV008"})
_ENVELOPE = frozenset({"CNV009"})
_STATES = ((3, Status.ESTIMATED), (4, Status.TEMPORARY))
_OLD_CODES = (Channel("1009", ACTIVE, "In"), Channel("1010", ACTIVE, "Out"))

PAIRS = (
    Pair(
        name="no-march-hours",
        build=lambda: collected(
            [series("2026-03-29", "In", number=1), series("2026-03-29", "Out", number=2, zero=True)], 11
        ),
        out=Options(profile="no", carrier=Carrier.OBIS, by_agreement=True),
        back=Options(**COLLECTED),
        lost_out=_HEAD,
        lost_back=_ENVELOPE | {"CNV029"},
    ),
    Pair(
        name="no-signed-october-quarters",
        build=lambda: collected(
            [
                series("2026-10-25", "In", resolution="PT15M", number=21, observations=_net(100)[0]),
                series("2026-10-25", "Out", resolution="PT15M", number=22, observations=_net(100)[1]),
            ],
            31,
        ),
        out=Options(profile="no", join=True, sign=Sign.IN),
        back=Options(
            **COLLECTED,
            sign=Sign.IN,
            registered=day_period(dt.date(2026, 10, 25)).end + dt.timedelta(hours=5, minutes=20),
            new_id=ids(21),
        ),
        lost_out=_HEAD | {"CNV003", "CNV013"},
        lost_back=_ENVELOPE,
    ),
    Pair(
        name="no-lines-two-days",
        build=lambda: collected(
            [
                series("2026-06-03", "In", number=41),
                series("2026-06-03", "Out", number=42),
                series("2026-06-04", "In", number=43),
                series("2026-06-04", "Out", number=44),
            ],
            51,
        ),
        out=Options(profile="no", carrier=Carrier.LINES, by_agreement=True),
        back=Options(**COLLECTED, line_directions=("In", "Out")),
        lost_out=_HEAD | {"CNV016"},
        lost_back=_ENVELOPE,
    ),
    Pair(
        name="se-older-product-codes",
        build=lambda: collected(
            [series("2026-01-15", "In", number=61), series("2026-01-15", "Out", number=62)], 71
        ),
        out=Options(profile="se", channels=_OLD_CODES, by_agreement=True),
        back=Options(**COLLECTED, channels=_OLD_CODES),
        lost_out=_HEAD,
        lost_back=_ENVELOPE,
    ),
    Pair(
        name="dk-areas-in-utc",
        build=lambda: collected(
            [
                series("2026-10-25", "In", number=81, states=_STATES),
                series("2026-10-25", "Out", number=82, point=OTHER_POINT),
            ],
            91,
        ),
        out=Options(
            profile="dk", carrier=Carrier.AREAS, areas=(MAIN_AREA, NEIGHBOUR_AREA), by_agreement=True
        ),
        back=Options(**COLLECTED, areas=(MAIN_AREA, NEIGHBOUR_AREA)),
        lost_out=_HEAD | {"CNV020", "CNV021"},
        lost_back=_ENVELOPE | {"CNV004", "CNV007", "CNV017"},
        exact=False,
    ),
    Pair(
        name="de-quality-quarters",
        build=lambda: collected(
            [
                series("2026-03-29", "Out", number=101, resolution="PT15M", states=_STATES),
                series("2026-03-29", "In", number=102, resolution="PT15M"),
                series("2026-03-29", "Out", number=103, resolution="PT15M", product=REACTIVE),
            ],
            111,
        ),
        out=Options(profile="de", process_id="13025", by_agreement=True),
        back=Options(**COLLECTED, **CODES),
        lost_out=_HEAD | {"CNV021"},
        lost_back=_ENVELOPE | {"CNV004", "CNV007", "CNV029"},
    ),
    Pair(
        name="ch-two-way-hours",
        build=lambda: collected(
            [series("2026-06-04", "Out", number=121), series("2026-06-04", "In", number=122)], 131
        ),
        out=Options(profile="ch", process_id="13008", by_agreement=True),
        back=Options(**COLLECTED),
        lost_out=_HEAD,
        lost_back=_ENVELOPE | {"CNV007", "CNV029"},
    ),
    Pair(
        name="se-utilts-e66-notify",
        build=lambda: notified(
            [
                series("2026-10-25", "Out", number=141, states=_STATES),
                series("2026-10-25", "In", number=142, point=OTHER_POINT, resolution="PT15M"),
            ],
            151,
        ),
        edifact="utilts",
        out=Options(reason="E88", scope="E02", answer=False),
        back=Options(process="BRS-NO-313", **CODES),
        lost_out=frozenset({"CNV007", "CNV018", "CNV021"}),
        lost_back=_ENVELOPE | {"CNV034"},
        # E66 names no supplier of a series
        exact=False,
    ),
)


BY_NAME = {pair.name: pair for pair in PAIRS}


def _net(count):
    """Return In and Out of a net exchange that turns twice."""
    base = values(count, 0)
    signed = (np.arange(count, dtype=np.int64) * 731) % 5000 - 2500
    return tuple(attrs.evolve(base, quantity=np.maximum(half, 0)) for half in (signed, -signed))


def write():
    """Write all pairs."""
    FOLDER.mkdir(exist_ok=True)
    for pair in PAIRS:
        message = pair.build()
        (FOLDER / f"{pair.name}.xml").write_bytes(serialize_document(message))
        data = convert(message, pair.edifact, options=pair.out).to_bytes()
        (FOLDER / f"{pair.name}.edi").write_bytes(data.replace(b"'", b"'\n"))


if __name__ == "__main__":
    write()
