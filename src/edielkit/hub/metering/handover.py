"""Values of days that have changed hands: whoever has come to be entitled to them is sent what is here.

Source: BRS-NO-133 and 222, deadlines: metering values are sent again at once, within three working days; 111 and 221 by
analogy. That a start of supply back in time brings the values of its days with it is an assumption. Nobody is sent
anything of a day that was theirs before, and nobody of a day that is no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.profiled_volumes import delivery_of, records_of
from edielkit.hub.metering.value_queries import keys_of
from edielkit.hub.values.distribution import Payload, ValueDelivery, payloads_of, send_values
from edielkit.hub.values.entitled import EntitledShare, shares
from edielkit.hub.values.store import instant_of, pieces
from edielkit.hub.values.value_kinds import ESTIMATED, MEASURED, SENT, TRANSFORMED
from edielkit.hub.values.value_records import VALUES, VOLUMES, ChannelKey, History, Volume, VolumeKind
from edielkit.hub.values.volumes import held
from edielkit.market_time import Period

__all__ = ("send_gained",)

# Kind of values to the process that sent them first: volumes of 312, estimates of the lock 322.
_PROCESSES: Mapping[str, str] = MappingProxyType(
    {SENT: "313", MEASURED: "312", ESTIMATED: "322", TRANSFORMED: "313"}
)
_SERIES, _VOLUMES = "E66", "E65"
# Party, role, process and document type to what is sent.
_Outgoing = dict[tuple[str, str, str, str], list[Payload]]


def send_gained(transaction: Transaction, before: Point, after: Point) -> None:
    """Send those that a change of contracts has entitled to days what is here of these days.

    Args:
        transaction: The step.
        before: The metering point as it was.
        after: The same as it is now.
    """
    if before.timeline == after.timeline:
        return
    outgoing: _Outgoing = {}
    _gather_volumes(transaction, before, after, outgoing)
    for key in keys_of(after):
        for kind, brs in _PROCESSES.items():
            for delivery, who in _series(transaction, before, after, key._replace(kind=kind)):
                outgoing.setdefault((*who, brs, _SERIES), []).extend(payloads_of(transaction, delivery))
    for (party, role, brs, document_type), payloads in outgoing.items():
        send_values(
            transaction,
            payloads,
            to=party,
            role=role,
            brs=brs,
            document_type=document_type,
            point=after.identification,
        )


def _series(
    transaction: Transaction, before: Point, after: Point, key: ChannelKey
) -> Iterator[tuple[ValueDelivery, tuple[str, str]]]:
    """Yield the values of a channel on days that were gained, with party and role."""
    history = transaction.get(VALUES, key)
    if not history:
        return
    for party, role, period in _gained(transaction, before, after, key, _whole(history)):
        for piece in pieces(history, period):
            delivery = ValueDelivery(
                key=key,
                period=piece.period,
                minutes=piece.minutes,
                observations=piece.observations,
                registered=piece.registered,
                inserted=piece.inserted,
            )
            yield delivery, (party, role)


def _gather_volumes(transaction: Transaction, before: Point, after: Point, outgoing: _Outgoing) -> None:
    """Gather period volumes, which nobody gets in parts; who is sent one is told when it is withdrawn."""
    point = after.identification
    key = ChannelKey(point, ACTIVE_ENERGY, "Out")
    records = list(records_of(transaction, point))
    counting = {id(volume) for volume in held(records) if volume.kind is not VolumeKind.READING}
    for place, record in enumerate(records):
        if not isinstance(record, Volume) or id(record) not in counting:
            continue
        gained = _gained(transaction, before, after, key, record.period)
        new = dict.fromkeys((share.party, share.role) for share in gained)
        for party, role in new:
            payloads = payloads_of(transaction, delivery_of(point, record))
            outgoing.setdefault((party, role, "312", _VOLUMES), []).extend(payloads)
        if new:
            recipients = tuple(dict.fromkeys((*record.recipients, *new)))
            records[place] = attrs.evolve(record, recipients=recipients)
    if outgoing:
        transaction.put(VOLUMES, point, tuple(records))


def _whole(history: History) -> Period:
    return Period(
        instant_of(min(block.start for block in history)), instant_of(max(block.end for block in history))
    )


def _gained(
    transaction: Transaction, before: Point, after: Point, key: ChannelKey, period: Period
) -> Iterator[EntitledShare]:
    """Yield who is entitled to a part of *period* now and was not before, and to which."""
    asked = {"product": key.product, "direction": key.direction, "kind": key.kind}
    earlier = shares(transaction, before, period, **asked)
    for share in shares(transaction, after, period, **asked):
        own = (other.period for other in earlier if (other.party, other.role) == (share.party, share.role))
        for part in _without(share.period, own):
            yield share._replace(period=part)


def _without(period: Period, others: Iterable[Period]) -> Iterator[Period]:
    """Yield the parts of *period* that none of *others*, which are in order, covers."""
    start = period.start
    for other in others:
        if start < min(other.start, period.end):
            yield Period(start, min(other.start, period.end))
        start = max(start, other.end)
    if start < period.end:
        yield Period(start, period.end)
