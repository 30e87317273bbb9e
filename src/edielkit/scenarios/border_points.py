"""Exchange points of a scenario: what the keys of a point of kind exchange say of the place that it represents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from edielkit.exchange import Direction, ExchangePoint, PointValues
from edielkit.scenarios.scenario_fields import Fields

if TYPE_CHECKING:
    from edielkit.scenarios.names import MarketNames

__all__ = ("exchange_point",)


def exchange_point(fields: Fields, number: str, names: MarketNames) -> ExchangePoint | None:
    """Return the exchange point that a point with ``neighbour`` represents, None for any other point.

    Args:
        fields: The keys of the point.
        number: GSRN of the point.
        names: The names.

    Raises:
        ScenarioError: A key is not what it should be.
    """
    neighbour = fields.text("neighbour")
    if neighbour is None or fields.text("kind") != "exchange":
        return None
    metered, other = _metered(fields), fields.text("out point")
    out_point = number if other is None else names.gsrn(other, fields.at("out point"))
    values, since = fields.text("values"), fields.text("quarters since")
    reporter = fields.text("reporter")
    if values not in {None, *PointValues}:
        raise fields.wrong(f"expected net or gross, found {values!r}", "values")
    return ExchangePoint(
        incoming=number if Direction.IN in metered else None,
        outgoing=out_point if Direction.OUT in metered else None,
        main_area=names.area(fields.needed("area"), fields.at("area")),
        neighbour=names.area(neighbour, fields.at("neighbour")),
        reporting_responsible=None if reporter is None else names.gln(reporter, fields.at("reporter")),
        values=None if values is None else PointValues(values),
        foreign=fields.yes("foreign") or False,
        parts=_points(fields, "parts", names),
        opposite=_points(fields, "opposite", names),
        settlement_method="",
        quarters_since=None if since is None else fields.date("quarters since", dt.date.min),
    )


def _metered(fields: Fields) -> set[Direction]:
    directions = fields.texts("metered") or tuple(Direction)
    if not set(directions) <= set(Direction):
        raise fields.wrong("expected In, Out or both", "metered")
    return {Direction(direction) for direction in directions}


def _points(fields: Fields, key: str, names: MarketNames) -> tuple[str, ...]:
    return tuple(names.gsrn(text, fields.at(key)) for text in fields.texts(key) or ())
