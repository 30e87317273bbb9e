"""All rules on the messages of a document: findings, and what could not be checked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

import attrs

from edielkit.emif.declare import Message
from edielkit.findings import Finding, guarded
from edielkit.harmless import quoted
from edielkit.market_time import as_instant
from edielkit.process_rules.context_rules import asked_points
from edielkit.process_rules.data import combinations, process_rows, processes
from edielkit.process_rules.declare import BUSINESS, PROCESS, Check, Need
from edielkit.process_rules.rule_registry import checks_for
from edielkit.process_rules.subject import NodeLines, Subject

if TYPE_CHECKING:
    from lxml import etree

    from edielkit.process_rules.context import RuleContext

__all__ = (
    "MOST_FINDINGS",
    "CheckedMessages",
    "check_messages",
    "chosen_checks",
    "lacking",
    "run_checks",
    "unknown_points",
)

# A document with more breaches than this is not read by anybody to the end.
MOST_FINDINGS = 1000

_LEVELS = {PROCESS: frozenset({PROCESS}), BUSINESS: frozenset({PROCESS, BUSINESS})}


@attrs.frozen(kw_only=True)
class CheckedMessages:
    """What the rules say.

    Attributes:
        findings: The breaches, message by message, in the order of the rules' codes.
        not_checked: What could not be checked, and why, in words.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]


def check_messages(
    messages: Sequence[Message],
    *,
    version: str = "",
    now: dt.datetime | None = None,
    level: str = BUSINESS,
    context: RuleContext | None = None,
    nodes: Sequence[etree._Element] = (),
    schema_checked: bool = False,
) -> CheckedMessages:
    """Return what the rules of processes, series and channels say about *messages*.

    Args:
        messages: The messages of one document.
        version: EMIF version whose rules hold.
        now: Aware instant of the validation.
        level: ``process``, or ``business`` for the rules that ask a context too.
        context: What a company or a hub knows.
        nodes: The elements that the messages were read from, for line numbers; empty for values.
        schema_checked: The XML schema has seen them: rules that would repeat it are left out.

    Raises:
        ValueError: *now* has no time zone, or *level* is neither of the two.
    """
    if now is not None and now.utcoffset() is None:
        raise ValueError("now must be an aware instant, such as datetime.now(UTC)")
    now = now and as_instant(now)
    if level not in _LEVELS:
        raise ValueError(f"expected level process or business, found {level!r}")
    subjects = tuple(_subjects(messages, version, now, context, nodes))
    chosen = [
        (subject, tuple(chosen_checks(subject, level, schema_checked=schema_checked))) for subject in subjects
    ]
    unknown = sum(map(unknown_points, subjects)) if level == BUSINESS else 0
    return run_checks(chosen, chosen, unknown)


Chosen = Sequence[tuple[Subject, tuple[Check, ...]]]


def run_checks(chosen: Chosen, speaking: Chosen, unknown: int) -> CheckedMessages:
    """Return what the rules say.

    Args:
        chosen: The messages, each with the rules that speak of it.
        speaking: The same without rules that are known to find nothing.
        unknown: Number of metering points that the context does not know.
    """
    findings = list(islice(_findings(speaking), MOST_FINDINGS + 1))
    notes = [*_notes_on(chosen), *_note_on_points(unknown)]
    if len(findings) > MOST_FINDINGS:
        del findings[MOST_FINDINGS:]
        notes.append(f"findings of rules beyond the first {MOST_FINDINGS}")
    return CheckedMessages(findings=tuple(findings), not_checked=tuple(notes))


def _subjects(
    messages: Sequence[Message],
    version: str,
    now: dt.datetime | None,
    context: RuleContext | None,
    nodes: Sequence[etree._Element],
) -> Iterator[Subject]:
    counts = Counter(message.kind() for message in messages)
    seen: Counter[str] = Counter()
    for n, message in enumerate(messages):
        kind = message.kind()
        seen[kind] += 1
        yield Subject(
            message=message,
            version=version,
            now=now,
            context=context,
            lines=NodeLines(nodes[n]) if nodes else None,
            place=seen[kind] if counts[kind] > 1 else 0,
        )


def chosen_checks(subject: Subject, level: str, *, schema_checked: bool) -> Iterator[Check]:
    """Yield the rules of *level* and below that speak of the message."""
    for check in checks_for(subject.kind, subject.brs):
        if check.level in _LEVELS[level] and not (schema_checked and check.schema_covers):
            # a condition that crashes lets the check run, which then says so
            try:
                applies = check.applies is None or check.applies(subject)
            except Exception:  # noqa: BLE001  (a broken rule must not hide the others)
                applies = True
            if applies:
                yield check


def lacking(check: Check, subject: Subject) -> Iterator[Need]:
    """Yield what a rule needs and was not given."""
    if Need.NOW in check.needs and subject.now is None:
        yield Need.NOW
    if Need.CONTEXT in check.needs and subject.context is None:
        yield Need.CONTEXT


def _findings(chosen: Chosen) -> Iterator[Finding]:
    for subject, checks in chosen:
        for check in checks:
            if not any(lacking(check, subject)):
                yield from guarded(
                    partial(_run, check, subject), f"rule {check.rule.code}", partial(subject.at, "")
                )


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for breach in check.run(subject):
        yield check.rule.finding(breach.message, breach.position, payload=breach.payload)


def _notes_on(chosen: Chosen) -> Iterator[str]:
    """Yield what cannot be checked, but for single metering points.

    Args:
        chosen: The messages, each with the rules that speak of it.
    """
    yield from dict.fromkeys(_unknown_rules(subject) for subject, _ in chosen if _unknown_rules(subject))
    for need, words in (
        (Need.NOW, "the time of the validation (now)"),
        (Need.CONTEXT, "a context"),
    ):
        codes = sorted(
            {
                check.rule.code
                for subject, checks in chosen
                for check in checks
                if need in check.needs and need in set(lacking(check, subject))
            }
        )
        if codes:
            yield f"rules that need {words}: {', '.join(codes)}"


def _unknown_rules(subject: Subject) -> str:
    row = _tables().get(subject.brs)
    process = subject.process or "no process"
    if row is None:
        return f"rules_unknown: {quoted(process, 40)} is no process whose rules are known"
    if not has_rules(subject.kind, subject.brs):
        # no table speaks of what Elhub sends
        return f"rules_unknown: {process} has no public rules for {subject.kind}"
    return f"rules_unknown: {process}, {row['unknown']}" if "NOT FOUND" in row["unknown"] else ""


@cache
def _tables() -> dict[str, dict[str, str]]:
    return {row["brs"]: dict(row) for row in processes()}


@cache
def has_rules(kind: str, brs: str) -> bool:
    """Tell whether something about message *kind* in process *brs* is public: a table, or business rules."""
    if any((row["brs"], row["message"]) == (brs, kind) for row in process_rows()):
        return True
    incoming = any(c.way != "out" for c in combinations(kind, brs))
    return incoming and "business" in _tables().get(brs, {}).get("table", "")


def unknown_points(subject: Subject) -> int:
    """Return how many of the points that a message asks of are unknown to a context that knows not all."""
    context = subject.context
    if context is None or context.complete:
        return 0
    return sum(context.metering_point(point, day) is None for _, point, day in asked_points(subject))


def _note_on_points(count: int) -> Iterator[str]:
    """Yield the note on so many metering points that the context does not know, none for 0."""
    if count:
        points = "1 metering point" if count == 1 else f"{count} metering points"
        yield f"rules about {points} that the context does not know"
