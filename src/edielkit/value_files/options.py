"""What a file of values does not say and its reader may know."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs

from edielkit.harmless import quoted
from edielkit.market_time import Resolution

__all__ = ("Clock", "ReadOptions")


class Clock(StrEnum):
    """The clock of times without an offset. Without it they are Norwegian, and the hour that comes twice has to tell which it is."""

    ORDERED = "ordered"
    """Norwegian time; the hour that comes twice stands twice, and the rows are in the order of time."""
    NORMAL = "normal"
    """Norwegian normal time (UTC+1) the whole year."""
    UTC = "utc"
    """UTC."""


def _resolution(_instance: object, _attribute: object, value: str | None) -> None:
    resolution = None if value is None else Resolution.of(value)
    if value is not None and (resolution is None or not resolution.seconds):
        raise ValueError(f"expected a resolution of fixed length such as PT1H, found {quoted(value, 20)}")


def _direction(_instance: object, _attribute: object, value: str | None) -> None:
    if value not in {None, "In", "Out"}:
        raise ValueError(f"expected the direction In or Out, found {quoted(value, 20)}")


@attrs.frozen(kw_only=True)
class ReadOptions:
    """What a file of values does not say; messages need none of it.

    Attributes:
        name: Name of the file, in which the end users' files have their metering point.
        metering_point: GSRN of values whose file names no point.
        direction: ``In`` or ``Out`` of values whose file does not say.
        product: Product of values whose file does not say, such as ``8716867000030``.
        unit: Unit of values whose file does not say, such as ``kWh``; that of the product if None.
        resolution: Length of the steps of a file that has starts alone, such as ``PT1H``; from their distances if None.
        clock: The clock of times without an offset.
        columns: Columns of a spreadsheet that have another name than the form's: field to name in the file.

    >>> ReadOptions(clock="normal").clock
    <Clock.NORMAL: 'normal'>
    """

    name: str = ""
    metering_point: str | None = None
    direction: str | None = attrs.field(default=None, validator=_direction)
    product: str | None = None
    unit: str | None = None
    resolution: str | None = attrs.field(default=None, validator=_resolution)
    clock: Clock | None = attrs.field(default=None, converter=attrs.converters.optional(Clock))
    columns: Mapping[str, str] = attrs.field(factory=dict)
