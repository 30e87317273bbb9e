"""Rules about the series in MSCONS and UTILTS: times, order, holes, doubles, counts on clock-change days.

The series are checked with the same columns that `edielkit.edifact.series.typed` makes of them; each finding stands at
the QTY or DTM that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from edielkit.edifact.check.series.mscons import check_mscons
from edielkit.edifact.check.series.numbered import NUMBERED, with_field
from edielkit.edifact.check.series.rules import reason_of
from edielkit.edifact.check.series.utilts import check_utilts
from edielkit.edifact.collector import Surplus, never_full
from edielkit.edifact.fast.outline import Outline
from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.message import Message, SegmentSource, segments_of
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.utilts import Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.findings import Finding

__all__ = ("check_series",)


def check_series(
    source: Message | SegmentSource | Sequence[Segment],
    profile: str | None = None,
    options: SeriesOptions | None = None,
    *,
    application: str = "",
    is_full: Callable[[str], bool] = never_full,
) -> Iterator[Finding | Surplus]:
    """Yield what is wrong with the series of a message, with the reason code of its market.

    Args:
        source: A typed or raw message; types other than MSCONS and UTILTS have no series.
        profile: Code of the profile; None to take it from the message.
        options: What the message does not say.
        application: Application reference of its interchange (UNB 0026).
        is_full: Tells whether further findings of a rule are only counted.

    >>> list(check_series(Mscons(type="MSCONS")))
    []
    """
    chosen = options or SeriesOptions()
    if profile:
        chosen = attrs.evolve(chosen, profile=profile)
    segments = () if isinstance(source, Message) else segments_of(source)
    if isinstance(source, Mscons) or (not isinstance(source, Message) and _is_mscons(segments)):
        findings = check_mscons(source, chosen, application=application)
    else:
        message = read_message(source)
        gaps = source.gaps if isinstance(source, Outline) else {}
        findings = check_utilts(message, chosen, gaps) if isinstance(message, Utilts) else iter(())
        source = message or ()
    market = chosen.profile
    for finding in findings:
        if is_full(finding.code):
            yield Surplus(finding.code, finding.position.offset)
            continue
        market = market or _market(source)
        reason = reason_of(finding.code, market, finding.position.segment.partition("/")[0])
        coded = finding if reason is None else finding.with_reason(reason)
        yield with_field(coded, segments, market) if market == NUMBERED else coded


def _market(source: Message | SegmentSource | Sequence[Segment]) -> str:
    message = read_message(source)
    return (profile_of(message) or "") if message is not None else ""


def _is_mscons(segments: Sequence[Segment]) -> bool:
    return bool(segments) and segments[0].tag == Mscons.TAG and segments[0].get(2) == Mscons.TYPE
