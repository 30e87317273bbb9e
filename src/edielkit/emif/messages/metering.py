"""Metering values (måleverdier), settlement basis and reminders.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from edielkit.emif.declare import Aggregate, Message, aggregate, attribute, columns, element, message
from edielkit.emif.messages.header import EnergyContext, EnergyParty, Header
from edielkit.emif.messages.meteringpoint import (
    EstimatedAnnualVolume,
    MeteringGridArea,
    MeteringPoint,
    Period,
    ProductCharacteristic,
)
from edielkit.emif.quantities import (
    CalculatedQuantity,
    EstimatedQuantity,
    ReadQuantity,
    TemporaryQuantity,
)
from edielkit.emif.simple_types import ONE_BEFORE_EI_270
from edielkit.emif.values import Code
from edielkit.series import Observations

__all__ = (
    "CollectedData",
    "CollectedDataMeteringPointCharacteristic",
    "CollectedDataPayload",
    "EnergyObservationNECS",
    "MeteringPointCharacteristicSimple",
    "NotifyValidatedDataForBillingEnergy",
    "NotifyValidatedDataForBillingEnergyPayload",
    "QuantityMeteredCollect",
    "QuantityMeteredNotify",
    "QuantityProfiledCollect",
    "QuantityProfiledNotify",
    "Reminder",
    "RequestCollectedData",
    "RequestCollectedDataPayload",
    "TimeSeriesPeriod",
    "ValidatedDataMeteringPointCharacteristic",
)


@aggregate("Elhub_CollectedDataMeteringPointCharacteristicType")
class CollectedDataMeteringPointCharacteristic(Aggregate):
    """Direction of collected values.

    Attributes:
        direction: Flow of the series; on an exchange point (utvekslingspunkt) it is seen from the main
            grid area.
    """

    direction: str = element("Direction", "DirectionType")


@aggregate("Elhub_EnergyObservationNECSType")
class EnergyObservationNECS(Aggregate):
    """Generated energy for the registry of certificates; no message uses it.

    Attributes:
        generated_quantity: Generated energy as a whole number.
    """

    generated_quantity: int = element("GeneratedQuantity", "long12")


@aggregate("Elhub_MeteringPointCharacteristicSimpleType")
class MeteringPointCharacteristicSimple(Aggregate):
    """Type of a metering point and kind of sum; no message uses it.

    Attributes:
        metering_point_type: Kind of metering point: consumption, production, combined or exchange
            (utveksling).
        business_type: Kind of sum or calculation that the values are (aggregation code, such as a grid
            loss or a profiled consumption).
    """

    metering_point_type: Code = element("MeteringPointType", "Elhub_MeteringPointTypeCodeType")
    business_type: Code | None = element("BusinessType", "Elhub_BusinessTypeType", default=None)


@aggregate("Elhub_ReminderType")
class Reminder(Aggregate):
    """A metering point and a period whose values are missing.

    Attributes:
        period: Period (usage day) whose values are missing.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    period: Period = element("Period", "Elhub_PeriodType")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@aggregate("Elhub_RequestCollectedDataType")
class RequestCollectedDataPayload(Aggregate):
    """Payload of a reminder (purring) of missing values.

    Attributes:
        reminder_type: Kind of values that are missing: interval values, period volumes, readings or
            expected annual consumption.
        reminder: One metering point and one period whose values are missing.
    """

    reminder_type: str = element("ReminderType", "ReminderType")
    reminder: tuple[Reminder, ...] = element("Reminder", "Elhub_ReminderType", max=9999)


@message("RequestCollectedData", "metering")
class RequestCollectedData(Message):
    """Reminds of metering values or expected annual consumption that are missing (purring).

    Elhub to metered data responsible or grid access provider (BRS-NO-314), polled from PollMeteringValues.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_measured_data_request: The kind of values that are missing, and where and when.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_measured_data_request: RequestCollectedDataPayload = element(
        "PayloadMeasuredDataRequest", "Elhub_RequestCollectedDataType"
    )


@aggregate("Elhub_TimeSeriesPeriodType")
class TimeSeriesPeriod(Aggregate):
    """Resolution, start and end of a series, with the readings at both ends where they are known.

    Attributes:
        resolution_duration: Step between two values of the series, as a duration.
        start: Instant at which the period starts; it is part of the period.
        meter_reading_start: Reading of the meter (målerstand) at the start of the period.
        end: Instant at which the period ends; it is no longer part of the period.
        meter_reading_end: Reading of the meter (målerstand) at the end of the period.
    """

    resolution_duration: str | None = element("ResolutionDuration", "DurationCodeType", default=None)
    start: dt.datetime | None = element("Start", "Elhub_dateTimeType", default=None)
    meter_reading_start: Decimal | None = element("MeterReadingStart", "decimal153", default=None)
    end: dt.datetime | None = element("End", "Elhub_dateTimeType", default=None)
    meter_reading_end: Decimal | None = element("MeterReadingEnd", "decimal153", default=None)


@aggregate("Elhub_ValidatedDataMeteringPointCharacteristicType")
class ValidatedDataMeteringPointCharacteristic(Aggregate):
    """Direction and kind of sum of validated values.

    Attributes:
        direction: Flow of the series; on an exchange point (utvekslingspunkt) it is seen from the main
            grid area.
        business_type: Kind of sum or calculation that the values are (aggregation code, such as a grid
            loss or a profiled consumption).
    """

    direction: str = element("Direction", "DirectionType")
    business_type: Code | None = element("BusinessType", "Elhub_BusinessTypeType", default=None)


@aggregate("QuantityMeteredCollect")
class QuantityMeteredCollect(Aggregate):
    """One interval value on its way to Elhub: metered, estimated or temporary.

    Attributes:
        metered: Metered quantity of the interval, in the unit of the product; never negative.
        estimated: Estimated quantity of the interval with its quality, validation and estimation codes;
            never negative.
        temporary: Temporary quantity of the interval that a better one will replace; never negative.
        sequence: Place of the value in the series; examples count from 1, and the type allows 0 to 9999.
    """

    metered: Decimal | None = element("Metered", "MeteredQuantityType", default=None, choice="values")
    estimated: EstimatedQuantity | None = element(
        "Estimated", "EstimatedQuantityType", default=None, choice="values"
    )
    temporary: TemporaryQuantity | None = element(
        "Temporary", "TemporaryQuantityType", default=None, choice="values"
    )
    sequence: int = attribute("Sequence", "integer4")


@aggregate("QuantityMeteredNotify")
class QuantityMeteredNotify(Aggregate):
    """One interval value from Elhub: metered, estimated, temporary or calculated.

    Attributes:
        metered: Metered quantity of the interval, in the unit of the product; never negative.
        estimated: Estimated quantity of the interval with its quality, validation and estimation codes;
            never negative.
        temporary: Temporary quantity of the interval that a better one will replace; never negative.
        calculated: Quantity that Elhub has calculated, in the unit of the product; it may be negative.
        sequence: Place of the value in the series; examples count from 1, and the type allows 0 to 9999.
    """

    metered: Decimal | None = element("Metered", "MeteredQuantityType", default=None, choice="values")
    estimated: EstimatedQuantity | None = element(
        "Estimated", "EstimatedQuantityType", default=None, choice="values"
    )
    temporary: TemporaryQuantity | None = element(
        "Temporary", "TemporaryQuantityType", default=None, choice="values"
    )
    calculated: CalculatedQuantity | None = element(
        "Calculated", "CalculatedQuantityType", default=None, choice="values"
    )
    sequence: int = attribute("Sequence", "integer4")


@aggregate("QuantityProfiledCollect")
class QuantityProfiledCollect(Aggregate):
    """One value of a profiled metering point on its way to Elhub: volume, reading, or withdrawal.

    Attributes:
        metered: Metered volume of the period, in the unit of the product; it may be negative.
        stipulated: Stipulated quantity (stipulert), in the unit of the product; it may be negative.
        withdrawn: The values that were sent for the period are withdrawn; always true.
        meter_index: Reading of the meter (målerstand): the value of the counter, to which the constant of the meter applies;
            never negative.
    """

    metered: ReadQuantity | None = element(
        "Metered", "ProfiledMeteredQuantityType", default=None, choice="values"
    )
    stipulated: ReadQuantity | None = element(
        "Stipulated", "ProfiledStipulatedQuantityType", default=None, choice="values"
    )
    withdrawn: bool | None = element(
        "Withdrawn", "Elhub_boolean", default=None, choice="values", fixed="true"
    )
    meter_index: ReadQuantity | None = element(
        "MeterIndex", "ProfiledMeterIndexType", default=None, choice="values"
    )


@aggregate("Elhub_CollectedDataType")
class CollectedDataPayload(Aggregate):
    """Collected values of one metering point: a series, a period value, a reading or an annual volume.

    Attributes:
        identification: Identification of the payload, a UUID that is unique in the message.
        registration_date_time: Instant at which the values were registered, with its zone and at most
            nine decimals of a second.
        observation_period_time_series_period: Period that the values cover and the step between them.
        product_included_product_characteristics: Product and unit of the values.
        mp_detail_measurement_metering_point_characteristic: Direction of the values.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        observation: Values of the series as columns (`edielkit.Observations`); an item of it reads as an
            `Observation` with a decimal, its status, and its validation and estimation codes.
        profiled_observation: Period volume or meter reading of a profiled metering point (profilavregnet
            målepunkt), or their withdrawal.
        annual_period_estimated_metrics: Expected annual volume (antatt årsforbruk, årsvolum) of the
            metering point, in kWh.
    """

    identification: str = element("Identification", "UUIDType")
    registration_date_time: dt.datetime = element("RegistrationDateTime", "Elhub_dateTime9DecType")
    observation_period_time_series_period: TimeSeriesPeriod | None = element(
        "ObservationPeriodTimeSeriesPeriod", "Elhub_TimeSeriesPeriodType", default=None
    )
    product_included_product_characteristics: ProductCharacteristic | None = element(
        "ProductIncludedProductCharacteristics", "Elhub_ProductCharacteristic", default=None
    )
    mp_detail_measurement_metering_point_characteristic: CollectedDataMeteringPointCharacteristic | None = (
        element(
            "MPDetailMeasurementMeteringPointCharacteristic",
            "Elhub_CollectedDataMeteringPointCharacteristicType",
            default=None,
        )
    )
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    observation: Observations | None = columns(
        "Observation", "QuantityMeteredCollect", max=9999, default=None, choice="values"
    )
    profiled_observation: QuantityProfiledCollect | None = element(
        "ProfiledObservation", "QuantityProfiledCollect", default=None, choice="values"
    )
    annual_period_estimated_metrics: tuple[EstimatedAnnualVolume, ...] = element(
        "AnnualPeriodEstimatedMetrics",
        "Elhub_EstimatedAnnualVolumeType",
        max=2,
        default=(),
        choice="values",
        changes=ONE_BEFORE_EI_270,
    )


@message("CollectedData", "metering")
class CollectedData(Message):
    """Carries metering values: interval series, period volumes, readings or expected annual volumes.

    Metered data collector or supplier to Elhub, service MeteringValues (BRS-NO-311, 312, 313, 332); Elhub
    forwards supplier readings (BRS-NO-311), polled from PollMeteringValues.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_energy_time_series: One series of interval values, one period value, one reading or one
            expected annual volume of a metering point; at most 9999.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_energy_time_series: tuple[CollectedDataPayload, ...] = element(
        "PayloadEnergyTimeSeries", "Elhub_CollectedDataType", max=9999
    )


@aggregate("QuantityProfiledNotify")
class QuantityProfiledNotify(Aggregate):
    """One period volume of a profiled metering point from Elhub, or a withdrawal.

    Attributes:
        metered: Metered volume of the period, in the unit of the product; it may be negative.
        estimated: Volume of the period that Elhub has estimated, in the unit of the product; it may be
            negative.
        stipulated: Stipulated quantity (stipulert), in the unit of the product; it may be negative.
        withdrawn: The values that were sent for the period are withdrawn; always true.
    """

    metered: ReadQuantity | None = element(
        "Metered", "ProfiledMeteredQuantityType", default=None, choice="values"
    )
    estimated: Decimal | None = element(
        "Estimated", "ProfiledEstimatedQuantityType", default=None, choice="values"
    )
    stipulated: ReadQuantity | None = element(
        "Stipulated", "ProfiledStipulatedQuantityType", default=None, choice="values"
    )
    withdrawn: bool | None = element(
        "Withdrawn", "Elhub_boolean", default=None, choice="values", fixed="true"
    )


@aggregate("Elhub_NotifyValidatedDataForBillingEnergyType")
class NotifyValidatedDataForBillingEnergyPayload(Aggregate):
    """Payload of validated or summed values for one metering point or grid area.

    Attributes:
        identification: Identification of the payload, a UUID.
        registration_date_time: Instant at which the values were registered, with its zone and at most
            nine decimals of a second.
        insert_date_time: Instant at which Elhub stored the values, with its zone.
        request_reference: Header identification of the query that these values answer.
        observation_period_time_series_period: Period that the values cover and the step between them.
        product_included_product_characteristics: Product and unit of the values.
        mp_detail_measurement_metering_point_characteristic: Direction, and where it applies the kind of
            sum, of the values.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        metering_grid_area_used_domain_location: Metering grid area (nettavregningsområde) concerned.
        balance_responsible_involved_energy_party: Balance responsible party (balanseansvarlig) that the
            values are summed for.
        balance_supplier_involved_energy_party: Balance supplier (kraftleverandør) concerned.
        observation: Values of the series as columns (`edielkit.Observations`); an item of it reads as an
            `Observation` with a decimal, its status, and its validation and estimation codes.
        profiled_observation: Period volume of a profiled metering point (profilavregnet målepunkt), or its
            withdrawal.
    """

    identification: str = element("Identification", "UUIDType")
    registration_date_time: dt.datetime = element("RegistrationDateTime", "Elhub_dateTime9DecType")
    insert_date_time: dt.datetime | None = element("InsertDateTime", "Elhub_dateTime9DecType", default=None)
    request_reference: str | None = element("RequestReference", "UUIDType", default=None)
    observation_period_time_series_period: TimeSeriesPeriod = element(
        "ObservationPeriodTimeSeriesPeriod", "Elhub_TimeSeriesPeriodType"
    )
    product_included_product_characteristics: ProductCharacteristic = element(
        "ProductIncludedProductCharacteristics", "Elhub_ProductCharacteristic"
    )
    mp_detail_measurement_metering_point_characteristic: ValidatedDataMeteringPointCharacteristic = element(
        "MPDetailMeasurementMeteringPointCharacteristic", "Elhub_ValidatedDataMeteringPointCharacteristicType"
    )
    metering_point_used_domain_location: MeteringPoint | None = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType", default=None
    )
    metering_grid_area_used_domain_location: MeteringGridArea | None = element(
        "MeteringGridAreaUsedDomainLocation", "Elhub_MeteringGridAreaType", default=None
    )
    balance_responsible_involved_energy_party: EnergyParty | None = element(
        "BalanceResponsibleInvolvedEnergyParty", "Elhub_EnergyPartyType", default=None
    )
    balance_supplier_involved_energy_party: EnergyParty | None = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType", default=None
    )
    observation: Observations | None = columns(
        "Observation", "QuantityMeteredNotify", max=9999, default=None, choice="values"
    )
    profiled_observation: QuantityProfiledNotify | None = element(
        "ProfiledObservation", "QuantityProfiledNotify", default=None, choice="values"
    )


@message("NotifyValidatedDataForBillingEnergy", "metering")
class NotifyValidatedDataForBillingEnergy(Message):
    """Carries validated metering values and sums, such as grid loss and exchange.

    Elhub to market parties (BRS-NO-312, 313, 315, 321, 322, 324, 332, 502), polled from PollMeteringValues.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_energy_time_series: One series of values, or one period value, of a metering point or a
            grid area; at most 9999.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_energy_time_series: tuple[NotifyValidatedDataForBillingEnergyPayload, ...] = element(
        "PayloadEnergyTimeSeries", "Elhub_NotifyValidatedDataForBillingEnergyType", max=9999
    )
