"""Master data (grunndata) of a metering point, as a grid company changes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypedDict, Unpack

import attrs

from edielkit.building.arguments import Argument, Head, assembled, expect
from edielkit.building.customers import Address, address_parts
from edielkit.emif.messages import RequestUpdateMasterDataMeteringPoint
from edielkit.errors import Faults
from edielkit.plain_values import words_of
from edielkit.process_rules.data import units

__all__ = ("Channel", "MasterData", "request_update_master_data_metering_point")

_PAYLOAD = "payload_master_data_mp_event[0]"
_DETAIL = f"{_PAYLOAD}.mp_detail_metering_point_characteristic"
_VOLUME = f"{_PAYLOAD}.annual_period_estimated_metrics[0]"


@attrs.frozen(kw_only=True)
class Channel:
    """A channel (kanal) of a metering point.

    Attributes:
        product: Product code, such as ``8716867000030``.
        direction: ``In`` or ``Out``.
        resolution: ``PT15M``, ``PT1H``, ... or ``N`` for no interval.
    """

    product: str
    direction: str
    resolution: str


class MasterData(TypedDict, total=False):
    """What may change; what is left out stays as it is.

    Attributes:
        type: Type of the metering point: ``E17`` consumption, ``E18`` production, ``E19`` combined, ``E20`` exchange.
        consumption: Kind of consumption, a code of the list ConsumptionCode.
        production: Kind of production, a code of the list ProductionCode.
        settlement_method: ``E01`` profiled, ``E02`` interval, ``Z01`` not settled.
        status: ``E22`` active, ``E23`` inactive, ``E31`` terminated.
        reading: How the meter is read, a code of the list MeterReadingCharacteristicsCode.
        reading_resolution: Reading resolution (avlesningsoppløsning), such as ``PT1H``.
        connection_capacity: Contracted capacity of the connection.
        installed_capacity: Installed capacity of a production.
        description: Words on the metering point.
        blocked_for_switching: The supplier cannot be changed.
        grid_area: EIC of the metering grid area (nettavregningsområde).
        address: Street address of the metering point (anleggsadresse).
        meter: Number of the meter (målernummer).
        channels: All channels (kanaler) of the metering point.
        annual_volume: Expected annual volume (antatt årsforbruk) in whole kWh, estimated by hand.
    """

    type: str
    consumption: str
    production: str
    settlement_method: str
    status: str
    reading: str
    reading_resolution: str
    connection_capacity: int
    installed_capacity: int
    description: str
    blocked_for_switching: bool
    grid_area: str
    address: Address
    meter: str
    channels: tuple[Channel, ...]
    annual_volume: int


class _Arguments(Head, MasterData):
    """Both."""


# where each stands that is a value by itself
_PATHS = MappingProxyType(
    {
        "grid_area": f"{_PAYLOAD}.metering_grid_area_used_domain_location.identification",
        "address": f"{_PAYLOAD}.mp_address_metering_point_address",
        "type": f"{_DETAIL}.metering_point_type",
        "consumption": f"{_DETAIL}.metering_point_sub_type_consumption",
        "production": f"{_DETAIL}.metering_point_sub_type_production",
        "reading": f"{_DETAIL}.meter_reading_characteristics",
        "settlement_method": f"{_DETAIL}.settlement_method_type",
        "status": f"{_DETAIL}.physical_status_type",
        "connection_capacity": f"{_DETAIL}.contracted_connection_capacity_value",
        "installed_capacity": f"{_DETAIL}.installed_capacity",
        "description": f"{_DETAIL}.description",
        "blocked_for_switching": f"{_DETAIL}.blocked_for_switching",
        "reading_resolution": f"{_DETAIL}.meter_reading_occurrence",
        "annual_volume": f"{_VOLUME}.total",
        "meter": f"{_PAYLOAD}.metering_installation_meter_facility.meter_identification",
        "channels": f"{_PAYLOAD}.measurement_definition",
    }
)


def request_update_master_data_metering_point(
    *,
    process: str = "302",
    metering_point: str,
    start: dt.date | dt.datetime,
    payload_identification: str | None = None,
    cancels: str | None = None,
    **facts: Unpack[_Arguments],
) -> RequestUpdateMasterDataMeteringPoint:
    """Return the request to create, activate, change or remove a metering point (oppdatering av grunndata).

    Args:
        process: ``302`` update, ``402`` correction back in time, ``121`` new, ``122`` activation, ``212`` deactivation, ``213`` removal,
            ``317`` annual volume, and the others of the process tables of Elhub.
        metering_point: GSRN of the metering point (målepunkt).
        start: Day from which it holds, in Norway, or an aware instant.
        payload_identification: UUID of the payload, for the processes that ask for one (317).
        cancels: Identification of the earlier request that this one refers to.
        facts: `MasterData`, as far as they change, and `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.

    >>> message = request_update_master_data_metering_point(
    ...     metering_point="707057599900010012",
    ...     start=dt.date(2026, 3, 3),
    ...     settlement_method="E02",
    ...     identification="6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
    ...     created=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC),
    ...     sender="7080009990116",
    ...     recipient="7080003824349",
    ... )
    >>> message.header.document_type.value, message.process_energy_context.energy_business_process_role.value
    ('E58', 'DDM')
    """
    faults = Faults()
    head: dict[str, Any] = dict(facts)
    values = {name: head.pop(name) for name in _PATHS if name in head}
    values["address"] = _address(values.get("address"), faults)
    values["channels"] = _channels(values.get("channels"), faults)
    arguments = [
        Argument("start", start, f"{_PAYLOAD}.start_of_occurrence"),
        Argument("payload_identification", payload_identification, f"{_PAYLOAD}.identification"),
        Argument("cancels", cancels, f"{_PAYLOAD}.original_business_document_reference"),
        Argument(
            "metering_point",
            metering_point,
            f"{_PAYLOAD}.metering_point_used_domain_location.identification",
            "gsrn",
        ),
        *(
            Argument(name, values.get(name), path, "grid_area" if name == "grid_area" else "")
            for name, path in _PATHS.items()
        ),
    ]
    if values.get("annual_volume") is not None:
        arguments.append(Argument("annual_volume", "Manual", f"{_VOLUME}.calculation_method"))
    message: RequestUpdateMasterDataMeteringPoint = assembled(
        "RequestUpdateMasterDataMeteringPoint", process, arguments, head, faults=faults
    )
    return message


def _address(address: Any, faults: Faults) -> dict[str, Any] | None:
    checked = expect(address, Address, "address", faults)
    return None if checked is None else address_parts(checked)


def _channels(channels: Any, faults: Faults) -> list[Mapping[str, Any]] | None:
    """Return channels as plain data; a product has its unit."""
    if channels is None:
        return None
    if not isinstance(channels, (list, tuple)):
        faults.add(f"expected a list of Channel, found {words_of(channels)}", "channels")
        return None
    checked = [expect(channel, Channel, f"channels[{n}]", faults) for n, channel in enumerate(channels)]
    return [
        {
            "product_included_product_characteristics": {
                "identification": channel.product,
                "unit_type": units().get(channel.product) if isinstance(channel.product, str) else None,
            },
            "direction": channel.direction,
            "resolution": channel.resolution,
        }
        for channel in checked
        if channel is not None
    ]
