"""Signed values into two directions and back, and series cut to what a message holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs
import numpy as np

from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralEntry
from edielkit.conversion.options import MissingOptionError, Options, Sign
from edielkit.errors import BuildError
from edielkit.market_time import OSLO, Period, local_time
from edielkit.series import Observations, TimeSeries, cut, signed_parts
from edielkit.series.combined_status import ranks
from edielkit.series.exact import subtract_checked

__all__ = ("MOST_VALUES", "cut_entries", "join_signed", "split_signed")

# Observations of a payload (EMIF) and values of a line (MSCONS, SG10)
MOST_VALUES = 9999


def split_signed(entries: Iterable[NeutralEntry], options: Options) -> Iterator[NeutralEntry]:
    """Yield signed entries as two, In before Out: In = max(n, 0) and Out = max(-n, 0), or the reverse.

    Both have all positions and the status of their values. The first keeps the identification.

    Raises:
        BuildError: A series without a direction has negative values, and no sign convention is given.
    """
    for entry in entries:
        if entry.signed:
            yield from _halves(entry, options.sign or Sign.IN)
            continue
        quantity = entry.series.observations.quantity
        if entry.series.direction is None and len(quantity) and int(quantity.min()) < 0:
            raise MissingOptionError(
                f"the series has negative values and no direction ({entry.where}); say what a positive value means",
                "sign",
            )
        yield entry


def _halves(entry: NeutralEntry, sign: Sign) -> Iterator[NeutralEntry]:
    try:
        above, below = signed_parts(entry.series)
    except ValueError as error:
        raise BuildError(str(error), entry.where) from error
    incoming, outgoing = (above, below) if sign is Sign.IN else (below, above)
    yield attrs.evolve(entry, signed=False, series=attrs.evolve(incoming, direction="In"))
    yield attrs.evolve(
        entry, signed=False, series=attrs.evolve(outgoing, direction="Out", identification=None)
    )


def join_signed(
    entries: Iterable[NeutralEntry], options: Options, losses: list[Loss]
) -> Iterator[NeutralEntry]:
    """Yield In and Out of one point, product, resolution and period as one signed entry.

    Raises:
        BuildError: There is no sign convention, a direction lacks its partner, or the two do not have the same positions.
    """
    if options.sign is None:
        raise MissingOptionError("joined series need to say what a positive value means", "sign")
    groups: dict[tuple[object, ...], dict[str, NeutralEntry]] = {}
    for entry in entries:
        series = entry.series
        key = (
            series.metering_point,
            series.grid_area,
            series.product,
            series.unit,
            series.resolution,
            series.period,
        )
        if series.direction not in {"In", "Out"} or series.direction in groups.get(key, {}):
            raise BuildError(f"expected one In and one Out ({entry.where})", "options.join")
        groups.setdefault(key, {})[series.direction] = entry
    for pair in groups.values():
        if len(pair) != 2:
            (only,) = pair.values()
            raise BuildError(
                f"expected both directions, found only {only.series.direction} ({only.where})", "options.join"
            )
        yield _joined(pair["In"], pair["Out"], options.sign, losses)


def _joined(first: NeutralEntry, second: NeutralEntry, sign: Sign, losses: list[Loss]) -> NeutralEntry:
    a, b = first.series.observations, second.series.observations
    if not np.array_equal(a.position, b.position):
        raise BuildError(f"In and Out have other positions ({first.where}, {second.where})", "options.join")
    where = f"{first.where} and {second.where}"
    gross = int(((a.quantity != 0) & (b.quantity != 0)).sum())
    if gross:
        losses.append(
            Loss(
                "CNV027",
                "gross values",
                where,
                f"{gross} values have both In and Out; the difference is left",
            )
        )
    unequal = (a.status != b.status) | (a.validation != b.validation) | (a.estimation != b.estimation)
    if unequal.any():
        losses.append(
            Loss("CNV028", "status", where, f"{int(unequal.sum())} values keep the less certain status")
        )
    if second.series.identification:
        losses.append(
            Loss("CNV003", "Identification", second.where, "the joined series has the identification of In")
        )
    more, less = (a, b) if sign is Sign.IN else (b, a)
    try:
        net = subtract_checked(more.quantity, less.quantity, "a net value")
    except ValueError as error:
        raise BuildError(str(error), where) from error
    worse = ranks(b.status) > ranks(a.status)
    observations = Observations(
        position=a.position,
        quantity=net,
        status=np.where(worse, b.status, a.status),
        validation=np.where(worse, b.validation, a.validation),
        estimation=np.where(worse, b.estimation, a.estimation),
    )
    return attrs.evolve(
        first,
        where=where,
        signed=True,
        series=attrs.evolve(first.series, direction=None, observations=observations),
    )


def cut_entries(entries: Iterable[NeutralEntry]) -> Iterator[tuple[NeutralEntry, bool]]:
    """Yield entries of at most 9999 positions: longer ones are cut by the months of the Norwegian calendar.

    A month of five-minute values is 8940 at most, so months always fit.

    Yields:
        The entry, and whether it is the first or only part of its series.

    Raises:
        BuildError: A longer series cannot be cut: it has no resolution of fixed length, or a position twice.
    """
    for entry in entries:
        positions = entry.series.observations.position
        if not len(positions) or int(positions.max()) <= MOST_VALUES:
            yield entry, True
            continue
        for n, series in enumerate(_months(entry.series, entry.where)):
            yield attrs.evolve(entry, series=series), n == 0


def _months(series: TimeSeries, where: str) -> Iterator[TimeSeries]:
    period = series.period
    assert period is not None
    for part in _month_periods(period):
        try:
            piece = cut(series, part)
        except ValueError as error:
            raise BuildError(
                f"a series of more than {MOST_VALUES} values cannot be cut: {error}", where
            ) from error
        if len(piece.observations):
            yield piece


def _month_periods(period: Period) -> Iterator[Period]:
    start = period.start
    while start < period.end:
        local = local_time(start)
        following = (dt.datetime(local.year, local.month, 1) + dt.timedelta(days=32)).replace(day=1)
        end = min(following.replace(tzinfo=OSLO).astimezone(dt.UTC), period.end)
        yield Period(start, end)
        start = end
