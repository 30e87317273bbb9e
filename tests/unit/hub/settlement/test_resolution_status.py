"""Which metering points count as read by the quarter or by the hour, and in which row."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_fixtures import gsrn, master_data, point
from tests.support.settlement_market import hub

from edielkit.emif.values import Code
from edielkit.hub import Point, Version
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.resolution_status import resolution_rows

DAY = dt.date(2026, 2, 2)
CREATED = dt.date(2020, 1, 1)
NOW = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
ACTIVE, INACTIVE, TERMINATED = "E22", "E23", "E31"
INTERVAL, PROFILED, UNSETTLED = "E02", "E01", "Z01"


def read_point(
    kind: str | None, method: str | None, occurrence: str | None, *, status: str = ACTIVE, number: int = 1
) -> Point:
    """Return a point with a type, a settlement method and what it is read by."""
    data = master_data("E17")
    detail = attrs.evolve(
        data.detail,
        metering_point_type=None if kind is None else Code(kind, "260"),
        settlement_method_type=None if method is None else Code(method, "260"),
        meter_reading_occurrence=occurrence,
    )
    return point(gsrn(number), status=status, data=attrs.evolve(data, detail=detail))


def rows_of(*points: Point, day: dt.date = DAY) -> list[tuple[str, int, int, str]]:
    """Return type, quarters, hours and share of each row that counts a point."""
    rows = resolution_rows(Transaction(State.of(hub(*points).snapshot()), NOW), day)
    assert ["production", "exchange", "consumption"] == [row["type"] for row in rows]
    return [
        (row["type"], row["quarters"], row["hours"], row["share"])
        for row in rows
        if row["quarters"] or row["hours"]
    ]


PLACES = [
    # type, method, reading resolution; the row and the column that the point counts in, none where it does not count
    ("E17", INTERVAL, "PT15M", ("consumption", 1, 0, "100.0")),
    ("E17", INTERVAL, "PT1H", ("consumption", 0, 1, "0.0")),
    ("E17", INTERVAL, "PT60M", ("consumption", 0, 1, "0.0")),
    ("E17", PROFILED, None, ("consumption", 0, 1, "0.0")),
    ("E18", INTERVAL, "PT15M", ("production", 1, 0, "100.0")),
    ("E18", INTERVAL, "PT1H", ("production", 0, 1, "0.0")),
    ("E19", INTERVAL, "PT15M", ("consumption", 1, 0, "100.0")),
    ("E20", None, "PT15M", ("exchange", 1, 0, "100.0")),
    ("E20", None, "PT1H", ("exchange", 0, 1, "0.0")),
    ("E20", None, None, ("exchange", 0, 1, "0.0")),
    # not settled (Z01): in no balance, so in no row
    ("E17", UNSETTLED, "PT15M", None),
    ("E18", UNSETTLED, "PT1H", None),
    # a type that the table has no row for, or none at all
    (None, INTERVAL, "PT15M", None),
    ("E99", INTERVAL, "PT1H", None),
    ("E99", None, None, None),
]


@pytest.mark.parametrize(("kind", "method", "occurrence", "row"), PLACES)
def test_a_point_counts_in_the_row_of_its_type(
    kind: str | None, method: str | None, occurrence: str | None, row: tuple[str, int, int, str] | None
) -> None:
    """Once, by what it is read by; beside it the others count as ever."""
    other = read_point("E18", INTERVAL, "PT15M", number=2)
    counted = read_point(kind, method, occurrence)
    apart = [] if row is None else [row]

    assert apart == rows_of(counted)
    production = sum(row[1] for row in apart if row[0] == "production") + 1
    assert production == sum(row[1] for row in rows_of(other, counted) if row[0] == "production")


@pytest.mark.parametrize(
    ("status", "expected"), [(ACTIVE, 1), (INACTIVE, 0), (TERMINATED, 0)], ids=["E22", "E23", "E31"]
)
def test_active_points_count(status: str, expected: int) -> None:
    """Those that are disconnected or taken away are read by nobody."""
    assert expected == len(rows_of(read_point("E17", INTERVAL, "PT15M", status=status)))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (CREATED - dt.timedelta(days=1), []),
        (CREATED, [("consumption", 0, 1, "0.0")]),
        (DAY - dt.timedelta(days=1), [("consumption", 0, 1, "0.0")]),
        (DAY, [("consumption", 1, 0, "100.0")]),
    ],
    ids=str,
)
def test_the_master_data_of_the_day_count(day: dt.date, expected: list[tuple[str, int, int, str]]) -> None:
    """A point counts from its first day on, and by the quarter from the day on which it is read so."""
    hourly, by_quarter = (read_point("E17", INTERVAL, occurrence) for occurrence in ("PT1H", "PT15M"))
    later = Version(start=DAY, data=by_quarter.versions[0].data)
    counted = attrs.evolve(hourly, versions=(*hourly.versions, later))

    assert expected == rows_of(counted, day=day)


def test_a_point_without_master_data_yet_does_not_count() -> None:
    """Its status is there, what it is read by is not."""
    created = read_point("E17", INTERVAL, "PT1H")
    late = attrs.evolve(created, versions=(attrs.evolve(created.versions[0], start=DAY),))

    assert [] == rows_of(late, day=DAY - dt.timedelta(days=1))
    assert [("consumption", 0, 1, "0.0")] == rows_of(late)


@pytest.mark.parametrize(
    ("quarters", "hours", "share"),
    [(1, 2, "33.3"), (2, 1, "66.7"), (1, 7, "12.5"), (1, 15, "6.3"), (5, 3, "62.5"), (3, 13, "18.8")],
)
def test_the_share_is_rounded_to_a_decimal(quarters: int, hours: int, share: str) -> None:
    """Half a tenth is rounded up: 1 of 16 is 6.25 percent."""
    points = [
        read_point("E17", INTERVAL, "PT15M" if number < quarters else "PT1H", number=number + 1)
        for number in range(quarters + hours)
    ]

    assert [("consumption", quarters, hours, share)] == rows_of(*points)
