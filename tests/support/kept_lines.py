"""What the library says, as lines of text that are kept: one for each thing said, with all of it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence

from edielkit.errors import BuildError, ParseError
from edielkit.findings import Report

__all__ = ("changed", "lines_of_report", "refusal_of")


def lines_of_report(report: Report) -> Iterator[str]:
    """Yield the verdict and kind of a report, then each finding with its place, words, reason and payload."""
    unchecked = f"; not checked: {'; '.join(report.not_checked)}" if report.not_checked else ""
    yield f"{report.verdict.value} {report.kind} {report.version}{unchecked}"
    for finding in report:
        fields = (
            f"{finding.code} {finding.severity.value}",
            f"{finding.reason or ''}",
            f"{finding.payload or ''}",
            f"{finding.position}",
            finding.message,
        )
        yield " | ".join(fields)


def refusal_of(verb: Callable[[], object]) -> list[str]:
    """Return what a verb says when it refuses, empty when it does its work."""
    try:
        verb()
    except (ParseError, BuildError) as error:
        return [f"{type(error).__name__} {error}"]
    return []


def changed(
    bases: Sequence[bytes], count: int, change: Callable[[random.Random, bytes], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield so many changed inputs of each base with their names; a base more leaves those of the others as they are.

    Args:
        bases: Inputs that are in order.
        count: How many of each.
        change: Changes an input with the help of a source of numbers.
    """
    for base in dict.fromkeys(bases):
        digest = hashlib.sha256(base).hexdigest()[:8]
        choice = random.Random(digest)
        for number in range(1, count + 1):
            yield f"{digest} {number}", change(choice, base)
