"""Metering points and what is said of them (målepunkt, grunndata).

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from edielkit.emif.declare import Aggregate, aggregate, element
from edielkit.emif.values import Code, Identifier

__all__ = (
    "DetailMeteringPointCharacteristic",
    "EstimatedAnnualVolume",
    "EstimatedAnnualVolumeDetail",
    "MPAddress",
    "MPAddressCadastral",
    "MeasurementDefinition",
    "MeterFacility",
    "MeteringGridArea",
    "MeteringPoint",
    "MeteringPointGeographicalCoordinate",
    "Period",
    "ProductCharacteristic",
    "TaxationProfileMeteringPoint",
)


@aggregate("Elhub_DetailMeteringPointCharacteristicType")
class DetailMeteringPointCharacteristic(Aggregate):
    """Master data (grunndata) of a metering point: type, settlement method, status, capacity, reading.

    Attributes:
        metering_point_type: Kind of metering point: consumption, production, combined or exchange
            (utveksling).
        metering_point_sub_type_consumption: Kind of consumption in the metering point.
        metering_point_sub_type_production: Kind of production in the metering point, such as the source
            of the energy.
        meter_reading_characteristics: How values are collected (innhentingsmetode): continuous, non-
            continuous or not metered.
        settlement_method_type: Settlement method (avregningsform): profiled, interval or not settled.
        physical_status_type: Physical status of the metering point: connected, disconnected or
            demolished.
        contracted_connection_capacity_value: Contracted power of the connection (effektgrense), as a
            whole number.
        installed_capacity: Installed capacity of the plant (installert effekt), as a whole number.
        meter_reading_start_date: Instant at which the cycle of meter readings starts.
        meter_reading_frequency_duration: How often the meter is read (avlesningsfrekvens), as a whole
            number.
        description: Free text about the metering point.
        priority: Priority of the metering point, as a letter code.
        blocked_for_switching: Whether the metering point is closed to change of supplier.
        meter_reading_occurrence: Resolution at which the metering point is read (avlesningsoppløsning),
            as a duration.
    """

    metering_point_type: Code | None = element(
        "MeteringPointType", "Elhub_MeteringPointTypeCodeType", default=None
    )
    metering_point_sub_type_consumption: Code | None = element(
        "MeteringPointSubTypeConsumption", "ConsumptionCodeType", default=None
    )
    metering_point_sub_type_production: Code | None = element(
        "MeteringPointSubTypeProduction", "ProductionCodeType", default=None
    )
    meter_reading_characteristics: Code | None = element(
        "MeterReadingCharacteristics", "Elhub_MeterReadingCharacteristicsType", default=None
    )
    settlement_method_type: Code | None = element(
        "SettlementMethodType", "Elhub_SettlementMethodCodeType", default=None
    )
    physical_status_type: Code | None = element(
        "PhysicalStatusType", "Elhub_PhysicalStatusCodeType", default=None
    )
    contracted_connection_capacity_value: int | None = element(
        "ContractedConnectionCapacityValue", "integer9", default=None
    )
    installed_capacity: int | None = element("InstalledCapacity", "integer9", default=None)
    meter_reading_start_date: dt.datetime | None = element(
        "MeterReadingStartDate", "Elhub_dateTimeType", default=None
    )
    meter_reading_frequency_duration: int | None = element(
        "MeterReadingFrequencyDuration", "integer4", default=None
    )
    description: str | None = element("Description", "String80Type", default=None)
    priority: str | None = element("Priority", "PriorityCodeType", default=None)
    blocked_for_switching: bool | None = element("BlockedForSwitching", "Elhub_boolean", default=None)
    meter_reading_occurrence: str | None = element(
        "MeterReadingOccurrence", "MeterReadingOccurrenceType", default=None
    )


@aggregate("Elhub_EstimatedAnnualVolumeDetailType")
class EstimatedAnnualVolumeDetail(Aggregate):
    """Expected annual volume with the way it was found.

    Attributes:
        total: Expected energy of a year, in whole kWh.
        calculation_method: Whether the expected annual volume was computed automatically or given by a
            party.
        direction: Flow that the expected annual volume is about: In for production, Out for consumption.
    """

    total: int = element("Total", "long12")
    calculation_method: str = element("CalculationMethod", "CalculationMethod")
    direction: str | None = element("Direction", "DirectionType", default=None, versions=("EI-270",))


@aggregate("Elhub_EstimatedAnnualVolumeType")
class EstimatedAnnualVolume(Aggregate):
    """Expected annual volume of a metering point.

    Attributes:
        total: Expected energy of a year, in whole kWh.
        direction: Flow that the expected annual volume is about: In for production, Out for consumption.
    """

    total: int = element("Total", "long12")
    direction: str | None = element("Direction", "DirectionType", default=None, versions=("EI-270",))


@aggregate("Elhub_MPAddressCadastralType")
class MPAddressCadastral(Aggregate):
    """Place of a metering point in the land register (matrikkel).

    Attributes:
        gnr: Property number (gårdsnummer) in the land register.
        bnr: Title number (bruksnummer) in the land register.
        snr: Section number (seksjonsnummer) in the land register.
        fnr: Lease number (festenummer) in the land register.
    """

    gnr: str = element("Gnr", "String10Type")
    bnr: str = element("Bnr", "String10Type")
    snr: str | None = element("Snr", "String10Type", default=None)
    fnr: str | None = element("Fnr", "String10Type", default=None)


@aggregate("Elhub_MPAddressType")
class MPAddress(Aggregate):
    """Street address of a metering point (anleggsadresse).

    Attributes:
        street_name: Name of the street.
        street_code: Number of the street in the register of addresses.
        building_number: House number with its letter, if it has one.
        floor_identification: Floor of the dwelling (etasje).
        room_identification: Number of the dwelling (bolignummer).
        postcode: Postal code (postnummer).
        city_name: Name of the post town (poststed).
        city_sub_division_name: Part of the town, or the name of the place.
        municipality_code: Number of the municipality (kommunenummer).
        country_code: Country, as a code of ISO 3166-1.
        address_free_form: Address as free text, where its parts cannot be told apart.
    """

    street_name: str | None = element("StreetName", "String150Type", default=None)
    street_code: str | None = element("StreetCode", "String10Type", default=None)
    building_number: str | None = element("BuildingNumber", "String10Type", default=None)
    floor_identification: str | None = element("FloorIdentification", "String10Type", default=None)
    room_identification: str | None = element("RoomIdentification", "String10Type", default=None)
    postcode: str = element("Postcode", "String10Type")
    city_name: str = element("CityName", "String50Type")
    city_sub_division_name: str | None = element("CitySubDivisionName", "String50Type", default=None)
    municipality_code: str | None = element("MunicipalityCode", "String10Type", default=None)
    country_code: Code = element("CountryCode", "Elhub_CountryCodeType")
    address_free_form: str | None = element("AddressFreeForm", "String100Type", default=None)


@aggregate("Elhub_MeterFacilityType")
class MeterFacility(Aggregate):
    """The meter of a metering point (måler): number, digits, constant and place.

    Attributes:
        meter_identification: Number of the meter (målernummer).
        number_of_digits: Number of digits of the counter of the meter.
        constant: Factor from the counter of the meter to energy (målerkonstant), with at most five
            decimals.
        meter_location: Where the meter hangs, in words.
    """

    meter_identification: str = element("MeterIdentification", "String18Type")
    number_of_digits: int | None = element("NumberOfDigits", "integer2", default=None)
    constant: Decimal | None = element("Constant", "decimal125", default=None)
    meter_location: str | None = element("MeterLocation", "String80Type", default=None)


@aggregate("Elhub_MeteringGridAreaType")
class MeteringGridArea(Aggregate):
    """A metering grid area (nettavregningsområde), named by its EIC.

    Attributes:
        identification: EIC of the metering grid area (nettavregningsområde), 16 characters.
    """

    identification: Identifier = element("Identification", "Elhub_MeteringGridAreaIdentifierType")


@aggregate("Elhub_MeteringPointGeographicalCoordinateType")
class MeteringPointGeographicalCoordinate(Aggregate):
    """Geographical position in degrees.

    Attributes:
        latitude: Latitude in degrees, with at most five decimals.
        longitude: Longitude in degrees, with at most five decimals.
    """

    latitude: Decimal = element("Latitude", "decimal85")
    longitude: Decimal = element("Longitude", "decimal85")


@aggregate("Elhub_MeteringPointType")
class MeteringPoint(Aggregate):
    """A metering point (målepunkt), named by its GSRN.

    Attributes:
        identification: Number of the metering point (målepunkt-ID, GSRN of 18 digits).
    """

    identification: Identifier = element("Identification", "Elhub_MeteringPointIdentifierType")


@aggregate("Elhub_PeriodType")
class Period(Aggregate):
    """A stretch of time: the start belongs to it, the end does not.

    Attributes:
        start: Instant at which the period starts; it is part of the period.
        end: Instant at which the period ends; it is no longer part of the period.
    """

    start: dt.datetime = element("Start", "Elhub_dateTimeType")
    end: dt.datetime = element("End", "Elhub_dateTimeType")


@aggregate("Elhub_ProductCharacteristic")
class ProductCharacteristic(Aggregate):
    """Product and unit.

    Attributes:
        identification: Product whose energy the values measure, such as active energy.
        unit_type: Unit of the product: kWh for active and kvarh for reactive energy.
    """

    identification: Identifier = element("Identification", "Elhub_ProductIdentifierType")
    unit_type: str = element("UnitType", "Elhub_UnitType")


@aggregate("Elhub_MeasurementDefinitionType")
class MeasurementDefinition(Aggregate):
    """Channel (kanal) of a metering point, with its part in the settlement.

    Attributes:
        product_included_product_characteristics: Product and unit of the values.
        direction: Flow that the channel measures.
        resolution: Resolution of the channel, as a duration, or N where it has no intervals.
        exclude_from_settlement: Whether the values of the channel stay out of the settlement; false means
            that they are used in it.
    """

    product_included_product_characteristics: ProductCharacteristic = element(
        "ProductIncludedProductCharacteristics", "Elhub_ProductCharacteristic"
    )
    direction: str = element("Direction", "DirectionType")
    resolution: str = element("Resolution", "ChannelResolutionType")
    exclude_from_settlement: bool | None = element("ExcludeFromSettlement", "Elhub_boolean", default=None)


@aggregate("Elhub_TaxationProfileMeteringPointType")
class TaxationProfileMeteringPoint(Aggregate):
    """Taxes, fees and consumption codes of a metering point.

    Attributes:
        vat_code: Value added tax (mva) of the metering point, as a code.
        enova_fee_type: Whether the fee to the energy fund (Enova-avgift) follows the consumption or is
            fixed.
        enova_fee: Fee to the energy fund (Enova-avgift) of the metering point, a number from 0 to 100.
        el_fee: Electricity tax (elavgift) of the metering point, a number from 0 to 100.
        el_certificate_share: Share of the consumption that is subject to electricity certificates
            (elsertifikat), a number from 0 to 100.
        consumption_code: End-user group (sluttbrukergruppe) of the consumption; a free code that the
            schema does not list.
        nace_division_code: Industry of the end user (næringskode), as a NACE division.
    """

    vat_code: str | None = element("VATCode", "VATCode", default=None)
    enova_fee_type: str | None = element("EnovaFeeType", "EnovaFeeType", default=None)
    enova_fee: Decimal | None = element("EnovaFee", "decimal52", default=None)
    el_fee: Decimal | None = element("ElFee", "decimal52", default=None)
    el_certificate_share: Decimal | None = element("ElCertificateShare", "decimal52", default=None)
    consumption_code: str | None = element("ConsumptionCode", "String10Type", default=None)
    nace_division_code: str | None = element("NACE_DivisionCode", "String10Type", default=None)
