"""The hub's own rules: what can be judged only by one who knows contracts, days and ongoing processes.

Elhub's tables of business rules are public for few processes. Where the reason code of a refusal is known, the rule
is sourced; where it follows from another process's table or from the meaning of the code, it is inferred; where the
market's code is NOT FOUND, the answer is E14, "other reason".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edielkit.findings import Finding, Position, Reason, Rule, Severity, Trust

__all__ = ("RULES", "finding")

_STANDARD = "https://dok.elhub.no/Elhubstandard/"
_213 = f"{_STANDARD}brs-no-213-fjerning-av-malepunkt, business rule"
_EBIX = "ebIX code list of reasons; the use is inferred from the meaning"
_NO_CODE = "the rule follows from the process text; the market's reason code is NOT FOUND"
_SOURCED, _INFERRED = Trust.SOURCED, Trust.INFERRED

# code, title, market's reason, trust, source
_TABLE: tuple[tuple[str, str, str, Trust, str], ...] = (
    ("HUB001", "the metering point is registered", "E10", _SOURCED, f"{_213} 1; BRS-NO-622 rule 1"),
    ("HUB002", "the metering point is a settlement point", "EH010", _SOURCED, f"{_213} 2; BRS-NO-622 rule 2"),
    (
        "HUB003",
        "the date is within the deadlines",
        "EH003",
        _SOURCED,
        f"{_213} 4; other processes by analogy",
    ),
    ("HUB004", "the sender owns the grid of the metering point", "E0I", _SOURCED, f"{_213} 6"),
    ("HUB005", "the metering point is inactive", "EH042", _SOURCED, f"{_213} 3; BRS-NO-122 by analogy"),
    ("HUB006", "the metering point is terminated", "EH008", _SOURCED, "BRS-NO-224 business rule 3"),
    (
        "HUB007",
        "the metering point has an end user on the day",
        "EH016",
        _SOURCED,
        "BRS-NO-622 business rule 3",
    ),
    ("HUB008", "the end user approves the third party", "EH088", _SOURCED, "BRS-NO-622 business rule 4"),
    ("HUB009", "the third party has no contract yet", "EH017", _SOURCED, "BRS-NO-622 business rule 5"),
    ("HUB010", "the metering point is active", "E81", _INFERRED, _EBIX),
    ("HUB011", "the metering point is open for change of supplier", "E22", _INFERRED, _EBIX),
    ("HUB012", "the supplier is not the current one", "E59", _INFERRED, _EBIX),
    ("HUB013", "the sender supplies the metering point on the day", "E16", _INFERRED, _EBIX),
    ("HUB014", "the message names an ongoing or finished process", "E47", _INFERRED, _EBIX),
    ("HUB015", "no ongoing process stands in the way", "E14", _INFERRED, f"crossing processes; {_NO_CODE}"),
    ("HUB016", "the end user is the one of the metering point", "E14", _INFERRED, _NO_CODE),
    ("HUB017", "the end user is not the one of the metering point yet", "E14", _INFERRED, _NO_CODE),
    ("HUB018", "the customer has consented", "E14", _INFERRED, f"EI-1363; {_NO_CODE}"),
    ("HUB019", "the current supply is one of last resort that begins on the day", "E14", _INFERRED, _NO_CODE),
    ("HUB020", "nothing later has changed what the process changed", "E14", _INFERRED, _NO_CODE),
    ("HUB021", "the grid area is known", "E49", _INFERRED, _EBIX),
    ("HUB022", "the metering point is new", "E59", _INFERRED, _EBIX),
    ("HUB023", "the metering point has no end user and no supplier on the day", "E14", _INFERRED, _NO_CODE),
    ("HUB024", "the metering grid area has a supplier of last resort", "E14", _INFERRED, _NO_CODE),
    ("HUB025", "the grid company can activate the metering point", "EH095", _SOURCED, "test sys-ddq102-04"),
    ("HUB026", "the sender may see what it asks for", "E0H", _INFERRED, _EBIX),
    (
        "HUB027",
        "the third party has a contract",
        "E36",
        _INFERRED,
        f"BRS-NO-622 business rule 6, cut; {_EBIX}",
    ),
    ("HUB028", "the query finds something", "E10", _SOURCED, "meaning of E10: not identifiable"),
    (
        "HUB029",
        "the criteria of the query fit together",
        "EH015",
        _SOURCED,
        "BRS-NO-611, process text and rows 7 to 14",
    ),
    (
        "HUB030",
        "the metering point is not removed",
        "E14",
        _INFERRED,
        "statuses of metering points; " + _NO_CODE,
    ),
    ("HUB031", "a message has one payload", "EH092", _SOURCED, "BRS-NO-121 row 6; component 15"),
)


def _agency(reason: str) -> str:
    return "89" if reason.startswith("EH") else "260"


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(
            code=code,
            title=title,
            severity=Severity.ERROR,
            source=source,
            trust=trust,
            reason=Reason(reason, _agency(reason)),
        )
        for code, title, reason, trust, source in _TABLE
    }
)


def finding(code: str, message: str, path: str = "") -> Finding:
    """Return a breach of the hub's rule *code*.

    >>> str(finding("HUB003", "too early").reason)
    'EH003/89'
    """
    return RULES[code].finding(message, Position(path=path))
