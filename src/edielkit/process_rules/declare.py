"""Where rules are registered: one permanent code each, with title, source, trust, reason and documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from inspect import cleandoc
from types import MappingProxyType

import attrs

from edielkit.findings import Reason, Rule, Severity, Trust
from edielkit.process_rules.context import PointState
from edielkit.process_rules.subject import Breach, Payload, Subject
from edielkit.suggest import near_names

__all__ = (
    "COUNT",
    "Breach",
    "Check",
    "Need",
    "always",
    "check",
    "checks",
    "get",
    "register",
    "rule",
    "rules",
    "search",
)

PROCESS, BUSINESS = "process", "business"


class Need(Enum):
    """What a rule needs beside the message."""

    NOW = "now"
    CONTEXT = "context"


Applies = Callable[[Subject], bool]
Run = Callable[[Subject], Iterator[Breach]]
MayFind = Callable[[Payload, PointState | None], bool]
# among the paths that a rule reads: how many values a series has, whatever they are
COUNT = "count(Observation)"


def always(_: Subject) -> bool:
    """Apply to every message."""
    return True


@attrs.frozen(kw_only=True)
class Check:
    """A rule with what finds its breaches.

    Attributes:
        rule: Code, title, severity, source, trust, reason, documentation.
        level: ``process`` or ``business``.
        applies: Tells whether the rule speaks of a message at all.
        run: Yields the breaches; it never changes anything.
        needs: What it needs beside the message; without it the rule is listed as not checked.
        schema_covers: The XML schema refuses the same: the rule is for values that no schema has seen.
        reads: Paths in a payload that the rule looks at, each with all below it, `COUNT` for the number of values
            alone; it then looks at each payload by itself. None: it may look at anything, and at payloads together.
        state: Fields of `edielkit.process_rules.PointState` that it looks at.
        may_find: Tells of a payload, with what the context knows of its point, whether the rule can find anything in
            it; it does not look at identifications, times of registration and values.
        certainly_clean: Tells, by a quicker way, that the rule finds nothing in a message; False leaves it open.
        processes: The processes that the rule belongs to, such as ``BRS-NO-313``; empty for all.
        rows: The row of the published table that the rule is, or empty.
    """

    rule: Rule
    level: str
    applies: Applies
    run: Run
    needs: frozenset[Need] = frozenset()
    schema_covers: bool = False
    reads: tuple[str, ...] | None = None
    state: tuple[str, ...] = ()
    may_find: MayFind | None = None
    certainly_clean: Applies | None = None
    processes: tuple[str, ...] = ()
    rows: str = ""


_CHECKS: dict[str, Check] = {}


def register(each: Check) -> None:
    """Add *each* to the registry.

    Raises:
        ValueError: The code is taken, the source is missing, or a rule that is not sourced would be an error.
    """
    code = each.rule.code
    if code in _CHECKS:
        raise ValueError(f"the code {code} is taken")
    if not each.rule.source:
        raise ValueError(f"{code} has no source")
    if each.rule.severity is Severity.ERROR and each.rule.trust is not Trust.SOURCED:
        raise ValueError(f"{code} is {each.rule.trust.value}: it can be a warning at most")
    _CHECKS[code] = each


def rule(
    code: str,
    *,
    title: str,
    severity: Severity,
    source: str,
    trust: Trust = Trust.SOURCED,
    reason: Reason | None = None,
    level: str = PROCESS,
    applies: Applies = always,
    needs: Iterable[Need] = (),
    schema_covers: bool = False,
    reads: Iterable[str] | None = None,
    state: Iterable[str] = (),
    may_find: MayFind | None = None,
    certainly_clean: Applies | None = None,
    processes: Iterable[str] = (),
    rows: str = "",
) -> Callable[[Run], Run]:
    """Register the decorated generator as the rule *code*; its docstring is the rule's documentation.

    Args:
        code: Permanent code.
        title: What the rule asks, in a few words.
        severity: Weight of its findings; an error needs a source.
        source: Document and row, or address.
        trust: How well the source is known.
        reason: The market's own code, if it has one.
        level: ``process`` or ``business``.
        applies: Tells whether the rule speaks of a message.
        needs: What it needs beside the message.
        schema_covers: The XML schema refuses the same.
        reads: What of a payload it looks at, None for anything, see `Check`.
        state: What of a metering point's state it looks at.
        may_find: Tells whether it can find anything in a payload.
        certainly_clean: Tells that it finds nothing in a message.
        processes: The processes that it belongs to; empty for all.
        rows: Row of the published table.
    """

    def declare(run: Run) -> Run:
        register(
            Check(
                rule=Rule(
                    code=code,
                    title=title,
                    severity=severity,
                    source=source,
                    trust=trust,
                    reason=reason,
                    text=cleandoc(run.__doc__ or ""),
                ),
                level=level,
                applies=applies,
                run=run,
                needs=frozenset(needs),
                schema_covers=schema_covers,
                reads=None if reads is None else tuple(reads),
                state=tuple(state),
                may_find=may_find,
                certainly_clean=certainly_clean,
                processes=tuple(processes),
                rows=rows,
            )
        )
        return run

    return declare


@cache
def checks() -> Mapping[str, Check]:
    """Return the checks on messages of EMIF by code, in the order of their codes.

    >>> checks()["SER105"].rule.reason
    Reason(code='E87', agency='260')
    """
    from edielkit.process_rules import (  # noqa: F401  (the imports fill the registry)
        business,
        channels,
        general,
        headers,
        master_data,
        series_periods,
        series_values,
        supply,
    )
    from edielkit.process_rules.tables import table_checks

    for each in table_checks():
        register(each)
    return MappingProxyType(dict(sorted(_CHECKS.items())))


def check(code: str) -> Check:
    """Return the check *code*.

    Raises:
        KeyError: There is none.
    """
    return checks()[code]


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule that a finding of this package can name, by code, in the order of their codes.

    >>> rules()["XSD001"].title
    'well-formed XML'
    """
    from edielkit.codes.rules import RULES as CODE_RULES
    from edielkit.edifact.rules import RULES as EDIFACT_RULES
    from edielkit.emif.rules import RULES as XML_RULES
    from edielkit.identifiers.rules import RULES as IDENTIFIER_RULES
    from edielkit.inputs import RULES as INPUT_RULES

    every: dict[str, Rule] = {}
    for table in (INPUT_RULES, EDIFACT_RULES, XML_RULES, IDENTIFIER_RULES, CODE_RULES):
        every.update(table)
    every.update({code: each.rule for code, each in checks().items()})
    return MappingProxyType(dict(sorted(every.items())))


def get(code: str) -> Rule:
    """Return the rule *code*, whatever the case of its letters.

    Raises:
        KeyError: There is none; the text says which codes come near.

    >>> get("ser105").title
    'as many values as steps between start and end'
    """
    every = rules()
    wanted = code.strip().upper()
    if wanted in every:
        return every[wanted]
    near = near_names(wanted[:20], every)
    hint = f", did you mean {', '.join(near)}" if near else ""
    raise KeyError(f"no rule {code[:40]!r}{hint}")


def search(text: str, every: Mapping[str, Rule] | None = None) -> tuple[Rule, ...]:
    """Return the rules whose code, reason, title, source or documentation has *text*, those with the code first.

    Args:
        text: A code or the beginning of one, a reason of the market, or any words.
        every: Where to look; `rules` if None.

    >>> [each.code for each in search("E87")][:1]
    ['SER105']
    """
    wanted = text.strip().casefold()
    if not wanted:
        return ()
    first, second, third = [], [], []
    for each in (rules() if every is None else every).values():
        if wanted in each.code.casefold():
            first.append(each)
        elif each.reason is not None and wanted in str(each.reason).casefold():
            second.append(each)
        elif wanted in f"{each.title}\n{each.source}\n{each.text}".casefold():
            third.append(each)
    return (*first, *second, *third)
