"""Parts of EMIF messages whose values hang together: end users, addresses, master data, values, shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from edielkit.codes import agency_of
from edielkit.emif.messages import (
    ProductCharacteristic,
    TimeSeriesPeriod,
    TimeSeriesPeriodReconciliation,
)
from edielkit.emif.quantities import PriceObservation, PriceObservations, ReadQuantity
from edielkit.emif.values import Code, Identifier
from edielkit.generate.drawn_points import ACTIVE_ENERGY
from edielkit.generate.drawn_values import draw_observations, draw_reading, past_midnight, seconds_before
from edielkit.generate.emif_parts import ABSENT, Filler, Preset
from edielkit.market_time import OSLO, day_period, local_day

__all__ = ("COUNTS", "FORMS", "PRESETS")

_ELHUB, _EBIX, _ISO, _GS1 = "89", "260", "5", "9"
_MILLION = 1_000_000


def _product() -> ProductCharacteristic:
    return ProductCharacteristic(identification=Identifier(ACTIVE_ENERGY, _GS1), unit_type="kWh")


# -- end users and where they live


def _customer(filler: Filler, _path: str, _number: int) -> Preset:
    customer = filler.customer
    is_person = customer.scheme == "Z01"
    return Preset(
        parts={
            "identification": Identifier(customer.identification, customer.scheme),
            "name": ABSENT if is_person else customer.name,
            "given_name": customer.given_name if is_person else ABSENT,
            "family_name": customer.family_name if is_person else ABSENT,
        },
        needs=frozenset({"family_name" if is_person else "name"}),
    )


def _searched_customer(filler: Filler, _path: str, _number: int) -> Preset:
    return Preset(
        parts={"identification": Identifier(filler.customer.identification, filler.customer.scheme)}
    )


# Norwegian numbers begin with 2 to 9: these are nobody's. The domain is set apart for examples (RFC 2606).
_CHANNELS = MappingProxyType(
    {
        "Email": "test.{0}@example.com",
        "Mobile": "+4700{0:06d}",
        "Phone": "+4700{0:06d}",
        "Telefax": "+4700{0:06d}",
    }
)


def _communication(filler: Filler, _path: str, _number: int) -> Preset:
    channel = filler.rng.choice(list(_CHANNELS))
    number = _CHANNELS[channel].format(filler.rng.randint(0, 999_999))
    return Preset(parts={"communication_channel": channel, "complete_number": number})


def _address(filler: Filler, _path: str, _number: int) -> Preset:
    place = filler.place
    return Preset(
        parts={
            "street_name": place.street,
            "street_code": f"{filler.rng.randint(1, 99999):05d}",
            "building_number": place.number,
            "floor_identification": f"{filler.rng.randint(1, 9):02d}",
            "room_identification": f"H{filler.rng.randint(101, 910):04d}",
            "postcode": place.postcode,
            "city_name": place.town,
            "municipality_code": place.municipality,
            "country_code": Code("NO", _ISO),
        },
        needs=frozenset({"street_name"}),
    )


def _postal_address(filler: Filler, path: str, number: int) -> Preset:
    address = _address(filler, path, number)
    parts = {**address.parts, "address_type": ("postaladr", "invoiceadr")[number]}
    return Preset(parts=parts, needs=address.needs)


def _cadastre(filler: Filler, _path: str, _number: int) -> Preset:
    property_number, title_number = filler.place.title
    return Preset(parts={"gnr": str(property_number), "bnr": str(title_number), "snr": "0", "fnr": "0"})


def _coordinate(filler: Filler, _path: str, _number: int) -> Preset:
    place = filler.place
    return Preset(parts={"latitude": Decimal(place.latitude), "longitude": Decimal(place.longitude)})


# -- master data


def _detail(filler: Filler, path: str, _number: int) -> Preset:
    """Fill master data as the type of the metering point has them (BRS-NO-121 rows 16 to 22)."""
    point = filler.point
    consumes, produces = point.type in {"E17", "E19"}, point.type in {"E18", "E19"}
    method = point.settlement_method

    def subtype(code_list_name: str, name: str) -> Code:
        return Code(filler.code(code_list_name, f"{path}/{name}"), _ELHUB)

    parts: dict[str, Any] = {
        "metering_point_type": Code(point.type, _EBIX),
        "metering_point_sub_type_consumption": subtype("ConsumptionCode", "MeteringPointSubTypeConsumption")
        if consumes
        else ABSENT,
        "metering_point_sub_type_production": subtype("ProductionCode", "MeteringPointSubTypeProduction")
        if produces
        else ABSENT,
        "settlement_method_type": Code(method, agency_of("Elhub_SettlementMethodCode", method))
        if method
        else ABSENT,
        "physical_status_type": Code(point.status, _EBIX),
        "meter_reading_occurrence": point.resolution,
        **({} if consumes else {"contracted_connection_capacity_value": ABSENT, "priority": ABSENT}),
        **({} if produces else {"installed_capacity": ABSENT}),
    }
    sub_types = {
        field
        for field, there in (
            ("metering_point_sub_type_consumption", consumes),
            ("metering_point_sub_type_production", produces),
        )
        if there
    }
    settled = {"settlement_method_type"} if method else set()
    return Preset(parts=parts, needs=frozenset({"metering_point_type"} | settled | sub_types))


def _channel(filler: Filler, _path: str, number: int) -> Preset:
    point = filler.point
    direction = point.directions[number % len(point.directions)]
    return Preset(
        parts={
            "product_included_product_characteristics": _product(),
            "direction": direction,
            "resolution": point.channel_resolution,
        }
    )


def _annual_volume(filler: Filler, _path: str, number: int) -> Preset:
    directions = filler.point.directions
    return Preset(
        parts={"total": filler.rng.randint(0, 60_000), "direction": directions[number % len(directions)]}
    )


def _annual_volumes(filler: Filler) -> int:
    return len(filler.point.directions) if filler.version == "EI-270" else 1


# -- periods


def _period(filler: Filler, _path: str, _number: int) -> Preset:
    """Fill the period of a query or reminder: some days, over before now."""
    end = past_midnight(filler.rng, filler.now, 0, 100)
    start = day_period(local_day(end) - dt.timedelta(days=filler.rng.randint(1, 200))).start
    return Preset(parts={"start": start.astimezone(OSLO), "end": end})


def _interval(filler: Filler, _path: str, _number: int) -> Preset:
    """Fill start and end of something that holds from one day to a later one."""
    last = day_period(local_day(filler.day) + dt.timedelta(days=filler.rng.randint(1, 400))).start
    return Preset(parts={"start_of_occurrence": filler.day, "end_of_occurrence": last.astimezone(OSLO)})


def _listed_point(filler: Filler, _path: str, number: int) -> Preset:
    """Take the metering point of a payload that stands there with others."""
    filler.point, filler.direction = filler.channels[number]
    return Preset(parts={})


def _listed_interval(filler: Filler, path: str, number: int) -> Preset:
    _listed_point(filler, path, number)
    return _interval(filler, path, number)


# -- values


def _edges(filler: Filler) -> dict[str, Any]:
    return {"start": filler.period.start.astimezone(OSLO), "end": filler.period.end.astimezone(OSLO)}


def _series_period(filler: Filler) -> dict[str, Any]:
    return {"resolution_duration": filler.point.resolution, **_edges(filler)}


def _volume_period(filler: Filler) -> dict[str, Any]:
    first, last = _readings(filler)
    return {**_edges(filler), "meter_reading_start": Decimal(first), "meter_reading_end": Decimal(last)}


def _readings(filler: Filler) -> tuple[int, int]:
    """Return both readings of a volume, the same for each question about one payload."""
    first = int(filler.point.identification[10:15]) + 1000
    return first, first + filler.point.size * 24


def _start(filler: Filler) -> dict[str, Any]:
    return {"start": filler.period.start.astimezone(OSLO)}


def _read(filler: Filler, quantity: int) -> ReadQuantity:
    return ReadQuantity(Decimal(quantity), filler.code("MeterReadReasonCodeType", ""))


def _volume(filler: Filler) -> ReadQuantity:
    first, last = _readings(filler)
    return _read(filler, last - first)


def _series(filler: Filler) -> Any:
    point = filler.point
    return draw_observations(
        filler.rng,
        filler.period,
        point.resolution,
        size=point.size,
        sun=filler.direction == "In" and point.type != "E20",
        quality=filler.full,
        calculated=filler.is_sum,
    )


_PROFILED = "ProfiledObservation"
# how values are told: the part of the payload that tells them, its value, and what their period says
FORMS: Mapping[str, tuple[str, Callable[[Filler], Any], Callable[[Filler], dict[str, Any]]]] = (
    MappingProxyType(
        {
            "series": ("Observation", _series, _series_period),
            "volume": (f"{_PROFILED}/Metered", _volume, _volume_period),
            "stipulated": (f"{_PROFILED}/Stipulated", _volume, _edges),
            "estimated": (f"{_PROFILED}/Estimated", lambda filler: _volume(filler).quantity, _edges),
            "start reading": (
                f"{_PROFILED}/MeterIndex",
                lambda filler: _read(filler, draw_reading(filler.rng)),
                _start,
            ),
            "reading": (
                f"{_PROFILED}/MeterIndex",
                lambda filler: _read(filler, draw_reading(filler.rng)),
                _start,
            ),
            "withdrawal": (f"{_PROFILED}/Withdrawn", lambda _: True, _edges),
            "annual volume": ("AnnualPeriodEstimatedMetrics", lambda _: None, _start),
        }
    )
)


def _registered(filler: Filler) -> dt.datetime:
    """Return an instant between the end of the values and now."""
    passed = int((filler.now - filler.period.end).total_seconds())
    return seconds_before(filler.now, filler.rng.randint(0, max(0, min(passed, 20_000))))


def _values(filler: Filler, _path: str, number: int) -> Preset:
    """Fill a payload with the values of a metering point or a grid area."""
    filler.point, filler.direction = filler.channels[number]
    registered = _registered(filler)
    parts: dict[str, Any] = {
        "registration_date_time": registered,
        "insert_date_time": registered,
        "observation_period_time_series_period": TimeSeriesPeriod(**FORMS[filler.form][2](filler)),
        "product_included_product_characteristics": _product(),
    }
    if filler.form == "series":
        parts["observation"] = _series(filler)
    return Preset(
        parts=parts,
        needs=frozenset(
            {
                "observation_period_time_series_period",
                "product_included_product_characteristics",
                "mp_detail_measurement_metering_point_characteristic",
            }
        ),
    )


def _collected_direction(filler: Filler, _path: str, _number: int) -> Preset:
    return Preset(parts={"direction": filler.direction})


def _profiled(filler: Filler, _path: str, _number: int) -> Preset:
    place, value, _ = FORMS[filler.form]
    field = {"MeterIndex": "meter_index"}.get(place.rpartition("/")[2], place.rpartition("/")[2].lower())
    return Preset(parts={field: value(filler)})


def _prices(filler: Filler, _path: str, number: int) -> Preset:
    """Fill a payload of the reconciliation: volumes and amounts of a supplier in an area."""
    filler.point, filler.direction = filler.channels[number]
    hours = int((filler.period.end - filler.period.start).total_seconds()) // 3600
    rows = [
        PriceObservation(
            position,
            Decimal(filler.rng.randint(-90_000, 90_000)).scaleb(-3),
            Decimal(filler.rng.randint(-9_000, 9_000)).scaleb(-2),
        )
        for position in range(1, hours + 1)
    ]
    return Preset(
        parts={
            "currency": Code("NOK", _ISO),
            "observation_period_time_series_period": TimeSeriesPeriodReconciliation(
                resolution_duration="PT1H", **_edges(filler)
            ),
            "product_included_product_characteristics": _product(),
            "observation": PriceObservations.of(rows),
        }
    )


# -- answers, polls and shares


def _answer(filler: Filler, path: str, _number: int) -> Preset:
    """Fill an acknowledgement: a rejection says why, a confirmation does not."""
    status = filler.code("AcknowledgementStatus", f"{path}/StatusType".lstrip("/"))
    rejected = status == "41"
    return Preset(
        parts={
            "status_type": Code(status, "6"),
            **({} if rejected else {"response_reason_type": ABSENT, "original_payload_reference": ABSENT}),
        },
        needs=frozenset({"response_reason_type"} if rejected else ()),
    )


def _poll(filler: Filler, _path: str, _number: int) -> Preset:
    agency = agency_of("Elhub_BusinessProcessRole", filler.role)
    return Preset(parts={"energy_business_process_role": Code(filler.role, agency)})


def _participant(filler: Filler, path: str, number: int) -> Preset:
    """Fill a participant of a shared production; where shares are given by hand, those of the recipients are one in all."""
    point_type = {"Contributor": "E18", "Recipient": "E17"}[path.rpartition("/")[2]]
    channels = [channel for channel in filler.channels if channel[0].type == point_type]
    filler.point, filler.direction = channels[number]
    if filler.formula != "Manual" or point_type != "E17":
        return Preset(parts={"share": ABSENT})
    each_share = _MILLION // len(channels)
    share = each_share if number else _MILLION - each_share * (len(channels) - 1)
    return Preset(parts={"share": Decimal(share).scaleb(-6)}, needs=frozenset({"share"}))


def _calculation(filler: Filler, _path: str, _number: int) -> Preset:
    return Preset(parts={"formula_type": filler.formula})


def _participants(point_type: str) -> Callable[[Filler], int]:
    return lambda filler: sum(point.type == point_type for point, _ in filler.channels)


def _channel_count(filler: Filler) -> int:
    return len(filler.channels)


PRESETS: Mapping[str, Callable[[Filler, str, int], Preset]] = MappingProxyType(
    {
        "Elhub_Acknowledgement": _answer,
        "Elhub_CollectedDataMeteringPointCharacteristicType": _collected_direction,
        "Elhub_CollectedDataType": _values,
        "Elhub_Communication": _communication,
        "Elhub_ContributorType": _participant,
        "Elhub_CustomerPartyEndOfSupplyType": _customer,
        "Elhub_CustomerPartyNotifyType": _customer,
        "Elhub_CustomerPartyStartOfSupplyType": _customer,
        "Elhub_CustomerPartyType": _customer,
        "Elhub_DetailMeteringPointCharacteristicType": _detail,
        "Elhub_EndUserIdentificationType": _searched_customer,
        "Elhub_EstimatedAnnualVolumeDetailType": _annual_volume,
        "Elhub_EstimatedAnnualVolumeType": _annual_volume,
        "Elhub_InvoiceeAddressType": _postal_address,
        "Elhub_MPAddressCadastralType": _cadastre,
        "Elhub_MPAddressType": _address,
        "Elhub_MeasurementDefinitionGenericType": _channel,
        "Elhub_MeasurementDefinitionType": _channel,
        "Elhub_MeteringPointGeographicalCoordinateType": _coordinate,
        "Elhub_NotifyMeteringPointCharacteristicsEventType": _listed_interval,
        "Elhub_NotifySharedProductionType": _interval,
        "Elhub_NotifyValidatedDataForBillingEnergyType": _values,
        "Elhub_PeriodType": _period,
        "Elhub_PollForData": _poll,
        "Elhub_PriceVolumeCombinationFoReconciliationType": _prices,
        "Elhub_ProductCharacteristic": lambda *_: Preset(
            parts={"identification": Identifier(ACTIVE_ENERGY, _GS1), "unit_type": "kWh"}
        ),
        "Elhub_RecipientType": _participant,
        "Elhub_ReconciliationMeteringPointCharacteristicType": _collected_direction,
        "Elhub_ReminderType": _listed_point,
        "Elhub_RequestUpdateMasterDataMeteringPointType": _listed_point,
        "Elhub_ResponseUpfrontMeteringPointCharacteristicsType": _listed_point,
        "Elhub_ValidatedDataMeteringPointCharacteristicType": _collected_direction,
        "Elhub_VirtualCalculationType": _calculation,
        "QuantityProfiledCollect": _profiled,
        "QuantityProfiledNotify": _profiled,
    }
)
COUNTS: Mapping[str, Callable[[Filler], int]] = MappingProxyType(
    {
        "Elhub_CollectedDataType": _channel_count,
        "Elhub_ContributorType": _participants("E18"),
        "Elhub_EstimatedAnnualVolumeDetailType": _annual_volumes,
        "Elhub_EstimatedAnnualVolumeType": _annual_volumes,
        "Elhub_MeasurementDefinitionGenericType": lambda filler: len(filler.point.directions),
        "Elhub_MeasurementDefinitionType": lambda filler: len(filler.point.directions),
        "Elhub_NotifyMeteringPointCharacteristicsEventType": _channel_count,
        "Elhub_NotifyValidatedDataForBillingEnergyType": _channel_count,
        "Elhub_PriceVolumeCombinationFoReconciliationType": _channel_count,
        "Elhub_RecipientType": _participants("E17"),
        "Elhub_ReminderType": _channel_count,
        "Elhub_ResponseUpfrontMeteringPointCharacteristicsType": _channel_count,
        "Elhub_RequestUpdateMasterDataMeteringPointType": _channel_count,
    }
)
