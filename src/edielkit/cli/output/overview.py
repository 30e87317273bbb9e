"""Many inputs at a glance: those that are refused, the worst first, and what is wrong how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import attrs

from edielkit.cli.language import translate
from edielkit.cli.output.reports import NAMES, InputReport, many, summary_line
from edielkit.cli.output.terminal import columns, dim, strong, warm, wrong
from edielkit.findings import Finding, Severity

__all__ = ("quiet_lines", "statistics_lines", "worst_first")

_MOST_INPUTS = 40


def worst_first(reports: Iterable[InputReport]) -> list[InputReport]:
    """Return *reports* with the unreadable first, then by number of errors and warnings; equal ones stay in order."""
    return sorted(reports, key=_weight)


def quiet_lines(reports: Iterable[InputReport], *, in_full: bool) -> Iterator[str]:
    """Yield a line for each input with an error, the worst first, and the summary.

    Args:
        reports: The inputs with their reports.
        in_full: All of them, where otherwise no more than a screenful is shown.
    """
    listed = worst_first(reports)
    refused = [source for source in listed if source.is_unreadable or source.report.errors]
    shown = refused if in_full else refused[:_MOST_INPUTS]
    yield from columns(
        [
            (wrong(f"✗ {translate(source.report.verdict.value)}"), _count_words(source), source.name)
            for source in shown
        ],
        "",
    )
    if len(refused) > len(shown):
        yield dim(f"and {len(refused) - len(shown)} more; --all lists them")
    yield summary_line(listed)


def statistics_lines(reports: Iterable[InputReport], *, in_full: bool) -> Iterator[str]:
    """Yield a line for each rule that was broken, the most frequent first, and the summary.

    Args:
        reports: The inputs with their reports.
        in_full: Nothing: every rule is there.
    """
    del in_full
    listed = list(reports)
    breaches: Counter[str] = Counter()
    inputs: defaultdict[str, set[str]] = defaultdict(set)
    worst: dict[str, Finding] = {}
    for source in listed:
        for finding in source.report:
            breaches[finding.code] += 1
            inputs[finding.code].add(source.name)
            if finding.code not in worst or finding.severity.rank < worst[finding.code].severity.rank:
                worst[finding.code] = finding
    rows = [
        (
            f"{breaches[code]:>6}",
            translate(f"in {len(inputs[code])}"),
            _SEVERITIES[finding.severity](translate(finding.severity.value)),
            strong(code),
            finding.rule.title if finding.rule else "",
        )
        for code, finding in sorted(
            worst.items(), key=lambda item: (item[1].severity.rank, -breaches[item[0]], item[0])
        )
    ]
    yield from columns(rows, "")
    yield summary_line(listed)


_SEVERITIES = {Severity.ERROR: wrong, Severity.WARNING: warm, Severity.INFO: dim}


@attrs.frozen(order=True)
class _Weight:
    readable: bool
    errors: int
    warnings: int


def _weight(source: InputReport) -> _Weight:
    counts = Counter(finding.severity for finding in source.report)
    return _Weight(not source.is_unreadable, -counts[Severity.ERROR], -counts[Severity.WARNING])


def _count_words(source: InputReport) -> str:
    counts = Counter(finding.severity for finding in source.report)
    words = [many(counts[severity], NAMES[severity]) for severity in Severity if counts[severity]]
    codes = list(dict.fromkeys(finding.code for finding in source.report.errors))
    return f"{', '.join(words)}: {' '.join(codes[:3])}{' …' if len(codes) > 3 else ''}"
