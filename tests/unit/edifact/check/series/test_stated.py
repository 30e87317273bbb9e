"""Periods that heads and points state."""

from edielkit.edifact.check.series import check_series
from edielkit.edifact.read.tokenizer import tokenize

HEAD = (
    "UNH+1+MSCONS:D:{release}:UN:{guide}'BGM+7+D1+9'DTM+137:202406050715:203'{times}UNS+D'NAD+XX'"
    "LOC+172+707057500000000008::9'"
)


def check(body, *, release="04B", guide="2.4c", times="DTM+ZZZ:0:805'", **more):
    text = HEAD.format(release=release, guide=guide, times=times) + body + "UNT+1+1'"
    return list(check_series(tokenize(text.encode()).segments, **more))


def codes(*args, **more):
    return [f.code for f in check(*args, **more)]


def test_whole_days_are_checked_with_the_times_of_the_message():
    """A stated period that is no whole days is no fault of its notation."""
    times = "DTM+163:202403010000:203'DTM+164:202404010000:203'DTM+ZZZ:1:805'"
    value = "LIN+1'QTY+136:1'DTM+324:202403010000202404010000:Z13'"
    assert codes(value, times=times, guide="EDIEL2", release="96A") == []
