"""Every rule on messages of EMIF: those of the rule modules and those of the process tables, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from edielkit.process_rules import (
    channel_rules as channels,
)
from edielkit.process_rules import (
    context_rules,
    general,
    headers,
    series_order,
    series_periods,
    series_values,
)
from edielkit.process_rules import (
    master_data_rules as master_data,
)
from edielkit.process_rules import (
    supply_rules as supply,
)
from edielkit.process_rules.declare import Check
from edielkit.process_rules.process_rows import table_checks

__all__ = ("by_code", "checks", "checks_for")

# a rule module is added here
_MODULES = (
    channels,
    context_rules,
    general,
    headers,
    master_data,
    series_order,
    series_periods,
    series_values,
    supply,
)


def by_code(checks: Iterable[Check]) -> Mapping[str, Check]:
    """Return *checks* by code, in the order of their codes.

    Raises:
        ValueError: Two of them have one code.
    """
    table: dict[str, Check] = {}
    for check in checks:
        if table.setdefault(check.rule.code, check) is not check:
            raise ValueError(f"the code {check.rule.code} is taken")
    return MappingProxyType(dict(sorted(table.items())))


def _declared() -> Iterator[Check]:
    for module in _MODULES:
        yield from (value for value in vars(module).values() if isinstance(value, Check))


# The tables are read at the first call. Threads that come at once may each build the value; it is the same one.
@cache
def checks() -> Mapping[str, Check]:
    """Return the checks on messages of EMIF by code, in the order of their codes.

    >>> checks()["SER105"].rule.reason
    Reason(code='E87', agency='260')
    """
    return by_code((*_declared(), *table_checks()))


# kinds and processes of the standard fit many times over; a process that is none is foreign text
@lru_cache(maxsize=1 << 10)
def checks_for(kind: str, brs: str) -> tuple[Check, ...]:
    """Return the checks whose scope covers message *kind* in process *brs*, in the order of their codes.

    Args:
        kind: The standard's name of the message.
        brs: The process without ``BRS-NO-``.
    """
    return tuple(check for check in checks().values() if check.scope.covers(kind, brs))
