"""Virtual calculations as the hub's staff sets them up, at the request of grid companies.

Source: Elhub standard, page on virtual calculations (set-up and removal are announced by BRS-NO-305); copies between
metering points of two grid companies can be set up by Elhub alone (user forum 2024, sharing values).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.interval_values import distribute_changes
from edielkit.hub.processes.master_data_update import notify
from edielkit.hub.values.calculations import ACTIVE_ENERGY, all_calculations, put
from edielkit.hub.values.formulas import MILLION, Formula, millionths
from edielkit.hub.values.store import instant_of
from edielkit.hub.values.value_records import (
    CALCULATIONS,
    VALUES,
    Calculation,
    CalculationInput,
    CalculationTarget,
    CalculationVersion,
    ChannelKey,
    Template,
)
from edielkit.hub.virtual.calculation_checks import channel_troubles, circle, rivals, shape_troubles
from edielkit.hub.virtual.recalculation import recalculate
from edielkit.market_time import Period, day_period, local_day

__all__ = ("end", "ended", "listed", "replaced", "set_up")

Row = Mapping[str, Any]


def set_up(
    transaction: Transaction,
    *,
    template: str,
    start: str,
    inputs: Sequence[Row],
    targets: Sequence[Row],
    calculation: str | None = None,
    called: str = "",
    description: str = "",
    formula: str | None = None,
    floor: bool = False,
) -> str:
    """Set up a virtual calculation from a local midnight, or a new version of one; return its identification.

    Args:
        transaction: The step.
        template: ``sum``, ``net``, ``gross``, ``distribution`` or ``copy``.
        start: First day, as ISO date. A new calculation may begin back in time, and what is there is calculated at
            once; a new version begins on a day to come.
        inputs: Channels that go in: ``point``, ``direction`` and, if not active energy, ``product``; ``weight`` with
            up to six decimals as text (1 if left out), and for gross the ``part``: ``production`` or ``exchange``.
        targets: Channels that come out: ``point``, ``direction``, ``product``, and ``share`` for manual shares.
        calculation: Identification of the calculation that gets a new version; None for a new one.
        called: Name.
        description: Free text.
        formula: ``Manual`` or ``EquallyDistributed``, of a distribution.
        floor: A result below zero becomes zero.

    Raises:
        ValueError: With everything that does not fit, in words.
    """
    first = dt.date.fromisoformat(start)
    current = None if calculation is None else _open_calculation(transaction, calculation)
    identification = transaction.new_id() if current is None else current.identification
    if current is not None and first <= local_day(transaction.now):
        raise ValueError("expected a day to come for a new version")
    version = CalculationVersion(
        number=1 if current is None else len(current.versions) + 1,
        start=first,
        template=_one_of(Template, template),
        formula=None if formula is None else _one_of(Formula, formula),
        floor=bool(floor),
        inputs=tuple(_input(row) for row in inputs),
        targets=tuple(_target(row) for row in targets),
    )
    _require(transaction, version, identification)
    before = Calculation(identification=identification) if current is None else current
    put(
        transaction,
        attrs.evolve(
            replaced(before, version),
            name=called or before.name,
            description=description or before.description,
        ),
    )
    _announce(transaction, version, first)
    distribute_changes(transaction, recalculate(transaction, _there(transaction, version)))
    return identification


def _one_of(kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        expected = ", ".join(member.value for member in kind)
        raise ValueError(f"expected one of {expected}; found {text!r}") from None


def _key(row: Row) -> ChannelKey:
    direction = str(row.get("direction", ""))
    if direction not in {"In", "Out"}:
        raise ValueError(f"expected direction In or Out, found {direction!r:.20}")
    return ChannelKey(str(row.get("point", "")), str(row.get("product", ACTIVE_ENERGY)), direction)


def _input(row: Row) -> CalculationInput:
    return CalculationInput(
        key=_key(row), weight=millionths(str(row.get("weight", 1))), part=str(row.get("part", ""))
    )


def _target(row: Row) -> CalculationTarget:
    share = row.get("share")
    return CalculationTarget(key=_key(row), share=None if share is None else millionths(str(share)))


def _open_calculation(transaction: Transaction, identification: str) -> Calculation:
    stored = transaction.get(CALCULATIONS, identification)
    if stored is None or stored.open is None or stored.owner:
        raise ValueError("expected a virtual calculation that goes on")
    return stored


def _require(transaction: Transaction, version: CalculationVersion, own: str) -> None:
    troubles = list(shape_troubles(version)) or list(channel_troubles(transaction, version))
    troubles += [
        f"channel {t.key.direction} of metering point {t.key.point} is reckoned by another calculation"
        for t in version.targets
        if rivals(transaction, t.key, version, own)
    ]
    if circle(transaction, version, own):
        troubles.append("a calculation cannot build on its own results")
    if troubles:
        raise ValueError("; ".join(troubles))


def replaced(calculation: Calculation, version: CalculationVersion) -> Calculation:
    """Return *calculation* with *version* from its first day on, in the place of all that held then."""
    return attrs.evolve(
        ended(calculation, version.start), versions=(*ended(calculation, version.start).versions, version)
    )


def ended(calculation: Calculation, day: dt.date) -> Calculation:
    """Return *calculation* without any version from *day* on."""
    versions = tuple(
        attrs.evolve(version, end=max(version.start, day), active=False)
        if version.end is None or (not version.empty and version.end > day)
        else version
        for version in calculation.versions
    )
    return attrs.evolve(calculation, versions=versions)


def end(transaction: Transaction, *, calculation: str, day: str) -> None:
    """End a virtual calculation.

    Args:
        transaction: The step.
        calculation: Its identification.
        day: First day without it, as ISO date; a day to come, since what is calculated stays.

    Raises:
        ValueError: There is no such calculation, or the day has begun.
    """
    current, last = _open_calculation(transaction, calculation), dt.date.fromisoformat(day)
    if last <= local_day(transaction.now):
        raise ValueError("expected a day to come")
    version = current.open
    assert version is not None
    put(transaction, ended(current, last))
    _announce(transaction, version, last)


def _announce(transaction: Transaction, version: CalculationVersion, day: dt.date) -> None:
    for name in dict.fromkeys(target.key.point for target in version.targets):
        point = transaction.point(name)
        if point is not None:
            notify(transaction, point, max(day, local_day(transaction.now)), "305", owner=True)


def _there(transaction: Transaction, version: CalculationVersion) -> Iterable[tuple[ChannelKey, Period]]:
    """Yield the inputs that have values already."""
    start = day_period(version.start).start
    for source in version.inputs:
        last = max((b.end for b in transaction.get(VALUES, source.key) or ()), default=0)
        if instant_of(last) > start:
            yield source.key, Period(start, instant_of(last))


def listed(transaction: Transaction, *, point: str | None = None) -> list[dict[str, Any]]:
    """Return all calculations, shared productions too, or those that a metering point takes part in.

    Args:
        transaction: The step.
        point: GSRN; None for all.

    Returns:
        Plain data: what `set_up` was given, with the days and status of each version.
    """
    return [_plain(item) for item in all_calculations(transaction) if point is None or point in _points(item)]


def _points(calculation: Calculation) -> set[str]:
    keys = [i.key for v in calculation.versions for i in v.inputs]
    keys += [t.key for v in calculation.versions for t in v.targets]
    return {key.point for key in keys}


def _plain(calculation: Calculation) -> dict[str, Any]:
    return {
        "calculation": calculation.identification,
        "owner": calculation.owner,
        "name": calculation.name,
        "description": calculation.description,
        "versions": [
            {
                "version": version.number,
                "start": version.start.isoformat(),
                "end": None if version.end is None else version.end.isoformat(),
                "active": version.active,
                "template": version.template.value,
                "formula": None if version.formula is None else version.formula.value,
                "floor": version.floor,
                "inputs": [
                    {**_channel(i.key), "weight": _text(i.weight), "part": i.part} for i in version.inputs
                ],
                "targets": [
                    {**_channel(t.key), "share": None if t.share is None else _text(t.share)}
                    for t in version.targets
                ],
            }
            for version in calculation.versions
        ],
    }


def _channel(key: ChannelKey) -> dict[str, str]:
    return {"point": key.point, "product": key.product, "direction": key.direction}


def _text(value: int) -> str:
    """Return millionths as a decimal number.

    >>> _text(-250_000), _text(1_000_000)
    ('-0.25', '1')
    """
    whole, remainder = divmod(abs(value), MILLION)
    digits = f"{whole}.{remainder:06d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 else digits
