"""Small messages of series, and both ways to read them."""

from __future__ import annotations

from collections.abc import Sequence

from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.typed import series
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.series import TimeSeries

HEAD = (
    "UNH+1+MSCONS:D:{release}:UN:{guide}'BGM+7+D1+{function}'DTM+137:202406050715:203'{times}UNS+D'NAD+XX'"
    "LOC+90+707057500000000008::9'"
)
UTILTS = (
    "UNH+1+UTILTS:D:02B:UN:E5SE5A'BGM+E66::260+U1+9'DTM+137:202406050500:203'DTM+735:?+0100:406'"
    "IDE+24+T1'LOC+232+A:SVK:260'LOC+233+B:SVK:260'LOC+172+735999000000000005::9'LIN+++8716867000030:::9'"
    "DTM+324:202406040000202406040100:719'DTM+597:202406050400:203'DTM+354:15:806'MEA+AAZ++KWH'"
    "CCI+++E12::260'CAV+{kind}::260'{seq}UNT+1+1'"
)
UNB = b"UNB+UNOC:3+A:14+B:14+240605:0715+R'"
UNZ = b"UNZ+1+R'"
OFFSET = "DTM+ZZZ:1:805'"
DAY = "DTM+163:202406032300:203'DTM+164:202406042300:203'"


def mscons(
    body: str, *, release: str = "96A", guide: str = "EDIEL2", times: str = OFFSET, function: str = "9"
) -> tuple[Segment, ...]:
    """Return an MSCONS for one point with the lines of *body*."""
    text = HEAD.format(release=release, guide=guide, times=times, function=function) + body + "UNT+1+1'"
    return tokenize(text.encode()).segments


def utilts(seq: str, kind: str = "E20") -> tuple[Segment, ...]:
    """Return a UTILTS of one transaction with the observations of *seq*."""
    return tokenize(UTILTS.format(seq=seq, kind=kind).encode()).segments


def value(start: str, end: str, amount: str = "1", code: str = "136") -> str:
    """Return a value of June 2024; *start* and *end* are its day and time."""
    return f"QTY+{code}:{amount}'DTM+163:2024060{start}:203'DTM+164:2024060{end}:203'"


def interchange_of(segments: Sequence[Segment]) -> bytes:
    """Return the message that *segments* are, in an envelope."""
    return UNB + b"".join(segment.raw or b"" for segment in segments) + UNZ


def both(segments: Sequence[Segment], options: SeriesOptions | None = None) -> list[TimeSeries]:
    """Return the series of a message, after a check that the exact and the fast path give the same."""
    exact = list(series(segments, options))

    assert exact == list(read_columns(interchange_of(segments), options))
    return exact


def only(segments: Sequence[Segment], options: SeriesOptions | None = None) -> TimeSeries:
    """Return the only series of a message, as `both` does."""
    (time_series,) = both(segments, options)
    return time_series
