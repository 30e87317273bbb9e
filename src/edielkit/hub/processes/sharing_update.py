"""What a set-up of a shared production does: versions, master data of the participants, and who is told.

Source: Elhub standard, page of BRS-NO-701: recipients become combined points (plusskunder) on which the production is
settled, the contributor's production is not settled any more, suppliers are informed. Whether the notices of master
data are of BRS-NO-701 or 305 was open when the process was presented: 305 is the one of the two in the public list.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

from edielkit.emif.messages import (
    MeasurementDefinition,
    NotifySharedProduction,
    NotifySharedProductionPayload,
    VirtualCalculation,
)
from edielkit.emif.messages.sharedproduction import (
    Contributor,
    Contributors,
    Participants,
    Recipient,
    Recipients,
)
from edielkit.emif.values import Code
from edielkit.hub.core.channels import product_of
from edielkit.hub.core.fields import metering_point
from edielkit.hub.core.hub_messages import frame, midnight
from edielkit.hub.core.market_records import MasterData, Point
from edielkit.hub.core.master_data import updated
from edielkit.hub.core.request import Request
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.master_data_update import notify
from edielkit.hub.processes.virtual_setup import ended, replaced
from edielkit.hub.values.calculations import ACTIVE_ENERGY, put
from edielkit.hub.values.formulas import MILLION, Formula
from edielkit.hub.values.value_records import Calculation, CalculationVersion
from edielkit.hub.virtual.shared_production import SetUp, set_up_of

__all__ = ("run",)

_BRS, _NOTICE, _DOCUMENT = "701", "305", "E58"
_E17, _E19, _E02 = (Code(code, "260") for code in ("E17", "E19", "E02"))
_Z01 = Code("Z01", "89")


def run(transaction: Transaction, request: Request) -> None:
    """Set up, change or end a shared production."""
    assert request.day is not None
    set_up = set_up_of(transaction, request, request.day)
    before = set_up.current
    if set_up.indicator == "Delete":
        assert before is not None
        after = ended(before, set_up.day)
    else:
        identification = set_up.identification if before is None else before.identification
        calculation = before or Calculation(
            identification=identification or transaction.new_id(), owner=request.sender
        )
        after = attrs.evolve(
            replaced(calculation, set_up.version), name=set_up.name, description=set_up.description
        )
    put(transaction, after)
    for version in _touched(before, after):
        _notify(transaction, after, version)
    for name, day in _master_data(set_up, before, after).items():
        point = transaction.point(name)
        assert point is not None
        notify(transaction, point, day, _NOTICE, owner=True)


def _touched(before: Calculation | None, after: Calculation) -> list[CalculationVersion]:
    old = () if before is None else before.versions
    return [version for version in after.versions if version not in old]


def _notify(transaction: Transaction, calculation: Calculation, version: CalculationVersion) -> None:
    message = NotifySharedProduction(
        **frame(transaction, to=calculation.owner, role="DDM", brs=_BRS, document_type=_DOCUMENT),
        payload_master_data_mp_event=NotifySharedProductionPayload(
            start_of_occurrence=midnight(version.start),
            end_of_occurrence=None if version.end is None else midnight(version.end),
            version=version.number,
            version_status="Active" if version.active else "Inactive",
            virtual_calculation=VirtualCalculation(
                name=calculation.name,
                description=calculation.description or None,
                id=calculation.identification,
                formula_type=None if version.formula is None else version.formula.value,
                participants=_participants(version),
            ),
        ),
    )
    transaction.send(message)


def _participants(version: CalculationVersion) -> Participants:
    manual = version.formula is Formula.MANUAL
    return Participants(
        contributors=Contributors(
            contributor=tuple(
                Contributor(metering_point_used_domain_location=metering_point(source.key.point))
                for source in version.inputs
                if source.part == "production"
            )
        ),
        recipients=Recipients(
            recipient=tuple(
                Recipient(
                    share=Decimal(target.share) / MILLION if manual and target.share is not None else None,
                    metering_point_used_domain_location=metering_point(target.key.point),
                )
                for target in version.targets
                if target.key.direction == "Out"
            )
        ),
    )


def _master_data(set_up: SetUp, before: Calculation | None, after: Calculation) -> dict[str, dt.date]:
    """Change the master data of all who join or leave; return the first day of each one's change."""
    transaction, process = set_up.transaction, set_up.request.identification
    changed: dict[str, dt.date] = {}
    now = after.open
    staying = set() if now is None else _parts(now)
    # who leaves does so on the day, or on the later one on which a version would have begun
    gone: dict[tuple[str, str], dt.date] = {}
    for version in () if before is None else before.versions:
        if version.end is None or version.end > set_up.day:
            for participant in _parts(version) - staying:
                gone[participant] = min(gone.get(participant, dt.date.max), max(version.start, set_up.day))
    already = (
        set() if before is None else {p for v in before.versions if v.holds(set_up.day) for p in _parts(v)}
    )
    joining = (
        [] if now is None else [participant for participant in _ordered(now) if participant not in already]
    )
    for (name, part), day in sorted(gone.items()):
        _change(transaction, name, day, _leaves(part, transaction.point(name), day), process)
        changed[name] = day
    for name, part in joining:
        point = transaction.point(name)
        if point is not None and not _is_in(point, part, set_up.day):
            _change(transaction, name, set_up.day, _joins(part, point, set_up), process)
            changed[name] = set_up.day
    return changed


def _ordered(version: CalculationVersion) -> list[tuple[str, str]]:
    return [(source.key.point, source.part) for source in version.inputs]


def _parts(version: CalculationVersion) -> set[tuple[str, str]]:
    return set(_ordered(version))


def _is_in(point: Point, part: str, day: dt.date) -> bool:
    detail = point.data(day).detail
    if part == "production":
        return str(detail.settlement_method_type) == str(_Z01)
    return str(detail.metering_point_type) == str(_E19)


_Changes = dict[tuple[str, str], Any]


def _joins(part: str, point: Point, set_up: SetUp) -> _Changes:
    """Return what changes when a point joins: a contributor is not settled, a recipient feeds in as well."""
    if part == "production":
        return {("detail", "settlement_method_type"): _Z01}
    data = point.data(set_up.day)
    first = set_up.transaction.point(set_up.contributors[0][0])
    source = None if first is None else first.data(set_up.day).detail.metering_point_sub_type_production
    return {
        ("detail", "metering_point_type"): _E19,
        # E19 has a sub type of production (BRS-NO-121): that of what is shared
        ("detail", "metering_point_sub_type_production"): source,
        ("channels", ""): (*data.channels, *_fed_in(data)),
    }


def _fed_in(data: MasterData) -> list[MeasurementDefinition]:
    """Return the channel In beside the channel Out of active energy."""
    return [attrs.evolve(channel, direction="In") for channel in data.channels if _is_active(channel, "Out")]


def _leaves(part: str, point: Point | None, day: dt.date) -> _Changes:
    """Return what changes when a point leaves: it becomes what only such points could join as."""
    if part == "production":
        return {("detail", "settlement_method_type"): _E02}
    channels = () if point is None else point.data(day).channels
    return {
        ("detail", "metering_point_type"): _E17,
        ("detail", "metering_point_sub_type_production"): None,
        ("channels", ""): tuple(channel for channel in channels if not _is_active(channel, "In")),
    }


def _is_active(channel: MeasurementDefinition, direction: str) -> bool:
    return (product_of(channel), channel.direction) == (ACTIVE_ENERGY, direction)


def _change(transaction: Transaction, name: str, day: dt.date, changes: _Changes, process: str) -> None:
    point = transaction.point(name)
    if point is not None:
        transaction.put(POINTS, name, updated(point, day, changes, process))
