"""How large the parts of a market are: proportions of the real one, in any size.

Sources: elhub/flex-information-system, docs/concepts/grid-model.md (2026-08: grid areas by kind, 123 grid owners, 37 sub
grids, each joined to its area by one metering point and settled by its own operator) and docs/technical/structure-data.md
(about 500 parties, 5 price areas). Kinds of points inside an area, and their sizes, are invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import isqrt
from types import MappingProxyType

import attrs

__all__ = ("LEAST_POINTS", "MOST_POINTS", "AreaKind", "PointUse", "area_kinds", "owner_count", "point_counts", "shared_out", "sub_grid_count", "supplier_count", "uses")  # fmt: skip

LEAST_POINTS, MOST_POINTS = 10, 1_000_000
_OWNERS, _SUPPLIERS, _SUB_GRIDS = 123, 120, 37


class AreaKind(StrEnum):
    """What a grid area is there for."""

    TRANSMISSION = "transmission"
    REGIONAL = "regional"
    PRODUCTION = "production"
    INDUSTRIAL = "industrial"
    DISTRIBUTION = "distribution"


class PointUse(StrEnum):
    """What a metering point is used for, and how it is metered and settled."""

    HOURLY = "hourly consumption"
    QUARTERS = "quarter-hourly consumption"
    PROFILED = "profiled consumption"
    COMBINED = "combined"
    PRODUCTION = "production"
    EXCHANGE = "exchange"


@attrs.frozen
class _AreaShape:
    """How many areas of a kind the real market has, and how points spread over areas and uses."""

    areas: int
    least: int
    weight: int


_SHAPES: Mapping[AreaKind, _AreaShape] = MappingProxyType(
    {
        AreaKind.TRANSMISSION: _AreaShape(areas=17, least=1, weight=1),
        AreaKind.DISTRIBUTION: _AreaShape(areas=92, least=6, weight=1000),
        AreaKind.PRODUCTION: _AreaShape(areas=117, least=1, weight=2),
        AreaKind.REGIONAL: _AreaShape(areas=52, least=2, weight=12),
        AreaKind.INDUSTRIAL: _AreaShape(areas=37, least=1, weight=4),
    }
)
_ALL_AREAS = sum(shape.areas for shape in _SHAPES.values())


def shared_out(count: int, weights: Sequence[int]) -> list[int]:
    """Return *count* in whole parts by weight: the largest remainders get what is left.

    >>> shared_out(10, [1, 1, 1])
    [4, 3, 3]
    """
    total = sum(weights)
    parts = [count * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda n: (-(count * weights[n] % total), n))
    for place in order[: count - sum(parts)]:
        parts[place] += 1
    return parts


def area_kinds(points: int) -> list[AreaKind]:
    """Return the kind of each grid area: that nearest the middle of the grid first.

    >>> [str(kind) for kind in area_kinds(10)], len(area_kinds(1_000_000))
    (['transmission', 'distribution'], 315)
    """
    count = min(max(isqrt(points) // 2, 2), _ALL_AREAS)
    needed = {AreaKind.TRANSMISSION: 1, AreaKind.DISTRIBUTION: 1}
    more = shared_out(count - 2, [shape.areas - needed.get(kind, 0) for kind, shape in _SHAPES.items()])
    counts = {kind: needed.get(kind, 0) + part for kind, part in zip(_SHAPES, more, strict=True)}
    order = (
        AreaKind.TRANSMISSION,
        AreaKind.REGIONAL,
        AreaKind.DISTRIBUTION,
        AreaKind.INDUSTRIAL,
        AreaKind.PRODUCTION,
    )
    return [kind for kind in order for _ in range(counts[kind])]


def owner_count(areas: int) -> int:
    """Return how many grid companies own so many areas."""
    return max(2, areas * _OWNERS // _ALL_AREAS)


def supplier_count(areas: int) -> int:
    """Return how many suppliers there are in a market of so many areas."""
    return max(3, areas * _SUPPLIERS // _ALL_AREAS)


def sub_grid_count(areas: int) -> int:
    """Return how many sub grids there are in a market of so many areas.

    >>> sub_grid_count(315), sub_grid_count(5)
    (37, 0)
    """
    return areas * _SUB_GRIDS // _ALL_AREAS


def point_counts(points: int, kinds: Sequence[AreaKind], size: Sequence[int]) -> list[int]:
    """Return how many metering points that are no exchange points each area has.

    Args:
        points: How many there are in all.
        kinds: Kind of each area.
        size: Weight of each area among those of its kind.
    """
    least = [_SHAPES[kind].least for kind in kinds]
    if sum(least) > points:
        raise ValueError(f"expected at least {sum(least)} metering points for {len(kinds)} grid areas")
    weights = [_SHAPES[kind].weight * weight for kind, weight in zip(kinds, size, strict=True)]
    more = shared_out(points - sum(least), weights)
    return [few + part for few, part in zip(least, more, strict=True)]


def uses(kind: AreaKind, count: int) -> dict[PointUse, int]:
    """Return how many points of each use an area of a kind has.

    >>> {str(use): n for use, n in uses(AreaKind.DISTRIBUTION, 1000).items() if n > 30}
    {'hourly consumption': 715, 'combined': 50, 'quarter-hourly consumption': 200}
    """
    if kind is AreaKind.DISTRIBUTION:
        parts = {
            PointUse.PRODUCTION: max(1, count // 200),
            PointUse.COMBINED: max(1, count // 20),
            PointUse.PROFILED: max(1, count // 33),
            PointUse.QUARTERS: max(1, count // 5),
        }
        return {PointUse.HOURLY: count - sum(parts.values()), **parts}
    if kind is AreaKind.INDUSTRIAL:
        return {PointUse.QUARTERS: count}
    if kind is AreaKind.REGIONAL:
        return {PointUse.PRODUCTION: 1, PointUse.QUARTERS: count - 1}
    if kind is AreaKind.PRODUCTION:
        return {PointUse.PRODUCTION: count - count // 4, PointUse.QUARTERS: count // 4}
    return {PointUse.PRODUCTION: count}
