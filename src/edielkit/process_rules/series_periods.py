"""Rules about the period of a series in EMIF: resolution, edges, and as many values as steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.findings import Reason, Severity, Trust
from edielkit.market_time import Resolution, expected_count, is_local_midnight, years_before
from edielkit.passed_times import at_least, at_most
from edielkit.process_rules.declare import COUNT, INTERVAL_VALUES, OTHER_SERIES, Need, rule
from edielkit.process_rules.subject import (
    END,
    OBSERVATION,
    PERIOD,
    RESOLUTION,
    START,
    Breach,
    Payload,
    Subject,
    instant,
    text,
)

__all__ = ()

_TABLE = "https://dok.elhub.no/ediel1141/brs-no-313-oversendelse-av-volumserier-for-maale-1, row"
_PROCESS = ("BRS-NO-313",)
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_EBIX = "260"

# row 9 of the table of BRS-NO-313; PT5M stands in the schema and in neither of the table's lists
_ALLOWED = ("PT60M", "PT1H", "PT15M")
_REFUSED = ("PT30M", "P1D", "P1M", "P1Y")
_YEARS_BACK = 3


def _with_period(subject: Subject) -> Iterator[Payload]:
    return (payload for payload in subject.payloads if payload.get(PERIOD) is not None)


def _is_aligned(value: dt.datetime, seconds: int) -> bool:
    """Tell whether an instant is a multiple of so many seconds."""
    return not value.microsecond and value.timestamp() % seconds == 0


def many_values(count: int) -> str:
    """Return a count with its noun.

    >>> many_values(1), many_values(96)
    ('1 value', '96 values')
    """
    return f"{count} value{'' if count == 1 else 's'}"


def _expected_count(payload: Payload) -> int | None:
    """Return the expected number of values where it can be told and the payload has another."""
    period, step = payload.period, payload.resolution
    if period is None or step is None or period.end <= period.start:
        return None
    expected = expected_count(period, step)
    return None if expected == payload.count else expected


def _miscounted(payload: Payload) -> Iterator[Breach]:
    expected = _expected_count(payload)
    if expected is not None:
        resolution = text(payload.get(RESOLUTION))
        yield payload.breach(
            f"expected {many_values(expected)} of {resolution} from Start to End, found {payload.count}",
            PERIOD,
        )


@rule(
    "SER101",
    title="an interval series has a resolution of an hour or a quarter",
    severity=_ERROR,
    source=f"{_TABLE} 9",
    reason=Reason("EH075", "89"),
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    rows="9",
    reads=(PERIOD,),
)
def resolution_allowed(subject: Subject) -> Iterator[Breach]:
    """Say when ResolutionDuration is missing or one that Elhub refuses.

    Why: Elhub holds interval values by the hour or the quarter; it refuses others with EH075.
    Wrong: PT30M, P1D, P1M or P1Y, or no resolution.
    Right: PT15M, PT1H or PT60M.
    """
    for payload in _with_period(subject):
        code = text(payload.get(RESOLUTION))
        if code is None:
            yield payload.breach(f"expected ResolutionDuration {' or '.join(_ALLOWED)}, found none", PERIOD)
        elif code in _REFUSED:
            yield payload.breach(
                f"expected ResolutionDuration {' or '.join(_ALLOWED)}, found {code}", RESOLUTION
            )


def _edge(subject: Subject, path: str) -> Iterator[Breach]:
    name = path.rpartition("/")[2]
    for payload in _with_period(subject):
        value, code = payload.get(path), text(payload.get(RESOLUTION))
        if value is None:
            yield payload.breach(f"expected {name}, found none", PERIOD)
            continue
        at, step = instant(value), payload.resolution
        if at is None or step is None or code not in _ALLOWED or _is_aligned(at, step.seconds):
            continue
        whole = "quarter" if code == "PT15M" else "hour"
        yield payload.breach(f"expected {name} at a whole {whole} for {code}, found {at:%H:%M:%S}", path)


@rule(
    "SER102",
    title="a series starts at a whole step",
    severity=_ERROR,
    source=f"{_TABLE} 10",
    reason=Reason("EH032", "89"),
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    rows="10",
    reads=(PERIOD,),
)
def start_aligned(subject: Subject) -> Iterator[Breach]:
    """Say when Start is missing or not at a whole hour or quarter.

    Why: each value belongs to an hour or quarter of the settlement.
    Wrong: PT1H from 00:15.
    Right: PT1H from 00:00, PT15M from 00:15.
    """
    yield from _edge(subject, START)


@rule(
    "SER103",
    title="a series ends at a whole step",
    severity=_ERROR,
    source=f"{_TABLE} 11",
    reason=Reason("EH032", "89"),
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    rows="11",
    reads=(PERIOD,),
)
def end_aligned(subject: Subject) -> Iterator[Breach]:
    """Say when End is missing or not at a whole hour or quarter.

    Why: End is the instant after the last value's step.
    Wrong: End at 23:59:59.
    Right: End at 00:00 of the next day.
    """
    yield from _edge(subject, END)


@rule(
    "SER104",
    title="a series ends after it starts",
    severity=_ERROR,
    source=f"{_TABLE} 12",
    reason=Reason("E50", _EBIX),
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    rows="12",
    reads=(PERIOD,),
)
def end_after_start(subject: Subject) -> Iterator[Breach]:
    """Say when End is not later than Start.

    Why: a period without length holds no value.
    Wrong: Start and End at the same instant.
    Right: End a step after Start, or more.
    """
    for payload in subject.payloads:
        period = payload.period
        if period is not None and period.end <= period.start:
            yield payload.breach("expected End after Start", END)


@rule(
    "SER105",
    title="as many values as steps between start and end",
    severity=_ERROR,
    source=f"{_TABLE} 13",
    reason=Reason("E87", _EBIX),
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    rows="13",
    reads=(PERIOD, COUNT),
)
def value_count(subject: Subject) -> Iterator[Breach]:
    """Say when the number of values is not that of the steps between Start and End.

    Why: the place of a value in the series is its time. A Norwegian day has 24 hours and 96 quarters, 23 and 92 or
    25 and 100 when the clock changes; what counts is the time that passes.
    Wrong: 95 values for a day of quarters.
    Right: 96 values.
    """
    for payload in subject.payloads:
        if text(payload.get(RESOLUTION)) not in _REFUSED:
            yield from _miscounted(payload)


@rule(
    "SER106",
    title="a series does not end in the future",
    severity=_ERROR,
    source=f"{_TABLE} 14",
    reason=Reason("E50", _EBIX),
    scope=INTERVAL_VALUES,
    needs=(Need.NOW,),
    processes=_PROCESS,
    rows="14",
    reads=(PERIOD,),
)
def not_in_future(subject: Subject) -> Iterator[Breach]:
    """Say when End lies in the future.

    Why: what has not passed has not been metered.
    Wrong: End tomorrow.
    Right: End at the last midnight.
    """
    for payload in subject.payloads:
        end = instant(payload.get(END))
        if subject.now is not None and end is not None and end > subject.now:
            yield payload.breach(
                f"expected an End that has passed, {at_most(subject.now, end)}",
                END,
            )


@rule(
    "SER107",
    title="a series starts at most 3 years back",
    severity=_ERROR,
    source=f"{_TABLE} 15",
    reason=Reason("E50", _EBIX),
    scope=INTERVAL_VALUES,
    needs=(Need.NOW,),
    processes=_PROCESS,
    rows="15",
    reads=(PERIOD,),
)
def not_too_old(subject: Subject) -> Iterator[Breach]:
    """Say when Start is more than 3 years back.

    Why: corrections are taken for 3 years.
    Wrong: Start four years ago.
    Right: Start last month.
    """
    if subject.now is None:
        return
    oldest = years_before(subject.now, _YEARS_BACK)
    for payload in subject.payloads:
        start = instant(payload.get(START))
        if start is not None and start < oldest:
            words = f"expected a Start at most {_YEARS_BACK} years back, from {at_least(oldest)} on, found {start.isoformat()}"
            yield payload.breach(words, START)


@rule(
    "SER108",
    title="five minutes are a resolution that the table does not name",
    severity=_WARNING,
    source=f"{_TABLE} 9 (PT5M stands in neither of its lists)",
    trust=Trust.INFERRED,
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    reads=(PERIOD,),
)
def five_minutes(subject: Subject) -> Iterator[Breach]:
    """Say when a series has a resolution of five minutes.

    Why: the schema knows PT5M, and the table of the process neither allows nor refuses it.
    Wrong: PT5M.
    Right: PT15M.
    """
    for payload in subject.payloads:
        if text(payload.get(RESOLUTION)) == "PT5M":
            yield payload.breach(
                "PT5M is neither allowed nor refused in BRS-NO-313, expected PT15M or PT1H", RESOLUTION
            )


@rule(
    "SER115",
    title="as many values as steps, in the messages of other processes",
    severity=_WARNING,
    source="BRS-NO-313 row 13, derived for other processes and for the messages of Elhub",
    trust=Trust.DERIVED,
    scope=OTHER_SERIES,
    reads=(PERIOD, COUNT),
)
def other_count(subject: Subject) -> Iterator[Breach]:
    """Say when the number of values is not that of the steps between Start and End, outside incoming BRS-NO-313.

    Why: the place of a value is its time in every message; no public table says so for these.
    Wrong: 23 values of PT1H for a day of 24 hours.
    Right: 24 values.
    """
    for payload in subject.payloads:
        if payload.get(OBSERVATION) is not None:
            yield from _miscounted(payload)


def _not_withdrawn(payload: Payload) -> bool:
    return payload.get("ProfiledObservation/Withdrawn") is None


@rule(
    "SER116",
    title="a period ends after it starts, in the messages of other processes",
    severity=_WARNING,
    source="BRS-NO-313 row 12, derived for other processes and for the messages of Elhub",
    trust=Trust.DERIVED,
    scope=OTHER_SERIES,
    reads=(PERIOD, "ProfiledObservation"),
)
def other_end_after_start(subject: Subject) -> Iterator[Breach]:
    """Say when End is not later than Start, outside incoming BRS-NO-313.

    Why: a period without length holds nothing. A withdrawal of BRS-NO-332 may have both at one instant.
    Wrong: Start and End at the same instant.
    Right: End later.
    """
    for payload in subject.payloads:
        period = payload.period
        if period is not None and period.end <= period.start and _not_withdrawn(payload):
            yield payload.breach("expected End after Start", END)


@rule(
    "SER117",
    title="start and end at whole steps, in the messages of other processes",
    severity=_WARNING,
    source="BRS-NO-313 rows 10 and 11, derived for other processes and for the messages of Elhub",
    trust=Trust.DERIVED,
    scope=OTHER_SERIES,
    reads=(PERIOD, COUNT),
)
def other_aligned(subject: Subject) -> Iterator[Breach]:
    """Say when Start or End is not at a whole step of the resolution, outside incoming BRS-NO-313.

    Why: each value belongs to an hour or quarter of the settlement; days and months begin at Norwegian midnight.
    Wrong: PT1H from 00:15, P1D from 01:00.
    Right: PT1H from 00:00, P1D from midnight.
    """
    for payload in subject.payloads:
        step = payload.resolution
        if step is None or payload.get(OBSERVATION) is None:
            continue
        for path in (START, END):
            at = instant(payload.get(path))
            if at is not None and not _fits(at, step):
                yield payload.breach(
                    f"expected {path.rpartition('/')[2]} at a whole step of {step.code}", path
                )


def _fits(at: dt.datetime, step: Resolution) -> bool:
    return _is_aligned(at, step.seconds) if step.seconds else is_local_midnight(at)
