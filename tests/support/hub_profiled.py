"""Messages about profiled points: readings, period volumes, withdrawals, expected annual volumes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs
from tests.support.hub_fixtures import GRID, OLD, PROFILED, Sender
from tests.support.hub_updates import named

from edielkit.emif.messages import (
    Acknowledgement,
    AcknowledgementPayload,
    CollectedData,
    CollectedDataMeteringPointCharacteristic,
    CollectedDataPayload,
    EstimatedAnnualVolume,
    EstimatedAnnualVolumeDetail,
    ProductCharacteristic,
    QuantityProfiledCollect,
    RequestUpdateMasterDataMeteringPoint,
    RequestUpdateMasterDataMeteringPointPayload,
    TimeSeriesPeriod,
)
from edielkit.emif.quantities import ReadQuantity
from edielkit.emif.values import Code, Identifier
from edielkit.market_time import day_period

ENERGY = ProductCharacteristic(identification=Identifier("8716867000030", "9"), unit_type="kWh")


def amount(value: str | int | None) -> Decimal | None:
    """Return a number of a message."""
    return None if value is None else Decimal(value)


@attrs.define
class Meter(Sender):
    """Makes the messages about profiled points."""

    def reading(
        self,
        when: dt.datetime,
        index: str | None = "1000",
        *,
        annual: int | None = None,
        target: str = PROFILED,
        registered: dt.datetime | None = None,
    ) -> CollectedDataPayload:
        """Return a supplier's reading, or its expected annual volume; registered when it was read unless said."""
        read = None if index is None or annual is not None else ReadQuantity(Decimal(index), "1")
        return CollectedDataPayload(
            identification=self._id(),
            registration_date_time=registered or when,
            observation_period_time_series_period=TimeSeriesPeriod(start=when),
            metering_point_used_domain_location=named(target),
            profiled_observation=None if read is None else QuantityProfiledCollect(meter_index=read),
            annual_period_estimated_metrics=() if annual is None else (EstimatedAnnualVolume(total=annual),),
        )

    def readings(
        self, now: dt.datetime, *payloads: CollectedDataPayload, sender: str = OLD, **more: Any
    ) -> CollectedData:
        """Return the message of BRS-NO-311."""
        return CollectedData(
            **self._frame("311", "DDQ", sender, "E65", now, **more), payload_energy_time_series=payloads
        )

    def refusal(
        self, now: dt.datetime, forwarded: str, payload: str, *, sender: str = GRID, reason: str = "E14"
    ) -> Acknowledgement:
        """Return a grid company's refusal of a reading."""
        return Acknowledgement(
            **self._frame("311", "MDR", sender, "294", now, positive=None),
            payload_response_event=AcknowledgementPayload(
                status_type=Code("41", "6"),
                response_reason_type=(Code(reason, "260"),),
                original_business_document_reference=forwarded,
                original_payload_reference=payload,
            ),
        )

    def value(
        self,
        first: dt.date | dt.datetime,
        last: dt.date | dt.datetime | None,
        *,
        metered: str | None = None,
        stipulated: str | None = None,
        index: str | None = None,
        withdrawn: bool = False,
        readings: tuple[str | None, str | None] = (None, None),
        registered: dt.datetime,
        target: str = PROFILED,
        direction: str = "Out",
    ) -> CollectedDataPayload:
        """Return a period volume, a start reading or a withdrawal; a day is its midnight."""

        def read(number: str | None) -> ReadQuantity | None:
            return None if number is None else ReadQuantity(Decimal(number), "1")

        return CollectedDataPayload(
            identification=self._id(),
            registration_date_time=registered,
            observation_period_time_series_period=TimeSeriesPeriod(
                start=instant(first),
                end=None if last is None else instant(last),
                meter_reading_start=amount(readings[0]),
                meter_reading_end=amount(readings[1]),
            ),
            product_included_product_characteristics=ENERGY,
            mp_detail_measurement_metering_point_characteristic=CollectedDataMeteringPointCharacteristic(
                direction=direction
            ),
            metering_point_used_domain_location=named(target),
            profiled_observation=QuantityProfiledCollect(
                metered=read(metered),
                stipulated=read(stipulated),
                meter_index=read(index),
                withdrawn=True if withdrawn else None,
            ),
        )

    def values(
        self,
        now: dt.datetime,
        *payloads: CollectedDataPayload,
        brs: str = "312",
        sender: str = GRID,
    ) -> CollectedData:
        """Return the message of BRS-NO-312 or 332."""
        return CollectedData(
            **self._frame(brs, "DDE", sender, "E30", now, positive=None), payload_energy_time_series=payloads
        )

    def annual(
        self,
        now: dt.datetime,
        *volumes: tuple[str, dt.date | None, Iterable[tuple[int, str, str | None]]],
        sender: str = GRID,
        **more: Any,
    ) -> RequestUpdateMasterDataMeteringPoint:
        """Return the message of BRS-NO-317: point, day, and volumes with method and direction."""
        return RequestUpdateMasterDataMeteringPoint(
            **self._frame("317", "DDM", sender, "E58", now, **more),
            payload_master_data_mp_event=tuple(
                RequestUpdateMasterDataMeteringPointPayload(
                    start_of_occurrence=None if day is None else day_period(day).start,
                    identification=self._id(),
                    metering_point_used_domain_location=named(target),
                    annual_period_estimated_metrics=tuple(
                        EstimatedAnnualVolumeDetail(
                            total=total, calculation_method=method, direction=direction
                        )
                        for total, method, direction in metrics
                    ),
                )
                for target, day, metrics in volumes
            ),
        )


def instant(when: dt.date | dt.datetime) -> dt.datetime:
    """Return an instant; that of a day is its midnight in Norway."""
    return when if isinstance(when, dt.datetime) else day_period(when).start
