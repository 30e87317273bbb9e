"""UTILTS ERR in words: each refused transaction with its reason, beside the original and our findings."""

from __future__ import annotations

import pytest
from tests.support.edifact_checks import UTILTS, changed

from edielkit import explain, validate

UNB = "UNB+UNOC:3+20002:ZZ+10001:ZZ+260117:1000+A1++23-DDQ-E66-T'"
HEAD = "UNH+1+UTILTS:D:02B:UN:E5SE5A'BGM+ERR::260+E1+9+AB'DTM+137:202601171000:203'DTM+735:?+0100:406'"
PART = "IDE+24+X1'STS+E01::260+41+E87::260'RFF+TN:T1'RFF+E66:D9'"
SHORT = changed(UTILTS, ("SEQ++4'QTY+136:13'", ""))


def interchange(message: str, unb: str = UNB) -> bytes:
    return f"{unb}{message}UNZ+1+A1'".encode()


def err(*parts: str) -> bytes:
    return interchange(HEAD + "".join(parts) + "UNT+9+1'")


def test_a_refusal_names_transaction_and_reason():
    """STS+E01 with 41 refuses; RFF+TN names the transaction, RFF+E66 the document."""
    (answer,) = explain(err(PART)).answers
    (reason,) = answer.reasons
    assert ("UTILTS ERR", False, "D9", None) == (
        answer.kind,
        answer.accepted,
        answer.original,
        answer.original_found,
    )
    assert ("E87", "260", "transaction", "T1") == (reason.code, reason.agency, reason.level, reason.payload)
    assert "observations" in reason.name


def test_the_original_shows_the_place_and_our_own_finding():
    """Of the findings in the transaction those with the same reason are shown."""
    original = interchange(SHORT, UNB.replace("20002:ZZ+10001:ZZ", "10001:ZZ+20002:ZZ"))
    (answer,) = explain(err(PART), original=original, report=validate(original)).answers
    (reason,) = answer.reasons
    assert answer.original_found
    assert "IDE" == reason.position.segment
    assert ["SER010"] == [finding.code for finding in reason.findings]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((PART, PART.replace("T1", "T2").replace("E87", "E50")), [("E87", "T1"), ("E50", "T2")]),
        (("IDE+24+X1'STS+E01::260+41+E87::260'STS+E01::260+41+E73::260'RFF+TN:T1'",), [("E87", "T1"), ("E73", "T1")]),
        # the reference before the status, and no transaction of its own
        (("RFF+TN:T1'STS+E01::260+41+E50::260'",), [("E50", "T1")]),
        (("IDE+24+X1'STS+E01::260+41+E0Q::260'",), [("E0Q", None)]),
        (("IDE+24+X1'STS+E01::260+41'RFF+TN:T1'",), [("41", "T1")]),
        ((), []),
    ],
)  # fmt: skip
def test_each_reason_is_told(parts, expected):
    """One reason for each status, with the transaction that its part names."""
    (answer,) = explain(err(*parts)).answers
    assert expected == [(reason.code, reason.payload) for reason in answer.reasons]


def test_another_original_is_not_the_one():
    """An original whose document and transactions are others is said to be another one."""
    original = interchange(changed(SHORT, ("D9", "D8")))
    (answer,) = explain(err(PART), original=original).answers
    assert (False, None) == (answer.original_found, answer.reasons[0].position)


def test_other_utilts_are_no_answers():
    """Values answer nothing."""
    assert () == explain(interchange(UTILTS)).answers
