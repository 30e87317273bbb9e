"""Calculations as the hub keeps them: what is calculated of which channels, from and to which midnight.

Source: Elhub standard, page on virtual calculations (virtuelle beregninger): predefined templates only, which may be
chained; each input has a weight; a result may be limited to zero and above.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.store import instant_of, minute
from edielkit.hub.values.value_kinds import METERED
from edielkit.hub.values.value_records import (
    CALCULATION_INPUTS,
    CALCULATION_TARGETS,
    CALCULATIONS,
    Calculation,
    CalculationVersion,
    ChannelKey,
)
from edielkit.market_time import Period, day_period, local_day

__all__ = (
    "ACTIVE_ENERGY",
    "METERED",
    "all_calculations",
    "calculated_days",
    "inputs_of",
    "parts_sent",
    "put",
    "sent_key",
    "span_of",
    "targets_of",
)


def span_of(version: CalculationVersion) -> tuple[int, int | None]:
    """Return start and end of *version* in minutes since 1970."""
    start = minute(day_period(version.start).start)
    return start, None if version.end is None else minute(day_period(version.end).start)


def put(transaction: Transaction, calculation: Calculation) -> None:
    """Write *calculation*, and remember it with all its channels."""
    name = calculation.identification
    transaction.put(CALCULATIONS, name, calculation)
    for table, keys in (
        (CALCULATION_INPUTS, (i.key for v in calculation.versions for i in v.inputs)),
        (CALCULATION_TARGETS, (t.key for v in calculation.versions for t in v.targets)),
    ):
        for key in keys:
            names = transaction.get(table, key) or ()
            if name not in names:
                transaction.put(table, key, (*names, name))


def all_calculations(transaction: Transaction) -> Iterator[Calculation]:
    """Yield all calculations in the order in which they were set up."""
    yield from transaction.records(CALCULATIONS)


def inputs_of(transaction: Transaction, key: ChannelKey) -> tuple[str, ...]:
    """Return the identifications of the calculations that *key* goes into at any time."""
    return transaction.get(CALCULATION_INPUTS, key) or ()


def targets_of(transaction: Transaction, key: ChannelKey) -> tuple[str, ...]:
    """Return the identifications of the calculations that *key* comes out of at any time."""
    return transaction.get(CALCULATION_TARGETS, key) or ()


def sent_key(transaction: Transaction, key: ChannelKey, day: dt.date) -> ChannelKey | None:
    """Return under which key the grid company's own values for a channel are kept on *day*.

    Returns:
        *key* itself for a channel that is not calculated; that with kind ``metered`` for the consumption of a recipient
        of a shared production, whose own channel holds the net; None for a channel that nobody sends values for.
    """
    for name in targets_of(transaction, key):
        version = transaction.require(CALCULATIONS, name).on(day)
        if version is not None and any(t.key == key for t in version.targets):
            kept = key._replace(kind=METERED)
            return kept if any(i.key == kept for i in version.inputs) else None
    return key


def calculated_days(transaction: Transaction, key: ChannelKey) -> list[tuple[dt.date, dt.date | None]]:
    """Return the days on which a channel is calculated: first day, and the day after the last or None.

    Args:
        transaction: The step.
        key: The channel.
    """
    return [
        (version.start, version.end)
        for name in targets_of(transaction, key)
        for version in transaction.require(CALCULATIONS, name).versions
        if not version.empty and any(t.key == key for t in version.targets)
    ]


def parts_sent(
    transaction: Transaction, key: ChannelKey, period: Period
) -> tuple[tuple[ChannelKey | None, Period], ...]:
    """Return `sent_key` for each part of *period*, in order of time.

    Args:
        transaction: The step.
        key: The channel that a message names.
        period: The period of its values.
    """
    names = targets_of(transaction, key)
    if not names:
        return ((key, period),)
    first, last = minute(period.start), minute(period.end)
    edges = {first, last}
    for name in names:
        for version in transaction.require(CALCULATIONS, name).versions:
            edges.update(edge for edge in span_of(version) if edge is not None and first < edge < last)
    cuts = sorted(edges)
    parts: list[tuple[ChannelKey | None, Period]] = []
    for low, high in pairwise(cuts):
        kept = sent_key(transaction, key, local_day(instant_of(low)))
        if parts and parts[-1][0] == kept:
            parts[-1] = kept, Period(parts[-1][1].start, instant_of(high))
        else:
            parts.append((kept, Period(instant_of(low), instant_of(high))))
    return tuple(parts)
