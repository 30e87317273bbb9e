"""Whatever the bytes: answering and explaining never raise, and what is answered validates."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.support.answering import NOW, answered, errors_of
from tests.support.paths import FIXTURES

import edielkit
from edielkit.findings import Finding, Position, Reason, Report, Severity

SMALL = sorted(p for p in FIXTURES.rglob("*") if p.suffix in {".xml", ".edi"} and p.stat().st_size < 6000)
SEEDS = [path.read_bytes() for path in SMALL]
XML = [path.read_bytes() for path in SMALL if path.suffix == ".xml" and path.parent.name != "broken"]
ACKNOWLEDGEMENT = (FIXTURES / "emif/common/Acknowledgement.xml").read_bytes()
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


def _of_addresses(error):
    """Tell whether an error is about the addresses of UNB or UCI, which an answer takes from the original as they are.

    A profile that was asked for may not know the lists of the original's market, and an address of damaged bytes may
    have any length or no qualifier.
    """
    code, text = error
    is_list = (
        code in {"GDE001", "GDE002"} and re.search("(UNB|UCI)/[0-9/]+ .qualifier of the", text) is not None
    )
    return is_list or code.startswith("IDN")


def _hold(data, report, profile=None):
    answers = answered(data, report, profile=profile, positive=True)
    for message in answers.messages:
        assert [] == [error for error in errors_of(message, profile) if not _of_addresses(error)]
        written = edielkit.serialize(message)
        assert edielkit.explain(written).answers
        try:
            edielkit.explain(written, original=data, report=report).to_dict()
        except edielkit.ParseError:
            assert report.unreadable
    assert {(f.code, f.message, f.reason) for f in answers.unanswered} <= {
        (f.code, f.message, f.reason) for f in report.errors
    }
    return answers


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data):
    """Bytes of any kind."""
    _hold(data, edielkit.validate(data, now=NOW))


@given(damaged(), st.sampled_from([None, "no", "se", "de", "ch"]))
@settings(max_examples=200, deadline=None)
def test_damaged_messages(data, profile):
    """Messages with holes and foreign bytes in them."""
    answers = _hold(data, edielkit.validate(data, now=NOW), profile)

    assert answers == answered(data, edielkit.validate(data, now=NOW), profile=profile, positive=True)


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


@st.composite
def gutted(draw):
    """A message of EMIF that lacks whole elements, and still is well-formed."""
    root = etree.fromstring(draw(st.sampled_from(XML)))
    every = [element for element in root.iter() if isinstance(element.tag, str) and element is not root]
    for element in draw(st.lists(st.sampled_from(every), min_size=1, max_size=3)):
        if element.getparent() is not None:
            element.getparent().remove(element)
    return etree.tostring(root)


@given(gutted(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_messages_without_parts(data, checked):
    """Elements are missing, and the report says so or knows nothing of it."""
    reason = Finding(code="BRS999", severity=Severity.ERROR, message="wrong", reason=Reason("E10", "260"))
    report = edielkit.validate(data, now=NOW) if checked else Report(findings=(reason,))
    answered(data, Report(), positive=True)
    if edielkit.validate(data, now=NOW).unreadable:
        answered(data, report, positive=True)
        return
    _hold(data, report)
    edielkit.explain(data, original=data, report=report)
    edielkit.explain(ACKNOWLEDGEMENT, original=data, report=report)
