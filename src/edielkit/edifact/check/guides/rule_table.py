"""The rules that guides are checked by; codes are permanent: never renumbered, never used again.

What a finding says of weight, source and trust is its row's own: a row of a public guide is an error, one that was
inferred a warning. The rows stand in docs/reference/guides.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from edielkit.findings import Rule, Severity, Trust

__all__ = ("RULES", "RowRule")

_E, _W = Severity.ERROR, Severity.WARNING
_TABLE = "tables of the message guides, row by row in docs/reference/guides.md"


@attrs.frozen(kw_only=True, cache_hash=True)
class RowRule(Rule):
    """A rule as one row of a guide states it.

    Attributes:
        field: Number of the field in the guide, as an Ediel partner names it in APERAK; empty where there is none.
    """

    field: str = ""


_ROWS = (
    ("GDE001", _E, Trust.SOURCED, "what the guide requires is there",
     "Why: a partner refuses a message without it. Wrong: UTILTS E66 without MEA. Right: MEA+AAZ++KWH."),
    ("GDE002", _E, Trust.SOURCED, "a value is one that the guide allows",
     "Why: a partner knows no other. Wrong: STS+7++E99::260. Right: STS+7++E88::260."),
    ("GDE003", _W, Trust.SOURCED, "what the guide does not use is not there",
     ("Why: a partner does not read it; no guide says that it refuses it, so this warns. "
      "Wrong: LOC+172 in UTILTS E31. Right: LOC+239 alone.")),
    ("GDE004", _E, Trust.SOURCED, "a dependent element follows its condition",
     ("Why: it is required, or allowed, only where something else holds. "
      "Wrong: LOC+232 alone. Right: LOC+232 and LOC+233 as a pair.")),
    ("GDE005", _W, Trust.DERIVED, "nothing stands more often than the guide allows",
     ("Why: of two senders, periods or units nobody knows which counts; that a field is one is derived where "
      "no guide counts. Wrong: NAD+MS twice. Right: NAD+MS once.")),
    ("GDE006", _W, Trust.DERIVED, "an identification is given once",
     ("Why: an answer names a part of a message by it, and in Sweden the second one is refused, for ever. "
      "Wrong: IDE+24+T1 twice in an interchange. Right: IDE+24+T1 and IDE+24+T2.")),
    ("GDE007", _E, Trust.SOURCED, "lines are numbered 1, 2, 3 ...",
     "Why: a partner answers a line by its number. Wrong: LIN+1 and LIN+3. Right: LIN+1 and LIN+2."),
    ("GDE008", _W, Trust.DERIVED, "the version of the guide is one of the market",
     ("Why: it says which guide the message follows; a receiver without that version refuses it. Another version of a known guide "
      "only warns. Wrong: UTILTS:D:02B:UN:FOO. Right: UTILTS:D:02B:UN:E5SE5A.")),
    ("GDE009", _W, Trust.DERIVED, "the application reference says what the message says",
     ("Why: it repeats market and role; of two that differ nobody knows which is right. Wrong: 23-DDQ-E66-T with MKS+27. "
      "Right: 23-DDQ-E66-T with MKS+23 and NAD+DDQ.")),
    ("GDE010", _W, Trust.DERIVED, "NAD names a party by the code list that UNB names it by",
     ("Why: one identification is of one list, and two parties may have the same digits in two. "
      "Wrong: UNB with 500 and NAD+MS with 332 for one identification. Right: 500 and 293, 502 and 332, 14 and 9.")),
    ("GDE011", _E, Trust.SOURCED, "UNH names the directory that the version of the guide belongs to",
     ("Why: by another directory nothing of the guide can be read. "
      "Wrong: UTILTS:D:04A:UN:E5SE5A. Right: UTILTS:D:02B:UN:E5SE5A.")),
    ("GDE012", _W, Trust.DERIVED, "the installation of a line is its object",
     "Why: of two objects nobody knows which is meant. Wrong: LIN and NAD+IT of two points. Right: the same in both."),
    ("GDE013", _E, Trust.SOURCED, "a notification comes within its days",
     ("Why: the grid owner refuses a switch that comes too late or too early. Wrong: Z03 with Z22, 5 days before the start. "
      "Right: 14 days before.")),
    ("GDE014", _W, Trust.DERIVED, "the number of a product ends in its check digit",
     "Why: a wrong digit makes it another product. Wrong: 8716867000031. Right: 8716867000030."),
    ("GDE015", _W, Trust.INFERRED, "a cancellation of a switch comes within its days",
     ("Why: the grid owner refuses it when the switch is too near. The message does not say what it cancels, and of a move no days were "
      "found, so this warns. Wrong: Z03 with Z24, 3 days before the start. Right: 4 days before.")),
    ("GDE016", _E, Trust.SOURCED, "the version of the guide is in force",
     ("Why: a receiver takes a version from its first day on, and the one before it for some days more. A message that was made while "
      "its version was taken only warns. Wrong: UTILTS E5SE1B on 16 June 2025. Right: E5SE5A, from 1 June 2025 on.")),
    ("GDE017", _E, Trust.SOURCED, "a message takes back or corrects another one, not itself",
     ("Why: nobody knows which message is meant, and none is taken back. Wrong: BGM+7+D2+1 with RFF+ACW:D2. "
      "Right: RFF+ACW:D1.")),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(code=code, title=title, severity=severity, source=_TABLE, trust=trust, text=text)
        for code, severity, trust, title, text in _ROWS
    }
)
