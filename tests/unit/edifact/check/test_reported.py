"""What a message of series reports."""

from __future__ import annotations

import datetime as dt

from tests.support.edifact_dated import OTHER_POINT, line, mscons, transaction, utilts

from edielkit.edifact.check.reported import Reported, Times
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.read.tokenizer import tokenize


def raw(text: str) -> RawMessage:
    """Return the message that a text writes."""
    return RawMessage(tokenize(text.encode()).segments)


def test_lines_have_the_nearest_period_that_is_stated():
    """That of the point, else that of the header; a line has its values' times."""
    header = "DTM+163:202601010000:203'DTM+164:202602010000:203'"
    stated = "DTM+163:202601150000:203'DTM+164:202601160000:203'"
    message = raw(mscons(line(stated=stated), line(point=OTHER_POINT), header=header))
    times = Times(message, "no")
    first, second = Reported(message, "no").series

    assert [15, 1] == [
        times.period(series.stated).start.astimezone(times.clock.zone).day for series in (first, second)
    ]
    assert [dt.timedelta(days=1)] * 2 == [times.period(series.own).duration for series in (first, second)]
    assert first.key != second.key
    assert frozenset({"136"}) == first.qualifiers


def test_transactions_have_their_own_times():
    """Period and registration of the transaction, none of its observations."""
    message = raw(utilts(transaction("T1"), transaction("T2")))
    first, second = Reported(message, "no").series

    assert first.key == second.key
    assert ["T1", "T2"] == [series.head.get(2) for series in (first, second)]
    assert ["324"] == [segment.get(1) for segment in first.stated]
    assert ["597"] == [segment.get(1) for segment in second.registered]


def test_a_message_that_is_cut_off_is_read_as_far_as_it_goes():
    """Without UNT the last series is one all the same."""
    for text in (mscons(line()), utilts(transaction())):
        assert 1 == len(Reported(raw(text.partition("UNT")[0]), "no").series)


def test_other_messages_report_nothing():
    """An answer has no series."""
    assert [] == list(Reported(raw("UNH+1+APERAK:D:96A:UN'BGM+++29'UNT+3+1'"), "no").series)


def test_times_that_cannot_be_read_are_none():
    """Text that follows no notation, or a time without any zone."""
    message = raw(mscons(line("20260201000x")))
    (series,) = Reported(message, "no").series

    assert Times(message, "no").period(series.own) is None
    assert Times(message, "no").period(()) is None
    silent = raw(mscons(line()).replace("DTM+ZZZ:1:805'", ""))
    (series,) = Reported(silent, "").series
    assert Times(silent, "").period(series.own) is None


def test_a_period_in_the_middle_may_end_last():
    """Of many periods the latest end counts, wherever it stands, and the earliest start."""
    values = "".join(
        f"QTY+136:1'DTM+324:202601{day:02}0000{2026 if day != 5 else 2126}01{day + 1:02}0000:Z13'"
        for day in range(1, 20)
    )
    message = raw(mscons(f"LOC+90+707057500000000018::9'LIN+1++1501'MEA+AAZ++KWH'{values}"))
    (series,) = Reported(message, "no").series
    period = Reported(message, "no").period(series.own)

    assert (period.start.year, period.end.year) == (2025, 2126)
