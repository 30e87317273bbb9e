"""Metering points that Elhub makes in a virtual grid area (virtuelt nettområde) at a grid company's request.

Source: user forum 2024, sharing values between grid companies: Elhub needs a number that is not and has not been in use, a
description, post code and place, the channels, and a type: consumption, production or plus.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from edielkit.emif.messages import (
    DetailMeteringPointCharacteristic,
    MeasurementDefinition,
    MPAddress,
    ProductCharacteristic,
)
from edielkit.emif.values import Code, Identifier
from edielkit.harmless import quoted
from edielkit.hub.core.channels import ACTIVE_ENERGY, MINUTES, NOT_SETTLED
from edielkit.hub.core.market_records import ACTIVE, MasterData, Point, StatusChange, Version
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.identifiers import gsrn
from edielkit.market_time import local_day

__all__ = ("create_virtual_point",)

_KINDS: Mapping[str, str] = MappingProxyType({"consumption": "E17", "production": "E18", "plus": "E19"})
_POST_CODE = re.compile(r"\d{4}", re.ASCII)


def create_virtual_point(
    transaction: Transaction,
    *,
    point: str,
    area: str,
    kind: str,
    description: str,
    post_code: str,
    place: str,
    channels: Sequence[Mapping[str, Any]],
) -> str:
    """Make a metering point in a virtual grid area, active from today; return its GSRN.

    Args:
        transaction: The step.
        point: GSRN that is not and has not been in use.
        area: EIC of a virtual grid area.
        kind: ``consumption``, ``production`` or ``plus``.
        description: What it is, in words.
        post_code: Post code, four digits.
        place: Name of the place.
        channels: ``direction`` of each, ``resolution`` (``PT15M`` or ``PT1H``), and ``product`` if not active energy.

    Raises:
        ValueError: With the first thing that does not fit, in words.
    """
    grid_area = transaction.structure.area(area)
    if grid_area is None or not grid_area.virtual:
        raise ValueError("expected a virtual grid area")
    if not gsrn.is_valid(point):
        raise ValueError("expected a GSRN of 18 digits with its check digit")
    if transaction.point(point) is not None:
        raise ValueError("expected a metering point that is not registered")
    if kind not in _KINDS:
        raise ValueError(f"expected one of {', '.join(_KINDS)}; found {quoted(kind, 20)}")
    if not description.strip() or not place.strip() or not _POST_CODE.fullmatch(post_code):
        raise ValueError("expected a description, a post code of four digits and a place")
    today = local_day(transaction.now)
    data = MasterData(
        detail=DetailMeteringPointCharacteristic(
            metering_point_type=Code(_KINDS[kind], "260"),
            settlement_method_type=Code(NOT_SETTLED, "89"),
        ),
        address=MPAddress(
            postcode=post_code,
            city_name=place,
            country_code=Code("NO", "5"),
            address_free_form=description,
        ),
        channels=_channels(channels),
    )
    transaction.put(
        POINTS,
        point,
        Point(
            identification=point,
            area=area,
            statuses=(StatusChange(start=today, status=ACTIVE),),
            versions=(Version(start=today, data=data),),
        ),
    )
    return point


def _channels(rows: Sequence[Mapping[str, Any]]) -> tuple[MeasurementDefinition, ...]:
    """Return channels of rows, each product and direction once."""
    channels: dict[tuple[str, str], MeasurementDefinition] = {}
    for row in rows:
        direction, resolution = str(row.get("direction", "")), str(row.get("resolution", "PT1H"))
        product = str(row.get("product", ACTIVE_ENERGY))
        if direction not in {"In", "Out"} or resolution not in MINUTES:
            raise ValueError("expected channels with direction In or Out and resolution PT15M or PT1H")
        channels[product, direction] = MeasurementDefinition(
            product_included_product_characteristics=ProductCharacteristic(
                identification=Identifier(product, "9"),
                unit_type="kWh" if product == ACTIVE_ENERGY else "kvarh",
            ),
            direction=direction,
            resolution=resolution,
        )
    if not channels or len(channels) != len(rows):
        raise ValueError("expected at least one channel, each product and direction once")
    return tuple(channels.values())
