"""The hub's own rules: what can be checked only by one who knows contracts, days and ongoing processes.

Elhub's tables of business rules are public for few processes. Where the reason code of a refusal is known, the rule
is sourced; where it follows from another process's table or from the meaning of the code, it is inferred; where the
market's code is NOT FOUND, the answer is E14, "other reason".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edielkit.findings import Finding, Position, Rule
from edielkit.hub.core.rules import contracts, exchange, profiled, values, virtual

__all__ = ("RULES", "finding")

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.code: rule for part in (contracts, values, profiled, exchange, virtual) for rule in part.TABLE}
)


def finding(code: str, message: str, path: str = "") -> Finding:
    """Return a breach of the hub's rule *code*.

    >>> str(finding("HUB003", "too early").reason)
    'EH003/89'
    """
    return RULES[code].finding(message, Position(path=path))
