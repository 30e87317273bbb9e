"""Rules about when a series is of, and whether it is one of its own: whole days, registration and creation, doubles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import attrs

from edielkit.findings import Reason, Severity, Trust
from edielkit.market_time import Period, overlapped, whole_days_fault
from edielkit.passed_times import at_most, told_apart
from edielkit.process_rules.declare import INTERVAL_VALUES, SERIES, Need, rule
from edielkit.process_rules.subject import (
    END,
    PERIOD,
    RESOLUTION,
    Breach,
    Payload,
    Subject,
    instant,
    text,
)

__all__ = ("overlapping_series",)

_PROSE = "https://dok.elhub.no/Elhubstandard/brs-no-313-oversendelse-av-intervallvolum"
_PROCESS = ("BRS-NO-313",)
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_DERIVED = Trust.DERIVED
# what Elhub sends is cut where a correction, a query or a payload of 9999 values ends
_OTHER_DAYS = attrs.evolve(INTERVAL_VALUES, brs=(), not_brs=("313",))


def _is_withdrawn(payload: Payload) -> bool:
    return payload.get("ProfiledObservation/Withdrawn") is not None


def _no_whole_days(subject: Subject) -> Iterator[tuple[Payload, str]]:
    """Yield the payloads whose period is no whole days, with why; edges off their step are told by other rules."""
    for payload in subject.payloads:
        period, step = payload.period, payload.resolution
        if period is None:
            continue
        seconds = step.seconds if step is not None and step.seconds else 1
        if any(edge.microsecond or edge.timestamp() % seconds for edge in (period.start, period.end)):
            continue
        fault = whole_days_fault(period)
        if fault is not None:
            yield payload, fault


@rule(
    "SER120",
    title="a series is whole days",
    severity=_WARNING,
    source=f"{_PROSE} (complete usage days of 23, 24 or 25 hours; the reason code is not public)",
    scope=INTERVAL_VALUES,
    processes=_PROCESS,
    reads=(PERIOD,),
)
def whole_days(subject: Subject) -> Iterator[Breach]:
    """Say when a series does not begin and end with Norwegian days.

    Why: Elhub takes complete usage days and refuses a first submission of less. A correction holds the corrected values
    alone, and production and exchange come in shorter periods by agreement: which it is only a hub knows, so this warns.
    Wrong: 2026-03-29T00:00+01:00 to 2026-03-30T00:00+01:00, an hour more than the day has.
    Right: 2026-03-29T00:00+01:00 to 2026-03-30T00:00+02:00.
    """
    for payload, fault in _no_whole_days(subject):
        yield payload.breach(f"expected whole days, {fault}", END)


@rule(
    "SER121",
    title="a period is whole days, in the values of other processes",
    severity=_WARNING,
    source="BRS-NO-313, complete usage days; derived for other processes",
    trust=_DERIVED,
    scope=_OTHER_DAYS,
    reads=(PERIOD, "ProfiledObservation"),
)
def other_whole_days(subject: Subject) -> Iterator[Breach]:
    """Say when the period of values that are sent to Elhub does not begin and end with Norwegian days, outside BRS-NO-313.

    Why: volumes are settled by the day. The withdrawal of a value may have any period.
    Wrong: a month from 00:00Z to 00:00Z, which is 01:00 or 02:00 in Oslo.
    Right: a month from midnight to midnight in Oslo.
    """
    for payload, fault in _no_whole_days(subject):
        if not _is_withdrawn(payload):
            yield payload.breach(f"expected whole days, {fault}", END)


_NAMES = (
    "metering_point_used_domain_location",
    "metering_grid_area_used_domain_location",
    "balance_responsible_involved_energy_party",
    "balance_supplier_involved_energy_party",
)


def _name(part: Any) -> str | None:
    return None if part is None else text(getattr(part, "identification", None))


def _series_name(payload: Any) -> Hashable:
    """Return what tells a series from others, but for its period: point or area, parties, product, direction, kind of sum."""
    profiled = getattr(payload, "profiled_observation", None)
    return (
        *(_name(getattr(payload, name, None)) for name in _NAMES),
        _name(getattr(payload, "product_included_product_characteristics", None)),
        getattr(payload, "mp_detail_measurement_metering_point_characteristic", None),
        # a withdrawal and what follows it are two
        getattr(profiled, "withdrawn", None),
    )


def _span(payload: Any) -> tuple[dt.datetime, dt.datetime] | None:
    """Return start and end of a payload, None where one is missing."""
    period = getattr(payload, "observation_period_time_series_period", None)
    start = instant(getattr(period, "start", None))
    end = instant(getattr(period, "end", None))
    return None if start is None or end is None else (start, end)


def overlapping_series(payloads: Sequence[Any]) -> list[int]:
    """Return a number for each payload: one for all of a series whose periods are the same, overlap, or are joined by such.

    Args:
        payloads: Payloads of any message of values; one without a period has a number of its own.
    """
    spans: dict[Hashable, list[tuple[dt.datetime, dt.datetime, int]]] = defaultdict(list)
    numbers = list(range(len(payloads)))
    for place, payload in enumerate(payloads):
        span = _span(payload)
        if span is not None:
            spans[_series_name(payload)].append((*span, place))
    for of_series in spans.values():
        of_series.sort()
        start, reach, number = of_series[0]
        for begin, end, place in of_series[1:]:
            if begin >= reach and begin != start:
                start, reach, number = begin, end, place
            numbers[place] = number
            reach = max(reach, end)
    return numbers


def _all_series_differ(subject: Subject) -> bool:
    return len(set(overlapping_series(subject.values))) == len(subject.values)


@rule(
    "SER122",
    title="a series stands once in a message",
    severity=_WARNING,
    source="edielkit: of two series for one point, product, direction and period nobody knows which counts",
    trust=_DERIVED,
    scope=SERIES,
    certainly_clean=_all_series_differ,
)
def series_once(subject: Subject) -> Iterator[Breach]:
    """Say when two payloads have the same metering point or area, product and direction, and periods that are the same or overlap.

    Why: the later one replaces the earlier one, or both are counted.
    Wrong: the same day of the same point and direction twice; a day, and an hour of it.
    Right: once; a correction goes in a message of its own.
    """
    first: dict[Hashable, Payload] = {}
    apart: dict[Hashable, list[tuple[Period, Payload]]] = defaultdict(list)
    for payload in subject.payloads:
        span = _span(payload.value)
        if span is None:
            continue
        period, name = Period(*span), _series_name(payload.value)
        earlier = first.setdefault((name, *span), payload)
        if earlier is not payload:
            words = f"expected each series once, found point, product, direction and period of {earlier.path} again"
            yield payload.breach(words)
        elif period.start < period.end:
            # a month beside its days is another way to say the same
            spans = apart[name, text(payload.get(RESOLUTION))]
            index, before = overlapped(spans, period)
            if before is None:
                spans.insert(index, (period, payload))
                continue
            words = f"expected each value once, found a period that overlaps that of {before[1].path}"
            yield payload.breach(words, PERIOD)


_REGISTERED = "RegistrationDateTime"


def _none_before_its_values(subject: Subject) -> bool:
    """Tell that each registration comes after its values, by a look at the attributes alone."""
    for payload in subject.values:
        registered = instant(getattr(payload, "registration_date_time", None))
        end = instant(getattr(getattr(payload, "observation_period_time_series_period", None), "end", None))
        if registered is not None and end is not None and registered < end:
            return False
    return True


@rule(
    "SER123",
    title="values are registered after their period",
    severity=_WARNING,
    source="EMIF schemas, RegistrationDateTime: when the values were registered; derived",
    trust=_DERIVED,
    scope=SERIES,
    certainly_clean=_none_before_its_values,
)
def registered_after_values(subject: Subject) -> Iterator[Breach]:
    """Say when RegistrationDateTime lies before the end of the period.

    Why: what has not passed has not been metered; such a time is most often one of another clock. Of a period that ends
    after the message was made SER124 speaks.
    Wrong: values of a day registered at noon of that day.
    Right: registered after its end.
    """
    created = instant(subject.get("Header/Creation"))
    for payload in subject.payloads:
        registered, end = instant(payload.get(_REGISTERED)), instant(payload.get(END))
        if registered is None or end is None or (created is not None and created < end):
            continue
        if registered < end and not _is_withdrawn(payload):
            limit, written = told_apart(end, registered)
            words = f"expected a registration at or after the end of the period, {limit}, found {written}"
            yield payload.breach(words, _REGISTERED)


def _none_after_creation(subject: Subject) -> bool:
    created = instant(subject.get("Header/Creation"))
    return created is None or not any(_later(subject, created))


def _later(subject: Subject, created: dt.datetime) -> Iterator[bool]:
    for payload in subject.values:
        period = getattr(payload, "observation_period_time_series_period", None)
        end = instant(getattr(period, "end", None))
        yield end is not None and end > created


@rule(
    "SER124",
    title="a message is made after the values that it reports",
    severity=_WARNING,
    source="EMIF schemas, Creation: when the message was made; derived",
    trust=_DERIVED,
    scope=SERIES,
    certainly_clean=_none_after_creation,
)
def created_after_values(subject: Subject) -> Iterator[Breach]:
    """Say when a period ends after Creation.

    Why: a message cannot report what had not passed when it was made. Of interval values that end after the validation
    SER106 speaks.
    Wrong: a message of Monday with the values of Tuesday.
    Right: a message of Wednesday.
    """
    created = instant(subject.get("Header/Creation"))
    if created is None:
        return
    latest = subject.now if INTERVAL_VALUES.covers(subject.kind, subject.brs) else None
    for payload in subject.payloads:
        end = instant(payload.get(END))
        if end is None or (latest is not None and end > latest):
            continue
        if end > created and not _is_withdrawn(payload):
            limit, written = told_apart(created, end)
            words = f"expected a period that ends before the message was made, {limit}, found {written}"
            yield payload.breach(words, END)


@rule(
    "SER125",
    title="a message is not from the future",
    severity=_WARNING,
    source="EMIF schemas, Creation: when the message was made; derived",
    trust=_DERIVED,
    needs=(Need.NOW,),
    reads=(),
)
def not_from_the_future(subject: Subject) -> Iterator[Breach]:
    """Say when Creation lies after the validation.

    Why: the clock of the sender is wrong, or its zone.
    Wrong: Creation tomorrow.
    Right: Creation now or earlier.
    """
    created = instant(subject.get("Header/Creation"))
    if subject.now is not None and created is not None and created > subject.now:
        words = f"expected a Creation that has passed, {at_most(subject.now, created)}"
        yield subject.breach(words, "Header/Creation")


def _none_registered_ahead(subject: Subject) -> bool:
    """Tell that each registration has passed, by a look at the attributes alone."""
    now = subject.now
    if now is None:
        return True
    registrations = (instant(getattr(payload, "registration_date_time", None)) for payload in subject.values)
    return all(registered is None or registered <= now for registered in registrations)


@rule(
    "SER126",
    title="values are registered before they are sent",
    severity=_WARNING,
    source="EMIF schemas, RegistrationDateTime: when the values were registered; what was registered last counts; inferred, code by its meaning, other reason",
    trust=Trust.INFERRED,
    reason=Reason("E14", "260"),
    scope=SERIES,
    needs=(Need.NOW,),
    certainly_clean=_none_registered_ahead,
)
def registered_by_now(subject: Subject) -> Iterator[Breach]:
    """Say when RegistrationDateTime lies after the validation.

    Why: what was registered last counts, so a time ahead would outlive every correction.
    Wrong: RegistrationDateTime of next year.
    Right: the time at which the values were registered.
    """
    for payload in subject.payloads:
        registered = instant(payload.get(_REGISTERED))
        if subject.now is not None and registered is not None and registered > subject.now:
            words = f"expected a registration that has passed, {at_most(subject.now, registered)}"
            yield payload.breach(words, _REGISTERED)


def _none_registered_behind(subject: Subject) -> bool:
    """Tell that each registration lies before the message, by a look at the attributes alone."""
    created = instant(subject.get("Header/Creation"))
    registrations = (instant(getattr(payload, "registration_date_time", None)) for payload in subject.values)
    return created is None or all(registered is None or registered <= created for registered in registrations)


@rule(
    "SER127",
    title="values are registered before the message is made",
    severity=_WARNING,
    source="EMIF schemas, RegistrationDateTime and Creation: when the values were registered, and when the message was made; derived",
    trust=_DERIVED,
    scope=SERIES,
    certainly_clean=_none_registered_behind,
)
def registered_before_creation(subject: Subject) -> Iterator[Breach]:
    """Say when RegistrationDateTime lies after Creation.

    Why: a message cannot report values that were not registered when it was made; one of the two times is wrong. Of a
    registration after the validation SER126 speaks.
    Wrong: Creation at 05:00, RegistrationDateTime at 06:00.
    Right: registered at 05:00 or earlier.
    """
    created = instant(subject.get("Header/Creation"))
    if created is None:
        return
    for payload in subject.payloads:
        registered, end = instant(payload.get(_REGISTERED)), instant(payload.get(END))
        is_ahead = subject.now is not None and registered is not None and registered > subject.now
        # of a message older than its values SER124 speaks
        if registered is None or is_ahead or (end is not None and created < end):
            continue
        if registered > created:
            limit, written = told_apart(created, registered)
            words = f"expected a registration at or before the message, {limit}, found {written}"
            yield payload.breach(words, _REGISTERED)
