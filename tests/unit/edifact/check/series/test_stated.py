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


def test_swedish_months_may_end_beside_midnight():
    """A Swedish month is normal time: an end an hour beside civil midnight is no slip."""
    times = "DTM+163:202405010000:203'DTM+164:202406010000:203'DTM+ZZZ:1:805'"
    body = "LIN+1'QTY+136:1'DTM+324:202405010000202406010000:Z13'"
    assert codes(body, times=times, guide="E2SE5B", release="96A") == []
    march = times.replace("202405010000", "202403010000").replace("202406010000", "202404010000")
    value = body.replace("202405010000202406010000", "202403010000202404010000")
    assert codes(value, times=march, guide="E2SE5B", release="96A") == []
    assert codes(value, times=march, guide="EDIEL2", release="96A") == ["SER018"]
