"""Period volumes (periodevolum) and readings of profiled points as the hub keeps them: records, never changed.

A point's records are a tuple in order of insertion. A withdrawal is a record too: what it takes back stays, and can be
asked for as of an instant. Quantities and readings are whole thousandths of a kWh.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right, insort_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from edielkit.hub.values.value_records import Volume, VolumeKind, Withdrawal

__all__ = ("after", "anchor", "difference", "held", "misfits", "near", "taken_back")


def held(records: Iterable[Volume | Withdrawal], *, as_of: dt.datetime | None = None) -> tuple[Volume, ...]:
    """Return what counts, in order of time; of two at one start the start reading comes first.

    Args:
        records: In order of insertion.
        as_of: What counted at that instant; None for now.

    >>> noon = dt.datetime(2026, 2, 2, 12, tzinfo=dt.UTC)
    >>> from edielkit.hub.values.value_records import VolumeKind
    >>> first = Volume(kind=VolumeKind.READING, start=noon, end=noon, after=5, registered=noon, inserted=noon)
    >>> back = Withdrawal(start=noon, end=noon, registered=noon, inserted=noon + dt.timedelta(hours=1))
    >>> len(held((first, back))), len(held((first, back), as_of=noon))
    (0, 1)
    """
    kept: list[Volume] = []
    for record in records:
        if as_of is None or record.inserted <= as_of:
            _take(kept, record)
    return tuple(kept)


def after(volumes: Iterable[Volume], new: Volume | Withdrawal) -> tuple[Volume, ...]:
    """Return what counts when *new* is added to *volumes*, which are in order as `held` gives them."""
    kept = list(volumes)
    _take(kept, new)
    return tuple(kept)


def _take(kept: list[Volume], new: Volume | Withdrawal) -> None:
    if isinstance(new, Volume):
        insort_right(kept, new, key=_times)
        return
    # what is taken back begins in the period: what lies before and after it need not be looked at
    low = bisect_left(kept, new.start, key=_start)
    high = bisect_right(kept, new.end, lo=low, key=_start)
    gone = {id(volume) for volume in taken_back(kept[low:high], new)}
    kept[low:high] = [volume for volume in kept[low:high] if id(volume) not in gone]


def near(volumes: Sequence[Volume], start: dt.datetime, end: dt.datetime) -> Sequence[Volume]:
    """Return those of *volumes* that what lies from *start* to *end* may meet or follow.

    Args:
        volumes: In order as `held` gives them; they do not overlap, so the volume before and the start readings at its
            end are the last three that begin before.
        start: Start of a period.
        end: Its end.
    """
    low = bisect_left(volumes, start, key=_start)
    return volumes[max(0, low - 3) : bisect_right(volumes, end, lo=low, key=_start)]


def _start(volume: Volume) -> dt.datetime:
    return volume.start


def _times(volume: Volume) -> tuple[dt.datetime, dt.datetime]:
    return volume.start, volume.end


def taken_back(volumes: Iterable[Volume], withdrawal: Withdrawal) -> tuple[Volume, ...]:
    """Return which of *volumes* a withdrawal takes back: whole volumes, and start readings that lie between them.

    A start reading at the edge stays: what follows, or replaces, starts from it. A withdrawal whose end is its start
    takes back the start reading of that instant.
    """
    first, last = withdrawal.start, withdrawal.end
    if first == last:
        return tuple(
            volume for volume in volumes if volume.kind is VolumeKind.READING and volume.start == first
        )
    return tuple(
        volume
        for volume in volumes
        if (
            first < volume.start < last
            if volume.kind is VolumeKind.READING
            else first <= volume.start and volume.end <= last
        )
    )


def anchor(volumes: Iterable[Volume], when: dt.datetime) -> Volume | None:
    """Return what a volume from *when* on follows: the newest that ends then or before, a start reading rather."""
    before = [volume for volume in volumes if volume.end <= when]
    return max(before, key=lambda volume: (volume.end, volume.kind is VolumeKind.READING), default=None)


def difference(volume: Volume, constant: Decimal | None, digits: int | None) -> int | None:
    """Return the volume between the readings of *volume* in thousandths; None when one of them is not known.

    A counter that has passed its last digit begins anew at zero; the meter's constant (målerkonstant) is the factor
    from counter to energy. Both count where they are known (trust: DERIVED; the source says to- minus from-reading).

    Args:
        volume: A period volume.
        constant: Factor of the meter; one if None.
        digits: Number of digits of the counter before the point; no turn if None.
    """
    if volume.before is None or volume.after is None:
        return None
    steps = volume.after - volume.before
    if steps < 0 and digits is not None:
        steps += 1000 * 10**digits
    return int((steps * (Decimal(1) if constant is None else constant)).to_integral_value())


def misfits(volumes: Iterable[Volume], new: Volume) -> Iterator[str]:
    """Yield why *new* does not fit to what is held, in words; quantities of others are not repeated.

    Args:
        volumes: What counts, see `held`.
        new: A volume or a start reading that is to be added.
    """
    kept = tuple(volumes)
    if new.kind is VolumeKind.READING:
        yield from _reading_misfits(kept, new)
        return
    if any(_overlap(volume, new) for volume in kept):
        yield "values are held already for a part of the period: expected them to be withdrawn first"
        return
    before = anchor(kept, new.start)
    if before is None:
        if new.kind is VolumeKind.METERED or new.before is not None:
            yield "expected a start reading at the start of the first volume"
    elif before.end != new.start:
        yield f"expected a volume from {before.end.isoformat()} on, where the one before ends"
    elif before.after is not None and before.after != new.before:
        yield "expected the from-reading to be the reading that is held for the start"
    following = next((volume for volume in kept if volume.start == new.end), None)
    if (
        following is not None
        and following.kind is not VolumeKind.READING
        and None not in {following.before, new.after}
        and following.before != new.after
    ):
        yield "expected the to-reading to be the from-reading of the volume that follows"


def _reading_misfits(kept: tuple[Volume, ...], new: Volume) -> Iterator[str]:
    for volume in kept:
        if volume.kind is VolumeKind.READING and volume.start == new.start:
            yield "a start reading is held already: expected it to be withdrawn first"
        elif volume.start < new.start < volume.end:
            yield "a volume is held whose period the reading lies in: expected it to be withdrawn first"
        elif volume.start == new.start and volume.before not in {None, new.after}:
            yield "expected the from-reading of the volume that is held"


def _overlap(volume: Volume, new: Volume) -> bool:
    if volume.kind is VolumeKind.READING:
        return new.start < volume.start < new.end
    return volume.start < new.end and new.start < volume.end
