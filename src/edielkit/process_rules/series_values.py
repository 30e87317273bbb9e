"""Rules about the values of a series in EMIF: order, sign, quality, size. Whole columns at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.findings import Severity, Trust
from edielkit.market_time import expected_count
from edielkit.process_rules.declare import INTERVAL_VALUES, SERIES, rule
from edielkit.process_rules.subject import (
    OBSERVATION,
    PERIOD,
    PLACES,
    RESOLUTION,
    START,
    Breach,
    Payload,
    Subject,
    instant,
    text,
)
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status

__all__ = ()

_PROSE = "https://dok.elhub.no/Elhubstandard/brs-no-313-oversendelse-av-intervallvolum"
_PROCESS = ("BRS-NO-313",)
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


def _positions(payload: Payload) -> npt.NDArray[np.int32] | None:
    block = payload.get(OBSERVATION)
    if block is None or not len(block):
        return None
    # rows that the columns cannot hold have no position; the schema speaks of them
    return None if block.unparsed else block.position


def _in_order(position: npt.NDArray[np.int32]) -> bool:
    return int(position[-1]) - int(position[0]) == len(position) - 1 and bool(
        (position[1:] > position[:-1]).all()
    )


def _steps(payload: Payload) -> int:
    """Return the number of steps from Start to End when there are as many values, else 0: other rules count."""
    period, step = payload.period, payload.resolution
    if period is None or step is None or period.end <= period.start:
        return 0
    return payload.count if expected_count(period, step) == payload.count else 0


@rule(
    "SER109",
    title="the positions have no hole",
    severity=_ERROR,
    source=f"{_PROSE} (a series with holes is rejected)",
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    reads=(PLACES, PERIOD),
)
def no_hole(subject: Subject) -> Iterator[Breach]:
    """Say when a position is missing: between the first and the last, or of 1 to the number of steps.

    Why: Elhub rejects a series with holes; no reason code is public. A position outside of the steps has no time.
    Wrong: positions 1, 2, 4; positions 0 to 23 for a day of 24 hours.
    Right: positions 1, 2, 3; positions 1 to 24.
    """
    for payload in subject.payloads:
        position = _positions(payload)
        if position is None:
            continue
        steps = _steps(payload)
        low, high = (1, steps) if steps else (int(position.min()), int(position.max()))
        if _in_order(position) and int(position[0]) == low and int(position[-1]) == high:
            continue
        missing = np.setdiff1d(np.arange(low, high + 1, dtype=np.int32), position)
        outside = np.flatnonzero((position < low) | (position > high))
        if len(missing):
            behind = np.flatnonzero(position > missing[0])
            # nothing stands behind a hole at the end (a position is there twice): the last value names it
            rows = (*behind[:1], *outside[:1], len(position) - 1)
            row = int(rows[0]) + 1
            stray = f", but {int(position[outside[0]])} outside of 1 to {steps}" if len(outside) else ""
            yield payload.breach(
                f"expected position {int(missing[0])}, found none{stray}", f"{OBSERVATION}[{row}]/@Sequence"
            )


@rule(
    "SER110",
    title="the positions count from 1",
    severity=_WARNING,
    source="EMIF 2.4.3: examples of CollectedData and NotifyValidatedDataForBillingEnergy",
    trust=Trust.INFERRED,
    scope=SERIES,
    reads=(PLACES,),
)
def from_one(subject: Subject) -> Iterator[Breach]:
    """Say when the positions of a series do not begin at 1 and grow.

    Why: all of Elhub's examples count from 1 in order; the schema allows 0 to 9999 in any order.
    Wrong: positions from 0, or 2 before 1.
    Right: positions 1, 2, 3.
    """
    for payload in subject.payloads:
        position = _positions(payload)
        if position is None:
            continue
        # of a position outside the steps of an interval series SER109 speaks
        if int(position.min()) != 1 and not (
            INTERVAL_VALUES.covers(subject.kind, subject.brs) and _steps(payload)
        ):
            yield payload.breach(
                f"expected positions from 1, found {int(position.min())} as the lowest",
                f"{OBSERVATION}[{int(position.argmin()) + 1}]/@Sequence",
            )
        falls = np.flatnonzero(position[1:] < position[:-1])
        if len(falls):
            row = int(falls[0]) + 2
            yield payload.breach(
                f"expected positions in order, found {int(position[row - 1])} after {int(position[row - 2])}",
                f"{OBSERVATION}[{row}]/@Sequence",
            )


@rule(
    "SER111",
    title="a position stands once",
    severity=_WARNING,
    source="EMIF schemas: Observation is unique by Sequence in CollectedData; derived for the messages of Elhub",
    trust=Trust.DERIVED,
    scope=attrs.evolve(SERIES, not_kinds=("CollectedData",)),
    reads=(PLACES,),
)
def position_once(subject: Subject) -> Iterator[Breach]:
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
            yield payload.breach(
                f"expected each position once, found {int(position[row - 1])} again",
                f"{OBSERVATION}[{row}]/@Sequence",
            )


def _columns(subject: Subject) -> Iterator[tuple[Payload, Observations]]:
    for payload in subject.payloads:
        block = payload.get(OBSERVATION)
        if isinstance(block, Observations):
            yield payload, block


def _first(payload: Payload, broken: npt.NDArray[np.bool_], message: str) -> Iterator[Breach]:
    if broken.any():
        rows = np.flatnonzero(broken)
        more = f" ({len(rows)} values)" if len(rows) > 1 else ""
        yield payload.breach(message + more, f"{OBSERVATION}[{int(rows[0]) + 1}]")


@rule(
    "SER112",
    title="a metered value is not negative",
    severity=_ERROR,
    source="EMIF schemas, decimal153; http://elhub.no/nb/test-og-migrering/datamigrering/grunndata-som-skal-migreres/oppsett-av-utvekslingspunkter",
    scope=SERIES,
    schema_covers=True,
)
def not_negative(subject: Subject) -> Iterator[Breach]:
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


_QUARTER = "PT15M"
_WITH_CODES = (int(Status.ESTIMATED), int(Status.FINAL_ESTIMATED))


@rule(
    "SER113",
    title="the quality codes fit the status of the value",
    severity=_ERROR,
    source="EMIF schemas, Estimated and Temporary; https://dok.elhub.no/Elhubstandard/4-0-krav-til-validering",
    scope=SERIES,
    schema_covers=True,
)
def quality_codes(subject: Subject) -> Iterator[Breach]:
    """Say when an estimated or temporary value lacks its codes, or another value has some.

    Why: an estimate says which validation failed and which method was used; a metered value has neither.
    Wrong: an estimated value without EstimationCode.
    Right: Quality 56 with ValidationCode and EstimationCode.
    """
    for payload, block in _columns(subject):
        if not (block.status.any() or block.validation.any() or block.estimation.any()):
            continue
        whole = np.ones(len(block), bool)
        whole[[row for row, _ in block.unparsed]] = False
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
    scope=SERIES,
    reads=(RESOLUTION, START, OBSERVATION),
    may_find=lambda payload, _: text(payload.get(RESOLUTION)) == _QUARTER,
)
def equal_quarters(subject: Subject) -> Iterator[Breach]:
    """Tell that each hour of a series of quarters has four equal values.

    Why: a point that is metered by the hour must be sent by the hour; values divided by four are no metering.
    Wrong: 2.5, 2.5, 2.5, 2.5, 3.0, 3.0, 3.0, 3.0.
    Right: the quarters as metered, or the hours as PT1H.
    """
    for payload, block in _columns(subject):
        start = instant(payload.get(START))
        if text(payload.get(RESOLUTION)) != _QUARTER or start is None or len(block) < 8:
            continue
        if bool((block.status == Status.CALCULATED).all()):
            # nobody has metered it: a share of a period volume, or a sum in which hours are spread flat
            continue
        first = int(-start.timestamp() // 900 % 4)
        hours = (len(block) - first) // 4
        quarters = block.quantity[first : first + hours * 4].reshape(hours, 4)
        flat = bool((quarters == quarters[:, :1]).all())
        if flat and not bool((quarters == quarters[0, 0]).all()):
            yield payload.breach(
                f"each of {hours} hours has four equal quarters; are these hourly values divided by four",
                RESOLUTION,
            )


@rule(
    "SER119",
    title="a value fits its type: at most twelve digits and three decimals",
    severity=_ERROR,
    source="EMIF schemas, decimal153 and integer4",
    scope=SERIES,
    schema_covers=True,
)
def fits_type(subject: Subject) -> Iterator[Breach]:
    """Say when an observation cannot be held: more than three decimals, no number, no position.

    Why: quantities are exact in thousandths of the unit.
    Wrong: 1.2345.
    Right: 1.235.
    """
    for payload in subject.payloads:
        block: Any = payload.get(OBSERVATION)
        if block is not None and block.unparsed:
            row, count = block.unparsed[0][0] + 1, len(block.unparsed)
            more = f" ({count} values)" if count > 1 else ""
            yield payload.breach(
                f"expected a position and a value with at most three decimals{more}", f"{OBSERVATION}[{row}]"
            )
