"""Whatever the bytes: answering and explaining never raise, and what is answered validates."""

from __future__ import annotations

from pathlib import Path

from answering import NOW, answered, errors_of
from hypothesis import given, settings
from hypothesis import strategies as st

import edielkit
from edielkit.findings import Finding, Position, Reason, Report, Severity

FIXTURES = Path(__file__).parents[2] / "fixtures"
SMALL = sorted(p for p in FIXTURES.rglob("*") if p.suffix in {".xml", ".edi"} and p.stat().st_size < 6000)
SEEDS = [path.read_bytes() for path in SMALL]
SNIPPETS = (b"", b"'", b"+", b":", b"?", b"UNH+1+X'", b"<a/>", b"\x00", b"\xff", b"9" * 40, b">", b"&amp;")


@st.composite
def damaged(draw):
    """A fixture with some stretches replaced."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(st.sampled_from(SNIPPETS) | st.binary(max_size=6))
    return bytes(data)


def _hold(data, report, profile=None):
    found = answered(data, report, profile=profile, positive=True)
    for message in found.messages:
        assert [] == errors_of(message)
        written = edielkit.serialize(message)
        assert edielkit.explain(written).answers
        try:
            edielkit.explain(written, original=data, report=report).to_dict()
        except edielkit.ParseError:
            assert report.unreadable
    assert {(f.code, f.message, f.reason) for f in found.unanswered} <= {
        (f.code, f.message, f.reason) for f in report.errors
    }
    return found


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data):
    """Bytes of any kind."""
    _hold(data, edielkit.validate(data, now=NOW))


@given(damaged(), st.sampled_from([None, "no", "se", "de", "ch"]))
@settings(max_examples=200, deadline=None)
def test_damaged_messages(data, profile):
    """Messages with holes and foreign bytes in them."""
    found = _hold(data, edielkit.validate(data, now=NOW), profile)

    assert found == answered(data, edielkit.validate(data, now=NOW), profile=profile, positive=True)


REASONS = st.sampled_from(
    [
        None,
        Reason("E87", "260"),
        Reason("EH075", "89"),
        Reason("13", "UN"),
        Reason("99", "UN"),
        Reason("ø", ""),
    ]
)


@given(
    damaged(),
    st.lists(
        st.tuples(REASONS, st.integers(0, 7000) | st.none(), st.sampled_from(["", "QTY/1/2", "UNT/1", "X"]))
    ),
    st.sampled_from([None, "no", "se", "de"]),
)
@settings(max_examples=100, deadline=None)
def test_any_report(data, rows, profile):
    """Findings that somebody else made, at places that do not exist, with codes that nobody knows."""
    findings = tuple(
        Finding(
            code="BRS999",
            severity=Severity.ERROR,
            message="wrøng '+:",
            reason=reason,
            position=Position(offset=offset, segment=segment),
        )
        for reason, offset, segment in rows
    )
    _hold(data, Report(findings=findings, unreadable=edielkit.validate(data).unreadable), profile)
