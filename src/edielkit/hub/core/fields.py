"""Which parts of a notice a role gets, and how the hub's records fill them.

No public page says element by element what each role sees. Known: a third party with limited access gets values and
the least that goes with them; the private part of a request (BRS-NO-601) is for the asking supplier alone; a search
(BRS-NO-611) never shows the end user. Everything else that a message can carry and the hub knows is sent to supplier
and grid company alike (assumption).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.build import party
from edielkit.emif.messages import (
    CustomerPartyEndOfSupply,
    CustomerPartyNotify,
    EstimatedAnnualVolume,
    MeteringGridArea,
    MeteringPoint,
    NACECons,
)
from edielkit.emif.values import Code, Identifier
from edielkit.hub.core.market_records import MasterData, Occupancy, Point, Supply

__all__ = ("FIELDS", "Seen", "filled")


@attrs.frozen(kw_only=True)
class Seen:
    """What a notice is about.

    Attributes:
        point: The metering point.
        day: Day whose master data is shown.
        occupancy: The end user, None without one.
        supply: The supply, None without one.
        owner: GLN of the grid owner.
    """

    point: Point
    day: dt.date
    occupancy: Occupancy | None = None
    supply: Supply | None = None
    owner: str = ""

    @property
    def data(self) -> MasterData:
        """Master data on the day."""
        return self.point.data(self.day)


def metering_point(identification: str) -> MeteringPoint:
    """Return the part that names a metering point."""
    return MeteringPoint(identification=Identifier(identification, "9"))


def _detail(seen: Seen) -> Any:
    status = seen.point.status(seen.day)
    return attrs.evolve(
        seen.data.detail, physical_status_type=None if status is None else Code(status, "260")
    )


def _customer_end(seen: Seen) -> Any:
    customer = seen.occupancy.customer if seen.occupancy else None
    return customer and CustomerPartyEndOfSupply(
        identification=customer.identification,
        name=customer.name,
        given_name=customer.given_name,
        family_name=customer.family_name,
        communication=customer.communication,
    )


def _customer_notify(seen: Seen) -> Any:
    customer = seen.occupancy.customer if seen.occupancy else None
    return customer and CustomerPartyNotify(
        identification=customer.identification,
        name=customer.name,
        given_name=customer.given_name,
        family_name=customer.family_name,
        extended_storage_metering_values=customer.extended_storage_metering_values,
        communication=customer.communication,
    )


def _codes(seen: Seen) -> Any:
    profile = seen.data.taxation
    if profile is None or (profile.consumption_code is None and profile.nace_division_code is None):
        return None
    return NACECons(consumption_code=profile.consumption_code, nace_division_code=profile.nace_division_code)


def _volumes(seen: Seen) -> Any:
    return tuple(EstimatedAnnualVolume(total=v.total, direction=v.direction) for v in seen.data.annual)


_Fill = Callable[[Seen], Any]
_PLACE: Mapping[str, _Fill] = {
    "mp_address_metering_point_address": lambda s: s.data.address,
    "mp_position_metering_point_geographical_coordinate": lambda s: s.data.position,
    "mp_address_cadastral": lambda s: s.data.cadastral,
}
_AREA: Mapping[str, _Fill] = {
    "metering_grid_area_used_domain_location": lambda s: MeteringGridArea(
        identification=Identifier(s.point.area, "305")
    ),
}
_REST: Mapping[str, _Fill] = {
    "annual_period_estimated_metrics": lambda s: s.data.annual,
    "metering_installation_meter_facility": lambda s: s.data.meter,
    "mp_taxation_profile": lambda s: s.data.taxation,
    "measurement_definition": lambda s: s.data.channels,
}
_SUPPLIER: Mapping[str, _Fill] = {
    "balance_supplier_involved_energy_party": lambda s: s.supply and party(s.supply.supplier),
}
_ADDRESSES: Mapping[str, _Fill] = {
    "consumer_involved_customer_address": lambda s: s.occupancy.addresses if s.occupancy else (),
}
_START: Mapping[str, _Fill] = {
    **_PLACE,
    **_AREA,
    **_SUPPLIER,
    "consumer_involved_customer_party": lambda s: s.occupancy and s.occupancy.customer,
    **_ADDRESSES,
    "mp_detail_metering_point_characteristics": _detail,
    **_REST,
}
_END: Mapping[str, _Fill] = {
    **_SUPPLIER,
    "consumer_involved_customer_party": _customer_end,
    **_ADDRESSES,
}
_MASTER: Mapping[str, _Fill] = {
    **_PLACE,
    **_AREA,
    **_SUPPLIER,
    "consumer_involved_customer_party": _customer_notify,
    "mp_detail_metering_point_characteristic": _detail,
    **_REST,
}
_MASTER_LIMITED: Mapping[str, _Fill] = {
    **_AREA,
    "mp_detail_metering_point_characteristic": _detail,
    "measurement_definition": _REST["measurement_definition"],
}
_CUSTOMER: Mapping[str, _Fill] = {
    "consumer_involved_customer_party": _customer_notify,
    **_ADDRESSES,
}
_FOUND: Mapping[str, _Fill] = {
    "mp_address_metering_point_address": _PLACE["mp_address_metering_point_address"],
    "mp_address_cadastral": _PLACE["mp_address_cadastral"],
    "grid_access_provider_involved_energy_party": lambda s: party(s.owner),
    **_AREA,
    "mp_detail_metering_point_characteristic": _detail,
    "metering_installation_meter_facility": _REST["metering_installation_meter_facility"],
    "annual_period_estimated_metrics": _volumes,
    "mp_taxation_profile": _codes,
}

# Message and role (``AG-`` for limited access) to its fields; nothing else goes out.
FIELDS: Mapping[tuple[str, str], Mapping[str, _Fill]] = MappingProxyType(
    {
        **{("NotifyStartOfSupply", role): _START for role in ("DDQ", "SLR", "DDM")},
        **{("NotifyEndOfSupply", role): _END for role in ("DDQ", "SLR", "DDM")},
        **{
            ("NotifyMeteringPointCharacteristics", role): _MASTER
            for role in ("DDQ", "SLR", "DDM", "AG", "MDR")
        },
        ("NotifyMeteringPointCharacteristics", "AG-"): _MASTER_LIMITED,
        **{("NotifyCustomerInformation", role): _CUSTOMER for role in ("DDQ", "SLR", "DDM", "AG")},
        **{("ResponseUpfrontMeteringPointCharacteristics", role): _FOUND for role in ("DDQ", "QRY", "AG")},
    }
)


def filled(kind: str, role: str, seen: Seen) -> dict[str, Any]:
    """Return the fields of a notice of *kind* as *role* gets them.

    Args:
        kind: Name of the message.
        role: Role code; ``AG-`` for a third party with limited access.
        seen: What it is about.
    """
    return {name: fill(seen) for name, fill in FIELDS[kind, role].items()}
