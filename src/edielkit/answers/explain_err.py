"""What UTILTS ERR says: Sweden's refusal of transactions whose content is wrong, with the reasons of ebIX.

Source: Svenska kraftnät, general technical guide 24-A-6 and UTILTS guide 25-A-4, three-level check: STS+E01 with status 41
and a reason, RFF+TN the transaction, RFF with the kind of message the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from edielkit.answers.answered_message import AnsweredMessage, FindingsByPlace
from edielkit.answers.explanation import Explained, ExplainedAnswer
from edielkit.codes import code_list
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment, place
from edielkit.edifact.write.references import compact_uuid
from edielkit.findings import Finding

__all__ = ("explain_err", "is_err")

_KIND, _STATUS, _TRANSACTION = "ERR", "E01", "TN"
_REASONS = "Elhub_ResponseReasonCode"
_EBIX = "260"


def is_err(raw: RawMessage) -> bool:
    """Tell whether a message is a UTILTS ERR."""
    return raw.type == "UTILTS" and any(s.tag == "BGM" and s.get(1) == _KIND for s in raw.segments)


def explain_err(
    raw: RawMessage, documents: Mapping[str, RawMessage], index: FindingsByPlace, *, has_original: bool
) -> ExplainedAnswer:
    """Return what a UTILTS ERR says of each transaction.

    Args:
        raw: The answer.
        documents: Messages that may be answered, by the identification of their document.
        index: Our findings on them.
        has_original: An original is at hand.
    """
    parts = list(_parts(raw))
    names = list(dict.fromkeys(number for part in parts for number in _numbers(part) if number))
    chosen = next((documents[n] for n in map(compact_uuid, names) if n in documents), None)
    original = AnsweredMessage(chosen) if chosen is not None else None
    return ExplainedAnswer(
        kind="UTILTS ERR",
        accepted=False,
        original=names[0] if names else "",
        original_found=original is not None if has_original else None,
        reasons=tuple(reason for part in parts for reason in _reasons(part, original, index)),
    )


def _parts(raw: RawMessage) -> Iterator[Sequence[Segment]]:
    """Yield the segments of each transaction of the answer; one that names none is a part as a whole."""
    starts = [n for n, segment in enumerate(raw.segments) if segment.tag == "IDE"] or [0]
    for start, end in zip(starts, [*starts[1:], len(raw.segments)], strict=True):
        yield raw.segments[start:end]


def _numbers(part: Sequence[Segment]) -> Iterator[str]:
    """Yield the documents that a part names: each reference that is no transaction."""
    return (s.get(1, 2) for s in part if s.tag == "RFF" and s.get(1) != _TRANSACTION)


def _reasons(
    part: Sequence[Segment], original: AnsweredMessage | None, index: FindingsByPlace
) -> Iterator[Explained]:
    references = (s.get(1, 2) for s in part if s.tag == "RFF" and s.get(1) == _TRANSACTION)
    name = next(references, "") or None
    inside = original.transactions.get(name or "", ()) if original else ()
    for status in part:
        if status.tag != "STS" or status.get(1) != _STATUS:
            continue
        code = status.get(3)
        yield Explained(
            code=code or status.get(2),
            agency=status.get(3, 3) or _EBIX,
            level="transaction" if name else "message",
            about=f"transaction {name}" if name else "the message as a whole",
            payload=name,
            position=place(inside[0]) if inside else None,
            findings=_matching(index.of(inside), code) if inside else (),
            **_meaning(code),
        )


def _matching(findings: tuple[Finding, ...], code: str) -> tuple[Finding, ...]:
    """Return the findings with a reason, else all."""
    same = tuple(f for f in findings if f.reason is not None and f.reason.code == code)
    return same or findings


def _meaning(code: str) -> dict[str, Any]:
    entry = code_list(_REASONS).codes.get(code)
    if entry is None:
        return {}
    return {"name": entry.name, "name_no": entry.name_no, "trust": entry.trust, "source": entry.source}
