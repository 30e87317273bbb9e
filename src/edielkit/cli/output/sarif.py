"""Reports as SARIF 2.1.0, for the tools that show findings beside a change.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from edielkit import __version__
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.reports import InputReport
from edielkit.findings import Finding, Position, Rule, Severity

__all__ = ("sarif_lines",)

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_lines(reports: Iterable[InputReport], in_full: bool = False) -> Iterator[str]:  # noqa: FBT001, FBT002  (the formats' one signature)
    """Yield the reports as one SARIF log with one run.

    Args:
        reports: The inputs with their reports.
        in_full: Nothing: every finding is there.
    """
    del in_full
    rules: dict[str, int] = {}
    described: list[dict[str, Any]] = []
    artifacts: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for number, source in enumerate(reports):
        artifact = {"uri": _uri(source.name), "index": number}
        artifacts.append({"location": {"uri": artifact["uri"]}, "properties": _properties(source)})
        for finding in source.report:
            if finding.code not in rules:
                rules[finding.code] = len(described)
                described.append(_rule(finding))
            results.append(_result(finding, rules[finding.code], artifact, source))
        notes += [_note(text, artifact) for text in source.report.not_checked]
    run = {
        "tool": {"driver": {"name": "edielkit", "version": __version__, "rules": described}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "artifacts": artifacts,
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json_text(log)


def _uri(name: str) -> str:
    """Return the name of an input as a URI: relative as it was given, absolute as a file.

    >>> _uri("in/two words.xml")
    'in/two%20words.xml'
    """
    if name == "-":
        return "standard-input"
    path = Path(name)
    # a name need not be text: its bytes are escaped
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _properties(source: InputReport) -> dict[str, Any]:
    return {
        "verdict": source.report.verdict.value,
        "kind": source.report.kind or None,
        "version": source.report.version or None,
    }


def _rule(finding: Finding) -> dict[str, Any]:
    rule: Rule | None = finding.rule
    if rule is None:
        return {"id": finding.code}
    described: dict[str, Any] = {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "source": rule.source,
            "trust": rule.trust.value,
            "reason": rule.reason.code if rule.reason else None,
            "agency": rule.reason.agency if rule.reason else None,
        },
    }
    if rule.text:
        described["fullDescription"] = {"text": rule.text}
    if rule.source.startswith("https://"):
        described["helpUri"] = rule.source.split(",", 1)[0].split(" ", 1)[0]
    return described


def _result(finding: Finding, index: int, artifact: dict[str, Any], source: InputReport) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": artifact}
    region = _region(finding.position, source)
    if region:
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    logical = finding.position.path or finding.position.segment
    if logical:
        location["logicalLocations"] = [{"fullyQualifiedName": logical}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "properties": {
            "reason": finding.reason.code if finding.reason else None,
            "agency": finding.reason.agency if finding.reason else None,
            "payload": finding.payload,
            "segment": finding.position.segment or None,
        },
    }


def _region(position: Position, source: InputReport) -> dict[str, int]:
    """Return where a finding stands; a byte of an interchange gets its line too."""
    region: dict[str, int] = {}
    line, column = position.line, position.column
    if position.offset is not None:
        region["byteOffset"] = position.offset
        region["byteLength"] = 0
        spot = source.excerpts.line_of(position.offset) if source.excerpts and line is None else None
        line, column = spot or (line, column)
    if line is not None:
        region["startLine"] = line
        if column is not None:
            region["startColumn"] = column
    return region


def _note(text: str, artifact: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": "note",
        "message": {"text": f"not checked: {text}"},
        "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
    }
