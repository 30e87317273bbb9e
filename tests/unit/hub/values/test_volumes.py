"""Records of period volumes: what counts, what follows what, what the counter shows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from edielkit.hub.values.value_records import Volume, VolumeKind, Withdrawal
from edielkit.hub.values.volumes import anchor, difference, held, misfits, taken_back

BASE = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def at(day: int) -> dt.datetime:
    """Return an instant, counted in days."""
    return BASE + dt.timedelta(days=day)


def volume(first: int, last: int, before: int | None = 0, after: int | None = 10, sent: int = 50) -> Volume:
    """Return a metered volume."""
    return Volume(
        kind=VolumeKind.METERED,
        start=at(first),
        end=at(last),
        quantity=0 if before is None or after is None else after - before,
        before=before,
        after=after,
        registered=at(sent),
        inserted=at(sent),
    )


def reading(day: int, shown: int = 0, sent: int = 50) -> Volume:
    """Return a start reading."""
    return Volume(
        kind=VolumeKind.READING,
        start=at(day),
        end=at(day),
        after=shown,
        registered=at(sent),
        inserted=at(sent),
    )


def back(first: int, last: int, sent: int = 60) -> Withdrawal:
    """Return a withdrawal."""
    return Withdrawal(start=at(first), end=at(last), registered=at(sent), inserted=at(sent))


def test_what_counts_is_in_order_of_time_and_of_an_instant() -> None:
    """Withdrawn volumes count before they are withdrawn, replacements after they have come."""
    start, first, two = reading(0), volume(0, 5), volume(5, 9, 10, 20)
    new = volume(5, 9, 10, 30, sent=61)
    records = (two, start, first, back(5, 9), new)

    assert (start, first, new) == held(records)
    assert (start, first, two) == held(records, as_of=at(59))
    assert (start, first) == held(records, as_of=at(60))
    assert () == held(records, as_of=at(1))


def test_a_withdrawal_takes_whole_volumes_and_readings_between_them() -> None:
    """Readings at the edge stay; one without length takes a start reading alone."""
    start, first, change, two = reading(0), volume(0, 5), reading(5), volume(5, 9, 0, 10)
    records = (start, first, change, two)

    assert (first, change, two) == taken_back(records, back(0, 9))
    assert (first,) == taken_back(records, back(0, 5))
    assert () == taken_back(records, back(1, 5))
    assert (change,) == taken_back(records, back(5, 5))


def test_a_start_reading_is_what_a_volume_follows() -> None:
    """Of a volume and a reading that end at one instant the reading counts; later ones do not."""
    first, change = volume(0, 5), reading(5)

    assert change == anchor((first, change, volume(5, 9)), at(5))
    assert first == anchor((first,), at(7))
    assert anchor((first,), at(4)) is None


@pytest.mark.parametrize(
    ("before", "after", "constant", "digits", "expected"),
    [
        (1000, 2500, None, None, 1500),
        (1000, 2500, "0.5", None, 750),
        (9_999_000, 500, None, 4, 1500),
        (9_999_000, 500, None, None, -9_998_500),
        (None, 500, None, None, None),
        (0, 333, "1.00001", None, 333),
    ],
)
def test_the_difference_of_readings(
    before: int | None, after: int, constant: str | None, digits: int | None, expected: int | None
) -> None:
    """A counter turns after its last digit; the constant is the factor to energy."""
    factor = None if constant is None else Decimal(constant)

    assert expected == difference(volume(0, 1, before, after), factor, digits)


KNOWN = (reading(0), volume(0, 5), volume(5, 9, 10, 20))
FITS: dict[str, tuple[tuple[Volume, ...], Volume, str]] = {
    "next": (KNOWN, volume(9, 12, 20, 30), ""),
    "gap": (KNOWN, volume(10, 12, 20, 30), "where the one before ends"),
    "overlap": (KNOWN, volume(8, 12, 20, 30), "held already"),
    "inside": (KNOWN, volume(6, 7, 20, 30), "held already"),
    "other reading": (KNOWN, volume(9, 12, 21, 30), "from-reading"),
    "no reading": (KNOWN, volume(9, 12, None, None), "from-reading"),
    "nothing before": ((), volume(9, 12), "start reading"),
    "over a change of meter": ((*KNOWN, reading(9)), volume(9, 12, 0, 30), ""),
    "reading inside": ((reading(0), reading(3)), volume(0, 5), "held already"),
    "between, to another reading": ((reading(0), volume(5, 9, 10, 20)), volume(0, 5, 0, 11), "to-reading"),
    "between, to the reading": ((reading(0), volume(5, 9, 10, 20)), volume(0, 5, 0, 10), ""),
    "between, to a change of meter": (
        (reading(0), reading(5, 99), volume(5, 9, 99, 120)),
        volume(0, 5, 0, 11),
        "",
    ),
    "second start reading": (KNOWN, reading(0, 5), "held already"),
    "start reading inside a volume": (KNOWN, reading(3, 5), "lies in"),
    "start reading of a change": (KNOWN, reading(9, 0), ""),
    "start reading before a volume": (KNOWN[1:], reading(0, 7), "from-reading"),
}


@pytest.mark.parametrize("name", FITS)
def test_what_fits(name: str) -> None:
    """What is new says what keeps it out, or nothing."""
    records, new, words = FITS[name]
    texts = " and ".join(misfits(records, new))

    assert (bool(words), True) == (bool(texts), words in texts)
