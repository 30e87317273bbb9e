"""Rules about series of values in EMIF: period, resolution, count, order, quality. Whole columns at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from edielkit.findings import Reason, Severity, Trust
from edielkit.market_time import Period, Resolution, expected_count
from edielkit.rules.registry import Broken, Need, rule
from edielkit.rules.row_tests import years_before
from edielkit.rules.subject import Payload, Subject, instant, text
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status

__all__ = ()

_TABLE = "https://dok.elhub.no/ediel1141/brs-no-313-oversendelse-av-volumserier-for-maale-1, row"
_PROSE = "https://dok.elhub.no/Elhubstandard/brs-no-313-oversendelse-av-intervallvolum"
_PROCESS = ("BRS-NO-313",)
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_EBIX = "260"

_PERIOD = "ObservationPeriodTimeSeriesPeriod"
_START, _END, _RESOLUTION = f"{_PERIOD}/Start", f"{_PERIOD}/End", f"{_PERIOD}/ResolutionDuration"
_OBSERVATION = "Observation"

# row 9 of the table of BRS-NO-313; PT5M stands in the schema and in neither of the table's lists
_ALLOWED = ("PT60M", "PT1H", "PT15M")
_REFUSED = ("PT30M", "P1D", "P1M", "P1Y")
_YEARS_BACK = 3


def _is_313(subject: Subject) -> bool:
    return subject.kind == "CollectedData" and subject.brs == "313"


def _other_series(subject: Subject) -> bool:
    return not _is_313(subject) and subject.kind in _KINDS


_KINDS = frozenset(
    {"CollectedData", "NotifyValidatedDataForBillingEnergy", "PriceVolumeCombinationForReconciliation"}
)


def _has_columns(subject: Subject) -> bool:
    return subject.kind in _KINDS


def _with_period(subject: Subject) -> Iterator[Payload]:
    return (p for p in subject.payloads if p.get(_PERIOD) is not None)


def _step(payload: Payload) -> Resolution | None:
    code = text(payload.get(_RESOLUTION))
    return None if code is None else Resolution.of(code)


def _period(payload: Payload) -> Period | None:
    start, end = instant(payload.get(_START)), instant(payload.get(_END))
    return None if start is None or end is None else Period(start, end)


def _count(payload: Payload) -> int:
    block = payload.get(_OBSERVATION)
    return 0 if block is None else len(block)


def _is_aligned(value: dt.datetime, seconds: int) -> bool:
    return not value.microsecond and value.timestamp() % seconds == 0


@rule(
    "SER101",
    title="an interval series has a resolution of an hour or a quarter",
    severity=_ERROR,
    source=f"{_TABLE} 9",
    reason=Reason("EH075", "89"),
    applies=_is_313,
    processes=_PROCESS,
    rows="9",
)
def resolution_allowed(subject: Subject) -> Iterator[Broken]:
    """Say when ResolutionDuration is missing or one that Elhub refuses.

    Why: Elhub holds interval values by the hour or the quarter; it refuses others with EH075.
    Wrong: PT30M, P1D, P1M or P1Y, or no resolution.
    Right: PT15M, PT1H or PT60M.
    """
    for payload in _with_period(subject):
        code = text(payload.get(_RESOLUTION))
        if code is None:
            yield payload.broken(f"expected ResolutionDuration {' or '.join(_ALLOWED)}, found none", _PERIOD)
        elif code in _REFUSED:
            yield payload.broken(
                f"expected ResolutionDuration {' or '.join(_ALLOWED)}, found {code}", _RESOLUTION
            )


def _edge(subject: Subject, path: str) -> Iterator[Broken]:
    name = path.rpartition("/")[2]
    for payload in _with_period(subject):
        value, code = payload.get(path), text(payload.get(_RESOLUTION))
        if value is None:
            yield payload.broken(f"expected {name}, found none", _PERIOD)
            continue
        at, step = instant(value), _step(payload)
        if at is None or step is None or code not in _ALLOWED or _is_aligned(at, step.seconds):
            continue
        whole = "quarter" if code == "PT15M" else "hour"
        yield payload.broken(f"expected {name} at a whole {whole} for {code}, found {at:%H:%M:%S}", path)


@rule(
    "SER102",
    title="a series starts at a whole step",
    severity=_ERROR,
    source=f"{_TABLE} 10",
    reason=Reason("EH032", "89"),
    applies=_is_313,
    processes=_PROCESS,
    rows="10",
)
def start_aligned(subject: Subject) -> Iterator[Broken]:
    """Say when Start is missing or not at a whole hour or quarter.

    Why: each value belongs to an hour or quarter of the settlement.
    Wrong: PT1H from 00:15.
    Right: PT1H from 00:00, PT15M from 00:15.
    """
    yield from _edge(subject, _START)


@rule(
    "SER103",
    title="a series ends at a whole step",
    severity=_ERROR,
    source=f"{_TABLE} 11",
    reason=Reason("EH032", "89"),
    applies=_is_313,
    processes=_PROCESS,
    rows="11",
)
def end_aligned(subject: Subject) -> Iterator[Broken]:
    """Say when End is missing or not at a whole hour or quarter.

    Why: End is the instant after the last value's step.
    Wrong: End at 23:59:59.
    Right: End at 00:00 of the next day.
    """
    yield from _edge(subject, _END)


@rule(
    "SER104",
    title="a series ends after it starts",
    severity=_ERROR,
    source=f"{_TABLE} 12",
    reason=Reason("E50", _EBIX),
    applies=_is_313,
    processes=_PROCESS,
    rows="12",
)
def end_after_start(subject: Subject) -> Iterator[Broken]:
    """Say when End is not later than Start.

    Why: a period without length holds no value.
    Wrong: Start and End at the same instant.
    Right: End a step after Start, or more.
    """
    for payload in subject.payloads:
        period = _period(payload)
        if period is not None and period.end <= period.start:
            yield payload.broken("expected End after Start", _END)


def _many(count: int) -> str:
    return f"{count} value{'' if count == 1 else 's'}"


def _miscounted(payload: Payload) -> tuple[int, int] | None:
    """Return the expected and the found number of values where they differ and both can be told."""
    period, step = _period(payload), _step(payload)
    if period is None or step is None or period.end <= period.start:
        return None
    expected = expected_count(period, step)
    found = _count(payload)
    return None if expected is None or expected == found else (expected, found)


@rule(
    "SER105",
    title="as many values as steps between start and end",
    severity=_ERROR,
    source=f"{_TABLE} 13",
    reason=Reason("E87", _EBIX),
    applies=_is_313,
    processes=_PROCESS,
    rows="13",
)
def value_count(subject: Subject) -> Iterator[Broken]:
    """Say when the number of values is not that of the steps between Start and End.

    Why: the place of a value in the series is its time. A Norwegian day has 24 hours and 96 quarters, 23 and 92 or
    25 and 100 when the clock changes; what counts is the time that passes.
    Wrong: 95 values for a day of quarters.
    Right: 96 values.
    """
    for payload in subject.payloads:
        if text(payload.get(_RESOLUTION)) in _REFUSED:
            continue
        wrong = _miscounted(payload)
        if wrong is not None:
            yield payload.broken(
                f"expected {_many(wrong[0])} of {text(payload.get(_RESOLUTION))} from Start to End, found {wrong[1]}",
                _PERIOD,
            )


@rule(
    "SER106",
    title="a series does not end in the future",
    severity=_ERROR,
    source=f"{_TABLE} 14",
    reason=Reason("E50", _EBIX),
    applies=_is_313,
    needs=(Need.NOW,),
    processes=_PROCESS,
    rows="14",
)
def not_in_future(subject: Subject) -> Iterator[Broken]:
    """Say when End lies in the future.

    Why: what has not passed has not been metered.
    Wrong: End tomorrow.
    Right: End at the last midnight.
    """
    for payload in subject.payloads:
        end = instant(payload.get(_END))
        if subject.now is not None and end is not None and end > subject.now:
            yield payload.broken("End lies in the future", _END)


@rule(
    "SER107",
    title="a series starts at most 3 years back",
    severity=_ERROR,
    source=f"{_TABLE} 15",
    reason=Reason("E50", _EBIX),
    applies=_is_313,
    needs=(Need.NOW,),
    processes=_PROCESS,
    rows="15",
)
def not_too_old(subject: Subject) -> Iterator[Broken]:
    """Say when Start is more than 3 years back.

    Why: corrections are taken for 3 years.
    Wrong: Start four years ago.
    Right: Start last month.
    """
    if subject.now is None:
        return
    oldest = years_before(subject.now, _YEARS_BACK)
    for payload in subject.payloads:
        start = instant(payload.get(_START))
        if start is not None and start < oldest:
            yield payload.broken(f"Start is more than {_YEARS_BACK} years back", _START)


@rule(
    "SER108",
    title="five minutes are a resolution that the table does not name",
    severity=_WARNING,
    source=f"{_TABLE} 9 (PT5M stands in neither of its lists)",
    trust=Trust.INFERRED,
    applies=_is_313,
    processes=_PROCESS,
)
def five_minutes(subject: Subject) -> Iterator[Broken]:
    """Say when a series has a resolution of five minutes.

    Why: the schema knows PT5M, and the table of the process neither allows nor refuses it.
    Wrong: PT5M.
    Right: PT15M.
    """
    for payload in subject.payloads:
        if text(payload.get(_RESOLUTION)) == "PT5M":
            yield payload.broken(
                "PT5M is neither allowed nor refused in BRS-NO-313, expected PT15M or PT1H", _RESOLUTION
            )


def _positions(payload: Payload) -> npt.NDArray[np.int32] | None:
    block = payload.get(_OBSERVATION)
    if block is None or not len(block):
        return None
    # rows that the columns cannot hold have no position; the schema speaks of them
    return None if block.odd else block.position


def _in_order(position: npt.NDArray[np.int32]) -> bool:
    return int(position[-1]) - int(position[0]) == len(position) - 1 and bool(
        (position[1:] > position[:-1]).all()
    )


@rule(
    "SER109",
    title="the positions have no hole",
    severity=_ERROR,
    source=f"{_PROSE} (a series with holes is rejected)",
    applies=_is_313,
    processes=_PROCESS,
)
def no_hole(subject: Subject) -> Iterator[Broken]:
    """Say when a position between the first and the last is missing.

    Why: Elhub rejects a series with holes; no reason code is public.
    Wrong: positions 1, 2, 4.
    Right: positions 1, 2, 3.
    """
    for payload in subject.payloads:
        position = _positions(payload)
        if position is None or _in_order(position):
            continue
        present = np.unique(position)
        gaps = np.flatnonzero(np.diff(present) > 1)
        if len(gaps):
            missing = int(present[gaps[0]]) + 1
            row = int(np.flatnonzero(position == present[gaps[0] + 1])[0]) + 1
            yield payload.broken(
                f"expected position {missing}, found none", f"{_OBSERVATION}[{row}]/@Sequence"
            )


@rule(
    "SER110",
    title="the positions count from 1",
    severity=_WARNING,
    source="EMIF 2.4.3: examples of CollectedData and NotifyValidatedDataForBillingEnergy",
    trust=Trust.INFERRED,
    applies=_has_columns,
)
def from_one(subject: Subject) -> Iterator[Broken]:
    """Say when the positions of a series do not begin at 1 and grow.

    Why: all of Elhub's examples count from 1 in order; the schema allows 0 to 9999 in any order.
    Wrong: positions from 0, or 2 before 1.
    Right: positions 1, 2, 3.
    """
    for payload in subject.payloads:
        position = _positions(payload)
        if position is None:
            continue
        if int(position.min()) != 1:
            yield payload.broken(
                f"expected positions from 1, found {int(position.min())} as the lowest",
                f"{_OBSERVATION}[{int(position.argmin()) + 1}]/@Sequence",
            )
        falls = np.flatnonzero(position[1:] < position[:-1])
        if len(falls):
            row = int(falls[0]) + 2
            yield payload.broken(
                f"expected positions in order, found {int(position[row - 1])} after {int(position[row - 2])}",
                f"{_OBSERVATION}[{row}]/@Sequence",
            )


@rule(
    "SER111",
    title="a position stands once",
    severity=_WARNING,
    source="EMIF schemas: Observation is unique by Sequence in CollectedData; derived for the messages of Elhub",
    trust=Trust.DERIVED,
    applies=lambda s: _has_columns(s) and s.kind != "CollectedData",
)
def position_once(subject: Subject) -> Iterator[Broken]:
    """Say when two values have one position, in messages where the schema does not say it.

    Why: two values for one step cannot both be right.
    Wrong: position 3 twice.
    Right: each position once.
    """
    for payload in subject.payloads:
        position = _positions(payload)
        if position is None or _in_order(position):
            continue
        order = np.argsort(position, kind="stable")
        doubles = np.flatnonzero(np.diff(position[order]) == 0)
        if len(doubles):
            row = int(order[doubles[0] + 1]) + 1
            yield payload.broken(
                f"expected each position once, found {int(position[row - 1])} again",
                f"{_OBSERVATION}[{row}]/@Sequence",
            )


def _columns(subject: Subject) -> Iterator[tuple[Payload, Observations]]:
    for payload in subject.payloads:
        block = payload.get(_OBSERVATION)
        if isinstance(block, Observations):
            yield payload, block


def _first(payload: Payload, broken: npt.NDArray[np.bool_], message: str) -> Iterator[Broken]:
    if broken.any():
        rows = np.flatnonzero(broken)
        more = f" ({len(rows)} values)" if len(rows) > 1 else ""
        yield payload.broken(message + more, f"{_OBSERVATION}[{int(rows[0]) + 1}]")


@rule(
    "SER112",
    title="a metered value is not negative",
    severity=_ERROR,
    source="EMIF schemas, decimal153; http://elhub.no/nb/test-og-migrering/datamigrering/grunndata-som-skal-migreres/oppsett-av-utvekslingspunkter",
    applies=_has_columns,
    schema_too=True,
)
def not_negative(subject: Subject) -> Iterator[Broken]:
    """Say when a value that nobody calculated is negative.

    Why: a net value goes on two channels, In and Out, each with the part that is its own.
    Wrong: -5 on the channel Out.
    Right: 5 on the channel In and 0 on the channel Out.
    """
    calculated = (int(Status.CALCULATED), int(Status.CALCULATED_FOR_SETTLEMENT))
    for payload, block in _columns(subject):
        if len(block) and int(block.quantity.min()) < 0:
            negative = (block.quantity < 0) & ~np.isin(block.status, calculated)
            yield from _first(payload, negative, "expected a value that is not negative")


_WITH_CODES = (int(Status.ESTIMATED), int(Status.FINAL_ESTIMATED))


@rule(
    "SER113",
    title="the quality codes fit the status of the value",
    severity=_ERROR,
    source="EMIF schemas, Estimated and Temporary; https://dok.elhub.no/Elhubstandard/4-0-krav-til-validering",
    applies=_has_columns,
    schema_too=True,
)
def quality_codes(subject: Subject) -> Iterator[Broken]:
    """Say when an estimated or temporary value lacks its codes, or another value has some.

    Why: an estimate says which validation failed and which method was used; a metered value has neither.
    Wrong: an estimated value without EstimationCode.
    Right: Quality 56 with ValidationCode and EstimationCode.
    """
    for payload, block in _columns(subject):
        if not (block.status.any() or block.validation.any() or block.estimation.any()):
            continue
        whole = np.ones(len(block), bool)
        whole[[row for row, _ in block.odd]] = False
        estimated, temporary = np.isin(block.status, _WITH_CODES), block.status == int(Status.TEMPORARY)
        coded = (block.validation != 0) | (block.estimation != 0)
        unknown = (block.validation >= len(VALIDATION_CODES)) | (block.estimation >= len(ESTIMATION_CODES))
        lacking = (estimated & ((block.validation == 0) | (block.estimation == 0))) | (
            temporary & (block.validation == 0)
        )
        strange = coded & ~estimated & ~temporary
        yield from _first(payload, whole & lacking, "expected the codes of an estimated or temporary value")
        yield from _first(
            payload, whole & (strange | unknown), "expected codes on estimated and temporary values only"
        )


@rule(
    "SER114",
    title="four equal quarters in each hour look like an hour in disguise",
    severity=Severity.INFO,
    source="edielkit: a hint, no rule of the market",
    trust=Trust.DERIVED,
    applies=_has_columns,
)
def equal_quarters(subject: Subject) -> Iterator[Broken]:
    """Tell that each hour of a series of quarters has four equal values.

    Why: a point that is metered by the hour must be sent by the hour; values divided by four are no metering.
    Wrong: 2.5, 2.5, 2.5, 2.5, 3.0, 3.0, 3.0, 3.0.
    Right: the quarters as metered, or the hours as PT1H.
    """
    for payload, block in _columns(subject):
        start = instant(payload.get(_START))
        if text(payload.get(_RESOLUTION)) != "PT15M" or start is None or len(block) < 8:
            continue
        first = int(-start.timestamp() // 900 % 4)
        hours = (len(block) - first) // 4
        quarters = block.quantity[first : first + hours * 4].reshape(hours, 4)
        flat = bool((quarters == quarters[:, :1]).all())
        if flat and not bool((quarters == quarters[0, 0]).all()):
            yield payload.broken(
                f"each of {hours} hours has four equal quarters; are these hourly values divided by four",
                _RESOLUTION,
            )


@rule(
    "SER115",
    title="as many values as steps, in the messages of other processes",
    severity=_WARNING,
    source="BRS-NO-313 row 13, derived for other processes and for the messages of Elhub",
    trust=Trust.DERIVED,
    applies=_other_series,
)
def other_count(subject: Subject) -> Iterator[Broken]:
    """Say when the number of values is not that of the steps between Start and End, outside incoming BRS-NO-313.

    Why: the place of a value is its time in every message; no public table says so for these.
    Wrong: 23 values of PT1H for a day of 24 hours.
    Right: 24 values.
    """
    for payload in subject.payloads:
        wrong = _miscounted(payload) if payload.get(_OBSERVATION) is not None else None
        if wrong is not None:
            yield payload.broken(
                f"expected {_many(wrong[0])} of {text(payload.get(_RESOLUTION))} from Start to End, found {wrong[1]}",
                _PERIOD,
            )


def _not_withdrawn(payload: Payload) -> bool:
    return payload.get("ProfiledObservation/Withdrawn") is None


@rule(
    "SER116",
    title="a period ends after it starts, in the messages of other processes",
    severity=_WARNING,
    source="BRS-NO-313 row 12, derived for other processes and for the messages of Elhub",
    trust=Trust.DERIVED,
    applies=_other_series,
)
def other_end_after_start(subject: Subject) -> Iterator[Broken]:
    """Say when End is not later than Start, outside incoming BRS-NO-313.

    Why: a period without length holds nothing. A withdrawal of BRS-NO-332 may have both at one instant.
    Wrong: Start and End at the same instant.
    Right: End later.
    """
    for payload in subject.payloads:
        period = _period(payload)
        if period is not None and period.end <= period.start and _not_withdrawn(payload):
            yield payload.broken("expected End after Start", _END)


@rule(
    "SER117",
    title="start and end at whole steps, in the messages of other processes",
    severity=_WARNING,
    source="BRS-NO-313 rows 10 and 11, derived for other processes and for the messages of Elhub",
    trust=Trust.DERIVED,
    applies=_other_series,
)
def other_aligned(subject: Subject) -> Iterator[Broken]:
    """Say when Start or End is not at a whole step of the resolution, outside incoming BRS-NO-313.

    Why: each value belongs to an hour or quarter of the settlement; days and months begin at Norwegian midnight.
    Wrong: PT1H from 00:15, P1D from 01:00.
    Right: PT1H from 00:00, P1D from midnight.
    """
    for payload in subject.payloads:
        step = _step(payload)
        if step is None or payload.get(_OBSERVATION) is None:
            continue
        for path in (_START, _END):
            at = instant(payload.get(path))
            if at is not None and not _fits(at, step):
                yield payload.broken(
                    f"expected {path.rpartition('/')[2]} at a whole step of {step.code}", path
                )


def _fits(at: dt.datetime, step: Resolution) -> bool:
    from edielkit.market_time import is_local_midnight

    return _is_aligned(at, step.seconds) if step.seconds else is_local_midnight(at)


@rule(
    "SER119",
    title="a value fits its type: at most twelve digits and three decimals",
    severity=_ERROR,
    source="EMIF schemas, decimal153 and integer4",
    applies=_has_columns,
    schema_too=True,
)
def fits_type(subject: Subject) -> Iterator[Broken]:
    """Say when an observation cannot be held: more than three decimals, no number, no position.

    Why: quantities are exact in thousandths of the unit.
    Wrong: 1.2345.
    Right: 1.235.
    """
    for payload in subject.payloads:
        block: Any = payload.get(_OBSERVATION)
        if block is not None and block.odd:
            row, count = block.odd[0][0] + 1, len(block.odd)
            more = f" ({count} values)" if count > 1 else ""
            yield payload.broken(
                f"expected a position and a value with at most three decimals{more}", f"{_OBSERVATION}[{row}]"
            )
