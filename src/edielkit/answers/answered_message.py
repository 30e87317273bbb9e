"""The message that an answer of EDIFACT is about: its transactions by name, its fields, and our findings by their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, takewhile

from edielkit.edifact.check.guides import Pattern
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.segments import Segment
from edielkit.edifact.write.references import compact_uuid
from edielkit.findings import Finding, Report

__all__ = ("AnsweredMessage", "FindingsByPlace", "documents_of")

_UN = "UN"
# Nobody reads more beside one reason, and hostile answers have many reasons.
_MOST_FINDINGS = 50
# The segment that begins a transaction or object.
_TRANSACTIONS = {"UTILTS": "IDE", "PRODAT": "LIN"}


class FindingsByPlace:
    """The findings on an original, looked up by byte."""

    def __init__(self, report: Report) -> None:
        placed = [finding for finding in report.findings if finding.position.offset is not None]
        self.placed = tuple(sorted(placed, key=lambda finding: finding.position.offset or 0))
        self._offsets = [finding.position.offset or 0 for finding in self.placed]

    def within(self, segment: Segment, code: str = "") -> tuple[Finding, ...]:
        """Return the findings in a segment: those with the code, else all."""
        inside = self.of((segment,))
        same = [f for f in inside if f.reason is not None and f.reason.code == code]
        return tuple(same or inside)

    def of(self, segments: Sequence[Segment]) -> tuple[Finding, ...]:
        """Return the first findings within some segments in a row."""
        first, last = segments[0], segments[-1]
        if first.offset is None or last.offset is None:
            return ()
        start = bisect_left(self._offsets, first.offset)
        end = bisect_left(self._offsets, last.offset + len(last.raw or b""))
        return self.placed[start : min(end, start + _MOST_FINDINGS)]

    def syntax(self) -> tuple[Finding, ...]:
        """Return the first findings with a code of 0085."""
        coded = (f for f in self.placed if f.reason is not None and f.reason.agency == _UN)
        return tuple(islice(coded, _MOST_FINDINGS))


class AnsweredMessage:
    """The message that an answer is about, with its transactions by name."""

    def __init__(self, raw: RawMessage) -> None:
        self.raw = raw
        self.transactions = _transactions(raw)
        self._fields: dict[tuple[str, Pattern], Segment | None] = {}

    def field(self, name: str, pattern: Pattern) -> Segment | None:
        """Return the first such segment of a transaction, else of the head; of no known transaction that of the message.

        Each is looked for once.
        """
        key = (name, pattern)
        if key not in self._fields:
            inside = self.transactions.get(name)
            # another transaction's field is not the one that is missing here
            parts = (self.raw.segments,) if inside is None else (inside, self._head)
            segments = (segment for part in parts for segment in part)
            self._fields[key] = next(filter(pattern.matches, segments), None)
        return self._fields[key]

    @cached_property
    def _head(self) -> tuple[Segment, ...]:
        """The segments before the first transaction."""
        tag = _TRANSACTIONS.get(self.raw.type)
        return tuple(takewhile(lambda segment: segment.tag != tag, self.raw.segments))


def documents_of(originals: Sequence[Interchange]) -> dict[str, RawMessage]:
    """Return the messages by the identification of their document (BGM 1004), the first of equals."""
    documents: dict[str, RawMessage] = {}
    for interchange in originals:
        for raw in interchange.messages:
            bgm = next((s for s in raw.segments if s.tag == "BGM"), None)
            if bgm is not None and bgm.get(2):
                documents.setdefault(compact_uuid(bgm.get(2)), raw)
    return documents


def _transactions(raw: RawMessage) -> dict[str, tuple[Segment, ...]]:
    """Return the segments of each transaction (UTILTS: IDE) or object (PRODAT: LIN) by what names it."""
    tag = _TRANSACTIONS.get(raw.type)
    starts = [n for n, segment in enumerate(raw.segments) if segment.tag == tag] if tag else []
    transactions: dict[str, tuple[Segment, ...]] = {}
    for start, end in zip(starts, [*starts[1:], len(raw.segments) - 1], strict=False):
        inside = tuple(raw.segments[start:end])
        head = inside[0]
        names = [head.get(2)] if tag == "IDE" else [head.get(3)]
        if tag == "LIN":
            names += [s.get(1, 2) for s in inside if s.tag == "RFF" and s.get(1) == "LI"]
        for name in names:
            if name:
                transactions.setdefault(name, inside)
    return transactions
