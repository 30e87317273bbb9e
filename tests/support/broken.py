"""
The broken fixtures and what is expected of them.

Beside ``x.xml`` stands ``x.expected.json``: the options of validate, the verdict, and of each finding its code,
severity and place. Run as a program this writes the expectations anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT

import edielkit

FOLDER = ROOT / "fixtures" / "broken"
OPTIONS: dict[str, dict[str, str]] = {
    "emif-direction-before-EI-270.xml": {"level": "codes", "version": "2.4.3"},
    "emif-hours-called-quarters.xml": {"level": "process"},
}


def inputs() -> list[Path]:
    """Return the broken messages."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def expected_path(path: Path) -> Path:
    """Return where the expectation of *path* stands."""
    return path.with_name(path.name.split(".")[0] + ".expected.json")


def options(path: Path) -> dict[str, str]:
    """Return the options with which *path* is checked; the series need the rules about series."""
    default = {"level": "business" if path.name.startswith("series-") else "codes"}
    return OPTIONS.get(path.name, default)


def observed(path: Path, chosen: dict[str, str]) -> dict[str, Any]:
    """Return what validate says of *path*, as an expectation spells it."""
    report = edielkit.validate(path.read_bytes(), **chosen)
    return {
        "options": chosen,
        "verdict": report.verdict.value,
        "findings": [_place(finding) for finding in report],
    }


def _place(finding: edielkit.Finding) -> dict[str, Any]:
    position = finding.position
    place = {"line": position.line, "offset": position.offset, "segment": position.segment or None}
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        **{key: value for key, value in place.items() if value is not None},
    }


if __name__ == "__main__":
    for path in inputs():
        text = json.dumps(observed(path, options(path)), indent=2) + "\n"
        if not expected_path(path).exists() or expected_path(path).read_text() != text:
            expected_path(path).write_text(text)
            print("wrote", expected_path(path).name)
