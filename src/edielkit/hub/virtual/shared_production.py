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
from edielkit.hub.core.records import ACTIVE, Point
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import ACTIVE_ENERGY, METERED, all_calculations, inputs_of
from edielkit.hub.values.formulas import Formula, millionths
from edielkit.hub.values.records import (
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
    known: Calculation | None
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
            number=1 if self.known is None else len(self.known.versions) + 1,
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
        before = None if self.known is None else self.known.open
        return before is not None and any(i.part == part and i.key.point == point for i in before.inputs)


def set_up_of(transaction: Transaction, request: Request, day: dt.date) -> SetUp:
    """Return what *request* asks for."""
    given = request.payload.virtual_calculation
    known = _known(transaction, request, given)
    before = None if known is None else known.open
    participants = given.participants
    if participants is not None:
        contributors = _listed(participants.contributors.contributor)
        recipients = _listed(participants.recipients.recipient)
    elif before is not None:
        contributors = tuple((i.key.point, None) for i in before.inputs if i.part == "production")
        recipients = tuple((t.key.point, t.share) for t in before.targets if t.key.direction == "Out")
    else:
        contributors = recipients = ()
    formula = None if given.formula_type is None else Formula(given.formula_type)
    formula = formula or (None if before is None else before.formula)
    if participants is None and formula is not Formula.MANUAL:
        recipients = tuple((point, None) for point, _ in recipients)
    return SetUp(
        transaction=transaction,
        request=request,
        indicator=request.payload.update_indicator,
        day=day,
        known=known,
        identification=given.id or "",
        name=given.name or ("" if known is None else known.name),
        description=given.description or ("" if known is None else known.description),
        formula=formula,
        contributors=contributors,
        recipients=recipients,
    )


def _listed(rows: Any) -> tuple[tuple[str, int | None], ...]:
    return tuple(
        (
            str(each.metering_point_used_domain_location.identification),
            None if each.share is None else millionths(each.share),
        )
        for each in rows
    )


def _known(transaction: Transaction, request: Request, given: Any) -> Calculation | None:
    """Return the sender's shared production that goes on and has the identification, or else the name, of a message."""
    if request.payload.update_indicator == "Add":
        return None
    if given.id:
        found = transaction.get(CALCULATIONS, given.id)
        return found if found is not None and found.owner == request.sender and found.open else None
    return next(iter(_with_name(transaction, request.sender, given.name)), None)


def _with_name(transaction: Transaction, owner: str, name: str | None) -> list[Calculation]:
    return [
        each
        for each in all_calculations(transaction)
        if (each.owner, each.name) == (owner, name) and each.open
    ]


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a shared production from being set up, changed or ended."""
    start, day = request.payload.start_of_occurrence, request.day
    if day is None or day <= local_day(transaction.now) or not is_local_midnight(start):
        return [finding("HUB003", "expected midnight of a day to come", _DAY)]
    asked = set_up_of(transaction, request, day)
    found = list(_identity(asked))
    if found or asked.indicator == "Delete":
        return found
    return [*_whole(asked), *_shares(asked), *_participants(asked)]


def _identity(asked: SetUp) -> Iterator[Finding]:
    transaction, own = asked.transaction, asked.request.sender
    if asked.indicator == "Add":
        if asked.identification and transaction.get(CALCULATIONS, asked.identification) is not None:
            yield finding("HUB094", "a calculation with this identification is here", f"{_CALCULATION}/Id")
    elif asked.known is None:
        yield finding("HUB094", "the sender has no such shared production that goes on", f"{_CALCULATION}/Id")
        return
    others = [each for each in _with_name(transaction, own, asked.name) if each is not asked.known]
    if asked.indicator != "Delete" and asked.name and others:
        yield finding(
            "HUB091", "the sender has another shared production of this name", f"{_CALCULATION}/Name"
        )


def _whole(asked: SetUp) -> Iterator[Finding]:
    for name, value in (
        ("Name", asked.name),
        ("FormulaType", asked.formula),
        ("Participants/Contributors", asked.contributors),
        ("Participants/Recipients", asked.recipients),
    ):
        if not value:
            yield finding("HUB096", f"expected {name}, found none", f"{_CALCULATION}/{name}")


def _shares(asked: SetUp) -> Iterator[Finding]:
    path = f"{_CALCULATION}/Participants"
    shares = [share for _, share in asked.recipients]
    if asked.formula is Formula.MANUAL and shares:
        for words in share_troubles(shares):
            yield finding("HUB092", words, f"{path}/Recipients")
    elif any(each is not None for each in shares):
        yield finding("HUB092", "expected shares with formula Manual only", f"{path}/Recipients")
    if any(share is not None and share != millionths(1) for _, share in asked.contributors):
        # what a part of a contributor's production would mean is NOT FOUND
        yield finding("HUB092", "expected the whole production of each contributor", f"{path}/Contributors")


def _participants(asked: SetUp) -> Iterator[Finding]:
    counted = Counter(point for point, _ in (*asked.contributors, *asked.recipients))
    for name, times in counted.items():
        if times > 1:
            yield finding("HUB093", f"expected metering point {name} once", _POINT)
    for part, rows in (("production", asked.contributors), ("consumption", asked.recipients)):
        for name, _ in rows:
            point = asked.transaction.point(name)
            if point is None:
                yield finding("HUB001", f"metering point {name[:18]} is not registered", _POINT)
            else:
                yield from _participant(asked, point, part)
    yield from _alone(asked)


def _participant(asked: SetUp, point: Point, part: str) -> Iterator[Finding]:
    area = asked.transaction.structure.area(point.area)
    name = point.identification
    if area is None or area.owner != asked.request.sender:
        yield finding("HUB004", f"expected the grid owner of metering point {name} as sender", _POINT)
    if point.status(asked.day) != ACTIVE:
        yield finding("HUB010", f"expected metering point {name} to be active on {asked.day}", _POINT)
    contributes, already = part == "production", asked.takes_part(name, part)
    data = point.data(asked.day)
    kind, method = type_of(data), method_of(data)
    direction = "In" if contributes else "Out"
    key = ChannelKey(name, ACTIVE_ENERGY, direction)
    settled = method == BY_INTERVAL or (contributes and already and method == NOT_SETTLED)
    if not settled or step_of(asked.transaction, key, asked.day) is None:
        yield finding("HUB090", f"metering point {name} is not settled by intervals on {asked.day}", _POINT)
    fitting = {_CONTRIBUTES} if contributes else {_RECEIVES, *([_COMBINED] if already else [])}
    if kind not in fitting or not has_channel(asked.transaction, key, asked.day):
        words = "production" if contributes else "consumption"
        yield finding("HUB093", f"expected a metering point of {words} with its channel: {name}", _POINT)


def _alone(asked: SetUp) -> Iterator[Finding]:
    """Yield what another calculation calculates or shares already."""
    version = asked.version
    own = "" if asked.known is None else asked.known.identification
    taken = {t.key.point for t in version.targets if rivals(asked.transaction, t.key, version, own)}
    for each in version.inputs:
        for name in inputs_of(asked.transaction, each.key):
            other = asked.transaction.require(CALCULATIONS, name)
            if name != own and any(
                v.template is Template.SHARED_PRODUCTION
                and v.meets(version.start, version.end)
                and any(i.key == each.key for i in v.inputs)
                for v in other.versions
            ):
                taken.add(each.key.point)
    for name in sorted(taken):
        yield finding("HUB095", f"metering point {name} belongs to another calculation", _POINT)
