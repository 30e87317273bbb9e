"""What the rules about series look at: period, resolution and values of a payload."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.market_time import Period, Resolution, expected_count
from edielkit.process_rules.subject import Payload, Subject, instant, text

__all__ = (
    "END",
    "OBSERVATION",
    "PERIOD",
    "PLACES",
    "RESOLUTION",
    "START",
    "count_of",
    "has_columns",
    "is_313",
    "is_aligned",
    "is_other_series",
    "many_values",
    "miscounted",
    "period_of",
    "step_of",
    "with_period",
)

PERIOD = "ObservationPeriodTimeSeriesPeriod"
START, END, RESOLUTION = f"{PERIOD}/Start", f"{PERIOD}/End", f"{PERIOD}/ResolutionDuration"
OBSERVATION = "Observation"
PLACES = f"{OBSERVATION}/@Sequence"

_KINDS = frozenset(
    {"CollectedData", "NotifyValidatedDataForBillingEnergy", "PriceVolumeCombinationForReconciliation"}
)


def is_313(subject: Subject) -> bool:
    """Tell whether the message is metering values sent to Elhub in BRS-NO-313, which has a public table."""
    return subject.kind == "CollectedData" and subject.brs == "313"


def is_other_series(subject: Subject) -> bool:
    """Tell whether the message holds series that no public table speaks of."""
    return not is_313(subject) and subject.kind in _KINDS


def has_columns(subject: Subject) -> bool:
    """Tell whether the message holds series."""
    return subject.kind in _KINDS


def with_period(subject: Subject) -> Iterator[Payload]:
    """Yield the payloads that have a period."""
    return (p for p in subject.payloads if p.get(PERIOD) is not None)


def step_of(payload: Payload) -> Resolution | None:
    """Return the resolution, None where there is none or it is none of ours."""
    code = text(payload.get(RESOLUTION))
    return None if code is None else Resolution.of(code)


def period_of(payload: Payload) -> Period | None:
    """Return the period, None where an edge is missing or has no zone."""
    start, end = instant(payload.get(START)), instant(payload.get(END))
    return None if start is None or end is None else Period(start, end)


def count_of(payload: Payload) -> int:
    """Return the number of values."""
    block = payload.get(OBSERVATION)
    return 0 if block is None else len(block)


def is_aligned(value: dt.datetime, seconds: int) -> bool:
    """Tell whether an instant is a multiple of so many seconds."""
    return not value.microsecond and value.timestamp() % seconds == 0


def many_values(count: int) -> str:
    """Return a count with its noun.

    >>> many_values(1), many_values(96)
    ('1 value', '96 values')
    """
    return f"{count} value{'' if count == 1 else 's'}"


def miscounted(payload: Payload) -> tuple[int, int] | None:
    """Return the expected and the found number of values where they differ and both can be told."""
    period, step = period_of(payload), step_of(payload)
    if period is None or step is None or period.end <= period.start:
        return None
    expected = expected_count(period, step)
    found = count_of(payload)
    return None if expected is None or expected == found else (expected, found)
