"""Whether a version of a calculation fits its template, the metering points and the other calculations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from edielkit.hub.core import channels
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import inputs_of, targets_of
from edielkit.hub.values.formulas import MILLION, Formula
from edielkit.hub.values.value_records import (
    CALCULATIONS,
    Calculation,
    CalculationVersion,
    ChannelKey,
    Template,
)
from edielkit.hub.virtual.calculation_run import step_of
from edielkit.process_rules.data import units

__all__ = ("channel_troubles", "circle", "rivals", "shape_troubles")

Version = CalculationVersion
# The standard's lists of contributors and recipients hold a thousand (EMIF 2.4.3); longer ones are none of a template
MOST = 1000


def shape_troubles(version: Version) -> Iterator[str]:
    """Yield how inputs and targets do not fit the template, in words."""
    if not 1 <= len(version.inputs) <= MOST or not 1 <= len(version.targets) <= MOST:
        yield f"expected from 1 to {MOST} inputs and targets"
        return
    going_in = [source.key for source in version.inputs]
    coming_out = [target.key for target in version.targets]
    if len({*going_in, *coming_out}) < len(going_in) + len(coming_out):
        yield "expected each channel once"
    if len({units().get(key.product, "") for key in (*going_in, *coming_out)}) > 1:
        yield "expected products of one unit"
    yield from _SHAPES[version.template](version)


def _sum(version: Version) -> Iterator[str]:
    if len(version.targets) != 1:
        yield "expected one target of a sum"
    yield from _not_below_zero(version)


def _not_below_zero(version: Version) -> Iterator[str]:
    # EMIF holds no value below zero
    if not version.floor and any(source.weight < 0 for source in version.inputs):
        yield "expected a limit at zero (floor) where a weight is negative"


def _net(version: Version) -> Iterator[str]:
    yield from _positive(version)
    channels = {(target.key.point, target.key.product) for target in version.targets}
    if len(channels) != 1 or sorted(target.key.direction for target in version.targets) != ["In", "Out"]:
        yield "expected both channels of one metering point as targets of a net"


def _gross(version: Version) -> Iterator[str]:
    yield from _positive(version)
    if sorted(target.key.direction for target in version.targets) != ["In", "Out"]:
        yield "expected a production channel (In) and a consumption channel (Out) as targets"
    if {source.part for source in version.inputs} != {"production", "exchange"}:
        yield "expected inputs of the parts production and exchange"


def _positive(version: Version) -> Iterator[str]:
    if any(source.weight <= 0 for source in version.inputs):
        yield "expected weights above zero: the direction of a channel says how it counts"


def _distribution(version: Version) -> Iterator[str]:
    yield from _not_below_zero(version)
    shares = [target.share for target in version.targets]
    if version.formula is Formula.MANUAL:
        yield from share_troubles(shares)
    elif version.formula is not Formula.EQUAL:
        yield f"expected formula {Formula.MANUAL.value} or {Formula.EQUAL.value}"
    elif any(share is not None for share in shares):
        yield "expected shares with formula Manual only"


def share_troubles(shares: list[int | None]) -> Iterator[str]:
    """Yield what is wrong with shares by hand, in millionths, in words."""
    stated = [share for share in shares if share is not None]
    if len(stated) < len(shares) or any(share < 0 for share in stated):
        yield "expected a share of each, not below zero"
    elif sum(stated) != MILLION:
        yield f"expected shares that sum to 1, found {sum(stated) / MILLION:.6f}"


def _copy(version: Version) -> Iterator[str]:
    if len(version.inputs) != 1 or len(version.targets) != 1 or version.inputs[0].weight != MILLION:
        yield "expected one input with weight 1 and one target of a copy"


def _shared(_version: Version) -> Iterator[str]:
    yield "expected BRS-NO-701 for a shared production"


_SHAPES: Mapping[Template, Callable[[Version], Iterator[str]]] = MappingProxyType(
    {
        Template.SUM: _sum,
        Template.NET: _net,
        Template.GROSS: _gross,
        Template.DISTRIBUTION: _distribution,
        Template.COPY: _copy,
        Template.SHARED_PRODUCTION: _shared,
    }
)


def channel_troubles(transaction: Transaction, version: Version) -> Iterator[str]:
    """Yield which channels are not there on the first day, or too coarse for what is calculated of them."""
    keys = [*(source.key for source in version.inputs), *(target.key for target in version.targets)]
    missing = [key for key in keys if not has_channel(transaction, key, version.start)]
    for key in missing:
        yield f"metering point {key.point} has no channel {key.product} {key.direction} on {version.start}"
    if missing:
        return
    steps = [step_of(transaction, target.key, version.start) for target in version.targets]
    finest = [step_of(transaction, source.key, version.start) for source in version.inputs]
    if None in finest or (None in steps and version.template is not Template.COPY):
        yield "expected interval channels with a resolution of a quarter or an hour"
        return
    longest = max((step for step in steps if step is not None), default=60)
    if any(step is not None and step > longest for step in finest):
        yield "expected inputs with a resolution no longer than that of the target"


def has_channel(transaction: Transaction, key: ChannelKey, day: dt.date) -> bool:
    """Tell whether the metering point has the channel on *day*."""
    point = transaction.point(key.point)
    if point is None or point.status(day) is None:
        return False
    return channels.has_channel(point.data(day), key.product, key.direction)


def rivals(transaction: Transaction, key: ChannelKey, version: Version, own: str) -> list[str]:
    """Return the other calculations that calculate *key* while *version* holds.

    Args:
        transaction: The step.
        key: A target.
        version: The new version.
        own: Identification of its calculation.
    """
    others = []
    for name in targets_of(transaction, key):
        other = transaction.require(CALCULATIONS, name)
        if name != own and any(
            v.meets(version.start, version.end) and any(t.key == key for t in v.targets)
            for v in other.versions
        ):
            others.append(name)
    return others


def circle(transaction: Transaction, version: Version, own: str) -> bool:
    """Tell whether an input of *version* is calculated of one of its targets, at any time at which it holds.

    Args:
        transaction: The step.
        version: The new version.
        own: Identification of its calculation, whose other versions it takes the place of.
    """
    wanted = {source.key for source in version.inputs}
    todo = [target.key for target in version.targets]
    seen: set[ChannelKey] = set()
    while todo:
        key = todo.pop()
        if key in wanted:
            return True
        if key in seen:
            continue
        seen.add(key)
        for name in inputs_of(transaction, key):
            if name != own:
                todo += [
                    t.key
                    for v in _reading(transaction.require(CALCULATIONS, name), key, version)
                    for t in v.targets
                ]
    return False


def _reading(calculation: Calculation, key: ChannelKey, during: Version) -> Iterator[Version]:
    for version in calculation.versions:
        if version.meets(during.start, during.end) and any(i.key == key for i in version.inputs):
            yield version
