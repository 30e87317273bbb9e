"""Instants of both wires as plain UTC, and cut to the minute."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.conversion_pairs import series

from edielkit.conversion.neutral import (
    NeutralDocument,
    NeutralEntry,
    NeutralHead,
    require_calendar,
    utc_instant,
    whole_minute,
)
from edielkit.emif.values import XmlDateTime
from edielkit.errors import BuildError
from edielkit.market_time import Period

NOON = dt.datetime(2026, 6, 4, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NOON.astimezone(dt.timezone(dt.timedelta(hours=2))), NOON),
        (NOON.replace(tzinfo=None), None),
        (dt.date(2026, 6, 4), None),
        ("2026-06-04T12:00:00Z", None),
        (dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-1))), None),
        (dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=1))), None),
    ],
)
def test_an_instant_is_aware_and_in_utc(value, expected):
    """What is no instant, or lies beyond the calendar in UTC, is none."""
    assert expected == utc_instant(value)


@pytest.mark.parametrize(
    ("value", "is_cut"),
    [
        (NOON, False),
        (NOON.replace(second=1), True),
        (NOON.replace(microsecond=1), True),
        (XmlDateTime.from_text("2026-06-04T12:00:00.000000000Z"), False),
        (XmlDateTime.from_text("2026-06-04T12:00:00.000000001Z"), True),
        (XmlDateTime.from_text("2026-06-04T14:00:00.0000000+02:00"), False),
    ],
)
def test_a_minute_says_what_was_cut_off(value, is_cut):
    """Seconds and fractions are cut off, those that only the text of an XML instant has, too."""
    assert (NOON, is_cut) == whole_minute(value)


def test_a_minute_needs_an_aware_instant():
    """A local time is none."""
    with pytest.raises(ValueError, match="aware"):
        whole_minute(NOON.replace(tzinfo=None))


SERIES = series("2026-06-04", "Out")
FIRST, LAST = (value.replace(tzinfo=dt.UTC) for value in (dt.datetime.min, dt.datetime.max))


@pytest.mark.parametrize(
    ("head", "entry", "supplied", "field"),
    [
        ({"created": LAST}, {}, {}, "document"),
        ({"created": FIRST}, {}, {}, "document"),
        ({}, {"series": attrs.evolve(SERIES, registered=LAST)}, {}, "series"),
        ({}, {"series": attrs.evolve(SERIES, period=Period(FIRST, SERIES.period.end))}, {}, "series"),
        ({}, {"series": attrs.evolve(SERIES, period=Period(SERIES.period.start, LAST))}, {}, "series"),
        ({}, {"inserted": LAST}, {}, "series"),
        ({}, {}, {"options.now": FIRST}, "options.now"),
    ],
)
def test_the_ends_of_the_calendar_are_refused(head, entry, supplied, field):
    """An instant without a time in some zone is an error at its place, never an overflow."""
    document = NeutralDocument(
        head=NeutralHead(**{"wire": "emif", "where": "document", **head}),
        entries=(NeutralEntry(**{"series": SERIES, "where": "series", **entry}),),
    )

    with pytest.raises(BuildError, match="between the years 1 and 9999") as caught:
        require_calendar(document, supplied)
    assert field == caught.value.field


def test_all_other_years_are_data():
    """The second day of the calendar and the last but one."""
    early, late = FIRST + dt.timedelta(days=1), dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
    entry = NeutralEntry(series=attrs.evolve(SERIES, period=Period(early, late)), where="", inserted=NOON)
    head = NeutralHead(wire="emif", created=early)

    require_calendar(NeutralDocument(head=head, entries=(entry,)), {"options.now": None})
