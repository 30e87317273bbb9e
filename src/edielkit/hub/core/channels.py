"""What master data say of a metering point and its channels (kanaler): type, settlement method, what is settled.

Sources: XSD lists of metering point types, settlement methods and products; ExcludeFromSettlement of a channel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.hub.core.market_records import MasterData

__all__ = (
    "ACTIVE_ENERGY",
    "BY_INTERVAL",
    "BY_PROFILE",
    "EXCHANGE",
    "MINUTES",
    "NOT_SETTLED",
    "RESOLUTIONS",
    "has_channel",
    "lengths_of",
    "method_of",
    "product_of",
    "settled_channels",
    "type_of",
)

ACTIVE_ENERGY = "8716867000030"
# Metering point type of an exchange point (utvekslingsmålepunkt).
EXCHANGE = "E20"
# Settlement methods: profilavregnet, intervallavregnet, ikke avregnet.
BY_PROFILE, BY_INTERVAL, NOT_SETTLED = "E01", "E02", "Z01"
# Codes of the lengths that values have, and the code that the hub writes for each, in minutes.
MINUTES: Mapping[str, int] = MappingProxyType({"PT15M": 15, "PT1H": 60, "PT60M": 60})
RESOLUTIONS: Mapping[int, str] = MappingProxyType({15: "PT15M", 60: "PT1H"})


def type_of(data: MasterData) -> str:
    """Return the type of the metering point, such as ``E17``; empty without one."""
    kind = data.detail.metering_point_type
    return "" if kind is None else kind.value


def method_of(data: MasterData) -> str:
    """Return the settlement method (avregningsform), such as ``E02``; empty without one, as for exchange points."""
    method = data.detail.settlement_method_type
    return "" if method is None else method.value


def product_of(channel: Any) -> str:
    """Return the product code of a channel."""
    code: str = channel.product_included_product_characteristics.identification.value
    return code


def lengths_of(data: MasterData, product: str, direction: str) -> Iterator[str]:
    """Yield the resolution of each channel of *product* and *direction*, ``N`` for one without intervals."""
    for channel in data.channels:
        if channel.direction == direction and product_of(channel) == product:
            yield channel.resolution


def has_channel(data: MasterData, product: str, direction: str) -> bool:
    """Tell whether master data have a channel of *product* and *direction*."""
    return next(lengths_of(data, product, direction), None) is not None


def settled_channels(data: MasterData) -> dict[str, int]:
    """Return the directions of active energy that are not excluded from settlement, in order, with their length.

    Returns:
        ``In`` and ``Out`` as far as they are there, to minutes: of two channels of a direction the shorter, an hour for
        one without a length.
    """
    lengths: dict[str, int] = {}
    for channel in data.channels:
        if product_of(channel) == ACTIVE_ENERGY and not channel.exclude_from_settlement and channel.direction:
            length = MINUTES.get(str(channel.resolution), 60)
            lengths[channel.direction] = min(length, lengths.get(channel.direction, length))
    return dict(sorted(lengths.items()))
