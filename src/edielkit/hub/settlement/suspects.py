"""Which exchange point is likely the reason of an area's wrong loss.

First what the rules of exchange points find (`edielkit.exchange.check`): a channel that is missing, a place that both
sides report. Then what no rule can see in one point alone: each exchange point of the area is tried the other way
round, an hour earlier and later (on a clock change also from the change on), and left out; what brings the loss back
within its limits is named. The trial is this hub's own (derived); it accuses nobody, it says where to look first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from edielkit.findings import Severity
from edielkit.hub.exchange_watch import exchange_findings
from edielkit.hub.settlement.basis import AreaInputs, AreaSettlement, Member, Use
from edielkit.hub.settlement.checks import Rule, Setting, bounds
from edielkit.hub.settlement.records import Suspect
from edielkit.hub.settlement.shares import Ints, shared
from edielkit.hub.state import Work
from edielkit.market_time import hours_in_day, local_day

__all__ = ("Flow", "flows_of", "rule_suspects", "suspects", "tried")

_MOST = 20
# What is wrong there changes no sum: status of zeros, master data, time of delivery.
_NO_MATTER = frozenset({"EXC006", "EXC012", "EXC013"})
_DAY_HOURS = 24


class Flow(NamedTuple):
    """What a metering point brings into an area and takes out, by settlement interval."""

    point: str
    incoming: Ints
    outgoing: Ints


def suspects(
    work: Work,
    *,
    inputs: AreaInputs,
    made: AreaSettlement,
    loss: Ints,
    settings: Mapping[Rule, Setting],
) -> tuple[Suspect, ...]:
    """Return the exchange points that may be the reason, the likeliest first within each kind.

    Args:
        work: The step.
        inputs: The channels of the area.
        made: The basis that was made of them.
        loss: The loss that was judged.
        settings: The limits.
    """
    ruled = (*_silent(inputs), *rule_suspects(work, inputs))
    found = (*ruled, *tried(flows_of(inputs), made, loss, settings))
    return tuple(dict.fromkeys(found))[:_MOST]


def _exchange(inputs: AreaInputs) -> Iterator[tuple[Member, Ints, int]]:
    for member, values, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True):
        if member.use in {Use.IMPORT, Use.EXPORT}:
            yield member, values, missing


def _silent(inputs: AreaInputs) -> Iterator[Suspect]:
    """Yield each exchange channel that lacks values, if the other one has some or none at all."""
    for member, values, missing in _exchange(inputs):
        if missing:
            text = f"expected {len(values)} values {member.direction}, {missing} are missing"
            yield Suspect(member.point, "EXC040", text)


def rule_suspects(work: Work, inputs: AreaInputs) -> Iterator[Suspect]:
    """Yield what the rules of exchange points find in the area on the day, as of now."""
    named = {member.point for member, _, _ in _exchange(inputs)}
    for each in exchange_findings(work, inputs.area, local_day(inputs.period.start)).findings:
        point = (each.position.path or "").split("/")[0].split(" ")[0]
        if point in named and each.severity is not Severity.INFO and each.code not in _NO_MATTER:
            yield Suspect(point, each.code, each.message)


_HOUR = 60


def flows_of(inputs: AreaInputs) -> list[Flow]:
    """Return the exchange points of an area with what they bring and take."""
    found: dict[str, Flow] = {}
    for member, values, _ in _exchange(inputs):
        column = _settled(values, member.minutes, inputs.minutes)
        zero = np.zeros(inputs.count, np.int64)
        flow = found.setdefault(member.point, Flow(member.point, zero, zero))
        if member.use is Use.IMPORT:
            flow = flow._replace(incoming=flow.incoming + column)
        else:
            flow = flow._replace(outgoing=flow.outgoing + column)
        found[member.point] = flow
    return list(found.values())


def _settled(values: Ints, have: int, want: int) -> Ints:
    if have <= want:
        summed: Ints = values.reshape(-1, want // have).sum(axis=1)
        return summed
    return shared(values, np.ones((1, have // want), np.int64)).reshape(-1)


def tried(
    flows: Iterable[Flow], made: AreaSettlement, loss: Ints, settings: Mapping[Rule, Setting]
) -> Iterator[Suspect]:
    """Yield the points with which changed the loss would pass, the closest to the expected loss first."""
    expected = made.estimate if made.estimate is not None else np.zeros_like(loss)
    excess, distance = _excess(loss, made.gross_infeed, settings), _distance(loss, expected)
    if not excess:
        return
    ranked = []
    for place, flow in enumerate(flows):
        best = None
        for words, other in _variants(flow, made):
            change = (other.incoming - other.outgoing) - (flow.incoming - flow.outgoing)
            if not change.any():
                continue
            gross = made.gross_infeed + other.incoming - flow.incoming
            after = _excess(loss + change, gross, settings)
            far = _distance(loss + change, expected)
            # what leaves a tenth of the trouble explains it; what does not halve the distance explains nothing
            if after * 10 <= excess and far * 2 <= distance and (best is None or far < best[0]):
                best = (far, place, words)
        if best is not None:
            ranked.append((*best, flow.point))
    for _, _, words, point in sorted(ranked):
        yield Suspect(point, "trial", f"{words}, the loss would be within its limits")


def _excess(loss: Ints, gross: Ints, settings: Mapping[Rule, Setting]) -> int:
    low, high = bounds(gross, settings)
    found = 0
    if low is not None:
        found += int(np.maximum(low - loss, 0).sum())
    if high is not None:
        found += int(np.maximum(loss - high, 0).sum())
    return found


def _distance(loss: Ints, expected: Ints) -> int:
    return int(np.abs(loss - expected).sum())


def _variants(flow: Flow, made: AreaSettlement) -> Iterator[tuple[str, Flow]]:
    zero = np.zeros_like(flow.incoming)
    yield "with In and Out exchanged", Flow(flow.point, flow.outgoing, flow.incoming)
    yield "without it, as if it were reported twice", Flow(flow.point, zero, zero)
    hour = _HOUR // made.minutes
    for words, first in _starts(made):
        for steps, when in ((-hour, "earlier"), (hour, "later")):
            shifted = (_shifted(each, first, steps) for each in (flow.incoming, flow.outgoing))
            yield f"with its values an hour {when}{words}", Flow(flow.point, *shifted)


def _starts(made: AreaSettlement) -> list[tuple[str, int]]:
    """Return from which interval on values may be shifted: all of the day, or those after a clock change."""
    found = [("", 0)]
    day = local_day(made.period.start)
    if hours_in_day(day) != _DAY_HOURS:
        change = made.period.start.astimezone(dt.UTC).replace(hour=1, minute=0) + dt.timedelta(days=1)
        first = (change - made.period.start) // dt.timedelta(minutes=made.minutes)
        found.append((" after the clock change", first))
    return found


def _shifted(column: Ints, first: int, steps: int) -> Ints:
    """Return *column* with what comes from *first* on moved by *steps*; at an edge its last value stands in."""
    place = np.arange(len(column))
    source = np.clip(place - steps, first if steps > 0 else 0, len(column) - 1)
    return np.where(place >= first, column[source], column)
