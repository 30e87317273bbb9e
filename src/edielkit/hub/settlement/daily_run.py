"""The daily calculation of the settlement basis: D+1 to D+5 at 07:00, frozen at D+5 12:00, rerun up to D+13 12:00.

Source: https://dok.elhub.no/Elhubstandard/avregningsgrunnlag-for-balanseavregningen and BRS-NO-502. That it runs at 07:00,
when the values of the day before are due, is derived ("after 07:00"). Each grid area stands for itself: one that fails or
is on hold keeps nobody else waiting, and nothing of it is sent.
"""

from __future__ import annotations

import datetime as dt

import attrs

from edielkit.hub.core.failures import ForItself
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.area_settings import constants_of, settings_of
from edielkit.hub.settlement.basis import AreaInputs, Member, settle
from edielkit.hub.settlement.basis_messages import send_basis, send_quality
from edielkit.hub.settlement.gathering import SettlementMarket, gather, market_of
from edielkit.hub.settlement.infeed_profile import latest
from edielkit.hub.settlement.locking import hour_profile, store_points
from edielkit.hub.settlement.loss_suspects import suspects
from edielkit.hub.settlement.settlement_records import (
    SETTLEMENTS,
    AreaDay,
    AreaDayKey,
    AreaSettings,
    MissingValues,
    SettlementPhase,
    columns_of,
    groups_of,
    key_of,
)
from edielkit.hub.settlement.validations import (
    CheckState,
    SettlementCheck,
    SettlementRule,
    checked_loss,
    prerequisites,
    validations,
)
from edielkit.market_calendar import clock
from edielkit.market_time import local_day

__all__ = (
    "FREEZE",
    "JOB",
    "calculate",
    "daily",
    "daily_for",
    "freeze",
    "freeze_for",
    "frozen_at",
    "release_settlement",
    "rerun_settlement",
)

# Names of the jobs.
JOB, FREEZE = "settlement", "freeze"
_VERSIONS = 5
_SHORTEST = 15
_LAST_RERUN = 13
_NOON = dt.time(12)
_DAY = dt.timedelta(days=1)
# A job comes before the messages of its instant: their values are not in it.
_BEFORE = dt.timedelta(microseconds=1)


def frozen_at(day: dt.date) -> dt.datetime:
    """Return the instant at which a usage day freezes: 12:00 on D+5."""
    return clock(day + _VERSIONS * _DAY, _NOON)


def daily(transaction: Transaction, today: dt.date) -> None:
    """Calculate the last five usage days of all areas (the job of 07:00)."""
    market = market_of(transaction)
    failed: set[str] = set()
    for version in _versions(transaction, today):
        for area in _areas(transaction, market):
            key = key_of(area, today - version * _DAY, version)
            alone = ForItself(transaction, JOB, today, area, noted=area in failed)
            with alone as part:
                _settle(part, market, key)
            if alone.failed:
                failed.add(area)
                _put_unforeseen(transaction, key)


def daily_for(transaction: Transaction, today: dt.date, area: str) -> None:
    """Calculate those usage days of an area anew that the job of *today* could not calculate for an error of the hub's."""
    market = market_of(transaction)
    for version in _versions(transaction, today):
        key = key_of(area, today - version * _DAY, version)
        if _is_unforeseen(transaction, key):
            _settle(transaction, market, key)


def _versions(transaction: Transaction, today: dt.date) -> list[int]:
    """Return the versions of usage days that a morning calculates."""
    since = transaction.config.values_since
    return [n for n in range(1, _VERSIONS + 1) if since is None or today - n * _DAY >= since]


def _settle(transaction: Transaction, market: SettlementMarket, key: AreaDayKey) -> None:
    record = _calculated(transaction, market, key, transaction.now - _BEFORE)
    if record.phase is SettlementPhase.DONE and not record.locked:
        send_quality(transaction, record)
        if key.version < _VERSIONS:
            send_basis(transaction, record)


def freeze(transaction: Transaction, today: dt.date) -> None:
    """Calculate the usage day five days ago for the last time, and lock what passes (the job of 12:00)."""
    if _VERSIONS not in _versions(transaction, today):
        return
    market = market_of(transaction)
    for area in _areas(transaction, market):
        key = key_of(area, today - _VERSIONS * _DAY, _VERSIONS)
        alone = ForItself(transaction, FREEZE, today, area)
        with alone as part:
            _freeze(part, market, key)
        if alone.failed:
            _put_unforeseen(transaction, key)


def freeze_for(transaction: Transaction, today: dt.date, area: str) -> None:
    """Freeze the usage day of an area that the job of *today* could not freeze for an error of the hub's."""
    key = key_of(area, today - _VERSIONS * _DAY, _VERSIONS)
    if _is_unforeseen(transaction, key):
        _freeze(transaction, market_of(transaction), key)


def _freeze(transaction: Transaction, market: SettlementMarket, key: AreaDayKey) -> None:
    record = _calculated(transaction, market, key, transaction.now - _BEFORE)
    if record.phase is SettlementPhase.DONE:
        _finish(transaction, record)


def _put_unforeseen(transaction: Transaction, key: AreaDayKey) -> None:
    """Keep of an area's day that it could not be calculated for an error of the hub's; a locked one stays as it is."""
    kept = transaction.get(SETTLEMENTS, key)
    if kept is not None and kept.locked:
        return
    check = SettlementCheck(
        rule=SettlementRule.UNFORESEEN,
        state=CheckState.FAILED,
        text="the hub met an error that it did not foresee: see its failure cases",
    )
    record = AreaDay(
        area=key.area,
        day=dt.date.fromisoformat(key.day),
        version=key.version,
        as_of=transaction.now - _BEFORE,
        calculated=transaction.now,
        minutes=_SHORTEST if kept is None else kept.minutes,
        phase=SettlementPhase.FAILED,
        checks=(check,),
    )
    transaction.put(SETTLEMENTS, key, record)


def _is_unforeseen(transaction: Transaction, key: AreaDayKey) -> bool:
    record = transaction.get(SETTLEMENTS, key)
    return record is not None and any(check.rule is SettlementRule.UNFORESEEN for check in record.checks)


def _areas(transaction: Transaction, market: SettlementMarket) -> list[str]:
    """Return the areas that are settled: those with metering points, virtual ones apart."""
    return [
        area.identification
        for area in transaction.structure.areas.values()
        if not area.virtual and (area.identification in market.own or area.identification in market.over)
    ]


def _calculated(
    transaction: Transaction, market: SettlementMarket, key: AreaDayKey, as_of: dt.datetime
) -> AreaDay:
    """Calculate an area's day and keep it; a locked one stays as it is."""
    kept = transaction.get(SETTLEMENTS, key)
    if kept is not None and kept.locked:
        return kept
    previous = kept or latest(transaction, key.area, dt.date.fromisoformat(key.day))
    record = _passed(calculate(transaction, market, key, as_of), previous)
    if record.phase is SettlementPhase.DONE:
        earlier = kept.passed if kept is not None else None
        record = attrs.evolve(record, passed=earlier or transaction.now)
    transaction.put(SETTLEMENTS, key, record)
    return record


def _passed(record: AreaDay, earlier: AreaDay | None) -> AreaDay:
    """Let pass what a person has let pass with the same sums before."""
    same = earlier is not None and earlier.released and earlier.columns == record.columns
    if same and record.phase is SettlementPhase.ON_HOLD:
        return attrs.evolve(record, phase=SettlementPhase.DONE, released=True)
    return record


def calculate(
    transaction: Transaction, market: SettlementMarket, key: AreaDayKey, as_of: dt.datetime
) -> AreaDay:
    """Return the settlement of an area's day; nothing is kept or sent.

    Args:
        transaction: The step.
        market: The points by area.
        key: Area, usage day and version.
        as_of: Values that came later are left out.
    """
    area, day = key.area, dt.date.fromisoformat(key.day)
    settings, constants = settings_of(transaction, area), constants_of(transaction, area, day)
    inputs = gather(transaction, market, area, day, as_of=as_of)
    record = AreaDay(
        area=area,
        day=day,
        version=key.version,
        as_of=as_of,
        calculated=transaction.now,
        minutes=inputs.minutes,
        phase=SettlementPhase.FAILED,
        missing=_missing(inputs),
        members=_roster(transaction, area, day, inputs) if key.version == _VERSIONS else (),
        constants=constants,
    )
    failed = [
        check
        for check in prerequisites(inputs, constants, settings.rules)
        if check.state is CheckState.FAILED
    ]
    if failed:
        return attrs.evolve(record, checks=tuple(failed))
    return _checked(transaction, market, record, inputs, settings)


def _checked(
    transaction: Transaction,
    market: SettlementMarket,
    record: AreaDay,
    inputs: AreaInputs,
    settings: AreaSettings,
) -> AreaDay:
    rules = settings.rules
    try:
        basis = settle(inputs, record.constants, profile=hour_profile(transaction, inputs))
        expected = transaction.config.settlement_checked_loss == "expected"
        loss = checked_loss(inputs, basis, settings.season, expected=expected)
    except ValueError as error:
        broken = SettlementCheck(
            rule=SettlementRule.SUMS, state=rules[SettlementRule.SUMS].state, text=str(error)
        )
        return attrs.evolve(record, checks=(broken,))
    checks = tuple(validations(inputs, basis, loss, rules, per=transaction.config.settlement_limits_per))
    held = any(check.state is CheckState.ON_HOLD for check in checks)
    failed = any(check.state is CheckState.FAILED for check in checks)
    wrong = any(check.rule in {SettlementRule.NEGATIVE, SettlementRule.HIGH} for check in checks)
    return attrs.evolve(
        record,
        phase=SettlementPhase.FAILED if failed else SettlementPhase.ON_HOLD if held else SettlementPhase.DONE,
        columns=columns_of(basis),
        groups=groups_of(basis),
        checks=checks,
        suspects=suspects(transaction, market, inputs, trials=wrong) if checks else (),
    )


def _missing(inputs: AreaInputs) -> tuple[MissingValues, ...]:
    return tuple(
        MissingValues(member.point, member.direction, count)
        for member, count in zip(inputs.members, inputs.missing, strict=True)
        if count
    )


def _roster(transaction: Transaction, area: str, day: dt.date, inputs: AreaInputs) -> tuple[Member, ...]:
    """Return the members; the very tuple of the day before where nothing has changed, so that memory does not grow."""
    members = tuple(inputs.members)
    previous = transaction.get(SETTLEMENTS, key_of(area, day - _DAY, _VERSIONS))
    return previous.members if previous is not None and previous.members == members else members


def _finish(transaction: Transaction, record: AreaDay) -> None:
    """Lock a basis that has passed, and tell everyone."""
    locked = attrs.evolve(record, locked=True)
    transaction.put(SETTLEMENTS, key_of(record.area, record.day, record.version), locked)
    send_quality(transaction, locked)
    send_basis(transaction, locked)
    store_points(transaction, locked)


def release_settlement(transaction: Transaction, *, area: str, day: str, sender: str) -> dict[str, str]:
    """Let pass the newest version of an area's day that is on hold: a person has looked at its loss.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day, as ISO date.
        sender: GLN of the hub: its staff decides (assumption; who may is NOT FOUND).

    Returns:
        Area, day and phase.

    Raises:
        ValueError: Nothing is on hold, or the sender is not the hub.
    """
    if sender != transaction.config.gln:
        raise ValueError("expected the hub as sender")
    record = latest(transaction, area, dt.date.fromisoformat(day))
    if record is None or record.phase is not SettlementPhase.ON_HOLD:
        raise ValueError("expected an area's day that is on hold")
    passed = attrs.evolve(record, phase=SettlementPhase.DONE, released=True, passed=transaction.now)
    transaction.put(SETTLEMENTS, key_of(area, passed.day, passed.version), passed)
    _publish(transaction, passed)
    return {"area": area, "day": day, "phase": passed.phase.value}


def rerun_settlement(transaction: Transaction, *, area: str, day: str, sender: str) -> dict[str, str]:
    """Calculate an area's day again with what has come in since, up to 12:00 on D+13, unless it is locked.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day, as ISO date.
        sender: GLN of the grid company or of the hub.

    Returns:
        Area, day and phase.

    Raises:
        ValueError: The area is not the sender's, the day is too new, too old or locked.
    """
    usage, grid_area = dt.date.fromisoformat(day), transaction.structure.area(area)
    if grid_area is None or grid_area.virtual or sender not in {grid_area.owner, transaction.config.gln}:
        raise ValueError("expected a grid area that the sender owns")
    age = (local_day(transaction.now) - usage).days
    if age < 1 or transaction.now > clock(usage + _LAST_RERUN * _DAY, _NOON):
        raise ValueError("expected a usage day from yesterday back to D+13 12:00")
    newest = latest(transaction, area, usage)
    if newest is not None and newest.locked:
        raise ValueError("the day is locked: what is wrong goes to the reconciliation")
    record = _calculated(
        transaction, market_of(transaction), key_of(area, usage, min(age, _VERSIONS)), transaction.now
    )
    if record.phase is SettlementPhase.DONE:
        _publish(transaction, record)
    return {"area": area, "day": day, "phase": record.phase.value}


def _publish(transaction: Transaction, record: AreaDay) -> None:
    if record.version == _VERSIONS and transaction.now >= frozen_at(record.day):
        _finish(transaction, record)
        return
    send_quality(transaction, record)
    if record.version < _VERSIONS:
        send_basis(transaction, record)
