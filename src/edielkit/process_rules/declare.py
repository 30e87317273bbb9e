"""How a rule on messages is declared: its code, title, source, trust and reason, and what finds its breaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from inspect import cleandoc

import attrs

from edielkit.findings import Reason, Rule, Severity, Trust
from edielkit.process_rules.context import PointState
from edielkit.process_rules.subject import Breach, Payload, Subject

__all__ = (
    "BUSINESS",
    "COUNT",
    "INTERVAL_VALUES",
    "OTHER_SERIES",
    "PROCESS",
    "SERIES",
    "Check",
    "MayFind",
    "Need",
    "Scope",
    "rule",
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


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


def _pairs(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(pairs)


def _needs(needs: Iterable[Need]) -> frozenset[Need]:
    return frozenset(needs)


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


def _paths(paths: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if paths is None else tuple(paths)


@attrs.frozen(kw_only=True)
class Scope:
    """The messages that a rule speaks of, by their kind and process; what is empty asks for nothing.

    Attributes:
        kinds: The standard's names of the messages.
        brs: The processes without ``BRS-NO-``.
        not_kinds: Messages that are left out.
        not_brs: Processes that are left out.
        besides: Pairs of message and process that are left out.
        where: Tells of message and process what names alone cannot say.
    """

    kinds: frozenset[str] = attrs.field(default=(), converter=_names)
    brs: frozenset[str] = attrs.field(default=(), converter=_names)
    not_kinds: frozenset[str] = attrs.field(default=(), converter=_names)
    not_brs: frozenset[str] = attrs.field(default=(), converter=_names)
    besides: frozenset[tuple[str, str]] = attrs.field(default=(), converter=_pairs)
    where: Callable[[str, str], bool] | None = None

    def covers(self, kind: str, brs: str) -> bool:
        """Tell whether the rule speaks of message *kind* in process *brs*.

        >>> Scope(kinds=("CollectedData",), not_brs=("313",)).covers("CollectedData", "311")
        True
        """
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.brs or brs in self.brs)
            and kind not in self.not_kinds
            and brs not in self.not_brs
            and (kind, brs) not in self.besides
            and (self.where is None or self.where(kind, brs))
        )


# metering values sent to Elhub in BRS-NO-313, which has a public table; series of which no public table speaks
INTERVAL_VALUES = Scope(kinds=("CollectedData",), brs=("313",))
SERIES = Scope(
    kinds=("CollectedData", "NotifyValidatedDataForBillingEnergy", "PriceVolumeCombinationForReconciliation")
)
OTHER_SERIES = attrs.evolve(SERIES, besides=(("CollectedData", "313"),))


@attrs.frozen(kw_only=True)
class Check:
    """A rule with what finds its breaches.

    Attributes:
        rule: Code, title, severity, source, trust, reason, documentation; an error needs a source.
        level: ``process`` or ``business``.
        scope: The messages that it speaks of.
        applies: Tells more of a message in scope: whether the rule speaks of it at all; None for yes.
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

    Raises:
        ValueError: The source is missing, or a rule that is not sourced would be an error.
    """

    rule: Rule
    level: str
    run: Run
    scope: Scope = Scope()
    applies: Applies | None = None
    needs: frozenset[Need] = attrs.field(default=(), converter=_needs)
    schema_covers: bool = False
    reads: tuple[str, ...] | None = attrs.field(default=None, converter=_paths)
    state: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    may_find: MayFind | None = None
    certainly_clean: Applies | None = None
    processes: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    rows: str = ""

    def __attrs_post_init__(self) -> None:
        rule = self.rule
        if not rule.source:
            raise ValueError(f"{rule.code} has no source")
        if rule.severity is Severity.ERROR and rule.trust is not Trust.SOURCED:
            raise ValueError(f"{rule.code} is {rule.trust.value}: it can be a warning at most")


def rule(
    code: str,
    *,
    title: str,
    severity: Severity,
    source: str,
    trust: Trust = Trust.SOURCED,
    reason: Reason | None = None,
    level: str = PROCESS,
    scope: Scope = Scope(),
    applies: Applies | None = None,
    needs: Iterable[Need] = (),
    schema_covers: bool = False,
    reads: Iterable[str] | None = None,
    state: Iterable[str] = (),
    may_find: MayFind | None = None,
    certainly_clean: Applies | None = None,
    processes: Iterable[str] = (),
    rows: str = "",
) -> Callable[[Run], Check]:
    """Return what makes the decorated generator the check of rule *code*; its docstring is the rule's documentation.

    A check in one of the modules that `edielkit.process_rules.rule_registry` names is run on every message in its scope.

    Args:
        code: Permanent code.
        title: What the rule asks, in a few words.
        severity: Weight of its findings; an error needs a source.
        source: Document and row, or address.
        trust: How well the source is known.
        reason: The market's own code, if it has one.
        level: ``process`` or ``business``.
        scope: The messages that it speaks of; all of them if left out.
        applies: Tells whether it speaks of a message in scope.
        needs: What it needs beside the message.
        schema_covers: The XML schema refuses the same.
        reads: What of a payload it looks at, None for anything, see `Check`.
        state: What of a metering point's state it looks at.
        may_find: Tells whether it can find anything in a payload.
        certainly_clean: Tells that it finds nothing in a message.
        processes: The processes that it belongs to; empty for all.
        rows: Row of the published table.

    Raises:
        ValueError: The source is missing, or a rule that is not sourced would be an error.
    """

    def declare(run: Run) -> Check:
        return Check(
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
            run=run,
            scope=scope,
            applies=applies,
            needs=needs,
            schema_covers=schema_covers,
            reads=reads,
            state=state,
            may_find=may_find,
            certainly_clean=certainly_clean,
            processes=processes,
            rows=rows,
        )

    return declare
