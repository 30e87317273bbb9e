"""Findings on a page: by payload and rule, the gravest first, each place with what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from edielkit.findings import Finding, Severity
from edielkit.pages.rendering import SEVERITY_WORDS
from edielkit.translation import Catalogue, finding_in

__all__ = ("PageFinding", "by_payload", "counted")

_MOST_PLACES = 20


@attrs.frozen
class PageFinding:
    """A finding with what stands at its place.

    Attributes:
        finding: The finding.
        where: The place in words, may be empty.
        text: What stands there, personal data masked; may be empty.
    """

    finding: Finding
    where: str = ""
    text: str = ""


def counted(findings: Iterable[Finding], texts: Catalogue) -> list[str]:
    """Return how many findings there are of each severity, in words."""
    severities = [finding.severity for finding in findings]
    counts = {severity: severities.count(severity) for severity in Severity}
    return [
        f"{count} {texts(SEVERITY_WORDS[severity][count != 1])}"
        for severity, count in counts.items()
        if count
    ]


def by_payload(
    findings: Iterable[PageFinding], texts: Catalogue, *, in_full: bool
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the findings by payload, those with the gravest finding first, and in each by rule.

    Args:
        findings: The findings.
        texts: The language.
        in_full: Every place of a rule, where otherwise a long list is cut and said to be.
    """
    payloads: dict[str, list[PageFinding]] = {}
    for placed in findings:
        payloads.setdefault(placed.finding.payload or "", []).append(placed)
    gravest = {
        name: min(placed.finding.severity.rank for placed in listed) for name, listed in payloads.items()
    }
    ordered = sorted(payloads.items(), key=lambda item: gravest[item[0]])
    return [(name, _groups(listed, texts, in_full=in_full)) for name, listed in ordered]


def _groups(findings: Sequence[PageFinding], texts: Catalogue, *, in_full: bool) -> list[dict[str, Any]]:
    """Return the findings of one payload by rule and severity, the gravest first."""
    groups: dict[tuple[str, Severity], list[PageFinding]] = {}
    for placed in findings:
        groups.setdefault((placed.finding.code, placed.finding.severity), []).append(placed)
    ordered = sorted(groups.values(), key=lambda group: group[0].finding.severity.rank)
    most = None if in_full else _MOST_PLACES
    return [
        {
            "finding": finding_in(group[0].finding, texts.language),
            "places": [_placed(place, texts) for place in group[:most]],
            "more": max(len(group) - (most or len(group)), 0),
        }
        for group in ordered
    ]


def _placed(placed: PageFinding, texts: Catalogue) -> dict[str, str]:
    """Return a finding at a place: what is wrong, where, and what stands there."""
    position = placed.finding.position
    where = placed.where or str(position)
    path = f", {position.path}" if placed.where and position.path else ""
    return {
        "message": finding_in(placed.finding, texts.language).message,
        "where": texts.sentence(where).text + path,
        "text": placed.text,
    }
