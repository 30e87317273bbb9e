"""Shared production (delt produksjon, BRS-NO-701): what keeps a grid company's set-up from being carried out.

Source: Elhub standard, page of BRS-NO-701 (preconditions, formula types, unique name) and EMIF 2.4.3. Its table of
rules and its reason codes are NOT FOUND: the answers are those of `edielkit.hub.core.rules`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.findings import Finding
from edielkit.hub.core.channels import BY_INTERVAL, NOT_SETTLED, method_of, type_of
from edielkit.hub.core.market_records import ACTIVE, Point
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import ACTIVE_ENERGY, METERED, all_calculations, inputs_of
from edielkit.hub.values.formulas import Formula, millionths
from edielkit.hub.values.value_records import (
    CALCULATIONS,
    Calculation,
    CalculationInput,
    CalculationTarget,
    CalculationVersion,
    ChannelKey,
    Template,
)
from edielkit.hub.virtual.calculation_checks import has_channel, rivals, share_troubles
from edielkit.hub.virtual.calculation_run import step_of
from edielkit.market_time import is_local_midnight, local_day

__all__ = ("SetUp", "set_up_of", "validate")

_DAY = "StartOfOccurrence"
_CALCULATION = "VirtualCalculation"
_POINT = "MeteringPointUsedDomainLocation/Identification"
# Metering point types and settlement methods that a point has before it takes part, and while it does.
_CONTRIBUTES, _RECEIVES, _COMBINED = "E18", "E17", "E19"


@attrs.frozen(kw_only=True)
class SetUp:
    """What a message asks for, with what it leaves out filled in from the version before.

    Attributes:
        transaction: The step.
        request: The message.
        indicator: ``Add``, ``Update`` or ``Delete``.
        day: First day that it is about.
        known: The calculation that it changes, None for a new one.
        identification: Identification that the message gives, empty without one.
        name: Name.
        description: Free text.
        formula: How the production is divided, None without one.
        contributors: GSRN and share of each contributor.
        recipients: GSRN and share of each recipient.
    """

    transaction: Transaction
    request: Request
    indicator: str
    day: dt.date
    current: Calculation | None
    identification: str
    name: str
    description: str
    formula: Formula | None
    contributors: tuple[tuple[str, int | None], ...]
    recipients: tuple[tuple[str, int | None], ...]

    @property
    def version(self) -> CalculationVersion:
        """The version that the message makes."""
        return CalculationVersion(
            number=1 if self.current is None else len(self.current.versions) + 1,
            start=self.day,
            template=Template.SHARED_PRODUCTION,
            formula=self.formula,
            inputs=(
                *(
                    CalculationInput(key=ChannelKey(p, ACTIVE_ENERGY, "In"), part="production")
                    for p, _ in self.contributors
                ),
                *(
                    CalculationInput(key=ChannelKey(p, ACTIVE_ENERGY, "Out", METERED), part="consumption")
                    for p, _ in self.recipients
                ),
            ),
            targets=tuple(
                CalculationTarget(key=ChannelKey(p, ACTIVE_ENERGY, direction), share=share)
                for p, share in self.recipients
                for direction in ("Out", "In")
            ),
        )

    def takes_part(self, point: str, part: str) -> bool:
        """Tell whether the version before this one has *point* in the same part."""
        before = None if self.current is None else self.current.open
        return before is not None and any(i.part == part and i.key.point == point for i in before.inputs)


def set_up_of(transaction: Transaction, request: Request, day: dt.date) -> SetUp:
    """Return what *request* asks for."""
    stated = request.payload.virtual_calculation
    registered = _current(transaction, request, stated)
    before = None if registered is None else registered.open
    participants = stated.participants
    if participants is not None:
        contributors = _listed(participants.contributors.contributor)
        recipients = _listed(participants.recipients.recipient)
    elif before is not None:
        contributors = tuple((i.key.point, None) for i in before.inputs if i.part == "production")
        recipients = tuple((t.key.point, t.share) for t in before.targets if t.key.direction == "Out")
    else:
        contributors = recipients = ()
    formula = None if stated.formula_type is None else Formula(stated.formula_type)
    formula = formula or (None if before is None else before.formula)
    if participants is None and formula is not Formula.MANUAL:
        recipients = tuple((point, None) for point, _ in recipients)
    return SetUp(
        transaction=transaction,
        request=request,
        indicator=request.payload.update_indicator,
        day=day,
        current=registered,
        identification=stated.id or "",
        name=stated.name or ("" if registered is None else registered.name),
        description=stated.description or ("" if registered is None else registered.description),
        formula=formula,
        contributors=contributors,
        recipients=recipients,
    )


def _listed(rows: Any) -> tuple[tuple[str, int | None], ...]:
    return tuple(
        (
            str(row.metering_point_used_domain_location.identification),
            None if row.share is None else millionths(row.share),
        )
        for row in rows
    )


def _current(transaction: Transaction, request: Request, stated: Any) -> Calculation | None:
    """Return the sender's shared production that goes on and has the identification, or else the name, of a message."""
    if request.payload.update_indicator == "Add":
        return None
    if stated.id:
        calculation = transaction.get(CALCULATIONS, stated.id)
        return (
            calculation
            if calculation is not None and calculation.owner == request.sender and calculation.open
            else None
        )
    return next(iter(_with_name(transaction, request.sender, stated.name)), None)


def _with_name(transaction: Transaction, owner: str, name: str | None) -> list[Calculation]:
    return [
        calculation
        for calculation in all_calculations(transaction)
        if (calculation.owner, calculation.name) == (owner, name) and calculation.open
    ]


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a shared production from being set up, changed or ended."""
    start, day = request.payload.start_of_occurrence, request.day
    if day is None or day <= local_day(transaction.now) or not is_local_midnight(start):
        return [finding("HUB003", "expected midnight of a day to come", _DAY)]
    set_up = set_up_of(transaction, request, day)
    findings = list(_identity(set_up))
    if findings or set_up.indicator == "Delete":
        return findings
    return [*_whole(set_up), *_shares(set_up), *_participants(set_up)]


def _identity(set_up: SetUp) -> Iterator[Finding]:
    transaction, own = set_up.transaction, set_up.request.sender
    if set_up.indicator == "Add":
        if set_up.identification and transaction.get(CALCULATIONS, set_up.identification) is not None:
            yield finding("HUB094", "a calculation with this identification is here", f"{_CALCULATION}/Id")
    elif set_up.current is None:
        yield finding("HUB094", "the sender has no such shared production that goes on", f"{_CALCULATION}/Id")
        return
    others = [
        calculation
        for calculation in _with_name(transaction, own, set_up.name)
        if calculation is not set_up.current
    ]
    if set_up.indicator != "Delete" and set_up.name and others:
        yield finding(
            "HUB091", "the sender has another shared production of this name", f"{_CALCULATION}/Name"
        )


def _whole(set_up: SetUp) -> Iterator[Finding]:
    for name, value in (
        ("Name", set_up.name),
        ("FormulaType", set_up.formula),
        ("Participants/Contributors", set_up.contributors),
        ("Participants/Recipients", set_up.recipients),
    ):
        if not value:
            yield finding("HUB096", f"expected {name}, found none", f"{_CALCULATION}/{name}")


def _shares(set_up: SetUp) -> Iterator[Finding]:
    path = f"{_CALCULATION}/Participants"
    shares = [share for _, share in set_up.recipients]
    if set_up.formula is Formula.MANUAL and shares:
        for words in share_troubles(shares):
            yield finding("HUB092", words, f"{path}/Recipients")
    elif any(stated is not None for stated in shares):
        yield finding("HUB092", "expected shares with formula Manual only", f"{path}/Recipients")
    if any(share is not None and share != millionths(1) for _, share in set_up.contributors):
        # what a part of a contributor's production would mean is NOT FOUND
        yield finding("HUB092", "expected the whole production of each contributor", f"{path}/Contributors")


def _participants(set_up: SetUp) -> Iterator[Finding]:
    counted = Counter(point for point, _ in (*set_up.contributors, *set_up.recipients))
    for name, times in counted.items():
        if times > 1:
            yield finding("HUB093", f"expected metering point {name} once", _POINT)
    for part, rows in (("production", set_up.contributors), ("consumption", set_up.recipients)):
        for name, _ in rows:
            point = set_up.transaction.point(name)
            if point is None:
                yield finding("HUB001", f"metering point {name[:18]} is not registered", _POINT)
            else:
                yield from _participant(set_up, point, part)
    yield from _alone(set_up)


def _participant(set_up: SetUp, point: Point, part: str) -> Iterator[Finding]:
    area = set_up.transaction.structure.area(point.area)
    name = point.identification
    if area is None or area.owner != set_up.request.sender:
        yield finding("HUB004", f"expected the grid owner of metering point {name} as sender", _POINT)
    if point.status(set_up.day) != ACTIVE:
        yield finding("HUB010", f"expected metering point {name} to be active on {set_up.day}", _POINT)
    contributes, already = part == "production", set_up.takes_part(name, part)
    data = point.data(set_up.day)
    kind, method = type_of(data), method_of(data)
    direction = "In" if contributes else "Out"
    key = ChannelKey(name, ACTIVE_ENERGY, direction)
    settled = method == BY_INTERVAL or (contributes and already and method == NOT_SETTLED)
    if not settled or step_of(set_up.transaction, key, set_up.day) is None:
        yield finding("HUB090", f"metering point {name} is not settled by intervals on {set_up.day}", _POINT)
    fitting = {_CONTRIBUTES} if contributes else {_RECEIVES, *([_COMBINED] if already else [])}
    if kind not in fitting or not has_channel(set_up.transaction, key, set_up.day):
        words = "production" if contributes else "consumption"
        yield finding("HUB093", f"expected a metering point of {words} with its channel: {name}", _POINT)


def _alone(set_up: SetUp) -> Iterator[Finding]:
    """Yield what another calculation calculates or shares already."""
    version = set_up.version
    own = "" if set_up.current is None else set_up.current.identification
    taken = {t.key.point for t in version.targets if rivals(set_up.transaction, t.key, version, own)}
    for source in version.inputs:
        for name in inputs_of(set_up.transaction, source.key):
            other = set_up.transaction.require(CALCULATIONS, name)
            if name != own and any(
                v.template is Template.SHARED_PRODUCTION
                and v.meets(version.start, version.end)
                and any(i.key == source.key for i in v.inputs)
                for v in other.versions
            ):
                taken.add(source.key.point)
    for name in sorted(taken):
        yield finding("HUB095", f"metering point {name} belongs to another calculation", _POINT)
