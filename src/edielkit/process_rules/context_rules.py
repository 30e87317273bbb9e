"""Rules that ask a context: what a company or a hub knows of metering points, areas and contracts by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.findings import Reason, Severity, Trust
from edielkit.process_rules.context import PointState, day_of
from edielkit.process_rules.declare import BUSINESS, Need, Scope, rule
from edielkit.process_rules.subject import Breach, Payload, Subject, instant, text

__all__ = ("asked_points", "day_asked", "point_of")

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_CONTEXT = (Need.CONTEXT,)
_213 = "https://dok.elhub.no/Elhubstandard/brs-no-213-fjerning-av-malepunkt, business rule"
_224 = "https://dok.elhub.no/ediel1141/brs-no-224-reversering-av-fjerning-av-maalepunkt, business rule"
_622 = "https://dok.elhub.no/ediel1141/brs-no-622-oppdatering-av-tredjeparts-tilgang, business rule"
_POINT = "MeteringPointUsedDomainLocation/Identification"
_DATES = (
    "StartOfOccurrence",
    "EndOfOccurrence",
    "ObservationPeriodTimeSeriesPeriod/Start",
    "Period/Start",
)
_ACTIVE, _INACTIVE, _TERMINATED = "E22", "E23", "E31"
_STATUS = {_ACTIVE: "active", _INACTIVE: "inactive", _TERMINATED: "terminated"}


def _ebix(code: str) -> Reason:
    return Reason(code, "260")


def _elhub(code: str) -> Reason:
    return Reason(code, "89")


def _in(brs: str) -> Scope:
    return Scope(kinds=("RequestUpdateMasterDataMeteringPoint", "UpdateThirdPartyAccess"), brs=(brs,))


def day_asked(payload: Payload) -> dt.date | None:
    """Return the Norwegian day that the payload is about, that of now without one."""
    instants = (instant(payload.get(path)) for path in _DATES)
    return day_of(next((at for at in instants if at is not None), None), payload.subject.now)


def asked_points(subject: Subject) -> Iterator[tuple[Payload, str, dt.date]]:
    """Yield each payload with its metering point and the day that it is about."""
    for payload in subject.payloads:
        point, day = text(payload.get(_POINT)), day_asked(payload)
        if point is not None and day is not None:
            yield payload, point, day


def point_of(subject: Subject) -> Iterator[tuple[Payload, PointState, dt.date]]:
    """Yield each payload with what the context knows of its metering point."""
    if subject.context is None:
        return
    for payload, point, day in asked_points(subject):
        state = subject.context.metering_point(point, day)
        if state is not None:
            yield payload, state, day


def _unknown(subject: Subject) -> Iterator[Breach]:
    if subject.context is None or not subject.context.complete:
        return
    for payload, point, day in asked_points(subject):
        if subject.context.metering_point(point, day) is None:
            yield payload.breach(f"metering point {point[:18]} is not registered on {day}", _POINT)


def _settlement_point(subject: Subject) -> Iterator[Breach]:
    for payload, state, _ in point_of(subject):
        # an exchange point is none by what it is
        if state.settlement_point is False or (state.settlement_point is None and state.type == "E20"):
            yield payload.breach("expected a settlement point (avregningspunkt)", _POINT)


def _status(subject: Subject, expected: str) -> Iterator[Breach]:
    for payload, state, day in point_of(subject):
        if state.status is not None and state.status != expected:
            status = _STATUS.get(state.status, "another status")
            yield payload.breach(
                f"expected a metering point that is {_STATUS[expected]} on {day}, found {status}", _POINT
            )


@rule(
    "BRS213-B01", title="BRS-NO-213: the metering point is registered", severity=_ERROR, source=f"{_213} 1",
    reason=_ebix("E10"), level=BUSINESS, scope=_in("213"), needs=_CONTEXT, processes=("BRS-NO-213",), rows="1",
)  # fmt: skip
def removed_point_registered(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point to remove is not registered.

    Why: Elhub refuses it with E10.
    Wrong: an identification that Elhub does not know.
    Right: a registered metering point.
    """
    yield from _unknown(subject)


@rule(
    "BRS213-B02", title="BRS-NO-213: the metering point is a settlement point", severity=_ERROR, source=f"{_213} 2",
    reason=_elhub("EH010"), level=BUSINESS, scope=_in("213"), needs=_CONTEXT, processes=("BRS-NO-213",), rows="2",
)  # fmt: skip
def removed_point_settled(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point to remove is no settlement point.

    Why: Elhub refuses it with EH010.
    Wrong: an exchange point.
    Right: a point of consumption, production or both.
    """
    yield from _settlement_point(subject)


@rule(
    "BRS213-B03", title="BRS-NO-213: the metering point is inactive", severity=_ERROR, source=f"{_213} 3",
    reason=_elhub("EH042"), level=BUSINESS, scope=_in("213"), needs=_CONTEXT, processes=("BRS-NO-213",), rows="3",
)  # fmt: skip
def removed_point_inactive(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point to remove is active, or removed already.

    Why: Elhub refuses it with EH042; BRS-NO-212 deactivates a point.
    Wrong: an active point.
    Right: an inactive point.
    """
    yield from _status(subject, _INACTIVE)


@rule(
    "BRS213-B06", title="BRS-NO-213: the sender owns the grid of the metering point", severity=_ERROR,
    source=f"{_213} 6", reason=_ebix("E0I"), level=BUSINESS, scope=_in("213"), needs=_CONTEXT,
    processes=("BRS-NO-213",), rows="6",
)  # fmt: skip
def sender_owns_grid(subject: Subject) -> Iterator[Breach]:
    """Say when the sender is not the grid owner of the area that holds the metering point.

    Why: Elhub refuses it with E0I.
    Wrong: the neighbouring grid company.
    Right: the grid owner of the area.
    """
    for payload, state, day in point_of(subject):
        if subject.context is None or state.grid_area is None:
            continue
        owner = subject.context.grid_owner(state.grid_area, day)
        if owner is not None and subject.sender is not None and owner != subject.sender:
            yield Breach(
                "expected the grid owner of the metering point's grid area as sender",
                subject.at("Header/JuridicalSenderEnergyParty/Identification"),
                payload.identification,
            )


@rule(
    "BRS224-B01", title="BRS-NO-224: the metering point is registered", severity=_ERROR, source=f"{_224} 1",
    reason=_ebix("E10"), level=BUSINESS, scope=_in("224"), needs=_CONTEXT, processes=("BRS-NO-224",), rows="1",
)  # fmt: skip
def restored_point_registered(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point whose removal is taken back is not registered.

    Why: Elhub refuses it with E10.
    Wrong: an identification that Elhub does not know.
    Right: a metering point that was removed.
    """
    yield from _unknown(subject)


@rule(
    "BRS224-B02", title="BRS-NO-224: the metering point is a settlement point", severity=_ERROR, source=f"{_224} 2",
    reason=_elhub("EH010"), level=BUSINESS, scope=_in("224"), needs=_CONTEXT, processes=("BRS-NO-224",), rows="2",
)  # fmt: skip
def restored_point_settled(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point whose removal is taken back is no settlement point.

    Why: Elhub refuses it with EH010.
    Wrong: an exchange point.
    Right: a point of consumption, production or both.
    """
    yield from _settlement_point(subject)


@rule(
    "BRS224-B03", title="BRS-NO-224: the metering point is terminated", severity=_ERROR, source=f"{_224} 3",
    reason=_elhub("EH008"), level=BUSINESS, scope=_in("224"), needs=_CONTEXT, processes=("BRS-NO-224",), rows="3",
)  # fmt: skip
def restored_point_terminated(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point whose removal is taken back was not removed.

    Why: Elhub refuses it with EH008.
    Wrong: an inactive point.
    Right: a terminated point.
    """
    yield from _status(subject, _TERMINATED)


@rule(
    "BRS622-B01", title="BRS-NO-622: the metering point is registered", severity=_ERROR, source=f"{_622} 1",
    reason=_ebix("E10"), level=BUSINESS, scope=_in("622"), needs=_CONTEXT, processes=("BRS-NO-622",), rows="1",
)  # fmt: skip
def accessed_point_registered(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point of a third party's access is not registered.

    Why: Elhub refuses it with E10.
    Wrong: an identification that Elhub does not know.
    Right: a registered metering point.
    """
    yield from _unknown(subject)


@rule(
    "BRS622-B02", title="BRS-NO-622: the metering point is a settlement point", severity=_ERROR, source=f"{_622} 2",
    reason=_elhub("EH010"), level=BUSINESS, scope=_in("622"), needs=_CONTEXT, processes=("BRS-NO-622",), rows="2",
)  # fmt: skip
def accessed_point_settled(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point of a third party's access is no settlement point.

    Why: Elhub refuses it with EH010.
    Wrong: an exchange point.
    Right: a point of consumption, production or both.
    """
    yield from _settlement_point(subject)


@rule(
    "BRS622-B03", title="BRS-NO-622: the metering point has an end user", severity=_ERROR, source=f"{_622} 3",
    reason=_elhub("EH016"), level=BUSINESS, scope=_in("622"), needs=_CONTEXT, processes=("BRS-NO-622",), rows="3",
)  # fmt: skip
def accessed_point_has_user(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point has no end user on the day.

    Why: Elhub refuses it with EH016: there is nobody who could give access.
    Wrong: a point between two contracts.
    Right: a point with an end user.
    """
    for payload, state, day in point_of(subject):
        if state.end_user is False:
            yield payload.breach(f"the metering point has no end user on {day}", _POINT)


def _indicator(payload: Payload) -> str | None:
    return text(payload.get("UpdateIndicator"))


@rule(
    "BRS622-B04", title="BRS-NO-622: the end user approves the access", severity=_ERROR, source=f"{_622} 4",
    reason=_elhub("EH088"), level=BUSINESS, scope=_in("622"), needs=_CONTEXT, processes=("BRS-NO-622",), rows="4",
)  # fmt: skip
def access_approved(subject: Subject) -> Iterator[Breach]:
    """Say when the end user has refused the third party's access.

    Why: Elhub refuses it with EH088 when no approval comes.
    Wrong: a request that the end user has turned down.
    Right: a request that the end user has approved.
    """
    if subject.context is None or subject.sender is None:
        return
    for payload, point, day in asked_points(subject):
        asks = _indicator(payload) in {"Add", "Update"}
        if asks and subject.context.approved(point, subject.sender, day) is False:
            yield payload.breach("the end user has not approved the access", "UpdateIndicator")


def _has_access(subject: Subject, state: PointState) -> bool | None:
    if state.contracts is None or subject.sender is None:
        return None
    return any(contract.role == "AG" and contract.party == subject.sender for contract in state.contracts)


@rule(
    "BRS622-B05", title="BRS-NO-622: a new access is not there already", severity=_ERROR, source=f"{_622} 5",
    reason=_elhub("EH017"), level=BUSINESS, scope=_in("622"), needs=_CONTEXT, processes=("BRS-NO-622",), rows="5",
)  # fmt: skip
def access_is_new(subject: Subject) -> Iterator[Breach]:
    """Say when access is asked for by a third party that has it.

    Why: Elhub refuses it with EH017.
    Wrong: Add with an active contract.
    Right: Update with an active contract.
    """
    for payload, state, _ in point_of(subject):
        if _indicator(payload) == "Add" and _has_access(subject, state):
            yield payload.breach("the third party has access already, expected Update", "UpdateIndicator")


@rule(
    "BRS622-B06", title="BRS-NO-622: an access that is ended or changed is there", severity=_WARNING,
    source=f"{_622} 6 (cut; its reason code is not public)", trust=Trust.INFERRED, level=BUSINESS,
    scope=_in("622"), needs=_CONTEXT, processes=("BRS-NO-622",), rows="6",
)  # fmt: skip
def access_is_there(subject: Subject) -> Iterator[Breach]:
    """Say when access is ended or changed by a third party that has none.

    Why: the public part of the rule asks for an active third-party contract.
    Wrong: Delete without a contract.
    Right: Delete with an active contract.
    """
    for payload, state, _ in point_of(subject):
        if _indicator(payload) in {"Delete", "Update"} and _has_access(subject, state) is False:
            yield payload.breach("the third party has no access yet, expected Add", "UpdateIndicator")


_INCOMING = frozenset(
    {
        "CollectedData",
        "RequestDataFromElhub",
        "RequestEndOfSupply",
        "RequestStartOfSupply",
        "RequestToElhub",
        "RequestToGridAccessProvider",
        "RequestUpdateCustomerInformation",
        "RequestUpdateMasterDataMeteringPoint",
        "RequestUpfrontMeteringPointCharacteristics",
    }
)


@rule(
    "BRS015", title="the metering point is registered", severity=_WARNING,
    source="BRS-NO-213, 224 and 622, business rule 1; inferred for other processes", trust=Trust.INFERRED,
    reason=_ebix("E10"), level=BUSINESS, needs=_CONTEXT,
    scope=Scope(kinds=_INCOMING, not_brs=("121", "213", "224", "622")),
    reads=(),
)  # fmt: skip
def point_registered(subject: Subject) -> Iterator[Breach]:
    """Say when a metering point is not registered, in processes without a public business rule.

    Why: the public business rules refuse it with E10. BRS-NO-121 registers new points.
    Wrong: a mistyped identification.
    Right: a registered metering point.
    """
    yield from _unknown(subject)


@rule(
    "BRS311-B02", title="BRS-NO-311: the metering point is profiled", severity=_WARNING,
    source="https://dok.elhub.no/ediel1141/brs-no-311-maalerstand-og-antatt-aarsforbruk-fra-1", level=BUSINESS,
    scope=Scope(kinds=("CollectedData",), brs=("311",)), needs=_CONTEXT, processes=("BRS-NO-311",),
)  # fmt: skip
def reading_of_profiled_point(subject: Subject) -> Iterator[Breach]:
    """Say when a supplier sends a reading or an annual volume for a point that is not profiled.

    Why: the process is for profiled points (E01); no reason code is public.
    Wrong: a point that is settled by intervals.
    Right: a profiled point.
    """
    for payload, state, _ in point_of(subject):
        if state.settlement_method not in {None, "E01"}:
            yield payload.breach("expected a profiled metering point (E01)", _POINT)
