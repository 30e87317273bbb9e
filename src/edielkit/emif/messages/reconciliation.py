"""The message of the reconciliation (avviksoppgjør).

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from edielkit.emif.declare import Aggregate, Message, aggregate, attribute, columns, element, message
from edielkit.emif.messages.header import EnergyContext, EnergyParty, Header
from edielkit.emif.messages.meteringpoint import (
    MeteringGridArea,
    ProductCharacteristic,
)
from edielkit.emif.quantities import (
    PriceObservations,
)
from edielkit.emif.values import Code

__all__ = (
    "ObservationPeriodPrice",
    "PriceVolumeCombinationForReconciliation",
    "PriceVolumeCombinationForReconciliationPayload",
    "ReconciliationMeteringPointCharacteristic",
    "TimeSeriesPeriodReconciliation",
)


@aggregate("Elhub_ObservationPeriodPriceType")
class ObservationPeriodPrice(Aggregate):
    """Volume and amount of one step in a reconciliation series.

    Attributes:
        balance_volume: Reconciled energy of the period, in the unit of the product, with at most three
            decimals; it may be negative.
        balance_amount: Value of the reconciled volume of the period, in the currency of the series, with
            at most two decimals; it may be negative.
        sequence: Place of the value in the series; examples count from 1, and the type allows 0 to 9999.
    """

    balance_volume: Decimal = element("BalanceVolume", "decimal153Negative")
    balance_amount: Decimal = element("BalanceAmount", "decimal122Negative")
    sequence: int = attribute("Sequence", "integer4")


@aggregate("Elhub_ReconciliationMeteringPointCharacteristicType")
class ReconciliationMeteringPointCharacteristic(Aggregate):
    """Direction, kind and settlement method of reconciliation values.

    Attributes:
        direction: Flow of the energy: In is into the grid (production), Out is out of the grid
            (consumption).
        business_type: Kind of reconciliation that the volumes and amounts belong to.
        settlement_method_type: Settlement method (avregningsform): profiled, interval or not settled.
    """

    direction: str = element("Direction", "DirectionType")
    business_type: Code | None = element(
        "BusinessType", "Elhub_BusinessTypeType", default=None, changes={"2.3": {"min": 1}}
    )
    settlement_method_type: Code | None = element(
        "SettlementMethodType",
        "Elhub_SettlementMethodCodeType",
        default=None,
        versions=("2.4.3", "EI-270", "EI-1763"),
    )


@aggregate("Elhub_TimeSeriesPeriodReconciliationType")
class TimeSeriesPeriodReconciliation(Aggregate):
    """Resolution, start and end of a reconciliation series, all required.

    Attributes:
        resolution_duration: Step between two values of the series, as a duration.
        start: Instant at which the period starts; it is part of the period.
        end: Instant at which the period ends; it is no longer part of the period.
    """

    resolution_duration: str = element("ResolutionDuration", "DurationCodeType")
    start: dt.datetime = element("Start", "Elhub_dateTimeType")
    end: dt.datetime = element("End", "Elhub_dateTimeType")


@aggregate("Elhub_PriceVolumeCombinationFoReconciliationType")
class PriceVolumeCombinationForReconciliationPayload(Aggregate):
    """Payload of volumes and amounts for the reconciliation (avviksoppgjør).

    The standard's name of the type lacks the r of For.

    Attributes:
        identification: Identification of the payload, a UUID.
        currency: Currency of the amounts, as a code of ISO 4217.
        reconciliation_date: Start of the job that reconciled (avviksoppgjør).
        request_reference: Header identification of the query that these values answer.
        observation_period_time_series_period: Period that the values cover and the step between them.
        product_included_product_characteristics: Product and unit of the values.
        mp_detail_measurement_metering_point_characteristic: Direction, and where it applies the kind of
            sum, of the values.
        metering_grid_area_used_domain_location: Metering grid area (nettavregningsområde) concerned.
        balance_supplier_involved_energy_party: Balance supplier (kraftleverandør) concerned.
        observation: Volumes and amounts of the series as columns; an item of it reads as a
            `PriceObservation` with decimals.
    """

    identification: str = element("Identification", "UUIDType")
    currency: Code = element("Currency", "Elhub_CurrencyCodeType")
    reconciliation_date: dt.datetime = element("ReconciliationDate", "Elhub_dateTimeType")
    request_reference: str | None = element("RequestReference", "UUIDType", default=None)
    observation_period_time_series_period: TimeSeriesPeriodReconciliation = element(
        "ObservationPeriodTimeSeriesPeriod", "Elhub_TimeSeriesPeriodReconciliationType"
    )
    product_included_product_characteristics: ProductCharacteristic = element(
        "ProductIncludedProductCharacteristics", "Elhub_ProductCharacteristic"
    )
    mp_detail_measurement_metering_point_characteristic: ReconciliationMeteringPointCharacteristic = element(
        "MPDetailMeasurementMeteringPointCharacteristic",
        "Elhub_ReconciliationMeteringPointCharacteristicType",
    )
    metering_grid_area_used_domain_location: MeteringGridArea = element(
        "MeteringGridAreaUsedDomainLocation", "Elhub_MeteringGridAreaType"
    )
    balance_supplier_involved_energy_party: EnergyParty = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType"
    )
    observation: PriceObservations = columns("Observation", "Elhub_ObservationPeriodPriceType", max=9999)


@message("PriceVolumeCombinationForReconciliation", "metering")
class PriceVolumeCombinationForReconciliation(Message):
    """Carries volumes and amounts of the reconciliation (avviksoppgjør) per supplier and grid area.

    Elhub to balance supplier (BRS-NO-503, and 324 on request), polled from PollMeteringValues.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_energy_time_series: Volumes and amounts of one supplier in one grid area; at most 9999.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_energy_time_series: tuple[PriceVolumeCombinationForReconciliationPayload, ...] = element(
        "PayloadEnergyTimeSeries", "Elhub_PriceVolumeCombinationFoReconciliationType", max=9999
    )
