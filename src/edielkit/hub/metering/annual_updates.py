"""Expected annual volumes in the hub: updates of the grid company (BRS-NO-317), and the hub's own computation (EI-270).

Sources: pages of BRS-NO-317 and EI-270 of the Elhub standard. An update may hold many metering points; who supplies
one from its day on is told of the new volume and of nothing else. The hub's own value goes to the grid company too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from edielkit.emif.messages import (
    EstimatedAnnualVolumeDetail,
    NotifyMeteringPointCharacteristics,
    NotifyMeteringPointCharacteristicsEvent,
)
from edielkit.findings import Finding
from edielkit.hub.core.channels import ACTIVE_ENERGY, BY_INTERVAL, BY_PROFILE, method_of, product_of
from edielkit.hub.core.failures import ForItself
from edielkit.hub.core.fields import metering_point
from edielkit.hub.core.hub_messages import MOST_PAYLOADS, frame, midnight
from edielkit.hub.core.market_records import ACTIVE, TERMINATED, Point
from edielkit.hub.core.master_data import parts_of, updated
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.annual_estimate import (
    MOST,
    YEAR,
    ExpectedVolume,
    changes_enough,
    daily_sums,
    expected,
    is_suspicious,
)
from edielkit.hub.metering.metering_records import ANNUAL, ANNUAL_CASES, AnnualCase
from edielkit.hub.values.store import pieces
from edielkit.hub.values.value_kinds import MEASURED, SENT
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period, local_day

__all__ = (
    "JOB",
    "arrived",
    "cases",
    "compute",
    "compute_for",
    "compute_monthly",
    "last_set",
    "run",
    "validate",
)

# Name of the job.
JOB = "annual volumes"
_DAY = dt.timedelta(days=1)
# Values of a day are settled when they are frozen, at 12:00 on D+5 (BRS-NO-502): in the morning those of D+6 are.
_SETTLED_AFTER = 6
# Type of metering point to the directions that have an annual volume; the production is of part 2 (EI-270).
_DIRECTIONS = {"E17": ("Out",), "E18": ("In",), "E19": ("Out", "In")}
# Settlement method to the kind of values that are settled: interval values as sent, FPC of a profiled point.
_KINDS = {BY_INTERVAL: SENT, BY_PROFILE: MEASURED}


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps an update of annual volumes from being carried out; one wrong payload refuses the message."""
    return [
        breach
        for place, payload in enumerate(request.payloads)
        for breach in _troubles(transaction, request, payload, f"PayloadMasterDataMPEvent[{place + 1}]")
    ]


def _troubles(transaction: Transaction, request: Request, payload: Any, place: str) -> Iterator[Finding]:
    name = str(payload.metering_point_used_domain_location.identification)
    point, day = transaction.point(name), _day(transaction, payload)
    if point is None or day is None:
        where = f"{place}/MeteringPointUsedDomainLocation/Identification"
        yield (
            finding("HUB001", f"metering point {name[:18]} is not registered", where)
            if point is None
            else finding(
                "HUB003", "expected a day between 1900 and 2200, found none", f"{place}/StartOfOccurrence"
            )
        )
        return
    area = transaction.structure.area(point.area)
    if area is None or area.owner != request.sender:
        yield finding("HUB004", "expected the grid owner of the metering point's grid area as sender", place)
    if point.status(day) in {TERMINATED, None}:
        yield finding("HUB030", f"the metering point is not there on {day}", place)
    metrics = payload.annual_period_estimated_metrics
    others = sorted({part for part, _ in parts_of(payload)} - {"annual"})
    if not metrics:
        yield finding("HUB059", "expected an expected annual volume", f"{place}/AnnualPeriodEstimatedMetrics")
    if others:
        yield finding(
            "HUB059", f"expected an annual volume alone, found {', '.join(others)} of the master data", place
        )
    if transaction.config.annual_volumes == "EI-270" and any(
        e.calculation_method == "Automatic" for e in metrics
    ):
        where = f"{place}/AnnualPeriodEstimatedMetrics/CalculationMethod"
        yield finding(
            "HUB060", "expected CalculationMethod Manual from a grid company, found Automatic", where
        )


def _day(transaction: Transaction, payload: Any) -> dt.date | None:
    start = payload.start_of_occurrence
    return local_day(transaction.now) if start is None else day_of(start)


def run(transaction: Transaction, request: Request) -> None:
    """Use the new volumes from their days on, and tell the suppliers; what looks unlikely becomes a case as well."""
    notices = _Notices(transaction, request.identification)
    for payload in request.payloads:
        name = str(payload.metering_point_used_domain_location.identification)
        point, day = transaction.point(name), _day(transaction, payload)
        assert point is not None
        assert day is not None
        _open_cases(transaction, point, day, payload, request)
        arrived(transaction, point, payload)
        metrics = payload.annual_period_estimated_metrics
        transaction.put(POINTS, name, _with_volumes(point, day, metrics, request.identification))
        notices.add(transaction, point, day, metrics)
    notices.send()


def arrived(transaction: Transaction, point: Point, payload: Any) -> None:
    """Remember that the market has given an annual volume today: older values do not count in the hub's own."""
    for metric in payload.annual_period_estimated_metrics:
        transaction.put(ANNUAL, (point.identification, _direction(point, metric)), local_day(transaction.now))


def _direction(point: Point, metric: Any) -> str:
    """Return the direction of an annual volume; before EI-270 a message says none, and one of the point is meant."""
    stated = getattr(metric, "direction", None)
    return stated or ("In" if str(point.versions[-1].data.detail.metering_point_type) == "E18" else "Out")


def _with_volumes(point: Point, day: dt.date, metrics: Iterable[Any], process: str) -> Point:
    """Return *point* with new volumes from *day* on; a direction that they do not name keeps its own."""
    merged = {_direction(point, metric): metric for metric in point.data(day).annual}
    merged |= {_direction(point, update): update for update in metrics}
    volumes = tuple(merged[name] for name in sorted(merged, reverse=True))
    return updated(point, day, {("annual", ""): volumes}, process)


def _previous(point: Point, day: dt.date, direction: str) -> Any:
    return next((metric for metric in point.data(day).annual if _direction(point, metric) == direction), None)


def _open_cases(transaction: Transaction, point: Point, day: dt.date, payload: Any, request: Request) -> None:
    for metric in payload.annual_period_estimated_metrics:
        direction = _direction(point, metric)
        before = _previous(point, day, direction)
        previous = None if before is None else before.total
        if is_suspicious(metric.total, previous, transaction.config.annual_suspicious_factor):
            case = AnnualCase(
                point=point.identification,
                day=day,
                direction=direction,
                previous=previous,
                total=metric.total,
                request=request.identification,
            )
            _open_case(transaction, case)


def _open_case(transaction: Transaction, case: AnnualCase) -> None:
    cases = transaction.get(ANNUAL_CASES, case.point) or ()
    transaction.put(ANNUAL_CASES, case.point, (*cases, case))


def cases(transaction: Transaction) -> tuple[dict[str, Any], ...]:
    """Return the annual volumes that should be looked at, as plain data, in order of arrival by point.

    Source: the page of BRS-NO-317: suspicious values are used, and shown as cases in the portal. One without a request is
    the hub's own, too large for any message, and is not used.
    """
    return tuple(case.to_dict() for cases in transaction.records(ANNUAL_CASES) for case in cases)


class _Notices:
    """New volumes by recipient; each gets one message of many metering points."""

    def __init__(self, transaction: Transaction, reference: str | None) -> None:
        self._transaction, self._reference = transaction, reference
        self._payloads: dict[tuple[str, str], list[NotifyMeteringPointCharacteristicsEvent]] = {}

    def add(
        self,
        transaction: Transaction,
        point: Point,
        day: dt.date,
        metrics: Iterable[Any],
        *,
        owner: str = "",
    ) -> None:
        """Tell those who supply *point* from *day* on, and *owner* if one is given; *transaction* may be a part."""
        recipients = {
            (supply.supplier, supply.role): max(day, supply.start)
            for supply in reversed(point.timeline.supplies)
            if supply.end is None or supply.end > day
        }
        if owner:
            recipients[owner, "DDM"] = day
        events = {
            recipient: NotifyMeteringPointCharacteristicsEvent(
                identification=transaction.new_id(),
                original_business_document_reference=self._reference,
                start_of_occurrence=midnight(first),
                metering_point_used_domain_location=metering_point(point.identification),
                annual_period_estimated_metrics=tuple(metrics),
            )
            for recipient, first in recipients.items()
        }
        for recipient, event in events.items():
            self._payloads.setdefault(recipient, []).append(event)

    def send(self) -> None:
        """Send the messages."""
        for (party, role), events in self._payloads.items():
            for low in range(0, len(events), MOST_PAYLOADS):
                part = tuple(events[low : low + MOST_PAYLOADS])
                # the public list of roles knows no SLR here: the last resort is told as a supplier
                written = "DDQ" if role == "SLR" else role
                message = NotifyMeteringPointCharacteristics(
                    **frame(self._transaction, to=party, role=written, brs="317", document_type="21"),
                    payload_masterdata_mp_event=part,
                )
                only = str(part[0].metering_point_used_domain_location.identification)
                self._transaction.send(message, point=only if len(part) == 1 else "", role=role)


def compute_monthly(transaction: Transaction, day: dt.date) -> None:
    """Compute the annual volumes on the first day of a month, where the hub does so at all (`Config.annual_volumes`).

    "At regular intervals" is all that is said of it; monthly is in the earlier design text (trust: INFERRED).
    """
    if day.day == 1 and transaction.config.annual_volumes:
        compute(transaction)


def compute_for(transaction: Transaction, _today: dt.date, name: str) -> None:
    """Compute the annual volume of one metering point, as it is by now."""
    notices = _Notices(transaction, None)
    _compute(transaction, transaction.require(POINTS, name), notices)
    notices.send()


def compute(transaction: Transaction) -> list[dict[str, Any]]:
    """Compute the annual volume of every settled metering point, use and tell those that change enough.

    Returns:
        The new values as plain data.

    Raises:
        ValueError: The hub is set up to compute none.
    """
    if not transaction.config.annual_volumes:
        raise ValueError("expected Config.annual_volumes to say 2.4.3 or EI-270; the hub computes none")
    changed: list[dict[str, Any]] = []
    notices = _Notices(transaction, None)
    for point in transaction.records(POINTS):
        with ForItself(transaction, JOB, local_day(transaction.now), point.identification) as part:
            changed += _compute(part, point, notices)
    notices.send()
    return changed


def _compute(transaction: Transaction, point: Point, notices: _Notices) -> list[dict[str, Any]]:
    """Use the volumes of a metering point that change enough, and note whom to tell; return them as plain data."""
    version, today = transaction.config.annual_volumes, local_day(transaction.now)
    new = _new_volumes(transaction, point, today, version)
    if not new:
        return []
    metrics = tuple(
        EstimatedAnnualVolumeDetail(
            total=volume.total,
            calculation_method="Automatic",
            direction=direction if version == "EI-270" else None,
        )
        for direction, volume, _ in new
    )
    transaction.put(POINTS, point.identification, _with_volumes(point, today, metrics, ""))
    area = transaction.structure.area(point.area)
    notices.add(transaction, point, today, metrics, owner="" if area is None else area.owner)
    return [
        {"point": point.identification, "direction": direction, "previous": previous, **attrs.asdict(volume)}
        for direction, volume, previous in new
    ]


def _new_volumes(
    transaction: Transaction, point: Point, today: dt.date, version: str
) -> list[tuple[str, ExpectedVolume, int | None]]:
    """Return direction, new and previous volume where they differ enough."""
    new = []
    for direction in _directions(transaction, point, today, version):
        previous = _total(_previous(point, today, direction))
        computed = _computed(transaction, point, today, direction)
        if computed is None or not changes_enough(
            computed.total, previous, transaction.config.annual_change_percent
        ):
            continue
        if computed.total > MOST:
            # no message could say it, and nobody uses so much: a person is to look at the values
            case = AnnualCase(
                point=point.identification,
                day=today,
                direction=direction,
                previous=previous,
                total=computed.total,
                request="",
            )
            _open_case(transaction, case)
        else:
            new.append((direction, computed, previous))
    return new


def _total(metric: Any) -> int | None:
    return None if metric is None else int(metric.total)


def _directions(transaction: Transaction, point: Point, today: dt.date, version: str) -> tuple[str, ...]:
    """Return the directions of a point whose annual volumes the hub computes: settled, active, in a real grid area."""
    detail = point.data(today).detail
    area = transaction.structure.area(point.area)
    if (
        str(detail.settlement_method_type) not in _KINDS
        or point.status(today) != ACTIVE
        or area is None
        or area.virtual
    ):
        return ()
    wanted = _DIRECTIONS.get(str(detail.metering_point_type), ())
    left_out = {
        channel.direction
        for channel in point.data(today).channels
        if channel.exclude_from_settlement and product_of(channel) == ACTIVE_ENERGY
    }
    return tuple(
        direction
        for direction in wanted
        if direction not in left_out and (direction == "Out" or version == "EI-270")
    )


def _computed(
    transaction: Transaction, point: Point, today: dt.date, direction: str
) -> ExpectedVolume | None:
    kind = _KINDS[method_of(point.data(today))]
    history = transaction.get(VALUES, ChannelKey(point.identification, ACTIVE_ENERGY, direction, kind))
    if not history:
        return None
    last = today - _SETTLED_AFTER * _DAY
    period = Period(day_period(last - (YEAR - 1) * _DAY).start, day_period(last).end)
    previous = _previous(point, today, direction)
    return expected(
        daily_sums(pieces(history, period)),
        last,
        previous=_total(previous),
        set_by_hand=_set_by_hand(transaction, point, today, direction, previous),
        ramp_days=transaction.config.annual_ramp_days,
    )


def _set_by_hand(
    transaction: Transaction, point: Point, today: dt.date, direction: str, metric: Any
) -> dt.date | None:
    """Return the day on which the market gave the annual volume that holds today or held before; None if never."""
    arrival = transaction.get(ANNUAL, (point.identification, direction))
    if arrival is not None or metric is None or metric.calculation_method != "Manual":
        return arrival
    # a point that was there from the beginning: when its volume came is not known, only from when it holds
    versions = [
        version for version in point.versions if version.start <= today and metric in version.data.annual
    ]
    return versions[0].start if versions else None


def last_set(transaction: Transaction, point: Point, day: dt.date) -> dt.date | None:
    """Return the day on which the annual volume of consumption last came, or holds from; None without one."""
    arrival = transaction.get(ANNUAL, (point.identification, "Out"))
    if arrival is not None:
        return arrival
    metric = _previous(point, day, "Out")
    versions = [
        version.start for version in point.versions if version.start <= day and metric in version.data.annual
    ]
    return versions[0] if versions else None
