"""Rules about the meter readings of UTILTS: none below zero or outside of the stated period, one of each register at an instant, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from edielkit.edifact.check.series.rules import finding_at, show_instant
from edielkit.edifact.messages.utilts import ObservationBlock, Quantity, Transaction
from edielkit.edifact.series.blocks import quantity_of, stated_period
from edielkit.edifact.series.utilts import READING
from edielkit.edifact.timestamps import Clock
from edielkit.findings import Finding, Severity

__all__ = ("check_readings",)

# qualifier (2005) of the time of a reading
_READ = "597"
# qualifiers (1153) of the register and the meter
_REGISTER, _METER = "AES", "MG"


def check_readings(transaction: Transaction, path: str, clock: Clock | None) -> Iterator[Finding]:
    """Yield the negative readings, those outside of the stated period, out of order, or of an instant that has one of the register.

    Args:
        transaction: The transaction.
        path: Its group path.
        clock: The clock of the message.
    """
    period = stated_period(transaction.times, clock)
    first: dict[tuple[str, dt.datetime], tuple[str, str]] = {}
    latest: dict[str, dt.datetime] = {}
    for block, reading, where in _readings(transaction, path):
        if quantity_of(reading.amount)[0] < 0:
            text = f"expected no negative reading, found {reading.amount[:20]}: a register counts from 0"
            yield finding_at("SER034", text, reading, where, 1, 2, severity=Severity.WARNING)
        instant = _instant(reading, clock)
        if instant is None:
            continue
        if period is not None and period.start < period.end and not period.start <= instant <= period.end:
            text = (
                f"expected a reading from {show_instant(period.start)} to {show_instant(period.end)}, "
                f"found one of {show_instant(instant)}"
            )
            yield finding_at("SER012", text, reading, where, severity=Severity.WARNING)
        register = _reference(block, _REGISTER)
        if instant < latest.setdefault(register, instant):
            text = f"expected the readings of a register in the order of time, found {show_instant(instant)} behind {show_instant(latest[register])}"
            yield finding_at("SER009", text, reading, where)
        latest[register] = max(instant, latest[register])
        meter = _reference(block, _METER)
        before, place = first.setdefault((register, instant), (meter, where))
        # two meters may have a reading of the day on which one took the place of the other
        if place != where and (before == meter or not before or not meter):
            text = f"expected one reading of {show_instant(instant)}, found one already, in {place}"
            yield finding_at("SER008", text, reading, where, severity=Severity.WARNING)


def _readings(transaction: Transaction, path: str) -> Iterator[tuple[ObservationBlock, Quantity, str]]:
    for s, block in enumerate(transaction.observations, 1):
        for q, quantity in enumerate(block.quantities, 1):
            if quantity.function == READING:
                yield block, quantity, f"{path}/SG8[{s}]/SG11[{q}]/QTY[1]"


def _instant(reading: Quantity, clock: Clock | None) -> dt.datetime | None:
    """Return when a reading was taken, None where that is not said or cannot be read, which is reported."""
    for time in reading.times:
        if time.function == _READ:
            with suppress(ValueError):
                return time.instant(clock)
    return None


def _reference(block: ObservationBlock, function: str) -> str:
    return next((ref.number for ref in block.references if ref.function == function), "")
