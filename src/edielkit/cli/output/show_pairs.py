"""Both channels of an exchange point side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.output.series_lines import quality_text, short, sparkline_of
from edielkit.cli.output.terminal import columns, dim, strong
from edielkit.cli.output.times import period_text
from edielkit.market_time import OSLO

if TYPE_CHECKING:
    from edielkit.exchange import ExchangePoint, Pair
    from edielkit.series import Observations, TimeSeries

__all__ = ("SideBySide",)

_NONE = "none in this message"


@attrs.frozen(kw_only=True)
class SideBySide:
    """What is shown side by side.

    Attributes:
        points: The exchange points; every metering point with both directions if there are none.
        values: Show each interval.
        directions: Direction of product codes, for partners with one code a direction.
    """

    points: tuple[ExchangePoint, ...] = ()
    values: bool = False
    directions: Mapping[str, str] = attrs.field(factory=dict)

    def lines(self, series: Sequence[TimeSeries], most: int | None) -> Iterator[str]:
        """Yield the lines of all pairs in *series*.

        Args:
            series: The series of a message.
            most: How many pairs to show; all if None.
        """
        from edielkit.exchange import pair

        found = pair(self._of_points(series))
        if not self.points:
            found = tuple(each for each in found if each.whole)
        if not found:
            return
        yield ""
        yield f"  {strong('In and Out side by side')}"
        for each in found if most is None else found[:most]:
            yield ""
            yield from _pair_lines(each, values=self.values)
        if most is not None and len(found) > most:
            yield f"  … {len(found) - most} more pairs; --all shows them"

    def _of_points(self, series: Iterable[TimeSeries]) -> Iterator[TimeSeries]:
        """Yield the series of the points; both metering points of a place have the name of the place."""
        if not self.points:
            yield from series
            return
        homes: dict[tuple[str, str], str] = {}
        for point in self.points:
            name = " and ".join(point.metering_points)
            for direction, gsrn in (("In", point.incoming), ("Out", point.outgoing)):
                # the channel that is not metered belongs to the one metering point that there is
                home = gsrn or point.metering_points[0]
                homes[home, direction] = name
        for each in series:
            known = homes.get((each.metering_point or "", each.direction or ""))
            if known is not None:
                yield attrs.evolve(each, metering_point=known)


def _pair_lines(pair: Pair, *, values: bool) -> Iterator[str]:
    sides = (pair.incoming, pair.outgoing)
    one = next(each for each in sides if each is not None)
    when = period_text(one.period) if one.period else "no period"
    facts = "  ".join(filter(None, (one.product, one.resolution, when)))
    yield f"       {strong(one.metering_point or '?')}  {facts}"
    unit = f" {one.unit}" if one.unit else ""
    blocks = [None if each is None else each.observations for each in sides]
    rows = [
        ("", "In", "Out"),
        ("values", *(_NONE if each is None else str(len(each)) for each in blocks)),
        ("sum", *("" if each is None else f"{short(each.total)}{unit}" for each in blocks)),
        ("most", *("" if each is None or not len(each) else _most(each) + unit for each in blocks)),
        ("shape", *("" if each is None else sparkline_of(each, 32) for each in blocks)),
        ("status", *("" if each is None else quality_text(each) for each in blocks)),
    ]
    yield from columns(rows, indent="       ")
    both = [each for each in blocks if each is not None]
    if len(both) == 2:
        yield f"       In less Out {short(both[0].total - both[1].total)}{unit}{_both_ways(both)}"
    if values and one.period and one.resolution:
        yield ""
        yield from columns(list(_intervals(sides)), indent="       ")


def _most(block: Observations) -> str:
    return short(Decimal(int(block.quantity.max())).scaleb(-3))


def _both_ways(blocks: Sequence[Observations]) -> str:
    import numpy as np

    first, other = blocks
    if not np.array_equal(first.position, other.position):
        return dim("; not the same intervals")
    count = int(((first.quantity != 0) & (other.quantity != 0)).sum())
    return dim(f"; energy both ways in {count} intervals" if count else "; never both ways in one interval")


def _intervals(sides: Sequence[TimeSeries | None]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each interval: local time, In, Out, and In less Out."""
    amounts: list[dict[int, int]] = [
        {}
        if each is None
        else dict(zip(each.instants().astype(int).tolist(), each.observations.quantity.tolist(), strict=True))
        for each in sides
    ]
    yield ("Oslo", "In", "Out", "In less Out")
    for instant in sorted({*amounts[0], *amounts[1]}):
        local = dt.datetime.fromtimestamp(instant, dt.UTC).astimezone(OSLO)
        here = [each.get(instant) for each in amounts]
        net = "" if None in here else _amount(sum((here[0] or 0, -(here[1] or 0))))
        yield (f"{local:%Y-%m-%d %H:%M%z}", *("" if each is None else _amount(each) for each in here), net)


def _amount(thousandths: int) -> str:
    return short(Decimal(thousandths).scaleb(-3))
