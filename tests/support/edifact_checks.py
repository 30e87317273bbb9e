"""Small MSCONS and UTILTS whose series are right, and what the rules about series say when a place of them is changed."""

from __future__ import annotations

from edielkit.edifact.check.series import check_series
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.series.typed import series
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.findings import Finding
from edielkit.series import TimeSeries

# three hours of a point, with everything that may be said twice
MSCONS = (
    "UNH+1+MSCONS:D:04B:UN:EDIEL2'BGM+7+D1+9'DTM+137:202602020530:203'DTM+163:202602010000:203'DTM+164:202602010300:203'"
    "DTM+ZZZ:1:805'UNS+D'NAD+XX'LOC+90+707057500000000008::9'DTM+163:202602010000:203'DTM+164:202602010300:203'"
    "LIN+1++1501'MEA+AAZ++KWH'"
    "QTY+136:1'DTM+324:202602010000202602010100:Z13'"
    "QTY+136:2'DTM+324:202602010100202602010200:Z13'"
    "QTY+136:3'DTM+324:202602010200202602010300:Z13'"
    "UNT+20+1'"
)
# an hour of quarters
UTILTS = (
    "UNH+1+UTILTS:D:02B:UN:E5SE5A'BGM+E66::260+D9+9+AB'DTM+137:202601161811:203'DTM+735:?+0100:406'MKS+23+E02::260'"
    "NAD+MS+10001:SVK:260'NAD+MR+20002:SVK:260'NAD+DDQ'IDE+24+T1'LOC+172+735999000000001232::9'LOC+239+ABC:SVK:260'"
    "LIN+++8716867000030:::9'DTM+324:202601150000202601150100:719'DTM+597:202601160020:203'DTM+354:15:806'"
    "STS+7++E88::260'MEA+AAZ++KWH'CCI+++E12::260'CAV+E17::260'"
    "SEQ++1'QTY+136:10'SEQ++2'QTY+136:11'SEQ++3'QTY+136:12'SEQ++4'QTY+136:13'UNT+28+1'"
)


def changed(message: str, *changes: tuple[str, str]) -> str:
    """Return a message with texts replaced, each where it stands first; a text that is not there is an error."""
    for old, new in changes:
        assert old in message, old
        message = message.replace(old, new, 1)
    return message


def findings_of(message: str, options: SeriesOptions | None = None) -> list[Finding]:
    """Return what the rules about series say of a message."""
    return list(check_series(tokenize(message.encode()).segments, options=options))


def codes_of(message: str, options: SeriesOptions | None = None) -> list[str]:
    """Return the codes of the findings, in order."""
    return [finding.code for finding in findings_of(message, options)]


def series_of(message: str, options: SeriesOptions | None = None) -> list[TimeSeries]:
    """Return the series of a message."""
    return list(series(tokenize(message.encode()).segments, options))


def rows_of(message: str, options: SeriesOptions | None = None) -> list[tuple[int, int]]:
    """Return place and thousandths of each value of the only series of a message."""
    (time_series,) = series_of(message, options)
    values = time_series.observations
    return list(zip(values.position.tolist(), values.quantity.tolist(), strict=True))
