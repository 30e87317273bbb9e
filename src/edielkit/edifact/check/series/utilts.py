"""Rules about the series in UTILTS: each transaction with its observations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from edielkit.edifact.check.series.rules import finding_at, show_instant
from edielkit.edifact.check.series.stated import check_amount, check_stated_period, placed
from edielkit.edifact.messages.utilts import Quantity, Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.blocks import stated_period
from edielkit.edifact.series.quality import SeriesOptions, status_of_qualifier
from edielkit.edifact.timestamps import Clock, read_resolution
from edielkit.findings import Finding
from edielkit.market_time import Resolution

__all__ = ("check_utilts",)

# quantities (6063) that are energy of an interval, and the maximum, which has no quality
_ENERGY = frozenset({"136", "135"})
_MAXIMUM = "42"


def check_utilts(message: Utilts, options: SeriesOptions) -> Iterator[Finding]:
    """Yield what is wrong with the series of a UTILTS message; findings name the transaction as payload.

    Args:
        message: The message.
        options: What it does not say.
    """
    chosen = attrs.evolve(options, profile=options.profile or profile_of(message))
    clock = message.clock(chosen.profile)
    for count, transaction in enumerate(message.transactions, 1):
        payload = transaction.identification or None
        for finding in _transaction(transaction, f"SG5[{count}]", clock, chosen):
            yield attrs.evolve(finding, payload=payload)


def _transaction(
    transaction: Transaction, path: str, clock: Clock | None, options: SeriesOptions
) -> Iterator[Finding]:
    energy: list[tuple[Quantity, str]] = []
    for s, block in enumerate(transaction.observations, 1):
        for q, quantity in enumerate(block.quantities, 1):
            where = f"{path}/SG8[{s}]/SG11[{q}]/QTY[1]"
            yield from check_amount(quantity, where, numeric=False)
            if quantity.function in _ENERGY:
                energy.append((quantity, where))
            elif quantity.function != _MAXIMUM and (
                status_of_qualifier(quantity.function, options.profile, options) is None
            ):
                text = f"quantity qualifier {quantity.function!r} has no known quality"
                yield finding_at("SER017", text, quantity, where, 1, 1)
    if not energy:
        return
    yield from check_stated_period(placed(transaction.times, f"{path}/"), clock)
    misnumbered = list(_numbers(transaction, path))
    yield from misnumbered
    if not misnumbered:
        yield from _observation_count(transaction, energy, clock)


def _numbers(transaction: Transaction, path: str) -> Iterator[Finding]:
    """Yield the observations whose number is not the next one."""
    expected = 1
    for s, block in enumerate(transaction.observations, 1):
        number = block.sequence
        if number and number != str(expected):
            text = f"expected observation {expected}, found {number!r}"
            yield finding_at("SER019", text, block, f"{path}/SG8[{s}]/SEQ[1]", 2, 1)
        digits = number.isascii() and number.isdigit() and len(number) < 10
        expected = (int(number) if digits else expected) + 1


def _observation_count(
    transaction: Transaction, energy: Sequence[tuple[Quantity, str]], clock: Clock | None
) -> Iterator[Finding]:
    period = stated_period(transaction.times, clock)
    duration = transaction.time("354")
    code = read_resolution(duration.text, duration.format) if duration else None
    resolution = Resolution.of(code) if code else None
    if period is None or resolution is None or not resolution.seconds or period.end <= period.start:
        return
    expected, remainder = divmod(period.duration, dt.timedelta(seconds=resolution.seconds))
    if not remainder and expected != len(energy):
        last, where = energy[-1]
        text = (
            f"expected {expected} observations of {code} for {show_instant(period.start)} to "
            f"{show_instant(period.end)}, found {len(energy)}"
        )
        yield finding_at("SER010", text, last, where)
