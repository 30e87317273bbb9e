"""SOAP faults: Elhub's answer to what does not pass its first step (schema, size, encoding, UUID).

Sources: Elhub standard, page Validation (step 1 is answered by a SOAP fault in the call itself); EMIF service
definitions, ElhubSOAPFault (groups; Description at most 100, FaultText at most 1000 characters); Elhub's own mock for
SoapUI (a CollectedData of more than 100 million characters is of group Size, one that is not UTF-8 of group Other).
No page says what belongs to UUID and Compression: the names alone do (inferred).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.findings import Finding, Severity
from edielkit.inputs import encoding_fault

__all__ = ("MOST_CHARACTERS", "fault", "is_first_step")

# Elhub's mock refuses more; the limit of production is not published.
MOST_CHARACTERS = 100_000_000
_DESCRIPTION, _FAULT_TEXT = 100, 1000

_FIRST_STEP = re.compile(r"XSD\d{3}|SYS01[0-3]|COD002")
# The elements that hold a UUID; Identification is one in a header or payload, and a number elsewhere.
_UUID = re.compile(
    r"(?:Header|Payload\w*(?:\[\d+\])?)/(?:\w+:)?Identification\Z"
    r"|(?:\A|[/:])(?:Original(?:BusinessDocument|Payload)Reference|RequestReference|ConsentID)\Z"
)
_Test = Callable[[Sequence[Finding]], bool]


def _has(code: str) -> _Test:
    return lambda findings: any(finding.code == code for finding in findings)


def _only_uuids(findings: Sequence[Finding]) -> bool:
    return all(finding.code == "XSD022" and _UUID.search(finding.position.path) for finding in findings)


# Group, description, when: the first that fits. The wording of Size and Other is that of Elhub's mock.
_GROUPS: tuple[tuple[str, str, _Test], ...] = (
    ("Compression", "Content cannot be unpacked", _has("SYS012")),
    ("Size", "Message too big", _has("XSD003")),
    ("Other", "Invalid encoding", _has("SYS013")),
    ("UUID", "Identification is not a UUID", _only_uuids),
    ("XSD", "Schema validation error", bool),
)


def is_first_step(finding: Finding) -> bool:
    """Tell whether Elhub finds this before it looks at the process: a fault, not an Acknowledgement, says it.

    >>> from edielkit.findings import Severity
    >>> is_first_step(Finding(code="XSD011", severity=Severity.ERROR, message="no Header"))
    True
    """
    return finding.severity is Severity.ERROR and _FIRST_STEP.fullmatch(finding.code) is not None


def fault(findings: Sequence[Finding], now: dt.datetime, content: bytes | None = None) -> SoapDocument | None:
    """Return the fault that a document gets, None when it passes the first step.

    Args:
        findings: What was found in it.
        now: Aware instant of the answer.
        content: The bytes of the document, if it came as bytes: their size and encoding count too.
    """
    first = [finding for finding in findings if is_first_step(finding)]
    outer = None if content is None else _outside(content)
    if outer is None and not first:
        return None
    group, description = outer or next((g, d) for g, d, fits in _GROUPS if fits(first))
    text = "; ".join(map(_words, first)) or description
    return SoapDocument(
        fault=SoapFault(
            code="Client",
            text=description,
            code_group=group,
            description=description[:_DESCRIPTION],
            exception_date_time=now.isoformat(timespec="seconds"),
            fault_text=_clean(text)[:_FAULT_TEXT],
        )
    )


def _outside(content: bytes) -> tuple[str, str] | None:
    """Return group and description of what is wrong with the bytes as a whole."""
    if len(content) > MOST_CHARACTERS and b":CollectedData:" in content[:4096]:
        continuations = sum(content.count(bytes((byte,))) for byte in range(0x80, 0xC0))
        if len(content) - continuations > MOST_CHARACTERS:
            return "Size", "Message too big"
    return None if encoding_fault(content) is None else ("Other", "Invalid encoding")


def _words(finding: Finding) -> str:
    where = str(finding.position)
    return f"{finding.message} ({where})" if where else finding.message


def _clean(text: str) -> str:
    """Return *text* with what XML cannot hold replaced."""
    return "".join(c if c.isprintable() else "?" for c in text)
