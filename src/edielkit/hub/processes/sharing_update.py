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
from edielkit.hub.core.master_data import updated
from edielkit.hub.core.messages import frame, midnight
from edielkit.hub.core.records import MasterData, Point
from edielkit.hub.core.request import Request
from edielkit.hub.core.tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.master_data_update import notify
from edielkit.hub.processes.virtual_setup import ended, replaced
from edielkit.hub.values.calculations import ACTIVE_ENERGY, put
from edielkit.hub.values.formulas import MILLION, Formula
from edielkit.hub.values.records import Calculation, CalculationVersion
from edielkit.hub.virtual.shared_production import SetUp, set_up_of

__all__ = ("run",)

_BRS, _NOTICE, _DOCUMENT = "701", "305", "E58"
_E17, _E19, _E02 = (Code(each, "260") for each in ("E17", "E19", "E02"))
_Z01 = Code("Z01", "89")


def run(transaction: Transaction, request: Request) -> None:
    """Set up, change or end a shared production."""
    assert request.day is not None
    asked = set_up_of(transaction, request, request.day)
    before = asked.known
    if asked.indicator == "Delete":
        assert before is not None
        after = ended(before, asked.day)
    else:
        identification = asked.identification if before is None else before.identification
        made = before or Calculation(
            identification=identification or transaction.new_id(), owner=request.sender
        )
        after = attrs.evolve(replaced(made, asked.version), name=asked.name, description=asked.description)
    put(transaction, after)
    for version in _touched(before, after):
        _notify(transaction, after, version)
    for name, day in _master_data(asked, before, after).items():
        point = transaction.point(name)
        assert point is not None
        notify(transaction, point, day, _NOTICE, owner=True)


def _touched(before: Calculation | None, after: Calculation) -> list[CalculationVersion]:
    old = () if before is None else before.versions
    return [each for each in after.versions if each not in old]


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
                Contributor(metering_point_used_domain_location=metering_point(each.key.point))
                for each in version.inputs
                if each.part == "production"
            )
        ),
        recipients=Recipients(
            recipient=tuple(
                Recipient(
                    share=Decimal(each.share) / MILLION if manual and each.share is not None else None,
                    metering_point_used_domain_location=metering_point(each.key.point),
                )
                for each in version.targets
                if each.key.direction == "Out"
            )
        ),
    )


def _master_data(asked: SetUp, before: Calculation | None, after: Calculation) -> dict[str, dt.date]:
    """Change the master data of all who join or leave; return the first day of each one's change."""
    transaction, process = asked.transaction, asked.request.identification
    changed: dict[str, dt.date] = {}
    now = after.open
    staying = set() if now is None else _parts(now)
    # who leaves does so on the day, or on the later one on which a version would have begun
    gone: dict[tuple[str, str], dt.date] = {}
    for version in () if before is None else before.versions:
        if version.end is None or version.end > asked.day:
            for each in _parts(version) - staying:
                gone[each] = min(gone.get(each, dt.date.max), max(version.start, asked.day))
    already = (
        set() if before is None else {p for v in before.versions if v.holds(asked.day) for p in _parts(v)}
    )
    joining = [] if now is None else [each for each in _ordered(now) if each not in already]
    for (name, part), day in sorted(gone.items()):
        _change(transaction, name, day, _leaves(part, transaction.point(name), day), process)
        changed[name] = day
    for name, part in joining:
        point = transaction.point(name)
        if point is not None and not _is_in(point, part, asked.day):
            _change(transaction, name, asked.day, _joins(part, point, asked), process)
            changed[name] = asked.day
    return changed


def _ordered(version: CalculationVersion) -> list[tuple[str, str]]:
    return [(each.key.point, each.part) for each in version.inputs]


def _parts(version: CalculationVersion) -> set[tuple[str, str]]:
    return set(_ordered(version))


def _is_in(point: Point, part: str, day: dt.date) -> bool:
    detail = point.data(day).detail
    if part == "production":
        return str(detail.settlement_method_type) == str(_Z01)
    return str(detail.metering_point_type) == str(_E19)


_Changes = dict[tuple[str, str], Any]


def _joins(part: str, point: Point, asked: SetUp) -> _Changes:
    """Return what changes when a point joins: a contributor is not settled, a recipient feeds in as well."""
    if part == "production":
        return {("detail", "settlement_method_type"): _Z01}
    data = point.data(asked.day)
    first = asked.transaction.point(asked.contributors[0][0])
    source = None if first is None else first.data(asked.day).detail.metering_point_sub_type_production
    return {
        ("detail", "metering_point_type"): _E19,
        # E19 has a sub type of production (BRS-NO-121): that of what is shared
        ("detail", "metering_point_sub_type_production"): source,
        ("channels", ""): (*data.channels, *_fed_in(data)),
    }


def _fed_in(data: MasterData) -> list[MeasurementDefinition]:
    """Return the channel In beside the channel Out of active energy."""
    return [attrs.evolve(each, direction="In") for each in data.channels if _is_active(each, "Out")]


def _leaves(part: str, point: Point | None, day: dt.date) -> _Changes:
    """Return what changes when a point leaves: it becomes what only such points could join as."""
    if part == "production":
        return {("detail", "settlement_method_type"): _E02}
    channels = () if point is None else point.data(day).channels
    return {
        ("detail", "metering_point_type"): _E17,
        ("detail", "metering_point_sub_type_production"): None,
        ("channels", ""): tuple(each for each in channels if not _is_active(each, "In")),
    }


def _is_active(channel: MeasurementDefinition, direction: str) -> bool:
    return (product_of(channel), channel.direction) == (ACTIVE_ENERGY, direction)


def _change(transaction: Transaction, name: str, day: dt.date, changes: _Changes, process: str) -> None:
    point = transaction.point(name)
    if point is not None:
        transaction.put(POINTS, name, updated(point, day, changes, process))
